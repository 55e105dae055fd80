//! Clocks at night, and why each is when it is: what an EDT worker sees, and what she can ask of any time on the screen.

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        access::{Command as Access, Kind, Restricted},
        call::Command as Call,
        night::{Care, Command as Night, Under},
        promise::{Owner, Promised},
        telling::Command as Telling,
    },
    ids::PersonNo,
};

use crate::{
    common::console::{Console, Practice},
    family_marked::{desk, does, taken},
    roles::words::{act_at_once, break_glass},
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Gives the sign and the words of a line's time.
fn due(console: &mut Console, reference: &str) -> String {
    let text = console.text();
    let row = text.lines().find(|line| line.contains(&format!(" {reference} "))).unwrap_or_default();
    row.chars().take(16).collect::<String>().trim().to_owned()
}

#[test]
fn at_night_the_days_clocks_rest_and_say_until_when_and_in_the_morning_they_are_red_again() {
    let practice = Practice::new(12);
    practice.clock.set(at("2026-11-24T16:59:00Z"));
    let mut bello = practice.console("T. Bello", 120, 40);
    // What the day left, and a clock of minutes.
    assert_eq!(due(&mut bello, "C-1833"), "✕ 00:59 over");
    assert_eq!(due(&mut bello, "C-1837"), "✕ 02:45 over");
    // The minute the front door shuts, without anybody touching a key.
    practice.clock.set(at("2026-11-24T17:00:00Z"));
    bello.stage.wake(at("2026-11-24T17:00:00Z"));
    assert_eq!(due(&mut bello, "C-1833"), "◷ Wed 09:00");
    assert_eq!(due(&mut bello, "C-1837"), "✕ 02:46 over");
    insta::assert_snapshot!("night_queue_120x40", bello.stage.snapshot());
    // Nobody touches a console for so long without its being locked: others are opened.
    practice.clock.set(at("2026-11-25T02:10:00Z"));
    let mut bello = practice.console("T. Bello", 120, 40);
    assert_eq!(due(&mut bello, "C-1833"), "◷ at 09:00");
    practice.clock.set(at("2026-11-25T09:00:00Z"));
    let mut okoro = practice.console("A. Okoro", 120, 40);
    assert_eq!(due(&mut okoro, "C-1833"), "✕ 17:00 over");
}

#[test]
fn every_time_on_the_screen_says_why_when_asked() {
    let practice = Practice::new(12);
    let mut okoro = practice.console("A. Okoro", 120, 40);
    while !okoro.text().contains("─ C-1841 ─") {
        okoro.press("j");
    }
    okoro.sees("w says why").press("w").sees("Why these times – C-1841");
    okoro.sees("starts when").sees("Rule: ");
    okoro.press("<esc><enter>").sees("F2 script").press("<a-q>").sees("Why these times – C-1841");
    insta::assert_snapshot!("why_120x40", okoro.stage.snapshot());
    okoro.stage.resize(80, 24);
    insta::assert_snapshot!("why_80x24", okoro.stage.snapshot());
    okoro.press("<pgdn>").sees("Rule: ");
    okoro.press("<esc>").sees("F2 script");
}

/// A Tuesday evening, when the Emergency Duty Team is on.
const EVENING: &str = "2026-11-24T20:00:00Z";

#[test]
fn the_times_of_a_night_are_explained_at_the_console() {
    let practice = Practice::new(3);
    practice.clock.set(at(EVENING));
    let mut marsh = desk(&practice, "L. Marsh");
    let id = taken(&mut marsh, "Ada Quill");
    let now = marsh.now();
    let care = Care {
        child: PersonNo(1),
        under: Under::PoliceProtection,
        with: "Rose Marsh".to_owned(),
        place: "4 Mill Lane".to_owned(),
        proposed_by: "PC 4411".to_owned(),
        agreed_by: String::new(),
        fit: None,
        fit_words: String::new(),
        checks: String::new(),
        childs_view: "She asked for her brother.".to_owned(),
        until: now + TimeDelta::hours(12),
        taken: Some(now - TimeDelta::minutes(30)),
        protection: None,
    };
    does(&mut marsh, id, Night::Care(Box::new(care)));
    does(&mut marsh, id, act_at_once());
    let mut bello = practice.console("T. Bello", 120, 60);
    bello.press("/Ada<enter>").sees("F2 script").press("<a-q>").sees("Why these times – C-1842");
    bello.sees("Ada Quill: police protection ends: Fri 27 Nov 2026 19:30 GMT");
    bello.sees("72 hours as they pass, nights and days off too").sees("Rule: Children Act 1989, section 46.");
    bello.sees("Ada Quill: with Rose Marsh until: Wed 25 Nov 2026 08:00 GMT");
    bello.sees("Said when it was arranged, Tue 24 Nov 2026 20:00 GMT, by L. Marsh; no clock sets it.");
    bello.sees("emergency 1 covers what was begun until: Wed 25 Nov 2026 20:00 GMT");
    insta::assert_snapshot!("why_tonight_120x60", bello.stage.snapshot());
}

#[test]
fn a_closed_record_s_times_say_no_more_than_that_it_is_closed_and_break_glass_says_until_when() {
    let practice = Practice::new(3);
    practice.clock.set(at(EVENING));
    let mut marsh = desk(&practice, "L. Marsh");
    let id = taken(&mut marsh, "Ada Quill");
    let restricted = Restricted {
        kind: Kind::Other,
        why: "a colleague's relative".to_owned(),
        named: vec![marsh.actor().unwrap().person],
        family_of: vec![],
    };
    does(&mut marsh, id, Access::Restrict(restricted));
    let mut bello = practice.console("T. Bello", 120, 40);
    while !bello.text().contains("─ C-1842 ─") {
        bello.press("j");
    }
    bello.press("w").sees("The record is closed to you, and so is what runs in it.");
    assert!(!bello.text().contains("decision"), "{}", bello.text());
    let mut manager = desk(&practice, "P. Lindqvist");
    does(&mut manager, id, break_glass());
    let mut manager = practice.console("P. Lindqvist", 120, 40);
    manager.press("/C-1842<enter>").sees("F2 script").press("<a-q>");
    manager.sees("P. Lindqvist reads by break-glass until: Tue 24 Nov 2026 20:30 GMT");
    manager.sees("starts when somebody opens a restricted record by break-glass");
}

#[test]
fn a_promise_in_the_ledger_says_why_it_is_due_then() {
    let practice = Practice::new(3);
    practice.clock.set(at(EVENING));
    let mut marsh = desk(&practice, "L. Marsh");
    let id = taken(&mut marsh, "Ada Quill");
    let promised = Promised {
        what: "ring with the hub's times".to_owned(),
        to: "Kate Quill".to_owned(),
        person: None,
        ring_back: true,
        owner: Owner::Staff(marsh.actor().unwrap().person),
        by: marsh.now() + TimeDelta::minutes(90),
        agreed_with: "Kate Quill".to_owned(),
    };
    does(&mut marsh, id, Telling::Promise(promised));
    // While a parent listens it is covered.
    does(&mut marsh, id, Call::End);
    let mut console = practice.console("L. Marsh", 120, 40);
    console.press("p2").sees("ring with the hub's times").press("w").sees("Why these times – C-1842");
    console.sees("promise: ring with the hub's times: Tue 24 Nov 2026 21:30 GMT");
    console.sees(
        "Promised to Kate Quill Tue 24 Nov 2026 20:00 GMT by L. Marsh; the time was agreed with Kate Quill.",
    );
    console.sees("No clock moves it: only the person it was promised to does.");
    insta::assert_snapshot!("why_ledger_120x40", console.stage.snapshot());
    console.press("<esc>").sees("Promises –").press("<enter>").sees("F2 script");
}
