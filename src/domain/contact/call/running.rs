//! A call that is not over, as it matters to another one from the same number.
//!
//! Source: Barnsley: a call that breaks off is rung back, or somebody is sent. Whoever answers the next call from that number
//! has to see that it broke off; and one person on two lines is one conversation, which two workers write down.

use chrono::{DateTime, Utc};

use super::{DropEnd, DropSettled, Line};
use crate::domain::{
    calendar::words::near,
    contact::{Contact, family::names_agree},
    ids::{ContactId, Reference, StaffId},
    input::phone,
    value::YesNo,
};

/// A call that is not over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Running {
    /// Its contact.
    pub contact: ContactId,
    /// The reference.
    pub reference: Reference,
    /// Where it stands.
    pub stands: Stands,
}

/// Where a call stands that is not over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stands {
    /// Somebody is on the line.
    Talking {
        /// Since when.
        since: DateTime<Utc>,
        /// Who has it.
        with: Option<StaffId>,
    },
    /// The line dropped, and nobody settled what follows.
    Dropped {
        /// When.
        at: DateTime<Utc>,
        /// Whether it is safe to ring back, as far as somebody said.
        safe: Option<YesNo>,
        /// When and how it is safe, in words.
        how: String,
    },
}

impl Running {
    /// Says it in a sentence; whose name it is that somebody has is the caller's to know.
    pub fn words<'n>(&self, now: DateTime<Utc>, name_of: impl Fn(StaffId) -> &'n str) -> String {
        let reference = self.reference;
        match &self.stands {
            Stands::Talking { since, with } => {
                let with = with.map(|with| format!(", with {}", name_of(with))).unwrap_or_default();
                format!(
                    "▲ This number is on the line in {reference} too, since {}{with}: one person on two lines?",
                    near(now, *since)
                )
            }
            Stands::Dropped { at, safe, how } => {
                let (at, safe) = (near(now, *at), said(*safe, how));
                format!(
                    "✕ This number's line dropped {at} in {reference}, unfinished; safe to ring back: {safe}"
                )
            }
        }
    }

    /// Says it where there is little room, on the screen of another contact: whose line dropped is on one line only, where
    /// they ring again.
    pub fn brief(&self, now: DateTime<Utc>, beside: &Contact) -> String {
        let reference = self.reference;
        let talks = matches!(beside.call.line, Line::Talking { .. });
        match &self.stands {
            Stands::Talking { .. } if !talks => {
                format!("▲ on the line again in {reference}: the same caller?")
            }
            Stands::Talking { .. } => format!("▲ on the line in {reference} too: one person on two lines?"),
            Stands::Dropped { at, safe, how } => {
                format!("✕ cut off {} in {reference}; safe to ring: {}", near(now, *at), said(*safe, how))
            }
        }
    }

    /// Marks the line of a call that rings from that number.
    pub fn mark(&self, now: DateTime<Utc>) -> String {
        let reference = self.reference;
        match &self.stands {
            Stands::Talking { .. } => format!("▲ on line too, {reference}"),
            Stands::Dropped { at, .. } => format!("✕ cut {}, {reference}", near(now, *at)),
        }
    }

    /// Tells whether the line dropped.
    pub const fn is_dropped(&self) -> bool {
        matches!(self.stands, Stands::Dropped { .. })
    }
}

/// Says whether it is safe to ring back, and how.
fn said(safe: Option<YesNo>, how: &str) -> String {
    match safe {
        None => "nobody has said yet".to_owned(),
        Some(safe) if how.trim().is_empty() => safe.words().to_owned(),
        Some(safe) => format!("{}, {}", safe.words(), how.trim()),
    }
}

impl Contact {
    /// Gives the call as long as it is not over.
    pub fn running(&self) -> Option<Running> {
        let stands = match &self.call.line {
            _ if self.closed.is_some() => return None,
            Line::Talking { since } => Stands::Talking { since: *since, with: self.holder },
            Line::Dropped { at, tried, settled: None, .. } => Stands::Dropped {
                at: *at,
                safe: tried.as_ref().map(|tried| tried.safe_to_ring),
                how: tried.as_ref().map(|tried| tried.how.clone()).unwrap_or_default(),
            },
            Line::Dropped { .. } | Line::Ended { .. } => return None,
        };
        Some(Running { contact: self.id, reference: self.reference, stands })
    }

    /// Tells whether another call from the same number is to be seen here: where the line dropped before this call, and where
    /// somebody is on the line now while this one is not over either. What is attached is seen as that.
    pub fn meets(&self, other: &Running) -> bool {
        let attached = &self.call.attached;
        let known = attached.to.iter().chain(&attached.later).any(|(id, _)| *id == other.contact);
        let runs = self.running().is_some();
        match other.stands {
            _ if known || other.contact == self.id || self.closed.is_some() => false,
            Stands::Talking { .. } => runs,
            Stands::Dropped { at, .. } => at <= self.call.taken,
        }
    }

    /// Gives what settles the dropped line of an earlier contact once this call is attached to it: whoever was cut off there is
    /// on the line here, as the worker wrote the same caller's name in both. Nothing, where the line did not drop before, where
    /// another number rang, where the names differ, or where either caller is not named: one number is a household's or a
    /// school's, and who was cut off counts as reached only where somebody says so.
    pub fn rings_again(&self, earlier: &Self) -> Option<DropSettled> {
        let Line::Dropped { at, settled: None, .. } = &earlier.call.line else { return None };
        let digits = |contact: &Self| {
            let number = contact.call.caller.number.as_deref()?;
            phone::read(number).ok()?.digits
        };
        let same = digits(self).is_some_and(|number| digits(earlier) == Some(number));
        let name = |contact: &Self| {
            let name = contact.call.caller.name.clone()?;
            Some(name).filter(|name| !name.trim().is_empty())
        };
        let agree =
            name(self).zip(name(earlier)).is_some_and(|(here, there)| names_agree(&here, &there).is_some());
        (same && agree && *at <= self.call.taken).then(|| DropSettled {
            safe_to_ring: YesNo::Unknown,
            welfare_check: YesNo::Unknown,
            why: format!("The caller rang again, in {}.", self.reference),
            how: String::new(),
            end: Some(DropEnd::Reached),
            later: Some(self.id),
        })
    }
}
