//! F5, agreement to share: who speaks for each child, what everybody answered, and a row more.
//!
//! Source: Southampton one-minute guide, MASH; Bromley joint protocol. Nothing is chosen beforehand, and lawful basis is
//! printed beside the purpose and picked by nobody.

mod fields;
mod record;

use std::cell::{Cell, RefCell};

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use self::record::Place;
use super::{
    pane::{HalfTyped, Outcome, Pane, Say, View},
    paper::{
        Half, Head, Parts, Sheet, Typed, foot,
        page::{Page, Window},
        words::{lawful_basis, purpose},
    },
};
use crate::{
    domain::{contact::agreement, ids::AgreementNo},
    ui::{
        keymap::{self, Action, Context, stacks},
        theme::Role,
    },
};

/// Which form has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Writing {
    /// A new row.
    #[default]
    Row,
    /// Why one goes on although somebody refuses.
    GoOn,
}

impl Writing {
    const fn slot(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::GoOn => "go_on",
        }
    }
}

/// The pane's state.
#[derive(Default)]
pub struct AgreementPane {
    row: Sheet,
    go_on: Sheet,
    writing: Writing,
    cursor: Option<AgreementNo>,
    window: Window,
    /// Whether the row under the cursor is to be brought into view.
    reveal: Cell<bool>,
    // The page as it was laid out last, and what for. A cache.
    page: RefCell<Option<(Stamp, Page, Vec<Place>)>>,
}

/// What a laid-out page depends on.
#[derive(Clone, PartialEq)]
struct Stamp {
    contact: (uuid::Uuid, u64),
    size: (u16, u16),
    minute: i64,
    cursor: Option<AgreementNo>,
}

/// What is kept of half-typed text.
#[derive(Serialize, Deserialize)]
struct Kept {
    row: Option<Half>,
    go_on: Option<Half>,
    writing: Writing,
}

impl AgreementPane {
    fn sheet(&self) -> &Sheet {
        match self.writing {
            Writing::Row => &self.row,
            Writing::GoOn => &self.go_on,
        }
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        match self.writing {
            Writing::Row => &mut self.row,
            Writing::GoOn => &mut self.go_on,
        }
    }

    /// Fits both forms to the contact and to what is chosen in them.
    fn fit(&mut self, view: &View<'_>) {
        fields::how_known(&mut self.row, view);
        self.row.fit(|sheet| fields::row(sheet, view));
        self.go_on.fit(|_| fields::go_on(view));
    }

    fn save(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let writing = self.writing;
        let sheet = self.sheet_mut();
        sheet.try_again();
        if sheet.is_wanting() {
            return;
        }
        let command = match writing {
            Writing::Row => fields::asked(sheet).map(agreement::Command::Record),
            Writing::GoOn => fields::went_on(sheet).map(agreement::Command::GoOn),
        };
        let Some(command) = command else { return };
        let event = Some(sheet.send(view));
        say.push(Say::Act { slot: writing.slot().to_owned(), command: command.into(), event });
    }

    fn walk(&mut self, down: bool, view: &View<'_>) {
        let rows = &view.contact.agreements.rows;
        let Some(last) = rows.len().checked_sub(1) else { return };
        let at = self.cursor.and_then(|no| rows.iter().position(|row| row.no == no));
        let to = match (at, down) {
            (None, _) => last,
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        };
        self.cursor = Some(rows[to].no);
        self.reveal.set(true);
    }

    /// Lays the page out, or takes it as it was laid out before.
    fn with_page<R>(&self, view: &View<'_>, size: (u16, u16), then: impl FnOnce(&Page, &[Place]) -> R) -> R {
        let stamp = Stamp {
            contact: (view.contact.id.0, view.contact.version),
            size,
            minute: view.now.timestamp() / 60,
            cursor: self.cursor,
        };
        let mut cache = self.page.borrow_mut();
        if cache.as_ref().is_none_or(|(known, ..)| *known != stamp) {
            *cache = None;
        }
        let (_, page, places) = cache.get_or_insert_with(|| {
            let (page, places) = record::page(view, size, self.cursor);
            (stamp, page, places)
        });
        then(page, places)
    }

