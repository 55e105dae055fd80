//! The sitting that founds a desk, in a terminal: three people, their passphrases, the managers' devices, the recovery key.

use std::{path::Path, sync::Arc, time::Duration};

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        clock::{FixedClock, SystemClock},
        entry,
        protocol::{Act, Shows, Telephone},
    },
    domain::{
        answer::{self, Secret, enrol},
        contact::{
            Command,
            oversight::{Dictated, How, State},
        },
        desk::{Account, Command as Run, Staff},
        ids::{AccountId, ContactId, OverrideNo, StaffId},
        policy::Role,
    },
    store::{Folder, keys::passphrase::Chosen},
};

use super::{LEE, LIND, SHAH, files, take};
use crate::{
    common::pty::Pty,
    pty::{LONG, press, see, settle},
    roles::tries,
};

const BELLO: &str = "otter plinth gravel sonnet";

fn start(home: &Path, arguments: &[&str]) -> Pty {
    let data = home.join("data");
    let receipts = home.join("receipts");
    let (data, receipts) = (data.to_str().unwrap().to_owned(), receipts.to_str().unwrap().to_owned());
    let all = [&["--data", &data, "--receipts", &receipts], arguments].concat();
    Pty::start(&all, home, 120, 40)
}

/// Answers a question, once it is asked; what is not to be seen is not.
fn answer(console: &mut Pty, question: &str, text: &str) {
    see(console, question);
    settle(console);
    console.send(text.as_bytes());
    console.send(b"\r");
}

fn half(console: &mut Pty, which: &str) -> String {
    answer(console, &format!("The {which} office holder alone is at the screen"), "");
    let screen = see(console, "Type its last group:");
    let line = screen.lines().map(str::trim).find(|line| {
        let groups: Vec<&str> = line.split(' ').collect();
        groups.len() == 15 && groups[1..].iter().all(|group| group.len() == 4)
    });
    let paper = line.unwrap_or_else(|| panic!("no half on the screen:\n{screen}")).to_owned();
    answer(console, "Type its last group:", "AAAA");
    see(console, "look at what you wrote");
    settle(console);
    console.send(paper.rsplit(' ').next().unwrap().to_lowercase().as_bytes());
    console.send(b"\r");
    paper
}

fn signs_in(console: &mut Pty, name: &str, passphrase: &str) {
    see(console, "Nothing is shown until you sign in.");
    console.send(name.as_bytes());
    console.keys("<tab>");
    console.send(passphrase.as_bytes());
    console.keys("<enter>");
}

