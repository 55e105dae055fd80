//! What this desk knows of other contacts of the same family, read for whoever judges or shows one of them.

use std::collections::{HashSet, VecDeque};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Desk, DeskError,
    family::{ATTACHED, Reads, attached},
    find::SHOWN,
    protocol::Answer,
    spooling::takes_nothing,
    work::fold,
};
use crate::domain::{
    calendar::local::local_day,
    contact::{
        Contact,
        others::{Looks, Other, Tie},
    },
    ids::ContactId,
    input::phone,
    permission::Action,
    staff::Actor,
};

impl Desk {
    /// Gives who rang in other contacts of the same family to whoever may write to it; what cannot be read is looked for when
    /// the letter is kept.
    pub(super) fn reporters(&mut self, id: ContactId) -> Result<Option<Answer>, DeskError> {
        if self.at_hand().is_err() || self.lines.renew(&self.store, self.clock.now()).is_err() {
            return Ok(None);
        }
        let contact = self.shown(id)?;
        if self.permits(&contact, Action::ComposeLetter).is_err() {
            return Ok(None);
        }
        let actor = self.at_hand()?;
        let named = self.lines.naming_child_of(&contact);
        let who = Who { named: &named, actor: &actor, now: self.clock.now() };
        match others(&*self, &contact, &Looks { family: true, named: Vec::new() }, &who) {
            Ok(others) => {
                let others = others.into_iter().map(Other::of_caller).collect();
                Ok(Some(Answer::Reporters { contact: id, others }))
            }
            Err(error) if takes_nothing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives the other contacts of the same family, as far as the desk's file tells any.
    pub(super) fn of_family(&mut self, contact: &Contact) -> Result<Vec<Other>, DeskError> {
        let actor = self.at_hand()?;
        let who = Who { named: &[], actor: &actor, now: self.clock.now() };
        match of_family(&mut &*self, contact, &who) {
            Err(error) if takes_nothing(&error) => Ok(Vec::new()),
            found => found,
        }
    }
}

/// Whose eyes another contact is read with, and which lines may be about a child of this one.
pub(super) struct Who<'w> {
    /// The lines that name a child by a word of its name.
    pub(super) named: &'w [Uuid],
    /// Who acts or looks.
    pub(super) actor: &'w Actor,
    /// When.
    pub(super) now: DateTime<Utc>,
}

/// Reads the contacts beside which one is judged: what is attached, what names the same child, what the same number rang about,
/// what is named.
pub(super) fn others(
    mut read: impl Reads,
    contact: &Contact,
    looks: &Looks,
    who: &Who<'_>,
) -> Result<Vec<Other>, DeskError> {
    let mut found: Vec<Other> = Vec::new();
    if looks.family {
        found = of_family(&mut read, contact, who)?;
        let number = contact.call.caller.number.as_deref().and_then(|raw| phone::read(raw).ok());
        if let Some(digits) = number.and_then(|number| number.digits) {
            for row in read.by_number(&digits)? {
                put(&mut read, &mut found, contact, ContactId(row.id), Tie::Number)?;
            }
        }
    }
    // Where a child is logged into another contact, what that one leads to is read with it.
    let mut named: VecDeque<_> = looks.named.iter().copied().collect();
    if looks.family {
        let earlier = found.iter().filter(|other| other.tie == Tie::Earlier);
        named.extend(earlier.flat_map(Other::leads_to));
    }
    let mut followed = HashSet::new();
    while let Some(reference) = named.pop_front() {
        if followed.len() >= ATTACHED || !followed.insert(reference) {
            continue;
        }
        if let Some(row) = read.by_reference(reference)? {
            put(&mut read, &mut found, contact, ContactId(row.id), Tie::Named)?;
            named.extend(found.iter().filter(|other| other.id.0 == row.id).flat_map(Other::leads_to));
        }
    }
    for other in &mut found {
        let row = read.line(other.id)?;
        other.veiled = row.is_none_or(|row| !row.opens_to(who.actor, who.now));
    }
    Ok(found)
}

/// Reads the contacts of the same family: what is attached, one to the next, and what is open and names a child of the same
/// name.
pub(super) fn of_family(
    read: &mut impl Reads,
    contact: &Contact,
    who: &Who<'_>,
) -> Result<Vec<Other>, DeskError> {
    let mut found = near(read, contact)?;
    if !found.is_empty() {
        for id in attached(read, contact)? {
            put(read, &mut found, contact, id, Tie::Beyond)?;
        }
    }
    let today = local_day(who.now);
    for id in who.named.iter().take(SHOWN) {
        let Some(row) = read.line(ContactId(*id))? else { continue };
        if contact.named_too_in(&row, today).is_empty() {
            continue;
        }
        put(read, &mut found, contact, ContactId(*id), Tie::Same)?;
        // That it names the child would say whom it is about.
        if let Some(other) = found.iter_mut().find(|other| other.id.0 == *id && other.tie == Tie::Same) {
            other.veiled = !row.opens_to(who.actor, who.now);
        }
    }
    Ok(found)
}

/// Reads what is attached to a contact itself, on either side.
pub(super) fn near(read: &mut impl Reads, contact: &Contact) -> Result<Vec<Other>, DeskError> {
    let mut found = Vec::new();
    let attached = &contact.call.attached;
    let earlier = attached.to.iter().map(|(id, _)| (*id, Tie::Earlier));
    for (id, tie) in earlier.chain(attached.later.iter().map(|(id, _)| (*id, Tie::Later))) {
        put(read, &mut found, contact, id, tie)?;
    }
    Ok(found)
}

fn put(
    read: &mut impl Reads,
    found: &mut Vec<Other>,
    contact: &Contact,
    id: ContactId,
    tie: Tie,
) -> Result<(), DeskError> {
    if id == contact.id || found.iter().any(|known| known.id == id) {
        return Ok(());
    }
    // A ringing call is no contact, and what another desk took down is not here to be read.
    let entries = read.entries(id)?;
    if read.line(id)?.is_some_and(|row| row.reference.is_some()) && !entries.is_empty() {
        found.push(Other::of(&fold(id, &entries)?, tie));
    }
    Ok(())
}
