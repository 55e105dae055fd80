//! What is half-typed in the pane, as it is kept: written, read, and joined with words that were typed elsewhere.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{FIRST, kept::Kept, notes::Sent};
use crate::{
    domain::{
        contact::call::{Mark, NewNote},
        ids::EventId,
        policy::script::StageNo,
    },
    ui::widgets::Draft as FormDraft,
};

/// What is half-typed here.
#[derive(Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) stage: StageNo,
    pub(super) text: String,
    pub(super) cursor: usize,
    pub(super) mark: Option<Mark>,
    pub(super) happened: Option<DateTime<Utc>>,
    /// When its words were typed last, before they were left for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) typed: Option<DateTime<Utc>>,
    pub(super) event: Option<EventId>,
    #[serde(default)]
    pub(super) handed: Option<NewNote>,
    pub(super) sent: Vec<Sent>,
    pub(super) questions: FormDraft,
    pub(super) caller: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) kept: Kept,
}

impl Draft {
    /// Tells whether nothing but notes is in it.
    fn is_only_a_note(&self) -> bool {
        self.questions.is_empty() && self.caller.is_none() && self.kept.is_empty()
    }
}

/// Gives half a note, as it is kept, with words behind what stood in it.
pub(in super::super) fn jotted(
    half: Option<&serde_json::Value>,
    words: &str,
    fresh: EventId,
    now: DateTime<Utc>,
) -> Option<serde_json::Value> {
    let new = || Draft {
        stage: FIRST,
        text: String::new(),
        cursor: 0,
        mark: None,
        happened: None,
        typed: None,
        event: Some(fresh),
        handed: None,
        sent: Vec::new(),
        questions: FormDraft::default(),
        caller: None,
        kept: Kept::default(),
    };
    let mut half = half.map_or_else(|| Some(new()), |half| Draft::deserialize(half).ok())?;
    half.text = behind(&half.text, words);
    half.cursor = half.text.len();
    half.typed.get_or_insert(now);
    serde_json::to_value(half).ok()
}

/// Tells whether what is kept of this pane is half a note and nothing else.
pub(in super::super) fn is_only_a_note(half: &serde_json::Value) -> bool {
    Draft::deserialize(half).is_ok_and(|half| half.is_only_a_note())
}

/// Takes notes out of what is kept of this pane that are in the record by now; tells whether anything is left.
pub(in super::super) fn forget_recorded(half: &mut serde_json::Value, recorded: &[EventId]) -> bool {
    let Ok(mut draft) = Draft::deserialize(&*half) else { return true };
    draft.sent.retain(|sent| !recorded.contains(&sent.event));
    let changed = draft.handed.as_ref().is_some_and(|handed| handed.text != draft.text);
    if draft.event.is_some_and(|event| recorded.contains(&event)) && !changed {
        (draft.text, draft.mark, draft.happened) = (String::new(), None, None);
        (draft.typed, draft.event, draft.handed) = (None, None, None);
        drop(draft.kept.take_child());
    }
    let left = !draft.is_only_a_note() || !draft.text.trim().is_empty() || !draft.sent.is_empty();
    if let Ok(now) = serde_json::to_value(draft) {
        *half = now;
    }
    left
}

/// Puts words behind others.
pub(super) fn behind(text: &str, words: &str) -> String {
    let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
    format!("{text}{gap}{words}")
}
