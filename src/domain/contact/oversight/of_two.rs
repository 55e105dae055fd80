//! A word by telephone on what takes two: a ground of its own, an outcome that waits for its second person, or what was done
//! at once in an emergency.
//!
//! It is shown to be the manager's by a one-time code, or by nothing but their voice. The bound challenge stays the
//! override's: it is made from agencies and an end time that the word itself gives, and this word gives neither. Whatever
//! shows it, the word counts at once, is marked as given by telephone, and waits for the manager's own signed word like an
//! override's. Disowned, it has no force: what it decided waits again, and what went out on it meanwhile is called back. An
//! emergency record covers by itself, and no further for being upheld: of it nothing is called back then.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AnswerRefused, Attempt, EmergencyState, Follows, GroundState, How, Matter, NotTaken, Oversight, Proved,
    Reached, SignedWord,
};
use crate::domain::{
    contact::{Contact, route},
    duty::Due,
    ids::{DeviceId, EmergencyNo, GroundNo, OverrideNo, RouteNo, StaffId, WordNo},
    policy::Role,
    refusal::Refusal,
};

/// What takes a manager beside whoever proposed, decided or did it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfTwo {
    /// A ground of its own.
    Ground(GroundNo),
    /// An outcome that waits for its second person.
    Route(RouteNo),
    /// What was done at once in an emergency.
    Emergency(EmergencyNo),
}

impl OfTwo {
    /// Gives it as what is decided.
    pub const fn matter(self) -> Matter {
        match self {
            Self::Ground(no) => Matter::Ground(no),
            Self::Route(no) => Matter::Route(no),
            Self::Emergency(no) => Matter::Emergency(no),
        }
    }

    /// Says what a manager's yes or no made of it: an emergency is upheld or not, and never agreed to.
    pub const fn decided(self, yes: bool) -> &'static str {
        match (self, yes) {
            (Self::Emergency(_), true) => "upheld",
            (Self::Emergency(_), false) => "not upheld",
            (_, true) => "agreed",
            (_, false) => "not agreed",
        }
    }

    /// Says that nobody on the rota may decide it now, and what is left.
    pub const fn nobody_to_ring(self) -> &'static str {
        match self {
            Self::Emergency(_) => {
                "Nobody on the rota may uphold it now. It waits, and what it says is covered meanwhile, until its end."
            }
            Self::Ground(_) | Self::Route(_) => {
                "Nobody on the rota may agree to it now. It waits; in immediate danger act and record it (Alt+m)."
            }
        }
    }

    /// Refuses a challenge.
    pub fn no_challenge() -> Refusal {
        Refusal::new(
            "ChallengeNotHere",
            "A challenge is made for an override, from the agencies and the end that its manager gives. Nothing was decided; take a one-time code, or their voice.",
        )
        .by("southampton-24")
    }

    /// Says what a manager does who says yes or no to it.
    pub const fn says(self, yes: bool) -> &'static str {
        match (self, yes) {
            (Self::Emergency(_), true) => "upholds it",
            (Self::Emergency(_), false) => "does not uphold it",
            (_, true) => "agrees",
            (_, false) => "does not agree",
        }
    }
}

/// What a manager says of it on the telephone, as the worker takes it down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// Who speaks: somebody on the rota. The number is the rota's, so it is not asked here.
    pub manager: StaffId,
    /// When the call began.
    pub began: DateTime<Utc>,
    /// What was read out to them: what stands there when it is taken down, or it was written anew since.
    pub read_out: String,
    /// Agrees or not; upholds or not.
    pub agree: bool,
    /// In what words, dictated.
    pub words: String,
    /// What follows where an emergency is not upheld; of nothing else.
    pub follows: Follows,
}

/// A call in which a manager agreed or did not, upheld or did not, as the journal keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidByTelephone {
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
    /// Agreed or not; upheld or not.
    pub agree: bool,
    /// In what words, dictated.
    pub words: String,
    /// What follows where an emergency was not upheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Follows>,
}

/// A manager's word that somebody else took down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpokenWord {
    /// Its number.
    pub no: WordNo,
    /// On what.
    pub of: OfTwo,
    /// When it was taken down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub written_by: StaffId,
    /// The call.
    pub said: SaidByTelephone,
    /// What showed that it was the manager.
    pub proof: Proved,
    /// Why there was nothing but the voice.
    pub no_device: String,
    /// Whether the manager has signed for it.
    pub word: SignedWord,
}

impl SpokenWord {
    /// Gives by when the manager's own signed word is due, while it is waited for.
    pub const fn unsigned(&self) -> Option<&Due> {
        match &self.word {
            SignedWord::Unconfirmed { due } => Some(due),
            _ => None,
        }
    }

    /// Gives how it was given.
    pub const fn how(&self) -> How {
        self.proof.how()
    }