#[test]
fn three_people_found_a_desk_and_one_of_them_works_at_it() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let mut console = start(home, &[]);
    answer(&mut console, "Profile (southampton,", "southampton");
    answer(&mut console, "Name of the desk:", "Harbour front door");
    answer(&mut console, "A CRS manager", "R. Shah");
    answer(&mut console, "An on-call senior manager:", "r shah");
    see(&console, "it takes three people");
    settle(&console);
    console.send(b"P. Lindqvist\r");
    answer(&mut console, "A duty social worker:", "S. Lee");
    answer(&mut console, "R. Shah, choose your passphrase:", "too short");
    see(&console, "add a word or two");
    settle(&console);
    console.send(format!("{SHAH}\r").as_bytes());
    answer(&mut console, "Once more:", SHAH);
    for (name, passphrase) in [("P. Lindqvist", LIND), ("S. Lee", LEE)] {
        answer(&mut console, &format!("{name}, choose your passphrase:"), passphrase);
        settle(&console);
        console.send(format!("{passphrase}\r").as_bytes());
    }
    answer(&mut console, "Is R. Shah's device here?", "");
    see(&console, "R. Shah has no device yet.");
    let device = enrols(&mut console, "P. Lindqvist", "S. Lee");
    let first = half(&mut console, "first");
    let second = half(&mut console, "second");
    assert!(first.starts_with('A') && second.starts_with('B'));
    see(&console, "Nothing is shown until you sign in.");
    assert!(!console.screen().contains(&second[..20]), "a half is on the screen still");

    // A wrong passphrase, one for a name that nobody has, and the right one.
    signs_in(&mut console, "s.lee", "guess guess guess guess");
    let wrong = see(&console, "that name and passphrase do not go together");
    console.keys("<s-tab><c-u>nobody<tab>guess<enter>");
    settle(&console);
    assert!(see(&console, "do not go together").lines().count() == wrong.lines().count());
    console.keys("<s-tab><c-u>s.lee<tab>");
    console.send(LEE.as_bytes());
    press(&mut console, "<enter>", "take a call");
    assert!(!console.screen().contains("PRACTICE") && console.screen().contains("Harbour front door"));
    let proc = format!("/proc/{}", console.pid());
    for file in ["cmdline", "environ"] {
        let text = std::fs::read(format!("{proc}/{file}")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&text).contains("fig owl"), "{file}");
    }

    press(&mut console, "n", "talking 0 min");
    press(&mut console, "he stood at the gate<left><left><left><left>", "he stood at the gate");
    press(&mut console, "<c-l>", "Locked. Nothing is shown");
    settle(&console);
    assert!(!console.screen().contains("gate") && !console.screen().contains("C-1"), "{}", console.screen());
    console.send(LEE.as_bytes());
    press(&mut console, "<enter>", "he stood at the gate");
    press(&mut console, "old<space><enter>", "he stood at the old gate");
    settle(&console);
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    let raw = String::from_utf8_lossy(&console.raw()).into_owned();
    for never in [SHAH, LIND, LEE] {
        assert!(!raw.contains(never), "a passphrase was shown");
    }

    // The next one finds a note that was left at the door, and the desk as it was.
    let mut door = start(home, &[]);
    see(&door, "Nothing is shown until you sign in.");
    press(&mut door, "<a-n>the officer rang again at the gate", "Sealed at");
    door.keys("<c-q>");
    assert!(door.wait_for_end(LONG).success());
    let mut manager = start(home, &[]);
    let began = std::time::Instant::now();
    signs_in(&mut manager, "r.shah", SHAH);
    see(&manager, "A note was left at the door");
    println!("signed in after {:?}", began.elapsed());
    see(&manager, "the officer rang again at the gate");
    // Sent on its own: Escape and a letter at once are Alt and that letter.
    manager.keys("<esc>");
    manager.wait_for(|screen| !screen.contains("A note was left at the door"), LONG);
    press(&mut manager, "1", "C-1");
    manager.keys("<c-q>");
    assert!(manager.wait_for_end(LONG).success());
    for path in files(&home.join("data")) {
        let text = std::fs::read(&path).unwrap();
        assert!(!text.windows(8).any(|part| part == b"the gate"), "{}", path.display());
    }
    let folder = Folder::open(&home.join("data")).unwrap();
    let passphrases = [("r.shah.admin", SHAH), ("s.lee", LEE), ("t.bello", BELLO)];
    answers_by(&device, &|name, clock| {
        let (_, passphrase) = passphrases.iter().find(|(known, _)| *known == name).unwrap();
        entry::sign_in(&folder, Opening::default(), name, passphrase, clock, Random::System).unwrap()
    });
}

#[test]
fn a_practice_desk_is_founded_with_its_managers_devices() {
    let home = tempfile::tempdir().unwrap();
    let mut console = start(home.path(), &["--practice"]);
    answer(&mut console, "Profile (southampton,", "southampton");
    answer(&mut console, "Name of the desk:", "Harbour practice");
    answer(&mut console, "A CRS manager", "R. Shah");
    answer(&mut console, "An on-call senior manager:", "P. Lindqvist");
    answer(&mut console, "A duty social worker:", "S. Lee");
    // An authenticator app whose code is never read out is left out, and so is nothing else.
    answer(&mut console, "Is R. Shah's device here?", "perhaps");
    see(&console, "Type y or c");
    settle(&console);
    console.send(b"c\r");
    see(&console, "(by time, 6 digits, SHA-1)");
    answer(&mut console, "S. Lee types what the device itself shows now", "");
    see(&console, "R. Shah has no device yet.");
    let device = enrols(&mut console, "P. Lindqvist", "S. Lee");
    see(&console, "The desk is founded.");
    assert!(console.wait_for_end(LONG).success());
    let folder = Folder::open(&home.path().join("data/practice")).unwrap();
    answers_by(&device, &|name, clock| {
        let mut desk = Desk::open(&folder, Opening::default(), clock, Random::System).unwrap();
        desk.sign_in_for_practice(name).unwrap();
        desk
    });
}

/// Has a manager's device enrolled in the sitting, and gives the secret that it has from then on.
fn enrols(console: &mut Pty, owner: &str, reader: &str) -> Secret {
    answer(console, &format!("Is {owner}'s device here?"), "y");
    let screen = see(console, &format!("{reader} types what the device itself shows now"));
    let nine = |line: &&str| line.split(' ').count() == 9 && line.split(' ').all(|group| group.len() == 4);
    let code = screen.lines().map(str::trim).find(nine).unwrap_or_else(|| panic!("no code:\n{screen}"));
    let secret = enrol::read(code).unwrap();
    settle(console);
    console.send(b"1234 5678\r");
    see(console, "look at the device again");
    settle(console);
    console.send(format!("{}\r", enrol::proof(&secret)).as_bytes());
    let screen = see(console, &format!("{owner}'s device is enrolled, by R. Shah and {reader}."));
    assert!(!screen.contains(code), "the code is on the screen still");
    secret
}

