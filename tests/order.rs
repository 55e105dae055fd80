//! The order of the queue through the evening: what nobody can act on before the morning does not stand above what runs.

use dutydesk::{
    desk::{
        Answer, Clock as _, Request,
        proof::Projections,
        protocol::{LaneView, Stretch},
    },
    domain::{
        calling::Call,
        queue::{Item, Lane},
    },
};

use crate::common::console::{Console, Practice};

fn watched(console: &Console) -> LaneView {
    let stretch = Stretch { lane: Lane::All, around: None, before: 0, after: 500 };
    let answers = console.desk.borrow_mut().handle(Request::Watch(stretch));
    let lane = answers.into_iter().find_map(|answer| match answer {
        Answer::Lane(view) => Some(view),
        _ => None,
    });
    lane.unwrap()
}

fn references(view: &LaneView) -> Vec<String> {
    view.rows.iter().map(|row| row.reference.map_or_else(|| "ring".to_owned(), |no| no.to_string())).collect()
}

#[test]
fn the_queue_turns_when_the_front_door_shuts_and_back_when_it_opens() {
    let practice = Practice::new(60);
    practice.clock.set("2026-11-24T16:59:00Z".parse().unwrap());
    let mut okoro = practice.console("A. Okoro", 120, 40);
    // A call of the last minute: it runs on into the night.
    okoro.press("n<a-u><esc>");
    okoro.text();
    let day = watched(&okoro);
    assert!(day.runs == 0 && day.rows.is_sorted_by_key(|row| (row.sort(), row.id)));
    // The console asks for the other order by itself, once.
    let asks = |console: &Console| {
        console.asked.borrow().iter().filter(|asked| matches!(asked, Request::Watch(_))).count()
    };
    let before = asks(&okoro);
    for time in ["2026-11-24T17:00:00Z", "2026-11-24T17:00:30Z", "2026-11-24T17:01:00Z"] {
        practice.clock.set(time.parse().unwrap());
        okoro.stage.wake(practice.clock.now());
        okoro.text();
    }
    assert_eq!(asks(&okoro), before + 1);
    practice.clock.set("2026-11-24T20:00:00Z".parse().unwrap());
    let night = watched(&okoro);
    let calling = okoro.desk.borrow().book().duty.calling_at(practice.clock.now());
    let runs = |row: &dutydesk::domain::queue::Row| {
        row.item == Item::Ring || calling.first(row).is_some_and(|(_, call)| call == Call::Calls)
    };
    let (above, below) = night.rows.split_at(night.runs);
    assert!(!above.is_empty() && !below.is_empty(), "{:?}", references(&night));
    assert!(above.iter().all(&runs) && !below.iter().any(&runs), "{:?}", references(&night));
    // By day some of what rests stood above what runs.
    let last = day.rows.iter().rposition(&runs).unwrap();
    assert!(!day.rows[..last].iter().all(&runs), "{:?}", references(&day));
    assert!(below.is_sorted_by_key(|row| (row.sort(), row.id)));
    let due = |row: &dutydesk::domain::queue::Row| calling.first(row).map(|(next, _)| next.at);
    assert!(above.iter().filter(|row| row.item == Item::Contact).is_sorted_by_key(due));
    // Every console has the same order, and nothing was written for it.
    let bello = practice.console("T. Bello", 120, 40);
    assert_eq!(references(&watched(&bello)), references(&night));
    assert_eq!(okoro.desk.borrow_mut().compare().unwrap(), Projections::Equal);
    practice.clock.set("2026-11-25T09:00:00Z".parse().unwrap());
    assert_eq!(references(&watched(&okoro)), references(&day));
}

#[test]
fn a_cursor_walks_the_whole_queue_at_night_and_meets_every_row_once() {
    let practice = Practice::new(60);
    practice.clock.set("2026-11-24T22:00:00Z".parse().unwrap());
    let mut bello = practice.console("T. Bello", 120, 40);
    let all = references(&watched(&bello));
    let mut met = Vec::new();
    for _ in 0..all.len() {
        let text = bello.text();
        let name = text.lines().find_map(|line| line.trim().strip_prefix("─ ")?.split(' ').next());
        met.push(name.unwrap().to_owned());
        bello.press("<down>");
    }
    let all: Vec<String> =
        all.into_iter().map(|name| if name == "ring" { "ringing".to_owned() } else { name }).collect();
    assert!(met.len() > 40 && met == all, "{met:?}\n{all:?}");
}
