//! What is written in a handover while the file is damaged.

use super::*;

pub(crate) fn line(id: HandoverId, text: &str) -> Deed {
    Deed::Handover(Deal::Do { id, command: Hand::Line { no: ItemNo(1), line: text.to_owned() } })
}

#[test]
fn lines_of_a_handover_are_kept_and_handing_over_fails_closed() {
    let mut begun = None;
    let mut night = Desks::new(|night| {
        let kind = Which::Shift { from: Mode::Edt, to: Mode::FrontDoor };
        begun = Some(night.bello.handover(Deal::Begin(kind)).unwrap());
    });
    let id = begun.unwrap();
    night.goes_bad();
    let entries = keeps(&mut night.bello, line(id, "ring the ward at nine"), Kind::HandoverItem);
    let item: Item = entries[0].read().unwrap();
    assert!(entries[0].waits && item.line == "ring the ward at nine", "{entries:?}");
    let next = Hand::Owner { no: ItemNo(1), next: Next::Service(Mode::FrontDoor) };
    keeps(&mut night.bello, Deed::Handover(Deal::Do { id, command: next }), Kind::HandoverItem);
    let finish = Deed::Handover(Deal::Do { id, command: Hand::Finish });
    let words = must_not(&mut night.bello, finish);
    assert!(words.starts_with(NOT_DONE), "{words}");
    let (_home, _, mut manager) = night.mended();
    let handover = manager.handover_by_id(id).unwrap();
    assert_eq!(handover.items[0].line, "ring the ward at nine");
    assert_eq!(handover.without_owner().count(), 0);
    whole(&mut manager);
}

#[test]
fn what_was_overtaken_waits_at_the_door_in_words() {
    let mut begun = None;
    let mut night = Desks::new(|night| {
        let kind = Which::Shift { from: Mode::Edt, to: Mode::FrontDoor };
        begun = Some(night.bello.handover(Deal::Begin(kind)).unwrap());
    });
    let id = begun.unwrap();
    night.goes_bad();
    keeps(&mut night.bello, line(id, "ring the ward at nine"), Kind::HandoverItem);
    // Meanwhile a manager writes in the same line, in the copy that was brought back beside.
    let Desks { home, folder, clock, bello, marsh, .. } = night;
    let spools: Vec<_> = fs::read_dir(folder.spool()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let kept: Vec<_> = spools.into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    drop((bello, marsh));
    for (_, path) in &kept {
        fs::remove_file(path).unwrap();
    }
    fs::copy(home.path().join("last.db"), folder.database()).unwrap();
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(folder.database().with_extension(beside));
    }
    let mut manager = open(&folder, &clock, "P. Lindqvist", 61);
    let written = Hand::Line { no: ItemNo(1), line: "the ward rang, all is well".to_owned() };
    manager.handover(Deal::Do { id, command: written }).unwrap();
    drop(manager);
    for (bytes, path) in &kept {
        fs::write(path, bytes).unwrap();
    }
    let mut manager = open(&folder, &clock, "P. Lindqvist", 62);
    assert_eq!(manager.handover_by_id(id).unwrap().items[0].line, "the ward rang, all is well");
    let left = manager.leftovers().unwrap();
    let [Answer::Notes(notes)] = &left[..] else { panic!("{left:?}") };
    assert!(notes[0].text.contains("overtaken since: line written: ring the ward at nine"), "{notes:?}");
    assert_eq!(manager.compare().unwrap(), Projections::Equal);
}
