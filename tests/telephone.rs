//! A manager's word by telephone, through the whole console: a worker takes it down, the manager's own device answers, and the
//! manager signs the next morning. Whatever is not right is said in one plain sentence, journalled, and loses nothing.

#[cfg(unix)]
pub(crate) mod night;
mod of_two;

use std::cell::Cell;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{
        Answer, Clock as _, Desk, Opening, Random, Request,
        anchors::Held,
        protocol::{Act, Shows, Telephone},
    },
    domain::{
        answer::{self, Eight, HeadCode, Secret, enrol, totp},
        audit::CameOf,
        contact::{
            Contact,
            oversight::{self, Dictated, How, ManagerWords, Override, SignedWord, State},
        },
        device::Kind,
        ids::{OverrideNo, Reference, StaffId},
    },
    exchange::{anchors::Anchor, audit_json},
};

use crate::common::console::{Console, Practice};

const BELIEF: &str = "I believe he will come for them tonight if he hears of it first.";

/// A practice desk on which R. Shah is rung about C-1841, which A. Okoro asked about.
struct Night {
    practice: Practice,
    seed: Cell<u64>,
}

impl Night {
    fn new() -> Self {
        Self { practice: Practice::new(40), seed: Cell::new(900) }
    }

    fn desk(&self, name: &str) -> Desk {
        self.seed.set(self.seed.get() + 1);
        let clock = std::sync::Arc::clone(&self.practice.clock) as std::sync::Arc<dyn dutydesk::desk::Clock>;
        let mut desk =
            Desk::open(&self.practice.folder, Opening::default(), clock, Random::Seeded(self.seed.get()))
                .unwrap();
        desk.sign_in_for_practice(name).unwrap();
        desk
    }

    /// Enrols a device, proposed by one person and enrolled by another.
    fn device(&self, of: &str, kind: Kind, by: [&str; 2]) -> Secret {
        let mut desk = self.desk(by[0]);
        let person = desk.book().state.find_staff(of).unwrap();
        let proposed = desk.propose_device(person, kind).unwrap();
        let secret = match kind {
            Kind::Bound => enrol::read(&proposed.code).unwrap(),
            Kind::Totp => {
                let plain = proposed.code.replace(' ', "");
                let bytes = data_encoding::BASE32.decode(plain.as_bytes()).unwrap();
                Secret::new(bytes.try_into().unwrap())
            }
        };
        drop(desk);
        let mut desk = self.desk(by[1]);
        let refused = desk.enrol_device(proposed.device, "1234 5678").unwrap_err();
        assert!(refused.to_string().contains("not what was proposed"), "{refused}");
        let shows = match kind {
            Kind::Bound => enrol::proof(&secret).to_string(),
            Kind::Totp => self.code(&secret),
        };
        desk.enrol_device(proposed.device, &shows).unwrap();
        secret
    }

    fn code(&self, secret: &Secret) -> String {
        let step = u64::try_from(self.practice.clock.now().timestamp()).unwrap() / totp::STEP;
        totp::code(totp::Hash::Sha1, secret.as_slice(), step, 6)
    }

    fn later(&self, minutes: i64) {
        self.practice.clock.set(self.practice.clock.now() + TimeDelta::minutes(minutes));
    }
}

/// Finds the head code on a screen.
pub(crate) fn head_code(screen: &str) -> HeadCode {
    let groups = |word: &&str| word.len() == 24 && word.split('-').all(|group| group.len() == 4);
    screen.split_whitespace().find(groups).and_then(|word| word.parse().ok()).unwrap()
}

/// Opens the contact with the manager's form open.
fn ring(console: &mut Console) {
    console.press("/1841<enter><f6>").sees("Alt+p ring the manager");
    console.press("<a-p>").sees("READ THIS OUT").sees("R. Shah, 07700 900103, CRS manager");
}

