//! Practice desks by the command line: what is made, found again, moved on to the next morning, and never taken for a real one.

use std::path::Path;

use dutydesk::{
    desk::Random,
    domain::ids::DeskId,
    store::{
        Entropy, Folder, Founding, OpenOptions, Store,
        secret::{Access, DataKey, Keyring},
    },
};

use super::{fails, json, lanes};
use crate::common::program::{AT, connect, demo, prints, run};

#[test]
fn a_practice_desk_has_something_in_every_lane() {
    let home = demo("40", "1");
    let home = home.path();
    let list = json(&prints(home, &["--practice", "contact", "list", "--json"]));
    let lanes = lanes(&list);
    assert_eq!(list.as_array().unwrap().len(), 42);
    assert_eq!((lanes["all"], lanes["mine"], lanes["ringing"]), (42, 40, 2));
    for lane in ["talking", "to_agree", "oversight", "to_decide", "to_tell", "with_team", "handover"] {
        assert!(lanes[lane] >= 2, "{lanes:?}");
        let alone = json(&prints(home, &["--practice", "contact", "list", "--lane", lane, "--json"]));
        assert_eq!(alone.as_array().unwrap().len(), lanes[lane], "{lane}");
    }
    let over = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["next"]["at"].as_str().is_some_and(|at| at < "2026-11-24T14:07"));
    assert_eq!(over.count(), 1);

    let police = json(&prints(home, &["--practice", "contact", "show", "C-1841", "--json"]));
    assert_eq!(police["reference"], "C-1841");
    let text = prints(home, &["--practice", "contact", "show", "1841"]);
    assert!(text.contains("Ellis Brookmere") && text.contains("he would move them tonight"), "{text}");
    assert!(prints(home, &["--practice", "contact", "list"]).contains("C-1841"));
    assert!(fails(home, &["--practice", "contact", "show", "C-9"], 66).contains("C-9"));
    assert!(
        fails(home, &["--practice", "--as", "S. Adler", "contact", "list"], 77).contains("reads no contact")
    );
    assert!(fails(home, &["--practice", "--as", "Nobody", "contact", "list"], 65).contains("staff list"));
}

