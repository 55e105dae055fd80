//! What a console watches: a stretch of a lane and an open contact, told of anew whenever they change.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    Desk, DeskError, closing, kin,
    lanes::Shown,
    protocol::{Answer, BoardView, ContactView, Stretch},
    spooling::{is_unwritable, takes_nothing},
};
use crate::{
    domain::{
        answer::HeadCode,
        board::Kind,
        contact::{Contact, closing::Outstanding, night::Found, others::Other, oversight::ByWord},
        ids::ContactId,
        input::phone,
        queue::Row,
    },
    store::{StoreError, head::Said, presence::Looking},
};

/// How many earlier contacts are shown with the open one.
pub(super) const JOURNEY: usize = 20;

/// What stands around a contact: who else looks, earlier contacts from the same number and what they say, head codes, marks,
/// what is open beside it.
type Beside = (Vec<String>, Vec<Row>, Vec<Other>, Vec<(ByWord, HeadCode)>, Vec<Found>, Vec<Outstanding>);

/// What is watched, and how far the journal was read.
#[derive(Default)]
pub(super) struct Watching {
    pub(super) stretch: Option<Stretch>,
    pub(super) contact: Option<ContactId>,
    /// What of the board is watched.
    pub(super) board: Vec<Kind>,
    /// What `desk.head` said when the console was last told.
    pub(super) said: Option<Said>,
    /// The contact as last folded, so that a decision need not read its whole history again.
    pub(super) folded: Option<Arc<Contact>>,
    /// When it was read.
    folded_at: Option<DateTime<Utc>>,
    /// Whether it could not be read when it was last asked for.
    stale: bool,
    /// The lines that were shown last.
    pub(super) shown: Shown,
}

impl Desk {
    /// Reads what is watched and gives it as answers; what cannot be read stays as it was told.
    pub(super) fn told(&mut self) -> Result<Vec<Answer>, DeskError> {
        let mut answers = Vec::new();
        // Read before the rest: what is committed in between is told of once more, never missed.
        self.watching.said = self.head.read();
        answers.extend(self.alarmed());
        if let Some(id) = self.watching.contact {
            let told = self.contact_told(id);
            answers.extend(self.softly(told)?);
        }
        if !self.watching.board.is_empty() {
            answers.extend(self.softly(self.board_told())?);
        }
        if let Some(stretch) = self.watching.stretch {
            answers.extend(self.lane_told(stretch)?);
        }
        Ok(answers)
    }

    /// Tells how a contact is that is open, or that it may be shown no longer.
    fn contact_told(&mut self, id: ContactId) -> Result<Vec<Answer>, DeskError> {
        let contact = self.shown(id)?;
        match self.opens(&contact) {
            Ok(()) => Ok(vec![Answer::Contact(self.contact_view(id)?)]),
            // Restricted meanwhile, or the break-glass is over.
            Err(refusal) => Ok(self.shut(id, refusal.words)),
        }
    }

    /// Reads what of the board is watched; what belongs to a record that is sealed to whoever is signed in stays out.
    pub(super) fn board_view(&self) -> Result<BoardView, DeskError> {
        let mut seen = Vec::new();
        for kind in &self.watching.board {
            seen.extend(self.visible(*kind)?);
        }
        let as_of = self.remembered.as_of(&self.watching.board);
        Ok(BoardView { entries: seen.into(), as_of })
    }

    /// Tells what of the board is watched, and the brief where shifts are.
    pub(super) fn board_told(&self) -> Result<Vec<Answer>, DeskError> {
        let mut answers = vec![Answer::Board(self.board_view()?)];
        if self.watching.board.contains(&Kind::Shift) {
            match self.brief() {
                Err(_) if self.remembered.at.is_some() && self.store.unread().is_some() => {
                    answers.push(Answer::Brief(Arc::new(self.remembered.brief.borrow().clone())));
                }
                // What was told before stands.
                Err(error) if takes_nothing(&error) => {}
                brief => answers.push(Answer::Brief(Arc::new(brief?))),
            }
        }
        Ok(answers)
    }

    /// Shows a contact no longer.
    pub(super) fn shut(&mut self, contact: ContactId, words: String) -> Vec<Answer> {
        self.watching.folded = None;
        if self.look_at(None).is_err() {
            self.watching.contact = None;
        }
        vec![Answer::Shut { contact, words }]
    }

