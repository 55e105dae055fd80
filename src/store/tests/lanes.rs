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
