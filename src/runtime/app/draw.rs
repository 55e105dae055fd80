//! The frame: header, screen, notice, hints, and whatever lies over them.

use std::borrow::Cow;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};

use super::App;
use crate::{
    desk::protocol::ContactView,
    domain::calendar::words,
    ui::{
        draw,
        keymap::Context,
        screens::{beside, call::pane::View, queue},
        theme::Role,
        widgets::{HintBar, Notice},
    },
};

/// Gives the part of the window that a screen is drawn in.
pub(super) fn body(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area }
}

impl App {
    /// Says what happened just now; else how a call for help ended; else, as long as it is so, that the desk's file is damaged.
    fn says_now(&self) -> Option<Cow<'_, Notice>> {
        let now = self.notice.as_ref().map(Cow::Borrowed);
        now.or_else(|| self.help_over().or_else(|| self.stays_damaged()).map(Cow::Owned))
    }

    /// Says for a while how it ended that somebody needed help: its alarm is gone, and whoever saw it is not left to ask. While
    /// family or public are on the line nothing is said that may name a place.
    fn help_over(&self) -> Option<Notice> {
        let (over, _) = self.help_over.as_ref().filter(|(_, until)| self.steady.at() < *until)?;
        let state = &self.desk.book.state;
        let name = state.name_of(over.worker);
        let said = if over.by == over.worker {
            "as they say".to_owned()
        } else {
            format!("as {} says", state.name_of(over.by))
        };
        let how = over.how.as_deref().filter(|_| self.queue.heard().is_empty());
        let how = how.map_or_else(|| ".".to_owned(), |how| format!(": {}", how.trim()));
        let at = words::clock(over.at);
        Some(Notice::know(format!("{name}, who needed help, is safe since {at}, {said}{how}"), ""))
    }

    fn notice_rows(&self, width: u16) -> u16 {
        self.says_now().map_or(0, |notice| notice.height(width).min(4))
    }

    /// Says above what is known from beside the desk's file as of when that is; gives what is left of the place.
    fn paint_as_of(&self, frame: &mut Frame<'_>, area: Rect) -> Rect {
        let known = self.beside.as_of.or(self.desk.known_at);
        if self.desk.unread.is_none() && known.is_none() {
            return area;
        }
        let known = known.map(|at| words::as_of(self.now, at));
        let known =
            known.as_deref().and_then(|known| known.strip_prefix("as")).unwrap_or(" the desk last knew it");
        let words = format!(" ▲ As{known}; what was kept since is marked ✕.");
        draw::put(frame.buffer_mut(), area, area.x, area.y, &words, self.theme.style(Role::Notice));
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    }

    /// Says above an open contact as of when it is known, and what of that which stands around it could not be read.
    fn paint_lacks(&self, frame: &mut Frame<'_>, area: Rect, contact: &ContactView) -> Rect {
        let as_of = contact
            .as_of
            .map(|at| format!("{}: the desk's file does not give it now", words::as_of(self.now, at)));
        let lacks = contact.lacks.then_some("marks and other contacts of the family cannot all be read");
        let said: Vec<&str> = as_of.as_deref().into_iter().chain(lacks).collect();
        if said.is_empty() {
            return area;
        }
        let mut words = said.join("; ");
        words.get_mut(..1).unwrap_or_default().make_ascii_uppercase();
        let words = format!(" ▲ {words}.");
        draw::put(frame.buffer_mut(), area, area.x, area.y, &words, self.theme.style(Role::Notice));
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    }

    pub(super) fn paint(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        draw::lay(frame.buffer_mut(), area, self.theme.style(Role::Text));
        let notice_rows = if self.is_shut() { 0 } else { self.notice_rows(area.width) };
        let [header, body, notice, hints] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Min(3),
            Constraint::Length(notice_rows),
            Constraint::Length(1),
        ])
        .areas(area);
        self.header().draw(frame.buffer_mut(), header, &self.theme);
        let (Some(actor), false) = (&self.desk.actor, self.locked) else {
            self.sign_in.draw(frame, body, &self.theme);
            HintBar { contexts: &[Context::SignIn], first: &[] }.draw(frame.buffer_mut(), hints, &self.theme);
            return;
        };
        if let Some(notice_shown) = self.says_now() {
            notice_shown.draw(frame.buffer_mut(), notice, &self.theme);
        }
        let on_top = self.over.is_empty();
        if let Some(screen) = self.beside.open() {
            let body = self.paint_as_of(frame, body);
            let (board, brief) = (&self.beside.board, self.beside.brief.as_ref());
            let (now, desk, theme, fresh) = (self.now, &self.desk, &self.theme, &*self.fresh);
            let (heard, as_of) = (self.queue.heard(), self.beside.as_of);
            let view = beside::View { now, desk, actor, board, as_of, brief, heard, theme, fresh };
            screen.draw(frame, body, &view);
            HintBar { contexts: screen.stack(), first: &[] }.draw(frame.buffer_mut(), hints, &self.theme);
        } else if let Some((screen, contact)) = &self.call {
            let open = super::contact::view(self.now, &self.desk, actor, contact, &self.theme, &self.fresh);
            let cover = screen.covers(&open);
            let body = self.paint_lacks(frame, body, contact);
            screen.draw(frame, body, &View { cover, ..open }, &contact.looking, on_top);
            HintBar { contexts: screen.stack(), first: &[] }.draw(frame.buffer_mut(), hints, &self.theme);
        } else {
            let view = queue::View { now: self.now, desk: &self.desk, theme: &self.theme };
            self.queue.draw(frame, body, &view);
            HintBar { contexts: self.stack(), first: &[] }.draw(frame.buffer_mut(), hints, &self.theme);
        }
        let onto = self.note_goes_to().map(|(_, reference)| reference);
        for over in &self.over {
            over.draw(frame, body, &self.theme, self.now, (onto.as_deref(), self.queue.heard()));
        }
    }
}
