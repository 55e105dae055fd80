//! The lock, through the console's own model with a clock that a test sets: what it hides, what it keeps, when it comes.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{Clock, Request},
    runtime::event_loop::Program as _,
};

use crate::common::console::{Console, Practice};

fn on_a_call(practice: &Practice) -> Console {
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n");
    console.sees("talking 0 min");
    console
}

/// Lets time go by as the loop does: it wakes the console whenever that asked for it.
fn wait(practice: &Practice, console: &mut Console, minutes: i64) {
    let until = practice.clock.now() + TimeDelta::minutes(minutes);
    loop {
        let now = practice.clock.now();
        let next =
            console.stage.program.next_wake(now).unwrap_or(until).max(now + TimeDelta::milliseconds(10));
        practice.clock.set(next.min(until));
        console.stage.wake(next.min(until));
        if next >= until {
            return;
        }
    }
}

fn is_locked(console: &mut Console) -> bool {
    console.text().contains("Locked. Nothing is shown")
}

#[test]
fn a_locked_console_shows_no_record_and_gives_the_draft_and_the_cursor_back() {
    let practice = Practice::new(3);
    let mut console = on_a_call(&practice);
    console.write("he stood at the gate").press("<left><left><left><left>").press("<c-l>");
    assert!(is_locked(&mut console));
    let shown = console.text();
    for never in ["C-1", "gate", "talking", "Okoro", "authoriser"] {
        assert!(!shown.replace("a.okoro", "").contains(never), "{never} is on a locked screen:\n{shown}");
    }
    for always in ["PRACTICE", "FRONT DOOR", "Tue 24 Nov 2026 14:07"] {
        console.sees(always);
    }
    // Nothing that is pressed reaches what is behind it.
    console.press("<a-u><c-p><f3><esc>").write("guess").press("<enter>");
    console.sees("that name and passphrase do not go together");
    assert!(is_locked(&mut console));
    console.write("practice").press("<enter>");
    console.sees("he stood at the gate");
    console.write("old ").press("<enter>");
    console.sees("he stood at the old gate");
}

#[test]
fn the_desk_signs_nothing_behind_the_lock_and_goes_on_watching() {
    use dutydesk::{
        desk::{Answer, Request},
        domain::contact::call::Take,
    };
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("<c-l>");
    let answers = console.desk.borrow_mut().handle(Request::Take(Box::<Take>::default()));
    assert!(
        matches!(&answers[..], [Answer::Failed { words, .. }] if words.contains("locked")),
        "{answers:?}"
    );
    let person = console.desk.borrow().actor().unwrap().person;
    assert!(!console.desk.borrow().store().keyring().holds(person));
    let mut other = practice.console("R. Shah", 120, 40);
    other.press("n");
    console.refresh();
    assert!(is_locked(&mut console));
    console.write("practice").press("<enter>");
    console.sees("C-1");
    console.press("n");
    console.sees("talking 0 min");
}

#[test]
fn a_locked_console_counts_what_waits_for_its_manager_and_names_nobody() {
    let practice = Practice::new(40);
    let mut manager = practice.console("R. Shah", 120, 40);
    manager.press("<c-l>");
    assert!(manager.text().contains("for your word"), "{}", manager.text());
    assert!(!manager.text().contains("C-1"), "{}", manager.text());
    let mut worker = practice.console("A. Okoro", 120, 40);
    worker.press("<c-l>");
    assert!(!worker.text().contains("your word"), "{}", worker.text());
}

#[test]
fn nobody_at_the_desk_for_five_minutes_locks_it_after_a_warning() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    wait(&practice, &mut console, 2);
    assert!(!console.text().contains("locks at"));
    wait(&practice, &mut console, 1);
    console.sees("locks at 14:12: press any key");
    console.press("<down>");
    assert!(!console.text().contains("locks at"));
    wait(&practice, &mut console, 4);
    assert!(!is_locked(&mut console));
    wait(&practice, &mut console, 1);
    assert!(is_locked(&mut console));
}

#[test]
fn whoever_listens_is_not_idle() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.write("he stood at");
    wait(&practice, &mut console, 42);
    assert!(!console.text().contains("locks at") && !is_locked(&mut console));
    wait(&practice, &mut console, 1);
    console.sees("locks at 14:52");
    wait(&practice, &mut console, 2);
    assert!(is_locked(&mut console));
    console.write("practice").press("<enter>");
    console.sees("he stood at");
    // On the queue the call goes on.
    console.press("<esc>");
    wait(&practice, &mut console, 20);
    assert!(!is_locked(&mut console));
    console.press("<enter>").press("<a-e>");
    console.sees("Call ended.");
    wait(&practice, &mut console, 5);
    assert!(is_locked(&mut console));
}

#[test]
fn the_first_key_after_a_sleep_locks_and_does_nothing_else() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    practice.clock.set(practice.clock.now() + TimeDelta::hours(8));
    console.press("n");
    assert!(is_locked(&mut console));
    assert!(console.desk.borrow().lane(dutydesk::domain::queue::Lane::All, 5).unwrap().is_empty());
    // A clock that is set back keeps nobody in.
    console.write("practice").press("<enter>");
    let earlier = practice.clock.now() - TimeDelta::hours(9);
    practice.clock.set(earlier);
    console.stage.wake(earlier);
    wait(&practice, &mut console, 6);
    assert!(is_locked(&mut console));
}

