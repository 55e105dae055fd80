//! What is judged about the call.

use chrono::{DateTime, Utc};

mod identity;
mod moved;

use super::{due, named, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    call::{
        AnswerRecorded, AttachedTo, CallEnded, CallResumed, Caller, ChildWords, Command, Detached, DropEnd,
        DropSettled, Heard, LAY, LeftForHandover, Line, LineDropped, MarkedUrgent, NewNote, Note,
        NoteAmended, NoteCorrected, NoteMarked, NoteWritten, Revealed, StoodDown, Take, Taken, TakenOver,
        TookIn,
    },
};
use crate::domain::{
    ids::{NoteNo, Reference},
    input::{phone, text},
    permission::{self, Action, State},
    policy::script::FieldKind,
    refusal::Refusal,
    value::Value,
};

pub(in super::super) fn take(take: &Take, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    permission::may(cx.actor, Action::TakeCall, State::Ordinary)?;
    caller_fits(&take.caller, cx)?;
    let on = cx.duty.on_at(cx.now);
    Ok(vec![Event::Taken(Taken {
        reference: take.reference.unwrap_or(Reference::NONE),
        ring: take.ring,
        mode: on.mode,
        coverage: on.coverage,
        profile: cx.policy.id.clone(),
        profile_digest: cx.policy.digest.clone(),
        script: cx.policy.script.version.clone(),
        caller: take.caller.clone(),
        decision: due(cx, "decision")?,
    })])
}

