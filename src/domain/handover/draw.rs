//! Drawing a handover from the record: what of each contact still stands, and nothing that anybody has to remember.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Item, Kind};
use crate::domain::{
    calling::{Call, Calling, WRITTEN},
    contact::{
        Contact, Context,
        call::Line,
        oversight::{EmergencyState, GroundState},
        route::State as RouteState,
        share::Direction,
        telling::LetterState,
    },
    duty::Due,
    ids::{ClockId, ContactId, Reference, StaffId, VisitId},
    permission::{self, Action},
    policy::{CallerKind, Mode, Role},
    queue::{FOLLOW_UP, Lane, Next, PROMISE, RESTRICTED, Row},
    visit::Visit,
};

/// Why something is handed over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A child may be in danger now.
    Urgent,
    /// A colleague is out alone, and somebody must miss them.
    Visit,
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

/// What the record says of something that is handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drawn {
    /// Which contact; none where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// Its reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Which visit, where somebody is still out: the item is that they are missed, and nothing of the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Who rang, or who is out, raw.
    pub who: String,
    /// The children, raw.
    pub children: Vec<String>,
    /// Why it is handed over, the most pressing first; never empty.
    pub causes: Vec<Cause>,
}

impl Drawn {
    /// Tells whether it is of a record that is closed to whoever drew it, so that it says nothing of it.
    pub fn is_bare(&self) -> bool {
        self.who == RESTRICTED
    }

    /// Gives what stands in the place of it for whoever may not open its record: that it is there, and what is due.
    #[must_use]
    pub fn bare(self) -> Self {
        let due = self.due();
        let words = "a restricted record: whoever is named in it knows more".to_owned();
        let causes = vec![Cause { what: What::Open, words, due, clock: None }];
        Self { who: RESTRICTED.to_owned(), children: Vec::new(), causes, ..self }
    }

    /// Gives the name by which people say it: the contact's reference, or that it is a visit.
    pub fn label(&self) -> String {
        match (self.visit, self.reference) {
            (None, Some(reference)) => reference.to_string(),
            _ => "visit".to_owned(),
        }
    }

    /// Gives the contact that it hands over; a visit hands over none.
    pub fn whole_contact(&self) -> Option<ContactId> {
        self.contact.filter(|_| self.visit.is_none())
    }

    /// Gives by what it goes now: what is due first of what may call for somebody, or else of all.
    pub fn first(&self, calling: &Calling) -> Option<(DateTime<Utc>, Call)> {
        let due = self.causes.iter().filter_map(|cause| cause.call(calling));
        due.min_by_key(|(due, call)| (*call != Call::Calls, *due))
    }

    /// Gives when the first of it is due.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.causes.iter().filter_map(|cause| cause.due).min()
    }
}

/// Gives every reason why a contact cannot simply be left, the most pressing kind first.
pub fn causes(contact: &Contact) -> Vec<Cause> {
    let mut causes = Vec::new();
    let mut add = |what, words: String, due: Option<(DateTime<Utc>, Option<ClockId>)>| {
        let (due, clock) = due.unzip();
        causes.push(Cause { what, words, due, clock: clock.flatten() });
    };
    let by = |due: &Due| Some((due.at, Some(due.clock.clone())));
    let at = |at: DateTime<Utc>| Some((at, None));
    let open = contact.closed.is_none();
    let decided = contact.is_decided();
    if let Some(urgent) = contact.call.urgent.as_ref().filter(|_| open && !decided) {
        add(What::Urgent, "a child may be in danger now".to_owned(), by(&urgent.due));
    }
    if let Some(line) = contact.handover.as_ref().filter(|_| open) {
        add(What::Left, line.clone(), None);
    }
    if let Line::Dropped { due, settled: None, .. } = &contact.call.line {
        add(What::LineDropped, "the line dropped: ring back, or send somebody".to_owned(), by(due));
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
        let words = format!("override {}, given by telephone, is not signed yet", o.no.0);
        add(What::Unconfirmed, words, by(due));
    }
    for (analysis, due) in contact.unsigned_analyses() {
        let words = format!("analysis {}: the second name is named, not confirmed", analysis.no.0);
        add(What::Unconfirmed, words, by(due));
    }
    for follow in contact.to_do() {
        add(What::Follow, follow.words, Some((follow.since, Some(ClockId::from(FOLLOW_UP)))));
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
            RouteState::WaitsForSecond { due } => {
                let words = format!("route {} waits for a second person", route.letter);
                add(What::Route, words, by(due));
            }
            _ => {}
        }
    }
    let unsent =
        contact.telling.letters.iter().filter(|letter| !matches!(letter.state, LetterState::Sent { .. }));
    for letter in unsent {
        let due = contact.telling.due.as_ref().and_then(by);
        add(What::Letter, format!("letter {} is written and not sent", letter.no.0), due);
    }
    if open && decided && !contact.telling.is_settled() && contact.telling.letters.is_empty() {
        let due = contact.telling.due.as_ref().and_then(by);
        add(What::Letter, "whoever rang was not told in writing".to_owned(), due);
    }
    for promise in contact.telling.promises.iter().filter(|promise| promise.is_open()) {
        let tried = promise.tries_words().map(|tried| format!(" ({tried})")).unwrap_or_default();
        let words = format!("promised to {}: {}{tried}", promise.promised.to, promise.promised.what);
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
        add(What::Agency, format!("{} was asked: {}", share.sharing.agency, share.sharing.what), None);
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
        let Some(tonight) = contact.tonight_of(child.no) else { continue };
        let care = &tonight.set.care;
        let words = format!("{}: {} with {}", child.name(), care.under.words(), care.with);
        let due = tonight.set.ends.as_ref().map_or(care.until, |ends| ends.at.min(care.until));
        add(What::Tonight, words, at(due));
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
        add(What::Unfiled, "on no child's file yet".to_owned(), None);
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
    causes.sort_by_key(|cause| cause.what);
    causes
}

