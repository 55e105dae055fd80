//! Nobody authorises what they asked for: ten thousand tries and more, by every way round that anybody thought of.
//!
//! Each round one person asks, and then tries to be their own manager: by a second account, by roles given and taken in
//! between, by putting themselves on the rota, on the telephone through a colleague, with devices they enrolled, with
//! challenges, codes and plain words. A round that fails is told with its seed: `SELF_SEED=… cargo test self_authorising`.

use std::hash::{BuildHasher, Hasher, RandomState};

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        Command, Contact, Context, Event, Stamp, agreement, call, family,
        oversight::{
            self, Acted, AgencyWhy, Answered, Dictated, Follows, ManagerWords, OfTwo, Proof, Proposed,
            Request, State, TellFamily, read_out_of_two,
        },
    },
    desk::{self, Account},
    device::{self, Kind},
    duty::{Duty, Hold},
    ids::{
        AccountId, ChallengeNo, ContactId, DeviceId, EmergencyNo, GroundNo, OverrideNo, PersonNo, Reference,
        StaffId,
    },
    policy::{
        Policy, Role,
        sharing::{Case, GroundKind},
    },
    staff::Actor,
};
use uuid::Uuid;

use crate::scenarios::cast;

const ROUNDS: usize = 4_000;

/// A plain source of chance, told by its seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// One round: the desk, the contact, and who asked.
struct World<'a> {
    policy: &'a Policy,
    duty: Duty,
    desk: desk::State,
    contact: Contact,
    now: DateTime<Utc>,
    asker: StaffId,
    dice: Dice,
    tried: usize,
    codes: u64,
}

fn words(belief: &str) -> ManagerWords {
    ManagerWords {
        belief: belief.to_owned(),
        if_asked: "he would be warned".to_owned(),
        less: "a call without names gets no answer".to_owned(),
        why_agencies: "these two know him".to_owned(),
    }
}

const BELIEF: &str = "He was released today and knows the street in which they live now";
const ANSWER: &str = "In my view waiting for an answer would leave the children where nobody looks";

impl<'a> World<'a> {
    fn new(policy: &'a Policy, mut dice: Dice) -> Self {
        // By day or by night, on a week day.
        let hours = [4, 10, 11, 13, 15, 18, 23];
        let now: DateTime<Utc> = "2026-11-24T00:07:00Z".parse().unwrap();
        let now = now + TimeDelta::hours(*dice.one(&hours));
        let staff = cast::everyone();
        let writers: Vec<&Actor> = staff.iter().filter(|actor| actor.writes()).collect();
        let actor = (*dice.one(&writers)).clone();
        let duty = cast::duty(policy, now);
        let cx = Context { now, actor: &actor, policy, duty: &duty };
        let take = call::Take { reference: Some(Reference(1)), ..call::Take::default() };
        let taken = Contact::take(&take, &cx).unwrap().remove(0);
        let stamp = Stamp { at: now, by: actor.person };
        let contact = Contact::begin(ContactId(Uuid::from_u128(1)), &taken, stamp).unwrap();
        let desk = cast::desk();
        let asker = actor.person;
        let mut world = Self { policy, duty, desk, contact, now, asker, dice, tried: 0, codes: 0 };
        let child =
            family::Details { name: Some("Ellis".to_owned()), ..family::Details::of(family::Kind::Child) };
        world.must(&actor, family::Command::Add(child));
        let mother =
            family::Details { name: Some("Kate".to_owned()), ..family::Details::of(family::Kind::Parent) };
        world.must(&actor, family::Command::Add(mother));
        world.must(
            &actor,
            agreement::Command::Record(agreement::Asked {
                person: PersonNo(2),
                capacity: agreement::Capacity::OwnInformation,
                children: vec![PersonNo(1)],
                purpose: "protection".into(),
                agencies: vec!["police".into()],
                answer: agreement::Answer::NotAsked { why: "he would hear of it".to_owned() },
                words: String::new(),
            }),
        );
        world.asks(&actor);
        world
    }

    fn must(&mut self, actor: &Actor, command: impl Into<Command>) {
        self.does(actor, command).unwrap();
    }

