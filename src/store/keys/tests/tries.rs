//! How often a passphrase can be tried.

use std::time::Instant;

use chrono::Duration;

use super::*;

#[test]
fn five_tries_are_free_then_they_wait_and_ten_fit_into_five_minutes() {
    let desk = Desk::new();
    let (mut tried, mut waits) = (Vec::new(), Vec::new());
    for second in 0..3_600 {
        let before = desk.keys.refused().unwrap().len();
        let known = desk.refused("A. Okoro", second);
        // A name that nobody has is answered alike, at every step.
        assert_eq!(desk.refused("N. Obody", second), known);
        if desk.keys.refused().unwrap().len() > before {
            tried.push(second);
            waits.push(known.wait.num_seconds());
        }
    }
    assert_eq!(waits[..9], [0, 0, 0, 0, 5, 10, 20, 40, 80]);
    assert!(waits[9..].iter().all(|wait| (160..=300).contains(wait)));
    for from in 0..3_600 {
        let window = from..from + 300;
        assert!(tried.iter().filter(|second| window.contains(*second)).count() <= 10);
    }
    // Even the right passphrase waits its turn, and then is welcome.
    let last = tried[tried.len() - 1];
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(last + 1)).is_err());
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(last + 300)).is_ok());
    assert_eq!(desk.refused("A. Okoro", last + 301).wait, Duration::zero());
}

#[test]
fn tries_are_counted_by_person_whatever_the_account_and_whatever_for() {
    let mut desk = Desk::new();
    let chosen = Chosen::for_practice("x");
    desk.refused("A. Okoro", 0);
    desk.refused("okoro.night", 0);
    refused(desk.keys.check(account(11), "wrong", at(0)));
    refused(desk.keys.check(account(12), "wrong", at(0)));
    let fifth = desk.keys.change_passphrase(account(11), "wrong", &chosen, at(0), &mut desk.entropy);
    assert_eq!(refused(fifth).wait, Duration::seconds(5));
    for id in [11, 12] {
        let early = refused(desk.keys.check(account(id), "ada's passphrase", at(1)));
        assert_eq!(
            (early.words.as_str(), early.wait.num_seconds()),
            ("too early: try again in 4 seconds", 4)
        );
    }
    assert!(desk.keys.sign_in("B. Marsh", "ben's passphrase", at(1)).is_ok());
    // Nobody's account counts as nobody's name does.
    assert_eq!(refused(desk.keys.check(account(99), "x", at(1))).wait, Duration::zero());
    assert!(desk.keys.check(account(12), "ada's passphrase", at(5)).is_ok());
    let waiting = desk.keys.refused().unwrap();
    let accounts: Vec<_> = waiting.iter().map(|refused| refused.account).collect();
    assert_eq!(accounts, [Some(11), Some(12), Some(11), Some(12), Some(11), None].map(|id| id.map(account)));
    desk.keys.forget_refused(&waiting[..5]).unwrap();
    assert_eq!(desk.keys.refused().unwrap(), waiting[5..]);
}

#[test]
fn too_early_a_try_is_neither_looked_at_nor_counted() {
    let desk = Desk::new();
    for _ in 0..5 {
        desk.refused("A. Okoro", 0);
    }
    let waiting = desk.text();
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)).is_err());
    assert_eq!(desk.text(), waiting);
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(5)).is_ok());
}

#[test]
fn a_clock_set_back_shortens_no_delay_and_locks_nobody_out() {
    let desk = Desk::new();
    for _ in 0..6 {
        let _ = desk.keys.sign_in("A. Okoro", "wrong", at(86_400));
    }
    assert_eq!(refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(86_404))).wait.num_seconds(), 1);
    let back = refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)));
    assert_eq!(back.wait.num_seconds(), 5);
    // Setting it back once more, or forth again by a second, wins nothing either.
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(4)).is_err());
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(5)).is_ok());
}

#[test]
fn a_name_that_nobody_has_is_not_written_down() {
    let desk = Desk::new();
    for n in 0..300 {
        desk.refused(&format!("typed my passphrase here {n}"), 0);
    }
    let text = String::from_utf8(desk.text()).unwrap();
    assert!(!text.contains("passphrase here"));
    assert!(text.matches("\"count\"").count() <= 257);
    assert!(desk.keys.refused().unwrap().iter().all(|refused| refused.account.is_none()));
}

#[test]
fn a_guess_on_a_real_desk_takes_its_time_and_nobody_s_name_takes_the_same() {
    let desk = Desk::founded(Strength::Real, 1);
    let took = |name: &str, passphrase| {
        let once = |second| {
            let begun = Instant::now();
            let _ = desk.keys.sign_in(name, passphrase, at(second));
            begun.elapsed()
        };
        once(1_000).min(once(2_000))
    };
    let (wrong, right) = (took("A. Okoro", "wrong"), took("A. Okoro", "ada's passphrase"));
    let nobody = took("N. Obody", "wrong");
    // Generous, because other tests run beside this one: without the work, it would be a hundredth.
    assert!(wrong.as_millis() > 100, "{wrong:?}");
    assert!(nobody * 3 > wrong && wrong * 3 > nobody && right * 3 > wrong, "{wrong:?} {nobody:?} {right:?}");
    // A try is written down before the passphrase is looked at, so that ending the program wins none.
    let before = desk.keys.refused().unwrap().len();
    let keys = desk.keys.clone();
    let trying = std::thread::spawn(move || keys.sign_in("B. Marsh", "ben's passphrase", at(3_000)).is_ok());
    while desk.keys.refused().unwrap().len() == before {
        assert!(!trying.is_finished(), "it was looked at first");
    }
    assert!(!trying.is_finished());
    assert!(trying.join().unwrap());
    assert_eq!(desk.keys.refused().unwrap().len(), before);
}

#[test]
fn a_name_that_nobody_has_costs_as_much_work_as_one_that_somebody_has() {
    use super::super::work::DERIVED;
    let desk = Desk::founded(Strength::Real, 4);
    let work = |name: &str, passphrase: &str, second| {
        DERIVED.set(0);
        let _ = desk.keys.sign_in(name, passphrase, at(second));
        DERIVED.get()
    };
    let right = work("B. Marsh", "ben's passphrase", 0);
    assert!(right >= 3 * 64 * 1024, "{right} KiB times passes are too little");
    assert_eq!(work("B. Marsh", "wrong", 1), right);
    assert_eq!(work("N. Obody", "wrong", 2), right);
    assert_eq!(work("", "", 3), right);
}

#[test]
fn whoever_writes_the_file_keeps_the_others_from_it_until_it_is_written() {
    let desk = Desk::new();
    let lock = desk.keys.lock().unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let keys = &desk.keys;
        scope.spawn(move || {
            let signed_in = keys.sign_in("A. Okoro", "ada's passphrase", at(0)).is_ok();
            tell.send(signed_in).unwrap();
        });
        // However long it is waited for: nothing comes before the lock is given back.
        assert!(told.recv_timeout(std::time::Duration::from_millis(300)).is_err());
        drop(lock);
        assert!(told.recv().unwrap());
    });
}
