//! `desk.book`: who works here, in which hours and by which profile, and what stood beside the contacts, as the journal last said:
//! kept beside it for the hour in which it cannot be read.
//!
//! It says nothing that the journal does not, counts for nothing while that can be read, and is written anew whenever it
//! differs. One line of JSON under the data key's subkey `book` ([`mod@file`]); that it opens shows that the key is this desk's.
//!
//! Its two halves are written at different times, and each leaves the other as it is: who works here at once, for whoever left
//! is let in nowhere; what stood beside the contacts in a quiet moment, for nobody waits for it.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::{
    Entropy, Folder, Meta, StoreError,
    secret::{DataKey, SecretError, file},
};
use crate::domain::{
    board::{Entry, Kind},
    contact::access::Seal,
    desk::State,
    ids::{ContactId, DeskId},
    shift::Brief,
};

/// What the file is wrapped for.
const PURPOSE: &str = "book";

/// After how long it is said anew that the same still stands.
pub const AGE: TimeDelta = TimeDelta::minutes(10);

/// What is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    desk: DeskId,
    practice: bool,
    profile: String,
    founded: DateTime<Utc>,
    /// The desk as its own stream made it.
    pub state: State,
    /// What stood beside the contacts; nothing where that was never kept, or as another program kept it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "or_nothing")]
    pub known: Option<Known>,
}

/// What stood beside the contacts, as the record said at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Known {
    /// When the record said so.
    pub at: DateTime<Utc>,
    /// The lines of the board, kind by kind; what kind is not there is not known.
    pub board: BTreeMap<Kind, Vec<Entry>>,
    /// How each record is sealed that those lines belong to; one that is not there opens to nobody.
    pub seals: BTreeMap<ContactId, Option<Seal>>,
    /// What anybody may be told who begins a shift.
    pub brief: Brief,
}

impl Known {
    /// Tells whether the record said the same a little later.
    fn still_stands(&self, later: &Self) -> bool {
        let of = |known: &Self| Self { at: self.at, ..known.clone() };
        (later.at - self.at).abs() < AGE && of(later) == *self
    }
}

impl Kept {
    /// Makes it of what is known now.
    pub fn of(meta: &Meta, state: &State) -> Self {
        let Meta { desk, practice, profile, founded } = meta.clone();
        Self { desk, practice, profile, founded, state: state.clone(), known: None }
    }

    /// Gives what the desk's file says about itself.
    pub fn meta(&self) -> Meta {
        let Self { desk, practice, profile, founded, .. } = self.clone();
        Meta { desk, practice, profile, founded }
    }
}

/// Reads what it can: who works here is known also where the rest is not understood.
fn or_nothing<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Known>, D::Error> {
    Ok(serde_json::from_value(serde_json::Value::deserialize(from)?).ok())
}

fn path(desk: &Folder) -> PathBuf {
    desk.root().join("desk.book")
}

/// Reads what is kept; nothing, where there is none yet, or it is damaged or another key's.
pub fn read(desk: &Folder, key: &DataKey) -> Option<Kept> {
    serde_json::from_slice(&file::read_wrapped(&path(desk), key, PURPOSE).ok()?).ok()
}

/// Keeps who works here, where that is not what is kept.
pub fn keep(desk: &Folder, key: &DataKey, known: &Kept, entropy: &mut Entropy) -> Result<(), StoreError> {
    let before = read(desk, key);
    let beside = before.as_ref().and_then(|before| before.known.clone());
    let known = Kept { known: beside, ..known.clone() };
    if before.as_ref() == Some(&known) { Ok(()) } else { write(desk, key, &known, entropy) }
}

/// Keeps what stands beside the contacts, where that is not what is kept, or was kept a while ago; `who` works here, where
/// nothing is kept yet.
pub fn keep_known(
    desk: &Folder,
    key: &DataKey,
    who: impl FnOnce() -> Kept,
    known: Known,
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    let before = read(desk, key);
    if before.as_ref().and_then(|kept| kept.known.as_ref()).is_some_and(|kept| kept.still_stands(&known)) {
        return Ok(());
    }
    write(desk, key, &Kept { known: Some(known), ..before.unwrap_or_else(who) }, entropy)
}

fn write(desk: &Folder, key: &DataKey, kept: &Kept, entropy: &mut Entropy) -> Result<(), StoreError> {
    let path = path(desk);
    let text = serde_json::to_vec(kept).map_err(|_| SecretError::Damaged(path.clone()))?;
    file::write_wrapped(&path, key, PURPOSE, &text, true, entropy)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn kept() -> Value {
        let meta = Meta {
            desk: DeskId(uuid::Uuid::from_u128(1)),
            practice: true,
            profile: "southampton".to_owned(),
            founded: DateTime::default(),
        };
        serde_json::to_value(Kept::of(&meta, &State::default())).unwrap()
    }

    #[test]
    fn a_book_without_what_stood_beside_the_contacts_is_read() {
        assert_eq!(kept().get("known"), None, "it is written as earlier versions wrote it");
        assert_eq!(serde_json::from_value::<Kept>(kept()).unwrap().known, None);
    }

    #[test]
    fn who_works_here_is_read_where_the_rest_is_not_understood() {
        let mut newer = kept();
        newer["known"] = json!({ "at": "2031-01-01T00:00:00Z", "board": { "of_another_kind": [] } });
        assert_eq!(serde_json::from_value::<Kept>(newer).unwrap().known, None);
    }

    #[test]
    fn the_same_is_said_anew_after_a_while() {
        let known = |minutes| Known {
            at: DateTime::<Utc>::default() + TimeDelta::minutes(minutes),
            board: BTreeMap::from([(Kind::Visit, vec![])]),
            seals: BTreeMap::new(),
            brief: Brief::default(),
        };
        assert!(known(0).still_stands(&known(9)) && known(9).still_stands(&known(0)));
        assert!(!known(0).still_stands(&known(10)));
        let more = Known { board: BTreeMap::new(), ..known(1) };
        assert!(!known(0).still_stands(&more));
        let text = serde_json::to_string(&known(3)).unwrap();
        assert_eq!(serde_json::from_str::<Known>(&text).unwrap(), known(3));
    }
}
