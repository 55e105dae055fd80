//! What takes two, by telephone and through the whole console: Section 47 agreed to by a one-time code, the
//! same code tried once more, and a word that its manager disowns the next morning.

use dutydesk::{
    desk::{
        Answer, Clock as _, Desk, Request,
        protocol::{Act, Shows, TakeDown},
    },
    domain::{
        audit::CameOf,
        contact::oversight::{
            Answered, Command, Deed, EmergencyState, Follows, GroundState, How, Matter, OfTwo, Proof,
        },
        ids::GroundNo,
    },
    exchange::audit_json,
};

use super::{Anchor, Held, Kind, Night, head_code};
use crate::common::console::Console;

const WORDS: &str = "Two bruises of that shape, and two stories of them, are reasonable cause tonight.";

/// Proposes a ground, and opens the form of the call about it.
fn propose(console: &mut Console, kind: &str) {
    console.press("<a-n>").write(kind).press("<enter>Ellis<enter><tab>");
    console.write("Bruises on both arms, seen by the nurse.").press("<tab>Police<enter><c-s>");
}

fn dictate(console: &mut Console, how: &str) {
    console.press("<a-p>").sees("READ THIS OUT").press("Shah<enter><tab>yes<enter>");
    console.write(WORDS).press("<tab>").write(how).press("<enter>");
}

#[test]
fn section_47_is_agreed_by_a_code_that_counts_once() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Totp, ["H. Osei", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter><f6>");
    propose(&mut worker, "Section 47");
    for (width, height) in [(80, 24), (120, 40)] {
        worker.stage.resize(width, height);
        worker.sees("Alt+p ring the manager").sees("SECTION 47 ENQUIRY");
    }
    dictate(&mut worker, "one-time");
    // Five minutes after the device was enrolled another code is there.
    night.later(5);
    worker.write("000000").press("<c-s>").sees("Weaker: the code shows that").press("<c-s>");
    worker.sees("Those digits do not fit");
    let code = night.code(&secret);
    worker.press("<c-u>").write(&code).press("<c-s><c-s>").sees("unconfirmed");
    let contact = worker.contact("C-1841");
    let word = contact.word_on(OfTwo::Ground(GroundNo(1))).unwrap();
    assert_eq!((word.how(), word.said.number.as_str()), (How::TelephoneCode, "07700 900103"));
    assert!(matches!(contact.oversight.grounds[0].state, GroundState::Decided(_)));
    assert_eq!(contact.oversight.not_taken_for(OfTwo::Ground(GroundNo(1))).count(), 1);
    // The same code for another ground: it was taken before.
    propose(&mut worker, "Police protection");
    dictate(&mut worker, "one-time");
    worker.write(&code).press("<c-s><c-s>").sees("taken before and counts once");
    let contact = worker.contact("C-1841");
    assert_eq!(contact.oversight.grounds[1].state, GroundState::Waits);
    assert_eq!(contact.oversight.not_taken_for(OfTwo::Ground(GroundNo(2))).count(), 1);
    // The desk's own journal says that the step was used, so that no other contact takes it either.
    let desk = night.desk("S. Adler");
    assert!(desk.book().state.devices.all()[0].last_step.is_some());
}

#[test]
fn a_manager_is_rung_in_vain_and_then_reached_and_the_head_code_is_read_out() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter><f6>");
    propose(&mut worker, "Section 47");
    worker.press("<a-p>").sees("READ THIS OUT").press("Shah<enter><tab>voicemail<enter><c-s>");
    let contact = worker.contact("C-1841");
    let of = OfTwo::Ground(GroundNo(1));
    let calls: Vec<_> = contact.oversight.called_in_vain(of).collect();
    assert_eq!((calls.len(), calls[0].number.as_str()), (1, "07700 900103"));
    assert_eq!(contact.oversight.grounds[0].state, GroundState::Waits);
    // The form is there for the next call, and says who was tried.
    worker.sees("R. Shah: voicemail").sees("READ THIS OUT");
    worker.press("Shah").sees("voicemail at").press("<enter><tab>yes<enter>");
    worker.write(WORDS).press("<tab>voice<enter>").write("It lies at the office.").press("<c-s><c-s>");
    worker.sees("unconfirmed").sees("Read it out: they write it down");
    // It is the code of that very entry, as whoever writes it down can have it proved later.
    let code = head_code(&worker.text());
    let anchor = Anchor { at: night.practice.clock.now(), seq: None, code, place: String::new() };
    let Held::Proven { seq } = worker.desk.borrow().check_anchors(&[anchor]).unwrap()[0] else { panic!() };
    let entry = worker.desk.borrow().store().after(seq - 1, 1).unwrap().remove(0);
    assert_eq!(entry.kind, "contact.word_taken_down.v1");
    assert_eq!(entry.at, worker.contact("C-1841").word_on(of).unwrap().at);
}

