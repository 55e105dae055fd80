//! The second word on an outcome is a manager's decision at a console, signed by their passphrase as every other is.

use dutydesk::domain::contact::route::State;

use super::*;

#[test]
fn the_second_word_on_an_outcome_is_signed_by_passphrase() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    let okoro = bench.okoro.clone();
    let open = route::Command::Open { letter: OutcomeLetter('X'), children: vec![PersonNo(1)] };
    bench.does(ready, &okoro, &[open.into(), tries::decide(1)]);
    let stands = |bench: &Bench| {
        let contact = bench.desk.contact(ready.reference).unwrap();
        contact.routes.get(RouteNo(1)).unwrap().state.clone()
    };
    let waits = stands(&bench);
    assert!(matches!(waits, State::WaitsForSecond { .. }), "{waits:?}");
    bench.sign_in(Role::CrsManager);
    let second = || route::Command::Second { route: RouteNo(1), agree: true, words: tries::words().belief };
    // It is asked for, and nothing is agreed before it was given.
    let Request::Act(asked) = act(ready, second(), "") else { panic!() };
    let answers = bench.desk.handle(Request::Act(Box::new(Act { step_up: None, ..*asked })));
    assert!(matches!(&answers[..], [Answer::SignAgain(act)] if act.contact == ready.id), "{answers:?}");
    assert_eq!(stands(&bench), waits);
    let (code, words) = refused(&mut bench.desk, act(ready, second(), "guess"));
    assert_eq!(code, "SignInRefused", "{words}");
    assert_eq!(stands(&bench), waits);
    bench.desk.answer(act(ready, second(), PASSPHRASE)).unwrap();
    assert_ne!(stands(&bench), waits);
}