/// Lets so many seconds go by, and the clock show that time and what it is set ahead by; the loop wakes in between.
fn pass(practice: &Practice, console: &mut Console, from: DateTime<Utc>, passed: i64, ahead: TimeDelta) {
    practice.clock.set(from + TimeDelta::seconds(passed) + ahead);
    practice.clock.has_passed(Duration::from_secs(passed.unsigned_abs()));
    let now = practice.clock.now();
    console.stage.wake(now);
}

#[test]
fn no_setting_of_the_clock_locks_in_a_call_or_keeps_one_open() {
    for ahead in [TimeDelta::hours(3), TimeDelta::hours(-5)] {
        let practice = Practice::new(0);
        let from = practice.clock.now();
        practice.clock.has_passed(Duration::ZERO);
        let mut console = on_a_call(&practice);
        console.write("he stood at");
        pass(&practice, &mut console, from, 60, TimeDelta::zero());
        pass(&practice, &mut console, from, 61, ahead);
        assert!(!is_locked(&mut console), "{ahead}");
        console.write(" the gate");
        console.sees("he stood at the gate");
        // Forty-five minutes after the last key, by the time that passed.
        pass(&practice, &mut console, from, 61 + 43 * 60, ahead);
        console.sees("locks at");
        pass(&practice, &mut console, from, 60 + 45 * 60, ahead);
        assert!(!is_locked(&mut console), "{ahead}");
        pass(&practice, &mut console, from, 61 + 45 * 60, ahead);
        assert!(is_locked(&mut console), "{ahead}");
    }
}

#[test]
fn where_nobody_listens_a_clock_set_forward_counts_and_one_set_back_keeps_nobody_in() {
    let practice = Practice::new(0);
    let from = practice.clock.now();
    practice.clock.has_passed(Duration::ZERO);
    let mut console = practice.console("A. Okoro", 120, 40);
    pass(&practice, &mut console, from, 1, TimeDelta::minutes(4));
    console.sees("locks at 14:12: press any key");
    pass(&practice, &mut console, from, 2, TimeDelta::hours(3));
    assert!(is_locked(&mut console));
    let practice = Practice::new(0);
    practice.clock.has_passed(Duration::ZERO);
    let mut console = practice.console("A. Okoro", 120, 40);
    pass(&practice, &mut console, from, 1, TimeDelta::hours(-2));
    pass(&practice, &mut console, from, 4 * 60, TimeDelta::hours(-2));
    console.sees("locks at 12:12: press any key");
    pass(&practice, &mut console, from, 5 * 60, TimeDelta::hours(-2));
    assert!(is_locked(&mut console));
}

#[test]
fn a_machine_that_slept_is_locked_when_it_wakes_unless_somebody_is_on_the_line() {
    let practice = Practice::new(0);
    let from = practice.clock.now();
    practice.clock.has_passed(Duration::ZERO);
    let mut console = practice.console("A. Okoro", 120, 40);
    pass(&practice, &mut console, from, 20 * 60, TimeDelta::zero());
    assert!(is_locked(&mut console));
    let practice = Practice::new(0);
    practice.clock.has_passed(Duration::ZERO);
    let mut console = on_a_call(&practice);
    pass(&practice, &mut console, from, 20 * 60, TimeDelta::zero());
    assert!(!is_locked(&mut console));
}

#[test]
fn a_draft_is_saved_a_second_after_its_first_key_whatever_the_clock_is_set_to() {
    for ahead in [TimeDelta::hours(3), TimeDelta::hours(-5)] {
        let practice = Practice::new(0);
        let from = practice.clock.now();
        practice.clock.has_passed(Duration::ZERO);
        let mut console = on_a_call(&practice);
        let saves = |console: &Console| {
            console.asked.borrow().iter().filter(|asked| matches!(asked, Request::SaveDraft { .. })).count()
        };
        console.write("he stood");
        let before = saves(&console);
        practice.clock.set(from + ahead);
        let now = practice.clock.now();
        let next = console.stage.program.next_wake(now).unwrap();
        assert!(next - now <= TimeDelta::milliseconds(200), "{ahead}: {}", next - now);
        console.stage.wake(now);
        assert_eq!(saves(&console), before, "nothing is due yet: {ahead}");
        pass(&practice, &mut console, from, 1, ahead);
        assert_eq!(saves(&console), before + 1, "{ahead}");
        console.sees("saved");
    }
}

#[test]
fn a_colleague_takes_the_seat_and_gets_no_half_typed_word_as_their_own() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.write("his own words").press("<c-l>");
    console.press("<s-tab><c-u>").write("r.shah").press("<tab>").write("practice").press("<enter>");
    console.sees("Resume C-1, note of 3 words");
    console.press("<esc>");
    let text = console.text();
    assert!(text.contains("R. Shah") && !text.contains("his own words"), "{text}");
    let mut again = practice.console("A. Okoro", 120, 40);
    again.sees("Resume C-1, note of 3 words");
    again.press("<enter>").sees("his own words");
}

