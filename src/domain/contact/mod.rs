//! The contact: one call about children, from the ring to the last letter.
//!
//! One aggregate, two functions. [`Contact::decide`] judges a command against what is recorded and never changes anything;
//! [`Contact::evolve`] applies an event and never judges. The nouns have a file each, types first; what they decide stands
//! in `decide`, under the same names.

pub mod access;
pub mod agreement;
mod alike;
mod board;
pub mod call;
mod clocks;
pub mod closing;
pub mod danger;
mod decide;
pub mod event;
mod evolve;
pub mod facts;
pub mod family;
pub mod gives_away;
mod joined;
pub mod journey;
mod late;
pub mod letter;
pub mod marked;
pub mod mistake;
pub mod namesake;
pub mod nature;
pub mod night;
pub mod not_now;
pub mod others;
pub mod oversight;
pub mod place;
mod preview;
pub mod progress;
pub mod promise;
mod reporter;
pub mod route;
mod row;
pub mod runs;
pub mod said;
mod settles;
pub mod share;
pub mod telling;
mod town;
pub mod why;

use chrono::{DateTime, Utc};

pub use self::event::Event;
use crate::domain::{
    duty::{Due, Duty},
    ids::{ContactId, Reference, StaffId},
    policy::{Mode, Policy},
    refusal::Refusal,
    staff::Actor,
};

/// What a decision is taken in: the moment, the person, the policy and who is on duty.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The moment.
    pub now: DateTime<Utc>,
    /// Who acts.
    pub actor: &'a Actor,
    /// What the authority's protocols say.
    pub policy: &'a Policy,
    /// Which mode, who may authorise, when is this due.
    pub duty: &'a Duty,
}

/// When something happened, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
}

/// A contact as its events have made it.
#[derive(Clone, PartialEq, Debug)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The reference said aloud.
    pub reference: Reference,
    /// The call.
    pub call: call::Call,
    /// The family.
    pub family: family::Family,
    /// What was said about agreement.
    pub agreements: agreement::Agreements,
    /// Overrides, emergencies, other grounds.
    pub oversight: oversight::Oversight,
    /// What was shared or asked, oldest first.
    pub shares: Vec<share::Share>,
    /// Where each child goes.
    pub routes: route::Routes,
    /// Letters and promises.
    pub telling: telling::Telling,
    /// What a night adds.
    pub night: night::Night,
    /// Who may open it.
    pub access: access::Access,
    /// Who has it.
    pub holder: Option<StaffId>,
    /// Through whose hands it went, and since when each had it; oldest first.
    pub hands: Vec<(DateTime<Utc>, StaffId)>,
    /// The line with which it was left for the next service.
    pub handover: Option<String>,
    /// Which service left it, where that is known.
    pub left_by: Option<Mode>,
    /// By when somebody must have decided.
    pub decision: Due,
    /// When it became a referral, if it did.
    pub referral: Option<DateTime<Utc>>,
    /// Since when it is closed, if it is.
    pub closed: Option<DateTime<Utc>>,
    /// What work it waits for, and since when.
    work: (row::Work, DateTime<Utc>),
    /// When it last changed.
    pub changed: DateTime<Utc>,
    /// How many events made it.
    pub version: u64,
}

/// What somebody wants done to a contact.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// With the call.
    Call(call::Command),
    /// With the family.
    Family(family::Command),
    /// About agreement.
    Agreement(agreement::Command),
    /// About oversight.
    Oversight(oversight::Command),
    /// About a share.
    Share(share::Command),
    /// About routes.
    Route(route::Command),
    /// About telling.
    Telling(telling::Command),
    /// About the night.
    Night(night::Command),
    /// About who may open it.
    Access(access::Command),
}

impl Command {
    /// Tells whether a manager is asked by it for an override.
    pub const fn asks_manager(&self) -> bool {
        matches!(self, Self::Oversight(oversight::Command::Ask { .. }))
    }

