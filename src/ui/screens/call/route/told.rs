//! What the pane tells: every child's outcome, the destinations in the order they are weighed, and all there is to know of
//! a card.

use std::fmt::Write as _;

use super::{card, dealt::Dealt, held, opening, rests, weighed, words};
use crate::domain::{
    calendar::{local::local_day, words::near},
    contact::{
        family::Person,
        oversight::OfTwo,
        route::{DECIDED, Discussion, Route, Seconded, State},
    },
    duty::Due,
    ids::{OutcomeLetter, PersonNo, RouteNo},
    input::born,
    policy::outcomes::{Needed, Outcome},
    refusal::sentence,
    value::Value,
};
use crate::ui::{
    due::left,
    keymap::{self, Action, stacks},
    screens::call::{
        document::Document,
        pane::View,
        words::{value as value_words, when_who},
    },
    theme::Role,
};

/// Makes a card that nobody put on, to see what it would present.
pub(super) fn supposed(letter: OutcomeLetter, children: Vec<PersonNo>) -> Route {
    Route {
        no: RouteNo::default(),
        letter,
        held: Vec::new(),
        acts: None,
        until: None,
        beside: false,
        children,
        fields: std::collections::BTreeMap::new(),
        marks: std::collections::BTreeMap::new(),
        mistakes: Vec::new(),
        decided: None,
        second: None,
        unmet_reason: None,
        basis: Vec::new(),
        hops: Vec::new(),
        state: State::Open,
    }
}

/// Says a child's name and age.
pub(super) fn named(child: &Person, view: &View<'_>) -> String {
    let age = child.details.born.as_ref().map(|born| born::age_at(born, local_day(view.now)));
    age.map_or_else(|| child.name().to_owned(), |age| format!("{} ({age})", child.name()))
}

/// Says every child with each outcome so far.
pub(super) fn children(view: &View<'_>) -> Vec<(Role, String)> {
    let routes = &view.contact.routes;
    let line = |child: &Person| {
        let mut text = named(child, view);
        let mut role = Role::NotMet;
        let on = routes.list.iter().filter(|route| route.children.contains(&child.no));
        let on: Vec<&Route> = on.filter(|route| !matches!(route.state, State::TakenOff { .. })).collect();
        for (at, route) in on.iter().enumerate() {
            let gap = if at == 0 { "  " } else { " · " };
            let _ =
                write!(text, "{gap}{}: {}", words::outcome(route, view.policy()), words::stands(route, view));
            role = if route.state.stands() { Role::Text } else { role };
        }
        if !on.iter().any(|route| route.state.stands() && !route.beside) {
            text.push_str(if on.is_empty() { "  ✗ no outcome yet" } else { " · ✗ no outcome yet" });
            role = Role::NotMet;
        }
        (role, text)
    };
    let mut all: Vec<_> = view.contact.family.children().map(line).collect();
    let dealt = Dealt::of(&[], view);
    all.extend(dealt.map(|dealt| {
        let key = keymap::keys_of(stacks::CALL_FORM, Action::Save);
        (Role::Notice, dealt.line(&key, view))
    }));
    if let Some((_, earlier)) = view.contact.call.attached.to.filter(|_| all.is_empty()) {
        let words = format!(
            "It belongs to {earlier}: what is decided stands there. Here it wants its notes, and to know of danger now (Alt+s)."
        );
        return vec![(Role::Text, words)];
    }
    if all.is_empty() {
        return vec![(
            Role::Needed,
            "✗ No child is named yet: F3 names them. An outcome is a child's own.".to_owned(),
        )];
    }
    all
}

/// Lists the destinations in the order in which they are weighed, each with what its criteria present.
pub(super) fn destinations(doc: &mut Document, view: &View<'_>, children: &[PersonNo], typed: &str) {
    if typed.trim().is_empty() {
        doc.text(0, Role::TextDim, "A letter shows its card and does no more. Nothing is chosen for you.");
    } else if view.policy().outcomes.outcome.iter().any(|outcome| opening::begins(outcome, typed)) {
        doc.text(0, Role::TextDim, "Type on until only one name begins so, or its letter.");
    } else {
        doc.text(0, Role::Notice, "▲ No destination has that letter or name. These are the letters.");
    }
    // The letter stands before the sign.
    doc.lead += 2;
    let all = &view.policy().outcomes.outcome;
    let first = all.iter().position(|outcome| outcome.holds_work);
    let last = all.iter().rposition(|outcome| outcome.holds_work);
    for (at, outcome) in all.iter().enumerate() {
        if at == 0 {
            doc.section("Weighed first");
        }
        if Some(at) == first {
            doc.section("A team that takes the work");
        }
        if at > 0 && Some(at - 1) == last {
            doc.section("What else can answer");
        }
        let route = supposed(outcome.letter, children.to_vec());
        let (sign, role) = words::met(view.contact.presented(&route, outcome, &view.context()));
        let tail = match words::not_yours(outcome, view) {
            Some(_) => format!("decided by {}", words::roles(&outcome.decided_by, view)),
            None => String::new(),
        };
        doc.item((&format!("{} {sign}", outcome.letter), role), Role::Text, &outcome.name, &tail);
    }
}

