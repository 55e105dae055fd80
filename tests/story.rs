//! The first call of the README, played by its own keys on the very desk that it tells to make: two people at two consoles.

use crate::{
    common::pty::Pty,
    pty::{Home, LONG, see, settle},
};

/// Who presses something, in which step, and what: a key, or words to be typed.
#[derive(Debug)]
struct Pressed {
    step: u32,
    manager: bool,
    what: String,
}

/// The steps of the first call, as the README has them.
fn steps() -> String {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let from = readme.find("**A. Okoro takes the call**").unwrap();
    let to = readme.find("The scene that the practice desk begins with").unwrap();
    readme[from..to].to_owned()
}

/// Reads what is pressed: everything between backticks, but what is said in brackets, which is an aside.
fn pressed() -> Vec<Pressed> {
    let text = steps();
    let mut found: Vec<Pressed> = Vec::new();
    let (mut step, mut manager, mut aside) = (0, false, 0);
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            let what = part.split_whitespace().collect::<Vec<_>>().join(" ");
            // A sign that the screen shows is no key.
            if aside == 0 && what != "‼" {
                found.push(Pressed { step, manager, what });
            }
            continue;
        }
        if aside == 0 && part.starts_with(" eight times") {
            let last = found.pop().unwrap();
            let again = || Pressed { what: last.what.clone(), ..last };
            found.extend((0..8).map(|_| again()));
        }
        for line in part.split_inclusive('\n') {
            let number = line.split_once(". ").and_then(|(number, _)| number.parse().ok());
            step = number.unwrap_or(step);
            for (at, letter) in line.char_indices() {
                let rest = &line[at..];
                match letter {
                    '(' => aside += 1,
                    ')' => aside -= 1,
                    _ if aside > 0 => {}
                    _ if rest.starts_with("**A. Okoro") || rest.starts_with("**She") => manager = false,
                    _ if rest.starts_with("A. Okoro: ") => manager = false,
                    _ if rest.starts_with("**R. Shah") || rest.starts_with("R. Shah: ") => manager = true,
                    _ => {}
                }
            }
        }
    }
    found
}

/// Presses a key by the name that the README has for it, or types words.
fn press(console: &mut Pty, what: &str) {
    let named = match what {
        "Tab" | "Esc" | "Enter" | "PgDn" => format!("<{}>", what.to_lowercase()),
        _ if what.strip_prefix('F').is_some_and(|no| no.parse::<u8>().is_ok()) => {
            format!("<{}>", what.to_lowercase())
        }
        _ => match what.split_once('+') {
            Some(("Ctrl", key)) => format!("<c-{}>", key.to_lowercase()),
            Some(("Alt", "↓")) => "<a-down>".to_owned(),
            Some(("Alt", "↑")) => "<a-up>".to_owned(),
            Some(("Alt", key)) => format!("<a-{}>", key.to_lowercase()),
            _ => what.replace('<', "<lt>"),
        },
    };
    console.keys(&named);
    // Whoever reads the steps sees what comes of a key before the next one.
    settle(console);
}

#[test]
fn the_first_call_of_the_readme_is_played_by_its_own_keys() {
    let home = Home::fresh();
    let mut worker = home.console("A. Okoro");
    see(&worker, "take a call");
    let mut manager = home.console("R. Shah");
    see(&manager, "R. Shah");
    let pressed = pressed();
    let mut before = 0;
    for Pressed { step, manager: by_manager, what } in &pressed {
        if *step != before {
            after(before, &home, &worker, &manager);
            before = *step;
        }
        press(if *by_manager { &mut manager } else { &mut worker }, what);
    }
    assert_eq!(before, 18, "{pressed:?}");
    assert!(worker.wait_for_end(LONG).success());

    let contact = home.contact("C-1842");
    let over = &contact["overrides"][0];
    assert_eq!((&over["state"], &over["worker"]["by"]["name"]), (&"authorised".into(), &"A. Okoro".into()));
    assert_eq!(over["manager"]["by"]["name"], "R. Shah");
    let route = &contact["routes"][0];
    assert_eq!((&route["letter"], &route["second"]["by"]["name"]), (&"S".into(), &"R. Shah".into()));
    assert_eq!(contact["promises"][0]["what"], "ring the sergeant back");
    assert_eq!(contact["letters"][0]["state"], "sent");
    // Nobody else's override was touched by it.
    assert_eq!(home.contact("C-1841")["overrides"][0]["state"], "requested");
    home.runs(&["--practice", "verify"]);
}

/// Wants, after a step, what the README says of it.
fn after(step: u32, home: &Home, worker: &Pty, manager: &Pty) {
    match step {
        1 => drop(see(worker, "C-1842")),
        2 => drop(see(worker, "collar PC 4121")),
        3 => drop(see(worker, "Ada Quill")),
        4 => drop(see(worker, "danger now: YES")),
        7 => drop(see(worker, "not asked")),
        9 => {
            see(worker, "override 1 ◷ asked");
            see(worker, "You asked for this yourself: somebody else decides it.");
        }
        10 => {
            let screen = see(manager, "override 1 ◷ asked");
            assert!(screen.contains("C-1842"), "{screen}");
            see(manager, "It is yours to decide.");
        }
        11 => {
            see(worker, "override in force");
            assert_eq!(home.contact("C-1841")["overrides"][0]["state"], "requested");
        }
        13 => drop(see(worker, "waits for manager")),
        14 => drop(see(worker, "decided")),
        15 => drop(see(worker, "Sent at")),
        17 => drop(see(worker, "✓ sent")),
        _ => {}
    }
}
