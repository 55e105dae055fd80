//! The sentences of promises: made, tried, handed on, moved, kept or not.

use dutydesk::domain::{
    contact::telling::{self, From, Owner, PromiseMoved, Promised, Tried},
    ids::{NoteNo, PromiseNo},
    value::YesNo,
};

use super::{Made, Make, number, one, text};
use crate::scenarios::{cast, run::Run};

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} promises to ring “{name}” by {time}, agreed with “{whom}”", |run, s| {
        promised_by_name(run, "ring them", s[0], s[1], s[2], true)
    }),
    ("{who} promises to ring {person} by {time}, agreed with “{whom}”", |run, s| {
        promise(run, "ring them", s[0], s[1], s[2], None, true)
    }),
    ("{who} promises “{name}” to “{what}” by {time}, agreed with “{whom}”", |run, s| {
        promised_by_name(run, s[1], s[0], s[2], s[3], false)
    }),
    ("{who} promises {person} “{what}” by {time}, agreed with “{whom}”", |run, s| {
        promise(run, s[1], s[0], s[2], s[3], None, false)
    }),
    ("{who} writes that “{owner}” will “{what}” by {time}, agreed with “{whom}”", |run, s| {
        promise(run, s[1], "the caller", s[2], s[3], Some(s[0]), false)
    }),
    ("{who} keeps promise {n}", |_, s| one(telling::Command::Keep { no: PromiseNo(number(s[0])?) })),
    ("{who} writes that promise {n} is still owed: “{why}”", |_, s| {
        one(telling::Command::OpenAgain { no: PromiseNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} marks promise {n} as a mistake: “{why}”", |_, s| {
        one(telling::Command::Mistaken { no: PromiseNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} does not keep promise {n}: “{why}”", |_, s| {
        one(telling::Command::Break { no: PromiseNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} answers for the question “{what}” that {person} asked, by {time}", |run, s| {
        let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
        let promised = Promised {
            what: text(s[0]),
            to: s[1].to_owned(),
            person: Some(run.person(s[1])?),
            ring_back: false,
            owner: Owner::Staff(holder),
            by: run.time(s[2])?,
            agreed_with: s[1].to_owned(),
        };
        one(telling::Command::PromiseFrom { from: From::Question, promised })
    }),
    ("{who} takes up note {n} as a promise by {time}", |run, s| {
        let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
        let no = NoteNo(number(s[0])?);
        let promised = Promised {
            what: "let her know".to_owned(),
            to: "Kate".to_owned(),
            person: None,
            ring_back: false,
            owner: Owner::Staff(holder),
            by: run.time(s[1])?,
            agreed_with: "Kate".to_owned(),
        };
        one(telling::Command::PromiseFrom { from: From::Note(no), promised })
    }),
    ("{who} tries promise {n} in vain, next at {time}", |run, s| {
        let tried =
            Tried { voicemail: YesNo::No, left: false, next: Some(run.time(s[1])?), words: String::new() };
        one(telling::Command::Try { no: PromiseNo(number(s[0])?), tried })
    }),
    ("{who} tries promise {n} in vain, voicemail safe: {answer}, and leaves one", |_, s| {
        let voicemail = YesNo::ALL.into_iter().find(|answer| answer.words() == s[1]);
        let voicemail = voicemail.ok_or("yes, no or not known")?;
        let tried = Tried { voicemail, left: true, next: None, words: String::new() };
        one(telling::Command::Try { no: PromiseNo(number(s[0])?), tried })
    }),
    ("{who} tries promise {n} in vain", |_, s| {
        let tried = Tried { voicemail: YesNo::Unknown, left: false, next: None, words: String::new() };
        one(telling::Command::Try { no: PromiseNo(number(s[0])?), tried })
    }),
    ("{who} hands promise {n} to {worker}: “{why}”", |_, s| {
        let (no, to) = (PromiseNo(number(s[0])?), cast::person(s[1])?);
        one(telling::Command::HandOver { no, to, why: text(s[2]) })
    }),
    ("{who} moves promise {n} to {time}, agreed at {agreed} with “{whom}”: “{why}”", |run, s| {
        one(telling::Command::Renegotiate(PromiseMoved {
            no: PromiseNo(number(s[0])?),
            by: run.time(s[1])?,
            with: text(s[3]),
            agreed: run.time(s[2])?,
            why: text(s[4]),
        }))
    }),
    ("{who} moves promise {n} to {time}: “{why}”", |run, s| {
        let no = PromiseNo(number(s[0])?);
        one(telling::Command::Renegotiate(PromiseMoved {
            no,
            by: run.time(s[1])?,
            with: text(s[2]),
            agreed: run.now,
            why: "agreed".to_owned(),
        }))
    }),
];

/// Makes a promise to somebody who is written, and not chosen out of the family.
fn promised_by_name(
    run: &Run<'_>,
    what: &str,
    to: &str,
    by: &str,
    agreed_with: &str,
    ring_back: bool,
) -> Made {
    let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
    one(telling::Command::Promise(Promised {
        what: text(what),
        to: text(to),
        person: None,
        ring_back,
        owner: Owner::Staff(holder),
        by: run.time(by)?,
        agreed_with: text(agreed_with),
    }))
}

fn promise(
    run: &Run<'_>,
    what: &str,
    whom: &str,
    by: &str,
    agreed_with: &str,
    owner: Option<&str>,
    ring_back: bool,
) -> Made {
    let person = if whom == "the caller" { None } else { Some(run.person(whom)?) };
    // A promise of our own is the holder's.
    let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
    one(telling::Command::Promise(Promised {
        what: text(what),
        to: whom.to_owned(),
        person,
        ring_back,
        owner: owner.map_or(Owner::Staff(holder), |owner| Owner::Named(text(owner))),
        by: run.time(by)?,
        agreed_with: text(agreed_with),
    }))
}
