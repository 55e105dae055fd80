//! One letter as it lies on the desk: its text, the few fields beside it, and what a checker should look at.

use std::{cell::Cell, sync::Arc};

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use serde::{Deserialize, Serialize};

use super::super::{
    pane::{Outcome, Say, View},
    sheet::{Kept, Sheet},
};
use super::{fields::sent_fields, place};
use crate::{
    domain::{
        contact::{
            others::Other,
            telling::{Command, Letter, LetterState, Recipient},
        },
        ids::{EventId, TemplateId},
        policy::letters::Audience,
        refusal::Refusal,
    },
    exchange::letter::{long_sentences, stock_phrases},
    ui::{
        keymap::{self, Action, Context},
        widgets::{Edited, Editor, Field},
    },
};

/// Up to so many bytes are looked through at every key and change.
const LOOKED_THROUGH: usize = 1 << 15;

/// A letter's text and fields.
pub(super) struct Paper {
    /// To whom and by which template, or how it went.
    pub(super) sheet: Sheet,
    /// The text.
    pub(super) editor: Editor,
    /// By which template and for whom the text was filled in.
    pub(super) of: Option<(TemplateId, Recipient)>,
    /// The text as it was filled in, and why it was decided so as it says: nobody's own words yet.
    filled: Option<Filled>,
    /// Whether the text has the keys, and not the fields.
    pub(super) on_text: bool,
    /// What was said against it.
    pub(super) said: Option<String>,
    /// What it says to whoever must not read it.
    pub(super) warned: Option<Refusal>,
    /// What it still wants before it goes: who rang checked, the number written in.
    pub(super) wants: Vec<Refusal>,
    /// What a checker should look at besides.
    pub(super) found: Vec<String>,
    /// Who rang in other contacts of the family.
    pub(super) others: Arc<[Other]>,
    /// Whether its end was on the screen since the text is as it is.
    pub(super) read: Cell<bool>,
    event: Option<EventId>,
    given: Option<String>,
    saved: Option<DateTime<Utc>>,
    /// Whether the letter was looked at once: its fields have the keys first, where it has any.
    is_shown: bool,
}

/// A text as it was filled in.
#[derive(Clone, Serialize, Deserialize)]
struct Filled {
    text: String,
    /// The reason that stands in it.
    why: String,
    /// Whether somebody had checked who rang, where whoever rang is to read it.
    #[serde(default = "yes")]
    checked: bool,
    /// Whether somebody has written in it since.
    #[serde(skip)]
    by_hand: bool,
}

/// What is kept of it while it is half written.
#[derive(Serialize, Deserialize)]
struct KeptPaper {
    text: String,
    cursor: usize,
    of: Option<(TemplateId, Recipient)>,
    event: Option<EventId>,
    sheet: Option<Kept>,
    #[serde(default)]
    filled: Option<Filled>,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            sheet: Sheet::default(),
            editor: Editor::text_area(),
            of: None,
            filled: None,
            on_text: false,
            said: None,
            warned: None,
            wants: Vec::new(),
            found: Vec::new(),
            others: Arc::default(),
            read: Cell::new(false),
            event: None,
            given: None,
            saved: None,
            is_shown: false,
        }
    }
}

impl Paper {
    /// Takes up a letter as it stands now, unless it is being written.
    pub(super) fn sync(&mut self, letter: &Letter, view: &View<'_>) {
        let fields = || sent_fields(letter);
        self.of = Some((letter.template.clone(), letter.to));
        // What was saved a moment ago may not have come back yet.
        let newer = self.saved.is_none_or(|saved| saved <= letter.at);
        let other = newer && !self.editor.dirty() && self.editor.text() != letter.text;
        if other {
            self.editor.set(&*letter.text);
            // Whoever writes on does not write into the date; what is only read begins at its beginning.
            let at = if letter.state.is_to_go() { place::to_write(&letter.text, "") } else { 0 };
            self.editor.set_cursor(at);
            self.read.set(false);
        }
        let of = |fields: &[Field]| fields.iter().map(|field| field.key.clone()).collect::<Vec<_>>();
        let other_fields = of(self.sheet.fields()) != of(&fields());
        if other_fields || !self.is_shown {
            // What is written, sent or put away is there to be read first; what was checked goes its way next.
            self.on_text = !matches!(letter.state, LetterState::Checked { .. });
            self.is_shown = true;
        }
        self.sheet.fit(|_| fields());
        if other_fields && !self.sheet.is_written() {
            self.sheet.enter(false);
        }
        if other || self.editor.text().len() <= LOOKED_THROUGH {
            self.look(view);
        }
    }