/// Says in a few words what the telling of a card is about: while it is filled in, how much is missing.
pub(super) fn title(no: RouteNo, view: &View<'_>) -> String {
    let route = view.contact.routes.get(no).filter(|route| route.state.is_open());
    let outcome = route.and_then(|route| view.policy().outcomes.get(route.letter));
    let (Some(route), Some(outcome)) = (route, outcome) else { return "The card".to_owned() };
    let unmet = view.contact.unmet(route, outcome, &view.context());
    let must = unmet.iter().filter(|unmet| unmet.must).count();
    match (must, unmet.len() - must) {
        (0, 0) => "The card · ✓ nothing is missing".to_owned(),
        (must, asked) => format!("Missing: ‼ {must} needed · ★ {asked} asked"),
    }
}

/// Tells everything about a card; of one that nobody put on, what it would ask.
pub(super) fn card(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome, is_on: bool) {
    if route.state.is_open()
        && let Some(words) = words::not_yours(outcome, view)
    {
        doc.text(0, Role::NotMet, &format!("✗ {words}"));
    }
    if is_on {
        standing(doc, view, route, outcome);
    } else {
        doc.text(0, Role::TextDim, &outcome.what);
    }
    if route.state.is_open() || matches!(route.state, State::WaitsForSecond { .. }) {
        if is_on {
            missing(doc, view, route, outcome);
        }
        weighed::criteria(doc, view, route, outcome);
        if !is_on {
            missing(doc, view, route, outcome);
        }
    } else {
        weighed::criteria(doc, view, route, outcome);
    }
    if is_on && !route.state.is_open() {
        filled(doc, view, route, outcome);
    }
    weighed::authority(doc, view, route, outcome);
    weighed::clock(doc, view, route, outcome);
    rests::agreement(doc, view, route, outcome);
    // What the card said before it was sent stands among its fields.
    if is_on && held::is_asked(route, outcome) && (!route.held.is_empty() || !route.tells_what_came()) {
        came_to(doc, view, route);
    }
    if is_on {
        doc.section("How it went");
        for hop in &route.hops {
            let said = route.said_then(hop).map(|said| format!(": {said}")).unwrap_or_default();
            let went = format!("{}  {}, {}{said}", near(view.now, hop.at), hop.state, view.name_of(hop.by));
            doc.flow(0, 2, &[(Role::Text, &went)]);
        }
        for mistake in &route.mistakes {
            let when = when_who(view, mistake.at, mistake.by);
            doc.flow(
                0,
                2,
                &[(Role::Later, &format!("↶ the team's answer was a mistake ({when}): {}", mistake.why))],
            );
        }
    }
}

/// Tells what the discussion came to that the card asked for, each time it was held.
fn came_to(doc: &mut Document, view: &View<'_>, route: &Route) {
    doc.section("What it came to");
    if route.held.is_empty() {
        doc.text(
            0,
            Role::Needed,
            "Not written yet: when it was held, who took part, what was decided, who does what.",
        );
    }
    for held in &route.held {
        let Discussion { at, who, decided, doing } = &held.discussion;
        let written = when_who(view, held.written, held.by);
        doc.text(0, Role::Text, &format!("Held {}, with {who} (written {written})", near(view.now, *at)));
        doc.text(0, Role::Text, &format!("Decided: {decided}"));
        doc.text(0, Role::Text, &format!("Who does what: {doing}"));
    }
}

fn until(due: &Due, view: &View<'_>) -> (String, Role) {
    let call = view.desk.calling.of(&due.clock, due.at);
    let role = if call.is_late(view.now, due.at) { Role::Overdue } else { Role::Text };
    (format!("by {} ({})", near(view.now, due.at), left(view.now, due.at, call)), role)
}

