//! The sentences of telling: letters, and closing the contact.

use dutydesk::domain::{
    contact::telling::{self, Recipient, Way},
    ids::{LetterNo, TemplateId},
};

use super::{Make, number, one, text};
use crate::scenarios::run::Run;

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} writes letter {template} to {whom}: “{text}”", |run, s| {
        one(telling::Command::Draft {
            no: None,
            template: TemplateId::from(s[0]),
            to: recipient(run, s[1])?,
            text: text(s[2]),
        })
    }),
    ("{who} writes letter {n} anew: “{text}”", |run, s| {
        let no = LetterNo(number(s[0])?);
        let old = run.contact()?.telling.letter(no).ok_or("there is no such letter")?;
        let (template, to) = (old.template.clone(), old.to);
        one(telling::Command::Draft { no: Some(no), template, to, text: text(s[1]) })
    }),
    ("{who} checks letter {n}", |_, s| {
        one(telling::Command::Check { no: LetterNo(number(s[0])?), enquiry_agreed: false })
    }),
    ("{who} sends letter {n} by {way} to “{address}”", |_, s| {
        let way = Way::ALL.into_iter().find(|way| way.words().trim_start_matches("by ") == s[1]);
        one(telling::Command::Sent {
            no: LetterNo(number(s[0])?),
            way: way.ok_or_else(|| format!("{} is no way for a letter", s[1]))?,
            address: text(s[2]),
        })
    }),
    ("{who} writes that letter {n} did not go: “{why}”", |_, s| {
        one(telling::Command::Unsent { no: LetterNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} puts letter {n} away: “{why}”", |_, s| {
        one(telling::Command::PutAway { no: LetterNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} takes letter {n} up again: “{why}”", |_, s| {
        one(telling::Command::TakeUp { no: LetterNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} sends something after all: “{why}”", |_, s| {
        one(telling::Command::TakeNotSendBack { why: text(s[0]) })
    }),
    ("{who} sends nothing: “{why}”", |_, s| one(telling::Command::NotSend { why: text(s[0]) })),
    ("{who} closes it with the word “{words}”", |_, s| {
        one(telling::Command::Close { words: text(s[0]) })
    }),
    ("{who} closes it", |_, _| one(telling::Command::Close { words: String::new() })),
    ("{who} opens it again: “{why}”", |_, s| one(telling::Command::Reopen { why: text(s[0]) })),
];

fn recipient(run: &Run<'_>, whom: &str) -> Result<Recipient, String> {
    if whom == "the caller" { Ok(Recipient::Caller) } else { run.person(whom).map(Recipient::Person) }
}
