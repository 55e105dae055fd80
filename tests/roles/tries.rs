//! How each action of the table is tried, through the desk's own doors.

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Clock as _, DeskError, Request, demo,
        devices::Proposed,
        handover::Deal,
        protocol::{Act, Beside, Deed},
    },
    domain::{
        answer::enrol,
        contact::{
            Command,
            access::{self, Kind, Restricted},
            agreement::Answer as Said,
            call, night,
            oversight::{self, Came, Must},
            route,
            share::{self, Direction, Sharing},
            telling::{self, Recipient},
        },
        desk::{Account, AccountClosed, Command as Run, RolesChanged, Staff, StaffLeft},
        device::Kind as Device,
        duty::Hold,
        handover,
        ids::{
            AccountId, AnalysisNo, EmergencyNo, GlassNo, GroundNo, LetterNo, OverrideNo, PersonNo, PromiseNo,
            RouteNo, StaffId,
        },
        permission::Action,
        policy::{Mode, Role},
        queue::Lane,
        shift, visit,
    },
};

pub(crate) use super::{
    bench::{Bench, Ready},
    words::*,
};

impl Bench {
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
            "set own duty" | "open own account" | "change own roles" => return self.gain(action),
            "propose device" => {
                let shah = self.desk.book().state.find_staff("r.shah").unwrap();
                return self.desk.propose_device(shah, Device::Bound).map(|_| ());
            }
            "propose own device" => {
                let own = self.desk.actor().unwrap().person;
                return self.desk.propose_device(own, Device::Bound).map(|_| ());
            }
            "enrol device" => {
                let shah = self.desk.book().state.find_staff("r.shah").unwrap();
                return self.enrol_for(shah);
            }
            "enrol own device" => {
                let own = self.desk.actor().unwrap().person;
                return self.enrol_for(own);
            }
            "go out alone" => {
                return self.beside(Deed::Visit(None, visit::Command::Start(Box::new(going(now)))));
            }
            "start a shift" => {
                return self.beside(Deed::Shift(None, shift::Command::Start(shift::Beginning::default())));
            }
            "begin a handover" => {
                let kind = handover::Kind::Shift { from: Mode::FrontDoor, to: Mode::Edt };
                return self.beside(Deed::Handover(Deal::Begin(kind)));
            }
            "sign" => oversight::Command::Confirm { no: OverrideNo(1) }.into(),
            "sign an analysis" => {
                night::Command::SignAnalysis { no: AnalysisNo(1), says: night::SecondSays::Mine }.into()
            }
            "settle a recall" => {
                let (must, how) = (Must::Stop(EmergencyNo(1)), "rang them and they stopped".to_owned());
                oversight::Command::Settle { must, came: Came::Done { how } }.into()
            }
            "keep a promise" => telling::Command::Keep { no: PromiseNo(1) }.into(),
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
            "send route" => route::Command::Send { routes: vec![] }.into(),
            "answer for team" => {
                route::Command::Accept { route: RouteNo(9), who: "the duty worker".to_owned() }.into()
            }
            "compose letter" => {
                let (template, to) = ("referrer_professional".into(), Recipient::Caller);
                self.desk.answer(Request::Compose { contact: ready.id, template, to, why: String::new() })?;
                letter()
            }
            "check letter" => telling::Command::Check { no: LetterNo(1), enquiry_agreed: false }.into(),
            "send letter" => telling::Command::NotSend { why: "no address was given".to_owned() }.into(),
            "promise" => promise(now),
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

    /// Tries to give oneself what one does not have, by whoever is signed in.
    fn gain(&mut self, action: &str) -> Result<(), DeskError> {
        let (me, at) = (self.desk.actor().unwrap().clone(), self.clock.now());
        let gained = if me.is(Role::CrsManager) { Role::OnCallSeniorManager } else { Role::CrsManager };
        let command = match action {
            "set own duty" => Run::SetDuty(Hold {
                role: gained,
                person: me.person,
                from: at,
                until: at + TimeDelta::hours(1),
            }),
            "open own account" => Run::OpenAccount(Account {
                id: AccountId(self.uuid()),
                person: me.person,
                name: format!("own.{}", self.made),
                roles: vec![gained],
            }),
            _ => Run::ChangeRoles(RolesChanged { account: me.account, roles: vec![gained], at }),
        };
        self.desk.answer(Request::Desk(Box::new(command))).map(|_| ())
    }

