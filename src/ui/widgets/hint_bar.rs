//! The line at the foot: what can be done here, by which key.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::draw;
use crate::ui::keymap::{self, Action, BINDINGS, Context};
use crate::ui::theme::{Role, Theme};

/// The hints of a stack of contexts, in the keymap's order, as many as fit.
#[derive(Clone, Copy, Debug)]
pub struct HintBar<'a> {
    /// The contexts, from the innermost outwards.
    pub contexts: &'a [Context],
    /// What to name first, because it matters most just now.
    pub first: &'a [Action],
}

impl HintBar<'_> {
    /// Draws the line. How to get back and where to find everything else stay to the last.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        let mut hints: Vec<(Action, String, &str)> = Vec::new();
        let named = self.first.iter().filter_map(|action| keymap::binding(self.contexts, *action));
        let rest = BINDINGS.iter().filter(|binding| self.contexts.contains(&binding.context));
        for (at, binding) in named.chain(rest).enumerate() {
            let words = if binding.hint.is_empty() { binding.words } else { binding.hint };
            let wanted = at < self.first.len() || !binding.hint.is_empty();
            if wanted && !hints.iter().any(|(action, _, _)| *action == binding.action) {
                hints.push((binding.action, binding.keys.first(), words));
            }
        }
        let width = |hint: &(Action, String, &str)| draw::width(&hint.1) + draw::width(hint.2) + 4;
        while hints.iter().map(width).sum::<usize>() > usize::from(area.width) + 2 && hints.len() > 1 {
            let stays = |action: Action| matches!(action, Action::Back | Action::Palette | Action::Urgent);
            let last = hints.iter().rposition(|hint| !stays(hint.0)).unwrap_or(hints.len() - 1);
            hints.remove(last);
        }
        let mut x = area.x + 1;
        for (_, key, words) in &hints {
            x += draw::put(buf, area, x, area.y, key, theme.style(Role::HintKey)) + 1;
            x += draw::put(buf, area, x, area.y, words, theme.style(Role::HintWords)) + 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::stacks;

    #[test]
    fn the_way_out_is_always_hinted_at() {
        let text = |contexts, first, width| {
            let area = Rect::new(0, 0, width, 1);
            let mut buf = Buffer::empty(area);
            HintBar { contexts, first }.draw(&mut buf, area, &Theme::plain());
            (0..width).map(|x| buf[(x, 0)].symbol()).collect::<String>().trim_end().to_owned()
        };
        assert!(text(stacks::QUEUE, &[], 120).starts_with(" a answer  n take a call  Enter open"));
        let narrow = text(stacks::CALL_NOTES, &[], 60);
        assert!(narrow.contains("Alt+u urgent") && narrow.contains("Esc back"), "{narrow}");
        assert!(text(stacks::CALL_NOTES, &[Action::Recall], 120).starts_with(" Alt+z recall"));
    }
}
