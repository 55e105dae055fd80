//! Which calls belong together: looked at first, attached on both sides in one unit of work, and taken apart again. And which note
//! belongs to another one.

use chrono::{DateTime, Utc};

use super::{Answer, Desk, DeskError, Work, family::above, protocol::EarlierView};
use crate::domain::{
    contact::{
        Command, Contact, Context,
        call::{Command as Call, Running, TakenFrom},
    },
    ids::{ContactId, NoteNo, Reference},
    permission::Action,
    staff::Actor,
};

impl Desk {
    /// Shows what a contact would be attached to. What attaching would be refused for is refused here, and of a record that is
    /// closed to whoever asks nothing is said but that.
    pub(super) fn earlier(&mut self, later: ContactId, earlier: Reference) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.permit(Action::AddNote)?, self.clock.now());
        self.in_the_record(later)?;
        let row = self.store.by_reference(earlier)?.ok_or(DeskError::NoSuchContact(earlier))?;
        let other = self.contact_by_id(ContactId(row.id))?;
        let this = self.folded(later)?;
        let cx = Context { now, actor: &actor, policy: &self.book.policy, duty: &self.book.duty };
        let to = Call::AttachTo { to: other.id, reference: other.reference };
        let from = Call::TakeIn { from: later, reference: this.reference };
        this.decide(&Command::from(to), &cx)?;
        this.may_belong_to(&other, &above(&mut &*self, &other)?)?;
        other.decide(&Command::from(from), &cx)?;
        let back = this.rings_again(&other).is_some();
        let dropped = other.running().filter(Running::is_dropped).map(|running| (running, back));
        let earlier = EarlierView { row: other.row(), taken: other.call.taken, dropped };
        self.look_searched(&other.reference.to_string(), std::slice::from_ref(&earlier.row));
        Ok(vec![Answer::Earlier { later, earlier: Box::new(earlier) }])
    }

    pub(super) fn attach(&mut self, later: ContactId, earlier: Reference) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        self.in_the_record(later)?;
        let row = self.store.by_reference(earlier)?.ok_or(DeskError::NoSuchContact(earlier))?;
        self.work(|work| {
            let mut later = work.contact(later)?;
            let mut earlier = work.contact(ContactId(row.id))?;
            let to = Call::AttachTo { to: earlier.id, reference: earlier.reference };
            later.may_belong_to(&earlier, &above(&mut &mut *work.unit, &earlier)?)?;
            work.act(&mut later, &to.into(), &actor, now, None)?;
            let from = Call::TakeIn { from: later.id, reference: later.reference };
            work.act(&mut earlier, &from.into(), &actor, now, None)?;
            settle_drop(work, &later, &mut earlier, &actor, now)?;
            work.settle(&later)?;
            work.settle(&earlier)
        })?;
        self.told()
    }

    /// Shows in which contact a note is to stand that was written in the wrong record. What moving it would be refused for is
    /// refused here.
    pub(super) fn belongs(
        &mut self,
        contact: ContactId,
        note: NoteNo,
        to: Reference,
        why: String,
    ) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.permit(Action::AddNote)?, self.clock.now());
        self.in_the_record(contact)?;
        let row = self.store.by_reference(to)?.ok_or(DeskError::NoSuchContact(to))?;
        let right = self.contact_by_id(ContactId(row.id))?;
        let wrong = self.folded(contact)?;
        let cx = Context { now, actor: &actor, policy: &self.book.policy, duty: &self.book.duty };
        let (misplace, take) = moved(&wrong, &right, note, &why);
        wrong.decide(&misplace.into(), &cx)?;
        take.map(|take| right.decide(&take.into(), &cx)).transpose()?;
        let there = EarlierView { row: right.row(), taken: right.call.taken, dropped: None };
        self.look_searched(&right.reference.to_string(), std::slice::from_ref(&there.row));
        Ok(vec![Answer::Belongs { contact, note, why, there: Box::new(there) }])
    }

    /// Marks a note that was written in the wrong record, and writes it in the right one with its time and who wrote it.
    pub(super) fn move_note(
        &mut self,
        contact: ContactId,
        note: NoteNo,
        to: Reference,
        why: &str,
    ) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        self.in_the_record(contact)?;
        let row = self.store.by_reference(to)?.ok_or(DeskError::NoSuchContact(to))?;
        self.in_the_record(ContactId(row.id))?;
        self.work(|work| {
            let mut wrong = work.contact(contact)?;
            let mut right = work.contact(ContactId(row.id))?;
            let (misplace, take) = moved(&wrong, &right, note, why);
            work.act(&mut wrong, &misplace.into(), &actor, now, None)?;
            if let Some(take) = take {
                work.act(&mut right, &take.into(), &actor, now, None)?;
            }
            work.settle(&wrong)?;
            work.settle(&right)
        })?;
        self.told()
    }

    pub(super) fn detach(
        &mut self,
        contact: ContactId,
        other: ContactId,
        why: &str,
    ) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        self.in_the_record(contact)?;
        self.work(|work| {
            for (this, that) in [(contact, other), (other, contact)] {
                let mut this = work.contact(this)?;
                let command = Call::Detach { other: that, why: why.to_owned() };
                work.act(&mut this, &command.into(), &actor, now, None)?;
                work.settle(&this)?;
            }
            Ok(())
        })?;
        self.told()
    }
}

/// Gives what marks a note in the wrong record, and what writes it in the right one.
fn moved(wrong: &Contact, right: &Contact, note: NoteNo, why: &str) -> (Call, Option<Call>) {
    let misplace = Call::MisplaceNote { note, to: right.id, reference: right.reference, why: why.to_owned() };
    let known = wrong.call.notes.iter().find(|known| known.no == note);
    let take = known.map(|known| {
        let (contact, reference) = (wrong.id, wrong.reference);
        // What was moved already was written where it was first.
        let (at, by) = known.from.as_ref().map_or((known.at, known.by), |from| (from.at, from.by));
        let from = TakenFrom { contact, reference, note, at, by, later: known.later };
        Call::TakeNote { from, note: known.belongs_elsewhere() }
    });
    (misplace, take)
}

/// Settles the dropped line of a call to which this one was attached, or which was attached to it, before it was written that the
/// same caller is on both.
pub(super) fn reached(
    work: &mut Work<'_, '_>,
    contact: &mut Contact,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    if let Some((earlier, _)) = contact.call.attached.to {
        let mut earlier = work.contact(earlier)?;
        if settle_drop(work, contact, &mut earlier, actor, now)? {
            work.settle(&earlier)?;
        }
    }
    for (later, _) in contact.call.attached.later.clone() {
        let later = work.contact(later)?;
        settle_drop(work, &later, contact, actor, now)?;
    }
    Ok(())
}

/// Settles the dropped line of an earlier call where whoever was cut off there is on the line in the later one: nobody rings them
/// back. Tells whether it did; where it may not, that is no reason to refuse what was written.
fn settle_drop(
    work: &mut Work<'_, '_>,
    later: &Contact,
    earlier: &mut Contact,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<bool, DeskError> {
    let Some(again) = later.rings_again(earlier) else { return Ok(false) };
    match work.act(earlier, &Call::SettleDrop(again).into(), actor, now, None) {
        Ok(_) => Ok(true),
        Err(DeskError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