    /// Does something and keeps what follows; the error is the refusal's code.
    fn does(&mut self, actor: &Actor, command: impl Into<Command>) -> Result<Vec<Event>, &'static str> {
        let command = command.into();
        self.now += TimeDelta::seconds(1);
        let cx = Context { now: self.now, actor, policy: self.policy, duty: &self.duty };
        let events = self.contact.decide(&command, &cx);
        let stamp = Stamp { at: self.now, by: actor.person };
        match events {
            Ok(events) => {
                for event in &events {
                    self.contact.evolve(event, stamp);
                }
                Ok(events)
            }
            Err(refusal) => {
                let tried = command.tries();
                if let Some(event) = tried.and_then(|tried| self.contact.witness(tried, &refusal)) {
                    self.contact.evolve(&event, stamp);
                }
                Err(refusal.code)
            }
        }
    }

    fn asks(&mut self, actor: &Actor) {
        let request = Request {
            children: vec![PersonNo(1)],
            not_agreed: "nobody was asked".to_owned(),
            case: Case::AskingPlacesAtRisk,
            belief: BELIEF.to_owned(),
            purpose: "protection".into(),
            what: "names and the address".to_owned(),
            agencies: vec![AgencyWhy { agency: "police".into(), why: "they know him".to_owned() }],
            less: "no names, no answer".to_owned(),
            until: self.now + TimeDelta::hours(12),
            review: self.now + TimeDelta::hours(6),
            tell_family: TellFamily::NotNow { why: "he reads her post".to_owned() },
        };
        if self.dice.below(4) == 0 {
            // They write, and somebody else presses the key.
            self.must(actor, oversight::Command::Draft { no: None, request: request.clone() });
            let other = self.another();
            self.must(&other, oversight::Command::Ask { no: Some(OverrideNo(1)), request });
        } else {
            self.must(actor, oversight::Command::Ask { no: None, request });
        }
        let acted = Acted {
            children: vec![PersonNo(1)],
            danger: "a knife at the door".to_owned(),
            done: "rang 999".to_owned(),
            agencies: vec!["police".into()],
        };
        self.must(actor, oversight::Command::Act(acted));
        let proposed = Proposed {
            until: None,
            kind: GroundKind::Section47,
            children: vec![PersonNo(1)],
            evidence: "three burns in a month".to_owned(),
            agencies: vec!["police".into()],
        };
        let _ = self.does(actor, oversight::Command::Propose(proposed));
    }

    /// Gives an account of the asker as it is now.
    fn own_account(&mut self) -> Actor {
        let mine: Vec<AccountId> =
            self.desk.accounts.iter().filter(|a| a.person == self.asker).map(|a| a.id).collect();
        let account = *self.dice.one(&mine);
        self.desk.actor(account).unwrap()
    }

    /// Gives somebody else who may write.
    fn another(&mut self) -> Actor {
        let others: Vec<Actor> = (self.desk.accounts.iter())
            .filter(|account| account.person != self.asker)
            .filter_map(|account| self.desk.actor(account.id))
            .filter(Actor::writes)
            .collect();
        self.dice.one(&others).clone()
    }

    fn desk_does(&mut self, actor: &Actor, command: &desk::Command) {
        if let Ok(events) = self.desk.decide(command, Some(actor)) {
            for event in events {
                self.desk.evolve(&event);
            }
            self.duty.directory = self.desk.directory();
        }
    }

    /// Changes something that might help: roles, rota, numbers, devices.
    fn prepare(&mut self) {
        let asker = self.asker;
        match self.dice.below(8) {
            // A second account with a manager's role; by whoever may, or by the asker themselves.
            0 => {
                let (who, role) =
                    (self.another(), *self.dice.one(&[Role::CrsManager, Role::OnCallSeniorManager]));
                let who = if self.dice.below(2) == 0 { who } else { self.own_account() };
                let n = self.dice.number();
                let id = AccountId(Uuid::from_u128(u128::from(n)));
                let account = Account { id, person: asker, name: format!("account {n}"), roles: vec![role] };
                self.desk_does(&who, &desk::Command::OpenAccount(account.clone()));
                // As if an administrator had: the roles themselves are no crime.
                if self.desk.actor(id).is_none() {
                    self.desk.evolve(&desk::Event::AccountOpened(account));
                    self.duty.directory = self.desk.directory();
                }
            }
            // Roles given or taken in between.
            1 => {
                let roles =
                    [Role::SocialWorker, Role::CrsManager, Role::OnCallSeniorManager, Role::HeadOfService];
                let role = *self.dice.one(&roles);
                let mut mine: Vec<_> =
                    self.desk.accounts.iter_mut().filter(|account| account.person == asker).collect();
                let at = self.dice.below(mine.len());
                mine[at].roles = vec![role];
                self.duty.directory = self.desk.directory();
            }
            // On the rota, as if a manager had set it.
            2 | 3 => {
                let role = *self.dice.one(&[Role::CrsManager, Role::OnCallSeniorManager]);
                let from = self.now - TimeDelta::hours(*self.dice.one(&[0, 1, 6, 11]));
                self.duty.roster.set(Hold {
                    role,
                    person: asker,
                    from,
                    until: self.now + TimeDelta::hours(20),
                });
            }
            4 => {
                let (who, number) = (self.own_account(), "07700 900555".to_owned());
                let person = if self.dice.below(2) == 0 { asker } else { self.another().person };
                self.desk_does(&who, &desk::Command::SetNumber { person, number });
            }
            // A device, with the asker as owner, or as one of the two.
            _ => {
                let device = DeviceId(Uuid::from_u128(9_000 + u128::from(self.dice.number() % 6)));
                let secret = format!("mark {device}");
                let person = if self.dice.below(2) == 0 { asker } else { self.another().person };
                let kind = *self.dice.one(&[Kind::Bound, Kind::Totp]);
                let (mine, theirs) = (self.own_account(), self.another());
                let (first, second) = if self.dice.below(2) == 0 { (mine, theirs) } else { (theirs, mine) };
                let propose =
                    device::Command::Propose { device, person, kind, secret: secret.clone(), replaces: None };
                self.desk_does(&first, &desk::Command::Device(propose));
                self.desk_does(&second, &desk::Command::Device(device::Command::Enrol { device, secret }));
            }
        }
    }

    /// Tries to have the asker's own request authorised by the asker, or on the word of a device they enrolled.
    fn attempt(&mut self) {
        let no = OverrideNo(1);
        let mine = self.own_account();
        let other = self.another();
        let writer = if self.dice.below(2) == 0 { mine.clone() } else { other.clone() };
        let dictated = |manager| Dictated {
            manager,
            began: self.now,
            words: words(ANSWER),
            narrowed: None,
            seen_refusals: vec![],
        };
        let spoke = dictated(self.asker);
        let others_word = dictated(other.person);
        match self.dice.below(8) {
            0 | 1 => {
                let words = words(ANSWER);
                let _ = self.does(
                    &mine,
                    oversight::Command::Authorise { no, words, narrowed: None, seen_refusals: vec![] },
                );
            }
            2 => {
                let _ = self
                    .does(&mine, oversight::Command::Uphold { no: EmergencyNo(1), words: ANSWER.to_owned() });
            }
            3 => {
                let words = ANSWER.to_owned();
                let _ = self
                    .does(&mine, oversight::Command::DecideGround { no: GroundNo(1), agree: true, words });
            }
            4 => {
                let why = "the telephone is at home".to_owned();
                self.takes_down(&writer, self.asker, Proof::Nothing, &why);
                let _ = self.does(&writer, by_telephone(spoke, Proof::Nothing, why));
            }
            // On the word of any device there is: as themselves, or as a manager whose device they enrolled.
            way => {
                let devices: Vec<DeviceId> = self.desk.devices.all().iter().map(|device| device.id).collect();
                if devices.is_empty() {
                    return self.prepare();
                }
                let device = *self.dice.one(&devices);
                let theirs = self.desk.devices.get(device).is_some_and(|device| {
                    !device.was_enrolled_by(self.asker) && !device.was_enrolled_by(writer.person)
                });
                // An honest device of another manager is no way round.
                let spoke = if way == 5 || theirs { spoke } else { others_word };
                let nonce = format!("{:032x}", self.dice.number());
                let _ =
                    self.does(&writer, oversight::Command::Challenge { no, dictated: spoke.clone(), nonce });
                let challenges = self.contact.oversight.overrides[0].challenges.len();
                let challenge = ChallengeNo(u32::try_from(challenges).unwrap());
                let step = if self.dice.below(3) == 0 { self.codes } else { self.codes + 1 };
                self.codes = step;
                let proof = if self.dice.below(2) == 0 {
                    Proof::Bound { challenge, device, fits: true }
                } else {
                    Proof::Code { device, step, fits: true }
                };
                self.takes_down(&writer, spoke.manager, proof, "");
                let _ = self.does(&writer, by_telephone(spoke, proof, String::new()));
            }
        }
        self.tried += 1;
    }

    /// Has a word by telephone taken down on what was done at once, and on the ground.
    fn takes_down(&mut self, writer: &Actor, manager: StaffId, proof: Proof, no_device: &str) {
        for of in [OfTwo::Emergency(EmergencyNo(1)), OfTwo::Ground(GroundNo(1))] {
            let cx = Context { now: self.now, actor: writer, policy: self.policy, duty: &self.duty };
            let read_out = read_out_of_two(&self.contact, of, &cx);
            let (words, follows) = (ANSWER.to_owned(), Follows::default());
            let answered = Answered { manager, began: self.now, read_out, agree: true, words, follows };
            let no_device = no_device.to_owned();
            let _ = self.does(writer, oversight::Command::TakeDown { of, answered, proof, no_device });
        }
    }

    /// Says what went wrong, if anything did.
    fn wrong(&self) -> Option<String> {
        let o = &self.contact.oversight.overrides[0];
        if let Some(given) = o.given() {
            return Some(format!("override 1 was authorised: {given:?}"));
        }
        if !matches!(o.state, State::Requested) {
            return Some(format!("override 1 is {}", o.state.words()));
        }
        let e = &self.contact.oversight.emergencies[0];
        if e.state != oversight::EmergencyState::Waits {
            return Some(format!("the emergency is {}", e.state.words()));
        }
        self.contact
            .oversight
            .grounds
            .first()
            .filter(|ground| ground.state != oversight::GroundState::Waits)
            .map(|ground| format!("the ground is {}", ground.state.words()))
    }
}