    /// Tells how it was given and whether the manager has stood by it: what stands wherever it is shown.
    pub fn mark(&self) -> String {
        let how = match self.how() {
            How::TelephoneCode => "by telephone, with a one-time code",
            how => how.words(),
        };
        let word = match self.word {
            SignedWord::NotNeeded => return how.to_owned(),
            SignedWord::Unconfirmed { .. } => "unconfirmed",
            SignedWord::Confirmed { .. } => "confirmed",
            SignedWord::Corrected { .. } => "corrected",
            SignedWord::Disowned { .. } => "disowned",
        };
        format!("{how}, {word}")
    }
}

/// A manager on the telephone decided something of two.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WordTakenDown {
    /// Its number.
    pub no: WordNo,
    /// On what.
    pub of: OfTwo,
    /// The call.
    pub said: SaidByTelephone,
    /// What showed that it was the manager.
    pub proof: Proved,
    /// Why there was nothing but the voice.
    pub no_device: String,
    /// By when the manager's own signed word is due.
    pub word_due: Due,
    /// The digest of the profile in force.
    pub profile_digest: String,
}

/// A manager was rung about what takes two, and gave no word on it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CalledInVain {
    /// About what.
    pub of: OfTwo,
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

/// A word by telephone, whatever it is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByWord {
    /// On an override.
    Override(OverrideNo),
    /// On what takes two.
    OfTwo(WordNo),
}

/// A one-time code was not taken; nothing was decided.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WordCodeRefused {
    /// For what.
    pub of: OfTwo,
    /// Which manager was said to speak.
    pub manager: StaffId,
    /// Why not.
    pub why: NotTaken,
}

/// The manager stood by what was taken down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WordConfirmed {
    /// Which.
    pub no: WordNo,
    /// Whether after its time.
    pub late: bool,
}

/// The manager said that it was never said; it has no force from then.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WordDisowned {
    /// Which.
    pub no: WordNo,
    /// Whether after its time.
    pub late: bool,
    /// What the manager says of it.
    pub why: String,
    /// By when the head of service is told.
    pub tell: Due,
    /// By when a manager should have answered what waits again.
    pub due: Due,
}

impl Oversight {
    /// Finds a word that was taken down by telephone on something of two.
    pub fn spoken_word(&self, no: WordNo) -> Option<&SpokenWord> {
        self.spoken.iter().find(|word| word.no == no)
    }

    /// Gives the words on what takes two that wait for the manager's own signed word.
    pub fn unsigned_words(&self) -> impl Iterator<Item = (&SpokenWord, &Due)> {
        self.spoken.iter().filter_map(|word| Some((word, word.unsigned()?)))
    }

    /// Gives every one-time code that was used in this contact: device and step.
    pub fn codes(&self) -> impl Iterator<Item = (DeviceId, u64)> {
        let spoken = self.spoken.iter().filter_map(|word| match word.proof {
            Proved::Code { device, step } => Some((device, step)),
            Proved::Bound { .. } | Proved::Nothing => None,
        });
        self.overrides.iter().flat_map(|o| o.codes.iter().copied()).chain(spoken)
    }

    /// Gives the calls to managers about something of two that came to nothing, oldest first.
    pub fn called_in_vain(&self, of: OfTwo) -> impl Iterator<Item = &Attempt> {
        self.in_vain.iter().filter(move |(about, _)| *about == of).map(|(_, attempt)| attempt)
    }

    /// Gives the codes that were not taken for something of two.
    pub fn not_taken_for(&self, of: OfTwo) -> impl Iterator<Item = &AnswerRefused> {
        self.codes_refused.iter().filter(move |(about, _)| *about == of).map(|(_, refused)| refused)
    }
}

impl Contact {
    /// Gives the word by telephone on which what takes two rests as it stands; none where a manager signed it.
    pub fn word_on(&self, of: OfTwo) -> Option<&SpokenWord> {
        let at = match of {
            OfTwo::Ground(no) => match &self.oversight.ground(no)?.state {
                GroundState::Decided(said) | GroundState::NotAgreed(said) => said.at,
                GroundState::Waits | GroundState::Ended { .. } => return None,
            },
            OfTwo::Route(no) => {
                let route = self.routes.get(no)?;
                match (&route.second, &route.state) {
                    (Some(second), _) => second.at,
                    (None, route::State::NotSeconded { at, .. }) => *at,
                    (None, _) => return None,
                }
            }
            OfTwo::Emergency(no) => match self.oversight.emergency(no)?.state {
                EmergencyState::Upheld { at, .. } | EmergencyState::NotUpheld { at, .. } => at,
                EmergencyState::Waits => return None,
            },
        };
        self.oversight.spoken.iter().rev().find(|word| word.of == of && word.at == at)
    }
}
