//! What was recorded while the desk's file took nothing, as it comes into the record: by whoever wrote it, at the time they did.
//!
//! Every stream has an entry of this shape, under a kind of its own, so that a program can tell from the kind whose it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    contact::Stamp,
    ids::{AccountId, StaffId},
};

/// Words that the desk's file could not take when they were written came into the record later.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MergedLate {
    /// Who wrote them.
    pub by: StaffId,
    /// By which account.
    pub account: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// What would have been written then: an event's kind.
    pub kind: String,
    /// Its body.
    pub body: String,
    /// Whether somebody wrote in the same place after that and before these words came in: then theirs stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
}

impl MergedLate {
    /// Tells whether a kind of the journal is that of what came in late.
    pub fn is_kind(kind: &str) -> bool {
        kind.ends_with(".merged_late.v1")
    }

    /// Gives when it was written, and by whom.
    pub const fn stamp(&self) -> Stamp {
        Stamp { at: self.at, by: self.by }
    }

    /// Says what was written, without knowing where it belongs: its kind, and every word that is in it.
    pub fn words(&self) -> Option<String> {
        let mut said = Vec::new();
        strings(&serde_json::from_str(&self.body).ok()?, &mut said);
        let kind = self.kind.split('.').nth(1).unwrap_or(&self.kind).replace('_', " ");
        (!said.is_empty()).then(|| format!("{kind}: {}", said.join("; ")))
    }
}

fn strings(value: &serde_json::Value, said: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if !text.trim().is_empty() => said.push(text.clone()),
        serde_json::Value::Number(number) => said.push(number.to_string()),
        serde_json::Value::Array(all) => all.iter().for_each(|each| strings(each, said)),
        serde_json::Value::Object(all) => all.values().for_each(|each| strings(each, said)),
        _ => {}
    }
}
