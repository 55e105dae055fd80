//! The script and the running notes: what can be said, what to listen for, what was said.
//!
//! The note line has the keys; Tab goes to who rings, at the first stage, to the stage's questions and back. Enter stamps the
//! note and keeps it; Ctrl+J starts a new line in it. Nothing else needs typing while somebody tells their story.

mod boxes;
mod cards;
mod fields;
mod foot;
mod half;
mod kept;
mod notes;
mod paint;
mod prompts;
mod questions;

use std::{
    cell::Cell,
    collections::{BTreeMap, VecDeque},
};

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{Frame, layout::Rect};

pub(super) use self::half::{forget_recorded, is_only_a_note, jotted};
use self::{
    half::{Draft, behind},
    kept::Kept,
    notes::{Sent, Typed},
};
use super::{
    caller::CallerForm,
    pane::{HalfTyped, Outcome, Pane, Say, View},
};
use crate::{
    desk::protocol::Answer,
    domain::{
        contact::call::{Command as Call, Mark, NewNote},
        ids::{ChipId, EventId, FieldKey, NoteNo},
        policy::script::{Stage, StageNo},
        value::Value,
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        widgets::{Edited, Editor, FieldDraft, Form, Notice},
    },
};

/// The stage that asks who rings.
const FIRST: StageNo = StageNo(1);

/// What has the keys.
#[derive(Debug)]
enum Focus {
    /// The note line.
    Note,
    /// Who rings.
    Caller,
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

/// The pane's state.
pub struct ScriptPane {
    stage: StageNo,
    focus: Focus,
    note: Editor,
    mark: Option<Mark>,
    happened: Option<chrono::DateTime<chrono::Utc>>,
    /// When the words in the line were typed.
    typed: Typed,
    event: Option<EventId>,
    /// The note that was handed to the desk under that id, and may have been recorded although it came back.
    handed: Option<NewNote>,
    sent: VecDeque<Sent>,
    caller: CallerForm,
    questions: Form,
    /// What was written in questions that are not asked just now.
    hidden: BTreeMap<FieldKey, FieldDraft>,
    /// What is half written in the boxes over the notes.
    kept: Kept,
    /// The note that is picked; the newest where none is.
    picked: Option<NoteNo>,
    /// The first prompt that is shown, where not all have room.
    top: usize,
    /// How many prompts had room when they were drawn last. A cache.
    shown: Cell<usize>,
    /// What was marked here and at which stage, the last one last: its card is shown first, also where the script does not
    /// listen for it.
    marked: Vec<(ChipId, StageNo)>,
    /// How many cards further it was turned.
    turned: usize,
}

impl Default for ScriptPane {
    fn default() -> Self {
        Self {
            stage: FIRST,
            focus: Focus::Note,
            note: Editor::text_area(),
            mark: None,
            happened: None,
            typed: Typed::default(),
            event: None,
            handed: None,
            sent: VecDeque::new(),
            caller: CallerForm::default(),
            questions: Form::default(),
            hidden: BTreeMap::new(),
            kept: Kept::default(),
            picked: None,
            top: 0,
            shown: Cell::new(1),
            marked: Vec::new(),
            turned: 0,
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
            self.leave_fields(view, say);
            self.stage = stage;
            // What is marked in the list shows its card where the worker goes.
            self.leave_heard(say);
            self.put_by();
            self.top = 0;
            self.sync(view);
            self.questions.enter(false);
        }
    }

