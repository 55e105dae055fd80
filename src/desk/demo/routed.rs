//! The newest month, told as contacts are: who was asked, what was said, where it went, who was told.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    cast::Cast,
    family::Home,
    pen::{Pen, choice, choices, text},
    people::People,
    promised::{self, Whose},
    thin::REFERRALS,
};
use crate::{
    desk::{DeskError, Work},
    domain::{
        contact::{
            call::{Identity, Mark},
            route,
            telling::{self, Recipient, Way},
        },
        ids::{LetterNo, RouteNo, TemplateId},
        policy::{CallerKind, Mode, letters::Audience},
        value::{Value, YesNo},
    },
};

/// What is noted in calls; none of it ever happened.
pub(super) const STORIES: [&str; 12] = [
    "Came to school without a coat again and asked whether there was any breakfast left.",
    "Shouting through the wall most evenings since half-term; a door slams and then it is quiet.",
    "Mother says she sleeps three hours a night and cries in the kitchen so that they do not see it.",
    "Missed the last two clinic appointments; the third was kept after a visit.",
    "Drawn a house with nobody in it, and would not say more than that.",
    "Father stopped coming on Sundays; the eldest now waits at the window.",
    "Back after two nights away, with a new phone and no account of where it came from.",
    "Carries the little one to nursery and does the shopping on the way home.",
    "Neighbours say the flat has been without electricity since Friday.",
    "The officers found the children asleep and the adults very drunk; a grandmother came.",
    "Grandmother has them for the weekend and would have them longer if asked.",
    "Says that home is fine and looks at the door while saying it.",
];

/// Writes one closed contact, and what became of its promises up to a moment.
pub(super) fn write(
    work: &mut Work<'_, '_>,
    cast: &Cast,
    people: &mut People,
    (now, today): (DateTime<Utc>, NaiveDate),
    at: DateTime<Utc>,
) -> Result<(), DeskError> {
    let open = work.mode_at(now) == Mode::FrontDoor;
    let worker = match (open, people.below(2)) {
        (false, _) => &cast.bello,
        (true, 0) => &cast.okoro,
        (true, _) => &cast.marsh,
    };
    let rings = people.rings();
    let caller = people.caller(rings);
    let named = caller.name.is_some();
    let mut pen = Pen::take(work, worker, now, caller)?;
    if rings.2 == CallerKind::Police {
        let collar = (1_000 + people.below(8_000)).to_string();
        let incident = format!("4426{:07}", people.below(10_000_000));
        pen.act(crate::domain::contact::call::Command::Identify(Identity::Police { collar, incident }))?;
    }
    pen.wait(90);
    let home = Home::invent(&mut pen, people, today)?;
    pen.wait(120);
    let story = people.one(&STORIES);
    pen.note(4, Some(if people.per_mille(400) { Mark::Fact } else { Mark::Reported }), story)?;
    pen.say("story.what", story)?;
    pen.yes_no("safety.danger", false)?;
    let scale = i64::try_from(3 + people.below(7)).unwrap_or(5);
    pen.answer("worries.scale", Value::Number(scale))?;
    pen.wait(240);
    pen.end()?;
    pen.wait(1_500);
    if people.per_mille(REFERRALS) {
        refer(&mut pen, cast, people, open, &home)?;
    } else {
        keep(&mut pen, people, at)?;
    }
    tell(&mut pen, named)?;
    pen.wait(600);
    promised::settle(&mut pen, (cast, Whose::Ours), at)?;
    pen.close("")?;
    promised::settle(&mut pen, (cast, Whose::Theirs), at)?;
    pen.settle()
}

