//! What can happen in a walk: each op becomes one command, or a few that belong together.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        Command, Contact, agreement,
        call::{self, NewNote},
        family::{self, Details, Kind},
        oversight::{
            self, Acted, AgencyWhy, Came, Dictated, ManagerWords, Proof, Proposed, Reached, Request, Scope,
            TellFamily,
        },
        route,
        share::{self, Direction, Sharing},
        telling::{self, Owner, Promised},
    },
    ids::{
        AgencyId, CriterionId, DeviceId, EmergencyNo, FieldKey, GroundNo, NoteNo, OutcomeLetter, OverrideNo,
        PersonNo, PromiseNo, PurposeId, RouteNo,
    },
    input::born::Born,
    policy::{
        script::StageNo,
        sharing::{Case, GroundKind},
        test::Met,
    },
    staff::Actor,
    value::{Value, YesNo},
};
use proptest::prelude::*;

const PURPOSES: [&str; 4] = ["protection", "enquiry", "home_authority", "service_young_carers"];
const AGENCIES: [&str; 5] = ["police", "health", "other_la", "young_carers", "adult_care"];
const LETTERS: [char; 8] = ['X', 'S', 'F', 'M', 'O', 'K', 'I', 'H'];

/// The worker's words, and the manager's: long enough, and not the same.
const BELIEF: &str = "He was released today and knows the street in which they live now";
const ANSWER: &str = "In my view waiting for an answer would leave the children where nobody looks";

/// One thing somebody does.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Agree { person: u8, capacity: u8, children: u8, purpose: usize, agencies: u8, answer: u8 },
    GoOn { children: u8, purpose: usize, agencies: u8 },
    Ask { children: u8, purpose: usize, agencies: u8, hours: i64 },
    Answer { no: u32, how: u8, narrow: u8, copy: bool },
    Away { no: u32, who: u8, bound: bool, copy: bool },
    Attempt { no: u32, who: u8, declines: bool },
    Word { no: u32, how: u8 },
    End { no: u32, take_back: bool },
    Act { children: u8, agencies: u8 },
    Describe { no: u32, children: u8, agencies: u8 },
    Settle { pick: usize, done: bool },
    Holds { person: u32, yes: bool },
    Mother(u32),
    Judge { no: u32, uphold: bool },
    Propose { kind: usize, children: u8, agencies: u8 },
    DecideGround { no: u32, agree: bool },
    EndGround { no: u32 },
    Share { children: u8, purpose: usize, agency: usize },
    ShareLike { pick: usize, off: u8 },
    Route { letter: usize, children: u8, agencies: u8, send: bool },
    Second { no: u32, agree: bool },
    Send { no: u32 },
    Change { no: u32, how: u8 },
    Urgent(bool),
    Line(u8),
    Danger(YesNo),
    Note,
    Promise(u8),
    Born,
    Finish,
    Close,
    Reopen,
    Handover(bool),
}

