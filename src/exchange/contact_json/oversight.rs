//! Oversight: both beliefs side by side, how far an authority reaches, and what was done at once.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{
        json::{Agency, Due, Purpose, Staff},
        view::View,
    },
    family::numbers,
};
use crate::domain::{
    contact::oversight::{self as overseen, EmergencyState, GroundState, State, TellFamily},
    policy::{
        Mode, Role,
        sharing::{Case, GroundKind},
    },
};

/// A request to share without agreement, from the worker's first word to its end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Override<'a> {
    /// Its number.
    pub no: u32,
    /// `draft`, `requested`, `authorised`, `declined`, `returned`, `cancelled` or `withdrawn`.
    pub state: &'static str,
    /// The same in words.
    pub state_words: &'static str,
    /// Whether it covers anything at the moment of reading: authorised, not over, and not overtaken by agreement.
    pub in_force: bool,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// In which mode.
    pub mode: Mode,
    /// By when a manager should have answered.
    pub due: Due<'a>,
    /// The sentence both put their names to.
    pub threshold: &'a str,
    /// Why agreement is not there.
    pub case: Case,
    /// The same in words.
    pub case_words: &'static str,
    /// What was not sought, refused or could not be decided, and by whom.
    pub not_agreed: &'a str,
    /// What the worker believes.
    pub worker: Belief<'a>,
    /// What the manager believes, once they authorised it.
    pub manager: Option<ManagerBelief<'a>>,
    /// The children.
    pub children: Vec<u32>,
    /// For what.
    pub purpose: Purpose<'a>,
    /// What will be shared or asked.
    pub what: &'a str,
    /// With which agencies, and why each.
    pub agencies: Vec<AgencyWhy<'a>>,
    /// What less would do, as the worker sees it.
    pub less: &'a str,
    /// Until when it is asked for.
    pub until: DateTime<Utc>,
    /// When it is looked at again.
    pub review: DateTime<Utc>,
    /// Whether the family will be told.
    pub family_told: bool,
    /// When and by whom, or why not now.
    pub family_told_words: &'a str,
    /// How far the authority reaches, once given.
    pub scope: Option<Scope<'a>>,
    /// How it ended otherwise: declined, returned, taken back or withdrawn.
    pub ended: Option<Ended<'a>>,
}

/// A belief, in somebody's own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Belief<'a> {
    /// Whose.
    pub by: Staff<'a>,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub belief: &'a str,
}

/// A manager's word, in their own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ManagerBelief<'a> {
    /// Whose.
    pub by: Staff<'a>,
    /// When.
    pub at: DateTime<Utc>,
    /// In which duty.
    pub role: Role,
    /// How the word was given, in words.
    pub how: &'static str,
    /// What they believe.
    pub belief: &'a str,
    /// What would happen if we asked first.
    pub if_asked: &'a str,
    /// What less would do.
    pub less: &'a str,
    /// Why these agencies.
    pub why_agencies: &'a str,
}

/// An agency, and why it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AgencyWhy<'a> {
    /// Which.
    #[serde(flatten)]
    pub agency: Agency<'a>,
    /// Why.
    pub why: &'a str,
}

/// How far an authority reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Scope<'a> {
    /// The children.
    pub children: Vec<u32>,
    /// The agencies.
    pub agencies: Vec<Agency<'a>>,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// How a request ended without standing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Ended<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, where another than the worker.
    pub by: Option<Staff<'a>>,
    /// Why.
    pub why: &'a str,
    /// What to do instead.
    pub next: Option<&'a str>,
}

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
    /// Not upheld: what stops, what is called back.
    pub stop: Option<&'a str>,
    /// Not upheld: who is told.
    pub told: Option<&'a str>,
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
    /// The evidence.
    pub evidence: &'a str,
    /// With which agencies.
    pub agencies: Vec<Agency<'a>>,
    /// What the manager said.
    pub manager: Option<Word<'a>>,
    /// How it ended.
    pub ended: Option<Ended<'a>>,
}

