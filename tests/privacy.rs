//! What identifies a person stays on the screen and in the journal: not in a title, a clipboard, a notification, a log, an
//! argument, or the words of a panic.
#![cfg(unix)]

use std::{
    io::Write as _,
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use dutydesk::{
    desk::{Clock, Random, Request, clock::FixedClock, protocol::DraftText},
    domain::{
        contact::call::Take,
        ids::{ContactId, RingId},
    },
    runtime::event_loop::{Effect, Message, Program, Session, Setting},
    store::{keys::Keys, rings},
};
use portable_pty::CommandBuilder;
use ratatui::Frame;

use crate::{
    common::{
        console::{Practice, TUESDAY},
        program::connect,
        pty::Pty,
    },
    pty::{Home, LONG, press, see, settle},
};

/// Words that stand for people in these tests and occur nowhere else.
const PLANTED: [&str; 9] = [
    "Quillfeather",
    "Zebulon",
    "Brackenthwaite",
    "Ottoline",
    "07700 900987",
    "07700900987",
    "Larkspur",
    "lanternfish",
    "shibboleth",
];

/// Finds what a terminal would not draw but take for itself: titles, clipboards, notifications, and strings to whatever
/// else listens.
fn strings(raw: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, pair) in raw.windows(2).enumerate() {
        if pair[0] == 0x1b && matches!(pair[1], b']' | b'P' | b'X' | b'^' | b'_' | b'k') {
            let end = raw[at..].iter().skip(2).position(|byte| matches!(byte, 0x07 | 0x1b));
            let end = end.map_or(raw.len(), |end| at + 2 + end);
            found.push(String::from_utf8_lossy(&raw[at + 1..end]).into_owned());
        }
    }
    found
}

/// Lists every file under a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Fails where a planted word stands in a file that is neither the journal nor a draft.
fn nothing_beside_the_journal(home: &Path) {
    let mut logs = 0;
    for path in files(home) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("desk.db") || path.parent().is_some_and(|folder| folder.ends_with("drafts")) {
            continue;
        }
        logs += usize::from(name.starts_with("dutydesk.log"));
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for word in PLANTED {
            assert!(!text.contains(word), "{word} stands in {}:\n{text}", path.display());
            assert!(!path.to_string_lossy().contains(word), "{}", path.display());
        }
    }
    assert!(logs > 0, "there is no log to look into");
}

fn never_told_to_the_terminal(console: &Pty) {
    let strings = strings(&console.raw());
    assert!(strings.is_empty(), "the terminal itself was told {strings:?}");
}

#[test]
fn what_a_terminal_takes_for_itself_is_found() {
    let raw = b"a\x1b]0;Zebulon\x07b\x1b]52;c;WmVi\x1b\\\x1b]777;notify;x\x1b\\\x1b[2J\x1bPq\x1b\\\x1b7";
    assert_eq!(strings(raw), ["]0;Zebulon", "]52;c;WmVi", "]777;notify;x", "Pq"]);
}

#[test]
fn a_whole_call_tells_the_terminal_and_the_log_nothing() {
    let home = Home::new(0);
    let mut ring = home.command(&["--practice", "ring"]);
    let mut ring = ring.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let line = b"{\"number\":\"07700 900987\",\"name\":\"Ottoline Brackenthwaite\"}\n";
    ring.stdin.take().unwrap().write_all(line).unwrap();
    assert!(ring.wait().unwrap().success());

    let mut worker = home.console("A. Okoro");
    see(&worker, "Ottoline");
    press(&mut worker, "a", "talking 0 min");
    let arguments = std::fs::read(format!("/proc/{}/cmdline", worker.pid())).unwrap_or_default();
    assert!(PLANTED.iter().all(|word| !String::from_utf8_lossy(&arguments).contains(word)));
    press(&mut worker, "Zebulon hides under the stairs at Larkspur.<enter>", "under the stairs at Larkspur.");
    press(&mut worker, "<f3>", "★ Add");
    press(&mut worker, "child<tab>Zebulon Quillfeather<tab>about 6<tab><c-s>", "1 child");
    press(&mut worker, "parent<tab>Ottoline Quillfeather<tab>mother<tab>", "Ottoline Quillfeather");
    worker.paste("lanternfish\u{1b}]52;c;WmVi\u{7}");
    press(&mut worker, "<a-u>", "URGENT");
    press(&mut worker, "<f8>", "A new promise");
    worker.keys("ring Ottoline back<tab>Ottoline<tab><tab>y<tab>Okoro<tab><tab>15:30<tab>the officer<c-s>");
    press(&mut worker, "<f9>", "send nothing");
    press(&mut worker, "<a-e>", "ended 14:07");
    press(&mut worker, "<esc>", "take a call");
    press(&mut worker, "/Quillfeather", "Find: C-1841");
    settle(&worker);
    worker.keys("<esc>");
    settle(&worker);

    // Somebody else holds the journal for too long, and the drafts' folder is none: both are told, and logged by kind.
    press(&mut worker, "n", "talking 0 min");
    settle(&worker);
    let other = connect(home.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let drafts = home.path().join("practice/drafts");
    std::fs::remove_dir_all(&drafts).unwrap();
    std::fs::write(&drafts, "").unwrap();
    worker.keys("the word at the door is shibboleth");
    see(&worker, "✕ not saved");
    press(&mut worker, "<enter>", "held the desk's file for too long");
    other.execute_batch("ROLLBACK").unwrap();
    std::fs::remove_file(&drafts).unwrap();

    press(&mut worker, "<c-l>", "sign in");
    press(&mut worker, "<s-tab><c-u>Zebulon<tab>shibboleth<enter>", "Zebulon");
    settle(&worker);
    worker.keys("<c-q>");
    assert!(worker.wait_for_end(LONG).success());
    never_told_to_the_terminal(&worker);
    nothing_beside_the_journal(home.path());
    let log = std::fs::read_to_string(home.path().join("practice/dutydesk.log")).unwrap();
    assert!(log.contains("a request failed error=store"), "{log}");
}

// ── logs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_fails_is_logged_by_its_kind() {
    let practice = Practice::new(0);
    let console = practice.console("A. Okoro", 120, 40);
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let answers = tracing::subscriber::with_default(subscriber, || {
        let mut desk = console.desk.borrow_mut();
        let mut answers = desk.handle(Request::Open(ContactId(uuid::Uuid::from_u128(7))));
        let drafts = practice.folder.drafts();
        let _ = std::fs::remove_dir_all(&drafts);
        std::fs::write(&drafts, "").unwrap();
        let body = "Zebulon Quillfeather, lanternfish".to_owned();
        answers.extend(desk.handle(Request::SaveDraft {
            no: 1,
            text: DraftText { by: None, contact: None, words: 3, body },
        }));
        let public = Keys::of(&practice.folder).sealing_public().unwrap();
        let (id, body) = (RingId(uuid::Uuid::from_u128(9)), "{\"name\":\"Ottoline\",\"number\":7}");
        rings::drop_ring(&practice.folder, &public, id, body, &mut Random::Seeded(3).entropy()).unwrap();
        answers.extend(desk.handle(Request::Refresh));
        let passphrase = "shibboleth".to_owned().into();
        answers.extend(desk.handle(Request::SignIn { name: "Zebulon".to_owned(), passphrase }));
        desk.handle(Request::Lock);
        answers.extend(desk.handle(Request::Take(Box::<Take>::default())));
        answers
    });
    assert!(answers.len() >= 4, "{answers:?}");
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let kinds: Vec<&str> = log.lines().filter_map(|line| Some(line.split_once("error=")?.1)).collect();
    assert_eq!(kinds, ["contact missing", "store", "locked"], "{log}");
    assert!(log.contains("a ringing call could not be read"), "{log}");
    for word in PLANTED {
        assert!(!log.contains(word), "{word} was logged:\n{log}");
    }
}

