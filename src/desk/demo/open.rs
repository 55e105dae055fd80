//! Open contacts of every day, one for each place at which a contact can wait.

use chrono::TimeDelta;

use super::{
    family::Home,
    live::Scene,
    pen::{Pen, choice, choices, text},
    people::People,
    routed::STORIES,
};
use crate::{
    desk::{DeskError, Work},
    domain::{
        calendar::local::local_day,
        contact::{
            agreement::Answer,
            call::Mark,
            route,
            telling::{self, Owner, Promised},
        },
        ids::RouteNo,
        value::{Value, YesNo},
    },
};

type Done = Result<(), DeskError>;

/// Takes a call and writes what is always asked.
fn begin<'p, 'a, 's>(
    work: &'p mut Work<'a, 's>,
    scene: &Scene<'p>,
    people: &mut People,
) -> Result<(Pen<'p, 'a, 's>, Home), DeskError> {
    let rings = people.rings();
    let caller = people.caller(rings);
    let mut pen = Pen::take(work, scene.worker, scene.taken, caller)?;
    pen.wait(75);
    let home = Home::invent(&mut pen, people, local_day(scene.taken))?;
    home.lives(&mut pen, people)?;
    pen.wait(60);
    let story = people.one(&STORIES);
    pen.answer("contract.purpose", choice(if people.per_mille(500) { "safeguarding" } else { "support" }))?;
    pen.yes_no("safety.danger", false)?;
    pen.say("safety.where", "at home, as far as the caller knows")?;
    pen.note(4, Some(Mark::Reported), story)?;
    pen.say("story.what", story)?;
    pen.wait(95);
    pen.say("worries.worry", people.one(&STORIES))?;
    let scale = i64::try_from(2 + people.below(7)).unwrap_or(5);
    pen.answer("worries.scale", Value::Number(scale))?;
    pen.say("strengths.known", "An aunt who comes when she is rung.")?;
    pen.note(8, Some(Mark::Opinion), people.one(&STORIES))?;
    pen.wait(120);
    Ok((pen, home))
}

/// Agreed, and waits for a decision.
pub(super) fn to_decide(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    home.agrees(&mut pen, "enquiry", &["health", "school"])?;
    pen.end()?;
    pen.settle()
}

/// Nobody was asked yet.
pub(super) fn to_agree(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, _) = begin(work, scene, people)?;
    pen.end()?;
    pen.settle()
}

fn family_help(pen: &mut Pen<'_, '_, '_>, home: &Home) -> Result<RouteNo, DeskError> {
    home.agrees(pen, "service_family_help_early_help", &[])?;
    pen.end()?;
    pen.wait(600);
    let fields = [
        ("pathway", choice("early_help")),
        ("pathway_reason", text("Just emerging, with strengths to build on, and the family wants it.")),
        ("universal_enough", Value::YesNo(YesNo::No)),
    ];
    let card = pen.card('F', &fields)?;
    pen.decide(card, "Judged on the whole conversation.")?;
    pen.send(card, "What was not asked was not needed for this.")?;
    Ok(card)
}

/// Sent; the team has not answered.
pub(super) fn with_team(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    family_help(&mut pen, &home)?;
    pen.tells_nobody("They read our decisions in the shared record.")?;
    pen.settle()
}

/// Sent, and came back.
pub(super) fn returned(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    let route = family_help(&mut pen, &home)?;
    pen.wait(5_400);
    let reason = "Open to Jigsaw since March; their worker is told and waits for this.".to_owned();
    pen.act(route::Command::Return { route, reason })?;
    pen.settle()
}

fn advice(pen: &mut Pen<'_, '_, '_>, scene: &Scene<'_>, people: &mut People, owner: Owner) -> Done {
    pen.end()?;
    pen.wait(300);
    let promise = Promised {
        what: "ask the aunt whether she can be there after school".to_owned(),
        to: "whoever rang".to_owned(),
        person: None,
        ring_back: matches!(owner, Owner::Staff(_)),
        owner,
        by: scene.at + TimeDelta::minutes(i64::try_from(40 + people.below(400)).unwrap_or(60)),
        agreed_with: "whoever rang".to_owned(),
    };
    pen.act(telling::Command::Promise(promise))?;
    let card = pen.card('A', &[("agreed", Value::YesNo(YesNo::Yes))])?;
    pen.decide(card, "Judged on the whole conversation.")?;
    pen.send(card, "What was not asked was not needed for this.")
}

/// Decided; whoever rang has not been told.
pub(super) fn to_tell(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    home.agrees(&mut pen, "support", &["school"])?;
    advice(&mut pen, scene, people, Owner::Named("whoever rang".to_owned()))?;
    pen.settle()
}

/// Told, and a promise of ours is open.
pub(super) fn promised(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    home.agrees(&mut pen, "support", &["school"])?;
    advice(&mut pen, scene, people, Owner::Staff(scene.worker.person))?;
    pen.tells_nobody("Told on the telephone, and they wanted no letter.")?;
    pen.settle()
}

/// Nothing stands before closing.
pub(super) fn to_close(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    home.agrees(&mut pen, "support", &["school"])?;
    advice(&mut pen, scene, people, Owner::Named("whoever rang".to_owned()))?;
    pen.tells_nobody("Told on the telephone, and they wanted no letter.")?;
    pen.settle()
}

/// Decided by one, and waits for the second.
pub(super) fn waits_for_second(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    pen.yes_no("s47.test", true)?;
    home.answers(&mut pen, "enquiry", &["health", "police"], &Answer::Refused)?;
    pen.end()?;
    pen.now = scene.at - TimeDelta::minutes(11);
    let fields = [
        ("specialists", choices(&["domestic_abuse", "mental_health"])),
        ("tonight", text("The aunt stays until the morning; the health visitor looks in at ten.")),
    ];
    let card = pen.card('S', &fields)?;
    pen.decide(card, "The risk goes on within the family, and change is needed in all of it.")?;
    pen.settle()
}

/// A baby who loses weight; the mother agrees.
pub(super) fn health_visitor(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let (mut pen, home) = begin(work, scene, people)?;
    home.agrees(&mut pen, "enquiry", &["health_visitor", "gp"])?;
    pen.note(5, Some(Mark::Fact), "Weight was taken twice this week and is down both times.")?;
    pen.end()?;
    pen.settle()
}
