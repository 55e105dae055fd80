//! The handover at the desk: given in the evening or the morning, acknowledged item by item, told on paper and by the header.

use chrono::{DateTime, Utc};
use dutydesk::{
    desk::{Clock, Desk, DeskError, Opening, Random, Request, handover::Deal, proof::Projections},
    domain::{
        alarm::Of,
        contact::{
            call::{self, Take},
            night::{Command as Night, LeftUnfiled, NoLoneVisits},
            telling,
        },
        handover::{Command, Kind, Next, Waiting},
        ids::HandoverId,
        policy::Mode,
        queue::Lane,
    },
    exchange::handover as paper,
};

use crate::common::console::Practice;

fn desk(practice: &Practice, name: &str) -> Desk {
    let clock = std::sync::Arc::clone(&practice.clock) as std::sync::Arc<dyn Clock>;
    let seed = name.bytes().map(u64::from).sum();
    let mut desk = Desk::open(&practice.folder, Opening::default(), clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn code(error: &DeskError) -> &'static str {
    match error {
        DeskError::Refused(refusal) => refusal.code,
        other => panic!("{other}"),
    }
}

const NIGHT: Kind = Kind::Shift { from: Mode::Edt, to: Mode::FrontDoor };

/// A night with three calls, handed to the front door at two in the morning.
fn night(practice: &Practice) -> (Desk, HandoverId) {
    practice.clock.set(at("2026-11-25T02:10:00Z"));
    let mut bello = desk(practice, "T. Bello");
    for _ in 0..3 {
        bello.answer(Request::Take(Box::<Take>::default())).unwrap();
    }
    let id = bello.handover(Deal::Begin(NIGHT)).unwrap();
    (bello, id)
}

fn give_all(bello: &mut Desk, id: HandoverId, next: Next) {
    for item in bello.handover_by_id(id).unwrap().items {
        bello.handover(Deal::Do { id, command: Command::Owner { no: item.no, next } }).unwrap();
        if item.line.is_empty() {
            let line = "to be filed in the morning".to_owned();
            bello.handover(Deal::Do { id, command: Command::Line { no: item.no, line } }).unwrap();
        }
    }
}

#[test]
fn a_night_is_handed_over_and_acknowledged() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    assert_eq!(bello.handover_by_id(id).unwrap().items.len(), 3);
    let refused = bello.handover(Deal::Do { id, command: Command::Finish }).unwrap_err();
    assert_eq!(code(&refused), "NoNextOwner");
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    // What comes in while it is written is in it, or it does not go.
    bello.answer(Request::Take(Box::<Take>::default())).unwrap();
    let refused = bello.handover(Deal::Do { id, command: Command::Finish }).unwrap_err();
    assert_eq!(code(&refused), "NoNextOwner");
    assert_eq!(bello.handover_by_id(id).unwrap().items.len(), 4);
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    assert_eq!(bello.lane(Lane::Handover, 10).unwrap().len(), 4, "it stands in the lane of the next service");

    let handovers = |desk: &Desk| desk.view().alarms.iter().filter(|alarm| alarm.of == Of::Handover).count();
    practice.clock.set(at("2026-11-25T08:59:00Z"));
    bello.handle(Request::Refresh);
    let mut okoro = desk(&practice, "A. Okoro");
    assert_eq!(handovers(&okoro), 0, "nobody is there to hear it");
    practice.clock.set(at("2026-11-25T09:00:00Z"));
    okoro.settle();
    assert_eq!(handovers(&okoro), 1);
    for item in okoro.handover_by_id(id).unwrap().items {
        assert_eq!(okoro.handovers().unwrap()[0].stands, Waiting::Waits);
        let command = Command::Acknowledge { no: item.no, words: String::new() };
        okoro.handover(Deal::Do { id, command }).unwrap();
    }
    assert_eq!(okoro.handovers().unwrap()[0].stands, Waiting::Done);
    practice.clock.set(at("2026-11-25T09:00:05Z"));
    okoro.settle();
    assert_eq!(handovers(&okoro), 0);
    assert_eq!(okoro.compare().unwrap(), Projections::Equal);
    let mut adler = desk(&practice, "S. Adler");
    adler.rebuild().unwrap();
    assert_eq!(adler.compare().unwrap(), Projections::Equal);
    assert!(adler.verify(&mut |_| {}).unwrap().is_ok());
}

