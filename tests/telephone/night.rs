//! The whole of it by the real program: three people, a device of its own without a desk, two nights of one clock.

use std::{path::Path, time::Duration};

use chrono::TimeDelta;
use dutydesk::{
    desk::{clock::PracticeClock, found},
    store::Folder,
};

use super::head_code;
use crate::common::{
    program::{prints, program},
    pty::Pty,
};

const PASSPHRASE: &str = "marram lantern oboe thistle";

/// Runs a command on the practice desk as somebody, with lines on standard input, and gives what it printed.
fn typed(data: &Path, name: &str, arguments: &[&str], lines: &str) -> Result<String, String> {
    use std::{io::Write as _, process::Stdio};
    let mut child = program(data)
        .args(["--practice", "--as", name])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = child.wait_with_output().unwrap();
    let (out, errors) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    if output.status.success() { Ok(out) } else { Err(errors) }
}

/// Gives the line that is set apart in what a command printed.
fn apart(text: &str) -> String {
    text.lines().find(|line| line.starts_with("    ")).unwrap().trim().to_owned()
}

/// Gives what stands after a label on a screen.
fn beside(screen: &str, label: &str) -> String {
    let parts = screen.lines().flat_map(|line| line.split('│'));
    let found = parts.map(str::trim).find_map(|part| part.strip_prefix(label));
    found.unwrap_or_else(|| panic!("no {label} on the screen:\n{screen}")).trim().to_owned()
}

fn console(home: &Path, name: &str) -> Pty {
    Pty::start(&["--data", home.to_str().unwrap(), "--practice", "--as", name], home, 120, 40)
}

/// Enrols a device of P. Lindqvist's own: one person proposes it, the manager types the secret, another enrols it.
pub(crate) fn enrols_a_device(data: &Path) -> std::path::PathBuf {
    let device = data.join("own/device.json");
    let proposed = typed(data, "H. Osei", &["device", "propose", "P. Lindqvist"], "").unwrap();
    let file = device.to_str().unwrap();
    let mut own = Pty::start(&["authorise", "--enrol", "--device", file], data, 80, 24);
    own.wait_for_text("Code from the desk:");
    own.send(apart(&proposed).as_bytes()).keys("<enter>").wait_for_text("Whose device");
    own.send(b"P. Lindqvist").keys("<enter>").wait_for_text("Passphrase:");
    own.send(PASSPHRASE.as_bytes()).keys("<enter>").wait_for_text("The same again:");
    let screen = own.send(PASSPHRASE.as_bytes()).keys("<enter>").wait_for_text("It answers with");
    let mark = apart(&screen);
    assert!(own.wait_for_end(Duration::from_secs(10)).success());
    let own_enrol =
        typed(data, "H. Osei", &["device", "enrol", "P. Lindqvist"], &format!("{mark}\n")).unwrap_err();
    assert!(own_enrol.contains("You proposed this device yourself"), "{own_enrol}");
    typed(data, "S. Adler", &["device", "enrol", "P. Lindqvist"], &format!("{mark}\n")).unwrap();
    device
}

