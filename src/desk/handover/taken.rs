//! What goes to whoever acknowledges an item: the promises that the giver had made, and the contact where it goes with them.

use chrono::{DateTime, Utc};

use super::super::{DeskError, Work, streams};
use crate::domain::{
    board::Kind as Board,
    calendar::words,
    contact::{
        Command, Contact, Event as Happened, Stamp,
        call::{Command as Call, TakenOver},
        promise::{Owner, Promise},
        telling::Command as Tell,
    },
    handover::{Acknowledged, Handover, Item, Kind, Next, works_in},
    ids::ContactId,
    staff::Actor,
    stream::Stream,
};

/// Who takes an item up, and who writes that into the record: another than they, where it comes in late.
pub(in crate::desk) struct Taking<'a> {
    /// Who has it from then on.
    pub(in crate::desk) who: &'a Actor,
    /// Who is there and writes it.
    pub(in crate::desk) writer: &'a Actor,
    /// When they said that they have it.
    pub(in crate::desk) said: DateTime<Utc>,
    /// When it is written.
    pub(in crate::desk) now: DateTime<Utc>,
}

impl Taking<'_> {
    /// Says whose handover it was, and when it was acknowledged where that is not now.
    fn why(&self, giver: &str) -> String {
        let late = if self.said == self.now {
            String::new()
        } else {
            format!(", acknowledged by {} {}", self.who.name, words::stamp(self.said))
        };
        format!("taken up from the handover of {giver}{late}")
    }

    /// Tells whether nobody else has it since they said so.
    fn is_first<T>(&self, since: Option<&(DateTime<Utc>, T)>) -> bool {
        since.is_none_or(|(at, _)| *at <= self.said)
    }
}

impl Work<'_, '_> {
    /// Gives an item to whoever acknowledged it: what the giver had promised, and the contact where it was given by name or
    /// whoever has it went off with the shift. What has gone to somebody else since they said so stays there.
    pub(super) fn take_item_up(
        &mut self,
        handover: &Handover,
        item: &Item,
        giver: &str,
        taking: &Taking<'_>,
    ) -> Result<(), DeskError> {
        // Whoever takes a visit up watches the alarm: nothing of the contact goes to them by that.
        let Some(id) = item.drawn.whole_contact() else { return Ok(()) };
        let from = match handover.kind {
            Kind::Leave { person, .. } => person,
            Kind::Shift { .. } => handover.by,
        };
        let contact = self.contact(id)?;
        let (why, to) = (taking.why(giver), taking.who.person);
        let passed = |promise: &Promise| promise.passed.last().map(|passed| (passed.at, passed.to));
        for promise in contact.telling.promises.iter().filter(|promise| promise.is_open()) {
            if promise.promised.owner == Owner::Staff(from) && taking.is_first(passed(promise).as_ref()) {
                let command = Tell::HandOver { no: promise.no, to, why: why.clone() };
                self.goes_on(id, &command.into(), taking)?;
            }
        }
        let by_name = matches!(item.next, Some(Next::Person(_)));
        let taken_up = by_name || self.has_gone_off(handover, &contact)?;
        let free = contact.closed.is_none() && taking.is_first(contact.hands.last());
        if taken_up && free && contact.holder != Some(to) {
            self.goes_on(id, &Call::TakeOver { why }.into(), taking)?;
        }
        Ok(())
    }

    /// Gives an item to whoever acknowledged it while the desk's file took nothing, now that their word is in the record.
    pub(in crate::desk) fn take_up_late(
        &mut self,
        made: Stream,
        acknowledged: &Acknowledged,
        taking: &Taking<'_>,
    ) -> Result<(), DeskError> {
        let handover = streams::handover(Some(made))?;
        let Some(item) = handover.item(acknowledged.no) else { return Ok(()) };
        let giver = self.book.state.name_of(handover.by);
        self.take_item_up(&handover, item, giver, taking)
    }

    /// Does something to a contact for whoever takes it up, where its rules let them; whoever writes it signs for that.
    fn goes_on(&mut self, id: ContactId, command: &Command, taking: &Taking<'_>) -> Result<(), DeskError> {
        let Taking { who, writer, now, .. } = *taking;
        if who.person == writer.person {
            return self.try_on(id, command, who, now);
        }
        let mut contact: Contact = self.contact(id)?;
        let Ok(mut events) = contact.decide(command, &self.context(who, now)) else { return Ok(()) };
        for event in &mut events {
            if let Happened::TakenOver(TakenOver { to, .. }) = event {
                *to = Some(who.person);
            }
        }
        self.append(id.0, contact.version, writer, now, &events, None)?;
        let stamp = Stamp { at: now, by: writer.person };
        for event in &events {
            contact.evolve(event, stamp);
        }
        self.settle(&contact)
    }

    /// Tells whether whoever has a contact has gone off with the shift that was handed over: nobody has it then, or the giver,
    /// or a colleague of the same service whose own shift has ended. Whoever is on the line, or still on, keeps it.
    fn has_gone_off(&mut self, handover: &Handover, contact: &Contact) -> Result<bool, DeskError> {
        let Kind::Shift { from, .. } = handover.kind else { return Ok(false) };
        if contact.call.line.is_live() {
            return Ok(false);
        }
        let Some(holder) = contact.holder.filter(|holder| *holder != handover.by) else { return Ok(true) };
        let on = self.unit.board(Board::Shift)?.iter().any(|shift| shift.person == Some(holder));
        Ok(!on && works_in(holder, &self.book.duty) == Some(from))
    }
}
