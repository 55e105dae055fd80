//! What is judged of a night: that somebody fit to agree did, that nothing for the day is lost, and that two names stand
//! under an analysis.

use chrono::{DateTime, TimeDelta, Utc};

use super::{children, due, named, reason};
use crate::domain::{
    calendar::words,
    contact::{
        Contact, Context, Event,
        night::{
            Advised, Alert, Answer, Care, Command, Filed, FiledIn, ForMorning, LoneAllowed, NoLoneVisits,
            NotObtained, PlacementNeeded, Protection, Tonight, TonightEnded, TonightSet, Under,
        },
        promise::{From, Owner, Promised},
    },
    duty::Due,
    ids::PersonNo,
    refusal::Refusal,
    value::YesNo,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    Ok(vec![match command {
        Command::Care(care) => {
            let ends = tonight(contact, care, cx)?;
            let care = Care { protection: over_protection(contact, care, cx)?, ..(**care).clone() };
            Event::TonightSet(TonightSet { care, ends })
        }
        Command::EndCare(ended) => {
            let tonight = contact.tonight_of(ended.child);
            let running = tonight.map_or_else(|| contact.protected_on(ended.child), Tonight::protection);
            if tonight.is_none() && running.is_none() {
                return Err(Refusal::new(
                    "NothingTonight",
                    "Nothing is arranged for that child tonight. Nothing was changed.",
                ));
            }
            reason(&ended.then, "what came after it: where the child is, and under what")?;
            Event::TonightEnded(TonightEnded {
                protection: protection(running, ended.protection, cx)?,
                ..ended.clone()
            })
        }
        Command::Elsewhere(elsewhere) => {
            children(contact, &[elsewhere.child])?;
            let rule = |refusal: Refusal| refusal.by("southampton-59");
            reason(&elsewhere.authority, "to which authority the child is open").map_err(rule)?;
            reason(&elsewhere.here, "where in this area the child is now: being here decides who acts")
                .map_err(rule)?;
            Event::ElsewhereSet(elsewhere.clone())
        }
        Command::NotObtained(tried) => {
            super::agencies([&tried.agency], cx)?;
            reason(&tried.what, "what they are to be asked in the morning")
                .map_err(|refusal| refusal.by("southampton-66"))?;
            let name = cx.policy.sharing.agencies.iter().find(|agency| agency.id == tried.agency);
            let name = name.map_or(tried.agency.as_str(), |agency| agency.name.as_str());
            let morning = morning(contact, format!("ask {name}: {}", tried.what), cx)?;
            Event::NotObtained(NotObtained { tried: tried.clone(), morning })
        }
        Command::MorningDone(done) => {
            let known = contact.night.morning.iter().find(|morning| morning.no == done.no);
            if known.is_none_or(|morning| morning.done.is_some()) {
                return Err(Refusal::new("NotWaiting", "That does not wait any more. Nothing was changed."));
            }
            reason(&done.words, "what came of it")?;
            Event::MorningDone(done.clone())
        }
        Command::Advise { advice, morning: left, answer } => {
            let rule = |refusal: Refusal| refusal.by("southampton-60");
            reason(advice, "what you advised").map_err(rule)?;
            reason(left, "what the front door does about it in the morning, and whom it answers")
                .map_err(rule)?;
            let morning = morning(contact, left.clone(), cx)?;
            let mut events = vec![Event::Advised(Advised { advice: advice.clone(), morning })];
            if let Answer::By(by) = answer {
                events.extend(super::promise::promise(
                    contact,
                    From::Agreed,
                    &answered(contact, left, *by, cx),
                    cx,
                )?);
            }
            return Ok(events);
        }
        Command::Analyse(analysed) => super::analysis::write(analysed, cx)?,
        Command::SignAnalysis { no, says } => super::analysis::sign(contact, *no, says, cx)?,
        Command::File { children: of, to } => file(contact, of, to, cx)?,
        Command::LeaveUnfiled(left) => {
            let known = contact.why_unfiled() == Some(left.why.as_str());
            if known || !contact.is_unfiled() {
                return Ok(vec![]);
            }
            reason(&left.why, "why it is on no child's file yet, and who does it")
                .map_err(|refusal| refusal.by("southampton-69"))?;
            Event::LeftUnfiled(left.clone())
        }
        Command::Placement(needed) => placement(contact, needed)?,
        Command::NoLone(set) => {
            if set.why.as_ref() == contact.night.no_lone.as_ref().map(|marked| &marked.why) {
                return Ok(vec![]);
            }
            Event::NoLoneVisits(no_lone(set, cx)?)
        }
        Command::AllowLone(allowed) => Event::LoneVisitAllowed(allow_lone(contact, allowed, cx)?),
        Command::Alert(alert) => {
            let Alert { expect, contingency, until } = alert;
            reason(expect, "what may come")?;
            reason(contingency, "what to do when it comes: who is rung, what is said, where the child goes")?;
            if *until <= cx.now {
                return Err(past("Say until when this counts: a time to come."));
            }
            Event::AlertSet(alert.clone())
        }
    }])
}