    /// Tells whether it is a manager's decision at a console, for which the passphrase is asked once more.
    pub const fn is_managers_word(&self) -> bool {
        matches!(
            self,
            Self::Oversight(
                oversight::Command::Authorise { .. }
                    | oversight::Command::Confirm { .. }
                    | oversight::Command::Correct { .. }
                    | oversight::Command::Disown { .. }
                    | oversight::Command::Decline { .. }
                    | oversight::Command::Return { .. }
                    | oversight::Command::Uphold { .. }
                    | oversight::Command::NotUphold { .. }
                    | oversight::Command::DecideGround { .. }
                    | oversight::Command::Withdraw { .. }
                    | oversight::Command::EndGround { .. }
                    | oversight::Command::ConfirmWord { .. }
                    | oversight::Command::DisownWord { .. }
            ) | Self::Night(night::Command::AllowLone(_) | night::Command::SignAnalysis { .. })
                | Self::Route(route::Command::Second { .. })
                | Self::Agreement(agreement::Command::See { .. })
        )
    }

    /// Gives what somebody tries to decide by it, where it decides anything.
    pub fn tries(&self) -> Option<oversight::Try> {
        match self {
            Self::Oversight(command) => command.tries(),
            Self::Night(night::Command::SignAnalysis { no, says }) => Some(oversight::Try {
                matter: oversight::Matter::Analysis(*no),
                deed: match says {
                    night::SecondSays::Mine => oversight::Deed::Confirm,
                    night::SecondSays::Otherwise { .. } => oversight::Deed::Correct,
                    night::SecondSays::NotMine { .. } => oversight::Deed::Disown,
                },
                manager: None,
            }),
            Self::Route(route::Command::Second { route, .. }) => Some(oversight::Try {
                matter: oversight::Matter::Route(*route),
                deed: oversight::Deed::Second,
                manager: None,
            }),
            _ => None,
        }
    }
}

macro_rules! from_noun {
    ($($variant:ident, $noun:ident;)*) => {
        $(impl From<$noun::Command> for Command {
            fn from(command: $noun::Command) -> Self {
                Self::$variant(command)
            }
        })*
    };
}

from_noun! {
    Call, call;
    Family, family;
    Agreement, agreement;
    Oversight, oversight;
    Share, share;
    Route, route;
    Telling, telling;
    Night, night;
    Access, access;
}

impl Contact {
    /// Answers a call: gives the event that opens a contact.
    pub fn take(take: &call::Take, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        decide::call::take(take, cx)
    }

    /// Makes the contact from its first event; any other event makes none.
    pub fn begin(id: ContactId, event: &Event, stamp: Stamp) -> Option<Self> {
        match event {
            Event::Taken(taken) => Some(evolve::begin(id, taken, stamp)),
            Event::MergedLate(late) => late::begin(id, late, stamp),
            _ => None,
        }
    }

    /// Judges a command: gives the events that follow, none when nothing would change, or the reason why not.
    pub fn decide(&self, command: &Command, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        let verdict = decide::may(self, command, cx);
        if let Err(refusal) = &verdict
            && !decide::is_said_better(self, command, refusal)
        {
            return Err(refusal.clone());
        }
        let events = match command {
            Command::Call(command) => decide::call::decide(self, command, cx),
            Command::Family(command) => decide::family::decide(self, command, cx),
            Command::Agreement(command) => decide::agreement::decide(self, command, cx),
            Command::Oversight(command) => decide::oversight::decide(self, command, cx),
            Command::Share(command) => decide::share::decide(self, command, cx),
            Command::Route(command) => decide::route::decide(self, command, cx),
            Command::Telling(command) => decide::telling::decide(self, command, cx),
            Command::Night(command) => decide::night::decide(self, command, cx),
            Command::Access(command) => decide::access::decide(self, command, cx),
        }?;
        verdict?;
        let events = decide::wake(self, events, cx)?;
        decide::written::follow_up(self, events, cx)
    }

    /// Gives what the journal keeps of a decision that was refused: who tried what, and why not. It decides nothing.
    pub fn witness(&self, tried: oversight::Try, refusal: &Refusal) -> Option<Event> {
        let known = match tried.matter {
            oversight::Matter::Override(no) => self.oversight.get(no).is_some(),
            oversight::Matter::Emergency(no) => self.oversight.emergency(no).is_some(),
            oversight::Matter::Ground(no) => self.oversight.ground(no).is_some(),
            oversight::Matter::Route(no) => self.routes.get(no).is_some(),
            oversight::Matter::Analysis(no) => self.analysis(no).is_some(),
            oversight::Matter::Word(no) => self.oversight.spoken_word(no).is_some(),
        };
        tried.refused(refusal).filter(|_| known).map(Event::DecisionRefused)
    }
}
