//! `dutydesk clock -` beside `oracle.py`, which was written from the protocols and shares nothing with it.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Instants of 2020 to 2035: two thousand anywhere, and the nights on which the clocks change.
fn instants() -> String {
    let mut text = String::new();
    let first: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().unwrap();
    let mut seed = 0x2026_1124_u64;
    let mut put = |t: DateTime<Utc>| {
        let _ = writeln!(text, "{}", t.to_rfc3339());
    };
    for _ in 0..2_000 {
        // Knuth's MMIX generator.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        put(first + TimeDelta::seconds(i64::try_from((seed >> 20) % (16 * 365 * 86_400)).unwrap()));
    }
    for change in
        ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2031-03-30T01:00:00Z", "2035-10-28T01:00:00Z"]
    {
        let change: DateTime<Utc> = change.parse().unwrap();
        (-8..=8).for_each(|quarter| put(change + TimeDelta::minutes(15 * quarter)));
    }
    text
}

fn answers(command: &mut Command, questions: &str) -> Option<String> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut input = child.stdin.take()?;
    let questions = questions.to_owned();
    let asking = std::thread::spawn(move || input.write_all(questions.as_bytes()));
    let output = child.wait_with_output().ok()?;
    let _ = asking.join();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_clock_and_the_oracle_agree() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clock/oracle.py");
    let questions = instants();
    for profile in ["southampton", "bromley", "building-bridges"] {
        let mut clock = Command::new(env!("CARGO_BIN_EXE_dutydesk"));
        let ours = answers(clock.args(["clock", "-", "--profile", profile]), &questions).unwrap();
        assert_eq!(ours.lines().count(), 2_068);
        let Some(theirs) = answers(Command::new("python3").arg(&script).arg(profile), &questions) else {
            // Whoever has no Python with the time zones has the fixtures and the properties all the same.
            return;
        };
        for (ours, theirs) in ours.lines().zip(theirs.lines()) {
            assert_eq!(ours, theirs, "{profile}");
        }
    }
}
