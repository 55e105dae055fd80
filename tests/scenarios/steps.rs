//! What somebody can do in a scenario: each sentence, and the command it stands for.

mod access;
mod agreement;
pub(super) mod call;
mod family;
mod night;
pub(super) mod oversight;
mod promise;
mod route;
mod telling;

use dutydesk::domain::{
    contact::{Command, call::Caller},
    desk,
    policy::script::FieldKind,
    staff::Actor,
    value::{Value, YesNo},
};

use super::{
    cast,
    run::Run,
    sentence::{list, slots},
};

/// What a sentence asks for.
pub(super) enum Step {
    /// Answers the call.
    Take(Caller),
    /// Does this, one after the other.
    Do(Vec<Command>),
    /// Does this to a handover.
    Handover(super::handover::Deal),
    /// Does this about a visit.
    Visit(super::visit::Outing),
    /// Does this to the desk itself.
    Desk(desk::Command),
}

pub(super) type Made = Result<Step, String>;
pub(super) type Make = fn(&Run<'_>, &[&str]) -> Made;

/// Every sentence there is, by noun. Where two would read the same words the first one does.
const TABLES: [&[(&str, Make)]; 13] = [
    super::handover::STEPS,
    super::visit::STEPS,
    night::STEPS,
    super::of_two::STEPS,
    super::away::STEPS,
    call::STEPS,
    family::STEPS,
    access::STEPS,
    agreement::STEPS,
    oversight::STEPS,
    route::STEPS,
    telling::STEPS,
    promise::STEPS,
];

/// Reads a step: who acts, and what they do.
pub(super) fn read(run: &Run<'_>, sentence: &str) -> Result<(Actor, Step), String> {
    for (pattern, make) in TABLES.into_iter().flatten() {
        if let Some(found) = slots(pattern, sentence) {
            let Some(actor) = cast::actor(found[0]) else { continue };
            return make(run, &found[1..]).map(|step| (actor, step));
        }
    }
    Err("no sentence reads like this, or nobody of that name works here: see tests/scenarios/README.md"
        .to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "every sentence of the table gives the same type")]
pub(super) fn one(command: impl Into<Command>) -> Made {
    Ok(Step::Do(vec![command.into()]))
}

/// Reads free text; “nothing” stands for a field left empty.
pub(super) fn text(text: &str) -> String {
    if text == "nothing" { String::new() } else { text.to_owned() }
}

pub(super) fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

pub(super) fn value(kind: &FieldKind, written: &str) -> Result<Value, String> {
    let bare = written.trim_start_matches('“').trim_end_matches('”');
    let key = |text: &str| text.trim().to_owned();
    Ok(match kind {
        FieldKind::Line | FieldKind::Text => Value::Text(text(bare)),
        FieldKind::YesNo => Value::YesNo(
            YesNo::ALL
                .into_iter()
                .find(|answer| answer.words() == written)
                .ok_or_else(|| format!("the answer is yes, no or not known, not `{written}`"))?,
        ),
        FieldKind::Choice { .. } => Value::Choice(text(bare)),
        FieldKind::Choices { .. } => Value::Choices(list(bare).map(key).collect()),
        FieldKind::Number { .. } => {
            Value::Number(written.parse().map_err(|_| format!("`{written}` is no number"))?)
        }
        FieldKind::Date => Value::Date(
            chrono::NaiveDate::parse_from_str(written, "%d %b %Y")
                .map_err(|_| format!("`{written}` is no day"))?,
        ),
        FieldKind::List { .. } => Value::List(bare.split(" / ").map(key).collect()),
    })
}
