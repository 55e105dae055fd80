//! Who works here, or with which device, is changed at another console while something is being decided.

use super::*;

/// A clock at whose second look something happens elsewhere.
struct Meanwhile {
    at: chrono::DateTime<chrono::Utc>,
    looks: std::sync::atomic::AtomicU32,
    then: std::sync::Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Clock for Meanwhile {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        if self.looks.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 1
            && let Some(then) = self.then.lock().unwrap().take()
        {
            then();
        }
        self.at
    }

    fn passed(&self) -> Option<std::time::Duration> {
        None
    }
}

#[test]
fn whoever_is_demoted_while_the_passphrase_is_tried_decides_nothing() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    let manager = bench.sign_in(Role::CrsManager);
    let at = bench.clock.now();
    let mut admin = beside(&bench, "S. Adler");
    let changed = RolesChanged { account: manager.account, roles: vec![Role::SocialWorker], at };
    let demote = move || drop(admin.answer(Request::Desk(Box::new(Run::ChangeRoles(changed)))).unwrap());
    let clock = Arc::new(Meanwhile { at, looks: 100.into(), then: Some(Box::new(demote) as _).into() });
    let folder = bench.desk.store().folder().clone();
    let shared = Arc::clone(&clock) as Arc<dyn Clock>;
    let mut desk = Desk::open(&folder, Opening::default(), shared, Random::Seeded(78)).unwrap();
    desk.sign_in_for_practice("crs_manager").unwrap();
    // The passphrase is tried at the second look on the clock, after it was asked who sits here.
    clock.looks.store(0, std::sync::atomic::Ordering::SeqCst);
    let (code, words) = refused(&mut desk, act(ready, authorise(), PASSPHRASE));
    assert_eq!(code, "DeskChangedMeanwhile", "{words}");
    assert!(desk.contact(ready.reference).unwrap().oversight.get(OverrideNo(1)).unwrap().waits());
}

#[test]
fn nothing_is_authorised_by_telephone_where_the_desk_was_changed_a_moment_ago() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    let shah = bench.desk.book().state.find_account("r.shah").unwrap().clone();
    let mut admin = beside(&bench, "S. Adler");
    let number = Run::SetNumber { person: shah.person, number: "07700 900103".to_owned() };
    admin.answer(Request::Desk(Box::new(number))).unwrap();
    let at = bench.clock.now();
    let changed = RolesChanged { account: shah.id, roles: vec![Role::SocialWorker], at };
    let demote = move || drop(admin.answer(Request::Desk(Box::new(Run::ChangeRoles(changed)))).unwrap());
    let clock = Arc::new(Meanwhile { at, looks: 100.into(), then: Some(Box::new(demote) as _).into() });
    let folder = bench.desk.store().folder().clone();
    let shared = Arc::clone(&clock) as Arc<dyn Clock>;
    let mut desk = Desk::open(&folder, Opening::default(), shared, Random::Seeded(79)).unwrap();
    desk.sign_in_for_practice("a.okoro").unwrap();
    let dictated = Dictated {
        manager: shah.person,
        began: at,
        words: tries::words(),
        narrowed: None,
        seen_refusals: Vec::new(),
    };
    let shows = Shows::Voice { why: "it is at the office".to_owned() };
    let asked = Telephone { tag: 1, contact: ready.id, no: OverrideNo(1), dictated, shows };
    clock.looks.store(0, std::sync::atomic::Ordering::SeqCst);
    let (code, words) = refused(&mut desk, Request::Telephone(Box::new(asked)));
    assert_eq!(code, "DeskChangedMeanwhile", "{words}");
    assert!(desk.contact(ready.reference).unwrap().oversight.get(OverrideNo(1)).unwrap().waits());
}