/// Somebody who is still out, and what whoever draws may know of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Out {
    /// The visit.
    pub visit: Visit,
    /// The name of whoever is out.
    pub name: String,
    /// Whether the record it is about opens to whoever draws.
    pub opens: bool,
}

impl Out {
    /// Gives the item by which it is handed over: that somebody misses them.
    fn drawn(&self) -> Drawn {
        let Self { visit, name, opens } = self;
        let going = &visit.started.going;
        let place = if *opens { going.place.as_str() } else { "the place stands in a restricted record" };
        let mut words =
            format!("out alone: {place}; rung by {}; checks in every {} min", going.number, going.every);
        if let Some(named) = &going.named {
            let _ = write!(words, "; {} rings if nothing is heard, {}", named.name, named.number);
        }
        let causes = vec![Cause { what: What::Visit, words, due: Some(visit.due()), clock: None }];
        Drawn {
            contact: going.contact,
            reference: going.reference,
            visit: Some(visit.id),
            who: format!("{name} is out"),
            children: Vec::new(),
            causes,
        }
    }
}

/// Draws what a handover of this kind holds from the contacts of a desk, and from who is out: due first before.
pub fn draw<'a>(
    kind: Kind,
    contacts: impl IntoIterator<Item = &'a Contact>,
    out: &[Out],
    cx: &Context<'_>,
) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = contacts.into_iter().filter_map(|contact| one(kind, contact, cx)).collect();
    if matches!(kind, Kind::Shift { .. }) {
        // The alarm of somebody who is out has somebody who watches it, whichever service is on.
        drawn.extend(out.iter().filter(|out| out.visit.back.is_none()).map(Out::drawn));
    }
    drawn.sort_by_key(|drawn| {
        let most = drawn.causes.first().map(|cause| cause.what);
        (most != Some(What::Urgent), drawn.due().is_none(), drawn.due(), drawn.reference)
    });
    drawn
}

