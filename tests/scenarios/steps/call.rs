//! The sentences of a call: who rings, what is written down, urgency, the line, taking over and attaching.

use dutydesk::domain::{
    contact::call::{
        self, Caller, ChildWords, Covered, DropEnd, DropSettled, Identity, Mark, Naming, NewNote, Note, Wish,
    },
    ids::{ChipId, FieldKey, NoteNo, Reference},
    policy::{
        CallerKind,
        script::{FieldKind, StageNo},
    },
    value::YesNo,
};

use super::{Make, Step, number, one, text, value};
use crate::scenarios::run::{Run, contact_id};

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} takes a call", |_, _| Ok(Step::Take(Caller::default()))),
    ("{who} takes a call from {kind}", |_, s| {
        Ok(Step::Take(Caller { kind: Some(caller_kind(s[0])?), ..Caller::default() }))
    }),
    ("{who} writes down the caller: {kind}, “{name}”, on {number}", |_, s| {
        let caller = Caller {
            kind: Some(caller_kind(s[0])?),
            name: Some(s[1].to_owned()),
            number: Some(s[2].to_owned()),
            ..Caller::default()
        };
        one(call::Command::SetCaller(caller))
    }),
    ("{who} writes down the caller: {kind}, who gives no name", |_, s| {
        let caller = Caller { kind: Some(caller_kind(s[0])?), declined: true, ..Caller::default() };
        one(call::Command::SetCaller(caller))
    }),
    ("{who} says what the caller is to them: “{role}”", |run, s| {
        let caller = run.contact()?.call.caller.clone();
        one(call::Command::SetCaller(Caller { role: Some(text(s[0])), ..caller }))
    }),
    ("{who} writes down that the caller {wishes}: “{words}”", |run, s| {
        let caller = run.contact()?.call.caller.clone();
        let naming = Naming::ALL.into_iter().find(|naming| naming.words() == s[0]);
        let naming = naming.ok_or_else(|| format!("nobody wishes to be named so: {}", s[0]))?;
        let wish = Some(Wish { naming, words: text(s[1]) });
        one(call::Command::SetCaller(Caller { wish, ..caller }))
    }),
    ("{who} writes down that the source is {code}", |run, s| {
        let caller = run.contact()?.call.caller.clone();
        one(call::Command::SetCaller(Caller { source_code: Some(s[0].into()), ..caller }))
    }),
    ("{who} writes down that the caller is {person} of the family", |run, s| {
        let is_person = Some(run.person(s[0])?);
        let caller =
            Caller { is_person, kind: Some(CallerKind::Parent), ..run.contact()?.call.caller.clone() };
        one(call::Command::SetCaller(caller))
    }),
    ("{who} rings back on {number} from “{directory}”", |_, s| {
        one(call::Command::Identify(Identity::RungBack { number: text(s[0]), directory: text(s[1]) }))
    }),
    ("{who} knows the officer by collar “{collar}” and incident “{incident}”", |_, s| {
        one(call::Command::Identify(Identity::Police { collar: text(s[0]), incident: text(s[1]) }))
    }),
    ("{who} knows the caller: “{how}”", |_, s| {
        one(call::Command::Identify(Identity::Known { how: text(s[0]) }))
    }),
    ("{who} marks it urgent", |_, _| one(call::Command::MarkUrgent)),
    ("{who} stands urgency down: “{why}”", |_, s| one(call::Command::StandDown { why: text(s[0]) })),
    ("{who} loses the line", |_, _| one(call::Command::DropLine)),
    ("{who} settles the dropped line: “{why}”", |_, s| one(settles(s[0], Some(DropEnd::Sent)))),
    ("{who} says of the dropped line what was done, and not what came of it: “{why}”", |_, s| {
        one(settles(s[0], None))
    }),
    ("{who} reaches nobody on the dropped line, and tries again by {time}: “{why}”", |run, s| {
        let at = run.time(s[0])?;
        one(settles(s[1], Some(DropEnd::Again { at })))
    }),
    ("{who} has the caller back", |_, _| one(call::Command::Resume)),
    ("{who} ends the call", |_, _| one(call::Command::End)),
    ("{who} takes up the note “{text}”, typed at {time}", |run, s| {
        one(call::Command::Write(NewNote { typed: Some(run.time(s[1])?), ..note(s[0]) }))
    }),
    ("{who} writes the note “{text}”, of {time}", |run, s| {
        one(call::Command::Write(NewNote { happened: Some(run.time(s[1])?), ..note(s[0]) }))
    }),
    ("{who} writes the note “{text}”", |_, s| one(call::Command::Write(note(s[0])))),
    ("{who} writes what {child} said: “{text}”, heard by “{whom}”", |run, s| {
        let child = ChildWords {
            child: Some(run.person(s[0])?),
            heard_by: text(s[2]),
            heard_at: None,
            in_answer_to: "what is bedtime like?".to_owned(),
        };
        one(call::Command::Write(NewNote { child: Some(child), ..note(s[1]) }))
    }),
    ("{who} marks the note {n} as {mark}", |_, s| {
        let mark = match s[1] {
            "fact" => Mark::Fact,
            "reported" => Mark::Reported,
            "opinion" => Mark::Opinion,
            other => return Err(format!("a note is fact, reported or opinion, not {other}")),
        };
        one(call::Command::MarkNote { note: NoteNo(number(s[0])?), mark: Some(mark) })
    }),
    ("{who} corrects note {n} to “{text}”: “{why}”", |_, s| {
        one(call::Command::CorrectNote { note: NoteNo(number(s[0])?), text: text(s[1]), why: text(s[2]) })
    }),
    ("{who} corrects when note {n} happened to {time}: “{why}”", |run, s| {
        let (note, happened) = (note_of(run, s[0])?, Some(run.time(s[1])?));
        one(call::Command::AmendNote { note: note.no, happened, child: note.child.clone(), why: text(s[2]) })
    }),
    ("{who} corrects that the words of note {n} are {child}'s: “{why}”", |run, s| {
        let note = note_of(run, s[0])?;
        let said = note.child.clone().ok_or("they are no child's words")?;
        let child = Some(ChildWords { child: Some(run.person(s[1])?), ..said });
        one(call::Command::AmendNote { note: note.no, happened: note.happened, child, why: text(s[2]) })
    }),
    ("{who} takes the answer to {question} back", |run, s| {
        let field = FieldKey::from(s[0]);
        let known = run.policy.script.capture(&field).is_some();
        let value =
            known.then(|| value(&FieldKind::Text, "nothing")).ok_or("the script does not ask it")??;
        one(call::Command::Answer { field, value })
    }),
    ("{who} no longer knows how the caller is known", |_, _| {
        one(call::Command::Identify(Identity::Unchecked))
    }),
    ("{who} answers {question}: {value}", |run, s| {
        let field = FieldKey::from(s[0]);
        let (_, capture) =
            run.policy.script.capture(&field).ok_or_else(|| format!("the script does not ask {field}"))?;
        let value = value(&capture.kind, s[1])?;
        one(call::Command::Answer { field, value })
    }),
    ("{who} no longer hears {chip}", |_, s| {
        one(call::Command::Hear { chip: ChipId::new(s[0].replace(' ', "_")), heard: false })
    }),
    ("{who} hears {chip}", |_, s| {
        one(call::Command::Hear { chip: ChipId::new(s[0].replace(' ', "_")), heard: true })
    }),
    ("{who} uncovers the reporter: “{why}”", |_, s| {
        one(call::Command::Reveal { what: Covered::Reporter, why: text(s[0]) })
    }),
    ("{who} takes it over: “{why}”", |_, s| one(call::Command::TakeOver { why: text(s[0]) })),
    ("{who} takes it over", |_, _| one(call::Command::TakeOver { why: String::new() })),
    ("{who} leaves it for handover: “{line}”", |_, s| {
        one(call::Command::LeaveForHandover { line: text(s[0]) })
    }),
    ("{who} attaches it to {reference}", |_, s| {
        let reference = reference(s[0])?;
        one(call::Command::AttachTo { to: contact_id(reference.0), reference })
    }),
    ("{who} takes in {reference}", |_, s| {
        let reference = reference(s[0])?;
        one(call::Command::TakeIn { from: contact_id(reference.0), reference })
    }),
    ("{who} detaches {reference}: “{why}”", |_, s| {
        one(call::Command::Detach { other: contact_id(reference(s[0])?.0), why: text(s[1]) })
    }),
];

fn note_of<'a>(run: &'a Run<'_>, no: &str) -> Result<&'a Note, String> {
    let no = NoteNo(number(no)?);
    run.contact()?.call.notes.iter().find(|note| note.no == no).ok_or_else(|| "no such note".to_owned())
}

fn reference(text: &str) -> Result<Reference, String> {
    text.parse().map_err(|_| format!("`{text}` is no reference as C-1841"))
}

pub(in crate::scenarios) fn caller_kind(words: &str) -> Result<CallerKind, String> {
    let words = words.trim_start_matches("a ").trim_start_matches("the ");
    CallerKind::ALL
        .into_iter()
        .find(|kind| kind.words() == words)
        .ok_or_else(|| format!("{words} is no kind of caller"))
}

fn settles(why: &str, end: Option<DropEnd>) -> call::Command {
    call::Command::SettleDrop(DropSettled {
        how: String::new(),
        safe_to_ring: YesNo::No,
        welfare_check: YesNo::Yes,
        why: text(why),
        end,
        later: None,
    })
}

fn note(written: &str) -> NewNote {
    NewNote { text: text(written), mark: None, happened: None, typed: None, child: None, stage: StageNo(4) }
}
