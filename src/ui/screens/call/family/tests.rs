use super::fixture::Bench;
use super::*;
use crate::domain::{
    contact::family::{Details, Household, Kind, Link},
    ids::PersonNo,
    input::born::Born,
    value::YesNo,
};
use crate::ui::screens::call::{page, pane::Cover};

fn bench() -> Bench<FamilyPane> {
    Bench::new()
}

/// Ellis, six; Mia, not born yet; Dana, their mother.
fn brooks() -> Bench<FamilyPane> {
    let mut bench = bench();
    bench.press("chi<tab>Ellis Brook<tab>about 6<c-s>");
    bench.press("chi<tab>Mia Brook<tab>due Jan 2027<c-s>");
    bench.press("par<tab>Dana Brook<tab>mother<tab>yes<tab>Ellis<enter><tab>she says so<c-s>");
    bench
}

#[test]
fn a_family_is_named_in_a_breath() {
    let mut bench = brooks();
    let people = &bench.contact.family.people;
    assert_eq!(people.len(), 3);
    let ellis =
        Details { name: Some("Ellis Brook".into()), born: Some(Born::About(6)), ..Details::of(Kind::Child) };
    assert_eq!(people[0].details, ellis);
    assert!(people[1].is_unborn());
    let dana = &people[2].details;
    assert_eq!((dana.kind, dana.relation.as_str()), (Kind::Parent, "mother"));
    assert_eq!(
        (dana.responsibility, dana.responsible_for.as_slice()),
        (Some(YesNo::Yes), &[PersonNo(1)][..])
    );
    assert_eq!(dana.responsibility_how, "she says so");
    // The form is clear for the next one, with nothing chosen.
    assert!(bench.pane.sheets.open().fields().iter().all(Field::is_blank));
    assert!(bench.pane.half_typed().is_none());
    assert!(bench.said.is_empty());

    bench.press("hou<tab>12 Harbour Row<tab>yes<tab>Ell<enter>Dana<enter><c-s>");
    bench.press("link<tab>Dana<tab>mother of<tab>Ell<c-s>");
    let family = &bench.contact.family;
    let home = &family.households[0];
    assert_eq!((home.place.as_str(), home.protected), ("12 Harbour Row", true));
    assert_eq!(home.members, [PersonNo(1), PersonNo(3)]);
    assert_eq!(family.links, [Link { from: PersonNo(3), to: PersonNo(1), words: "mother of".into() }]);
}

