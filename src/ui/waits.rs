//! The one mark of what is not in the record yet, on whichever line it stands.

use ratatui::text::Line;

use super::{
    draw,
    theme::{Role, Theme},
};

/// Gives the mark, with a space behind it; nothing for what is in the record.
pub const fn mark(waits: bool) -> &'static str {
    if waits { "✕ waits " } else { "" }
}

/// Gives a line of a list with its mark before it, cut at the width; what is in the record stands there as it is.
pub fn line(mark: &'static str, text: &str, role: Role, width: usize, theme: &Theme) -> Line<'static> {
    let text = draw::safe(text);
    let said = draw::span(&draw::clip(&text, width.saturating_sub(draw::width(mark))), theme.style(role));
    if mark.is_empty() {
        return Line::from(said);
    }
    Line::from(vec![draw::span(mark, theme.style(Role::Error)), said])
}
