use crossterm::event::{KeyCode, KeyModifiers};

use super::*;
use crate::{
    domain::{
        contact::{
            Command,
            agreement::{Answer, Asked, Capacity},
        },
        ids::PurposeId,
    },
    ui::screens::call::fixture::{DEAN, ELLIS, MIA, SARA, Stage, TOM},
};

fn pane(stage: &Stage) -> AgreementPane {
    let mut pane = AgreementPane::default();
    stage.sync(&mut pane);
    pane
}

fn asked(person: crate::domain::ids::PersonNo, answer: Answer) -> agreement::Command {
    agreement::Command::Record(Asked {
        person,
        capacity: Capacity::Responsibility { how_known: "birth certificate".into() },
        children: vec![ELLIS],
        purpose: PurposeId::from("protection"),
        agencies: vec!["police".into(), "health".into()],
        answer,
        words: String::new(),
    })
}

fn saying(say: &[Say]) -> &Command {
    match say {
        [.., Say::Act { command, .. }] => command,
        _ => panic!("nothing was to be done"),
    }
}

#[test]
fn a_row_is_written_field_by_field_and_then_the_form_is_empty() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    stage.fill(&mut pane, &["Sara", "holder", "", "+Ellis+Tom", "protect", "+Police+Health"]);
    stage.fill(&mut pane, &["not asked", "he would move them tonight", "please do not ring him"]);
    let say = stage.ctrl(&mut pane, 's');
    let Command::Agreement(agreement::Command::Record(asked)) = saying(&say) else { panic!() };
    assert_eq!((asked.person, &asked.children[..]), (SARA, &[ELLIS, TOM][..]));
    // What F3 says of how we know came along, to be seen and changed.
    assert_eq!(asked.capacity, Capacity::Responsibility { how_known: "birth certificate".into() });
    assert_eq!(asked.agencies, ["police".into(), "health".into()]);
    assert_eq!(asked.answer, Answer::NotAsked { why: "he would move them tonight".into() });
    assert_eq!(asked.words, "please do not ring him");
    let told = stage.carry_out(&mut pane, say);
    assert!(told[0].starts_with("Saved"), "{told:?}");
    assert!(pane.half_typed().is_none());
    assert_eq!(stage.contact.agreements.rows.len(), 1);
    let text = stage.picture(&pane, 78, 30);
    assert!(text.contains("○ not asked") && text.contains("he would move them tonight"), "{text}");
}

#[test]
fn a_refusal_of_the_rules_stands_in_the_form_and_the_text_stays() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    // Dean is not recorded as holding it for Tom.
    stage.fill(&mut pane, &["Dean", "holder", "says so", "+Tom", "protect", "+Police", "agreed", ""]);
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    let text = stage.picture(&pane, 78, 40);
    assert!(text.contains("✗ Dean Cole is not recorded as holding"), "{text}");
    assert_eq!(pane.sheets.open().text("how_known"), "says so");
    assert!(stage.contact.agreements.rows.is_empty());
}

#[test]
fn for_a_child_not_born_the_mother_answers_for_herself() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    assert!(stage.picture(&pane, 78, 30).contains("not born yet, so nobody"));
    stage.fill(&mut pane, &["Sara", "own", "+Mia", "protect", "+Police", "agreed", ""]);
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    assert_eq!(stage.contact.agreements.rows[0].asked.children, [MIA]);
    assert!(stage.picture(&pane, 78, 40).contains("✓ agreed"));
}

#[test]
fn what_is_missing_is_asked_for_and_nothing_is_sent() {
    let stage = Stage::new();
    let mut pane = pane(&stage);
    let say = stage.ctrl(&mut pane, 's');
    assert!(say.iter().all(|say| !matches!(say, Say::Act { .. })));
    assert!(stage.picture(&pane, 78, 40).contains("Choose one."));
    assert!(pane.half_typed().is_none());
}

#[test]
fn which_purposes_go_without_an_agency_is_said_as_it_is_judged() {
    let stage = Stage::new();
    let hint = |purpose: &str| {
        let mut pane = pane(&stage);
        stage.fill(&mut pane, &["Sara", "own", "+Ellis", purpose]);
        let hint = stage.picture(&pane, 110, 50);
        let say = stage.ctrl(&mut pane, 's');
        assert!(say.iter().all(|say| !matches!(say, Say::Act { .. })));
        (hint, stage.picture(&pane, 110, 50))
    };
    let (shares, refused) = hint("protect");
    assert!(shares.contains("at least one, as this purpose shares"), "{shares}");
    assert!(!shares.contains("none where"), "{shares}");
    assert!(refused.contains("Choose at least one."), "{refused}");
    let own = stage.with(|view| {
        view.policy().sharing.purposes.iter().find(|of| of.voluntary).map(|of| of.words.clone())
    });
    let (own, refused) = hint(&own.unwrap());
    assert!(own.contains("none where the service is our own"), "{own}");
    assert!(!refused.contains("Choose at least one."), "{refused}");
}

