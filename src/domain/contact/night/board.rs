//! The lines of a contact on the board about the night: what is on no file, what waits for the day, who has each child.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Contact;
use crate::domain::board::{Entry, Kind};

impl Contact {
    /// Gives its lines of the board about the night.
    pub(in super::super) fn night_board(&self) -> Vec<Entry> {
        let (id, mut entries) = (self.id.0, Vec::new());
        let line = |words: String| Line { reference: self.reference.to_string(), words, taken: None };
        if self.is_unfiled() {
            let (who, children) = (self.call.caller.brief(), self.family.names(&self.unfiled()));
            let words = if children.is_empty() { who } else { format!("{who}: {children}") };
            let line = Line { taken: Some(self.call.taken), ..line(words) };
            entries.push(Entry::new(Kind::Unfiled, id, &line).of(self.call.taken_by));
        }
        for morning in self.night.morning.iter().filter(|morning| morning.done.is_none()) {
            let entry = Entry::numbered(Kind::Morning, id, morning.no, &line(morning.what.clone()));
            entries.push(entry.due(Some(morning.due)));
        }
        for child in self.family.children() {
            let name = self.family.names(&[child.no]);
            let running = self.protected_on(child.no);
            let Some(tonight) = self.tonight_of(child.no) else {
                if let Some(ends) = running {
                    let words = format!("{name}: police protection runs on, the night's bed is over");
                    entries.push(
                        Entry::numbered(Kind::Tonight, id, child.no.0, &line(words)).due(Some(ends.at)),
                    );
                }
                continue;
            };
            let care = &tonight.set.care;
            let runs = if running.is_some() { "; police protection runs on" } else { "" };
            let words = format!("{name}: {} with {}, {}{runs}", care.under.words(), care.with, care.place);
            let ends = tonight.set.ends.as_ref().or(running);
            let due = ends.map_or(care.until, |ends| ends.at.min(care.until));
            entries.push(Entry::numbered(Kind::Tonight, id, child.no.0, &line(words)).due(Some(due)));
        }
        if let Some(needed) = &self.night.placement {
            let kinds: Vec<&str> = needed.kinds.iter().map(|kind| kind.words()).collect();
            let words = format!("{}: {}", self.family.names(&needed.children), kinds.join(", "));
            entries.push(Entry::new(Kind::Placement, id, &line(words)));
        }
        if let Some(alert) = &self.night.alert {
            let words = format!("{} → {}", alert.expect, alert.contingency);
            entries.push(Entry::new(Kind::Alert, id, &line(words)).due(Some(alert.until)));
        }
        entries.extend(self.mark_board());
        entries.into_iter().map(|entry| entry.about(self.id)).collect()
    }
}

/// What a contact's line of the board about the night says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The contact's reference.
    pub reference: String,
    /// What there is to know.
    pub words: String,
    /// When the call was taken, where that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<DateTime<Utc>>,
}
