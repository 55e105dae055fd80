//! What was done at once, grounds of their own, and what still has to follow.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{
        json::{Agency, Due, Staff},
        view::View,
    },
    family::numbers,
    oversight::Ended,
};
use crate::domain::{
    contact::oversight::{self as overseen, Came, EmergencyState, GroundState, Must},
    policy::sharing::GroundKind,
};

/// What was done at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Emergency<'a> {
    /// Its number.
    pub no: u32,
    /// `waits`, `upheld` or `not_upheld`.
    pub state: &'static str,
    /// The same in words.
    pub state_words: &'static str,
    /// When.
    pub at: DateTime<Utc>,
    /// Who acted.
    pub by: Staff<'a>,
    /// By when a manager should have looked at it.
    pub due: Due<'a>,
    /// The children.
    pub children: Vec<u32>,
    /// What the danger was.
    pub danger: &'a str,
    /// What was done, or shared.
    pub done: &'a str,
    /// With which agencies.
    pub agencies: Vec<Agency<'a>>,
    /// What the manager said.
    pub manager: Option<Word<'a>>,
    /// The number of the word by telephone it rests on, in `words_by_telephone`; none where a manager signed it.
    pub word_by_telephone: Option<u32>,
    /// Not upheld: what stops, what is called back.
    pub stop: Option<&'a str>,
    /// Not upheld: who is told.
    pub told: Option<&'a str>,
    /// Until when it covers at most.
    pub covers_until: DateTime<Utc>,
    /// Whether it says for whom, what the danger was and what was done.
    pub described: bool,
    /// Every wording, the first from the moment itself.
    pub wordings: Vec<Wording<'a>>,
}

/// A wording of an emergency record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Wording<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// The children.
    pub children: Vec<u32>,
    /// What the danger was.
    pub danger: &'a str,
    /// What was done, or shared.
    pub done: &'a str,
    /// With which agencies.
    pub agencies: Vec<Agency<'a>>,
}

/// Something that has to be done: after an emergency that was not upheld or a word that was disowned, or because an override in
/// force is to be looked at again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ToDo<'a> {
    /// `stop`, `tell`, `tell_head`, `tell_head_of_analysis`, `tell_head_of_word`, `recall_share`, `recall_route` or
    /// `look_again`.
    pub must: &'static str,
    /// The number of the emergency, override, analysis, word by telephone, share or route.
    pub no: u32,
    /// In words, while it is open.
    pub words: Option<String>,
    /// Since when it has to be done.
    pub since: Option<DateTime<Utc>>,
    /// By when, while it is open.
    pub due_at: Option<DateTime<Utc>>,
    /// What came of it: `done` or `could_not`.
    pub came: Option<&'static str>,
    /// How it was done, or why it could not be.
    pub came_words: Option<&'a str>,
    /// When that was written.
    pub settled_at: Option<DateTime<Utc>>,
    /// By whom.
    pub settled_by: Option<Staff<'a>>,
}

/// Gives what has to be done and what was, the open things first.
pub(super) fn to_do(view: View<'_>) -> Vec<ToDo<'_>> {
    let name = |must: &Must| match must {
        Must::Stop(no) => ("stop", no.0),
        Must::Tell(no) => ("tell", no.0),
        Must::TellHead(no) => ("tell_head", no.0),
        Must::TellHeadOfAnalysis(no) => ("tell_head_of_analysis", no.0),
        Must::TellHeadOfWord(no) => ("tell_head_of_word", no.0),
        Must::RecallShare(no) => ("recall_share", no.0),
        Must::RecallRoute(no) => ("recall_route", no.0),
        Must::LookAgain(no) => ("look_again", no.0),
        Must::SeeEnd(no) => ("see_end", no.0),
    };
    let open = view.contact.to_do().into_iter().chain(view.contact.to_look_again()).map(|open| {
        let (must, no) = name(&open.must);
        ToDo {
            must,
            no,
            since: Some(open.since),
            due_at: Some(open.at()),
            words: Some(open.said(view.contact, &view.cx.policy.sharing)),
            came: None,
            came_words: None,
            settled_at: None,
            settled_by: None,
        }
    });
    let settled = view.contact.oversight.settled.iter().map(|settled| {
        let (must, no) = name(&settled.must);
        let came = match settled.came {
            Came::Done { .. } => "done",
            Came::CouldNot { .. } => "could_not",
        };
        ToDo {
            must,
            no,
            words: None,
            since: None,
            due_at: None,
            came: Some(came),
            came_words: Some(settled.came.words()),
            settled_at: Some(settled.at),
            settled_by: Some(view.staff(settled.by)),
        }
    });
    open.chain(settled).collect()
}

/// A manager's word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Word<'a> {
    /// Whose.
    pub by: Staff<'a>,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub words: &'a str,
}

