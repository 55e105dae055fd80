//! A ground and a route that wait, agreed to by telephone: the form at 80 by 24, and what is shown of it.

use super::*;
use crate::domain::{
    contact::oversight::{Answered, Command, Follows, OfTwo, Proof, read_out_of_two},
    ids::GroundNo,
};

const WORDS: &str = "Two bruises of that shape are reason enough for an enquiry tonight.";

/// Proposes Section 47 as the worker.
fn proposed(stage: &mut Stage, pane: &mut OversightPane) {
    stage.fill(pane, &["Section 47", "+Ellis", "bruises on both arms, seen by the nurse", "+Police"]);
    let say = stage.ctrl(pane, 's');
    stage.carry_out(pane, say);
}

/// Carries out what the desk would: the word, with nothing but the voice.
fn taken_down(stage: &mut Stage, of: OfTwo) {
    let manager = stage.desk.calling.authorisers()[0].0;
    let read_out = stage.with(|view| read_out_of_two(view.contact, of, &view.context()));
    let (began, words, follows) = (stage.now, WORDS.to_owned(), Follows::default());
    let answered = Answered { manager, began, read_out, agree: true, words, follows };
    let (proof, no_device) = (Proof::Nothing, "it is at the office".to_owned());
    stage.act(Command::TakeDown { of, answered, proof, no_device });
}

#[test]
fn the_call_about_a_ground_fits_a_small_screen() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    proposed(&mut stage, &mut worker);
    let of = OfTwo::Ground(GroundNo(1));
    assert!(stage.picture(&worker, 80, 24).contains("☎ ring       R. Shah, 07700 900103, CRS manager"));
    stage.alt(&mut worker, 'p');
    assert_eq!(worker.writing, Writing::Agreeing(of));
    let text = stage.picture(&worker, 80, 24);
    assert!(text.contains("READ THIS OUT") && text.contains("whom"), "{text}");
    stage.fill(&mut worker, &["Shah", "", "yes", WORDS, "voice"]);
    assert_eq!(worker.sheet().text("rung"), "14:02", "written down when whom was chosen");
    // Nothing goes while something needed is missing.
    assert!(stage.ctrl(&mut worker, 's').iter().all(|say| matches!(say, Say::Changed)));
    stage.fill(&mut worker, &["it is at the office"]);
    let half = worker.half_typed().unwrap();
    let mut again = OversightPane::default();
    stage.with(|view| again.restore(&half.body, view));
    stage.sync(&mut again);
    assert_eq!(again.writing, Writing::Agreeing(of));
    let say = stage.ctrl(&mut again, 's');
    let Some(Say::Confirm { lines, then, .. }) = say.into_iter().last() else { panic!() };
    assert!(lines[1].starts_with("Weakest: nothing but the voice"), "{lines:?}");
    assert!(matches!(*then, Say::TakeDown { .. }));
    // The worker's own words again are refused in the form, before anybody is asked.
    let mut copied = OversightPane::default();
    stage.sync(&mut copied);
    stage.alt(&mut copied, 'p');
    stage.fill(&mut copied, &["Shah", "", "yes", "bruises on both arms, seen by the nurse"]);
    stage.fill(&mut copied, &["voice", "it is at the office"]);
    assert!(stage.ctrl(&mut copied, 's').iter().all(|say| !matches!(say, Say::Confirm { .. })));
    // It counts at once, and says everywhere how it was given.
    taken_down(&mut stage, of);
    stage.sync(&mut again);
    let text = stage.picture(&again, 80, 24);
    assert!(text.contains("by telephone, unconfirmed"), "{text}");
    // The manager signs for it at their own console, or says that it was never said.
    stage.sign_in(1);
    let mut manager = pane(&stage);
    let text = stage.picture(&manager, 80, 24);
    assert!(text.contains("SAID TO BE YOUR WORD") && text.contains("Alt+a confirm"), "{text}");
    stage.fill(&mut manager, &["nobody rang me"]);
    assert!(stage.alt(&mut manager, 'a').iter().all(|say| !matches!(say, Say::Confirm { .. })));
    let say = stage.alt(&mut manager, 'k');
    let told = stage.carry_out(&mut manager, say).join("\n");
    assert!(told.contains("the head of service is told"), "{told}");
    assert_eq!(stage.contact.oversight.grounds[0].state, GroundState::Waits);
    let text = stage.picture(&pane(&stage), 110, 50);
    assert!(text.contains("tell the head of service"), "{text}");
}

