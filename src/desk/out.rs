//! Visits and shifts at the desk: who would see an alarm, what a brief says, and each deed in one unit of work.

use chrono::{DateTime, Utc};

use super::{Desk, DeskError, Work, family};
use crate::{
    domain::{
        board::{Entry, Kind},
        calendar::words,
        contact::{Stamp, night::Line},
        ids::{EventId, Reference, ShiftId, StaffId, VisitId},
        queue::Lane,
        refusal::Refusal,
        shift::{self, Brief, Shift, Unfiled},
        staff::Actor,
        visit::{self, Visit, decide::Around},
    },
    store::{Direction, NewEvent, Recorded, Stamp as StoreStamp},
};

/// How many lines of a kind a brief has.
const BRIEF: usize = 20;

impl Desk {
    /// Gives who else sits at a console that would show an alarm: nobody, where this is the only one.
    pub fn who_would_see(&self) -> Result<Vec<StaffId>, DeskError> {
        let me = self.actor.as_ref().map(|actor| actor.person);
        let own = self.alive.as_ref().map(|alive| alive.id);
        let looking = self.store.looking()?.into_iter();
        // Whoever is out themselves sees nothing.
        let away: Vec<_> =
            self.store.board(Kind::Visit)?.into_iter().filter_map(|entry| entry.person).collect();
        let others = looking.filter(|looking| {
            Some(looking.console) != own && Some(looking.person) != me && !away.contains(&looking.person)
        });
        let mut found: Vec<StaffId> = others.map(|looking| looking.person).collect();
        found.sort();
        found.dedup();
        Ok(found)
    }

    pub(super) fn visit(&mut self, id: Option<VisitId>, command: &visit::Command) -> Result<(), DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        let seen_by = self.who_would_see()?;
        // A visit names its contact by the reference that people say.
        let found = match command {
            visit::Command::Start(going) => match going.reference {
                Some(reference) => {
                    let row = self.store.by_reference(reference)?;
                    let row = row.ok_or(DeskError::NoSuchContact(reference))?;
                    if !row.opens_to(&actor, now) {
                        return Err(DeskError::NoSuchContact(reference));
                    }
                    Some(crate::domain::ids::ContactId(row.id))
                }
                None => going.contact,
            },
            _ => None,
        };
        self.work(|work| {
            let mut going = match command {
                visit::Command::Start(going) => Some(going.clone()),
                _ => None,
            };
            if let Some(going) = &mut going {
                going.contact = found;
            }
            let (mut visit, event) = match (id, command) {
                (None, visit::Command::Start(said)) => {
                    let going = going.as_ref().unwrap_or(said);
                    let contact = going.contact.map(|contact| work.contact(contact)).transpose()?;
                    let place = Some(going.place.as_str());
                    let who = (&actor, &*work.book.state);
                    let found = family::marks(&mut *work.unit, contact.as_ref(), place, who, now)?;
                    let around = Around { seen_by: &seen_by, contact: contact.as_ref(), found: &found };
                    (None, Visit::start(going, around, &work.context(&actor, now))?)
                }
                (Some(id), command) => {
                    let visit = work.visit(id)?;
                    let Some(event) = visit.decide(command, &work.context(&actor, now))? else {
                        return Ok(());
                    };
                    (Some(visit), event)
                }
                (None, _) => return Err(unknown("VisitUnknown", "That visit is not on this desk.")),
            };
            let stamp = Stamp { at: now, by: actor.person };
            let version = visit.as_ref().map_or(0, |visit| visit.version);
            let stream = match &visit {
                Some(visit) => visit.id,
                None => VisitId(work.uuid(now)?),
            };
            work.journal(stream.0, version, event.kind(), event.body()?, &actor, now)?;
            match &mut visit {
                Some(visit) => visit.evolve(&event, stamp),
                None => visit = Visit::begin(stream, &event, stamp),
            }
            let board = visit.map(|visit| visit.board()).unwrap_or_default();
            Ok(work.unit.put_board(stream.0, &board)?)
        })
    }

    pub(super) fn shift(&mut self, id: Option<ShiftId>, command: &shift::Command) -> Result<(), DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        let brief = self.brief()?;
        self.work(|work| {
            let stamp = Stamp { at: now, by: actor.person };
            let (event, mut shift) = match (id, command) {
                (None, shift::Command::Start(beginning)) => {
                    let open = work.unit.board(Kind::Shift)?.iter().any(|e| e.person == Some(actor.person));
                    (Shift::start(beginning, brief, open, &work.context(&actor, now))?, None)
                }
                (Some(id), shift::Command::End { reasons }) => {
                    let shift = work.shift(id)?;
                    let unfiled = unfiled(work, &shift)?;
                    let out = work.unit.board(Kind::Visit)?.iter().any(|e| e.person == Some(actor.person));
                    (shift.end(reasons, &unfiled, out, &work.context(&actor, now))?, Some(shift))
                }
                _ => return Err(unknown("ShiftUnknown", "That shift is not on this desk.")),
            };
            let version = shift.as_ref().map_or(0, |shift| shift.version);
            let stream = match &shift {
                Some(shift) => shift.id,
                None => ShiftId(work.uuid(now)?),
            };
            work.journal(stream.0, version, event.kind(), event.body()?, &actor, now)?;
            match &mut shift {
                Some(shift) => shift.evolve(&event, stamp),
                None => shift = Shift::begin(stream, &event, stamp),
            }
            let board = shift.map(|shift| shift.board()).unwrap_or_default();
            Ok(work.unit.put_board(stream.0, &board)?)
        })
    }

    /// Draws up what somebody is told who begins now; what is sealed to them stays out.
    pub fn brief(&self) -> Result<Brief, DeskError> {
        let now = self.clock.now();
        let counts = self.store.lane_counts(None)?;
        let left = self.seen(self.store.lane(Lane::Handover, None, None, BRIEF, Direction::Down)?);
        let left = left.iter().map(|row| {
            let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
            let said = row.preview.iter().find_map(|line| line.strip_prefix("Left for you: "));
            format!("{reference} {}", said.unwrap_or(&row.stands))
        });
        let lines = |kind| -> Result<Vec<String>, DeskError> {
            let entries =
                self.visible(kind)?.into_iter().filter(|entry| entry.due.is_none_or(|due| due > now));
            let line = |entry: Entry| {
                let line: Line = entry.read()?;
                let until = entry.due.map(|due| format!(" (until {})", words::near(now, due)));
                Some(format!("{} {}{}", line.reference, line.words, until.unwrap_or_default()))
            };
            Ok(entries.filter_map(line).take(BRIEF).collect())
        };
        Ok(Brief {
            open: counts.of(Lane::All),
            left: left.collect(),
            alerts: lines(Kind::Alert)?,
            tonight: lines(Kind::Tonight)?,
        })
    }
}

