//! What stands before a contact is closed: what bars it, and what it may be closed over once the last word says who has it.
//!
//! Sources: Southampton one-minute guides (responsibility stays until somebody accepts it; whoever rang is told); Leicestershire,
//! The Road to Excellence (promises are kept); Children Act 1989, section 46. A closed contact has no clock in the queue but that
//! an override is looked at again, so whatever still runs has to be with somebody by name before it is.

use chrono::{DateTime, Utc};

use super::{
    Contact, Context,
    call::Line,
    decide,
    family::Person,
    night::Under,
    oversight::{Given, Must, Reach},
    promise::Promise,
    route::{DECIDED, Route, State as RouteState, decides_enquiry},
    telling::{LetterState, Recipient},
};
use crate::domain::{
    calendar::words::stamp,
    ids::{FieldKey, PersonNo},
    policy::CallerKind,
    refusal::Refusal,
};

/// The field of a card on which the day of a discussion stands.
const DAY: &str = "day";

/// Something that closing still wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outstanding {
    /// What.
    pub words: String,
    /// Whether nothing is closed with it; what is left can be, with a last word that says why.
    pub must: bool,
    /// The rule that wants it.
    pub rule: &'static str,
}

impl Outstanding {
    pub(super) fn must(words: impl Into<String>, rule: &'static str) -> Self {
        Self { words: words.into(), must: true, rule }
    }

    /// Makes one over which a contact may be closed with a last word.
    pub fn asks(words: impl Into<String>, rule: &'static str) -> Self {
        Self { words: words.into(), must: false, rule }
    }
}

impl Contact {
    /// Refuses closing over what stands around this contact, where the last word says nothing of it.
    pub fn may_close_over(&self, around: &[Outstanding], words: &str) -> Result<(), Refusal> {
        decide::telling::may_close(self, around, words)
    }

    /// Gives what still stands before closing; what bars it stands first.
    pub fn before_closing(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let mut open = self.of_the_call();
        open.extend(self.of_danger(cx));
        open.extend(self.of_routes(cx));
        open.extend(self.of_unsafe(cx));
        open.extend(self.of_discussions(cx));
        open.extend(self.of_enquiries(cx));
        open.extend(self.of_managers(cx));
        open.extend(self.of_overrides(cx));
        open.extend(self.of_the_night(cx));
        open.extend(self.of_telling());
        open.extend(self.of_a_complaint());
        open.sort_by_key(|open| !open.must);
        open
    }

    /// Gives what the call and the children's details leave open: the line, whose names are wanted.
    fn of_the_call(&self) -> Vec<Outstanding> {
        let mut open = Vec::new();
        let mut add = |words: String, rule: &'static str| open.push(Outstanding::must(words, rule));
        match &self.call.line {
            Line::Talking { .. } => {
                add("the call still goes on (Alt+e ends it)".to_owned(), "southampton-13");
            }
            Line::Dropped { settled: None, .. } => {
                add(
                    "the line dropped: settle whether to ring back or to send somebody (Alt+x)".to_owned(),
                    "barnsley-26",
                );
            }
            Line::Dropped { .. } | Line::Ended { .. } => {}
        }
        if self.call.caller.kind != Some(CallerKind::Consultation) {
            if self.family.children().next().is_none() && !self.rests_on_earlier() {
                if let Some((_, earlier)) = self.call.attached.to.filter(|_| self.danger().is_none()) {
                    add(
                        format!("nobody asked about danger now; what is decided stands in {earlier} (Alt+s)"),
                        "barnsley-26",
                    );
                }
                add("no child is named, not even as not known with a reason (F3)".to_owned(), "bromley-20");
            }
            for child in self.family.children() {
                for wanted in self.child_wants(child.no) {
                    add(wanted, "bromley-20");
                }
            }
        }
        open
    }

    /// Gives that a complaint about us was heard: it is somebody's to hear, and closing this takes nothing of it away.
    fn of_a_complaint(&self) -> Option<Outstanding> {
        let words = "a complaint was heard: say in the last word which manager was told, and that the family knows of the procedure";
        self.call.complains().then(|| Outstanding::asks(words, "herefordshire-27"))
    }

