//! Policy: what an authority's own protocols say, as plain structs that a profile fills from data.
//!
//! The domain reads these and never knows which authority it serves. Nothing here is a default: a profile that leaves
//! something out is refused when it is loaded.

pub mod hours;
pub mod letters;
pub mod outcomes;
pub mod script;
pub mod sharing;
pub mod sources;
pub mod test;

use serde::{Deserialize, Serialize};

use self::{
    hours::Hours, letters::Letters, outcomes::Outcomes, script::Script, sharing::Sharing, sources::Sources,
};
use super::permission::{self, Action};

/// All that a profile says.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The profile's short name, as the command line takes it: `southampton`.
    pub id: String,
    /// The authority's name as the header shows it.
    pub name: String,
    /// The profile's own version, as its authors count it.
    pub version: String,
    /// The digest of every byte of the profile in force, in hexadecimal; it stands in each decision.
    pub digest: String,
    /// When which service is open, and the clocks that run on it.
    pub hours: Hours,
    /// Agencies, purposes, lawful bases, and who may authorise.
    pub sharing: Sharing,
    /// The conversation model.
    pub script: Script,
    /// The outcomes a child's contact can have.
    pub outcomes: Outcomes,
    /// Written responses, and the statutory codes of who referred.
    pub letters: Letters,
    /// Which protocol each rule comes from.
    pub sources: Sources,
}

/// Which service is on duty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The front door in its office hours.
    FrontDoor,
    /// The Emergency Duty Team, out of hours.
    Edt,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 2] = [Self::FrontDoor, Self::Edt];

    /// Gives the words of the header.
    pub const fn words(self) -> &'static str {
        match self {
            Self::FrontDoor => "FRONT DOOR",
            Self::Edt => "EDT",
        }
    }
}

/// What a member of staff may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes calls and decides; the profile may want a manager beside them.
    SocialWorker,
    /// Takes calls about early help.
    EarlyHelpAdviser,
    /// Takes and passes on information; makes no social work decision.
    InformationOfficer,
    /// Manages the front door in its hours and gives oversight there.
    CrsManager,
    /// Advanced practitioner of the Emergency Duty Team.
    EdtPractitioner,
    /// Practice manager of the Emergency Duty Team.
    EdtManager,
    /// Senior manager on call out of hours, who gives oversight then.
    OnCallSeniorManager,
    /// Designated officer for allegations against people who work with children.
    Lado,
    /// Head of the service.
    HeadOfService,
    /// Reads everything, writes nothing.
    Auditor,
    /// Sits beside a worker to learn: reads, but no restricted record.
    Shadow,
    /// Runs the desk's accounts, reads no contact.
    Administrator,
}

impl Role {
    /// Every role, in the order the staff list shows them.
    pub const ALL: [Self; 12] = [
        Self::SocialWorker,
        Self::EarlyHelpAdviser,
        Self::InformationOfficer,
        Self::CrsManager,
        Self::EdtPractitioner,
        Self::EdtManager,
        Self::OnCallSeniorManager,
        Self::Lado,
        Self::HeadOfService,
        Self::Auditor,
        Self::Shadow,
        Self::Administrator,
    ];

    /// Gives the role's words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SocialWorker => "duty social worker",
            Self::EarlyHelpAdviser => "early help adviser",
            Self::InformationOfficer => "information officer",
            Self::CrsManager => "CRS manager",
            Self::EdtPractitioner => "EDT advanced practitioner",
            Self::EdtManager => "EDT practice manager",
            Self::OnCallSeniorManager => "on-call senior manager",
            Self::Lado => "designated officer (LADO)",
            Self::HeadOfService => "head of service",
            Self::Auditor => "auditor",
            Self::Shadow => "shadow",
            Self::Administrator => "administrator",
        }
    }

    /// Gives the role's key, as the command line and files write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SocialWorker => "social_worker",
            Self::EarlyHelpAdviser => "early_help_adviser",
            Self::InformationOfficer => "information_officer",
            Self::CrsManager => "crs_manager",
            Self::EdtPractitioner => "edt_practitioner",
            Self::EdtManager => "edt_manager",
            Self::OnCallSeniorManager => "on_call_senior_manager",
            Self::Lado => "lado",
            Self::HeadOfService => "head_of_service",
            Self::Auditor => "auditor",
            Self::Shadow => "shadow",
            Self::Administrator => "administrator",
        }
    }

    /// Reads a role's key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Tells whether the role may write in a contact at all.
    pub fn writes(self) -> bool {
        permission::allows(self, Action::Write)
    }

    /// Tells whether the role does social work: takes decisions about a child.
    pub fn social_work(self) -> bool {
        permission::allows(self, Action::ProposeGround)
    }

    /// Tells whether the role manages: a profile may make it the one that authorises.
    pub fn manages(self) -> bool {
        permission::allows(self, Action::Authorise)
    }
}

/// Which kind of person rings; it chooses the variant of the script.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallerKind {
    /// A neighbour, a relative outside the household, a stranger.
    Public,
    /// A parent or carer of the child.
    Parent,
    /// A child or young person, about themselves or a friend.
    Child,
    /// Someone who works with the family: school, health, housing.
    Professional,
    /// The police.
    Police,
    /// A professional who wants to think aloud; no names needed.
    Consultation,
    /// An elected councillor, who gets no disclosure by office alone.
    Councillor,
}

impl CallerKind {
    /// Every kind, in the order a worker meets them.
    pub const ALL: [Self; 7] = [
        Self::Public,
        Self::Parent,
        Self::Child,
        Self::Professional,
        Self::Police,
        Self::Consultation,
        Self::Councillor,
    ];

    /// Gives the words a worker reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Public => "member of the public",
            Self::Parent => "parent or carer",
            Self::Child => "child or young person",
            Self::Professional => "professional",
            Self::Police => "police",
            Self::Consultation => "consultation",
            Self::Councillor => "councillor",
        }
    }

    /// Lists how callers call themselves, lower case: what a worker types while they say it.
    ///
    /// A word may stand with two kinds, where only the worker can tell which it is.
    pub const fn also(self) -> &'static [&'static str] {
        match self {
            Self::Public => &[
                "neighbour",
                "friend",
                "relative",
                "grandmother",
                "grandfather",
                "gran",
                "grandad",
                "aunt",
                "uncle",
                "landlord",
                "anonymous",
            ],
            Self::Parent => &[
                "mother",
                "father",
                "mum",
                "dad",
                "stepmother",
                "stepfather",
                "guardian",
                "foster carer",
                "grandmother",
                "grandfather",
                "gran",
                "grandad",
            ],
            Self::Child => &["teenager", "girl", "boy", "pupil"],
            Self::Professional => &[
                "school",
                "teacher",
                "head teacher",
                "designated safeguarding lead",
                "dsl",
                "safeguarding lead",
                "college",
                "nursery",
                "childminder",
                "gp",
                "doctor",
                "surgery",
                "nurse",
                "health visitor",
                "midwife",
                "hospital",
                "paramedic",
                "ambulance",
                "camhs",
                "social worker",
                "youth worker",
                "probation",
                "housing",
                "solicitor",
                "charity",
                "refuge",
            ],
            Self::Police => &["officer", "pc", "sergeant", "inspector", "custody", "control room"],
            Self::Consultation => &["advice"],
            Self::Councillor => &["member of parliament", "mp"],
        }
    }

    /// Tells whether the caller is family or public, so that the reporter and protected addresses are covered on the screen.
    pub const fn covers_screen(self) -> bool {
        matches!(self, Self::Public | Self::Parent | Self::Child | Self::Councillor)
    }
}