fn dictate(console: &mut Console, how: &str) {
    console.press("Shah<enter><tab>they auth<enter>").write(BELIEF).press("<tab>");
    console.write("She would be asked in front of him.").press("<tab>");
    console.write("Nothing less reaches the patrol.").press("<tab>");
    console.write("They hold his conditions.").press("<tab><tab><tab><tab><tab>").write(how).press("<enter>");
}

fn challenge(console: &mut Console) -> Contact {
    console.press("<c-s>").sees("THEIR ANSWER").sees("10 min, until");
    console.contact("C-1841")
}

fn answer_of(secret: &Secret, contact: &Contact, no: u32) -> Eight {
    let known = contact.oversight.get(OverrideNo(no)).unwrap().challenges.last().unwrap();
    answer::answer(secret, known.digits(), &known.call.facts(contact.reference))
}

fn override_of(console: &Console) -> Override {
    console.contact("C-1841").oversight.get(OverrideNo(1)).unwrap().clone()
}

/// Tries an answer, and wants a sentence about it, nothing authorised, and the words still there.
fn refused(console: &mut Console, digits: &str, sentence: &str) {
    let before = override_of(console).refused.len();
    console.press("<c-u>").write(digits).press("<c-s>").sees(sentence).sees("Nothing was decided");
    let after = override_of(console);
    assert!(after.waits() && after.refused.len() == before + 1, "{after:?}");
    assert_eq!(after.challenges.last().unwrap().call.words.belief, BELIEF);
}

fn said(manager: StaffId, began: DateTime<Utc>) -> Dictated {
    let words = ManagerWords {
        belief: BELIEF.to_owned(),
        if_asked: "She would be asked in front of him.".to_owned(),
        less: "Nothing less reaches the patrol.".to_owned(),
        why_agencies: "They hold his conditions.".to_owned(),
    };
    Dictated { manager, began, words, narrowed: None, seen_refusals: vec![] }
}

#[test]
fn an_answer_covers_the_call_in_which_it_was_asked_for_and_no_other() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Bound, ["H. Osei", "S. Adler"]);
    let mut desk = night.desk("A. Okoro");
    let (id, manager) = {
        let contact = desk.contact(Reference(1841)).unwrap();
        (contact.id, desk.book().state.find_staff("R. Shah").unwrap())
    };
    let mut asks = |began, shows| {
        let (no, dictated) = (OverrideNo(1), said(manager, began));
        let answers =
            desk.handle(Request::Telephone(Box::new(Telephone { tag: 1, contact: id, no, dictated, shows })));
        (answers, desk.contact(Reference(1841)).unwrap())
    };
    let now = night.practice.clock.now();
    let (answers, contact) = asks(now, Shows::Nothing);
    assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
    let challenge = contact.oversight.get(OverrideNo(1)).unwrap().challenges[0].no;
    let digits = answer_of(&secret, &contact, 1).to_string();
    let shows = Shows::Answer { challenge, digits };
    let (answers, contact) = asks(now - TimeDelta::minutes(1), shows.clone());
    assert!(matches!(answers[0], Answer::Refused { code: "OtherWords", .. }), "{answers:?}");
    assert!(contact.oversight.get(OverrideNo(1)).unwrap().waits());
    let (answers, contact) = asks(now, shows);
    assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
    assert!(!contact.oversight.get(OverrideNo(1)).unwrap().waits());
}

#[test]
fn a_call_that_has_not_begun_yet_authorises_nothing() {
    let night = Night::new();
    let mut desk = night.desk("A. Okoro");
    let contact = desk.contact(Reference(1841)).unwrap();
    let (taken, manager) = (contact.call.taken, desk.book().state.find_staff("R. Shah").unwrap());
    for began in [desk.now() + TimeDelta::minutes(1), taken - TimeDelta::minutes(1)] {
        let dictated = said(manager, began);
        let shows = Shows::Voice { why: "it lies at the office".to_owned() };
        let asked = Telephone { tag: 1, contact: contact.id, no: OverrideNo(1), dictated, shows };
        let answers = desk.handle(Request::Telephone(Box::new(asked)));
        assert!(matches!(answers[0], Answer::Refused { code: "CallOutOfTime", .. }), "{answers:?}");
        assert!(desk.contact(Reference(1841)).unwrap().oversight.get(OverrideNo(1)).unwrap().waits());
    }
}

