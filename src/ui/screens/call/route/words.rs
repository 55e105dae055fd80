//! The words in which a profile's tests, roles and states are read by a worker.

use super::card::Card;
use crate::domain::{
    contact::{
        agreement::Answer,
        oversight::OfTwo,
        progress::{Filled, Unmet},
        route::{Route, State},
    },
    ids::{FieldKey, RouteNo, StaffId},
    policy::{
        Mode, Policy, Role as Duty,
        outcomes::{Criterion, Needed, Outcome, Part},
        script::FieldKind,
        test::{Fact, Met, Test},
    },
    value::{Value, YesNo},
};
use crate::ui::{
    keymap::{self, Action, stacks},
    screens::call::{
        oversight::may_second,
        pane::View,
        words::{against, value},
    },
    theme::Role,
};

/// Gives symbol and word together, and the role they are drawn in.
pub(super) fn met(met: Met) -> (String, Role) {
    let (sign, word) = met.shown();
    let role = match met {
        Met::Met => Role::Met,
        // What is met draws the eye; what is not has its sign and its word.
        Met::NotMet => Role::TextDim,
        Met::NotKnown => Role::NotKnown,
    };
    (format!("{sign} {word}"), role)
}

/// Gives the sign of a need.
pub(super) fn needed(needed: Needed) -> &'static str {
    match needed {
        Needed::No => "",
        Needed::Asked => "★ asked for",
        Needed::Must => "‼ needed",
    }
}

/// Says where something that is missing is filled in; nothing, where its own words say so.
pub(super) fn filled(one: &Unmet, outcome: &Outcome) -> Option<String> {
    Some(match one.filled.as_ref()? {
        Filled::Card(key) => {
            let field = outcome.fields.iter().find(|field| field.key == *key)?;
            if field.words == one.words {
                "on this card".to_owned()
            } else {
                format!("on this card: “{}”", field.words)
            }
        }
        Filled::OtherCard => "F7, with a card of its own".to_owned(),
        Filled::Stage(stage) => format!("F2, stage {}", stage.0),
        Filled::Family => "F3".to_owned(),
        Filled::Agreement => "F5".to_owned(),
        Filled::Oversight => "F6".to_owned(),
        Filled::Promises => "F8".to_owned(),
    })
}

/// Says what is missing, and where it is filled in.
pub(super) fn missing(one: &Unmet, outcome: &Outcome) -> String {
    match filled(one, outcome) {
        Some(place) => format!("{} ({place})", one.words),
        None => one.words.clone(),
    }
}

/// Says it on the card itself, whose fields stand beside it.
pub(super) fn missing_here(one: &Unmet, outcome: &Outcome) -> String {
    let own =
        |key: &FieldKey| outcome.fields.iter().any(|field| field.key == *key && field.words == one.words);
    match &one.filled {
        Some(Filled::Card(key)) if own(key) => one.words.clone(),
        _ => missing(one, outcome),
    }
}

/// Says what a criterion's part is.
pub(super) const fn part(part: Part) -> &'static str {
    match part {
        Part::Gate => "All of these",
        Part::Any => "One of these",
        Part::Against => "None of these",
        Part::Care => "Take care",
    }
}

/// Gives the symbol of a state.
pub(super) const fn sign(state: &State) -> &'static str {
    match state {
        State::Open => "○",
        State::WaitsForSecond { .. } => "◷",
        State::Ready => "●",
        State::Pending { .. } => "→",
        State::Accepted { .. } | State::Sent { .. } => "✓",
        State::Returned { .. } | State::Recalled { .. } => "↩",
        State::NotSeconded { .. } => "✗",
        State::TakenOff { .. } => "–",
    }
}

/// Gives symbol and words of where a card stands: decided, it is ready only where nothing holds it up.
pub(super) fn stands(route: &Route, view: &View<'_>) -> String {
    let of = &route.state;
    match of {
        // What nobody has to accept is sent by that, and not carried out.
        State::Sent { .. } => format!("{} sent, nobody has to accept it", sign(of)),
        State::Ready => match held_up(route, view).len() {
            0 => ready(),
            1 => "◐ decided, lacks one thing".to_owned(),
            lacks => format!("◐ decided, lacks {lacks} things"),
        },
        _ => format!("{} {}", sign(of), of.words()),
    }
}