#[test]
fn who_is_not_born_yet_is_not_offered_as_somebody_who_answers() {
    let stage = Stage::new();
    let mut pane = pane(&stage);
    let text = stage.picture(&pane, 110, 50);
    stage.fill(&mut pane, &["Mia"]);
    let said = stage.picture(&pane, 110, 50);
    assert!(said.contains("Nothing here begins with “Mia”") && text.contains("Sara Brook"), "{said}");
}

#[test]
fn a_split_is_shown_until_somebody_says_why_they_go_on() {
    let mut stage = Stage::new();
    stage.act(asked(SARA, Answer::Agreed));
    stage.act(asked(DEAN, Answer::Refused));
    let mut pane = pane(&stage);
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("▲ SPLIT about Ellis Brook"), "{text}");
    assert!(text.contains("say why you go on (Alt+g)") && text.contains("GOLDEN RULES"), "{text}");
    stage.alt(&mut pane, 'g');
    stage.fill(&mut pane, &["+Ellis", "protect", "+Police+Health", "Sara has them and agrees"]);
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    assert_eq!(stage.contact.agreements.going_on.len(), 1);
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("you said why you go on") && text.contains("goes on against a refusal"), "{text}");
    // Said, its form is closed, and what comes next is a row.
    assert!(text.contains("A NEW ROW"), "{text}");
}

#[test]
fn a_split_is_in_view_on_the_smallest_screen_wherever_the_page_is_read() {
    let mut stage = Stage::new();
    stage.act(asked(SARA, Answer::Agreed));
    stage.act(asked(DEAN, Answer::Refused));
    for _ in 0..8 {
        stage.act(asked(SARA, Answer::Agreed));
    }
    let mut pane = pane(&stage);
    // The pane at 80×24.
    let (width, height) = (64, 20);
    for key in [KeyCode::PageDown, KeyCode::PageDown, KeyCode::PageUp] {
        let text = stage.picture(&pane, width, height);
        assert!(text.starts_with("▲ SPLIT: Sara Brook agrees, Dean Cole is against"), "{text}");
        stage.press(&mut pane, key, KeyModifiers::NONE);
    }
    stage.fill(&mut pane, &["Sara", "own", "+Ellis", "protect"]);
    let text = stage.picture(&pane, width, height);
    assert!(text.contains("▲ SPLIT: "), "{text}");
}

#[test]
fn a_form_in_which_nothing_was_written_does_not_stay_open() {
    let mut stage = Stage::new();
    stage.act(asked(DEAN, Answer::Refused));
    let mut pane = pane(&stage);
    let leave = |stage: &Stage, pane: &mut AgreementPane| {
        stage.with(|view| pane.leave(view, &mut Vec::new()));
        stage.picture(pane, 110, 50)
    };
    stage.alt(&mut pane, 'g');
    assert!(stage.picture(&pane, 110, 50).contains("GO ON AGAINST A REFUSAL"));
    let text = leave(&stage, &mut pane);
    assert!(text.contains("A NEW ROW"), "{text}");
    // What was begun is there for coming back.
    stage.alt(&mut pane, 'g');
    stage.fill(&mut pane, &["+Ellis"]);
    let text = leave(&stage, &mut pane);
    assert!(text.contains("GO ON AGAINST A REFUSAL"), "{text}");
}

#[test]
fn lawful_basis_is_printed_beside_the_purpose() {
    let stage = Stage::new();
    let mut pane = pane(&stage);
    stage.fill(&mut pane, &["Sara", "own", "+Ellis", "protect"]);
    let text = stage.picture(&pane, 78, 30);
    assert!(text.contains("lawful basis (from the profile, not chosen by anybody)"), "{text}");
}

#[test]
fn what_is_written_takes_the_place_of_what_was_on_record() {
    let stage = Stage::new();
    let mut pane = pane(&stage);
    stage.fill(&mut pane, &["Sara", "holder"]);
    let text = stage.picture(&pane, 78, 30);
    assert!(text.contains("birth certificate") && text.contains("writing replaces it"), "{text}");
    assert!(!stage.with(|_| pane.sheets.open().writes("how_known")));
    stage.fill(&mut pane, &["the court's order, seen"]);
    assert_eq!(pane.sheets.open().text("how_known"), "the court's order, seen");
}

#[test]
fn half_typed_text_comes_back() {
    let stage = Stage::new();
    let mut first = pane(&stage);
    stage.fill(&mut first, &["Sara", "holder"]);
    stage.press(&mut first, KeyCode::End, KeyModifiers::NONE);
    stage.fill(&mut first, &[", seen", "+Ellis"]);
    stage.write(&mut first, "prot");
    let half = first.half_typed().unwrap();
    let mut again = pane(&stage);
    stage.with(|view| again.restore(&half.body, view));
    stage.sync(&mut again);
    assert_eq!(again.sheets.open().text("how_known"), "birth certificate, seen");
    assert_eq!(again.half_typed().unwrap().body, half.body);
}

