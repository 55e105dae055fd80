//! What is judged about routes: nothing is sent to a place it must not go, or on one person's word where it takes two.

mod dealt_with;
mod held;
mod send;

use super::{call::fits, children, due, family, named, oversight::source, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    family::{Command as Naming, Details, Kind, PersonNamed},
    joined::reads_as_reference,
    route::{
        Command, CriterionMarked, MarkTakenBack, Route, RouteAccepted, RouteAnswerTakenBack, RouteDecided,
        RouteFilled, RouteOpened, RouteRecalled, RouteReturned, RouteSeconded, RouteTakenOff, State,
    },
};
use crate::domain::{
    ids::{OutcomeLetter, PersonNo, RouteNo},
    permission::{self, Action, NoSecond},
    policy::{outcomes::Outcome, test::Met},
    queue::ChildBrief,
    refusal::Refusal,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    Ok(match command {
        Command::Open { letter, children: of } => {
            children(contact, of)?;
            vec![Event::RouteOpened(opened(contact, *letter, of, cx)?)]
        }
        Command::OpenNaming { letter, children: of, named } => {
            if named.is_empty() || !of.is_empty() {
                children(contact, of)?;
            }
            let opened = opened(contact, *letter, of, cx)?;
            let joins = cx.policy.outcomes.get(*letter).is_some_and(|outcome| outcome.joins.is_some());
            if !joins || contact.call.attached.to.is_none() {
                return Err(Refusal::new(
                    "NotAttached",
                    "Only a card that joins this contact to the one it is attached to takes children from there. Name them here (F3).",
                )
                .by("southampton-13"));
            }
            naming(contact, opened, named, cx)?
        }
        Command::DealtWith { children, new, how } => {
            dealt_with::dealt_with(contact, children, (new, how), cx)?
        }
        Command::Fill { route, field, value } => {
            let (route, outcome) = find(contact, *route, cx)?;
            fillable(route, outcome)?;
            let Some(known) = outcome.fields.iter().find(|known| known.key == *field) else {
                return Err(Refusal::new(
                    "FieldUnknown",
                    format!("The card of {} does not ask `{field}`.", outcome.name),
                ));
            };
            let blank = value.is_empty() && !route.fields.contains_key(field);
            if blank || contact.on_card(route, field, cx) == Some(value) {
                return Ok(vec![]);
            }
            if !value.is_empty() {
                fits(&known.kind, value).map_err(|refusal| refusal.by(known.rule.as_str()))?;
                if outcome.joins.as_ref() == Some(field) {
                    reads_as_reference(value)?;
                }
            }
            let filled = RouteFilled { route: route.no, field: field.clone(), value: value.clone() };
            let answered = contact.answered_with(route, known, value);
            std::iter::once(Event::RouteFilled(filled)).chain(answered).collect()
        }
        Command::MarkCriterion { route, criterion, met } => {
            let (route, outcome) = find(contact, *route, cx)?;
            fillable(route, outcome)?;
            if !outcome.criteria.iter().any(|known| known.id == *criterion) {
                return Err(Refusal::new(
                    "CriterionUnknown",
                    format!("{} has no criterion `{criterion}`.", outcome.name),
                ));
            }
            if route.marks.get(criterion) == Some(met) {
                return Ok(vec![]);
            }
            vec![Event::CriterionMarked(CriterionMarked {
                route: route.no,
                criterion: criterion.clone(),
                met: *met,
            })]
        }
        Command::TakeMarkBack { route, criterion } => {
            let (route, outcome) = find(contact, *route, cx)?;
            fillable(route, outcome)?;
            if !route.marks.contains_key(criterion) {
                return Ok(vec![]);
            }
            vec![Event::MarkTakenBack(MarkTakenBack { route: route.no, criterion: criterion.clone() })]
        }
        Command::Decide { route, reason, without } => decide_route(contact, *route, (reason, without), cx)?,
        Command::Second { route, agree, words } => second(contact, *route, *agree, words, cx)?,
        Command::Send { routes } => send::send(contact, routes, cx)?,
        Command::Recall { route, why } => {
            let (route, outcome) = find(contact, *route, cx)?;
            reason(why, "why it is called back")?;
            if !route.state.can_be_recalled() {
                return Err(Refusal::new(
                    "NotPending",
                    format!(
                        "{} is {}: only what the team has not accepted yet can be called back.",
                        outcome.name,
                        route.state.words()
                    ),
                ));
            }
            vec![Event::RouteRecalled(RouteRecalled { route: route.no, why: why.clone() })]
        }
        Command::Accept { route, who } => {
            let (route, outcome) = pending(contact, *route, cx)?;
            named(who, "who took it")?;
            let _ = outcome;
            vec![Event::RouteAccepted(RouteAccepted { route: route.no, who: who.clone() })]
        }
        Command::Return { route, reason: why } => {
            let (route, _) = pending(contact, *route, cx)?;
            reason(why, "why the team sends it back")?;
            vec![Event::RouteReturned(RouteReturned { route: route.no, reason: why.clone() })]
        }
        Command::TakeAnswerBack { route, why } => {
            let (route, outcome) = find(contact, *route, cx)?;
            if !route.state.is_answered() {
                return Err(Refusal::new(
                    "NotAnswered",
                    format!(
                        "{} is {}: no answer of a team stands there to take back.",
                        outcome.name,
                        route.state.words()
                    ),
                ));
            }
            reason(why, "what was wrong with it: who took it, or that nobody did")?;
            vec![Event::RouteAnswerTakenBack(RouteAnswerTakenBack {
                route: route.no,
                sent: route.sent().unwrap_or(cx.now),
                due: send::accept_due(outcome, cx)?,
                why: why.clone(),
            })]
        }
        Command::Held { route, discussion } => held::held(contact, *route, discussion, cx)?,
        Command::TakeOff { route, why } => {
            let (route, outcome) = find(contact, *route, cx)?;
            reason(why, "why this card is taken off")?;
            if !(route.state.is_open() || matches!(route.state, State::WaitsForSecond { .. })) {
                return Err(Refusal::new(
                    "SentAlready",
                    format!("{} is {}. Recall it first (Alt+z).", outcome.name, route.state.words()),
                ));
            }
            vec![Event::RouteTakenOff(RouteTakenOff { route: route.no, why: why.clone() })]
        }
    })
}

