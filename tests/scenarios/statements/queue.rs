//! Of the line in the queue, the times, the record, and who may open it.

use dutydesk::domain::{
    calling::Call,
    contact::why::{Known, Why},
    queue::Lane,
};
use dutydesk::exchange::{contact_json::ContactJson, contact_text};

use super::{super::cast, Check, Seen, holds, minute, same};

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("the queue says “{words}” since {time}", |s, of| {
        let row = s.contact.row();
        let found = format!("{} since {}", row.stands, minute(row.since));
        same(&format!("{} since {}", of[0], minute(s.run.time(of[1])?)), &found)
    }),
    ("the queue says “{words}”", |s, of| same(of[0], &s.contact.row().stands)),
    ("the queue names the caller “{words}”", |s, of| same(of[0], &s.contact.row().who)),
    ("it stands in no lane", |s, _| {
        let lanes = s.contact.row().lanes;
        holds(lanes.is_empty(), || format!("it stands in {lanes:?}"))
    }),
    ("it does not stand in {lane}", |s, of| {
        let lanes = s.contact.row().lanes;
        holds(!lanes.contains(&lane(of[0])?), || format!("it stands in {lanes:?}"))
    }),
    ("it stands in {lane}", |s, of| {
        let lanes = s.contact.row().lanes;
        holds(lanes.contains(&lane(of[0])?), || format!("it stands in {lanes:?}"))
    }),
    ("it is urgent", |s, _| holds(s.contact.row().urgent, || "it is not urgent".to_owned())),
    ("it is not urgent", |s, _| holds(!s.contact.row().urgent, || "it is urgent".to_owned())),
    ("urgency was stood down {n} times", |s, of| same(of[0], &s.contact.call.stood_down.len().to_string())),
    ("due first is “{words}” by {time}", |s, of| {
        let next = s.contact.row().next;
        let found =
            next.map_or("nothing".to_owned(), |next| format!("“{}” by {}", next.words, minute(next.at)));
        same(&format!("“{}” by {}", of[0], minute(s.run.time(of[1])?)), &found)
    }),
    ("the queue calls “{words}”, {how}", |s, of| same(&format!("“{}”, {}", of[0], of[1]), &called(s))),
    ("the times never say “{words}”", |s, of| {
        let lines = times(s).join(" ");
        holds(!lines.contains(of[0]), || format!("they say: {lines}"))
    }),
    ("the times say “{words}”", |s, of| {
        let lines = times(s).join(" | ");
        holds(lines.contains(of[0]), || format!("they say: {lines}"))
    }),
    ("the record says “{words}”", |s, of| {
        let record = record(s);
        holds(record.contains(of[0]), || format!("it says: {record}"))
    }),
    ("the record never says “{words}”", |s, of| {
        let record = record(s);
        holds(!record.contains(of[0]), || format!("it says: {record}"))
    }),
    ("the record names nothing of Southampton's", |s, _| {
        let record = record(s);
        let found = crate::common::SOUTHAMPTONS.iter().find(|name| record.contains(*name));
        holds(found.is_none(), || format!("it names {}: {record}", found.unwrap_or(&"")))
    }),
    ("nothing is due", |s, _| {
        holds(s.contact.row().next.is_none(), || format!("{:?}", s.contact.row().next))
    }),
    ("a decision is due by {time}", |s, of| {
        same(&minute(s.run.time(of[0])?), &minute(s.contact.decision.at))
    }),
    ("the preview says “{words}”", |s, of| {
        let lines = s.contact.row().preview.join(" | ");
        holds(lines.contains(of[0]), || format!("it says: {lines}"))
    }),
    ("the preview does not say “{words}”", |s, of| {
        let lines = s.contact.row().preview.join(" | ");
        holds(!lines.contains(of[0]), || format!("it says: {lines}"))
    }),
    ("{who} holds it", |s, of| same(of[0], s.contact.holder.map_or("nobody", cast::name))),
    // Who may open it.
    ("{worker} may not open it", |s, of| holds(!opens(s, of[0])?, || "they may".to_owned())),
    ("{worker} may open it", |s, of| holds(opens(s, of[0])?, || "they may not".to_owned())),
    ("the queue shows {worker} “{words}”", |s, of| {
        let actor = cast::actor(of[0]).ok_or("nobody of that name works here")?;
        let row = s.contact.row().seen_by(&actor, s.run.now);
        let children = row.children.iter().filter_map(|child| child.name.clone());
        let shown: Vec<_> = [row.who, row.stands].into_iter().chain(children).chain(row.preview).collect();
        same(of[1], &shown.join(" | "))
    }),
    ("{worker} has {n} minutes left", |s, of| {
        let left = s.contact.access.time_left(cast::person(of[0])?, s.run.now);
        same(of[1], &left.map_or(0, |left| left.num_minutes()).to_string())
    }),
];

/// Says which clock a line of the queue goes by at this hour, and whether it may call.
fn called(s: &Seen<'_>) -> String {
    let row = s.contact.row();
    let Some((next, call)) =
        s.run.duty.calling_at(s.run.now).first(&row).map(|(next, call)| (next.clone(), call))
    else {
        return "nothing".to_owned();
    };
    let how = match call {
        Call::Calls if s.run.now > next.at => "late".to_owned(),
        Call::Calls => "to come".to_owned(),
        Call::Rests(opens) => format!("resting until {}", opens.map_or("never".to_owned(), minute)),
    };
    format!("“{}”, {how}", next.words)
}

/// Writes the record as text and as JSON.
fn record(s: &Seen<'_>) -> String {
    let state = cast::desk();
    let text = contact_text::text(s.contact, &state, s.cx);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text + &ContactJson::of(s.contact, &state, s.cx).write().unwrap_or_default()
}

/// Says why every time of the contact is the one it is.
fn times(s: &Seen<'_>) -> Vec<String> {
    let calling = s.run.duty.calling_at(s.run.now);
    let state = cast::desk();
    let known =
        Known { policy: s.cx.policy, duty: &s.run.duty, calling: &calling, now: s.run.now, state: &state };
    let told = |why: Why| [format!("{}: {}", why.words, minute(why.at))].into_iter().chain(why.lines);
    s.contact.whys(&known).into_iter().flat_map(told).collect()
}

fn lane(words: &str) -> Result<Lane, String> {
    Lane::ALL.into_iter().find(|lane| lane.words() == words).ok_or_else(|| format!("{words} is no lane"))
}

fn opens(s: &Seen<'_>, worker: &str) -> Result<bool, String> {
    let actor = cast::actor(worker).ok_or("nobody of that name works here")?;
    Ok(s.contact.row().opens_to(&actor, s.run.now))
}
