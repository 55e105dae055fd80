//! Who looked, who did what, and whose word each override had, read from the journal itself.
//!
//! Who saw a contact is found without reading anything else: its own stream, and the looks of everybody since it was taken. What
//! a person did, and the overrides of a time, are found by reading the journal through.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::{
    domain::{
        audit::{CameOf, Entry, OfContact, OfPerson, Override, Overrides, Signed, Spoken, What},
        calendar::{local::local_day, words},
        contact::{
            Event,
            oversight::{self, OfTwo, WordConfirmed, WordDisowned, WordTakenDown},
        },
        desk,
        ids::{ContactId, EmergencyNo, OverrideNo, Reference, WordNo},
        late::MergedLate,
        looked,
        permission::Action,
        recorded::Unreadable,
        refusal,
    },
    store::Recorded,
};

/// The words by telephone on emergencies: the contact and the word's number, and the record's.
type OnEmergencies = HashMap<(Uuid, WordNo), EmergencyNo>;

/// How many entries are read at a time.
const PAGE: usize = 2_000;

/// A stretch of time: from when, and until when (not included).
pub type Period = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

fn within((from, to): Period, at: DateTime<Utc>) -> bool {
    from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)
}

impl Desk {
    /// Answers who saw and changed a contact.
    pub fn audit_contact(&mut self, reference: Reference) -> Result<OfContact, DeskError> {
        self.permit(Action::AuditContact)?;
        let row = self.store.by_reference(reference)?.ok_or(DeskError::NoSuchContact(reference))?;
        let contact = self.folded(ContactId(row.id))?;
        self.permits(&contact, Action::AuditContact)?;
        let mut entries = Vec::new();
        for entry in self.store.stream(row.id)? {
            entries.push(of_entry(&entry, Some(reference), &self.book.state)?);
        }
        let (from, to) = (local_day(contact.call.taken), local_day(self.clock.now()));
        for person in self.book.state.staff.iter().map(|staff| staff.id).collect::<Vec<_>>() {
            for entry in self.looks_of(person, from, to)? {
                if looked::Event::read(&entry.kind, &entry.body)?.shows(reference) {
                    entries.push(of_entry(&entry, Some(reference), &self.book.state)?);
                }
            }
        }
        entries.sort_by_key(|entry| entry.seq);
        self.look_audited(Some(reference), format!("who saw {reference}"));
        self.journal_looks()?;
        Ok(OfContact { contact: contact.id, reference, entries })
    }

    /// Answers what a person did in a time, by any of their accounts.
    pub fn audit_person(&mut self, name: &str, period: Period) -> Result<OfPerson, DeskError> {
        self.permit(Action::AuditPerson)?;
        let person = self.book.state.find_staff(name);
        let person = person.ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?;
        let mut references: HashMap<Uuid, Option<Reference>> = HashMap::new();
        let mut entries = Vec::new();
        self.scan(|desk, entry| {
            let wrote = late(&entry)?.unwrap_or_else(|| entry.clone());
            if wrote.person == Some(person) && within(period, wrote.at) {
                let known = references.get(&entry.stream).copied();
                let reference = if let Some(known) = known {
                    known
                } else {
                    let found = desk.store.row(entry.stream)?.and_then(|row| row.reference);
                    references.insert(entry.stream, found);
                    found
                };
                entries.push(of_entry(&entry, reference, &desk.book.state)?);
            }
            Ok(())
        })?;
        let name = self.book.state.name_of(person);
        self.look_audited(None, format!("what {name} did"));
        self.journal_looks()?;
        Ok(OfPerson { person, from: period.0, to: period.1, entries })
    }

