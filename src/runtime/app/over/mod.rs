//! What lies over the screen: help, palette, search, a question, what was left half-typed.

mod door_note;
mod find;
pub(super) mod leftovers;
mod reason;
mod sign_again;
pub(super) mod talking;
mod why;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use self::{
    find::Find, leftovers::Leftovers, reason::Reason, sign_again::SignAgain, talking::Talking, why::Times,
};
use super::{App, Effect, Origin, looked::Looked, share};
use crate::{
    desk::{Request, protocol::NoteView},
    domain::{contact::Command, ids::ContactId, policy::script::StageNo},
    ui::{
        keymap::{self, Action, Context, stacks},
        layers::{Flow, Layer},
        screens::{beside::Which, call::pane::Say},
        theme::Theme,
        widgets::{
            Confirm, ConfirmEvent, Editor, Entry, Form, FormEvent, Help, Look, Palette, PaletteEvent, boxed,
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
    Leftovers(Leftovers),
    /// What was shared with, or asked of, an agency.
    Share(Box<Form>),
    /// The passphrase is asked for, to sign a decision.
    SignAgain(SignAgain),
    /// What was written at the door.
    DoorNotes(Vec<NoteView>),
    /// Who looked at a contact.
    Looked(Looked),
    /// Why its times are what they are.
    Times(Times),
    /// What a key on the queue means, while somebody talks.
    Talking(Talking),
}

/// What the palette knows beyond the keymap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ByName {
    /// Leaves the contact for the next service.
    Handover,
    /// Sets the ringing call aside.
    SetRingAside,
    /// Offers what was written at the door.
    DoorNotes,
    /// Goes to where the contact is closed.
    Close,
    /// Asks who looked at the contact.
    WhoLooked,
    /// Looks at what somebody opened by break-glass.
    SeeGlass,
    /// Offers once more what was left half-typed.
    HalfTyped,
    /// Shows a screen beside queue and contact.
    Screen(Which),
}

impl Over {
    pub(super) fn palette(contexts: &[Context]) -> Self {
        let entry = |is, words: &str| Entry { is, words: words.to_owned(), beside: String::new() };
        let queue = contexts.contains(&Context::Queue);
        let mut entries = Vec::new();
        // Beside queue and contact there is no contact that they could be about.
        if queue || contexts.contains(&Context::Call) {
            let handover = "leave the contact for the next service, with a line";
            entries.push(entry(ByName::Handover, handover));
            if !queue {
                entries.push(entry(ByName::Close, "close the contact: at the foot of its letters (F9)"));
            }
            entries.push(entry(ByName::WhoLooked, "who looked at this contact"));
        }
        entries.push(entry(ByName::DoorNotes, "notes that were left at the door"));
        // On the queue the table of keys has them.
        if !queue {
            entries.push(entry(ByName::HalfTyped, "what was left half-typed, to resume it"));
            entries.extend(Which::ALL.map(|which| entry(ByName::Screen(which), which.words())));
        }
        if queue {
            entries.push(entry(ByName::SetRingAside, "set the ringing call aside: it stopped"));
            entries.push(entry(ByName::SeeGlass, "look at the break-glass on this contact, as a manager"));
        }
        Self::Palette(Palette::new("Everything that can be done", contexts, entries))
    }

    pub(super) fn stage() -> Self {
        Self::Stage(Editor::line())
    }

    pub(super) fn confirm(title: String, lines: Vec<String>, then: Say) -> Self {
        Self::Confirm(Confirm::chord(title, lines), Some(then))
    }

    /// Says that a manager's word was not taken, and why.
    pub(super) fn not_decided(why: String) -> Self {
        let kept = "Your words are kept, and nothing was signed.".to_owned();
        Self::Confirm(Confirm::told("Nothing was decided", vec![why, kept]), None)
    }

    /// Gives for which call words are collected in it, and which.
    pub(super) fn half_typed(&self) -> Option<(ContactId, String)> {
        match self {
            Self::Talking(talking) => talking.half_typed(),
            _ => None,
        }
    }

    /// Takes a paste; gives what the desk is asked because of it.
    pub(super) fn paste(&mut self, text: &str) -> Option<Request> {
        match self {
            Self::Palette(palette) => palette.paste(text),
            Self::Find(find) => return Some(find.paste(text)),
            Self::Stage(editor) => {
                editor.paste(text);
            }
            Self::Reason(reason) => reason.paste(text),
            Self::Share(form) => {
                form.paste(text);
            }
            Self::SignAgain(asked) => asked.paste(text),
            Self::Talking(talking) => talking.paste(text),
            Self::Confirm(confirm, _) => confirm.paste(text),
            Self::Help(_) | Self::Leftovers(_) | Self::DoorNotes(_) | Self::Looked(_) | Self::Times(_) => {}
        }
        None
    }

    pub(super) fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        now: DateTime<Utc>,
        (onto, heard): (Option<&str>, &[ContactId]),
    ) {
        match self {
            Self::SignAgain(asked) => asked.draw(frame, area, theme),
            Self::Looked(looked) => looked.draw(frame, area, theme),
            Self::Talking(talking) => talking.draw(frame, area, theme),
            Self::Times(times) => times.draw(frame, area, theme, now),
            Self::DoorNotes(notes) => door_note::draw(frame, area, theme, notes, onto, now),
            Self::Help(help) => Layer::<()>::draw(help, frame, area, theme),
            Self::Palette(palette) => palette.draw(frame, area, theme),
            Self::Confirm(confirm, _) => confirm.draw(frame, area, theme),
            Self::Find(find) => find.draw(frame, area, theme, now, heard),
            Self::Stage(editor) => {
                let inner = boxed(frame, area, theme, "Which stage? 0 to 12, then Enter", 40, 1);
                line(frame, inner, editor, theme);
            }
            Self::Reason(reason) => reason.draw(frame, area, theme),
            Self::Leftovers(left) => leftovers::draw(frame, area, theme, left, now),
            Self::Share(form) => {
                let title = "What was shared or asked; Ctrl+S writes it down";
                let inner = boxed(frame, area, theme, title, 90, 18);
                form.draw(frame, inner, theme, true);
            }
        }
    }
}