#[test]
fn a_word_by_telephone_is_bound_to_the_request_and_signed_the_next_morning() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Bound, ["H. Osei", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    // Nothing is authorised by anything that can be printed, and half of it outlives another pane.
    worker.press("Shah<enter><tab>").sees("14:07");
    worker.press("no ans<enter><c-s>").sees("no answer");
    let tried = override_of(&worker);
    assert_eq!(tried.attempts[0].reached, oversight::Reached::NoAnswer);
    assert_eq!(tried.attempts[0].number, "07700 900103");
    worker.sees("Everybody on the rota was tried");
    night.later(3);
    worker.sees("no answer at");
    dictate(&mut worker, "their device");
    let contact = challenge(&mut worker);
    let known = contact.oversight.overrides[0].challenges[0].clone();
    let head = known.digits().to_string();
    worker.sees(&head).sees(&known.summary(contact.reference).to_string()).sees("EDU HEA POL");
    assert_eq!(known.nonce.len(), 32);
    refused(&mut worker, "1234 5678", "Those digits do not fit");
    worker.sees("4 tries left");
    let right = answer_of(&secret, &contact, 1);
    worker.press("<c-u>").write(&right.to_string()).press("<c-s>").sees("unconfirmed");
    let State::Authorised(given) = override_of(&worker).state else { panic!() };
    assert_eq!((given.how, given.words.belief.as_str()), (How::TelephoneBound, BELIEF));
    worker.sees("R. Shah signs by tomorrow 17:00").sees("by telephone, bound to the request");
    // What is read out for the manager's device to keep proves the very entry.
    let code = head_code(&worker.text());
    let anchor = Anchor { at: night.practice.clock.now(), seq: None, code, place: String::new() };
    let Held::Proven { seq } = worker.desk.borrow().check_anchors(&[anchor]).unwrap()[0] else { panic!() };
    let entry = worker.desk.borrow().store().after(seq - 1, 1).unwrap().remove(0);
    assert_eq!(entry.kind, "contact.override_authorised_by_telephone.v1");

    // The manager's first screen says so, and late it alarms.
    let mut manager = night.practice.console("R. Shah", 120, 40);
    manager.sees("1 of your words to sign");
    // It falls due as the front door shuts: nobody is rung up about it at night, and it is red at the opening.
    night.practice.clock.set("2026-11-25T17:01:00Z".parse().unwrap());
    night.practice.console("R. Shah", 120, 40).sees("1 of your words to sign");
    night.practice.clock.set("2026-11-26T09:00:00Z".parse().unwrap());
    let mut manager = night.practice.console("R. Shah", 120, 40);
    manager.sees("1 TO SIGN, LATE").sees("C-1841");
    manager.press("/1841<enter><f6>").sees("This is said to be your word").sees("late:");
    for (width, height) in [(120, 40), (80, 24)] {
        manager.stage.resize(width, height);
        manager.sees("Alt+a confirm");
    }
    manager.stage.resize(120, 40);
    manager.press("<a-a>").sees("You said this, and these are your words.").press("<c-s>");
    manager.sees("Your passphrase").write("practice").press("<enter>").sees("confirmed");
    let State::Authorised(given) = override_of(&manager).state else { panic!() };
    assert!(matches!(given.word, SignedWord::Confirmed { late: true, .. }));
    assert!(!manager.text().contains("TO SIGN"), "{}", manager.text());
}

