use super::{fit::fitted, *};
use crate::{
    domain::{
        contact::{
            agreement::{Answer, Asked, Capacity, Command},
            call::Command as Call,
            promise::Promised,
            telling,
        },
        ids::PurposeId,
    },
    ui::screens::call::{
        fixture::{DEAN, ELLIS, SARA, Stage, TOM},
        pane::Cover,
    },
};

fn says(stage: &mut Stage, person: PersonNo, children: &[PersonNo], agency: &str, answer: Answer) {
    stage.act(Command::Record(Asked {
        person,
        capacity: Capacity::Responsibility { how_known: "birth certificate".into() },
        children: children.to_vec(),
        purpose: PurposeId::from("protection"),
        agencies: vec![agency.into()],
        answer,
        words: String::new(),
    }));
}

fn agreed(stage: &Stage) -> Vec<(Role, String)> {
    stage.with(agreed::rows)
}

#[test]
fn what_one_person_agreed_to_and_what_they_refused_are_both_said() {
    let mut stage = Stage::new();
    says(&mut stage, SARA, &[ELLIS, TOM], "police", Answer::Agreed);
    says(&mut stage, SARA, &[ELLIS, TOM], "school", Answer::Refused);
    let both = [
        (Role::NotMet, "Sara Brook: refused: School (Ellis, Tom)".to_owned()),
        (Role::Text, "Sara Brook: agreed: Police (Ellis, Tom)".to_owned()),
    ];
    assert_eq!(agreed(&stage), both);
    // A later word about the same takes its place, for the child that it names.
    says(&mut stage, SARA, &[TOM], "school", Answer::Agreed);
    let lines: Vec<String> = agreed(&stage).into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines[0], "Sara Brook: refused: School (Ellis)");
    assert!(lines[1].contains("Police") && lines[1].contains("School (Tom)"), "{lines:?}");
    says(&mut stage, DEAN, &[ELLIS], "police", Answer::NotAsked { why: "he listens in".into() });
    assert_eq!(agreed(&stage)[0].1, "Dean Cole: not asked: Ellis – he listens in");
}

fn section(title: &'static str, rank: u8, rows: usize) -> Section {
    let rows = (0..rows).map(|no| (Role::Text, format!("{title} {no}"))).collect();
    Section { title, rank, rows }
}

fn words(lines: &[(Role, u16, String)]) -> Vec<&str> {
    lines.iter().map(|(_, _, words)| words.as_str()).collect()
}

#[test]
fn where_there_is_room_more_is_said_of_what_is_still_wanted() {
    let all = [section("SAFETY", 0, 2), section(WANTED, 6, 9)];
    assert_eq!(words(&fitted(&all, 30, 10)).last(), Some(&"and 5 more"));
    assert_eq!(words(&fitted(&all, 30, 8)).last(), Some(&"and 7 more"));
    assert_eq!(words(&fitted(&all, 30, 11)).last(), Some(&"and 4 more"));
    assert_eq!(words(&fitted(&all, 30, 40)).last(), Some(&"STILL WANTED 8"));
}

#[test]
fn where_there_is_no_room_what_presses_stands_first_and_what_is_cut_is_named() {
    let all = [
        section("SAFETY", 0, 2),
        section("CHILDREN", 4, 9),
        section("OVERSIGHT", 1, 2),
        section(WANTED, 6, 9),
    ];
    let lines = fitted(&all, 30, 12);
    let lines = words(&lines);
    assert_eq!((lines[0], lines[4]), ("SAFETY", "OVERSIGHT"));
    assert_eq!((lines.len(), lines[11]), (12, "… more: CHILDREN, STILL WANTED"));
}

#[test]
fn what_is_promised_is_due_first_before_and_covers_who_rang() {
    let mut stage = Stage::new();
    let mut owes = |what: &str, owner: &str, minutes: i64| {
        let by = stage.now + chrono::Duration::minutes(minutes);
        let (what, owner) = (what.to_owned(), Owner::Named(owner.to_owned()));
        let (to, agreed_with) = ("whoever rang".to_owned(), "the caller".to_owned());
        let promised = Promised { what, to, person: None, ring_back: false, owner, by, agreed_with };
        stage.act(telling::Command::Promise(promised));
    };
    owes("ring on 07700 900123", "Jo Marsh", 120);
    owes("ring Sara Brook", "the school", 20);
    let rows = |cover| {
        let sections = stage.with(|view| sections(&View { cover, ..*view }));
        let promises = sections.into_iter().find(|section| section.title == "PROMISES").unwrap();
        promises.rows.into_iter().map(|(_, words)| words).collect::<Vec<_>>()
    };
    let open = rows(Cover::None);
    assert!(open[0].starts_with("ring Sara Brook by") && open[1].contains("900123"), "{open:?}");
    let covered = rows(Cover::All);
    assert!(
        covered[0].starts_with("ring Sara Brook by") && covered[0].ends_with("(the school)"),
        "{covered:?}"
    );
    assert!(covered[1].starts_with("▒▒▒ covered") && covered[1].contains(" by "), "{covered:?}");
    assert!(!covered[1].contains("900123") && !covered[1].contains("Marsh"), "{covered:?}");
}

