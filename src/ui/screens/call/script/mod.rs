//! The script and the running notes: what can be said, what to listen for, what was said.
//!
//! The note line has the keys; Tab goes to the stage's questions and back. Enter stamps the note and keeps it; Ctrl+J
//! starts a new line in it. Nothing else needs typing while somebody tells their story.

mod paint;
mod questions;

use std::{cell::Cell, collections::VecDeque};

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use super::pane::{HalfTyped, Outcome, Pane, PaneKind, Say, View};
use crate::{
    domain::{
        contact::call::{ChildWords, Command as Call, Line, Mark, NewNote, Note},
        ids::{EventId, FieldKey, NoteNo, PersonNo},
        input::clock_time,
        policy::script::{Choice, FieldKind, Stage, StageNo},
        value::Value,
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        widgets::{Edited, Editor, Field, Form, FormEvent, Notice},
    },
};

/// What has the keys.
#[derive(Debug)]
enum Focus {
    /// The note line.
    Note,
    /// The stage's questions.
    Questions,
    /// The list of everything to listen for.
    Heard(Box<Form>),
    /// When the thing happened.
    When(Editor),
    /// Whose words the note is.
    Child(Box<Form>),
    /// The wording that holds now, and why.
    Correct(NoteNo, Box<Form>),
}

/// A note that was handed to the desk and is not known to be on the disk yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    note: NewNote,
    event: EventId,
}

/// What is half-typed here.
#[derive(Serialize, Deserialize)]
struct Draft {
    stage: StageNo,
    text: String,
    cursor: usize,
    mark: Option<Mark>,
    happened: Option<chrono::DateTime<chrono::Utc>>,
    event: Option<EventId>,
    sent: Vec<Sent>,
    questions: crate::ui::widgets::Draft,
}

/// The pane's state.
#[derive(Debug)]
pub struct ScriptPane {
    stage: StageNo,
    focus: Focus,
    note: Editor,
    mark: Option<Mark>,
    happened: Option<chrono::DateTime<chrono::Utc>>,
    event: Option<EventId>,
    sent: VecDeque<Sent>,
    questions: Form,
    /// For which stage and caller the questions were made.
    made_for: Option<(StageNo, Vec<FieldKey>)>,
    /// The note that is picked; the newest where none is.
    picked: Option<NoteNo>,
    /// The first prompt that is shown, where not all have room.
    top: usize,
    /// How many prompts had room when they were drawn last. A cache.
    shown: Cell<usize>,
}

impl Default for ScriptPane {
    fn default() -> Self {
        Self {
            stage: StageNo(1),
            focus: Focus::Note,
            note: Editor::text_area(),
            mark: None,
            happened: None,
            event: None,
            sent: VecDeque::new(),
            questions: Form::new(Vec::new()),
            made_for: None,
            picked: None,
            top: 0,
            shown: Cell::new(1),
        }
    }
}

impl ScriptPane {
    /// Gives the stage that is shown.
    pub fn stage(&self) -> StageNo {
        self.stage
    }

    /// Goes to a stage; the question being answered is left, and so kept.
    pub fn go(&mut self, stage: StageNo, view: &View<'_>, say: &mut Vec<Say>) {
        if Self::script_stage(stage, view).is_some() && stage != self.stage {
            let events = self.questions.leave();
            self.form_events(events, view, say);
            self.stage = stage;
            self.top = 0;
            self.focus = Focus::Note;
            self.sync(view);
        }
    }