/// Says that a card lacks nothing, or that it is said why it goes without.
pub(super) fn ready() -> String {
    format!("{} ready to send", sign(&State::Ready))
}

/// Gives what holds up the sending of a card, as the record stands.
pub(super) fn held_up(route: &Route, view: &View<'_>) -> Vec<Unmet> {
    let outcome = view.policy().outcomes.get(route.letter);
    outcome.map_or_else(Vec::new, |outcome| view.contact.held_up(route, outcome, "", &view.context()))
}

/// Says how much a card lacks before it is decided; nothing, where nothing is missing. What it is stands in the list beneath.
pub(super) fn lacks(card: &Card, route: &Route, outcome: &Outcome, view: &View<'_>) -> Option<String> {
    let mut unmet = view.contact.unmet(route, outcome, &view.context());
    unmet.retain(|unmet| !card.fills(unmet, route, view));
    let must = unmet.iter().filter(|unmet| unmet.must).count();
    let counted = [(must, "‼", "needed"), (unmet.len() - must, "★", "asked for")];
    let counted = counted.into_iter().filter(|(many, ..)| *many > 0);
    let counted: Vec<String> = counted.map(|(many, sign, words)| format!("{sign} {many} {words}")).collect();
    (!unmet.is_empty()).then(|| format!("Still missing, {} (listed below)", counted.join(", ")))
}

/// Joins the words of some roles.
pub(super) fn roles(of: &[Duty], view: &View<'_>) -> String {
    of.iter().map(|role| view.desk.book.duty.called(*role)).collect::<Vec<_>>().join(", ")
}

/// Says which of some roles is on duty now, by the mode and by the rota: of the duties that authorise only those of the service
/// that is on. Where the rota should name one of them and names nobody, it says so, and who is on call instead; of roles that
/// stand on no rota it says nothing.
pub(super) fn on_duty(of: &[Duty], view: &View<'_>) -> Option<String> {
    let duty = &view.desk.book.duty;
    let mode = duty.mode_at(view.now);
    let by_rota = |role: Duty, mode: Mode| duty.authorities(mode).any(|authority| authority.role == role);
    let elsewhen =
        |role: Duty| Mode::ALL.into_iter().any(|other| by_rota(role, other)) && !by_rota(role, mode);
    let said = |people: Vec<(StaffId, Duty)>| {
        let one =
            |(person, role): (StaffId, Duty)| format!("{} ({})", view.name_of(person), duty.called(role));
        people.into_iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let holders = |role: Duty| duty.on_duty(role, view.now).into_iter().map(move |person| (person, role));
    let there: Vec<_> = of.iter().copied().filter(|role| !elsewhen(*role)).flat_map(holders).collect();
    if !there.is_empty() {
        return Some(format!("On duty now: {}.", said(there)));
    }
    if !of.iter().any(|role| by_rota(*role, mode) || elsewhen(*role)) {
        return None;
    }
    let instead = duty.authorisers_at(view.now);
    Some(if instead.is_empty() {
        "Nobody of these is on the rota now.".to_owned()
    } else {
        format!("Nobody of these is on duty now; on duty: {}.", said(instead))
    })
}

/// Says how the word that a card waits for is got by telephone, to whoever cannot give it and may ring somebody for it.
pub(super) fn by_telephone(route: &Route, view: &View<'_>) -> Option<String> {
    if !view.actor.writes() || may_second(view, route.no).is_ok() {
        return None;
    }
    let rota = view.contact.rota_for(OfTwo::Route(route.no), &view.context());
    let (manager, _) = rota.first()?;
    let oversight = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::PaneOversight);
    let rings = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::Telephone);
    Some(format!("Away from a console: {oversight}, then {rings} rings {}.", view.name_of(*manager)))
}