fn caller_fits(caller: &Caller, cx: &Context<'_>) -> Result<(), Refusal> {
    if let Some(number) = caller.number.as_deref().filter(|number| !number.trim().is_empty()) {
        phone::read(number).map_err(|error| Refusal::new("NotANumber", error.to_string()))?;
    }
    for line in [&caller.name, &caller.shown, &caller.role, &caller.agency].into_iter().flatten() {
        text::name(line).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
    }
    if let Some(wish) = &caller.wish {
        text::check(&wish.words).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
    }
    if let Some(code) = &caller.source_code
        && !cx.policy.letters.source_code.iter().any(|source| source.code == *code)
    {
        return Err(Refusal::new(
            "SourceCodeUnknown",
            format!("`{code}` is not a statutory source of referral. Choose one from the list."),
        ));
    }
    Ok(())
}

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let call = &contact.call;
    Ok(match command {
        Command::Take(_) => {
            return Err(Refusal::new(
                "AlreadyTaken",
                format!("{} is open already. Nothing was changed.", contact.reference),
            ));
        }
        Command::SetCaller(caller) => {
            caller_fits(caller, cx)?;
            if *caller == call.caller { vec![] } else { vec![Event::CallerRecorded(caller.clone())] }
        }
        Command::Identify(identity) => {
            identity::fits(identity, call)?;
            if *identity == call.identity { vec![] } else { vec![Event::CallerIdentified(identity.clone())] }
        }
        // One key from anywhere; it never toggles.
        Command::MarkUrgent if contact.urgency_runs() => vec![],
        Command::MarkUrgent => vec![Event::MarkedUrgent(MarkedUrgent { due: due(cx, "urgent")? })],
        Command::StandDown { why } => {
            reason(why, "why it can wait after all")?;
            // Where a colleague was faster the words are kept beside theirs.
            let asked = contact.in_danger().is_some() || !call.stood_down.is_empty();
            if !contact.stands_urgent() && !asked {
                return Err(Refusal::new(
                    "NotUrgent",
                    format!(
                        "{} is not marked urgent, and nobody said that a child is in danger now or missing. Nothing was changed.",
                        contact.reference
                    ),
                ));
            }
            vec![Event::StoodDown(StoodDown { why: why.clone() })]
        }
        Command::DropLine => match call.line {
            Line::Talking { .. } => vec![Event::LineDropped(LineDropped { due: due(cx, "ring_back")? })],
            Line::Dropped { .. } | Line::Ended { .. } => vec![],
        },
        Command::SettleDrop(settled) => match &call.line {
            Line::Dropped { .. } => {
                drop_ends(settled, cx)?;
                vec![Event::DropSettled(settled.clone())]
            }
            Line::Talking { .. } | Line::Ended { .. } => {
                return Err(Refusal::new(
                    "LineNotDropped",
                    "The line is not marked as dropped (Alt+x). Nothing was changed.",
                ));
            }
        },
        Command::Resume if call.line.is_live() => vec![],
        Command::Resume => vec![Event::CallResumed(CallResumed {})],
        Command::End if matches!(call.line, Line::Ended { .. }) => vec![],
        Command::End => vec![Event::CallEnded(CallEnded {})],
        Command::Write(note) => write(contact, note, cx)?,
        Command::MarkNote { note, mark } => {
            let old = note_of(contact, *note)?;
            if old.mark == *mark {
                vec![]
            } else {
                vec![Event::NoteMarked(NoteMarked { note: *note, mark: *mark })]
            }
        }
        Command::CorrectNote { note, text, why } => {
            note_of(contact, *note)?;
            named(text, "what holds instead")?;
            reason(why, "why it is corrected; what was first written stays on the record")?;
            vec![Event::NoteCorrected(NoteCorrected { note: *note, text: text.clone(), why: why.clone() })]
        }
        Command::AmendNote { note, happened, child, why } => {
            let old = note_of(contact, *note)?;
            if old.happened == *happened && old.child == *child {
                return Ok(vec![]);
            }
            beside_fits(*happened, child.as_ref(), cx)?;
            reason(why, "why it is corrected; what stood there stays on the record")?;
            vec![Event::NoteAmended(NoteAmended {
                note: *note,
                happened: *happened,
                child: child.clone(),
                why: why.clone(),
            })]
        }
        Command::MisplaceNote { note, to, reference, why } => {
            moved::misplace(contact, note_of(contact, *note)?, (*to, *reference), why)?
        }
        Command::TakeNote { from, note } => moved::take(contact, from, note, cx)?,
        Command::Answer { field, value } => answer(contact, field, value, cx)?,
        Command::Hear { chip, heard } => {
            if cx.policy.script.chip(chip).is_none() {
                return Err(Refusal::new(
                    "ChipUnknown",
                    format!("`{chip}` is not something the script in force listens for."),
                ));
            }
            if call.heard.contains(chip) == *heard {
                vec![]
            } else if !heard && contact.takes_missing_back(chip) {
                return Err(danger_stands("A child is missing now"));
            } else {
                vec![Event::Heard(Heard { chip: chip.clone(), heard: *heard })]
            }
        }
        Command::Reveal { what, why } => vec![Event::Revealed(Revealed { what: *what, why: why.clone() })],
        Command::TakeOver { why } => {
            if contact.holder == Some(cx.actor.person) && contact.handover.is_none() {
                return Ok(vec![]);
            }
            if call.line.is_live() && contact.holder != Some(cx.actor.person) {
                reason(why, "why you take over while a colleague is on the line")?;
            }
            vec![Event::TakenOver(TakenOver { from: contact.holder, why: why.clone(), to: None })]
        }
        Command::LeaveForHandover { line } => {
            reason(line, "what the next service must know, in one line")?;
            vec![Event::LeftForHandover(LeftForHandover { line: line.clone(), from: None })]
        }
        Command::HandOn { line, from } => {
            reason(line, "what the next service must know, in one line")?;
            // What somebody left before holds until whoever takes the contact over has read it.
            let before = contact.handover.as_deref().map(str::trim);
            let line = match before.filter(|before| !before.is_empty() && !line.contains(before)) {
                Some(before) => format!("{}; left before: {before}", line.trim()),
                None => line.clone(),
            };
            vec![Event::LeftForHandover(LeftForHandover { line, from: Some(*from) })]
        }
        Command::AttachTo { to, reference } => {
            if *to == contact.id {
                return Err(Refusal::new(
                    "AttachedToItself",
                    "A contact cannot be a later call of itself. Nothing was changed.",
                ));
            }
            if let Some((_, already)) = call.attached.to {
                return Err(Refusal::new(
                    "AlreadyAttached",
                    format!("{} belongs to {already} already; take it off first.", contact.reference),
                ));
            }
            vec![Event::AttachedTo(AttachedTo { to: *to, reference: *reference })]
        }
        Command::TakeIn { from, reference } => {
            if call.attached.later.iter().any(|(id, _)| id == from) {
                vec![]
            } else {
                vec![Event::TookIn(TookIn { from: *from, reference: *reference })]
            }
        }
        Command::Detach { other, why } => {
            reason(why, "why the two do not belong together")?;
            let known = call.attached.to.is_some_and(|(id, _)| id == *other)
                || call.attached.later.iter().any(|(id, _)| id == other);
            if !known {
                return Err(Refusal::new("NotAttached", "The two are not attached. Nothing was changed."));
            }
            vec![Event::Detached(Detached { other: *other, why: why.clone() })]
        }
    })
}

/// Wants of a dropped line what came of it: that nobody was reached settles nothing, and says when it is tried again.
fn drop_ends(settled: &DropSettled, cx: &Context<'_>) -> Result<(), Refusal> {
    match settled.end {
        None => Err(Refusal::new(
            "DropOpen",
            "Say what came of it: the caller was reached, somebody looks in or the police were sent, or by when it is tried again.",
        )
        .by("barnsley-26")),
        Some(DropEnd::Again { at }) if at <= cx.now => Err(Refusal::new(
            "TimePast",
            "The time at which it is tried again has gone by. Write one that is to come.",
        )
        .by("barnsley-26")),
        Some(DropEnd::Reached | DropEnd::Sent | DropEnd::Again { .. }) => Ok(()),
    }
}