    fn script_stage<'v>(stage: StageNo, view: &View<'v>) -> Option<&'v Stage> {
        view.policy().script.stages.iter().find(|other| other.number == stage)
    }

    fn current<'v>(&self, view: &View<'v>) -> Option<&'v Stage> {
        Self::script_stage(self.stage, view)
    }

    /// Finds the note that marks and corrections are about.
    fn note_in_hand<'v>(&self, view: &View<'v>) -> Option<&'v Note> {
        let notes = &view.contact.call.notes;
        self.picked.and_then(|no| notes.iter().find(|note| note.no == no)).or_else(|| notes.last())
    }

    fn step(&mut self, by: i8, view: &View<'_>, say: &mut Vec<Say>) {
        let stages = &view.policy().script.stages;
        let at = stages.iter().position(|stage| stage.number == self.stage).unwrap_or(0);
        let to = if by < 0 { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(stage) = to.and_then(|to| stages.get(to)) {
            self.go(stage.number, view, say);
        }
    }

    /// Hands the note to the desk; it stays in hand until it is known to be on the disk.
    fn keep_note(&mut self, child: Option<ChildWords>, view: &View<'_>, say: &mut Vec<Say>) {
        if self.note.is_blank() {
            return;
        }
        let event = self.event.take().unwrap_or_else(view.fresh);
        let note = NewNote {
            text: self.note.take(),
            mark: self.mark.take(),
            happened: self.happened.take(),
            child,
            stage: self.stage,
        };
        self.picked = None;
        self.sent.push_back(Sent { note: note.clone(), event });
        say.push(Say::Act { slot: "note".to_owned(), command: Call::Write(note).into(), event: Some(event) });
        say.push(Say::Changed);
    }

    fn mark(&mut self, mark: Mark, view: &View<'_>, say: &mut Vec<Say>) {
        if self.picked.is_none() && !self.note.is_blank() {
            self.mark = if self.mark == Some(mark) { None } else { Some(mark) };
            say.push(Say::Changed);
        } else if let Some(note) = self.note_in_hand(view) {
            let mark = if note.mark == Some(mark) { None } else { Some(mark) };
            say.push(Say::act("mark", Call::MarkNote { note: note.no, mark }));
        }
    }

    fn walk(&mut self, by: i8, view: &View<'_>) {
        let notes = &view.contact.call.notes;
        let at = self.picked.and_then(|no| notes.iter().position(|note| note.no == no));
        self.picked = match (at, by < 0) {
            (None, true) => notes.last().map(|note| note.no),
            (Some(at), true) => notes.get(at.saturating_sub(1)).map(|note| note.no),
            (Some(at), false) => notes.get(at + 1).map(|note| note.no),
            (None, false) => None,
        };
    }

    /// Does what a chord means in this pane; `false` where it is none of this pane's.
    fn act(&mut self, action: Action, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match action {
            Action::StageUp => self.step(-1, view, say),
            Action::StageDown => self.step(1, view, say),
            // A short note needs no pages; the prompts may.
            Action::PageUp if matches!(self.focus, Focus::Note) => {
                self.top = self.top.saturating_sub(self.shown.get());
            }
            Action::PageDown if matches!(self.focus, Focus::Note) => {
                let prompts = self.current(view).map_or(0, |stage| paint::said(stage, view).len());
                let next = self.top + self.shown.get().max(1);
                self.top = if next < prompts { next } else { 0 };
            }
            Action::RowUp => self.walk(-1, view),
            Action::RowDown => self.walk(1, view),
            Action::MarkFact => self.mark(Mark::Fact, view, say),
            Action::MarkReported => self.mark(Mark::Reported, view, say),
            Action::MarkOpinion => self.mark(Mark::Opinion, view, say),
            Action::Chip => {
                let chips = self.current(view).map_or(&[][..], |stage| &stage.listen);
                let chip = keymap::alt_digit(key).and_then(|digit| chips.get(usize::from(digit - 1)));
                if let Some(chip) = chip {
                    let heard = !view.contact.call.heard.contains(&chip.id);
                    say.push(Say::act("chip", Call::Hear { chip: chip.id.clone(), heard }));
                }
            }
            Action::Heard => self.focus = Focus::Heard(Box::new(questions::heard(view))),
            Action::TimeOfEvent => self.focus = Focus::When(Editor::line()),
            Action::ChildWords => {
                if self.note.is_blank() {
                    say.push(Say::Tell(Notice::know(
                        "Write the child's own words first.",
                        "Then Alt+c says whose they are, who heard them and in answer to what.",
                    )));
                } else {
                    self.focus = Focus::Child(Box::new(questions::child_words(view)));
                }
            }
            Action::CorrectNote => {
                if let Some(note) = self.note_in_hand(view) {
                    self.focus = Focus::Correct(note.no, Box::new(questions::correction(note)));
                }
            }
            _ => return false,
        }
        true
    }

    fn key_in_note(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if key.code == KeyCode::Enter {
            self.keep_note(None, view, say);
            return true;
        }
        if matches!(key.code, KeyCode::Tab | KeyCode::BackTab) {
            if !self.questions.fields().is_empty() {
                self.focus = Focus::Questions;
            }
            return true;
        }
        if self.event.is_none() {
            self.event = Some((view.fresh)());
        }
        match self.note.key(key) {
            Edited::Changed => say.push(Say::Changed),
            Edited::Moved => {}
            Edited::No => return false,
        }
        true
    }

    fn key_in_questions(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        // Tab from the last question, and Esc from any, go back to the note.
        let last = self.questions.fields().last().map(|field| &field.key) == self.questions.focused();
        let first = self.questions.fields().first().map(|field| &field.key) == self.questions.focused();
        let out = match key.code {
            KeyCode::Esc => true,
            KeyCode::Tab => last,
            KeyCode::BackTab => first,
            _ => false,
        };
        if out {
            let events = self.questions.leave();
            self.form_events(events, view, say);
            self.focus = Focus::Note;
            return true;
        }
        match self.questions.key(key) {
            Some(events) => {
                self.form_events(events, view, say);
                true
            }
            None => false,
        }
    }

    fn form_events(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) {
        for event in events {
            match event {
                FormEvent::Changed => say.push(Say::Changed),
                FormEvent::Left { key, value } => {
                    let value = value.unwrap_or_else(|| questions::nothing(&key, view));
                    let slot = format!("answer:{key}");
                    say.push(Say::act(slot, Call::Answer { field: key, value }));
                }
                FormEvent::Submit => self.focus = Focus::Note,
                FormEvent::Out { .. } => {}
            }
        }
    }

    fn key_in_box(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if key.code == KeyCode::Esc {
            self.focus = Focus::Note;
            return true;
        }
        let mut focus = std::mem::replace(&mut self.focus, Focus::Note);
        let used = match &mut focus {
            Focus::When(editor) if key.code == KeyCode::Enter => {
                match clock_time::past(editor.text(), view.now) {
                    Ok(happened) => {
                        self.happened = Some(happened);
                        say.push(Say::Changed);
                        return true;
                    }
                    Err(_) if editor.is_blank() => {
                        self.happened = None;
                        return true;
                    }
                    Err(error) => say.push(Say::Tell(Notice::wrong(error.to_string(), "The note is kept."))),
                }
                true
            }
            Focus::When(editor) => editor.key(key) != Edited::No,
            Focus::Heard(form) | Focus::Child(form) | Focus::Correct(_, form) => match form.key(key) {
                Some(events) => {
                    if events.contains(&FormEvent::Submit) && self.submit(&mut focus, view, say) {
                        return true;
                    }
                    true
                }
                None => false,
            },
            Focus::Note | Focus::Questions => false,
        };
        self.focus = focus;
        used
    }

    /// Does what a box's form says; `true` when it is done with.
    fn submit(&mut self, focus: &mut Focus, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match focus {
            Focus::Heard(form) => {
                for (chip, heard) in questions::heard_changes(form, view) {
                    say.push(Say::act("chip", Call::Hear { chip, heard }));
                }
                true
            }
            Focus::Child(form) => match questions::read_child_words(form, view) {
                Some(child) => {
                    self.keep_note(Some(child), view, say);
                    true
                }
                None => false,
            },
            Focus::Correct(note, form) => {
                let text = questions::text(form, "text");
                let why = questions::text(form, "why");
                let fits = !text.trim().is_empty() && !why.trim().is_empty();
                if fits {
                    say.push(Say::act("correct", Call::CorrectNote { note: *note, text, why }));
                } else {
                    form.refused(
                        &FieldKey::from("why"),
                        "Say why it is corrected; what was first written stays.",
                    );
                }
                fits
            }
            Focus::Note | Focus::Questions | Focus::When(_) => true,
        }
    }
}