#[test]
fn no_line_of_the_program_logs_more_than_a_kind() {
    // What a log line may carry beside its own words: a code, a kind, a place in the program's text.
    const MAY: [&str; 4] =
        ["code = refusal.code", "error = %error_kind(&error)", "kind = kind(error)", "place"];
    let mut lines = 0;
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("tracing::") {
            let Some((name, rest)) = text[at + 9..].split_once("!(") else { continue };
            if !["error", "warn", "info", "debug", "trace"].contains(&name) {
                continue;
            }
            lines += 1;
            let inside = rest.split_once(");").map_or(rest, |(inside, _)| inside);
            let fields = inside.split('"').next().unwrap().split(", ").map(str::trim);
            for field in fields.map(|field| field.trim_end_matches(',')).filter(|field| !field.is_empty()) {
                assert!(MAY.contains(&field), "{}: `{field}` is logged", path.display());
            }
            assert!(!inside.contains('{'), "{}: {inside}", path.display());
        }
    }
    assert!(lines >= 4, "only {lines} lines are logged: this test looks in the wrong place");
}

// ── panics ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Says to the child of another test that it is one.
const CHILD: &str = "DUTYDESK_TEST_PANIC";

/// A program with a fault, which has a name in its hands when it shows.
struct Faulty;

impl Program for Faulty {
    type Request = ();
    type Answer = ();

    fn update(&mut self, message: Message<()>) -> Vec<Effect<()>> {
        assert!(!matches!(message, Message::Key(_)), "no place for Zebulon Quillfeather of Larkspur");
        vec![]
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        frame.buffer_mut().set_string(0, 0, "ready", ratatui::style::Style::new());
    }

    fn next_wake(&self, _: DateTime<Utc>) -> Option<DateTime<Utc>> {
        None
    }
}

#[test]
#[ignore = "the child of another test"]
fn a_console_with_a_fault() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(TUESDAY.parse().unwrap()));
    let (_told, answers) = tokio::sync::mpsc::unbounded_channel();
    let setting = Setting { clock, ask: Box::new(drop), answers };
    // Whatever else would print the words of the panic is not what is tested.
    let fault = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        Session::begin(Arc::new(|| ()), false).unwrap().run(Faulty, setting).is_ok()
    }));
    assert!(fault.is_err());
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_nobodys_name() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["privacy::a_console_with_a_fault", "--exact", "--ignored", "--nocapture"]);
    command.env("TERM", "xterm-256color");
    command.env(CHILD, "1");
    let mut console = Pty::spawn(command, 120, 40);
    see(&console, "ready");
    console.keys("x");
    see(&console, "stopped because of a fault of its own (tests/privacy.rs:");
    assert!(console.wait_for_end(LONG).success(), "{}", console.screen());
    let until = Instant::now() + Duration::from_secs(1);
    while console.alternate() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!console.alternate() && console.cursor_is_shown());
    let raw = console.raw();
    let said = String::from_utf8_lossy(&raw);
    for word in PLANTED {
        assert!(!said.contains(word), "{word} was told:\n{said}");
    }
    never_told_to_the_terminal(&console);
}
