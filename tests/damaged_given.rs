//! What was promised and handed over, at a console whose desk's file turns unreadable while somebody works at it: what was read
//! before stands, or what lies beside the file where that is later, and it is said as of when.

use chrono::TimeDelta;
use dutydesk::{
    desk::{Answer, Desk, Request, protocol::BoardView},
    domain::{
        board::Kind,
        contact::{call, promise::Owner},
        ids::Reference,
        ledger::Line,
    },
};

use crate::{
    common::console::Practice,
    damaged::{damage, must, take},
    lone::{Desks, keeps, whole},
    unread_given::{found, gives, has_it, me, promised},
};

fn owed(desk: &mut Desk) -> BoardView {
    let answers = desk.handle(Request::Board(vec![Kind::Promise, Kind::Settled]));
    match answers.into_iter().next() {
        Some(Answer::Board(board)) => board,
        other => panic!("{other:?}"),
    }
}

fn what(board: &BoardView) -> Vec<String> {
    board.entries.iter().filter_map(Line::of).map(|line| line.owed.what).collect()
}

#[test]
fn what_was_promised_stands_as_it_was_read_last_or_lies_beside_the_file() {
    let mut night = Desks::new(|night| {
        let (owner, now) = (me(&night.bello), night.bello.now());
        must(&mut night.bello, night.known, promised(owner, now));
        // One has it on the screen, the other never looked; a console had a quiet moment meanwhile.
        assert_eq!(owed(&mut night.marsh).as_of, None, "it is read from the record");
        night.marsh.idle();
    });
    let then = night.bello.now();
    night.goes_bad();
    night.later(30);
    for desk in [&mut night.bello, &mut night.marsh] {
        let board = owed(desk);
        assert_eq!((what(&board), board.as_of), (vec!["ring Mia back".to_owned()], Some(then)));
    }
    // It opens to those to whom its record opened, and to nobody who was told of none.
    let passphrase = dutydesk::desk::demo::PASSPHRASE.to_owned().into();
    night.marsh.handle(Request::SignIn { name: "a.okoro".to_owned(), passphrase });
    assert_eq!(night.marsh.actor().unwrap().name, "A. Okoro");
    assert_eq!(what(&owed(&mut night.marsh)), ["ring Mia back"], "its record is closed to nobody");
}

#[test]
fn whoever_has_an_item_says_so_while_the_file_is_damaged() {
    let mut id = None;
    let mut night = Desks::new(|night| {
        let (owner, now) = (me(&night.bello), night.bello.now());
        must(&mut night.bello, night.known, promised(owner, now));
        let to = me(&night.marsh);
        id = Some(gives(&mut night.bello, to));
    });
    let id = id.unwrap();
    night.goes_bad();
    let entries = keeps(&mut night.marsh, has_it(id, "I ring her"), Kind::Handover);
    assert!(entries[0].waits, "{entries:?}");
    let taker = me(&night.marsh);
    let (_home, _, mut manager) = night.mended();
    assert!(manager.handover_by_id(id).unwrap().is_done());
    let contact = manager.contact(Reference(1)).unwrap();
    let promise = &contact.telling.promises[0];
    assert_eq!((contact.holder, &promise.promised.owner), (Some(taker), &Owner::Staff(taker)));
    whole(&mut manager);
}

#[test]
fn lines_that_were_read_before_are_looked_through() {
    let mut night = Desks::new(|night| {
        must(&mut night.bello, night.known, crate::roles::tries::family());
        night.marsh.idle();
    });
    let name =
        night.marsh.contact(Reference(1)).unwrap().family.children().next().unwrap().details.name.clone();
    night.goes_bad();
    for text in ["C-1", name.as_deref().unwrap()] {
        let (rows, as_of) = found(&mut night.marsh, text);
        assert!(as_of.is_some(), "{rows:?}");
        assert_eq!(rows.iter().map(|row| row.reference).collect::<Vec<_>>(), [Some(Reference(1))], "{text}");
        assert_eq!(rows[0].children[0].name, name, "as the queue had it");
    }
    let answers = night.marsh.handle(Request::OpenReference(Reference(1)));
    let told = |answer: &Answer| matches!(answer, Answer::Failed { words, .. } if words.starts_with("This contact cannot be opened now"));
    assert!(answers.iter().any(told), "{answers:?}");
    // That somebody looked is tried again, and stands in the record once it can be written.
    assert!(night.marsh.journal_looks().is_err());
}

#[test]
fn the_screen_says_how_old_it_is_also_where_the_file_was_read_before() {
    let practice = Practice::new(0);
    let (mut okoro, mut shah) = (
        crate::damaged::open(&practice.folder, "A. Okoro", 71),
        crate::damaged::open(&practice.folder, "R. Shah", 72),
    );
    let known = take(&mut okoro);
    let (owner, now) = (me(&okoro), okoro.now());
    must(&mut okoro, known, promised(owner, now));
    must(&mut okoro, known, vec![call::Command::End.into()]);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("p").sees("ring Mia back").press("<esc>");
    okoro.settle();
    take(&mut shah);
    drop((okoro, shah));
    damage(&practice.folder.database(), 4_096, 4_096);
    damage(&practice.folder.database().with_extension("db-wal"), 32, 4_096 + 24);
    practice.clock.set(now + TimeDelta::minutes(4));
    console.press("p").sees("As the desk knew it at 14:07; what was kept since is marked ✕.");
    console.sees("ring Mia back").sees("Ring from here; n takes a call, and keeps what comes of it.");
}