    fn script_stage<'v>(stage: StageNo, view: &View<'v>) -> Option<&'v Stage> {
        view.policy().script.stages.iter().find(|other| other.number == stage)
    }

    fn current<'v>(&self, view: &View<'v>) -> Option<&'v Stage> {
        Self::script_stage(self.stage, view)
    }

    fn step(&mut self, by: i8, view: &View<'_>, say: &mut Vec<Say>) {
        let stages = &view.policy().script.stages;
        let at = stages.iter().position(|stage| stage.number == self.stage).unwrap_or(0);
        let to = if by < 0 { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(stage) = to.and_then(|to| stages.get(to)) {
            self.go(stage.number, view, say);
        }
    }

    /// Does what a chord means in this pane; `false` where it is none of this pane's.
    fn act(&mut self, action: Action, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match action {
            Action::StageUp => self.step(-1, view, say),
            Action::StageDown => self.step(1, view, say),
            Action::NextWanted => self.next_wanted(view, say),
            // A short note needs no pages; the prompts may.
            Action::PageUp if matches!(self.focus, Focus::Note) => {
                self.top = self.top.saturating_sub(self.shown.get());
            }
            Action::PageDown if matches!(self.focus, Focus::Note) => {
                let prompts = self.current(view).map_or(0, |stage| prompts::said(stage, view).len());
                let next = self.top + self.shown.get().max(1);
                self.top = if next < prompts { next } else { 0 };
                // All prompts were seen: the next card of what was heard is.
                self.turned = self.turned.wrapping_add(usize::from(self.top == 0));
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
                    self.turn_up(&chip.id, heard);
                    say.push(Say::act("chip", Call::Hear { chip: chip.id.clone(), heard }));
                }
            }
            action => return self.open_box(action, view, say),
        }
        true
    }

    /// Puts words behind what stands in the note line.
    pub(super) fn jot(&mut self, words: &str, view: &View<'_>) {
        let text = behind(self.note.text(), words);
        self.note.set(text);
        self.typed.key(view.now);
        self.event.get_or_insert_with(view.fresh);
        if matches!(self.focus, Focus::Caller | Focus::Questions) {
            self.focus = Focus::Note;
        }
    }

    fn key_in_note(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match key.code {
            // Whoever began to say whose words these are ends that first: they would become anybody's.
            KeyCode::Enter if self.is_childs() => {
                self.open_child(view);
                say.push(Say::Tell(Notice::know(
                    "These were begun as a child's own words.",
                    "Ctrl+S keeps them so. Empty the fields where they are not; then Enter stamps a note.",
                )));
            }
            KeyCode::Enter => self.keep_note(None, view, say),
            KeyCode::Tab => self.turn(true),
            KeyCode::BackTab => self.turn(false),
            _ => {
                if self.event.is_none() {
                    self.event = Some((view.fresh)());
                }
                match self.note.key(key) {
                    Edited::Changed => {
                        // An empty line begins anew: what was taken away again is of no time.
                        self.typed = if self.note.is_blank() { Typed::default() } else { self.typed };
                        self.typed.key(view.now);
                        say.push(Say::Changed);
                    }
                    Edited::Moved => {}
                    Edited::No => return false,
                }
            }
        }
        true
    }
}

