//! What is judged, noun by noun; the shared questions stand here.

pub(super) mod access;
pub(super) mod agreement;
mod analysis;
mod asked;
pub(super) mod call;
pub(super) mod family;
pub(super) mod night;
pub(super) mod oversight;
mod promise;
pub(super) mod route;
pub(super) mod share;
pub(super) mod telling;
pub(super) mod written;

use super::{Command, Contact, Context, Event, telling as tellings};
use crate::domain::{
    duty::Due,
    ids::{AgencyId, ClockId, PersonNo, PurposeId},
    input,
    permission::{self, Action, Why},
    policy::sharing::Purpose,
    refusal::Refusal,
};

/// Judges by the table of permissions whether this account may do this, to this contact as it stands.
pub(super) fn may(contact: &Contact, command: &Command, cx: &Context<'_>) -> Result<(), Refusal> {
    permission::may(cx.actor, asked::action(command), asked::state(contact, command, cx)).map_err(|refusal| {
        if refusal.code != Why::Closed.code() {
            return refusal;
        }
        let words = format!(
            "{} is closed. A note can still be added; to do more, open it again with a reason.",
            contact.reference
        );
        Refusal { words, ..refusal }
    })
}

/// Tells whether the noun itself says more exactly who may: what hangs on the rota names who holds it now.
pub(super) fn is_said_better(contact: &Contact, command: &Command, refusal: &Refusal) -> bool {
    contact.closed.is_none()
        && (asked::action(command).is_by_rota() || asked::action(command) == Action::GiveWord)
        && refusal.code == Why::NotAuthority.code()
}

/// Opens a closed contact again where what happened cannot wait: a closed one stands in no lane, and nobody would see it.
pub(super) fn wake(contact: &Contact, events: Vec<Event>, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let pressing =
        events.iter().any(|event| matches!(event, Event::MarkedUrgent(_) | Event::EmergencyActed(_)));
    if contact.closed.is_none() || !pressing {
        return Ok(events);
    }
    let reopened = tellings::Reopened {
        why: "something happened that cannot wait".to_owned(),
        decision: due(cx, "decision")?,
    };
    Ok(std::iter::once(Event::Reopened(reopened)).chain(events).collect())
}

/// Starts a clock of the profile.
pub(super) fn due(cx: &Context<'_>, clock: &str) -> Result<Due, Refusal> {
    cx.duty.due(&ClockId::from(clock), cx.now).ok_or_else(|| {
        Refusal::new("ClockMissing", format!("The profile in force has no clock `{clock}`. Nothing was changed; tell whoever runs the desk."))
    })
}

/// Wants words where a reason is asked for: a full stop is none.
pub(super) fn reason(text: &str, what: &str) -> Result<(), Refusal> {
    wanted(input::text::says_something(text), what)
}

/// Wants a name, a number or a place where one is asked for: those may be as short as one figure.
pub(super) fn named(text: &str, what: &str) -> Result<(), Refusal> {
    wanted(input::text::names_something(text), what)
}

fn wanted(said: bool, what: &str) -> Result<(), Refusal> {
    if said {
        return Ok(());
    }
    Err(Refusal::new("ReasonNeeded", format!("Say {what}. Nothing was changed yet.")))
}

/// Wants at least one child, each of them a child of this contact.
pub(super) fn children(contact: &Contact, of: &[PersonNo]) -> Result<(), Refusal> {
    if of.is_empty() {
        return Err(Refusal::new(
            "NoChildNamed",
            "Say for which children: one sibling's answer never stands for another's.",
        )
        .by("southampton-28"));
    }
    for no in of {
        if !contact.family.get(*no).is_some_and(super::family::Person::is_child) {
            return Err(Refusal::new("NotAChild", "Name a child of this contact (F3). Nothing was changed."));
        }
    }
    Ok(())
}

/// Finds a purpose.
pub(super) fn purpose<'a>(id: &PurposeId, cx: &Context<'a>) -> Result<&'a Purpose, Refusal> {
    cx.policy.sharing.purposes.iter().find(|purpose| purpose.id == *id).ok_or_else(|| {
        Refusal::new(
            "PurposeUnknown",
            format!("`{id}` is not a purpose of the profile in force. Choose one from the list."),
        )
    })
}

/// Wants agencies that the profile knows.
pub(super) fn agencies<'a>(
    of: impl IntoIterator<Item = &'a AgencyId>,
    cx: &Context<'_>,
) -> Result<(), Refusal> {
    for id in of {
        if !cx.policy.sharing.agencies.iter().any(|agency| agency.id == *id) {
            return Err(Refusal::new(
                "AgencyUnknown",
                format!("`{id}` is not an agency of the profile in force. Choose one from the list."),
            ));
        }
    }
    Ok(())
}

/// Counts words.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Wants enough words of somebody's own.
pub(super) fn own_words(text: &str, whose: &str, cx: &Context<'_>) -> Result<(), Refusal> {
    let least = cx.policy.sharing.least_words;
    if words(text) < least {
        return Err(Refusal::new(
            "OwnWordsNeeded",
            format!(
                "Write {whose} in your own words, at least {least} of them: it may be read out in court."
            ),
        )
        .by("southampton-32"));
    }
    Ok(())
}

/// Wants enough words of a manager who speaks on the telephone, while somebody else writes them down.
pub(super) fn dictated_words(text: &str, what: &str, cx: &Context<'_>) -> Result<(), Refusal> {
    let least = cx.policy.sharing.least_words;
    if words(text) < least {
        return Err(Refusal::new(
            "OwnWordsNeeded",
            format!("{what} wants at least {least} words: ask them for more. It may be read out in court."),
        )
        .by("southampton-32"));
    }
    Ok(())
}

/// Tells whether one text is the other's words again: the same, one within the other, or nearly all phrases of four words.
pub(super) fn is_copy(theirs: &str, mine: &str) -> bool {
    let plain = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .map(|word| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
            .filter(|word: &String| !word.is_empty())
            .collect()
    };
    let (theirs, mine) = (plain(theirs), plain(mine));
    if mine.is_empty() || theirs.is_empty() {
        return false;
    }
    let phrases: std::collections::HashSet<&[String]> = theirs.windows(4).collect();
    if mine.len() < 4 {
        return theirs.windows(mine.len()).any(|window| window == mine);
    }
    let all = mine.len() - 3;
    let taken = mine.windows(4).filter(|phrase| phrases.contains(phrase)).count();
    taken * 5 >= all * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_seen_through_case_and_stops() {
        let worker = "He was released today and he knows where they are living now.";
        assert!(is_copy(worker, "he was released today, and he knows where they are living NOW"));
        assert!(is_copy(worker, "He knows where they are"));
        assert!(!is_copy(
            worker,
            "I believe that asking him tonight would put Ellis and Mia in danger of being moved."
        ));
    }
}
