//! Old contacts in few words: by the shortest road that the rules allow, some five entries each.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    cast::Cast,
    pen::{Pen, choice, text},
    people::People,
};
use crate::{
    desk::{DeskError, Work},
    domain::{
        contact::route,
        policy::{CallerKind, Mode},
        value::{Value, YesNo},
    },
};

/// How many of a thousand contacts become referrals.
pub(super) const REFERRALS: u64 = 168;

/// What consultations end with.
const THOUGHT: [&str; 6] = [
    "Thought it through; they will speak with the family first and ring again.",
    "They hold the plan themselves; nothing for us at this time.",
    "Named the hub near the family; they will tell them of it.",
    "They wanted to know whether to ring; they were right to, and no name was needed.",
    "Thresholds talked through; an early help assessment is the next step, and theirs.",
    "They will ask the school's lead and come back if it changes.",
];

/// Writes one closed contact.
pub(super) fn write(
    work: &mut Work<'_, '_>,
    cast: &Cast,
    people: &mut People,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<(), DeskError> {
    let open = work.mode_at(now) == Mode::FrontDoor;
    let worker = match (open, people.below(2)) {
        (false, _) => &cast.bello,
        (true, 0) => &cast.okoro,
        (true, _) => &cast.marsh,
    };
    let rings = people.rings();
    let mut caller = people.caller(rings);
    let referral = people.per_mille(REFERRALS);
    let minutes = 240 + i64::try_from(people.below(1_200)).unwrap_or(0);
    if !referral && !rings.2.covers_screen() {
        caller.kind = Some(CallerKind::Consultation);
        let mut pen = Pen::take(work, worker, now, caller)?;
        pen.wait(minutes);
        pen.end()?;
        pen.tells_nobody("A consultation: they have the advice from the call.")?;
        pen.close(people.one(&THOUGHT))?;
        return pen.settle();
    }
    let family = people.family_name();
    let child = people.child(&family, today);
    let mut pen = Pen::take(work, worker, now, caller)?;
    pen.name(child)?;
    pen.wait(minutes);
    pen.end()?;
    pen.wait(900);
    if referral {
        refer(&mut pen, cast, people, open)?;
    } else {
        if open {
            pen.by(&cast.iqbal);
        }
        let card =
            pen.card('I', &[("reason", text("A family told us where they live now; nobody is worried."))])?;
        pen.decide(card, "Nothing in it to act on.")?;
        pen.send(card, "Only noted, so the conversation was not gone through.")?;
    }
    pen.tells_nobody("They asked for no answer in writing.")?;
    pen.close("")?;
    pen.settle()
}

fn refer<'p>(
    pen: &mut Pen<'p, '_, '_>,
    cast: &'p Cast,
    people: &mut People,
    open: bool,
) -> Result<(), DeskError> {
    let why = "Taken over from the paper register; what was asked then is not on it.";
    let (card, team) = match people.below(4) {
        0 if open => {
            let fields = [
                ("pathway", choice("child_in_need")),
                ("pathway_reason", text("Health suffers without help, and the family asks for it.")),
                ("universal_enough", Value::YesNo(YesNo::No)),
            ];
            let card = pen.card('F', &fields)?;
            pen.decide(card, why)?;
            pen.second(cast, card, "The need is plain and nothing less would do.")?;
            (card, "Family Help, duty")
        }
        1 if open => {
            let fields =
                [("context", text("The precinct after school.")), ("police_told", Value::YesNo(YesNo::Yes))];
            let card = pen.card('Y', &fields)?;
            pen.decide(card, why)?;
            (card, "Young People's Service, duty")
        }
        _ => {
            let card = pen.card('P', &[])?;
            pen.decide(card, why)?;
            (card, "Pathways, duty")
        }
    };
    pen.send(card, why)?;
    pen.wait(7_200);
    pen.act(route::Command::Accept { route: card, who: team.to_owned() })
}
