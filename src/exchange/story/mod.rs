//! A night at the desk, told through the domain's own door: every fact here was decided and applied like any other.

mod told;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

pub(crate) use self::told::{first_minute, night, until_morning};
use crate::{
    domain::{
        contact::{
            Command, Contact, Context, Event, Stamp,
            call::{Caller, ChildWords, Command as Call, Mark, NewNote, Take},
            family::{Command as Family, Details, Household, Kind, Link, Telling},
            oversight::{Command as Oversee, Dictated, ManagerWords, Proof, Reached, Request},
            route::Command as Go,
            telling::{Command as Tell, Owner, Promised},
        },
        desk::{Account, Staff, State},
        directory::RotaNumber,
        duty::{Duty, Hold},
        ids::{
            AccountId, ChallengeNo, ContactId, DeviceId, FieldKey, HouseholdNo, OutcomeLetter, OverrideNo,
            PersonNo, Reference, StaffId,
        },
        input::born::Born,
        policy::{Policy, Role, script::StageNo},
        staff::Actor,
        value::{Value, YesNo},
    },
    exchange::letter::LetterContext,
    profile,
};

/// A contact and what it is read with.
pub(crate) struct Story {
    pub(crate) contact: Contact,
    pub(crate) desk: State,
    pub(crate) policy: Policy,
    pub(crate) duty: Duty,
    pub(crate) now: DateTime<Utc>,
    worker: Actor,
    manager: Actor,
}

const ELLIS: PersonNo = PersonNo(1);
const MIA: PersonNo = PersonNo(2);
const KELLY: PersonNo = PersonNo(3);
const DAN: PersonNo = PersonNo(4);

fn someone(n: u128, name: &str, role: Role) -> (Staff, Account, Actor) {
    let (person, account) = (StaffId(Uuid::from_u128(n)), AccountId(Uuid::from_u128(n + 100)));
    let (name, roles) = (name.to_owned(), vec![role]);
    (
        Staff { id: person, name: name.clone(), initials: crate::domain::desk::initials(&name) },
        Account { id: account, person, name: name.to_lowercase(), roles: roles.clone() },
        Actor { person, account, name, roles },
    )
}

/// Tells of a word from away: rung in vain, an answer that did not fit, dictated, shared under, disowned.
pub(crate) fn from_away() -> Story {
    let mut story = night();
    let manager = story.manager.person;
    story.desk.evolve(&crate::domain::desk::Event::RotaNumberSet(RotaNumber {
        person: manager,
        number: "07700 900104".to_owned(),
        by: manager,
    }));
    story.duty.directory = story.desk.directory();
    let asked = story.contact.oversight.overrides[0].request.clone();
    let until = story.now + TimeDelta::hours(6);
    story.does(Oversee::Ask { no: None, request: Request { until, review: until, ..asked } });
    let no = OverrideNo(2);
    story.does(Oversee::RecordAttempt { no, manager, rung: story.now, reached: Reached::Engaged });
    let dictated = Dictated {
        manager,
        began: story.now,
        words: ManagerWords {
            belief: "I think he pays for every call that reaches her partner this night.".to_owned(),
            if_asked: "The partner would know within minutes".to_owned(),
            less: "Nothing less reaches what only officers hold".to_owned(),
            why_agencies: "Only they hold it".to_owned(),
        },
        narrowed: None,
        seen_refusals: vec![],
    };
    let device = DeviceId(Uuid::from_u128(90));
    let proof = Proof::Bound { challenge: ChallengeNo(1), device, fits: false };
    let (nonce, no_device) = ("00112233445566778899aabbccddeeff".to_owned(), String::new());
    story.does(Oversee::Challenge { no, dictated: dictated.clone(), nonce });
    story.does(Oversee::AuthoriseByTelephone { no, dictated: dictated.clone(), proof, no_device });
    let no_device = "the device is at the office".to_owned();
    story.does(Oversee::AuthoriseByTelephone { no, dictated, proof: Proof::Nothing, no_device });
    story
}

/// Begins a contact with this caller, late on a Sunday evening.
pub(crate) fn begin(caller: Caller) -> Story {
    let now: DateTime<Utc> = "2026-11-22T22:00:00Z".parse().unwrap();
    let policy = profile::load("southampton").unwrap();
    let mut duty = Duty::new(policy.hours.clone());
    let mut desk = State::default();
    let (staff, account, worker) = someone(1, "A. Okoro", Role::EdtPractitioner);
    desk.staff.push(staff);
    desk.accounts.push(account);
    let (staff, account, manager) = someone(2, "R. Shaw", Role::OnCallSeniorManager);
    desk.staff.push(staff);
    desk.accounts.push(account);
    let until = now + TimeDelta::hours(12);
    duty.roster.set(Hold { role: Role::OnCallSeniorManager, person: manager.person, from: now, until });
    let cx = Context { now, actor: &worker, policy: &policy, duty: &duty };
    let take = Take { reference: Some(Reference(1841)), ring: None, caller };
    let events = Contact::take(&take, &cx).unwrap();
    let stamp = Stamp { at: now, by: worker.person };
    let contact = Contact::begin(ContactId(Uuid::from_u128(7)), &events[0], stamp).unwrap();
    Story { contact, desk, policy, duty, now, worker, manager }
}

