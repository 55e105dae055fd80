//! The sentences of a visit: somebody goes out alone, is missed, is back; and what a manager says of it.

use dutydesk::domain::{
    board::Kind,
    contact::{
        Contact, Context, Stamp,
        night::{Found, Goal, Mark},
    },
    ids::{ContactId, Reference, StaffId, VisitId},
    staff::Actor,
    visit::{Command, Event, Going, Named, NotTheirs, Standing, Visit, Weighed, decide::Around},
};
use uuid::Uuid;

use super::{
    cast,
    run::{Run, Stop, unversioned},
    sentence::{list, slots},
    statements::{holds, same},
    steps::{Make, Step, number, text},
};

/// Something that is done about a visit.
pub(super) struct Outing {
    command: Command,
    /// Who else sits at a console.
    seen_by: Vec<StaffId>,
    /// Whether it is about the contact of the scenario.
    about: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "it is the last word of a step, and a step can fail")]
fn does(command: Command) -> Result<Step, String> {
    Ok(Step::Visit(Outing { command, seen_by: vec![], about: false }))
}

fn goes(
    run: &Run<'_>,
    s: &[&str],
    seen: &str,
    about: bool,
    with: impl FnOnce(&mut Going),
) -> Result<Step, String> {
    let mut going = Going {
        place: text(s[0]),
        purpose: "Kate, to see where the children sleep".to_owned(),
        contact: None,
        reference: None,
        number: "07700 900106".to_owned(),
        back_by: run.time(s[1])?,
        every: number(s[2])?,
        named: None,
        allowed: None,
        danger: None,
        not_theirs: vec![],
    };
    with(&mut going);
    let seen_by =
        if seen == "nobody" { vec![] } else { list(seen).map(cast::person).collect::<Result<_, _>>()? };
    Ok(Step::Visit(Outing { command: Command::Start(Box::new(going)), seen_by, about }))
}

pub(super) const STEPS: &[(&str, Make)] = &[
    (
        "{who} goes out to “{place}” until {time}, checking in every {n} minutes, seen by nobody, and “{name}” rings at {at}",
        |run, s| {
            let ring_at = run.time(s[4])?;
            let (name, number) = (text(s[3]), "07700 900222".to_owned());
            goes(run, s, "nobody", false, |going| going.named = Some(Named { name, number, ring_at }))
        },
    ),
    (
        "{who} goes out to “{place}” until {time}, checking in every {n} minutes, seen by {people}",
        |run, s| goes(run, s, s[3], false, |_| {}),
    ),
    (
        "{who} goes to the family at “{place}” until {time}, checking in every {n} minutes, seen by {people}, and says C-{reference} is another's: “{why}”",
        |run, s| {
            let not = NotTheirs { reference: Reference(number(s[4])?.into()), why: text(s[5]) };
            goes(run, s, s[3], true, |going| going.not_theirs = vec![not])
        },
    ),
    (
        "{who} goes to the family at “{place}” until {time}, checking in every {n} minutes, seen by {people}, in danger “{danger}”",
        |run, s| {
            let danger = Some(text(s[4]));
            goes(run, s, s[3], true, |going| going.danger = danger)
        },
    ),
    (
        "{who} goes to the family at “{place}” until {time}, checking in every {n} minutes, seen by {people}",
        |run, s| goes(run, s, s[3], true, |_| {}),
    ),
    (
        "{who} goes out to “{place}” to see “{whom}” until {time}, checking in every {n} minutes, seen by {people}",
        |run, s| goes(run, &[s[0], s[2], s[3]], s[4], false, |going| going.purpose = text(s[1])),
    ),
    ("{who} goes out until {time}, leaving out {part}", |run, s| {
        goes(run, &["12 Harbour Lane", s[0], "45"], "Novak", false, |going| match s[1] {
            "the purpose" => going.purpose.clear(),
            "the number" => going.number.clear(),
            _ => {
                let (name, number, ring_at) = ("Jo Bello".to_owned(), "at home".to_owned(), going.back_by);
                going.named = Some(Named { name, number, ring_at });
            }
        })
    }),
    ("{who} checks in", |_, _| does(Command::CheckIn)),
    ("{who} says the visit takes until {time}: “{why}”", |run, s| {
        does(Command::Extend { back_by: run.time(s[0])?, why: text(s[1]) })
    }),
    ("{who} tries to reach them: “{words}”", |_, s| does(Command::Try { words: text(s[0]) })),
    ("{who} calls for help: “{words}”", |_, s| does(Command::Help { words: text(s[0]) })),
    ("{who} is back safe", |_, _| does(Command::BackSafe { how: String::new() })),
    ("{who} knows that they are safe: “{how}”", |_, s| does(Command::BackSafe { how: text(s[0]) })),
    ("{who} looks at the visit: “{words}”", |_, s| does(Command::Look { words: text(s[0]) })),
];

