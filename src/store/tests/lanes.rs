//! Rows, lanes and counts agree, whatever was put in whatever order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn person(n: u8) -> StaffId {
    StaffId(Uuid::from_u128(100 + u128::from(n)))
}

fn put(desk: &mut Desk, rows: &[Row]) {
    desk.store.unit(|tx| rows.iter().try_for_each(|row| tx.put_row(row))).unwrap();
}

prop_compose! {
    fn any_row()(
        id in 1_u128..12,
        lanes in proptest::sample::subsequence(Lane::ALL.to_vec(), 0..=10),
        holder in proptest::option::of(0_u8..3),
        due in proptest::option::of(0_i64..5),
    ) -> Row {
        row(id, lanes, holder.map(person), due)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn lanes_and_counts_equal_the_rows(units in proptest::collection::vec(proptest::collection::vec(any_row(), 1..8), 1..6)) {
        let mut desk = Desk::new();
        let mut rows: BTreeMap<Uuid, Row> = BTreeMap::new();
        for unit in &units {
            put(&mut desk, unit);
            rows.extend(unit.iter().map(|row| (row.id, row.clone())));
        }
        for who in [None, Some(person(0)), Some(person(1)), Some(person(2))] {
            let counts = desk.store.lane_counts(who).unwrap();
            for lane in Lane::ALL {
                let mut expected: Vec<Row> = rows
                    .values()
                    .filter(|row| row.lanes.contains(&lane) && (lane != Lane::Mine || (row.holder == who && who.is_some())))
                    .cloned()
                    .collect();
                expected.sort_by_key(Cursor::of);
                let found = desk.store.lane(lane, who, None, 100, Direction::Down).unwrap();
                prop_assert_eq!(counts.of(lane), expected.len() as u64);
                prop_assert_eq!(&found, &expected);
                // A page at a time, either way, comes to the same.
                let mut down = Vec::new();
                while let Ok(page) = desk.store.lane(lane, who, down.last().map(Cursor::of), 2, Direction::Down)
                    && !page.is_empty()
                {
                    down.extend(page);
                }
                prop_assert_eq!(&down, &expected);
                let mut up: Vec<Row> = Vec::new();
                while let Ok(page) = desk.store.lane(lane, who, up.first().map(Cursor::of), 2, Direction::Up)
                    && !page.is_empty()
                {
                    up.splice(0..0, page);
                }
                prop_assert_eq!(&up, &expected);
            }
        }
    }
}

prop_compose! {
    fn any_night_row()(row in any_row(), ring in 0_u8..8, also in proptest::collection::vec((0_u8..4, -3_i64..6), 0..3)) -> Row {
        // What was due before the front door shut, and after it.
        let shut: DateTime<Utc> = "2026-11-24T17:00:00Z".parse().unwrap();
        let clock = |of: u8| ["decision", "concern", "promise", "follow_up"][usize::from(of)];
        let mut all: Vec<Next> = also
            .into_iter()
            .map(|(of, hours)| Next {
                clock: clock(of).into(),
                words: "due".to_owned(),
                at: shut + chrono::TimeDelta::hours(hours),
                start: None,
                rule: None,
            })
            .collect();
        all.sort_by_key(|next| next.at);
        let mut all = all.into_iter();
        let rings = ring == 0;
        let next = if rings { None } else { all.next() };
        let also = if rings { Vec::new() } else { all.collect() };
        Row { next, also, item: if rings { Item::Ring } else { Item::Contact }, ..row }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn at_night_what_runs_stands_before_what_rests(
        units in proptest::collection::vec(proptest::collection::vec(any_night_row(), 1..8), 1..6),
        before in 0_usize..4,
        after in 0_usize..4,
    ) {
        let mut desk = Desk::new();
        let mut rows: BTreeMap<Uuid, Row> = BTreeMap::new();
        for unit in &units {
            put(&mut desk, unit);
            rows.extend(unit.iter().map(|row| (row.id, row.clone())));
        }
        let duty = crate::domain::duty::Duty::new(crate::domain::duty::southampton());
        let calling = duty.calling_at("2026-11-24T23:10:00Z".parse().unwrap());
        let night = calling.night().unwrap();
        // The first clock that calls, or nothing where all rest.
        let runs = |row: &Row| -> Option<i64> {
            if row.item == Item::Ring {
                return Some(row.sort());
            }
            let mut all = row.next.iter().chain(&row.also);
            all.find(|next| calling.next(next) == crate::domain::calling::Call::Calls).map(|next| next.at.timestamp_micros())
        };
        for (lane, who) in [(Lane::All, None), (Lane::Mine, Some(person(1))), (Lane::Mine, None), (Lane::Talking, Some(person(2)))] {
            let mut expected: Vec<&Row> = rows
                .values()
                .filter(|row| row.lanes.contains(&lane) && (lane != Lane::Mine || (row.holder == who && who.is_some())))
                .collect();
            expected.sort_by_key(|row| (runs(row).is_none(), runs(row).unwrap_or_else(|| row.sort()), row.id));
            let running = expected.iter().filter(|row| runs(row).is_some()).count();
            let ids = |rows: &[Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
            let wanted: Vec<Uuid> = expected.iter().map(|row| row.id).collect();
            let top = desk.store.lane_at_night(lane, who, &night, None, (0, after)).unwrap();
            prop_assert_eq!(ids(&top.rows), &wanted[..after.min(wanted.len())]);
            prop_assert_eq!(top.runs, running.min(after).min(wanted.len()));
            for (at, row) in expected.iter().enumerate() {
                // Whatever the console thought of the row, it is found where it stands.
                for ran in [false, true] {
                    let around =
                        desk.store.lane_at_night(lane, who, &night, Some((Cursor::of(row), ran)), (before, after)).unwrap();
                    let from = at.saturating_sub(before);
                    let to = (at + after + 1).min(wanted.len());
                    prop_assert_eq!(ids(&around.rows), &wanted[from..to]);
                    prop_assert_eq!(around.at, Some(at - from));
                    prop_assert_eq!(around.runs, running.clamp(from, to) - from);
                }
            }
        }
    }
}

#[test]
fn a_row_that_left_at_night_leaves_the_cursor_where_it_was() {
    let mut desk = Desk::new();
    let shut: DateTime<Utc> = "2026-11-24T17:00:00Z".parse().unwrap();
    let due = |n: u128, clock: &str, hours: i64, lanes: Vec<Lane>| Row {
        next: Some(Next {
            clock: clock.into(),
            words: "due".to_owned(),
            at: shut + chrono::TimeDelta::hours(hours),
            start: None,
            rule: None,
        }),
        ..row(n, lanes, None, None)
    };
    let all = || vec![Lane::All];
    let rows: Vec<Row> = (1..=4_i64)
        .flat_map(|n| {
            let id = u128::from(n.unsigned_abs());
            [due(id, "concern", n, all()), due(10 + id, "decision", -n, all())]
        })
        .collect();
    put(&mut desk, &rows);
    let duty = crate::domain::duty::Duty::new(crate::domain::duty::southampton());
    let night = duty.calling_at("2026-11-24T23:10:00Z".parse().unwrap()).night().unwrap();
    let ids = |around: &Around| around.rows.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>();
    let around = desk.store.lane_at_night(Lane::All, None, &night, None, (0, 9)).unwrap();
    assert_eq!((ids(&around), around.runs), (vec![1, 2, 3, 4, 14, 13, 12, 11], 4));
    let place = Cursor::of(&rows[2]);
    put(&mut desk, &[due(2, "concern", 2, vec![])]);
    let around = desk.store.lane_at_night(Lane::All, None, &night, Some((place, true)), (1, 1)).unwrap();
    assert_eq!((ids(&around), around.at), (vec![1, 3], None));
    let place = Cursor::of(&rows[5]);
    put(&mut desk, &[due(13, "decision", -3, vec![])]);
    let around = desk.store.lane_at_night(Lane::All, None, &night, Some((place, false)), (1, 1)).unwrap();
    assert_eq!((ids(&around), around.at), (vec![14, 12], None));
}

#[test]
fn the_cursor_stays_on_its_contact_or_on_its_place() {
    let mut desk = Desk::new();
    let rows: Vec<Row> = (1..=9).map(|n| row(n, vec![Lane::All], None, i64::try_from(n).ok())).collect();
    put(&mut desk, &rows);
    let ids = |around: &Around| around.rows.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>();
    let place = Cursor::of(&rows[4]);
    let around = desk.store.lane_around(Lane::All, None, place, 2, 2).unwrap();
    assert_eq!((ids(&around), around.at), (vec![3, 4, 5, 6, 7], Some(2)));
    put(&mut desk, &[row(5, vec![Lane::All], None, Some(0))]);
    let around = desk.store.lane_around(Lane::All, None, place, 2, 2).unwrap();
    assert_eq!((ids(&around), around.at), (vec![5, 1, 2], Some(0)));
    put(&mut desk, &[row(5, vec![], None, Some(0))]);
    let around = desk.store.lane_around(Lane::All, None, place, 2, 2).unwrap();
    assert_eq!((ids(&around), around.at), (vec![3, 4, 6, 7], None));
}

#[test]
fn references_numbers_and_the_desk_are_found() {
    let mut desk = Desk::new();
    put(&mut desk, &[row(1841, vec![], None, None), row(7, vec![], None, None)]);
    let (first, second) = desk
        .store
        .unit(|tx| {
            tx.put_numbers(Uuid::from_u128(7), &["01632960123", "07700900456"])?;
            tx.put_numbers(Uuid::from_u128(7), &["01632960123", "01632960123"])?;
            tx.put_numbers(Uuid::from_u128(1841), &["01632960123"])?;
            tx.put_desk("{\"a\":1}")?;
            tx.put_desk("{\"a\":2}")?;
            Ok::<_, StoreError>((tx.next_reference()?, tx.next_reference()?))
        })
        .unwrap();
    assert_eq!((first, second), (Reference(1842), Reference(1843)));
    assert_eq!(desk.store.by_reference(Reference(1841)).unwrap().unwrap().id, Uuid::from_u128(1841));
    assert!(desk.store.by_reference(Reference(2)).unwrap().is_none());
    let callers = |digits| {
        let found = desk.store.by_number(digits, 9).unwrap();
        found.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(callers("01632960123"), [1841, 7]);
    assert!(callers("07700900456").is_empty());
    assert_eq!(desk.store.desk().unwrap().as_deref(), Some("{\"a\":2}"));
}

#[test]
fn projections_are_made_anew_from_the_journal() {
    let mut desk = Desk::new();
    for n in 1..=5 {
        desk.write(n, 3);
        put(&mut desk, &[row(n, vec![Lane::All, Lane::Mine], Some(person(1)), Some(3))]);
    }
    // A lane that was left counts nothing, and is as if it had never been.
    put(&mut desk, &[row(5, vec![Lane::Talking], None, None)]);
    put(&mut desk, &[row(5, vec![Lane::All, Lane::Mine], Some(person(1)), Some(3))]);
    let before = desk.store.projection_digest().unwrap();
    let mut seen = Vec::new();
    let after = desk
        .store
        .unit(|tx| {
            tx.clear_projections()?;
            let desks_own = tx.desk.0;
            tx.each_stream(|tx, stream, events| {
                if stream == desks_own {
                    return Ok(());
                }
                seen.push((stream.as_u128(), events.iter().map(|event| event.version).collect::<Vec<_>>()));
                tx.put_row(&row(stream.as_u128(), vec![Lane::All, Lane::Mine], Some(person(1)), Some(3)))
            })?;
            tx.projection_digest()
        })
        .unwrap();
    assert_eq!(after, before);
    assert_eq!(desk.store.projection_digest().unwrap(), before);
    assert_eq!(seen, (1..=5).map(|n| (n, vec![1, 2, 3])).collect::<Vec<_>>());
}
