//! Reading lanes while the front door is shut, in two stretches: what rings and what runs, then what rests until it opens.
//!
//! Nothing is written when the front door shuts. Which clocks run is known by their names ([`crate::domain::calling`]), few of
//! them run on a desk at once, and a row of the lane that is not among those rests, in the order of the day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::params;
use uuid::Uuid;

use super::{Around, Cursor, Direction, Owner, code, lanes::owner_of, owner_bytes, standing};
use crate::{
    domain::{
        calling::Night,
        ids::{ClockId, StaffId},
        queue::{Lane, Row},
    },
    store::{Store, StoreError, Unit},
};

/// A clock of a row: its name, and when it is due, in microseconds.
type Clock<'r> = (&'r ClockId, i64);

/// Gives the clocks by which a row is found; none once it stands in no lane.
fn clocks(row: &Row) -> BTreeSet<Clock<'_>> {
    let all = row.next.iter().chain(&row.also).filter(|_| !row.lanes.is_empty());
    all.map(|next| (&next.clock, next.at.timestamp_micros())).collect()
}

impl Unit<'_> {
    /// Puts a row's clocks in the place of those it had.
    pub(super) fn put_clocks(&mut self, before: Option<&Row>, row: &Row) -> Result<(), StoreError> {
        let (old, new) = (before.map(clocks).unwrap_or_default(), clocks(row));
        for (clock, at) in old.difference(&new) {
            self.conn
                .prepare_cached("DELETE FROM running WHERE clock = ?1 AND at = ?2 AND id = ?3")?
                .execute(params![clock.as_str(), at, row.id.as_bytes()])?;
        }
        for (clock, at) in new.difference(&old) {
            self.conn
                .prepare_cached("INSERT INTO running (clock, at, id) VALUES (?1, ?2, ?3)")?
                .execute(params![clock.as_str(), at, row.id.as_bytes()])?;
        }
        Ok(())
    }
}

impl Store {
    /// Reads a stretch of a lane as it stands while the front door is shut: from its top, or around a row or the place it had.
    ///
    /// `runs` says whether the place was among what runs.
    pub fn lane_at_night(
        &self,
        lane: Lane,
        person: Option<StaffId>,
        night: &Night,
        place: Option<(Cursor, bool)>,
        (before, after): (usize, usize),
    ) -> Result<Around, StoreError> {
        // One snapshot for all reads, whatever others commit in between.
        let conn = self.conn()?;
        let _snapshot = conn.unchecked_transaction()?;
        let first = self.first_at_night(lane, person, night)?;
        let known: HashSet<Uuid> = first.iter().map(|at| at.id).collect();
        let rest = |from, limit, direction| self.rest(lane, person, &known, from, limit, direction);
        let owner = owner_of(lane, person);
        let Some((place, ran)) = place else { return self.onward(&first, 0..after, None, &rest) };
        if let Some(at) = first.iter().position(|row| row.id == place.id) {
            let stretch = at.saturating_sub(before)..at.saturating_add(after).saturating_add(1);
            return self.onward(&first, stretch, Some(at), &rest);
        }
        let standing = standing(&*self.conn()?, place.id)?
            .filter(|now| now.places().any(|at| at == (i64::from(code(lane)), owner)));
        if standing.is_none() && ran {
            let at = first.partition_point(|row| *row < place);
            return self.onward(&first, at.saturating_sub(before)..at.saturating_add(after), None, &rest);
        }
        let place = standing.map_or(place, |now| Cursor { sort: now.sort, id: place.id });
        let above = rest(Some(place), before, Direction::Up)?;
        let over = first.len().saturating_sub(before - above.len());
        let mut rows = self.rows(&first[over..])?;
        let runs = rows.len();
        rows.extend(above);
        let at = standing.map(|_| rows.len());
        if standing.is_some() {
            rows.push(super::row(&*self.conn()?, place.id)?.ok_or(StoreError::Projection)?);
        }
        rows.extend(rest(Some(place), after, Direction::Down)?);
        Ok(Around { rows, at, runs })
    }

