//! What is half-typed on the screen of a contact, as it is kept: taken, taken up again, and joined with what came elsewhere.

use chrono::{DateTime, Utc};

use super::{
    CallScreen,
    pane::{HalfTyped, Pane, PaneKind, View},
    script,
};
use crate::domain::ids::EventId;

impl CallScreen {
    /// Gives what is half-typed in any pane: words, and what is needed to take it up again.
    pub fn half_typed(&self) -> Option<HalfTyped> {
        let mut words = 0;
        let mut body = serde_json::Map::new();
        let script: (PaneKind, &dyn Pane) = (PaneKind::Script, &self.script);
        for (kind, pane) in self.panes.iter().map(|(kind, pane)| (*kind, pane.as_ref())).chain([script]) {
            if let Some(half) = pane.half_typed() {
                words += half.words;
                body.insert(kind.key().to_owned(), half.body);
            }
        }
        (!body.is_empty()).then_some(HalfTyped { words, body: serde_json::Value::Object(body) })
    }

    /// Takes up what was half-typed, and shows the pane where there was most.
    pub fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        for kind in PaneKind::ALL {
            if let Some(half) = body.get(kind.key()) {
                self.pane_mut(kind).restore(half, view);
                self.shown = kind;
            }
        }
    }

    /// Puts words behind what stands half-written in the note line, and shows it.
    pub fn jot(&mut self, words: &str, view: &View<'_>) {
        self.shown = PaneKind::Script;
        self.script.jot(words, view);
    }

    /// Puts words behind what stands half-written in the note line, and shows what is shown.
    pub fn jot_beside(&mut self, words: &str, view: &View<'_>) {
        self.script.jot(words, view);
    }

    /// Gives half a note, as it is kept, with words behind what stood in it.
    pub fn jotted(
        half: Option<&serde_json::Value>,
        words: &str,
        fresh: EventId,
        now: DateTime<Utc>,
    ) -> Option<serde_json::Value> {
        script::jotted(half, words, fresh, now)
    }

    /// Tells whether what is kept of a contact is half a note and nothing else.
    pub fn is_only_a_note(half: &serde_json::Value) -> bool {
        let script = half.get(PaneKind::Script.key());
        half.as_object().is_some_and(|panes| panes.len() == 1) && script.is_some_and(script::is_only_a_note)
    }

    /// Gives the words of half a note, where nothing else is kept of a contact.
    pub fn only_note(half: &serde_json::Value) -> Option<String> {
        let half = Some(half).filter(|half| Self::is_only_a_note(half))?;
        let text = half.get(PaneKind::Script.key())?.get("text")?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Takes notes out of what is kept of a contact that are in the record by now; tells whether anything is left.
    pub fn forget_recorded(half: &mut serde_json::Value, recorded: &[EventId]) -> bool {
        let Some(panes) = half.as_object_mut() else { return true };
        let key = PaneKind::Script.key();
        if let Some(script) = panes.get_mut(key)
            && !script::forget_recorded(script, recorded)
        {
            panes.remove(key);
        }
        !panes.is_empty()
    }
}