#[test]
fn a_promise_goes_with_what_is_given_by_name() {
    let practice = Practice::new(0);
    practice.clock.set(at("2026-11-24T15:00:00Z"));
    let mut okoro = desk(&practice, "A. Okoro");
    okoro.answer(Request::Take(Box::<Take>::default())).unwrap();
    let row = okoro.lane(Lane::Mine, 1).unwrap().remove(0);
    let person = okoro.actor().unwrap().person;
    let promised = telling::Promised {
        what: "send the hub's times".to_owned(),
        to: "the caller".to_owned(),
        person: None,
        ring_back: false,
        owner: telling::Owner::Staff(person),
        by: at("2026-11-27T12:00:00Z"),
        agreed_with: "the caller".to_owned(),
    };
    let act = dutydesk::desk::protocol::Act {
        tag: 1,
        contact: dutydesk::domain::ids::ContactId(row.id),
        command: telling::Command::Promise(promised).into(),
        seen: row.version,
        event: None,
        step_up: None,
    };
    okoro.answer(Request::Act(Box::new(act))).unwrap();
    let kind = Kind::Leave { person, until: Some(at("2026-12-07T09:00:00Z")) };
    let id = okoro.handover(Deal::Begin(kind)).unwrap();
    let refused = okoro
        .handover(Deal::Do {
            id,
            command: Command::Owner {
                no: okoro.handover_by_id(id).unwrap().items[0].no,
                next: Next::Service(Mode::FrontDoor),
            },
        })
        .unwrap_err();
    assert_eq!(code(&refused), "CoverNeedsName");
    let novak = okoro.book().state.find_staff("R. Shah").unwrap();
    give_all(&mut okoro, id, Next::Person(novak));
    okoro.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    practice.clock.set(at("2026-11-24T16:00:00Z"));
    let mut shah = desk(&practice, "R. Shah");
    for item in shah.handover_by_id(id).unwrap().items {
        let command = Command::Acknowledge { no: item.no, words: "I have it".to_owned() };
        shah.handover(Deal::Do { id, command }).unwrap();
    }
    let (ledger, rate) = shah.ledger().unwrap();
    assert!(ledger.iter().any(|line| line.is_of(novak) && line.owed.what == "send the hub's times"));
    assert_eq!(rate.percent(), rate.percent().filter(|percent| *percent <= 100));
    assert_eq!(shah.lane(Lane::Mine, 10).unwrap().len(), 1);
    // Coming back, who did what stands in order.
    practice.clock.set(at("2026-12-07T09:00:00Z"));
    let (since, changed) = okoro.while_away(None).unwrap();
    assert_eq!(since, at("2026-11-24T15:00:00Z"));
    assert_eq!(changed.len(), 1, "{changed:?}");
    let text = paper::away_text(since, &changed, &okoro.book().state, okoro.now(), false);
    assert!(text.contains("R. Shah: promise handed over"), "{text}");
    assert_eq!(shah.compare().unwrap(), Projections::Equal);
}

