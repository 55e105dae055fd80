//! What the record says of something that is handed over: a contact, or somebody who is still out.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Cause, What};
use crate::domain::{
    calendar::words::stamp,
    calling::{Call, Calling},
    ids::{ContactId, Reference, VisitId},
    queue::RESTRICTED,
    visit::Visit,
};

/// What the record says of something that is handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drawn {
    /// Which contact; none where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// Its reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Which visit, where somebody is still out: the item is that they are missed, and nothing of the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Who rang, or who is out, raw.
    pub who: String,
    /// The children, raw.
    pub children: Vec<String>,
    /// Why it is handed over, the most pressing first; never empty.
    pub causes: Vec<Cause>,
}

impl Drawn {
    /// Tells whether it is of a record that is closed to whoever drew it, so that it says nothing of it.
    pub fn is_bare(&self) -> bool {
        self.who == RESTRICTED
    }

    /// Gives what stands in the place of it for whoever may not open its record: that it is there, and what is due.
    #[must_use]
    pub fn bare(self) -> Self {
        let due = self.due();
        let words = "a restricted record: whoever is named in it knows more".to_owned();
        let causes = vec![Cause { what: What::Open, words, due, clock: None }];
        Self { who: RESTRICTED.to_owned(), children: Vec::new(), causes, ..self }
    }

    /// Gives the name by which people say it: the contact's reference, or that it is a visit.
    pub fn label(&self) -> String {
        match (self.visit, self.reference) {
            (None, Some(reference)) => reference.to_string(),
            _ => "visit".to_owned(),
        }
    }

    /// Gives the contact that it hands over; a visit hands over none.
    pub fn whole_contact(&self) -> Option<ContactId> {
        self.contact.filter(|_| self.visit.is_none())
    }

    /// Gives by what it goes now: what is due first of what may call for somebody, or else of all.
    pub fn first(&self, calling: &Calling) -> Option<(DateTime<Utc>, Call)> {
        first(&self.causes, calling)
    }

    /// Gives when the first of it is due.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.causes.iter().filter_map(|cause| cause.due).min()
    }
}

/// Gives by which of some causes an item goes.
pub(super) fn first(causes: &[Cause], calling: &Calling) -> Option<(DateTime<Utc>, Call)> {
    let due = causes.iter().filter_map(|cause| cause.call(calling));
    due.min_by_key(|(due, call)| (*call != Call::Calls, *due))
}

/// Somebody who is still out, and what whoever draws may know of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Out {
    /// The visit.
    pub visit: Visit,
    /// The name of whoever is out.
    pub name: String,
    /// Whether the record it is about opens to whoever draws.
    pub opens: bool,
}

impl Out {
    /// Gives the item by which it is handed over: that somebody misses them.
    pub(super) fn drawn(&self) -> Drawn {
        let Self { visit, name, opens } = self;
        let going = &visit.started.going;
        let place = if *opens { going.place.as_str() } else { "the place stands in a restricted record" };
        let mut words =
            format!("out alone: {place}; ring them on {}; checks in every {} min", going.number, going.every);
        if let Some(named) = &going.named {
            let _ = write!(words, "; {} rings if nothing is heard, {}", named.name, named.number);
        }
        let out = Cause { what: What::Visit, words, due: Some(visit.due()), clock: None };
        let help = visit.help.as_ref().map(|(at, known)| {
            let known = Some(known.trim()).filter(|known| *opens && !known.is_empty());
            let known = known.map(|known| format!(": {known}")).unwrap_or_default();
            let words = format!("NEEDS HELP, called for {}{known}", stamp(*at));
            Cause { what: What::Urgent, words, due: None, clock: None }
        });
        let causes = help.into_iter().chain([out]).collect();
        Drawn {
            contact: going.contact,
            reference: going.reference,
            visit: Some(visit.id),
            who: format!("{name} is out"),
            children: Vec::new(),
            causes,
        }
    }
}
