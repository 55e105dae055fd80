//! What is worked out once and drawn many times: it is kept for as long as what it was worked out of stays the same.

use std::{cell::RefCell, fmt, rc::Rc, sync::Arc};

use chrono::{DateTime, Utc};

use crate::{
    desk::protocol::DeskView,
    domain::{desk::State, duty::Duty, ids::AccountId, policy::Policy},
};

/// Something that was worked out, and of what.
pub struct Kept<K, T>(RefCell<Option<(K, Rc<T>)>>);

impl<K: PartialEq, T> Kept<K, T> {
    /// Gives what comes of this; it is worked out only where that is something else than the last time.
    pub fn of(&self, key: K, work: impl FnOnce() -> T) -> Rc<T> {
        if let Some((known, kept)) = &*self.0.borrow()
            && *known == key
        {
            return Rc::clone(kept);
        }
        let made = Rc::new(work());
        *self.0.borrow_mut() = Some((key, Rc::clone(&made)));
        made
    }
}

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}

impl<K, T> fmt::Debug for Kept<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

/// What every screen is worked out of: the minute, the desk's book, and whoever is signed in.
#[derive(Clone, Debug)]
pub struct Facts {
    minute: i64,
    policy: Arc<Policy>,
    duty: Arc<Duty>,
    state: Arc<State>,
    account: AccountId,
}

impl Facts {
    /// Takes them of a desk as somebody sees it at a moment; nothing that is shown counts seconds.
    pub fn of(now: DateTime<Utc>, desk: &DeskView, account: AccountId) -> Self {
        let book = &desk.book;
        Self {
            minute: now.timestamp().div_euclid(60),
            policy: Arc::clone(&book.policy),
            duty: Arc::clone(&book.duty),
            state: Arc::clone(&book.state),
            account,
        }
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        (self.minute, self.account) == (other.minute, other.account)
            && Arc::ptr_eq(&self.policy, &other.policy)
            && Arc::ptr_eq(&self.duty, &other.duty)
            && Arc::ptr_eq(&self.state, &other.state)
    }
}