#[test]
fn what_is_not_right_is_said_and_loses_nothing() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Bound, ["H. Osei", "S. Adler"]);
    let own = night.device("a.okoro.manager", Kind::Bound, ["H. Osei", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "their device");
    let first = challenge(&mut worker);
    // The requester's own device, whatever it answers.
    refused(&mut worker, &answer_of(&own, &first, 1).digits(), "not one enrolled for this manager now");
    // Not eight digits: no try is counted.
    worker.press("<c-u>").write("1234").press("<c-s>").sees("That is not eight digits");
    assert_eq!(override_of(&worker).challenges[0].tries, 1, "only the other device's");
    // A newer challenge stands in the place of the first.
    worker.press("<a-p>").sees("READ THIS OUT").sees(BELIEF);
    let second = challenge(&mut worker);
    let nonces = second.oversight.overrides[0].challenges.iter().map(|known| known.nonce.as_str());
    assert_eq!(nonces.collect::<std::collections::BTreeSet<_>>().len(), 2, "each is made of new chance");
    refused(&mut worker, &answer_of(&secret, &first, 1).to_string(), "A newer challenge stands");
    // The clock moved back, and on again past ten minutes.
    night.later(-2);
    refused(
        &mut worker,
        &answer_of(&secret, &second, 1).to_string(),
        "The clock stands before the challenge",
    );
    night.later(2 + 11);
    refused(&mut worker, &answer_of(&secret, &second, 1).to_string(), "older than ten minutes");
    worker.sees("goes back to the words");
    // Five wrong ones, and the sixth is not even looked at.
    worker.press("<a-p>").sees("READ THIS OUT");
    let third = challenge(&mut worker);
    for n in 0..5 {
        refused(&mut worker, &format!("0000 000{n}"), "Those digits do not fit");
    }
    refused(&mut worker, &answer_of(&secret, &third, 1).to_string(), "It was tried five times");
    worker.sees("Five answers were tried");
    // The device was lost meanwhile.
    worker.press("<a-p>").sees("READ THIS OUT");
    let fourth = challenge(&mut worker);
    let mut adler = night.desk("S. Adler");
    let shah = adler.book().state.find_staff("R. Shah").unwrap();
    let device = adler.find_device(shah, None, |device| device.standing.words() == "enrolled").unwrap();
    adler.end_device(device, true, "left in a taxi").unwrap();
    worker.refresh();
    worker.press("<c-u>").write(&answer_of(&secret, &fourth, 1).digits()).press("<c-s>");
    worker.sees("no such device that is enrolled now");
    assert!(override_of(&worker).waits());
    assert_eq!(override_of(&worker).challenges.last().unwrap().call.words.belief, BELIEF);
    // The weakest way is still open, and named so.
    worker.press("<a-p>").sees("READ THIS OUT").press("<s-tab>").write("weakest").press("<enter>");
    worker.write("It was lost tonight.").press("<c-s>").sees("Weakest: nothing but the voice").press("<c-s>");
    worker.sees("by telephone, dictated only");
    let State::Authorised(given) = override_of(&worker).state else { panic!() };
    assert_eq!(given.telephone.unwrap().no_device, "It was lost tonight.");
}

#[test]
fn an_answer_for_another_request_and_a_used_one_prove_nothing() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Bound, ["H. Osei", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "their device");
    let first = challenge(&mut worker);
    let answer = answer_of(&secret, &first, 1).to_string();
    worker.press("<c-u>").write(&answer).press("<c-s>").sees("unconfirmed");
    // A second request of the same contact, for which the first one's answer is tried.
    let mut desk = night.desk("A. Okoro");
    let again = oversight::Command::Ask { no: None, request: first.oversight.overrides[0].request.clone() };
    let act =
        Act { tag: 1, contact: first.id, command: again.into(), seen: u64::MAX, event: None, step_up: None };
    desk.answer(Request::Act(Box::new(act))).unwrap();
    worker.refresh();
    worker.press("<a-up><a-up><a-p>").sees("READ THIS OUT");
    dictate(&mut worker, "their device");
    worker
        .press("<c-s>")
        .sees("THEIR ANSWER")
        .write(&answer)
        .press("<c-s>")
        .sees("belongs to another request");
    let second = worker.contact("C-1841").oversight.get(OverrideNo(2)).unwrap().clone();
    assert!(second.waits() && second.refused.len() == 1);
    // The used one, handed in once more past the screen.
    let known = &worker.contact("C-1841").oversight.overrides[0].challenges[0].clone();
    let once_more = Telephone {
        tag: 9,
        contact: first.id,
        no: OverrideNo(1),
        dictated: known.call.dictated(),
        shows: Shows::Answer { challenge: known.no, digits: answer },
    };
    let answers = desk.handle(Request::Telephone(Box::new(once_more)));
    assert!(
        answers
            .iter()
            .any(|answer| matches!(answer, Answer::Refused { tag: Some(9), code: "AnswerUsed", .. })),
        "{answers:?}"
    );
}

