//! Visits and shifts at the desk: who would see an alarm, what a brief says, and each deed in one unit of work.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    Desk, DeskError, family,
    spooling::{Kept, is_unwritable, takes_nothing},
    streams::{self, unknown},
};
use crate::{
    domain::{
        board::{Entry, Kind},
        calendar::words,
        contact::{
            Contact, Context, Event as Happened,
            night::{self, Found, LeftUnfiled, Line},
        },
        ids::{ContactId, EventId, Reference, ShiftId, StaffId, VisitId},
        queue::{LEFT, LEFT_BY_NIGHT, Lane, Row},
        shift::{self, Brief, Shift, Unfiled},
        staff::Actor,
        stream::{Event as Said, Stream},
        visit::{self, Going, Visit, decide::Around},
    },
    store::Direction,
};

/// How many lines of a kind a brief has.
const BRIEF: usize = 20;

/// A visit with its contact named, that contact, the marks on others of the family, and whether all of it could be read.
type AroundGoing = (Going, Option<Arc<Contact>>, Vec<Found>, bool);

impl Desk {
    /// Gives who else sits at a console that would show an alarm: nobody, where this is the only one.
    ///
    /// Where the file does not tell any more, those who sat there last.
    pub fn who_would_see(&self) -> Result<Vec<StaffId>, DeskError> {
        let me = self.actor.as_ref().map(|actor| actor.person);
        let own = self.alive.as_ref().map(|alive| alive.id);
        let looking = match self.store.looking() {
            Err(error) if is_unwritable(&error) => return Ok(self.told_alarms.seen_by.to_vec()),
            looking => looking?.into_iter(),
        };
        // Whoever is out themselves sees nothing.
        let away: Vec<_> = self.board(Kind::Visit)?.into_iter().filter_map(|entry| entry.person).collect();
        let others = looking.filter(|looking| {
            Some(looking.console) != own && Some(looking.person) != me && !away.contains(&looking.person)
        });
        let mut found: Vec<StaffId> = others.map(|looking| looking.person).collect();
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Does something about a visit; what is recorded of one is kept also where the desk's file takes nothing.
    pub(super) fn visit(&mut self, id: Option<VisitId>, command: &visit::Command) -> Result<Kept, DeskError> {
        let done = self.recorded_or_kept(
            id.map(|id| id.0),
            command.nature(),
            |desk, actor, now| desk.record_visit(id, command, actor, now),
            |desk, actor, now| desk.keep_visit(id, command, actor, now),
        )?;
        Ok(done.1)
    }

    fn record_visit(
        &mut self,
        id: Option<VisitId>,
        command: &visit::Command,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let seen_by = self.who_would_see()?;
        // A visit names its contact by the reference that people say.
        let found = match command {
            visit::Command::Start(going) => match going.reference {
                Some(reference) => {
                    let row = self.store.by_reference(reference)?;
                    let row = row.ok_or(DeskError::NoSuchContact(reference))?;
                    if !row.opens_to(actor, now) {
                        return Err(DeskError::NoSuchContact(reference));
                    }
                    Some(ContactId(row.id))
                }
                None => going.contact,
            },
            _ => None,
        };
        self.work(|work| {
            let (known, event) = match (id, command) {
                (None, visit::Command::Start(going)) => {
                    let going = Going { contact: found, ..(**going).clone() };
                    let contact = found.map(|contact| work.contact(contact)).transpose()?;
                    let goal = Some(going.goal());
                    let who = (actor, &*work.book.state);
                    let found = family::marks(&mut *work.unit, contact.as_ref(), goal, who, now)?;
                    let contact = contact.as_ref();
                    let around = Around { seen_by: &seen_by, contact, found: &found, read: true };
                    (None, Visit::start(&going, around, &work.context(actor, now))?)
                }
                (Some(id), command) => {
                    let visit = work.visit(id)?;
                    let Some(event) = visit.decide(command, &work.context(actor, now))? else {
                        return Ok(());
                    };
                    (Some(visit), event)
                }
                (None, _) => return Err(unknown("VisitUnknown", "That visit is not on this desk.")),
            };
            let stream = match &known {
                Some(visit) => visit.id.0,
                None => work.uuid(now)?,
            };
            let known = known.map(|visit| Stream::Visit(Box::new(visit)));
            work.write(stream, known, &event.into(), None, actor, now)?;
            Ok(())
        })
    }

    fn keep_visit(
        &mut self,
        id: Option<VisitId>,
        command: &visit::Command,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let (policy, duty) = (Arc::clone(&self.book.policy), Arc::clone(&self.book.duty));
        let cx = Context { now, actor, policy: &policy, duty: &duty };
        let (stream, known, event) = match (id, command) {
            (None, visit::Command::Start(going)) => {
                let seen_by = self.who_would_see()?;
                let (going, contact, found, read) = self.around_going(going, actor, now)?;
                let around = Around { seen_by: &seen_by, contact: contact.as_deref(), found: &found, read };
                (super::uuid(&mut self.random, now)?, None, Visit::start(&going, around, &cx)?)
            }
            (Some(id), command) => {
                let known = self.ahead_of(id.0);
                let visit = streams::visit(known.as_ref().map(|known| known.stream.clone()))?;
                let Some(event) = visit.decide(command, &cx)? else { return Ok(()) };
                (id.0, known, event)
            }
            (None, _) => return Err(unknown("VisitUnknown", "That visit is not on this desk.")),
        };
        self.keep_all(stream, known, &[event.into()], None, actor, now)
    }

    /// Finds what stands around a visit as far as the desk's file still tells: the contact it is about, and the marks on other
    /// contacts of the family; and whether it told all of it.
    fn around_going(
        &self,
        going: &Going,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<AroundGoing, DeskError> {
        let mut told = true;
        let of_file = match going.reference.map(|reference| (reference, self.store.by_reference(reference))) {
            Some((_, Ok(Some(row)))) => Some(ContactId(row.id)),
            Some((reference, Ok(None))) => return Err(DeskError::NoSuchContact(reference)),
            Some((_, Err(error))) if is_unwritable(&error) => {
                told = false;
                None
            }
            Some((_, Err(error))) => return Err(error.into()),
            None => going.contact,
        };
        let open = self.watching.folded.as_ref();
        let known = self.contacts_ahead().chain(open).find(|contact| {
            going.reference.is_some_and(|reference| reference == contact.reference)
                || of_file.is_some_and(|id| id == contact.id)
        });
        let contact = match (known, of_file) {
            (Some(known), _) => Some(Arc::clone(known)),
            (None, Some(id)) => match self.contact_by_id(id) {
                Ok(contact) => Some(Arc::new(contact)),
                Err(error) if takes_nothing(&error) => {
                    told = false;
                    None
                }
                Err(error) => return Err(error),
            },
            (None, None) => None,
        };
        if let (Some(contact), Some(reference)) = (&contact, going.reference)
            && !contact.row().opens_to(actor, now)
        {
            return Err(DeskError::NoSuchContact(reference));
        }
        let who = (actor, &*self.book.state);
        let found = match family::marks(self, contact.as_deref(), Some(going.goal()), who, now) {
            Ok(mut found) if self.store.unread().is_some() => {
                // What was marked since is not known here; what was marked before counts.
                told = false;
                let named = going.reference.filter(|_| contact.is_none());
                let itself = named.map(|named| family::itself(self, named, who, now)).transpose()?.flatten();
                found.retain(|found| itself.as_ref().is_none_or(|itself| itself.contact != found.contact));
                found.extend(itself);
                found
            }
            Ok(found) => found,
            Err(error) if takes_nothing(&error) => {
                told = false;
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let of = contact.as_ref().map(|contact| contact.id).or(of_file);
        Ok((Going { contact: of, ..going.clone() }, contact, found, told))
    }

    /// Does something about a shift; what is recorded of one is kept also where the desk's file takes nothing.
    pub(super) fn shift(&mut self, id: Option<ShiftId>, command: &shift::Command) -> Result<Kept, DeskError> {
        let done = self.recorded_or_kept(
            id.map(|id| id.0),
            command.nature(),
            |desk, actor, now| desk.record_shift(id, command, actor, now),
            |desk, actor, now| desk.keep_shift(id, command, actor, now),
        )?;
        Ok(done.1)
    }

    fn record_shift(
        &mut self,
        id: Option<ShiftId>,
        command: &shift::Command,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let brief = self.brief()?;
        self.work(|work| {
            let shift = id.map(|id| work.shift(id)).transpose()?;
            let boards = Boards {
                shifts: work.unit.board(Kind::Shift)?,
                visits: work.unit.board(Kind::Visit)?,
                unfiled: work.unit.board(Kind::Unfiled)?,
            };
            let event = judged(shift.as_ref(), command, brief, boards, &work.context(actor, now))?;
            for (contact, left) in left_unfiled(&event) {
                work.try_on(contact, &night::Command::LeaveUnfiled(left).into(), actor, now)?;
            }
            let stream = match &shift {
                Some(shift) => shift.id.0,
                None => work.uuid(now)?,
            };
            let known = shift.map(|shift| Stream::Shift(Box::new(shift)));
            work.write(stream, known, &event.into(), None, actor, now)?;
            Ok(())
        })
    }

    fn keep_shift(
        &mut self,
        id: Option<ShiftId>,
        command: &shift::Command,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let (policy, duty) = (Arc::clone(&self.book.policy), Arc::clone(&self.book.duty));
        let cx = Context { now, actor, policy: &policy, duty: &duty };
        // Where the file does not tell any more, what it told last.
        let brief = match self.brief() {
            Err(error) if takes_nothing(&error) => self.remembered.brief.borrow().clone(),
            brief => brief?,
        };
        let boards = Boards {
            shifts: self.board(Kind::Shift)?,
            visits: self.board(Kind::Visit)?,
            unfiled: self.board(Kind::Unfiled)?,
        };
        let known = id.and_then(|id| self.ahead_of(id.0));
        let shift =
            id.map(|_| streams::shift(known.as_ref().map(|known| known.stream.clone()))).transpose()?;
        let event = judged(shift.as_ref(), command, brief, boards, &cx)?;
        // Before the end of the shift: said twice it stands once, left out it would stand nowhere.
        for (contact, left) in left_unfiled(&event) {
            let known = self.ahead_of(contact.0).filter(|known| known.stream.contact().is_some());
            let Some(known) = known else {
                let id = EventId(super::uuid(&mut self.random, now)?);
                self.keep_event(id, contact.0, &Happened::LeftUnfiled(left).into(), actor, now)?;
                continue;
            };
            let leave = night::Command::LeaveUnfiled(left).into();
            let said = known.stream.contact().and_then(|contact| contact.decide(&leave, &cx).ok());
            let said: Vec<Said> = said.into_iter().flatten().map(Said::Contact).collect();
            if !said.is_empty() {
                self.keep_all(contact.0, Some(known), &said, None, actor, now)?;
            }
        }
        let stream = match id {
            Some(id) => id.0,
            None => super::uuid(&mut self.random, now)?,
        };
        self.keep_all(stream, known, &[event.into()], None, actor, now)
    }

    /// Draws up what somebody is told who begins now; what is sealed to them stays out.
    pub fn brief(&self) -> Result<Brief, DeskError> {
        let left = self.seen(self.store.lane(Lane::Handover, None, None, usize::MAX, Direction::Down)?);
        let brief = self.brief_of(&left, |kind| self.visible(kind))?;
        self.remembered.brief.borrow_mut().clone_from(&brief);
        Ok(brief)
    }

    /// Draws up what anybody may be told who begins then: nothing of a record that is sealed to anybody.
    pub(super) fn brief_of_anybody(&self) -> Result<Brief, DeskError> {
        let mut left = self.store.lane(Lane::Handover, None, None, usize::MAX, Direction::Down)?;
        left.retain(|row| row.seal.is_none());
        self.brief_of(&left, |kind| {
            let mut open = Vec::new();
            for entry in self.store.board(kind)? {
                let row = entry.contact.map(|contact| self.store.row(contact.0)).transpose()?.flatten();
                open.extend(row.is_some_and(|row| row.seal.is_none()).then_some(entry));
            }
            Ok(open)
        })
    }

    fn brief_of(
        &self,
        left: &[Row],
        told: impl Fn(Kind) -> Result<Vec<Entry>, DeskError>,
    ) -> Result<Brief, DeskError> {
        let now = self.clock.now();
        let counts = self.store.lane_counts(None)?;
        // What the night left for the day is nothing that the day asks of it.
        let of_night = |row: &&Row| row.preview.iter().any(|line| line.starts_with(LEFT_BY_NIGHT));
        let left = left.iter().filter(|row| !of_night(row)).take(BRIEF).map(|row| {
            let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
            let said = row.preview.iter().find_map(|line| line.strip_prefix(LEFT));
            format!("{reference} {}", said.unwrap_or(&row.stands))
        });
        let lines = |kind| -> Result<Vec<String>, DeskError> {
            let is_over = |entry: &Entry| entry.due.is_some_and(|due| due <= now);
            let (over, stands): (Vec<Entry>, Vec<Entry>) = told(kind)?.into_iter().partition(is_over);
            let line = |entry: Entry| {
                let line: Line = entry.read()?;
                let until = entry.due.map(|due| match (due > now, words::near(now, due)) {
                    (true, due) => format!(" (until {due})"),
                    (false, due) => format!(" (over {due}, nobody says where the child is)"),
                });
                Some(format!("{} {}{}", line.reference, line.words, until.unwrap_or_default()))
            };
            // A child of whom nobody said what came after stays to be seen; what was only to be expected does not.
            let over = over.into_iter().rev().filter(|_| kind == Kind::Tonight).filter_map(line).take(BRIEF);
            Ok(stands.into_iter().filter_map(line).take(BRIEF).chain(over).collect())
        };
        Ok(Brief {
            open: counts.of(Lane::All),
            left: left.collect(),
            alerts: lines(Kind::Alert)?,
            tonight: lines(Kind::Tonight)?,
        })
    }
}

/// What a shift is judged by: the shifts that are on, who is out, and what is on no child's file.
struct Boards {
    shifts: Vec<Entry>,
    visits: Vec<Entry>,
    unfiled: Vec<Entry>,
}

/// Judges what is done about a shift.
fn judged(
    shift: Option<&Shift>,
    command: &shift::Command,
    brief: Brief,
    boards: Boards,
    cx: &Context<'_>,
) -> Result<shift::Event, DeskError> {
    let mine = |entry: &Entry| entry.person == Some(cx.actor.person);
    Ok(match (shift, command) {
        (None, shift::Command::Start(beginning)) => {
            Shift::start(beginning, brief, boards.shifts.iter().any(mine), cx)?
        }
        (Some(shift), shift::Command::End { reasons, nobody }) => {
            let others = boards.shifts.iter().any(|entry| !mine(entry));
            let around = shift::Around { out: boards.visits.iter().any(mine), others };
            shift.end((reasons, nobody), &unfiled(boards.unfiled, shift), around, cx)?
        }
        _ => return Err(unknown("ShiftUnknown", "That shift is not on this desk.")),
    })
}

/// Gives what the end of a shift says of each contact that it leaves on no child's file: it stands in that contact too.
fn left_unfiled(event: &shift::Event) -> Vec<(ContactId, LeftUnfiled)> {
    let shift::Event::Ended(ended) = event else { return Vec::new() };
    ended.unfiled.iter().map(|left| (left.contact, LeftUnfiled { why: left.why.clone() })).collect()
}

/// Lists what of a shift is on no child's file; what earlier nights left was answered for by those who left it.
fn unfiled(entries: Vec<Entry>, shift: &Shift) -> Vec<Unfiled> {
    let one = |entry: Entry| {
        let line: Line = entry.read()?;
        if !shift.is_of(line.taken, entry.person) {
            return None;
        }
        Some(Unfiled { contact: entry.contact?, reference: line.reference, why: String::new() })
    };
    let mut unfiled: Vec<Unfiled> = entries.into_iter().filter_map(one).collect();
    unfiled.sort_by_key(|one| one.reference.parse::<Reference>().ok());
    unfiled
}