fn standing(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    let at = |at| near(view.now, at);
    let team = outcome.team.as_deref().unwrap_or("the team");
    let (role, text) = match &route.state {
        State::Open => (Role::Text, "Not decided yet.".to_owned()),
        State::WaitsForSecond { due } => {
            let by = outcome.second.as_ref().map(|second| second.by.as_slice()).unwrap_or_default();
            let there = words::on_duty(by, view).map(|there| format!(" {there}")).unwrap_or_default();
            let (until, role) = until(due, view);
            let by_telephone =
                words::by_telephone(route, view).map(|rings| format!(" {rings}")).unwrap_or_default();
            (
                role,
                format!(
                    "It waits for somebody else's word, {until}: {}.{there} It is on their first screen.{by_telephone}",
                    words::roles(by, view)
                ),
            )
        }
        State::Ready => {
            let lacks = !words::held_up(route, view).is_empty();
            let lacking = if lacks { ", and it lacks what stands below" } else { "" };
            let words = format!(
                "Decided, and not sent{lacking}. To change anything on the card takes the decision back."
            );
            (if lacks { Role::Needed } else { Role::Ok }, words)
        }
        State::NotSeconded { words, .. } => (Role::NotMet, format!("The manager did not agree: {words}")),
        State::Pending { at: sent, due } => {
            let (until, role) = due.as_ref().map_or((String::new(), Role::Text), |due| until(due, view));
            (
                role,
                format!(
                    "Sent {}. {team} answers {until}. Until it accepts, responsibility stays here.",
                    at(*sent)
                ),
            )
        }
        State::Accepted { at: then, who } => (Role::Ok, format!("{team} accepted it {}: {who}", at(*then))),
        State::Returned { at: then, reason } => {
            (Role::NotMet, format!("{team} returned it {}: {reason}", at(*then)))
        }
        State::Sent { at: then } => {
            let asked = outcome.fields.iter().filter(|field| card::is_asked(field, route, view));
            // What a discussion came to is written beneath, once it was held.
            let asked = asked.filter(|field| field.key.as_str() != DECIDED || !route.tells_what_came());
            let open: Vec<&str> = asked
                .filter(|field| route.fields.get(&field.key).is_none_or(Value::is_empty))
                .map(|field| field.words.as_str())
                .collect();
            let sent = format!("Sent {}. Nobody has to accept it.", at(*then));
            if open.is_empty() {
                (Role::Ok, sent)
            } else {
                (Role::NotMet, sentence(format!("{sent} Not written on the card: {}", open.join(" · "))))
            }
        }
        State::Recalled { at: then, why } => (Role::NotMet, format!("Called back {}: {why}", at(*then))),
        State::TakenOff { why } => (Role::TextDim, format!("Taken off: {why}")),
    };
    doc.text(0, role, &text);
    if let Some(decided) = &route.decided {
        let why = if decided.reason.trim().is_empty() {
            String::new()
        } else {
            format!(" Reason: {}", decided.reason)
        };
        let presented = decided.presented.shown().1;
        doc.text(
            0,
            Role::Text,
            &format!(
                "Decided {} by {}; the criteria were {presented}.{why}",
                at(decided.at),
                view.name_of(decided.by)
            ),
        );
    }
    let without = route.without("");
    if route.unmet_reason.is_none() && !without.is_empty() {
        doc.text(0, Role::Text, &format!("Why it goes without what is asked for: {without}"));
    }
    let word = view.contact.word_on(OfTwo::Route(route.no));
    if let Some(Seconded { by, words, .. }) = &route.second {
        let how = word.map(|word| format!(", {}", word.mark())).unwrap_or_default();
        doc.text(0, Role::Text, &format!("{} agreed{how}: {words}", view.name_of(*by)));
    } else if let Some(word) = word {
        let by = view.name_of(word.said.manager);
        doc.text(0, Role::Text, &format!("{by} said so {}.", word.mark()));
    }
    if let Some(why) = &route.unmet_reason {
        doc.text(0, Role::Text, &format!("It went without what was asked for: {why}"));
    }
}

fn missing(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    doc.section("What is still missing");
    let mut unmet = view.contact.unmet(route, outcome, &view.context());
    unmet.extend(view.contact.decided_before(route, outcome, &view.context()));
    unmet.sort_by_key(|unmet| !unmet.must);
    if unmet.is_empty() {
        doc.item(("✓ nothing", Role::Met), Role::Text, "Everything that is asked for is there.", "");
    }
    for one in &unmet {
        let (needed, role) =
            if one.must { (Needed::Must, Role::NotMet) } else { (Needed::Asked, Role::Needed) };
        let source = view.policy().sources.words(&one.rule);
        doc.item((words::needed(needed), role), Role::Text, &words::missing_here(one, outcome), source);
    }
}

fn filled(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    doc.section("The card");
    for field in outcome.fields.iter().filter(|field| card::is_asked(field, route, view)) {
        doc.text(0, Role::Label, &field.words);
        match route.fields.get(&field.key) {
            Some(value) => doc.item(("", Role::Text), Role::Text, &value_words(Some(&field.kind), value), ""),
            None => doc.item(("", Role::Text), Role::TextDim, "nothing written", ""),
        }
    }
}
