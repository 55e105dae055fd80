//! What was refused about a child in another contact of the family, as it stood when a manager was asked here.
//!
//! Source: Southampton one-minute guide, MASH (a manager decides on what is known; whoever was refused does not ask the next one
//! as if nobody had). A second call about the same child is another contact: its refusals are written into the request when it is
//! asked, so that every manager is shown them, and one who is rung has them read out. They are this request's own words from
//! then on, whatever is attached or taken apart later.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{EmergencyState, GroundState, State};
use crate::domain::{
    contact::{Contact, Event, night, others::Other},
    ids::{PersonNo, Reference},
};

/// Something that was refused about children of a contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// When.
    pub at: DateTime<Utc>,
    /// What was, and why.
    pub words: String,
    /// The names of the children, raw.
    pub children: Vec<String>,
}

/// Something that was refused in another contact, as a request keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefusedElsewhere {
    /// In which contact.
    pub reference: Reference,
    /// When.
    pub at: DateTime<Utc>,
    /// What was, and why.
    pub words: String,
}

impl Contact {
    /// Gives what was refused here: by managers, and by whoever could have agreed.
    pub fn refused(&self) -> Vec<Refused> {
        let names = |of: &[PersonNo]| {
            let people = of.iter().filter_map(|no| self.family.get(*no)?.details.name.clone());
            people.collect::<Vec<_>>()
        };
        let mut all = Vec::new();
        let mut add = |at, words, of: &[PersonNo]| all.push(Refused { at, words, children: names(of) });
        for o in &self.oversight.overrides {
            if let State::Declined { at, reason, .. } = &o.state {
                add(*at, format!("override {} was declined: “{reason}”", o.no.0), &o.request.children);
            }
        }
        for ground in &self.oversight.grounds {
            if let GroundState::NotAgreed(said) = &ground.state {
                let kind = ground.proposed.kind.words();
                let words = format!("{kind}: the manager did not agree: “{}”", said.words);
                add(said.at, words, &ground.proposed.children);
            }
        }
        for emergency in &self.oversight.emergencies {
            if let EmergencyState::NotUpheld { at, words, .. } = &emergency.state {
                let words = format!("emergency {} was not upheld: “{words}”", emergency.no.0);
                add(*at, words, &emergency.acted.children);
            }
        }
        for row in self.agreements.standing().filter(|row| row.asked.answer.is_against()) {
            let (who, asked) = (self.family.names(&[row.asked.person]), &row.asked);
            let words = format!("{who}, {}: {}", asked.capacity.words(), asked.answer.words());
            add(row.at, words, &asked.children);
        }
        all.sort_by_key(|refused| refused.at);
        all
    }

    /// Writes into what is asked of a manager what was refused about these children in the other contacts of the family.
    pub fn write_beside(&self, events: &mut [Event], others: &[Other]) {
        for event in events {
            let Event::OverrideRequested(asked) = event else { continue };
            let names: Vec<&str> = asked
                .request
                .children
                .iter()
                .filter_map(|no| self.family.get(*no)?.details.name.as_deref())
                .collect();
            let about = |refused: &&Refused| {
                refused.children.iter().any(|child| names.iter().any(|name| night::same_name(name, child)))
            };
            let open = others.iter().filter(|other| other.is_about_the_same() && !other.veiled);
            let mut all: Vec<RefusedElsewhere> = open
                .flat_map(|other| {
                    other.refused.iter().filter(about).map(|refused| (other.reference, refused))
                })
                .map(|(reference, refused)| RefusedElsewhere {
                    reference,
                    at: refused.at,
                    words: refused.words.clone(),
                })
                .collect();
            all.sort_by_key(|refused| refused.at);
            asked.elsewhere = all;
        }
    }
}
