//! What one contact joins, and a child who is dealt with in it: each child has an outcome in one of the two.
//!
//! Source: Southampton one-minute guides (what is logged once is logged once; every child leaves with an outcome). Two contacts
//! that are each logged into the other would leave the child with none.

use super::{
    Contact, Context, Event,
    namesake::same_age,
    night,
    others::{Other, Sent, Settled},
    route::RouteFilled,
};
use crate::domain::{
    calendar::local::local_day,
    ids::{FieldKey, PersonNo, Reference, RouteNo},
    refusal::Refusal,
    value::Value,
};

/// The rule that wants what is logged once to be logged once.
const JOINED: &str = "southampton-13";

/// The rule that wants an outcome for every child.
const OUTCOME: &str = "southampton-14";

/// The field of a card that says how two contacts are known to be about the same.
const SAME: &str = "same";

impl Contact {
    /// Gives the field of a card that names the contact it joins this one to; nothing, where it joins to none.
    pub(super) fn joining<'c>(&self, no: RouteNo, cx: &Context<'c>) -> Option<&'c FieldKey> {
        cx.policy.outcomes.get(self.routes.get(no)?.letter)?.joins.as_ref()
    }

    /// Gives the contact that a card joins this one to: as the card says, or the one that this belongs to already.
    pub fn joins(&self, no: RouteNo, cx: &Context<'_>) -> Option<Reference> {
        let field = self.joining(no, cx)?;
        match self.routes.get(no)?.fields.get(field) {
            Some(Value::Text(text)) if !text.trim().is_empty() => text.parse().ok(),
            _ => self.call.attached.to.map(|(_, reference)| reference),
        }
    }

    /// Gives what is written on a card that joins, where nobody wrote it because the two are attached already.
    pub(super) fn joined_by_attachment(&self, no: RouteNo, cx: &Context<'_>) -> Option<Event> {
        let field = self.joining(no, cx)?;
        let route = self.routes.get(no).filter(|route| !route.fields.contains_key(field))?;
        let value = Value::Text(self.joins(no, cx)?.to_string());
        Some(Event::RouteFilled(RouteFilled { route: route.no, field: field.clone(), value }))
    }

    /// Gives what was sent for a child in another contact, and does not only lead back here: one of the same name there, of no
    /// age that speaks against it; of a record that is closed to whoever asks, nothing.
    pub fn settled_in<'o>(&self, other: &'o Other, child: PersonNo, cx: &Context<'_>) -> Option<&'o Settled> {
        self.named_in(other, child, cx).filter(|there| !other.veiled && self.does_more(there, cx))
    }

    /// Finds a child among those for whom something was sent in another contact.
    fn named_in<'o>(&self, other: &'o Other, child: PersonNo, cx: &Context<'_>) -> Option<&'o Settled> {
        let here = &self.family.get(child)?.details;
        let today = local_day(cx.now);
        other.settled.iter().find(|there| {
            let names = here.name.as_deref().zip(there.child.name.as_deref());
            names.is_some_and(|(mine, theirs)| night::same_name(mine, theirs))
                && same_age(here.born.as_ref(), there.child.born.as_ref(), today)
        })
    }

    /// Tells whether anything that was sent in another contact does more than log it into this one.
    fn does_more(&self, there: &Settled, cx: &Context<'_>) -> bool {
        let joins =
            |sent: &Sent| cx.policy.outcomes.get(sent.letter).is_some_and(|outcome| outcome.joins.is_some());
        there.sent.iter().any(|sent| !(joins(sent) && sent.names.contains(&self.reference)))
    }

    /// Judges that a child whom a card logs into another contact is decided there, or can still be: it does not lead back here.
    fn leads_on(&self, other: &Other, child: PersonNo, cx: &Context<'_>) -> Result<(), Refusal> {
        let decided = |there: &Settled| self.does_more(there, cx);
        let (named, child_called) = (other.reference, self.family.names(&[child]));
        let there = self.named_in(other, child, cx);
        let anything = other.settled.iter().any(decided);
        // A child who stands there by name and is not decided yet still will be.
        let back = match there {
            Some(there) => !decided(there),
            None => !anything && !other.settled.is_empty() && !other.shares_child(self, &[child]),
        };
        if back || other.rests_on == Some(self.reference) {
            let words = format!(
                "{named} leads back to this contact: {child_called} would have an outcome in neither. Decide it here, with a card of its own. Nothing was changed."
            );
            return Err(Refusal::new("LeadsBack", words).by(OUTCOME));
        }
        // Whether there is anything in a record that is closed to whoever acts is not said by a refusal either.
        if there.is_none() && other.closed && !other.veiled && !anything {
            let words = format!(
                "{named} is closed, and no outcome of its own was sent there: {child_called} would have none. Decide it here, with a card of its own. Nothing was changed."
            );
            return Err(Refusal::new("NothingSentThere", words).by(OUTCOME));
        }
        Ok(())
    }

    /// Judges whether a child is dealt with in the contact that this one belongs to: an outcome was sent there for one of that
    /// name.
    pub(super) fn dealt_with_in(
        &self,
        earlier: Option<&Other>,
        child: PersonNo,
        cx: &Context<'_>,
    ) -> Result<(), Refusal> {
        if earlier.is_some_and(|other| self.settled_in(other, child, cx).is_some()) {
            return Ok(());
        }
        // Whether there is anything in a record that is closed is not said by a refusal either.
        if earlier.is_some_and(|other| other.veiled) {
            let words = "The contact that this one belongs to is a restricted record: what was sent there is not said here. Decide it here, with a card of its own. Nothing was changed.";
            return Err(Refusal::new("RestrictedThere", words).by(OUTCOME));
        }
        if let Some(other) = earlier {
            self.leads_on(other, child, cx)?;
        }
        let called = earlier.map_or_else(|| "The earlier contact".to_owned(), Other::called);
        let words = format!(
            "{called} has no outcome that was sent for a child called {}: decide it here, with a card of its own. Nothing was changed.",
            self.family.names(&[child])
        );
        Err(Refusal::new("NoOutcomeThere", words).by(OUTCOME))
    }

    /// Finds the contact of a reference that is written on a card: one that is there, and is not this one.
    pub(super) fn there<'o>(&self, named: Reference, others: &'o [Other]) -> Result<&'o Other, Refusal> {
        if named == self.reference {
            return Err(Refusal::new(
                "JoinedToItself",
                format!("{named} is this contact. Write the reference of the one that it joins."),
            )
            .by(JOINED));
        }
        others.iter().find(|other| other.reference == named).ok_or_else(|| {
            let words =
                format!("There is no {named} at this desk. Write the reference that the queue shows.");
            Refusal::new("NoSuchContact", words).by(JOINED)
        })
    }

    /// Judges whether a card may join this contact to the one it names: that one is attached or about a child of the card, or
    /// the card says how it is known to be the same.
    pub(super) fn may_join(&self, no: RouteNo, others: &[Other], cx: &Context<'_>) -> Result<(), Refusal> {
        let (Some(named), Some(route)) = (self.joins(no, cx), self.routes.get(no)) else { return Ok(()) };
        let other = self.there(named, others)?;
        route.children.iter().try_for_each(|child| self.leads_on(other, *child, cx))?;
        let said = match route.fields.get(&FieldKey::from(SAME)) {
            Some(Value::Text(text)) => !text.trim().is_empty(),
            _ => false,
        };
        if said || other.is_attached() || !other.veiled && other.shares_child(self, &route.children) {
            return Ok(());
        }
        let what = if other.veiled { "is a restricted record" } else { "names no child of this card" };
        let words = format!(
            "{named} {what}. Look whether it is the right one; if it is, write on the card how you know that it is the same."
        );
        Err(Refusal::new("NoChildInCommon", words).by(JOINED))
    }
}
