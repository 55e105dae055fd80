//! The table that comes out: what was measured, what it should be, and whether it is.

use std::{fmt::Write as _, time::Duration};

use crate::sample::{Tail, millis};

/// How much slower than the bare loop of the same minute.
const BESIDE: f64 = 1.5;

/// One line.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    /// What it should be, in words.
    pub(crate) goal: String,
    /// What the bare loop of the same minute does; empty where there is nothing to compare.
    pub(crate) floor: String,
    /// What ours does.
    pub(crate) ours: String,
    /// Whether that is as it should be.
    pub(crate) met: bool,
}

impl Figure {
    /// A usual and a slow one, in milliseconds. Where a bare loop was timed in the same minute of a shared machine, the slow one may
    /// be half as much again as the loop's slow one.
    pub(crate) fn tail(name: &'static str, [p50, p99]: [f64; 2], floor: Option<Tail>, ours: Tail) -> Self {
        let slow = floor.map_or(p99, |floor| p99.max(floor.p99.as_secs_f64() * 1e3 * BESIDE));
        let met = ours.p50.as_secs_f64() * 1e3 <= p50 && ours.p99.as_secs_f64() * 1e3 <= slow;
        let floor = floor.map(|floor| floor.to_string()).unwrap_or_default();
        Self { name, goal: format!("≤ {p50} / {p99}"), floor, ours: ours.to_string(), met }
    }

    /// The usual one of many beside the floor's, so many times which it may be, where that is bounded.
    pub(crate) fn times(name: &'static str, most: Option<f64>, floor: Tail, ours: Tail) -> Self {
        let times = ours.p50.as_secs_f64() / floor.p50.as_secs_f64();
        Self {
            name,
            goal: most.map(|most| format!("≤ {most} × the floor")).unwrap_or_default(),
            floor: floor.to_string(),
            ours: format!("{ours} ({times:.2} ×)"),
            met: most.is_none_or(|most| times <= most),
        }
    }

    /// One time, in milliseconds.
    pub(crate) fn time(name: &'static str, most: f64, floor: Option<Duration>, ours: Duration) -> Self {
        let floor = floor.map(millis).unwrap_or_default();
        let met = ours.as_secs_f64() * 1e3 <= most;
        Self { name, goal: format!("≤ {most}"), floor, ours: millis(ours), met }
    }

    /// One long time, in seconds.
    pub(crate) fn seconds(name: &'static str, most: f64, ours: Duration) -> Self {
        let ours = ours.as_secs_f64();
        Self::number(name, most, None, Some(ours), 1)
    }

    /// A number of something.
    pub(crate) fn number(
        name: &'static str,
        most: f64,
        floor: Option<f64>,
        ours: Option<f64>,
        digits: usize,
    ) -> Self {
        let words = |number: Option<f64>| number.map(|n| format!("{n:.digits$}"));
        Self {
            name,
            goal: format!("≤ {most}"),
            floor: words(floor).unwrap_or_default(),
            ours: words(ours).unwrap_or_else(|| "not known here".to_owned()),
            met: ours.is_none_or(|ours| ours <= most),
        }
    }
}

/// Writes the figures of desks of several sizes as a table in Markdown; what misses its goal is marked.
pub(crate) fn markdown(desks: &[(String, Vec<Figure>)]) -> String {
    let mut text = String::from("| | goal |");
    for (name, figures) in desks {
        if figures.iter().any(|figure| !figure.floor.is_empty()) {
            text.push_str(" bare loop |");
        }
        let _ = write!(text, " {name} |");
    }
    let columns = text.matches('|').count() - 1;
    let _ = write!(text, "\n{}|\n", "|---".repeat(columns));
    let mut lines: Vec<&Figure> = Vec::new();
    for figure in desks.iter().flat_map(|(_, figures)| figures) {
        if !lines.iter().any(|line| line.name == figure.name) {
            lines.push(figure);
        }
    }
    for line in lines {
        let _ = write!(text, "| {} | {} |", line.name, line.goal);
        for (_, figures) in desks {
            let beside = figures.iter().any(|figure| !figure.floor.is_empty());
            let figure = figures.iter().find(|figure| figure.name == line.name);
            if beside {
                let _ = write!(text, " {} |", figure.map_or("", |figure| &figure.floor));
            }
            match figure {
                Some(figure) => {
                    let _ = write!(text, " {}{} |", figure.ours, if figure.met { "" } else { " ✗" });
                }
                None => text.push_str(" not measured |"),
            }
        }
        text.push('\n');
    }
    text
}