impl<'a> Override<'a> {
    pub(super) fn of(o: &'a overseen::Override, view: View<'a>) -> Self {
        let request = &o.request;
        let (family_told, family_told_words) = match &request.tell_family {
            TellFamily::Yes { when_and_who } => (true, when_and_who.as_str()),
            TellFamily::NotNow { why } => (false, why.as_str()),
        };
        let ended =
            |at, by: Option<_>, why, next| Some(Ended { at, by: by.map(|by| view.staff(by)), why, next });
        let (mut manager, mut scope) = (None, None);
        let (state, ended) = match &o.state {
            State::Draft => ("draft", None),
            State::Requested => ("requested", None),
            State::Authorised { at, by, role, how, words, scope: reach } => {
                manager = Some(ManagerBelief {
                    by: view.staff(*by),
                    at: *at,
                    role: *role,
                    how: how.words(),
                    belief: &words.belief,
                    if_asked: &words.if_asked,
                    less: &words.less,
                    why_agencies: &words.why_agencies,
                });
                scope = Some(Scope {
                    children: numbers(&reach.children),
                    agencies: view.agencies(&reach.agencies),
                    until: reach.until,
                });
                ("authorised", None)
            }
            State::Declined { at, by, reason, next } => {
                ("declined", ended(*at, Some(*by), reason, Some(next)))
            }
            State::Returned { at, by, reason, next } => {
                ("returned", ended(*at, Some(*by), reason, Some(next)))
            }
            State::Cancelled { at, why } => ("cancelled", ended(*at, None, why, None)),
            State::Withdrawn { at, by, why } => ("withdrawn", ended(*at, Some(*by), why, None)),
        };
        Self {
            no: o.no.0,
            state,
            state_words: o.state.words(),
            in_force: in_force(o, view),
            asked_at: o.asked_at,
            mode: o.mode,
            due: Due::of(&o.due),
            threshold: &o.threshold,
            case: request.case,
            case_words: request.case.words(),
            not_agreed: &request.not_agreed,
            worker: Belief { by: view.staff(o.by), at: o.asked_at, belief: &request.belief },
            manager,
            children: numbers(&request.children),
            purpose: view.purpose(&request.purpose),
            what: &request.what,
            agencies: request
                .agencies
                .iter()
                .map(|each| AgencyWhy { agency: view.agency(&each.agency), why: &each.why })
                .collect(),
            less: &request.less,
            until: request.until,
            review: request.review,
            family_told,
            family_told_words,
            scope,
            ended,
        }
    }
}

/// Tells whether an override still covers one child and agency at least; agreement given since ends it for those it names.
fn in_force(o: &overseen::Override, view: View<'_>) -> bool {
    let Some((scope, since)) = o.scope_at(view.cx.now) else { return false };
    let agreements = &view.contact.agreements;
    scope.children.iter().any(|child| {
        let unborn = view.contact.is_unborn(*child);
        scope.agencies.iter().any(|agency| {
            agreements.agreed_after(*child, &o.request.purpose, agency, unborn, since).is_none()
        })
    })
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
            stop,
            told,
        }
    }
}

impl<'a> Ground<'a> {
    pub(super) fn of(ground: &'a overseen::Ground, view: View<'a>) -> Self {
        let word = |by, at, words| Some(Word { by: view.staff(by), at, words });
        let (state, manager, ended) = match &ground.state {
            GroundState::Waits => ("waits", None, None),
            GroundState::Decided { at, by, words } => ("decided", word(*by, *at, words), None),
            GroundState::NotAgreed { at, by, words } => ("not_agreed", word(*by, *at, words), None),
            GroundState::Ended { at, why } => {
                ("ended", None, Some(Ended { at: *at, by: None, why, next: None }))
            }
        };
        Self {
            no: ground.no.0,
            kind: ground.proposed.kind,
            kind_words: ground.proposed.kind.words(),
            state,
            state_words: ground.state.words(),
            at: ground.at,
            by: view.staff(ground.by),
            due: Due::of(&ground.due),
            children: numbers(&ground.proposed.children),
            evidence: &ground.proposed.evidence,
            agencies: view.agencies(&ground.proposed.agencies),
            manager,
            ended,
        }
    }
}
