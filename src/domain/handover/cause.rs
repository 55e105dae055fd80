//! Why something is handed over: what of a contact still stands, and when somebody may be called for it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    calendar::words::stamp,
    calling::{Call, Calling, WRITTEN},
    contact::{
        Contact,
        call::Line,
        oversight::{EmergencyState, GroundState, OfTwo},
        route::State as RouteState,
        share::Direction,
        telling::Letter,
    },
    duty::Due,
    ids::ClockId,
    policy::{CallerKind, Mode, sharing::Sharing},
    queue::{NotTold, PROMISE},
};

/// What is said of a family to which nobody goes alone.
pub const NO_LONE: &str = "NO LONE VISITS";

/// Why something is handed over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A child may be in danger now.
    Urgent,
    /// A colleague is out alone, and somebody must miss them.
    Visit,
    /// Nobody goes there alone.
    NoLone,
    /// A colleague left it, with a line.
    Left,
    /// The line dropped.
    LineDropped,
    /// Somebody acted at once, and a manager has not said yet whether it stands.
    Emergency,
    /// A manager's word is waited for.
    Oversight,
    /// A manager has not signed yet for what they said by telephone.
    Unconfirmed,
    /// Something must follow from a manager's word.
    Follow,
    /// An override is in force, and is to be looked at again.
    InForce,
    /// It is not decided yet where a child goes.
    Decision,
    /// A team has not accepted yet, or sent it back.
    Route,
    /// Whoever rang was not told in writing.
    Letter,
    /// A promise is owed.
    Promise,
    /// Something waits for the day: an agency that could not be reached, a child nobody here knew.
    Morning,
    /// A child is here and open to another authority.
    Elsewhere,
    /// Who has a child tonight, and until when.
    Tonight,
    /// Somebody needs a placement.
    Placement,
    /// Something is to be expected.
    Alert,
    /// It is on no child's file yet.
    Unfiled,
    /// An agency was asked.
    Agency,
    /// A general enquiry, which the day service answers.
    Enquiry,
    /// It is open, and nothing more.
    Open,
}

/// One reason why a contact is handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cause {
    /// What it is.
    pub what: What,
    /// What there is to know, raw.
    pub words: String,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    /// By which clock; none where it is due by none, or was drawn before it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockId>,
}

impl Cause {
    /// Tells whether another says the same thing, as it stood at another moment: why a contact is on no file is no other thing.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.what == other.what && (self.words == other.words || self.what == What::Unfiled)
    }

    /// Gives when it is due, and whether somebody may be called for it now: what is left for the day waits for the day.
    pub fn call(&self, calling: &Calling) -> Option<(DateTime<Utc>, Call)> {
        let due = self.due?;
        let call = match (&self.clock, self.what) {
            (Some(clock), _) => calling.of(clock, due),
            (None, What::Morning) => calling.written(due),
            (None, _) => Call::Calls,
        };
        Some((due, call))
    }
}

