//! Clocks at night, and why each is when it is: what an EDT worker sees, and what she can ask of any time on the screen.

use chrono::{DateTime, Utc};

use crate::common::console::{Console, Practice};

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