#[test]
fn a_one_time_code_is_weaker_named_so_and_counts_once() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Totp, ["H. Osei", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "weaker");
    worker.write("000000").press("<c-s>").sees("bound to nothing that was read out").press("<c-s>");
    worker.sees("Those digits do not fit").sees(BELIEF);
    worker
        .press("<c-u>")
        .write(&night.code(&secret))
        .press("<c-s><c-s>")
        .sees("with a one-time code not bound");
    let desk = night.desk("A. Okoro");
    assert!(desk.book().state.devices.all()[0].last_step.is_some());
}

#[test]
fn a_device_that_the_asker_had_a_hand_in_proves_nothing() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Bound, ["a.okoro.manager", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "their device");
    let contact = challenge(&mut worker);
    refused(&mut worker, &answer_of(&secret, &contact, 1).to_string(), "had a hand in enrolling that device");
}

#[test]
fn nobody_says_themselves_that_an_answer_fits() {
    let night = Night::new();
    let secret = night.device("R. Shah", Kind::Bound, ["H. Osei", "S. Adler"]);
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "their device");
    let contact = challenge(&mut worker);
    drop(secret);
    let known = &contact.oversight.overrides[0].challenges[0];
    let mut desk = night.desk("A. Okoro");
    let device = desk.book().state.devices.all()[0].id;
    for proof in [
        oversight::Proof::Bound { challenge: known.no, device, fits: true },
        oversight::Proof::Code { device, step: 1, fits: true },
        oversight::Proof::Nothing,
    ] {
        let command = oversight::Command::AuthoriseByTelephone {
            no: OverrideNo(1),
            dictated: known.call.dictated(),
            proof,
            no_device: "none".to_owned(),
        };
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
    assert!(override_of(&worker).waits());
}

#[test]
fn a_manager_corrects_or_disowns_and_the_head_of_service_is_told() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "weakest");
    worker.write("At home, and the device is in the office.").press("<c-s><c-s>").sees("dictated only");
    let mut manager = night.practice.console("R. Shah", 120, 40);
    manager.press("/1841<enter><f6>").sees("SAID TO BE YOUR WORD");
    manager.press("<a-k>").sees("what you have to say of it").press("<enter>");
    manager.write("I was not rung at all.").press("<a-a>").sees("You have written that something is wrong");
    manager.press("<esc>");
    manager.press("<a-k>").sees("the head of service is told").press("<c-s>");
    manager.write("practice").press("<enter>").sees("disowned");
    let contact = manager.contact("C-1841");
    assert!(contact.in_force(&contact.oversight.overrides[0], night.practice.clock.now()).is_none());

    // Nobody else is told whose word it was, or what came of it.
    let mut other = night.practice.console("P. Lindqvist", 120, 40);
    assert!(!other.text().contains("DISOWNED"), "{}", other.text());
    let mut head = night.practice.console("H. Osei", 120, 40);
    head.sees("WORD OF A MANAGER DISOWNED").press("/1841<enter><f6>").sees("tell the head of service");
    head.press("done<tab>").write("I know of it; R. Shah and A. Okoro see me at nine.").press("<c-s>");
    assert!(!head.text().contains("DISOWNED ("), "{}", head.text());
    assert!(head.contact("C-1841").to_do().is_empty());
    // Nothing rests on it, and nobody counts it as authorised.
    let mut desk = night.desk("H. Osei");
    let audit = desk.audit_overrides((None, None)).unwrap();
    let number = contact.oversight.overrides[0].no;
    let one = audit.list.iter().rev().find(|one| !one.emergency && one.no == number && one.word().is_some());
    assert_eq!(one.map(|one| (one.stands(), one.word())), Some((CameOf::Suspended, Some("disowned"))));
    let suspended = |counted: &&(bool, CameOf, usize)| counted.1 == CameOf::Suspended;
    assert_eq!(audit.counts().iter().filter(suspended).count(), 1);
    assert!(!audit.by_how().iter().any(|(_, how, _)| *how == How::Dictated.words()));
    let text = audit_json::overrides_text(&audit, &desk.book().state, &desk.book().duty);
    assert!(text.contains("    1  asked for: disowned, suspended\n"), "{text}");
}

