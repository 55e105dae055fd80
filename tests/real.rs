//! Real desks: founded by three people, opened by passphrases, locked, left; and nothing of what they hold in any file.

mod keys;
#[cfg(unix)]
mod sitting;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
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
            devices: &[],
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
    let note = call::NewNote {
        text: text.to_owned(),
        mark: None,
        happened: None,
        typed: None,
        child: None,
        stage: StageNo(4),
    };
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
    // A console that only records is none either.
    for console in [false, true] {
        let opening = Opening { console, bulk: false };
        let old = Desk::open_with(&real.folder, opening, before.access.clone(), clock(), Random::System);
        assert!(matches!(old.err().unwrap(), dutydesk::desk::DeskError::Store(StoreError::WrongKey)));
    }
    for (name, passphrase) in [("r.shah", SHAH), ("p.lindqvist", LIND)] {
        assert!(real.runs(name, passphrase, &["contact", "list"], &[]).contains("C-1"));
    }
    real.runs("r.shah", SHAH, &["verify"], &[]);
    // Whoever stays records by the new one where the file is damaged, and the file gets it all once it is back.
    let whole = std::fs::read(real.folder.database()).unwrap();
    std::fs::write(real.folder.database(), vec![0x41; whole.len()]).unwrap();
    assert!(real.enter("s.lee", LEE).err().unwrap().to_string().contains("do not go together"));
    let mut recording = real.enter("r.shah", SHAH).unwrap();
    assert!(recording.view().unread.is_some());
    let taken = recording.handle(Request::Take(Box::default()));
    assert!(matches!(taken[0], Answer::TakenAside { .. }), "{taken:?}");
    drop(recording);
    std::fs::write(real.folder.database(), whole).unwrap();
    drop(real.enter("p.lindqvist", LIND).unwrap());
    assert!(real.runs("r.shah", SHAH, &["contact", "list"], &[]).contains("C-2"));
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
    desk.handle(Request::SaveDraft {
        no: 1,
        text: DraftText { by: None, contact: Some(contact), words: 500, body: body.clone() },
    });
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