/// Puts a card on for children who are named here.
fn opened(
    contact: &Contact,
    letter: OutcomeLetter,
    of: &[PersonNo],
    cx: &Context<'_>,
) -> Result<RouteOpened, Refusal> {
    let Some(outcome) = cx.policy.outcomes.get(letter) else {
        return Err(Refusal::new(
            "OutcomeUnknown",
            format!("`{letter}` opens no outcome. Press ? for the letters."),
        ));
    };
    for child in of {
        if contact.routes.of(*child).any(|route| route.letter == letter) {
            return Err(Refusal::new(
                "OnThatRoute",
                format!(
                    "{} has a card for {} already. Go on with that one.",
                    contact.family.names(&[*child]),
                    outcome.name
                ),
            ));
        }
    }
    let no = RouteNo(contact.routes.list.iter().map(|route| route.no.0).max().unwrap_or(0)).next();
    let until = contact.runs_from_opening(outcome, cx);
    Ok(RouteOpened { no, letter, children: of.to_vec(), until })
}

/// Names the children of another contact here as well, and puts the card on for them too.
fn naming(
    contact: &Contact,
    mut opened: RouteOpened,
    named: &[ChildBrief],
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    let mut person = contact.family.last;
    for child in named {
        let (name, born) = (child.name.clone(), child.born.clone());
        let details = Details { name, born, ..Details::of(Kind::Child) };
        // Judged as anybody who is named.
        family::decide(contact, &Naming::Add(details.clone()), cx)?;
        person = person.next();
        opened.children.push(person);
        events.push(Event::PersonNamed(PersonNamed { person, details }));
    }
    events.push(Event::RouteOpened(opened));
    Ok(events)
}

fn find<'a>(
    contact: &'a Contact,
    no: RouteNo,
    cx: &Context<'a>,
) -> Result<(&'a Route, &'a Outcome), Refusal> {
    let route = contact.routes.get(no).ok_or_else(|| {
        Refusal::new("RouteUnknown", format!("There is no route {} in {}.", no.0, contact.reference))
    })?;
    let outcome = cx.policy.outcomes.get(route.letter).ok_or_else(|| {
        Refusal::new(
            "OutcomeUnknown",
            format!(
                "The profile in force has no outcome {} any more. Take the card off and choose another.",
                route.letter
            ),
        )
    })?;
    Ok((route, outcome))
}

fn fillable(route: &Route, outcome: &Outcome) -> Result<(), Refusal> {
    if route.state.is_open() {
        return Ok(());
    }
    Err(Refusal::new(
        "CardFixed",
        format!(
            "{} is {}: its card stays as it was decided. Recall it or take it off to change it.",
            outcome.name,
            route.state.words()
        ),
    ))
}

fn pending<'a>(
    contact: &'a Contact,
    no: RouteNo,
    cx: &Context<'a>,
) -> Result<(&'a Route, &'a Outcome), Refusal> {
    let found = find(contact, no, cx)?;
    if matches!(found.0.state, State::Pending { .. }) {
        return Ok(found);
    }
    Err(Refusal::new(
        "NotPending",
        format!("{} is {}; no team is asked to take it now.", found.1.name, found.0.state.words()),
    ))
}

