//! One whole night in terminals: the shift begins, three contacts, a word by telephone, somebody who is missed on a visit, a
//! handover, and the morning team acknowledging it.

use std::fs;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{Clock as _, Desk, Request, protocol::Act},
    domain::{
        contact::night::{Alert, Care, Command as Night, Elsewhere, NoLoneVisits, Under, Unobtainable},
        ids::PersonNo,
        value::YesNo,
    },
};

use crate::{
    common::{console::Practice, pty::Pty},
    pty::{Home, LONG, press, see, settle},
    telephone::night::{authorises_by_telephone, enrols_a_device},
};

/// Moves the practice desk's clock on; consoles opened from then on live by it.
fn later(home: &Home, minutes: i64) {
    let clock = home.path().join("practice").join("practice.clock");
    let ahead: i64 = fs::read_to_string(&clock).unwrap().trim().parse().unwrap();
    fs::write(&clock, (ahead + minutes * 60_000_000).to_string()).unwrap();
}

/// Opens a console of somebody who works, and waits for its queue.
fn at_work(home: &Home, name: &str) -> Pty {
    let console = home.console(name);
    see(&console, "take a call");
    console
}

/// Begins the night: the brief is read, and says what is open and who is on call.
fn begins_the_shift(worker: &mut Pty) {
    press(worker, "s", "Before your shift");
    see(worker, "On call: P. Lindqvist, 07700 900104");
    see(worker, "contacts are open");
    press(worker, "<c-s>", "★ Are you alone tonight?");
    press(worker, "yes<c-s>", "Your shift, since");
    press(worker, "<esc>", "1 All");
}

/// Goes out, is missed at one console after the other, and checks in.
fn is_missed_on_a_visit(home: &Home, mut worker: Pty) -> Pty {
    // Nobody else is at a console: somebody is named who rings, or nobody goes.
    press(&mut worker, "v", "nobody would see your alarm");
    worker.keys(
        "12 Harbour Lane, flat 3<tab>Kate, where the children sleep<tab><tab>07700 900106<tab>in 2 h<tab>15",
    );
    press(&mut worker, "<c-s>", "★ Who rings you");
    press(&mut worker, "<esc>", "1 All");
    let manager = home.console("P. Lindqvist");
    see(&manager, "P. Lindqvist");
    press(&mut worker, "v", "it is seen at their consoles by P. Lindqvist");
    press(&mut worker, "<c-s>", "to be heard of by");
    drop((worker, manager));

    // Late: at the worker's own console, and the list of the manager on call; nobody else is troubled yet.
    later(home, 17);
    let (worker, mut manager, other) =
        (at_work(home, "T. Bello"), at_work(home, "P. Lindqvist"), at_work(home, "L. Marsh"));
    see(&worker, "check in: you are late since");
    see(&manager, "T. Bello is late since");
    press(&mut manager, "v", "▲ T. Bello late since");
    assert!(!other.screen().contains("late since"), "{}", other.screen());
    drop((worker, manager, other));

    // Overdue: in every header, whatever is tried; and it goes by the worker's own word.
    later(home, 10);
    let (mut worker, mut manager, mut other) =
        (at_work(home, "T. Bello"), at_work(home, "P. Lindqvist"), at_work(home, "L. Marsh"));
    for console in [&worker, &manager, &other] {
        see(console, "T. Bello is overdue since");
    }
    press(&mut manager, "v", "‼ T. Bello OVERDUE since");
    press(&mut other, "v", "07700 900106");
    press(&mut other, "tried<tab>rings out, no answer<c-s>", "L. Marsh tried");
    see(&manager, "L. Marsh tried");
    press(&mut other, "<esc>", "T. Bello is overdue since");
    press(&mut worker, "v", "‼ T. Bello OVERDUE since");
    press(&mut worker, "check in<c-s>", "· T. Bello to be heard of by");
    for console in [&worker, &manager, &other] {
        console.wait_for(|screen| !screen.contains("overdue since"), LONG);
    }
    press(&mut worker, "back safe<c-s>", "Nobody is out");
    press(&mut worker, "<esc>", "1 All");
    worker
}

