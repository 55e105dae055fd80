//! What was found damaged beneath the desk.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What was damaged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// The desk's file: a page that is not as it was written, or an entry that cannot be read.
    File,
    /// What says who can sign in: missing, cut short, or changed.
    Keys,
}

/// Something was found damaged, and is journalled once the journal takes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DamageFound {
    /// What.
    pub what: Damage,
    /// When it was found.
    pub found: DateTime<Utc>,
}