/// Gives any op, the ones that matter most often.
pub(super) fn any() -> impl Strategy<Value = Op> {
    let (of, purpose, with, no) = (1..8_u8, 0..PURPOSES.len(), 1..32_u8, 1..4_u32);
    prop_oneof![
        8 => (0..4_u8, 0..3_u8, of.clone(), purpose.clone(), with.clone(), 0..6_u8).prop_map(
            |(person, capacity, children, purpose, agencies, answer)| Op::Agree {
                person, capacity, children, purpose, agencies, answer
            }
        ),
        2 => (of.clone(), purpose.clone(), with.clone())
            .prop_map(|(children, purpose, agencies)| Op::GoOn { children, purpose, agencies }),
        12 => (of.clone(), purpose.clone(), with.clone(), 0..12_i64)
            .prop_map(|(children, purpose, agencies, hours)| Op::Ask { children, purpose, agencies, hours }),
        12 => (no.clone(), 0..8_u8, 0..4_u8, proptest::bool::weighted(0.1))
            .prop_map(|(no, how, narrow, copy)| Op::Answer { no, how, narrow, copy }),
        14 => (no.clone(), 0..4_u8, any_bool(), proptest::bool::weighted(0.1))
            .prop_map(|(no, who, bound, copy)| Op::Away { no, who, bound, copy }),
        2 => (no.clone(), 0..4_u8, proptest::bool::weighted(0.3))
            .prop_map(|(no, who, declines)| Op::Attempt { no, who, declines }),
        10 => (no.clone(), 0..5_u8).prop_map(|(no, how)| Op::Word { no, how }),
        1 => (no.clone(), of.clone(), with.clone())
            .prop_map(|(no, children, agencies)| Op::Describe { no, children, agencies }),
        8 => (0..9_usize, any_bool()).prop_map(|(pick, done)| Op::Settle { pick, done }),
        1 => (4..6_u32, any_bool()).prop_map(|(person, yes)| Op::Holds { person, yes }),
        1 => (4..6_u32).prop_map(Op::Mother),
        2 => (no.clone(), any_bool()).prop_map(|(no, take_back)| Op::End { no, take_back }),
        2 => (of.clone(), with.clone()).prop_map(|(children, agencies)| Op::Act { children, agencies }),
        4 => (no.clone(), any_bool()).prop_map(|(no, uphold)| Op::Judge { no, uphold }),
        3 => (0..4_usize, of.clone(), with.clone())
            .prop_map(|(kind, children, agencies)| Op::Propose { kind, children, agencies }),
        5 => (no.clone(), any_bool()).prop_map(|(no, agree)| Op::DecideGround { no, agree }),
        1 => no.clone().prop_map(|no| Op::EndGround { no }),
        20 => (of.clone(), purpose, 0..AGENCIES.len())
            .prop_map(|(children, purpose, agency)| Op::Share { children, purpose, agency }),
        20 => (0..64_usize, 0..8_u8).prop_map(|(pick, off)| Op::ShareLike { pick, off }),
        10 => (0..LETTERS.len(), of, with, any_bool())
            .prop_map(|(letter, children, agencies, send)| Op::Route { letter, children, agencies, send }),
        4 => (no.clone(), any_bool()).prop_map(|(no, agree)| Op::Second { no, agree }),
        4 => no.clone().prop_map(|no| Op::Send { no }),
        4 => (no, 0..4_u8).prop_map(|(no, how)| Op::Change { no, how }),
        2 => any_bool().prop_map(Op::Urgent),
        3 => (0..4_u8).prop_map(Op::Line),
        1 => (0..3_usize).prop_map(|at| Op::Danger(YesNo::ALL[at])),
        1 => Just(Op::Note),
        2 => (0..3_u8).prop_map(Op::Promise),
        1 => Just(Op::Born),
        2 => Just(Op::Finish),
        3 => Just(Op::Close),
        1 => Just(Op::Reopen),
        1 => any_bool().prop_map(Op::Handover),
    ]
}

fn any_bool() -> proptest::bool::Any {
    proptest::bool::ANY
}

/// The children: one born, one not yet, one of an age to answer for themselves; then the parents.
pub(super) fn family() -> Vec<Command> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let person = |kind, name: &str, born| Details { name: Some(name.to_owned()), born, ..Details::of(kind) };
    let parent = |name| Details {
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![PersonNo(1), PersonNo(3)],
        ..person(Kind::Parent, name, None)
    };
    [
        person(Kind::Child, "Ellis", Some(Born::Date(day(2020, 3, 2)))),
        person(Kind::Child, "Mia", Some(Born::Expected(day(2027, 1, 14)))),
        person(Kind::Child, "Ava", Some(Born::Date(day(2012, 5, 9)))),
        parent("Kate"),
        parent("Dean"),
    ]
    .map(|details| family::Command::Add(details).into())
    .to_vec()
}

fn bits<T>(mask: u8, all: impl IntoIterator<Item = T>) -> Vec<T> {
    all.into_iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, one)| one).collect()
}