/// Takes a call at night, with the least that a night worker writes, and hangs up.
fn takes_a_call(worker: &mut Pty, note: &str) {
    press(worker, "n", "talking 0 min");
    press(worker, &format!("{note}<enter>"), "talking");
    settle(worker);
    press(worker, "<a-e>", "Call ended.");
    press(worker, "<esc>", "1 All");
}

/// Gives every item to the front door, with a line; gives how many there were.
fn gives_every_item(worker: &mut Pty) -> usize {
    let mut given = 0;
    while !worker.screen().contains("each with somebody") {
        let before = worker.screen();
        worker.keys("see the notes, file in the morning<tab>the front<tab>");
        worker.wait_for(|screen| nobody_next(screen) != nobody_next(&before), LONG);
        given += 1;
        assert!(given < 60, "{}", worker.screen());
    }
    given
}

/// Gives the line that counts what has nobody next.
fn nobody_next(screen: &str) -> Option<String> {
    screen.lines().find(|line| line.contains("EDT to the front door –")).map(str::to_owned)
}

#[test]
fn a_full_night() {
    let home = Home::made(40, "2026-11-24T03:12");
    let device = enrols_a_device(home.path());
    let mut bello = at_work(&home, "T. Bello");
    see(&bello, "EDT");
    begins_the_shift(&mut bello);
    takes_a_call(&mut bello, "The ward rang: mother came alone.");
    takes_a_call(&mut bello, "A neighbour hears shouting.");
    takes_a_call(&mut bello, "The school asks who to ring at nine.");
    authorises_by_telephone(home.path(), &mut bello, &device);
    let contact = home.contact("C-1841");
    assert_eq!(contact["overrides"][0]["state"], "authorised", "{contact}");
    press(&mut bello, "<esc>", "1 All");
    drop(is_missed_on_a_visit(&home, bello));

    // The end of the night: every open contact stands there by itself, and none goes without somebody who has it.
    later(&home, 4 * 60);
    let mut bello = at_work(&home, "T. Bello");
    press(&mut bello, "h", "hand over the shift: EDT to the front door");
    press(&mut bello, "<end><up><enter>", "have nobody next");
    press(&mut bello, "<c-s>", "has nobody who has it next");
    let given = gives_every_item(&mut bello);
    assert!(given >= 3, "{}", bello.screen());
    press(&mut bello, "<c-s>", &format!("{given} of {given} not acknowledged"));
    let sheet = home.path().join("handover.md");
    press(&mut bello, "<c-t>", "Save the sheet to");
    press(&mut bello, &format!("{}<c-s>", sheet.display()), "Ctrl+S acknowledges this item");
    let sheet = fs::read_to_string(&sheet).unwrap();
    assert!(sheet.contains("# Handover: EDT to the front door"), "{sheet}");
    assert!(sheet.contains("> see the notes, file in the morning"), "{sheet}");
    assert!(sheet.contains("Head code of the journal: "), "{sheet}");
    // Before the front door opens nothing calls.
    assert!(!bello.screen().contains("NOT ACKNOWLEDGED"), "{}", bello.screen());
    drop(bello);

    later(&home, 90);
    let mut okoro = at_work(&home, "A. Okoro");
    see(&okoro, &format!("{given} NOT ACKNOWLEDGED"));
    press(&mut okoro, "h", "one waits to be acknowledged");
    press(&mut okoro, "<home><enter>", &format!("{given} of {given} not acknowledged"));
    for left in (1..given).rev() {
        // Nothing is acknowledged that was not on the screen: each item is seen before the chord is pressed.
        see(&okoro, "opens the contact");
        press(&mut okoro, "I have it", "(if anything) I have it");
        press(&mut okoro, "<c-s>", &format!("{left} of {given} not acknowledged"));
    }
    see(&okoro, "opens the contact");
    press(&mut okoro, "<c-s>", "– by T. Bello, acknowledged");
    press(&mut okoro, "<esc>", "nothing waits");
    press(&mut okoro, "<esc>", "1 All");
    okoro.keys("<c-q>");
    assert!(okoro.wait_for_end(LONG).success());

    let list = home.runs(&["--practice", "handover", "list"]);
    assert!(list.contains("EDT to the front door") && list.contains("acknowledged"), "{list}");
    let shown = home.runs(&["--practice", "handover", "show"]);
    assert!(shown.contains("acknowledged by A. Okoro"), "{shown}");
    assert!(home.runs(&["--practice", "day"]).contains("Due today"));
    home.runs(&["--practice", "verify"]);
}