#[test]
fn the_sheet_has_the_journals_code_and_a_line_for_a_hand() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    let no = bello.handover_by_id(id).unwrap().items[0].no;
    let line = Command::Line { no, line: "ring *the* school_at nine".to_owned() };
    bello.handover(Deal::Do { id, command: line }).unwrap();
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    let taken = bello.take_handover_out(id, "markdown").unwrap();
    let sheet = taken.paper(&bello.book().state, bello.now());
    let markdown = paper::markdown(sheet);
    assert!(markdown.contains(&taken.code.to_string()), "{markdown}");
    // The sheet itself is laid before the journal later.
    let anchors = dutydesk::exchange::anchors::read(&markdown).unwrap();
    assert_eq!((anchors.len(), anchors[0].seq, anchors[0].code), (1, Some(taken.entry), taken.code));
    assert!(markdown.contains(r"ring \*the\* school\_at nine"), "{markdown}");
    assert!(markdown.contains("acknowledged by: "), "{markdown}");
    let kept = bello.handover_by_id(id).unwrap();
    assert_eq!(kept.sheets.len(), 1, "that it left is journalled");
    assert_eq!(kept.sheets[0].2.code, taken.code);
    let home = tempfile::tempdir().unwrap();
    let to = home.path().join("sheet.md");
    bello.handover(Deal::Save { id, to: to.clone() }).unwrap();
    assert!(std::fs::read_to_string(&to).unwrap().starts_with("# Handover: EDT to the front door"));
    assert!(bello.handover(Deal::Save { id, to }).is_err(), "nothing is written over");
}

fn does(desk: &mut Desk, contact: uuid::Uuid, command: impl Into<dutydesk::domain::contact::Command>) {
    let act = dutydesk::desk::protocol::Act {
        tag: 1,
        contact: dutydesk::domain::ids::ContactId(contact),
        command: command.into(),
        seen: u64::MAX,
        event: None,
        step_up: None,
    };
    desk.answer(Request::Act(Box::new(act))).unwrap();
}

#[test]
fn whoever_acknowledges_has_the_contact_where_the_night_has_gone_off() {
    let practice = Practice::new(0);
    practice.clock.set(at("2026-11-25T02:10:00Z"));
    let mut bello = desk(&practice, "T. Bello");
    for _ in 0..2 {
        bello.answer(Request::Take(Box::<Take>::default())).unwrap();
    }
    let rows = bello.lane(Lane::Mine, 10).unwrap();
    // One caller is still on the line.
    does(&mut bello, rows[0].id, call::Command::End);
    let id = bello.handover(Deal::Begin(NIGHT)).unwrap();
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    practice.clock.set(at("2026-11-25T09:02:00Z"));
    let mut okoro = desk(&practice, "A. Okoro");
    for item in okoro.handover_by_id(id).unwrap().items {
        let command = Command::Acknowledge { no: item.no, words: String::new() };
        okoro.handover(Deal::Do { id, command }).unwrap();
    }
    let mine: Vec<uuid::Uuid> = okoro.lane(Lane::Mine, 10).unwrap().iter().map(|row| row.id).collect();
    assert_eq!(mine, [rows[0].id], "whoever is on the line keeps it");
    let contact = okoro.contact_by_id(dutydesk::domain::ids::ContactId(rows[0].id)).unwrap();
    assert_eq!(contact.hands.len(), 2);
    assert!(contact.handover.is_none());
    assert_eq!(okoro.compare().unwrap(), Projections::Equal);
}

#[test]
fn the_brief_of_a_night_has_what_the_day_left_and_not_what_the_night_did() {
    let practice = Practice::new(0);
    practice.clock.set(at("2026-11-24T16:40:00Z"));
    let mut okoro = desk(&practice, "A. Okoro");
    okoro.answer(Request::Take(Box::<Take>::default())).unwrap();
    let row = okoro.lane(Lane::Mine, 1).unwrap().remove(0);
    let line = "father may ring tonight; do not give the address".to_owned();
    does(&mut okoro, row.id, call::Command::LeaveForHandover { line });
    practice.clock.set(at("2026-11-25T02:10:00Z"));
    let mut bello = desk(&practice, "T. Bello");
    // More than a brief has room for.
    for _ in 0..22 {
        bello.answer(Request::Take(Box::<Take>::default())).unwrap();
    }
    let id = bello.handover(Deal::Begin(NIGHT)).unwrap();
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    let left = bello.brief().unwrap().left;
    assert!(matches!(&left[..], [one] if one.contains("father may ring tonight")), "{left:?}");
    // The night's stand in the lane, and say whose they are.
    let rows = bello.lane(Lane::Handover, 100).unwrap();
    let of_night = rows.iter().filter(|row| row.preview.iter().any(|line| line.starts_with("Left by EDT: ")));
    assert_eq!((rows.len(), of_night.count()), (23, 22));
}