    /// Answers which overrides were asked for in a time, and whose word each had.
    pub fn audit_overrides(&mut self, period: Period) -> Result<Overrides, DeskError> {
        self.permit(Action::AuditOverrides)?;
        let mut list: Vec<(Uuid, Override)> = Vec::new();
        let mut spoken = Spoken::default();
        let mut on_emergencies: OnEmergencies = HashMap::new();
        self.scan(|desk, entry| {
            let entry = late(&entry)?.unwrap_or(entry);
            if is_about_word(&entry.kind) {
                let event = Event::read(&entry.kind, &entry.body)?;
                if let Event::WordTakenDown(WordTakenDown { no, of: OfTwo::Emergency(of), .. }) = &event {
                    on_emergencies.insert((entry.stream, *no), *of);
                }
                match event {
                    Event::WordTakenDown(WordTakenDown { no, .. })
                    | Event::WordConfirmed(WordConfirmed { no, .. })
                    | Event::WordDisowned(WordDisowned { no, .. })
                        if on_emergencies.contains_key(&(entry.stream, no)) => {}
                    _ if !within(period, entry.at) => {}
                    Event::WordTakenDown(e) => spoken.taken_down(e.proof.how()),
                    Event::WordDisowned(_) => spoken.disowned += 1,
                    _ => {}
                }
            } else if !Event::KINDS.contains(&entry.kind.as_str()) || !is_about_override(&entry.kind) {
                return Ok(());
            }
            take_up(desk, &mut list, &on_emergencies, &entry)
        })?;
        let list = list.into_iter().map(|(_, one)| one).filter(|one| within(period, one.asked_at)).collect();
        self.look_audited(None, "every override".to_owned());
        self.journal_looks()?;
        Ok(Overrides { from: period.0, to: period.1, list, spoken })
    }