    fn head(&self, view: &View<'_>) -> Head {
        let (title, key) = match self.writing {
            Writing::Row => ("A NEW ROW: what somebody answered", "purpose"),
            Writing::GoOn => ("GO ON AGAINST A REFUSAL: a manager sees this", "on.purpose"),
        };
        let basis = self.sheet().chosen(key).and_then(|id| purpose(view.policy(), id));
        let beside = basis.map(|purpose| (Role::TextDim, lawful_basis(purpose))).into_iter().collect();
        Head { title: title.to_owned(), beside }
    }
}

impl Pane for AgreementPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match keymap::action(self.stack(), key) {
            Some(action @ (Action::RowUp | Action::RowDown)) => {
                self.walk(action == Action::RowDown, view);
                return true;
            }
            Some(Action::Add) => {
                self.writing = Writing::Row;
                return true;
            }
            Some(Action::GoOn) => {
                self.writing = Writing::GoOn;
                return true;
            }
            _ => {}
        }
        let typed = match self.writing {
            Writing::Row => self.row.key(key, |sheet| fields::row(sheet, view)),
            Writing::GoOn => self.go_on.key(key, |_| fields::go_on(view)),
        };
        let Some(Typed { changed, submit }) = typed else {
            return keymap::action(self.stack(), key).is_some_and(|action| self.window.act(action));
        };
        if changed {
            self.fit(view);
            say.push(Say::Changed);
        }
        if submit {
            self.save(view, say);
        }
        true
    }

    fn paste(&mut self, text: &str, _view: &View<'_>, say: &mut Vec<Say>) {
        if self.sheet_mut().paste(text) {
            say.push(Say::Changed);
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        self.fit(view);
        if self.cursor.is_some_and(|no| view.contact.agreements.get(no).is_none()) {
            self.cursor = None;
        }
    }

    fn leave(&mut self, view: &View<'_>, _say: &mut Vec<Say>) {
        match self.writing {
            Writing::Row => self.row.leave(|sheet| fields::row(sheet, view)),
            Writing::GoOn => self.go_on.leave(|_| fields::go_on(view)),
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) {
        let sheet = match slot {
            "row" => &mut self.row,
            "go_on" => &mut self.go_on,
            _ => return,
        };
        match outcome {
            Outcome::Saved(_) => {
                sheet.saved("");
                self.fit(view);
                self.cursor = None;
                self.window.end();
            }
            Outcome::Refused(why) => sheet.refuse(why.clone()),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let head = self.head(view);
        let beside =
            head.beside.iter().map(|(_, text)| text.len() / usize::from(area.width.max(1)) + 1).sum();
        let size = (area.width, area.height);
        self.with_page(view, size, |page, places| {
            let parts = Parts::of(area, page.height(), Some(self.sheet()), beside);
            let here = places.iter().find(|(no, ..)| Some(*no) == self.cursor);
            if let Some((_, from, to)) = here.filter(|_| self.reveal.take()) {
                self.window.show(*from, *to, parts.page.height);
            }
            page.draw(frame.buffer_mut(), parts.page, view.theme, &self.window);
            self.sheet().draw(frame, parts.sheet, view.theme, active, &head);
            let key = |action| keymap::keys_of(self.stack(), action);
            let mut keys = vec![(key(Action::Save), "save")];
            match self.writing {
                Writing::Row => keys.push((key(Action::GoOn), "go on against a refusal")),
                Writing::GoOn => keys.push((key(Action::Add), "a new row")),
            }
            keys.push((key(Action::RowUp), "rows"));
            keys.push((key(Action::PageDown), "more"));
            foot(frame, parts.foot, view.theme, self.sheet().hint(), &keys);
        });
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let (row, go_on) = (self.row.half(), self.go_on.half());
        if row.is_none() && go_on.is_none() {
            return None;
        }
        let words = u32::try_from(self.row.count() + self.go_on.count()).unwrap_or(u32::MAX);
        let body = serde_json::to_value(Kept { row, go_on, writing: self.writing }).ok()?;
        Some(HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let Ok(kept) = Kept::deserialize(body) else { return };
        if let Some(half) = &kept.row {
            self.row.restore(half, |sheet| fields::row(sheet, view));
        }
        if let Some(half) = &kept.go_on {
            self.go_on.restore(half, |_| fields::go_on(view));
        }
        self.writing = kept.writing;
    }
}

#[cfg(test)]
mod tests;