#[test]
fn the_sheet_has_dates_that_can_be_read_on_another_day() {
    let practice = Practice::new(0);
    practice.clock.set(at("2026-11-28T02:10:00Z"));
    let mut bello = desk(&practice, "T. Bello");
    bello.answer(Request::Take(Box::<Take>::default())).unwrap();
    let row = bello.lane(Lane::Mine, 1).unwrap().remove(0);
    let person = bello.actor().unwrap().person;
    let promised = telling::Promised {
        what: "ring her".to_owned(),
        to: "the caller".to_owned(),
        person: None,
        ring_back: false,
        owner: telling::Owner::Staff(person),
        by: at("2026-11-28T08:00:00Z"),
        agreed_with: "the caller".to_owned(),
    };
    does(&mut bello, row.id, telling::Command::Promise(promised));
    let id = bello.handover(Deal::Begin(NIGHT)).unwrap();
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    let taken = bello.take_handover_out(id, "text").unwrap();
    let sheet = paper::text(taken.paper(&bello.book().state, bello.now()));
    assert!(sheet.contains("ring her (by Sat 28 Nov 08:00)"), "{sheet}");
    assert!(!sheet.contains("tomorrow") && !sheet.contains("(by 08:00)"), "{sheet}");
}

#[test]
fn whoever_takes_it_sees_what_changed_since_it_was_handed_over() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    practice.clock.set(at("2026-11-25T08:55:00Z"));
    let contact = bello.handover_by_id(id).unwrap().items[0].drawn.contact.unwrap();
    does(&mut bello, contact.0, call::Command::MarkUrgent);
    practice.clock.set(at("2026-11-25T09:02:00Z"));
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("h<home><enter>").sees("since it was handed over: a child may be in danger now (09:25)");
    // What stands in the handover is what was said then.
    let item = &desk(&practice, "A. Okoro").handover_by_id(id).unwrap().items[0];
    assert!(item.now.is_none() && item.drawn.causes.iter().all(|cause| !cause.words.contains("danger")));
}

#[test]
fn why_something_is_on_no_file_is_nothing_new_and_nothing_that_ended() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    let contact = bello.handover_by_id(id).unwrap().items[0].drawn.contact.unwrap();
    let why = "the file system is down; the day files it".to_owned();
    does(&mut bello, contact.0, Night::LeaveUnfiled(LeftUnfiled { why }));
    practice.clock.set(at("2026-11-25T09:02:00Z"));
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("h<home><enter>").sees("on no child's file yet: the file system is down; the day files it");
    let text = console.text();
    assert!(!text.contains("since it was handed over") && !text.contains("holds no more"), "{text}");
}

#[test]
fn a_sheet_counts_what_is_on_it_and_says_first_where_nobody_goes_alone() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    let items = bello.handover_by_id(id).unwrap().items;
    let [second, third] = [1, 2].map(|at: usize| items[at].drawn.contact.unwrap());
    // What the day has taken up is no item any more.
    does(&mut desk(&practice, "A. Okoro"), second.0, call::Command::TakeOver { why: "hers".to_owned() });
    let marked = NoLoneVisits { why: Some("a dog that bites".to_owned()), lifted: None };
    does(&mut bello, third.0, Night::NoLone(marked));
    bello.handover(Deal::Begin(NIGHT)).unwrap();
    let taken = bello.take_handover_out(id, "text").unwrap();
    let sheet = taken.paper(&bello.book().state, bello.now());
    let text = paper::text(sheet);
    assert!(text.contains("\n 1. ") && text.contains("\n 2. ") && !text.contains("\n 3. "), "{text}");
    let mark = text.lines().skip_while(|line| !line.starts_with(" 2. ")).nth(1);
    assert_eq!(mark, Some("    - NO LONE VISITS: a dog that bites"), "{text}");
    let markdown = paper::markdown(sheet);
    assert!(markdown.contains("\n## 2. ") && !markdown.contains("\n## 3. "), "{markdown}");
    assert!(markdown.contains("- NO LONE VISITS: a dog that bites"), "{markdown}");
    let json: serde_json::Value = serde_json::from_str(&paper::json(sheet).unwrap()).unwrap();
    assert_eq!(json["items"][1]["causes"][0]["what"], "no_lone", "{json}");
    assert_eq!(json["items"][1]["causes"][0]["words"], "NO LONE VISITS: a dog that bites", "{json}");
    // Nobody is on the line at this console, so nothing is covered.
    let mut console = practice.console("L. Marsh", 120, 40);
    console.press("h<home><enter><a-down>").sees("‼ NO LONE VISITS: a dog that bites");
}