/// Plays a word by telephone on C-1841: the worker reads out, the manager answers by the device at home.
pub(crate) fn authorises_by_telephone(data: &Path, worker: &mut Pty, device: &Path) {
    let file = device.to_str().unwrap();
    // The worker rings, reads out, and takes down what is said.
    // The cursor stands on the call that was left last, wherever that is in the queue.
    worker.keys("<home>").wait_for_text("C-1841");
    worker.keys("/1841").wait_for_text("Ellis Brookmere, Mia");
    worker.keys("<enter>").wait_for_text("write here");
    worker.keys("<f6>").wait_for_text("Alt+p ring the manager");
    worker.keys("<a-p>").wait_for_text("P. Lindqvist, 07700 900104, on-call senior manager");
    worker.keys(
        "Lind<enter><tab>they auth<enter>I believe he will come for them tonight if he hears of it.<tab>",
    );
    worker.keys("She would be asked in front of him.<tab>Nothing less reaches the patrol.<tab>");
    worker.keys("They hold his conditions.<tab><tab><tab><tab><tab>their device<enter><c-s>");
    let screen = worker.wait_for_text("THEIR ANSWER");
    let screen = if screen.contains("summary") { screen } else { worker.wait_for_text("summary") };

    // The manager, at home, types what is read to them, and sees the same summary code.
    let mut own = Pty::start(&["authorise", "--device", file], data, 80, 24);
    own.wait_for_text("This device's passphrase:");
    own.send(PASSPHRASE.as_bytes()).keys("<enter>").wait_for_text("Challenge (8 digits):");
    for (label, next) in [
        ("challenge ", "Contact (1841):"),
        ("contact ", "Agencies (POL HEA HV):"),
        ("agencies ", "Until (24/11 09:00):"),
        ("until ", "the same summary code?"),
    ] {
        let heard = if label == "until " { "24/11 23:12".to_owned() } else { beside(&screen, label) };
        own.send(heard.as_bytes()).keys("<enter>").wait_for_text(next);
    }
    assert!(own.screen().contains(&beside(&screen, "summary ")), "{}", own.screen());
    let answer = beside(&own.keys("y<enter>").wait_for_text("Answer:"), "Answer:");

    // A digit misheard; then the right one.
    worker.keys("11112222<c-s>").wait_for_text("Those digits do not fit");
    worker.keys("<c-u>").send(answer.as_bytes()).keys("<c-s>");
    let screen = worker.wait_for_text("head code");
    assert!(screen.contains("P. Lindqvist signs by tomorrow 17:00"), "{screen}");
    own.send(head_code(&screen).to_string().as_bytes())
        .keys("<enter>")
        .wait_for_text("The head code is kept.");
    assert!(own.wait_for_end(Duration::from_secs(10)).success());
}

#[test]
fn at_three_in_the_night_a_manager_at_home_authorises_and_signs_when_they_come_in() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path();
    prints(data, &["demo", "--no-console", "--contacts", "40", "--seed", "1", "--at", "2026-11-24T03:12"]);
    let device = enrols_a_device(data);
    let file = device.to_str().unwrap();
    let list = prints(data, &["--practice", "device", "list"]);
    assert!(list.contains("enrolled; proposed by H. Osei, enrolled by S. Adler"), "{list}");

    let mut worker = console(data, "A. Okoro");
    authorises_by_telephone(data, &mut worker, &device);
    worker.keys("<c-q>");
    assert!(worker.wait_for_end(Duration::from_secs(10)).success());

    // In the morning the manager comes in, is told, and signs with their passphrase.
    let folder = Folder::open(&data.join("practice")).unwrap();
    let ahead = TimeDelta::microseconds(found::practice_clock(&folder).micros_ahead()) + TimeDelta::hours(6);
    found::keep_clock(&folder, &PracticeClock::ahead(ahead.num_microseconds().unwrap())).unwrap();
    let mut manager = console(data, "P. Lindqvist");
    manager.wait_for_text("1 of your words to sign");
    manager.keys("/1841").wait_for_text("Ellis Brookmere, Mia");
    // From the lane of what waits, it opens where the word is.
    manager.keys("<enter>").wait_for_text("This is said to be your word");
    manager.keys("<a-a>").wait_for_text("You said this, and these are your words.");
    manager.keys("<c-s>").wait_for_text("Your passphrase");
    manager.keys("practice<enter>").wait_for_text("✓ in force until");
    manager.keys("<c-q>");
    assert!(manager.wait_for_end(Duration::from_secs(10)).success());

    // Later: what was kept at home proves the journal, and the audit names who and how.
    let log = {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_dutydesk"))
            .args(["authorise", "--device", file, "--log"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .and_then(|mut child| {
                use std::io::Write as _;
                child.stdin.take().unwrap().write_all(format!("{PASSPHRASE}\n").as_bytes())?;
                child.wait_with_output()
            });
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let anchors = data.join("anchors.txt");
    std::fs::write(&anchors, log).unwrap();
    let proved = prints(data, &["--practice", "verify", "--anchors", anchors.to_str().unwrap()]);
    assert!(proved.contains("The journal is whole") && proved.contains("read to P. Lindqvist"), "{proved}");
    let audit = typed(data, "H. Osei", &["audit", "overrides"], "").unwrap();
    assert!(
        audit.contains("by telephone, bound to the request") && audit.contains("P. Lindqvist"),
        "{audit}"
    );
}
