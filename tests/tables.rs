//! What the desk itself, a shift, a ringing call and a handover refuse, as tables; and what a scenario has no sentence for.

mod desk;
mod record;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{Contact, Context, Stamp, call, family},
    duty::Duty,
    ids::{AccountId, ContactId, Reference, StaffId},
    policy::Policy,
    refusal::Refusal,
    staff::Actor,
};
use uuid::Uuid;

use crate::scenarios::cast;

fn person(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(n))
}

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn actor(name: &str) -> Actor {
    cast::everyone().into_iter().find(|actor| actor.name.ends_with(name)).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A night with Lindqvist on call, and the profile.
fn night() -> (Policy, Duty, DateTime<Utc>) {
    let policy = dutydesk::profile::load("southampton").unwrap();
    let now = at("2026-11-24T23:10:00Z");
    let duty = cast::duty(&policy, now);
    (policy, duty, now)
}

fn context<'a>(now: DateTime<Utc>, actor: &'a Actor, policy: &'a Policy, duty: &'a Duty) -> Context<'a> {
    Context { now, actor, policy, duty }
}

fn code<T: std::fmt::Debug>(verdict: Result<T, Refusal>) -> &'static str {
    verdict.map_or_else(|refusal| refusal.code, |made| panic!("not refused: {made:?}"))
}

/// A contact with one child, Tom, and whoever took it.
fn contact(policy: &Policy, duty: &Duty, now: DateTime<Utc>) -> (Contact, Actor) {
    let bello = actor("Bello");
    let cx = Context { now, actor: &bello, policy, duty };
    let take = call::Take { reference: Some(Reference(1841)), ring: None, caller: call::Caller::default() };
    let stamp = Stamp { at: now, by: bello.person };
    let taken = Contact::take(&take, &cx).unwrap();
    let mut contact = Contact::begin(ContactId(Uuid::from_u128(1841)), &taken[0], stamp).unwrap();
    let tom =
        family::Details { name: Some("Tom Brook".to_owned()), ..family::Details::of(family::Kind::Child) };
    for event in contact.decide(&family::Command::Add(tom).into(), &cx).unwrap() {
        contact.evolve(&event, stamp);
    }
    (contact, bello)
}