#[test]
fn acknowledged_one_after_the_other_the_cursor_goes_to_what_is_mine() {
    let practice = Practice::new(0);
    practice.clock.set(at("2026-11-25T02:10:00Z"));
    let (mut bello, id) = night(&practice);
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    let shah = bello.book().state.find_staff("R. Shah").unwrap();
    let first = bello.handover_by_id(id).unwrap().items[0].no;
    bello.handover(Deal::Do { id, command: Command::Owner { no: first, next: Next::Person(shah) } }).unwrap();
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    practice.clock.set(at("2026-11-25T09:02:00Z"));
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("h<home><enter><a-down>").sees("3 of 3 not acknowledged");
    console.press("<c-s>").sees("2 of 3 not acknowledged").press("<c-s>");
    let okoro = desk(&practice, "A. Okoro");
    let left: Vec<_> = okoro.handover_by_id(id).unwrap().waiting().map(|item| item.no).collect();
    assert_eq!(left, [first], "{}", console.text());
}

#[test]
fn an_item_is_acknowledged_only_after_its_end_was_shown() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    let no = bello.handover_by_id(id).unwrap().items[0].no;
    let line = format!("the aunt has her tonight; {}the last of it", "she asks for her bear; ".repeat(40));
    bello.handover(Deal::Do { id, command: Command::Line { no, line } }).unwrap();
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
    practice.clock.set(at("2026-11-25T09:02:00Z"));
    let left = || desk(&practice, "A. Okoro").handover_by_id(id).unwrap().waiting().count();
    let all = left();
    let mut console = practice.console("A. Okoro", 80, 24);
    console.press("h<home><enter>").sees("the aunt has her tonight").sees("more lines: PgDn");
    console.press("<c-s>").sees("read this item to its end first").sees("more lines: PgDn");
    assert_eq!(left(), all, "{}", console.text());
    console.press("<pgdn>").press("<pgdn>").press("<pgdn>").sees("the last of it");
    console.press("<pgup>").sees("more lines: PgDn").press("<c-s>");
    assert_eq!(left(), all - 1, "{}", console.text());
}

#[test]
fn a_handover_that_is_refused_shows_the_item_for_which_it_is() {
    let practice = Practice::new(0);
    let (mut bello, id) = night(&practice);
    let items = bello.handover_by_id(id).unwrap().items;
    give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
    bello.answer(Request::Take(Box::<Take>::default())).unwrap();
    drop(bello);
    let mut console = practice.console("T. Bello", 120, 40);
    console.press("h<home><enter><c-s>").sees("has nobody who has it next");
    console.refresh();
    console.press("<tab>the front<tab>");
    let bello = desk(&practice, "T. Bello");
    let now = bello.handover_by_id(id).unwrap();
    assert_eq!(now.items.len(), items.len() + 1);
    assert_eq!(now.without_owner().count(), 0, "{}", console.text());
}

