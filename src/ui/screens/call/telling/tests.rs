use super::*;
use crate::{domain::contact::family::Details, ui::screens::call::family::fixture::Bench};

fn bench() -> Bench<TellingPane> {
    let mut bench = Bench::new();
    for (kind, name) in
        [(Kind::Child, "Ellis Brook"), (Kind::Parent, "Dana Brook"), (Kind::Parent, "Rob Tanner")]
    {
        let details = Details { name: Some(name.into()), ..Details::of(kind) };
        bench.act(Command::Add(details)).unwrap();
    }
    bench
}

#[test]
fn who_must_not_be_told_is_said_with_why_and_until_when() {
    let mut bench = bench();
    bench.press("<a-down><a-down>yes<tab><tab>where they live<c-s>");
    assert_eq!(bench.contact.family.people[2].telling, Telling::default());
    let text = bench.text(78, 30);
    assert!(text.contains("Say why they must not be told") && text.contains("where they live"), "{text}");
    bench.press("<tab>he has threatened her<tab>Fri 12:00<tab>no<tab>no<tab>no<tab>not<c-s>");
    let telling = &bench.contact.family.people[2].telling;
    assert!(telling.not_to_be_told);
    assert_eq!(
        (telling.must_not.as_str(), telling.why.as_str()),
        ("where they live", "he has threatened her")
    );
    assert_eq!(telling.until.map(|until| until.to_rfc3339()).as_deref(), Some("2026-11-27T12:00:00+00:00"));
    assert_eq!((telling.ring, telling.write), (Some(YesNo::No), Some(YesNo::Unknown)));
    // Saved again as it stands, nothing changes: the end reads back as the same.
    let before = bench.contact.version;
    bench.press("<c-s>");
    assert_eq!(bench.contact.version, before);
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn when_and_how_it_is_safe_stands_with_the_person_and_in_the_table() {
    let mut bench = bench();
    bench.press("<a-down>no<tab><tab><tab><tab><tab>yes<tab><tab><tab><tab>only before 3, on Tuesdays<c-s>");
    let telling = &bench.contact.family.people[1].telling;
    assert_eq!((telling.ring, telling.how.as_str()), (Some(YesNo::Yes), "only before 3, on Tuesdays"));
    let text = bench.text(110, 50);
    assert!(text.contains("☎ only before 3, on Tuesdays"), "{text}");
    let before = bench.contact.version;
    bench.press("<c-s>");
    assert_eq!(bench.contact.version, before);
}

#[test]
fn nothing_is_said_of_anybody_beforehand() {
    let mut bench = bench();
    for _ in 0..3 {
        assert!(bench.pane.sheets.open().fields().iter().all(Field::is_blank));
        bench.press("<a-down>");
    }
}

#[test]
fn what_is_half_typed_stays_with_its_person() {
    let mut bench = bench();
    bench.press("<a-down><tab>that Ellis is safe<a-down>");
    assert_eq!(bench.pane.sheets.open().text(MAY), "");
    bench.press("<tab><tab><tab><tab>yesterday<tab>");
    assert!(bench.text(78, 30).contains("That cannot be read as a time"));
    bench.killed();
    assert_eq!(bench.pane.open(), PersonNo(3));
    bench.press("<a-up><c-s>");
    assert_eq!(bench.contact.family.people[1].telling.may, "that Ellis is safe");
}

#[test]
fn it_reads_well() {
    let mut bench = bench();
    bench.press("<a-down>no<tab>that Ellis is safe<tab><tab><tab><tab>yes<tab>yes<tab>no<tab>not<c-s>");
    bench.press(
        "<a-down>yes<tab><tab>where they live<tab>threats<tab>Fri 12:00<tab>no<tab>no<tab>no<tab>no<c-s>",
    );
    for (width, height) in [(78, 30), (46, 16), (110, 50), (20, 5), (1, 1)] {
        let text = bench.text(width, height);
        if width > 40 {
            for part in ["Rob Tanner", "✗ nothing", "✓ as said", "no", "Ctrl+S", "Safe to leave"] {
                assert!(text.contains(part), "{part}\n{text}");
            }
        }
    }
    let mut nobody = Bench::<TellingPane>::new();
    assert!(nobody.text(46, 16).contains("F3"));
    nobody.type_everything();
    nobody.press("<a-down><c-s><tab>");
}

#[test]
fn printable_keys_only_write() {
    let mut bench = bench();
    for _ in 0..3 {
        for _ in 0..9 {
            bench.type_everything();
            bench.press("<backtab>");
        }
        bench.press("<a-down>");
    }
}

#[test]
fn what_another_contact_of_the_family_marks_stands_in_the_table_and_above_the_sheet() {
    let mut bench = bench();
    let telling = Telling {
        not_to_be_told: true,
        must_not: "where they live".to_owned(),
        why: "he has threatened her".to_owned(),
        ring: Some(YesNo::No),
        ..Telling::default()
    };
    bench.elsewhere = vec![crate::domain::contact::marked::Elsewhere {
        name: "Rob Tanner".to_owned(),
        person: PersonNo(3),
        called: "C-1842".to_owned(),
        counts: true,
        telling,
    }];
    bench.press("<a-down><a-down>");
    let text = bench.text(100, 40);
    let row = text.lines().find(|line| line.contains("Rob Tanner")).unwrap();
    assert!(row.contains("✗ nothing") && row.contains("✗ no") && row.contains("in C-1842"), "{text}");
    assert!(
        text.contains("✗ not to be told in C-1842: must not be told: where they live; not safe to ring;"),
        "{text}"
    );
    assert!(text.contains("he has threatened"), "{text}");
    // Where no more than a name is the same, nothing is barred, and it says who it may be.
    bench.elsewhere[0].counts = false;
    let text = bench.text(110, 40);
    let row = text.lines().find(|line| line.contains("Rob Tanner")).unwrap();
    assert!(row.contains("▲ perhaps") && !row.contains("✗ nothing"), "{text}");
    assert!(text.contains("▲ may be the Rob Tanner not to be told in C-1842"), "{text}");
}