#[test]
fn a_route_is_rung_about_too_and_nobody_rings_for_what_they_may_decide() {
    let mut stage = stage();
    let letter = OutcomeLetter('S');
    stage.act(route::Command::Open { letter, children: vec![ELLIS] });
    stage.act(route::Command::decide(RouteNo(1), "she cannot keep them apart"));
    let mut worker = pane(&stage);
    assert!(stage.picture(&worker, 80, 24).contains("Alt+p ring the manager"));
    stage.alt(&mut worker, 'p');
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("Family Safeguarding") && text.contains("she cannot keep them apart"), "{text}");
    taken_down(&mut stage, OfTwo::Route(RouteNo(1)));
    assert!(stage.contact.routes.list[0].second.is_some());
    stage.sync(&mut worker);
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("word on S Family Safeguarding") && text.contains("dictated only"), "{text}");
    stage.act(route::Command::Open { letter, children: vec![TOM] });
    stage.act(route::Command::decide(RouteNo(2), "nor him"));
    stage.sign_in(1);
    let mut manager = OversightPane::default();
    stage.sync(&mut manager);
    stage.with(|view| manager.select(Item::Route(RouteNo(2)), view));
    let say = stage.alt(&mut manager, 'p');
    assert!(matches!(&say[..], [Say::Tell(_)]), "whoever may decide it here is not rung");
}

#[test]
fn after_a_word_the_next_that_waits_is_gone_to_wherever_it_stands() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    for child in ["+Ellis", "+Tom"] {
        stage.alt(&mut worker, 'n');
        stage.sync(&mut worker);
        let reason = "bruises on both arms, seen by the nurse";
        stage.fill(&mut worker, &["Section 47", child, reason, "+Police"]);
        let say = stage.ctrl(&mut worker, 's');
        stage.carry_out(&mut worker, say);
    }
    let (first, second) = (Item::Ground(GroundNo(1)), Item::Ground(GroundNo(2)));
    stage.sign_in(1);
    let mut manager = pane(&stage);
    // The last in the list first: what waits stands above it.
    let below = *manager.items.last().unwrap();
    let other = if below == first { second } else { first };
    for (item, said) in [(below, "Alt+↓ goes to what waits for you next"), (other, "Nothing else here waits")]
    {
        if manager.cursor != Some(item) {
            stage.with(|view| manager.select(item, view));
        }
        stage.fill(&mut manager, &["Two bruises of that shape are reason enough for an enquiry today."]);
        let say = stage.alt(&mut manager, 'a');
        stage.carry_out(&mut manager, say);
        let text = stage.picture(&manager, 110, 50);
        assert!(text.contains(said), "{text}");
        stage.press(&mut manager, KeyCode::Down, KeyModifiers::ALT);
        assert!(item == other || manager.writing == Writing::Deciding(other), "{:?}", manager.writing);
    }
}

#[test]
fn why_each_agency_is_asked_in_the_order_in_which_they_were_chosen() {
    let stage = stage();
    let mut pane = pane(&stage);
    stage.fill(&mut pane, &["override"]);
    pane.sheets.open_mut().focus("override.with");
    stage.fill(&mut pane, &["+Health+Police"]);
    let labels: Vec<&str> = pane.sheet().fields().iter().map(|field| field.label.as_str()).collect();
    let at = |label: &str| labels.iter().position(|known| *known == label);
    assert!(at("why Health").is_some() && at("why Health") < at("why Police"), "{labels:?}");
}
