//! The rota: its holes and overlaps, its file, its screen, and the alarm of an empty slot.

use std::sync::Arc;

use dutydesk::{
    desk::{Answer, Clock, Desk, Opening, Random, Request, demo as practice_desk},
    domain::{
        alarm::{Level, Of},
        desk::Command,
        duty::Hold,
        policy::Role,
    },
    exchange::rota_csv,
};

use crate::common::{
    console::Practice,
    program::{demo, fails, prints},
};

/// A week of duties with a hole on Wednesday night and an overlap on Thursday.
const WEEK: &str = "\
role,name,from,until,number,cover
crs_manager,R. Shah,2026-11-24T09:00,2026-11-24T17:00,07700 900103,A. Okoro
on_call_senior_manager,P. Lindqvist,2026-11-24T17:00,2026-11-25T09:00,07700 900104,
crs_manager,R. Shah,2026-11-25T09:00,2026-11-25T17:00,,A. Okoro
crs_manager,R. Shah,2026-11-26T09:00,2026-11-26T17:00,,
crs_manager,A. Okoro,2026-11-26T15:00,2026-11-26T17:00,07700 900101,
on_call_senior_manager,P. Lindqvist,2026-11-26T17:00,2026-12-03T09:00,,
edt_practitioner,T. Bello,2026-11-24T17:00,2026-11-25T09:00,07700 900106,
";

