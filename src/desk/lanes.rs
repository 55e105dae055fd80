//! A stretch of a lane as a console shows it: read from the desk's file, or, where a part of it is damaged, put together line by
//! line of what can still be read and of what this console knew before. It never goes empty without a word.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Desk, DeskError,
    protocol::{Answer, LaneView, Partly, Rings, Stretch},
    spooling::takes_nothing,
    work,
};
use crate::{
    domain::{
        calling::Night,
        ids::{ContactId, Reference, RingId},
        input::phone,
        policy::Role,
        queue::{Item, Lane, Row, Word},
        ring::Ring,
    },
    store::{Around, Cursor, Direction},
};

/// How many contacts that wait for a manager are looked through for words to sign.
const WAITING: usize = 500;

/// How many lines of one number are looked at.
const OF_NUMBER: usize = 20;

/// The lines that were shown last, and when they were read.
#[derive(Default)]
pub(super) struct Shown {
    rows: Arc<[Row]>,
    at: Option<DateTime<Utc>>,
}

impl Shown {
    /// Gives the lines.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }
}

/// A stretch, what of it could not be read, and how many rows each lane has, where that is known.
type Told = (Around, Option<Partly>, Option<[u64; 10]>);

/// Where a line stands: by day in its lane's order, at night behind whatever rings or runs.
type Standing = (bool, i64, Uuid);

impl Desk {
    /// Tells a stretch of a lane; where the file does not give all of it, what is known, and says so.
    pub(super) fn lane_told(&mut self, stretch: Stretch) -> Result<Vec<Answer>, DeskError> {
        let view = self.lane_view(stretch)?;
        let at = view.partly.and_then(|partly| partly.as_of).unwrap_or_else(|| self.clock.now());
        self.watching.shown = Shown { rows: Arc::clone(&view.rows), at: Some(at) };
        Ok(vec![Answer::Lane(view)])
    }

    /// Gives a stretch of a lane with the counts of all; a call that has no number yet stands at its top.
    pub(super) fn lane_view(&self, stretch: Stretch) -> Result<LaneView, DeskError> {
        let night = self.book.duty.calling_at(self.clock.now()).night();
        let (known, partly, counts) = match self.lane_read(stretch, night.as_ref()) {
            Err(error) if takes_nothing(&error) => {
                self.noticed(&error);
                self.lane_pieced(stretch, night.as_ref())
            }
            told => told?,
        };
        let known = Around { rows: self.seen(known.rows), ..known };
        let Around { rows, at, runs } = without(known, |row| self.answers_aside(RingId(row.id)));
        let mut rows = self.with_running(self.with_what_waits(rows))?;
        let first =
            if at.is_none_or(|at| at < stretch.before) { self.first_lines(stretch.lane) } else { vec![] };
        let first = self.with_running(first)?;
        let at = at.map(|at| at + first.len());
        // Whoever is on the line calls at every hour.
        let runs = if night.is_some() { runs + first.len() } else { runs };
        rows.splice(0..0, first);
        let looking = self.softly(self.store.looking())?;
        let looking = looking.into_iter().map(|looking| (looking.contact, looking.initials)).collect();
        let ringing = counts.map_or(0, |counts| counts[place(Lane::Ringing)]);
        Ok(LaneView {
            stretch,
            counts: counts.map(|counts| self.with_first(counts)),
            rows: rows.into(),
            words: self.words_for_me()?.into(),
            at,
            runs,
            looking,
            rings: self.rings(ringing)?,
            heard: self.heard(None)?,
            partly,
        })
    }

    /// Reads a stretch as the file has it.
    fn lane_read(&self, stretch: Stretch, night: Option<&Night>) -> Result<Told, DeskError> {
        let person = self.actor.as_ref().map(|actor| actor.person);
        let (lane, place) =
            (stretch.lane, stretch.around.map(|at| (Cursor { sort: at.sort, id: at.id }, at.runs)));
        let around = match (night, place) {
            (Some(night), place) => {
                let size = (stretch.before, stretch.after);
                self.store.lane_at_night(lane, person, night, place, size)?
            }
            (None, Some((place, _))) => {
                self.store.lane_around(lane, person, place, stretch.before, stretch.after)?
            }
            (None, None) => {
                let rows = self.store.lane(lane, person, None, stretch.after, Direction::Down)?;
                Around { rows, at: None, runs: 0 }
            }
        };
        let counts = self.softly(self.store.lane_counts(person).map(Some))?;
        Ok((around, None, counts.map(|counts| Lane::ALL.map(|lane| counts.of(lane)))))
    }

