//! How somebody went, for the tests of what became of it.

use chrono::{DateTime, Utc};

use super::{Going, Started};

/// Gives how somebody went to see Kate, alone and to no marked family: back by a time, and heard of every so many minutes.
pub(crate) fn started(back_by: DateTime<Utc>, every: u32) -> Started {
    let going = Going {
        place: "12 Harbour Lane".to_owned(),
        purpose: "Kate".to_owned(),
        contact: None,
        reference: None,
        number: "07700 900106".to_owned(),
        back_by,
        every,
        named: None,
        allowed: None,
        danger: None,
        not_theirs: vec![],
    };
    Started { going, seen_by: vec![], marked: false, word: None, elsewhere: vec![], unread: false }
}
