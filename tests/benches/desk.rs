//! What the desk takes: a decision beside the bare rows of it, and what a screen asks, on a desk of very many contacts.
//!
//! `DUTYDESK_BENCH_CONTACTS` says how many; 120,000 where it does not.

use std::{
    error::Error,
    hint::black_box,
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use criterion::Criterion;
use dutydesk::{
    desk::{
        Desk, Opening, Random, Request,
        clock::FixedClock,
        demo::{self, Order},
        protocol::Stretch,
    },
    domain::{
        contact::{
            Contact,
            call::{self, NewNote, Take},
        },
        ids::Reference,
        policy::script::StageNo,
        queue::Lane,
        staff::Actor,
    },
    store::{Folder, Store},
};
use rusqlite::{Connection, TransactionBehavior, params};

type Done<T = ()> = Result<T, Box<dyn Error>>;

const NOTE: &str = "The eldest waits at the window on Sundays, the caller says, and nobody comes.";

/// How many notes go onto one contact: as many as a long call has.
const NOTES: usize = 20;

fn main() -> Done {
    let contacts = std::env::var("DUTYDESK_BENCH_CONTACTS").map_or(Ok(120_000), |said| said.parse())?;
    // On a disk: what lies in memory costs no sync.
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let folder = Folder::create(&home.path().join("practice"))?;
    let at: DateTime<Utc> = "2026-11-24T14:07:00Z".parse()?;
    // What is not being measured: `cargo test --benches` and `--list` only see that it runs.
    let contacts = if std::env::args().any(|word| word == "--bench") { contacts } else { 50 };
    demo::make(&folder, &Order { contacts, seed: 1, at }, &mut |_| {})?;
    let mut desk = Desk::open(&folder, Opening::default(), Arc::new(FixedClock::at(at)), Random::System)?;
    desk.sign_in_for_practice("A. Okoro")?;
    let mut criterion = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    screens(&mut criterion, &mut desk, contacts)?;
    decision(&mut criterion, &mut desk, home.path())?;
    criterion.final_summary();
    Ok(())
}

/// One note, decided, appended, projected and durable; beside it the same rows in clear, without rules, chain,
/// signatures or triggers.
fn decision(criterion: &mut Criterion, desk: &mut Desk, home: &Path) -> Done {
    let plain = home.join("plain.db");
    desk.store().backup(&plain)?;
    let mut bare = Bare::open(&plain, desk.store())?;
    let mut group = criterion.benchmark_group("one decision");
    let mut notes = Notes::begin(desk)?;
    notes.write(desk)?;
    group.bench_function("appended and projected", |bench| bench.iter(|| notes.write(desk).is_ok()));
    bare.write()?;
    group.bench_function("the same rows in clear, bare SQLite", |bench| bench.iter(|| bare.write().is_ok()));
    group.finish();
    // Turn about, so that both see the same minute of the machine.
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..1_000 {
        took[0].push(timed(|| notes.write(desk))?);
        took[1].push(timed(|| bare.write())?);
    }
    let [ours, theirs] = took.map(Tail::of);
    let share = ours.p50.as_secs_f64() / theirs.p50.as_secs_f64();
    say(&format!("one decision: {ours}; bare and in clear {theirs}; {share:.2} times those"))
}

/// What the screens ask for, with the slowest of very many.
fn screens(criterion: &mut Criterion, desk: &mut Desk, contacts: u64) -> Done {
    let mut number = 0;
    // Far apart, so that hardly any page is in the cache.
    let mut any = move || {
        number = (number + 7_368_787) % contacts;
        Reference(number + 1)
    };
    let stretch = Stretch { lane: Lane::All, around: None, before: 50, after: 50 };
    let mut group = criterion.benchmark_group(format!("{contacts} contacts"));
    group.bench_function("queue lane", |bench| bench.iter(|| desk.answer(Request::Watch(stretch)).is_ok()));
    group.bench_function("contact open", |bench| bench.iter(|| black_box(desk.contact(any())).is_ok()));
    group.bench_function("search by reference", |bench| {
        bench.iter(|| black_box(desk.find(&any().to_string())).is_ok());
    });
    group.finish();
    let mut took = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..1_000 {
        took[0].push(timed(|| desk.answer(Request::Watch(stretch)))?);
        took[1].push(timed(|| desk.contact(any()))?);
        took[2].push(timed(|| desk.find(&any().to_string()))?);
    }
    let [lane, open, search] = took.map(Tail::of);
    say(&format!("{contacts} contacts: queue lane {lane}; contact open {open}; search by reference {search}"))
}

/// Writes notes, each on a contact that is not too long.
struct Notes {
    actor: Actor,
    contact: Contact,
    written: usize,
}

impl Notes {
    fn begin(desk: &mut Desk) -> Done<Self> {
        let actor = desk.actor().cloned().ok_or("nobody is signed in")?;
        let contact = take(desk, &actor)?;
        Ok(Self { actor, contact, written: 0 })
    }

    fn write(&mut self, desk: &mut Desk) -> Done {
        if self.written == NOTES {
            (self.contact, self.written) = (take(desk, &self.actor)?, 0);
        }
        self.written += 1;
        let note =
            NewNote { text: NOTE.to_owned(), mark: None, happened: None, child: None, stage: StageNo(4) };
        let (command, now) = (call::Command::Write(note).into(), desk.now());
        let (contact, actor) = (&mut self.contact, &self.actor);
        Ok(desk.work(|work| {
            work.act(contact, &command, actor, now, None)?;
            work.settle(contact)
        })?)
    }
}

fn take(desk: &mut Desk, actor: &Actor) -> Done<Contact> {
    let now = desk.now();
    Ok(desk.work(|work| {
        let contact = work.take(&Take::default(), actor, now)?;
        work.settle(&contact)?;
        Ok(contact)
    })?)
}

/// The same file in clear, with the same tables and indexes, and nothing that guards them.
struct Bare {
    conn: Connection,
    seq: i64,
    stream: Vec<u8>,
    row: String,
}

impl Bare {
    fn open(path: &Path, store: &Store) -> Done<Self> {
        let sealed = Connection::open(path)?;
        sealed.execute_batch(&store.data_key().sqlcipher_pragma())?;
        let clear = path.with_extension("clear");
        sealed.execute("ATTACH ?1 AS clear KEY ''", [clear.to_string_lossy()])?;
        sealed.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(()))?;
        drop(sealed);
        let conn = Connection::open(&clear)?;
        let guards: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for guard in guards {
            conn.execute_batch(&format!("DROP TRIGGER {guard}"))?;
        }
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048;
             PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16777216;",
        )?;
        let seq = conn.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))?;
        let (stream, row) = conn.query_row(
            "SELECT id, row FROM queue_row WHERE reference = (SELECT max(reference) FROM queue_row)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self { conn, seq, stream, row })
    }

    fn write(&mut self) -> Done {
        self.seq += 1;
        let (blob, body) = ([0_u8; 32], format!("{{\"text\":\"{NOTE}\",\"stage\":4}}"));
        // Ids rise as a UUIDv7's do.
        let mut id = [0x7F_u8; 16];
        id[8..].copy_from_slice(&self.seq.to_be_bytes());
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached(
            "INSERT INTO journal (seq, event_id, stream, version, kind, person, account, desk, at, body_digest, prev,
             hash, signature) VALUES (?1, ?2, ?3, ?1, 'contact.note_written.v1', ?4, ?4, ?4, ?1, ?5, ?5, ?5, x'')",
        )?
        .execute(params![self.seq, id, self.stream, [0_u8; 16], blob])?;
        tx.prepare_cached("INSERT INTO payload (seq, salt, body) VALUES (?1, ?2, ?3)")?
            .execute(params![self.seq, [0_u8; 16], body])?;
        tx.prepare_cached("UPDATE queue_row SET version = ?1, row = ?2 WHERE id = ?3")?.execute(params![
            self.seq,
            self.row,
            self.stream
        ])?;
        Ok(tx.commit()?)
    }
}

/// The usual one and the slow one of many.
struct Tail {
    p50: Duration,
    p99: Duration,
}

impl Tail {
    fn of(mut took: Vec<Duration>) -> Self {
        took.sort();
        let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
        Self { p50: at(50), p99: at(99) }
    }
}

impl std::fmt::Display for Tail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p50 {:.3} ms, p99 {:.3} ms", self.p50.as_secs_f64() * 1e3, self.p99.as_secs_f64() * 1e3)
    }
}

fn timed<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let start = Instant::now();
    black_box(run()?);
    Ok(start.elapsed())
}

fn say(words: &str) -> Done {
    Ok(writeln!(std::io::stdout(), "{words}")?)
}
