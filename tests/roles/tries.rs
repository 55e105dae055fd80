//! How each action of the table is tried, through the desk's own doors, and what must be so before.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{Clock, Desk, DeskError, Opening, Random, Request, clock::FixedClock, demo, protocol::Act},
    domain::{
        contact::{
            Command,
            access::{self, Kind, Restricted},
            agreement::{self, Answer as Said, Asked, Capacity},
            call::{self, Caller, NewNote, Take},
            family::{self, Details, Kind as Person},
            oversight::{self, Acted, AgencyWhy, ManagerWords, Proposed, TellFamily},
            route,
            share::{self, Direction, Sharing},
            telling::{self, Owner, Promised, Recipient},
        },
        desk::{Account, AccountClosed, Command as Run, RolesChanged, Staff, StaffLeft, initials},
        duty::Hold,
        ids::{
            AccountId, ContactId, EmergencyNo, GlassNo, GroundNo, LetterNo, OutcomeLetter, OverrideNo,
            PersonNo, Reference, RouteNo, StaffId,
        },
        input::born::Born,
        policy::{
            CallerKind, Role,
            script::StageNo,
            sharing::{Case as Why, GroundKind},
        },
        queue::Lane,
        staff::Actor,
        value::YesNo,
    },
    store::{Folder, keys::passphrase::Chosen},
};

use crate::common::console::TUESDAY;

/// A desk on which every role has a person.
pub(crate) struct Bench {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) home: tempfile::TempDir,
    pub(crate) okoro: Actor,
    pub(crate) bello: Actor,
    made: u64,
}

/// A contact made ready.
#[derive(Clone, Copy)]
pub(crate) struct Ready {
    pub(crate) id: ContactId,
    pub(crate) reference: Reference,
}

