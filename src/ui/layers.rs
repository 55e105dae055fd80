//! A stack of layers over a screen: the top one gets the key.

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

/// The stack.
pub struct Layers<M>(Vec<Box<dyn Layer<M>>>);

impl<M> Default for Layers<M> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<M> Layers<M> {
    /// Lays one on top.
    pub fn push(&mut self, layer: impl Layer<M> + 'static) {
        self.0.push(Box::new(layer));
    }

    /// Takes the top one away, and tells whether there was one.
    pub fn pop(&mut self) -> bool {
        self.0.pop().is_some()
    }

    /// Tells whether the screen lies open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all of them away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Hands a key down from the top; tells whether any layer used it, and what they said.
    pub fn key(&mut self, key: KeyEvent) -> (bool, Vec<M>) {
        self.hand(|layer, say| layer.key(key, say))
    }

    /// Hands a pasted text down from the top; tells whether any layer used it, and what they said.
    pub fn paste(&mut self, text: &str) -> (bool, Vec<M>) {
        self.hand(|layer, say| layer.paste(text, say))
    }

    /// Draws from the bottom up.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        for layer in &self.0 {
            layer.draw(frame, area, theme);
        }
    }

    fn hand(&mut self, mut to: impl FnMut(&mut dyn Layer<M>, &mut Vec<M>) -> Flow) -> (bool, Vec<M>) {
        let mut say = Vec::new();
        for at in (0..self.0.len()).rev() {
            match to(self.0[at].as_mut(), &mut say) {
                Flow::Used => return (true, say),
                Flow::Close => {
                    self.0.remove(at);
                    return (true, say);
                }
                Flow::Passed => {}
            }
        }
        (false, say)
    }
}
