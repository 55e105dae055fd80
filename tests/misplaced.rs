//! A note that was written in the wrong record: it stays there, marked, and stands in the right one too.

use dutydesk::{
    desk::{DeskError, Request},
    domain::{contact::call, ids::NoteNo},
};

use crate::{
    common::console::Practice,
    roles::tries::{self, Bench, Ready},
};

#[test]
fn a_note_of_the_other_call_is_marked_here_and_written_there_with_its_time_and_who_wrote_it() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    console.press("n").sees("talking 0 min").write("the van was white").press("<enter>");
    console.press("<esc><esc>n<c-s>").sees("talking 0 min").write("he is at his aunt's").press("<enter>");
    console.press("<a-i>").write("prof").press("<enter>").write("Ms Lowe").press("<enter><f3>");
    console
        .write("child")
        .press("<enter>")
        .write("Ellis Brook")
        .press("<enter>")
        .write("about 6")
        .press("<c-s>")
        .sees("1 child");
    console.press("<esc><esc>/C-1<enter>").sees("the van was white");
    // The box that corrects a note says where it belongs; without a reason nothing is done.
    console.press("<a-y><s-tab>").write("C-2").press("<c-s>").sees("Say why it is corrected");
    console.write("two calls ran").press("<c-s>").sees("Does this note belong in C-2?");
    // Whose record it is, and of which day, is seen before; who rang is covered: somebody may listen in this call.
    console.sees("C-2, taken Tue 24 Nov 14:07").sees("Children: Ellis Brook (about 6)").sees("Who rang: ▒▒▒");
    console.press("<c-s>").sees("[WRONG RECORD, it belongs in C-2]");
    let wrong = console.contact("C-1").call.notes.remove(0);
    let right = console.contact("C-2").call.notes.remove(1);
    let (misplaced, from) = (wrong.misplaced.unwrap(), right.from.unwrap());
    assert_eq!((misplaced.reference.to_string(), &*misplaced.why), ("C-2".to_owned(), "two calls ran"));
    assert_eq!(
        (from.reference.to_string(), from.note, from.at, from.by),
        ("C-1".into(), NoteNo(1), wrong.at, wrong.by)
    );
    assert_eq!((&*wrong.text, &*right.text), ("the van was white", "the van was white"));
    assert_eq!((right.happened, right.later), (Some(wrong.at), false));
    // The queue no longer tells this family's line by words about another, and nothing half-written is left.
    assert!(console.contact("C-1").row().preview.iter().all(|line| !line.contains("white")));
    console.press("<esc><esc>/C-2<enter>").sees("[by A. Okoro 14:07 in C-1, the wrong record]");
    assert!(!console.text().contains("[written later]"), "{}", console.text());
}

#[test]
fn a_note_that_was_moved_is_written_later_only_where_it_was_in_its_first_place() {
    let mut bench = Bench::new();
    let [wrong, right, third] = std::array::from_fn(|_| bench.contact());
    let okoro = bench.okoro.clone();
    // The call of each has ended: it is written later there, and stays so wherever it goes.
    bench.does(wrong, &okoro, &[tries::note("the van was white").into()]);
    let last =
        |bench: &mut Bench, of: Ready| bench.desk.contact(of.reference).unwrap().call.notes.pop().unwrap();
    let first = last(&mut bench, wrong);
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    let mut note = first.clone();
    for (from, to) in [(wrong, right), (right, third)] {
        let why = "two calls ran".to_owned();
        let moves = Request::MoveNote { contact: from.id, note: note.no, to: to.reference, why };
        bench.desk.answer(moves).unwrap();
        note = last(&mut bench, to);
        let known = note.from.clone().unwrap();
        assert!(note.later && known.later);
        // Moved once more, it is still theirs who wrote it, and of when they did.
        assert_eq!((known.at, known.by, note.happened), (first.at, first.by, Some(first.at)));
    }
    // What was moved before that was kept stays marked as it was.
    let mut old = serde_json::to_value(note.from.unwrap()).unwrap();
    old.as_object_mut().unwrap().remove("later");
    assert!(serde_json::from_value::<call::TakenFrom>(old).unwrap().later);
}

#[test]
fn it_goes_to_no_record_that_is_closed_to_whoever_moves_it_and_not_twice() {
    let mut bench = Bench::new();
    let (wrong, right) = (bench.contact(), bench.contact());
    let okoro = bench.okoro.clone();
    let note = call::NewNote {
        text: "the van was white".to_owned(),
        mark: None,
        happened: None,
        typed: None,
        child: None,
        stage: dutydesk::domain::policy::script::StageNo(4),
    };
    bench.does(wrong, &okoro, &[call::Command::Write(note).into()]);
    let no = bench.desk.contact(wrong.reference).unwrap().call.notes.last().unwrap().no;
    let moves = |bench: &mut Bench, why: &str| {
        bench.desk.sign_in_for_practice("l.marsh").unwrap();
        let request =
            Request::MoveNote { contact: wrong.id, note: no, to: right.reference, why: why.to_owned() };
        match bench.desk.answer(request) {
            Ok(_) => Ok(()),
            Err(DeskError::Refused(refusal)) => Err(refusal.code),
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(moves(&mut bench, " "), Err("ReasonNeeded"));
    bench.restrict(right, &[], &[]);
    assert!(moves(&mut bench, "two calls ran").is_err());
    let stands = |bench: &mut Bench| {
        bench.desk.contact(wrong.reference).unwrap().call.notes.last().unwrap().misplaced.is_some()
    };
    assert!(!stands(&mut bench), "neither record is changed alone");
    bench.unrestrict(right);
    assert_eq!(moves(&mut bench, "two calls ran"), Ok(()));
    assert!(stands(&mut bench));
    assert_eq!(moves(&mut bench, "two calls ran"), Err("MisplacedAlready"));
}