/// Says in short that the person at the desk does not decide an outcome, and who does.
pub(super) fn decided_by_others(outcome: &Outcome, view: &View<'_>) -> Option<String> {
    let others = !view.actor.is_one_of(&outcome.decided_by);
    others.then(|| format!("✗ Not yours to decide: {}", roles(&outcome.decided_by, view)))
}

/// Says that the person at the desk does not decide an outcome, and who does.
pub(super) fn not_yours(outcome: &Outcome, view: &View<'_>) -> Option<String> {
    if view.actor.is_one_of(&outcome.decided_by) {
        return None;
    }
    let who = on_duty(&outcome.decided_by, view).map(|there| format!(" {there}")).unwrap_or_default();
    Some(format!(
        "Not yours to decide. Decided by: {}.{who} The card can be filled in and is kept.",
        roles(&outcome.decided_by, view)
    ))
}

/// Gives an outcome's letter and name; the letter alone where the profile has it no more.
pub(super) fn outcome(route: &Route, policy: &Policy) -> String {
    let name =
        policy.outcomes.get(route.letter).map_or("no longer in the profile", |outcome| outcome.name.as_str());
    format!("{} {name}", route.letter)
}

/// Tells whether any card is with a team, or goes to one.
pub(super) fn any_with_team(view: &View<'_>) -> bool {
    view.contact.routes.list.iter().any(|route| match route.state {
        State::Pending { .. } => true,
        State::Ready => {
            view.policy().outcomes.get(route.letter).is_some_and(|outcome| outcome.team.is_some())
        }
        _ => false,
    })
}

/// Says which card it is, for whom, and where it stands.
pub(super) fn on(route: &Route, view: &View<'_>) -> String {
    let children = view.contact.family.names(&route.children);
    format!("{} for {children}: {}", outcome(route, view.policy()), stands(route, view))
}

/// Says what follows on a decision, where the contact has it already.
pub(super) fn after_deciding(no: RouteNo, view: &View<'_>) -> String {
    let send = keymap::keys_of(stacks::CALL_FORM, Action::Send);
    let route = view.contact.routes.get(no);
    let by = route.and_then(|route| view.policy().outcomes.get(route.letter)?.second.as_ref());
    match (route.map(|route| &route.state), by) {
        (Some(State::Ready), _) if route.is_some_and(|route| !held_up(route, view).is_empty()) => {
            format!(" It still lacks something: {send} goes to it.")
        }
        (Some(State::Ready), _) => format!(" It can be sent: {send}."),
        (Some(State::WaitsForSecond { .. }), Some(second)) => {
            format!(" Before it can be sent, one of these agrees: {}.", roles(&second.by, view))
        }
        _ => String::new(),
    }
}

/// Says a profile's test in a worker's words.
pub(super) fn test(of: &Test, outcome: &Outcome, policy: &Policy) -> String {
    let join = |tests: &[Test], by: &str| {
        tests.iter().map(|one| test(one, outcome, policy)).collect::<Vec<_>>().join(by)
    };
    match of {
        Test::Answer(key, wanted) => {
            let mut all = policy.script.stages.iter().flat_map(|stage| &stage.capture);
            let capture = all.find(|capture| capture.key == *key);
            asked(key, capture.map(|capture| (capture.words.as_str(), &capture.kind)), wanted.as_ref())
        }
        Test::Field(key, wanted) => {
            let field = outcome.fields.iter().find(|field| field.key == *key);
            asked(key, field.map(|field| (field.words.as_str(), &field.kind)), wanted.as_ref())
        }
        Test::Chip(id) => {
            let mut all = policy.script.stages.iter().flat_map(|stage| &stage.listen);
            let words = all.find(|chip| chip.id == *id).map_or(id.as_str(), |chip| chip.words.as_str());
            format!("“{words}” was heard")
        }
        Test::Fact(fact) => self::fact(*fact).to_owned(),
        Test::All(tests) => join(tests, ", and "),
        Test::Any(tests) => join(tests, ", or "),
    }
}

