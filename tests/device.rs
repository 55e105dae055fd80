//! A manager's device, by the real program: enrolled, asked in the night, and read later.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use dutydesk::domain::answer::{self, Eight, Facts, HeadCode, Secret, enrol};
use serde_json::Value;

use crate::common::pty::Pty;

const PASSPHRASE: &str = "marram lantern oboe thistle";

fn typed(device: &Path, arguments: &[&str], lines: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dutydesk"))
        .arg("authorise")
        .arg("--device")
        .arg(device)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = [lines, &[""]].concat().join("\n");
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn secret() -> Secret {
    Secret::new(*b"not so secret at all")
}

#[test]
fn a_device_is_enrolled_answers_and_remembers() {
    let home = tempfile::tempdir().unwrap();
    let device = home.path().join("own/device.json");
    assert_eq!(typed(&device, &[], &[]).status.code(), Some(66));
    let code = enrol::code(&secret()).to_lowercase();
    let wrong = format!("{}x", &code[..code.len() - 1]);
    // A slip in the code is asked again; too short a passphrase, or two of them, enrol nothing.
    assert_eq!(typed(&device, &["--enrol"], &[&code, "R. Shah", "short", "short"]).status.code(), Some(64));
    assert_eq!(
        typed(&device, &["--enrol"], &[&code, "R. Shah", PASSPHRASE, "another one at all"]).status.code(),
        Some(64)
    );
    assert_eq!(typed(&device, &["--enrol"], &[&wrong]).status.code(), Some(64));
    assert!(!device.exists());
    let said = out(&typed(&device, &["--enrol"], &[&wrong, &code, "R. Shah", PASSPHRASE, PASSPHRASE]));
    assert!(said.contains(&enrol::proof(&secret()).to_string()), "{said}");
    assert_eq!(typed(&device, &["--enrol"], &[]).status.code(), Some(73), "one that is there stays");

    let challenge: Eight = "1234 5678".parse().unwrap();
    let facts = Facts::read("1841", "pol hea", "24/11 09:00").unwrap();
    let head = HeadCode::of(&[0x5a; 32]);
    let answers = [PASSPHRASE, "12345", "1234 5678", "c-1841", "hea pol", "24/11 09:00"];
    let head_code = head.to_string();
    let yes = [&answers[..], &["y", &head_code]].concat();
    let said = out(&typed(&device, &[], &yes));
    assert!(said.contains("C-1841; HEA POL; 24/11 09:00"), "{said}");
    assert!(said.contains(&answer::summary(challenge, &facts).to_string()), "{said}");
    assert!(said.contains(&answer::answer(&secret(), challenge, &facts).to_string()), "{said}");
    // A summary code that differs ends it without an answer; so does no word at all.
    for last in [&["n"][..], &[]] {
        let said = typed(&device, &[], &[&answers[..], last].concat());
        assert!(!String::from_utf8_lossy(&said.stdout).contains("Answer"), "{said:?}");
    }
    // A head that is not read out takes nothing from the answer.
    let said = out(&typed(&device, &[], &[&answers[..], &["yes", ""]].concat()));
    assert!(said.contains("Answer:") && said.contains("No head code"), "{said}");

    let refused = typed(&device, &[], &["marram lantern oboe"]);
    assert_eq!(refused.status.code(), Some(77));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("does not open this device"));
    let log = out(&typed(&device, &["--log"], &[PASSPHRASE]));
    let anchors = dutydesk::exchange::anchors::read(&log).unwrap();
    assert_eq!(anchors.len(), 1, "{log}");
    assert_eq!((anchors[0].code, anchors[0].seq), (head, None));
    assert!(anchors[0].place.starts_with("read to R. Shah, C-1841"), "{log}");
    let json: Value =
        serde_json::from_str(&out(&typed(&device, &["--log", "--json"], &[PASSPHRASE]))).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!((&json[0]["head"], &json[1]["head"]), (&head.to_string().into(), &Value::Null));

    let text = fs::read_to_string(&device).unwrap();
    for told in ["Shah", "marram"] {
        assert!(!text.contains(told), "{told} stands on the disk");
    }
    // Four digits stand in a row of random ones by chance; by themselves they would be the reference.
    assert!(
        text.split(|c: char| !c.is_ascii_alphanumeric()).all(|word| word != "1841"),
        "1841 stands on the disk"
    );
}

#[cfg(unix)]
#[test]
fn a_passphrase_is_not_shown_while_it_is_typed() {
    let home = tempfile::tempdir().unwrap();
    let device = home.path().join("device.json");
    let arguments = ["authorise", "--enrol", "--device", device.to_str().unwrap()];
    let mut pty = Pty::start(&arguments, home.path(), 80, 24);
    pty.wait_for_text("Code from the desk:");
    pty.send(enrol::code(&secret()).as_bytes()).keys("<enter>");
    pty.wait_for_text("Whose device");
    pty.send(b"R. Shah").keys("<enter>");
    pty.wait_for_text("Passphrase:");
    pty.send(b"marrrx\x7f\x7fam lantern oboe thistle").keys("<enter>");
    pty.wait_for_text("The same again:");
    pty.send(PASSPHRASE.as_bytes()).keys("<enter>");
    let screen = pty.wait_for_text("is enrolled for R. Shah");
    assert!(!screen.contains("lantern"), "{screen}");
    assert!(pty.wait_for_end(Duration::from_secs(10)).success());
    assert!(!String::from_utf8_lossy(&pty.raw()).contains("lantern"));
    // The terminal's echo is back for the next question.
    let mut pty = Pty::start(&["authorise", "--device", device.to_str().unwrap()], home.path(), 80, 24);
    pty.wait_for_text("This device's passphrase:");
    pty.send(PASSPHRASE.as_bytes()).keys("<enter>");
    pty.wait_for_text("Challenge (8 digits):");
    pty.send(b"12345678").keys("<enter>");
    let screen = pty.wait_for_text("Contact (1841):");
    assert!(screen.contains("12345678"), "{screen}");
}
