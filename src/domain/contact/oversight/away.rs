//! A word given from away: the call, the challenge, the proof, and who was rung in vain.
//!
//! Who checks what. This module and its judge know what was asked, who is on the rota, which number stands there, which
//! devices are enrolled and by whom, how often a challenge was tried, when, and whether it was used: all of it folded from
//! the journal. Whether eight digits fit a challenge, or a one-time code its device, takes a secret that the domain never
//! sees: the desk works it out and hands it in as `fits`, and no screen does. The proof shows the manager to an honest
//! console only. Their signed word is what counts in the end.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{How, ManagerWords, Scope};
use crate::domain::{
    answer::{self, Eight, Facts, Summary},
    device,
    ids::{ChallengeNo, DeviceId, OverrideNo, Reference, StaffId},
    policy::Role,
    refusal::Refusal,
};

/// How many challenges one request may have.
pub const CHALLENGES: usize = 5;
/// How many answers may be tried to one challenge, and how many codes for one request.
pub const TRIES: usize = 5;
/// How long a challenge can be answered.
pub const LASTS: TimeDelta = TimeDelta::minutes(10);

/// What a manager says on the telephone, as the worker takes it down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dictated {
    /// Who speaks: somebody on the rota. The number is the rota's, so it is not asked here.
    pub manager: StaffId,
    /// When the call began.
    pub began: DateTime<Utc>,
    /// What they answered.
    pub words: ManagerWords,
    /// For less than was asked.
    pub narrowed: Option<Scope>,
    /// The earlier refusals that were read to them.
    pub seen_refusals: Vec<OverrideNo>,
}

/// A call in which a manager decided, as the journal keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ByTelephone {
    /// Who was rung.
    pub manager: StaffId,
    /// In which duty.
    pub role: Role,
    /// The number of the rota that was rung.
    pub number: String,
    /// When the call began.
    pub began: DateTime<Utc>,
    /// What was read out to them.
    pub read_out: String,
    /// The digest of the final text, hexadecimal: what was read out, what was asked and answered, how far it reaches.
    pub digest: String,
    /// The questions they were asked.
    pub questions: Vec<String>,
    /// What they answered, dictated.
    pub words: ManagerWords,
    /// How far it reaches.
    pub scope: Scope,
    /// The earlier refusals that were read to them.
    pub seen_refusals: Vec<OverrideNo>,
}

impl ByTelephone {
    /// Gives the facts that worker and manager must mean alike: which contact, which agencies, until when.
    pub fn facts(&self, of: Reference) -> Facts {
        Facts::new(of, &self.scope.agencies, self.scope.until)
    }

    /// Gives what was dictated once more, as it stands in the record.
    pub fn dictated(&self) -> Dictated {
        Dictated {
            manager: self.manager,
            began: self.began,
            words: self.words.clone(),
            narrowed: Some(self.scope.clone()),
            seen_refusals: self.seen_refusals.clone(),
        }
    }
}

/// One challenge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Challenge {
    /// Its number.
    pub no: ChallengeNo,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: StaffId,
    /// What makes it unlike any other, hexadecimal.
    pub nonce: String,
    /// What it stands for.
    pub call: ByTelephone,
    /// How many wrong answers were given to it.
    pub tries: usize,
    /// Whether it was answered.
    pub used: bool,
}

impl Challenge {
    /// Gives the eight digits that are read out.
    pub fn digits(&self) -> Eight {
        answer::challenge(&self.call.digest, &self.nonce)
    }

    /// Gives the code by which both sides know that they mean the same.
    pub fn summary(&self, of: Reference) -> Summary {
        answer::summary(self.digits(), &self.call.facts(of))
    }

    /// Counts the answers that can still be tried.
    pub const fn tries_left(&self) -> usize {
        TRIES.saturating_sub(self.tries)
    }

    /// Gives the last moment at which it can be answered.
    pub fn until(&self) -> DateTime<Utc> {
        self.at.checked_add_signed(LASTS).unwrap_or(self.at)
    }
}

/// What shows that it was the manager; made by the desk, never by a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// An answer to a challenge.
    Bound {
        /// To which.
        challenge: ChallengeNo,
        /// Of which device.
        device: DeviceId,
        /// Whether it fits, as the desk worked out.
        fits: bool,
    },
    /// A one-time code.
    Code {
        /// Of which device.
        device: DeviceId,
        /// Its step.
        step: u64,
        /// Whether it fits, as the desk worked out.
        fits: bool,
    },
    /// Nothing but the voice.
    Nothing,
}

