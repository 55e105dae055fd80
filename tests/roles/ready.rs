//! What must be so before an action is tried, and how the contact stands towards whoever tries.

use chrono::TimeDelta;
use dutydesk::{
    desk::{Clock as _, Request},
    domain::{
        contact::{
            Command,
            agreement::Answer as Said,
            oversight::{self, Dictated, Proof},
        },
        desk::{Account, Command as Run},
        duty::Hold,
        ids::{AccountId, EmergencyNo, OverrideNo, StaffId},
        permission::State,
        policy::Role,
        staff::Actor,
    },
};

use super::{
    bench::{Bench, Ready},
    tries,
};

impl Bench {
    /// Makes ready what an action needs while nothing stands in the way; it is done by people who may.
    pub(crate) fn ready(&mut self, action: &str, tester: &Actor) -> Ready {
        let ready = self.contact();
        let okoro = self.okoro.clone();
        self.asked(action, ready, &okoro, tester.person);
        ready
    }

    /// Does to a contact what an action answers, by whoever asks for it; `manager` is whose word a word by telephone is.
    fn asked(&mut self, action: &str, ready: Ready, asker: &Actor, manager: StaffId) {
        let now = self.clock.now();
        let before: Vec<Command> = match action {
            "share" => vec![tries::agreement(Said::Agreed, "police")],
            "authorise" | "decline" | "return" => vec![tries::ask(now)],
            "sign" => {
                let words = tries::words();
                let dictated =
                    Dictated { manager, began: now, words, narrowed: None, seen_refusals: Vec::new() };
                let no_device = "it lies at the office".to_owned();
                let (no, proof) = (OverrideNo(1), Proof::Nothing);
                let said = oversight::Command::AuthoriseByTelephone { no, dictated, proof, no_device };
                vec![tries::ask(now), said.into()]
            }
            "uphold" | "settle a recall" => vec![tries::act_at_once()],
            "keep a promise" => vec![tries::promise(now)],
            "decide ground" | "end ground" => vec![tries::propose()],
            "check letter" => vec![tries::letter()],
            "second" => vec![tries::open_card('X'), tries::decide(1)],
            action if action.starts_with("decide ") && action.len() == 8 => {
                vec![tries::open_card(action.chars().last().unwrap())]
            }
            _ => vec![],
        };
        self.does(ready, asker, &before);
        if action == "settle a recall" {
            let manager = self.tester(Role::CrsManager);
            let not_upheld = oversight::Command::NotUphold {
                no: EmergencyNo(1),
                words: tries::words().belief,
                stop: "nobody else is rung".to_owned(),
                told: "the police, by me".to_owned(),
            };
            self.does(ready, &manager, &[not_upheld.into()]);
        }
        if action == "sign an analysis" {
            let bello = self.bello.clone();
            self.does(ready, &bello, &[tries::analyse(manager)]);
        }
        if action == "see glass" {
            // Broken by a colleague, and looked at once it is restricted no more.
            self.restrict(ready, &[], &[]);
            let bello = self.bello.clone();
            self.does(ready, &bello, &[tries::break_glass()]);
            self.unrestrict(ready);
        }
    }

    /// Makes a contact ready for an action that somebody of a role tries, standing towards them as is wanted, and signs them in.
    pub(crate) fn prepare(&mut self, action: &str, role: Role, state: State) -> Ready {
        let tester = if action.starts_with("sign") { self.rung(role) } else { self.sign_in(role) };
        if state == State::Closed {
            return self.closed();
        }
        let as_worker = Actor { roles: vec![Role::SocialWorker], ..tester.clone() };
        let asker = if state == State::OwnRequest { as_worker.clone() } else { self.okoro.clone() };
        let ready = self.contact();
        if state != State::OwnGlass {
            self.asked(action, ready, &asker, tester.person);
        }
        // The table asks by the role somebody signs in with, so that everybody can be named at once.
        let everybody: Vec<StaffId> =
            Role::ALL.map(|role| self.tester(role).person).into_iter().chain([tester.person]).collect();
        match state {
            State::Named => self.restrict(ready, &everybody, &[]),
            State::Restricted => self.restrict(ready, &[], &[]),
            State::Glass | State::OwnGlass => {
                self.restrict(ready, &[], &[]);
                self.does(ready, &as_worker, &[tries::break_glass()]);
            }
            State::OwnFamily => self.restrict(ready, &everybody, &everybody),
            _ => {}
        }
        ready
    }

    /// Makes somebody whose word by telephone can be taken down, and signs them in by an account of the role: they may have
    /// another role by the time they sign.
    fn rung(&mut self, role: Role) -> Actor {
        self.desk.sign_in_for_practice("S. Adler").unwrap();
        let (name, at) = (format!("rung.{}", self.made), self.clock.now());
        let person =
            self.add(&name, &format!("{name}.manager"), vec![Role::CrsManager, Role::OnCallSeniorManager]);
        let (id, until) = (AccountId(self.uuid()), at + TimeDelta::days(1));
        let hold = |role| Run::SetDuty(Hold { role, person, from: at - TimeDelta::days(1), until });
        let holds = [Role::CrsManager, Role::OnCallSeniorManager].map(hold);
        let number = Run::SetNumber { person, number: "07700 900199".to_owned() };
        for command in holds.into_iter().chain([number]) {
            self.desk.answer(Request::Desk(Box::new(command))).unwrap();
        }
        self.desk.open_account(Account { id, person, name: name.clone(), roles: vec![role] }).unwrap();
        self.desk.sign_in_for_practice(&name).unwrap().clone()
    }
}
