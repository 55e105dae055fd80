//! What a console watches: a stretch of a lane and an open contact, told of anew whenever they change.

use std::sync::Arc;

use super::{
    Desk, DeskError, closing, kin,
    protocol::{Answer, BoardView, ContactView, LaneView, Rings, Stretch},
    spooling::{is_unwritable, takes_nothing},
};
use crate::{
    domain::{
        answer::HeadCode,
        board::Kind,
        contact::{Contact, closing::Outstanding, night::Found, others::Other, oversight::ByWord},
        ids::{ContactId, RingId},
        input::phone,
        policy::Role,
        queue::{Lane, Row, Word},
        refusal::in_a_sentence,
    },
    store::{Around, Cursor, Direction, StoreError, head::Said, presence::Looking},
};

/// How many contacts that wait for a manager are looked through for words to sign.
const WAITING: usize = 500;

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
}

impl Desk {
    /// Reads what is watched and gives it as answers.
    pub(super) fn told(&mut self) -> Result<Vec<Answer>, DeskError> {
        let mut answers = Vec::new();
        // Read before the rest: what is committed in between is told of once more, never missed.
        self.watching.said = self.head.read();
        answers.extend(self.alarmed());
        if let Some(id) = self.watching.contact {
            let contact = self.shown(id)?;
            match self.opens(&contact) {
                Ok(()) => answers.push(Answer::Contact(self.contact_view(id)?)),
                // Restricted meanwhile, or the break-glass is over.
                Err(refusal) => answers.extend(self.shut(id, refusal.words)),
            }
        }
        if !self.watching.board.is_empty() {
            answers.extend(self.board_told()?);
        }
        if let Some(stretch) = self.watching.stretch {
            answers.extend(self.lane_told(stretch)?);
        }
        Ok(answers)
    }

    /// Reads a stretch of a lane; where the file gives nothing, what waits for it is all that can be shown.
    pub(super) fn lane_told(&self, stretch: Stretch) -> Result<Vec<Answer>, DeskError> {
        match self.lane_view(stretch) {
            Err(error)
                if takes_nothing(&error)
                    && (self.contacts_ahead().next().is_some() || self.store.unread().is_some()) =>
            {
                let rows = self.seen(self.contacts_ahead().map(|contact| contact.row()).collect());
                let (counts, at, words, looking) = (None, None, Arc::default(), Arc::default());
                let (rows, runs, rings) = (rows.into(), 0, None);
                let heard = self.heard(None).unwrap_or_default();
                let view = LaneView { stretch, counts, rows, at, runs, words, looking, rings, heard };
                // Where it has been so from the first, the header says it all the time.
                let said = self.store.unread().is_some();
                let failed = (!said).then(|| Answer::Failed { tag: None, words: in_a_sentence(&error) });
                Ok([Answer::Lane(view)].into_iter().chain(failed).collect())
            }
            told => Ok(vec![Answer::Lane(told?)]),
        }
    }

    /// Reads a stretch of a lane with the counts of all; a call that has no number yet stands at its top.
    pub(super) fn lane_view(&self, stretch: Stretch) -> Result<LaneView, DeskError> {
        let person = self.actor.as_ref().map(|actor| actor.person);
        let (lane, place) =
            (stretch.lane, stretch.around.map(|at| (Cursor { sort: at.sort, id: at.id }, at.runs)));
        let night = self.book.duty.calling_at(self.clock.now()).night();
        let at_night = night.is_some();
        let Around { rows, at, runs } = match (night, place) {
            (Some(night), place) => {
                let size = (stretch.before, stretch.after);
                self.store.lane_at_night(lane, person, &night, place, size)?
            }
            (None, Some((place, _))) => {
                self.store.lane_around(lane, person, place, stretch.before, stretch.after)?
            }
            (None, None) => {
                let rows = self.store.lane(lane, person, None, stretch.after, Direction::Down)?;
                Around { rows, at: None, runs: 0 }
            }
        };
        let counts = self.store.lane_counts(person)?;
        let known = Around { rows: self.seen(rows), at, runs };
        let Around { rows, at, runs } = without(known, |row| self.answers_aside(RingId(row.id)));
        let mut rows = self.with_running(self.with_what_waits(rows))?;
        let first =
            if at.is_none_or(|at| at < stretch.before) { self.without_number(stretch.lane) } else { vec![] };
        let at = at.map(|at| at + first.len());
        // Whoever is on the line calls at every hour.
        let runs = if at_night { runs + first.len() } else { runs };
        rows.splice(0..0, first);
        let looking =
            self.store.looking()?.into_iter().map(|looking| (looking.contact, looking.initials)).collect();
        Ok(LaneView {
            stretch,
            counts: Some(Lane::ALL.map(|lane| counts.of(lane) + self.without_number(lane).len() as u64)),
            rows: rows.into(),
            words: self.words_for_me()?.into(),
            at,
            runs,
            looking,
            rings: self.rings(counts.of(Lane::Ringing))?,
            heard: self.heard(None)?,
        })
    }