impl Pane for ScriptPane {
    fn stack(&self) -> &'static [Context] {
        match self.focus {
            Focus::Note | Focus::When(_) => stacks::CALL_NOTES,
            _ => stacks::CALL_FORM,
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
            Focus::Caller | Focus::Questions => self.key_in_fields(key, view, say),
            _ => self.key_in_box(key, view, say),
        }
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        if self.corrects_covered(view) {
            return;
        }
        match &mut self.focus {
            Focus::Note => {
                self.note.paste(text);
                self.typed.key(view.now);
                self.event.get_or_insert_with(view.fresh);
            }
            Focus::Caller => self.caller.paste(text, view, say),
            Focus::Questions => drop(self.questions.paste(text)),
            Focus::When(editor) => {
                editor.paste(text);
            }
            Focus::Heard(form) | Focus::Child(form) | Focus::Correct(_, form) => drop(form.paste(text)),
        }
        say.push(Say::Changed);
    }

    fn sync(&mut self, view: &View<'_>) {
        let Some(stage) = self.current(view) else { return };
        self.caller.sync(view);
        let notes = &view.contact.call.notes;
        self.kept.moved(|no| notes.iter().any(|note| note.no == no && note.misplaced.is_some()));
        self.ask(stage, view);
        self.renew_box(view);
        if self.picked.is_some_and(|no| !view.contact.call.notes.iter().any(|note| note.no == no)) {
            self.picked = None;
        }
    }

    /// Leaving the pane leaves its fields. Half a note stays half a note, and stands there for coming back: only Enter says
    /// that it is one.
    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave_fields(view, say);
        self.leave_heard(say);
        if matches!(self.focus, Focus::Caller) {
            self.caller.tell_wrong(say);
        }
        if matches!(self.focus, Focus::Caller | Focus::Questions) {
            self.focus = Focus::Note;
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if slot == "note" {
            self.note_answered(outcome);
            return false;
        }
        if self.caller.answered(slot, outcome, view) {
            return self.stage == FIRST;
        }
        if let Some(note) = slot.strip_prefix("correct:").and_then(|no| no.parse().ok()) {
            if matches!(outcome, Outcome::Saved(_)) {
                self.kept.corrected(NoteNo(note));
            }
            return false;
        }
        let Some(key) = slot.strip_prefix("answer:").map(FieldKey::from) else { return false };
        match outcome {
            Outcome::Saved(_) => {
                self.hidden.remove(&key);
                self.questions.saved(&key);
            }
            Outcome::Refused(words) => {
                // A choice that was refused stands as it is recorded, and the console says why; letters that were written stay.
                let stands = view.contact.call.answers.get(&key).map(|answered| answered.value.clone());
                if let Some(stands @ Value::YesNo(_)) = stands {
                    self.questions.put(&key, Some(stands));
                    return false;
                }
                self.questions.refused(&key, words.clone());
            }
        }
        self.questions.field(&key).is_some()
    }

    fn told(&mut self, answer: &Answer, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if let Answer::Belongs { contact, note, why, there } = answer
            && *contact == view.contact.id
        {
            say.extend(boxes::moves(*note, there, why, view));
        }
        false
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        self.paint(frame, area, view, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let mut questions = self.questions.to_draft();
        questions.fields.extend(self.hidden.clone());
        let caller = self.caller.half_typed();
        let kept = self.written();
        let fields = questions.is_empty() && kept.is_empty() && caller.is_none();
        if self.note.is_blank() && self.sent.is_empty() && fields {
            return None;
        }
        let sent = self.sent.iter().map(|sent| sent.note.text.split_whitespace().count()).sum::<usize>();
        let words = u32::try_from(self.note.words() + sent).unwrap_or(u32::MAX);
        let words = words
            .saturating_add(caller.as_ref().map_or(0, |half| half.words) + questions.words() + kept.words());
        let draft = Draft {
            stage: self.stage,
            text: self.note.text().to_owned(),
            cursor: self.note.cursor(),
            mark: self.mark,
            happened: self.happened,
            typed: self.typed.at().filter(|_| !self.note.is_blank()),
            event: self.event,
            handed: self.handed.clone(),
            sent: self.sent.iter().cloned().collect(),
            questions,
            caller: caller.map(|half| half.body),
            kept,
        };
        serde_json::to_value(draft).ok().map(|body| HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let Ok(draft) = serde_json::from_value::<Draft>(body.clone()) else { return };
        self.stage = draft.stage;
        self.hidden = draft.questions.fields;
        self.sync(view);
        if let Some(caller) = &draft.caller {
            self.caller.restore(caller, view);
        }
        self.note.set(draft.text);
        self.note.set_cursor(draft.cursor);
        (self.mark, self.happened) = (draft.mark, draft.happened);
        self.typed = Typed::again(draft.typed);
        // Nobody knows whether it was recorded before the console died: what is changed in it is another note.
        let as_it_was = |_| NewNote {
            text: self.note.text().to_owned(),
            mark: draft.mark,
            happened: draft.happened,
            typed: None,
            child: None,
            stage: draft.stage,
        };
        self.handed = draft.handed.or_else(|| draft.event.map(as_it_was));
        self.event = draft.event;
        // What had been handed to the desk is offered again, before what was typed since.
        for sent in draft.sent.into_iter().rev() {
            self.give_back(sent);
        }
        self.focus = Focus::Note;
        self.take_up(draft.kept, view);
    }
}

#[cfg(test)]
mod tests;