fn children(mask: u8) -> Vec<PersonNo> {
    bits(mask, (1..=3).map(PersonNo))
}

fn agencies(mask: u8) -> Vec<AgencyId> {
    bits(mask, AGENCIES.map(AgencyId::from))
}

fn purpose(at: usize) -> PurposeId {
    PurposeId::from(PURPOSES[at])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

impl Op {
    /// Gives who does what; where it takes a manager, mostly one of those who might.
    pub(super) fn commands<'a>(
        &self,
        now: DateTime<Utc>,
        contact: &Contact,
        who: &'a Actor,
        staff: &'a [Actor],
    ) -> Vec<(&'a Actor, Command)> {
        let manager = |how: u32| match how % 5 {
            // Shah, Lindqvist, Okoro by the manager's account, Quinn, or whoever it was.
            0 => &staff[3],
            1 => &staff[4],
            2 => &staff[1],
            3 => &staff[11],
            _ => who,
        };
        let one = |command: Command| vec![(who, command)];
        let say = |words: &str| words.to_owned();
        match self {
            Self::Agree { person, capacity, children: of, purpose: what, agencies: with, answer } => {
                let why = say("he would hear of it");
                one(agreement::Command::Record(agreement::Asked {
                    person: [PersonNo(4), PersonNo(5), PersonNo(3), PersonNo(4)][usize::from(*person)],
                    capacity: match capacity {
                        0 => agreement::Capacity::OwnInformation,
                        1 => agreement::Capacity::Responsibility { how_known: say("seen") },
                        _ => agreement::Capacity::YoungPerson { understanding: say("told it back") },
                    },
                    children: children(*of),
                    purpose: purpose(*what),
                    agencies: agencies(*with),
                    answer: match answer {
                        0..=1 => agreement::Answer::Agreed,
                        2 => agreement::Answer::Refused,
                        3 => agreement::Answer::Withdrawn,
                        4 => agreement::Answer::NotAsked { why },
                        _ => agreement::Answer::CannotDecide { why },
                    },
                    words: String::new(),
                })
                .into())
            }
            Self::GoOn { children: of, purpose: what, agencies: with } => {
                one(agreement::Command::GoOn(agreement::WentOn {
                    children: children(*of),
                    purpose: purpose(*what),
                    agencies: agencies(*with),
                    why: say("the one who refuses is the one the worry is about"),
                })
                .into())
            }
            Self::Ask { children: of, purpose: what, agencies: with, hours } => {
                let mut did = Vec::new();
                // Something is said of agreement first, as the desk wants it.
                for child in children(*of) {
                    did.push((who, not_asked(child)));
                }
                let until = now + TimeDelta::hours(*hours);
                let why = |agency| AgencyWhy { agency, why: say("it knows him") };
                let request = Request {
                    children: children(*of),
                    not_agreed: say("nobody was asked"),
                    case: Case::AskingPlacesAtRisk,
                    belief: say(BELIEF),
                    purpose: purpose(*what),
                    what: say("names and the address"),
                    agencies: agencies(*with).into_iter().map(why).collect(),
                    less: say("no names, no answer"),
                    until,
                    review: until,
                    tell_family: TellFamily::NotNow { why: say("he reads her post") },
                };
                did.push((who, oversight::Command::Ask { no: None, request }.into()));
                did
            }
            Self::Answer { no, how, narrow, copy } => {
                // Mostly one that waits for an answer.
                let waiting = contact.oversight.overrides.iter().rev().find(|o| o.waits());
                let no = waiting.filter(|_| *no > 1).map_or(OverrideNo(*no), |o| o.no);
                let words = ManagerWords {
                    belief: say(if *copy { BELIEF } else { ANSWER }),
                    if_asked: say("he would be warned"),
                    less: say("a call alone does not do"),
                    why_agencies: say("these two know"),
                };
                let seen_refusals = contact.oversight.refusals().map(|(o, _)| o.no).collect();
                let asked = contact.oversight.get(no).map(|o| o.request.clone());
                let narrowed = asked.and_then(|asked| {
                    let all: Vec<AgencyId> = asked.agencies.into_iter().map(|why| why.agency).collect();
                    match narrow {
                        0 | 1 => None,
                        2 => Some(Scope {
                            children: asked.children.into_iter().take(1).collect(),
                            agencies: all.into_iter().take(1).collect(),
                            purpose: asked.purpose,
                            until: asked.until - TimeDelta::minutes(5),
                        }),
                        _ => Some(Scope {
                            children: children(7),
                            agencies: all,
                            purpose: asked.purpose,
                            until: asked.until,
                        }),
                    }
                });
                let command = match how {
                    5 => oversight::Command::Decline { no, reason: say("ask her"), next: say("ring her") },
                    6 => oversight::Command::Return { no, reason: say("too little"), next: say("say more") },
                    _ => oversight::Command::Authorise { no, words, narrowed, seen_refusals },
                };
                vec![
                    (manager(u32::from(*how) + no.0), command.clone().into()),
                    (manager(u32::from(*how)), command.into()),
                ]
            }
            Self::Away { no, who: manager, bound, copy } => {
                let waiting = contact.oversight.overrides.iter().rev().find(|o| o.waits());
                let no = waiting.filter(|_| *no > 1).map_or(OverrideNo(*no), |o| o.no);
                let manager = &staff[[3, 4, 1, 11][usize::from(*manager)]];
                let who = if who.writes() { who } else { &staff[2] };
                let dictated = Dictated {
                    manager: manager.person,
                    began: now,
                    words: ManagerWords {
                        belief: say(if *copy { BELIEF } else { ANSWER }),
                        if_asked: say("he would be warned"),
                        less: say("a call alone does not do"),
                        why_agencies: say("these two know"),
                    },
                    narrowed: None,
                    seen_refusals: contact.oversight.refusals().map(|(o, _)| o.no).collect(),
                };
                let known = contact.oversight.overrides.iter().flat_map(|o| &o.challenges);
                let challenge = known.map(|challenge| challenge.no).max().unwrap_or_default().next();
                let device = DeviceId(manager.person.0);
                let (proof, no_device) = if *bound {
                    (Proof::Bound { challenge, device, fits: true }, String::new())
                } else {
                    (Proof::Nothing, say("it is at home"))
                };
                let mut did: Vec<(&Actor, Command)> = Vec::new();
                if *bound {
                    let nonce = format!("{:032x}", now.timestamp_micros());
                    did.push((
                        who,
                        oversight::Command::Challenge { no, dictated: dictated.clone(), nonce }.into(),
                    ));
                }
                let command = oversight::Command::AuthoriseByTelephone { no, dictated, proof, no_device };
                did.push((who, command.clone().into()));
                // Played again.
                did.push((who, command.into()));
                did
            }
            Self::Attempt { no, who: manager, declines } => {
                let manager = staff[[3, 4, 1, 11][usize::from(*manager)]].person;
                let reached = if *declines {
                    Reached::Declined { reason: say("ask her"), next: say("ring her") }
                } else {
                    Reached::NoAnswer
                };
                one(oversight::Command::RecordAttempt { no: OverrideNo(*no), manager, rung: now, reached }
                    .into())
            }
            Self::Word { no, how } => {
                let owed = contact.oversight.unconfirmed().next();
                let no = owed.map_or(OverrideNo(*no), |(o, _, _)| o.no);
                let by = owed.map(|(_, given, _)| given.by);
                let manager =
                    staff.iter().find(|actor| Some(actor.person) == by && actor.writes()).unwrap_or(who);
                let command = match how {
                    0 => oversight::Command::Confirm { no },
                    1 => oversight::Command::Disown { no, why: say("nobody rang") },
                    _ => {
                        let narrowed = owed.map(|(_, given, _)| Scope {
                            agencies: given.scope.agencies.iter().take(1).cloned().collect(),
                            ..given.scope.clone()
                        });
                        let words = ManagerWords {
                            belief: say("I said in my own words that one of them is to be asked"),
                            if_asked: say("he would be warned"),
                            less: say("a call alone does not do"),
                            why_agencies: say("these two know"),
                        };
                        oversight::Command::Correct { no, words, narrowed, why: say("one only") }
                    }
                };
                vec![(who, command.clone().into()), (manager, command.into())]
            }
            Self::Describe { no, children: of, agencies: with } => {
                let acted = Acted {
                    children: children(*of),
                    danger: say("a knife at the gate"),
                    done: say("rang 999 again"),
                    agencies: agencies(*with),
                };
                one(oversight::Command::Describe { no: EmergencyNo(*no), acted }.into())
            }
            Self::Settle { pick, done } => {
                let open = contact.to_do();
                let Some(open) = open.get(pick % open.len().max(1)) else { return vec![] };
                let came = if *done {
                    Came::Done { how: say("called back") }
                } else {
                    Came::CouldNot { why: say("they have read it") }
                };
                one(oversight::Command::Settle { must: open.must, came }.into())
            }
            Self::Holds { person, yes } => {
                let Some(parent) = contact.family.get(PersonNo(*person)) else { return vec![] };
                let mut details = parent.details.clone();
                details.responsibility = Some(if *yes { YesNo::Yes } else { YesNo::No });
                details.responsible_for = if *yes { vec![PersonNo(1), PersonNo(3)] } else { vec![] };
                one(family::Command::Change { person: PersonNo(*person), details }.into())
            }
            Self::Mother(person) => one(family::Command::Link(family::Link {
                from: PersonNo(*person),
                to: PersonNo(2),
                words: say("mother of"),
            })
            .into()),
            Self::End { no, take_back } => {
                let (no, why) = (OverrideNo(*no), say("it is not needed any more"));
                one(if *take_back {
                    oversight::Command::Cancel { no, why }.into()
                } else {
                    oversight::Command::Withdraw { no, why }.into()
                })
            }
            Self::Act { children: of, agencies: with } => one(oversight::Command::Act(Acted {
                children: children(*of),
                danger: say("a knife at the door"),
                done: say("rang 999"),
                agencies: agencies(*with),
            })
            .into()),
            Self::Judge { no, uphold } => {
                let (no, words) = (EmergencyNo(*no), say(ANSWER));
                let command = if *uphold {
                    oversight::Command::Uphold { no, words }
                } else {
                    let (stop, told) = (say("the calls"), say("the clinic"));
                    oversight::Command::NotUphold { no, words, stop, told }
                };
                vec![(manager(no.0), command.clone().into()), (manager(no.0 + 4), command.into())]
            }
            Self::Propose { kind, children: of, agencies: with } => {
                one(oversight::Command::Propose(Proposed {
                    kind: GroundKind::ALL[*kind],
                    children: children(*of),
                    evidence: say("three burns in a month"),
                    agencies: agencies(*with),
                })
                .into())
            }
            Self::DecideGround { no, agree } => {
                let command =
                    oversight::Command::DecideGround { no: GroundNo(*no), agree: *agree, words: say(ANSWER) };
                vec![
                    (who, command.clone().into()),
                    (&staff[3], command.clone().into()),
                    (&staff[4], command.into()),
                ]
            }
            Self::EndGround { no } => {
                one(oversight::Command::EndGround { no: GroundNo(*no), why: say("it was an accident") }
                    .into())
            }
            Self::Share { children: of, purpose: what, agency } => one(share::Command::Record(Sharing {
                children: children(*of),
                agency: AgencyId::from(AGENCIES[*agency]),
                purpose: purpose(*what),
                what: say("what was seen"),
                direction: Direction::Told,
            })
            .into()),
            Self::ShareLike { pick, off } => share_like(contact, *pick, *off).map_or(vec![], one),
            Self::Route { letter, children: of, agencies: with, send } => {
                route(contact, who, LETTERS[*letter], children(*of), *with, *send)
            }
            Self::Second { no, agree } => {
                let command = route::Command::Second {
                    route: RouteNo(*no),
                    agree: *agree,
                    words: say("I see it so too"),
                };
                vec![(who, command.clone().into()), (&staff[3], command.into())]
            }
            Self::Send { no } => one(send(*no)),
            Self::Change { no, how } => {
                let route = RouteNo(*no);
                let why = say("another story");
                one(match how {
                    0 => route::Command::Recall { route, why }.into(),
                    1 => route::Command::Return { route, reason: why }.into(),
                    2 => route::Command::TakeOff { route, why }.into(),
                    _ => route::Command::Accept { route, who: say("J. Lane") }.into(),
                })
            }
            Self::Urgent(true) => one(call::Command::MarkUrgent.into()),
            Self::Urgent(false) => one(call::Command::StandDown { why: say("seen and well") }.into()),
            Self::Line(0) => one(call::Command::DropLine.into()),
            Self::Line(1) => one(call::Command::Resume.into()),
            Self::Line(_) => one(call::Command::End.into()),
            Self::Danger(answer) => {
                one(call::Command::Answer { field: FieldKey::from("s47.test"), value: Value::YesNo(*answer) }
                    .into())
            }
            Self::Note => vec![
                (
                    who,
                    call::Command::Write(NewNote {
                        text: say("he was at the gate"),
                        mark: None,
                        happened: None,
                        child: None,
                        stage: StageNo(4),
                    })
                    .into(),
                ),
                (
                    who,
                    call::Command::CorrectNote { note: NoteNo(1), text: say("not he"), why: say("misheard") }
                        .into(),
                ),
            ],
            Self::Promise(0) => one(telling::Command::Promise(Promised {
                what: say("ring back"),
                to: say("the caller"),
                person: None,
                ring_back: true,
                owner: Owner::Staff(who.person),
                by: now + TimeDelta::hours(2),
                agreed_with: say("the caller"),
            })
            .into()),
            Self::Promise(1) => one(telling::Command::Keep { no: PromiseNo(1) }.into()),
            Self::Promise(_) => {
                one(telling::Command::Break { no: PromiseNo(1), why: say("nobody there") }.into())
            }
            Self::Born => {
                let Some(mia) = contact.family.get(PersonNo(2)) else { return vec![] };
                let born = NaiveDate::from_ymd_opt(2026, 11, 24).map(Born::Date);
                let details = Details { born, ..mia.details.clone() };
                one(family::Command::Change { person: PersonNo(2), details }.into())
            }
            // Everything that closing wants and that one person can do.
            Self::Finish => finish(contact, who),
            Self::Close => one(telling::Command::Close { words: String::new() }.into()),
            Self::Reopen => one(telling::Command::Reopen { why: say("something new") }.into()),
            Self::Handover(true) => one(call::Command::LeaveForHandover { line: say("ring at nine") }.into()),
            Self::Handover(false) => one(call::Command::TakeOver { why: say("my shift") }.into()),
        }
    }
}

