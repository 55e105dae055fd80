//! Drawing the pane: children on top, then what is filled in, then what is read; side by side where there is room.

use ratatui::{Frame, buffer::Buffer, layout::Rect};

use super::{
    RoutePane,
    card::{Asks, Card, Own},
    hint,
    opening::CHILDREN,
    shown::Shown,
    told, words,
};
use crate::domain::{contact::route::State, ids::PersonNo, policy::test::Met};
use crate::ui::{
    draw,
    screens::call::{document::Document, pane::View},
    theme::{Role, Theme},
    widgets::{FieldState, Form},
};

/// From this width on, what is read stands beside what is filled in.
const BESIDE: u16 = 96;
/// Below this height, reading on makes room for what is read.
const SHORT: u16 = 24;

/// How many lines are left to what is read, in a short area, while a card is filled in.
const READ: u16 = 4;

/// What the page that is read is laid out of.
#[derive(Clone, PartialEq)]
pub(super) struct Page {
    shown: Shown,
    width: u16,
    /// Every child with each outcome, where there was no room for all.
    top: Vec<(Role, String)>,
}

impl RoutePane {
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let area = area.intersection(frame.area());
        if area.width < 4 || area.height < 4 {
            return;
        }
        let width = usize::from(area.width);
        let mut rest = area;
        let told = self.tells(view);
        let top: Vec<(Role, String)> = told
            .children
            .iter()
            .flat_map(|(role, text)| draw::wrapped(text, width).into_iter().map(|line| (*role, line)))
            .collect();
        let short = area.height < SHORT;
        // Where there is little room, a card that is everybody's says by itself how it stands for them.
        let all = |card: &Card| {
            let on = view.contact.routes.get(card.no).map_or(&[][..], |route| &route.children);
            view.contact.family.children().all(|child| on.contains(&child.no))
        };
        let most = if short && self.card.as_ref().is_some_and(all) {
            0
        } else {
            usize::from((area.height / 5).max(2))
        };
        let cut = top.len() > most;
        let buf = frame.buffer_mut();
        for (at, (role, line)) in top.iter().take(most).enumerate() {
            let hidden = (top.len() + 1).saturating_sub(most);
            let (role, line) = if cut && at + 1 == most {
                (Role::TextDim, format!("… {hidden} more lines: read on below"))
            } else {
                (*role, line.clone())
            };
            draw::put(buf, rest, rest.x, rest.y, &line, view.theme.style(role));
            rest = below(rest, 1);
        }
        let foot = self.foot(view);
        rest = at_foot(buf, rest, &foot, 2, view.theme, Role::TextDim);
        // That the chord decides is said only where it does. Said here and nowhere else: what it is about is told whole where
        // the card says what is missing.
        let decides = self.card.as_ref().is_some_and(|card| card.focused() == Some(Asks::Own(Own::Reason)));
        let holds = |(_, message): &&(Role, String)| decides || !message.ends_with(&hint::decides_here());
        if let Some((role, message)) = self.message.as_ref().filter(holds) {
            let most = if short { 3 } else { usize::from(area.height / 5) };
            rest = at_foot(buf, rest, message, most, view.theme, *role);
        }
        let (form, beside) = if let Some(card) = &self.card {
            rest = self.head(frame.buffer_mut(), rest, view, told.presented);
            (&card.form, area.width >= BESIDE)
        } else {
            (&self.opening.form, false)
        };
        let (fill, read) = if self.reading && short {
            (Rect { height: 0, ..rest }, rest)
        } else {
            // What is missing is read where it is decided.
            self.split(rest, form, (beside, short && !decides))
        };
        let about = told.about.as_ref().filter(|_| !self.resting);
        self::fill(frame, fill, form, view, about, active && !self.resting);
        let buf = frame.buffer_mut();
        self.read(buf, read, view, &told.title, if cut { top } else { Vec::new() });
    }

    /// Draws the head of a card: what it is, for whom, where it stands.
    fn head(&self, buf: &mut Buffer, rest: Rect, view: &View<'_>, presented: Option<Met>) -> Rect {
        let Some((card, route)) =
            self.card.as_ref().and_then(|card| Some((card, view.contact.routes.get(card.no)?)))
        else {
            return rest;
        };
        let list = &view.contact.routes.list;
        let at = list.iter().position(|route| route.no == card.no).map_or(0, |at| at + 1);
        let mut line = words::outcome(route, view.policy());
        line.push_str("  ");
        let mut x = rest.x;
        x += draw::put(buf, rest, x, rest.y, &line, view.theme.style(Role::Title));
        if let Some((sign, role)) = presented.map(words::met) {
            draw::put(buf, rest, x, rest.y, &sign, view.theme.style(role));
        }
        let mut rest = below(rest, 1);
        let children = view.contact.family.names(&route.children);
        let second = format!("{} · for {children} · card {at} of {}", words::stands(route, view), list.len());
        for line in draw::wrapped(&second, usize::from(rest.width)).iter().take(2) {
            draw::put(buf, rest, rest.x, rest.y, line, view.theme.style(Role::Text));
            rest = below(rest, 1);
        }
        // Whoever cannot decide it learns so before they have filled it in.
        let outcome = view.policy().outcomes.get(route.letter).filter(|_| route.state.is_open());
        if let Some(by) = outcome.and_then(|outcome| words::decided_by_others(outcome, view)) {
            for line in draw::wrapped(&by, usize::from(rest.width)).iter().take(2) {
                draw::put(buf, rest, rest.x, rest.y, line, view.theme.style(Role::NotMet));
                rest = below(rest, 1);
            }
        }
        rest
    }

    /// Shares the room out between what is filled in and what is read.
    fn split(&self, rest: Rect, form: &Form, (beside, short): (bool, bool)) -> (Rect, Rect) {
        if beside && !form.fields().is_empty() {
            let left = rest.width * 11 / 20;
            let right = Rect { x: rest.x + left + 2, width: rest.width - left - 2, ..rest };
            return (Rect { width: left, ..rest }, right);
        }
        let wrong = form.fields().iter().filter(|field| matches!(field.state, FieldState::Wrong(_))).count();
        let (wanted, most) = match &self.card {
            Some(_) if form.fields().is_empty() => (0, 0),
            // A choice opens its list, a text three lines; and the lines about the field stand under the form.
            Some(_) => {
                let most = if short { rest.height.saturating_sub(READ) } else { rest.height * 3 / 5 };
                (form.fields().len() + 7.max(form.opens() + 1) + 2 * wrong, most)
            }
            None => {
                let options = if form.focused().is_some_and(|key| key.as_str() == CHILDREN) {
                    self.opening.offers
                } else {
                    0
                };
                (form.fields().len() + options + 2 * wrong, rest.height * 2 / 3)
            }
        };
        let height = u16::try_from(wanted).unwrap_or(u16::MAX).min(most.max(2)).min(rest.height);
        let height = if wanted == 0 { 0 } else { height };
        (Rect { height, ..rest }, below(rest, height))
    }

    /// Draws what is read, as far down as it was moved, under a line that says how much there is.
    fn read(&self, buf: &mut Buffer, area: Rect, view: &View<'_>, title: &str, top: Vec<(Role, String)>) {
        if area.height < 2 {
            return;
        }
        let room = below(area, 1);
        let page = Page { shown: self.shown(view), width: room.width.saturating_sub(2), top };
        let doc = self.page.of(page.clone(), || self.lay(view, &page));
        let (len, height) = (doc.height(), usize::from(room.height));
        doc.draw(buf, room, view.theme, &self.window);
        let from = self.window.top();
        let to = (from + height).min(len);
        let more = if len > height { format!(" {}–{to} of {len} ", from + 1) } else { String::new() };
        let line = "─".repeat(usize::from(area.width));
        let border = view.theme.style(Role::Border);
        draw::put(buf, area, area.x, area.y, &line, border);
        let after = u16::try_from(draw::width(&more)).unwrap_or(0).min(area.width);
        draw::put(buf, area, area.right() - after, area.y, &more, view.theme.style(Role::TextDim));
        let title = format!("─ {title} ");
        let left = Rect { width: area.width - after, ..area };
        draw::put(buf, left, area.x, area.y, &title, view.theme.style(Role::Label));
    }

    fn lay(&self, view: &View<'_>, page: &Page) -> Document {
        let mut doc = Document::new(page.width);
        match &self.card {
            Some(card) => {
                if let Some((route, outcome)) = hint::outcome_of(card.no, view) {
                    told::card(&mut doc, view, route, outcome, true);
                } else {
                    doc.text(0, Role::NotMet, "The profile in force has this outcome no more. Take the card off, and choose another.");
                }
            }
            None => self.look(&mut doc, view),
        }
        if !page.top.is_empty() {
            doc.section("Every child");
            for (role, line) in &page.top {
                doc.text(0, *role, line);
            }
        }
        doc
    }

    /// Tells what the letter would open, or which letters there are.
    fn look(&self, doc: &mut Document, view: &View<'_>) {
        let children = self.supposed_for(view);
        let Some(outcome) = self.opening.outcome(view.policy()) else {
            told::destinations(doc, view, &children, &self.opening.text());
            return;
        };
        if let Some(who) = hint::stands_for(outcome.letter, view) {
            doc.text(0, Role::Notice, &hint::on_already(&outcome.letter.to_string(), &who));
        }
        let nobody = self.opening.children().is_empty() && self.opening.named().is_empty();
        let whose = if nobody { "all children, until you choose" } else { "the children you chose" };
        doc.text(0, Role::TextDim, &format!("Only looked at, for {whose}: nothing is put on or sent."));
        told::card(doc, view, &told::supposed(outcome.letter, children), outcome, false);
    }

    /// Gives the children that a card is looked at for: the chosen ones, or else all.
    pub(super) fn supposed_for(&self, view: &View<'_>) -> Vec<PersonNo> {
        let chosen = self.opening.children();
        if chosen.is_empty() {
            view.contact.family.children().map(|child| child.no).collect()
        } else {
            chosen
        }
    }

    fn foot(&self, view: &View<'_>) -> String {
        let routes = &view.contact.routes;
        let shown = self.card.as_ref().and_then(|card| Some((card, routes.get(card.no)?)));
        if let Some((card, route)) = shown {
            return hint::on_card(card, route, self.resting);
        }
        let ready = routes.list.iter().any(|route| matches!(route.state, State::Ready));
        hint::opening(routes.list.len(), ready)
    }
}