/// Plays a night: somebody who had no hand in the device takes down the manager's word by it; who had one, cannot.
fn answers_by(device: &Secret, open: &dyn Fn(&str, Arc<dyn Clock>) -> Desk) {
    let late =
        (SystemClock.now() + TimeDelta::days(1)).date_naive().and_hms_opt(23, 30, 0).unwrap().and_utc();
    let clock = || Arc::new(FixedClock::at(late)) as Arc<dyn Clock>;
    let mut admin = open("r.shah.admin", clock());
    let uuid = || Random::System.uuid(late).unwrap();
    let (person, name) = (StaffId(uuid()), "T. Bello".to_owned());
    let roles = vec![Role::EdtPractitioner];
    let account = Account { id: AccountId(uuid()), person, name: "t.bello".to_owned(), roles };
    let staff = Staff { id: person, name, initials: "TB".to_owned() };
    admin.add_staff(staff, account, &Chosen::new(BELLO, &[]).unwrap()).unwrap();
    let manager = admin.book().state.find_staff("P. Lindqvist").unwrap();
    let number = Run::SetNumber { person: manager, number: "07700 900104".to_owned() };
    admin.answer(Request::Desk(Box::new(number))).unwrap();
    drop(admin);

    let mut bello = open("t.bello", clock());
    let contact = take(&mut bello);
    for command in [tries::family(), vec![tries::ask(late)]].concat() {
        does(&mut bello, contact, command);
    }
    drop(bello);
    let mut lee = open("s.lee", clock());
    let said = rings(&mut lee, contact, manager, device);
    assert!(said.contains("had a hand in enrolling that device"), "{said}");
    drop(lee);
    let mut bello = open("t.bello", clock());
    assert_eq!(rings(&mut bello, contact, manager, device), "");
    let known = bello.contact_by_id(contact).unwrap();
    let State::Authorised(given) = &known.oversight.get(OverrideNo(1)).unwrap().state else {
        panic!("{known:?}")
    };
    assert_eq!((given.how, given.by), (How::TelephoneBound, manager));
    assert_eq!(known.oversight.get(OverrideNo(1)).unwrap().refused.len(), 1);
}

fn does(desk: &mut Desk, contact: ContactId, command: Command) {
    let act = Act { tag: 1, contact, command, seen: u64::MAX, event: None, step_up: None };
    desk.answer(Request::Act(Box::new(act))).unwrap();
}

/// Has the manager challenged and hands in what their device answers; gives the sentence of a refusal.
fn rings(desk: &mut Desk, contact: ContactId, manager: StaffId, device: &Secret) -> String {
    let began = desk.now();
    let dictated =
        Dictated { manager, began, words: tries::words(), narrowed: None, seen_refusals: Vec::new() };
    let say = |desk: &mut Desk, shows| {
        let asked = Telephone { tag: 1, contact, no: OverrideNo(1), dictated: dictated.clone(), shows };
        let answers = desk.handle(Request::Telephone(Box::new(asked)));
        let refused = answers.into_iter().find_map(|answer| match answer {
            Answer::Refused { words, .. } | Answer::Failed { words, .. } => Some(words),
            _ => None,
        });
        refused.unwrap_or_default()
    };
    assert_eq!(say(desk, Shows::Nothing), "");
    let known = desk.contact_by_id(contact).unwrap();
    let challenge = known.oversight.get(OverrideNo(1)).unwrap().challenges.last().unwrap();
    let digits = answer::answer(device, challenge.digits(), &challenge.call.facts(known.reference));
    say(desk, Shows::Answer { challenge: challenge.no, digits: digits.to_string() })
}

#[test]
fn a_sitting_that_is_broken_off_leaves_no_desk() {
    let home = tempfile::tempdir().unwrap();
    let mut console = start(home.path(), &[]);
    answer(&mut console, "Profile (southampton,", "southampton");
    answer(&mut console, "Name of the desk:", "Harbour");
    answer(&mut console, "A CRS manager", "R. Shah");
    answer(&mut console, "An on-call senior manager:", "P. Lindqvist");
    answer(&mut console, "A duty social worker:", "S. Lee");
    see(&console, "R. Shah, choose your passphrase:");
    settle(&console);
    console.keys("<esc>");
    assert_eq!(console.wait_for_end(Duration::from_secs(30)).exit_code(), 64);
    assert!(!home.path().join("data/desk.keys").exists());
}