/// Says who is against, where a criterion is answered by what the family agreed to: one line for each child.
pub(super) fn behind(
    criterion: &Criterion,
    route: &Route,
    outcome: &Outcome,
    view: &View<'_>,
) -> Vec<String> {
    if criterion.from.as_ref().is_some_and(rests_on_agreement) {
        service_against(route, outcome, view)
    } else {
        Vec::new()
    }
}

fn rests_on_agreement(test: &Test) -> bool {
    match test {
        Test::Fact(fact) => matches!(fact, Fact::ServiceAgreed | Fact::OwnAgreed),
        Test::All(tests) | Test::Any(tests) => tests.iter().any(rests_on_agreement),
        Test::Answer(..) | Test::Field(..) | Test::Chip(_) => false,
    }
}

/// Says of each child of a card who is against the service, who holds parental responsibility and was not asked, and why the
/// work goes on.
pub(super) fn service_against(route: &Route, outcome: &Outcome, view: &View<'_>) -> Vec<String> {
    let Some(purpose) = &outcome.purpose else { return Vec::new() };
    let contact = view.contact;
    if outcome.own.is_some() {
        return own_against(route, outcome, view);
    }
    let mut lines = Vec::new();
    for child in &route.children {
        let child_named = contact.family.names(&[*child]);
        if let Some(words) = against(view, &contact.position(*child, purpose, None)) {
            lines.push(format!("{child_named}: {words}"));
        }
        let unasked = contact.agreements.unasked(*child, Some(purpose), &contact.family);
        if !unasked.is_empty() && contact.agreed_to_service(*child, purpose) {
            let who = contact.family.names(&unasked);
            lines.push(format!(
                "{child_named}: {who} holds parental responsibility too and was not asked (F5)"
            ));
        }
    }
    lines
}

/// Says what whoever a card names said for themselves, where it is not that they agree.
fn own_against(route: &Route, outcome: &Outcome, view: &View<'_>) -> Vec<String> {
    let (contact, cx) = (view.contact, view.context());
    let Some(who) = contact.whose_own(route, outcome, &cx) else {
        return vec!["nobody of the family is named so: name them with the family (F3)".to_owned()];
    };
    let words = contact.own_words(route, outcome, &cx);
    let mut said: Vec<&str> = Vec::new();
    for word in words {
        let answer =
            word.map_or("was not asked for their own information (F5)", |row| row.asked.answer.words());
        if word.is_none_or(|row| row.asked.answer != Answer::Agreed) && !said.contains(&answer) {
            said.push(answer);
        }
    }
    said.into_iter().map(|said| format!("{}: {said}", who.name())).collect()
}

fn asked(key: &FieldKey, known: Option<(&str, &FieldKind)>, wanted: Option<&String>) -> String {
    let Some((words, kind)) = known else { return format!("“{key}” is answered") };
    let Some(wanted) = wanted else { return format!("“{words}” is answered") };
    let answer = match kind {
        FieldKind::YesNo => YesNo::ALL
            .into_iter()
            .find(|answer| answer.key() == wanted)
            .map_or_else(|| wanted.clone(), |answer| answer.words().to_owned()),
        _ => value(Some(kind), &Value::Choice(wanted.clone())),
    };
    format!("“{words}” is “{answer}”")
}

const fn fact(fact: Fact) -> &'static str {
    match fact {
        Fact::Unborn => "a child is not born yet",
        Fact::Urgent => "it is marked urgent",
        Fact::UnderEighteen => "a child is under 18",
        Fact::SevenToThirteen => "a child is 7 to 13",
        Fact::FourOrOver => "a child is 4 or over",
        Fact::SixteenOrOver => "a child is 16 or 17",
        Fact::ServiceAgreed => "the service is agreed to for every child",
        Fact::OwnAgreed => "whoever the card names agreed for their own information",
        Fact::Section47 => "Section 47 is decided by worker and manager for every child",
        Fact::ParentalResponsibilityKnown => "somebody with parental responsibility is named for every child",
        Fact::Edt => "the EDT is on duty",
        Fact::PrimaryTeam => "a team holds the work for every child",
        Fact::StepPromised => "a step is promised",
    }
}
