//! What the journal keeps of promises.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{From, Promised, Tried};
use crate::domain::{
    duty::Due,
    ids::{PromiseNo, StaffId},
};

/// A promise was made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseMade {
    /// Its number.
    pub no: PromiseNo,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "From::is_agreed")]
    pub from: From,
    /// What.
    #[serde(flatten)]
    pub promised: Promised,
}

/// The call is owed in writing by whoever rang.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WrittenFollowupDue {
    /// The number under which it stands among the promises.
    pub no: PromiseNo,
    /// What is owed, by whom and by when.
    #[serde(flatten)]
    pub promised: Promised,
    /// The clock that says by when.
    pub due: Due,
}

/// A promise was kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseKept {
    /// Which.
    pub no: PromiseNo,
    /// Whether after its time.
    pub late: bool,
}

/// A promise was not kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseBroken {
    /// Which.
    pub no: PromiseNo,
    /// Why.
    pub why: String,
}

/// A promise's time was agreed anew, as an early version kept it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseMovedV1 {
    /// Which.
    pub no: PromiseNo,
    /// The new time.
    pub by: DateTime<Utc>,
    /// With whom, and why.
    pub why: String,
}

/// A promise's time was agreed anew, with the person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseMoved {
    /// Which.
    pub no: PromiseNo,
    /// The new time.
    pub by: DateTime<Utc>,
    /// With whom.
    pub with: String,
    /// When they agreed.
    pub agreed: DateTime<Utc>,
    /// Why.
    pub why: String,
}

/// It was tried by telephone in vain.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseTried {
    /// Which.
    pub no: PromiseNo,
    /// What came of it.
    #[serde(flatten)]
    pub tried: Tried,
}

/// What became of a promise was written down by mistake: it is still owed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseOpenedAgain {
    /// Which.
    pub no: PromiseNo,
    /// Why.
    pub why: String,
}

/// A promise was entered by mistake.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseMistaken {
    /// Which.
    pub no: PromiseNo,
    /// Why.
    pub why: String,
}

/// A promise went to a colleague, who covers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseHandedOver {
    /// Which.
    pub no: PromiseNo,
    /// Who had it.
    pub from: StaffId,
    /// Who has it from now on.
    pub to: StaffId,
    /// Why, and who was told.
    pub why: String,
}