    /// Gives what is open of where each child goes.
    fn of_routes(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let mut open = Vec::new();
        let without = self.without_outcome();
        if !without.is_empty() {
            let words = format!("no outcome has been sent for {} (F7)", self.family.names(&without));
            open.push(Outstanding::must(words, "southampton-14"));
        }
        for (route, left) in self.left_beside_nobody() {
            let name = cx.policy.outcomes.get(route.letter).map_or("what was sent", |outcome| &outcome.name);
            let words = format!(
                "{name} only goes beside a team that holds the work, and no team has {}: send the work to one, or recall {name} (F7)",
                self.family.names(&left)
            );
            open.push(Outstanding::must(words, "southampton-116"));
        }
        for route in &self.routes.list {
            let known = cx.policy.outcomes.get(route.letter);
            let name = |none: &str| known.map_or_else(|| none.to_owned(), |outcome| outcome.name.clone());
            let children = self.family.names(&route.children);
            match route.state {
                RouteState::Pending { .. } => open.push(Outstanding::must(
                    format!(
                        "{} has not accepted yet: responsibility stays here until then",
                        name("the team")
                    ),
                    "southampton-27",
                )),
                RouteState::Open => open.push(Outstanding::must(
                    format!(
                        "the card {} for {children} is begun and not decided: decide it, or take it off (F7)",
                        name("of a route")
                    ),
                    "southampton-14",
                )),
                RouteState::Ready => open.push(Outstanding::must(
                    format!(
                        "{} for {children} is decided and not sent: send it, or take it off (F7)",
                        name("a route")
                    ),
                    "southampton-14",
                )),
                _ => {}
            }
        }
        open
    }

    /// Gives the discussions that were called and have not decided yet, as far as their cards say.
    fn of_discussions(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let sent = self.routes.list.iter().filter(|route| matches!(route.state, RouteState::Sent { .. }));
        let waits = sent.filter_map(|route| {
            let outcome = cx.policy.outcomes.get(route.letter)?;
            (!route.tells_what_came() || route.is_called_anew(&outcome.meets)).then_some(())?;
            let day = route.fields.get(&FieldKey::from(DAY))?;
            outcome.fields.iter().any(|field| field.key.as_str() == DECIDED).then_some(())?;
            let kind = outcome.fields.iter().find(|field| field.key.as_str() == DAY).map(|field| &field.kind);
            let children = self.family.names(&route.children);
            Some(Outstanding::asks(
                format!(
                    "{} for {children} is on {}, and nothing says what it decided: say in the last word who has it",
                    outcome.name,
                    day.in_words(kind)
                ),
                "southampton-33",
            ))
        });
        waits.collect()
    }

    /// Gives the discussions that decided an enquiry, as it is written, for children for whom no worker and manager decided it here.
    fn of_enquiries(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let asks = |route: &Route| {
            let outcome = cx.policy.outcomes.get(route.letter).filter(|outcome| !outcome.meets.is_empty())?;
            let kind =
                outcome.fields.iter().find(|field| field.key.as_str() == DECIDED).map(|field| &field.kind);
            let on_card = route.decided_on_card().map(|decided| decided.in_words(kind));
            let mut written = route.held.iter().map(|held| &held.discussion.decided).chain(&on_card);
            written.any(|decided| decides_enquiry(decided)).then_some(())?;
            let mut children = route.children.clone();
            children.retain(|child| !self.is_section_47(*child));
            (!children.is_empty()).then(|| {
                let words = format!(
                    "{} for {} decided Section 47 as it is written, and no worker and manager decided it here (F6): decide it, or say in the last word who does",
                    outcome.name,
                    self.family.names(&children)
                );
                Outstanding::asks(words, "southampton-33")
            })
        };
        self.routes.list.iter().filter(|route| route.state.is_sent()).filter_map(asks).collect()
    }