    /// Gives what is told of the calls that ring to whoever looks at something else.
    fn rings(&self, many: u64) -> Result<Option<Rings>, DeskError> {
        if many == 0 {
            return Ok(None);
        }
        // What was answered aside rings no longer, whatever the file says.
        let known = self.store.lane(Lane::Ringing, None, None, JOURNEY, Direction::Down)?;
        let (aside, rings): (Vec<Row>, Vec<Row>) =
            known.into_iter().partition(|row| self.answers_aside(RingId(row.id)));
        let many = many.saturating_sub(aside.len() as u64);
        let Some(first) = rings.into_iter().next() else { return Ok(None) };
        let number = first.rings_from().and_then(|raw| phone::read(raw).ok()?.digits);
        let from = match number {
            Some(digits) => self.store.by_number(&digits, JOURNEY)?,
            None => vec![],
        };
        let now = self.clock.now();
        let opens = |row: &Row| self.actor.as_ref().is_some_and(|actor| row.opens_to(actor, now));
        let of =
            from.into_iter().filter(|row| !row.lanes.is_empty() && opens(row)).find_map(|row| row.reference);
        Ok(Some(Rings { many, since: first.since, of }))
    }

    /// Reads a lane whole, in the order in which the queue shows it: at night what rings or runs stands before what rests.
    pub(super) fn lane_as_shown(&self, lane: Lane) -> Result<Vec<Row>, DeskError> {
        let person = self.actor.as_ref().map(|actor| actor.person);
        match self.book.duty.calling_at(self.clock.now()).night() {
            Some(night) => {
                let all = self.store.lane_at_night(lane, person, &night, None, (0, usize::MAX))?;
                Ok(self.seen(all.rows))
            }
            None => self.lane(lane, usize::MAX),
        }
    }

    /// Gives the words from away that want something of whoever is signed in.
    fn words_for_me(&self) -> Result<Vec<Word>, DeskError> {
        let Some(actor) = self.actor.as_ref().filter(|actor| actor.manages()) else { return Ok(Vec::new()) };
        let rows = self.store.lane(Lane::Oversight, Some(actor.person), None, WAITING, Direction::Down)?;
        let mine = |word: &Word| {
            word.is_owed_by(actor.person) || word.due.is_none() && actor.is(Role::HeadOfService)
        };
        Ok(rows.into_iter().flat_map(|row| row.words).filter(mine).collect())
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

    /// Folds the open contact, only as far as it is new.
    pub(super) fn folded(&mut self, id: ContactId) -> Result<Arc<Contact>, DeskError> {
        let version = self.store.version(id.0)?;
        if let Some(folded) =
            self.watching.folded.as_ref().filter(|known| known.id == id && known.version == version)
        {
            return Ok(Arc::clone(folded));
        }
        let folded = Arc::new(self.contact_by_id(id)?);
        self.watching.folded = Some(Arc::clone(&folded));
        Ok(folded)
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
        let (looking, journey, beside, heads, marks, around) = match self.around(&contact) {
            // What stands around it is not worth a call: what cannot be read is left out.
            Err(error) if !waits.is_empty() && takes_nothing(&error) => Default::default(),
            around => around?,
        };
        let named = match self.namesakes(&contact) {
            Err(error) if takes_nothing(&error) => Vec::new(),
            named => named?,
        };
        let running = self.running_beside(&contact, &journey)?;
        let elsewhere = match self.marked_elsewhere(&contact) {
            Err(error) if takes_nothing(&error) => Vec::new(),
            elsewhere => elsewhere?,
        };
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
        })
    }

    /// Reads what stands around a contact: who else looks, earlier contacts from the same number, head codes.
    fn around(&self, contact: &Contact) -> Result<Beside, DeskError> {
        let id = contact.id;
        let here = self.alive.as_ref().map(|alive| alive.id);
        let looking = self
            .store
            .looking()?
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

/// Takes lines out of a stretch; where the one that was asked for stands then, and how many run, follows.
fn without(stretch: Around, gone: impl Fn(&Row) -> bool) -> Around {
    let Around { rows, at, runs } = stretch;
    let out: Vec<bool> = rows.iter().map(gone).collect();
    let before = |at: usize| out.iter().take(at).filter(|out| **out).count();
    let at = at.filter(|at| out.get(*at) == Some(&false)).map(|at| at - before(at));
    let runs = runs - before(runs);
    let stays = rows.into_iter().zip(&out).filter_map(|(row, out)| (!out).then_some(row));
    Around { rows: stays.collect(), at, runs }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::domain::queue::Item;

    fn row(id: u128) -> Row {
        Row {
            id: Uuid::from_u128(id),
            item: Item::Contact,
            reference: None,
            urgent: false,
            next: None,
            also: vec![],
            who: String::new(),
            children: vec![],
            stands: String::new(),
            since: DateTime::<Utc>::default(),
            holder: None,
            preview: vec![],
            lanes: vec![Lane::All],
            words: vec![],
            version: 1,
            not_told: Vec::new(),
            marked: false,
            attached: false,
            beside: Vec::new(),
            seal: None,
        }
    }

    /// Takes the second and the fourth of six lines out; gives where the cursor is then, on which line, and how many run.
    fn taken_out(at: usize, runs: usize) -> (Option<(usize, u128)>, usize) {
        let known = Around { rows: (0..6).map(row).collect(), at: Some(at), runs };
        let left = without(known, |row| [1, 3].contains(&row.id.as_u128()));
        assert_eq!(left.rows.len(), 4);
        (left.at.map(|at| (at, left.rows[at].id.as_u128())), left.runs)
    }

    #[test]
    fn the_cursor_stays_on_its_line_where_lines_before_it_go() {
        assert_eq!(taken_out(0, 0), (Some((0, 0)), 0));
        assert_eq!(taken_out(2, 1), (Some((1, 2)), 1));
        assert_eq!(taken_out(5, 4), (Some((3, 5)), 2));
        assert_eq!(taken_out(3, 6), (None, 4), "it has left the lane");
    }
}