#[test]
fn who_holds_no_parental_responsibility_is_not_asked_for_whom() {
    let mut bench = brooks();
    bench.press("par<tab>Dean Hollis<tab>father<tab>");
    assert!(bench.text(78, 40).contains("PR for whom"));
    bench.press("no<tab>");
    let text = bench.text(78, 40);
    assert!(!text.contains("PR for whom") && text.contains("How we know"), "{text}");
    bench.press("she says so<c-s>");
    let dean = &bench.contact.family.people[3].details;
    assert_eq!((dean.responsibility, dean.responsible_for.len()), (Some(YesNo::No), 0));
    assert_eq!(dean.responsibility_how, "she says so");
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn a_day_that_cannot_be_read_does_not_swallow_the_words_after_it() {
    let mut bench = bench();
    bench.press("chi<tab>Baby<tab>some time soon<tab>not born yet<tab>");
    let text = bench.text(78, 40);
    assert!(text.contains("✗ Born or due") && !text.contains("soonnot"), "{text}");
    let half = bench.pane.half_typed().unwrap();
    assert!(
        half.body.to_string().contains("some time soon") && half.body.to_string().contains("not born yet")
    );
    bench.press("<c-s>");
    assert!(bench.contact.family.people.is_empty());
    assert_eq!(bench.pane.sheets.open().focused(), Some(plan::BORN));
}

#[test]
fn what_is_wrong_is_said_where_it_is_and_nothing_is_thrown_away() {
    let mut bench = bench();
    bench.press("<c-s>");
    assert!(bench.text(78, 30).contains("Choose what to add"));
    bench.press("chi<tab>Ellis<tab>soonish<c-s>");
    assert!(bench.contact.family.people.is_empty());
    let text = bench.text(78, 30);
    assert!(text.contains("soonish") && text.contains("Write the day of birth as"), "{text}");
    // The contact's own refusal.
    let mut bench = brooks();
    bench.press("adult<tab>Sam<tab><tab><tab><tab><tab>due Jan<c-s>");
    let text = bench.text(78, 30);
    assert!(text.contains("Only a child can have an expected date."), "{text}");
    assert!(text.contains("Sam") && text.contains("What you wrote is still here."), "{text}");
    assert_eq!(bench.contact.family.people.len(), 3);
    bench.press("hou");
    bench.press("<a-n>");
    for _ in 0..4 {
        bench.press("<bs>");
    }
    // Whether an address is protected is nobody's default.
    let mut bench = brooks();
    bench.press("hou<tab>The Quay<c-s>");
    assert!(bench.contact.family.households.is_empty());
    assert!(bench.text(78, 30).contains("Say whether the address is protected"));
    bench.press("no<c-s>");
    assert_eq!(bench.contact.family.households.len(), 1);
}

#[test]
fn another_row_does_not_cost_what_was_written() {
    let mut bench = brooks();
    bench.press("vis<tab>Uncle");
    bench.press("<a-up>");
    assert_eq!(bench.pane.subject(), Subject::Person(PersonNo(3)));
    bench.press("s<a-up>");
    assert_eq!(bench.pane.subject(), Subject::Person(PersonNo(2)));
    assert!(bench.text(78, 30).lines().filter(|line| line.starts_with(" ●")).count() == 2);
    bench.press("<a-down>");
    assert_eq!(bench.pane.sheets.open().text(plan::NAME), "Dana Brooks");
    bench.killed();
    assert_eq!(bench.pane.subject(), Subject::Person(PersonNo(3)));
    bench.press("<c-s>");
    assert_eq!(bench.contact.family.people[2].name(), "Dana Brooks");
    assert_eq!(bench.contact.family.people[2].details.relation, "mother");
    bench.press("<a-n>");
    assert_eq!(bench.pane.sheets.open().chosen(WHAT), Some("visitor"));
    assert_eq!(bench.pane.sheets.open().text(plan::NAME), "Uncle");
    bench.press("<c-s>");
    assert_eq!(bench.contact.family.people[3].name(), "Uncle");
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn what_changed_elsewhere_comes_in_and_leaves_alone_what_is_written() {
    let mut bench = brooks();
    bench.press("<a-up>!<tab>");
    let mut dana = bench.contact.family.people[2].details.clone();
    dana.name = Some("D. Brook".into());
    dana.relation = "mother of both".into();
    bench.act(Command::Change { person: PersonNo(3), details: dana }).unwrap();
    assert_eq!(bench.pane.sheets.open().text(plan::NAME), "Dana Brook!");
    assert_eq!(bench.pane.sheets.open().text(plan::RELATION), "mother of both");
    // She is taken out: what is written stays in reach.
    bench.act(Command::Remove { person: PersonNo(3), why: "twice".into() }).unwrap();
    assert!(bench.text(78, 30).contains("no longer in this contact"));
    bench.press("<a-down><a-up>");
    assert_eq!(bench.pane.sheets.open().text(plan::NAME), "Dana Brook!");
}

#[test]
fn a_mistake_is_taken_out_with_a_reason() {
    let mut bench = brooks();
    bench.press("<a-up><a-up><backtab>mis<tab><c-s>");
    assert!(bench.text(78, 30).contains("Say why this person does not belong here."));
    bench.press("heard wrong, there is one child<c-s>");
    assert_eq!(bench.contact.family.people.len(), 2);
    assert!(bench.pane.half_typed().is_none());
    assert_ne!(bench.pane.subject(), Subject::Person(PersonNo(2)));

    bench.act(Command::Link(Link { from: PersonNo(3), to: PersonNo(1), words: "aunt of".into() })).unwrap();
    bench.press("<a-n><a-up><backtab>not so<c-s>");
    assert!(matches!(&bench.said[..], [Say::Confirm { then, .. }] if matches!(**then, Say::Act { .. })));
}

#[test]
fn a_household_entered_by_mistake_is_taken_out_with_a_reason() {
    let mut bench = brooks();
    bench
        .act(Command::SetHousehold(Household {
            place: "The Quay".into(),
            members: vec![PersonNo(1)],
            ..brook_home()
        }))
        .unwrap();
    bench.press("<a-up>");
    assert!(matches!(bench.pane.subject(), Subject::Household(_)));
    bench.press("<backtab>ent<tab><c-s>");
    assert!(bench.text(78, 30).contains("Say why this household does not belong here."));
    bench.press("the caller lives there<c-s>");
    assert!(bench.contact.family.households.is_empty() && bench.pane.half_typed().is_none());
    assert!(!bench.text(78, 30).contains("The Quay"));
}

#[test]
fn two_presses_name_nobody_twice() {
    let mut bench = bench();
    bench.answers = false;
    bench.press("chi<tab>Ellis<c-s><c-s>");
    assert_eq!(bench.said.len(), 1);
    let Some(Say::Act { slot, event: Some(_), .. }) = bench.said.pop() else { panic!("no act with an id") };
    // What is typed before the answer comes is kept.
    bench.press("<tab>about 4");
    bench.with(|pane, view| pane.answered(&slot, &Outcome::Saved(view.now), view));
    bench.press("chi<tab>");
    assert_eq!(bench.pane.sheets.open().text(plan::NAME), "");
    assert_eq!(bench.pane.sheets.open().text(plan::BORN), "about 4");
}

#[test]
fn a_protected_address_is_covered_everywhere() {
    let mut bench = brooks();
    let home =
        Household { place: "4 Quay".into(), protected: true, members: vec![PersonNo(1)], ..brook_home() };
    bench.act(Command::SetHousehold(home)).unwrap();
    bench.press("<a-up>");
    assert!(matches!(bench.pane.subject(), Subject::Household(_)));
    assert!(bench.text(78, 30).contains("4 Quay"));
    bench.covered = true;
    for (width, height) in [(78, 30), (46, 16), (110, 50)] {
        let text = bench.text(width, height);
        assert!(text.contains("▒▒▒ covered, Alt+v shows") && !text.contains("4 Quay"), "{text}");
    }
    bench.press("x<c-s>");
    bench.with(|pane, view| pane.paste("5 Quay", view, &mut Vec::new()));
    assert!(bench.said.is_empty());
    // Also in words, and beside whoever rang here: they may not be alone.
    for cover in [Cover::All, Cover::Others] {
        bench.with(|_, view| {
            let view = View { cover, ..*view };
            assert!(page::shown(&view, "they are at 4 Quay now").contains("covered"));
            assert_eq!(page::shown(&view, "they are at home now"), "they are at home now");
        });
    }
    bench.covered = false;
    assert_eq!(bench.pane.sheets.open().text(plan::PLACE), "4 Quay");
}

fn brook_home() -> Household {
    Household {
        no: crate::domain::ids::HouseholdNo(0),
        place: String::new(),
        protected: false,
        members: vec![],
    }
}

#[test]
fn it_reads_well() {
    let mut bench = brooks();
    bench.press("chi<c-s>");
    bench
        .act(Command::SetHousehold(Household {
            place: "The Quay, flat above the chip shop".into(),
            members: vec![PersonNo(1), PersonNo(3)],
            ..brook_home()
        }))
        .unwrap();
    bench.act(Command::Link(Link { from: PersonNo(3), to: PersonNo(1), words: "mother of".into() })).unwrap();
    for (width, height) in [(78, 30), (46, 16), (110, 50), (24, 6), (1, 1)] {
        let text = bench.text(width, height);
        if width > 60 {
            assert!(text.contains("Ellis Brook") && text.contains("unborn, due Jan 2027"), "{text}");
        }
        if width > 40 {
            for part in ["Family", "Dana Brook", "mother", "★", "still wanted", "Alt+n", "Ctrl+S"] {
                assert!(text.contains(part), "{part}\n{text}");
            }
        }
    }
    bench.press("<a-up><a-up><a-up>");
    let text = bench.text(78, 30);
    assert!(text.contains("── Dana Brook ─") && text.contains("PR ✓ yes for"), "{text}");
}

#[test]
fn printable_keys_only_write() {
    let mut bench = brooks();
    bench.act(Command::SetHousehold(Household { place: "The Quay".into(), ..brook_home() })).unwrap();
    bench.act(Command::Link(Link { from: PersonNo(3), to: PersonNo(1), words: "mother of".into() })).unwrap();
    for _ in 0..6 {
        for _ in 0..10 {
            bench.type_everything();
            bench.press("<backtab>");
        }
        bench.press("<a-up>");
    }
    bench.covered = true;
    bench.type_everything();
}

#[test]
fn a_child_of_whom_no_name_is_known_is_not_called_not_known() {
    let mut bench = bench();
    for typed in ["not known", "Unknown", "?"] {
        bench.press(&format!("chi<tab>{typed}<tab>about 5<c-s>"));
    }
    assert_eq!(bench.contact.family.people.len(), 3);
    assert!(bench.contact.family.people.iter().all(|child| child.details.name.is_none()));
    let told =
        |said: &&Say| matches!(said, Say::Tell(notice) if notice.text().contains("is taken as no name"));
    assert_eq!(bench.said.iter().filter(told).count(), 3);
    bench.press("chi<tab>Ellis<tab>about 6<c-s>");
    assert_eq!(bench.contact.family.people[3].name(), "Ellis");
}

#[test]
fn how_it_is_known_who_holds_responsibility_is_covered_with_who_reported_and_stays() {
    let mut bench = brooks();
    bench.press("<a-up>");
    assert!(bench.text(78, 30).contains("she says so"), "{}", bench.text(78, 30));
    bench.covered = true;
    // Before the pane takes it up nothing of it is drawn either.
    assert!(!bench.text(78, 30).contains("she says so"));
    bench.sync();
    for (width, height) in [(78, 30), (46, 16), (110, 50)] {
        let text = bench.text(width, height);
        assert!(text.contains("how we know  ▒▒▒ covered") && !text.contains("she says so"), "{text}");
    }
    // Saved meanwhile, it stays as it is.
    bench.press("<tab> and carer<c-s>");
    let dana = &bench.contact.family.people[2].details;
    assert_eq!(
        (dana.relation.as_str(), dana.responsibility_how.as_str()),
        ("mother and carer", "she says so")
    );
    bench.covered = false;
    bench.sync();
    assert!(bench.text(78, 30).contains("she says so"));
}

#[test]
fn who_must_not_be_told_is_marked_in_their_row() {
    let mut bench = brooks();
    let telling = crate::domain::contact::family::Telling {
        not_to_be_told: true,
        why: "he reads her post".to_owned(),
        ..Default::default()
    };
    bench.elsewhere = vec![crate::domain::contact::marked::Elsewhere {
        person: PersonNo(3),
        name: "Dana Brook".to_owned(),
        called: "C-1203".to_owned(),
        counts: true,
        telling: telling.clone(),
    }];
    assert!(bench.text(110, 30).contains("✗ not to be told in C-1203 · mother"), "{}", bench.text(110, 30));
    bench.act(Command::SetTelling { person: PersonNo(3), telling }).unwrap();
    assert!(bench.text(110, 30).contains("✗ not to be told · mother"), "{}", bench.text(110, 30));
}