    /// Reads the journal through, oldest first.
    fn scan(&self, mut each: impl FnMut(&Self, Recorded) -> Result<(), DeskError>) -> Result<(), DeskError> {
        let mut seq = 0;
        loop {
            let page = self.store.after(seq, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            seq = last.seq;
            for entry in page {
                each(self, entry)?;
            }
        }
    }
}

fn is_about_override(kind: &str) -> bool {
    kind.starts_with("contact.override_") || kind.starts_with("contact.emergency_")
}

fn is_about_word(kind: &str) -> bool {
    kind.starts_with("contact.word_")
}

/// Takes one entry up in the list of overrides: what was asked, or what came of it first; of an emergency whose word was
/// disowned, what came of it after that.
fn take_up(
    desk: &Desk,
    list: &mut Vec<(Uuid, Override)>,
    on_emergencies: &OnEmergencies,
    entry: &Recorded,
) -> Result<(), DeskError> {
    let event = Event::read(&entry.kind, &entry.body)?;
    let of_word = |no: WordNo| on_emergencies.get(&(entry.stream, no)).map(|of| OverrideNo(of.0));
    let asked = match &event {
        Event::OverrideRequested(asked) => Some((asked.no, false)),
        Event::EmergencyActed(acted) => Some((OverrideNo(acted.no.0), true)),
        _ => None,
    };
    if let Some((no, emergency)) = asked {
        let reference = desk.store.row(entry.stream)?.and_then(|row| row.reference);
        let (Some(reference), Some(asked_by)) = (reference, entry.person) else { return Ok(()) };
        let one = Override {
            reference,
            no,
            emergency,
            asked_by,
            asked_at: entry.at,
            came: CameOf::Waits,
            by: None,
            role: None,
            how: None,
            at: None,
            withdrawn: None,
            signed: None,
            disowned: Vec::new(),
        };
        list.push((entry.stream, one));
        return Ok(());
    }
    let (no, emergency, came) = match &event {
        Event::OverrideAuthorised(e) => (e.no, false, CameOf::Authorised),
        Event::OverrideAuthorisedByTelephone(e) => (e.no, false, CameOf::Authorised),
        Event::OverrideDeclined(e) => (e.no, false, CameOf::Declined),
        Event::OverrideReturned(e) => (e.no, false, CameOf::Returned),
        Event::OverrideCancelled(e) => (e.no, false, CameOf::TakenBack),
        Event::OverrideWithdrawn(e) => (e.no, false, CameOf::Waits),
        Event::OverrideConfirmed(e) => (e.no, false, CameOf::Waits),
        Event::OverrideCorrected(e) => (e.no, false, CameOf::Waits),
        Event::OverrideDisowned(e) => (e.no, false, CameOf::Waits),
        Event::EmergencyUpheld(e) => (OverrideNo(e.no.0), true, CameOf::Upheld),
        Event::EmergencyNotUpheld(e) => (OverrideNo(e.no.0), true, CameOf::NotUpheld),
        Event::WordTakenDown(e) => {
            let Some(no) = of_word(e.no) else { return Ok(()) };
            (no, true, if e.said.agree { CameOf::Upheld } else { CameOf::NotUpheld })
        }
        Event::WordConfirmed(WordConfirmed { no, .. }) | Event::WordDisowned(WordDisowned { no, .. }) => {
            let Some(no) = of_word(*no) else { return Ok(()) };
            (no, true, CameOf::Waits)
        }
        _ => return Ok(()),
    };
    let one = list
        .iter_mut()
        .rev()
        .map(|(stream, one)| (*stream, one))
        .find(|(stream, one)| *stream == entry.stream && one.no == no && one.emergency == emergency);
    let Some((_, one)) = one else { return Ok(()) };
    match event {
        Event::OverrideWithdrawn(_) => one.withdrawn = Some(entry.at),
        Event::OverrideConfirmed(_) | Event::WordConfirmed(_) => {
            one.signed = Some((Signed::Confirmed, entry.at));
        }
        Event::OverrideCorrected(_) => one.signed = Some((Signed::Corrected, entry.at)),
        Event::OverrideDisowned(_) => one.signed = Some((Signed::Disowned, entry.at)),
        Event::WordDisowned(_) => one.waits_again(entry.at),
        _ if one.came != CameOf::Waits => {}
        event => {
            (one.came, one.by, one.at) = (came, entry.person, Some(entry.at));
            match event {
                Event::OverrideAuthorised(e) => {
                    (one.role, one.how) = (Some(e.role), Some(oversight::How::AtConsole));
                }
                // Whoever wrote it down is not whose word it was.
                Event::OverrideAuthorisedByTelephone(e) => {
                    one.by = Some(e.call.manager);
                    (one.role, one.how) = (Some(e.call.role), Some(e.proof.how()));
                }
                Event::EmergencyUpheld(_) | Event::EmergencyNotUpheld(_) => {
                    one.how = Some(oversight::How::AtConsole);
                }
                Event::WordTakenDown(e) => {
                    one.by = Some(e.said.manager);
                    (one.role, one.how) = (Some(e.said.role), Some(e.proof.how()));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Gives what came in late as the entry that it would have been: by whoever wrote it, when they did; nothing of another one.
fn late(entry: &Recorded) -> Result<Option<Recorded>, DeskError> {
    if !MergedLate::is_kind(&entry.kind) {
        return Ok(None);
    }
    let late: MergedLate = serde_json::from_str(&entry.body)
        .map_err(|error| Unreadable::Body { kind: entry.kind.clone(), error })?;
    let (person, account) = (Some(late.by), Some(late.account));
    let wrote = Recorded { kind: late.kind, body: late.body, person, account, at: late.at, ..entry.clone() };
    Ok(Some(wrote))
}

/// Says what an entry of the journal was, without what it says of anybody.
fn of_entry(entry: &Recorded, reference: Option<Reference>, state: &desk::State) -> Result<Entry, DeskError> {
    if let Some(wrote) = late(entry)? {
        let mut told = of_entry(&wrote, reference, state)?;
        let (at, by) =
            (words::stamp(entry.at), entry.person.map_or("nobody", |person| state.name_of(person)));
        told.words = format!("{} (kept in the spool; in the record since {at}, by {by})", told.words);
        return Ok(told);
    }
    let (mut reference, mut covered) = (reference, None);
    let (what, words) = if looked::Event::KINDS.contains(&entry.kind.as_str()) {
        let (what, about, words) = of_look(&looked::Event::read(&entry.kind, &entry.body)?);
        reference = reference.or(about);
        (what, words)
    } else {
        let words = plain(&entry.kind);
        match entry.kind.as_str() {
            "contact.revealed.v1" => match Event::read(&entry.kind, &entry.body)? {
                Event::Revealed(revealed) => {
                    covered = Some(revealed.what);
                    (What::Revealed, revealed.what.words().to_owned())
                }
                _ => (What::Revealed, words),
            },
            "contact.glass_broken.v1" => match Event::read(&entry.kind, &entry.body)? {
                Event::GlassBroken(glass) => (What::Glass, glass.why),
                _ => (What::Glass, words),
            },
            "contact.decision_refused.v1" => match Event::read(&entry.kind, &entry.body)? {
                Event::DecisionRefused(refused) => (What::Refused, refused.words()),
                _ => (What::Refused, words),
            },
            "contact.override_answer_refused.v1" => match Event::read(&entry.kind, &entry.body)? {
                Event::OverrideAnswerRefused(refused) => {
                    let why = refusal::code_in_words(refused.why.refusal().code);
                    (
                        What::Refused,
                        format!("an answer by telephone for override {}; refused: {why}", refused.no.0),
                    )
                }
                _ => (What::Refused, words),
            },
            "contact.word_code_refused.v1" => match Event::read(&entry.kind, &entry.body)? {
                Event::WordCodeRefused(refused) => {
                    let why = refusal::code_in_words(refused.why.refusal().code);
                    let of = refused.of.matter().words();
                    (What::Refused, format!("a one-time code by telephone for {of}; refused: {why}"))
                }
                _ => (What::Refused, words),
            },
            "desk.deed_refused.v1" => match desk::Event::read(&entry.kind, &entry.body)? {
                desk::Event::DeedRefused(refused) => (What::Refused, refused.words(state)),
                _ => (What::Refused, words),
            },
            kind if kind.starts_with("desk.") => (What::RanDesk, words),
            _ => (What::Changed, words),
        }
    };
    Ok(Entry {
        seq: entry.seq,
        at: entry.at,
        person: entry.person,
        account: entry.account,
        what,
        reference,
        covered,
        words,
    })
}

fn of_look(look: &looked::Event) -> (What, Option<Reference>, String) {
    let lane = |listed: &looked::Listed| {
        let form = if listed.json { ", as JSON" } else { "" };
        format!("{} lines of {}{form}", listed.shown.len(), listed.lane.words())
    };
    match look {
        looked::Event::Opened(opened) => match &opened.glass {
            Some(why) => (What::Glass, Some(opened.reference), why.clone()),
            None => (What::Opened, Some(opened.reference), String::new()),
        },
        looked::Event::Searched(searched) => (What::Searched, None, format!("“{}”", searched.text)),
        looked::Event::Listed(listed) => (What::Listed, None, lane(listed)),
        looked::Event::Printed(taken) => (What::Printed, Some(taken.reference), taken.why.clone()),
        looked::Event::Exported(taken) => {
            let why = if taken.why.is_empty() { String::new() } else { format!(": {}", taken.why) };
            (What::Exported, Some(taken.reference), format!("as {}{why}", taken.form))
        }
        looked::Event::Audited(audited) => (What::Audited, audited.reference, audited.what.clone()),
    }
}

/// Makes words of a kind: `contact.note_written.v1` is "note written".
fn plain(kind: &str) -> String {
    let name = kind.split_once('.').map_or(kind, |(_, rest)| rest);
    name.rsplit_once('.').map_or(name, |(name, _)| name).replace('_', " ")
}