#[test]
fn a_manager_disowns_what_was_said_to_be_agreed() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter><f6>");
    propose(&mut worker, "Section 47");
    dictate(&mut worker, "voice");
    worker.write("It lies at the office.").press("<c-s>").sees("Weakest: nothing but the voice");
    worker.press("<c-s>").sees("dictated only");

    let mut manager = night.practice.console("R. Shah", 120, 40);
    manager.sees("1 of your words to sign").press("/1841<enter><f6>");
    for _ in 0..4 {
        if manager.text().contains("SAID TO BE YOUR WORD") {
            break;
        }
        manager.press("<a-down>");
    }
    manager.sees("SAID TO BE YOUR WORD").sees("Alt+a confirm");
    manager.press("<a-k>").sees("what you have to say of it").press("<enter>");
    manager.write("I was not rung at all.").press("<a-k>").sees("the head of service is told").press("<c-s>");
    manager.sees("Your passphrase").write("practice").press("<enter>").sees("disowned");
    let contact = manager.contact("C-1841");
    assert_eq!(contact.oversight.grounds[0].state, GroundState::Waits);

    let mut head = night.practice.console("H. Osei", 120, 40);
    head.sees("WORD OF A MANAGER DISOWNED").press("/1841<enter><f6>").sees("tell the head of service");
}

#[test]
fn what_is_refused_is_journalled_and_no_screen_says_that_it_was_proved() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter><f6>");
    propose(&mut worker, "Section 47");
    let contact = worker.contact("C-1841");
    let (of, ground) = (OfTwo::Ground(GroundNo(1)), Matter::Ground(GroundNo(1)));
    let mut desk = night.desk("L. Marsh");
    let manager = desk.book().state.find_staff("A. Okoro").unwrap();
    let (began, read_out, words, follows) = (desk.now(), String::new(), WORDS.to_owned(), Follows::default());
    let answered = Answered { manager, began, read_out, agree: true, words, follows };
    let shows = Shows::Voice { why: "it lies at the office".to_owned() };
    let asked = TakeDown { tag: 1, contact: contact.id, of, answered: answered.clone(), shows };
    let answers = desk.handle(Request::TakeDown(Box::new(asked)));
    assert!(matches!(answers[0], Answer::Refused { code: "AuthoriserIsRequester", .. }), "{answers:?}");
    let after = desk.contact(contact.reference).unwrap();
    assert_eq!(after.oversight.grounds[0].state, GroundState::Waits);
    let tried = &after.oversight.tried.last().unwrap().refused;
    assert_eq!(
        (tried.matter, tried.deed, tried.manager),
        (ground, Deed::AuthoriseByTelephone, Some(manager))
    );
    // Whoever hands it in as proved, past the desk's own working out, is refused.
    let proof = Proof::Nothing;
    let command = Command::TakeDown { of, answered, proof, no_device: "none".to_owned() };
    let act = Act {
        tag: 1,
        contact: contact.id,
        command: command.into(),
        seen: u64::MAX,
        event: None,
        step_up: None,
    };
    let error = desk.answer(Request::Act(Box::new(act))).unwrap_err();
    assert!(error.to_string().contains("worked out by the desk"), "{error}");
}

#[test]
fn an_emergency_is_upheld_by_a_code_and_counted_apart() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Totp, ["H. Osei", "S. Adler"]);
    night.later(5);
    let mut worker = night.practice.console("A. Okoro", 80, 24);
    worker.press("/1841<enter><f6><a-m>").write("Ellis").press("<enter><tab>");
    worker.write("He is at the door with a knife.").press("<tab>").write("Rang 999.").press("<tab>");
    worker
        .write("Police")
        .press("<enter><c-s>")
        .sees("acted, oversight asked")
        .sees("Alt+p ring the manager");
    worker.press("<a-p>").sees("READ THIS OUT").press("Shah<enter><tab>yes<enter>");
    worker.write("A knife at the door left no time to ask anybody.").press("<tab>one-time<enter>");
    worker.write(&night.code(&secret)).press("<c-s>").sees("R. Shah upholds it").press("<c-s>");
    worker.sees("upheld by telephone, unconfirmed");
    let contact = worker.contact("C-1841");
    let emergency = contact.oversight.emergencies.last().unwrap();
    assert!(matches!(emergency.state, EmergencyState::Upheld { .. }));
    let word = contact.word_on(OfTwo::Emergency(emergency.no)).unwrap();
    assert_eq!((word.how(), word.said.number.as_str()), (How::TelephoneCode, "07700 900103"));
    assert!(word.said.read_out.contains("Done at once: Rang 999."), "{}", word.said.read_out);
    // The manager is told on their first screen, and signs in person.
    let mut manager = night.practice.console("R. Shah", 120, 40);
    manager.sees("1 of your words to sign").press("/1841<enter><f6>");
    for _ in 0..4 {
        if manager.text().contains("SAID TO BE YOUR WORD") {
            break;
        }
        manager.press("<a-down>");
    }
    manager.press("<a-a>").sees("A. Okoro wrote down").press("<c-s>");
    manager.sees("Your passphrase").write("practice").press("<enter>").sees("confirmed");
    // It is counted with emergencies, and not among the words on grounds and outcomes or what was authorised.
    let mut desk = night.desk("H. Osei");
    let audit = desk.audit_overrides((None, None)).unwrap();
    assert_eq!((audit.spoken.with_code, audit.spoken.dictated, audit.spoken.disowned), (0, 0, 0));
    let of = |emergency: bool| audit.by_how().into_iter().filter(move |(known, ..)| *known == emergency);
    assert_eq!(of(true).map(|(_, how, n)| (how, n)).collect::<Vec<_>>(), [(How::TelephoneCode.words(), 1)]);
    let one = audit.list.iter().rev().find(|one| one.emergency && one.how.is_some()).unwrap();
    assert_eq!((one.came, one.by, one.word()), (CameOf::Upheld, Some(word.said.manager), Some("confirmed")));
    let text = audit_json::overrides_text(&audit, &desk.book().state, &desk.book().duty);
    assert!(text.contains("done at once: answered by telephone, confirmed"), "{text}");
}

