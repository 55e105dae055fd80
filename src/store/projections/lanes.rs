//! Reading lanes: by their keys, a page at a time, never by counting rows from the top.

use rusqlite::params;
use uuid::Uuid;

use super::{Owner, code, owner_bytes, parse, standing};
use crate::{
    domain::{
        ids::StaffId,
        queue::{Lane, Row},
    },
    store::{Store, StoreError, uint},
};

/// How many lines of a lane are listed at most.
const MOST: i64 = 10_000;

/// A place in a lane.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cursor {
    /// What is due first comes first: [`Row::sort`].
    pub sort: i64,
    /// The contact or ring, which settles equal times.
    pub id: Uuid,
}

impl Cursor {
    /// Gives the place of a row.
    pub fn of(row: &Row) -> Self {
        Self { sort: row.sort(), id: row.id }
    }
}

/// Which way to read from a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Towards what is due later.
    Down,
    /// Towards what is due sooner.
    Up,
}

/// A stretch of a lane.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Around {
    /// The rows, in the lane's order.
    pub rows: Vec<Row>,
    /// Where in `rows` the row that was asked for stands; nowhere, when it has left the lane.
    pub at: Option<usize>,
    /// How many of `rows`, from the first, ring or run while the rest of them rest; none of them by day.
    pub runs: usize,
}

/// How many rows each lane has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LaneCounts([u64; Lane::ALL.len()]);

impl LaneCounts {
    /// Gives a lane's count.
    pub fn of(&self, lane: Lane) -> u64 {
        self.0.get(usize::from(code(lane))).copied().unwrap_or(0)
    }
}

/// Only [`Lane::Mine`] belongs to anybody.
pub(super) fn owner_of(lane: Lane, person: Owner) -> Owner {
    if lane == Lane::Mine { person } else { None }
}

impl Store {
    /// Reads up to `limit` rows beyond `from` (not included; `None`: from that end of the lane), in the lane's order.
    ///
    /// `person` says whose [`Lane::Mine`] is meant, and matters for no other lane.
    pub fn lane(
        &self,
        lane: Lane,
        person: Option<StaffId>,
        from: Option<Cursor>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Row>, StoreError> {
        let (start, sql) = match direction {
            Direction::Down => (
                Cursor { sort: i64::MIN, id: Uuid::nil() },
                "SELECT q.row FROM lane AS l CROSS JOIN queue_row AS q ON q.id = l.id
                 WHERE l.lane = ?1 AND l.owner = ?2 AND (l.sort, l.id) > (?3, ?4) ORDER BY l.sort, l.id LIMIT ?5",
            ),
            Direction::Up => (
                Cursor { sort: i64::MAX, id: Uuid::max() },
                "SELECT q.row FROM lane AS l CROSS JOIN queue_row AS q ON q.id = l.id
                 WHERE l.lane = ?1 AND l.owner = ?2 AND (l.sort, l.id) < (?3, ?4)
                 ORDER BY l.sort DESC, l.id DESC LIMIT ?5",
            ),
        };
        let from = from.unwrap_or(start);
        let owner = owner_of(lane, person);
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![
            code(lane),
            owner_bytes(&owner),
            from.sort,
            from.id.as_bytes(),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ])?;
        let mut page = Vec::with_capacity(limit.min(256));
        while let Some(row) = rows.next()? {
            page.push(parse(row.get_ref(0)?)?);
        }
        if direction == Direction::Up {
            page.reverse();
        }
        Ok(page)
    }

    /// Lists what stands in a lane, in its order, and reads none of the rows.
    pub fn lane_ids(&self, lane: Lane, person: Option<StaffId>) -> Result<Vec<Uuid>, StoreError> {
        let owner = owner_of(lane, person);
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(
            "SELECT id FROM lane WHERE lane = ?1 AND owner = ?2 ORDER BY sort, id LIMIT ?3",
        )?;
        let mut rows = statement.query(params![code(lane), owner_bytes(&owner), MOST])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(Uuid::from_bytes(row.get(0)?));
        }
        Ok(ids)
    }

    /// Reads the stretch around a row, so that a cursor stays on its contact when rows move.
    ///
    /// Where the row has left the lane, the stretch lies around the `place` it had.
    pub fn lane_around(
        &self,
        lane: Lane,
        person: Option<StaffId>,
        place: Cursor,
        before: usize,
        after: usize,
    ) -> Result<Around, StoreError> {
        // One snapshot for the three reads, whatever others commit in between.
        let conn = self.conn()?;
        let _snapshot = conn.unchecked_transaction()?;
        let owner = owner_of(lane, person);
        let standing = standing(&*self.conn()?, place.id)?
            .filter(|now| now.places().any(|at| at == (i64::from(code(lane)), owner)));
        let place = standing.map_or(place, |now| Cursor { sort: now.sort, id: place.id });
        let mut rows = self.lane(lane, person, Some(place), before, Direction::Up)?;
        let at = standing.map(|_| rows.len());
        if standing.is_some() {
            rows.push(super::row(&*self.conn()?, place.id)?.ok_or(StoreError::Projection)?);
        }
        rows.extend(self.lane(lane, person, Some(place), after, Direction::Down)?);
        Ok(Around { rows, at, runs: 0 })
    }

    /// Counts every lane, with `person`'s own [`Lane::Mine`].
    pub fn lane_counts(&self, person: Option<StaffId>) -> Result<LaneCounts, StoreError> {
        let mine = i64::from(code(Lane::Mine));
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(
            "SELECT lane, n FROM lane_count WHERE owner = x'' OR (lane = ?1 AND owner = ?2)",
        )?;
        let mut rows = statement.query(params![mine, owner_bytes(&person)])?;
        let mut counts = LaneCounts::default();
        while let Some(row) = rows.next()? {
            let lane: u8 = row.get(0)?;
            if let Some(count) = counts.0.get_mut(usize::from(lane)) {
                *count = uint(row.get(1)?);
            }
        }
        Ok(counts)
    }
}