#[test]
fn an_emergency_takes_two_keys_and_the_words_follow() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter>").sees("C-1841");
    worker.press("<a-m><c-s>").sees("acted, oversight asked").sees("WHAT YOU DID");
    let contact = worker.contact("C-1841");
    assert!(!contact.oversight.emergencies[0].acted.is_described());
    worker.press("Ellis<enter><tab>").write("He is at the door.").press("<tab>").write("Rang 999.");
    worker.press("<tab>Police<enter><c-s>");
    let contact = worker.contact("C-1841");
    assert!(contact.oversight.emergencies[0].acted.is_described(), "{}", worker.text());
    assert_eq!(contact.oversight.emergencies[0].wordings.len(), 2);
}

#[test]
fn a_code_of_somebody_elses_app_is_known_for_what_it_is() {
    let night = Night::new();
    night.device("R. Shah", Kind::Totp, ["H. Osei", "S. Adler"]);
    let other = night.device("P. Lindqvist", Kind::Totp, ["H. Osei", "S. Adler"]);
    let mut desk = night.desk("A. Okoro");
    let contact = desk.contact(Reference(1841)).unwrap();
    let manager = desk.book().state.find_staff("R. Shah").unwrap();
    let mut tries = |digits: String| {
        let (no, dictated) = (OverrideNo(1), said(manager, night.practice.clock.now()));
        let shows = Shows::Code { digits };
        let asked = Telephone { tag: 1, contact: contact.id, no, dictated, shows };
        match desk.handle(Request::Telephone(Box::new(asked))).remove(0) {
            Answer::Refused { code, .. } => code,
            other => panic!("{other:?}"),
        }
    };
    let (wrong, others) = (tries("000000".to_owned()), tries(night.code(&other)));
    assert_eq!((wrong, others), ("AnswerWrong", "NotTheirDevice"));
    assert!(desk.contact(Reference(1841)).unwrap().oversight.get(OverrideNo(1)).unwrap().waits());
}

#[test]
fn the_header_keeps_the_clock_and_who_authorises_beside_three_alarms() {
    let night = Night::new();
    let mut worker = night.practice.console("A. Okoro", 120, 40);
    ring(&mut worker);
    dictate(&mut worker, "weakest");
    worker.write("At home, and the device is in the office.").press("<c-s><c-s>").sees("dictated only");
    crate::pressed::help_is_needed(&night.practice);
    crate::pressed::rings(&night.practice);
    for (width, height) in [(120, 40), (80, 24), (60, 20)] {
        let mut manager = night.practice.console("R. Shah", width, height);
        manager.refresh().press("/1841<enter>");
        let text = manager.text();
        let header = text.lines().next().unwrap();
        for words in ["14:07", "auth", "‼", "PRACTICE"] {
            assert!(header.contains(words), "{words}: {header}");
        }
        assert!(width < 80 || header.contains("FRONT DOOR"), "{header}");
        assert!(header.contains("HELP NEEDED ON A VISIT") || header.contains("NEEDS HELP"), "{header}");
        let all = ["ringing", "to sign"].iter().all(|words| header.contains(words));
        assert!(all || header.contains(" +"), "{header}");
    }
}