#[test]
fn nothing_printable_does_anything() {
    let mut stage = Stage::new();
    stage.act(asked(SARA, Answer::Agreed));
    let mut pane = pane(&stage);
    for chord in [None, Some('g'), Some('n')] {
        if let Some(c) = chord {
            stage.alt(&mut pane, c);
        }
        for _ in 0..10 {
            stage.every_printable_key(&mut pane);
            stage.press(&mut pane, KeyCode::BackTab, KeyModifiers::NONE);
        }
    }
}

#[test]
fn it_fits_small_and_large() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    for (width, height) in [(1, 1), (5, 3), (20, 8), (46, 16), (78, 30), (110, 50)] {
        stage.picture(&pane, width, height);
    }
    stage.act(asked(SARA, Answer::NotAsked { why: "he would move them tonight".into() }));
    stage.act(asked(DEAN, Answer::Refused));
    stage.sync(&mut pane);
    stage.press(&mut pane, KeyCode::Up, KeyModifiers::ALT);
    let small = stage.picture(&pane, 46, 16);
    assert!(small.contains("▸ 14:02 ✗ refused"), "{small}");
    stage.fill(&mut pane, &["Sara", "holder", "", "+Ellis", "protect"]);
    for (width, height) in [(78, 30), (46, 16)] {
        assert!(stage.picture(&pane, width, height).contains("A NEW ROW"));
    }
    assert!(stage.picture(&pane, 78, 30).contains("save"));
}

#[test]
fn what_was_entered_by_mistake_stays_and_says_so() {
    let mut stage = Stage::new();
    stage.act(asked(SARA, Answer::Agreed));
    stage.act(asked(DEAN, Answer::Refused));
    stage.act(agreement::Command::GoOn(agreement::WentOn {
        children: vec![ELLIS],
        purpose: PurposeId::from("protection"),
        agencies: vec!["police".into()],
        why: "she has them".into(),
    }));
    stage.act(share::Command::Record(share::Sharing {
        children: vec![ELLIS],
        agency: "police".into(),
        purpose: PurposeId::from("protection"),
        what: "the address".into(),
        direction: share::Direction::Told,
    }));
    let mut pane = pane(&stage);
    // Nothing is picked: it says how to pick.
    let say = stage.alt(&mut pane, 'y');
    assert!(matches!(&say[..], [Say::Tell(_)]) && pane.sheets.slot() == ROW);
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("WHAT WAS SHARED AND ASKED") && text.contains("with agreement"), "{text}");
    let mistake = |stage: &mut Stage, pane: &mut AgreementPane, why: &str| {
        stage.press(pane, KeyCode::Up, KeyModifiers::ALT);
        stage.alt(pane, 'y');
        let say = stage.ctrl(pane, 's');
        assert!(!say.iter().any(|say| matches!(say, Say::Act { .. })), "a mistake without a reason");
        stage.write(pane, why);
        let half = pane.half_typed().unwrap();
        let mut again = AgreementPane::default();
        stage.with(|view| again.restore(&half.body, view));
        assert_eq!(again.half_typed().map(|half| half.body), Some(half.body));
        let say = stage.ctrl(pane, 's');
        stage.carry_out(pane, say);
        assert!(pane.half_typed().is_none() && pane.sheets.slot() == ROW);
    };
    mistake(&mut stage, &mut pane, "nobody answered the telephone");
    assert!(stage.contact.shares[0].mistake.is_some());
    mistake(&mut stage, &mut pane, "that was another family");
    assert!(stage.contact.agreements.going_on[0].mistake.is_some());
    mistake(&mut stage, &mut pane, "he was asked about the school");
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("– entered by mistake (14:02 A. Okoro): he was asked about the school"), "{text}");
    assert!(!text.contains("SPLIT"), "{text}");
    // It is said once.
    let say = stage.alt(&mut pane, 'y');
    assert!(matches!(&say[..], [Say::Tell(_)]));
    stage.every_printable_key(&mut pane);
}

#[test]
fn how_we_know_and_whether_the_caller_asked_before_are_covered_with_who_reported() {
    use crate::domain::{contact::call::Command as Call, value::Value};
    let mut stage = Stage::new();
    stage.act(asked(SARA, Answer::Agreed));
    let why = Value::Text("the head would be known at once".to_owned());
    stage.act(Call::Answer { field: "contract.consent_why".into(), value: why });
    let asked = Value::Choice("exceptional".to_owned());
    stage.act(Call::Answer { field: "contract.consent_asked".into(), value: asked });
    let mut pane = pane(&stage);
    stage.press(&mut pane, KeyCode::Up, KeyModifiers::ALT);
    let told = ["how we know: birth certificate", "the head would be known", "asking could put"];
    let open = stage.picture(&pane, 110, 60);
    assert!(told.iter().all(|words| open.contains(words)), "{open}");
    stage.covered = true;
    let covered = stage.picture(&pane, 110, 60);
    assert!(!told.iter().any(|words| covered.contains(words)), "{covered}");
    assert!(covered.contains("how we know: ▒▒▒ covered"), "{covered}");
    // Nor is it asked in sight of a parent whether whoever rang had asked them.
    assert!(open.contains("Did the caller ask") && !covered.contains("caller ask"), "{covered}");
}