/// A ground of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Ground<'a> {
    /// Its number.
    pub no: u32,
    /// `section47`, `police_protection`, `court_order` or `prevent_crime`.
    pub kind: GroundKind,
    /// The same in words.
    pub kind_words: &'static str,
    /// `waits`, `decided`, `not_agreed` or `ended`.
    pub state: &'static str,
    /// The same in words.
    pub state_words: &'static str,
    /// When it was proposed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// By when a manager should have answered.
    pub due: Due<'a>,
    /// The children.
    pub children: Vec<u32>,
    /// Until when it holds, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// The evidence.
    pub evidence: &'a str,
    /// With which agencies.
    pub agencies: Vec<Agency<'a>>,
    /// What the manager said.
    pub manager: Option<Word<'a>>,
    /// The number of the word by telephone it rests on, in `words_by_telephone`; none where a manager signed it.
    pub word_by_telephone: Option<u32>,
    /// How it ended.
    pub ended: Option<Ended<'a>>,
}

impl<'a> Emergency<'a> {
    pub(super) fn of(emergency: &'a overseen::Emergency, view: View<'a>) -> Self {
        let word = |by, at, words| Some(Word { by: view.staff(by), at, words });
        let (state, manager, stop, told) = match &emergency.state {
            EmergencyState::Waits => ("waits", None, None, None),
            EmergencyState::Upheld { at, by, words } => ("upheld", word(*by, *at, words), None, None),
            EmergencyState::NotUpheld { at, by, words, stop, told } => {
                ("not_upheld", word(*by, *at, words), Some(stop.as_str()), Some(told.as_str()))
            }
        };
        Self {
            no: emergency.no.0,
            state,
            state_words: emergency.state.words(),
            at: emergency.at,
            by: view.staff(emergency.by),
            due: Due::of(&emergency.due),
            children: numbers(&emergency.acted.children),
            danger: &emergency.acted.danger,
            done: &emergency.acted.done,
            agencies: view.agencies(&emergency.acted.agencies),
            manager,
            word_by_telephone: view
                .contact
                .word_on(overseen::OfTwo::Emergency(emergency.no))
                .map(|word| word.no.0),
            stop,
            told,
            covers_until: emergency.covers_until,
            described: emergency.acted.is_described(),
            wordings: emergency.wordings.iter().map(|wording| Wording::of(wording, view)).collect(),
        }
    }
}

impl<'a> Wording<'a> {
    fn of(wording: &'a overseen::Wording, view: View<'a>) -> Self {
        let acted = &wording.acted;
        Self {
            at: wording.at,
            by: view.staff(wording.by),
            children: numbers(&acted.children),
            danger: &acted.danger,
            done: &acted.done,
            agencies: view.agencies(&acted.agencies),
        }
    }
}

impl<'a> Ground<'a> {
    pub(super) fn of(ground: &'a overseen::Ground, view: View<'a>) -> Self {
        let (state, ended) = match &ground.state {
            GroundState::Waits => ("waits", None),
            GroundState::Decided(_) => ("decided", None),
            GroundState::NotAgreed(_) => ("not_agreed", None),
            GroundState::Ended { at, by, why, .. } => {
                ("ended", Some(Ended { at: *at, by: Some(view.staff(*by)), why, next: None }))
            }
        };
        let manager =
            ground.decision().map(|said| Word { by: view.staff(said.by), at: said.at, words: &said.words });
        Self {
            no: ground.no.0,
            kind: ground.proposed.kind,
            kind_words: ground.proposed.kind.words(),
            state,
            state_words: ground.stands(view.cx.now),
            at: ground.at,
            until: ground.over,
            by: view.staff(ground.by),
            due: Due::of(&ground.due),
            children: numbers(&ground.proposed.children),
            evidence: &ground.proposed.evidence,
            agencies: view.agencies(&ground.proposed.agencies),
            manager,
            word_by_telephone: view.contact.word_on(overseen::OfTwo::Ground(ground.no)).map(|word| word.no.0),
            ended,
        }
    }
}