fn desk(practice: &Practice, name: &str) -> Desk {
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let mut desk = Desk::open(&practice.folder, Opening::default(), clock, Random::Seeded(3)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

/// Lays the practice desk's own long duties down, and takes the week in.
fn take_in(practice: &Practice) -> Desk {
    let mut desk = desk(practice, "S. Adler");
    for hold in desk.book().duty.roster.holds().to_vec() {
        let down = Hold { from: desk.now(), until: desk.now(), ..hold };
        desk.answer(Request::Desk(Box::new(Command::SetDuty(down)))).unwrap();
    }
    let plan = rota_csv::read(WEEK, &desk.book().state).unwrap();
    desk.answer(Request::Desk(Box::new(Command::ImportRota(plan)))).unwrap();
    desk
}

#[test]
fn snapshots_of_the_rota() {
    let practice = Practice::new(40);
    drop(take_in(&practice));
    for (width, height) in [(80, 24), (120, 40)] {
        let mut console = practice.console("A. Okoro", width, height);
        console.press("r");
        insta::assert_snapshot!(format!("rota_{width}x{height}"), console.text());
        console.press("<esc>").sees("who rang");
    }
}

#[test]
fn a_rota_is_taken_in_once_whole_and_through_the_table_of_permissions() {
    let practice = Practice::new(1);
    let mut desk = take_in(&practice);
    let before = desk.book().state.version;
    let plan = rota_csv::read(WEEK, &desk.book().state).unwrap();
    desk.answer(Request::Desk(Box::new(Command::ImportRota(plan.clone())))).unwrap();
    assert_eq!(desk.book().state.version, before, "what stands there already is no event");
    let state = &desk.book().state;
    let okoro = state.find_staff("A. Okoro").unwrap();
    assert_eq!(desk.book().duty.directory.number(okoro).unwrap().number, "07700 900101");
    assert_eq!(state.covers.len(), 2);
    // One line that cannot be keeps all the others out; the refusal names it.
    let bad = format!("{WEEK}lado,T. Bello,2026-11-27T09:00,2026-11-27T17:00,,\n");
    let plan = rota_csv::read(&bad, state).unwrap();
    let refused = desk.answer(Request::Desk(Box::new(Command::ImportRota(plan)))).unwrap_err().to_string();
    assert!(refused.starts_with("Line 9: "), "{refused}");
    assert_eq!(desk.book().state.version, before);
    // Somebody who stands in must be able to.
    let bad = "role,name,from,until,number,cover\non_call_senior_manager,P. Lindqvist,2026-12-03T17:00,2026-12-04T09:00,,T. Bello\n";
    let plan = rota_csv::read(bad, &desk.book().state).unwrap();
    let refused = desk.answer(Request::Desk(Box::new(Command::ImportRota(plan.clone())))).unwrap_err();
    assert!(
        refused.to_string().contains("cover for a on-call senior manager")
            || refused.to_string().contains("cover"),
        "{refused}"
    );
    // A social worker sets nobody's duty, and a manager gives themselves none that they may not hold.
    desk.sign_in_for_practice("L. Marsh").unwrap();
    assert!(desk.answer(Request::Desk(Box::new(Command::ImportRota(plan)))).is_err());
}

#[test]
fn an_empty_slot_is_an_alarm_now_and_a_warning_ahead() {
    let practice = Practice::new(3);
    let mut desk = take_in(&practice);
    let rota = |desk: &Desk| {
        let view = desk.view();
        view.alarms
            .iter()
            .filter(|a| a.of == Of::Rota)
            .map(|a| (a.level, a.words.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rota(&desk),
        [(Level::Warning, "no on-call senior manager tomorrow 17:00 to Thu 09:00".to_owned())]
    );
    let mut console = practice.console("A. Okoro", 120, 40);
    console.sees("▲ NOBODY ON CALL tomorrow 17:00");
    practice.clock.set("2026-11-25T20:00:00Z".parse().unwrap());
    let told = desk.settle();
    assert!(told.iter().any(|answer| matches!(answer, Answer::Desk(_))), "the hour alone makes it an alarm");
    assert_eq!(rota(&desk)[0].0, Level::Red);
    // Filling it ends the alarm; nothing else does.
    desk.sign_in_for_practice("S. Adler").unwrap();
    let person = desk.book().state.find_staff("P. Lindqvist").unwrap();
    let (from, until) = (desk.now(), "2026-11-26T09:00:00Z".parse().unwrap());
    let hold = Hold { role: Role::OnCallSeniorManager, person, from, until };
    desk.answer(Request::Desk(Box::new(Command::SetDuty(hold)))).unwrap();
    assert_eq!(rota(&desk), []);
}

#[test]
fn the_command_takes_a_file_in_or_says_why_not() {
    let home = demo("1", "1");
    let data = home.path();
    let file = data.join("rota.csv");
    let file = file.to_str().unwrap();
    let import = ["--practice", "--as", "S. Adler", "rota", "import", file];
    let write = |text: &str| std::fs::write(file, text).unwrap();
    write(WEEK);
    let dry = prints(data, &[&import[..], &["--dry-run"]].concat());
    assert!(dry.starts_with("7 duties would be taken in; nothing was changed"), "{dry}");
    // The practice desk's own rota is worked by nobody in two duties: what overlaps is the file's.
    assert!(dry.contains("overlap: R. Shah and A. Okoro are both CRS manager"), "{dry}");
    assert!(prints(data, &import).starts_with("7 duties taken in."));
    assert!(prints(data, &import).contains("all stand on the rota already"));
    let list = prints(data, &["--practice", "rota", "list"]);
    assert!(list.contains("07700 900103") && list.contains("cover A. Okoro"), "{list}");
    let json: serde_json::Value =
        serde_json::from_str(&prints(data, &["--practice", "rota", "list", "--json"])).unwrap();
    let overlaps = json["overlaps"].as_array().unwrap();
    assert!(json["holds"].as_array().unwrap().len() >= 7 && overlaps.len() == 1, "{json:#}");
    assert_eq!(overlaps[0]["names"], serde_json::json!(["R. Shah", "A. Okoro"]));
    write(&WEEK.replace("name,", "who,"));
    assert!(fails(data, &import, 65).contains("has to name the columns"));
    write(&WEEK.replace("T. Bello", "X. Nobody"));
    assert!(fails(data, &import, 65).contains("line 8, name: nobody called"));
    write(
        &WEEK.replace("2026-11-24T17:00,2026-11-25T09:00,07700 900106", "2026-10-25T01:30,2026-10-26T09:00,"),
    );
    assert!(fails(data, &import, 65).contains("line 8, from: 2026-10-25T01:30:00 comes twice"));
    let import = ["--practice", "--as", "L. Marsh", "rota", "import", file];
    write(&WEEK.replace("2026-11-2", "2026-12-2").replace("2026-12-03", "2026-12-30"));
    assert!(fails(data, &import, 77).contains("administrator or a manager"));
}

#[test]
fn on_the_practice_rota_each_manager_has_the_hours_of_their_service_and_no_others() {
    for (begins, at, on) in [
        // A Tuesday afternoon, the evening after it, the next noon, a Saturday, and three weeks on.
        ("2026-11-24T14:07:00Z", "2026-11-24T14:07:00Z", "R. Shah"),
        ("2026-11-24T14:07:00Z", "2026-11-24T22:40:00Z", "P. Lindqvist"),
        ("2026-11-24T22:40:00Z", "2026-11-24T22:40:00Z", "P. Lindqvist"),
        ("2026-11-24T22:40:00Z", "2026-11-25T12:00:00Z", "R. Shah"),
        ("2026-11-28T12:00:00Z", "2026-11-28T12:00:00Z", "P. Lindqvist"),
        ("2026-11-24T14:07:00Z", "2026-12-15T03:12:00Z", "P. Lindqvist"),
    ] {
        let begins = begins.parse().unwrap();
        let practice = Practice::founded(begins, |folder, _| {
            practice_desk::make(
                folder,
                &practice_desk::Order { contacts: 1, seed: 1, at: begins },
                &mut |_| {},
            )
            .unwrap();
        });
        let desk = desk(&practice, "A. Okoro");
        let (book, at) = (desk.book(), at.parse().unwrap());
        let there: Vec<&str> = book.duty.roster.at(at).map(|hold| book.state.name_of(hold.person)).collect();
        assert_eq!(there, [on], "{begins} {at}");
        assert!(book.duty.holes(begins, 7 * 24).is_empty(), "{begins}");
        // The rule goes by the rota: nobody authorises beside them.
        let authorises: Vec<_> = book.duty.authorisers_at(at).into_iter().map(|(who, _)| who).collect();
        assert_eq!(authorises, [book.state.find_staff(on).unwrap()], "{begins} {at}");
    }
}

#[test]
fn an_administrator_is_told_on_the_queue_that_they_read_no_contact_and_what_is_theirs() {
    let practice = Practice::new(40);
    for (width, height) in [(80, 24), (120, 40)] {
        let mut console = practice.console("S. Adler", width, height);
        console.sees("An administrator runs the desk and reads no contact").sees("dutydesk staff");
        assert!(!console.text().contains("reading …"), "{}", console.text());
        for lane in ["2", "6", "1"] {
            console.press(lane).sees("no line stands here, in no lane");
        }
        console.press("p").sees("an administrator runs the desk and reads none");
        console.press("<esc>r").sees("On duty now");
    }
}