    /// Gives what waits for a manager, or has to follow from their word.
    fn of_managers(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let mut open = Vec::new();
        let mut add = |words: String, rule: &'static str| open.push(Outstanding::must(words, rule));
        if self.waits_for_manager() {
            add("a manager's word is waited for (F6)".to_owned(), "southampton-32");
        }
        if self.agreements.unseen().next().is_some() {
            add(
                "a manager has not seen yet why you go on against a refusal (F6)".to_owned(),
                "southampton-28",
            );
        }
        for (o, _, _) in self.oversight.unconfirmed() {
            add(
                format!("the manager has not signed yet for what they said of override {} (F6)", o.no.0),
                "southampton-32",
            );
        }
        for (word, _) in self.oversight.unsigned_words() {
            let of = word.of.matter().words();
            add(
                format!("the manager has not signed yet for what they said of {of} by telephone (F6)"),
                "southampton-32",
            );
        }
        for (analysis, _) in self.unsigned_analyses() {
            let no = analysis.no.0;
            add(
                format!("the second name under analysis {no} is named, not confirmed (F6)"),
                "southampton-64",
            );
        }
        for open in self.to_do() {
            add(format!("{} (F6)", open.said(self, &cx.policy.sharing)), "southampton-32");
        }
        open
    }

    /// Gives which overrides are still in force, and which are over and were never looked at again: closing ends none of them, and
    /// each is called for until somebody has looked.
    fn of_overrides(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let looks = self.to_look_again();
        let mut open = Vec::new();
        for o in &self.oversight.overrides {
            let look = looks.iter().find(|open| open.must == Must::LookAgain(o.no));
            let reach = self.reach(o, cx.now);
            let agreed = reach.as_ref().and_then(Reach::ended_at);
            let scope = reach.filter(|_| agreed.is_none()).map(|reach| reach.scope);
            let words = match (scope, o.given().and_then(Given::in_force), look) {
                (Some(scope), ..) => {
                    let look = look.map(|open| format!(", to be looked at again {}", stamp(open.at())));
                    let (until, look) = (stamp(scope.until), look.unwrap_or_default());
                    format!(
                        "override {} is in force until {until}{look}: say in the last word who has it (F6)",
                        o.no.0
                    )
                }
                (None, Some(scope), Some(_)) => format!(
                    "override {} ended {}, and nobody has looked at it again: look at it, or say in the last word who does (F6)",
                    o.no.0,
                    agreed.map_or_else(
                        || stamp(scope.until).to_string(),
                        |at| format!("{}, by later agreement", stamp(at))
                    )
                ),
                _ => continue,
            };
            open.push(Outstanding::asks(words, "southampton-32"));
        }
        open
    }

    /// Says that a child is under police protection.
    fn protected(&self, child: &Person, ends: DateTime<Utc>) -> Outstanding {
        let words = format!("{} is under police protection until {}", child.name(), stamp(ends));
        // A team that has taken the child has the seventy-two hours too.
        if self.is_with_a_team(child.no) {
            let words = format!("{words}: say in the last word who has it until then");
            return Outstanding::asks(words, "children-act-46");
        }
        Outstanding::must(format!("{words}: say what came after it (F12)"), "children-act-46")
    }