/// Makes the promise that the front door answers whoever made a general enquiry.
fn answered(contact: &Contact, what: &str, by: DateTime<Utc>, cx: &Context<'_>) -> Promised {
    let caller = &contact.call.caller;
    let to = caller.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| caller.brief());
    Promised {
        what: what.to_owned(),
        to: to.clone(),
        person: caller.is_person,
        ring_back: false,
        owner: Owner::Staff(cx.actor.person),
        by,
        agreed_with: to,
    }
}

/// Judges what is said of police protection when the night's bed is over; nothing where none runs.
fn protection(
    running: Option<&Due>,
    said: Option<Protection>,
    cx: &Context<'_>,
) -> Result<Option<Protection>, Refusal> {
    let Some(due) = running else { return Ok(None) };
    match said {
        Some(Protection::Ended(at)) if at > cx.now => {
            Err(past("Police protection cannot have ended later than now."))
        }
        Some(Protection::Ended(at)) if at < due.start => {
            Err(past("Police protection cannot have ended before the police took the child."))
        }
        Some(said) => Ok(Some(said)),
        None => Err(Refusal::new(
            "ProtectionGoesOn",
            "Say whether police protection itself ended, and when; the seventy-two hours run on until then. Nothing was changed.",
        )
        .by("children-act-46")),
    }
}

/// Judges what another arrangement says of police protection that runs: no bed ends it, and none begins it anew.
fn over_protection(contact: &Contact, care: &Care, cx: &Context<'_>) -> Result<Option<Protection>, Refusal> {
    let running = contact.protection_of(care.child);
    match (running, care.taken) {
        (Some(due), Some(taken)) if care.under == Under::PoliceProtection => {
            if taken > due.start {
                return Err(Refusal::new(
                    "ProtectionRuns",
                    format!(
                        "Police protection of that child runs since {}: another place begins no seventy-two hours anew. Say when the police took the child first, or say that it is over and that protection ended, and when. Nothing was changed.",
                        words::stamp(due.start)
                    ),
                )
                .by("children-act-46"));
            }
            Ok(None)
        }
        _ => protection(running, care.protection, cx),
    }
}

/// Judges a mark, or that it is taken away: after that anybody goes there alone, so that is a manager's word too.
fn no_lone(set: &NoLoneVisits, cx: &Context<'_>) -> Result<NoLoneVisits, Refusal> {
    let rule = |refusal: Refusal| refusal.by("barnsley-33");
    if let Some(why) = &set.why {
        reason(why, "why nobody should go there alone").map_err(rule)?;
        return Ok(NoLoneVisits { why: set.why.clone(), lifted: None });
    }
    if !cx.actor.manages() {
        return Err(rule(Refusal::new(
            "ManagerLifts",
            "A manager takes the mark away, at their own console: ring one. The mark stands; nothing was changed.",
        )));
    }
    let why = set.lifted.as_deref().unwrap_or_default();
    reason(why, "why somebody may go there alone again, and how you know").map_err(rule)?;
    Ok(set.clone())
}

/// Judges a manager's word that somebody may go alone to a family that is marked.
fn allow_lone(contact: &Contact, allowed: &LoneAllowed, cx: &Context<'_>) -> Result<LoneAllowed, Refusal> {
    let refused = |code, words: &str| Err(Refusal::new(code, words).by("barnsley-33"));
    if contact.night.no_lone.is_none() && contact.lifted_by() != Some(allowed.visitor) {
        return refused(
            "NotMarked",
            "This family is not marked: nobody needs a word to go there. Nothing was changed.",
        );
    }
    if !cx.actor.manages() {
        return refused(
            "ManagerAllows",
            "A manager lets somebody go there alone, at their own console. Nothing was changed.",
        );
    }
    if allowed.visitor == cx.actor.person {
        return refused(
            "OwnVisit",
            "Nobody lets themselves go alone: another manager says so. Nothing was changed.",
        );
    }
    if !cx.duty.directory.get(allowed.visitor).is_some_and(|known| known.roles.iter().any(|r| r.writes())) {
        return refused(
            "NoSuchVisitor",
            "Nobody of that name works at this desk and could go. Name who goes.",
        );
    }
    reason(&allowed.why, "why this visit may be made alone, and what makes it safe enough")
        .map_err(|refusal| refusal.by("barnsley-33"))?;
    if allowed.until <= cx.now || allowed.until > cx.now + TimeDelta::hours(24) {
        return refused("UntilNeeded", "Say until when your word counts: a time to come, within a day.");
    }
    Ok(allowed.clone())
}

