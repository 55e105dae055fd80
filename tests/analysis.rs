//! The second name under an analysis of two: how it reaches whoever is named, and what they do about it at their console.

use dutydesk::{
    desk::proof::Projections,
    domain::contact::{Context, oversight::Deed},
    exchange::contact_text,
};

use crate::common::console::{Console, Practice};

/// A Tuesday evening, when the Emergency Duty Team is on.
const EVENING: &str = "2026-11-24T20:00:00Z";

fn practice() -> Practice {
    let practice = Practice::new(3);
    practice.clock.set(EVENING.parse().unwrap());
    practice
}

/// Opens a new contact and writes an analysis in it with P. Lindqvist.
fn analysed(practice: &Practice) -> Console {
    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("n").sees("talking 0 min");
    bello.press("<f3>child<tab>Ada Quill<tab><tab>6<c-s>").sees("1 child");
    bello.press("<f12><a-down><a-down><a-down>").sees("With (on call)");
    bello.press("Lindqvist<tab>A burn without an account.<tab>They stay together.<c-s>");
    bello.sees("named, not confirmed: P. Lindqvist; by T.");
    bello
}

/// Gives the record as text.
fn shown(console: &Console) -> String {
    let contact = console.contact("C-1842");
    let desk = console.desk.borrow();
    let (book, actor) = (desk.book(), desk.actor().unwrap());
    let cx = Context { now: desk.now(), actor, policy: &book.policy, duty: &book.duty };
    contact_text::text(&contact, &book.state, &cx)
}

#[test]
fn the_second_finds_it_on_their_first_screen_and_signs_at_their_own_console() {
    let practice = practice();
    let mut bello = analysed(&practice);
    bello.press("<f6>").sees("P. Lindqvist signs by tomorrow 17:00");
    // Whoever wrote it cannot sign for the other, whatever they write; to a colleague it says whose word is waited for.
    let mut marsh = practice.console("L. Marsh", 120, 40);
    marsh.press("/Ada<enter>").sees("Ada Quill");
    marsh.press("<esc>");
    while !marsh.text().contains("─ C-1842 ─") {
        marsh.press("j");
    }
    marsh.sees("P. Lindqvist is named, not confirmed");
    // The manager is told in the header, finds it in their lane, and what waits is what opens.
    let mut manager = practice.console("P. Lindqvist", 120, 40);
    manager.sees("1 of your words to sign");
    manager.press("6");
    while !manager.text().contains("─ C-1842 ─") {
        manager.press("j");
    }
    manager.sees("named with you, an analysis of two");
    insta::assert_snapshot!("analysis_queue_120x40", manager.stage.snapshot());
    manager.press("<enter>").sees("T. Bello names you as the second");
    insta::assert_snapshot!("analysis_named_120x40", manager.stage.snapshot());
    manager.press("<a-a>").sees("Confirm the analysis as yours").sees("A burn without an account.");
    // A wrong passphrase leaves the box where it is, and empty: the next try lands in no field.
    manager.press("<c-s>").sees("Your passphrase").sees("● saved").press("guess<enter>");
    manager.sees("Your passphrase, to sign this decision").sees("that is not your passphrase");
    manager.press("practice<enter>").sees("confirmed");
    assert!(!manager.text().contains("Your passphrase"), "{}", manager.text());
    bello.refresh().press("<f12>").sees("T. Bello and P. Lindqvist");
    assert!(!manager.refresh().text().contains("of your words to sign"), "{}", manager.text());
    assert_eq!(bello.desk.borrow_mut().compare().unwrap(), Projections::Equal);
}

#[test]
fn what_was_named_wrongly_is_corrected_or_disowned() {
    let practice = practice();
    let mut bello = analysed(&practice);
    let mut manager = practice.console("P. Lindqvist", 80, 24);
    manager.press("6/Ada<enter>").sees("names you as the second");
    insta::assert_snapshot!("analysis_named_80x24", manager.stage.snapshot());
    manager.press("<a-k>").sees("Nothing was decided").press("<enter>");
    manager.write("Nobody rang me that night.").press("<a-k>").sees("Disown the analysis");
    manager.press("<c-s>practice<enter>").sees("disowned");
    // It has to be told to the head of service, and the record keeps what was written and what was said of it.
    bello.refresh().press("<f6>").sees("tell the head of service");
    insta::assert_snapshot!("analysis_disowned_120x40", bello.stage.snapshot());
    let shown = shown(&bello);
    for said in ["disowned", "Nobody rang me that night.", "What was written", "A burn without an account."] {
        assert!(shown.contains(said), "{said} in: {shown}");
    }
    let mut head = practice.console("H. Osei", 120, 40);
    head.sees("1 WORD OF A MANAGER DISOWNED");
    assert_eq!(head.desk.borrow_mut().compare().unwrap(), Projections::Equal);
}

#[test]
fn who_tries_to_sign_for_another_is_on_the_record() {
    use dutydesk::{
        desk::{Request, protocol::Act},
        domain::{
            contact::night::{Command, SecondSays},
            ids::AnalysisNo,
        },
    };
    let practice = practice();
    let bello = analysed(&practice);
    let contact = bello.contact("C-1842");
    let mut other = practice.console("L. Marsh", 80, 24);
    let command = Command::SignAnalysis { no: AnalysisNo(1), says: SecondSays::Mine };
    let act = Act {
        tag: 1,
        contact: contact.id,
        command: command.into(),
        seen: contact.version,
        event: None,
        step_up: Some("practice".to_owned().into()),
    };
    let refused = other.desk.borrow_mut().answer(Request::Act(Box::new(act))).unwrap_err();
    assert!(refused.to_string().contains("Only whoever is named as the second signs"), "{refused}");
    let after = other.desk.borrow().contact(contact.reference).unwrap();
    let tried = after.oversight.tried.last().unwrap();
    assert_eq!((tried.refused.deed, tried.refused.code.as_str()), (Deed::Confirm, "NotTheirWord"));
    assert_eq!(tried.refused.words(), "tried to sign for analysis 1; refused: not their word");
    assert!(after.analysis(AnalysisNo(1)).unwrap().is_only_named());
    other.refresh();
}
