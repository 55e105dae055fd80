//! The conversation model: stages, prompts, what to listen for, what to write down.

use serde::{Deserialize, Serialize};

use super::{CallerKind, Mode};
use crate::domain::ids::{ChipId, FieldKey, OutcomeLetter};

/// The script of a profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The version stored with each contact.
    pub version: String,
    /// Stage 0 to 12, in order.
    pub stages: Vec<Stage>,
    /// Cards for particular paths, opened by their chips in stage 9.
    pub paths: Vec<Path>,
}

/// The number of a stage, 0 to 12.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StageNo(pub u8);

/// One stage of the conversation.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its number.
    pub number: StageNo,
    /// One or two words for the list at the left: "Safety".
    pub short: String,
    /// Its full title: "Safety now".
    pub title: String,
    /// What it is for, one line.
    pub purpose: String,
    /// What the worker can say.
    #[serde(default)]
    pub prompts: Vec<Prompt>,
    /// What the worker can mark with one key while listening.
    #[serde(default)]
    pub listen: Vec<Chip>,
    /// What gets written down.
    #[serde(default)]
    pub capture: Vec<Capture>,
}

/// Which move of the conversation a prompt is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Tag {
    /// An open question.
    O,
    /// An affirmation.
    A,
    /// A reflection.
    R,
    /// A summary.
    S,
    /// A circular question.
    C,
    /// A hypothesis.
    H,
    /// A question about context.
    K,
    /// About position and power.
    P,
    /// A plain question or a piece of information.
    I,
}

/// One thing to say; at most 160 characters.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// The kind of move.
    pub tag: Tag,
    /// The words.
    pub words: String,
    /// For which callers; all when empty.
    #[serde(default)]
    pub callers: Vec<CallerKind>,
    /// For which callers it is left out.
    #[serde(default)]
    pub not_callers: Vec<CallerKind>,
    /// In which mode only.
    #[serde(default)]
    pub mode: Option<Mode>,
}

/// Something to listen for.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chip {
    /// Its key, unique in the script.
    pub id: ChipId,
    /// Its words.
    pub words: String,
}

/// How a field is filled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", try_from = "RawKind")]
pub enum FieldKind {
    /// One line of text.
    Line,
    /// Any amount of text.
    Text,
    /// Yes, no or not known.
    YesNo,
    /// One of these.
    Choice {
        /// Keys and words.
        of: Vec<Choice>,
    },
    /// Any of these.
    Choices {
        /// Keys and words.
        of: Vec<Choice>,
    },
    /// A whole number.
    Number {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A day.
    Date,
    /// Lines of text, so many.
    List {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
}

/// A kind as it is written. Read through this, an unknown or a needless key is refused where it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    is: String,
    of: Option<Vec<Choice>>,
    min: Option<i64>,
    max: Option<i64>,
}

impl TryFrom<RawKind> for FieldKind {
    type Error = String;

    fn try_from(raw: RawKind) -> Result<Self, String> {
        let count = |n: i64| usize::try_from(n).map_err(|_| format!("{n} is not a number of lines"));
        match (raw.is.as_str(), raw.of, raw.min, raw.max) {
            ("line", None, None, None) => Ok(Self::Line),
            ("text", None, None, None) => Ok(Self::Text),
            ("yes_no", None, None, None) => Ok(Self::YesNo),
            ("date", None, None, None) => Ok(Self::Date),
            ("choice", Some(of), None, None) => Ok(Self::Choice { of }),
            ("choices", Some(of), None, None) => Ok(Self::Choices { of }),
            ("number", None, Some(min), Some(max)) => Ok(Self::Number { min, max }),
            ("list", None, Some(min), Some(max)) => Ok(Self::List { min: count(min)?, max: count(max)? }),
            (is @ ("line" | "text" | "yes_no" | "date"), ..) => {
                Err(format!("a field that is `{is}` takes nothing beside"))
            }
            (is @ ("choice" | "choices"), ..) => {
                Err(format!("a field that is `{is}` takes `of`, and nothing beside"))
            }
            (is @ ("number" | "list"), ..) => {
                Err(format!("a field that is `{is}` takes `min` and `max`, and nothing beside"))
            }
            (is, ..) => Err(format!(
                "`{is}` is no kind of field: it is line, text, yes_no, choice, choices, number, date or list"
            )),
        }
    }
}

/// One choice of a field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its key, as stored.
    pub key: String,
    /// Its words.
    pub words: String,
}

/// Something the stage writes down.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// Its key, unique in the script: `safety.danger`.
    pub key: FieldKey,
    /// The label.
    pub words: String,
    /// How it is filled.
    pub kind: FieldKind,
    /// Whether routing wants it (the star of the conversation model).
    #[serde(default)]
    pub needed: bool,
    /// Whether routing wants it once this is met, and not before.
    #[serde(default)]
    pub needed_when: Option<super::test::Test>,
    /// For which callers; all when empty.
    #[serde(default)]
    pub callers: Vec<CallerKind>,
    /// For which callers it is left out.
    #[serde(default)]
    pub not_callers: Vec<CallerKind>,
    /// Only when this is met.
    #[serde(default)]
    pub when: Option<super::test::Test>,
    /// The question whose answer does as well: why there is none.
    #[serde(default)]
    pub instead: Option<FieldKey>,
    /// Whether a note of a child's own words does as well: nobody writes them down twice.
    #[serde(default)]
    pub noted: bool,
}

/// A particular path: a chip, a card of four to six lines, and where it may lead.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// The chip that opens it.
    pub chip: ChipId,
    /// Its title.
    pub words: String,
    /// What to ask and to think of.
    pub card: Vec<String>,
    /// The outcomes it may lead to.
    #[serde(default)]
    pub leads_to: Vec<OutcomeLetter>,
}

/// Tells whether something written for some callers is for this one; a caller whose kind is not known yet gets what is for all.
pub fn is_for(callers: &[CallerKind], not_callers: &[CallerKind], caller: Option<CallerKind>) -> bool {
    match caller {
        Some(kind) => (callers.is_empty() || callers.contains(&kind)) && !not_callers.contains(&kind),
        None => callers.is_empty(),
    }
}

impl Script {
    /// Finds what a key writes down, and in which stage.
    pub fn capture(&self, key: &FieldKey) -> Option<(&Stage, &Capture)> {
        self.stages.iter().find_map(|stage| stage.capture.iter().find(|c| c.key == *key).map(|c| (stage, c)))
    }

    /// Finds the words of a chip, wherever it stands.
    pub fn chip(&self, id: &ChipId) -> Option<&str> {
        self.stages
            .iter()
            .flat_map(|stage| &stage.listen)
            .find(|chip| chip.id == *id)
            .map(|chip| chip.words.as_str())
            .or_else(|| self.paths.iter().find(|path| path.chip == *id).map(|path| path.words.as_str()))
    }
}
