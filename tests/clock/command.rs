//! `dutydesk clock` and `dutydesk holidays`, by the real program.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

/// Gives what the program printed, what it said, and its exit code.
fn run(arguments: &[&str], lines: &str) -> (String, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dutydesk"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines = lines.to_owned();
    // Whoever does not read is not written to.
    let asking = std::thread::spawn(move || drop(input.write_all(lines.as_bytes())));
    let output = child.wait_with_output().unwrap();
    asking.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn one_line_in_the_documented_order() {
    let (line, said, code) = run(&["clock", "-", "--profile", "bromley"], "2026-11-27T16:50\n");
    assert_eq!(
        line,
        concat!(
            r#"{"instant":"2026-11-27T16:50","local":"2026-11-27T16:50:00+00:00","mode":"gap","#,
            r#""next_change":"2026-11-27T17:00:00+00:00","bank_holiday":null,"working_day":true,"#,
            r#""next_working_day":"2026-11-30","plus_1_working_day":"2026-11-30","plus_2_working_days":"2026-12-01","#,
            r#""plus_15_working_days":"2026-12-18","plus_45_working_days":"2027-02-03","#,
            r#""plus_10_office_hours":"2026-12-01T10:30:00+00:00","plus_24_elapsed_hours":"2026-11-28T16:50:00+00:00"}"#,
            "\n"
        )
    );
    assert_eq!((said.as_str(), code), ("", Some(0)));
    let (line, ..) = run(&["clock", "-"], "2026-12-25T12:00:00.5+02:00");
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["local"], "2026-12-25T10:00:00.500+00:00");
    assert_eq!(
        (&line["bank_holiday"], &line["working_day"]),
        (&Value::from("Christmas Day"), &Value::from(false))
    );
}

#[test]
fn a_line_that_is_no_instant_says_why_and_the_others_are_answered() {
    let asked = "2026-03-29T01:30\n\n \nMonday\n2026-10-25T01:30\r\n2026-10-25T01:30+01:00\n\u{202e}x\n2026-11-24T10:00";
    let (lines, said, code) = run(&["clock", "-"], asked);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let error = |at: usize| lines[at]["error"].as_str().unwrap();
    assert_eq!(lines.len(), 6);
    assert!(error(0).contains("there is no 01:30 on Sun 29 Mar 2026"), "{}", error(0));
    assert!(error(1).contains("write a time as"), "{}", error(1));
    let (first, second) =
        ("2026-10-25T01:30:00+01:00 for the first", "2026-10-25T01:30:00+00:00 for the second");
    assert!(error(2).contains(first) && error(2).contains(second), "{}", error(2));
    assert_eq!(lines[3]["local"], "2026-10-25T01:30:00+01:00");
    assert_eq!(lines[4]["instant"], "\u{202e}x");
    assert_eq!(lines[5]["mode"], "front_door");
    assert_eq!(said, "dutydesk: 4 of 6 lines are no instants; each of them says why under `error`\n");
    assert_eq!(code, Some(65));
    // Nothing on the way to a terminal turns a line round.
    assert!(!run(&["clock", "-"], "\u{202e}x").0.contains('\u{202e}'));
}

#[test]
fn one_instant_for_people_and_for_programs() {
    let (text, _, code) = run(&["clock", "2026-12-24T16:30"], "");
    assert_eq!(code, Some(0));
    for words in [
        "Thu 24 Dec 2026 16:30 GMT, FRONT DOOR until 17:00, then EDT",
        "Building Bridges  in until 17:00",
        "the next is Tue 29 Dec 2026",
        "Mon 28 Dec is the substitute day for Boxing Day",
        "Working Together to Safeguard Children (2023)",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let (text, ..) = run(&["clock", "2026-11-27T16:50", "--profile", "bromley"], "");
    for words in ["EDT, gap until 17:00, then EDT", "a contact belongs to EDT", "Mon 08:45–09:00 overlap"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let (json, ..) = run(&["clock", "2026-12-24T16:30", "--json"], "");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["mode"], &json["profile"]), (&Value::from("front_door"), &Value::from("southampton")));
    assert_eq!(json["deadlines"][0]["due"], "2026-12-29T16:30:00+00:00");
    assert_eq!(run(&["clock", "2026-03-29T01:30"], "").2, Some(64));
    assert_eq!(run(&["clock", "2026-11-24T10:00", "--profile", "nowhere"], "").2, Some(78));
}

