//! What lies over the screen: help, palette, search, a question, what was left half-typed.

use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{Frame, layout::Rect, text::Line};
use uuid::Uuid;

use super::{App, Effect, Origin, looked::Looked};
use crate::{
    desk::{Request, protocol::LeftoverView},
    domain::{
        calendar::words,
        contact::{Command, Contact, access::Command as Access, call::Command as Call},
        ids::{ContactId, GlassNo},
        policy::script::StageNo,
        queue::{Item, Row},
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        layers::{Flow, Layer as _},
        screens::call::pane::Say,
        theme::{Role, Theme},
        widgets::{
            Confirm, ConfirmEvent, Edited, Editor, Entry, Form, FormEvent, Help, List, Look, Palette,
            PaletteEvent, boxed,
        },
    },
};

/// Something over the screen.
#[expect(clippy::large_enum_variant, reason = "at most a handful lie over the screen at once")]
pub(super) enum Over {
    /// What the keys do.
    Help(Help),
    /// Everything that can be done, by name.
    Palette(Palette<ByName>),
    /// The search.
    Find(Find),
    /// To which stage.
    Stage(Editor),
    /// Yes does what follows.
    Confirm(Confirm, Option<Say>),
    /// A reason is asked for.
    Reason(Reason),
    /// What consoles that died had left.
    Leftovers(Vec<LeftoverView>),
    /// What was shared with, or asked of, an agency.
    Share(Box<Form>),
    /// Who looked at a contact.
    Looked(Looked),
}

/// What the palette knows beyond the keymap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ByName {
    /// Leaves the contact for the next service.
    Handover,
    /// Sets the ringing call aside.
    SetRingAside,
    /// Asks who looked at the contact.
    WhoLooked,
    /// Looks at what somebody opened by break-glass.
    SeeGlass,
}

/// The search: what is typed, and what was found for it.
pub(super) struct Find {
    editor: Editor,
    ticket: u64,
    rows: Vec<Row>,
    list: List<Uuid>,
    answered: bool,
}

impl Find {
    /// Takes up what was found; an answer to an older text is dropped.
    pub(super) fn told(&mut self, ticket: u64, rows: Vec<Row>) {
        if ticket == self.ticket {
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            self.rows = rows;
            self.answered = true;
            self.list.sync(&ids);
        }
    }

    fn asked(&mut self) -> Request {
        self.ticket += 1;
        Request::Find { text: self.editor.text().to_owned(), ticket: self.ticket }
    }
}

/// A reason, and what it is for.
pub(super) struct Reason {
    title: String,
    editor: Editor,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    StandDown(ContactId, u64),
    TakeOver(ContactId, u64),
    Handover(ContactId, u64),
    SetRingAside(Uuid),
    BreakGlass(ContactId),
    SeeGlass(ContactId, u64, GlassNo),
}

impl Over {
    pub(super) fn palette(contexts: &[Context]) -> Self {
        let entry = |is, words: &str| Entry { is, words: words.to_owned(), beside: String::new() };
        let entries = if contexts.contains(&Context::Queue) {
            vec![
                entry(ByName::Handover, "leave the contact for the next service, with a line"),
                entry(ByName::SetRingAside, "set the ringing call aside: it stopped"),
                entry(ByName::SeeGlass, "look at the break-glass on this contact, as a manager"),
                entry(ByName::WhoLooked, "who looked at this contact"),
            ]
        } else {
            vec![
                entry(ByName::Handover, "leave the contact for the next service, with a line"),
                entry(ByName::WhoLooked, "who looked at this contact"),
            ]
        };
        Self::Palette(Palette::new("Everything that can be done", contexts, entries))
    }

    pub(super) fn find() -> Self {
        Self::Find(Find {
            editor: Editor::line(),
            ticket: 0,
            rows: Vec::new(),
            list: List::default(),
            answered: false,
        })
    }

    pub(super) fn stage() -> Self {
        Self::Stage(Editor::line())
    }

    pub(super) fn confirm(title: String, lines: Vec<String>, then: Say) -> Self {
        Self::Confirm(Confirm::chord(title, lines), Some(then))
    }

    pub(super) fn leftovers(left: Vec<LeftoverView>) -> Self {
        Self::Leftovers(left)
    }

    pub(super) fn ask_stand_down(contact: &Contact) -> Self {
        let title = format!("Why can {} wait after all?", contact.reference);
        Self::reason(title, What::StandDown(contact.id, contact.version))
    }

