//! How promises change.

use crate::domain::contact::{
    Event, Stamp,
    mistake::Mistake,
    promise::{From, Moved, Owner, Passed, Promise, PromiseState},
    telling::Telling,
};
use crate::domain::ids::PromiseNo;

impl Telling {
    /// Applies an event about a promise; one that names none that is known changes nothing.
    pub(super) fn evolve_promise(&mut self, event: &Event, stamp: Stamp) {
        let Stamp { at, by } = stamp;
        match event {
            Event::PromiseMade(e) => self.promises.push(Promise::made(e.no, e.from, &e.promised, stamp)),
            Event::WrittenFollowupDue(e) => {
                self.promises.push(Promise::made(e.no, From::Agreed, &e.promised, stamp));
                self.written = Some(e.no);
                self.written_due = Some(e.due.clone());
            }
            Event::PromiseKept(e) => {
                self.with(e.no, |promise| promise.state = PromiseState::Kept { at, late: e.late });
            }
            Event::PromiseBroken(e) => {
                self.with(e.no, |promise| promise.state = PromiseState::Broken { at, why: e.why.clone() });
            }
            Event::PromiseMovedV1(e) => {
                let moved = |from| Moved { from, with: String::new(), agreed: at, why: e.why.clone() };
                self.with(e.no, |promise| {
                    promise.moved.push(moved(promise.promised.by));
                    promise.promised.by = e.by;
                });
            }
            Event::PromiseMoved(e) => self.with(e.no, |promise| {
                let from = promise.promised.by;
                promise.moved.push(Moved {
                    from,
                    with: e.with.clone(),
                    agreed: e.agreed,
                    why: e.why.clone(),
                });
                promise.promised.by = e.by;
            }),
            Event::PromiseTried(e) => {
                self.with(e.no, |promise| promise.tries.push((at, by, e.tried.clone())));
            }
            Event::PromiseOpenedAgain(e) => self.with(e.no, |promise| {
                promise.opened_again.push(Mistake::said(stamp, &e.why));
                promise.state = PromiseState::Open;
            }),
            Event::PromiseMistaken(e) => self.with(e.no, |promise| {
                promise.state = PromiseState::Mistaken(Mistake::said(stamp, &e.why));
            }),
            Event::PromiseHandedOver(e) => self.with(e.no, |promise| {
                promise.passed.push(Passed { at, by, from: e.from, to: e.to, why: e.why.clone() });
                promise.promised.owner = Owner::Staff(e.to);
            }),
            _ => {}
        }
    }

    fn with(&mut self, no: PromiseNo, change: impl FnOnce(&mut Promise)) {
        if let Some(promise) = self.promises.iter_mut().find(|promise| promise.no == no) {
            change(promise);
        }
    }
}
