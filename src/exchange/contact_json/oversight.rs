//! Overrides: both beliefs side by side, how far an authority reaches, and how it was given.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{
        json::{Agency, Due, Purpose, Staff},
        view::View,
    },
    away::{AnswerRefused, Attempt, Challenge, Telephone, Word},
    family::numbers,
};
use crate::domain::{
    contact::oversight::{self as overseen, How, ManagerWords, State, TellFamily},
    policy::{Mode, Role, sharing::Case},
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
    /// Whether the manager has signed for it: `not_needed`, `unconfirmed`, `confirmed`, `corrected` or `disowned`.
    pub word: Option<&'static str>,
    /// The manager's signed word, where it is waited for or was given.
    pub signed_word: Option<Word<'a>>,
    /// The call in which it was given.
    pub telephone: Option<Telephone<'a>>,
    /// What had been refused about these children in other contacts when it was asked, oldest first.
    pub refused_elsewhere: &'a [overseen::RefusedElsewhere],
    /// Managers who were rung and did not authorise, oldest first.
    pub attempts: Vec<Attempt<'a>>,
    /// Challenges that were made, oldest first.
    pub challenges: Vec<Challenge<'a>>,
    /// Answers and codes that were not taken, oldest first.
    pub answers_refused: Vec<AnswerRefused<'a>>,
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
    /// `at_console`, `telephone_bound`, `telephone_code` or `dictated`.
    pub how_key: How,
    /// Who wrote it down: another than the manager where it was given from away.
    pub written_by: Staff<'a>,
    /// Whether the words were dictated.
    pub dictated: bool,
    /// The earlier refusals that the manager was shown.
    pub seen_refusals: Vec<u32>,
    /// The words.
    #[serde(flatten)]
    pub words: Words<'a>,
}

/// What a manager answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Words<'a> {
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
    /// For what.
    pub purpose: Purpose<'a>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// What alone may be shared, in the manager's words; none where all that was asked for may be.
    pub what: Option<&'a str>,
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

impl<'a> Override<'a> {
    pub(super) fn of(o: &'a overseen::Override, view: View<'a>) -> Self {
        let request = &o.request;
        let (family_told, family_told_words) = match &request.tell_family {
            TellFamily::Yes { when_and_who } => (true, when_and_who.as_str()),
            TellFamily::NotNow { why } => (false, why.as_str()),
        };
        let ended =
            |at, by: Option<_>, why, next| Some(Ended { at, by: by.map(|by| view.staff(by)), why, next });
        let (state, ended) = match &o.state {
            State::Draft => ("draft", None),
            State::Requested => ("requested", None),
            State::Authorised(_) => ("authorised", None),
            State::Declined { at, by, reason, next } => {
                ("declined", ended(*at, Some(*by), reason, Some(next)))
            }
            State::Returned { at, by, reason, next } => {
                ("returned", ended(*at, Some(*by), reason, Some(next)))
            }
            State::Cancelled { at, by, why } => {
                ("cancelled", ended(*at, Some(*by).filter(|by| *by != o.by), why, None))
            }
            State::Withdrawn { at, by, why, .. } => ("withdrawn", ended(*at, Some(*by), why, None)),
        };
        let given = o.given();
        Self {
            no: o.no.0,
            state,
            state_words: o.state.words(),
            in_force: view.contact.in_force(o, view.cx.now).is_some(),
            asked_at: o.asked_at,
            mode: o.mode,
            due: Due::of(&o.due),
            threshold: &o.threshold,
            case: request.case,
            case_words: request.case.words(),
            not_agreed: &request.not_agreed,
            worker: Belief { by: view.staff(o.by), at: o.asked_at, belief: &request.belief },
            manager: given.map(|given| ManagerBelief::of(given, view)),
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
            scope: given.map(|given| Scope::of(&given.scope, view)),
            ended,
            word: given.map(|given| given.word.key()),
            signed_word: given.and_then(|given| Word::of(&given.word, view)),
            telephone: given.and_then(|given| given.telephone.as_ref()).map(Telephone::of),
            refused_elsewhere: &o.elsewhere,
            attempts: o.attempts.iter().map(|attempt| Attempt::of(attempt, view)).collect(),
            challenges: o.challenges.iter().map(|challenge| Challenge::of(challenge, view)).collect(),
            answers_refused: o.refused.iter().map(|refused| AnswerRefused::of(refused, view)).collect(),
        }
    }
}

impl<'a> ManagerBelief<'a> {
    fn of(given: &'a overseen::Given, view: View<'a>) -> Self {
        Self {
            by: view.staff(given.by),
            at: given.at,
            role: given.role,
            how: given.how.words(),
            how_key: given.how,
            written_by: view.staff(given.written_by),
            dictated: given.telephone.is_some(),
            seen_refusals: given.seen_refusals.iter().map(|no| no.0).collect(),
            words: Words::of(&given.words),
        }
    }
}

impl<'a> Words<'a> {
    pub(super) fn of(words: &'a ManagerWords) -> Self {
        let [belief, if_asked, less, why_agencies] = words.answers();
        Self { belief, if_asked, less, why_agencies }
    }
}

impl<'a> Scope<'a> {
    pub(super) fn of(scope: &'a overseen::Scope, view: View<'a>) -> Self {
        Self {
            children: numbers(&scope.children),
            agencies: view.agencies(&scope.agencies),
            purpose: view.purpose(&scope.purpose),
            until: scope.until,
            what: scope.what.as_deref(),
        }
    }
}
