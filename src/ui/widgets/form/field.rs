//! One field: its label, what may be in it, and what is.

use std::rc::Rc;

use chrono::NaiveDate;
use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};

use super::{FieldDraft, reading::Reader};
use crate::domain::ids::FieldKey;
use crate::domain::policy::script::{Choice, FieldKind};
use crate::domain::value::{Value, YesNo};
use crate::ui::keymap::{self, Action, Chord, Context};
use crate::ui::waits;
use crate::ui::widgets::editor::{Edited, Editor};

/// What is typed for "not known" by who has other words for it.
const NOT_KNOWN: [&str; 9] =
    ["unknown", "unsure", "unclear", "don't know", "don’t know", "dont know", "n/k", "nk", "?"];

/// Reads a line, or says what is wrong with it.
pub type Parser = Rc<dyn Fn(&str) -> Result<(), String>>;

/// How a field is filled.
#[derive(Clone)]
pub enum Kind {
    /// As the script says.
    Of(FieldKind),
    /// One line that a parser looks at.
    Custom(Parser),
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Of(kind) => kind.fmt(f),
            Self::Custom(_) => f.write_str("Custom"),
        }
    }
}

/// What became of what was written in a field.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum FieldState {
    /// Nothing yet.
    #[default]
    Untouched,
    /// It holds words that are known from elsewhere; writing replaces them.
    Offered,
    /// Written, and not left yet.
    Written,
    /// Left, and not known to be saved.
    Left,
    /// Saved.
    Saved,
    /// Not taken up, and why.
    Wrong(String),
}

/// One field.
pub struct Field {
    /// Its key.
    pub key: FieldKey,
    /// Its label.
    pub label: String,
    /// What belongs there, in a line.
    pub hint: String,
    /// Whether routing wants it.
    pub needed: bool,
    /// Whether what stands in it is not in the record yet.
    pub waits: bool,
    /// What became of what was written.
    pub state: FieldState,
    pub(super) kind: Kind,
    /// How what is written is read, where that is said while it is written.
    pub(super) reader: Option<Reader>,
    /// The day of today, by which "today" is read in a field for a day.
    pub(super) today: Option<NaiveDate>,
    pub(super) editor: Editor,
    pub(super) choices: Vec<Choice>,
    /// Under which other words, lower case, a choice is found, by its place.
    pub(super) also: Vec<(usize, &'static str)>,
    /// Which choices are picked; at most one unless several may be.
    pub(super) picked: Vec<usize>,
    /// The choice that an arrow marked in the list of those that match.
    pub(super) marked: Option<usize>,
    /// The one of several that was picked or unpicked last, where the list of them stands.
    pub(super) toggled: Option<usize>,
    /// Whether what is written in it was filled in for the worker, and nobody touched it since.
    pub(super) filled: bool,
    /// With what it was left last.
    pub(super) last: Option<Value>,
    /// What is recorded in its place.
    pub(super) recorded: Option<Value>,
    /// Who recorded it, where what comes of somebody else meanwhile is met first and not written over unseen.
    pub(super) by: Option<String>,
    /// What came of somebody else while this was written, until it was left once.
    pub(super) met: Option<String>,
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Field")
            .field("key", &self.key)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("editor", &self.editor)
            .field("picked", &self.picked)
            .finish_non_exhaustive()
    }
}

impl Field {
    /// Makes an empty field.
    pub fn new(key: impl Into<FieldKey>, label: impl Into<String>, kind: FieldKind) -> Self {
        let choices = match &kind {
            FieldKind::Choice { of } | FieldKind::Choices { of } => of.clone(),
            FieldKind::YesNo => {
                let choice =
                    |answer: YesNo| Choice { key: answer.key().to_owned(), words: answer.words().to_owned() };
                YesNo::ALL.map(choice).to_vec()
            }
            _ => Vec::new(),
        };
        let answers = matches!(kind, FieldKind::YesNo);
        let field = Self::of(key.into(), label.into(), Kind::Of(kind), choices);
        if answers { field.also(YesNo::Unknown.key(), &NOT_KNOWN) } else { field }
    }