fn by_telephone(dictated: Dictated, proof: Proof, no_device: String) -> oversight::Command {
    oversight::Command::AuthoriseByTelephone { no: OverrideNo(1), dictated, proof, no_device }
}

#[test]
fn nobody_authorises_what_they_asked_for() {
    let given = std::env::var("SELF_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let policy = dutydesk::profile::load("southampton").unwrap();
    let (mut tried, mut honest) = (0, 0);
    for round in 0..ROUNDS {
        let mut world = World::new(&policy, Dice(seed.wrapping_add(round as u64)));
        for _ in 0..4 {
            for _ in 0..world.dice.below(4) {
                world.prepare();
            }
            world.attempt();
            if let Some(what) = world.wrong() {
                panic!("SELF_SEED={seed}, round {round}: {what}");
            }
        }
        tried += world.tried;
        honest += usize::from(another_may(&mut world));
    }
    assert!(tried >= 10_000, "only {tried} tries");
    // Tries that nothing could come of would prove nothing: somebody else may, in the same room and at the same moment.
    assert!(
        honest * 10 >= ROUNDS * 9,
        "SELF_SEED={seed}: only {honest} of {ROUNDS} could be authorised at all"
    );
}

/// Has a manager who asked for nothing decide the same request.
fn another_may(world: &mut World<'_>) -> bool {
    let role = world.duty.authority(world.duty.mode_at(world.now)).unwrap();
    let person = StaffId(Uuid::from_u128(77));
    let (from, until) = (world.now, world.now + TimeDelta::hours(2));
    world.duty.roster.set(Hold { role, person, from, until });
    let account = AccountId(Uuid::from_u128(770));
    let manager = Actor { person, account, name: "V. Honest".to_owned(), roles: vec![role] };
    let words = words(ANSWER);
    let command =
        oversight::Command::Authorise { no: OverrideNo(1), words, narrowed: None, seen_refusals: vec![] };
    world.does(&manager, command).is_ok() && world.contact.oversight.overrides[0].given().is_some()
}