#[test]
fn snapshots_of_a_handover() {
    for (width, height) in [(80, 24), (120, 40)] {
        let practice = Practice::new(40);
        practice.clock.set(at("2026-11-25T02:10:00Z"));
        let mut console = practice.console("T. Bello", width, height);
        console.press("h");
        insta::assert_snapshot!(format!("handovers_{width}x{height}"), console.text());
        console.press("<end><up><enter>");
        insta::assert_snapshot!(format!("handover_given_{width}x{height}"), console.text());
        console.press("ring the ward at nine<tab>the front<tab>");
        insta::assert_snapshot!(format!("handover_line_{width}x{height}"), console.text());
        console.press("<c-s>");
        insta::assert_snapshot!(format!("handover_refused_{width}x{height}"), console.text());
    }
}

#[test]
fn snapshots_of_what_waits_and_of_the_ledger() {
    for (width, height) in [(80, 24), (120, 40)] {
        let practice = Practice::new(40);
        practice.clock.set(at("2026-11-25T02:10:00Z"));
        let mut bello = desk(&practice, "T. Bello");
        let id = bello.handover(Deal::Begin(NIGHT)).unwrap();
        give_all(&mut bello, id, Next::Service(Mode::FrontDoor));
        bello.handover(Deal::Do { id, command: Command::Finish }).unwrap();
        practice.clock.set(at("2026-11-25T09:02:00Z"));
        let mut console = practice.console("A. Okoro", width, height);
        insta::assert_snapshot!(format!("handover_alarm_{width}x{height}"), console.text());
        console.press("h<home><enter>");
        insta::assert_snapshot!(format!("handover_received_{width}x{height}"), console.text());
        console.press("I ring the ward<c-s>");
        insta::assert_snapshot!(format!("handover_acknowledged_{width}x{height}"), console.text());
        console.press("<esc><esc>p");
        insta::assert_snapshot!(format!("ledger_{width}x{height}"), console.text());
        console.press("2");
        insta::assert_snapshot!(format!("ledger_mine_{width}x{height}"), console.text());
        console.press("3");
        insta::assert_snapshot!(format!("ledger_owed_to_us_{width}x{height}"), console.text());
        // From the ledger a contact opens where its promises are.
        console.press("1<enter>").sees("What became of it");
        // On the line that was under the cursor, also where that is not the first.
    }
}

/// Draws from every open contact, without looking at its line first.
fn drawn_from_all(desk: &mut Desk, kind: Kind) -> Vec<String> {
    let rows = desk.lane(Lane::All, 10_000).unwrap();
    let of_contacts = rows.into_iter().filter(|row| row.item == dutydesk::domain::queue::Item::Contact);
    let contacts: Vec<_> = of_contacts
        .map(|row| desk.contact_by_id(dutydesk::domain::ids::ContactId(row.id)).unwrap())
        .collect();
    let actor = desk.actor().unwrap();
    let (policy, duty) = (&desk.book().policy, &desk.book().duty);
    let cx = dutydesk::domain::contact::Context { now: desk.now(), actor, policy, duty };
    let drawn = dutydesk::domain::handover::draw(kind, &contacts, &[], &cx);
    drawn.iter().map(dutydesk::domain::handover::Drawn::label).collect()
}

#[test]
fn what_is_not_read_would_not_have_been_handed_over() {
    let practice = Practice::new(200);
    let day = Kind::Shift { from: Mode::FrontDoor, to: Mode::Edt };
    for (who, kind, time) in [
        ("T. Bello", NIGHT, "2026-11-25T02:10:00Z"),
        ("A. Okoro", day, "2026-11-24T16:50:00Z"),
        ("A. Okoro", day, "2026-11-27T16:50:00Z"),
    ] {
        practice.clock.set(at(time));
        let mut desk = desk(&practice, who);
        let all = drawn_from_all(&mut desk, kind);
        let id = desk.handover(Deal::Begin(kind)).unwrap();
        let items = desk.handover_by_id(id).unwrap().items;
        let drawn: Vec<String> = items.iter().map(|item| item.drawn.label()).collect();
        assert!(!drawn.is_empty());
        assert_eq!(drawn, all, "{who} at {time}");
    }
}
