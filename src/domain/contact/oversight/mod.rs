//! Oversight: sharing without agreement under a manager's word, what was done in an emergency, and grounds of their own.
//!
//! Source: Southampton one-minute guides, MASH and EDT. "Believe" is meant of two people: the worker's belief and the
//! manager's are written apart, in their own words. Nobody authorises their own request, by person and not by account.
//! An override is needed neither to record, nor to advise, nor to pass a child to a team of our own; Section 47, police
//! protection and a court's order are grounds of their own and are never shown as overriding; and no override supplies
//! agreement to a voluntary service. An emergency is acted on first and upheld or not afterwards: never "authorised".

mod recorded;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{AgencyId, EmergencyNo, GroundNo, OverrideNo, PersonNo, PurposeId, StaffId},
    policy::{
        Mode, Role,
        sharing::{Case, GroundKind},
    },
};

pub use self::recorded::*;

/// An agency, and why it and no other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgencyWhy {
    /// Which.
    pub agency: AgencyId,
    /// Why this one.
    pub why: String,
}

/// Whether the family will be told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum TellFamily {
    /// Yes: when and by whom.
    Yes {
        /// When and by whom.
        when_and_who: String,
    },
    /// Not now: why.
    NotNow {
        /// Why.
        why: String,
    },
}

/// What a worker asks a manager to authorise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The children.
    pub children: Vec<PersonNo>,
    /// What was not sought, refused or could not be decided, and by whom.
    pub not_agreed: String,
    /// Why agreement is not there.
    pub case: Case,
    /// The worker's belief, in their own words.
    pub belief: String,
    /// For what.
    pub purpose: PurposeId,
    /// What will be shared or asked.
    pub what: String,
    /// With which agencies, and why each.
    pub agencies: Vec<AgencyWhy>,
    /// What less would do.
    pub less: String,
    /// Until when; stated, no default.
    pub until: DateTime<Utc>,
    /// When it will be looked at again.
    pub review: DateTime<Utc>,
    /// Whether the family will be told.
    pub tell_family: TellFamily,
}

/// The manager's own words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ManagerWords {
    /// What the manager believes.
    pub belief: String,
    /// What would happen if we asked first.
    pub if_asked: String,
    /// What less would do.
    pub less: String,
    /// Why these agencies.
    pub why_agencies: String,
}

/// How far an authority reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// The children.
    pub children: Vec<PersonNo>,
    /// The agencies.
    pub agencies: Vec<AgencyId>,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// How a manager gave their word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Signed in and decided at a console. The ways of deciding from away are further kinds of this.
    AtConsole,
}

impl How {
    /// Gives the words of the record.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AtConsole => "at a console",
        }
    }
}

/// The life of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Written, not asked yet.
    Draft,
    /// Waits for a manager.
    Requested,
    /// A manager authorised it.
    Authorised {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// In which duty.
        role: Role,
        /// How.
        how: How,
        /// In what words.
        words: ManagerWords,
        /// For how much: as asked, or less.
        scope: Scope,
    },
    /// A manager declined.
    Declined {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        reason: String,
        /// What to do instead.
        next: String,
    },
    /// A manager sent it back for more.
    Returned {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        reason: String,
        /// What to do.
        next: String,
    },
    /// The worker took the request back.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
    /// Authorised once, and withdrawn.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        why: String,
    },
}

impl State {
    /// Gives the words of the list.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Draft => "being written",
            Self::Requested => "asked",
            Self::Authorised { .. } => "authorised",
            Self::Declined { .. } => "declined",
            Self::Returned { .. } => "returned",
            Self::Cancelled { .. } => "taken back",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// One override, from the worker's first word to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    /// Its number.
    pub no: OverrideNo,
    /// What is asked.
    pub request: Request,
    /// Who asks.
    pub by: StaffId,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// In which mode.
    pub mode: Mode,
    /// The sentence both put their names to.
    pub threshold: String,
    /// By when a manager should have answered.
    pub due: Due,
    /// Where it stands.
    pub state: State,
}

impl Override {
    /// Tells how far the authority reaches, if a manager gave it and its time is not over.
    pub fn scope_at(&self, now: DateTime<Utc>) -> Option<(&Scope, DateTime<Utc>)> {
        match &self.state {
            State::Authorised { scope, at, .. } if now < scope.until => Some((scope, *at)),
            _ => None,
        }
    }

    /// Tells whether a manager's word is waited for.
    pub const fn waits(&self) -> bool {
        matches!(self.state, State::Requested)
    }
}

/// What was done at once, because a child was in immediate danger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Acted {
    /// The children.
    pub children: Vec<PersonNo>,
    /// What the danger was.
    pub danger: String,
    /// What was done, or shared.
    pub done: String,
    /// With which agencies.
    pub agencies: Vec<AgencyId>,
}

/// Where an emergency record stands: it waits, and is upheld or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EmergencyState {
    /// Oversight was asked for at once.
    Waits,
    /// A manager upheld it.
    Upheld {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// In what words.
        words: String,
    },
    /// A manager did not.
    NotUpheld {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why not.
        words: String,
        /// What stops, what is called back.
        stop: String,
        /// Who is told.
        told: String,
    },
}