/// Goes through the list of oversight until a form of that title opens.
fn goes_to(console: &mut Console, title: &str) {
    for _ in 0..6 {
        if console.text().contains(title) {
            break;
        }
        console.press("<a-down>");
    }
    console.sees(title);
}

#[test]
fn an_emergency_decided_anew_after_its_word_was_disowned_is_audited_by_what_holds() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter><f6><a-m>").write("Ellis").press("<enter><tab>");
    worker.write("He is at the door with a knife.").press("<tab>").write("Rang 999.").press("<tab>");
    worker.write("Police").press("<enter><c-s>").sees("acted, oversight asked");
    worker.press("<a-p>").sees("READ THIS OUT").press("Shah<enter><tab>yes<enter>");
    worker.write("A knife at the door left no time to ask anybody.").press("<tab>voice<enter>");
    worker.write("It lies at the office.").press("<c-s><c-s>").sees("upheld by telephone, unconfirmed");
    night.later(7);

    let mut manager = night.practice.console("R. Shah", 120, 40);
    manager.press("/1841<enter><f6>");
    goes_to(&mut manager, "SAID TO BE YOUR WORD");
    manager.write("I was not rung at all.").press("<a-k>").sees("the head of service is told").press("<c-s>");
    manager.sees("Your passphrase").write("practice").press("<enter>").sees("disowned");
    let shah = manager.contact("C-1841").oversight.spoken[0].said.manager;
    let audit = |desk: &mut Desk| {
        let audit = desk.audit_overrides((None, None)).unwrap();
        let text = audit_json::overrides_text(&audit, &desk.book().state, &desk.book().duty);
        let one = audit.list.iter().rev().find(|one| one.emergency && !one.disowned.is_empty()).unwrap();
        assert_eq!((one.disowned[0].by, one.disowned[0].how), (shah, How::Dictated));
        assert_eq!((one.disowned[0].came, audit.disowned()), (CameOf::Upheld, 1));
        assert!(text.contains("    1  done at once: a word by telephone was disowned\n"), "{text}");
        assert!(!audit.by_how().contains(&(true, How::Dictated.words(), 1)), "{text}");
        (one.clone(), text)
    };
    let mut desk = night.desk("H. Osei");
    let (one, text) = audit(&mut desk);
    assert_eq!((one.came, one.by, one.word()), (CameOf::Waits, None, None));
    assert!(text.contains("it waits for an answer again; upheld by telephone, dictated only, "), "{text}");

    // She decides it herself, at a console.
    goes_to(&mut manager, "YOUR WORD AS MANAGER: uphold");
    manager.write("Now that I have read it: nobody could have waited with him there.").press("<a-a>");
    manager.sees("Uphold what was done").press("<c-s>");
    if manager.text().contains("Your passphrase") {
        manager.write("practice").press("<enter>");
    }
    manager.sees("Your word is saved");
    let (one, text) = audit(&mut night.desk("H. Osei"));
    assert_eq!((one.came, one.by, one.how), (CameOf::Upheld, Some(shah), Some(How::AtConsole)));
    assert!(
        text.contains("upheld by R. Shah, at a console, after 7 min; upheld by telephone, dictated only, "),
        "{text}"
    );
    assert!(text.contains("said to be by R. Shah: DISOWNED by the manager "), "{text}");
}
