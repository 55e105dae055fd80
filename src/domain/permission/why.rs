//! Why somebody may not, each as a refusal that says what to do instead.

use super::Action;
use crate::domain::{policy::Role, refusal::Refusal};

/// Why the table says no.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Why {
    /// The account reads and does not write.
    ReadsOnly,
    /// The account reads no contact.
    ReadsNoContact,
    /// The account reads contacts, but takes nothing away from them.
    ShowsOnly,
    /// Whoever learns reads no restricted record.
    NoRestricted,
    /// It takes a social worker.
    NotSocialWork,
    /// It takes a manager with authority.
    NotAuthority,
    /// It takes a manager.
    NotManager,
    /// It is for whoever runs the desk.
    NotYours,
    /// It is for whoever audits.
    NotAuditor,
    /// The contact is closed.
    Closed,
    /// The contact is restricted to others.
    Restricted,
    /// It is about their own family.
    OwnFamily,
    /// They came in by break-glass.
    ThroughGlass,
    /// They asked for it themselves.
    OwnRequest,
    /// It is their own break-glass.
    OwnGlass,
    /// They would give themselves the duty that authorises.
    OwnDuty,
    /// They would give themselves a role.
    OwnRole,
    /// They would enrol their own device.
    OwnDevice,
}

impl Why {
    /// Says why a role may not do something when nothing else stands in the way.
    pub(super) const fn of_role(role: Role, action: Action) -> Self {
        use Action as A;
        match (action, role) {
            (
                A::SetDuty
                | A::AddStaff
                | A::OpenAccount
                | A::ChangeRoles
                | A::CloseAccount
                | A::Leave
                | A::EnrolDevice
                | A::Rebuild
                | A::Backup
                | A::Verify,
                _,
            ) => Self::NotYours,
            (A::Open | A::Search | A::Print | A::Export, Role::Administrator) => Self::ReadsNoContact,
            (A::Print | A::Export | A::Open | A::Search, _) => Self::ShowsOnly,
            (A::AuditContact | A::AuditPerson | A::AuditOverrides, _) => Self::NotAuditor,
            (_, Role::Auditor | Role::Shadow | Role::Administrator) => Self::ReadsOnly,
            (A::ProposeGround | A::BreakGlass, _) => Self::NotSocialWork,
            (A::Lift | A::Grant | A::SeeGlass, _) => Self::NotManager,
            _ => Self::NotAuthority,
        }
    }

    /// Gives the refusal's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReadsOnly => "ReadsOnly",
            Self::ReadsNoContact => "ReadsNoContact",
            Self::ShowsOnly => "ShowsOnly",
            Self::NoRestricted => "NoRestricted",
            Self::NotSocialWork => "NotSocialWork",
            Self::NotAuthority => "NoAuthorityNow",
            Self::NotManager => "NotManager",
            Self::NotYours => "NotYours",
            Self::NotAuditor => "NotAuditor",
            Self::Closed => "ContactClosed",
            Self::Restricted => "Restricted",
            Self::OwnFamily => "OwnFamily",
            Self::ThroughGlass => "ThroughGlass",
            Self::OwnRequest => "AuthoriserIsRequester",
            Self::OwnGlass => "OwnGlass",
            Self::OwnDuty => "SetsOwnAuthority",
            Self::OwnRole => "GainsOwnRole",
            Self::OwnDevice => "OwnDevice",
        }
    }

    /// Gives what stands in the way and what to do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReadsOnly => {
                "Your account reads and does not write. Nothing was changed; ask somebody on duty to write it."
            }
            Self::ReadsNoContact => "An administrator runs the desk and reads no contact.",
            Self::ShowsOnly => {
                "Whoever sits beside a worker to learn prints and exports nothing. Ask the worker you sit with."
            }
            Self::NoRestricted => {
                "Whoever sits beside a worker to learn reads no restricted record. Nothing was shown."
            }
            Self::NotSocialWork => "A social worker does this. Nothing was changed; pass the contact on.",
            Self::NotAuthority => {
                "Only the manager on duty gives this word. Nothing was changed; the header names who it is."
            }
            Self::NotManager => "This is for a manager. Nothing was changed; ask one.",
            Self::NotYours => {
                "This is for an administrator or a manager. Nothing was changed; ask one of them."
            }
            Self::NotAuditor => {
                "Who looked at what is read by an auditor, the head of service, or a manager for their own desk. Ask one of them."
            }
            Self::Closed => {
                "The contact is closed. A note can still be added; to do more, open it again with a reason."
            }
            Self::Restricted => {
                "This record is restricted to people named for it. Ask one of them; if a child cannot wait, open it by break-glass, with a reason: a manager is told."
            }
            Self::OwnFamily => {
                "This record is about your own family, so you cannot open it, whoever names you. Ask a colleague to take it."
            }
            Self::ThroughGlass => {
                "You came in by break-glass, which does not let you change who may open it. Ask one of the people named."
            }
            Self::OwnRequest => {
                "You asked for this yourself, so somebody else must decide it: whoever is on duty to authorise, named in the header."
            }
            Self::OwnGlass => "You broke the glass yourself, so another manager must look at it.",
            Self::OwnDuty => "Nobody gives themselves the duty that authorises. Ask a manager to set it.",
            Self::OwnRole => {
                "Nobody gives themselves a role, by this account or another. Ask somebody else who runs the desk."
            }
            Self::OwnDevice => {
                "Nobody enrols a device for themselves, by any account. Nothing was changed; ask two others."
            }
        }
    }

    /// Makes the refusal.
    pub fn refusal(self) -> Refusal {
        let rule = match self {
            Self::NotSocialWork => "bromley-06",
            Self::OwnRequest | Self::OwnDuty | Self::OwnDevice | Self::NotAuthority => "southampton-24",
            Self::Restricted | Self::OwnGlass | Self::ThroughGlass => "southampton-54",
            Self::NoRestricted | Self::ShowsOnly => "leicestershire-12",
            Self::Closed => return Refusal::new(self.code(), self.words()),
            _ => "southampton-01",
        };
        Refusal::new(self.code(), self.words()).by(rule)
    }
}
