//! Written responses, and the statutory codes of who referred.

use serde::{Deserialize, Serialize};

use super::CallerKind;
use crate::domain::ids::TemplateId;

/// What the profile says of writing back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// The templates.
    pub template: Vec<Template>,
    /// The statutory codes of referral sources.
    pub source_code: Vec<SourceCode>,
    /// Stock phrases that a checker is shown, because families hear them as shallow or scolding.
    pub stock_phrases: Vec<String>,
    /// What the letter says of complaints and compliments.
    pub complaints: String,
    /// Who to speak to on disagreeing.
    pub disagree: String,
    /// By which number the desk is reached, for whoever reads a letter.
    #[serde(default)]
    pub number: Option<String>,
}

/// What stands in a letter where the profile says no number: it is written in before the letter is checked.
pub const NUMBER_WANTED: &str = "[our number]";

/// For whom a letter is written; it decides what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A professional who referred.
    Professional,
    /// A member of the public or a councillor: nothing about a child.
    Public,
    /// The family.
    Family,
    /// The child or young person.
    Child,
}

impl Audience {
    /// Tells for whom a reply to a caller of this kind is written.
    pub const fn of(caller: CallerKind) -> Self {
        match caller {
            CallerKind::Public | CallerKind::Councillor => Self::Public,
            CallerKind::Parent => Self::Family,
            CallerKind::Child => Self::Child,
            CallerKind::Professional | CallerKind::Police | CallerKind::Consultation => Self::Professional,
        }
    }
}

/// A template, in minijinja.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its key.
    pub id: TemplateId,
    /// For whom.
    pub audience: Audience,
    /// Its title in the list.
    pub title: String,
    /// The text.
    pub body: String,
}

/// One statutory code.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceCode {
    /// The code: `6`.
    pub code: String,
    /// Its label: "Police".
    pub label: String,
}
