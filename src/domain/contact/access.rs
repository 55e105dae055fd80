//! Who may open the record: a restriction to named people, and the break-glass that gets past it.
//!
//! Source: Southampton one-minute guide, LADO (an allegation against a colleague is seen by the designated officer and the
//! managers named for it). A worker marked as family of the record never opens it, whoever names them, even when the
//! restriction is lifted. Break-glass lasts as long as the profile's clock `break_glass` says, and waits for a manager's look.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Event, Stamp};
use crate::domain::{
    duty::Due,
    ids::{GlassNo, StaffId},
    permission::State,
    policy::Role,
    staff::Actor,
};

/// Why a record is restricted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An allegation against a colleague.
    Allegation,
    /// It is about a worker's own family.
    OwnFamily,
    /// Another reason, in words.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Allegation, Self::OwnFamily, Self::Other];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Allegation => "allegation against a colleague",
            Self::OwnFamily => "a worker's own family",
            Self::Other => "another reason",
        }
    }

    /// Gives the key by which files and the command line name it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Allegation => "allegation",
            Self::OwnFamily => "own_family",
            Self::Other => "other",
        }
    }

    /// Reads a kind's key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The contact was restricted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restricted {
    /// Why, by kind.
    pub kind: Kind,
    /// Why, in words.
    pub why: String,
    /// Who may open it.
    pub named: Vec<StaffId>,
    /// Whose own family it is about: these never open it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub family_of: Vec<StaffId>,
}

/// The restriction was lifted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RestrictionLifted {
    /// Why.
    pub why: String,
}

/// Somebody more may open it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccessGranted {
    /// Who.
    pub person: StaffId,
    /// Why.
    pub why: String,
}

/// Somebody opened it by break-glass.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GlassBroken {
    /// Its number.
    pub no: GlassNo,
    /// Their name as colleagues write it, for whoever may not open the record to see who did.
    pub who: String,
    /// Why.
    pub why: String,
    /// When it ends.
    pub due: Due,
}

/// A manager looked at a break-glass.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GlassSeen {
    /// Which.
    pub no: GlassNo,
    /// What they make of it.
    pub words: String,
}

/// What is done about who may open the record.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Restricts it to named people.
    Restrict(Restricted),
    /// Lifts the restriction.
    Lift {
        /// Why.
        why: String,
    },
    /// Names somebody more.
    Grant {
        /// Who.
        person: StaffId,
        /// Why.
        why: String,
    },
    /// Opens it although not named.
    BreakGlass {
        /// Why.
        why: String,
    },
    /// Looks at a break-glass, as a manager.
    SeeGlass {
        /// Which.
        no: GlassNo,
        /// What they make of it.
        words: String,
    },
}

/// A restriction as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restriction {
    /// When it was marked.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// Why, by kind.
    pub kind: Kind,
    /// Why, in words.
    pub why: String,
    /// Who may open it.
    pub named: Vec<StaffId>,
}

/// One break-glass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glass {
    /// Its number.
    pub no: GlassNo,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// Their name then.
    pub who: String,
    /// Why.
    pub why: String,
    /// When it ends.
    pub due: Due,
    /// Which manager looked at it, when, and in what words.
    pub seen: Option<(StaffId, DateTime<Utc>, String)>,
}

/// Who may open the record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Access {
    /// The restriction, while there is one.
    pub restriction: Option<Restriction>,
    /// Whose own family it is about.
    pub family_of: Vec<StaffId>,
    /// Every break-glass, oldest first.
    pub glass: Vec<Glass>,
}

impl Access {
    /// Gives the break-glass that no manager has looked at yet, the oldest one.
    pub fn unseen(&self) -> Option<&Glass> {
        self.glass.iter().find(|glass| glass.seen.is_none())
    }

    /// Gives how long a person may still read by break-glass; nothing when it is over or never was.
    pub fn time_left(&self, person: StaffId, now: DateTime<Utc>) -> Option<TimeDelta> {
        let ends = self.glass.iter().filter(|glass| glass.by == person).map(|glass| glass.due.at).max()?;
        Some(ends - now).filter(|left| *left > TimeDelta::zero())
    }

    /// Applies an event.
    pub(super) fn evolve(&mut self, event: &Event, stamp: Stamp) {
        match event {
            Event::Restricted(e) => {
                self.restriction = Some(Restriction {
                    at: stamp.at,
                    by: stamp.by,
                    kind: e.kind,
                    why: e.why.clone(),
                    named: e.named.clone(),
                });
                self.family_of.clone_from(&e.family_of);
            }
            Event::RestrictionLifted(_) => self.restriction = None,
            Event::AccessGranted(e) => {
                if let Some(held) = &mut self.restriction {
                    held.named.push(e.person);
                }
            }
            Event::GlassBroken(e) => self.glass.push(Glass {
                no: e.no,
                at: stamp.at,
                by: stamp.by,
                who: e.who.clone(),
                why: e.why.clone(),
                due: e.due.clone(),
                seen: None,
            }),
            Event::GlassSeen(e) => {
                if let Some(glass) = self.glass.iter_mut().find(|glass| glass.no == e.no) {
                    glass.seen = Some((stamp.by, stamp.at, e.words.clone()));
                }
            }
            _ => {}
        }
    }

    /// Gives what a line of the queue must know of it; nothing for a record that anybody opens.
    pub fn seal(&self) -> Option<Seal> {
        if self.restriction.is_none() && self.family_of.is_empty() {
            return None;
        }
        Some(Seal {
            restricted: self.restriction.is_some(),
            allegation: self.restriction.as_ref().is_some_and(|held| held.kind == Kind::Allegation),
            named: self.restriction.as_ref().map(|held| held.named.clone()).unwrap_or_default(),
            family_of: self.family_of.clone(),
            glass: self.glass.iter().map(|glass| (glass.by, glass.due.at)).collect(),
            waits: self
                .unseen()
                .map(|glass| (glass.no, format!("opened by break-glass by {}, look at it", glass.who))),
        })
    }

    /// Tells how the record stands towards somebody.
    pub fn state(&self, actor: &Actor, now: DateTime<Utc>) -> State {
        self.seal().map_or(State::Ordinary, |seal| seal.state(actor, now))
    }
}

/// What a line of the queue knows of a restricted record: enough to say to whom it may be shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seal {
    /// Whether it is restricted to those named.
    pub restricted: bool,
    /// Whether it is an allegation against a colleague, which a designated officer reads.
    pub allegation: bool,
    /// Who may open it.
    pub named: Vec<StaffId>,
    /// Who never may.
    pub family_of: Vec<StaffId>,
    /// Who came in by break-glass, and until when.
    pub glass: Vec<(StaffId, DateTime<Utc>)>,
    /// The break-glass that a manager must look at, in words without a name of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<(GlassNo, String)>,
}

impl Seal {
    /// Gives what is left of it for somebody to whom the record is closed: that a manager must look, and at what.
    #[must_use]
    pub fn bare(self) -> Self {
        Self { restricted: true, allegation: false, named: vec![], family_of: vec![], glass: vec![], ..self }
    }

    /// Tells how the record stands towards somebody.
    pub fn state(&self, actor: &Actor, now: DateTime<Utc>) -> State {
        if self.family_of.contains(&actor.person) {
            return State::OwnFamily;
        }
        if !self.restricted {
            return State::Ordinary;
        }
        if self.named.contains(&actor.person) || (self.allegation && actor.is(Role::Lado)) {
            return State::Named;
        }
        if self.glass.iter().any(|(person, until)| *person == actor.person && now < *until) {
            return State::Glass;
        }
        State::Restricted
    }
}
