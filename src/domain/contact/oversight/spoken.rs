//! What is said on the telephone: the frozen request as it is read out, and the digest that binds an answer to it.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{ManagerWords, OfTwo, Override, Request, Scope, TellFamily};
use crate::domain::{
    calendar::{local::local_day, words::stamp},
    contact::{Contact, Context, agreement::Stands},
    ids::{PersonNo, StaffId},
    input::born::age_at,
    policy::Mode,
};

/// Names the format of the digest.
const TAG: &str = "dutydesk.spoken.v1";

/// Gives what a worker reads out to a manager: the whole of the frozen request, a line for each thing.
pub fn read_out(contact: &Contact, o: &Override, cx: &Context<'_>) -> String {
    let (asked, sharing) = (&o.request, &cx.policy.sharing);
    let mode = match o.mode {
        Mode::FrontDoor => "front door's hours",
        Mode::Edt => "out of hours",
    };
    let mut text = String::new();
    let mut line = |label: &str, words: &str| {
        let _ = writeln!(text, "{label}: {}", words.trim());
    };
    line(
        &format!("{}, override {}", contact.reference, o.no.0),
        &format!("asked {}, {mode}", stamp(o.asked_at)),
    );
    line("Children", &format!("{}; {}", aged(contact, &asked.children, cx), danger(contact)));
    line("Agreement", &format!("{}; {}{}", asked.case.words(), asked.not_agreed, was_asked(contact, asked)));
    for at_once in contact.oversight.emergencies.iter().filter(|e| !e.acted.danger.trim().is_empty()) {
        let (of, acted) = (aged(contact, &at_once.acted.children, cx), &at_once.acted);
        let words = format!("{of}: {}; done: {}", acted.danger.trim(), acted.done.trim());
        line(&format!("Done at once, emergency {}", at_once.no.0), &words);
    }
    for otherwise in contact.answered_otherwise(asked) {
        line("The record says otherwise", &otherwise);
    }
    line("Both put their names to", &o.threshold);
    line("The worker believes", &asked.belief);
    line("For", sharing.purpose_words(&asked.purpose));
    line("What", &asked.what);
    for each in &asked.agencies {
        line(&format!("With {}", sharing.agency_words(&each.agency)), &each.why);
    }
    line("What less would do, says the worker", &asked.less);
    line("Until", &stamp(asked.until).to_string());
    line("Looked at again", &stamp(asked.review).to_string());
    match &asked.tell_family {
        TellFamily::Yes { when_and_who } => line("The family is told", when_and_who),
        TellFamily::NotNow { why } => line("The family is not told now", why),
    }
    for (earlier, why) in contact.oversight.refusals().filter(|(earlier, _)| earlier.no != o.no) {
        line(&format!("Refused before, override {}", earlier.no.0), why);
    }
    for earlier in &o.elsewhere {
        line(&format!("Refused before, in {}, {}", earlier.reference, stamp(earlier.at)), &earlier.words);
    }
    text
}

/// Names children, each with the age that is known.
fn aged(contact: &Contact, of: &[PersonNo], cx: &Context<'_>) -> String {
    let day = local_day(cx.now);
    let one = |no: &PersonNo| {
        let born = contact.family.get(*no).and_then(|person| person.details.born.as_ref());
        let age = born.map_or_else(|| "age not known".to_owned(), |born| age_at(born, day).to_string());
        format!("{} ({age})", contact.family.names(&[*no]))
    };
    of.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Says what is known of danger now.
fn danger(contact: &Contact) -> String {
    let said = contact.danger().map(|said| format!("danger now: {}", said.words()));
    let said = said.unwrap_or_else(|| "danger not asked".to_owned());
    if contact.urgency_runs() { format!("{said}, marked urgent") } else { said }
}

/// Says who was asked about these children, what came of it and what was tried; nothing where nothing of it is written.
fn was_asked(contact: &Contact, request: &Request) -> String {
    let stands = contact.agreements.as_they_stand();
    let about =
        stands.iter().filter(|answer| answer.of.iter().any(|(child, _)| request.children.contains(child)));
    let one = |answer: &Stands<'_>| {
        let asked = &answer.row.asked;
        let why = asked.answer.why().map(|why| format!(" ({})", why.trim())).unwrap_or_default();
        format!("; {}: {}{why}", contact.family.names(&[asked.person]), asked.answer.words())
    };
    about.map(one).collect()
}

