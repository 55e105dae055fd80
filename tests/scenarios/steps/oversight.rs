//! The sentences of oversight: overrides, acting in an emergency, and grounds of their own.

use chrono::TimeDelta;
use dutydesk::domain::{
    contact::oversight::{
        self, Acted, AgencyWhy, Came, ManagerWords, Must, Proposed, Request, Scope, TellFamily,
    },
    ids::{EmergencyNo, GroundNo, OverrideNo},
    policy::sharing::{Case, GroundKind},
};

use super::{Made, Make, number, one, text};
use crate::scenarios::run::{Run, agencies, purpose};

pub(super) const STEPS: &[(&str, Make)] = &[
    (
        "{who} asks for an override {case} for {children} to {purpose} with {agencies} until {time}, leaving out {part}: “{belief}”",
        |run, s| {
            let mut request = request(run, s)?;
            leave_out(&mut request, s[5])?;
            one(oversight::Command::Ask { no: None, request: Request { belief: text(s[6]), ..request } })
        },
    ),
    (
        "{who} asks for an override {case} for {children} to {purpose} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let request = Request { belief: text(s[5]), ..request(run, s)? };
            one(oversight::Command::Ask { no: None, request })
        },
    ),
    (
        "{who} drafts an override {case} for {children} to {purpose} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let request = Request { belief: text(s[5]), ..request(run, s)? };
            one(oversight::Command::Draft { no: None, request })
        },
    ),
    ("{who} asks anew under override {n}: “{belief}”", |run, s| {
        let no = OverrideNo(number(s[0])?);
        let old = run.contact()?.oversight.get(no).ok_or("there is no such override")?;
        let request = Request { belief: text(s[1]), ..old.request.clone() };
        one(oversight::Command::Ask { no: Some(no), request })
    }),
    (
        "{who} authorises override {n} for {children} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let narrowed = scope(run, s[0], &s[1..4])?;
            authorise(run, s[0], s[4], Some(narrowed))
        },
    ),
    ("{who} authorises override {n}, leaving out {part}: “{belief}”", |run, s| {
        let mut words = manager_words(s[2]);
        leave_unsaid(&mut words, s[1])?;
        authorised(run, s[0], words, None)
    }),
    ("{who} authorises override {n}: “{belief}”", |run, s| authorise(run, s[0], s[1], None)),
    ("{who} declines override {n}: “{reason}”, instead “{next}”", |_, s| {
        let no = OverrideNo(number(s[0])?);
        one(oversight::Command::Decline { no, reason: text(s[1]), next: text(s[2]) })
    }),
    ("{who} returns override {n}: “{reason}”, to do “{next}”", |_, s| {
        let no = OverrideNo(number(s[0])?);
        one(oversight::Command::Return { no, reason: text(s[1]), next: text(s[2]) })
    }),
    ("{who} takes back override {n}: “{why}”", |_, s| {
        one(oversight::Command::Cancel { no: OverrideNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} withdraws override {n}: “{why}”", |_, s| {
        one(oversight::Command::Withdraw { no: OverrideNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} acts at once for {children} with {agencies}: “{danger}”, and did “{done}”", |run, s| {
        one(oversight::Command::Act(Acted {
            children: run.people(s[0])?,
            agencies: agencies(s[1]),
            danger: text(s[2]),
            done: text(s[3]),
        }))
    }),
    ("{who} upholds emergency {n}: “{words}”", |_, s| {
        one(oversight::Command::Uphold { no: EmergencyNo(number(s[0])?), words: text(s[1]) })
    }),
    ("{who} does not uphold emergency {n}: “{words}”, stops “{stop}”, tells “{told}”", |_, s| {
        one(oversight::Command::NotUphold {
            no: EmergencyNo(number(s[0])?),
            words: text(s[1]),
            stop: text(s[2]),
            told: text(s[3]),
        })
    }),
    ("{who} proposes {ground} until {time} for {children} with {agencies}: “{evidence}”", |run, s| {
        let until = Some(run.time(s[1])?);
        one(oversight::Command::Propose(Proposed { until, ..proposed(run, s[0], s[2], s[3], s[4])? }))
    }),
    ("{who} proposes {ground} for {children} with {agencies}: “{evidence}”", |run, s| {
        one(oversight::Command::Propose(proposed(run, s[0], s[1], s[2], s[3])?))
    }),
    ("{who} agrees to ground {n}: “{words}”", |_, s| {
        one(oversight::Command::DecideGround { no: GroundNo(number(s[0])?), agree: true, words: text(s[1]) })
    }),
    ("{who} does not agree to ground {n}: “{words}”", |_, s| {
        one(oversight::Command::DecideGround { no: GroundNo(number(s[0])?), agree: false, words: text(s[1]) })
    }),
    ("{who} sees the end of ground {n}: “{how}”", |_, s| {
        let (must, how) = (Must::SeeEnd(GroundNo(number(s[0])?)), text(s[1]));
        one(oversight::Command::Settle { must, came: Came::Done { how } })
    }),
    ("{who} ends ground {n}: “{why}”", |_, s| {
        one(oversight::Command::EndGround { no: GroundNo(number(s[0])?), why: text(s[1]) })
    }),
];

fn proposed(
    run: &Run<'_>,
    kind: &str,
    children: &str,
    with: &str,
    evidence: &str,
) -> Result<Proposed, String> {
    let known = GroundKind::ALL.into_iter().find(|known| known.words() == kind);
    Ok(Proposed {
        kind: known.ok_or_else(|| format!("{kind} is no ground"))?,
        children: run.people(children)?,
        evidence: text(evidence),
        agencies: agencies(with),
        until: None,
    })
}

fn request(run: &Run<'_>, s: &[&str]) -> Result<Request, String> {
    let case = match s[0] {
        "as asking is dangerous" => Case::AskingPlacesAtRisk,
        "as it was refused" => Case::Refused,
        "as nobody can decide" => Case::CannotDecide,
        other => return Err(format!("`{other}` is no case for an override")),
    };
    let until = run.time(s[4])?;
    let why = |agency| AgencyWhy { agency, why: "it holds what nobody else knows".to_owned() };
    Ok(Request {
        children: run.people(s[1])?,
        not_agreed: "neither parent was asked, see the rows".to_owned(),
        case,
        belief: String::new(),
        purpose: purpose(s[2]),
        what: "names, dates of birth, the address and what was seen today".to_owned(),
        agencies: agencies(s[3]).into_iter().map(why).collect(),
        less: "asking without names would tell us nothing about them".to_owned(),
        until,
        review: until - TimeDelta::minutes(30),
        tell_family: TellFamily::NotNow { why: "he reads her post and her telephone".to_owned() },
    })
}

fn leave_out(request: &mut Request, part: &str) -> Result<(), String> {
    match part {
        "what less would do" => request.less.clear(),
        "why each agency" => request.agencies.iter_mut().for_each(|why| why.why.clear()),
        "what was not agreed" => request.not_agreed.clear(),
        "what is shared" => request.what.clear(),
        "why the family is not told" => request.tell_family = TellFamily::NotNow { why: String::new() },
        "when the family is told" => request.tell_family = TellFamily::Yes { when_and_who: String::new() },
        "an earlier review" => request.review = request.until + TimeDelta::minutes(1),
        other => return Err(format!("a request has no part “{other}”")),
    }
    Ok(())
}

/// Reads how far a word reaches: children, agencies, until when.
pub(in crate::scenarios) fn scope(run: &Run<'_>, no: &str, s: &[&str]) -> Result<Scope, String> {
    let o = run.contact()?.oversight.get(OverrideNo(number(no)?)).ok_or("there is no such override")?;
    let (children, agencies, until) = (run.people(s[0])?, agencies(s[1]), run.time(s[2])?);
    Ok(Scope { children, agencies, purpose: o.request.purpose.clone(), until, what: None })
}

/// Gives a manager's words around what they believe.
pub(in crate::scenarios) fn manager_words(belief: &str) -> ManagerWords {
    ManagerWords {
        belief: text(belief),
        if_asked: "he would be warned before anybody could reach them".to_owned(),
        less: "a call without details would not get us an answer".to_owned(),
        why_agencies: "these know his history and where he is".to_owned(),
    }
}

/// Takes one of a manager's answers out.
pub(in crate::scenarios) fn leave_unsaid(words: &mut ManagerWords, part: &str) -> Result<(), String> {
    match part {
        "what would happen if we asked" => words.if_asked.clear(),
        "what less would do" => words.less.clear(),
        "why these agencies" => words.why_agencies.clear(),
        other => return Err(format!("a manager's words have no part “{other}”")),
    }
    Ok(())
}

fn authorise(run: &Run<'_>, no: &str, belief: &str, narrowed: Option<Scope>) -> Made {
    authorised(run, no, manager_words(belief), narrowed)
}

fn authorised(run: &Run<'_>, no: &str, words: ManagerWords, narrowed: Option<Scope>) -> Made {
    let seen_refusals = run.contact()?.oversight.refusals().map(|(o, _)| o.no).collect();
    let no = OverrideNo(number(no)?);
    one(oversight::Command::Authorise { no, words, narrowed, seen_refusals })
}
