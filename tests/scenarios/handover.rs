//! The sentences of a handover: drawn from the contact of the scenario, written, handed over, acknowledged.

use dutydesk::domain::{
    alarm::Level,
    contact::{Context, Stamp},
    handover::{self, Command, Event, Handover, Kind, Next, Out, away, draw},
    ids::{HandoverId, ItemNo},
    policy::Mode,
    staff::Actor,
};
use uuid::Uuid;

use super::{
    cast,
    run::{Run, Stop, unversioned},
    sentence::slots,
    statements::{holds, minute, same},
    steps::{Make, Step, number, text},
};

/// Something that is done to a handover.
pub(super) enum Deal {
    Begin(Kind),
    Again,
    Do(Command),
}

#[expect(clippy::unnecessary_wraps, reason = "it is the last word of a step, and a step can fail")]
fn deal(deal: Deal) -> Result<Step, String> {
    Ok(Step::Handover(deal))
}

fn item(no: &str) -> Result<ItemNo, String> {
    Ok(ItemNo(number(no)?))
}

fn shift(from: Mode, to: Mode) -> Kind {
    Kind::Shift { from, to }
}

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} draws the handover of the night", |_, _| deal(Deal::Begin(shift(Mode::Edt, Mode::FrontDoor)))),
    ("{who} draws the handover of the day", |_, _| deal(Deal::Begin(shift(Mode::FrontDoor, Mode::Edt)))),
    ("{who} draws the leave brief of {worker}, back on {time}", |run, s| {
        deal(Deal::Begin(Kind::Leave { person: cast::person(s[0])?, until: Some(run.time(s[1])?) }))
    }),
    ("{who} draws it again", |_, _| deal(Deal::Again)),
    ("{who} adds to item {n}: “{line}”", |_, s| {
        deal(Deal::Do(Command::Line { no: item(s[0])?, line: text(s[1]) }))
    }),
    ("{who} gives item {n} to {next}", |_, s| {
        let next = match s[1] {
            "the front door" => Next::Service(Mode::FrontDoor),
            "EDT" => Next::Service(Mode::Edt),
            person => Next::Person(cast::person(person)?),
        };
        deal(Deal::Do(Command::Owner { no: item(s[0])?, next }))
    }),
    ("{who} hands it over", |_, _| deal(Deal::Do(Command::Finish))),
    ("{who} puts the handover away: “{why}”", |_, s| deal(Deal::Do(Command::Drop { why: text(s[0]) }))),
    ("{who} acknowledges item {n}", |_, s| {
        deal(Deal::Do(Command::Acknowledge { no: item(s[0])?, words: String::new() }))
    }),
    ("{who} acknowledges item {n}: “{words}”", |_, s| {
        deal(Deal::Do(Command::Acknowledge { no: item(s[0])?, words: text(s[1]) }))
    }),
];

/// Does it; gives the kinds of what the journal keeps.
pub(super) fn run(run: &mut Run<'_>, actor: &Actor, deal: Deal) -> Result<Vec<String>, Stop> {
    let cx = Context { now: run.now, actor, policy: run.policy, duty: &run.duty };
    let stamp = Stamp { at: run.now, by: actor.person };
    let out = run.visit.iter().map(|visit| Out {
        name: cast::name(visit.worker).to_owned(),
        visit: visit.clone(),
        opens: true,
    });
    let out: Vec<Out> = out.collect();
    let found = |kind| draw(kind, run.contact(), &out, &cx);
    let event = match (deal, &run.handover) {
        (Deal::Begin(kind), _) => {
            let event = Handover::start(kind, found(kind), &cx).map_err(Stop::Refused)?;
            run.handover = Handover::begin(HandoverId(Uuid::from_u128(7)), &event, stamp);
            Some(event)
        }
        (_, None) => return Err(Stop::Wrong("nobody has drawn a handover".to_owned())),
        (Deal::Again, Some(known)) => {
            known.decide(&Command::DrawAgain(found(known.kind)), &cx).map_err(Stop::Refused)?
        }
        (Deal::Do(command), Some(known)) => known.decide(&command, &cx).map_err(Stop::Refused)?,
    };
    let Some(event) = event else { return Ok(vec![]) };
    let body = event.body().map_err(|error| error.to_string())?;
    if Event::read(event.kind(), &body).map_err(|error| error.to_string())? != event {
        return Err(Stop::Wrong(format!("{} reads back differently: {body}", event.kind())));
    }
    if let Some(known) = run.handover.as_mut().filter(|_| !matches!(event, Event::Begun(_))) {
        known.evolve(&event, stamp);
    }
    Ok(vec![unversioned(event.kind(), "handover.")])
}

