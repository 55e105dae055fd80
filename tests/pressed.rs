//! Keys, clicks and answers that come at the wrong moment, and what a header says to whom.

use chrono::{DateTime, Utc};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use dutydesk::{
    desk::{Answer, Random, Request, demo, protocol::Act},
    domain::{
        contact::{Command, call},
        ids::RingId,
        queue::Lane,
    },
    runtime::event_loop::Message,
    store::{keys::Keys, rings},
};
use uuid::Uuid;

use crate::{
    common::console::{Console, Practice},
    damaged::take,
    roles::tries,
};

/// Lets a call ring.
pub(crate) fn rings(practice: &Practice) {
    let public = Keys::of(&practice.folder).sealing_public().unwrap();
    let body = r#"{"number":"01632 960155","name":"Mrs Ames"}"#;
    let id = RingId(Uuid::from_u128(5));
    rings::drop_ring(&practice.folder, &public, id, body, &mut Random::Seeded(5).entropy()).unwrap();
}

fn asked(console: &Console, what: impl Fn(&Request) -> bool) -> usize {
    console.asked.borrow().iter().filter(|request| what(request)).count()
}

fn click(console: &mut Console, row: u16) {
    let kind = MouseEventKind::Down(MouseButton::Left);
    console.stage.hand(Message::Mouse(MouseEvent { kind, column: 10, row, modifiers: KeyModifiers::NONE }));
}

#[test]
fn a_click_or_a_late_answer_does_nothing_behind_the_lock() {
    let practice = Practice::new(3);
    let mut console = practice.console("R. Shah", 120, 40);
    console.stage.resize(120, 40);
    let contact = console.desk.borrow().lane(Lane::All, 1).unwrap().remove(0);
    let clicks = |console: &mut Console| {
        let before = asked(console, |_| true);
        for row in 0..12 {
            click(console, row);
            click(console, row);
        }
        asked(console, |_| true) - before
    };
    assert!(clicks(&mut console) > 0, "a click on a lane goes there");
    console.press("<c-l>").sees("Locked. Nothing is shown");
    assert_eq!(clicks(&mut console), 0);
    // What was asked of the desk before the lock, and is answered after it.
    let command = tries::note("he is here").into();
    let id = dutydesk::domain::ids::ContactId(contact.id);
    let act = Act { tag: 1, contact: id, command, seen: 0, event: None, step_up: None };
    console.stage.hand(Message::Answer(Answer::SignAgain(Box::new(act))));
    console.write("practice").press("<enter>").sees("R. Shah");
    assert!(!console.text().contains("Your passphrase, to sign this decision"), "{}", console.text());
}

#[test]
fn whatever_lies_over_the_screen_it_locks() {
    let practice = Practice::new(3);
    for over in ["<c-p>", "/", "<f1>"] {
        let mut console = practice.console("A. Okoro", 120, 40);
        console.press(over).press("<c-l>").sees("Locked. Nothing is shown");
    }
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min").press("<c-g>").write("13").press("<enter>");
    console.sees("Which stage? 0 to 12").press("<c-l>").sees("Locked. Nothing is shown");
}

#[test]
fn urgent_is_set_once_and_taken_back_only_with_a_reason() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min").press("<a-u>").sees("URGENT").press("<a-e><esc>");
    let marked = |console: &Console| {
        asked(
            console,
            |request| matches!(request, Request::Act(act) if matches!(act.command, Command::Call(call::Command::MarkUrgent))),
        )
    };
    let before = marked(&console);
    console.refresh().press("u").sees("It is marked urgent already");
    assert_eq!(marked(&console), before);
    console.press("<enter><a-d>").sees("wait after all?").press("<space><c-s>").sees("wait after all?");
    assert!(console.contact("C-1").call.urgent.is_some());
    console.write("it was a mistake").press("<c-s>");
    assert!(console.contact("C-1").call.urgent.is_none());
}

#[test]
fn a_call_that_goes_on_is_taken_over_with_a_reason() {
    let practice = Practice::new(0);
    let mut okoro = practice.console("A. Okoro", 120, 40);
    okoro.press("n").sees("talking 0 min");
    let mut marsh = practice.console("L. Marsh", 120, 40);
    marsh.press("t").sees("Why do you take it over?").press("<c-s>").sees("Why do you take it over?");
    let holder = |console: &Console| console.contact("C-1").holder;
    let (okoros, marshs) = (
        okoro.desk.borrow().actor().map(|actor| actor.person),
        marsh.desk.borrow().actor().map(|actor| actor.person),
    );
    assert_eq!(holder(&marsh), okoros);
    marsh.write("she had to go").press("<c-s>");
    assert_eq!(holder(&marsh), marshs);
}

#[test]
fn closing_is_found_by_name() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("/1841<enter>").sees("C-1841").press("<c-p>").write("close").sees("close the contact");
    console.write(" the contact").press("<enter>").sees("– close").sees("Close C-1841");
}

