//! Real desks: founded by three people, opened by passphrases, locked, left; and nothing of what they hold in any file.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    time::Duration,
};

use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        clock::SystemClock,
        entry,
        found::{self, Person, Sitting},
        protocol::{Act, DraftText},
        seat,
    },
    domain::{
        contact::call::{self, Take},
        ids::{ContactId, EventId, StaffId},
        policy::{Role, script::StageNo},
    },
    store::{
        Folder, StoreError,
        keys::{Keys, passphrase::Chosen},
    },
};

use crate::{
    common::pty::Pty,
    pty::{LONG, press, see, settle},
};

const SHAH: &str = "kettle marmot violin ash";
const LIND: &str = "my gran's heron flew to Oban";
const LEE: &str = "fig owl tub elm jar";

// ── a desk without a terminal ───────────────────────────────────────────────────────────────────────────────────────

struct Real {
    folder: Folder,
    halves: [String; 2],
    home: tempfile::TempDir,
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

impl Real {
    fn found() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("data")).unwrap();
        let people = [
            Person {
                name: "R. Shah",
                accounts: &[("r.shah", &[Role::CrsManager]), ("r.shah.admin", &[Role::Administrator])],
            },
            Person { name: "P. Lindqvist", accounts: &[("p.lindqvist", &[Role::OnCallSeniorManager])] },
            Person { name: "S. Lee", accounts: &[("s.lee", &[Role::SocialWorker])] },
        ];
        let sitting = Sitting {
            name: "Front door",
            profile: "southampton",
            people: &people,
            passphrase: "",
            duties: &[],
        };
        let chosen = [SHAH, LIND, LEE].map(|text| Chosen::new(text, &["Front door"]).unwrap());
        let prepared = found::real(&folder, &sitting, &chosen, &SystemClock, &mut Random::System).unwrap();
        assert!(!folder.database().exists(), "there is a desk before its sitting has ended");
        let halves = prepared.halves.each_ref().map(|half| half.paper().to_string());
        prepared.finish().unwrap();
        Self { folder, halves, home }
    }

    fn enter(&self, name: &str, passphrase: &str) -> Result<Desk, dutydesk::desk::DeskError> {
        let opening = Opening { console: true, bulk: false };
        entry::sign_in(&self.folder, opening, name, passphrase, clock(), Random::System)
    }

    fn data(&self) -> &Path {
        self.folder.root()
    }

    fn run(&self, arguments: &[&str], lines: &[&str]) -> Output {
        let receipts = self.home.path().join("receipts");
        let mut child = Command::new(env!("CARGO_BIN_EXE_dutydesk"))
            .arg("--data")
            .arg(self.data())
            .arg("--receipts")
            .arg(receipts)
            .args(arguments)
            .env("HOME", self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        for line in lines {
            let _ = writeln!(input, "{line}");
        }
        drop(input);
        child.wait_with_output().unwrap()
    }

    fn runs(&self, name: &str, passphrase: &str, arguments: &[&str], lines: &[&str]) -> String {
        let all = [&["--as", name, "--passphrase-stdin"], arguments].concat();
        let output = self.run(&all, &[&[passphrase], lines].concat());
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn fails(&self, name: &str, passphrase: &str, arguments: &[&str], code: i32) -> String {
        let all = [&["--as", name, "--passphrase-stdin"], arguments].concat();
        let output = self.run(&all, &[passphrase]);
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{words}");
        words
    }

    fn person(&self, login: &str) -> StaffId {
        Keys::of(&self.folder)
            .holders()
            .unwrap()
            .into_iter()
            .find(|holder| holder.name == login)
            .unwrap()
            .person
    }
}

fn take(desk: &mut Desk) -> ContactId {
    let answers = desk.handle(Request::Take(Box::<Take>::default()));
    let taken = answers.iter().find_map(|answer| match answer {
        Answer::Taken(id) => Some(*id),
        _ => None,
    });
    taken.unwrap_or_else(|| panic!("{answers:?}"))
}

fn note(contact: ContactId, text: &str) -> Request {
    let note =
        call::NewNote { text: text.to_owned(), mark: None, happened: None, child: None, stage: StageNo(4) };
    let command = call::Command::Write(note).into();
    Request::Act(Box::new(Act { tag: 1, contact, command, seen: u64::MAX, event: None, step_up: None }))
}

#[test]
fn a_passphrase_opens_a_real_desk_and_nothing_else_does() {
    let real = Real::found();
    let mut desk = real.enter("s.lee", LEE).unwrap();
    take(&mut desk);
    assert!(!desk.view().practice);
    drop(desk);
    for (name, passphrase) in [("s.lee", SHAH), ("nobody", LEE), ("r.shah", "")] {
        let error = real.enter(name, passphrase).err().unwrap().to_string();
        assert!(error.starts_with("that name and passphrase do not go together"), "{error}");
    }
    let clock = clock();
    assert!(Desk::open(&real.folder, Opening::default(), clock, Random::System).is_err());
    let listed = real.runs("S.LEE", LEE, &["contact", "list"], &[]);
    assert!(listed.contains("C-1"), "{listed}");
    assert!(real.fails("s.lee", SHAH, &["contact", "list"], 77).contains("do not go together"));
    assert!(real.runs("r.shah", SHAH, &["verify"], &[]).contains("journal is whole"));
    let nobody = real.run(&["contact", "list"], &[]);
    assert_eq!(nobody.status.code(), Some(64));
    // A backup goes with what says who can open it, and opens by it.
    let copy = real.home.path().join("copy/desk.db");
    Folder::create(copy.parent().unwrap()).unwrap();
    real.runs("r.shah", SHAH, &["backup", copy.to_str().unwrap()], &[]);
    std::fs::rename(copy.with_file_name("desk.db.keys"), copy.with_file_name("desk.keys")).unwrap();
    let folder = Folder::open(copy.parent().unwrap()).unwrap();
    entry::sign_in(&folder, Opening::default(), "s.lee", LEE, self::clock(), Random::System).unwrap();
}

#[test]
fn people_come_with_a_passphrase_of_their_own_and_change_it() {
    let real = Real::found();
    let add = ["staff", "add", "--name", "T. Bello", "--login", "t.bello", "--role", "edt_practitioner"];
    assert!(
        real.fails("s.lee", LEE, &add, 64).contains("ended"),
        "nothing is judged before a passphrase is given"
    );
    let weak = real.run(
        &[&["--as", "r.shah.admin", "--passphrase-stdin"], &add[..]].concat(),
        &[SHAH, "passwordpassword"],
    );
    assert_eq!(weak.status.code(), Some(64), "{weak:?}");
    real.runs("r.shah.admin", SHAH, &add, &["otter plinth gravel sonnet"]);
    assert!(real.fails("t.bello", LEE, &["contact", "list"], 77).contains("do not go together"));
    let mut bello = real.enter("t.bello", "otter plinth gravel sonnet").unwrap();
    take(&mut bello);
    drop(bello);
    let changed = ["otter plinth gravel sonnet", "cobalt thimble walnut ferry"];
    real.runs("t.bello", changed[0], &["staff", "passphrase"], &changed);
    assert!(real.enter("t.bello", changed[0]).is_err());
    real.runs("t.bello", changed[1], &["verify"], &[]);
}

#[test]
fn a_leaver_opens_nothing_and_everybody_else_goes_on() {
    let real = Real::found();
    let mut lee = real.enter("s.lee", LEE).unwrap();
    take(&mut lee);
    // While a console is open the file keeps its key, and says so; the leaver signs in no more all the same.
    let words = real.fails("r.shah.admin", SHAH, &["staff", "leave", "--name", "S. Lee"], 75);
    assert!(words.contains("leave every console"), "{words}");
    drop(lee);
    assert!(real.fails("s.lee", LEE, &["contact", "list"], 77).contains("account was closed"));
    let before = Keys::of(&real.folder).sign_in("s.lee", LEE, SystemClock.now()).unwrap();
    real.runs("r.shah.admin", SHAH, &["staff", "leave", "--name", "S. Lee"], &[]);
    assert!(real.fails("s.lee", LEE, &["contact", "list"], 77).contains("do not go together"));
    // Not even by the key that they had in their memory.
    let old = Desk::open_with(&real.folder, Opening::default(), before.access, clock(), Random::System);
    assert!(matches!(old.err().unwrap(), dutydesk::desk::DeskError::Store(StoreError::WrongKey)));
    for (name, passphrase) in [("r.shah", SHAH), ("p.lindqvist", LIND)] {
        assert!(real.runs(name, passphrase, &["contact", "list"], &[]).contains("C-1"));
    }
    real.runs("r.shah", SHAH, &["verify"], &[]);
}

#[test]
fn a_change_of_the_key_that_was_cut_short_is_ended_by_whoever_comes_next() {
    for rekeyed in [false, true] {
        let real = Real::found();
        let keys = Keys::of(&real.folder);
        let unlocked = keys.sign_in("r.shah", SHAH, SystemClock.now()).unwrap();
        let leaver = real.person("s.lee");
        {
            let guard = keys.rekeying().unwrap();
            let mut entropy = Random::System.entropy();
            let next = guard.leave(leaver, &unlocked.access, &mut entropy).unwrap();
            if rekeyed {
                let options = dutydesk::store::OpenOptions::default();
                let access = unlocked.access.clone();
                let mut store =
                    dutydesk::store::Store::open(&real.folder, &options, access, entropy).unwrap();
                store.rekey(&next).unwrap();
            }
        }
        assert!(keys.is_unsettled().unwrap());
        drop(real.enter("p.lindqvist", LIND).unwrap());
        assert!(!keys.is_unsettled().unwrap(), "rekeyed: {rekeyed}");
        drop(real.enter("r.shah", SHAH).unwrap());
        // Where the file never got the new key, nobody has left.
        assert_eq!(real.enter("s.lee", LEE).is_ok(), !rekeyed);
    }
}

#[test]
fn two_office_holders_let_somebody_in_again() {
    let real = Real::found();
    let [a, b] = &real.halves;
    let new = "cobalt thimble walnut ferry";
    let one = real.run(&["--passphrase-stdin", "recover", "--person", "S. Lee"], &[a, a, new]);
    assert_eq!(one.status.code(), Some(65), "{one:?}");
    let done =
        real.run(&["--passphrase-stdin", "recover", "--person", "S. Lee"], &[b, &a.to_lowercase(), new]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(real.enter("s.lee", LEE).is_err());
    let mut lee = real.enter("s.lee", new).unwrap();
    take(&mut lee);
    drop(lee);
    real.runs("r.shah", SHAH, &["verify"], &[]);
}

#[test]
fn a_service_reads_by_its_file_and_writes_nothing() {
    let real = Real::found();
    let mut lee = real.enter("s.lee", LEE).unwrap();
    take(&mut lee);
    drop(lee);
    let file = real.home.path().join("import.key");
    let file = file.to_str().unwrap();
    let beside = real.data().join("import.key");
    let add = |file: &str| ["service", "add", "import", "--file", file].map(str::to_owned);
    let refused = add(beside.to_str().unwrap());
    let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
    real.fails("r.shah.admin", SHAH, &refused, 73);
    real.runs("r.shah.admin", SHAH, &["service", "add", "import", "--file", file], &[]);
    let listed = real.run(&["--key", file, "contact", "list", "--json"], &[]);
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    assert!(String::from_utf8(listed.stdout).unwrap().contains("C-1"));
    let rebuilt = real.run(&["--key", file, "rebuild"], &[]);
    assert_eq!(rebuilt.status.code(), Some(77), "{rebuilt:?}");
    real.runs("r.shah.admin", SHAH, &["staff", "leave", "--name", "import"], &[]);
    assert!(!real.run(&["--key", file, "contact", "list"], &[]).status.success());
    real.runs("r.shah", SHAH, &["verify"], &[]);
}

// ── nothing in clear ────────────────────────────────────────────────────────────────────────────────────────────────

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn nothing_in(dir: &Path, names: &[String]) {
    let mut bytes = 0;
    for path in files(dir) {
        let text = std::fs::read(&path).unwrap();
        bytes += text.len();
        // Every name holds this word and a number, so one look finds any of them.
        let found = text.windows(9).position(|part| part.eq_ignore_ascii_case(b"quillfeat"));
        if let Some(at) = found {
            let end = text.len().min(at + 40);
            panic!("{}: {}", path.display(), String::from_utf8_lossy(&text[at..end]));
        }
    }
    assert!(bytes > 100_000 && names.len() == 500);
}

#[test]
fn five_hundred_names_stand_in_no_file_in_clear() {
    let real = Real::found();
    let names: Vec<String> = (0..500).map(|n| format!("Quillfeather{n} of number {n}")).collect();
    let mut desk = real.enter("s.lee", LEE).unwrap();
    let contact = take(&mut desk);
    for name in &names {
        let answers = desk.handle(note(contact, &format!("{name} was seen at the gate.")));
        assert!(answers.iter().any(|answer| matches!(answer, Answer::Done { .. })), "{answers:?}");
    }
    let body = serde_json::to_string(&names).unwrap();
    desk.handle(Request::SaveDraft(DraftText { contact: Some(contact), words: 500, body: body.clone() }));
    desk.handle(Request::Find { text: names[7].clone(), ticket: 1 });
    seat::seal_note(&real.folder, EventId(uuid::Uuid::from_u128(9)), &body, &mut Random::System).unwrap();
    // While it is open the log lies beside the file.
    assert!(real.data().join("desk.db-wal").metadata().unwrap().len() > 0);
    nothing_in(real.data(), &names);
    let ring = real.run(&["ring"], &["{\"name\":\"Quillfeather of the telephone\"}"]);
    assert!(ring.status.success(), "{}", String::from_utf8_lossy(&ring.stderr));
    nothing_in(real.data(), &names);
    drop(desk);
    let copy = real.data().join("copy.db");
    real.runs("r.shah", SHAH, &["backup", copy.to_str().unwrap()], &[]);
    real.runs("r.shah", SHAH, &["rebuild"], &[]);
    nothing_in(real.home.path(), &names);
    let desk = real.enter("r.shah", SHAH).unwrap();
    let left = desk.leftovers().unwrap();
    assert!(format!("{left:?}").contains("Quillfeather499"), "what was left is found again");
}

// ── in a terminal ───────────────────────────────────────────────────────────────────────────────────────────────────

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
    manager.keys("<esc>");
    press(&mut manager, "1", "C-1");
    manager.keys("<c-q>");
    assert!(manager.wait_for_end(LONG).success());
    for path in files(&home.join("data")) {
        let text = std::fs::read(&path).unwrap();
        assert!(!text.windows(8).any(|part| part == b"the gate"), "{}", path.display());
    }
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
