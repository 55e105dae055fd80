//! What a layer over a screen is; the console keeps a stack of them, and the top one gets the key.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::theme::Theme;

/// What a layer did with what came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// It was for this layer.
    Used,
    /// It is for whoever lies below.
    Passed,
    /// It was for this layer, and the layer is done.
    Close,
}

/// Something that lies over a screen; what it has to say to the screen it says as `M`.
pub trait Layer<M> {
    /// Takes a key.
    fn key(&mut self, key: KeyEvent, say: &mut Vec<M>) -> Flow;

    /// Takes a pasted text.
    fn paste(&mut self, text: &str, say: &mut Vec<M>) -> Flow {
        let _ = (text, say);
        Flow::Used
    }

    /// Draws itself over the area.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme);
}