    /// Puts a filled-in text on it, with the reason that stands in it.
    pub(super) fn fill(&mut self, text: &str, of: (TemplateId, Recipient), why: &str, view: &View<'_>) {
        self.editor.set("");
        self.editor.insert(text);
        let at = place::to_write(self.editor.text(), why);
        self.editor.set_cursor(at);
        if at > 0 {
            // The next word does not stick to the last one.
            self.editor.insert(" ");
        }
        let text = self.editor.text().to_owned();
        let checked = of.1 != Recipient::Caller || view.contact.call.identity.is_checked();
        self.filled = Some(Filled { text, why: why.to_owned(), checked, by_hand: false });
        self.of = Some(of);
        self.on_text = true;
        self.said = None;
        self.event.get_or_insert_with(view.fresh);
        self.look(view);
    }

    /// Tells whether the text says another reason than this, as it was filled in.
    pub(super) fn says_other(&self, why: &str) -> bool {
        self.filled.as_ref().is_some_and(|filled| filled.why != why)
    }

    /// Tells whether the text was filled in for a caller whom nobody had checked, and somebody has since: it says nothing of what
    /// was decided, and could.
    pub(super) fn is_for_unchecked(&self, view: &View<'_>) -> bool {
        self.filled.as_ref().is_some_and(|filled| !filled.checked)
            && view.contact.call.identity.is_checked()
            && self.audience(view) != Some(Audience::Public)
    }

    /// Tells whether the text is still as it was filled in.
    pub(super) fn is_as_filled(&self) -> bool {
        self.filled.as_ref().is_some_and(|filled| !filled.by_hand)
    }

    /// Takes a key of the text; where it only may be read, a key that moves.
    pub(super) fn key(
        &mut self,
        key: KeyEvent,
        reads_only: bool,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) -> bool {
        if self.turns(key) {
            return true;
        }
        let edited = match keymap::action(&[Context::Edit], key) {
            Some(action) if reads_only && !moves(action) => return false,
            None if reads_only => return false,
            _ => self.editor.key(key),
        };
        self.edited(edited, view, say);
        edited != Edited::No
    }

    /// Reads on or back by as much as is seen, wherever the keys are; tells whether the key is one for that.
    pub(super) fn turns(&mut self, key: KeyEvent) -> bool {
        let action = keymap::action(&[Context::Edit], key);
        let turns = matches!(action, Some(Action::PageUp | Action::PageDown)) && self.of.is_some();
        if turns {
            let _edge = self.editor.turn(action == Some(Action::PageDown));
        }
        turns
    }