const BELIEF: &str = "He was released today and knows the street in which they live now";
const ANSWER: &str = "In my view waiting for an answer would leave the children where nobody looks";

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

    fn uuid(&mut self) -> uuid::Uuid {
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

    /// Makes ready what an action needs; it is done by people who may.
    pub(crate) fn ready(&mut self, action: &str, tester: &Actor) -> Ready {
        let ready = self.contact();
        let okoro = self.okoro.clone();
        let before: Vec<Command> = match action {
            "share" => vec![agreement(Said::Agreed, "police")],
            "authorise" | "decline" | "return" => vec![ask(self.clock.now())],
            "uphold" => vec![act_at_once()],
            "decide ground" | "end ground" => vec![propose()],
            "check letter" => vec![letter()],
            "second" => vec![open_card('X'), decide(1)],
            action if action.starts_with("decide ") => vec![open_card(action.chars().last().unwrap())],
            _ => vec![],
        };
        self.does(ready, &okoro, &before);
        match action {
            "lift" | "grant" => self.restrict(ready, &[tester.person], &[]),
            "break glass" => self.restrict(ready, &[], &[]),
            "see glass" => {
                self.restrict(ready, &[], &[]);
                let bello = self.bello.clone();
                self.does(ready, &bello, &[break_glass()]);
            }
            _ => {}
        }
        ready
    }

    /// Tries an action as whoever is signed in.
    pub(crate) fn attempt(&mut self, action: &str, ready: Ready) -> Result<(), DeskError> {
        let now = self.clock.now();
        let command: Command = match action {
            "take a call" => return self.desk.answer(Request::Take(Box::default())).map(|_| ()),
            "open" => return self.desk.answer(Request::Open(ready.id)).map(|_| ()),
            "search" => {
                return self.desk.answer(Request::Find { text: "Ellis".to_owned(), ticket: 1 }).map(|_| ());
            }
            "print" => return self.desk.take_out(ready.reference, "text", "").map(|_| ()),
            "export" => return self.desk.take_out(ready.reference, "json", "").map(|_| ()),
            "print a list" => return self.desk.list_out(Lane::All, false).map(|_| ()),
            "export a list" => return self.desk.list_out(Lane::All, true).map(|_| ()),
            "audit contact" => return self.desk.audit_contact(ready.reference).map(|_| ()),
            "audit person" => return self.desk.audit_person("A. Okoro", (None, None)).map(|_| ()),
            "audit overrides" => return self.desk.audit_overrides((None, None)).map(|_| ()),
            "rebuild" => return self.desk.rebuild(),
            "verify" => return self.desk.verify(&mut |_| {}).map(|whole| assert!(whole.is_ok())),
            "backup" => {
                self.made += 1;
                let to = self.home.path().join(format!("copy{}.db", self.made));
                return self.desk.backup(&to).map(|_| ());
            }
            "set duty" | "add staff" | "open account" | "change roles" | "close account" | "leave" => {
                return self.run_desk(action);
            }
            "note" => note("She said so again.").into(),
            "write" => call::Command::LeaveForHandover { line: "ring the school".to_owned() }.into(),
            "agreement" => agreement(Said::Refused, "police"),
            "share" => share::Command::Record(Sharing {
                children: vec![PersonNo(1)],
                agency: "police".into(),
                purpose: "protection".into(),
                what: "the address".to_owned(),
                direction: Direction::Told,
            })
            .into(),
            "request an override" => ask(now),
            "authorise" => oversight::Command::Authorise {
                no: OverrideNo(1),
                words: words(),
                narrowed: None,
                seen_refusals: Vec::new(),
            }
            .into(),
            "decline" => {
                let (reason, next) = ("not needed".to_owned(), "ask her first".to_owned());
                oversight::Command::Decline { no: OverrideNo(1), reason, next }.into()
            }
            "return" => {
                let (reason, next) = ("what is missing".to_owned(), "say it".to_owned());
                oversight::Command::Return { no: OverrideNo(1), reason, next }.into()
            }
            "act at once" => act_at_once(),
            "uphold" => oversight::Command::Uphold { no: EmergencyNo(1), words: ANSWER.to_owned() }.into(),
            "propose ground" => propose(),
            "decide ground" => {
                let words = ANSWER.to_owned();
                oversight::Command::DecideGround { no: GroundNo(1), agree: true, words }.into()
            }
            "end ground" => {
                oversight::Command::EndGround { no: GroundNo(1), why: "it is over".to_owned() }.into()
            }
            "fill card" => open_card('F'),
            "second" => {
                let words = "I agree, this cannot wait".to_owned();
                route::Command::Second { route: RouteNo(1), agree: true, words }.into()
            }
            "send route" => route::Command::Send { routes: vec![], unmet_reason: String::new() }.into(),
            "answer for team" => {
                route::Command::Accept { route: RouteNo(9), who: "the duty worker".to_owned() }.into()
            }
            "compose letter" => {
                let (template, to) = ("referrer_professional".into(), Recipient::Caller);
                self.desk.answer(Request::Compose { contact: ready.id, template, to })?;
                letter()
            }
            "check letter" => telling::Command::Check { no: LetterNo(1) }.into(),
            "send letter" => telling::Command::NotSend { why: "no address was given".to_owned() }.into(),
            "promise" => telling::Command::Promise(Promised {
                what: "ring the school".to_owned(),
                to: "the caller".to_owned(),
                person: None,
                ring_back: false,
                owner: Owner::Named("the school".to_owned()),
                by: now + TimeDelta::hours(2),
                agreed_with: "the caller".to_owned(),
            })
            .into(),
            "close" => telling::Command::Close { words: String::new() }.into(),
            "reopen" => telling::Command::Reopen { why: "there is more".to_owned() }.into(),
            "restrict" => {
                let named = vec![self.okoro.person];
                let (kind, why) = (Kind::Other, "a worker knows them".to_owned());
                access::Command::Restrict(Restricted { kind, why, named, family_of: vec![] }).into()
            }
            "lift" => access::Command::Lift { why: "it was a mistake".to_owned() }.into(),
            "grant" => {
                let (person, why) = (self.bello.person, "they hold it tonight".to_owned());
                access::Command::Grant { person, why }.into()
            }
            "break glass" => break_glass(),
            "see glass" => {
                access::Command::SeeGlass { no: GlassNo(1), words: "it was right".to_owned() }.into()
            }
            action if action.starts_with("decide ") => decide(1),
            other => panic!("nobody knows how to try `{other}`"),
        };
        let seen = u64::MAX;
        let step_up = Some(demo::PASSPHRASE.to_owned().into());
        let act = Act { tag: 1, contact: ready.id, command, seen, event: None, step_up };
        self.desk.answer(Request::Act(Box::new(act))).map(|_| ())
    }

    /// Tries something about the desk itself, on somebody made for it by S. Adler.
    fn run_desk(&mut self, action: &str) -> Result<(), DeskError> {
        let tester = self.desk.actor().unwrap().clone();
        let login = self.desk.book().state.account(tester.account).unwrap().name.clone();
        let (person, at) = (StaffId(self.uuid()), self.clock.now());
        let account = Account {
            id: AccountId(self.uuid()),
            person,
            name: format!("made.{}", self.made),
            roles: vec![Role::SocialWorker],
        };
        let staff = Staff { id: person, name: format!("M. Made{}", self.made), initials: "MM".to_owned() };
        let more =
            Account { id: AccountId(self.uuid()), name: format!("more.{}", self.made), ..account.clone() };
        let (added, id) = (Run::AddStaff { staff, account: account.clone() }, account.id);
        let command = match action {
            "set duty" => {
                let shah = self.desk.book().state.find_staff("r.shah").unwrap();
                Run::SetDuty(Hold {
                    role: Role::CrsManager,
                    person: shah,
                    from: at,
                    until: at + TimeDelta::hours(1),
                })
            }
            "add staff" => added.clone(),
            "open account" => Run::OpenAccount(more),
            "change roles" => Run::ChangeRoles(RolesChanged { account: id, roles: vec![Role::Shadow], at }),
            "close account" => Run::CloseAccount(AccountClosed { account: id, at }),
            _ => Run::Leave(StaffLeft { person, at }),
        };
        if action != "add staff" {
            self.desk.sign_in_for_practice("S. Adler")?;
            self.desk.answer(Request::Desk(Box::new(added)))?;
            self.desk.sign_in_for_practice(&login)?;
        }
        self.desk.answer(Request::Desk(Box::new(command))).map(|_| ())
    }
}