    /// Gives what a night leaves: who has a child and until when, what came after it, who was told elsewhere, what waits for the
    /// day, and on which child's file it is not yet.
    fn of_the_night(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let mut open = Vec::new();
        for child in self.family.children() {
            if let Some(ends) = self.protected_on(child.no) {
                open.push(self.protected(child, ends.at));
            }
            let Some(tonight) = self.tonight_of(child.no) else { continue };
            let care = &tonight.set.care;
            if care.under != Under::PoliceProtection {
                let (name, until) = (child.name(), stamp(care.until));
                let (under, with) = (care.under.words(), care.with.trim());
                let words = if care.until <= cx.now {
                    format!(
                        "{name}: {under} with {with} ended {until}, and nothing says what came after it: say it (F12), or in the last word"
                    )
                } else {
                    format!(
                        "{name}: {under} with {with} until {until}: say in the last word who has them then (F12)"
                    )
                };
                open.push(Outstanding::asks(words, "southampton-57"));
                continue;
            }
            let ends = tonight.set.ends.as_ref().map_or(tonight.set.care.until, |ends| ends.at);
            open.push(self.protected(child, ends));
        }
        for elsewhere in self.night.elsewhere.iter().filter(|elsewhere| elsewhere.told.trim().is_empty()) {
            let child = self.family.names(&[elsewhere.child]);
            let words = format!("{child} is open to {}: nobody there was told (F12)", elsewhere.authority);
            open.push(Outstanding::must(words, "southampton-59"));
        }
        for morning in self.night.morning.iter().filter(|morning| morning.done.is_none()) {
            let words = format!("for the day, and not done yet: {} (F12)", morning.what);
            open.push(Outstanding::asks(words, "southampton-57"));
        }
        if let Some(needed) = &self.night.placement {
            let children = self.family.names(&needed.children);
            let words = format!("a placement is still looked for: {children} (F12)");
            open.push(Outstanding::asks(words, "southampton-57"));
        }
        if self.is_unfiled() {
            let words = match self.unfiled().as_slice() {
                [] => "it is on no child's file yet (F12)".to_owned(),
                children => format!("it is not on the file of {} yet (F12)", self.family.names(children)),
            };
            open.push(Outstanding::asks(words, "southampton-69"));
        }
        open
    }

    fn is_with_a_team(&self, child: PersonNo) -> bool {
        self.routes.of(child).any(|route| matches!(route.state, RouteState::Accepted { .. }))
    }

    /// Gives what whoever rang, or the family, was not told yet, and every promise of ours.
    fn of_telling(&self) -> Vec<Outstanding> {
        let mut open = Vec::new();
        if !self.is_told() {
            open.push(Outstanding::must(
                "whoever rang has not been told in writing, and no reason says why not (F9)",
                "southampton-19",
            ));
        }
        // What was sent after the last letter to whoever rang stands in no letter.
        let told = self.telling.letters.iter().filter(|letter| letter.to == Recipient::Caller);
        let told = told.filter_map(|letter| match letter.state {
            LetterState::Sent { at, .. } => Some(at),
            _ => None,
        });
        if let Some(at) = told.max() {
            // What had gone before, and went once more, stands in it.
            let (since, before) = (at..=self.changed, DateTime::UNIX_EPOCH..=at);
            let new = |route: &&Route| route.went_out(&since) && !route.went_out(&before);
            let later = self.routes.list.iter().filter(|route| route.state.stands()).filter(new);
            let mut children: Vec<PersonNo> =
                later.flat_map(|route| route.children.iter().copied()).collect();
            children.sort_unstable();
            children.dedup();
            if !children.is_empty() {
                let names = self.family.names(&children);
                open.push(Outstanding::asks(
                    format!(
                        "what was sent for {names} after the letter to whoever rang is in no letter: write again, or say in the last word why not (F9)"
                    ),
                    "southampton-19",
                ));
            }
        }
        for letter in &self.telling.letters {
            let said_why = letter.to == Recipient::Caller && self.telling.not_sent.is_some();
            if said_why || !letter.state.is_to_go() {
                continue;
            }
            let to = match letter.to {
                Recipient::Caller => "whoever rang".to_owned(),
                Recipient::Person(person) => self.family.names(&[person]),
            };
            let words = format!("letter {} to {to} is written and not sent (F9)", letter.no.0);
            open.push(Outstanding::asks(words, "southampton-19"));
        }
        // What others owe is followed in the ledger, also after closing.
        let ours = |promise: &&Promise| promise.is_open() && promise.is_ours();
        let mut owed: Vec<&Promise> = self.telling.promises.iter().filter(ours).collect();
        owed.sort_by_key(|promise| promise.promised.by);
        for promise in owed {
            let (what, by) = (&promise.promised.what, stamp(promise.promised.by));
            let words = format!("a promise is open: {what}, by {by} (F8)");
            open.push(Outstanding::must(words, "leicestershire-01"));
        }
        open
    }
}
