//! What can be said of a contact after a step: each sentence, and how it is looked up. An error says what is so instead.

mod call;
mod night;
mod oversight;
mod queue;
mod route;
mod telling;

use dutydesk::domain::{
    calendar::local,
    contact::{Contact, Context},
};

use super::{run::Run, sentence::slots};

pub(super) struct Seen<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) contact: &'a Contact,
    pub(super) cx: &'a Context<'a>,
}

pub(super) type Check = fn(&Seen<'_>, &[&str]) -> Result<(), String>;

/// Checks a statement.
pub(super) fn check(
    run: &Run<'_>,
    contact: &Contact,
    cx: &Context<'_>,
    statement: &str,
) -> Result<(), String> {
    let seen = Seen { run, contact, cx };
    for (pattern, check) in ALL.into_iter().flatten() {
        if let Some(found) = slots(pattern, statement) {
            return check(&seen, &found);
        }
    }
    Err("no statement reads like this: see tests/scenarios/README.md".to_owned())
}

pub(super) fn same(wanted: &str, found: &str) -> Result<(), String> {
    if wanted == found { Ok(()) } else { Err(format!("it is: {found}")) }
}

pub(super) fn holds(yes: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if yes { Ok(()) } else { Err(otherwise()) }
}

/// Every sentence, by noun; the first that reads like a statement is the one.
const ALL: [&[(&str, Check)]; 8] = [
    super::away::STATEMENTS,
    super::of_two::STATEMENTS,
    queue::STATEMENTS,
    call::STATEMENTS,
    night::STATEMENTS,
    oversight::STATEMENTS,
    route::STATEMENTS,
    telling::STATEMENTS,
];

pub(super) fn minute(at: chrono::DateTime<chrono::Utc>) -> String {
    local::to_local(at).format("%a %-d %b %Y %H:%M").to_string()
}