    pub(super) fn ask_take_over(row: &Row) -> Self {
        Self::reason(
            "A colleague is on the line with it. Why do you take it over?".to_owned(),
            What::TakeOver(ContactId(row.id), row.version),
        )
    }

    pub(super) fn ask_break_glass(id: ContactId) -> Self {
        let title = "Restricted. Why can it not wait for somebody named? A manager is told.".to_owned();
        Self::reason(title, What::BreakGlass(id))
    }

    fn reason(title: String, what: What) -> Self {
        Self::Reason(Reason { title, editor: Editor::text_area(), what })
    }

    /// Takes a paste; gives what the desk is asked because of it.
    pub(super) fn paste(&mut self, text: &str) -> Option<Request> {
        match self {
            Self::Palette(palette) => palette.paste(text),
            Self::Find(find) => {
                find.editor.paste(text);
                return Some(find.asked());
            }
            Self::Stage(editor) => {
                editor.paste(text);
            }
            Self::Reason(reason) => {
                reason.editor.paste(text);
            }
            Self::Share(form) => {
                form.paste(text);
            }
            Self::Help(_) | Self::Confirm(..) | Self::Leftovers(_) | Self::Looked(_) => {}
        }
        None
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, now: DateTime<Utc>) {
        match self {
            Self::Help(help) => ratatui_layer(help, frame, area, theme),
            Self::Palette(palette) => palette.draw(frame, area, theme),
            Self::Confirm(confirm, _) => confirm.draw(frame, area, theme),
            Self::Find(find) => find.draw(frame, area, theme, now),
            Self::Stage(editor) => {
                let inner = boxed(frame, area, theme, "Which stage? 0 to 12, then Enter", 40, 1);
                line(frame, inner, editor, theme);
            }
            Self::Reason(reason) => {
                let inner = boxed(frame, area, theme, &reason.title, 70, 6);
                let [text, foot] = ratatui::layout::Layout::vertical([
                    ratatui::layout::Constraint::Min(1),
                    ratatui::layout::Constraint::Length(1),
                ])
                .areas(inner);
                line(frame, text, &reason.editor, theme);
                let hint = "Ctrl+S does it · Esc leaves everything as it is";
                draw::put(frame.buffer_mut(), foot, foot.x, foot.y, hint, theme.style(Role::TextDim));
            }
            Self::Leftovers(left) => leftovers(frame, area, theme, left, now),
            Self::Looked(looked) => looked.draw(frame, area, theme),
            Self::Share(form) => {
                let title = "What was shared or asked; Ctrl+S writes it down";
                let inner = boxed(frame, area, theme, title, 90, 18);
                form.draw(frame, inner, theme, true);
            }
        }
    }
}

fn ratatui_layer(help: &Help, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    crate::ui::layers::Layer::<()>::draw(help, frame, area, theme);
}

fn line(frame: &mut Frame<'_>, area: Rect, editor: &Editor, theme: &Theme) {
    editor.draw(frame.buffer_mut(), area, theme, Look { focused: true, ghost: "", role: None });
    if let Some(cursor) = editor.cursor_screen_position(area) {
        frame.set_cursor_position(cursor);
    }
}

impl Find {
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, now: DateTime<Utc>) {
        let inner = boxed(frame, area, theme, "Find: C-1841, a number, a name on the queue", 90, 16);
        let field = Rect { height: 1, ..inner };
        line(frame, field, &self.editor, theme);
        let rows = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        if self.rows.is_empty() && self.answered && !self.editor.is_blank() {
            let none = "Nothing found. People who are not on the queue are found by reference or number.";
            draw::put(frame.buffer_mut(), rows, rows.x, rows.y, none, theme.style(Role::TextDim));
        }
        self.list.draw(frame.buffer_mut(), rows, theme, self.rows.len(), |at, _| {
            let row = &self.rows[at];
            let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
            let children: Vec<&str> = row.children.iter().filter_map(|child| child.name.as_deref()).collect();
            let words = format!(
                " {reference:<10} {}  {}  – {} {}",
                row.who,
                children.join(", "),
                row.stands,
                words::near(now, row.since)
            );
            Line::from(draw::span(&words, theme.style(Role::Text)))
        });
    }
}

