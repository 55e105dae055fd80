//! What one contact joins, and a child who is dealt with in it: each child has an outcome in one of the two.
//!
//! Source: Southampton one-minute guides (what is logged once is logged once; every child leaves with an outcome). Contacts that
//! are logged into one another, two or in a ring, would leave the child with none; so would one that names nobody, since it is
//! closed as dealt with in whatever it is attached to afterwards. The desk follows each card that joins, and hands in every contact
//! on the road.

use super::{
    Contact, Context, Event,
    namesake::same_age,
    night,
    others::{Naming, Other, Sent, Settled, Tie},
    route::RouteFilled,
};
use crate::domain::{
    calendar::local::local_day,
    ids::{ContactId, FieldKey, PersonNo, Reference, RouteNo},
    refusal::Refusal,
    value::Value,
};

/// The rule that wants what is logged once to be logged once.
const JOINED: &str = "southampton-13";

/// The rule that wants an outcome for every child.
const OUTCOME: &str = "southampton-14";

/// The field of a card that says how two contacts are known to be about the same.
const SAME: &str = "same";

/// The roads that a child takes from one contact to another, by cards that log it there.
struct Roads<'r> {
    /// The contact they begin at.
    from: &'r Contact,
    /// Who.
    child: PersonNo,
    /// Every contact that was read for it; one that was not leads on.
    others: &'r [Other],
    cx: &'r Context<'r>,
}

/// Where such a road ends.
enum End<'r> {
    /// An outcome was sent there, or still can be.
    Open,
    /// It comes back to where it was.
    Back,
    /// That one is closed, and nothing was sent in it.
    Nothing(&'r Other),
}

impl Roads<'_> {
    /// Finds the child among those for whom something was sent in another contact.
    fn named_in<'o>(&self, other: &'o Other) -> Option<&'o Settled> {
        let here = &self.from.family.get(self.child)?.details;
        let today = local_day(self.cx.now);
        other.settled.iter().find(|there| {
            let names = here.name.as_deref().zip(there.child.name.as_deref());
            names.is_some_and(|(mine, theirs)| night::same_name(mine, theirs))
                && same_age(here.born.as_ref(), there.child.born.as_ref(), today)
        })
    }

    /// Tells whether anything that was sent in another contact does more than log it into one that was passed.
    fn does_more(&self, there: &Settled, passed: &[Reference]) -> bool {
        let joins = |sent: &Sent| {
            self.cx.policy.outcomes.get(sent.letter).is_some_and(|outcome| outcome.joins.is_some())
        };
        there.sent.iter().any(|sent| {
            !joins(sent)
                || sent.names.is_empty()
                || sent.names.iter().any(|named| self.goes_on(*named, passed))
        })
    }

    /// Tells whether the road through one contact ends where something was sent, or can be.
    fn goes_on(&self, named: Reference, passed: &[Reference]) -> bool {
        let next = || self.others.iter().find(|other| other.reference == named);
        named != self.from.reference && next().is_none_or(|next| matches!(self.end(next, passed), End::Open))
    }

    /// Follows it through one contact.
    fn end<'o>(&'o self, at: &'o Other, passed: &[Reference]) -> End<'o> {
        if at.reference == self.from.reference || passed.contains(&at.reference) {
            return End::Back;
        }
        let passed = [passed, &[at.reference]].concat();
        let decided = |there: &Settled| self.does_more(there, &passed);
        let there = self.named_in(at);
        let anything = at.settled.iter().any(decided);
        // A child who stands there by name and is not decided yet still will be.
        let back = if let Some(there) = there {
            !decided(there)
        } else {
            let only_back = !anything && !at.settled.is_empty() && !at.shares_child(self.from, &[self.child]);
            only_back || at.rests_on().is_some_and(|rests| !self.goes_on(rests, &passed))
        };
        // Whether there is anything in a record that is closed to whoever acts is not said by a refusal either.
        match there {
            _ if back => End::Back,
            None if at.closed && !at.veiled && !anything => End::Nothing(at),
            _ => End::Open,
        }
    }
}