fn not_asked(child: PersonNo) -> Command {
    agreement::Command::Record(agreement::Asked {
        person: PersonNo(4),
        capacity: agreement::Capacity::OwnInformation,
        children: vec![child],
        purpose: PurposeId::from("support"),
        agencies: vec![AgencyId::from("health")],
        answer: agreement::Answer::NotAsked { why: "he would hear of it".to_owned() },
        words: String::new(),
    })
    .into()
}

fn send(no: u32) -> Command {
    let unmet_reason = "the rest is asked tomorrow".to_owned();
    route::Command::Send { routes: vec![RouteNo(no)], unmet_reason }.into()
}

/// Opens a card, fills in what must be there, decides, and sends when told to.
fn route<'a>(
    contact: &Contact,
    who: &'a Actor,
    letter: char,
    of: Vec<PersonNo>,
    with: u8,
    sends: bool,
) -> Vec<(&'a Actor, Command)> {
    let no = RouteNo(contact.routes.list.iter().map(|route| route.no.0).max().unwrap_or(0)).next();
    let fill = |field: &str, value| route::Command::Fill { route: no, field: FieldKey::from(field), value };
    let named = Value::Choices(bits(with, ["police", "health", "social_care"].map(str::to_owned)));
    let choice = |key: &str| Value::Choice(key.to_owned());
    let fields = match letter {
        'X' => vec![fill("impact", text("burns")), fill("risk", text("likely again"))],
        'S' => vec![fill("tonight", text("her aunt stays"))],
        'F' => vec![
            fill("pathway", choice("early_help")),
            fill("pathway_reason", text("just beginning")),
            fill("universal_enough", Value::YesNo(YesNo::No)),
        ],
        'M' => vec![
            fill("extent", choice("targeted")),
            fill("agencies", named),
            fill("agencies_why", text("they saw him")),
        ],
        'O' => vec![fill("authority", text("Hampshire"))],
        'K' => vec![fill("for_whom", text("his mother"))],
        'H' => vec![fill("service", text("a hub")), fill("how", choice("themselves"))],
        _ => vec![fill("reason", text("nothing to do"))],
    };
    let (open, mark) = (
        route::Command::Open { letter: OutcomeLetter(letter), children: of },
        route::Command::MarkCriterion { route: no, criterion: CriterionId::from("gate"), met: Met::Met },
    );
    let mut all = vec![open, mark];
    all.extend(fields);
    all.push(route::Command::Decide { route: no, reason: "it is what they need".to_owned() });
    let mut all: Vec<(&Actor, Command)> = all.into_iter().map(|command| (who, command.into())).collect();
    if sends {
        all.push((who, send(no.0)));
    }
    all
}