#[test]
fn an_empty_passphrase_signs_nothing_and_is_not_sent() {
    let practice = Practice::new(40);
    let mut console = practice.console("R. Shah", 120, 40);
    let id = dutydesk::domain::ids::ContactId(console.contact("C-1841").id.0);
    let command = tries::note("he is here").into();
    let act = Act { tag: 1, contact: id, command, seen: 0, event: None, step_up: None };
    console.stage.hand(Message::Answer(Answer::SignAgain(Box::new(act))));
    let sent = |console: &Console| asked(console, |request| matches!(request, Request::Act(_)));
    let before = sent(&console);
    console.sees("Your passphrase, to sign this decision").press("<enter>");
    assert_eq!(sent(&console), before);
    console.sees("Your passphrase, to sign this decision");
    console.write("guessed");
    assert!(!console.text().contains("guessed"), "{}", console.text());
}

#[test]
fn calls_that_ring_are_called_out_to_whoever_may_answer_them() {
    let practice = Practice::new(3);
    rings(&practice);
    for (name, told) in [("A. Okoro", true), ("J. Auden", false)] {
        let mut console = practice.console(name, 160, 40);
        console.refresh().press("p");
        assert_eq!(console.text().contains(" ringing"), told, "{name}:\n{}", console.text());
    }
}

#[test]
fn break_glass_is_offered_to_whoever_may_take_it() {
    use dutydesk::domain::contact::access::{self, Kind, Restricted};
    let practice = Practice::new(40);
    let shah = practice.console("R. Shah", 120, 40);
    let named = vec![shah.desk.borrow().book().state.find_staff("P. Lindqvist").unwrap()];
    let (kind, why) = (Kind::Other, "the family is known".to_owned());
    let contact = shah.contact("C-1841");
    let command = access::Command::Restrict(Restricted { kind, why, named, family_of: vec![] }).into();
    let (id, seen) = (contact.id, contact.version);
    let act = Act { tag: 1, contact: id, command, seen, event: None, step_up: None };
    shah.desk.borrow_mut().answer(Request::Act(Box::new(act))).unwrap();
    for (name, offered) in [("A. Okoro", true), ("M. Iqbal", false)] {
        let mut console = practice.console(name, 120, 40);
        console.press("/").write("C-1841").press("<enter>");
        assert_eq!(console.text().contains("Why can it not wait"), offered, "{name}:\n{}", console.text());
    }
}

#[test]
fn the_header_says_that_nobody_authorises_and_that_the_holidays_run_out() {
    let at: DateTime<Utc> = "2036-11-30T14:07:00Z".parse().unwrap();
    let practice = Practice::founded(at, |folder, clock| {
        use dutydesk::{
            desk::found::{self, Person, Sitting},
            domain::policy::Role,
        };
        let accounts: &[(&str, &[Role])] = &[("a.okoro", &[Role::SocialWorker])];
        let people = [Person { name: "A. Okoro", accounts }];
        let sitting = Sitting {
            name: "Practice",
            profile: "southampton",
            people: &people,
            passphrase: demo::PASSPHRASE,
            duties: &[],
            devices: &[],
        };
        found::practice(folder, &sitting, clock, &mut Random::Seeded(9)).unwrap();
    });
    let mut console = practice.console("A. Okoro", 220, 40);
    console.sees("NOBODY AUTHORISES").sees("bank holidays run out");
    practice.clock.set("2036-11-30T22:07:00Z".parse().unwrap());
    console.stage.wake(practice_now(&practice));
    console.refresh().sees("NOBODY AUTHORISES");
}

fn practice_now(practice: &Practice) -> DateTime<Utc> {
    use dutydesk::desk::Clock as _;
    practice.clock.now()
}

/// Lets T. Bello ask for help on a visit.
pub(crate) fn help_is_needed(practice: &Practice) {
    use dutydesk::{
        desk::protocol::{Beside, Deed},
        domain::visit,
    };
    let mut bello = crate::damaged::open(&practice.folder, "T. Bello", 8);
    take(&mut bello);
    let start = visit::Command::Start(Box::new(tries::going(practice_now(practice))));
    let deed = Deed::Visit(None, start);
    bello.answer(Request::Beside(Box::new(Beside { tag: 1, deed }))).unwrap();
    let board = vec![dutydesk::domain::board::Kind::Visit];
    let answers = bello.answer(Request::Board(board)).unwrap();
    let Some(Answer::Board(board)) = answers.first() else { panic!("{answers:?}") };
    let id = dutydesk::domain::ids::VisitId(board.entries[0].stream().unwrap());
    let deed = Deed::Visit(Some(id), visit::Command::Help { words: "he came back".to_owned() });
    bello.answer(Request::Beside(Box::new(Beside { tag: 2, deed }))).unwrap();
}

#[test]
fn an_alarm_names_nobody_on_a_console_that_anybody_can_see() {
    let practice = Practice::new(0);
    help_is_needed(&practice);
    let mut console = practice.console("A. Okoro", 160, 40);
    console.sees("T. Bello NEEDS HELP");
    console.press("<c-l>").sees("HELP NEEDED ON A VISIT");
    assert!(!console.text().contains("Bello"), "{}", console.text());
}