#[test]
fn an_answer_does_not_wait_for_the_end_of_the_questions() {
    use std::io::{BufRead as _, BufReader};
    let mut child = Command::new(env!("CARGO_BIN_EXE_dutydesk"))
        .args(["clock", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for _ in 0..3 {
        input.write_all(b"2026-11-24T10:00\n").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.ends_with("}\n"));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn many_lines_take_no_time() {
    let lines = "2026-12-24T16:30:00Z\n".repeat(10_000);
    let began = Instant::now();
    let (answers, ..) = run(&["clock", "-"], &lines);
    assert_eq!(answers.lines().count(), 10_000);
    // A tenth of what is asked of the optimised program, in fifty times its time.
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn a_desk_adopts_a_newer_list_and_no_other() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().to_str().unwrap();
    let desk = |arguments: &[&str]| run(&[&["--data", data, "--practice"], arguments].concat(), "");
    let demo = ["demo", "--no-console", "--contacts", "0", "--at", "2026-11-24T14:07"];
    assert_eq!(desk(&demo).2, Some(0));
    let file = home.path().join("bank-holidays.json");
    let path = file.to_str().unwrap();
    let published = include_str!("bank-holidays.json");
    let import = |text: &str, who: &str| {
        fs::write(&file, text).unwrap();
        desk(&["--as", who, "holidays", "import", path])
    };
    // Another country, an empty list, a broken day, and no list at all.
    for (text, words) in [
        (published.replace("england-and-wales", "scotland"), "another country"),
        (published.replace("2026-04-06", "2026-11-30"), "another country"),
        (
            r#"{"england-and-wales":{"division":"england-and-wales","events":[]}}"#.to_owned(),
            "no bank holiday in it",
        ),
        (published.replace("2026-05-04", "2026-05-44"), "no day as 2026-12-25, but 2026-05-44"),
        (published[..published.len() / 2].to_owned(), "not a list of bank holidays"),
    ] {
        let (_, said, code) = import(&text, "R. Shah");
        assert!(said.contains(words) && said.contains("still counts") && code == Some(65), "{said}");
    }
    let (_, said, code) = import(published, "A. Okoro");
    assert!(said.contains("administrator or a manager") && code == Some(77), "{said}");
    // A day that was proclaimed since: it counts from now on.
    let entry = r#"  {"title": "Summer bank holiday", "date": "2027-08-30", "notes": "", "bunting": true}"#;
    assert!(published.contains(entry));
    let extra = entry.replace("Summer bank holiday", "A jubilee").replace("2027-08-30", "2027-06-03");
    let newer = published.replace(entry, &format!("{extra},\n{entry}"));
    let (text, said, code) = import(&newer, "R. Shah");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        text.starts_with("Adopted: 84 bank holidays of 2019 to 2028; the last is Tue 26 Dec 2028."),
        "{text}"
    );
    assert!(import(&newer, "R. Shah").0.contains("already"));
    assert!(desk(&["holidays", "list"]).0.contains("Thu 3 Jun 2027    A jubilee"));
    let listed: Value = serde_json::from_str(&desk(&["holidays", "list", "--json"]).0).unwrap();
    assert_eq!(
        (&listed[1]["day"], &listed[1]["substitute"]),
        (&Value::from("2026-12-28"), &Value::from(true))
    );
    let (lines, ..) = run(&["--data", data, "--practice", "clock", "-"], "2027-06-03T10:00\n");
    assert!(lines.contains(r#""mode":"edt""#) && lines.contains(r#""bank_holiday":"A jubilee""#), "{lines}");
    // What ends sooner is older.
    let cut = newer
        .find(
            r#",
  {"title": "New Year’s Day", "date": "2028-"#,
        )
        .unwrap();
    let (_, said, code) = import(&format!("{}\n]}}}}", &newer[..cut]), "R. Shah");
    assert!(said.contains("it is older") && code == Some(65), "{said}");
    assert_eq!(desk(&["holidays", "import", "/nowhere/at/all.json"]).2, Some(66));
    assert_eq!(desk(&["verify"]).2, Some(0));
    assert!(Path::new(data).exists());
}
