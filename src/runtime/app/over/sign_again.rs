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

/// The columns inside the box.
const ROOM: usize = 60;

/// A decision that waits for the passphrase.
pub(in crate::runtime::app) struct SignAgain {
    act: Act,
    editor: Editor,
    practice: bool,
    /// Whether the passphrase was handed to the desk, and has no answer: no key is for anything meanwhile.
    given: bool,
    /// What was said against the passphrase that was tried last.
    said: Option<String>,
}

impl SignAgain {
    /// Takes a key; gives the signed decision, once it is.
    pub(super) fn key(&mut self, key: KeyEvent, action: Option<Action>) -> Option<Act> {
        if self.given {
            return None;
        }
        if matches!(action, Some(Action::Save | Action::Choose)) {
            let passphrase = self.editor.take();
            self.given = !passphrase.is_empty();
            return self.given.then(|| Act { step_up: Some(passphrase.into()), ..self.act.clone() });
        }
        self.editor.key(key);
        None
    }

    pub(super) fn paste(&mut self, text: &str) {
        if !self.given {
            self.editor.paste(text);
        }
    }

    /// Tells whether the passphrase was handed to the desk, and has no answer.
    pub(in crate::runtime::app) fn is_given(&self) -> bool {
        self.given
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let said = self.said.as_ref().map(|said| draw::wrapped(&format!("✗ {said}"), ROOM));
        let said = said.unwrap_or_else(|| vec![String::new()]);
        let lines = u16::try_from(said.len()).unwrap_or(u16::MAX);
        let inner =
            boxed(frame, area, theme, "Your passphrase, to sign this decision", 64, lines.saturating_add(3));
        let one = Constraint::Length(1);
        let [text, told, foot, hint] =
            Layout::vertical([one, Constraint::Length(lines), one, one]).areas(inner);
        line(frame, text, &self.editor, theme);
        for (y, said) in (told.y..told.bottom()).zip(&said) {
            draw::put(frame.buffer_mut(), told, told.x, y, said, theme.style(Role::Error));
        }
        let how = if self.given {
            "The desk looks at it."
        } else {
            "Enter signs and decides · Esc goes back with every word kept"
        };
        draw::put(frame.buffer_mut(), foot, foot.x, foot.y, how, theme.style(Role::HintKey));
        if self.practice {
            let words = format!("On a practice desk everybody's passphrase is \"{PASSPHRASE}\".");
            draw::put(frame.buffer_mut(), hint, hint.x, hint.y, &words, theme.style(Role::TextDim));
        }
    }
}

impl Over {
    pub(in crate::runtime::app) fn sign_again(act: Act, practice: bool) -> Self {
        let editor = Editor::secret();
        Self::SignAgain(SignAgain { act, editor, practice, given: false, said: None })
    }

    /// Tells whether it asks for the passphrase for an act, by its tag.
    fn signs(&self, tag: u64) -> bool {
        matches!(self, Self::SignAgain(asked) if asked.act.tag == tag)
    }

    /// Tells whether an act waits in it for whoever signs, and not for the desk.
    pub(in crate::runtime::app) fn keeps_waiting(&self, tag: u64) -> bool {
        matches!(self, Self::SignAgain(asked) if asked.act.tag == tag && !asked.given)
    }
}

impl App {
    /// Sends a decision with its passphrase.
    pub(super) fn sign(&mut self, act: Act) -> Vec<Effect> {
        self.notice = None;
        vec![Effect::Ask(Request::Act(Box::new(act)))]
    }

    /// Says in the box that a passphrase was wrong: it stays, and is empty, so that the next one lands nowhere else. Tells
    /// whether it is there.
    pub(in crate::runtime::app) fn not_the_passphrase(&mut self, tag: u64, words: &str) -> bool {
        for over in &mut self.over {
            if let Over::SignAgain(asked) = over
                && asked.act.tag == tag
            {
                asked.editor.take();
                (asked.given, asked.said) = (false, Some(words.to_owned()));
                return true;
            }
        }
        false
    }

    /// Closes the box of an act that the desk answered.
    pub(in crate::runtime::app) fn signed_or_not(&mut self, tag: u64) {
        self.over.retain(|over| !over.signs(tag));
    }

    /// Goes back to the decision, with every word kept.
    pub(in crate::runtime::app) fn not_signed(&mut self, asked: &SignAgain) -> Vec<Effect> {
        self.answered(asked.act.tag, &Outcome::Refused("Nothing was decided.".to_owned())).1
    }
}