    /// Makes an empty line that a parser looks at; what it gets is `Value::Text`.
    pub fn custom(
        key: impl Into<FieldKey>,
        label: impl Into<String>,
        parser: impl Fn(&str) -> Result<(), String> + 'static,
    ) -> Self {
        Self::of(key.into(), label.into(), Kind::Custom(Rc::new(parser)), Vec::new())
    }

    /// Makes an empty line.
    pub fn line(key: impl Into<FieldKey>, label: impl Into<String>) -> Self {
        Self::new(key, label, FieldKind::Line)
    }

    /// Makes an empty text of any length.
    pub fn text(key: impl Into<FieldKey>, label: impl Into<String>) -> Self {
        Self::new(key, label, FieldKind::Text)
    }

    /// Makes an unanswered question for yes, no or not known.
    pub fn yes_no(key: impl Into<FieldKey>, label: impl Into<String>) -> Self {
        Self::new(key, label, FieldKind::YesNo)
    }

    /// Makes a field for one of some choices.
    pub fn choice(key: impl Into<FieldKey>, label: impl Into<String>, of: Vec<Choice>) -> Self {
        Self::new(key, label, FieldKind::Choice { of })
    }

    /// Makes a field for any of some choices.
    pub fn choices(key: impl Into<FieldKey>, label: impl Into<String>, of: Vec<Choice>) -> Self {
        Self::new(key, label, FieldKind::Choices { of })
    }

    /// Marks it as one that routing wants.
    #[must_use]
    pub fn needed(mut self, needed: bool) -> Self {
        self.needed = needed;
        self
    }

    /// Marks what stands in it as not in the record yet.
    #[must_use]
    pub fn waiting(mut self, waits: bool) -> Self {
        self.waits = waits;
        self
    }

    /// Says what belongs there.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Lets a choice be found by other words than its own, lower case; they are never shown.
    #[must_use]
    pub fn also(mut self, choice: &str, words: &[&'static str]) -> Self {
        if let Some(at) = self.choices.iter().position(|known| known.key == choice) {
            self.also.extend(words.iter().map(|&words| (at, words)));
        }
        self
    }

    /// Puts into it what is recorded in its place.
    #[must_use]
    pub fn holding(mut self, recorded: Option<Value>) -> Self {
        self.put(recorded);
        self
    }

    /// Says who recorded what stands in its place: what somebody writes while it changes is not put over it by leaving, but
    /// by leaving again.
    #[must_use]
    pub fn recorded_by(mut self, who: &str) -> Self {
        self.by = Some(who.to_owned());
        self
    }

    /// Puts words into it that are known from elsewhere: they count, and whatever is written takes their place.
    #[must_use]
    pub fn offering(mut self, words: &str) -> Self {
        if !words.trim().is_empty() {
            self.editor.set(words);
            self.last = self.value().ok().flatten();
            self.state = FieldState::Offered;
        }
        self
    }

    fn of(key: FieldKey, label: String, kind: Kind, choices: Vec<Choice>) -> Self {
        let many = matches!(kind, Kind::Of(FieldKind::Text | FieldKind::List { .. }));
        Self {
            key,
            label,
            hint: String::new(),
            needed: false,
            waits: false,
            state: FieldState::Untouched,
            kind,
            reader: None,
            today: None,
            editor: if many { Editor::text_area() } else { Editor::line() },
            choices,
            also: Vec::new(),
            picked: Vec::new(),
            marked: None,
            toggled: None,
            filled: false,
            last: None,
            recorded: None,
            by: None,
            met: None,
        }
    }

    /// Tells whether Enter starts a new line in it.
    pub(super) fn has_lines(&self) -> bool {
        matches!(self.kind, Kind::Of(FieldKind::Text | FieldKind::List { .. }))
    }

    /// Tells whether somebody wrote in it and it is not known to be saved.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, FieldState::Written | FieldState::Left | FieldState::Wrong(_))
    }

