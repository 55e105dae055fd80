//! What was worked out of contacts that are asked about at each change of the desk. They change far less often than the desk does,
//! so it is kept with the version that it was worked out of.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use uuid::Uuid;

use super::DeskError;

/// What was worked out of contacts, each with the version it was worked out of.
pub(super) struct ByVersion<V>(RefCell<HashMap<Uuid, (u64, V)>>);

impl<V> Default for ByVersion<V> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<V: Clone> ByVersion<V> {
    /// Gives what holds of a contact, and reads it only where it is another one since; where not even its version is known, what
    /// held last. None where it cannot be read.
    pub(super) fn of(
        &self,
        id: Uuid,
        version: Option<u64>,
        read: impl FnOnce() -> Result<(u64, V), DeskError>,
    ) -> Option<V> {
        let is_new = |(last, _): &&(u64, V)| version.is_none_or(|version| *last == version);
        if let Some((_, holds)) = self.0.borrow().get(&id).filter(is_new) {
            return Some(holds.clone());
        }
        let (version, holds) = read().ok()?;
        self.0.borrow_mut().insert(id, (version, holds.clone()));
        Some(holds)
    }

    /// Forgets all contacts but these: of the others nobody asks any more.
    pub(super) fn keep(&self, ids: &HashSet<Uuid>) {
        self.0.borrow_mut().retain(|id, _| ids.contains(id));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_contact_is_read_once_for_each_change_of_it() {
        let (known, reads) = (ByVersion::default(), Cell::new(0));
        let of = |no, version: Option<u64>| {
            let at = version.unwrap_or_default();
            known.of(Uuid::from_u128(no), version, || {
                reads.set(reads.get() + 1);
                Ok((at, format!("{no} at {at}")))
            })
        };
        assert_eq!(of(1, Some(4)).as_deref(), Some("1 at 4"));
        assert_eq!((of(1, Some(4)).as_deref(), reads.get()), (Some("1 at 4"), 1), "nothing changed");
        assert_eq!((of(1, Some(5)).as_deref(), reads.get()), (Some("1 at 5"), 2), "it is another one since");
        assert_eq!((of(2, Some(5)).as_deref(), reads.get()), (Some("2 at 5"), 3), "nor is it the other");
        assert_eq!((of(1, None).as_deref(), reads.get()), (Some("1 at 5"), 3), "what held last stands");
        assert_eq!(known.of(Uuid::from_u128(3), None, || Err(DeskError::ContactMissing)), None);
        // However many there are, none of those that are asked about is read again; the others are forgotten.
        for no in 10..1_000 {
            of(no, Some(1));
        }
        known.keep(&(10..1_000).map(Uuid::from_u128).collect());
        reads.set(0);
        for no in 10..1_000 {
            of(no, Some(1));
        }
        assert_eq!(reads.get(), 0);
        assert_eq!((of(1, Some(5)).as_deref(), reads.get()), (Some("1 at 5"), 1));
    }
}
