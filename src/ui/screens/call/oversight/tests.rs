mod calls;
mod emergency;
mod of_two;

use chrono::Duration;
use crossterm::event::{KeyCode, KeyModifiers};

use super::*;
use crate::{
    domain::{
        contact::{
            agreement::{self, Answer, Asked, Capacity},
            oversight::{GroundState, State},
            route,
        },
        handover::{What, causes},
        ids::{OutcomeLetter, OverrideNo, PurposeId, RouteNo},
    },
    ui::screens::call::fixture::{DEAN, ELLIS, SARA, Stage, TOM},
};

const BELIEF: &str =
    "He was let out at noon and knows the flat; if he hears of this first he will move them tonight.";
const MANAGER: &str =
    "I believe that a call to the father before the visit would cost us the children's whereabouts.";

/// A contact in which somebody is on record as not asked.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.act(agreement::Command::Record(Asked {
        person: SARA,
        capacity: Capacity::Responsibility { how_known: "birth certificate".into() },
        children: vec![ELLIS, TOM],
        purpose: PurposeId::from("protection"),
        agencies: vec!["police".into()],
        answer: Answer::NotAsked { why: "he listens in".into() },
        words: String::new(),
    }));
    stage.act(agreement::Command::Record(Asked {
        person: DEAN,
        capacity: Capacity::Responsibility { how_known: "said by Sara".into() },
        children: vec![ELLIS],
        purpose: PurposeId::from("protection"),
        agencies: vec!["police".into()],
        answer: Answer::NotAsked { why: "he is the one they fear".into() },
        words: String::new(),
    }));
    stage
}

fn pane(stage: &Stage) -> OversightPane {
    let mut pane = OversightPane::default();
    stage.sync(&mut pane);
    pane
}

fn fill_request(stage: &Stage, pane: &mut OversightPane) {
    stage.fill(pane, &["override", "+Ellis+Tom", "not asked: Sara", "asking would", BELIEF, "protect"]);
    stage.fill(pane, &["where they are, and the danger", "+Police+Health"]);
    stage
        .fill(pane, &["they can go there now", "they know her doctor", "an advice call would not reach her"]);
    stage.fill(pane, &["in 4 h", "in 2 h", "yes", "A. Okoro, tomorrow morning"]);
}

/// Asks for an override as the worker.
fn asked(stage: &mut Stage, pane: &mut OversightPane) -> Vec<String> {
    fill_request(stage, pane);
    let say = stage.ctrl(pane, 't');
    stage.carry_out(pane, say)
}

fn state(stage: &Stage, no: u32) -> &State {
    &stage.contact.oversight.get(OverrideNo(no)).unwrap().state
}

#[test]
fn an_override_is_asked_for_only_after_a_question_that_names_everything() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    fill_request(&stage, &mut pane);
    let text = stage.picture(&pane, 78, 40);
    assert!(text.contains("gaining consent may place a child"), "{text}");
    // Saving keeps it here and asks nobody.
    let say = stage.ctrl(&mut pane, 's');
    assert!(say.iter().all(|say| matches!(say, Say::Changed | Say::Tell(_))));
    let say = stage.ctrl(&mut pane, 't');
    assert!(matches!(say[..], [Say::Confirm { .. }]));
    let told = stage.carry_out(&mut pane, say).join("\n");
    for words in
        ["Ellis Brook, Tom Brook", "Police – they can go there now", "R. Shah (CRS manager)", "“There is"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(state(&stage, 1), &State::Requested);
    assert_eq!(pane.cursor, Some(Item::Override(OverrideNo(1))));
    assert!(pane.half_typed().is_none());
    let text = stage.picture(&pane, 78, 30);
    assert!(text.contains("You asked for this yourself"), "{text}");
}

#[test]
fn nobody_decides_what_they_asked() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    for c in ['a', 'k', 'b'] {
        let say = stage.alt(&mut pane, c);
        assert!(matches!(&say[..], [Say::NotDecided(why)] if why.contains("yourself")), "{c}");
    }
    assert_eq!(state(&stage, 1), &State::Requested);
}

