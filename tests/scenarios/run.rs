//! Where a scenario stands: the moment, the contact, and what was done to it, always by way of `take`, `decide` and `evolve`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use dutydesk::domain::{
    calendar::local,
    contact::{
        Contact, Context, Event, Stamp, call,
        others::{Looks, Other, Tie},
    },
    desk,
    duty::{Duty, Hold},
    handover::{Handover, away},
    ids::{AgencyId, ContactId, PersonNo, PurposeId, Reference},
    policy::{Policy, Role},
    refusal::Refusal,
    staff::Actor,
    visit::Visit,
};
use uuid::Uuid;

use super::{
    cast, clock,
    sentence::{list, slots},
    statements,
    steps::{self, Step},
};

/// Why a step did not go through.
pub(super) enum Stop {
    /// A rule stands in the way.
    Refused(Refusal),
    /// The scenario itself cannot be read.
    Wrong(String),
}

impl From<String> for Stop {
    fn from(words: String) -> Self {
        Self::Wrong(words)
    }
}

/// A scenario as far as it has been told.
pub(super) struct Run<'a> {
    pub(super) policy: &'a Policy,
    pub(super) duty: Duty,
    pub(super) desk: desk::State,
    pub(super) now: DateTime<Utc>,
    contact: Option<Contact>,
    /// The reference that a call taken now gets.
    reference: u64,
    /// Other contacts, each with its reference.
    pub(super) others: BTreeMap<u64, Option<Contact>>,
    pub(super) handover: Option<Handover>,
    pub(super) visit: Option<Visit>,
    /// What the journal would tell of the contact.
    pub(super) log: Vec<away::Entry>,
    last: Option<Actor>,
}

impl<'a> Run<'a> {
    pub(super) fn new(policy: &'a Policy, at: &str) -> Result<Self, String> {
        let now = time(at, None)?;
        Ok(Self {
            policy,
            duty: cast::duty(policy, now),
            desk: cast::desk(),
            now,
            contact: None,
            reference: 1841,
            others: BTreeMap::new(),
            handover: None,
            visit: None,
            log: Vec::new(),
            last: None,
        })
    }

    pub(super) fn contact(&self) -> Result<&Contact, String> {
        self.contact.as_ref().ok_or_else(|| "nobody has taken a call yet".to_owned())
    }