#[test]
fn the_same_order_makes_the_same_journal() {
    let digest = |home: &Path| -> Vec<u8> {
        let file = connect(home);
        file.query_row("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| row.get(0)).unwrap()
    };
    let (one, again, other) = (demo("300", "7"), demo("300", "7"), demo("300", "8"));
    assert_eq!(digest(one.path()), digest(again.path()));
    assert_ne!(digest(one.path()), digest(other.path()));
}

#[test]
fn a_desk_is_found_again_and_made_anew_only_when_asked() {
    let home = demo("0", "1");
    let home = home.path();
    let count =
        || json(&prints(home, &["--practice", "contact", "list", "--json"])).as_array().unwrap().len();
    assert_eq!(count(), 0);
    prints(home, &["demo", "--no-console", "--contacts", "5"]);
    assert_eq!(count(), 0);
    prints(home, &["demo", "--no-console", "--contacts", "5", "--fresh"]);
    assert_eq!(count(), 7);
    // What is not a desk is never cleared away.
    let strange = home.join("strange");
    std::fs::create_dir_all(strange.join("practice")).unwrap();
    std::fs::write(strange.join("practice/holiday.txt"), "photos").unwrap();
    fails(&strange, &["demo", "--no-console", "--contacts", "0", "--fresh"], 73);
    assert!(strange.join("practice/holiday.txt").exists());
    std::fs::write(home.join("practice/notes.txt"), "mine").unwrap();
    fails(home, &["demo", "--no-console", "--contacts", "0", "--fresh"], 73);
    assert!(home.join("practice/notes.txt").exists());
}

#[test]
fn a_real_desk_is_refused_and_practice_stays_practice() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let founding = Founding {
        desk: DeskId(uuid::Uuid::from_u128(1)),
        practice: false,
        profile: "southampton".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    for path in [home.to_owned(), home.join("other/practice")] {
        let folder = Folder::create(&path).unwrap();
        let options = OpenOptions { create: Some(founding.clone()), bulk: false };
        let mut chance: Entropy = Random::Seeded(1).entropy();
        let data = DataKey::random(&mut chance).unwrap();
        let access = Access { data, keyring: Keyring::random(&mut chance).unwrap() };
        Store::open(&folder, &options, access, chance).unwrap();
    }
    // Whoever cannot say who they are opens nothing, and no name beside the command is enough.
    assert!(fails(home, &["contact", "list"], 64).contains("--as"));
    assert!(fails(home, &["--as", "A. Okoro", "verify"], 64).contains("--passphrase-stdin"));
    fails(home, &["--as", "A. Okoro", "--passphrase-stdin", "verify"], 64);
    // Nothing is cleared away for a practice desk but a practice desk.
    let other = home.join("other");
    fails(&other, &["demo", "--no-console"], 78);
    fails(&other, &["demo", "--no-console", "--fresh"], 73);
    assert!(other.join("practice/desk.db").exists());

    let practice = demo("0", "1");
    let file = connect(practice.path());
    assert!(file.execute("UPDATE meta SET practice = 0", []).is_err());
}

#[test]
fn what_is_far_too_large_or_in_use_is_left_alone() {
    let home = demo("0", "1");
    let home = home.path();
    let large = home.join("large");
    std::fs::write(&large, " ".repeat(5 << 20)).unwrap();
    let large = large.to_str().unwrap();
    for kind in ["holidays", "rota"] {
        assert!(fails(home, &["--practice", kind, "import", large], 65).contains("far larger than any"));
    }
    // The log begins anew, and the one before it is kept.
    let log = home.join("practice/dutydesk.log");
    std::fs::write(&log, "x".repeat((1 << 20) + 1)).unwrap();
    prints(home, &["--practice", "contact", "list"]);
    assert!(log.with_extension("log.1").exists() && std::fs::metadata(&log).unwrap().len() < 1 << 20);
    // A practice desk is not made anew under somebody who sits at it, nor by two at once.
    let folder = Folder::open(&home.join("practice")).unwrap();
    let console = dutydesk::store::consoles::ConsoleId(uuid::Uuid::from_u128(1));
    let alive = dutydesk::store::consoles::Alive::start(&folder, console).unwrap();
    let fresh = ["demo", "--no-console", "--contacts", "0", "--fresh"];
    assert!(fails(home, &fresh, 75).contains("leave that console first"));
    drop(alive);
    let lock = std::fs::File::options().write(true).open(home.join("practice.lock")).unwrap();
    lock.lock().unwrap();
    assert!(fails(home, &fresh, 75).contains("just now"));
    lock.unlock().unwrap();
    prints(home, &fresh);
}

#[test]
fn the_clock_is_moved_on_to_the_morning_and_never_back() {
    let home = demo("3", "1");
    let home = home.path();
    let shows = || {
        let folder = Folder::open(&home.join("practice")).unwrap();
        dutydesk::desk::Clock::now(&dutydesk::desk::found::practice_clock(&folder)).to_string()
    };
    assert!(shows().starts_with("2026-11-24 14:0"), "{}", shows());
    prints(home, &["demo", "--no-console", "--at", "2026-11-25T09:00"]);
    assert!(shows().starts_with("2026-11-25 09:0"), "{}", shows());
    // What is in the record stays, and is a day old now.
    assert_eq!(
        json(&prints(home, &["--practice", "contact", "list", "--json"])).as_array().unwrap().len(),
        5
    );
    let output = run(home, &["demo", "--no-console", "--at", AT]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("past that already"));
    assert!(shows().starts_with("2026-11-25 09:0"), "{}", shows());
    // Nobody's hour changes while they sit at it.
    let folder = Folder::open(&home.join("practice")).unwrap();
    let console = dutydesk::store::consoles::ConsoleId(uuid::Uuid::from_u128(1));
    let alive = dutydesk::store::consoles::Alive::start(&folder, console).unwrap();
    let later = ["demo", "--no-console", "--at", "2026-11-26T09:00"];
    assert!(fails(home, &later, 75).contains("its clock was not moved: leave that console first"));
    assert!(shows().starts_with("2026-11-25 09:0"), "{}", shows());
    drop(alive);
    prints(home, &later);
    assert!(shows().starts_with("2026-11-26 09:0"), "{}", shows());
}
