//! Who must not be told, as another contact says.

use super::*;

#[test]
fn who_must_not_be_told_there_is_marked_on_the_list_and_on_the_sheet_of_the_day() {
    let mut bench = Bench::new();
    let okoro = bench.okoro.clone();
    let earlier = take(&mut bench, neighbour(), true);
    let later = take(&mut bench, Caller { number: None, ..neighbour() }, true);
    let other = take(&mut bench, Caller { number: None, ..neighbour() }, false);
    let promised = Promised {
        what: "say how it went".to_owned(),
        to: "the school".to_owned(),
        person: None,
        ring_back: false,
        owner: Owner::Staff(okoro.person),
        by: bench.desk.now() + TimeDelta::hours(1),
        agreed_with: "the school".to_owned(),
    };
    bench.does(later, &okoro, &[telling::Command::Promise(promised).into()]);
    let said = |bench: &mut Bench, of: Ready| {
        bench.desk.sign_in_for_practice("A. Okoro").unwrap();
        let rows = bench.desk.list_out(Lane::All, false).unwrap();
        let row = rows.into_iter().find(|row| row.reference == Some(of.reference)).unwrap();
        let sheet = bench.desk.day().unwrap();
        let mut lines = sheet.people.iter().flat_map(|person| &person.promises);
        let line = lines.find(|line| line.contact == of.id).map(|line| line.beside.clone());
        assert!(line.is_none_or(|line| line == row.beside));
        row.beside
    };
    assert!(said(&mut bench, later).is_empty());
    let Recipient::Person(mother) = MOTHER else { panic!() };
    let telling = family::Telling {
        not_to_be_told: true,
        ring: Some(YesNo::No),
        why: "he reads her post".to_owned(),
        ..Default::default()
    };
    bench.does(earlier, &okoro, &[family::Command::SetTelling { person: mother, telling }.into()]);
    let mark = format!(": not to be told; not safe to ring (as {} says)", earlier.reference);
    // The same child is named in both, and then they are attached.
    for attached in [false, true] {
        if attached {
            attach(&mut bench, later, earlier);
        }
        let marks = said(&mut bench, later);
        assert!(marks.len() == 1 && marks[0].starts_with("✗ ") && marks[0].ends_with(&mark), "{marks:?}");
        assert!(said(&mut bench, other).is_empty() && said(&mut bench, earlier).is_empty());
    }
    // Whoever has the paper in their hand reads it there.
    let (rows, now) = (bench.desk.list_out(Lane::All, false).unwrap(), bench.desk.now());
    let view = bench.desk.view();
    let list = list_json::text(&rows, &view.book.state, now);
    let sheet = bench.desk.day().unwrap();
    let day = day::text(&sheet, &view.book.state, &view.calling, false);
    assert!(list.contains(&mark) && day.contains(&mark), "{list}{day}");
    assert!(!list.contains("her post") && !day.contains("her post"), "why stands in the contact");
    // What is closed to whoever looks says nothing.
    bench.restrict(later, &[], &[]);
    bench.desk.sign_in_for_practice("T. Bello").unwrap();
    let rows = bench.desk.lane(Lane::All, 100).unwrap();
    assert!(rows.iter().all(|row| row.beside.is_empty() && (row.seal.is_none() || !row.attached)));
}

#[test]
fn who_must_not_be_told_there_is_marked_here_and_gets_no_letter() {
    let mut bench = Bench::new();
    let earlier = take(&mut bench, neighbour(), true);
    let later = take(&mut bench, Caller { number: None, ..neighbour() }, true);
    let elsewhere = |bench: &mut Bench| -> Vec<String> {
        bench.desk.sign_in_for_practice("A. Okoro").unwrap();
        let answers = bench.desk.answer(Request::Open(later.id)).unwrap();
        let view = answers.iter().find_map(|answer| match answer {
            Answer::Contact(view) => Some(view),
            _ => None,
        });
        view.unwrap().elsewhere.iter().map(dutydesk::domain::contact::marked::Elsewhere::brief).collect()
    };
    assert!(elsewhere(&mut bench).is_empty());
    let Recipient::Person(mother) = MOTHER else { panic!() };
    let telling =
        family::Telling { not_to_be_told: true, why: "he reads her post".to_owned(), ..Default::default() };
    let okoro = bench.okoro.clone();
    bench.does(earlier, &okoro, &[family::Command::SetTelling { person: mother, telling }.into()]);
    let said = format!("✗ not to be told in {}", earlier.reference);
    assert_eq!(elsewhere(&mut bench), std::slice::from_ref(&said));
    assert_eq!(tries_to(&mut bench, later, letter("We have spoken.")), Err("NotToBeTold"));
    attach(&mut bench, later, earlier);
    assert_eq!(elsewhere(&mut bench), [said]);
    assert_eq!(tries_to(&mut bench, later, letter("We have spoken.")), Err("NotToBeTold"));
    // A record that is closed to whoever writes counts, and is not called by its reference.
    let restricted = Restricted {
        kind: Kind::Other,
        why: "the family is known in the street".to_owned(),
        named: vec![okoro.person],
        family_of: vec![],
    };
    let other = take(&mut bench, Caller { number: None, ..neighbour() }, true);
    bench.does(earlier, &okoro, &[access::Command::Restrict(restricted).into()]);
    bench.desk.sign_in_for_practice("T. Bello").unwrap();
    let act = Act {
        tag: 1,
        contact: other.id,
        command: letter("We have spoken.").into(),
        seen: u64::MAX,
        event: None,
        step_up: None,
    };
    let refused = bench.desk.answer(Request::Act(Box::new(act))).unwrap_err().to_string();
    assert!(refused.contains("not to be told in a restricted record"), "{refused}");
    assert!(!refused.contains(&earlier.reference.to_string()), "{refused}");
}

#[test]
fn whoever_is_chosen_for_a_letter_or_a_promise_is_marked_by_the_other_contact() {
    let practice = Practice::new(0);
    let (mut first, mut second) =
        (practice.console("A. Okoro", 120, 40), practice.console("T. Bello", 120, 40));
    let family = |console: &mut crate::common::console::Console, surname: &str| {
        console.press("n<f3>").write("child").press("<tab>").write("Ada Quill").press("<tab>about 6<c-s>");
        console.press("<a-n>").write("parent").press("<tab>").write(surname).press("<c-s>");
    };
    family(&mut first, "Rob Quill");
    first.press("<a-w><a-down>yes<tab><tab><tab>he has threatened her<c-s>").sees("✗ nothing");
    family(&mut second, "Rob Quill");
    second.press("<a-w><a-down>").sees("✗ not to be told in C-1: he has threatened her");
    second.press("<f9>").write("Rob").sees("✗ not to be told in C-1");
    second.press("<f8>").write("say how it goes").press("<tab>").write("Mr R. Quill").press("<tab>");
    second.sees("✗ Rob Quill: not to be told in C-1 (Alt+w).");
}
