//! What happens under oversight in a walk: asked, answered at the desk or by telephone, ended; emergencies and grounds.

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        Command, Contact, agreement,
        oversight::{
            self, Acted, AgencyWhy, Answered, Came, Dictated, EmergencyState, Follows, GroundState,
            ManagerWords, OfTwo, Proof, Proposed, Reached, Request, Scope, TellFamily, read_out_of_two,
        },
        route::{self, Route},
    },
    ids::{AgencyId, DeviceId, EmergencyNo, GroundNo, OverrideNo, PersonNo, PurposeId},
    policy::sharing::{Case, GroundKind},
    staff::Actor,
};

use super::{super::cx, ANSWER, BELIEF, Op, agencies, children, purpose};

/// Gives who does what in an op of this noun; nothing for any other.
pub(super) fn commands<'a>(
    op: &Op,
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
    match op {
        Op::Ask { children: of, purpose: what, agencies: with, hours } => {
            let mut did = Vec::new();
            // Something is said of agreement first, as the desk wants it.
            for child in children(*of) {
                did.extend([4, 5].map(|holder| (who, not_asked(PersonNo(holder), child))));
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
        Op::Answer { no, how, narrow, copy } => {
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
                        what: None,
                        children: asked.children.into_iter().take(1).collect(),
                        agencies: all.into_iter().take(1).collect(),
                        purpose: asked.purpose,
                        until: asked.until - TimeDelta::minutes(5),
                    }),
                    _ => Some(Scope {
                        what: None,
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
        Op::Away { no, who: manager, bound, copy } => {
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
            // What takes two is agreed to by telephone too, or not, and played again.
            for of in of_two(contact, *bound) {
                let agree = !*copy;
                let read_out = read_out_of_two(contact, of, &cx(who, now));
                let follows = Follows { stop: say("the calls"), told: say("the clinic") };
                let (manager, began, words) = (manager.person, now, say(ANSWER));
                let answered = Answered { manager, began, read_out, agree, words, follows };
                let (proof, no_device) = (Proof::Nothing, say("it is at home"));
                let command = oversight::Command::TakeDown { of, answered, proof, no_device };
                did.extend([(who, command.clone().into()), (who, command.into())]);
            }
            did
        }
        Op::Attempt { no, who: manager, declines } => {
            let manager = staff[[3, 4, 1, 11][usize::from(*manager)]].person;
            let reached = if *declines {
                Reached::Declined { reason: say("ask her"), next: say("ring her") }
            } else {
                Reached::NoAnswer
            };
            one(oversight::Command::RecordAttempt { no: OverrideNo(*no), manager, rung: now, reached }.into())
        }
        Op::Word { no, how } => {
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
                        what: None,
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
            let mut did = vec![(who, command.clone().into()), (manager, command.into())];
            did.extend(sign_a_word(contact, how % 2 == 0, who, staff));
            did
        }
        Op::Describe { no, children: of, agencies: with } => {
            let acted = Acted {
                children: children(*of),
                danger: say("a knife at the gate"),
                done: say("rang 999 again"),
                agencies: agencies(*with),
            };
            one(oversight::Command::Describe { no: EmergencyNo(*no), acted }.into())
        }
        Op::Settle { pick, done } => {
            let open = contact.to_do();
            let Some(open) = open.get(pick % open.len().max(1)) else {
                return sign_a_word(contact, *done, who, staff);
            };
            let came = if *done {
                Came::Done { how: say("called back") }
            } else {
                Came::CouldNot { why: say("they have read it") }
            };
            one(oversight::Command::Settle { must: open.must, came }.into())
        }
        Op::End { no, take_back } => {
            let (no, why) = (OverrideNo(*no), say("it is not needed any more"));
            one(if *take_back {
                oversight::Command::Cancel { no, why }.into()
            } else {
                oversight::Command::Withdraw { no, why }.into()
            })
        }
        Op::Act { children: of, agencies: with } => one(oversight::Command::Act(Acted {
            children: children(*of),
            danger: say("a knife at the door"),
            done: say("rang 999"),
            agencies: agencies(*with),
        })
        .into()),
        Op::Judge { no, uphold } => {
            let (no, words) = (EmergencyNo(*no), say(ANSWER));
            let command = if *uphold {
                oversight::Command::Uphold { no, words }
            } else {
                let (stop, told) = (say("the calls"), say("the clinic"));
                oversight::Command::NotUphold { no, words, stop, told }
            };
            vec![(manager(no.0), command.clone().into()), (manager(no.0 + 4), command.into())]
        }
        Op::Propose { kind, children: of, agencies: with } => one(oversight::Command::Propose(Proposed {
            until: None,
            kind: GroundKind::ALL[*kind],
            children: children(*of),
            evidence: say("three burns in a month"),
            agencies: agencies(*with),
        })
        .into()),
        Op::DecideGround { no, agree } => {
            let command =
                oversight::Command::DecideGround { no: GroundNo(*no), agree: *agree, words: say(ANSWER) };
            vec![
                (who, command.clone().into()),
                (&staff[3], command.clone().into()),
                (&staff[4], command.into()),
            ]
        }
        Op::EndGround { no } => {
            one(oversight::Command::EndGround { no: GroundNo(*no), why: say("it was an accident") }.into())
        }
        _ => vec![],
    }
}

/// Gives what takes two and waits for a manager: a route or a ground, and an emergency, each the newest.
fn of_two(contact: &Contact, route_first: bool) -> Vec<OfTwo> {
    let ground = contact.oversight.grounds.iter().rev().find(|ground| ground.state == GroundState::Waits);
    let waits = |route: &&Route| matches!(route.state, route::State::WaitsForSecond { .. });
    let ground = ground.map(|ground| OfTwo::Ground(ground.no));
    let route = contact.routes.list.iter().rev().find(waits).map(|route| OfTwo::Route(route.no));
    let mut emergencies = contact.oversight.emergencies.iter().rev();
    let emergency = emergencies.find(|e| e.state == EmergencyState::Waits);
    let first = if route_first { route.or(ground) } else { ground.or(route) };
    first.into_iter().chain(emergency.map(|e| OfTwo::Emergency(e.no))).collect()
}

/// Signs for a word on what takes two that is waited for: whoever it is first, and then its manager.
fn sign_a_word<'a>(
    contact: &Contact,
    mine: bool,
    who: &'a Actor,
    staff: &'a [Actor],
) -> Vec<(&'a Actor, Command)> {
    let Some((word, _)) = contact.oversight.unsigned_words().next() else { return Vec::new() };
    let no = word.no;
    let command = if mine {
        oversight::Command::ConfirmWord { no }
    } else {
        oversight::Command::DisownWord { no, why: "nobody rang".to_owned() }
    };
    let manager = staff.iter().find(|actor| actor.person == word.said.manager && actor.writes());
    vec![(who, command.clone().into()), (manager.unwrap_or(who), command.into())]
}

fn not_asked(person: PersonNo, child: PersonNo) -> Command {
    agreement::Command::Record(agreement::Asked {
        person,
        capacity: agreement::Capacity::OwnInformation,
        children: vec![child],
        purpose: PurposeId::from("support"),
        agencies: vec![AgencyId::from("health")],
        answer: agreement::Answer::NotAsked { why: "he would hear of it".to_owned() },
        words: String::new(),
    })
    .into()
}