fn note_of(contact: &Contact, no: NoteNo) -> Result<&Note, Refusal> {
    contact.call.notes.iter().find(|note| note.no == no).ok_or_else(|| {
        Refusal::new("NoteUnknown", format!("There is no note {} in {}.", no.0, contact.reference))
    })
}

fn next(contact: &Contact) -> NoteNo {
    NoteNo(contact.call.notes.iter().map(|note| note.no.0).max().unwrap_or(0)).next()
}

fn write(contact: &Contact, note: &NewNote, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    if note.text.trim().is_empty() {
        return Ok(vec![]);
    }
    text::check(&note.text).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
    beside_fits(note.happened, note.child.as_ref(), cx)?;
    let no = next(contact);
    // Words that lay half-written tell of when they were typed, and are taken up later: no matter whether the call still runs.
    let typed = note.typed.filter(|typed| *typed + LAY <= cx.now);
    let later =
        matches!(contact.call.line, Line::Ended { .. }) || contact.closed.is_some() || typed.is_some();
    let note = NewNote { happened: note.happened.or(typed), typed, ..note.clone() };
    Ok(vec![Event::NoteWritten(NoteWritten { no, later, note })])
}

/// Judges what stands beside a note's text: a time that has come, and who heard a child's own words.
fn beside_fits(
    happened: Option<DateTime<Utc>>,
    child: Option<&ChildWords>,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    if happened.is_some_and(|happened| happened > cx.now) {
        return Err(Refusal::new(
            "HappensLater",
            "A note tells what has happened, and this time has not come yet. The text is kept; correct the time (Alt+t).",
        ));
    }
    child.map_or(Ok(()), |child| named(&child.heard_by, "who heard the child say it"))
}

fn answer(
    contact: &Contact,
    field: &crate::domain::ids::FieldKey,
    value: &Value,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let Some((_, capture)) = cx.policy.script.capture(field) else {
        return Err(Refusal::new(
            "QuestionUnknown",
            format!("`{field}` is not a question of the script in force."),
        ));
    };
    let old = contact.call.answers.get(field).map(|answered| &answered.value);
    if old == Some(value) || (old.is_none() && value.is_empty()) {
        return Ok(vec![]);
    }
    if !value.is_empty() {
        fits(&capture.kind, value)?;
    }
    if contact.takes_danger_back(field) {
        return Err(danger_stands("Danger now is YES"));
    }
    let answered = Event::AnswerRecorded(AnswerRecorded { field: field.clone(), value: value.clone() });
    Ok(std::iter::once(answered).chain(contact.cards_with(field, value, cx)).collect())
}

/// Refuses to take back, by another answer or a key, danger that was said: it is stood down with a reason.
fn danger_stands(said: &str) -> Refusal {
    let words = format!(
        "{said}, as the caller said. Say why it can wait after all (Alt+d): what was said stays. Nothing was changed."
    );
    Refusal::new("DangerStands", words).by("bromley-19")
}

/// Wants a value of the field's kind and within its bounds.
pub(super) fn fits(kind: &FieldKind, value: &Value) -> Result<(), Refusal> {
    let wrong = |words: String| Err(Refusal::new("ValueDoesNotFit", words));
    match (kind, value) {
        (FieldKind::Line | FieldKind::Text, Value::Text(written)) => {
            text::check(written).map_err(|error| Refusal::new("TooLong", error.to_string()))
        }
        (FieldKind::YesNo, Value::YesNo(_)) | (FieldKind::Date, Value::Date(_)) => Ok(()),
        (FieldKind::Choice { of }, Value::Choice(key)) if of.iter().any(|choice| choice.key == *key) => {
            Ok(())
        }
        (FieldKind::Choices { of }, Value::Choices(keys))
            if keys.iter().all(|key| of.iter().any(|choice| choice.key == *key)) =>
        {
            Ok(())
        }
        (FieldKind::Number { min, max }, Value::Number(number)) if (min..=max).contains(&number) => Ok(()),
        (FieldKind::Number { min, max }, _) => wrong(format!("Write a whole number from {min} to {max}.")),
        // Fewer lines than asked for may be kept while writing; sending counts them.
        (FieldKind::List { max, .. }, Value::List(lines)) if lines.len() <= *max => Ok(()),
        (FieldKind::List { min, max }, _) => wrong(format!("Write {min} to {max} lines.")),
        (FieldKind::Date, _) => wrong("Write a date as 24/11/2026.".to_owned()),
        (FieldKind::Choice { .. } | FieldKind::Choices { .. } | FieldKind::YesNo, _) => {
            wrong("Choose from the list: type its first letters.".to_owned())
        }
        (FieldKind::Line | FieldKind::Text, _) => wrong("Write it as text.".to_owned()),
    }
}