/// Judges an arrangement; gives when police protection ends, where it is that.
fn tonight(contact: &Contact, care: &Care, cx: &Context<'_>) -> Result<Option<Due>, Refusal> {
    children(contact, &[care.child])?;
    named(&care.with, "who has the child tonight")?;
    named(&care.place, "where the child is tonight")?;
    if care.under != Under::Hospital {
        named(&care.proposed_by, "who proposed it")?;
    }
    reason(&care.childs_view, "what the child says about it, or why nobody asked")?;
    if care.under.is_agreed() {
        named(&care.agreed_by, "who agreed to it")?;
        reason(&care.checks, "which checks of the carer were made, or why none could be")?;
        if care.fit.is_none() {
            return Err(Refusal::new(
                "FitToAgree",
                "Say whether whoever agreed was fit to: sober, understanding what they agree to, free to say no.",
            ));
        }
        reason(&care.fit_words, "what shows that they were fit to agree, or were not")?;
    }
    if care.under == Under::Section20 && care.fit != Some(YesNo::Yes) {
        return Err(Refusal::new(
            "NotFitToAgree",
            "Section 20 rests on agreement, and whoever agreed was not fit to give it. Nothing was recorded; ring the senior manager on call about other ground.",
        )
        .by("children-act-20"));
    }
    let ends = match (care.under, care.taken) {
        (Under::PoliceProtection, None) => {
            return Err(Refusal::new(
                "TakenWhen",
                "Say when the police took the child: the seventy-two hours run from then.",
            )
            .by("children-act-46"));
        }
        (Under::PoliceProtection, Some(taken)) if taken > cx.now => {
            return Err(past("The police cannot have taken the child later than now."));
        }
        (Under::PoliceProtection, Some(taken)) => {
            let clock = due(cx, "police_protection")?.clock;
            cx.duty.due(&clock, taken)
        }
        _ => None,
    };
    let over = ends.as_ref().is_some_and(|ends| care.until > ends.at);
    if over {
        return Err(Refusal::new(
            "PastProtection",
            "Police protection ends seventy-two hours after the child was taken; until when is later than that.",
        )
        .by("children-act-46"));
    }
    if care.until <= cx.now {
        return Err(past("Say until when the child is there: a time to come."));
    }
    Ok(ends)
}

fn file(contact: &Contact, of: &[PersonNo], to: &FiledIn, cx: &Context<'_>) -> Result<Event, Refusal> {
    let rule = |refusal: Refusal| refusal.by("southampton-69");
    let mut left = None;
    match to {
        FiledIn::NoChild(why) => {
            if contact.family.children().next().is_some() {
                return Err(rule(Refusal::new(
                    "ThereIsAChild",
                    "Children are named in this contact: file it to their records, or say that they are not known here.",
                )));
            }
            reason(why, "why it is about no child").map_err(rule)?;
        }
        FiledIn::Record(record) => {
            children(contact, of)?;
            named(record, "the number of the child's record").map_err(rule)?;
        }
        FiledIn::NotKnown => {
            children(contact, of)?;
            let what = format!("{}: not known here; make sure of a response", contact.family.names(of));
            left = Some(morning(contact, what, cx)?);
        }
    }
    Ok(Event::Filed(Filed { children: of.to_vec(), to: to.clone(), morning: left }))
}

fn placement(contact: &Contact, needed: &PlacementNeeded) -> Result<Event, Refusal> {
    let rule = |refusal: Refusal| refusal.by("southampton-102");
    if needed.children.is_empty() {
        if contact.night.placement.is_none() {
            return Err(Refusal::new("NoPlacement", "No placement is looked for here. Nothing was changed."));
        }
    } else {
        children(contact, &needed.children)?;
        if needed.kinds.is_empty() {
            return Err(rule(Refusal::new("KindNeeded", "Say which kinds of placement would do.")));
        }
        reason(&needed.words, "what a carer must know tonight").map_err(rule)?;
    }
    Ok(Event::PlacementNeeded(needed.clone()))
}

/// Makes something that waits for the day, due when the front door opens next.
fn morning(contact: &Contact, what: String, cx: &Context<'_>) -> Result<ForMorning, Refusal> {
    let due = cx.duty.next_opening(cx.now).ok_or_else(|| {
        Refusal::new(
            "NeverOpens",
            "The profile's front door never opens. Nothing was recorded; tell whoever runs the desk.",
        )
    })?;
    let last = contact.night.morning.iter().map(|morning| morning.no).max().unwrap_or(0);
    Ok(ForMorning { no: last.saturating_add(1), what, due, done: None })
}

fn past(words: &str) -> Refusal {
    Refusal::new("TimePast", words)
}
