//! The sentences of agreement to share: what somebody was asked and said, and going on against a refusal.

use dutydesk::domain::{
    contact::agreement::{self, Said},
    ids::AgreementNo,
};

use super::{Made, Make, number, one, text};
use crate::scenarios::run::{Run, agencies, purpose};

pub(super) const STEPS: &[(&str, Make)] = &[
    (
        "{who} records: {person}, {capacity}, {answer} for {children} to {purpose} with {agencies}: “{why}”",
        |run, s| asked(run, s[0], s[1], s[2], s[3], s[4], s[5], s[6]),
    ),
    (
        "{who} records: {person}, {capacity}, {answer} for {children} to {purpose} with {agencies}",
        |run, s| asked(run, s[0], s[1], s[2], s[3], s[4], s[5], ""),
    ),
    ("{who} records: {person}, {capacity}, {answer} for {children} to {purpose}", |run, s| {
        asked(run, s[0], s[1], s[2], s[3], s[4], "nobody", "")
    }),
    ("{who} marks row {n} of agreement as a mistake: “{why}”", |_, s| {
        let said = Said::Row(AgreementNo(number(s[0])?));
        one(agreement::Command::Mistaken { said, why: text(s[1]) })
    }),
    ("{who} has seen going on {n}: “{words}”", |_, s| {
        one(agreement::Command::See { no: number(s[0])?, words: text(s[1]) })
    }),
    ("{who} takes back going on {n}: “{why}”", |_, s| {
        one(agreement::Command::Mistaken { said: Said::GoingOn(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} goes on for {children} to {purpose} with {agencies}: “{why}”", |run, s| {
        one(agreement::Command::GoOn(agreement::WentOn {
            children: run.people(s[0])?,
            purpose: purpose(s[1]),
            agencies: agencies(s[2]),
            why: text(s[3]),
        }))
    }),
];

#[expect(clippy::too_many_arguments, reason = "one for each slot of the sentence")]
fn asked(
    run: &Run<'_>,
    who: &str,
    capacity: &str,
    answer: &str,
    of: &str,
    what: &str,
    with: &str,
    why: &str,
) -> Made {
    let why = text(why);
    let capacity = match capacity {
        "for her own information" | "for his own information" => agreement::Capacity::OwnInformation,
        "as holder of parental responsibility" => {
            agreement::Capacity::Responsibility { how_known: "the birth certificate was seen".to_owned() }
        }
        "as holder of parental responsibility nobody checked" => {
            agreement::Capacity::Responsibility { how_known: String::new() }
        }
        "as a young person nobody judged" => {
            agreement::Capacity::YoungPerson { understanding: String::new() }
        }
        "as a young person who seemed bright" => {
            agreement::Capacity::YoungPerson { understanding: "seemed bright".to_owned() }
        }
        "as a young person" => agreement::Capacity::YoungPerson {
            understanding: "told back in their own words what would be shared".to_owned(),
        },
        other => return Err(format!("nobody answers “{other}”")),
    };
    let answer = match answer {
        "agrees" => agreement::Answer::Agreed,
        "refuses" => agreement::Answer::Refused,
        "withdraws" => agreement::Answer::Withdrawn,
        "was not asked" => agreement::Answer::NotAsked { why },
        "cannot decide now" => agreement::Answer::CannotDecide { why },
        "was not reached" => agreement::Answer::NotReached { why },
        other => return Err(format!("`{other}` is no answer about agreement")),
    };
    one(agreement::Command::Record(agreement::Asked {
        person: run.person(who)?,
        capacity,
        children: run.people(of)?,
        purpose: purpose(what),
        agencies: agencies(with),
        answer,
        words: String::new(),
    }))
}
