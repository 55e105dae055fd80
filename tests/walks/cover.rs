//! Whether what left the authority was covered when it left, judged from the list of events and from nothing else.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use dutydesk::domain::{
    calendar::local,
    contact::{
        Event, Stamp,
        agreement::{Answer, Capacity, Said},
        oversight::OfTwo,
    },
    ids::{AgencyId, EmergencyNo, OverrideNo, PersonNo, StaffId, WordNo},
    input::born::Born,
    value::{Value, YesNo},
};
use uuid::Uuid;

type Log = [(Stamp, Event)];

/// The agencies of the walks that are part of the authority.
const OURS: [&str; 2] = ["adult_care", "social_care"];
/// The purposes of the walks that only agreement can cover.
const VOLUNTARY: [&str; 1] = ["service_young_carers"];

/// Judges a whole log; the error says what went wrong.
pub(super) fn check(log: &Log) -> Result<(), String> {
    for (at, (stamp, event)) in log.iter().enumerate() {
        let before = &log[..at];
        match event {
            Event::ShareRecorded(e) => {
                for child in &e.sharing.children {
                    covered(before, *child, e.sharing.purpose.as_str(), &e.sharing.agency, stamp.at)?;
                }
            }
            Event::RouteSent(e) => {
                let (letter, children) = last(before, |event| match event {
                    Event::RouteOpened(o) if o.no == e.route => Some((o.letter.0, o.children.clone())),
                    _ => None,
                })
                .ok_or("a route was sent that nobody opened")?
                .1;
                let (purpose, agencies) = match letter {
                    'O' => ("home_authority", vec![AgencyId::from("other_la")]),
                    'K' => ("service_young_carers", vec![AgencyId::from("young_carers")]),
                    'M' => ("enquiry", named(before, e.route)),
                    _ => continue,
                };
                for agency in &agencies {
                    for child in &children {
                        covered(before, *child, purpose, agency, stamp.at)?;
                    }
                }
            }
            Event::OverrideAuthorisedByTelephone(e) => {
                let manager = e.call.manager;
                let (asked, request) = last(before, |event| match event {
                    Event::OverrideRequested(r) if r.no == e.no => Some(r.clone()),
                    _ => None,
                })
                .ok_or("an override was authorised that nobody asked for")?;
                two(asked.by, manager, "authorised by telephone")?;
                two(stamp.by, manager, "took down their own word for")?;
                in_hours(asked.at, &Stamp { at: stamp.at, by: manager })?;
                if e.call.scope != request.request.whole() {
                    return Err(format!("more was authorised than asked: {:?}", e.call.scope));
                }
                if decided(before, e.no) {
                    return Err(format!("{:?} was decided twice", e.no));
                }
            }
            Event::OverrideConfirmed(e) => by_the_manager(before, e.no, stamp.by)?,
            Event::OverrideDisowned(e) => by_the_manager(before, e.no, stamp.by)?,
            Event::OverrideCorrected(e) => {
                by_the_manager(before, e.no, stamp.by)?;
                let given = spoken(before, e.no).ok_or("nobody spoke")?.1;
                if !e.scope.within(&given.call.scope) {
                    return Err(format!("a correction widened: {:?}", e.scope));
                }
            }
            Event::OverrideAuthorised(e) => {
                let (asked, request) = last(before, |event| match event {
                    Event::OverrideRequested(r) if r.no == e.no => Some(r.clone()),
                    _ => None,
                })
                .ok_or("an override was authorised that nobody asked for")?;
                two(asked.by, stamp.by, "authorised")?;
                in_hours(asked.at, stamp)?;
                let asked_for =
                    |agency: &AgencyId| request.request.agencies.iter().any(|why| why.agency == *agency);
                if !e.scope.children.iter().all(|child| request.request.children.contains(child))
                    || !e.scope.agencies.iter().all(asked_for)
                    || e.scope.until > request.request.until
                {
                    return Err(format!("more was authorised than asked: {:?}", e.scope));
                }
                if e.words.belief == request.request.belief {
                    return Err("the manager wrote the worker's words".to_owned());
                }
            }
            Event::OverrideDeclined(e) => two(requester(before, e.no)?, stamp.by, "declined")?,
            Event::OverrideReturned(e) => two(requester(before, e.no)?, stamp.by, "returned")?,
            Event::EmergencyUpheld(e) => two(acted(before, e.no)?, stamp.by, "upheld")?,
            Event::EmergencyNotUpheld(e) => two(acted(before, e.no)?, stamp.by, "did not uphold")?,
            Event::GroundDecided(e) => {
                let proposed = last(before, |event| match event {
                    Event::GroundProposed(p) if p.no == e.no => Some(()),
                    _ => None,
                });
                two(proposed.ok_or("no such ground")?.0.by, stamp.by, "decided")?;
            }
            Event::WordTakenDown(e) => {
                let asked = asked_of_two(before, e.of).ok_or("nobody asked for that word")?;
                two(asked.by, e.said.manager, "agreed by telephone")?;
                two(stamp.by, e.said.manager, "took down their own word for")?;
                in_hours(asked.at, &Stamp { at: stamp.at, by: e.said.manager })?;
                if let OfTwo::Emergency(no) = e.of {
                    for by in described(before, no) {
                        two(by, e.said.manager, "said their word by telephone on")?;
                    }
                    if judged(before, no).is_some() {
                        return Err(format!("{no:?} was decided twice"));
                    }
                }
            }
            Event::WordConfirmed(e) => signs_a_word(before, e.no, stamp.by)?,
            Event::WordDisowned(e) => signs_a_word(before, e.no, stamp.by)?,
            Event::RouteSeconded(e) => {
                let decided = last(before, |event| match event {
                    Event::RouteDecided(d) if d.route == e.route => Some(()),
                    _ => None,
                });
                two(decided.ok_or("nobody decided it")?.0.by, stamp.by, "seconded")?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn last<T>(log: &Log, pick: impl Fn(&Event) -> Option<T>) -> Option<(Stamp, T)> {
    log.iter().rev().find_map(|(stamp, event)| pick(event).map(|found| (*stamp, found)))
}

fn two(one: StaffId, other: StaffId, did: &str) -> Result<(), String> {
    if one == other { Err(format!("{one} {did} what they had asked for themselves")) } else { Ok(()) }
}

fn asked_of_two(log: &Log, of: OfTwo) -> Option<Stamp> {
    let asked = last(log, |event| match (event, of) {
        (Event::GroundProposed(p), OfTwo::Ground(no)) if p.no == no => Some(()),
        (Event::RouteDecided(d), OfTwo::Route(no)) if d.route == no => Some(()),
        (Event::EmergencyActed(a), OfTwo::Emergency(no)) if a.no == no => Some(()),
        _ => None,
    });
    asked.map(|(stamp, ())| stamp)
}

/// Whoever signs for a word on what takes two is the one who is said to have spoken, and signs once.
fn signs_a_word(log: &Log, no: WordNo, by: StaffId) -> Result<(), String> {
    let spoke = last(log, |event| match event {
        Event::WordTakenDown(e) if e.no == no => Some(e.said.manager),
        _ => None,
    });
    let signed = log.iter().any(|(_, event)| match event {
        Event::WordConfirmed(e) => e.no == no,
        Event::WordDisowned(e) => e.no == no,
        _ => false,
    });
    if spoke.is_some_and(|(_, manager)| manager == by) && !signed {
        Ok(())
    } else {
        Err(format!("{by} signed for word {no:?}, signed before: {signed}"))
    }
}

type Spoken = dutydesk::domain::contact::oversight::OverrideAuthorisedByTelephone;

fn spoken(log: &Log, no: OverrideNo) -> Option<(Stamp, Spoken)> {
    last(log, |event| match event {
        Event::OverrideAuthorisedByTelephone(e) if e.no == no => Some(e.clone()),
        _ => None,
    })
}

/// Whoever signs is the one who is said to have spoken, and signs once.
fn by_the_manager(log: &Log, no: OverrideNo, by: StaffId) -> Result<(), String> {
    let (_, given) = spoken(log, no).ok_or("somebody signed for what nobody said")?;
    let signed = log.iter().any(|(_, event)| match event {
        Event::OverrideConfirmed(e) => e.no == no,
        Event::OverrideCorrected(e) => e.no == no,
        Event::OverrideDisowned(e) => e.no == no,
        _ => false,
    });
    if given.call.manager == by && !signed {
        Ok(())
    } else {
        Err(format!("{by} signed for override {no:?}, signed before: {signed}"))
    }
}

fn decided(log: &Log, no: OverrideNo) -> bool {
    log.iter().any(|(_, event)| match event {
        Event::OverrideAuthorised(e) => e.no == no,
        Event::OverrideAuthorisedByTelephone(e) => e.no == no,
        Event::OverrideDeclined(e) => e.no == no,
        _ => false,
    })
}

fn requester(log: &Log, no: OverrideNo) -> Result<StaffId, String> {
    let asked = last(log, |event| match event {
        Event::OverrideRequested(r) if r.no == no => Some(()),
        _ => None,
    });
    Ok(asked.ok_or("nobody asked for that override")?.0.by)
}

fn acted(log: &Log, no: EmergencyNo) -> Result<StaffId, String> {
    let acted = last(log, |event| match event {
        Event::EmergencyActed(e) if e.no == no => Some(()),
        _ => None,
    });
    Ok(acted.ok_or("nobody acted")?.0.by)
}

/// In the front door's hours a CRS manager; out of hours the manager on call, or the CRS manager asked before they ended.
fn in_hours(asked: DateTime<Utc>, answered: &Stamp) -> Result<(), String> {
    let open = |at: DateTime<Utc>| {
        let wall = local::to_local(at);
        !matches!(wall.weekday(), Weekday::Sat | Weekday::Sun) && (9..17).contains(&wall.hour())
    };
    let on_call = StaffId(Uuid::from_u128(4));
    let right = match (open(answered.at), answered.by == on_call) {
        (true, false) | (false, true) => true,
        // The night's request answered by day, while the manager on call had not gone home; or the day's by night.
        (true, true) => !open(asked),
        (false, false) => open(asked) && answered.at - asked < TimeDelta::hours(9),
    };
    if right { Ok(()) } else { Err(format!("authorised out of turn: {answered:?}, asked at {asked}")) }
}

fn named(log: &Log, route: dutydesk::domain::ids::RouteNo) -> Vec<AgencyId> {
    let filled = last(log, |event| match event {
        Event::RouteFilled(f) if f.route == route && f.field.as_str() == "agencies" => Some(f.value.clone()),
        _ => None,
    });
    match filled {
        Some((_, Value::Choices(of))) => of.into_iter().map(AgencyId::new).collect(),
        _ => vec![],
    }
}

fn unborn(log: &Log, child: PersonNo) -> bool {
    let born = last(log, |event| match event {
        Event::PersonNamed(p) if p.person == child => Some(p.details.born.clone()),
        Event::PersonChanged(p) if p.person == child => Some(p.details.born.clone()),
        _ => None,
    });
    matches!(born, Some((_, Some(Born::Expected(_)))))
}

fn covered(
    log: &Log,
    child: PersonNo,
    purpose: &str,
    agency: &AgencyId,
    at: DateTime<Utc>,
) -> Result<(), String> {
    let fine = OURS.contains(&agency.as_str())
        || by_agreement(log, child, purpose, agency)
        || (!VOLUNTARY.contains(&purpose)
            && (by_override(log, child, purpose, agency, at)
                || by_ground(log, child, agency)
                || in_emergency(log, child, agency, at)));
    if fine {
        return Ok(());
    }
    Err(format!("nothing covered {purpose} about {child:?} with {agency} at {at}"))
}

/// Whoever speaks for the child: for one not born its mother's word for her own information, for others every other word.
fn speaks(log: &Log, child: PersonNo, person: PersonNo, capacity: &Capacity) -> bool {
    let mother = last(log, |event| match event {
        Event::PeopleLinked(link) if link.to == child && link.words == "mother of" => Some(link.from),
        _ => None,
    });
    let is_mother = mother.is_some_and(|(_, mother)| mother == person);
    (unborn(log, child) && is_mother) || !matches!(capacity, Capacity::OwnInformation)
}

/// Whether somebody who agreed as holder holds responsibility by the last that was written of them.
fn holds(log: &Log, child: PersonNo, person: PersonNo, capacity: &Capacity) -> bool {
    let details = last(log, |event| match event {
        Event::PersonNamed(p) if p.person == person => Some(p.details.clone()),
        Event::PersonChanged(p) if p.person == person => Some(p.details.clone()),
        _ => None,
    });
    !matches!(capacity, Capacity::Responsibility { .. })
        || details.is_some_and(|(_, details)| {
            details.responsibility == Some(YesNo::Yes) && details.responsible_for.contains(&child)
        })
}

/// Whether somebody said that this was entered by mistake.
fn was_mistake(log: &Log, said: Said) -> bool {
    log.iter().any(|(_, event)| matches!(event, Event::AgreementMistaken(e) if e.said == said))
}

fn by_agreement(log: &Log, child: PersonNo, purpose: &str, agency: &AgencyId) -> bool {
    let mut agreed = false;
    let mut against: Option<DateTime<Utc>> = None;
    let mut answered = Vec::new();
    // Backwards: the first word met of a person in a capacity is their last.
    for (stamp, event) in log.iter().rev() {
        let Event::AgreementRecorded(row) = event else { continue };
        let asked = &row.asked;
        if !asked.children.contains(&child)
            || asked.purpose.as_str() != purpose
            || !asked.agencies.contains(agency)
            || !speaks(log, child, asked.person, &asked.capacity)
            || was_mistake(log, Said::Row(row.no))
        {
            continue;
        }
        let who = (asked.person, asked.capacity.words());
        if answered.contains(&who) {
            continue;
        }
        answered.push(who);
        match asked.answer {
            Answer::Agreed if holds(log, child, asked.person, &asked.capacity) => agreed = true,
            Answer::Refused | Answer::Withdrawn => against = against.max(Some(stamp.at)),
            _ => {}
        }
    }
    let went_on = log.iter().filter(|(_, event)| matches!(event, Event::WentOn(_)));
    let went_on: Vec<_> = (1..).zip(went_on).collect();
    let explained = |since| {
        went_on.iter().any(|(no, (stamp, event))| match event {
            Event::WentOn(went) => {
                stamp.at >= since
                    && !was_mistake(log, Said::GoingOn(*no))
                    && went.children.contains(&child)
                    && went.purpose.as_str() == purpose
                    && went.agencies.contains(agency)
            }
            _ => false,
        })
    };
    agreed && against.is_none_or(explained)
}

fn by_override(log: &Log, child: PersonNo, purpose: &str, agency: &AgencyId, at: DateTime<Utc>) -> bool {
    log.iter().any(|(given, event)| {
        let (no, manager, scope) = match event {
            Event::OverrideAuthorised(e) => (e.no, given.by, e.scope.clone()),
            Event::OverrideAuthorisedByTelephone(e) => {
                let corrected = last(log, |event| match event {
                    Event::OverrideCorrected(c) if c.no == e.no => Some(c.scope.clone()),
                    _ => None,
                });
                let scope = corrected.map_or(e.call.scope.clone(), |(_, scope)| scope);
                (e.no, e.call.manager, scope)
            }
            _ => return false,
        };
        let asked = last(log, |event| match event {
            Event::OverrideRequested(r) if r.no == no => Some(r.request.purpose.clone()),
            _ => None,
        });
        let ended = log.iter().any(|(stamp, event)| match event {
            Event::OverrideWithdrawn(w) => w.no == no,
            Event::OverrideDisowned(d) => d.no == no,
            Event::AgreementRecorded(row) => {
                stamp.at > given.at
                    && row.asked.answer == Answer::Agreed
                    && row.asked.children.contains(&child)
                    && row.asked.purpose.as_str() == purpose
                    && row.asked.agencies.contains(agency)
                    && speaks(log, child, row.asked.person, &row.asked.capacity)
                    && !was_mistake(log, Said::Row(row.no))
            }
            _ => false,
        });
        asked.is_some_and(|(by, of)| by.by != manager && of.as_str() == purpose)
            && scope.purpose.as_str() == purpose
            && scope.children.contains(&child)
            && scope.agencies.contains(agency)
            && at < scope.until
            && !ended
    })
}

fn by_ground(log: &Log, child: PersonNo, agency: &AgencyId) -> bool {
    log.iter().any(|(proposer, event)| {
        let Event::GroundProposed(e) = event else { return false };
        let decided = last(log, |event| match event {
            Event::GroundDecided(d) if d.no == e.no => Some((None, d.agree)),
            Event::WordTakenDown(w) if w.of == OfTwo::Ground(e.no) => Some((Some(w.clone()), w.said.agree)),
            _ => None,
        });
        let decided = decided.and_then(|(by, (word, agree))| match word {
            None => Some((by.by, agree)),
            Some(word)
                if log
                    .iter()
                    .any(|(_, event)| matches!(event, Event::WordDisowned(d) if d.no == word.no)) =>
            {
                None
            }
            Some(word) => Some((word.said.manager, agree)),
        });
        let ended = log.iter().any(|(_, event)| matches!(event, Event::GroundEnded(g) if g.no == e.no));
        decided.is_some_and(|(by, agree)| agree && by != proposer.by)
            && !ended
            && e.proposed.children.contains(&child)
            && e.proposed.agencies.contains(agency)
    })
}

/// Gives whether a manager upheld it by the last word that stands, at a console or by telephone; nothing while it waits.
fn judged(log: &Log, no: EmergencyNo) -> Option<bool> {
    let disowned =
        |no: WordNo| log.iter().any(|(_, event)| matches!(event, Event::WordDisowned(d) if d.no == no));
    let (_, upheld) = last(log, |event| match event {
        Event::EmergencyUpheld(e) if e.no == no => Some(true),
        Event::EmergencyNotUpheld(e) if e.no == no => Some(false),
        Event::WordTakenDown(w) if w.of == OfTwo::Emergency(no) && !disowned(w.no) => Some(w.said.agree),
        _ => None,
    })?;
    Some(upheld)
}

/// Gives those who wrote down what was done.
fn described(log: &Log, no: EmergencyNo) -> Vec<StaffId> {
    let wrote = |(stamp, event): &(Stamp, Event)| match event {
        Event::EmergencyDescribed(d) if d.no == no => Some(stamp.by),
        _ => None,
    };
    log.iter().filter_map(wrote).collect()
}

/// Covered for a day at most, as far as was described last, and not once a manager said no.
fn in_emergency(log: &Log, child: PersonNo, agency: &AgencyId, at: DateTime<Utc>) -> bool {
    log.iter().any(|(acted, event)| {
        let Event::EmergencyActed(e) = event else { return false };
        let described = last(log, |event| match event {
            Event::EmergencyDescribed(d) if d.no == e.no => Some(d.acted.clone()),
            _ => None,
        });
        let said = described.map_or(e.acted.clone(), |(_, acted)| acted);
        let stopped = judged(log, e.no) == Some(false);
        let over = at >= acted.at + TimeDelta::hours(24);
        !stopped && !over && said.children.contains(&child) && said.agencies.contains(agency)
    })
}
