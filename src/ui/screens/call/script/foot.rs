//! What the keys do at the pane's foot, and which pane a stage leads to.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Focus;
use crate::{
    domain::{
        calendar::words,
        contact::{Contact, call::Line},
        input::clock_time,
        policy::script::StageNo,
    },
    ui::screens::call::pane::PaneKind,
};

/// Says what the keys do where they are, in a line at the pane's foot.
pub(super) fn foot(focus: &Focus, contact: &Contact, now: DateTime<Utc>) -> Cow<'static, str> {
    if let Focus::When(editor) = focus
        && let Ok(happened) = clock_time::past(editor.text(), now)
    {
        return format!("= {} · Enter sets it · Esc back, as it was", words::in_full(now, happened)).into();
    }
    says(focus, contact).into()
}

fn says(focus: &Focus, contact: &Contact) -> &'static str {
    match (focus, &contact.call.line) {
        (Focus::Child(_) | Focus::Correct(..), _) => {
            "Ctrl+S keeps it · Tab next field · Esc back to the notes; what is written here stays"
        }
        (Focus::Heard(_), _) => {
            "Enter marks, and takes a mark away · Ctrl+S or Esc back, and what is marked is kept"
        }
        (Focus::When(_), _) => "Enter sets when it happened; empty means now · Esc back, as it was",
        (Focus::Caller | Focus::Questions, _) => {
            "Tab next, what you leave is kept · Ctrl+N next ★ · Esc back to the notes"
        }
        (Focus::Note, Line::Talking { .. }) => {
            "Enter stamps · Ctrl+N next ★ · Alt+c child's words · Tab fields · Alt+f/r/o fact, reported, opinion"
        }
        (Focus::Note, Line::Dropped { settled: None, .. }) => {
            "The line dropped. Alt+i settles it; notes go on as before."
        }
        (Focus::Note, Line::Dropped { .. }) => {
            "The line dropped, and is settled. Alt+i says that the caller is back; notes go on as before."
        }
        (Focus::Note, Line::Ended { .. }) => {
            "The call has ended: what you write now is marked as written later."
        }
    }
}

/// Which pane a stage leads to, beside its own questions.
pub(super) const fn leads_to(stage: StageNo) -> Option<(PaneKind, &'static str)> {
    match stage.0 {
        1 => Some((PaneKind::Caller, "Alt+i how we know")),
        3 => Some((PaneKind::Family, "F3 names the children and who cares for them")),
        10 => Some((PaneKind::Agreement, "F5 who was asked, and what they said")),
        12 => Some((PaneKind::Promises, "F8 what each will do, and by when")),
        _ => None,
    }
}
