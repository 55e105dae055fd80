//! Somebody goes out alone, begins a shift, or writes a handover while the desk's file takes nothing: it is kept, counts at once
//! at that console and at every other one, and comes into the record in its order. What decides fails closed.

pub(crate) mod handed;
mod sealed;

use std::{fs, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        clock::FixedClock,
        demo,
        proof::Projections,
        protocol::{Beside, Deal, Deed},
    },
    domain::{
        alarm::{Level, Of},
        board::{Entry, Kind},
        contact::{
            access::{Command as Access, Kind as Why, Restricted},
            night::{Command as Night, NoLoneVisits},
        },
        handover::{Command as Hand, Item, Kind as Which, Next},
        ids::{ContactId, HandoverId, ItemNo, Reference},
        policy::Mode,
        shift::{Beginning, Command as Shifting, Shift},
        visit::{Command, Event, Visit},
    },
    store::Folder,
};
use tempfile::TempDir;

use crate::{
    damaged::{self, damage, must, take},
    roles::{tries, words::going},
};

/// A Tuesday evening, when the Emergency Duty Team is on.
pub(crate) const EVENING: &str = "2026-11-24T20:00:00Z";

/// A desk at which two sit, with one contact, and a copy of its file from before the disk goes bad.
pub(crate) struct Desks {
    home: TempDir,
    folder: Folder,
    clock: Arc<FixedClock>,
    pub(crate) bello: Desk,
    pub(crate) marsh: Desk,
    pub(crate) known: ContactId,
}