#[test]
fn how_a_call_for_help_ended_is_said_at_every_console_that_called_it_out() {
    use dutydesk::{
        desk::protocol::{Beside, Deed},
        domain::{board::Kind, ids::VisitId, visit},
    };
    let practice = Practice::new(0);
    help_is_needed(&practice);
    let mut console = practice.console("A. Okoro", 160, 40);
    console.sees("T. Bello NEEDS HELP");
    let mut shah = crate::damaged::open(&practice.folder, "R. Shah", 9);
    let board = shah.store().board(Kind::Visit).unwrap();
    let id = VisitId(board[0].stream().unwrap());
    let how = "the police are with them at the car".to_owned();
    let deed = Deed::Visit(Some(id), visit::Command::BackSafe { how });
    let answers = shah.answer(Request::Beside(Box::new(Beside { tag: 1, deed }))).unwrap();
    let told = |answers: &[Answer]| answers.iter().any(|answer| matches!(answer, Answer::HelpOver(_)));
    assert!(!told(&answers), "whoever wrote it knows");
    console.refresh();
    let said = "T. Bello, who needed help, is safe since 14:07, as R. Shah says: the police are with them";
    console.sees(said);
    assert!(!console.text().contains("NEEDS HELP"), "{}", console.text());
    // Whoever was typing just then reads it all the same; a locked console says nothing of it.
    console.press("<down>").sees(said);
    console.press("<c-l>");
    assert!(!console.text().contains("Bello"), "{}", console.text());
    // A console that sat down since is told of nothing.
    let later = shah.answer(Request::Refresh).unwrap();
    assert!(!told(&later));
    let mut other = practice.console("L. Marsh", 160, 40);
    other.refresh();
    assert!(!other.text().contains("needed help"), "{}", other.text());
}

#[test]
fn what_is_pasted_while_a_contact_is_opened_waits_for_it() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min").press("<a-e><esc>").refresh();
    console.busy().press("<enter>");
    console.stage.paste("he said so twice");
    console.answers().sees("he said so twice").sees("C-1");
}

#[test]
fn a_call_that_was_asked_for_before_the_lock_opens_nothing_behind_it() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.busy().press("n").press("<c-l>");
    console.answers().sees("Locked. Nothing is shown");
    console.write("practice").press("<enter>").sees("take a call").sees("C-1");
}

#[test]
fn a_colleagues_call_keeps_nobodys_console_open_and_a_late_key_locks_it() {
    use chrono::TimeDelta;
    let practice = Practice::new(0);
    let mut okoro = practice.console("A. Okoro", 120, 40);
    okoro.press("n").sees("talking 0 min");
    let mut marsh = practice.console("L. Marsh", 120, 40);
    marsh.press("<enter>").sees("C-1");
    practice.clock.set(practice_now(&practice) + TimeDelta::minutes(6));
    marsh.press("<down>").sees("Locked. Nothing is shown");
    assert_eq!(asked(&marsh, |request| matches!(request, Request::Lock)), 1, "the desk is told");
    okoro.press("<down>").sees("talking 6 min");
}

#[test]
fn what_was_said_before_the_lock_is_told_to_nobody_after_it() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min").press("<a-u>").sees("URGENT").press("<a-e><esc>");
    console.refresh().press("u").sees("It is marked urgent already").press("<c-l>");
    console.sees("Locked. Nothing is shown");
    // Nor is what was refused meanwhile.
    let words = "C-1 is with a colleague now.".to_owned();
    console.stage.hand(Message::Answer(Answer::Refused { tag: None, code: "Taken", words, source: None }));
    for back in [false, true] {
        if back {
            console.write("practice").press("<enter>").sees("take a call");
        }
        for never in ["It is marked urgent already", "is with a colleague now"] {
            assert!(!console.text().contains(never), "{back}: {}", console.text());
        }
    }
}

#[test]
fn every_screen_of_a_practice_desk_says_so() {
    let practice = Practice::new(3);
    for (width, height) in [(120, 40), (80, 24)] {
        let mut console = practice.console("A. Okoro", width, height);
        for keys in [
            "",
            "<f1>",
            "<esc><c-p>",
            "<esc>p",
            "<esc>b",
            "<esc>/",
            "<esc>n",
            "<f3>",
            "<f5>",
            "<f7>",
            "<f9>",
            "<c-l>",
        ] {
            console.press(keys);
            let text = console.text();
            assert!(text.contains("PRACTICE"), "{keys}:\n{text}");
        }
        console.write("practice").press("<enter><a-e>");
    }
}

#[test]
fn a_file_that_is_no_call_is_put_aside_and_rings_at_nobody() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    let public = Keys::of(&practice.folder).sealing_public().unwrap();
    let id = RingId(Uuid::from_u128(6));
    rings::drop_ring(&practice.folder, &public, id, "no call", &mut Random::Seeded(6).entropy()).unwrap();
    console.refresh();
    let files = |dir: &std::path::Path| -> Vec<String> {
        let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    };
    let there = files(&practice.folder.ringing());
    assert!(matches!(&there[..], [name] if name.ends_with(".refused")), "{there:?}");
    assert!(console.desk.borrow().store().row(id.0).unwrap().is_none());
}