/// Gives every reason why a contact cannot simply be left, the most pressing kind first; with them that nobody goes there alone,
/// which is none by itself.
pub fn causes(contact: &Contact, sharing: &Sharing) -> Vec<Cause> {
    let mut causes = Vec::new();
    let mut add = |what, words: String, due: Option<(DateTime<Utc>, Option<ClockId>)>| {
        let (due, clock) = due.unzip();
        causes.push(Cause { what, words, due, clock: clock.flatten() });
    };
    let by = |due: &Due| Some((due.at, Some(due.clock.clone())));
    let at = |at: DateTime<Utc>| Some((at, None));
    let open = contact.closed.is_none();
    let decided = contact.is_decided();
    if let Some(urgent) = contact.call.urgent.as_ref().filter(|_| open) {
        let danger =
            contact.standing_danger().map(|danger| format!("{}: ", danger.words)).unwrap_or_default();
        if contact.urgency_runs() {
            add(What::Urgent, format!("{danger}a child may be in danger now"), by(&urgent.due));
        } else {
            add(What::Urgent, format!("{danger}marked urgent, and not stood down"), None);
        }
    }
    if let Some(danger) = contact.unanswered_danger() {
        let due = (!decided).then(|| (danger.since, Some(ClockId::from("urgent"))));
        add(What::Urgent, format!("{}, not marked urgent and not stood down", danger.words), due);
    }
    if let Some(line) = contact.handover.as_ref().filter(|_| open) {
        add(What::Left, line.clone(), None);
    }
    if let Line::Dropped { due, tried, settled: None, .. } = &contact.call.line {
        match tried.as_ref().and_then(|tried| tried.again()) {
            Some(again) => {
                let words = format!("the line dropped, nobody was reached: try again by {}", stamp(again));
                add(What::LineDropped, words, Some((again, Some(due.clock.clone()))));
            }
            None => {
                add(What::LineDropped, "the line dropped: ring back, or send somebody".to_owned(), by(due));
            }
        }
    }
    for e in contact.oversight.emergencies.iter().filter(|e| e.state == EmergencyState::Waits) {
        add(What::Emergency, format!("emergency {} waits for oversight", e.no.0), by(&e.due));
    }
    for o in contact.oversight.overrides.iter().filter(|o| o.waits()) {
        add(What::Oversight, format!("override {} waits for a manager", o.no.0), by(&o.due));
    }
    for g in contact.oversight.grounds.iter().filter(|g| g.state == GroundState::Waits) {
        let words = format!("{}: a manager decides", g.proposed.kind.words());
        add(What::Oversight, words, by(&g.due));
    }
    for (o, _, due) in contact.oversight.unconfirmed() {
        let children = contact.family.names(&o.request.children);
        let words = format!("override {} ({children}), given by telephone, is not signed yet", o.no.0);
        add(What::Unconfirmed, words, by(due));
    }
    for (word, due) in contact.oversight.unsigned_words() {
        let of = match word.of {
            OfTwo::Ground(no) => contact.oversight.ground(no).map(|ground| {
                let children = contact.family.names(&ground.proposed.children);
                format!("{} ({children})", ground.proposed.kind.words())
            }),
            OfTwo::Route(no) => contact
                .routes
                .get(no)
                .map(|route| format!("route {} ({})", route.letter, contact.family.names(&route.children))),
            OfTwo::Emergency(no) => contact
                .oversight
                .emergency(no)
                .map(|e| format!("emergency {} ({})", no.0, contact.family.names(&e.acted.children))),
        };
        let of = of.unwrap_or_else(|| word.of.matter().words());
        let words = format!("the word by telephone on {of} is not signed yet");
        add(What::Unconfirmed, words, by(due));
    }
    for (analysis, due) in contact.unsigned_analyses() {
        let words = format!("analysis {}: the second name is named, not confirmed", analysis.no.0);
        add(What::Unconfirmed, words, by(due));
    }
    for follow in contact.to_do() {
        let due = Some((follow.at(), Some(follow.clock())));
        add(What::Follow, follow.said(contact, sharing), due);
    }
    for look in contact.to_look_again() {
        let due = Some((look.at(), Some(look.clock())));
        add(What::InForce, look.words, due);
    }
    if open && !decided {
        let words = match contact.without_outcome().as_slice() {
            [] => "nothing is decided yet".to_owned(),
            children => format!("no outcome yet for {}", contact.family.names(children)),
        };
        add(What::Decision, words, by(&contact.decision));
    }
    for route in &contact.routes.list {
        match &route.state {
            RouteState::Pending { due, .. } => {
                let words = format!("route {}: the team has not accepted yet", route.letter);
                add(What::Route, words, due.as_ref().and_then(by));
            }
            RouteState::Returned { reason, .. } => {
                add(What::Route, format!("route {} came back: {reason}", route.letter), None);
            }
            RouteState::Open | RouteState::Ready if open => {
                let children = contact.family.names(&route.children);
                let (letter, stands) = (route.letter, route.state.words());
                add(What::Decision, format!("route {letter} for {children} is begun: {stands}"), None);
            }
            RouteState::WaitsForSecond { due } => {
                let words = format!("route {} waits for a second person", route.letter);
                add(What::Route, words, by(due));
            }
            _ => {}
        }
    }
    let wrote = |letter: &Letter| !letter.state.is_put_away();
    for letter in contact.telling.letters.iter().filter(|letter| letter.state.is_to_go()) {
        let due = contact.telling.due.as_ref().and_then(by);
        add(What::Letter, format!("letter {} is written and not sent", letter.no.0), due);
    }
    if open && decided && !contact.is_told() && !contact.telling.letters.iter().any(wrote) {
        let due = contact.telling.due.as_ref().and_then(by);
        add(What::Letter, "whoever rang was not told in writing".to_owned(), due);
    }
    for promise in contact.telling.promises.iter().filter(|promise| promise.is_open()) {
        let tried = promise.tries_words().map(|tried| format!(" ({tried})")).unwrap_or_default();
        let barred =
            NotTold::with_ends(&contact.not_told()).map(|words| format!("; {words}")).unwrap_or_default();
        let words = format!("promised to {}: {}{tried}{barred}", promise.promised.to, promise.promised.what);
        // The call in writing waits for the day.
        let written = contact.telling.written == Some(promise.no);
        let clock = ClockId::from(if written { WRITTEN } else { PROMISE });
        add(What::Promise, words, Some((promise.calls_at(), Some(clock))));
    }
    for share in contact
        .shares
        .iter()
        .filter(|share| open && share.mistake.is_none() && share.sharing.direction == Direction::Asked)
    {
        let (agency, what) = (sharing.agency_words(&share.sharing.agency), &share.sharing.what);
        add(What::Agency, format!("{agency} was asked: {what}"), None);
    }
    for morning in contact.night.morning.iter().filter(|morning| morning.done.is_none()) {
        add(What::Morning, format!("for the day: {}", morning.what), at(morning.due));
    }
    for elsewhere in &contact.night.elsewhere {
        let child = contact.family.names(&[elsewhere.child]);
        let told = elsewhere.told.trim();
        let told =
            if told.is_empty() { "nobody there was told yet".to_owned() } else { format!("told: {told}") };
        let words =
            format!("{child} is here, {}, and open to {}; {told}", elsewhere.here, elsewhere.authority);
        add(What::Elsewhere, words, None);
    }
    for child in contact.family.children() {
        if let Some(ends) = contact.protected_on(child.no) {
            let words =
                format!("{}: the seventy-two hours of police protection run on, and end", child.name());
            add(What::Tonight, words, at(ends.at));
        }
        let Some(tonight) = contact.tonight_of(child.no) else { continue };
        let care = &tonight.set.care;
        let (name, under) = (child.name(), care.under.words());
        let place = care.place.trim();
        let place = if place.is_empty() { String::new() } else { format!(", {place}") };
        let fit = if care.is_agreed_by_nobody() { "; ▲ nobody who may agreed" } else { "" };
        add(What::Tonight, format!("{name}: {under} with {}{place}{fit}", care.with), at(care.until));
        if let Some(ends) = &tonight.set.ends {
            let words = format!("{name}: the seventy-two hours of police protection end");
            add(What::Tonight, words, at(ends.at));
        }
    }
    if let Some(needed) = &contact.night.placement {
        let kinds: Vec<&str> = needed.kinds.iter().map(|kind| kind.words()).collect();
        let words = format!(
            "{}: a placement is needed, {}",
            contact.family.names(&needed.children),
            kinds.join(", ")
        );
        add(What::Placement, words, None);
    }
    if let Some(alert) = &contact.night.alert {
        add(What::Alert, format!("expect: {}; then {}", alert.expect, alert.contingency), at(alert.until));
    }
    if contact.is_unfiled() {
        let why = contact.why_unfiled().map_or_else(String::new, |why| format!(": {why}"));
        add(What::Unfiled, format!("on no child's file yet{why}"), None);
    }
    let enquiry =
        contact.call.caller.kind == Some(CallerKind::Consultation) && contact.night.advised.is_none();
    if open && enquiry && contact.call.mode == Mode::Edt {
        add(What::Enquiry, "a general enquiry, for the day service to answer".to_owned(), None);
    }
    if open && causes.is_empty() {
        causes.push(Cause {
            what: What::Open,
            words: "open, nothing is due".to_owned(),
            due: None,
            clock: None,
        });
    }
    if let Some(marked) = &contact.night.no_lone {
        let words = format!("{NO_LONE}: {}", marked.why.trim());
        causes.push(Cause { what: What::NoLone, words, due: None, clock: None });
    }
    causes.sort_by_key(|cause| cause.what);
    causes
}
