//! Whoever runs the desk, whoever leaves it, and whoever had a role taken away.

use super::*;

fn run(bench: &mut Bench, command: Run) -> &'static str {
    code(bench.desk.answer(Request::Desk(Box::new(command))))
}

#[test]
fn nobody_gains_by_their_own_hand_and_the_last_who_runs_the_desk_stays() {
    let mut bench = Bench::new();
    let at = bench.clock.now();
    let account = |bench: &Bench, login: &str| bench.desk.book().state.find_account(login).unwrap().clone();
    let (admin, head) = (account(&bench, "administrator"), account(&bench, "head_of_service"));
    let (adler, osei) = (account(&bench, "s.adler"), account(&bench, "h.osei"));
    bench.sign_in(Role::Administrator);
    let gain = RolesChanged { account: admin.id, roles: vec![Role::Administrator, Role::CrsManager], at };
    assert_eq!(run(&mut bench, Run::ChangeRoles(gain)), "GainsOwnRole");
    let second = Account {
        id: AccountId(uuid::Uuid::from_u128(77)),
        person: admin.person,
        name: "another.name".to_owned(),
        roles: vec![Role::CrsManager],
    };
    assert_eq!(run(&mut bench, Run::OpenAccount(second.clone())), "GainsOwnRole", "nor by a second account");
    // Of two administrators one can go, and then not the other; the same of two heads of service.
    assert_eq!(run(&mut bench, Run::CloseAccount(AccountClosed { account: adler.id, at })), "");
    let all = [
        Run::ChangeRoles(RolesChanged { account: admin.id, roles: vec![Role::Shadow], at }),
        Run::CloseAccount(AccountClosed { account: admin.id, at }),
        Run::Leave(StaffLeft { person: admin.person, at }),
    ];
    bench.sign_in(Role::HeadOfService);
    for command in all {
        assert_eq!(run(&mut bench, command), "LastOfRole");
    }
    assert_eq!(run(&mut bench, Run::Leave(StaffLeft { person: osei.person, at })), "");
    assert_eq!(run(&mut bench, Run::Leave(StaffLeft { person: head.person, at })), "LastOfRole");
    // Somebody else opens it for them, and by it they are the same person still.
    bench.sign_in(Role::HeadOfService);
    assert_eq!(run(&mut bench, Run::OpenAccount(second)), "");
    assert_eq!(bench.desk.book().state.find_account("another.name").unwrap().person, admin.person);
    // A name that was closed is not given again, and nobody signs in by it.
    assert!(bench.desk.sign_in_for_practice("s.adler").is_err());
}

#[test]
fn a_leaver_authorises_nothing_and_holds_no_duty() {
    let mut bench = Bench::new();
    let at = bench.clock.now();
    let shah = bench.desk.book().state.find_account("r.shah").unwrap().clone();
    assert!(bench.desk.book().duty.authorisers_at(at).iter().any(|(person, _)| *person == shah.person));
    bench.sign_in(Role::HeadOfService);
    assert_eq!(run(&mut bench, Run::Leave(StaffLeft { person: shah.person, at })), "");
    let later = at + TimeDelta::hours(1);
    assert!(!bench.desk.book().duty.authorisers_at(later).iter().any(|(person, _)| *person == shah.person));
    assert!(bench.desk.sign_in_for_practice("r.shah").is_err());
    bench.sign_in(Role::HeadOfService);
    let hold = Hold { role: Role::CrsManager, person: shah.person, from: at, until: later };
    assert_eq!(run(&mut bench, Run::SetDuty(hold)), "RoleNotHeld");
    assert_eq!(run(&mut bench, Run::Leave(StaffLeft { person: shah.person, at })), "StaffLeft");
    assert_eq!(bench.desk.book().state.name_of(shah.person), "R. Shah", "the record still says who it was");
    assert_eq!(bench.desk.compare().unwrap(), dutydesk::desk::proof::Projections::Equal);
}

#[test]
fn a_role_taken_away_a_moment_ago_is_gone_at_once() {
    let mut bench = Bench::new();
    let tester = bench.okoro.clone();
    let ready = bench.ready("authorise", &tester);
    let manager = bench.sign_in(Role::CrsManager);
    let folder = bench.desk.store().folder().clone();
    let clock: std::sync::Arc<dyn dutydesk::desk::Clock> =
        std::sync::Arc::clone(&bench.clock) as std::sync::Arc<dyn dutydesk::desk::Clock>;
    let mut other =
        dutydesk::desk::Desk::open(&folder, dutydesk::desk::Opening::default(), clock, Random::Seeded(99))
            .unwrap();
    other.sign_in_for_practice("S. Adler").unwrap();
    let changed =
        RolesChanged { account: manager.account, roles: vec![Role::SocialWorker], at: bench.clock.now() };
    other.answer(Request::Desk(Box::new(Run::ChangeRoles(changed)))).unwrap();
    // This console has not been told yet.
    assert_eq!(code(bench.attempt("authorise", ready)), "NoAuthorityNow");
    let closed = AccountClosed { account: manager.account, at: bench.clock.now() };
    other.answer(Request::Desk(Box::new(Run::CloseAccount(closed)))).unwrap();
    assert!(matches!(bench.attempt("note", ready), Err(DeskError::AccountClosed)));
}