#[test]
fn who_must_not_be_told_stands_there_also_where_another_contact_says_it() {
    use crate::domain::contact::{family, marked::Elsewhere};
    let mut stage = Stage::new();
    let telling =
        family::Telling { not_to_be_told: true, why: "he reads her post".to_owned(), ..Default::default() };
    stage.act(family::Command::SetTelling { person: DEAN, telling: telling.clone() });
    let names = |no| stage.contact.family.names(&[no]);
    let mark = |person| Elsewhere {
        person,
        name: names(person),
        called: "C-1203".to_owned(),
        counts: true,
        telling: telling.clone(),
    };
    let elsewhere = [mark(SARA), mark(DEAN), mark(DEAN)];
    let sections = stage.with(|view| sections(&View { elsewhere: &elsewhere, ..*view }));
    let told = sections.into_iter().find(|section| section.title == "NOT TO BE TOLD").unwrap();
    let words: Vec<String> = told.rows.into_iter().map(|(_, words)| words).collect();
    let (dean, both) = (names(DEAN), stage.contact.family.names(&[SARA, DEAN]));
    assert_eq!(words, [format!("✗ {dean} (Alt+w)"), format!("✗ {both}, as C-1203 says")]);
}

#[test]
fn another_discussion_that_the_card_calls_is_missed_beside_what_the_first_came_to() {
    use crate::domain::{
        contact::route::{Command as Card, Held, State},
        ids::{OutcomeLetter, StaffId},
    };
    let mut stage = Stage::new();
    stage.act(Card::Open { letter: OutcomeLetter('X'), children: vec![ELLIS] });
    let at = stage.now;
    let route = &mut stage.contact.routes.list[0];
    route.state = State::Sent { at };
    let [who, decided, doing] = ["R. Shah", "we meet again", "nobody does anything"].map(str::to_owned);
    let discussion = Discussion { at, who, decided, doing };
    route.held.push(Held {
        written: at,
        by: StaffId(uuid::Uuid::nil()),
        discussion,
        card: route.fields.clone(),
        conference: None,
    });
    let said = |stage: &Stage| stage.with(discussions).into_iter().map(|(_, said)| said).collect::<Vec<_>>();
    assert!(matches!(&said(&stage)[..], [held] if held.starts_with("X held ")), "{:?}", said(&stage));
    let day = Value::Date("2026-11-27".parse().unwrap());
    stage.contact.routes.list[0].fields.insert("day".into(), day);
    let rows = said(&stage);
    assert!(matches!(&rows[..], [_, anew] if anew.starts_with("X was asked for once more")), "{rows:?}");
}

#[test]
fn a_question_that_only_somebody_who_reported_is_asked_is_covered() {
    let stage = Stage::new();
    let rows = |cover| {
        let sections = stage.with(|view| sections(&View { cover, ..*view }));
        let wanted = sections.into_iter().find(|section| section.title == WANTED).unwrap();
        wanted.rows.into_iter().map(|(_, words)| words).collect::<Vec<_>>()
    };
    let asked = "Did the caller ask the family before ringing? (1)".to_owned();
    let (open, covered) = (rows(Cover::None), rows(Cover::All));
    assert!(open.contains(&asked), "{open:?}");
    assert!(rows(Cover::Others).contains(&asked), "whoever reported is on the line here");
    assert_eq!(open.len(), covered.len());
    assert!(covered.iter().any(|row| row.starts_with("▒▒▒ covered") && row.ends_with("(1)")), "{covered:?}");
    assert!(!covered.iter().any(|row| row.to_lowercase().contains("caller")), "{covered:?}");
}

#[test]
fn a_child_who_is_missing_is_said_in_the_place_of_a_question_that_nobody_asked() {
    let mut stage = Stage::new();
    let said = |stage: &Stage| {
        let rows = stage.with(safety);
        rows.into_iter().map(|(_, words)| words).collect::<Vec<_>>()
    };
    assert_eq!(said(&stage)[0], "danger now: not asked yet (Alt+s)");
    stage.act(Call::Hear { chip: "missing_now".into(), heard: true });
    assert_eq!(said(&stage)[0], "a child is MISSING ‼");
    assert!(!said(&stage).join(" ").contains("not asked"), "{:?}", said(&stage));
}