fn leftovers(frame: &mut Frame<'_>, area: Rect, theme: &Theme, left: &[LeftoverView], now: DateTime<Utc>) {
    let inner = boxed(frame, area, theme, "Something was left half-typed", 76, 8);
    let Some(first) = left.first() else { return };
    let what = match &first.body {
        Ok(_) => {
            let reference =
                first.reference.map_or_else(|| "a contact".to_owned(), |reference| reference.to_string());
            let time = calendar_seconds(first.saved_at);
            format!("Resume {reference}, note of {} words saved {time}?", first.words)
        }
        Err(words) => words.clone(),
    };
    let more = left.len() - 1;
    let mut lines = draw::wrapped(&what, usize::from(inner.width));
    lines.push(String::new());
    if first.body.is_ok() {
        lines.push("Enter   takes it up again where it was; nothing is sent by itself".to_owned());
        lines.push("Ctrl+U  throws it away for good".to_owned());
    }
    lines.push(format!("Esc     leaves it for later ({} ago)", age(now, first.saved_at)));
    if more > 0 {
        lines.push(format!("{more} more after this one"));
    }
    for (y, text) in (inner.y..inner.bottom()).zip(lines) {
        draw::put(frame.buffer_mut(), inner, inner.x, y, &text, theme.style(Role::Text));
    }
}

fn calendar_seconds(at: DateTime<Utc>) -> String {
    crate::domain::calendar::local::to_local(at).format("%H:%M:%S").to_string()
}

fn age(now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let minutes = (now - at).num_minutes().max(0);
    if minutes < 120 { format!("{minutes} min") } else { format!("{} h", minutes / 60) }
}

impl App {
    /// Hands a key to what lies on top; `None` where it is for the console.
    pub(super) fn key_over(&mut self, key: KeyEvent) -> Option<Vec<Effect>> {
        let mut over = self.over.pop()?;
        let action = keymap::action(stacks::DIALOG, key);
        match &mut over {
            Over::Help(help) => match help.key(key, &mut Vec::<()>::new()) {
                Flow::Close => return Some(vec![]),
                Flow::Passed => {
                    self.over.push(over);
                    return None;
                }
                Flow::Used => {}
            },
            Over::Palette(palette) => match palette.key(key) {
                PaletteEvent::Waiting => {}
                PaletteEvent::Action(action) => return Some(self.act_by_name(action)),
                PaletteEvent::Entry(by_name) => return Some(self.by_name(by_name)),
                PaletteEvent::Closed => return Some(vec![]),
            },
            Over::Confirm(confirm, then) => match confirm.key(key) {
                ConfirmEvent::Waiting => {}
                ConfirmEvent::Yes => {
                    let then = then.take();
                    return Some(self.says(then.into_iter().collect()));
                }
                ConfirmEvent::No => return Some(vec![]),
                ConfirmEvent::Passed => {
                    self.over.push(over);
                    return None;
                }
            },
            _ if matches!(action, Some(Action::Urgent | Action::Lock | Action::Quit)) => {
                self.over.push(over);
                return None;
            }
            Over::Leftovers(left) => {
                let done = self.key_leftover(key, action, left);
                if let Some(effects) = done {
                    if !left.is_empty() && key.code != KeyCode::Esc {
                        self.over.push(over);
                    }
                    return Some(effects);
                }
            }
            _ if action == Some(Action::Back) => return Some(vec![]),
            Over::Looked(looked) => looked.act(action),
            Over::Share(form) => {
                let submit = form.key(key).is_some_and(|events| events.contains(&FormEvent::Submit));
                let command = submit.then(|| super::share::command(form)).flatten();
                if let Some(command) = command {
                    let open = self.call.as_ref().map(|(screen, view)| (screen.id, view.contact.version));
                    self.over.push(over);
                    let act = open.map(|(id, seen)| self.act(id, seen, command, None, Origin::Share));
                    return Some(act.into_iter().collect());
                }
            }
            Over::Find(find) => {
                if action == Some(Action::Choose) {
                    let row = find.rows.get(find.list.index()).filter(|row| row.item == Item::Contact);
                    if let Some(id) = row.map(|row| ContactId(row.id)) {
                        return Some(self.open(id));
                    }
                } else if matches!(
                    action,
                    Some(Action::Up | Action::Down | Action::PageUp | Action::PageDown)
                ) {
                    let ids: Vec<Uuid> = find.rows.iter().map(|row| row.id).collect();
                    find.list.act(action.unwrap_or(Action::Down), &ids);
                } else if find.editor.key(key) == Edited::Changed {
                    let asked = find.asked();
                    self.over.push(over);
                    return Some(vec![Effect::Ask(asked)]);
                }
            }
            Over::Stage(editor) => {
                if action == Some(Action::Choose) {
                    if let Some(stage) = editor.text().trim().parse().ok().filter(|stage| *stage <= 12) {
                        return Some(self.says(vec![Say::Stage(StageNo(stage))]));
                    }
                    editor.take();
                } else {
                    editor.key(key);
                }
            }
            Over::Reason(reason) => {
                if action == Some(Action::Save) && !reason.editor.is_blank() {
                    let why = reason.editor.take();
                    return Some(self.with_reason(&reason.what.clone(), why));
                }
                match key.code {
                    KeyCode::Enter => {
                        reason.editor.act(Action::NewLine);
                    }
                    _ => {
                        reason.editor.key(key);
                    }
                }
            }
        }
        self.over.push(over);
        Some(vec![])
    }