    /// Takes one step; gives the kinds of what the journal keeps, without their version.
    pub(super) fn step(&mut self, sentence: &str) -> Result<Vec<String>, Stop> {
        if let Some(slots) = slots("it is now {time}", sentence) {
            let then = self.time(slots[0])?;
            if then < self.now {
                return Err(Stop::Wrong(format!("that is before {}", local::to_local(self.now))));
            }
            self.now = then;
            return Ok(vec![]);
        }
        if let Some(slots) = slots("the clock is set back to {time}", sentence) {
            self.now = self.time(slots[0])?;
            return Ok(vec![]);
        }
        if let Some(sentence) = sentence.strip_prefix("in vain, ") {
            return match self.step(sentence) {
                Err(Stop::Refused(_)) => Ok(vec![]),
                Err(stop) => Err(stop),
                Ok(kinds) => Err(Stop::Wrong(format!("that was not in vain: {}", kinds.join(", ")))),
            };
        }
        if let Some((other, sentence)) = sentence.strip_prefix("in C-").and_then(|rest| rest.split_once(", "))
        {
            let other = steps::number(other)?.into();
            self.turn_to(other);
            let took = self.step(sentence);
            self.turn_to(other);
            return took;
        }
        if let Some(slots) = slots("{who} loses the role by which they manage", sentence) {
            let who = cast::actor(slots[0]).ok_or_else(|| "nobody of that name works here".to_owned())?;
            for account in self.desk.accounts.iter_mut().filter(|account| account.person == who.person) {
                account.roles = vec![Role::SocialWorker];
            }
            self.duty.directory = self.desk.directory();
            return Ok(vec![]);
        }
        if let Some(slots) = slots("{who} lays the duty down", sentence) {
            let who = cast::actor(slots[0]).ok_or_else(|| "nobody of that name works here".to_owned())?;
            for role in Role::ALL {
                self.duty.roster.set(Hold { role, person: who.person, from: self.now, until: self.now });
            }
            return Ok(vec![]);
        }
        let (mut actor, step) = steps::read(self, sentence)?;
        // Roles are those of the account now, as at the desk.
        if let Some(known) = self.desk.actor(actor.account) {
            actor.roles = known.roles;
        }
        self.last = Some(actor.clone());
        let stamp = Stamp { at: self.now, by: actor.person };
        let mut kinds = Vec::new();
        match step {
            Step::Take(caller) => {
                let take = call::Take { reference: Some(Reference(self.reference)), ring: None, caller };
                let cx = Context { now: self.now, actor: &actor, policy: self.policy, duty: &self.duty };
                let events = Contact::take(&take, &cx).map_err(Stop::Refused)?;
                for event in &events {
                    self.contact = Contact::begin(contact_id(self.reference), event, stamp);
                    kinds.push(kind(event));
                }
            }
            Step::Do(commands) => {
                for command in commands {
                    let contact = self.contact()?;
                    let cx = Context { now: self.now, actor: &actor, policy: self.policy, duty: &self.duty };
                    let beside = || {
                        let looks = contact.looks(&command, &cx);
                        contact.judge_beside(&command, &self.beside(contact, &looks), &cx)
                    };
                    let judged = contact.decide(&command, &cx).and_then(|events| beside().map(|()| events));
                    let events = match judged {
                        Ok(events) => events,
                        Err(refusal) => {
                            // What was tried is kept, and changes nothing.
                            let event = command.tries().and_then(|tried| contact.witness(tried, &refusal));
                            if let (Some(event), Some(contact)) = (event, &mut self.contact) {
                                contact.evolve(&event, stamp);
                            }
                            self.now += TimeDelta::seconds(1);
                            return Err(Stop::Refused(refusal));
                        }
                    };
                    for event in &events {
                        let body = event.body().map_err(|error| error.to_string())?;
                        let read = Event::read(event.kind(), &body).map_err(|error| error.to_string())?;
                        if read != *event {
                            return Err(Stop::Wrong(format!(
                                "{} reads back differently: {body}",
                                event.kind()
                            )));
                        }
                        kinds.push(kind(event));
                        let (by, kind) = (Some(actor.person), event.kind().to_owned());
                        self.log.push(away::Entry { at: self.now, by, kind });
                        if let Some(contact) = &mut self.contact {
                            contact.evolve(event, stamp);
                        }
                    }
                    if let Some(refusal) = events.iter().find_map(Event::not_taken) {
                        self.now += TimeDelta::seconds(1);
                        return Err(Stop::Refused(refusal));
                    }
                }
            }
            Step::Visit(outing) => kinds = super::visit::run(self, &actor, &outing)?,
            Step::Handover(deal) => kinds = super::handover::run(self, &actor, deal)?,
            Step::Desk(command) => {
                for event in self.desk.decide(&command, Some(&actor)).map_err(Stop::Refused)? {
                    self.desk.evolve(&event);
                    kinds.push(unversioned(event.kind(), "desk."));
                }
                self.duty.directory = self.desk.directory();
            }
        }
        // Two steps never fall in the same moment.
        self.now += TimeDelta::seconds(1);
        Ok(kinds)
    }

