//! A reason that is asked for, and what is done once it is given.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};
use uuid::Uuid;

use super::{ByName, Over, line};
use crate::{
    desk::Request,
    domain::{
        contact::{Command, Contact, access::Command as Access, call::Command as Call},
        ids::{ContactId, GlassNo, RingId},
        queue::{Item, Row},
    },
    runtime::app::{App, Effect, Origin},
    ui::{
        draw,
        keymap::Action,
        screens::call::CallScreen,
        theme::{Role, Theme},
        widgets::{Editor, boxed},
    },
};

/// A reason, and what it is for.
pub(in crate::runtime::app) struct Reason {
    title: String,
    editor: Editor,
    what: What,
    /// Whether it was to be done with nothing written.
    wanted: bool,
}

/// What a reason is for.
#[derive(Clone, Debug)]
pub(super) enum What {
    StandDown(ContactId, u64),
    TakeOver(ContactId, u64),
    Handover(ContactId, u64),
    SetRingAside(Uuid),
    BreakGlass(ContactId),
    SeeGlass(ContactId, u64, GlassNo),
}

impl Reason {
    /// Takes a key; gives what the reason is for and the reason, once it is given.
    pub(super) fn key(&mut self, key: KeyEvent, action: Option<Action>) -> Option<(What, String)> {
        if action == Some(Action::Save) && !self.editor.is_blank() {
            return Some((self.what.clone(), self.editor.take()));
        }
        self.wanted = action == Some(Action::Save);
        if key.code == KeyCode::Enter {
            self.editor.act(Action::NewLine);
        } else {
            self.editor.key(key);
        }
        None
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.editor.paste(text);
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let inner = boxed(frame, area, theme, &self.title, 70, 6);
        let [text, foot] = Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(inner);
        line(frame, text, &self.editor, theme);
        let (hint, role) = if self.wanted {
            ("✗ Write the reason first · Esc leaves everything as it is", Role::NotMet)
        } else {
            ("Ctrl+S does it · Esc leaves everything as it is", Role::TextDim)
        };
        draw::put(frame.buffer_mut(), foot, foot.x, foot.y, hint, theme.style(role));
    }
}

impl Over {
    pub(in crate::runtime::app) fn ask_stand_down(contact: &Contact) -> Self {
        let title = format!("Why can {} wait after all?", contact.reference);
        Self::reason(title, What::StandDown(contact.id, contact.version))
    }

    pub(in crate::runtime::app) fn ask_take_over(row: &Row) -> Self {
        Self::reason(
            "A colleague is on the line with it. Why do you take it over?".to_owned(),
            What::TakeOver(ContactId(row.id), row.version),
        )
    }

    pub(in crate::runtime::app) fn ask_break_glass(id: ContactId) -> Self {
        let title = "Restricted. Why can it not wait for somebody named? A manager is told.".to_owned();
        Self::reason(title, What::BreakGlass(id))
    }

    fn reason(title: String, what: What) -> Self {
        Self::Reason(Reason { title, editor: Editor::text_area(), what, wanted: false })
    }
}

impl App {
    pub(super) fn by_name(&mut self, by_name: ByName) -> Vec<Effect> {
        let row = self.queue.row();
        let open = self.call.as_ref().map(|(screen, view)| (screen.id, view.contact.version));
        match by_name {
            ByName::Close => {
                let says = self.with_call(CallScreen::show_end);
                return self.says(says.unwrap_or_default());
            }
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
            ByName::Screen(which) => return self.show_beside(which),
            ByName::HalfTyped => self.offer_put_off(),
            ByName::DoorNotes => self.offer_notes(),
            ByName::SetRingAside => {
                if let Some(row) = row.filter(|row| row.item == Item::Ring) {
                    let title = "Why does nobody answer it?".to_owned();
                    self.over.push(Over::reason(title, What::SetRingAside(row.id)));
                }
            }
        }
        vec![]
    }

    pub(super) fn with_reason(&mut self, what: &What, why: String) -> Vec<Effect> {
        let (id, seen, command): (_, _, Command) = match what {
            What::StandDown(id, seen) => {
                let command = Call::StandDown { why: why.clone() }.into();
                return vec![self.act(*id, *seen, command, None, Origin::Words(*id, why))];
            }
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
                return vec![Effect::Ask(Request::SetRingAside { ring: RingId(*ring), why })];
            }
        };
        vec![self.act(id, seen, command, None, Origin::Console)]
    }
}
