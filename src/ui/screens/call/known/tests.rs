use super::*;
use crate::{
    domain::{
        contact::{
            call::Caller,
            family::{self, Details, Kind},
        },
        input::born::Born,
        queue::{ChildBrief, Item, Row},
    },
    ui::screens::call::family::fixture::Bench,
};

fn earlier(no: u64, stands: &str) -> Row {
    Row {
        id: Uuid::from_u128(u128::from(no)),
        item: Item::Contact,
        reference: Some(Reference(no)),
        urgent: no == 1790,
        next: None,
        also: Vec::new(),
        who: "School, designated lead".into(),
        children: vec![
            ChildBrief { name: Some("Ellis".into()), born: Some(Born::About(6)) },
            ChildBrief { name: None, born: None },
        ],
        stands: stands.into(),
        since: "2026-11-20T12:00:00Z".parse().unwrap(),
        holder: None,
        preview: vec![],
        lanes: vec![],
        version: 4,
        words: Vec::new(),
        seal: None,
    }
}

fn bench() -> Bench<KnownPane> {
    let mut bench = Bench::new();
    let caller = Caller { number: Some("01632 960123".into()), ..Caller::default() };
    bench.act(call::Command::SetCaller(caller)).unwrap();
    bench.journey = vec![earlier(1790, "closed"), earlier(1702, "to tell")];
    bench.sync();
    bench
}

fn attach(bench: &mut Bench<KnownPane>) {
    let to = ContactId(Uuid::from_u128(1790));
    bench.act(call::Command::AttachTo { to, reference: Reference(1790) }).unwrap();
}

fn refused(words: &str) -> Answer {
    Answer::Refused { tag: None, code: "X", words: words.into(), source: None }
}

#[test]
fn a_later_call_is_attached_by_its_reference() {
    let mut bench = bench();
    bench.press("soon<c-s>");
    assert!(bench.said.is_empty());
    assert!(bench.text(78, 30).contains("That is not a contact's reference"));
    bench.press("<c-u>c-1790<c-s>");
    let this = bench.contact.id;
    assert!(matches!(bench.said.pop(),
        Some(Say::Ask(Request::Attach { later, earlier: Reference(1790) })) if later == this));
    // Refused: said here, and the text stays.
    bench.with(|pane, view| pane.told(&refused("There is no contact C-1790."), view, &mut Vec::new()));
    let text = bench.text(78, 30);
    assert!(text.contains("There is no contact C-1790.") && text.contains("c-1790"), "{text}");
    bench.press("<c-s>");
    attach(&mut bench);
    assert!(bench.pane.half_typed().is_none());
    assert!(bench.text(78, 30).contains("belongs to"));
}

#[test]
fn the_marked_one_gives_its_reference() {
    let mut bench = bench();
    bench.press("<a-up><a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "C-1702");
    bench.press("<a-up><a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "C-1790");
    bench.press("<c-u>C-1<a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "C-1");
    bench.killed();
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "C-1");
}

#[test]
fn it_is_taken_off_with_a_reason() {
    let mut bench = bench();
    attach(&mut bench);
    bench.press("<a-up><a-up><a-up><c-s>");
    assert!(bench.said.is_empty());
    assert!(bench.text(78, 30).contains("Say why the two do not belong together."));
    bench.press("another family<c-s>");
    let other = ContactId(Uuid::from_u128(1790));
    assert!(matches!(bench.said.pop(),
        Some(Say::Ask(Request::Detach { other: o, why, .. })) if o == other && why == "another family"));
    bench.act(call::Command::Detach { other, why: "another family".into() }).unwrap();
    assert_eq!(bench.pane.sheets.slot(), ATTACH);
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn it_reads_well_and_covers_who_rang() {
    let mut bench = bench();
    attach(&mut bench);
    for (width, height) in [(78, 30), (46, 16), (110, 50), (20, 5), (1, 1)] {
        let text = bench.text(width, height);
        if width > 40 {
            for part in ["2 earlier", "C-1702", "to tell", "belongs to", "Ask other", "Alt+n"] {
                assert!(text.contains(part), "{part}\n{text}");
            }
        }
    }
    assert!(bench.text(110, 50).contains("School"));
    bench.covered = true;
    assert!(!bench.text(110, 50).contains("School"));
    assert!(Bench::<KnownPane>::new().text(78, 30).contains("no number yet"));
}

#[test]
fn open_contacts_that_name_the_same_child_stand_first_and_give_their_reference() {
    let mut bench = bench();
    let child = Details { name: Some("Ellis".into()), ..Details::of(Kind::Child) };
    bench.act(family::Command::Add(child)).unwrap();
    bench.named = vec![earlier(1702, "to tell"), earlier(1655, "talking")];
    bench.sync();
    let text = bench.text(110, 50);
    assert!(text.contains("2 open contacts name Ellis too · 2 earlier"), "{text}");
    // What names the child and comes from the same number stands once.
    assert_eq!(text.matches("C-1702").count(), 1, "{text}");
    bench.press("<a-up><a-up><a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "C-1655");
    bench.press("<c-o>");
    assert!(matches!(bench.said.pop(), Some(Say::Open(id)) if id.0 == Uuid::from_u128(1655)));
    bench.covered = true;
    assert!(!bench.text(110, 50).contains("School"));
}

#[test]
fn printable_keys_only_write() {
    let mut bench = bench();
    bench.type_everything();
    attach(&mut bench);
    for _ in 0..4 {
        bench.type_everything();
        bench.press("<a-up>");
    }
}
