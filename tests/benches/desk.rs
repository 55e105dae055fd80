//! What the desk takes: a decision beside the bare rows of it, and what a screen asks, on a desk of very many contacts.
//!
//! `DUTYDESK_BENCH_CONTACTS` says how many; 120,000 where it does not.

mod decision;

use std::{error::Error, hint::black_box, path::Path, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use criterion::Criterion;
use dutydesk::{
    desk::{
        Desk, Opening, Random, Request,
        clock::FixedClock,
        demo::{self, Order},
        protocol::Stretch,
    },
    domain::{ids::Reference, queue::Lane},
    store::Folder,
};

use decision::{Bare, Notes};

type Done<T = ()> = Result<T, Box<dyn Error>>;

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
    screens(&mut criterion, &mut desk, contacts);
    decision(&mut criterion, &mut desk, home.path())?;
    criterion.final_summary();
    Ok(())
}

/// One note beside the bare rows of it; what tells more of the two is `figures`, where they take turns.
fn decision(criterion: &mut Criterion, desk: &mut Desk, home: &Path) -> Done {
    let mut clear = Bare::clear(desk.store(), &home.join("plain.db"))?;
    let mut sealed = Bare::sealed(desk.store(), &home.join("sealed.db"))?;
    let mut group = criterion.benchmark_group("one decision");
    let mut notes = Notes::begin(desk)?;
    notes.write(desk)?;
    group.bench_function("appended and projected", |bench| bench.iter(|| notes.write(desk).is_ok()));
    for (name, bare) in [("the same rows, bare SQLite", &mut sealed), ("the same in clear", &mut clear)] {
        bare.write()?;
        group.bench_function(name, |bench| bench.iter(|| bare.write().is_ok()));
    }
    group.finish();
    Ok(())
}

/// What the screens ask for, with the slowest of very many.
fn screens(criterion: &mut Criterion, desk: &mut Desk, contacts: u64) {
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
}