/// Finds the marks on other contacts of the family, as the desk does by its board.
fn found_by(
    run: &Run<'_>,
    contact: Option<&Contact>,
    goal: Option<Goal<'_>>,
    actor: &Actor,
) -> Result<Vec<Found>, String> {
    let traces = contact.map(Contact::traces).unwrap_or_default();
    let attached = contact.map(|contact| &contact.call.attached);
    let is_attached =
        |id: ContactId| attached.is_some_and(|of| of.to.iter().chain(&of.later).any(|to| to.0 == id));
    let mut found = Vec::new();
    for other in run.others.values().flatten() {
        let entry = other.board().into_iter().find(|entry| entry.kind == Kind::NoLone);
        let Some(entry) = entry else { continue };
        let mark: Mark = entry.read().ok_or("the mark reads back differently")?;
        let same = mark.same(is_attached(other.id), &traces, goal);
        let by = cast::name(mark.marked.by).to_owned();
        let (closed, restricted) = (!other.row().opens_to(actor, run.now), other.row().seal.is_some());
        if !same.is_empty() {
            found.push(Found { contact: other.id, mark, by, same, restricted, closed });
        }
    }
    Ok(found)
}

/// Does it; gives the kinds of what the journal keeps.
pub(super) fn run(run: &mut Run<'_>, actor: &Actor, outing: &Outing) -> Result<Vec<String>, Stop> {
    let cx = Context { now: run.now, actor, policy: run.policy, duty: &run.duty };
    let stamp = Stamp { at: run.now, by: actor.person };
    let event = match (&outing.command, &run.visit) {
        (Command::Start(going), _) => {
            let contact = if outing.about { Some(run.contact()?) } else { None };
            let found = found_by(run, contact, Some(going.goal()), actor)?;
            let around = Around { seen_by: &outing.seen_by, contact, found: &found, read: true };
            let mut going = (**going).clone();
            going.contact = contact.map(|contact| contact.id);
            going.reference = contact.map(|contact| contact.reference);
            Some(Visit::start(&going, around, &cx).map_err(Stop::Refused)?)
        }
        (_, None) => return Err(Stop::Wrong("nobody is out".to_owned())),
        (command, Some(visit)) => visit.decide(command, &cx).map_err(Stop::Refused)?,
    };
    let Some(event) = event else { return Ok(vec![]) };
    let body = event.body().map_err(|error| error.to_string())?;
    if Event::read(event.kind(), &body).map_err(|error| error.to_string())? != event {
        return Err(Stop::Wrong(format!("{} reads back differently: {body}", event.kind())));
    }
    match &mut run.visit {
        Some(visit) if !matches!(event, Event::Started(_)) => visit.evolve(&event, stamp),
        visit => *visit = Visit::begin(VisitId(Uuid::from_u128(9)), &event, stamp),
    }
    Ok(vec![unversioned(event.kind(), "visit.")])
}

type Check = fn(&Run<'_>, &Visit, &[&str]) -> Result<(), String>;

/// Checks a statement about the visit; none where the sentence is about something else.
pub(super) fn check(run: &Run<'_>, statement: &str) -> Option<Result<(), String>> {
    if let Some(of) = slots("who goes on a visit finds the family marked on “{references}”", statement) {
        let found = cast::actor("Novak").ok_or_else(|| "no Novak".to_owned());
        let found = found.and_then(|actor| found_by(run, run.contact().ok(), None, &actor));
        return Some(found.and_then(|found| {
            let found: Vec<String> = found.iter().map(|found| found.mark.reference.to_string()).collect();
            same(of[0], &found.join(" and "))
        }));
    }
    STATEMENTS.iter().find_map(|(pattern, check)| {
        let found = slots(pattern, statement)?;
        let known = run.visit.as_ref().ok_or_else(|| "nobody went out".to_owned());
        Some(known.and_then(|known| check(run, known, &found)))
    })
}

const STATEMENTS: &[(&str, Check)] = &[
    ("the visit is {standing}", |run, visit, of| {
        same(
            of[0],
            match visit.standing(run.now) {
                Standing::Out => "out",
                Standing::Late => "late",
                Standing::Overdue => "overdue",
                Standing::Help => "calling for help",
                Standing::Back => "back",
            },
        )
    }),
    ("the visit went on the word of {manager}", |_, visit, of| {
        let word = visit.started.word.as_ref().ok_or("it went on nobody's word")?;
        same(of[0], cast::name(word.by))
    }),
    ("the visit went to a family marked on {record}, by {same}", |_, visit, of| {
        let said = |weighed: &&Weighed| match weighed.reference {
            Some(reference) => reference.to_string() == of[0],
            None => of[0] == "a restricted record",
        };
        let found = visit.started.elsewhere.iter().find(said).ok_or("no such mark was weighed")?;
        holds(visit.started.marked, || "it counts as not marked".to_owned())?;
        same(of[1], &found.same.join(" and "))
    }),
    ("the visit went to a family that is not marked", |_, visit, _| {
        holds(!visit.started.marked, || "it was marked".to_owned())
    }),
    ("C-{reference} was another family's: “{why}”", |_, visit, of| {
        let not = visit.started.going.not_theirs.first().ok_or("nothing was said of another family")?;
        same(of[0], &not.reference.0.to_string())?;
        same(of[1], &not.why)
    }),
    ("a manager has to look at the visit", |_, visit, _| {
        holds(visit.waits_for_look() && !visit.board().is_empty(), || "nobody has to".to_owned())
    }),
    ("no manager has to look at the visit", |_, visit, _| {
        holds(!visit.waits_for_look(), || "one has to".to_owned())
    }),
];