#[test]
fn a_colleague_who_takes_the_seat_signs_with_no_key_but_their_own() {
    use dutydesk::desk::{Opening, Random, demo::PASSPHRASE, entry};
    let practice = Practice::new(0);
    let clock = std::sync::Arc::clone(&practice.clock) as std::sync::Arc<dyn Clock>;
    let opening = Opening { console: true, bulk: false };
    let mut desk =
        entry::sign_in(&practice.folder, opening, "a.okoro", PASSPHRASE, clock, Random::Seeded(8)).unwrap();
    let okoro = desk.actor().unwrap().person;
    assert!(desk.store().keyring().holds(okoro));
    let passphrase = PASSPHRASE.to_owned().into();
    desk.handle(Request::SignIn { name: "l.marsh".to_owned(), passphrase });
    let marsh = desk.actor().unwrap().person;
    assert!(marsh != okoro && desk.store().keyring().holds(marsh) && !desk.store().keyring().holds(okoro));
}

#[test]
fn a_colleague_takes_the_seat_and_not_the_screen_that_lay_open() {
    let practice = Practice::new(3);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("p").sees("Promises – we owe 1");
    console.press("<c-l>");
    console.press("<s-tab><c-u>").write("r.shah").press("<tab>").write("practice").press("<enter>");
    console.sees("R. Shah").sees("take a call");
    assert!(!console.text().contains("Promises – we owe"), "{}", console.text());
}

#[test]
fn a_colleague_who_takes_the_seat_is_told_nothing_that_was_watched_before() {
    use dutydesk::{
        desk::{Answer, demo::PASSPHRASE, protocol::Stretch},
        domain::queue::Lane,
    };
    let practice = Practice::new(0);
    let mut desk = crate::damaged::open(&practice.folder, "A. Okoro", 71);
    let id = crate::damaged::take(&mut desk);
    desk.handle(Request::Watch(Stretch { lane: Lane::All, around: None, before: 9, after: 9 }));
    desk.handle(Request::Open(id));
    let mut other = crate::damaged::open(&practice.folder, "R. Shah", 72);
    let mut told = |desk: &mut dutydesk::desk::Desk, text: &str| {
        crate::damaged::must(&mut other, id, vec![crate::roles::tries::note(text).into()]);
        let answers = desk.handle(Request::Refresh);
        answers.iter().filter(|answer| matches!(answer, Answer::Lane(_) | Answer::Contact(_))).count()
    };
    assert_eq!(told(&mut desk, "he is back"), 2);
    desk.handle(Request::Lock);
    let passphrase = PASSPHRASE.to_owned().into();
    let answers = desk.handle(Request::SignIn { name: "l.marsh".to_owned(), passphrase });
    assert!(matches!(answers[0], Answer::SignedIn(_)), "{answers:?}");
    assert!(!answers.iter().any(|answer| matches!(answer, Answer::Lane(_) | Answer::Contact(_))));
    assert_eq!(told(&mut desk, "he has left"), 0);
}

// ── notes at the door ───────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_note_at_a_locked_console_waits_for_nobody_and_is_put_on_a_contact() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.press("<c-l>").press("<a-n>").write("she rang again, he is at the door");
    wait(&practice, &mut console, 2);
    console.sees("Sealed at 14:0");
    assert!(!console.text().contains("he is at the door"), "it can still be read");
    let notes = std::fs::read_dir(practice.folder.notes()).unwrap().count();
    assert_eq!(notes, 1);
    console.press("<s-tab>").write("practice").press("<enter>");
    console.sees("A note was left at the door").sees("she rang again, he is at the door");
    // Kept for later, and offered again.
    console.press("<esc>").press("<c-l>").write("practice").press("<enter>");
    console.sees("Enter puts it into the notes of C-1");
    console.press("<enter>");
    let contact = console.contact("C-1");
    let note = contact.call.notes.last().unwrap();
    assert!(note.text.ends_with("she rang again, he is at the door"), "{}", note.text);
    assert!(note.happened.is_some());
    assert_eq!(std::fs::read_dir(practice.folder.notes()).unwrap().count(), 0);
    console.press("<c-l>").write("practice").press("<enter>");
    assert!(!console.text().contains("left at the door:"));
}

// ── signing a decision ──────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn tries_at_a_locked_console_are_counted() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("<c-l>");
    for _ in 0..5 {
        console.write("guess").press("<enter>");
    }
    console.write("practice").press("<enter>");
    console.sees("too early");
    assert!(is_locked(&mut console));
    practice.clock.set(practice.clock.now() + TimeDelta::seconds(6));
    console.write("practice").press("<enter>");
    assert!(!is_locked(&mut console));
    let desk = console.desk.borrow();
    let refused = desk.store().after(0, usize::MAX).unwrap();
    assert!(refused.iter().filter(|entry| entry.kind == "desk.sign_in_refused.v1").count() >= 5);
}