fn one(kind: Kind, contact: &Contact, cx: &Context<'_>) -> Option<Drawn> {
    let mut causes = causes(contact);
    match kind {
        Kind::Shift { from: Mode::Edt, .. } => {
            // What waits for the day goes to it, also from a contact that is closed.
            let stays = |cause: &Cause| {
                matches!(
                    cause.what,
                    What::Morning | What::Unfiled | What::Elsewhere | What::Tonight | What::Placement
                )
            };
            let waits = causes.iter().any(stays);
            let ours = belongs_to(contact, cx) == Mode::Edt || contact.handover.is_some();
            // What the day service has taken up is no longer the night's.
            if contact.closed.is_some() && !waits || !ours {
                return None;
            }
            if contact.closed.is_some() {
                causes.retain(|cause| stays(cause) || cause.what == What::Promise);
            }
        }
        // The day service keeps its work over night; EDT has what cannot wait, and what it is asked to expect.
        Kind::Shift { from: Mode::FrontDoor, .. } => {
            let opens = cx.duty.next_opening(next_close(cx));
            let tonight = |cause: &Cause| match cause.what {
                What::Urgent
                | What::Left
                | What::LineDropped
                | What::Emergency
                | What::Follow
                | What::Tonight
                | What::Placement
                | What::Alert => true,
                What::Morning | What::Unfiled => false,
                _ => cause.due.is_some_and(|due| opens.is_none_or(|opens| due < opens)),
            };
            if contact.closed.is_some() || !causes.iter().any(tonight) {
                return None;
            }
        }
        Kind::Leave { person, .. } => {
            let owes = contact.telling.promises.iter().any(|p| p.is_open() && p.is_of(person));
            let holds = contact.closed.is_none() && contact.holder == Some(person);
            if !owes && !holds {
                return None;
            }
            if !holds {
                // Only the promise is theirs.
                causes.retain(|cause| cause.what == What::Promise);
            }
        }
    }
    if causes.is_empty() {
        return None;
    }
    let row = contact.row();
    let names =
        row.children.into_iter().map(|child| child.name.unwrap_or_else(|| "not known yet".to_owned()));
    let drawn = Drawn {
        contact: Some(contact.id),
        reference: Some(contact.reference),
        visit: None,
        who: row.who,
        children: names.collect(),
        causes,
    };
    let opens = permission::may(cx.actor, Action::Open, contact.access.state(cx.actor, cx.now)).is_ok();
    Some(if opens { drawn } else { drawn.bare() })
}

/// Tells by its line in the queue whether a contact can be of a handover: what cannot need not be read.
///
/// What has no line there, or is there for the night alone (who has a child, a placement, what to expect), stands on the board.
pub fn may_be_drawn(kind: Kind, row: &Row, cx: &Context<'_>) -> bool {
    let left = row.lanes.contains(&Lane::Handover);
    match kind {
        Kind::Shift { from: Mode::Edt, .. } => {
            left || row.holder.and_then(|person| works_in(person, cx)) != Some(Mode::FrontDoor)
        }
        Kind::Shift { from: Mode::FrontDoor, .. } => {
            let opens = cx.duty.next_opening(next_close(cx));
            let due = |next: &Next| opens.is_none_or(|opens| next.at < opens);
            row.urgent || left || row.next.as_ref().is_some_and(due)
        }
        Kind::Leave { person, .. } => row.holder == Some(person),
    }
}

/// Gives the end of the day service's hours that a handover to EDT of this moment is for.
fn next_close(cx: &Context<'_>) -> DateTime<Utc> {
    match cx.duty.mode_at(cx.now) {
        Mode::Edt => cx.now,
        Mode::FrontDoor => cx.duty.next_change(cx.now).unwrap_or(cx.now),
    }
}

/// Tells whose a contact is: that of the service its holder works in, or that of the hours in which it was taken.
fn belongs_to(contact: &Contact, cx: &Context<'_>) -> Mode {
    contact.holder.and_then(|person| works_in(person, cx)).unwrap_or(contact.call.mode)
}

/// Tells in which service somebody works; none where in both, or where nobody knows.
pub(super) fn works_in(person: StaffId, cx: &Context<'_>) -> Option<Mode> {
    let known = cx.duty.directory.get(person)?;
    let night =
        |role: &&Role| matches!(role, Role::EdtPractitioner | Role::EdtManager | Role::OnCallSeniorManager);
    let working: Vec<&Role> = known.roles.iter().filter(|role| role.writes()).collect();
    match (working.iter().any(&night), working.iter().any(|role| !night(role))) {
        (true, false) => Some(Mode::Edt),
        (false, true) => Some(Mode::FrontDoor),
        _ => None,
    }
}

/// Numbers what was drawn; lines and owners stay with what stood before.
pub(super) fn number(drawn: Vec<Drawn>, before: &[Item]) -> Vec<Item> {
    let mut last = before.iter().map(|item| item.no).max().unwrap_or_default();
    let mut items = Vec::with_capacity(drawn.len());
    for drawn in drawn {
        let known =
            before.iter().find(|item| (item.drawn.contact, item.drawn.visit) == (drawn.contact, drawn.visit));
        let no = known.map_or_else(
            || {
                last = last.next();
                last
            },
            |item| item.no,
        );
        items.push(Item {
            no,
            drawn,
            line: known.map(|item| item.line.clone()).unwrap_or_default(),
            next: known.and_then(|item| item.next),
            calls: None,
            acknowledged: None,
        });
    }
    items
}