fn open(folder: &Folder, clock: &Arc<FixedClock>, name: &str, seed: u64) -> Desk {
    let opening = Opening { console: true, bulk: false };
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    let mut desk = Desk::open(folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

impl Desks {
    /// Opens it; `before` is done while the disk is still good, and is in the copy.
    pub(crate) fn new(before: impl FnOnce(&mut Self)) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let at: DateTime<Utc> = EVENING.parse().unwrap();
        demo::make(&folder, &demo::Order { contacts: 0, seed: 1, at }, &mut |_| {}).unwrap();
        let clock = Arc::new(FixedClock::at(at));
        let mut bello = open(&folder, &clock, "T. Bello", 51);
        let marsh = open(&folder, &clock, "L. Marsh", 52);
        let known = take(&mut bello);
        let mut night = Self { home, folder, clock, bello, marsh, known };
        before(&mut night);
        let boards = vec![Kind::Visit, Kind::Shift, Kind::Unfiled, Kind::Handover, Kind::HandoverItem];
        for desk in [&mut night.bello, &mut night.marsh] {
            desk.handle(Request::Refresh);
            desk.handle(Request::Board(boards.clone()));
            desk.settle();
        }
        night.bello.backup(&night.home.path().join("last.db")).unwrap();
        night
    }

    /// Lets the disk go bad: somebody else writes, so that what the others have in memory is read anew.
    pub(crate) fn goes_bad(&self) {
        take(&mut open(&self.folder, &self.clock, "A. Okoro", 53));
        damage(&self.folder.database(), 4_096, 4_096);
        damage(&self.folder.database().with_extension("db-wal"), 32, 4_096 + 24);
    }

    /// Ends both consoles, brings the copy back, and lets a manager sit down at it.
    pub(crate) fn mended(self) -> (TempDir, Arc<FixedClock>, Desk) {
        let Self { home, folder, clock, bello, marsh, .. } = self;
        drop((bello, marsh));
        fs::copy(home.path().join("last.db"), folder.database()).unwrap();
        for beside in ["db-wal", "db-shm"] {
            let _ = fs::remove_file(folder.database().with_extension(beside));
        }
        // Whoever sits down first takes in what waited; that the copy is older is taken away, and the rest is whole.
        drop(open(&folder, &clock, "P. Lindqvist", 54));
        let _ = fs::remove_file(folder.head().with_extension("head.lost"));
        let manager = open(&folder, &clock, "P. Lindqvist", 55);
        (home, clock, manager)
    }

    pub(crate) fn later(&self, minutes: i64) {
        self.clock.set(self.clock.now() + TimeDelta::minutes(minutes));
    }
}

pub(crate) fn does(desk: &mut Desk, deed: Deed) -> Vec<Answer> {
    desk.handle(Request::Beside(Box::new(Beside { tag: 1, deed })))
}

/// Does what is kept, and tells what the board shows of a kind.
pub(crate) fn keeps(desk: &mut Desk, deed: Deed, kind: Kind) -> Vec<Entry> {
    let before = desk.view().spooled;
    let answers = does(desk, deed);
    assert!(matches!(answers[0], Answer::Spooled { .. }), "{answers:?}");
    assert_eq!(desk.view().spooled, before + 1);
    shown(&answers, kind)
}

pub(crate) fn shown(answers: &[Answer], kind: Kind) -> Vec<Entry> {
    let board = answers.iter().find_map(|answer| match answer {
        Answer::Board(board) => Some(&board.entries),
        _ => None,
    });
    let board = board.unwrap_or_else(|| panic!("{answers:?}"));
    board.iter().filter(|entry| entry.kind == kind).cloned().collect()
}

/// Does what must not be done, and gives why it was not.
pub(crate) fn must_not(desk: &mut Desk, deed: Deed) -> String {
    let before = desk.view().spooled;
    let answers = does(desk, deed);
    assert_eq!(desk.view().spooled, before);
    match &answers[0] {
        Answer::Failed { words, .. } => words.clone(),
        other => panic!("{other:?}"),
    }
}

pub(crate) const NOT_DONE: &str = "This counts only once it is in the record, so it was not done";

/// Gives the alarms about visits, a moment later.
pub(crate) fn alarms(clock: &FixedClock, desk: &mut Desk) -> Vec<(Level, String)> {
    clock.set(clock.now() + TimeDelta::seconds(2));
    desk.settle();
    desk.idle();
    desk.settle();
    let view = desk.view();
    view.alarms
        .iter()
        .filter(|a| matches!(a.of, Of::Visit | Of::Look))
        .map(|a| (a.level, a.words.clone()))
        .collect()
}

pub(crate) fn start(now: DateTime<Utc>, to: Option<Reference>) -> Deed {
    let mut going = going(now);
    (going.reference, going.every) = (to, 45);
    going.back_by = now + TimeDelta::hours(3);
    Deed::Visit(None, Command::Start(Box::new(going)))
}

pub(crate) fn visit(entries: &[Entry]) -> Visit {
    entries[0].read().unwrap()
}

pub(crate) fn whole(desk: &mut Desk) {
    assert_eq!(desk.view().spooled, 0);
    assert_eq!(desk.compare().unwrap(), Projections::Equal);
    assert!(desk.verify(&mut |_| {}).unwrap().is_ok());
}

#[test]
fn whoever_goes_out_while_the_file_is_damaged_is_missed_and_comes_back() {
    let mut night = Desks::new(|_| {});
    night.goes_bad();
    let now = night.clock.now();
    let entries = keeps(&mut night.bello, start(now, None), Kind::Visit);
    assert!(entries.len() == 1 && entries[0].waits, "{entries:?}");
    let id = visit(&entries).id;
    assert_eq!(alarms(&night.clock, &mut night.bello), []);
    // The clock of the check-ins runs, at this console and at the others.
    night.later(46);
    assert_eq!(
        alarms(&night.clock, &mut night.bello),
        [(Level::Red, "check in: you are late since 20:45".to_owned())]
    );
    night.later(10);
    let overdue = vec![(Level::Red, "T. Bello is overdue since 20:45".to_owned())];
    assert_eq!(alarms(&night.clock, &mut night.bello), overdue);
    assert_eq!(alarms(&night.clock, &mut night.marsh), overdue, "it is seen at the other console too");
    // A colleague rings them, and it waits behind what waits there.
    let words = "rings out, no answer".to_owned();
    keeps(&mut night.marsh, Deed::Visit(Some(id), Command::Try { words }), Kind::Visit);
    assert_eq!(alarms(&night.clock, &mut night.marsh), overdue);
    let heard = keeps(&mut night.bello, Deed::Visit(Some(id), Command::CheckIn), Kind::Visit);
    assert_eq!(visit(&heard).heard, night.clock.now());
    assert_eq!(
        (alarms(&night.clock, &mut night.bello), alarms(&night.clock, &mut night.marsh)),
        (vec![], vec![])
    );
    let longer = Command::Extend { back_by: now + TimeDelta::hours(5), why: "she opened up".to_owned() };
    keeps(&mut night.bello, Deed::Visit(Some(id), longer), Kind::Visit);
    keeps(
        &mut night.bello,
        Deed::Visit(Some(id), Command::Help { words: "he is at the door".to_owned() }),
        Kind::Visit,
    );
    assert_eq!(
        alarms(&night.clock, &mut night.bello),
        [(Level::Red, "T. Bello NEEDS HELP on a visit".to_owned())]
    );
    let how = "the police came, and she is in the car".to_owned();
    let back = keeps(&mut night.bello, Deed::Visit(Some(id), Command::BackSafe { how }), Kind::Visit);
    assert!(back.is_empty(), "{back:?}");
    assert_eq!(alarms(&night.clock, &mut night.bello), []);

    let bello = night.bello.actor().unwrap().person;
    let (_home, clock, mut manager) = night.mended();
    let entries = manager.store().stream(id.0).unwrap();
    let kinds: Vec<_> = entries
        .iter()
        .map(|entry| match Event::read(&entry.kind, &entry.body).unwrap() {
            Event::MergedLate(late) => (late.kind, late.by == bello, late.superseded),
            other => panic!("{other:?}"),
        })
        .collect();
    let own = ["started", "tried", "checked_in", "extended", "help_needed", "back_safe"];
    let kept = own.map(|kind| (format!("visit.{kind}.v1"), kind != "tried", false));
    assert_eq!(kinds, kept, "in the order in which it was recorded, by whoever recorded it");
    assert!(manager.store().board(Kind::Visit).unwrap().is_empty());
    clock.set(clock.now() + TimeDelta::hours(9));
    assert_eq!(alarms(&clock, &mut manager), []);
    whole(&mut manager);
}

#[test]
fn a_visit_that_is_still_on_when_the_file_is_back_is_missed_by_everybody() {
    let mut night = Desks::new(|_| {});
    night.goes_bad();
    let now = night.clock.now();
    let id = visit(&keeps(&mut night.bello, start(now, None), Kind::Visit)).id;
    night.later(20);
    keeps(&mut night.bello, Deed::Visit(Some(id), Command::CheckIn), Kind::Visit);
    let (_home, clock, mut manager) = night.mended();
    let out: Visit = visit(&manager.store().board(Kind::Visit).unwrap());
    assert_eq!(
        (out.since, out.heard),
        (now, now + TimeDelta::minutes(20)),
        "when it was, and not when it came in"
    );
    clock.set(now + TimeDelta::minutes(76));
    assert_eq!(alarms(&clock, &mut manager), [(Level::Red, "T. Bello is overdue since 21:05".to_owned())]);
    whole(&mut manager);
}

#[test]
fn whoever_was_out_already_is_missed_where_the_file_gives_nothing_more() {
    let mut night = Desks::new(|night| {
        let now = night.clock.now();
        let answers = does(&mut night.bello, start(now, None));
        assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
    });
    let id = visit(&night.bello.store().board(Kind::Visit).unwrap()).id;
    night.goes_bad();
    night.later(60);
    let overdue = vec![(Level::Red, "T. Bello is overdue since 20:45".to_owned())];
    assert_eq!(alarms(&night.clock, &mut night.marsh), overdue);
    // A colleague rings them, and writes down what came of it.
    let words = "rings out".to_owned();
    let entries = keeps(&mut night.marsh, Deed::Visit(Some(id), Command::Try { words }), Kind::Visit);
    assert!(entries[0].waits && visit(&entries).tried.len() == 1, "{entries:?}");
    keeps(&mut night.bello, Deed::Visit(Some(id), Command::CheckIn), Kind::Visit);
    assert_eq!(alarms(&night.clock, &mut night.bello), []);
    let (_home, _, mut manager) = night.mended();
    let out: Visit = visit(&manager.store().board(Kind::Visit).unwrap());
    assert_eq!((out.tried.len(), out.version), (1, 3));
    whole(&mut manager);
}

#[test]
fn a_mark_that_could_not_be_looked_up_is_looked_at_by_a_manager() {
    let mut night = Desks::new(|night| {
        let why = Some("Dean threatened a midwife".to_owned());
        must(&mut night.bello, night.known, vec![Night::NoLone(NoLoneVisits { why, lifted: None }).into()]);
        night.bello.handle(Request::Leave);
    });
    night.goes_bad();
    let now = night.clock.now();
    let entries = keeps(&mut night.marsh, start(now, Some(Reference(1))), Kind::Visit);
    assert!(visit(&entries).started.unread);
    let id = visit(&entries).id;
    keeps(&mut night.marsh, Deed::Visit(Some(id), Command::BackSafe { how: String::new() }), Kind::Visit);
    // That a manager looked counts only in the record.
    let look = Deed::Visit(Some(id), Command::Look { words: "right to go".to_owned() });
    let words = must_not(&mut night.bello, look.clone());
    assert!(words.starts_with(NOT_DONE) || words.contains("not on this desk"), "{words}");
    let known = night.known;
    let (_home, clock, mut manager) = night.mended();
    let out: Visit = visit(&manager.store().board(Kind::Visit).unwrap());
    assert!(out.waits_for_look() && out.started.going.contact == Some(known), "{out:?}");
    let told = alarms(&clock, &mut manager);
    assert_eq!(told, [(Level::Warning, "L. Marsh went alone, the mark unread: look (v)".to_owned())]);
    assert!(matches!(does(&mut manager, look)[0], Answer::Done { .. }));
    whole(&mut manager);
}

#[test]
fn a_family_that_is_known_to_be_marked_is_not_gone_to_alone_while_the_file_is_damaged() {
    let mut night = Desks::new(|night| {
        let why = Some("Dean threatened a midwife".to_owned());
        must(&mut night.bello, night.known, vec![Night::NoLone(NoLoneVisits { why, lifted: None }).into()]);
        night.bello.answer(Request::Open(night.known)).unwrap();
    });
    night.goes_bad();
    let answers = does(&mut night.bello, start(night.clock.now(), Some(Reference(1))));
    assert!(matches!(&answers[0], Answer::Refused { code: "NoLoneVisits", .. }), "{answers:?}");
    assert_eq!(night.bello.view().spooled, 0);
}

#[test]
fn a_shift_begins_and_ends_while_the_file_is_damaged() {
    let mut night = Desks::new(|_| {});
    night.goes_bad();
    let begin = Deed::Shift(None, Shifting::Start(Beginning { alone: true, nobody_on_call: None }));
    let entries = keeps(&mut night.marsh, begin.clone(), Kind::Shift);
    assert!(entries[0].waits, "{entries:?}");
    let shift: Shift = entries[0].read().unwrap();
    let answers = does(&mut night.marsh, begin);
    assert!(matches!(&answers[0], Answer::Refused { code: "ShiftIsOn", .. }), "{answers:?}");
    night.later(600);
    // Nobody ends it while they are out.
    let now = night.clock.now();
    let id = visit(&keeps(&mut night.marsh, start(now, None), Kind::Visit)).id;
    let end = Deed::Shift(
        Some(shift.id),
        Shifting::End {
            reasons: vec![("C-1".to_owned(), "handed to the day".to_owned())],
            nobody: "the police have the number on call".to_owned(),
        },
    );
    let answers = does(&mut night.marsh, end.clone());
    assert!(matches!(&answers[0], Answer::Refused { code: "StillOut", .. }), "{answers:?}");
    keeps(&mut night.marsh, Deed::Visit(Some(id), Command::BackSafe { how: String::new() }), Kind::Visit);
    assert!(shown(&does(&mut night.marsh, end), Kind::Shift).is_empty());
    let (_home, _, mut manager) = night.mended();
    assert!(manager.store().board(Kind::Shift).unwrap().is_empty());
    assert_eq!(manager.store().stream(shift.id.0).unwrap().len(), 2);
    whole(&mut manager);
}

/// Ends T. Bello's shift, with what is on no child's file answered for.
fn ends_the_shift(night: &mut Desks, kept: bool) {
    let begin = Deed::Shift(None, Shifting::Start(Beginning { alone: true, nobody_on_call: None }));
    does(&mut night.bello, begin);
    let entries = shown(&night.bello.handle(Request::Board(vec![Kind::Shift])), Kind::Shift);
    let shift: Shift = entries[0].read().unwrap();
    assert_eq!(entries[0].waits, kept);
    let reasons = vec![("C-1".to_owned(), "the file system is down; the day files it".to_owned())];
    let end = Shifting::End { reasons, nobody: "the police have the number on call".to_owned() };
    does(&mut night.bello, Deed::Shift(Some(shift.id), end));
    assert!(shown(&night.bello.handle(Request::Board(vec![Kind::Shift])), Kind::Shift).is_empty());
}

/// Gives the events of a contact that say why it was left on no child's file.
fn left_unfiled(desk: &Desk, contact: ContactId) -> Vec<String> {
    let entries = desk.store().stream(contact.0).unwrap().into_iter();
    let said = entries.filter(|entry| {
        let whole = format!("{} {}", entry.kind, entry.body);
        whole.contains("contact.left_unfiled.v1") && whole.contains("the file system is down")
    });
    said.map(|entry| entry.kind).collect()
}

#[test]
fn why_a_contact_is_on_no_file_when_the_shift_ends_stands_in_that_contact() {
    let mut night = Desks::new(|_| {});
    ends_the_shift(&mut night, false);
    assert_eq!(left_unfiled(&night.bello, night.known), ["contact.left_unfiled.v1"]);
    whole(&mut night.bello);
}

#[test]
fn it_stands_there_too_where_the_shift_ended_while_the_file_was_damaged() {
    let mut night = Desks::new(|_| {});
    night.goes_bad();
    ends_the_shift(&mut night, true);
    let known = night.known;
    let (_home, _, mut manager) = night.mended();
    assert_eq!(left_unfiled(&manager, known), ["contact.merged_late.v1"]);
    whole(&mut manager);
}