#[test]
fn a_manager_authorises_less_in_their_own_words() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    asked(&mut stage, &mut worker);
    stage.sign_in(1);
    let mut manager = pane(&stage);
    assert_eq!(manager.writing, Writing::Deciding(Item::Override(OverrideNo(1))));
    // With nothing written, the rules say what is wanted, and nothing is asked.
    assert!(
        matches!(&stage.alt(&mut manager, 'a')[..], [Say::NotDecided(why)] if why.contains("in your own words"))
    );
    assert!(stage.picture(&manager, 78, 30).contains("in your own words"));
    // The worker's words again will not do.
    stage.fill(&mut manager, &[BELIEF, "he would go there", "nothing less", "police can go there", "+Ellis"]);
    assert!(matches!(stage.alt(&mut manager, 'a')[..], [Say::NotDecided(_)]));
    assert!(stage.picture(&manager, 78, 30).contains("worker's words again"));
    // Nor where a time cannot be read, or the key means nothing here.
    manager.sheets.open_mut().focus("only_until");
    stage.fill(&mut manager, &["when it suits"]);
    assert!(
        matches!(&stage.alt(&mut manager, 'a')[..], [.., Say::NotDecided(why)] if why == acts::UNREADABLE)
    );
    manager = OversightPane::default();
    stage.sync(&mut manager);
    stage
        .fill(&mut manager, &[MANAGER, "he would go there", "nothing less", "police can go there", "+Ellis"]);
    manager.sheets.open_mut().focus("only_what");
    stage.fill(&mut manager, &["his name and the address"]);
    let say = stage.alt(&mut manager, 'a');
    let told = stage.carry_out(&mut manager, say).join("\n");
    assert!(told.contains("For less than was asked") && told.contains("Children: Ellis Brook\n"), "{told}");
    assert!(told.contains("What: only his name and the address\n"), "{told}");
    let State::Authorised(given) = state(&stage, 1) else { panic!() };
    let scope = &given.scope;
    assert_eq!(
        (&scope.children[..], scope.what.as_deref()),
        (&[ELLIS][..], Some("his name and the address"))
    );
    for (width, height) in [(78, 30), (110, 50)] {
        let text = stage.picture(&manager, width, height);
        assert!(text.contains("in force until 18:02"), "{text}");
    }
    let text = stage.picture(&manager, 110, 80);
    for words in ["given 14:02 by R. Shah", "(asked: Ellis Brook, Tom Brook)", "only: his name"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = stage.picture(&manager, 110, 50);
    assert!(text.contains("A. Okoro BELIEVES") && text.contains("R. Shah BELIEVES"), "{text}");
    assert!(text.contains("THE CONTACT C-1841"), "{text}");
}

#[test]
fn declining_and_returning_want_a_reason_and_a_refusal_is_shown_later() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    asked(&mut stage, &mut worker);
    stage.sign_in(1);
    let mut manager = pane(&stage);
    assert!(matches!(stage.alt(&mut manager, 'k')[..], [Say::NotDecided(_)]));
    manager.sheets.open_mut().focus("reason");
    stage.fill(&mut manager, &["the school can be asked instead", "ring the school"]);
    let say = stage.alt(&mut manager, 'k');
    stage.carry_out(&mut manager, say);
    assert!(matches!(state(&stage, 1), State::Declined { .. }));
    stage.sign_in(0);
    stage.alt(&mut worker, 'n');
    stage.sync(&mut worker);
    asked(&mut stage, &mut worker);
    stage.sign_in(1);
    let mut later = pane(&stage);
    let text = stage.picture(&later, 78, 30);
    assert!(text.contains("✗ declined before: override 1"), "{text}");
    later.sheets.open_mut().focus("reason");
    stage.fill(&mut later, &["which doctor?", "name the surgery"]);
    let say = stage.alt(&mut later, 'b');
    stage.carry_out(&mut later, say);
    assert!(matches!(state(&stage, 2), State::Returned { .. }));
    // The worker takes it up again with the words that came back.
    stage.sign_in(0);
    stage.sync(&mut worker);
    stage.with(|view| worker.select(Item::Override(OverrideNo(2)), view));
    let text = stage.picture(&worker, 110, 20);
    assert!(
        text.contains("returned 14:02 by R. Shah") && text.contains("R. Shah asks: which doctor?"),
        "{text}"
    );
    assert!(text.contains("▸ Alt+n brings the whole request back, filled in."), "{text}");
    stage.alt(&mut worker, 'n');
    assert_eq!(worker.sheet().text("override.belief"), BELIEF);
}