    /// Puts a stretch together of each line that can be read, and of what is known of those that cannot.
    fn lane_pieced(&self, stretch: Stretch, night: Option<&Night>) -> Told {
        let person = self.actor.as_ref().map(|actor| actor.person);
        let lane = stretch.lane;
        let stands = |row: &Row| row.lanes.contains(&lane) && (lane != Lane::Mine || row.holder == person);
        let (known, mut as_of) = self.known_lines();
        let listed = self.store.lane_ids(lane, person);
        let mut stale = listed.is_err();
        let ids = listed.unwrap_or_else(|_| {
            let known = known.values().filter(|row| stands(row)).map(|row| row.id);
            let ids: BTreeSet<Uuid> = known.chain(self.begun_lately()).collect();
            ids.into_iter().collect()
        });
        let (mut rows, mut missing) = (Vec::with_capacity(ids.len()), 0);
        for id in ids {
            match self.store.row(id) {
                Ok(row) => rows.extend(row.filter(|row| stands(row))),
                // What the queue says is made of the journal, and can be made of it again.
                Err(_) => match (self.row_made_anew(id), known.get(&id)) {
                    (Some(row), _) => rows.extend(Some(row).filter(|row| stands(row))),
                    (None, Some(row)) => {
                        stale = true;
                        rows.push((*row).clone());
                    }
                    (None, None) => missing += 1,
                },
            }
        }
        // Nothing is as of then where nothing was known then.
        as_of = as_of.filter(|_| stale);
        let standing = |row: &Row| standing(row, night);
        // What somebody did meanwhile stands, whatever the list says.
        let waits = self.contacts_ahead().map(|contact| contact.row());
        let waits = waits.filter(|row| stands(row) && row.reference.is_some_and(Reference::is_given));
        let waits: Vec<Row> = waits.filter(|row| rows.iter().all(|known| known.id != row.id)).collect();
        rows.extend(waits);
        rows.sort_by_key(standing);
        let counts = self.store.lane_counts(person).ok();
        let counts = counts.map(|counts| Lane::ALL.map(|lane| counts.of(lane)));
        let around = cut(rows, stretch, night.is_some(), standing);
        // Where nothing of the file is read, the header says it all the time.
        let partly = self.store.unread().is_none().then_some(Partly { as_of, missing });
        (around, partly, counts)
    }

    /// Lists what began lately, where this console never had the lines of the queue: few of those can be older.
    fn begun_lately(&self) -> Vec<Uuid> {
        if !self.lines.is_empty() {
            return Vec::new();
        }
        let begun = ["contact.taken.v1", "ring.announced.v1"];
        begun.iter().filter_map(|kind| self.store.begun_lately(kind).ok()).flatten().collect()
    }

    /// Makes a line anew of the entries that it repeats, where those can be read.
    fn row_made_anew(&self, id: Uuid) -> Option<Row> {
        let entries = self.store.stream(id).ok()?;
        let contact = work::fold(ContactId(id), &entries).map(|contact| contact.row());
        contact.or_else(|_| work::fold_ring(RingId(id), &entries).map(|ring| ring.row())).ok()
    }

    /// Gives the lines that were read for a search or shown last, and when the older of the two were read.
    pub(super) fn known_lines(&self) -> (HashMap<Uuid, &Row>, Option<DateTime<Utc>>) {
        let mut known: HashMap<Uuid, &Row> = self.lines.rows().map(|row| (row.id, row)).collect();
        let lines = self.lines.at().filter(|_| !known.is_empty());
        let shown = self.watching.shown.at.filter(|_| !self.watching.shown.rows.is_empty());
        for row in self.watching.shown.rows() {
            let newer = known.get(&row.id).is_none_or(|known| known.version < row.version);
            if newer {
                known.insert(row.id, row);
            }
        }
        (known, [lines, shown].into_iter().flatten().min())
    }

    /// Gives the lines of a lane as they are known, where the file does not give them.
    pub(super) fn known_in(&self, lane: Lane) -> Vec<Row> {
        let (known, _) = self.known_lines();
        known.into_values().filter(|row| row.lanes.contains(&lane)).cloned().collect()
    }

    /// Gives the lines that stand before all others: calls that ring and are not in the journal, and calls without a number.
    fn first_lines(&self, lane: Lane) -> Vec<Row> {
        let rings = self.rings_aside().map(Ring::row).filter(|row| row.lanes.contains(&lane));
        rings.chain(self.without_number(lane)).collect()
    }