impl Proof {
    /// Gives how a word with this proof is given.
    pub const fn how(self) -> How {
        match self {
            Self::Bound { .. } => How::TelephoneBound,
            Self::Code { .. } => How::TelephoneCode,
            Self::Nothing => How::Dictated,
        }
    }

    /// Gives the device, and what it must be able to do.
    pub const fn device(self) -> Option<(DeviceId, device::Kind)> {
        match self {
            Self::Bound { device, .. } => Some((device, device::Kind::Bound)),
            Self::Code { device, .. } => Some((device, device::Kind::Totp)),
            Self::Nothing => None,
        }
    }
}

/// The proof that was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Proved {
    /// An answer to a challenge.
    Bound {
        /// To which.
        challenge: ChallengeNo,
        /// Of which device.
        device: DeviceId,
    },
    /// A one-time code.
    Code {
        /// Of which device.
        device: DeviceId,
        /// Its step.
        step: u64,
    },
    /// Nothing but the voice.
    Nothing,
}

impl Proved {
    /// Gives how a word with this proof is given.
    pub const fn how(self) -> How {
        match self {
            Self::Bound { .. } => How::TelephoneBound,
            Self::Code { .. } => How::TelephoneCode,
            Self::Nothing => How::Dictated,
        }
    }
}

/// A call, and what showed that it was the manager.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Telephone {
    /// The call.
    pub call: ByTelephone,
    /// What showed who spoke.
    pub proof: Proved,
    /// Why there was nothing but the voice.
    pub no_device: String,
}

/// Why an answer or a code was not taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotTaken {
    /// It does not fit.
    Wrong,
    /// The challenge is older than ten minutes.
    Expired,
    /// It was taken before.
    Used,
    /// A newer challenge stands in its place.
    Replaced,
    /// The challenge is none of this request.
    ForAnother,
    /// It was tried too often.
    NoTriesLeft,
    /// The clock stands before the challenge.
    ClockMovedBack,
    /// The words are not those that the challenge was made from.
    OtherWords,
    /// The device is not enrolled, or not any more, or is not this manager's, or does something else.
    NotTheirDevice,
    /// Who asks, or writes it down, had a hand in enrolling the device.
    EnrolledByAsker,
}

impl NotTaken {
    /// Says it as a refusal: what happened, what was kept, what to do.
    pub fn refusal(self) -> Refusal {
        let (code, words) = match self {
            Self::Wrong => (
                "AnswerWrong",
                "Those digits do not fit. Nothing was decided, and the try is on the record; have them read once more.",
            ),
            Self::Expired => (
                "AnswerExpired",
                "The challenge is older than ten minutes. Nothing was decided and every word is kept; make a new challenge.",
            ),
            Self::Used => (
                "AnswerUsed",
                "That answer was taken before and counts once. Nothing was decided; make a new challenge, or wait for the next code.",
            ),
            Self::Replaced => (
                "ChallengeReplaced",
                "A newer challenge stands in the place of that one. Nothing was decided; read out the newest.",
            ),
            Self::ForAnother => (
                "AnswerForAnother",
                "That answer belongs to another request. Nothing was decided; make a challenge for this one.",
            ),
            Self::NoTriesLeft => (
                "NoTriesLeft",
                "It was tried five times. Nothing was decided and every word is kept; make a new challenge, or have the manager sign in.",
            ),
            Self::ClockMovedBack => (
                "ClockMovedBack",
                "The clock stands before the challenge, so nobody can tell how old it is. Nothing was decided; set the clock right and make a new one.",
            ),
            Self::OtherWords => (
                "OtherWords",
                "The words were changed after the challenge was made, and the answer covers the old ones. Nothing was decided; make a new challenge.",
            ),
            Self::NotTheirDevice => (
                "NotTheirDevice",
                "That device is not one enrolled for this manager now. Nothing was decided; look at the list of devices.",
            ),
            Self::EnrolledByAsker => (
                "DeviceEnrolledByAsker",
                "Who asks, or writes this down, had a hand in enrolling that device, so it proves nothing here. Nothing was decided; have the manager sign in.",
            ),
        };
        let refusal = Refusal::new(code, words);
        // That digits fit is arithmetic, and stands in no protocol.
        if self == Self::Wrong { refusal } else { refusal.by("southampton-24") }
    }
}

/// One answer or code that was not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerRefused {
    /// When.
    pub at: DateTime<Utc>,
    /// Who typed it.
    pub by: StaffId,
    /// Which manager was said to speak.
    pub manager: StaffId,
    /// To which challenge; a one-time code has none.
    pub challenge: Option<ChallengeNo>,
    /// Why not.
    pub why: NotTaken,
}
