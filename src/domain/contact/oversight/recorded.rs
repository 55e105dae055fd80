//! What the journal keeps of oversight.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Acted, ByTelephone, Came, How, ManagerWords, Must, NotTaken, Proposed, Proved, Reached, RefusedElsewhere,
    Request, Scope,
};
use crate::domain::{
    duty::Due,
    ids::{AgencyId, ChallengeNo, EmergencyNo, GroundNo, OverrideNo, PersonNo, PurposeId, StaffId},
    policy::{Mode, Role},
};

/// A request was kept while being written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideDrafted {
    /// Its number.
    pub no: OverrideNo,
    /// The mode when it was written.
    pub mode: Mode,
    /// What it says so far.
    #[serde(flatten)]
    pub request: Request,
}

/// A manager was asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideRequested {
    /// Its number.
    pub no: OverrideNo,
    /// In which mode.
    pub mode: Mode,
    /// The sentence both put their names to.
    pub threshold: String,
    /// The lawful basis the profile gives for the purpose, as printed.
    pub lawful_basis: String,
    /// By when a manager should have answered.
    pub due: Due,
    /// What was refused about these children in the other contacts of the family.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<RefusedElsewhere>,
    /// What is asked.
    #[serde(flatten)]
    pub request: Request,
}

/// How far an authority reached before its purpose stood in the entry; it was the request's.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ScopeV1 {
    /// The children.
    pub children: Vec<PersonNo>,
    /// The agencies.
    pub agencies: Vec<AgencyId>,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// A manager authorised it, as it was first kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideAuthorisedV1 {
    /// Which.
    pub no: OverrideNo,
    /// In which duty.
    pub role: Role,
    /// How; only at a console then.
    pub how: How,
    /// In what words.
    pub words: ManagerWords,
    /// For how much.
    pub scope: ScopeV1,
    /// The digest of the profile in force.
    pub profile_digest: String,
}

impl OverrideAuthorisedV1 {
    /// Makes the later shape of it.
    pub fn later(self, purpose: PurposeId) -> OverrideAuthorised {
        let ScopeV1 { children, agencies, until } = self.scope;
        OverrideAuthorised {
            no: self.no,
            role: self.role,
            words: self.words,
            scope: Scope { children, agencies, purpose, until, what: None },
            seen_refusals: Vec::new(),
            profile_digest: self.profile_digest,
        }
    }
}

/// A manager authorised it, signed in at a console.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideAuthorised {
    /// Which.
    pub no: OverrideNo,
    /// In which duty.
    pub role: Role,
    /// In what words.
    pub words: ManagerWords,
    /// For how much.
    pub scope: Scope,
    /// The earlier refusals that the manager was shown.
    pub seen_refusals: Vec<OverrideNo>,
    /// The digest of the profile in force.
    pub profile_digest: String,
}

/// A challenge was made for a manager on the telephone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideChallenged {
    /// Which.
    pub no: OverrideNo,
    /// The challenge.
    pub challenge: ChallengeNo,
    /// What makes it unlike any other, hexadecimal.
    pub nonce: String,
    /// What it stands for.
    pub call: ByTelephone,
}

/// An answer to a challenge, or a one-time code, was not taken; nothing was authorised.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideAnswerRefused {
    /// For which.
    pub no: OverrideNo,
    /// Which manager was said to speak.
    pub manager: StaffId,
    /// To which challenge; a one-time code has none.
    pub challenge: Option<ChallengeNo>,
    /// Why not.
    pub why: NotTaken,
}

/// Somebody wrote down that a manager on the telephone authorised it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideAuthorisedByTelephone {
    /// Which.
    pub no: OverrideNo,
    /// The call.
    pub call: ByTelephone,
    /// What showed that it was the manager.
    pub proof: Proved,
    /// Why there was nothing but the voice.
    pub no_device: String,
    /// By when the manager's own signed word is due.
    pub word_due: Due,
    /// The digest of the profile in force.
    pub profile_digest: String,
}

/// A manager was rung and did not authorise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AttemptRecorded {
    /// For which.
    pub no: OverrideNo,
    /// Who was rung.
    pub manager: StaffId,
    /// In which duty.
    pub role: Role,
    /// The number of the rota.
    pub number: String,
    /// When.
    pub rung: DateTime<Utc>,
    /// What came of it.
    pub reached: Reached,
}

/// The manager stood by what was written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideConfirmed {
    /// Which.
    pub no: OverrideNo,
    /// Whether after its time.
    pub late: bool,
}

/// The manager said what had been said instead.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideCorrected {
    /// Which.
    pub no: OverrideNo,
    /// Whether after its time.
    pub late: bool,
    /// What was said.
    pub words: ManagerWords,
    /// As far as it was meant.
    pub scope: Scope,
    /// What was wrong.
    pub why: String,
}

/// The manager said that it was never said; the authority has no force from then.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideDisowned {
    /// Which.
    pub no: OverrideNo,
    /// Whether after its time.
    pub late: bool,
    /// What the manager says of it.
    pub why: String,
    /// By when the head of service is told; none in early entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<Due>,
}

/// A manager declined.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideDeclined {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub reason: String,
    /// What to do instead.
    pub next: String,
}

/// A manager sent it back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideReturned {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub reason: String,
    /// What to do.
    pub next: String,
}

/// The worker took it back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideCancelled {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub why: String,
}

/// An authority was ended before its time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideWithdrawn {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub why: String,
}

/// Somebody acted at once, as it was first kept: without an end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyActedV1 {
    /// Its number.
    pub no: EmergencyNo,
    /// By when a manager should have looked at it.
    pub due: Due,
    /// What was done.
    #[serde(flatten)]
    pub acted: Acted,
}

/// Somebody acted at once; oversight was asked for in the same moment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyActed {
    /// Its number.
    pub no: EmergencyNo,
    /// By when a manager should have looked at it.
    pub due: Due,
    /// Until when it covers at most.
    pub covers: Due,
    /// What was done, as far as it was written at once.
    #[serde(flatten)]
    pub acted: Acted,
}

/// What was done in an emergency was written, or written better.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyDescribed {
    /// Which.
    pub no: EmergencyNo,
    /// What was done.
    #[serde(flatten)]
    pub acted: Acted,
}

/// Something that had to be done was, or could not be.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MustSettled {
    /// What.
    pub must: Must,
    /// What came of it.
    pub came: Came,
}

/// A manager upheld it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyUpheld {
    /// Which.
    pub no: EmergencyNo,
    /// In what words.
    pub words: String,
}

/// A manager did not uphold it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyNotUpheld {
    /// Which.
    pub no: EmergencyNo,
    /// Why not.
    pub words: String,
    /// What stops, what is called back.
    pub stop: String,
    /// Who is told.
    pub told: String,
}

/// A ground was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GroundProposed {
    /// Its number.
    pub no: GroundNo,
    /// By when a manager should have answered.
    pub due: Due,
    /// When the law ends it, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Due>,
    /// What.
    #[serde(flatten)]
    pub proposed: Proposed,
}

/// A manager decided on a ground.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GroundDecided {
    /// Which.
    pub no: GroundNo,
    /// Agreed or not.
    pub agree: bool,
    /// In what words.
    pub words: String,
}

/// A ground ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GroundEnded {
    /// Which.
    pub no: GroundNo,
    /// Why.
    pub why: String,
    /// By when a manager looks whether that was right, where one alone ended what two had decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub see: Option<Due>,
}