    fn key_leftover(
        &mut self,
        key: KeyEvent,
        action: Option<Action>,
        left: &mut Vec<LeftoverView>,
    ) -> Option<Vec<Effect>> {
        if action == Some(Action::Back) {
            return Some(vec![]);
        }
        let take = action == Some(Action::Choose);
        let throw = keymap::action(&[Context::Edit], key) == Some(Action::DeleteLine);
        if !(take || throw) || left.is_empty() {
            return None;
        }
        let first = left.remove(0);
        let Ok(body) = first.body else { return Some(vec![]) };
        let mut effects = Vec::new();
        if take {
            effects.extend(self.resume(&body, first.contact));
        }
        effects.push(Effect::Ask(Request::ForgetLeftover(first.console)));
        Some(effects)
    }

    /// Takes half-typed text up again: each contact's screen waits with it, and the first is opened.
    fn resume(&mut self, body: &str, contact: Option<ContactId>) -> Vec<Effect> {
        let Ok(serde_json::Value::Object(screens)) = serde_json::from_str(body) else { return vec![] };
        for (id, half) in screens {
            if let Ok(id) = id.parse::<Uuid>() {
                self.halves.insert(ContactId(id), half);
            }
        }
        contact.map(|contact| self.open(contact)).unwrap_or_default()
    }

    fn by_name(&mut self, by_name: ByName) -> Vec<Effect> {
        let row = self.queue.row();
        let open = self.call.as_ref().map(|(screen, view)| (screen.id, view.contact.version));
        match by_name {
            ByName::WhoLooked => {
                let under = row.filter(|row| row.item == Item::Contact).map(|row| ContactId(row.id));
                let asked = open.map(|(id, _)| id).or(under);
                return asked.map(|id| Effect::Ask(Request::WhoLooked(id))).into_iter().collect();
            }
            ByName::SeeGlass => {
                if let Some(row) = row
                    && let Some((no, _)) = row.seal.as_ref().and_then(|seal| seal.waits.as_ref())
                {
                    let title = "What do you make of it? The record keeps your words.".to_owned();
                    let what = What::SeeGlass(ContactId(row.id), row.version, *no);
                    self.over.push(Over::reason(title, what));
                }
            }
            ByName::Handover => {
                let under =
                    row.filter(|row| row.item == Item::Contact).map(|row| (ContactId(row.id), row.version));
                if let Some((id, seen)) = open.or(under) {
                    let title = "What must the next service know, in one line?".to_owned();
                    self.over.push(Over::reason(title, What::Handover(id, seen)));
                }
            }
            ByName::SetRingAside => {
                if let Some(row) = row.filter(|row| row.item == Item::Ring) {
                    let title = "Why does nobody answer it?".to_owned();
                    self.over.push(Over::reason(title, What::SetRingAside(row.id)));
                }
            }
        }
        vec![]
    }

    fn with_reason(&mut self, what: &What, why: String) -> Vec<Effect> {
        let (id, seen, command): (_, _, Command) = match what {
            What::StandDown(id, seen) => (*id, *seen, Call::StandDown { why }.into()),
            What::TakeOver(id, seen) => (*id, *seen, Call::TakeOver { why }.into()),
            What::Handover(id, seen) => (*id, *seen, Call::LeaveForHandover { line: why }.into()),
            What::SeeGlass(id, seen, no) => (*id, *seen, Access::SeeGlass { no: *no, words: why }.into()),
            What::BreakGlass(id) => {
                // Whatever the record said meanwhile, this writes over nothing of it.
                let broken =
                    self.act(*id, u64::MAX, Access::BreakGlass { why }.into(), None, Origin::Console);
                return std::iter::once(broken).chain(self.open(*id)).collect();
            }
            What::SetRingAside(ring) => {
                return vec![Effect::Ask(Request::SetRingAside {
                    ring: crate::domain::ids::RingId(*ring),
                    why,
                })];
            }
        };
        vec![self.act(id, seen, command, None, Origin::Console)]
    }
}
