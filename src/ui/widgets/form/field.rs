//! One field: its label, what may be in it, and what is.

use std::rc::Rc;

use chrono::NaiveDate;
use crossterm::event::KeyEvent;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use ratatui::layout::{Position, Rect};

use super::FieldDraft;
use crate::domain::ids::FieldKey;
use crate::domain::policy::script::{Choice, FieldKind};
use crate::domain::value::{Value, YesNo};
use crate::ui::keymap::Action;
use crate::ui::widgets::editor::{Edited, Editor};

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
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub key: FieldKey,
    /// Its label.
    pub label: String,
    /// Whether routing wants it.
    pub needed: bool,
    /// What became of what was written.
    pub state: FieldState,
    pub(super) kind: Kind,
    pub(super) editor: Editor,
    pub(super) choices: Vec<Choice>,
    /// Which choices are picked; at most one unless several may be.
    pub(super) picked: Vec<usize>,
    /// The choice that is marked in the list of those that match.
    pub(super) marked: Option<usize>,
    last: Option<Value>,
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
        let many = matches!(kind, FieldKind::Text | FieldKind::List { .. });
        Self::of(
            key.into(),
            label.into(),
            Kind::Of(kind),
            if many { Editor::text_area() } else { Editor::line() },
            choices,
        )
    }

    /// Makes an empty line that a parser looks at; what it gets is `Value::Text`.
    pub fn custom(
        key: impl Into<FieldKey>,
        label: impl Into<String>,
        parser: impl Fn(&str) -> Result<(), String> + 'static,
    ) -> Self {
        Self::of(key.into(), label.into(), Kind::Custom(Rc::new(parser)), Editor::line(), Vec::new())
    }

    /// Marks it as one that routing wants.
    #[must_use]
    pub fn needed(mut self, needed: bool) -> Self {
        self.needed = needed;
        self
    }

    fn of(key: FieldKey, label: String, kind: Kind, editor: Editor, choices: Vec<Choice>) -> Self {
        Self {
            key,
            label,
            needed: false,
            state: FieldState::Untouched,
            kind,
            editor,
            choices,
            picked: Vec::new(),
            marked: None,
            last: None,
        }
    }

    /// Tells whether it is filled by choosing.
    pub(super) fn chooses(&self) -> bool {
        matches!(self.kind, Kind::Of(FieldKind::YesNo | FieldKind::Choice { .. } | FieldKind::Choices { .. }))
    }

    /// Tells whether several may be chosen.
    pub(super) fn many(&self) -> bool {
        matches!(self.kind, Kind::Of(FieldKind::Choices { .. }))
    }

    /// Tells whether Enter starts a new line in it.
    pub(super) fn has_lines(&self) -> bool {
        matches!(self.kind, Kind::Of(FieldKind::Text | FieldKind::List { .. }))
    }

    pub(super) fn is_dirty(&self) -> bool {
        matches!(self.state, FieldState::Written | FieldState::Wrong(_))
    }

    /// Reads what is in it: nothing, a value, or what is wrong.
    pub fn value(&self) -> Result<Option<Value>, String> {
        let text = self.editor.text();
        let Kind::Of(kind) = &self.kind else {
            return self.read_custom(text);
        };
        if self.editor.is_blank() && self.picked.is_empty() && !self.chooses() {
            return Ok(None);
        }
        let line = text.trim();
        let value = match kind {
            FieldKind::Line | FieldKind::Text => Value::Text(text.to_owned()),
            FieldKind::YesNo | FieldKind::Choice { .. } | FieldKind::Choices { .. } => {
                return self.read_choices(line);
            }
            FieldKind::Number { min, max } => match line.parse::<i64>() {
                Ok(number) if (*min..=*max).contains(&number) => Value::Number(number),
                _ => return Err(format!("Write a whole number from {min} to {max}.")),
            },
            FieldKind::Date => Value::Date(read_date(line)?),
            FieldKind::List { min, max } => {
                let lines: Vec<String> =
                    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
                if lines.len() < *min {
                    return Err(format!("At least {min}, one on each line; {} so far.", lines.len()));
                }
                if lines.len() > *max {
                    return Err(format!("At most {max}, one on each line; {} so far.", lines.len()));
                }
                Value::List(lines)
            }
        };
        Ok(Some(value))
    }

    fn read_custom(&self, text: &str) -> Result<Option<Value>, String> {
        let Kind::Custom(parser) = &self.kind else { return Ok(None) };
        if text.trim().is_empty() {
            return Ok(None);
        }
        parser(text).map(|()| Some(Value::Text(text.to_owned())))
    }

    fn read_choices(&self, typed: &str) -> Result<Option<Value>, String> {
        let mut picked = self.picked.clone();
        if !typed.is_empty() {
            let Some(at) = self.marked else {
                return Err(format!(
                    "Nothing here is like “{typed}”. Take letters away, or choose with ↑ and ↓."
                ));
            };
            if !self.many() {
                picked = vec![at];
            } else if !picked.contains(&at) {
                picked.push(at);
            }
        }
        picked.sort_unstable();
        let mut keys: Vec<String> = picked.iter().map(|&at| self.choices[at].key.clone()).collect();
        let answer = |key: &str| YesNo::ALL.into_iter().find(|answer| answer.key() == key);
        Ok(match &self.kind {
            _ if keys.is_empty() => None,
            Kind::Of(FieldKind::Choices { .. }) => Some(Value::Choices(keys)),
            Kind::Of(FieldKind::YesNo) => keys.first().and_then(|key| answer(key)).map(Value::YesNo),
            _ => keys.pop().map(Value::Choice),
        })
    }

    pub(super) fn set(&mut self, value: &Value) {
        self.picked.clear();
        self.marked = None;
        let mut pick =
            |key: &str| self.picked.extend(self.choices.iter().position(|choice| choice.key == key));
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Date(day) => day.format("%d/%m/%Y").to_string(),
            Value::List(lines) => lines.join("\n"),
            Value::YesNo(answer) => {
                pick(answer.key());
                String::new()
            }
            Value::Choice(key) => {
                pick(key);
                String::new()
            }
            Value::Choices(keys) => {
                for key in keys {
                    pick(key);
                }
                String::new()
            }
        };
        self.editor.set(text);
        self.last = self.value().ok().flatten();
        self.state = if self.last.is_some() { FieldState::Saved } else { FieldState::Untouched };
    }

    pub(super) fn set_choices(&mut self, choices: Vec<Choice>) {
        let kept: Vec<String> = self.picked.iter().map(|&at| self.choices[at].key.clone()).collect();
        self.picked =
            kept.iter().filter_map(|key| choices.iter().position(|choice| choice.key == *key)).collect();
        self.choices = choices;
        self.remark();
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Edited {
        let open = !self.editor.text().is_empty();
        let edited = self.editor.key(key);
        self.after_edit(edited, open)
    }

    pub(super) fn paste(&mut self, text: &str) -> Edited {
        let edited = self.editor.paste(text);
        self.after_edit(edited, true)
    }

    pub(super) fn click(&mut self, area: Rect, at: Position) {
        self.editor.click(area, at);
    }

    pub(super) fn act(&mut self, action: Action) -> Edited {
        if !self.chooses() {
            return self.editor.act(action);
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

    /// Picks, or unpicks, the marked one of several; tells whether there was one.
    pub(super) fn toggle(&mut self) -> bool {
        let Some(at) = self.marked.filter(|_| self.many()) else { return false };
        match self.picked.iter().position(|&other| other == at) {
            Some(place) => drop(self.picked.remove(place)),
            None => self.picked.push(at),
        }
        self.editor.set("");
        self.marked = None;
        true
    }

    /// Leaves it, and tells whether its value changed since it was left last; what is wrong stays and says so.
    pub(super) fn leave(&mut self) -> bool {
        let value = match self.value() {
            Ok(value) => value,
            Err(why) => {
                self.state = FieldState::Wrong(why);
                return false;
            }
        };
        self.settle(value.as_ref());
        if value == self.last {
            // Taken back, or saved already: what stands saved is still what stands here.
            if self.is_dirty() {
                self.state = if value.is_some() { FieldState::Saved } else { FieldState::Untouched };
            }
            return false;
        }
        self.last = value;
        self.state = FieldState::Left;
        true
    }

    /// Says why what it was left with was not taken up: leaving it again hands it in again.
    pub(super) fn refused(&mut self, why: String) {
        self.last = None;
        self.state = FieldState::Wrong(why);
    }

    /// Gives the value with which it was left last.
    pub(super) fn left_with(&self) -> Option<&Value> {
        self.last.as_ref()
    }

    /// Shows, in a field that is filled by choosing, exactly the value that it has.
    fn settle(&mut self, value: Option<&Value>) {
        if !self.chooses() {
            return;
        }
        let keys: Vec<&str> = match value {
            Some(Value::Choice(key)) => vec![key],
            Some(Value::Choices(keys)) => keys.iter().map(String::as_str).collect(),
            Some(Value::YesNo(answer)) => vec![answer.key()],
            _ => Vec::new(),
        };
        self.picked =
            keys.iter().filter_map(|key| self.choices.iter().position(|choice| choice.key == *key)).collect();
        self.editor.set("");
        self.marked = None;
    }

    /// Gives the words of what is picked.
    pub(super) fn picked_words(&self) -> String {
        self.picked.iter().map(|&at| self.choices[at].words.as_str()).collect::<Vec<_>>().join(" · ")
    }

    /// Gives the choices that match what is typed, the best first; all, in their order, where nothing is.
    pub(super) fn matching(&self) -> Vec<usize> {
        let typed = self.editor.text().trim().to_lowercase();
        if typed.is_empty() {
            return (0..self.choices.len()).collect();
        }
        let matcher = SkimMatcherV2::default().ignore_case();
        let rank = |words: &str| -> Option<(u8, i64)> {
            let words = words.to_lowercase();
            if words == typed {
                Some((0, 0))
            } else if words.starts_with(&typed) {
                Some((1, 0))
            } else if words.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&typed)) {
                Some((2, 0))
            } else {
                matcher.fuzzy_match(&words, &typed).map(|score| (3, -score))
            }
        };
        let mut found: Vec<((u8, i64), usize)> = self
            .choices
            .iter()
            .enumerate()
            .filter_map(|(at, choice)| Some((rank(&choice.words)?, at)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at).collect()
    }

    pub(super) fn to_draft(&self) -> Option<FieldDraft> {
        self.is_dirty().then(|| FieldDraft {
            text: self.editor.text().to_owned(),
            cursor: self.editor.cursor(),
            picked: self.picked.iter().map(|&at| self.choices[at].key.clone()).collect(),
        })
    }

    pub(super) fn take_draft(&mut self, draft: &FieldDraft) {
        self.editor.set(draft.text.clone());
        self.editor.set_cursor(draft.cursor);
        self.picked = draft
            .picked
            .iter()
            .filter_map(|key| self.choices.iter().position(|choice| choice.key == *key))
            .collect();
        self.remark();
        self.state = FieldState::Written;
    }

    fn after_edit(&mut self, edited: Edited, open: bool) -> Edited {
        if !self.chooses() {
            return edited;
        }
        // Taking away from what shows only a choice takes the choice away.
        if edited == Edited::Moved
            && !open
            && !self.many()
            && !self.picked.is_empty()
            && self.last_key_emptied()
        {
            self.picked.clear();
            self.marked = None;
            return Edited::Changed;
        }
        if edited == Edited::Changed {
            if !self.many() {
                self.picked.clear();
            }
            self.remark();
        }
        edited
    }

    fn last_key_emptied(&self) -> bool {
        self.editor.text().is_empty()
    }

    fn remark(&mut self) {
        self.marked = if self.editor.is_blank() { None } else { self.matching().first().copied() };
    }

    fn cycle(&mut self, down: bool) -> Edited {
        let of = self.matching();
        if of.is_empty() {
            return Edited::Moved;
        }
        let now = self.marked.or(if self.many() { None } else { self.picked.first().copied() });
        let at = now.and_then(|now| of.iter().position(|&at| at == now));
        let next = match (at, down) {
            (None, true) => 0,
            (None, false) => of.len() - 1,
            (Some(at), true) => (at + 1) % of.len(),
            (Some(at), false) => (at + of.len() - 1) % of.len(),
        };
        self.marked = Some(of[next]);
        if self.many() {
            return Edited::Moved;
        }
        // While something is typed the mark alone moves; else the choice is shown at once.
        if self.editor.text().is_empty() {
            self.picked = vec![of[next]];
        }
        Edited::Changed
    }
}

/// Reads a day as it is written here: 24/11/2026, 24.11.2026, 24 Nov 2026 or 2026-11-24.
fn read_date(line: &str) -> Result<NaiveDate, String> {
    let line = line.replace(['.', '-'], "/");
    let parts: Vec<&str> = line.split(['/', ' ']).filter(|part| !part.is_empty()).collect();
    let wrong = || "Write the day as 24/11/2026.".to_owned();
    let [first, month, last] = parts[..] else { return Err(wrong()) };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = if let Ok(number) = month.parse::<u32>() {
        number
    } else {
        let short: String = month.to_lowercase().chars().take(3).collect();
        let at = months.iter().position(|name| *name == short).ok_or_else(wrong)?;
        u32::try_from(at + 1).map_err(|_| wrong())?
    };
    let full: i32 = year.parse().map_err(|_| wrong())?;
    // Two digits could mean two centuries, and a birthday is not to be guessed.
    if year.len() != 4 {
        return Err("Write the year with four digits, as 24/11/2026.".to_owned());
    }
    let day = day.parse().map_err(|_| wrong())?;
    NaiveDate::from_ymd_opt(full, month, day).ok_or_else(|| "There is no such day.".to_owned())
}