/// Names two children and their mother, who was not asked.
pub(crate) fn family() -> Vec<Command> {
    let child = |name: &str| Details {
        name: Some(name.to_owned()),
        born: Some(Born::About(6)),
        ..Details::of(Person::Child)
    };
    let mother = Details {
        name: Some("Kate Brook".to_owned()),
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![PersonNo(1), PersonNo(2)],
        responsibility_how: "named on both birth certificates".to_owned(),
        ..Details::of(Person::Parent)
    };
    vec![
        family::Command::Add(child("Ellis Brook")).into(),
        family::Command::Add(child("Mia Brook")).into(),
        family::Command::Add(mother).into(),
        agreement(Said::NotAsked { why: "he reads her messages".to_owned() }, "police"),
    ]
}

/// Writes a note.
pub(crate) fn note(text: &str) -> call::Command {
    let text = text.to_owned();
    call::Command::Write(NewNote { text, mark: None, happened: None, child: None, stage: StageNo(4) })
}

fn agreement(answer: Said, agency: &str) -> Command {
    agreement::Command::Record(Asked {
        person: PersonNo(3),
        capacity: Capacity::Responsibility { how_known: "the birth certificate was seen".to_owned() },
        children: vec![PersonNo(1), PersonNo(2)],
        purpose: "protection".into(),
        agencies: vec![agency.into()],
        answer,
        words: String::new(),
    })
    .into()
}

/// Asks for an override.
pub(crate) fn ask(now: DateTime<Utc>) -> Command {
    let until = now + TimeDelta::hours(4);
    oversight::Command::Ask {
        no: None,
        request: oversight::Request {
            children: vec![PersonNo(1), PersonNo(2)],
            not_agreed: "their mother was not asked, see the row".to_owned(),
            case: Why::AskingPlacesAtRisk,
            belief: BELIEF.to_owned(),
            purpose: "protection".into(),
            what: "names, dates of birth, the address".to_owned(),
            agencies: vec![AgencyWhy { agency: "police".into(), why: "they hold his history".to_owned() }],
            less: "asking without names would tell us nothing about them".to_owned(),
            until,
            review: until - TimeDelta::minutes(30),
            tell_family: TellFamily::NotNow { why: "he reads her post".to_owned() },
        },
    }
    .into()
}

/// Gives what a manager answers.
pub(crate) fn words() -> ManagerWords {
    ManagerWords {
        belief: ANSWER.to_owned(),
        if_asked: "he would be warned before anybody could reach them".to_owned(),
        less: "a call without details would not get us an answer".to_owned(),
        why_agencies: "these know his history and where he is".to_owned(),
    }
}

pub(crate) fn act_at_once() -> Command {
    oversight::Command::Act(Acted {
        children: vec![PersonNo(1)],
        danger: "he is at the door and she is afraid for them".to_owned(),
        done: "999 was rung".to_owned(),
        agencies: vec!["police".into()],
    })
    .into()
}

pub(crate) fn propose() -> Command {
    oversight::Command::Propose(Proposed {
        kind: GroundKind::ALL[0],
        children: vec![PersonNo(1)],
        evidence: "a bruise seen today, and what the child said of it".to_owned(),
        agencies: vec!["police".into()],
    })
    .into()
}

fn letter() -> Command {
    telling::Command::Draft {
        no: None,
        template: "referrer_professional".into(),
        to: Recipient::Caller,
        text: "We looked at what you told us and wrote it down.".to_owned(),
    }
    .into()
}

fn open_card(letter: char) -> Command {
    route::Command::Open { letter: OutcomeLetter(letter), children: vec![PersonNo(1), PersonNo(2)] }.into()
}

pub(crate) fn decide(route: u32) -> Command {
    route::Command::Decide { route: RouteNo(route), reason: "it is what they need now".to_owned() }.into()
}

/// Breaks the glass.
pub(crate) fn break_glass() -> Command {
    access::Command::BreakGlass { why: "a child is in danger and nobody named answers".to_owned() }.into()
}