/// Does things to a contact, one after the other.
fn acts(desk: &mut Desk, reference: &str, commands: Vec<Night>) {
    for command in commands {
        let contact = desk.contact(reference.parse().unwrap()).unwrap();
        let act = Act {
            tag: 1,
            contact: contact.id,
            command: command.into(),
            seen: contact.version,
            event: None,
            step_up: None,
        };
        desk.answer(Request::Act(Box::new(act))).unwrap();
    }
}

/// What a night arranges for the family of C-1841.
fn arranged(now: DateTime<Utc>) -> Vec<Night> {
    let morning = now + TimeDelta::hours(9);
    let care = |child, under| Care {
        child: PersonNo(child),
        under,
        with: "Rose Brookmere, their aunt".to_owned(),
        place: "4 Mill Lane".to_owned(),
        proposed_by: "Kemi Brookmere".to_owned(),
        agreed_by: "Kemi Brookmere".to_owned(),
        fit: Some(YesNo::Yes),
        fit_words: "sober, told back what she agrees to".to_owned(),
        checks: "police check at 22:40: nothing known".to_owned(),
        childs_view: "“Rose has a dog.”".to_owned(),
        until: morning,
        taken: None,
        protection: None,
    };
    vec![
        Night::Care(Box::new(Care {
            taken: Some(now - TimeDelta::hours(2)),
            with: "emergency carers".to_owned(),
            ..care(1, Under::PoliceProtection)
        })),
        Night::Care(Box::new(care(3, Under::Family))),
        Night::Elsewhere(Elsewhere {
            child: PersonNo(3),
            here: "at the station, with the sergeant".to_owned(),
            authority: "Northshire".to_owned(),
            told: String::new(),
        }),
        Night::NotObtained(Unobtainable {
            agency: "school".into(),
            what: "was he in on Monday?".to_owned(),
            tried: "the caretaker".to_owned(),
        }),
        Night::NoLone(NoLoneVisits {
            why: Some("their father threatened a midwife".to_owned()),
            lifted: None,
        }),
        Night::Alert(Alert {
            expect: "their father comes to the door".to_owned(),
            contingency: "Rose rings 999, then us".to_owned(),
            until: morning,
        }),
    ]
}

#[test]
fn snapshots_of_a_night() {
    for (width, height) in [(80, 24), (120, 40)] {
        let practice = Practice::new(40);
        practice.clock.set("2026-11-24T23:10:00Z".parse().unwrap());
        let mut console = practice.console("T. Bello", width, height);
        console.press("/1841<enter><f12>");
        insta::assert_snapshot!(format!("night_empty_{width}x{height}"), console.stage.snapshot());
        let now = practice.clock.now();
        acts(&mut console.desk.borrow_mut(), "C-1841", arranged(now));
        console.refresh();
        insta::assert_snapshot!(format!("night_arranged_{width}x{height}"), console.stage.snapshot());
        // Who has a child is read whole, page by page.
        while !console.text().contains("── Tonight: Tom Brookmere") {
            console.press("<a-down>");
        }
        insta::assert_snapshot!(format!("night_with_{width}x{height}"), console.stage.snapshot());
        let mut seen = console.text();
        while console.text().contains("more line") {
            console.press("<pgdn>");
            seen.push_str(&console.text());
        }
        for words in
            ["4 Mill Lane", "agreed by: Kemi", "told back", "police check at 22:40", "Rose has a dog"]
        {
            assert!(seen.contains(words), "{words:?} in {seen}");
        }
        // A general enquiry, as far as it can be filled before it is saved.
        while !console.text().contains("── A general enquiry") {
            console.press("<a-down>");
        }
        console.press("Ring the school's lead first.<tab>ring Ms Lowe back<tab>prom<tab>");
        insta::assert_snapshot!(format!("night_enquiry_{width}x{height}"), console.stage.snapshot());
    }
}

