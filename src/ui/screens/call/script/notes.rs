//! The running notes: what is being written, on its way, or picked to be marked.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Focus, ScriptPane};
use crate::{
    domain::{
        contact::call::{ChildWords, Command as Call, LAY, Mark, NewNote, Note},
        ids::EventId,
    },
    ui::{
        screens::call::{
            page::{shown, source},
            pane::{Outcome, Say, View},
        },
        widgets::Draft,
    },
};

/// A note that was handed to the desk and is not known to be on the disk yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    pub(super) note: NewNote,
    pub(super) event: EventId,
    /// What was written of whose words it is, to be taken up again if it comes back.
    #[serde(default)]
    pub(super) half: Draft,
    /// When its words were typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) typed: Option<DateTime<Utc>>,
}

/// When the words in the note line were typed.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Typed {
    /// The last key.
    last: Option<DateTime<Utc>>,
    /// The last key before they lay half-written for the first time.
    before: Option<DateTime<Utc>>,
}

impl Typed {
    /// Takes up what was typed before.
    pub(super) fn again(at: Option<DateTime<Utc>>) -> Self {
        Self { last: at, before: None }
    }

    /// Takes up a key.
    pub(super) fn key(&mut self, now: DateTime<Utc>) {
        self.before = self.lay(now);
        self.last = Some(now);
    }

    /// Gives when they were typed, before they lay half-written if they did.
    pub(super) fn at(self) -> Option<DateTime<Utc>> {
        self.before.or(self.last)
    }

    /// Gives when they were typed, where they lay half-written since or in between.
    pub(super) fn lay(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.before.or(self.last.filter(|last| *last + LAY <= now))
    }
}

impl ScriptPane {
    /// Finds the note that marks and corrections are about.
    pub(super) fn note_in_hand<'v>(&self, view: &View<'v>) -> Option<&'v Note> {
        let notes = &view.contact.call.notes;
        self.picked.and_then(|no| notes.iter().find(|note| note.no == no)).or_else(|| notes.last())
    }

    /// Tells whether a note is open to be corrected that is covered: somebody listens who must not read it.
    pub(super) fn corrects_covered(&self, view: &View<'_>) -> bool {
        let Focus::Correct(no, _) = &self.focus else { return false };
        view.contact.call.notes.iter().any(|note| note.no == *no && hides(note, view))
    }

    /// Hands the note to the desk; it stays in hand until it is known to be on the disk.
    pub(super) fn keep_note(&mut self, child: Option<ChildWords>, view: &View<'_>, say: &mut Vec<Say>) {
        if self.note.is_blank() {
            return;
        }
        let mut note = NewNote {
            text: self.note.take(),
            mark: self.mark.take(),
            happened: self.happened.take(),
            typed: self.typed.lay(view.now),
            child,
            stage: self.stage,
        };
        let event = match (self.event.take(), self.handed.take()) {
            // The same words in the same stage: its id makes a second keeping harmless.
            (Some(event), Some(handed))
                if handed == NewNote { stage: handed.stage, typed: handed.typed, ..note.clone() } =>
            {
                note.stage = handed.stage;
                event
            }
            // Other words than those that may have been recorded under it: they would pass for what is there already.
            (_, Some(_)) | (None, None) => (view.fresh)(),
            (Some(event), None) => event,
        };
        self.picked = None;
        // Whoever keeps a note without saying whose words it is has decided so: the next note begins empty.
        let half = self.kept.take_child();
        let typed = std::mem::take(&mut self.typed).at();
        self.sent.push_back(Sent { note: note.clone(), event, half, typed });
        say.push(Say::Act { slot: "note".to_owned(), command: Call::Write(note).into(), event: Some(event) });
        say.push(Say::Changed);
    }

    pub(super) fn mark(&mut self, mark: Mark, view: &View<'_>, say: &mut Vec<Say>) {
        if self.picked.is_none() && !self.note.is_blank() {
            self.mark = if self.mark == Some(mark) { None } else { Some(mark) };
            say.push(Say::Changed);
        } else if let Some(note) = self.note_in_hand(view) {
            let mark = if note.mark == Some(mark) { None } else { Some(mark) };
            say.push(Say::act("mark", Call::MarkNote { note: note.no, mark }));
        }
    }

    pub(super) fn walk(&mut self, by: i8, view: &View<'_>) {
        let notes = &view.contact.call.notes;
        let at = self.picked.and_then(|no| notes.iter().position(|note| note.no == no));
        self.picked = match (at, by < 0) {
            (None, true) => notes.last().map(|note| note.no),
            (Some(at), true) => notes.get(at.saturating_sub(1)).map(|note| note.no),
            (Some(at), false) => notes.get(at + 1).map(|note| note.no),
            (None, false) => None,
        };
    }

    /// Learns what came of the oldest note that was handed to the desk.
    pub(super) fn note_answered(&mut self, outcome: &Outcome) {
        let Some(sent) = self.sent.pop_front() else { return };
        if matches!(outcome, Outcome::Refused(_)) {
            self.give_back(sent);
        }
    }

    /// Puts the words back to where they were written, before anything typed since.
    pub(super) fn give_back(&mut self, sent: Sent) {
        let since = self.note.take();
        let gap = if since.is_empty() { "" } else { "\n" };
        self.note.set(format!("{}{gap}{since}", sent.note.text));
        self.mark = sent.note.mark;
        self.happened = sent.note.happened;
        self.typed = Typed::again(sent.typed.or(self.typed.at()));
        self.event = Some(sent.event);
        self.handed = Some(sent.note);
        self.kept.give_child(sent.half);
    }

    /// Tells whether somebody began to say that the note in the line is a child's own words.
    pub(super) fn is_childs(&self) -> bool {
        !self.note.is_blank() && self.kept.has_child()
    }

    /// Ends the note in the line with the call, or with the line; a child's own words wait for whose they are.
    pub(in super::super) fn finish(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        if !matches!(self.focus, Focus::Child(_)) && !self.is_childs() {
            self.keep_note(None, view, say);
        }
    }
}

/// Tells whether what a note says, or who heard it, is covered.
pub(super) fn hides(note: &Note, view: &View<'_>) -> bool {
    let heard = note.child.as_ref().map(|child| source(view, &child.heard_by));
    [Some(shown(view, note.current())), heard].into_iter().flatten().any(|said| matches!(said, Cow::Owned(_)))
}
