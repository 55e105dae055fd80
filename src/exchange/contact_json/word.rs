//! Words by telephone on grounds of their own, on outcomes and on emergencies: the call, the proof, and the manager's own
//! signed word.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{json::Staff, view::View},
    away,
};
use crate::domain::{
    contact::oversight::{Matter, NotTaken, Proved, SpokenWord},
    policy::Role,
};

/// A word by telephone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Word<'a> {
    /// Its number.
    pub no: u32,
    /// On what: `{"ground":1}`, `{"route":1}` or `{"emergency":1}`.
    pub of: Matter,
    /// The same in words.
    pub of_words: String,
    /// When it was taken down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub written_by: Staff<'a>,
    /// The manager.
    pub manager: Staff<'a>,
    /// In which duty.
    pub role: Role,
    /// The number of the rota that was rung.
    pub number: &'a str,
    /// When the call began.
    pub began: DateTime<Utc>,
    /// What was read out.
    pub read_out: &'a str,
    /// Whether they agreed; of an emergency, whether they upheld it.
    pub agree: bool,
    /// The same in words: `agrees`, `does not agree`, `upholds it` or `does not uphold it`.
    pub agree_words: &'static str,
    /// In what words, dictated.
    pub words: &'a str,
    /// An emergency that they did not uphold: what stops, what is called back.
    pub stop: Option<&'a str>,
    /// An emergency that they did not uphold: who is told.
    pub told: Option<&'a str>,
    /// `telephone_code` or `dictated`.
    pub how: &'static str,
    /// How, and whether the manager has stood by it, in words.
    pub how_words: String,
    /// The device whose code it was.
    pub device: Option<uuid::Uuid>,
    /// The step of the one-time code.
    pub step: Option<u64>,
    /// Why there was nothing but the voice.
    pub no_device: Option<&'a str>,
    /// `unconfirmed`, `confirmed` or `disowned`.
    pub word: &'static str,
    /// The manager's own signed word: by when, or when and what they say.
    pub signed_word: Option<away::Word<'a>>,
}

/// A one-time code that was not taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CodeRefused<'a> {
    /// For what: `{"ground":1}`, `{"route":1}` or `{"emergency":1}`.
    pub of: Matter,
    /// When.
    pub at: DateTime<Utc>,
    /// Who typed it.
    pub by: Staff<'a>,
    /// Which manager was said to speak.
    pub manager: Staff<'a>,
    /// Why not.
    pub why: NotTaken,
}

/// A call to a manager about what takes two that came to nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InVain<'a> {
    /// About what: `{"ground":1}`, `{"route":1}` or `{"emergency":1}`.
    pub of: Matter,
    /// The call.
    #[serde(flatten)]
    pub call: away::Attempt<'a>,
}

impl<'a> Word<'a> {
    fn of(word: &'a SpokenWord, view: View<'a>) -> Self {
        let (said, of) = (&word.said, word.of.matter());
        let (device, step) = match word.proof {
            Proved::Code { device, step } => (Some(device.0), Some(step)),
            Proved::Bound { .. } | Proved::Nothing => (None, None),
        };
        Self {
            no: word.no.0,
            of,
            of_words: of.words(),
            at: word.at,
            written_by: view.staff(word.written_by),
            manager: view.staff(said.manager),
            role: said.role,
            number: &said.number,
            began: said.began,
            read_out: &said.read_out,
            agree: said.agree,
            agree_words: word.of.says(said.agree),
            words: &said.words,
            stop: said.follows.as_ref().map(|follows| follows.stop.as_str()),
            told: said.follows.as_ref().map(|follows| follows.told.as_str()),
            how: word.how().key(),
            how_words: word.mark(),
            device,
            step,
            no_device: Some(word.no_device.as_str()).filter(|why| !why.is_empty()),
            word: word.word.key(),
            signed_word: away::Word::of(&word.word, view),
        }
    }
}

/// Gives every word by telephone on what takes two, oldest first.
pub(super) fn all(view: View<'_>) -> Vec<Word<'_>> {
    view.contact.oversight.spoken.iter().map(|word| Word::of(word, view)).collect()
}

/// Gives every call about one that came to nothing, oldest first.
pub(super) fn in_vain(view: View<'_>) -> Vec<InVain<'_>> {
    let all = view.contact.oversight.in_vain.iter();
    all.map(|(of, attempt)| InVain { of: of.matter(), call: away::Attempt::of(attempt, view) }).collect()
}

/// Gives every code that was not taken for one, oldest first.
pub(super) fn refused(view: View<'_>) -> Vec<CodeRefused<'_>> {
    let all = view.contact.oversight.codes_refused.iter();
    all.map(|(of, refused)| CodeRefused {
        of: of.matter(),
        at: refused.at,
        by: view.staff(refused.by),
        manager: view.staff(refused.manager),
        why: refused.why,
    })
    .collect()
}