fn finish<'a>(contact: &Contact, who: &'a Actor) -> Vec<(&'a Actor, Command)> {
    let mut all: Vec<(&Actor, Command)> = vec![(who, call::Command::End.into())];
    for route in &contact.routes.list {
        all.push((who, route::Command::Accept { route: route.no, who: "J. Lane".to_owned() }.into()));
    }
    for promise in &contact.telling.promises {
        all.push((who, telling::Command::Keep { no: promise.no }.into()));
    }
    all.push((who, telling::Command::NotSend { why: "no name was given".to_owned() }.into()));
    all.extend(route(contact, who, 'I', contact.without_outcome(), 0, true));
    all.push((who, telling::Command::Close { words: String::new() }.into()));
    all
}

/// Shares what one of the grounds on record covers, or, now and then, something right beside it.
fn share_like(contact: &Contact, pick: usize, off: u8) -> Option<Command> {
    let oversight = &contact.oversight;
    let mut near = Vec::new();
    for o in &oversight.overrides {
        let agency = o.request.agencies.last().map(|why| why.agency.clone());
        near.push((o.request.children.clone(), agency, o.request.purpose.clone()));
    }
    for g in &oversight.grounds {
        near.push((g.proposed.children.clone(), g.proposed.agencies.first().cloned(), purpose(0)));
    }
    for e in &oversight.emergencies {
        near.push((e.acted.children.clone(), e.acted.agencies.first().cloned(), purpose(1)));
    }
    for row in &contact.agreements.rows {
        near.push((
            row.asked.children.clone(),
            row.asked.agencies.first().cloned(),
            row.asked.purpose.clone(),
        ));
    }
    let (mut of, mut agency, mut what) = near.get(pick % near.len().max(1)).cloned()?;
    match off {
        0 => of = children(7),
        1 => agency = Some(AgencyId::from(AGENCIES[pick % AGENCIES.len()])),
        2 => what = purpose(pick % PURPOSES.len()),
        _ => of.truncate(1),
    }
    Some(
        share::Command::Record(Sharing {
            children: of,
            agency: agency?,
            purpose: what,
            what: "what was seen".to_owned(),
            direction: Direction::Asked,
        })
        .into(),
    )
}
