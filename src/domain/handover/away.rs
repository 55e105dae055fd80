//! While somebody was away: what changed on what is theirs, by whom, told once and in order.
//!
//! Source: Leicestershire, The Road to Excellence (coming back to a pile of messages is the worst of leave).

use chrono::{DateTime, Utc};

use crate::domain::{
    contact::Contact,
    ids::{ContactId, Reference, StaffId},
};

/// What follows of an entry by itself, and was done by nobody.
const BY_ITSELF: [&str; 1] = ["contact.written_followup_due.v1"];

/// An entry of a contact's history, as far as this wants it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody where the desk did it.
    pub by: Option<StaffId>,
    /// What happened, by the kind that the journal names.
    pub kind: String,
}

/// What colleagues did on one contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// Which contact.
    pub contact: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// Who rang, raw.
    pub who: String,
    /// Where it stands now.
    pub stands: String,
    /// Whether somebody else has it now.
    pub taken_by: Option<StaffId>,
    /// What was done, oldest first; alike things of one person in a row are one, with their number.
    pub done: Vec<Done>,
}

/// Something that somebody did, once or several times in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// When it was done last.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<StaffId>,
    /// What, in words.
    pub what: String,
    /// How often.
    pub times: usize,
}

/// Tells whether a contact is somebody's: they have it, took it, owe something on it, or had it and handed it on.
pub fn is_of(contact: &Contact, person: StaffId) -> bool {
    contact.holder == Some(person)
        || contact.call.taken_by == person
        || contact
            .telling
            .promises
            .iter()
            .any(|promise| promise.is_of(person) || promise.passed.iter().any(|passed| passed.from == person))
}

/// Tells what others did to a contact since a moment; none where nobody did anything.
pub fn changed(
    contact: &Contact,
    entries: &[Entry],
    person: StaffId,
    since: DateTime<Utc>,
) -> Option<Changed> {
    let mut done: Vec<Done> = Vec::new();
    let done_by_others = |entry: &&Entry| {
        entry.at > since && entry.by != Some(person) && !BY_ITSELF.contains(&entry.kind.as_str())
    };
    for entry in entries.iter().filter(done_by_others) {
        let what = words(&entry.kind);
        match done.last_mut().filter(|last| (last.by, &last.what) == (entry.by, &what)) {
            Some(last) => {
                last.times += 1;
                last.at = entry.at;
            }
            None => done.push(Done { at: entry.at, by: entry.by, what, times: 1 }),
        }
    }
    let row = contact.row();
    (!done.is_empty()).then(|| Changed {
        contact: contact.id,
        reference: contact.reference,
        who: row.who,
        stands: row.stands,
        taken_by: contact.holder.filter(|holder| *holder != person),
        done,
    })
}

/// Gives the words of a kind: "`contact.promise_kept.v1`" is "promise kept".
pub fn words(kind: &str) -> String {
    let kind = kind.split_once('.').map_or(kind, |(_, kind)| kind);
    kind.rsplit_once(".v").map_or(kind, |(kind, _)| kind).replace('_', " ")
}