impl Story {
    /// Gives the context in which the worker reads.
    pub(crate) fn reads(&self) -> Context<'_> {
        Context { now: self.now, actor: &self.worker, policy: &self.policy, duty: &self.duty }
    }

    /// Gives the context in which the worker writes a letter.
    pub(crate) fn letters(&self) -> LetterContext<'_> {
        LetterContext {
            others: &[],
            policy: &self.policy,
            desk: &self.desk,
            worker: "A. Okoro",
            now: self.now,
            number: Some("01632 960100"),
            why: "",
        }
    }

    fn acts(&mut self, by_manager: bool, command: impl Into<Command>) {
        self.now += TimeDelta::minutes(1);
        let actor = if by_manager { &self.manager } else { &self.worker };
        let cx = Context { now: self.now, actor, policy: &self.policy, duty: &self.duty };
        let events: Vec<Event> = self.contact.decide(&command.into(), &cx).unwrap();
        let stamp = Stamp { at: self.now, by: actor.person };
        for event in &events {
            self.contact.evolve(event, stamp);
        }
    }

    /// Lets the worker do something, a minute later.
    pub(crate) fn does(&mut self, command: impl Into<Command>) {
        self.acts(false, command);
    }

    fn manager_does(&mut self, command: impl Into<Command>) {
        self.acts(true, command);
    }

    fn writes(&mut self, text: &str, mark: Option<Mark>, child: Option<ChildWords>) {
        let note =
            NewNote { text: text.to_owned(), mark, happened: None, typed: None, child, stage: StageNo(4) };
        self.does(Call::Write(note));
    }

    fn answers(&mut self, field: &str, value: Value) {
        self.does(Call::Answer { field: FieldKey::from(field), value });
    }

    /// Names two children, their mother and her partner.
    pub(crate) fn names_the_family(&mut self) {
        let person =
            |kind, name: &str, born| Details { name: Some(name.to_owned()), born, ..Details::of(kind) };
        let ellis = person(Kind::Child, "Ellis Brook", Some(Born::Date("2019-03-03".parse().unwrap())));
        self.does(Family::Add(Details { places: "Year 3, Weston Primary".to_owned(), ..ellis }));
        self.does(Family::Add(person(Kind::Child, "Mia Brook", Some(Born::About(16)))));
        self.does(Family::Add(Details {
            responsibility: Some(YesNo::Yes),
            responsible_for: vec![ELLIS, MIA],
            responsibility_how: "birth mother, said by the ward".to_owned(),
            ..person(Kind::Parent, "Kelly Brook", None)
        }));
        self.does(Family::Add(Details {
            relation: "mother's partner".to_owned(),
            ..person(Kind::Adult, "Dan Reed", None)
        }));
        self.does(Family::SetTelling {
            person: DAN,
            telling: Telling {
                not_to_be_told: true,
                why: "it would put Kelly and the children in danger".to_owned(),
                ring: Some(YesNo::No),
                ..Telling::default()
            },
        });
        self.does(Family::Link(Link { from: DAN, to: KELLY, words: "partner of".to_owned() }));
        self.does(Family::SetHousehold(Household {
            no: HouseholdNo(0),
            place: "12 Harbour Row".to_owned(),
            protected: true,
            members: vec![ELLIS, MIA, KELLY],
        }));
    }

    /// Promises the caller to ring them.
    pub(crate) fn promises_the_caller(&mut self, to: &str) {
        self.does(Tell::Promise(Promised {
            what: "ring and say what was decided".to_owned(),
            to: to.to_owned(),
            person: None,
            ring_back: true,
            owner: Owner::Staff(self.worker.person),
            by: "2026-11-23T10:00:00Z".parse().unwrap(),
            agreed_with: "the caller".to_owned(),
        }));
    }

    /// Decides and sends an outcome, with the manager where that takes two.
    pub(crate) fn sends(&mut self, letter: char, child: PersonNo, fields: &[(&str, Value)]) {
        self.does(Go::Open { letter: OutcomeLetter(letter), children: vec![child] });
        let route = self.contact.routes.list.last().unwrap().no;
        for (field, value) in fields {
            self.does(Go::Fill { route, field: FieldKey::from(*field), value: value.clone() });
        }
        self.does(Go::decide(route, "What the ward saw, and what Ellis said, speak for it."));
        let seconds = self.policy.outcomes.get(OutcomeLetter(letter)).unwrap().second.is_some();
        if seconds {
            let words = "I have read both and agree.".to_owned();
            self.manager_does(Go::Second { route, agree: true, words });
        }
        self.does(Go::send(route, "It does not wait for the rest."));
    }
}
