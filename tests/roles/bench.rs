//! A desk on which every role has a person, and the contacts that are tried on.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{Clock, Desk, Opening, Random, Request, clock::FixedClock, demo},
    domain::{
        contact::{
            Command,
            access::{self, Kind, Restricted},
            call::{self, Caller, Take},
            telling,
        },
        desk::{Account, Command as Run, Staff, initials},
        duty::Hold,
        ids::{AccountId, ContactId, Reference, StaffId},
        policy::{CallerKind, Role},
        staff::Actor,
    },
    store::{Folder, keys::passphrase::Chosen},
};

use super::tries::family;
use crate::common::console::TUESDAY;

/// A desk on which every role has a person.
pub(crate) struct Bench {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) home: tempfile::TempDir,
    pub(crate) okoro: Actor,
    pub(crate) bello: Actor,
    pub(super) made: u64,
}

/// A contact made ready.
#[derive(Clone, Copy)]
pub(crate) struct Ready {
    pub(crate) id: ContactId,
    pub(crate) reference: Reference,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let at: DateTime<Utc> = TUESDAY.parse().unwrap();
        demo::make(&folder, &demo::Order { contacts: 0, seed: 1, at }, &mut |_| {}).unwrap();
        let clock = Arc::new(FixedClock::at(at));
        let shared: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
        let mut desk = Desk::open(&folder, Opening::default(), shared, Random::Seeded(5)).unwrap();
        desk.sign_in_for_practice("S. Adler").unwrap();
        let actor = |desk: &Desk, login: &str| {
            let account = desk.book().state.find_account(login).unwrap().id;
            desk.book().state.actor(account).unwrap()
        };
        let (okoro, bello) = (actor(&desk, "a.okoro"), actor(&desk, "t.bello"));
        let mut bench = Self { desk, clock, home, okoro, bello, made: 0 };
        for role in Role::ALL {
            let name = format!("{} of the test", role.key());
            let person = bench.add(&name, role.key(), vec![role]);
            if role.manages() {
                // On the rota all week; whether that gives authority is the profile's to say.
                let hold =
                    Hold { role, person, from: at - TimeDelta::days(1), until: at + TimeDelta::days(7) };
                bench.desk.answer(Request::Desk(Box::new(Run::SetDuty(hold)))).unwrap();
            }
        }
        bench
    }

    pub(super) fn uuid(&mut self) -> uuid::Uuid {
        self.made += 1;
        Random::Seeded(1_000 + self.made).uuid(self.clock.now()).unwrap()
    }

    pub(crate) fn add(&mut self, name: &str, login: &str, roles: Vec<Role>) -> StaffId {
        let id = StaffId(self.uuid());
        let account = Account { id: AccountId(self.uuid()), person: id, name: login.to_owned(), roles };
        let staff = Staff { id, name: name.to_owned(), initials: initials(name) };
        let chosen = Chosen::for_practice(demo::PASSPHRASE);
        self.desk.add_staff(staff, account, &chosen).unwrap();
        id
    }

    /// Signs in the person of a role.
    pub(crate) fn sign_in(&mut self, role: Role) -> Actor {
        self.desk.sign_in_for_practice(role.key()).unwrap().clone()
    }

    /// Gives the person of a role, without signing them in.
    pub(crate) fn tester(&self, role: Role) -> Actor {
        let state = &self.desk.book().state;
        state.actor(state.find_account(role.key()).unwrap().id).unwrap()
    }

    /// Does things to a contact as somebody, past every console.
    pub(crate) fn does(&mut self, ready: Ready, actor: &Actor, commands: &[Command]) {
        let now = self.clock.now();
        self.desk
            .work(|work| {
                let mut contact = work.contact(ready.id)?;
                for command in commands {
                    work.act(&mut contact, command, actor, now, None)?;
                }
                work.settle(&contact)
            })
            .unwrap();
    }

    /// Opens a contact by A. Okoro: two children, their mother, who was not asked, and the call ended.
    pub(crate) fn contact(&mut self) -> Ready {
        let (now, okoro) = (self.clock.now(), self.okoro.clone());
        let caller = Caller { kind: Some(CallerKind::Professional), ..Caller::default() };
        let take = Take { caller, ..Take::default() };
        let contact = self.desk.work(|work| {
            let contact = work.take(&take, &okoro, now)?;
            work.settle(&contact)?;
            Ok(contact)
        });
        let contact = contact.unwrap();
        let ready = Ready { id: contact.id, reference: contact.reference };
        self.does(ready, &okoro, &[family(), vec![call::Command::End.into()]].concat());
        ready
    }

    /// Makes a contact that is closed: a consultation, in which nobody is named.
    pub(crate) fn closed(&mut self) -> Ready {
        let (now, okoro) = (self.clock.now(), self.okoro.clone());
        let caller = Caller { kind: Some(CallerKind::Consultation), ..Caller::default() };
        let take = Take { caller, ..Take::default() };
        let contact = self.desk.work(|work| work.take(&take, &okoro, now)).unwrap();
        let ready = Ready { id: contact.id, reference: contact.reference };
        self.does(
            ready,
            &okoro,
            &[
                call::Command::End.into(),
                telling::Command::NotSend { why: "they have the advice from the call".to_owned() }.into(),
                telling::Command::Close { words: String::new() }.into(),
            ],
        );
        ready
    }

    /// Restricts a contact to A. Okoro, whoever else is named, and whoever's family it is.
    pub(crate) fn restrict(&mut self, ready: Ready, named: &[StaffId], family_of: &[StaffId]) {
        let okoro = self.okoro.clone();
        let named = [&[okoro.person], named].concat();
        let (why, family_of) = ("a worker knows them".to_owned(), family_of.to_vec());
        let kind = if family_of.is_empty() { Kind::Other } else { Kind::OwnFamily };
        let restricted = Restricted { kind, why, named, family_of };
        self.does(ready, &okoro, &[access::Command::Restrict(restricted).into()]);
    }

    /// Lifts the restriction, where there is one.
    pub(crate) fn unrestrict(&mut self, ready: Ready) {
        if self.desk.contact(ready.reference).unwrap().access.restriction.is_some() {
            let lift = access::Command::Lift { why: "for the test".to_owned() };
            let lifts = Actor { roles: vec![Role::CrsManager], ..self.okoro.clone() };
            self.does(ready, &lifts, &[lift.into()]);
        }
    }
}