/// Draws the form, and what the field that has the keys asks under it.
fn fill(
    frame: &mut Frame<'_>,
    area: Rect,
    form: &Form,
    view: &View<'_>,
    about: Option<&(Role, String)>,
    active: bool,
) {
    if area.is_empty() {
        return;
    }
    let mut room = area;
    if let Some((role, text)) = about.filter(|_| area.height >= 4) {
        let lines = usize::from((area.height / 3).clamp(2, 4));
        room = at_foot(frame.buffer_mut(), area, text, lines, view.theme, *role);
    }
    form.draw(frame, room, view.theme, active);
}

fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// Writes a text at the foot of an area, in so many lines at most, and gives what is left above.
fn at_foot(buf: &mut Buffer, area: Rect, text: &str, most: usize, theme: &Theme, role: Role) -> Rect {
    let mut lines = draw::wrapped(text, usize::from(area.width));
    if lines.len() > most && most > 0 {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let kept = draw::clip(last, usize::from(area.width).saturating_sub(1)).into_owned();
            *last = format!("{}…", kept.trim_end_matches('…'));
        }
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    let left = Rect { height: area.height - height, ..area };
    for (y, line) in (left.bottom()..area.bottom()).zip(&lines) {
        draw::put(buf, area, area.x, y, line, theme.style(role));
    }
    left
}