/// Sends it to a team, which takes it.
fn refer<'p>(
    pen: &mut Pen<'p, '_, '_>,
    cast: &'p Cast,
    people: &mut People,
    open: bool,
    home: &Home,
) -> Result<(), DeskError> {
    if !open {
        // Nothing of it could wait for the morning but the decision: Family Help is the front door's to decide.
        pen.wait(14 * 3_600);
        pen.by(&cast.marsh);
    }
    let team = match people.below(20) {
        0..=7 => {
            let fields = [
                ("pathway", choice("early_help")),
                (
                    "pathway_reason",
                    text("Just emerging, with strengths to build on, and the family wants it."),
                ),
                ("universal_enough", Value::YesNo(YesNo::No)),
            ];
            home.agrees(pen, "service_family_help_early_help", &[])?;
            let card = pen.card('F', &fields)?;
            go(pen, card)?;
            "Family Help"
        }
        8..=12 => {
            pen.yes_no("s47.test", true)?;
            let fields = [
                ("specialists", choices(&["domestic_abuse"])),
                ("tonight", text("Grandmother stays until the morning; the health visitor looks in at ten.")),
            ];
            let card = pen.card('S', &fields)?;
            pen.decide(card, "The risk goes on within the family, and change is needed in all of it.")?;
            pen.second(cast, card, "I read the notes and agree: this goes on without a team beside them.")?;
            pen.send(card, "Asked for what can be known today.")?;
            accept(pen, card, "Family Safeguarding")?;
            return Ok(());
        }
        13..=15 => {
            let card = pen.card(
                'Y',
                &[
                    ("context", text("The precinct, an older friend with a car.")),
                    ("police_told", Value::YesNo(YesNo::Yes)),
                ],
            )?;
            go(pen, card)?;
            "Young People's Service"
        }
        16..=17 => {
            let card = pen.card(
                'J',
                &[
                    ("request", choice("social_work")),
                    ("impact", text("Every part of the day takes two people.")),
                ],
            )?;
            go(pen, card)?;
            "Jigsaw"
        }
        _ => {
            let card = pen.card('P', &[])?;
            go(pen, card)?;
            "Pathways"
        }
    };
    let card = pen.contact.routes.list.last().map(|route| route.no).unwrap_or_default();
    accept(pen, card, team)
}

/// Keeps it here: advice, a hub, or only noted.
fn keep(pen: &mut Pen<'_, '_, '_>, people: &mut People, at: DateTime<Utc>) -> Result<(), DeskError> {
    let card = match people.below(10) {
        0..=4 => {
            promised::promise(pen, at)?;
            pen.card('A', &[("agreed", Value::YesNo(YesNo::Yes))])?
        }
        5..=7 => {
            let fields = [("service", text("the family hub nearest to them")), ("how", choice("themselves"))];
            pen.card('H', &fields)?
        }
        _ => {
            pen.card('I', &[("reason", text("Told so that it is on the record; the school acts on it."))])?
        }
    };
    go(pen, card)
}

/// Decides and sends a card.
fn go(pen: &mut Pen<'_, '_, '_>, card: RouteNo) -> Result<(), DeskError> {
    pen.decide(card, "Judged on the whole conversation.")?;
    pen.send(card, "What was not asked was not needed for this.")
}

fn accept(pen: &mut Pen<'_, '_, '_>, route: RouteNo, team: &str) -> Result<(), DeskError> {
    pen.wait(9_000);
    pen.act(route::Command::Accept { route, who: format!("{team}, duty manager") })
}

/// Writes to whoever rang, or says why nobody does.
fn tell(pen: &mut Pen<'_, '_, '_>, named: bool) -> Result<(), DeskError> {
    let kind = pen.contact.call.caller.kind.unwrap_or(CallerKind::Professional);
    let template = match Audience::of(kind) {
        Audience::Professional => "referrer_professional",
        Audience::Public => "public",
        Audience::Family => "family",
        Audience::Child => "child",
    };
    if !named || kind == CallerKind::Child {
        return pen.tells_nobody("No name was given, and no way to write.");
    }
    let text = "Thank you for ringing. We read what you told us and decided what to do; it is written down and acted on. \
                If anything changes, ring us again.";
    let draft = telling::Command::Draft {
        no: None,
        template: TemplateId::from(template),
        to: Recipient::Caller,
        text: text.to_owned(),
    };
    pen.act(draft)?;
    let no = LetterNo(1);
    pen.act(telling::Command::Check { no, enquiry_agreed: false })?;
    pen.act(telling::Command::Sent { no, way: Way::Email, address: "the address they gave".to_owned() })
}
