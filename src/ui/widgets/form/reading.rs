//! Reading what is in a field: nothing, a value of its kind, or what is wrong with it.

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};

use super::FieldDraft;
use super::field::{Field, FieldState, Kind};
use crate::domain::calendar::words;
use crate::domain::ids::FieldKey;
use crate::domain::input::clock_time::ClockTimeError;
use crate::domain::policy::script::FieldKind;
use crate::domain::refusal::in_a_sentence;
use crate::domain::value::Value;

/// Says in full how a line is understood; nothing, while it is not.
pub type Reader = Rc<dyn Fn(&str) -> Option<String>>;

/// How the time in a line is read, as of now.
pub type ReadTime = fn(&str, DateTime<Utc>) -> Result<DateTime<Utc>, ClockTimeError>;

impl Field {
    /// Makes an empty line for a time; how it is read stands beside it in full, from the first letter that can be.
    pub fn moment(
        key: impl Into<FieldKey>,
        label: impl Into<String>,
        read: ReadTime,
        now: impl Fn() -> DateTime<Utc> + 'static,
    ) -> Self {
        let now = Rc::new(now);
        let then = Rc::clone(&now);
        let parser = move |text: &str| read(text, now()).map(drop).map_err(|why| in_a_sentence(&why));
        Self::custom(key, label, parser).understood(move |text| {
            let now = then();
            read(text, now).ok().map(|t| words::in_full(now, t))
        })
    }

    /// Says in full how what is written is understood.
    #[must_use]
    pub fn understood(mut self, reader: impl Fn(&str) -> Option<String> + 'static) -> Self {
        self.reader = Some(Rc::new(reader));
        self
    }

    /// Says which day it is: a field for a day reads "today" and "yesterday" by it.
    #[must_use]
    pub fn on(mut self, today: NaiveDate) -> Self {
        self.today = Some(today);
        self
    }

    /// Reads what is in it: nothing, a value, or what is wrong.
    pub fn value(&self) -> Result<Option<Value>, String> {
        let text = self.editor.text();
        if self.chooses() {
            return self.read_choices();
        }
        if self.editor.is_blank() {
            return Ok(None);
        }
        let kind = match &self.kind {
            Kind::Of(kind) => kind,
            Kind::Custom(parser) => return parser(text).map(|()| Some(Value::Text(text.to_owned()))),
        };
        let line = text.trim();
        let value = match kind {
            FieldKind::Number { min, max } => match line.parse::<i64>() {
                Ok(number) if (*min..=*max).contains(&number) => Value::Number(number),
                _ => return Err(format!("Write a whole number from {min} to {max}.")),
            },
            FieldKind::Date => Value::Date(read_date(line, self.today)?),
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
            _ => Value::Text(text.to_owned()),
        };
        Ok(Some(value))
    }
}

impl Field {
    /// Says in full how what is being written is understood: of a time its day, of a day its weekday.
    pub(super) fn reads_as(&self) -> Option<String> {
        let open = self.is_open() || self.state == FieldState::Offered;
        if !open || self.editor.is_blank() {
            return None;
        }
        let text = self.editor.text();
        let full = match (&self.reader, &self.kind) {
            (Some(reader), _) => reader(text)?,
            (None, Kind::Of(FieldKind::Date)) => match self.value() {
                Ok(Some(Value::Date(day))) => day.format("%A %-d %B %Y").to_string(),
                _ => return None,
            },
            _ => return None,
        };
        (full != text.trim()).then_some(full)
    }
}

/// What is half written in it.
impl Field {
    /// Tells whether what is in it was put there by nobody's hand, so that writing takes its place.
    pub(super) fn gives_way(&self) -> bool {
        self.filled || self.state == FieldState::Offered
    }

    /// Fills it in for whoever writes, to be kept, changed or written over.
    pub(super) fn fill_in(&mut self, half: &FieldDraft) {
        self.take_draft(half);
        self.filled = true;
    }

    /// Gives what is half written in it, whether it was left or not.
    pub(super) fn to_draft(&self) -> Option<FieldDraft> {
        self.is_written().then(|| FieldDraft {
            text: self.editor.text().to_owned(),
            cursor: self.editor.cursor(),
            picked: self.picked.iter().map(|&at| self.choices[at].key.clone()).collect(),
        })
    }

    pub(super) fn take_draft(&mut self, draft: &FieldDraft) {
        self.editor.set(draft.text.clone());
        self.editor.set_cursor(draft.cursor);
        self.picked = self.places(&draft.picked);
        self.marked = None;
        self.filled = false;
        self.state = FieldState::Written;
    }
}

impl FieldDraft {
    /// Gives a value as it would stand half written in its field.
    pub fn of(value: Value) -> Self {
        let (text, picked) = match value {
            Value::Text(text) => (text, Vec::new()),
            Value::List(lines) => (lines.join("\n"), Vec::new()),
            Value::Number(number) => (number.to_string(), Vec::new()),
            Value::Date(day) => (day.format("%d/%m/%Y").to_string(), Vec::new()),
            Value::Choice(key) => (String::new(), vec![key]),
            Value::Choices(keys) => (String::new(), keys),
            Value::YesNo(answer) => (String::new(), vec![answer.key().to_owned()]),
        };
        Self { cursor: text.len(), text, picked }
    }
}

/// Reads a day as it is written here: 24/11/2026, 24.11.2026, 24 Nov 2026 or 2026-11-24; and where it is known which day it is,
/// today, yesterday and tomorrow.
fn read_date(line: &str, today: Option<NaiveDate>) -> Result<NaiveDate, String> {
    let named = today.and_then(|today| match line.to_ascii_lowercase().as_str() {
        "today" | "tonight" => Some(today),
        "yesterday" => today.pred_opt(),
        "tomorrow" => today.succ_opt(),
        _ => None,
    });
    if let Some(day) = named {
        return Ok(day);
    }
    let line = line.replace(['.', '-'], "/");
    let parts: Vec<&str> = line.split(['/', ' ']).filter(|part| !part.is_empty()).collect();
    let wrong = || match today {
        Some(_) => "Write the day as 24/11/2026, or today, tomorrow or yesterday.".to_owned(),
        None => "Write the day as 24/11/2026.".to_owned(),
    };
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