/// Gives what a worker reads out to a manager about what takes two: the whole of it, a line for each thing.
pub fn read_out_of_two(contact: &Contact, of: OfTwo, cx: &Context<'_>) -> String {
    let mut text = String::new();
    let mut line = |label: &str, words: &str| {
        let _ = writeln!(text, "{label}: {}", words.trim());
    };
    match of {
        OfTwo::Ground(no) => {
            let Some(ground) = contact.oversight.ground(no) else { return text };
            let proposed = &ground.proposed;
            line(
                &format!("{}, ground {}", contact.reference, no.0),
                &format!("proposed {}", stamp(ground.at)),
            );
            line("Proposed", proposed.kind.words());
            line("Children", &contact.family.names(&proposed.children));
            line("The evidence", &proposed.evidence);
            for agency in &proposed.agencies {
                line("With", cx.policy.sharing.agency_words(agency));
            }
        }
        OfTwo::Route(no) => {
            let Some(route) = contact.routes.get(no) else { return text };
            let Some(outcome) = cx.policy.outcomes.get(route.letter) else { return text };
            let decided = route.decided.as_ref();
            let when = decided.map_or(String::new(), |decided| format!("decided {}", stamp(decided.at)));
            line(&format!("{}, outcome {}", contact.reference, no.0), &when);
            line("Outcome", &outcome.name);
            line("Children", &contact.family.names(&route.children));
            if let Some(decided) = decided {
                line("The criteria were", decided.presented.shown().1);
                if !decided.reason.trim().is_empty() {
                    line("Decided because", &decided.reason);
                }
            }
            for criterion in &outcome.criteria {
                line(&criterion.words, contact.criterion(route, criterion, cx).shown().1);
            }
            for field in &outcome.fields {
                if let Some(filled) = route.fields.get(&field.key) {
                    line(&field.words, &filled.in_words(Some(&field.kind)));
                }
            }
        }
        OfTwo::Emergency(no) => {
            let Some(emergency) = contact.oversight.emergency(no) else { return text };
            let (acted, last) = (&emergency.acted, emergency.wordings.last());
            line(
                &format!("{}, emergency {}", contact.reference, no.0),
                &format!("acted at once {}, before any oversight", stamp(emergency.at)),
            );
            if let Some(later) = last.filter(|later| later.at != emergency.at) {
                line("Written as it stands", &stamp(later.at).to_string());
            }
            let children = aged(contact, &acted.children, cx);
            line("Children", &format!("{}; {}", or_nothing(&children), danger(contact)));
            line("The danger was", or_nothing(&acted.danger));
            line("Done at once", or_nothing(&acted.done));
            for agency in &acted.agencies {
                line("With", cx.policy.sharing.agency_words(agency));
            }
            line("Covers until", &format!("{} at most", stamp(emergency.covers_until)));
            for earlier in contact.not_upheld(Some(no), &acted.children) {
                let whose = earlier.whose(stamp(earlier.at), cx.duty.directory.name_of(earlier.by));
                line(
                    &format!("Not upheld before, emergency {}", earlier.no.0),
                    &format!("{whose}: {}", earlier.said()),
                );
            }
            line("Asked of you", "do you uphold what was done, or not");
        }
    }
    text
}

/// Says that nothing is written yet, where nothing is.
fn or_nothing(text: &str) -> &str {
    if text.trim().is_empty() { "nothing written yet" } else { text }
}

/// Digests the final text: which request, who speaks, what was read out, what was asked and answered, how far it reaches.
///
/// Each part goes in with its length before it, so that no two texts run into one another.
pub(in crate::domain::contact) fn digest(
    contact: &Contact,
    o: &Override,
    manager: StaffId,
    read_out: &str,
    words: &ManagerWords,
    scope: &Scope,
) -> String {
    let mut hash = Sha256::new();
    let mut put = |part: &[u8]| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    put(TAG.as_bytes());
    put(contact.id.0.as_bytes());
    put(&o.no.0.to_be_bytes());
    put(manager.0.as_bytes());
    put(read_out.as_bytes());
    for (question, answer) in ManagerWords::QUESTIONS.iter().zip(words.answers()) {
        put(question.as_bytes());
        put(answer.as_bytes());
    }
    put(&(scope.children.len() as u64).to_be_bytes());
    for child in &scope.children {
        put(&child.0.to_be_bytes());
    }
    put(&(scope.agencies.len() as u64).to_be_bytes());
    for agency in &scope.agencies {
        put(agency.as_str().as_bytes());
    }
    put(scope.purpose.as_str().as_bytes());
    put(&scope.until.timestamp_micros().to_be_bytes());
    if let Some(what) = &scope.what {
        put(what.as_bytes());
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