#[test]
fn section_47_is_a_ground_of_its_own() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    stage.fill(&mut worker, &["Section 47", "+Ellis", "bruises on both arms, seen by the nurse", "+Police"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    let text = stage.picture(&worker, 78, 30);
    assert!(text.contains("SECTION 47 ENQUIRY") && text.contains("not an override of agreement"), "{text}");
    stage.sign_in(1);
    let mut manager = pane(&stage);
    stage.fill(&mut manager, &["Two bruises of that shape are reason enough for an enquiry today."]);
    let say = stage.alt(&mut manager, 'a');
    stage.carry_out(&mut manager, say);
    assert!(matches!(stage.contact.oversight.grounds[0].state, GroundState::Decided(_)));
    stage.sign_in(0);
    stage.sync(&mut worker);
    stage.alt(&mut worker, 'z');
    stage.fill(&mut worker, &["the enquiry is over"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    assert!(matches!(stage.contact.oversight.grounds[0].state, GroundState::Ended { .. }));
}

#[test]
fn a_route_gets_its_second_word_here() {
    let mut stage = stage();
    let letter = OutcomeLetter('S');
    stage.act(route::Command::Open { letter, children: vec![ELLIS] });
    stage.act(route::Command::decide(RouteNo(1), "she cannot keep them apart"));
    stage.sign_in(1);
    let mut manager = pane(&stage);
    let text = stage.picture(&manager, 110, 50);
    assert!(text.contains("ROUTE S Family Safeguarding") && text.contains("she cannot keep them"), "{text}");
    stage.fill(&mut manager, &["Seen with A. Okoro; the plan for tonight holds."]);
    let say = stage.alt(&mut manager, 'a');
    let told = stage.carry_out(&mut manager, say).join("\n");
    assert!(told.contains("Agree as second person"), "{told}");
    assert!(stage.contact.routes.list[0].second.is_some());
    // No form takes its place by itself: what is typed for it, a passphrase even, would land there in clear.
    assert_eq!(manager.writing, Writing::Nothing);
    stage.sync(&mut manager);
    for c in "practice".chars() {
        stage.press(&mut manager, KeyCode::Char(c), KeyModifiers::NONE);
    }
    let text = stage.picture(&manager, 110, 50);
    assert!(text.contains("✓ Your word is saved at"), "{text}");
    assert!(manager.half_typed().is_none() && !text.contains("practice"), "{text}");
    // What they said stands here too, for them and for whoever looks after them.
    assert!(text.contains("agrees: Seen with A. Okoro; the plan"), "{text}");
    let text = stage.picture(&pane(&stage), 110, 50);
    assert!(text.contains("route S Family Safeguarding") && text.contains("agreed; "), "{text}");
}

#[test]
fn later_agreement_ends_it_and_is_seen() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    stage.sign_in(1);
    stage.sync(&mut pane);
    stage.fill(&mut pane, &[MANAGER, "he would go there", "nothing less", "police can go there"]);
    let say = stage.alt(&mut pane, 'a');
    stage.carry_out(&mut pane, say);
    stage.now += Duration::minutes(5);
    stage.sign_in(0);
    stage.act(agreement::Command::Record(Asked {
        person: SARA,
        capacity: Capacity::Responsibility { how_known: "birth certificate".into() },
        children: vec![ELLIS],
        purpose: PurposeId::from("protection"),
        agencies: vec!["police".into()],
        answer: Answer::Agreed,
        words: String::new(),
    }));
    stage.sync(&mut pane);
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("in force in part") && text.contains("so this ended then"), "{text}");
}

#[test]
fn an_override_in_force_is_looked_at_again_when_that_was_said() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    stage.sign_in(1);
    stage.sync(&mut pane);
    stage.fill(&mut pane, &[MANAGER, "he would go there", "nothing less", "police can go there"]);
    let say = stage.alt(&mut pane, 'a');
    stage.carry_out(&mut pane, say);
    let called = |stage: &Stage| stage.contact.clocks().into_iter().find(|next| next.words == "look again");
    assert_eq!(called(&stage).unwrap().at, stage.now + Duration::hours(2));
    let kept = stage
        .with(|view| causes(view.contact, &view.policy().sharing))
        .into_iter()
        .find(|cause| cause.what == What::InForce)
        .unwrap();
    assert!(kept.words.contains("override 1, authorised until Tue 24 Nov 2026 18:02"), "{}", kept.words);
    stage.sign_in(0);
    let mut worker = OversightPane::default();
    stage.sync(&mut worker);
    assert!(!stage.picture(&worker, 110, 50).contains("LOOK AGAIN"));
    stage.now += Duration::hours(2);
    stage.sync(&mut worker);
    let must = Item::Must(oversight::Must::LookAgain(OverrideNo(1)));
    stage.with(|view| worker.select(must, view));
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("LOOK AGAIN: IS IT STILL NEEDED?"), "{text}");
    stage.fill(&mut worker, &["done", "R. Shah and I: still needed until she is seen"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    assert_eq!(called(&stage), None);
}

#[test]
fn nothing_printable_does_anything() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    let every = |stage: &Stage, pane: &mut OversightPane| {
        for _ in 0..18 {
            stage.every_printable_key(pane);
            stage.press(pane, KeyCode::BackTab, KeyModifiers::NONE);
        }
    };
    every(&stage, &mut pane);
    pane = OversightPane::default();
    stage.sync(&mut pane);
    stage.alt(&mut pane, 'm');
    every(&stage, &mut pane);
    pane = OversightPane::default();
    stage.sync(&mut pane);
    asked(&mut stage, &mut pane);
    every(&stage, &mut pane);
    stage.alt(&mut pane, 'z');
    every(&stage, &mut pane);
    // Ringing the manager, in each of what can come of it.
    for came in ["no answer", "would not", "decline", "they auth"] {
        pane = OversightPane::default();
        stage.sync(&mut pane);
        stage.alt(&mut pane, 'p');
        stage.fill(&mut pane, &["Shah", "", came]);
        every(&stage, &mut pane);
    }
    stage.sign_in(1);
    pane = OversightPane::default();
    stage.sync(&mut pane);
    every(&stage, &mut pane);
}

