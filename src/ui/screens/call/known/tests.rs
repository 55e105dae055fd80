use super::*;
use crate::{
    desk::protocol::EarlierView,
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
    let (id, since) = (Uuid::from_u128(u128::from(no)), "2026-11-20T12:00:00Z".parse().unwrap());
    Row {
        reference: Some(Reference(no)),
        urgent: no == 1790,
        who: "School, designated lead".into(),
        children: vec![
            ChildBrief { name: Some("Ellis".into()), born: Some(Born::About(6)) },
            ChildBrief { name: None, born: None },
        ],
        stands: stands.into(),
        version: 4,
        ..Row::bare(id, Item::Contact, since)
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
        Some(Say::Ask(Request::Earlier { later, earlier: Reference(1790) })) if later == this));
    // Refused: said here, and the text stays.
    bench.with(|pane, view| pane.told(&refused("There is no contact C-1790."), view, &mut Vec::new()));
    let text = bench.text(78, 30);
    assert!(text.contains("There is no contact C-1790.") && text.contains("c-1790"), "{text}");
    bench.press("<c-s>");
    bench.said.clear();
    let lines = look_at(&mut bench, earlier(1790, "closed"));
    assert_eq!(lines[0], "C-1790, taken Fri 20 Nov 12:00 · closed · ‼ urgent");
    assert_eq!(
        lines[1..3],
        ["Children: Ellis (about 6) · not known yet", "Who rang: School, designated lead"]
    );
    assert_eq!(
        lines[3],
        format!(
            "▲ No child named in both, as none is named in {} yet. Is it the same family?",
            bench.contact.reference
        )
    );
    let Some(Say::Confirm { then, .. }) = bench.said.pop() else { panic!("not asked") };
    assert!(matches!(*then,
        Say::Ask(Request::Attach { later, earlier: Reference(1790) }) if later == this));
    attach(&mut bench);
    assert!(bench.pane.half_typed().is_none());
    assert!(bench.text(78, 30).contains("belongs to"));
}

/// Has the desk say what the contact is; gives the lines of what is asked then.
fn look_at(bench: &mut Bench<KnownPane>, row: Row) -> Vec<String> {
    let later = bench.contact.id;
    let earlier =
        Box::new(EarlierView { row, taken: "2026-11-20T12:00:00Z".parse().unwrap(), dropped: None });
    let answer = Answer::Earlier { later, earlier };
    let mut said = Vec::new();
    bench.with(|pane, view| pane.told(&answer, view, &mut said));
    bench.said.extend(said);
    match bench.said.last() {
        Some(Say::Confirm { lines, .. }) => lines.clone(),
        _ => Vec::new(),
    }
}

#[test]
fn whose_it_is_is_seen_before_it_is_attached() {
    let mut bench = bench();
    let child = Details { name: Some("Ellis".into()), ..Details::of(Kind::Child) };
    bench.act(family::Command::Add(child)).unwrap();
    bench.press("C-1790<c-s>");
    let lines = look_at(&mut bench, earlier(1790, "closed"));
    assert!(lines.contains(&"✓ Named in both: Ellis.".to_owned()), "{lines:?}");
    // Another family's says so plainly, and who rang is covered here as elsewhere.
    bench.covered = true;
    let strangers = Row {
        children: vec![ChildBrief { name: Some("Ada Quill".into()), born: None }],
        ..earlier(1790, "closed")
    };
    let lines = look_at(&mut bench, strangers);
    let said = lines.join("\n");
    assert!(
        said.contains("Ada Quill") && said.contains("▲ No child named in both. Is it the same"),
        "{said}"
    );
    assert!(!said.contains("School") && said.contains("covered"), "{said}");
    bench.said.clear();
    // What was typed since asks for itself, and nothing is asked of a contact that nobody wants attached.
    bench.press("<c-u>C-1702");
    assert!(look_at(&mut bench, earlier(1790, "closed")).is_empty());
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
    assert!(bench.text(78, 30).contains("Alt+n attach"));
    attach(&mut bench);
    for (width, height) in [(78, 30), (46, 16), (110, 50), (20, 5), (1, 1)] {
        let text = bench.text(width, height);
        if width > 40 {
            for part in ["2 earlier", "C-1702", "to tell", "belongs to", "Ask other", "Alt+↑"] {
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
    assert_eq!(text.matches("same name  C-1702").count(), 1, "{text}");
    assert!(!text.contains("earlier      C-1702"), "{text}");
    // The cursor is on the first of them already, and not on an earlier contact of the same number.
    assert_eq!(bench.pane.list.cursor(), Some(&Mark::Named(Uuid::from_u128(1702))), "{text}");
    bench.press("<a-down><a-n>");
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

#[test]
fn what_nobody_went_to_and_what_was_taken_later_is_not_written_into_the_field() {
    let mut bench = bench();
    // The cursor stands where it stood first: nobody went there.
    bench.sync();
    bench.press("<a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "");
    bench.journey = vec![earlier(1999, "talking"), earlier(1702, "to tell")];
    bench.sync();
    bench.press("<a-up><a-up><a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "", "{}", bench.text(78, 30));
    bench.press("<a-up><a-n>");
    assert_eq!(bench.pane.sheets.open().text(REFERENCE), "C-1702", "{}", bench.text(78, 30));
}

#[test]
fn once_it_is_attached_no_field_has_the_keys() {
    let mut bench = bench();
    attach(&mut bench);
    assert!(bench.pane.sheets.open().fields().is_empty(), "{}", bench.text(78, 30));
    let text = bench.text(78, 30);
    assert!(text.contains("goes to what is attached") && !text.contains("Attach to"), "{text}");
}
