//! How the pane for oversight looks: the list, the document under it, and what the keys do.

use std::rc::Rc;

use ratatui::{Frame, layout::Rect};

use super::{
    OversightPane, after,
    ask::{self, Ask},
    brief::Brief,
    call, decide, document,
    item::{self, Item},
    of_two, summary,
    writing::Writing,
};
use crate::{
    domain::{calendar::words, ids::StaffId},
    ui::{
        draw, due,
        keymap::{self, Action},
        screens::call::{
            document::Document,
            pane::{Pane as _, Seen, View},
        },
        theme::Role,
        widgets::edges,
    },
};

/// What a laid-out document depends on.
#[derive(Clone, PartialEq)]
pub(super) struct Laid {
    seen: Seen,
    width: u16,
    item: Option<Item>,
    writing: Writing,
    /// Who is spoken to about it.
    spoken_to: Option<StaffId>,
    /// Whether their answers are being written down where there is room for little.
    answers: bool,
}

impl OversightPane {
    /// The lines from which on whom to ring has room above what is read out, also while their answers are written down.
    const TALL: u16 = 30;

    /// Gives the document for a width.
    pub(super) fn document(&self, view: &View<'_>, area: Rect) -> Rc<Document> {
        let width = area.width;
        let (item, writing, spoken_to) = (self.cursor, self.writing, self.spoken_to());
        let answers = self.answers() && area.height < Self::TALL;
        let laid = Laid { seen: view.seen(), width, item, writing, spoken_to, answers };
        self.page.of(laid, || self.lay(view, width, (spoken_to, answers)))
    }

    /// Gives who is spoken to about the selected request, by what is written down of the call.
    fn spoken_to(&self) -> Option<StaffId> {
        let selected = || match self.cursor {
            Some(Item::Override(no)) => Some(no),
            _ => None,
        };
        let no = self.writing.rings().or_else(selected)?;
        self.sheets.get(&Writing::Calling(no).slot()).and_then(call::spoken_to)
    }

    fn lay(&self, view: &View<'_>, width: u16, (spoken_to, answers): (Option<StaffId>, bool)) -> Document {
        let mut page = Document::new(width.saturating_sub(2));
        let calling = match self.writing {
            Writing::Calling(no) | Writing::Answering(no) => view.contact.oversight.get(no),
            _ => None,
        };
        if let Writing::Agreeing(of) = self.writing {
            of_two::page(&mut page, of, answers, view);
        } else if let Some(o) = calling {
            match self.writing {
                Writing::Answering(_) => call::challenge_page(&mut page, o, view),
                _ => call::page(&mut page, o, (spoken_to, answers), view),
            }
        } else if let Some(item) = self.cursor.filter(|_| self.writing != Writing::Asking) {
            document::write(&mut page, item, spoken_to, view, width.saturating_sub(2));
            page.gap();
            summary::write(&mut page, view);
        } else {
            page.text(0, Role::TextDim, &item::on_duty(view));
            if view.contact.agreements.standing().next().is_none() {
                page.text(
                    0,
                    Role::NotKnown,
                    "○ Nobody's answer is on record yet: F5 first, a manager must see it.",
                );
            }
        }
        page
    }

    /// Gives the title of the open sheet, and what is printed over its fields.
    pub(super) fn head(&self, view: &View<'_>) -> (String, Vec<(Role, String)>) {
        match self.writing {
            Writing::Nothing => (String::new(), Vec::new()),
            Writing::Asking => ask::head(self.sheet(), view),
            Writing::Deciding(item) => (decide::title(item, view).to_owned(), Vec::new()),
            Writing::Calling(_) => ("THE CALL: what came of it, and what they say".to_owned(), Vec::new()),
            Writing::Agreeing(_) => (of_two::TITLE.to_owned(), Vec::new()),
            Writing::Answering(_) => {
                ("THEIR ANSWER: eight digits, as they read them back".to_owned(), Vec::new())
            }
            Writing::Describing(no) => {
                let before = after::not_upheld(Some(no), &after::named(self.sheet()), view);
                let before = before.into_iter().map(|words| (Role::NotMet, words)).collect();
                ("WHAT YOU DID, now that there is time".to_owned(), before)
            }
            Writing::Settling(_) => ("WHAT CAME OF IT".to_owned(), Vec::new()),
            Writing::Ending(item) => {
                let title = decide::ending(item, String::new(), view).map_or("", |(title, _)| title);
                (title.to_uppercase(), Vec::new())
            }
        }
    }

