//! What the journal keeps of looking where searches follow each other, where it cannot be written, and where the console locks.

use dutydesk::{
    desk::{Answer, Request},
    domain::{
        contact::family::{self, Details, Kind},
        looked,
    },
    store::secret::practice,
};

use crate::roles::tries::{Bench, Ready};

/// A contact in which a child of this name stands too.
fn with_a_child(bench: &mut Bench, name: &str) -> Ready {
    let (ready, okoro) = (bench.contact(), bench.okoro.clone());
    let details = Details { name: Some(name.to_owned()), ..Details::of(Kind::Child) };
    bench.does(ready, &okoro, &[family::Command::Add(details).into()]);
    ready
}

fn find(bench: &mut Bench, text: &str) -> Vec<Answer> {
    bench.desk.handle(Request::Find { text: text.to_owned(), ticket: 1 })
}

fn looks(bench: &Bench) -> Vec<looked::Event> {
    let entries = bench.desk.store().after(0, usize::MAX).unwrap();
    let looks = entries.iter().filter(|entry| entry.kind.starts_with("looked."));
    looks.map(|entry| looked::Event::read(&entry.kind, &entry.body).unwrap()).collect()
}

fn searches(bench: &Bench) -> Vec<looked::Searched> {
    let searched = |look| match look {
        looked::Event::Searched(searched) => Some(searched),
        _ => None,
    };
    looks(bench).into_iter().filter_map(searched).collect()
}

#[test]
fn what_a_search_showed_on_the_way_is_in_it() {
    let mut bench = Bench::new();
    let (quill, quist) = (with_a_child(&mut bench, "Ada Quill"), with_a_child(&mut bench, "Ben Quist"));
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    for typed in ["Qui", "Quil", "Quill"] {
        find(&mut bench, typed);
    }
    bench.desk.idle();
    let searches = searches(&bench);
    assert_eq!(searches.len(), 1);
    assert_eq!(searches[0].text, "Quill");
    assert!(searches[0].found.contains(&quill.reference) && searches[0].found.contains(&quist.reference));
}

#[test]
fn a_search_for_something_else_is_one_of_its_own() {
    let mut bench = Bench::new();
    with_a_child(&mut bench, "Ada Quill");
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    for typed in ["Quill", "Ellis"] {
        find(&mut bench, typed);
    }
    bench.desk.idle();
    let texts: Vec<_> = searches(&bench).into_iter().map(|searched| searched.text).collect();
    assert_eq!(texts, ["Quill", "Ellis"]);
}

#[test]
fn what_was_shown_is_journalled_before_the_lock() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    find(&mut bench, "Ellis");
    assert!(searches(&bench).is_empty(), "it may go on");
    bench.desk.handle(Request::Lock);
    assert!(searches(&bench)[0].found.contains(&ready.reference));
}

#[test]
fn a_look_that_cannot_be_journalled_is_told_and_tried_again() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    bench.desk.settle();
    let folder = bench.desk.store().folder().clone();
    let key = practice::read(&folder).unwrap().data;
    bench.desk.handle(Request::Open(ready.id));
    // Another program has the file to itself.
    let other = rusqlite::Connection::open(folder.database()).unwrap();
    other.execute_batch(&key.sqlcipher_pragma()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answers = bench.desk.handle(Request::Refresh);
    let told = |answer: &Answer| matches!(answer, Answer::Failed { words, .. } if words.starts_with("That you looked could not be journalled"));
    assert!(answers.iter().any(told), "{answers:?}");
    let opened =
        |bench: &Bench| looks(bench).iter().filter(|look| matches!(look, looked::Event::Opened(_))).count();
    assert_eq!(opened(&bench), 0);
    other.execute_batch("ROLLBACK").unwrap();
    bench.desk.handle(Request::Refresh);
    assert_eq!(opened(&bench), 1);
}
