//! How the pane is drawn: the list, what is selected, the form below it.

use chrono::{DateTime, Utc};
use ratatui::{Frame, layout::Rect};

use super::{OversightPane, brief::briefs, item::Item, writing::Writing};
use crate::{
    domain::calendar::words::clock,
    ui::{
        keymap::{self, Action, stacks},
        screens::call::{
            page::Page,
            pane::{Pane as _, View},
        },
        theme::Role,
    },
};

/// A word that was given just now.
#[derive(Clone, Copy)]
pub(super) struct Decided {
    pub(super) item: Item,
    pub(super) at: DateTime<Utc>,
    pub(super) more: bool,
}

impl Decided {
    fn words(self) -> String {
        let saved = format!("✓ Your word is saved at {}.", clock(self.at));
        if self.more {
            let next = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::RowDown);
            format!("{saved} {next} goes to what waits for you next.")
        } else {
            format!("{saved} Nothing else here waits for your word.")
        }
    }
}

impl OversightPane {
    /// Draws the pane.
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let briefs = self.briefs.of(view.seen(), || briefs(view));
        let mut page = Page::new(area, view.theme);
        page.foot(frame.buffer_mut(), &self.keys(view));
        if let Some(decided) = self.decided {
            page.say(frame.buffer_mut(), &decided.words(), Role::Ok);
        }
        if self.writing == Writing::Nothing && self.decided.is_none() && view.actor.writes() {
            let words = format!(
                "No field has the keys here: {} asks for something, {} acts at once.",
                keymap::keys_of(self.stack(), Action::Add),
                keymap::keys_of(self.stack(), Action::Emergency)
            );
            page.under(frame.buffer_mut(), &words, Role::TextDim);
        }
        let rows = page.list(briefs.len(), 5, u16::from(!briefs.is_empty()));
        self.draw_list(frame, rows, view, &briefs);
        let (title, beside) = self.head(view);
        let printed = beside.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        let document = self.document(view, area);
        let printed = Some(printed.as_str()).filter(|printed| !printed.is_empty());
        let answers = self.answers();
        let top = if document.to_read_out() {
            page.read_above_sheet(document.height(), self.sheet(), answers)
        } else {
            page.above_sheet(document.height(), self.sheet(), printed)
        };
        document.draw(frame.buffer_mut(), top, view.theme, &self.window);
        if self.sheet().fields().is_empty() {
            return;
        }
        page.head(frame.buffer_mut(), &title, if active { Role::Focus } else { Role::Title });
        let most = page.area.height / 3;
        let end = page.area.height - most;
        for (role, text) in &beside {
            let room = usize::from(page.area.height.saturating_sub(end));
            page.say_most(frame.buffer_mut(), text, *role, room);
        }
        // What is printed is no part of the first field, and stands apart from it where there is room.
        if !beside.is_empty() && usize::from(page.area.height) > self.sheet().fields().len() + 6 {
            page.take(1);
        }
        self.sheet().draw(frame, page.area, view.theme, active);
    }
}
