//! The command line, by the real program.

mod practice;
mod programs;

use std::{
    io::Write as _,
    path::Path,
    process::{Output, Stdio},
};

use serde_json::Value;

use crate::common::program::{AT, connect, demo, prints, program, run};

/// Runs what must fail with a code, in one sentence, and gives it.
fn fails(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(data, arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed beside its error");
    assert_eq!(errors.trim_end().lines().count(), 1, "{errors}");
    assert!(errors.starts_with("dutydesk: ") && errors.ends_with('\n'), "{errors}");
    errors
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn ring(data: &Path, line: &str) -> Output {
    let mut child = program(data)
        .args(["--practice", "ring"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A line that is too long is not read to its end.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    child.wait_with_output().unwrap()
}

fn lanes(list: &Value) -> std::collections::BTreeMap<String, usize> {
    let mut lanes = std::collections::BTreeMap::new();
    for lane in list.as_array().unwrap().iter().flat_map(|row| row["lanes"].as_array().unwrap()) {
        *lanes.entry(lane.as_str().unwrap().to_owned()).or_default() += 1;
    }
    lanes
}

#[test]
fn a_ringing_call_is_journalled_by_the_next_command() {
    let home = demo("3", "1");
    let home = home.path();
    let rang = ring(home, "{\"number\":\"01632 960123\",\"name\":\"K. Pemlow\"}\n");
    assert!(rang.status.success(), "{}", String::from_utf8_lossy(&rang.stderr));
    assert_eq!(std::fs::read_dir(home.join("practice/ringing")).unwrap().count(), 1);
    let list = prints(home, &["--practice", "contact", "list", "--lane", "ringing", "--json"]);
    assert_eq!(json(&list).as_array().unwrap().len(), 3);
    assert!(list.contains("K. Pemlow"));
    assert_eq!(std::fs::read_dir(home.join("practice/ringing")).unwrap().count(), 0);

    let long = format!("{{\"name\":\"{}\"}}", "x".repeat(40_000));
    for wrong in ["", "hello", "[]", "{\"number\":\"one\"}", "{\"other\":1}", "{\"name\":1}", long.as_str()] {
        let rang = ring(home, wrong);
        let words = String::from_utf8(rang.stderr).unwrap();
        assert_eq!(rang.status.code(), Some(65), "{words}");
        assert_eq!(words.lines().count(), 1, "{words}");
    }
    assert_eq!(std::fs::read_dir(home.join("practice/ringing")).unwrap().count(), 0);
    // Every process can see what another was started with, so a caller's name is never an argument.
    assert_eq!(run(home, &["--practice", "ring", "K. Pemlow"]).status.code(), Some(64));
}

#[test]
fn the_desk_is_proved_repaired_and_copied() {
    let home = demo("60", "1");
    let home = home.path();
    assert!(prints(home, &["--practice", "verify"]).contains("journal is whole"));
    let copy = home.join("copy.db");
    prints(home, &["--practice", "backup", copy.to_str().unwrap()]);
    fails(home, &["--practice", "backup", copy.to_str().unwrap()], 73);

    let file = connect(home);
    file.execute("UPDATE queue_row SET row = replace(row, 'oversight', 'nothing')", []).unwrap();
    drop(file);
    assert!(fails(home, &["--practice", "verify"], 65).contains("dutydesk rebuild"));
    prints(home, &["--practice", "rebuild"]);
    prints(home, &["--practice", "verify"]);
}

#[test]
fn staff_and_duties() {
    let home = demo("0", "1");
    let home = home.path();
    let add =
        ["--practice", "staff", "add", "--name", "Ö. Nwoley", "--login", "o.nwoley", "--role", "crs_manager"];
    assert!(fails(home, &add, 77).contains("administrator"));
    let by_admin: Vec<&str> = add.iter().copied().chain(["--as", "S. Adler"]).collect();
    assert!(prints(home, &by_admin).contains("o.nwoley"));
    assert!(fails(home, &by_admin, 65).contains("signs in by that name"));
    let staff = json(&prints(home, &["--practice", "staff", "list", "--json"]));
    let added = staff.as_array().unwrap().iter().find(|person| person["name"] == "Ö. Nwoley").unwrap();
    assert_eq!(added["accounts"][0]["roles"][0], "crs_manager");
    assert!(prints(home, &["--practice", "staff", "list"]).contains("Ö. Nwoley"));

    let duty = |person, from, until| {
        ["--practice", "--as", "S. Adler", "duty", "set", "--role", "crs_manager", "--person", person]
            .into_iter()
            .chain(["--from", from, "--until", until])
            .collect::<Vec<&str>>()
    };
    prints(home, &duty("o.nwoley", "2026-11-25T09:00", "2026-11-25T17:00"));
    assert!(prints(home, &["--practice", "duty", "list"]).contains("Ö. Nwoley"));
    fails(home, &duty("T. Bello", "2026-11-25T09:00", "2026-11-25T17:00"), 65);
    fails(home, &duty("o.nwoley", "2026-11-25T17:00", "2026-11-25T09:00"), 64);
    for (time, why) in [
        ("2026-02-30T09:00", "no day"),
        ("2026-03-29T01:30", "clocks go forward"),
        ("tomorrow", "write a time"),
    ] {
        assert!(fails(home, &duty("o.nwoley", time, "2027-11-25T17:00"), 64).contains(why), "{time}");
    }
}

/// Runs what reads a reason from its input.
fn with_reason(data: &Path, arguments: &[&str], reason: &str) -> Output {
    let mut child = program(data)
        .arg("--practice")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(reason.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn accounts_come_and_go_and_staff_leave() {
    let home = demo("0", "1");
    let home = home.path();
    let by_admin = |arguments: &[&'static str]| -> Vec<&'static str> {
        ["--practice", "--as", "S. Adler", "staff"].iter().chain(arguments).copied().collect()
    };
    prints(
        home,
        &by_admin(&[
            "account",
            "add",
            "--name",
            "L. Marsh",
            "--login",
            "l.marsh.night",
            "--role",
            "edt_practitioner",
        ]),
    );
    prints(home, &by_admin(&["roles", "--login", "l.marsh.night", "--role", "shadow"]));
    let gain = ["roles", "--login", "s.adler", "--role", "administrator", "--role", "crs_manager"];
    assert!(fails(home, &by_admin(&gain), 77).contains("Nobody gives themselves a role"));
    assert!(fails(home, &by_admin(&["close", "--login", "s.adler"]), 65).contains("last administrator"));
    prints(home, &by_admin(&["close", "--login", "l.marsh.night"]));
    prints(home, &by_admin(&["leave", "--name", "R. Shah"]));
    let staff = json(&prints(home, &["--practice", "staff", "list", "--json"]));
    let of =
        |name: &str| staff.as_array().unwrap().iter().find(|person| person["name"] == name).unwrap().clone();
    assert_eq!(
        (of("R. Shah")["left"].as_bool(), of("L. Marsh")["left"].as_bool()),
        (Some(true), Some(false))
    );
    assert_eq!(of("L. Marsh")["accounts"][1]["closed"], true);
    assert!(prints(home, &["--practice", "staff", "list"]).contains("(closed)"));
    fails(home, &["--practice", "--as", "R. Shah", "contact", "list"], 65);
    prints(home, &["--practice", "verify"]);
}

#[test]
fn who_may_open_a_record_and_who_did() {
    let home = demo("40", "1");
    let home = home.path();
    let show =
        |name: &str| run(home, &["--practice", "--as", name, "contact", "show", "C-1841"]).status.code();
    let restrict = ["contact", "access", "restrict", "C-1841", "--kind", "allegation", "--to", "R. Shah"];
    assert!(with_reason(home, &restrict, "it names a colleague").status.success());
    assert_eq!((show("A. Okoro"), show("R. Shah"), show("J. Auden")), (Some(77), Some(0), Some(0)));
    let list = json(&prints(home, &["--practice", "contact", "list", "--json"]));
    let line = list.as_array().unwrap().iter().find(|line| line["reference"] == "C-1841").unwrap();
    assert_eq!((line["who"].as_str(), line["children"].as_array().unwrap().len()), (Some("restricted"), 0));
    let broken = with_reason(home, &["contact", "access", "break-glass", "C-1841"], "a child is in danger");
    assert!(broken.status.success(), "{}", String::from_utf8_lossy(&broken.stderr));
    assert_eq!(show("A. Okoro"), Some(0));
    let seen = ["--as", "H. Osei", "contact", "access", "seen", "C-1841"];
    assert!(with_reason(home, &seen, "it was right").status.success());

    let audit = ["--practice", "--as", "J. Auden", "audit", "contact", "C-1841", "--json"];
    let answer = json(&prints(home, &audit));
    assert_eq!(
        (answer["schema"].as_str(), answer["of"].as_str()),
        (Some("dutydesk.audit/1"), Some("contact"))
    );
    let what = |name: &str, key: &str| {
        let entries = answer["entries"].as_array().unwrap();
        entries.iter().filter(|entry| entry["person"]["name"] == name && entry["what"] == key).count()
    };
    assert_eq!(
        (what("R. Shah", "printed"), what("A. Okoro", "printed"), what("A. Okoro", "break_glass")),
        (1, 1, 1)
    );
    assert!(answer["entries"].as_array().unwrap().iter().any(|entry| entry["login"] == "r.shah"));
    let text = prints(home, &["--practice", "--as", "J. Auden", "audit", "person", "A. Okoro"]);
    assert!(
        text.contains("break-glass") && text.contains("C-1841") && text.contains("a child is in danger"),
        "{text}"
    );
    let overrides = json(&prints(home, &["--practice", "--as", "R. Shah", "audit", "overrides", "--json"]));
    assert_eq!(overrides["asked"].as_u64().unwrap(), overrides["list"].as_array().unwrap().len() as u64);
    assert!(
        prints(home, &["--practice", "--as", "R. Shah", "audit", "overrides"]).contains("asked for: waits")
    );
    assert!(fails(home, &["--practice", "audit", "contact", "C-1800"], 77).contains("auditor"));
    fails(home, &["--practice", "--as", "R. Shah", "audit", "person", "A. Okoro"], 77);
    fails(home, &["--practice", "--as", "H. Osei", "audit", "contact", "C-1841"], 77);
    prints(home, &["--practice", "verify"]);
}

#[test]
fn the_table_of_roles_needs_no_desk() {
    let nothing = tempfile::tempdir().unwrap();
    let table = prints(nothing.path(), &["roles"]);
    assert!(table.lines().all(|line| line.chars().count() <= 110), "{table}");
    assert!(table.contains("authorise an override") && table.contains("own family"));
    let all = json(&prints(nothing.path(), &["roles", "--json"]));
    let find = |action: &str, state: &str| {
        let all = all.as_array().unwrap().iter();
        all.clone().find(|line| line["action"] == action && line["state"] == state).unwrap()["roles"].clone()
    };
    let authorise = find("authorise an override", "");
    assert_eq!((&authorise["crs_manager"], &authorise["social_worker"]), (&"duty".into(), &"no".into()));
    assert_eq!(find("open a contact", "")["administrator"], "no");
}

#[test]
fn what_cannot_be_opened_is_said_in_one_sentence() {
    let nothing = tempfile::tempdir().unwrap();
    let nothing = nothing.path();
    fails(nothing, &["--practice", "contact", "list"], 66);
    fails(nothing, &["contact", "list"], 66);
    fails(nothing, &["--practice", "verify"], 66);
    fails(nothing, &["--practice", "ring"], 66);
    fails(nothing, &["--practice"], 66);
    assert!(fails(nothing, &[], 66).contains("no desk"));
    assert_eq!(std::fs::read_dir(nothing).unwrap().count(), 0, "nothing was made");
    for wrong in [
        &["--nonsense"][..],
        &["contact", "list", "--lane", "moon"],
        &["contact", "show", "C-x"],
        &["contact"],
    ] {
        fails(nothing, wrong, 64);
    }

    let home = demo("5", "1");
    let home = home.path();
    let file = connect(home);
    file.pragma_update(None, "user_version", 9_999).unwrap();
    drop(file);
    assert!(fails(home, &["--practice", "contact", "list"], 78).contains("newer dutydesk"));
    std::fs::write(home.join("practice/desk.db"), vec![0x5a; 40_000]).unwrap();
    assert!(fails(home, &["--practice", "contact", "list"], 65).contains("damaged"));
    assert!(fails(home, &["--practice", "verify"], 65).contains("damaged"));
}

#[test]
fn keys_and_help_need_no_desk() {
    let nothing = tempfile::tempdir().unwrap();
    assert!(prints(nothing.path(), &["keys"]).contains("Ctrl"));
    assert!(prints(nothing.path(), &["--help"]).contains("--practice"));
    assert!(prints(nothing.path(), &["--version"]).starts_with("dutydesk "));
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_a_desk() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    prints(&data, &["demo", "--no-console", "--contacts", "3", "--at", AT]);
    ring(&data, "{}");
    prints(&data, &["--practice", "contact", "list"]);
    let mut folders = vec![data];
    while let Some(folder) = folders.pop() {
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_to_be_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Whoever runs this as root may write everywhere.
    if std::fs::write(data.join("probe"), "").is_err() {
        fails(&data, &["demo", "--no-console", "--contacts", "0"], 77);
    }
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(unix)]
#[test]
fn nobody_reading_is_no_failure() {
    let home = demo("40", "1");
    let mut child = program(home.path())
        .args(["--practice", "contact", "list", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_proved_wrong_is_told_and_an_anchor_that_does_not_hold_stays_out() {
    let home = demo("5", "1");
    let home = home.path();
    let anchors = home.join("anchors.txt");
    std::fs::write(&anchors, "2026-11-24T14:08:00Z - 7K3M-9QZT-0HWX-4EAB-P2N8 a slip of the ear\n").unwrap();
    let out = home.join("bundle");
    let list = json(&prints(home, &["--practice", "contact", "list", "--json"]));
    let known = list.as_array().unwrap().iter().find_map(|row| row["reference"].as_str()).unwrap().to_owned();
    let made = dutydesk_output(
        home,
        &[
            "--practice",
            "evidence",
            &known,
            "--out",
            out.to_str().unwrap(),
            "--anchors",
            anchors.to_str().unwrap(),
        ],
    );
    assert!(made.contains("1 of 1 anchors do not hold"), "{made}");
    // The recovery key is shown at a terminal and nowhere else, and stays what it is.
    let keys = home.join("practice/desk.keys");
    let before = std::fs::read(&keys).unwrap();
    fails(home, &["--practice", "--as", "S. Adler", "staff", "recovery"], 64);
    assert_eq!(std::fs::read(&keys).unwrap(), before);
    let file = connect(home);
    let unguard = "DROP TRIGGER journal_never_shrinks; DROP TRIGGER payload_never_shrinks;
        DROP TRIGGER payload_never_changes;";
    file.execute_batch(&format!("{unguard} UPDATE payload SET body = body || ' ' WHERE seq = 5")).unwrap();
    assert!(fails(home, &["--practice", "verify"], 65).contains("entry 5: its body was changed"));
    let end = "seq = (SELECT max(seq) FROM journal)";
    file.execute_batch(&format!("DELETE FROM payload WHERE {end}; DELETE FROM journal WHERE {end}")).unwrap();
    drop(file);
    assert!(fails(home, &["--practice", "verify"], 65).contains("the end of it is lost"));
}

/// Runs what must succeed, and gives what it said beside what was asked for.
fn dutydesk_output(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_is_printed_moves_no_cursor_and_turns_no_line_round() {
    let home = demo("0", "1");
    let home = home.path();
    let name = "Zo\u{202e}e\u{1b}[2J";
    let unknown = fails(home, &["--practice", "--as", name, "contact", "list"], 65);
    let added = run(
        home,
        &[
            "--practice",
            "--as",
            "S. Adler",
            "staff",
            "add",
            "--name",
            name,
            "--login",
            "zoe",
            "--role",
            "lado",
        ],
    );
    let said = [added.stdout, added.stderr].concat();
    for text in [unknown, String::from_utf8(said).unwrap()] {
        assert!(text.contains("Zo") && !text.contains(['\u{202e}', '\u{1b}']), "{text:?}");
    }
}
