//! How a clock is shown, wherever one is: its sign, its few words and its colour, by what it may call for now.

use chrono::{DateTime, Utc};

use super::theme::Role;
use crate::domain::{calendar::words, calling::Call};

/// What is due within this many minutes is drawn as near.
const NEAR: i64 = 120;

/// A clock as a list shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The sign: past its time `✕`, near `▲`, resting `◷`, else `·`.
    pub sign: &'static str,
    /// A few words: "00:25 over", "01:40 left", "tomorrow", or from when it is looked at, "Mon 09:00".
    pub words: String,
    /// How it looks; past stays red wherever somebody is there for it.
    pub role: Role,
}

/// Gives a clock for a list.
pub fn mark(now: DateTime<Utc>, due: DateTime<Utc>, call: Call) -> Mark {
    let counted = || words::countdown(now, due).to_string();
    let (sign, words, role) = match call {
        Call::Rests(opens) if now > due => {
            let from = opens.map_or_else(|| "rests".to_owned(), |at| words::opening(now, at).to_string());
            ("◷", from, Role::Text)
        }
        Call::Calls if now > due => ("✕", counted(), Role::Overdue),
        Call::Calls if (due - now).num_minutes() < NEAR => ("▲", counted(), Role::DueSoon),
        Call::Calls => ("·", counted(), Role::Text),
        Call::Rests(_) => ("◷", counted(), Role::Text),
    };
    Mark { sign, words, role }
}

/// Says in a sentence how much time there is, by how much it is over, or for whom it waits.
pub fn left(now: DateTime<Utc>, due: DateTime<Utc>, call: Call) -> String {
    match call {
        Call::Rests(Some(opens)) if now > due => {
            format!("waits for the front door, {}", words::opening(now, opens))
        }
        Call::Rests(None) if now > due => "waits for the front door".to_owned(),
        _ => words::left(now, due).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resting_clock_is_neither_near_nor_over() {
        let t = |text: &str| -> DateTime<Utc> { format!("{text}:00Z").parse().unwrap() };
        let (now, opens) = (t("2026-11-28T23:10"), t("2026-11-30T09:00"));
        let rests = Call::Rests(Some(opens));
        let shown = |due: &str, call| {
            let mark = mark(now, t(due), call);
            (mark.sign, mark.words, mark.role)
        };
        assert_eq!(shown("2026-11-28T20:10", Call::Calls), ("✕", "03:00 over".to_owned(), Role::Overdue));
        assert_eq!(shown("2026-11-28T20:10", rests), ("◷", "Mon 09:00".to_owned(), Role::Text));
        assert_eq!(shown("2026-11-28T23:30", Call::Calls), ("▲", "00:20 left".to_owned(), Role::DueSoon));
        assert_eq!(shown("2026-11-28T23:30", rests), ("◷", "00:20 left".to_owned(), Role::Text));
        assert_eq!(left(now, t("2026-11-28T20:10"), rests), "waits for the front door, Mon 09:00");
        assert_eq!(left(now, t("2026-11-28T20:10"), Call::Calls), "03:00 over");
    }
}