fn decide_route(
    contact: &Contact,
    no: RouteNo,
    (why, without): (&str, &str),
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (route, outcome) = find(contact, no, cx)?;
    let second = contact.needs_second(route, outcome, cx);
    if matches!(route.state, State::Ready) && !contact.wants_deciding_again(route, outcome, cx) {
        return Ok(vec![]);
    }
    fillable(route, outcome)?;
    let first_rule = outcome.rules.first().map_or("leicestershire-35", |rule| rule.as_str());
    if !permission::on_card(cx.actor, &outcome.decided_by, Action::DecideRoute) {
        let by = outcome.decided_by.iter().map(|role| cx.duty.called(*role)).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new(
            "NotYoursToDecide",
            format!("{} is decided by: {by}. Your card is kept; ask one of them to decide it.", outcome.name),
        )
        .by(first_rule));
    }
    contact.joins_a_reference(no, cx)?;
    let presented = contact.presented(route, outcome, cx);
    if presented != Met::Met {
        reason(why, "why you decide this although the criteria do not show it").map_err(|refusal| {
            let words = format!(
                "The criteria of {} are {}: say why you decide it all the same.",
                outcome.name,
                presented.shown().1
            );
            Refusal { code: "DiffersFromPresented", words, ..refusal }.by("leicestershire-35")
        })?;
    } else if let Some((criterion, said)) = contact.marked_against(route, outcome, cx).first() {
        reason(why, "why it is marked otherwise than the record says").map_err(|refusal| {
            let words = format!(
                "The record says of “{}” that it is {}, and your mark says otherwise: say why you decide it all the same.",
                criterion.words,
                said.shown().1
            );
            Refusal { code: "MarkedAgainstRecord", words, ..refusal }.by("leicestershire-35")
        })?;
    }
    if let Some((agency, child, who)) = contact.refused_partners(route, outcome, cx).first() {
        reason(why, "why they are brought in all the same").map_err(|_| {
            let agency = cx.policy.sharing.agency_words(agency);
            let (who, child) = (contact.family.names(who), contact.family.names(&[*child]));
            Refusal::new(
                "PartnerRefused",
                format!("{who} is against sharing with {agency} about {child}, and the card brings {agency} in: say why you decide it all the same, or take {agency} off the card."),
            )
            .by("southampton-28")
        })?;
    }
    let second_due = second.map(|_| due(cx, "oversight")).transpose()?;
    let lacks = contact.unmet(route, outcome, cx).iter().any(|unmet| !unmet.must);
    let decided = Event::RouteDecided(RouteDecided {
        route: no,
        presented,
        reason: why.to_owned(),
        against: Some(contact.speaking_against(route, outcome, cx)),
        without: if lacks { without.trim().to_owned() } else { String::new() },
        second_due,
        profile_digest: cx.policy.digest.clone(),
    });
    let filled =
        contact.joined_by_attachment(no, cx).into_iter().chain(contact.filled_by_conversation(no, cx));
    Ok(filled.chain([decided]).collect())
}

fn second(
    contact: &Contact,
    no: RouteNo,
    agree: bool,
    words: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (route, outcome) = find(contact, no, cx)?;
    let Some(needed) = &outcome.second else {
        return Err(Refusal::new(
            "NoSecondNeeded",
            format!("{} takes one person's decision. Nothing was changed.", outcome.name),
        ));
    };
    if !matches!(route.state, State::WaitsForSecond { .. }) {
        return Err(Refusal::new(
            "NotWaiting",
            format!("{} is {}; it does not wait for a manager.", outcome.name, route.state.words()),
        ));
    }
    if route.decided.as_ref().is_some_and(|decided| decided.by == cx.actor.person) {
        return Err(Refusal::new(
            "SecondIsSamePerson",
            format!("You decided {} yourself: it takes somebody else beside you.", outcome.name),
        )
        .by(needed.rule.as_str()));
    }
    let decided = route.decided.as_ref().map_or(cx.now, |decided| decided.at);
    permission::second(cx.actor, &needed.by, decided, cx.now, cx.duty).map_err(|none| {
        let words = none.words(outcome, cx.duty);
        match none {
            NoSecond::NotNamed => Refusal::new("NotTheSecond", words).by(needed.rule.as_str()),
            NoSecond::NotOnDuty(_) => Refusal::new("NoAuthorityNow", words).by(source(cx)),
            NoSecond::OtherAccount(_) => Refusal::new("AccountWithoutRole", words).by(source(cx)),
        }
    })?;
    reason(
        words,
        if agree {
            "why you agree, in a few words of your own"
        } else {
            "why you do not agree, and what to do instead"
        },
    )?;
    Ok(vec![Event::RouteSeconded(RouteSeconded { route: no, agree, words: words.to_owned() })])
}
