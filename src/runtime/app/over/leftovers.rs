//! What consoles that died had left half-typed: offered, never taken up by itself.

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use uuid::Uuid;

use crate::{
    desk::{Request, protocol::LeftoverView},
    domain::{calendar::local, ids::ContactId},
    runtime::app::{App, Effect, beside::BESIDE},
    ui::{
        draw,
        keymap::{self, Action, Context},
        screens::beside::Which,
        theme::{Role, Theme},
        widgets::boxed,
    },
};

pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    left: &[LeftoverView],
    now: DateTime<Utc>,
) {
    let inner = boxed(frame, area, theme, "Something was left half-typed", 76, 8);
    let Some(first) = left.first() else { return };
    let what = match &first.body {
        Ok(_) => {
            let reference = first
                .reference
                .map_or_else(|| "what was being written".to_owned(), |reference| reference.to_string());
            let time = calendar_seconds(first.saved_at);
            format!(
                "Resume {reference}, note of {} {} saved {time}?",
                first.words,
                if first.words == 1 { "word" } else { "words" }
            )
        }
        Err(words) => words.clone(),
    };
    let more = left.len() - 1;
    let mut lines = draw::wrapped(&what, usize::from(inner.width));
    lines.push(String::new());
    if first.body.is_ok() {
        lines.push("Enter   takes it up again where it was; nothing is sent by itself".to_owned());
        lines.push("Ctrl+U  throws it away for good".to_owned());
    }
    lines.push(format!("Esc     leaves it for later ({} ago)", age(now, first.saved_at)));
    if more > 0 {
        lines.push(format!("{more} more after this one"));
    }
    for (y, text) in (inner.y..inner.bottom()).zip(lines) {
        draw::put(frame.buffer_mut(), inner, inner.x, y, &text, theme.style(Role::Text));
    }
}

fn calendar_seconds(at: DateTime<Utc>) -> String {
    local::to_local(at).format("%H:%M:%S").to_string()
}

fn age(now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let minutes = (now - at).num_minutes().max(0);
    if minutes < 120 { format!("{minutes} min") } else { format!("{} h", minutes / 60) }
}

impl App {
    pub(super) fn key_leftover(
        &mut self,
        key: KeyEvent,
        action: Option<Action>,
        left: &mut Vec<LeftoverView>,
    ) -> Option<Vec<Effect>> {
        if action == Some(Action::Back) {
            return Some(vec![]);
        }
        let take = action == Some(Action::Choose);
        let throw = keymap::action(&[Context::Edit], key) == Some(Action::DeleteLine);
        if !(take || throw) || left.is_empty() {
            return None;
        }
        let first = left.remove(0);
        let Ok(body) = first.body else { return Some(vec![]) };
        let mut effects = Vec::new();
        if take {
            effects.extend(self.resume(&body, first.contact));
        }
        effects.push(Effect::Ask(Request::ForgetLeftover(first.console)));
        Some(effects)
    }

    /// Takes half-typed text up again: each contact's screen waits with it, and the first is opened.
    fn resume(&mut self, body: &str, contact: Option<ContactId>) -> Vec<Effect> {
        let Ok(serde_json::Value::Object(screens)) = serde_json::from_str(body) else { return vec![] };
        let mut effects = Vec::new();
        for (id, half) in screens {
            let beside = id.strip_prefix(BESIDE);
            if let Some(which) = Which::ALL.into_iter().find(|which| beside == Some(which.key())) {
                effects.extend(self.restore_beside(which, &half));
            } else if let Ok(id) = id.parse::<Uuid>() {
                self.halves.insert(ContactId(id), half);
            }
        }
        effects.extend(contact.map(|contact| self.open(contact)).unwrap_or_default());
        effects
    }
}