/// Draws a text that is being written, and puts the cursor into it.
fn line(frame: &mut Frame<'_>, area: Rect, editor: &Editor, theme: &Theme) {
    editor.draw(frame.buffer_mut(), area, theme, Look { focused: true, ..Look::default() });
    if let Some(cursor) = editor.cursor_screen_position(area) {
        frame.set_cursor_position(cursor);
    }
}

/// Tells whether what was confirmed is a manager's word, or something about oversight.
fn decides(then: &Say) -> bool {
    match then {
        Say::Act { command, .. } => command.is_managers_word() || matches!(command, Command::Oversight(_)),
        Say::Of(_, said) => decides(said),
        _ => false,
    }
}

/// Tells whether a key is about the rows that a box lists.
pub(super) fn chooses(key: KeyEvent) -> bool {
    let action = keymap::action(stacks::DIALOG, key);
    let rows = [Action::Choose, Action::Up, Action::Down, Action::PageUp, Action::PageDown];
    action.is_some_and(|action| rows.contains(&action))
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
                    let manages = self.desk.actor.as_ref().is_some_and(crate::domain::staff::Actor::manages);
                    self.decided = manages && then.as_ref().is_some_and(decides);
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
            Over::Talking(talking) if talking.gives_way(key, self.stack()) => {
                // A chord of the screen below is meant for it, and takes the words along half-written.
                let mut effects = self.talked(talking, &talking::Came::Words(false));
                effects.extend(self.key(key));
                return Some(effects);
            }
            Over::Talking(talking) => {
                let came = talking.key(key, action);
                if !matches!(came, talking::Came::Nothing) {
                    return Some(self.talked(talking, &came));
                }
                self.drafts.changed(self.steady.at());
            }
            Over::Leftovers(left) => {
                let done = self.key_leftover(key, action, left);
                if let Some(effects) = done {
                    if !left.is_empty() {
                        self.over.push(over);
                    }
                    return Some(effects);
                }
            }
            Over::Share(form) if action == Some(Action::Back) => {
                form.leave();
                self.keep_share(form);
                return Some(self.keep_drafts());
            }
            Over::DoorNotes(notes) => {
                if let Some(effects) = self.key_door_note(action, notes) {
                    if !notes.is_empty() {
                        self.over.push(over);
                    }
                    return Some(effects);
                }
            }
            Over::SignAgain(asked) => {
                if action == Some(Action::Back) && !asked.is_given() {
                    return Some(self.not_signed(asked));
                }
                if let Some(act) = asked.key(key, action) {
                    self.over.push(over);
                    return Some(self.sign(act));
                }
            }
            _ if action == Some(Action::Back) => return Some(vec![]),
            Over::Looked(looked) => looked.act(action),
            Over::Times(times) => times.act(action),
            Over::Share(form) => {
                let events = form.key(key).unwrap_or_default();
                if !events.is_empty() {
                    self.drafts.changed(self.steady.at());
                }
                let submit = events.contains(&FormEvent::Submit);
                let command = submit.then(|| share::command(form)).flatten();
                if let Some(command) = command {
                    let open = self.call.as_ref().map(|(screen, view)| (screen.id, view.contact.version));
                    self.over.push(over);
                    let act = open.map(|(id, seen)| self.act(id, seen, command, None, Origin::Share));
                    return Some(act.into_iter().collect());
                }
            }
            Over::Find(find) => match action {
                Some(Action::Choose) => {
                    if let Some(id) = find.chosen() {
                        return Some(self.open(id));
                    }
                }
                Some(action @ (Action::Up | Action::Down | Action::PageUp | Action::PageDown)) => {
                    find.step(action);
                }
                _ => {
                    if let Some(asked) = find.typed(key) {
                        self.over.push(over);
                        return Some(vec![Effect::Ask(asked)]);
                    }
                }
            },
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
                if let Some((what, why)) = reason.key(key, action) {
                    return Some(self.with_reason(&what, why));
                }
            }
        }
        self.over.push(over);
        Some(vec![])
    }
}