type Check = fn(&Run<'_>, &Handover, &[&str]) -> Result<(), String>;

/// Gives what somebody is told who comes back.
fn told(run: &Run<'_>, of: &[&str]) -> Result<String, String> {
    let (person, since) = (cast::person(of[0])?, run.time(of[1])?);
    let contact = run.contact()?;
    let changed = away::changed(contact, &run.log, person, since).filter(|_| away::is_of(contact, person));
    let done = changed.map(|changed| changed.done).unwrap_or_default();
    let line = |done: &away::Done| {
        let times = if done.times > 1 { format!(" {}×", done.times) } else { String::new() };
        format!("{}: {}{times}", done.by.map_or("the desk", cast::name), done.what)
    };
    Ok(done.iter().map(line).collect::<Vec<_>>().join(" | "))
}

/// Checks a statement about the handover; none where the sentence is about something else.
pub(super) fn check(run: &Run<'_>, statement: &str) -> Option<Result<(), String>> {
    if let Some(found) = slots("{worker}, away since {time}, is told nothing", statement) {
        return Some(told(run, &found).and_then(|told| same("", &told)));
    }
    if let Some(found) = slots("{worker}, away since {time}, is told “{words}”", statement) {
        return Some(told(run, &found).and_then(|told| same(found[2], &told)));
    }
    STATEMENTS.iter().find_map(|(pattern, check)| {
        let found = slots(pattern, statement)?;
        let known = run.handover.as_ref().ok_or_else(|| "nobody has drawn a handover".to_owned());
        Some(known.and_then(|known| check(run, known, &found)))
    })
}

const STATEMENTS: &[(&str, Check)] = &[
    ("the handover has {n} items", |_, known, of| same(of[0], &known.items.len().to_string())),
    ("item {n} says “{words}”", |_, known, of| {
        let item = known.item(item(of[0])?).ok_or("there is no such item")?;
        let all: Vec<_> = item.drawn.causes.iter().map(|cause| cause.words.as_str()).collect();
        holds(all.iter().any(|words| words.contains(of[1])), || format!("it says {all:?}"))
    }),
    ("item {n} does not say “{words}”", |_, known, of| {
        let item = known.item(item(of[0])?).ok_or("there is no such item")?;
        holds(!item.drawn.causes.iter().any(|cause| cause.words.contains(of[1])), || "it does".to_owned())
    }),
    ("item {n} has the line “{words}”", |_, known, of| {
        same(of[1], &known.item(item(of[0])?).ok_or("there is no such item")?.line)
    }),
    ("the handover is {state}", |_, known, of| same(of[0], known.stands().words())),
    ("{n} items wait to be acknowledged", |_, known, of| same(of[0], &known.waiting().count().to_string())),
    ("item {n} calls from {time}", |run, known, of| {
        let item = known.item(item(of[0])?).ok_or("there is no such item")?;
        same(&minute(run.time(of[1])?), &item.calls.map_or("never".to_owned(), minute))
    }),
    ("no handover calls", |run, known, _| {
        let alarms = handover::alarms(&known.board(), run.now);
        holds(alarms.is_empty(), || format!("{:?}", alarms[0].words))
    }),
    ("the header calls “{words}” as {level}", |run, known, of| {
        let alarms = handover::alarms(&known.board(), run.now);
        let alarm = alarms.first().ok_or("nothing calls")?;
        same(of[0], &alarm.words)?;
        same(of[1], if alarm.level == Level::Red { "red" } else { "a warning" })
    }),
];