    /// Tries to enrol a device that H. Osei proposes for somebody who manages.
    fn enrol_for(&mut self, owner: StaffId) -> Result<(), DeskError> {
        let login = self.login();
        self.desk.sign_in_for_practice("H. Osei")?;
        let manages = self.desk.book().state.roles_of(owner).iter().any(|role| role.manages());
        let proposed = if manages { Some(self.desk.propose_device(owner, Device::Bound)?) } else { None };
        self.desk.sign_in_for_practice(&login)?;
        let Some(Proposed { device, code }) = proposed else {
            // Who manages nothing has no device that could be theirs to enrol.
            return self.desk.propose_device(owner, Device::Bound).map(|_| ());
        };
        let shown = enrol::proof(&enrol::read(&code).unwrap()).to_string();
        self.desk.enrol_device(device, &shown)
    }

    fn login(&self) -> String {
        let account = self.desk.actor().unwrap().account;
        self.desk.book().state.account(account).unwrap().name.clone()
    }

    fn beside(&mut self, deed: Deed) -> Result<(), DeskError> {
        self.desk.answer(Request::Beside(Box::new(Beside { tag: 1, deed }))).map(|_| ())
    }

    /// Tries something about the desk itself, on somebody made for it by S. Adler.
    fn run_desk(&mut self, action: &str) -> Result<(), DeskError> {
        let login = self.login();
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

/// Names which action of the domain's table a try tries.
pub(crate) fn action_of(action: &str) -> Action {
    use Action as A;
    match action {
        "take a call" => A::TakeCall,
        "note" => A::AddNote,
        "write" | "begin a handover" => A::Write,
        "agreement" => A::RecordAgreement,
        "share" => A::Share,
        "request an override" => A::RequestOverride,
        "end ground" => A::EndAuthority,
        "act at once" => A::ActAtOnce,
        "authorise" => A::Authorise,
        "decline" | "return" => A::Decline,
        "uphold" => A::JudgeEmergency,
        "sign" | "sign an analysis" => A::GiveWord,
        "settle a recall" | "keep a promise" => A::Settle,
        "propose ground" => A::ProposeGround,
        "decide ground" => A::DecideGround,
        "fill card" => A::FillCard,
        "second" => A::SecondRoute,
        "send route" => A::SendRoute,
        "answer for team" => A::AnswerForTeam,
        "compose letter" => A::ComposeLetter,
        "check letter" => A::CheckLetter,
        "send letter" => A::SendLetter,
        "promise" => A::Promise,
        "close" => A::Close,
        "reopen" => A::Reopen,
        "open" => A::Open,
        "search" => A::Search,
        "print" | "print a list" => A::Print,
        "export" | "export a list" => A::Export,
        "restrict" => A::Restrict,
        "lift" => A::Lift,
        "grant" => A::Grant,
        "break glass" => A::BreakGlass,
        "see glass" => A::SeeGlass,
        "go out alone" => A::Visit,
        "start a shift" => A::Shift,
        "set duty" | "set own duty" => A::SetDuty,
        "add staff" => A::AddStaff,
        "open account" | "open own account" => A::OpenAccount,
        "change roles" | "change own roles" => A::ChangeRoles,
        "close account" => A::CloseAccount,
        "leave" => A::Leave,
        "propose device" | "enrol device" | "propose own device" | "enrol own device" => A::EnrolDevice,
        "verify" => A::Verify,
        "rebuild" => A::Rebuild,
        "backup" => A::Backup,
        "audit contact" => A::AuditContact,
        "audit person" => A::AuditPerson,
        "audit overrides" => A::AuditOverrides,
        action if action.starts_with("decide ") => A::DecideRoute,
        other => panic!("nobody knows what `{other}` tries"),
    }
}
