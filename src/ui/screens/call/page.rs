//! A pane's area, filled from the top and from the foot, and what is covered on it.

use std::borrow::Cow;

use ratatui::{buffer::Buffer, layout::Rect};

use super::pane::View;
use crate::{
    domain::input::phone,
    ui::{
        draw,
        keymap::{self, Action, stacks},
        theme::{Role, Theme},
    },
};

/// What is left of the area.
pub(super) struct Page<'a> {
    /// What is left.
    pub(super) area: Rect,
    theme: &'a Theme,
}

impl<'a> Page<'a> {
    /// Begins with the whole.
    pub(super) fn new(area: Rect, theme: &'a Theme) -> Self {
        Self { area, theme }
    }

    /// Takes lines from the top.
    pub(super) fn take(&mut self, height: u16) -> Rect {
        let height = height.min(self.area.height);
        let top = Rect { height, ..self.area };
        self.area.y += height;
        self.area.height -= height;
        top
    }

    /// Writes a text, broken into as many lines as it needs.
    pub(super) fn say(&mut self, buf: &mut Buffer, text: &str, role: Role) {
        for line in draw::wrapped(text, usize::from(self.area.width.max(1))) {
            let place = self.take(1);
            draw::put(buf, place, place.x, place.y, &line, self.theme.style(role));
        }
    }

    /// Draws a line across, with a title in it.
    pub(super) fn head(&mut self, buf: &mut Buffer, title: &str, role: Role) {
        let place = self.take(1);
        let border = self.theme.style(Role::Border);
        draw::put(buf, place, place.x, place.y, &"─".repeat(usize::from(place.width)), border);
        if !title.is_empty() {
            let inner = Rect { x: place.x + 2, width: place.width.saturating_sub(3), ..place };
            draw::put(buf, inner, inner.x, inner.y, &format!(" {title} "), self.theme.style(role));
        }
    }

    /// Writes at the foot what the chords do here; leaves it out where there is no room to spare.
    pub(super) fn foot(&mut self, buf: &mut Buffer, text: &str) {
        let lines = draw::wrapped(text, usize::from(self.area.width.max(1)));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        if height.saturating_mul(5) > self.area.height {
            return;
        }
        self.area.height -= height;
        let foot = Rect { y: self.area.bottom(), height, ..self.area };
        for (y, line) in (foot.y..foot.bottom()).zip(&lines) {
            draw::put(buf, foot, foot.x, y, line, self.theme.style(Role::HintWords));
        }
    }
}

/// Gives the key of an action as words.
pub(super) fn chord(action: Action) -> String {
    keymap::keys_of(stacks::CALL_FORM, action)
}

/// Gives what stands where something is covered.
pub(super) fn cover() -> String {
    format!("▒▒▒ covered, {}", chord(Action::Reveal))
}

/// Gives a text, or the cover where it would show who reported.
pub(super) fn shown<'t>(view: &View<'_>, text: &'t str) -> Cow<'t, str> {
    if view.covered && names_reporter(view, text) { Cow::Owned(cover()) } else { Cow::Borrowed(text) }
}

fn names_reporter(view: &View<'_>, text: &str) -> bool {
    let caller = &view.contact.call.caller;
    let low = text.to_lowercase();
    let words = || low.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let named = caller.name.as_deref().is_some_and(|name| {
        let name = name.to_lowercase();
        let mut parts = name.split_whitespace().filter(|part| part.chars().count() > 2);
        parts.any(|part| words().any(|word| word.trim_end_matches("'s").trim_end_matches("’s") == part))
    });
    named || {
        let number = caller.number.as_deref().and_then(|number| phone::read(number).ok());
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        number.and_then(|number| number.digits).is_some_and(|number| digits(text).contains(&digits(&number)))
    }
}
