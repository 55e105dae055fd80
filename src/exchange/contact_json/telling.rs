//! Letters and promises.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{json::Staff, view::View},
    mistake::Mistake,
};
use crate::domain::{
    contact::{
        mistake as mistakes,
        telling::{self as tellings, LetterState, Owner as Owing, PromiseState, Recipient},
    },
    policy::letters::Audience,
    value::YesNo,
};

/// A letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Letter<'a> {
    /// Its number.
    pub no: u32,
    /// By which template.
    pub template: &'a str,
    /// For whom it is written: `professional`, `public`, `family` or `child`.
    pub audience: Audience,
    /// `caller` or `person`.
    pub to: &'static str,
    /// The number of that person.
    pub to_person: Option<u32>,
    /// When it was last written.
    pub at: DateTime<Utc>,
    /// `drafted`, `checked`, `sent` or `put_away`.
    pub state: &'static str,
    /// When it was checked, sent or put away.
    pub state_at: Option<DateTime<Utc>>,
    /// Who checked it.
    pub checked_by: Option<Staff<'a>>,
    /// When they did.
    pub checked_at: Option<DateTime<Utc>>,
    /// That whoever checked it said that the police and a manager agree that the family is told of an enquiry.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub enquiry_agreed: bool,
    /// Who sent it.
    pub sent_by: Option<Staff<'a>>,
    /// How it was sent: `email`, `post`, `by_hand` or `text`.
    pub way: Option<&'static str>,
    /// Where it was sent.
    pub address: Option<&'a str>,
    /// Who put it away.
    pub put_away_by: Option<Staff<'a>>,
    /// Why they did.
    pub put_away_why: Option<&'a str>,
    /// The text.
    pub text: &'a str,
    /// That it was written down as sent by mistake, oldest first.
    pub mistakes: Vec<Mistake<'a>>,
    /// Why it had been put away, and that it was taken up again; oldest first.
    pub taken_up: Vec<AfterAll<'a>>,
}

/// Something is sent after all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AfterAll<'a> {
    /// Why it was not to be sent.
    pub was: &'a str,
    /// Who said that it is, when and why.
    #[serde(flatten)]
    pub mistake: Mistake<'a>,
}

impl<'a> AfterAll<'a> {
    pub(super) fn all(of: &'a [(String, mistakes::Mistake)], view: View<'a>) -> Vec<Self> {
        of.iter().map(|(was, mistake)| Self { was, mistake: Mistake::of(mistake, view) }).collect()
    }
}

/// The contact was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Closing<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// The last word; nothing, where none was given.
    pub words: &'a str,
    /// Who opened it again, when and why.
    pub opened_again: Option<Mistake<'a>>,
}

impl<'a> Closing<'a> {
    pub(super) fn all(view: View<'a>) -> Vec<Self> {
        let closings = view.contact.telling.closings.iter();
        closings
            .map(|closing| Self {
                at: closing.at,
                by: view.staff(closing.by),
                words: &closing.words,
                opened_again: closing.opened_again.as_ref().map(|again| Mistake::of(again, view)),
            })
            .collect()
    }
}

/// A promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Promise<'a> {
    /// Its number.
    pub no: u32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub made_by: Staff<'a>,
    /// What.
    pub what: &'a str,
    /// To whom, in words.
    pub to: &'a str,
    /// The number of the family member it is made to.
    pub to_person: Option<u32>,
    /// Whether it means ringing them.
    pub ring_back: bool,
    /// Who owes it: one of us, or somebody else in words.
    pub owner: Owner<'a>,
    /// By when.
    pub by: DateTime<Utc>,
    /// With whom it was agreed.
    pub agreed_with: &'a str,
    /// Its earlier times, oldest first, and why each was moved.
    pub moved: Vec<Moved>,
    /// Where it comes from: an agreed step, a question the family asked, or words in a note.
    pub from: tellings::From,
    /// How often it was tried by telephone in vain.
    pub tried: usize,
    /// Whether it is safe to leave a voicemail, as the last try says.
    pub voicemail: Option<YesNo>,
    /// When it is tried next.
    pub next_try: Option<DateTime<Utc>>,
    /// Through whose hands it went, oldest first.
    pub handed_over: Vec<Handed<'a>>,
    /// That what became of it was written down by mistake, oldest first.
    pub opened_again: Vec<Mistake<'a>>,
    /// `open`, `kept`, `broken`, or `mistaken` where nobody made it.
    pub state: &'static str,
    /// When it was kept.
    pub kept_at: Option<DateTime<Utc>>,
    /// Whether it was kept after its time.
    pub late: bool,
    /// Why it was not kept.
    pub why: Option<&'a str>,
    /// That it was entered by mistake.
    pub mistake: Option<Mistake<'a>>,
}

