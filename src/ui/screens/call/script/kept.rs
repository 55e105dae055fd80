//! What is half written in the boxes over the notes: it outlives Escape, another stage, a refusal and a crash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Focus, ScriptPane, questions};
use crate::{
    domain::ids::NoteNo,
    ui::{
        screens::call::pane::View,
        widgets::{Draft, Form},
    },
};

/// The boxes that hold words of somebody's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Opened {
    /// Whose words the note is.
    Child,
    /// The wording of a note that holds now.
    Correct(NoteNo),
}

/// What was written in them, and which stands open.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    #[serde(default)]
    child: Draft,
    #[serde(default)]
    corrections: BTreeMap<NoteNo, Draft>,
    #[serde(default)]
    open: Option<Opened>,
}

impl Kept {
    /// Tells whether nothing is written in any of them.
    pub(super) fn is_empty(&self) -> bool {
        self.child.is_empty() && self.corrections.values().all(Draft::is_empty)
    }

    /// Counts the words in them.
    pub(super) fn words(&self) -> u32 {
        self.corrections.values().map(Draft::words).fold(self.child.words(), u32::saturating_add)
    }

    /// Tells whether anything is written about whose words the note in hand is.
    pub(super) fn has_child(&self) -> bool {
        !self.child.is_empty()
    }

    /// Keeps what is written about the note in hand.
    pub(super) fn keep_child(&mut self, half: Draft) {
        self.child = half;
    }

    /// Takes what is written about the note in hand, which goes with it to the desk.
    pub(super) fn take_child(&mut self) -> Draft {
        std::mem::take(&mut self.child)
    }

    /// Gives it back, because the note came back.
    pub(super) fn give_child(&mut self, half: Draft) {
        if self.child.is_empty() {
            self.child = half;
        }
    }

    /// Forgets what was written to correct notes that stand in another record by now.
    pub(super) fn moved(&mut self, stands: impl Fn(NoteNo) -> bool) {
        self.corrections.retain(|note, _| !stands(*note));
    }

    /// Forgets a correction that is on the disk.
    pub(super) fn corrected(&mut self, note: NoteNo) {
        self.corrections.remove(&note);
    }
}

impl ScriptPane {
    /// Opens the box that says whose words the note is, as it was left.
    pub(super) fn open_child(&mut self, view: &View<'_>) {
        let mut form = Form::new(questions::child_words(view));
        form.from_draft(&self.kept.child);
        self.focus = Focus::Child(Box::new(form));
    }

    /// Opens the box that corrects a note, as it was left; the note in hand where none is named.
    pub(super) fn open_correction(&mut self, note: Option<NoteNo>, view: &View<'_>) {
        let named = |no| view.contact.call.notes.iter().find(|note| note.no == no);
        let Some(note) = note.map_or_else(|| self.note_in_hand(view), named) else { return };
        let mut form = Form::new(questions::correction(note, view));
        if let Some(half) = self.kept.corrections.get(&note.no) {
            form.from_draft(half);
        }
        self.focus = Focus::Correct(note.no, Box::new(form));
    }

    /// Takes up in the box that is open what is known now: a child who is named meanwhile can be chosen at once.
    pub(super) fn renew_box(&mut self, view: &View<'_>) {
        match &mut self.focus {
            Focus::Child(form) => drop(form.fit(questions::child_words(view))),
            Focus::Correct(note, form) => {
                let note = view.contact.call.notes.iter().find(|known| known.no == *note);
                drop(note.map(|note| form.fit(questions::correction(note, view))));
            }
            _ => {}
        }
    }

    /// Keeps what is written in the box that is open, and goes back to the notes.
    pub(super) fn put_by(&mut self) {
        self.kept = self.written();
        self.kept.open = None;
        self.focus = Focus::Note;
    }

    /// Gives what is written in every box, the open one included.
    pub(super) fn written(&self) -> Kept {
        let mut kept = self.kept.clone();
        kept.open = None;
        match &self.focus {
            Focus::Child(form) => {
                kept.child = form.to_draft();
                kept.open = Some(Opened::Child);
            }
            Focus::Correct(note, form) => {
                keep(&mut kept.corrections, *note, form);
                kept.open = Some(Opened::Correct(*note));
            }
            _ => {}
        }
        kept
    }

    /// Keeps a correction on its way to the desk, until it is known to be on the disk.
    pub(super) fn keep_correction(&mut self, note: NoteNo, form: &Form) {
        keep(&mut self.kept.corrections, note, form);
    }

    /// Takes up what was written before, and opens the box that stood open.
    pub(super) fn take_up(&mut self, mut kept: Kept, view: &View<'_>) {
        let open = kept.open.take();
        let half = std::mem::take(&mut self.kept).child;
        self.kept = kept;
        self.kept.give_child(half);
        match open {
            Some(Opened::Child) if !self.note.is_blank() => self.open_child(view),
            Some(Opened::Correct(note)) => self.open_correction(Some(note), view),
            _ => {}
        }
    }
}

fn keep(corrections: &mut BTreeMap<NoteNo, Draft>, note: NoteNo, form: &Form) {
    let half = form.to_draft();
    if half.is_empty() {
        corrections.remove(&note);
    } else {
        corrections.insert(note, half);
    }
}
