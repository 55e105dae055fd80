//! What oversight is about: overrides, emergency records, grounds of their own, routes that wait for a second person, and
//! what has to follow where something did not stand.

use super::{analysis, spoken, word};
use crate::{
    domain::{
        calendar::words,
        contact::{
            oversight::{EmergencyState, GroundState, Must, Override, Scope, State},
            route::Route,
        },
        ids::{AnalysisNo, EmergencyNo, GroundNo, OverrideNo, RouteNo, ShareNo, WordNo},
        permission,
        policy::outcomes::Outcome,
    },
    ui::{
        screens::call::{pane::View, words::agency_names},
        theme::Role,
    },
};

/// One thing that oversight is given, or was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Item {
    Override(OverrideNo),
    Emergency(EmergencyNo),
    Ground(GroundNo),
    Route(RouteNo),
    /// Why a worker goes on against a refusal.
    GoingOn(u32),
    /// The second name under an analysis.
    Analysis(AnalysisNo),
    /// A word by telephone on what takes two.
    Word(WordNo),
    Must(Must),
}

impl Item {
    /// Gives the key under which its half-typed words are kept.
    pub(super) fn key(self) -> String {
        match self {
            Self::Override(no) => format!("override.{}", no.0),
            Self::Emergency(no) => format!("emergency.{}", no.0),
            Self::Ground(no) => format!("ground.{}", no.0),
            Self::Route(no) => format!("route.{}", no.0),
            Self::GoingOn(no) => format!("going_on.{no}"),
            Self::Analysis(no) => format!("analysis.{}", no.0),
            Self::Word(no) => format!("word.{}", no.0),
            Self::Must(must) => match must {
                Must::Stop(no) => format!("stop.{}", no.0),
                Must::Tell(no) => format!("tell.{}", no.0),
                Must::TellHead(no) => format!("tell_head.{}", no.0),
                Must::TellHeadOfAnalysis(no) => format!("tell_head_of_analysis.{}", no.0),
                Must::TellHeadOfWord(no) => format!("tell_head_of_word.{}", no.0),
                Must::RecallShare(no) => format!("recall_share.{}", no.0),
                Must::RecallRoute(no) => format!("recall_route.{}", no.0),
                Must::LookAgain(no) => format!("look_again.{}", no.0),
                Must::SeeEnd(no) => format!("see_end.{}", no.0),
            },
        }
    }

    /// Reads the key.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        let (kind, no) = key.rsplit_once('.')?;
        let no = no.parse().ok()?;
        Some(match kind {
            "override" => Self::Override(OverrideNo(no)),
            "emergency" => Self::Emergency(EmergencyNo(no)),
            "ground" => Self::Ground(GroundNo(no)),
            "route" => Self::Route(RouteNo(no)),
            "going_on" => Self::GoingOn(no),
            "analysis" => Self::Analysis(AnalysisNo(no)),
            "word" => Self::Word(WordNo(no)),
            "tell_head_of_word" => Self::Must(Must::TellHeadOfWord(WordNo(no))),
            "stop" => Self::Must(Must::Stop(EmergencyNo(no))),
            "tell" => Self::Must(Must::Tell(EmergencyNo(no))),
            "tell_head" => Self::Must(Must::TellHead(OverrideNo(no))),
            "tell_head_of_analysis" => Self::Must(Must::TellHeadOfAnalysis(AnalysisNo(no))),
            "recall_share" => Self::Must(Must::RecallShare(ShareNo(no))),
            "recall_route" => Self::Must(Must::RecallRoute(RouteNo(no))),
            "look_again" => Self::Must(Must::LookAgain(OverrideNo(no))),
            "see_end" => Self::Must(Must::SeeEnd(GroundNo(no))),
            _ => return None,
        })
    }

    /// Tells whether it can be taken back by whoever asked, or, once decided, be withdrawn or ended.
    pub(super) fn can_end(self, view: &View<'_>) -> bool {
        let oversight = &view.contact.oversight;
        match self {
            Self::Override(no) => oversight.get(no).is_some_and(|o| match o.state {
                State::Draft | State::Requested | State::Returned { .. } => {
                    o.by == view.actor.person || view.actor.manages()
                }
                State::Authorised(_) => true,
                State::Declined { .. } | State::Cancelled { .. } | State::Withdrawn { .. } => false,
            }),
            Self::Ground(no) => oversight.ground(no).is_some_and(|g| match g.state {
                GroundState::Waits => g.by == view.actor.person,
                GroundState::Decided(_) => true,
                GroundState::NotAgreed(_) | GroundState::Ended { .. } => false,
            }),
            Self::Emergency(_)
            | Self::Route(_)
            | Self::GoingOn(_)
            | Self::Analysis(_)
            | Self::Word(_)
            | Self::Must(_) => false,
        }
    }

    /// Tells whether whoever is signed in may give a manager's word on it now; why not is a sentence.
    pub(super) fn may_decide(self, view: &View<'_>) -> Result<(), String> {
        let oversight = &view.contact.oversight;
        let done = || Err("It is decided already.".to_owned());
        let (by, at) = match self {
            Self::Override(no) if word::is_owed(no, view) => return Ok(()),
            Self::Override(no) => match oversight.get(no).filter(|o| o.waits()) {
                Some(o) => (o.by, o.asked_at),
                None => return done(),
            },
            Self::Emergency(no) => {
                match oversight.emergency(no).filter(|e| e.state == EmergencyState::Waits) {
                    Some(e) => (e.by, e.at),
                    None => return done(),
                }
            }
            Self::Ground(no) => match oversight.ground(no).filter(|g| g.state == GroundState::Waits) {
                Some(g) => (g.by, g.at),
                None => return done(),
            },
            Self::Route(no) => return may_second(view, no),
            Self::Analysis(no) => return analysis::may_sign(no, view),
            Self::Word(no) => return spoken::may_sign(no, view),
            Self::GoingOn(no) => {
                let going = view.contact.agreements.unseen().find(|going| going.no == no);
                return match going {
                    None => done(),
                    Some(_) if !view.actor.manages() => Err("A manager sees it.".to_owned()),
                    Some(going) if going.by == view.actor.person => {
                        Err("You go on yourself: another manager sees it.".to_owned())
                    }
                    Some(_) => Ok(()),
                };
            }
            Self::Must(_) => {
                return Err("There is nothing to decide: say what came of it (Ctrl+S).".to_owned());
            }
        };
        let wrote = match self {
            Self::Override(no) => oversight.get(no).is_some_and(|o| o.was_written_by(view.actor.person)),
            Self::Emergency(no) => {
                oversight.emergency(no).is_some_and(|e| e.was_written_by(view.actor.person))
            }
            Self::Ground(_)
            | Self::Route(_)
            | Self::GoingOn(_)
            | Self::Analysis(_)
            | Self::Word(_)
            | Self::Must(_) => by == view.actor.person,
        };
        if wrote {
            return Err(format!("You asked for this yourself: somebody else decides it. {}", on_duty(view)));
        }
        let role = view.desk.book.duty.may_authorise(view.actor.person, at, view.now);
        let role = role.map_err(|none| none.to_string())?;
        if view.actor.is(role) {
            return Ok(());
        }
        Err(format!(
            "This account is not one of a {}. Sign in with the account that is.",
            view.desk.book.duty.called(role)
        ))
    }
}

