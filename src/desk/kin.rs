//! What this desk knows of other contacts of the same family, read for whoever judges or shows one of them.

use super::{
    Desk, DeskError,
    family::{Reads, attached},
    protocol::Answer,
    spooling::takes_nothing,
    work::fold,
};
use crate::domain::{
    contact::{
        Contact,
        others::{Looks, Other, Tie},
    },
    ids::ContactId,
    input::phone,
    permission::Action,
};

impl Desk {
    /// Gives who rang in other contacts of the same family to whoever may write to it; what cannot be read is looked for when
    /// the letter is kept.
    pub(super) fn reporters(&mut self, id: ContactId) -> Result<Option<Answer>, DeskError> {
        if self.at_hand().is_err() {
            return Ok(None);
        }
        let contact = self.shown(id)?;
        if self.permits(&contact, Action::ComposeLetter).is_err() {
            return Ok(None);
        }
        match others(&*self, &contact, &Looks { family: true, named: Vec::new() }) {
            Ok(others) => {
                let others = others.into_iter().map(Other::of_caller).collect();
                Ok(Some(Answer::Reporters { contact: id, others }))
            }
            Err(error) if takes_nothing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Reads the contacts beside which one is judged: what is attached, what the same number rang about, what is named.
pub(super) fn others(
    mut read: impl Reads,
    contact: &Contact,
    looks: &Looks,
) -> Result<Vec<Other>, DeskError> {
    let mut found: Vec<Other> = Vec::new();
    if looks.family {
        found = near(&mut read, contact)?;
        for id in attached(&mut read, contact)? {
            put(&mut read, &mut found, contact, id, Tie::Beyond)?;
        }
        let number = contact.call.caller.number.as_deref().and_then(|raw| phone::read(raw).ok());
        if let Some(digits) = number.and_then(|number| number.digits) {
            for row in read.by_number(&digits)? {
                put(&mut read, &mut found, contact, ContactId(row.id), Tie::Beyond)?;
            }
        }
    }
    for reference in &looks.named {
        if let Some(row) = read.by_reference(*reference)? {
            put(&mut read, &mut found, contact, ContactId(row.id), Tie::Named)?;
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