impl Pane for ScriptPane {
    fn stack(&self) -> &'static [Context] {
        match self.focus {
            Focus::Note | Focus::When(_) => stacks::CALL_NOTES,
            Focus::Questions | Focus::Heard(_) | Focus::Child(_) | Focus::Correct(..) => stacks::CALL_FORM,
        }
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if let Some(action) = keymap::action(self.stack(), key)
            && self.act(action, key, view, say)
        {
            return true;
        }
        match self.focus {
            Focus::Note => self.key_in_note(key, view, say),
            Focus::Questions => self.key_in_questions(key, view, say),
            _ => self.key_in_box(key, view, say),
        }
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        match &mut self.focus {
            Focus::Note => {
                self.note.paste(text);
                self.event.get_or_insert_with(view.fresh);
            }
            Focus::Questions => {
                self.questions.paste(text);
            }
            Focus::When(editor) => {
                editor.paste(text);
            }
            Focus::Heard(form) | Focus::Child(form) | Focus::Correct(_, form) => {
                form.paste(text);
            }
        }
        say.push(Say::Changed);
    }

    fn sync(&mut self, view: &View<'_>) {
        let Some(stage) = self.current(view) else { return };
        let cx = view.context();
        let asked: Vec<_> =
            stage.capture.iter().filter(|capture| view.contact.is_asked(capture, &cx)).collect();
        let keys: Vec<FieldKey> = asked.iter().map(|capture| capture.key.clone()).collect();
        let made = Some((self.stage, keys));
        if self.made_for != made {
            // What was half-written in a question that is still asked is kept.
            let same_stage = self.made_for.as_ref().is_some_and(|(stage, _)| *stage == self.stage);
            let half = same_stage.then(|| self.questions.to_draft());
            self.questions = Form::new(
                asked
                    .iter()
                    .map(|capture| {
                        Field::new(capture.key.clone(), capture.words.clone(), capture.kind.clone())
                            .needed(capture.needed)
                    })
                    .collect(),
            );
            if let Some(half) = half {
                self.questions.from_draft(&half);
            }
            self.made_for = made;
        }
        for capture in asked {
            if let Some(answered) = view.contact.call.answers.get(&capture.key) {
                self.questions.set(&capture.key, &answered.value);
            }
        }
        if self.picked.is_some_and(|no| !view.contact.call.notes.iter().any(|note| note.no == no)) {
            self.picked = None;
        }
    }

    /// Leaving the pane leaves the note line too: what stands there is kept.
    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.questions.leave();
        self.form_events(events, view, say);
        if matches!(self.focus, Focus::Note | Focus::Questions) {
            self.keep_note(None, view, say);
            self.focus = Focus::Note;
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, _view: &View<'_>) {
        match (slot, outcome) {
            ("note", Outcome::Saved(_)) => {
                self.sent.pop_front();
            }
            ("note", Outcome::Refused(_)) => {
                // The words go back to where they were written, before anything typed since.
                if let Some(sent) = self.sent.pop_front() {
                    let since = self.note.take();
                    let gap = if since.is_empty() { "" } else { "\n" };
                    self.note.set(format!("{}{gap}{since}", sent.note.text));
                    self.mark = sent.note.mark;
                    self.happened = sent.note.happened;
                    self.event = Some(sent.event);
                }
            }
            (slot, outcome) => {
                if let Some(key) = slot.strip_prefix("answer:").map(FieldKey::from) {
                    match outcome {
                        Outcome::Saved(_) => self.questions.saved(&key),
                        Outcome::Refused(words) => self.questions.refused(&key, words.clone()),
                    }
                }
            }
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        self.paint(frame, area, view, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let questions = self.questions.to_draft();
        let asked = view_free_half(&self.questions);
        if self.note.is_blank() && self.sent.is_empty() && !asked {
            return None;
        }
        let sent = self.sent.iter().map(|sent| sent.note.text.split_whitespace().count()).sum::<usize>();
        let draft = Draft {
            stage: self.stage,
            text: self.note.text().to_owned(),
            cursor: self.note.cursor(),
            mark: self.mark,
            happened: self.happened,
            event: self.event,
            sent: self.sent.iter().cloned().collect(),
            questions,
        };
        let words = u32::try_from(self.note.words() + sent).unwrap_or(u32::MAX);
        serde_json::to_value(draft).ok().map(|body| HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let Ok(draft) = serde_json::from_value::<Draft>(body.clone()) else { return };
        self.stage = draft.stage;
        self.made_for = None;
        self.sync(view);
        self.questions.from_draft(&draft.questions);
        // What had been handed to the desk is offered again; its id makes a second keeping harmless.
        let mut text = draft.text;
        let mut event = draft.event;
        for sent in draft.sent.into_iter().rev() {
            text = if text.is_empty() { sent.note.text } else { format!("{}\n{text}", sent.note.text) };
            event = Some(sent.event);
        }
        self.note.set(text);
        self.note.set_cursor(draft.cursor);
        (self.mark, self.happened, self.event) = (draft.mark, draft.happened, event);
        self.focus = Focus::Note;
    }
}

/// Tells whether a question is half-answered: written in and not left.
fn view_free_half(form: &Form) -> bool {
    form.fields().iter().any(|field| field.state == crate::ui::widgets::FieldState::Written)
}

/// Makes a choice of people, by their numbers.
fn people<'a>(of: impl Iterator<Item = (PersonNo, &'a str)>) -> FieldKind {
    FieldKind::Choice {
        of: of.map(|(no, name)| Choice { key: no.0.to_string(), words: name.to_owned() }).collect(),
    }
}

/// Says where the pane goes on from here, in a line at its foot.
fn foot(contact: &crate::domain::contact::Contact) -> &'static str {
    match contact.call.line {
        Line::Talking { .. } => {
            "Enter stamps the note · Tab questions · Alt+c a child's words · Alt+f/r/o fact, reported, opinion"
        }
        Line::Dropped { .. } => "The line dropped. Alt+i settles it; notes go on as before.",
        Line::Ended { .. } => "The call has ended: what you write now is marked as written later.",
    }
}

/// Which pane a stage leads to, beside its own questions.
const fn leads_to(stage: StageNo) -> Option<(PaneKind, &'static str)> {
    match stage.0 {
        1 => Some((PaneKind::Caller, "Alt+i who rings: name, number, agency")),
        3 => Some((PaneKind::Family, "F3 names the children and who cares for them")),
        10 => Some((PaneKind::Agreement, "F5 who was asked, and what they said")),
        12 => Some((PaneKind::Promises, "F8 what each will do, and by when")),
        _ => None,
    }
}

/// Reads a field of a box as text.
fn value_text(value: Option<Value>) -> String {
    match value {
        Some(Value::Text(text) | Value::Choice(text)) => text,
        _ => String::new(),
    }
}