/// Tells whether this person can give a route its second word, or why not.
pub(in super::super) fn may_second(view: &View<'_>, no: RouteNo) -> Result<(), String> {
    let Some((route, outcome)) = route_of(view, no) else { return Err("It is decided already.".to_owned()) };
    if route.decided.as_ref().is_some_and(|decided| decided.by == view.actor.person) {
        return Err("You decided this yourself: it takes somebody else beside you.".to_owned());
    }
    let by = outcome.second.as_ref().map_or(&[][..], |second| &second.by);
    let (decided, duty) =
        (route.decided.as_ref().map_or(view.now, |decided| decided.at), &view.desk.book.duty);
    permission::second(view.actor, by, decided, view.now, duty).map_err(|none| none.words(outcome, duty))
}

/// Finds a route with its outcome.
pub(super) fn route_of<'a>(view: &View<'a>, no: RouteNo) -> Option<(&'a Route, &'a Outcome)> {
    let route = view.contact.routes.get(no)?;
    Some((route, view.desk.book.policy.outcomes.get(route.letter)?))
}

/// Tells whether whoever is signed in may ring a manager about a request: whoever may decide it themselves need not.
pub(super) fn may_ring(o: &Override, view: &View<'_>) -> bool {
    o.waits() && view.actor.writes() && Item::Override(o.no).may_decide(view).is_err()
}

/// Says who is on duty to authorise now.
pub(super) fn on_duty(view: &View<'_>) -> String {
    let people = view.desk.calling.authorisers();
    let names: Vec<String> = people
        .iter()
        .map(|(who, role)| format!("{} ({})", view.name_of(*who), view.desk.book.duty.called(*role)))
        .collect();
    if names.is_empty() {
        let note = "Nobody is on duty to authorise: the request waits, and nothing is shared under it. In immediate danger act, and record it (Alt+m).";
        return note.to_owned();
    }
    format!("On duty to authorise: {}.", names.join(", "))
}

/// Tells where an override stands now: its words, and whether its force is over.
pub(super) fn standing(o: &Override, view: &View<'_>) -> (&'static str, Role, String) {
    let words = |sign, role, words: &str| (sign, role, words.to_owned());
    match &o.state {
        State::Draft => words("…", Role::TextDim, "being written"),
        State::Requested => words("◷", Role::DueSoon, "asked"),
        State::Authorised(given) => {
            if given.in_force().is_none() {
                return words("✗", Role::NotMet, o.state.words());
            }
            let Some(reach) = view.contact.reach(o, view.now) else {
                return words("–", Role::TextDim, "authorised, its time is over");
            };
            if reach.is_ended() {
                words("–", Role::TextDim, "authorised, ended by later agreement")
            } else if reach.ended.is_empty() {
                let until = format!("in force until {}", words::near(view.now, reach.scope.until));
                if o.unconfirmed().is_some() {
                    return ("◐", Role::NotKnown, format!("{until}, unconfirmed"));
                }
                ("✓", Role::Met, until)
            } else {
                words("◐", Role::Met, "in force in part: later agreement")
            }
        }
        State::Declined { .. } => words("✗", Role::NotMet, "declined"),
        State::Returned { .. } => words("↩", Role::NotKnown, "returned"),
        State::Cancelled { .. } => words("–", Role::TextDim, "taken back"),
        State::Withdrawn { .. } => words("–", Role::TextDim, "withdrawn"),
    }
}

/// Gives a scope in words.
pub(super) fn scope_words(scope: &Scope, view: &View<'_>) -> String {
    let what = scope.what.as_ref().map(|what| format!(" · only: {what}")).unwrap_or_default();
    format!(
        "{} · with {} · until {}{what}",
        view.contact.family.names(&scope.children),
        agency_names(view.policy(), &scope.agencies),
        words::near(view.now, scope.until)
    )
}
