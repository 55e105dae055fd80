//! What a deadline takes, and what a line of `dutydesk clock -` takes.

use std::{error::Error, hint::black_box, time::Duration};

use chrono::{DateTime, Utc};
use criterion::{Criterion, Throughput};
use dutydesk::{domain::duty::Duty, domain::policy::hours::Span, exchange::clock_json::Line, profile};

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let duty = Duty::new(profile::load("bromley")?.hours);
    let t: DateTime<Utc> = "2026-12-24T16:30:00Z".parse()?;
    for (name, span) in [
        ("24 hours", Span::Minutes(24 * 60)),
        ("1 working day", Span::WorkingDays(1)),
        ("45 working days", Span::WorkingDays(45)),
        ("end of the next working day", Span::EndOfWorkingDay(1)),
        ("10 office hours", Span::OfficeHours(10)),
        ("1 month", Span::Months(1)),
        ("18th birthday", Span::Birthday(18)),
    ] {
        criterion.bench_function(&format!("deadline: {name}"), |b| b.iter(|| duty.after(span, black_box(t))));
    }
    criterion.bench_function("who is on", |b| b.iter(|| duty.on_at(black_box(t))));
    criterion.bench_function("next change", |b| b.iter(|| duty.next_change(black_box(t))));
    let mut lines = criterion.benchmark_group("clock");
    lines.throughput(Throughput::Elements(1));
    let mut out = Vec::new();
    lines.bench_function("one line", |b| {
        b.iter(|| {
            out.clear();
            Line::of(black_box("2026-12-24T16:30:00Z"), t, &duty).write(&mut out)
        });
    });
    lines.finish();
    criterion.final_summary();
    Ok(())
}