    /// Gives the other contacts that the desk would read: what is attached, and what names a child of the same name.
    fn beside(&self, contact: &Contact, looks: &Looks) -> Vec<Other> {
        let today = local::local_day(self.now);
        let attached = &contact.call.attached;
        let tie = |other: &Contact| {
            let is = |(id, _): &(ContactId, Reference)| *id == other.id;
            if attached.to.as_ref().is_some_and(is) {
                Some(Tie::Earlier)
            } else if attached.later.iter().any(is) {
                Some(Tie::Later)
            } else {
                let row = other.row();
                let same = other.closed.is_none() && !contact.named_too_in(&row, today).is_empty();
                same.then_some(Tie::Same)
            }
        };
        let others = self.others.values().flatten().filter(|_| looks.family);
        others.filter_map(|other| Some(Other::of(other, tie(other)?))).collect()
    }

    /// Turns to another contact; done once more, back to the one the scenario is about.
    fn turn_to(&mut self, other: u64) {
        let aside = self.others.insert(other, self.contact.take()).flatten();
        self.contact = aside;
        self.reference = if self.reference == other { 1841 } else { other };
    }

    /// Tells whether a statement holds now.
    pub(super) fn holds(&self, statement: &str) -> Result<(), String> {
        if let Some(held) = clock::check(self, statement) {
            return held;
        }
        if let Some(held) = super::handover::check(self, statement) {
            return held;
        }
        if let Some(held) = super::visit::check(self, statement) {
            return held;
        }
        let actor = self.last.clone().ok_or("nobody has done anything yet")?;
        let cx = Context { now: self.now, actor: &actor, policy: self.policy, duty: &self.duty };
        statements::check(self, self.contact()?, &cx, statement)
    }

    /// Reads “Wed 25 Nov 2026 09:10”, or “09:10” of the same day.
    pub(super) fn time(&self, text: &str) -> Result<DateTime<Utc>, String> {
        time(text, Some(self.now))
    }

    pub(super) fn person(&self, name: &str) -> Result<PersonNo, String> {
        let people = &self.contact()?.family.people;
        if let Some(no) = name.strip_prefix("person ").and_then(|no| no.parse().ok()) {
            return Ok(PersonNo(no));
        }
        let named = |full: &str| full == name || full.split(' ').next() == Some(name);
        let found = people.iter().find(|person| person.details.name.as_deref().is_some_and(named));
        found.map(|person| person.no).ok_or_else(|| format!("nobody in the family is called {name}"))
    }

    pub(super) fn people(&self, names: &str) -> Result<Vec<PersonNo>, String> {
        if names == "nobody" {
            return Ok(vec![]);
        }
        list(names).map(|name| self.person(name)).collect()
    }
}

fn kind(event: &Event) -> String {
    unversioned(event.kind(), "contact.")
}

pub(super) fn unversioned(kind: &str, of: &str) -> String {
    let kind = kind.trim_start_matches(of);
    kind.rsplit_once(".v").map_or(kind, |(kind, _)| kind).to_owned()
}

pub(super) fn contact_id(reference: u64) -> ContactId {
    ContactId(Uuid::from_u128(u128::from(reference)))
}

fn time(text: &str, today: Option<DateTime<Utc>>) -> Result<DateTime<Utc>, String> {
    let whole = match today {
        Some(now) if text.len() == 5 => format!("{} {text}", local::to_local(now).format("%a %d %b %Y")),
        _ => text.to_owned(),
    };
    let wall = NaiveDateTime::parse_from_str(&whole, "%a %d %b %Y %H:%M")
        .map_err(|error| format!("`{text}` is no time as “Tue 24 Nov 2026 14:07” ({error})"))?;
    local::from_local(wall).map_err(|error| error.to_string())
}

/// Reads “police and health visitor”; “nobody” is none.
pub(super) fn agencies(names: &str) -> Vec<AgencyId> {
    if names == "nobody" {
        return vec![];
    }
    list(names).map(agency).collect()
}

pub(super) fn agency(name: &str) -> AgencyId {
    AgencyId::new(name.replace(' ', "_"))
}

pub(super) fn purpose(name: &str) -> PurposeId {
    PurposeId::new(name.replace(' ', "_"))
}