    /// Reads some of the first stretch, and of the rest as many as are wanted beyond its end.
    fn onward(
        &self,
        first: &[Cursor],
        stretch: std::ops::Range<usize>,
        at: Option<usize>,
        rest: &impl Fn(Option<Cursor>, usize, Direction) -> Result<Vec<Row>, StoreError>,
    ) -> Result<Around, StoreError> {
        let (from, to) = (stretch.start.min(first.len()), stretch.end.min(first.len()));
        let mut rows = self.rows(&first[from..to])?;
        let runs = rows.len();
        rows.extend(rest(None, stretch.end - to, Direction::Down)?);
        Ok(Around { rows, at: at.map(|at| at - from), runs })
    }

    /// Gives the first stretch of a lane: what rings, then whatever runs, by the first of its clocks that does.
    fn first_at_night(
        &self,
        lane: Lane,
        person: Option<StaffId>,
        night: &Night,
    ) -> Result<Vec<Cursor>, StoreError> {
        let owner: Owner = owner_of(lane, person);
        if lane == Lane::Mine && owner.is_none() {
            // Nobody's own lane is empty.
            return Ok(Vec::new());
        }
        let mut found: BTreeMap<Uuid, i64> = BTreeMap::new();
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(
            "SELECT r.at, r.id FROM running AS r CROSS JOIN queue_row AS q ON q.id = r.id
             WHERE r.clock = ?1 AND r.at >= ?2 AND q.lanes & ?3 <> 0 AND (?4 = x'' OR q.holder = ?4)",
        )?;
        for (clock, from) in night.clocks() {
            let mut rows =
                statement.query(params![clock.as_str(), from, 1_i64 << code(lane), owner_bytes(&owner)])?;
            while let Some(row) = rows.next()? {
                let (at, id): (i64, _) = (row.get(0)?, Uuid::from_bytes(row.get(1)?));
                found.entry(id).and_modify(|first| *first = at.min(*first)).or_insert(at);
            }
        }
        let conn = self.conn()?;
        let mut rings = conn.prepare_cached(
            "SELECT sort, id FROM lane WHERE lane = ?1 AND owner = ?2 AND sort < 0 ORDER BY sort, id",
        )?;
        let mut rows = rings.query(params![code(lane), owner_bytes(&owner)])?;
        let mut first = Vec::with_capacity(found.len());
        while let Some(row) = rows.next()? {
            first.push(Cursor { sort: row.get(0)?, id: Uuid::from_bytes(row.get(1)?) });
        }
        first.extend(found.into_iter().map(|(id, sort)| Cursor { sort, id }));
        first.sort_unstable();
        Ok(first)
    }

    /// Reads rows of a lane beyond a place that are not of its first stretch.
    fn rest(
        &self,
        lane: Lane,
        person: Option<StaffId>,
        first: &HashSet<Uuid>,
        from: Option<Cursor>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Row>, StoreError> {
        let (mut from, mut found) = (from, Vec::new());
        while found.len() < limit {
            let asked = limit.saturating_add(first.len().min(limit));
            let page = self.lane(lane, person, from, asked, direction)?;
            let more = page.len() == asked;
            from = match direction {
                Direction::Down => page.last(),
                Direction::Up => page.first(),
            }
            .map(Cursor::of);
            let rests = page.into_iter().filter(|row| !first.contains(&row.id));
            match direction {
                Direction::Down => found.extend(rests),
                Direction::Up => found.splice(0..0, rests.collect::<Vec<_>>()).for_each(drop),
            }
            if !more {
                break;
            }
        }
        match direction {
            Direction::Down => found.truncate(limit),
            Direction::Up => drop(found.drain(..found.len().saturating_sub(limit))),
        }
        Ok(found)
    }

    fn rows(&self, of: &[Cursor]) -> Result<Vec<Row>, StoreError> {
        of.iter().map(|at| super::row(&*self.conn()?, at.id)?.ok_or(StoreError::Projection)).collect()
    }
}