/// Wants what is written where a card joins another contact to be a reference; nothing written is none.
pub(super) fn reads_as_reference(written: &Value) -> Result<(), Refusal> {
    match written {
        Value::Text(text) if !text.trim().is_empty() => {
            text.parse::<Reference>().map(drop).map_err(|error| {
                let words =
                    format!("“{}” does not name a contact: {error}. Nothing was changed.", text.trim());
                Refusal::new("NotAReference", words).by(JOINED)
            })
        }
        _ => Ok(()),
    }
}

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

    /// Refuses a card that joins this contact to what is no reference: nobody would be looked for, and nobody found.
    pub(super) fn joins_a_reference(&self, no: RouteNo, cx: &Context<'_>) -> Result<(), Refusal> {
        let written = self.joining(no, cx).and_then(|field| self.routes.get(no)?.fields.get(field));
        written.map_or(Ok(()), reads_as_reference)
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
    pub fn settled_in<'o>(
        &self,
        other: &'o Other,
        child: PersonNo,
        others: &[Other],
        cx: &Context<'_>,
    ) -> Option<&'o Settled> {
        let roads = Roads { from: self, child, others, cx };
        let there = roads.named_in(other).filter(|_| !other.veiled)?;
        roads.does_more(there, &[other.reference]).then_some(there)
    }

    /// Judges that a child whom a card logs into another contact is decided there, or can still be: however many contacts lie
    /// between, it does not lead back here, and somebody is named where it ends.
    fn leads_on(
        &self,
        other: &Other,
        child: PersonNo,
        others: &[Other],
        cx: &Context<'_>,
    ) -> Result<(), Refusal> {
        let (named, child_called) = (other.reference, self.family.names(&[child]));
        let (code, why) = match (Roads { from: self, child, others, cx }).end(other, &[]) {
            End::Back => (
                "LeadsBack",
                format!(
                    "{named} leads back to this contact: {child_called} would have an outcome in neither."
                ),
            ),
            End::Nothing(there) => (
                "NothingSentThere",
                format!(
                    "{} is closed, and no outcome of its own was sent there: {child_called} would have none.",
                    there.reference
                ),
            ),
            // Nobody is decided in a contact that names nobody: it can be closed as dealt with in an earlier one.
            End::Open if other.naming != Naming::Children && !other.veiled => (
                "NobodyNamedThere",
                format!(
                    "{named} names no child, so nothing is decided there for {child_called}: name them there first (F3), or join the contact in which they are named."
                ),
            ),
            End::Open => return Ok(()),
        };
        Err(Refusal::new(
            code,
            format!("{why} Or decide it here, with a card of its own. Nothing was changed."),
        )
        .by(OUTCOME))
    }

    /// Judges whether a child is dealt with in the contact that this one belongs to: an outcome was sent there for one of that
    /// name.
    pub(super) fn dealt_with_in(
        &self,
        others: &[Other],
        child: PersonNo,
        cx: &Context<'_>,
    ) -> Result<(), Refusal> {
        let earlier = others.iter().find(|other| other.tie == Tie::Earlier);
        if earlier.is_some_and(|other| self.settled_in(other, child, others, cx).is_some()) {
            return Ok(());
        }
        // Whether there is anything in a record that is closed is not said by a refusal either.
        if earlier.is_some_and(|other| other.veiled) {
            let words = "The contact that this one belongs to is a restricted record: what was sent there is not said here. Decide it here, with a card of its own. Nothing was changed.";
            return Err(Refusal::new("RestrictedThere", words).by(OUTCOME));
        }
        if let Some(other) = earlier {
            self.leads_on(other, child, others, cx)?;
        }
        let called = earlier.map_or_else(|| "The earlier contact".to_owned(), Other::called);
        let words = format!(
            "{called} has no outcome that was sent for a child called {}: decide it here, with a card of its own. Nothing was changed.",
            self.family.names(&[child])
        );
        Err(Refusal::new("NoOutcomeThere", words).by(OUTCOME))
    }

    /// Judges that this contact may belong to another, which does not belong to it itself, by whatever lies between.
    pub fn may_belong_to(&self, earlier: &Self, above: &[ContactId]) -> Result<(), Refusal> {
        if !above.contains(&self.id) {
            return Ok(());
        }
        let words = format!(
            "{} belongs to {} already, so this one cannot belong to it too: what is decided would stand in neither. Nothing was changed.",
            earlier.reference, self.reference
        );
        Err(Refusal::new("AttachedInARing", words).by(JOINED))
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
        route.children.iter().try_for_each(|child| self.leads_on(other, *child, others, cx))?;
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