impl EmergencyState {
    /// Gives the words of the list; never "authorised".
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waits => "acted, oversight asked",
            Self::Upheld { .. } => "acted, upheld",
            Self::NotUpheld { .. } => "acted, not upheld",
        }
    }
}

/// One emergency record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Emergency {
    /// Its number.
    pub no: EmergencyNo,
    /// Who acted.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub acted: Acted,
    /// By when a manager should have looked at it.
    pub due: Due,
    /// Where it stands.
    pub state: EmergencyState,
}

/// A ground of its own, proposed by a worker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// Which.
    pub kind: GroundKind,
    /// For which children.
    pub children: Vec<PersonNo>,
    /// The evidence the profile asks for.
    pub evidence: String,
    /// With which agencies.
    pub agencies: Vec<AgencyId>,
}

/// Where a ground stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroundState {
    /// Waits for the manager.
    Waits,
    /// Decided by worker and manager.
    Decided {
        /// When.
        at: DateTime<Utc>,
        /// Which manager.
        by: StaffId,
        /// In what words.
        words: String,
    },
    /// The manager did not agree.
    NotAgreed {
        /// When.
        at: DateTime<Utc>,
        /// Which manager.
        by: StaffId,
        /// In what words.
        words: String,
    },
    /// It holds no longer.
    Ended {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
}

impl GroundState {
    /// Gives the words of the list.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waits => "waits for the manager",
            Self::Decided { .. } => "decided by worker and manager",
            Self::NotAgreed { .. } => "manager did not agree",
            Self::Ended { .. } => "ended",
        }
    }
}

/// One ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Its number.
    pub no: GroundNo,
    /// Who proposed it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub proposed: Proposed,
    /// By when a manager should have answered.
    pub due: Due,
    /// Where it stands.
    pub state: GroundState,
}

/// All oversight of a contact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Oversight {
    /// Overrides, oldest first.
    pub overrides: Vec<Override>,
    /// Emergencies, oldest first.
    pub emergencies: Vec<Emergency>,
    /// Grounds, oldest first.
    pub grounds: Vec<Ground>,
}

impl Oversight {
    /// Finds an override.
    pub fn get(&self, no: OverrideNo) -> Option<&Override> {
        self.overrides.iter().find(|o| o.no == no)
    }

    /// Finds an emergency.
    pub fn emergency(&self, no: EmergencyNo) -> Option<&Emergency> {
        self.emergencies.iter().find(|e| e.no == no)
    }

    /// Finds a ground.
    pub fn ground(&self, no: GroundNo) -> Option<&Ground> {
        self.grounds.iter().find(|g| g.no == no)
    }

    /// Gives earlier refusals, which every later manager is shown.
    pub fn refusals(&self) -> impl Iterator<Item = (&Override, &str)> {
        self.overrides.iter().filter_map(|o| match &o.state {
            State::Declined { reason, .. } => Some((o, reason.as_str())),
            _ => None,
        })
    }
}

/// What is done about overrides.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Keeps a request that is still being written; with a number, a later wording of that one.
    Draft {
        /// The one being written, or one that came back.
        no: Option<OverrideNo>,
        /// What it says so far.
        request: Request,
    },
    /// Asks a manager.
    Ask {
        /// The one being written or come back, if there is one.
        no: Option<OverrideNo>,
        /// What is asked.
        request: Request,
    },
    /// Authorises, for as much as was asked or less.
    Authorise {
        /// Which.
        no: OverrideNo,
        /// In the manager's own words.
        words: ManagerWords,
        /// For less than was asked.
        narrowed: Option<Scope>,
        /// How.
        how: How,
    },
    /// Declines.
    Decline {
        /// Which.
        no: OverrideNo,
        /// Why.
        reason: String,
        /// What to do instead.
        next: String,
    },
    /// Sends it back for more.
    Return {
        /// Which.
        no: OverrideNo,
        /// Why.
        reason: String,
        /// What to do.
        next: String,
    },
    /// Takes the request back.
    Cancel {
        /// Which.
        no: OverrideNo,
        /// Why.
        why: String,
    },
    /// Ends an authority before its time.
    Withdraw {
        /// Which.
        no: OverrideNo,
        /// Why.
        why: String,
    },
    /// Acts at once and asks for oversight.
    Act(Acted),
    /// Upholds what was done.
    Uphold {
        /// Which.
        no: EmergencyNo,
        /// In what words.
        words: String,
    },
    /// Does not uphold it.
    NotUphold {
        /// Which.
        no: EmergencyNo,
        /// Why not.
        words: String,
        /// What stops, what is called back.
        stop: String,
        /// Who is told.
        told: String,
    },
    /// Proposes a ground of its own.
    Propose(Proposed),
    /// Agrees, or not, as manager.
    DecideGround {
        /// Which.
        no: GroundNo,
        /// Agrees or not.
        agree: bool,
        /// In what words.
        words: String,
    },
    /// Ends a ground.
    EndGround {
        /// Which.
        no: GroundNo,
        /// Why.
        why: String,
    },
}