    /// Takes a paste into the text.
    pub(super) fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        let edited = self.editor.paste(text);
        self.edited(edited, view, say);
    }

    fn edited(&mut self, edited: Edited, view: &View<'_>, say: &mut Vec<Say>) {
        if edited == Edited::Changed {
            self.read.set(false);
            self.said = None;
            self.compare();
            self.event.get_or_insert_with(view.fresh);
            say.push(Say::Changed);
            if self.editor.text().len() <= LOOKED_THROUGH {
                self.look(view);
            }
        }
    }

    fn compare(&mut self) {
        if let Some(filled) = &mut self.filled {
            filled.by_hand = filled.text != self.editor.text();
        }
    }

    /// Hands the text in as a draft; once only, until it was answered or written in again.
    pub(super) fn hand_in(
        &mut self,
        slot: String,
        no: Option<crate::domain::ids::LetterNo>,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) {
        let Some((template, to)) = self.of.clone() else { return };
        let text = self.editor.text().to_owned();
        if self.given.as_ref() != Some(&text) {
            self.said = None;
            self.given = Some(text.clone());
            let event = Some(*self.event.get_or_insert_with(view.fresh));
            let command = Command::Draft { no, template, to, text }.into();
            say.push(Say::Act { slot, command, event });
        }
        self.look(view);
    }

    /// Learns what came of it; `true` where the text was saved as it stands.
    pub(super) fn answered(&mut self, outcome: &Outcome) -> bool {
        let given = self.given.take();
        match outcome {
            Outcome::Refused(words) => {
                self.refuse(words, &[]);
                false
            }
            Outcome::Saved(at) => {
                self.event = None;
                self.saved = Some(*at);
                let same = given.is_some_and(|given| given == self.editor.text());
                if same {
                    self.editor.mark_clean();
                }
                same
            }
        }
    }

    /// Says what was said against it, and puts the cursor where the words begin that it is about; `other` is what it may be
    /// about beside what is looked for while it is written.
    pub(super) fn refuse(&mut self, words: &str, other: &[Refusal]) {
        self.said = Some(words.to_owned());
        let mut known = self.warned.iter().chain(other);
        if let Some(at) = known.find(|known| words.starts_with(&known.words)).and_then(|known| known.at) {
            self.editor.set_cursor(at);
            self.on_text = true;
        }
    }

    /// Looks for what families hear as shallow, for what is hard to read, and for what must not be said.
    pub(super) fn look(&mut self, view: &View<'_>) {
        let (text, policy) = (self.editor.text(), view.policy());
        self.found = stock_phrases(text, policy)
            .into_iter()
            .map(|phrase| format!("✗ stock phrase: “{phrase}”"))
            .chain(long_sentences(text).into_iter().map(|sentence| {
                let words: Vec<&str> = sentence.split_whitespace().collect();
                format!("▲ {} words in one sentence: “{} …”", words.len(), words[..8].join(" "))
            }))
            .collect();
        let refused = self.audience(view).zip(self.of.as_ref()).and_then(|(audience, (_, to))| {
            view.contact.letter_says(audience, *to, self.editor.text(), &self.others, policy)
        });
        self.warned = refused;
        // One thing at a time: what must not stand in it comes first.
        let of = if self.warned.is_some() { None } else { self.audience(view) };
        self.wants = of.zip(self.of.as_ref()).map_or_else(Vec::new, |(audience, (_, to))| {
            view.contact.letter_wants(audience, *to, self.editor.text())
        });
    }

    /// Tells whether a family reads it, which is not told who reported.
    pub(super) fn is_for_family(&self, view: &View<'_>) -> bool {
        matches!(self.audience(view), Some(Audience::Family | Audience::Child))
    }

    fn audience(&self, view: &View<'_>) -> Option<Audience> {
        let (template, _) = self.of.as_ref()?;
        let known = view.policy().letters.template.iter().find(|known| known.id == *template);
        known.map(|known| known.audience)
    }

    fn is_written(&self) -> bool {
        self.editor.dirty() && !self.editor.text().is_empty()
    }

    /// Counts the words that are half written.
    pub(super) fn words(&self) -> u32 {
        let text = match &self.filled {
            _ if !self.is_written() => 0,
            Some(filled) => place::written_in(&filled.text, self.editor.text()),
            None => self.editor.words(),
        };
        self.sheet.words().saturating_add(u32::try_from(text).unwrap_or(u32::MAX))
    }

    /// Gives what is half written.
    pub(super) fn kept(&self) -> Option<serde_json::Value> {
        let sheet = self.sheet.kept();
        if !self.is_written() {
            return sheet.map(|sheet| serde_json::json!({ "sheet": sheet }));
        }
        let kept = KeptPaper {
            text: self.editor.text().to_owned(),
            cursor: self.editor.cursor(),
            of: self.of.clone(),
            event: self.event,
            sheet,
            filled: self.filled.clone(),
        };
        serde_json::to_value(kept).ok()
    }

    /// Takes up what was kept.
    pub(super) fn restore(
        &mut self,
        kept: &serde_json::Value,
        fields: impl Fn(&Sheet) -> Vec<Field>,
        view: &View<'_>,
    ) {
        if let Ok(sheet) = Kept::deserialize(&kept["sheet"]) {
            self.sheet.restore(sheet, fields);
            self.on_text = false;
        }
        let Ok(kept) = KeptPaper::deserialize(kept) else { return };
        self.editor.set("");
        self.editor.insert(&kept.text);
        self.editor.set_cursor(kept.cursor);
        self.of = kept.of;
        self.event = kept.event;
        self.filled = kept.filled;
        self.compare();
        self.on_text = true;
        self.look(view);
    }
}

/// What was kept by a program that did not know of it.
const fn yes() -> bool {
    true
}

fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Left
            | Action::Right
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::WordLeft
            | Action::WordRight
            | Action::LineStart
            | Action::LineEnd
            | Action::TextStart
            | Action::TextEnd
    )
}