    /// Gives the mark that stands before what is in it; none before what is being written.
    pub(super) fn mark(&self) -> &'static str {
        waits::mark(self.waits && !self.is_blank() && !self.is_open())
    }

    /// Says what is wanted where nothing is in it.
    pub fn asks(&self) -> &'static str {
        match &self.kind {
            Kind::Of(FieldKind::Choices { .. }) => "Choose at least one.",
            _ if self.chooses() => "Choose one.",
            _ => "Write this.",
        }
    }

    /// Tells whether nothing is in it.
    pub fn is_blank(&self) -> bool {
        self.editor.is_blank() && self.picked.is_empty()
    }

    /// Tells whether it differs from what is recorded in its place, by somebody's hand.
    pub fn is_written(&self) -> bool {
        self.is_open() && !(self.is_blank() && self.recorded.is_none())
    }

    /// Puts what is recorded into it, whatever was there.
    pub(super) fn put(&mut self, recorded: Option<Value>) {
        self.picked.clear();
        (self.marked, self.toggled, self.filled, self.met) = (None, None, false, None);
        let FieldDraft { text, picked, .. } = recorded.map(FieldDraft::of).unwrap_or_default();
        self.picked = self.places(&picked);
        self.editor.set(text);
        self.last = self.value().ok().flatten();
        self.recorded.clone_from(&self.last);
        self.rest();
    }

    /// Takes what was left for recorded; what was written since stays open.
    pub(super) fn saved(&mut self) {
        self.recorded.clone_from(&self.last);
        if self.state == FieldState::Left {
            self.rest();
        }
    }

    pub(super) fn rest(&mut self) {
        self.state = if self.recorded.is_some() { FieldState::Saved } else { FieldState::Untouched };
    }

    pub(super) fn places(&self, keys: &[String]) -> Vec<usize> {
        keys.iter().filter_map(|key| self.choices.iter().position(|choice| choice.key == *key)).collect()
    }

    pub(super) fn set_choices(&mut self, choices: Vec<Choice>) {
        let keys = |of: &[usize]| of.iter().map(|&at| self.choices[at].key.clone()).collect::<Vec<_>>();
        let (picked, marked) = (keys(&self.picked), keys(self.marked.as_slice()));
        let toggled = keys(self.toggled.as_slice());
        self.choices = choices;
        self.picked = self.places(&picked);
        self.marked = self.places(&marked).first().copied();
        self.toggled = self.places(&toggled).first().copied();
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Edited {
        if self.gives_way() && Chord::of(key).typed().is_some() {
            self.editor.clear();
        }
        let open = !self.editor.text().is_empty();
        let action = keymap::action(&[Context::Edit], key);
        let takes = matches!(
            action,
            Some(Action::Backspace | Action::Delete | Action::DeleteWord | Action::DeleteLine)
        );
        let edited = self.editor.key(key);
        self.filled &= edited == Edited::No;
        self.after_edit(edited, takes, open)
    }

    pub(super) fn paste(&mut self, text: &str) -> Edited {
        if self.gives_way() {
            self.editor.clear();
        }
        self.filled = false;
        let edited = self.editor.paste(text);
        self.after_edit(edited, false, true)
    }

    pub(super) fn click(&mut self, area: Rect, at: Position) {
        self.editor.click(area, at);
    }

    pub(super) fn act(&mut self, action: Action) -> Edited {
        if !self.chooses() {
            let edited = self.editor.act(action);
            self.filled &= edited == Edited::No;
            return edited;
        }
        let closed = self.editor.text().is_empty();
        match action {
            Action::Up => self.cycle(false),
            Action::Down => self.cycle(true),
            Action::Left if closed => self.cycle(false),
            Action::Right if closed => self.cycle(true),
            _ => self.editor.act(action),
        }
    }

    /// Says why what it was left with was not taken up: leaving it again hands it in again.
    pub(super) fn refused(&mut self, why: String) {
        self.last.clone_from(&self.recorded);
        self.state = FieldState::Wrong(why);
    }

    /// Gives what is recorded in its place.
    pub fn recorded(&self) -> Option<&Value> {
        self.recorded.as_ref()
    }

    /// Gives the value with which it was left last.
    pub(super) fn left_with(&self) -> Option<&Value> {
        self.last.as_ref()
    }
}
