//! The short cards of what was heard: a few lines to ask and to think of, for one particular path.

use std::cmp::Reverse;

use ratatui::{buffer::Buffer, layout::Rect};

use super::ScriptPane;
use crate::{
    domain::{
        ids::ChipId,
        policy::script::{Path, Stage},
    },
    ui::{draw, screens::call::pane::View, theme::Role},
};

impl ScriptPane {
    /// Puts the card of what was marked just now before the others, at the stage where the worker is.
    pub(super) fn turn_up(&mut self, chip: &ChipId, heard: bool) {
        self.marked.retain(|(known, _)| known != chip);
        if heard {
            self.marked.push((chip.clone(), self.stage));
        }
        self.turned = 0;
    }

    /// Lists the cards of what was heard and this stage listens for, or was marked here; what was marked last comes first.
    pub(super) fn cards<'v>(&self, stage: &Stage, view: &View<'v>) -> Vec<&'v Path> {
        let here = |chip: &ChipId| {
            let marked = self.marked.iter().any(|(known, at)| known == chip && *at == stage.number);
            marked || stage.listen.iter().any(|listened| listened.id == *chip)
        };
        let heard = |path: &&Path| view.contact.call.heard.contains(&path.chip) && here(&path.chip);
        let mut cards: Vec<&Path> = view.policy().script.paths.iter().filter(heard).collect();
        cards.sort_by_key(|path| Reverse(self.marked.iter().position(|(chip, _)| *chip == path.chip)));
        cards
    }

    /// Draws the card that is turned up at the top of a place, in no more than two thirds of it; gives the lines used.
    pub(super) fn card(&self, buf: &mut Buffer, area: Rect, stage: &Stage, view: &View<'_>) -> u16 {
        let cards = self.cards(stage, view);
        let most = area.height.saturating_mul(2) / 3;
        if cards.is_empty() || most < 2 {
            return 0;
        }
        let at = self.turned % cards.len();
        let (path, theme) = (cards[at], view.theme);
        let turn = if cards.len() > 1 {
            format!("  {} of {}, PgDn the next", at + 1, cards.len())
        } else {
            String::new()
        };
        let used = draw::put(buf, area, area.x, area.y, &path.words, theme.style(Role::Title));
        draw::put(buf, area, area.x + used, area.y, &turn, theme.style(Role::HintKey));
        let mut y = area.y + 1;
        let names: Vec<String> = path
            .leads_to
            .iter()
            .map(|letter| {
                let outcome = view.policy().outcomes.get(*letter);
                outcome.map_or_else(|| letter.to_string(), |outcome| format!("{letter} {}", outcome.name))
            })
            .collect();
        let leads = (!names.is_empty()).then(|| format!("May lead to: {} (F7)", names.join(", ")));
        for words in path.card.iter().chain(&leads) {
            let lines = draw::wrapped(words, usize::from(area.width.saturating_sub(2)));
            if usize::from(y - area.y) + lines.len() > usize::from(most) {
                break;
            }
            draw::put(buf, area, area.x, y, "·", theme.style(Role::PromptTag));
            for line in lines {
                draw::put(buf, area, area.x + 2, y, &line, theme.style(Role::Prompt));
                y += 1;
            }
        }
        y - area.y
    }
}
