//! The passphrase, asked for once more to sign a manager's decision.

use crossterm::event::KeyEvent;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};

use super::{Over, line};
use crate::{
    desk::{Request, demo::PASSPHRASE, protocol::Act},
    runtime::app::{App, Effect},
    ui::{
        draw,
        keymap::Action,
        screens::call::pane::Outcome,
        theme::{Role, Theme},
        widgets::{Editor, boxed},
    },
};

/// A decision that waits for the passphrase.
pub(in crate::runtime::app) struct SignAgain {
    act: Act,
    editor: Editor,
    practice: bool,
}

impl SignAgain {
    /// Takes a key; gives the signed decision, once it is.
    pub(super) fn key(&mut self, key: KeyEvent, action: Option<Action>) -> Option<Act> {
        if matches!(action, Some(Action::Save | Action::Choose)) {
            let passphrase = self.editor.take();
            return (!passphrase.is_empty())
                .then(|| Act { step_up: Some(passphrase.into()), ..self.act.clone() });
        }
        self.editor.key(key);
        None
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.editor.paste(text);
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let inner = boxed(frame, area, theme, "Your passphrase, to sign this decision", 64, 4);
        let [text, _, foot, hint] = Layout::vertical([Constraint::Length(1); 4]).areas(inner);
        line(frame, text, &self.editor, theme);
        let how = "Enter signs and decides · Esc goes back with every word kept";
        draw::put(frame.buffer_mut(), foot, foot.x, foot.y, how, theme.style(Role::HintKey));
        if self.practice {
            let words = format!("On a practice desk everybody's passphrase is \"{PASSPHRASE}\".");
            draw::put(frame.buffer_mut(), hint, hint.x, hint.y, &words, theme.style(Role::TextDim));
        }
    }
}

impl Over {
    pub(in crate::runtime::app) fn sign_again(act: Act, practice: bool) -> Self {
        Self::SignAgain(SignAgain { act, editor: Editor::secret(), practice })
    }
}

impl App {
    /// Sends a decision with its passphrase.
    pub(super) fn sign(&mut self, act: Act) -> Vec<Effect> {
        self.notice = None;
        vec![Effect::Ask(Request::Act(Box::new(act)))]
    }

    /// Goes back to the decision, with every word kept.
    pub(in crate::runtime::app) fn not_signed(&mut self, asked: &SignAgain) -> Vec<Effect> {
        self.answered(asked.act.tag, &Outcome::Refused("Nothing was decided.".to_owned())).1
    }
}