    fn with_first(&self, counts: [u64; 10]) -> [u64; 10] {
        let mut counts = counts;
        for (count, lane) in counts.iter_mut().zip(Lane::ALL) {
            *count += self.first_lines(lane).len() as u64;
        }
        counts
    }

    /// Gives what is told of the calls that ring to whoever looks at something else.
    fn rings(&self, many: u64) -> Result<Option<Rings>, DeskError> {
        let mut rings: Vec<Row> = self.rings_aside().map(Ring::row).collect();
        let mut count = rings.len() as u64;
        if many > 0 {
            // What was answered aside rings no longer, whatever the file says.
            let known = match self.store.lane(Lane::Ringing, None, None, OF_NUMBER, Direction::Down) {
                Ok(known) => known,
                Err(error) => {
                    self.noticed(&error.into());
                    self.known_in(Lane::Ringing)
                }
            };
            let (aside, ringing): (Vec<Row>, Vec<Row>) =
                known.into_iter().partition(|row| self.answers_aside(RingId(row.id)));
            count += many.saturating_sub(aside.len() as u64);
            rings.extend(ringing);
        }
        rings.sort_by_key(|row| (row.since, row.id));
        let Some(first) = rings.into_iter().next() else { return Ok(None) };
        let number = first.rings_from().and_then(|raw| phone::read(raw).ok()?.digits);
        let from = match number {
            Some(digits) => self.softly(self.store.by_number(&digits, OF_NUMBER))?,
            None => vec![],
        };
        let now = self.clock.now();
        let opens = |row: &Row| self.actor.as_ref().is_some_and(|actor| row.opens_to(actor, now));
        let of =
            from.into_iter().filter(|row| !row.lanes.is_empty() && opens(row)).find_map(|row| row.reference);
        Ok(Some(Rings { many: count, first: RingId(first.id), since: first.since, of }))
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
        let rows = match self.store.lane(Lane::Oversight, Some(actor.person), None, WAITING, Direction::Down)
        {
            Ok(rows) => rows,
            Err(error) => {
                let error = DeskError::from(error);
                if !takes_nothing(&error) {
                    return Err(error);
                }
                self.noticed(&error);
                self.known_in(Lane::Oversight)
            }
        };
        let mine = |word: &Word| {
            word.is_owed_by(actor.person) || word.due.is_none() && actor.is(Role::HeadOfService)
        };
        Ok(rows.into_iter().flat_map(|row| row.words).filter(mine).collect())
    }
}

fn place(lane: Lane) -> usize {
    Lane::ALL.iter().position(|other| *other == lane).unwrap_or(0)
}

/// Tells where a line stands.
fn standing(row: &Row, night: Option<&Night>) -> Standing {
    let Some(night) = night else { return (false, row.sort(), row.id) };
    if row.item == Item::Ring {
        return (false, row.sort(), row.id);
    }
    let runs = |of: &crate::domain::queue::Next| {
        let at = of.at.timestamp_micros();
        night.clocks().any(|(clock, from)| *clock == of.clock && at >= from).then_some(at)
    };
    let first = row.next.iter().chain(&row.also).filter_map(runs).min();
    first.map_or((true, row.sort(), row.id), |first| (false, first, row.id))
}

/// Cuts a stretch out of a lane's lines.
fn cut(mut rows: Vec<Row>, stretch: Stretch, at_night: bool, standing: impl Fn(&Row) -> Standing) -> Around {
    let at = stretch.around.and_then(|at| rows.iter().position(|row| row.id == at.id));
    let (from, to) = match (stretch.around, at) {
        (None, _) => (0, stretch.after),
        (Some(_), Some(at)) => {
            (at.saturating_sub(stretch.before), at.saturating_add(stretch.after).saturating_add(1))
        }
        (Some(was), None) => {
            let was = (at_night && !was.runs, was.sort, was.id);
            let at = rows.partition_point(|row| standing(row) < was);
            (at.saturating_sub(stretch.before), at.saturating_add(stretch.after))
        }
    };
    rows.truncate(to);
    rows.drain(..from.min(rows.len()));
    let runs = if at_night { rows.iter().filter(|row| !standing(row).0).count() } else { 0 };
    Around { rows, at: at.map(|at| at - from), runs }
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
        let bare = Row::bare(Uuid::from_u128(id), Item::Contact, DateTime::<Utc>::default());
        Row { lanes: vec![Lane::All], version: 1, ..bare }
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