/// Who owes a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Owner<'a> {
    /// The member of staff.
    pub staff: Option<Staff<'a>>,
    /// Their name, or the words for somebody else.
    pub name: &'a str,
}

/// A promise went to a colleague.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Handed<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// From whom.
    pub from: Staff<'a>,
    /// To whom.
    pub to: Staff<'a>,
    /// Why, and who was told.
    pub why: &'a str,
}

/// An earlier time of a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Moved {
    /// By when it was promised before.
    pub from: DateTime<Utc>,
    /// With whom another time was agreed, and why.
    pub why: String,
    /// When they agreed it.
    pub agreed: DateTime<Utc>,
}

impl<'a> Letter<'a> {
    pub(super) fn of(letter: &'a tellings::Letter, view: View<'a>) -> Self {
        let (state, state_at, checked_by, way, address) = match &letter.state {
            LetterState::Drafted => ("drafted", None, None, None, None),
            LetterState::Checked { at, by } => ("checked", Some(*at), Some(view.staff(*by)), None, None),
            LetterState::Sent { at, checked, way, address, .. } => {
                let checked = checked.map(|(_, by)| view.staff(by));
                ("sent", Some(*at), checked, Some(way.key()), Some(address.as_str()))
            }
            LetterState::PutAway { at, checked, .. } => {
                ("put_away", Some(*at), checked.map(|(_, by)| view.staff(by)), None, None)
            }
        };
        let (put_away_by, put_away_why) = match &letter.state {
            LetterState::PutAway { by, why, .. } => (Some(view.staff(*by)), Some(why.as_str())),
            _ => (None, None),
        };
        let (to, to_person) = match letter.to {
            Recipient::Caller => ("caller", None),
            Recipient::Person(no) => ("person", Some(no.0)),
        };
        Self {
            no: letter.no.0,
            template: letter.template.as_str(),
            audience: letter.audience,
            to,
            to_person,
            at: letter.at,
            state,
            state_at,
            checked_by,
            way,
            checked_at: letter.state.checked().map(|(at, _)| at),
            enquiry_agreed: letter.enquiry_agreed,
            sent_by: match letter.state {
                LetterState::Sent { by, .. } => Some(view.staff(by)),
                _ => None,
            },
            address,
            put_away_by,
            put_away_why,
            text: &letter.text,
            mistakes: Mistake::all(&letter.mistakes, view),
            taken_up: AfterAll::all(&letter.taken_up, view),
        }
    }
}

impl<'a> Promise<'a> {
    pub(super) fn of(promise: &'a tellings::Promise, view: View<'a>) -> Self {
        let promised = &promise.promised;
        let (state, kept_at, late, why) = match &promise.state {
            PromiseState::Open => ("open", None, false, None),
            PromiseState::Kept { at, late } => ("kept", Some(*at), *late, None),
            PromiseState::Broken { why, .. } => ("broken", None, false, Some(why.as_str())),
            PromiseState::Mistaken(_) => ("mistaken", None, false, None),
        };
        Self {
            no: promise.no.0,
            at: promise.at,
            made_by: view.staff(promise.by),
            what: &promised.what,
            to: &promised.to,
            to_person: promised.person.map(|no| no.0),
            ring_back: promised.ring_back,
            owner: match &promised.owner {
                Owing::Staff(id) => Owner { staff: Some(view.staff(*id)), name: view.desk.name_of(*id) },
                Owing::Named(name) => Owner { staff: None, name },
            },
            by: promised.by,
            agreed_with: &promised.agreed_with,
            moved: promise
                .moved
                .iter()
                .map(|moved| Moved { from: moved.from, why: moved.words(), agreed: moved.agreed })
                .collect(),
            from: promise.from,
            tried: promise.tries.len(),
            voicemail: promise.tries.last().map(|(_, _, tried)| tried.voicemail),
            next_try: promise.tries.last().and_then(|(_, _, tried)| tried.next),
            handed_over: promise
                .passed
                .iter()
                .map(|passed| Handed {
                    at: passed.at,
                    from: view.staff(passed.from),
                    to: view.staff(passed.to),
                    why: &passed.why,
                })
                .collect(),
            state,
            kept_at,
            late,
            why,
            opened_again: Mistake::all(&promise.opened_again, view),
            mistake: match &promise.state {
                PromiseState::Mistaken(mistake) => Some(Mistake::of(mistake, view)),
                _ => None,
            },
        }
    }
}