/// Lists what of a shift is on no child's file; what earlier nights left was answered for by those who left it.
fn unfiled(work: &mut Work<'_, '_>, shift: &Shift) -> Result<Vec<Unfiled>, DeskError> {
    let entries = work.unit.board(Kind::Unfiled)?;
    let one = |entry: Entry| {
        let line: Line = entry.read()?;
        if !shift.is_of(line.taken, entry.person) {
            return None;
        }
        Some(Unfiled { contact: entry.contact?, reference: line.reference, why: String::new() })
    };
    let mut unfiled: Vec<Unfiled> = entries.into_iter().filter_map(one).collect();
    unfiled.sort_by_key(|one| one.reference.parse::<Reference>().ok());
    Ok(unfiled)
}

fn unknown(code: &'static str, words: &str) -> DeskError {
    DeskError::Refused(Refusal::new(code, words))
}

impl Work<'_, '_> {
    /// Appends one event to a stream beside the contacts.
    fn journal(
        &mut self,
        stream: uuid::Uuid,
        version: u64,
        kind: &'static str,
        body: String,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let new = NewEvent { id: EventId(self.uuid(now)?), kind, body };
        let stamp = StoreStamp { person: Some(actor.person), account: Some(actor.account), at: now };
        self.unit.append(stream, version, &stamp, &[new])?;
        Ok(())
    }

    fn visit(&mut self, id: VisitId) -> Result<Visit, DeskError> {
        fold_visit(id, &self.unit.stream(id.0)?)
    }

    fn shift(&mut self, id: ShiftId) -> Result<Shift, DeskError> {
        fold_shift(id, &self.unit.stream(id.0)?)
    }
}

macro_rules! folds {
    ($name:ident, $id:ty, $noun:ident, $aggregate:ty, $code:literal, $words:literal) => {
        /// Folds the entries of one.
        pub(super) fn $name(id: $id, entries: &[Recorded]) -> Result<$aggregate, DeskError> {
            let mut made: Option<$aggregate> = None;
            for entry in entries {
                let event = $noun::Event::read(&entry.kind, &entry.body)?;
                let Some(by) = entry.person else { return Err(DeskError::ContactMissing) };
                let stamp = Stamp { at: entry.at, by };
                match &mut made {
                    Some(made) => made.evolve(&event, stamp),
                    None => made = <$aggregate>::begin(id, &event, stamp),
                }
            }
            made.ok_or_else(|| unknown($code, $words))
        }
    };
}

folds!(fold_visit, VisitId, visit, Visit, "VisitUnknown", "That visit is not on this desk.");
folds!(fold_shift, ShiftId, shift, Shift, "ShiftUnknown", "That shift is not on this desk.");
