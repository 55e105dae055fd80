//! The pane `oversight`.

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use super::pane::{Pane, Say, View};
use crate::ui::keymap::{Context, stacks};

/// The pane's state.
#[derive(Default)]
pub struct OversightPane {}

impl Pane for OversightPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, _key: KeyEvent, _view: &View<'_>, _say: &mut Vec<Say>) -> bool {
        false
    }

    fn paste(&mut self, _text: &str, _view: &View<'_>, _say: &mut Vec<Say>) {}

    fn sync(&mut self, _view: &View<'_>) {}

    fn draw(&self, _frame: &mut Frame<'_>, _area: Rect, _view: &View<'_>, _active: bool) {}
}