    /// Folds the open contact, only as far as it is new; where its entries cannot be read any more, as it was read last.
    pub(super) fn folded(&mut self, id: ContactId) -> Result<Arc<Contact>, DeskError> {
        let known = self.watching.folded.clone().filter(|known| known.id == id);
        let read = self.store.version(id.0).map_err(DeskError::from).and_then(|version| match &known {
            Some(known) if known.version == version => Ok(Arc::clone(known)),
            _ => self.contact_by_id(id).map(Arc::new),
        });
        match (read, known) {
            (Ok(folded), _) => {
                self.watching.folded = Some(Arc::clone(&folded));
                (self.watching.folded_at, self.watching.stale) = (Some(self.clock.now()), false);
                Ok(folded)
            }
            (Err(error), Some(known)) if takes_nothing(&error) => {
                self.noticed(&error);
                self.watching.stale = true;
                Ok(known)
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Gives a contact as it is shown: with what waits for the record, where anything does.
    pub(super) fn shown(&mut self, id: ContactId) -> Result<Arc<Contact>, DeskError> {
        match self.contact_ahead(id) {
            Some(contact) => Ok(Arc::clone(contact)),
            None => self.folded(id),
        }
    }

    pub(super) fn contact_view(&mut self, id: ContactId) -> Result<ContactView, DeskError> {
        let contact = self.shown(id)?;
        let waits = self.ahead.get(&id.0).map(|ahead| Arc::clone(&ahead.waits)).unwrap_or_default();
        let as_of = self.watching.folded_at.filter(|_| self.watching.stale && waits.is_empty());
        // What stands around it is not worth a call: what cannot be read is left out, and that is said.
        let mut lacks = false;
        let around = self.around(&contact);
        let (looking, journey, beside, heads, marks, around) = self.or_lacks(around, &mut lacks)?;
        let named = self.namesakes(&contact);
        let named = self.or_lacks(named, &mut lacks)?;
        let running = self.or_lacks(self.running_beside(&contact, &journey), &mut lacks)?;
        let elsewhere = self.or_lacks(self.marked_elsewhere(&contact), &mut lacks)?;
        // Where nothing of the record is read, the header says it all the time.
        let lacks = lacks && self.store.unread().is_none();
        let (journey, named, beside) = (self.seen(journey).into(), named.into(), beside.into());
        let (heads, marks) = (heads.into(), marks.into());
        let (heard, around) = (!self.heard(Some(id))?.is_empty(), around.into());
        let elsewhere = elsewhere.into();
        Ok(ContactView {
            contact,
            looking,
            journey,
            running: running.into(),
            named,
            beside,
            heads,
            marks,
            elsewhere,
            heard,
            around,
            waits,
            as_of,
            lacks,
        })
    }

    /// Reads what stands around a contact: who else looks, earlier contacts from the same number, head codes.
    fn around(&self, contact: &Contact) -> Result<Beside, DeskError> {
        let id = contact.id;
        let here = self.alive.as_ref().map(|alive| alive.id);
        let looking = self
            .softly(self.store.looking())?
            .into_iter()
            .filter(|looking| looking.contact == id && Some(looking.console) != here)
            .map(|looking| looking.initials)
            .collect();
        let digits = contact
            .call
            .caller
            .number
            .as_deref()
            .and_then(|raw| phone::read(raw).ok())
            .and_then(|n| n.digits);
        let mut journey: Vec<Row> = match digits {
            Some(digits) => self.store.by_number(&digits, JOURNEY)?,
            None => Vec::new(),
        };
        journey.retain(|row| row.id != id.0 && row.reference.is_some());
        let now = self.clock.now();
        let mut beside = kin::near(&mut &*self, contact)?;
        // Of a record that is closed to them only its number stands here.
        let closed = |other: &Other| match (&self.actor, self.store.row(other.id.0)) {
            (Some(actor), Ok(Some(row))) => !row.opens_to(actor, now),
            _ => true,
        };
        beside.retain(|other| !closed(other));
        let around = closing::around(contact, self, &self.book.state)?;
        Ok((looking, journey, beside, self.heads(contact)?, self.marks(contact)?, around))
    }

    /// Says to the other consoles what this one has open.
    pub(super) fn look_at(&mut self, contact: Option<ContactId>) -> Result<(), DeskError> {
        self.watching.contact = contact;
        let Some(console) = self.alive.as_ref().map(|alive| alive.id) else { return Ok(()) };
        match &self.actor {
            Some(actor) if !self.locked => {
                // A console at no contact says who sits there: the nil id is no contact's.
                let contact = contact.unwrap_or(ContactId(uuid::Uuid::nil()));
                let initials = self.book.state.initials_of(actor.person).to_owned();
                let looking =
                    Looking { contact, console, person: actor.person, initials, since: self.clock.now() };
                said(self.store.look(&looking))
            }
            _ => said(self.store.look_away(console)),
        }
    }
}

/// Lets nobody wait for others to be told who looks: on a disk that takes nothing they are not.
pub(super) fn said(told: Result<(), StoreError>) -> Result<(), DeskError> {
    match told {
        Err(error) if is_unwritable(&error) => {
            tracing::warn!("other consoles do not know what is open at this one");
            Ok(())
        }
        told => Ok(told?),
    }
}