#[test]
fn in_the_morning_what_is_still_open_of_a_night_is_said_and_nothing_is_tonight_that_is_over() {
    for (width, height) in [(80, 24), (120, 40)] {
        let practice = Practice::new(40);
        practice.clock.set("2026-11-24T23:10:00Z".parse().unwrap());
        let now = practice.clock.now();
        let bello = practice.console("T. Bello", width, height);
        acts(&mut bello.desk.borrow_mut(), "C-1841", arranged(now));
        drop(bello);
        practice.clock.set("2026-11-25T09:30:00Z".parse().unwrap());
        let mut okoro = practice.console("A. Okoro", width, height);
        okoro.press("/1841<enter><f12>");
        okoro.sees("▲ Still open from the night: what came after it for Ellis Brookmere, Tom Brookmere");
        okoro.sees("1 for the day").sees("Northshire not told").sees("over 08:10");
        okoro.sees("That night: Tom Brookmere").sees("over 08:10, with Rose");
        insta::assert_snapshot!(format!("night_morning_{width}x{height}"), okoro.stage.snapshot());
    }
}

#[test]
fn whoever_begins_the_day_is_told_of_the_night() {
    for (width, height) in [(80, 24), (120, 40)] {
        let practice = Practice::new(40);
        practice.clock.set("2026-11-24T23:10:00Z".parse().unwrap());
        let now = practice.clock.now();
        let bello = practice.console("T. Bello", width, height);
        acts(&mut bello.desk.borrow_mut(), "C-1841", arranged(now));
        drop(bello);
        practice.clock.set("2026-11-25T09:30:00Z".parse().unwrap());
        let mut okoro = practice.console("A. Okoro", width, height);
        okoro.press("s").sees("Before your shift").sees("Authorises now: R. Shah, 07700 900103");
        okoro.sees("Are you alone on this shift?");
        insta::assert_snapshot!(format!("day_brief_{width}x{height}"), okoro.stage.snapshot());
        okoro.press("<a-down><a-down><a-down><a-down><a-down><a-down><a-down><a-down>");
        okoro.sees("Tom Brookmere: family arrangement with Rose Brookmere, their aunt, 4 Mill Lane");
        okoro.sees("nobody says where the child is");
    }
}

#[test]
fn a_contact_taken_in_a_gap_says_so_wherever_it_is_seen() {
    use dutydesk::domain::policy::hours::Coverage;
    let practice = Practice::new(0);
    let mut console = practice.console("T. Bello", 120, 40);
    console.press("n").sees("talking 0 min");
    let mut contact = console.contact("C-1");
    assert_eq!(contact.call.coverage, Coverage::One);
    // A contact of a gap is EDT's (tests/scenarios/clock/bromley.toml shows when it is one).
    contact.call.coverage = Coverage::Gap;
    contact.call.mode = dutydesk::domain::policy::Mode::Edt;
    let desk = console.desk.borrow();
    let actor = desk.actor().unwrap();
    let book = desk.book();
    let cx = dutydesk::domain::contact::Context {
        now: practice.clock.now(),
        actor,
        policy: &book.policy,
        duty: &book.duty,
    };
    let text = dutydesk::exchange::contact_text::text(&contact, &book.state, &cx);
    assert!(text.contains("Taken in a gap of the hours: it is EDT's"), "{text}");
    let json = dutydesk::exchange::contact_json::ContactJson::of(&contact, &book.state, &cx);
    assert!(json.night.taken_in_gap);
}