    pub(super) fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, briefs: &[Brief]) {
        let height = usize::from(area.height);
        let at = briefs.iter().position(|brief| Some(brief.item) == self.cursor).unwrap_or(0);
        let top = (at + 1).saturating_sub(height);
        let buf = frame.buffer_mut();
        for (y, brief) in (area.y..area.bottom()).zip(briefs.iter().skip(top)) {
            let here = Some(brief.item) == self.cursor && self.writing != Writing::Asking;
            let late = brief.due.is_some_and(|(due, call)| call.is_late(view.now, due));
            let clock = brief.due.map(|(due, call)| format!(" · {}", due::left(view.now, due, call)));
            let clock = clock.unwrap_or_default();
            let rest = format!(
                "{} {}{clock} · {}",
                view.desk.book.state.initials_of(brief.by),
                words::near(view.now, brief.at),
                view.contact.family.names(&brief.children)
            );
            let ground = view.theme.style(if here { Role::RowCursor } else { Role::Row });
            buf.set_style(Rect { y, height: 1, ..area }, ground);
            let mut x = area.x;
            let state = format!("{} {} ", brief.sign, brief.state);
            let name = format!("{}{} ", if here { "▸" } else { " " }, brief.name);
            let role = if late { Role::Overdue } else { brief.role };
            for (text, style) in [
                (&name, ground.patch(view.theme.style(Role::TextStrong))),
                (&state, ground.patch(view.theme.style(role))),
                (&rest, ground),
            ] {
                x = x.saturating_add(draw::put(buf, area, x, y, text, style));
            }
        }
        edges(buf, area, view.theme, top > 0, top + height < briefs.len());
    }

    pub(super) fn keys(&self, view: &View<'_>) -> Vec<(String, &'static str)> {
        let key = |action| keymap::keys_of(self.stack(), action);
        let mut keys = Vec::new();
        match self.writing {
            Writing::Asking => match Ask::of(self.sheet()) {
                Some(Ask::Override) => keys.push((key(Action::Send), "ask the manager")),
                Some(Ask::Emergency) => {
                    keys.push((key(Action::Save), "write it down, and ask for oversight"));
                }
                Some(Ask::Ground(_)) => keys.push((key(Action::Save), "propose it to the manager")),
                None => {}
            },
            Writing::Deciding(item) => {
                keys.extend(decide::chords(item, view).iter().map(|(action, words)| (key(*action), *words)));
            }
            Writing::Ending(_) => keys.push((key(Action::Save), "do it")),
            Writing::Calling(_) => keys.push((key(Action::Save), call::does(self.sheet()))),
            Writing::Agreeing(_) => keys.push((key(Action::Save), of_two::does(self.sheet()))),
            Writing::Answering(_) => {
                keys.push((key(Action::Save), "try the answer"));
                keys.push((key(Action::Telephone), "back to the words"));
            }
            Writing::Describing(_) | Writing::Settling(_) => keys.push((key(Action::Save), "write it down")),
            Writing::Nothing => {}
        }
        if matches!(self.writing, Writing::Nothing | Writing::Describing(_)) {
            let rings = self.rings.of((view.seen(), self.cursor), || match self.cursor {
                Some(Item::Override(no)) => {
                    view.contact.oversight.get(no).is_some_and(|o| item::may_ring(o, view))
                }
                item => of_two::waiting(item, view)
                    .is_some_and(|of| of_two::may_ring(of, view) && of_two::unwritten(of, view).is_none()),
            });
            if *rings {
                keys.push((key(Action::Telephone), "ring the manager"));
            }
        }
        keys.push((key(Action::PageDown), "more"));
        if self.writing != Writing::Asking {
            keys.push((key(Action::Add), "ask"));
            if self.cursor.is_some_and(|item| item.can_end(view)) {
                keys.push((key(Action::Recall), "take back"));
            }
        }
        keys.push((key(Action::Emergency), "emergency"));
        if self.items.len() > 1 || (self.writing == Writing::Asking && !self.items.is_empty()) {
            keys.push((key(Action::RowDown), "list"));
        }
        keys
    }
}
