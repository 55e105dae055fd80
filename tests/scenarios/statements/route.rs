//! Of where each child goes.

use dutydesk::domain::{
    contact::route::Route,
    ids::{FieldKey, RouteNo},
    policy::outcomes::Outcome,
    value::Value,
};

use super::{super::steps::number, Check, Seen, holds, minute, same};

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("the criteria of route {n} are {met}", |s, of| {
        let (route, outcome) = route(s, of[0])?;
        same(of[1], s.contact.presented(route, outcome, s.cx).shown().1)
    }),
    ("{criterion} of route {n} is {met}", |s, of| {
        let (route, outcome) = route(s, of[1])?;
        let criterion = outcome.criteria.iter().find(|criterion| criterion.id.as_str() == of[0]);
        let criterion = criterion.ok_or_else(|| format!("{} has no such criterion", outcome.name))?;
        same(of[2], s.contact.criterion(route, criterion, s.cx).shown().1)
    }),
    ("route {n} stands as “{words}”", |s, of| same(of[1], route(s, of[0])?.0.state.words())),
    ("route {n} went through “{words}”", |s, of| {
        let hops: Vec<_> = route(s, of[0])?.0.hops.iter().map(|hop| hop.state).collect();
        same(of[1], &hops.join(" › "))
    }),
    ("route {n} must have “{words}”", |s, of| wants(s, of[0], of[1], Some(true))),
    ("route {n} asks for “{words}”", |s, of| wants(s, of[0], of[1], Some(false))),
    ("route {n} does not want “{words}”", |s, of| wants(s, of[0], of[1], None)),
    ("route {n} keeps the reason “{words}”", |s, of| {
        let decided = route(s, of[0])?.0.decided.as_ref().ok_or("it is not decided")?;
        same(of[1], &decided.reason)
    }),
    ("nothing holds up route {n}", |s, of| {
        let (route, outcome) = route(s, of[0])?;
        let held_up = s.contact.held_up(route, outcome, "", s.cx);
        holds(held_up.is_empty(), || format!("{held_up:?}"))
    }),
    ("route {n} is held up by “{words}”", |s, of| {
        let (route, outcome) = route(s, of[0])?;
        let held_up = s.contact.held_up(route, outcome, "", s.cx);
        holds(held_up.iter().any(|unmet| unmet.words.contains(of[1])), || format!("{held_up:?}"))
    }),
    ("route {n} is not held up by “{words}”", |s, of| {
        let (route, outcome) = route(s, of[0])?;
        let held_up = s.contact.held_up(route, outcome, "", s.cx);
        holds(!held_up.iter().any(|unmet| unmet.words.contains(of[1])), || format!("{held_up:?}"))
    }),
    ("{field} is answered “{words}”", |s, of| {
        match s.contact.call.answers.get(&FieldKey::from(of[0])).map(|answered| &answered.value) {
            Some(Value::Text(text)) => same(of[1], text),
            other => same(of[1], &format!("{other:?}")),
        }
    }),
    ("the discussion of route {n} was held {times} times", |s, of| {
        let (route, _) = route(s, of[0])?;
        same(of[1], &route.held.len().to_string())
    }),
    ("route {n} came to “{decided}”, with “{who}”, and “{doing}”", |s, of| {
        let (route, _) = route(s, of[0])?;
        let held = &route.held.last().ok_or("nothing is written of it")?.discussion;
        same(of[1], &held.decided)?;
        same(of[2], &held.who)?;
        same(of[3], &held.doing)
    }),
    ("{field} of route {n} reads “{words}”", |s, of| {
        let (route, _) = route(s, of[1])?;
        match s.contact.on_card(route, &FieldKey::from(of[0]), s.cx) {
            Some(Value::Text(text)) => same(of[2], text),
            other => same(of[2], &format!("{other:?}")),
        }
    }),
    ("route {n} was sent although, “{words}”", |s, of| {
        same(of[1], route(s, of[0])?.0.unmet_reason.as_deref().unwrap_or("nothing was unmet"))
    }),
    ("{child} has no outcome", |s, of| {
        holds(s.contact.without_outcome().contains(&s.run.person(of[0])?), || "there is one".to_owned())
    }),
    ("{child} has an outcome", |s, of| {
        holds(!s.contact.without_outcome().contains(&s.run.person(of[0])?), || "there is none".to_owned())
    }),
    ("it is a referral since {time}", |s, of| {
        let found = s.contact.referral.map_or("no referral".to_owned(), minute);
        same(&minute(s.run.time(of[0])?), &found)
    }),
    ("it is no referral", |s, _| {
        holds(s.contact.referral.is_none(), || format!("since {}", minute(s.run.now)))
    }),
];

fn route<'a>(s: &Seen<'a>, no: &str) -> Result<(&'a Route, &'a Outcome), String> {
    let route = s.contact.routes.get(RouteNo(number(no)?)).ok_or("there is no such route")?;
    Ok((route, s.run.policy.outcomes.get(route.letter).ok_or("there is no such outcome")?))
}

fn wants(s: &Seen<'_>, no: &str, words: &str, must: Option<bool>) -> Result<(), String> {
    let (route, outcome) = route(s, no)?;
    let unmet = s.contact.unmet(route, outcome, s.cx);
    let found = unmet.iter().find(|unmet| unmet.words.contains(words)).map(|unmet| unmet.must);
    let all =
        || format!("it wants {:?}", unmet.iter().map(|unmet| (&unmet.words, unmet.must)).collect::<Vec<_>>());
    holds(found == must, all)
}