#[test]
fn half_typed_text_comes_back() {
    let stage = stage();
    let mut first = pane(&stage);
    fill_request(&stage, &mut first);
    let half = first.half_typed().unwrap();
    let mut again = OversightPane::default();
    stage.with(|view| again.restore(&half.body, view));
    stage.sync(&mut again);
    assert_eq!(again.half_typed().unwrap().body, half.body);
    assert_eq!(again.sheet().text("override.why.health"), "they know her doctor");
}

#[test]
fn it_fits_small_and_large() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    for (width, height) in [(1, 1), (5, 3), (20, 8), (46, 16), (110, 50)] {
        stage.picture(&pane, width, height);
    }
    asked(&mut stage, &mut pane);
    stage.sign_in(1);
    stage.sync(&mut pane);
    stage.fill(&mut pane, &[MANAGER]);
    for (width, height) in [(110, 50), (78, 30), (46, 16)] {
        let text = stage.picture(&pane, width, height);
        assert!(text.contains("override 1"), "{text}");
        assert!(text.contains("Alt+a authorise"), "{text}");
    }
}

#[test]
fn what_is_agreed_already_is_said_before_a_whole_request_is_written() {
    let mut stage = stage();
    stage.act(agreement::Command::Record(Asked {
        person: SARA,
        capacity: Capacity::Responsibility { how_known: "birth certificate".into() },
        children: vec![ELLIS],
        purpose: PurposeId::from("protection"),
        agencies: vec!["health".into()],
        answer: Answer::Agreed,
        words: String::new(),
    }));
    let mut pane = pane(&stage);
    let flat = |stage: &Stage, pane: &OversightPane| {
        stage.picture(pane, 78, 30).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    stage.fill(&mut pane, &["override"]);
    let text = flat(&stage, &pane);
    assert!(text.contains("Agreed already, and no override is needed for it: Ellis Brook: "), "{text}");
    stage.fill(
        &mut pane,
        &["+Ellis", "not asked: Sara", "asking would", BELIEF, "protect", "where he is", "+Health"],
    );
    let text = flat(&stage, &pane);
    assert!(text.contains("agreed to sharing about Ellis Brook with these agencies"), "{text}");
    // Of police nobody agreed.
    pane.sheets.open_mut().focus("override.with");
    stage.fill(&mut pane, &["+Police"]);
    let text = flat(&stage, &pane);
    assert!(!text.contains("with these agencies"), "{text}");
}

#[test]
fn where_no_field_has_the_keys_it_says_which_key_opens_one() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    let says = "No field has the keys here: Alt+n asks for something";
    assert!(!stage.picture(&pane, 62, 21).contains("No field has"));
    asked(&mut stage, &mut pane);
    let text = stage.picture(&pane, 78, 21);
    assert!(text.contains(says), "{text}");
    stage.alt(&mut pane, 'n');
    assert!(!stage.picture(&pane, 78, 21).contains("No field has"));
}
