//! What is judged of a visit: that somebody will miss whoever goes, and that nobody else says they are safe without saying how.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    CheckedIn, Command, Ended, Event, Extended, Going, HelpNeeded, LONGEST, Looked, Tried, Visit, family,
};
use crate::domain::{
    contact::{Contact, Context, night::Found},
    ids::StaffId,
    input::{phone, text},
    permission::{self, Action, State},
    refusal::Refusal,
};

/// The longest time somebody is out without saying so anew.
const LONGEST_OUT: TimeDelta = TimeDelta::hours(12);

/// What is known around somebody who goes.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Who, besides them, is at a console that would show the alarm.
    pub seen_by: &'a [StaffId],
    /// The contact it is about.
    pub contact: Option<&'a Contact>,
    /// Marks on other contacts that are, or may be, of the same family.
    pub found: &'a [Found],
    /// Whether the desk's file told whether the family is marked.
    pub read: bool,
}

impl Visit {
    /// Judges somebody's going.
    pub fn start(going: &Going, around: Around<'_>, cx: &Context<'_>) -> Result<Event, Refusal> {
        permission::may(cx.actor, Action::Visit, State::Ordinary)?;
        let wrong = |code, words: &str| Err(Refusal::new(code, words).by("southampton-56"));
        if going.place.trim().is_empty() {
            return wrong("PlaceNeeded", "Say where you go, so that somebody finds the door without you.");
        }
        if going.purpose.trim().is_empty() {
            return wrong("PurposeNeeded", "Say whom you see there and what for.");
        }
        if phone::read(&going.number).is_err() {
            return wrong("NumberNeeded", "Write the number by which you are rung while you are out.");
        }
        back_fits(going.back_by, cx.now)?;
        if going.every == 0 || going.every > LONGEST {
            return wrong("IntervalNeeded", "Say every how many minutes you check in: 1 to 240.");
        }
        let seen_by: Vec<StaffId> =
            around.seen_by.iter().copied().filter(|person| *person != cx.actor.person).collect();
        match &going.named {
            None if seen_by.is_empty() && !around.read => {
                return wrong(
                    "NobodyWouldSee",
                    "Who else is at a console cannot be read, so nobody may see the alarm. Name somebody, their number, and when they ring if they have not heard from you.",
                );
            }
            None if seen_by.is_empty() => {
                return wrong(
                    "NobodyWouldSee",
                    "Nobody else is at a console, so nobody would see the alarm. Name somebody, their number, and when they ring if they have not heard from you.",
                );
            }
            Some(named) if named.name.trim().is_empty() || phone::read(&named.number).is_err() => {
                return wrong("NamedUnclear", "Write who rings, and a number by which they are reached.");
            }
            Some(named) if named.ring_at <= cx.now || named.ring_at > going.back_by + TimeDelta::hours(1) => {
                return wrong(
                    "RingAtUnclear",
                    "Say when they ring: after now, and within an hour of when you are back.",
                );
            }
            _ => {}
        }
        Ok(Event::Started(Box::new(family::goes_alone(going, around, seen_by, cx)?)))
    }

    /// Judges anything else; gives nothing where nothing would change.
    pub fn decide(&self, command: &Command, cx: &Context<'_>) -> Result<Option<Event>, Refusal> {
        permission::may(cx.actor, Action::Visit, State::Ordinary)?;
        let refused = |code, words: &str| Err(Refusal::new(code, words).by("southampton-56"));
        if let Command::Look { words } = command {
            return self.look(words, cx).map(Some);
        }
        if self.back.is_some() {
            return refused("VisitIsOver", "This visit is over. Nothing was changed.");
        }
        let own = cx.actor.person == self.worker;
        Ok(Some(match command {
            Command::Start(_) | Command::Look { .. } => {
                return refused("VisitIsOn", "This visit has begun already.");
            }
            // Only their own voice tells that somebody is well; a colleague who heard it writes down how.
            Command::CheckIn if !own => {
                return refused(
                    "NotYourVisit",
                    "Only whoever is out checks in. If they rang you, write that down as a try to reach them, or say how you know that they are back.",
                );
            }
            Command::CheckIn => Event::CheckedIn(CheckedIn {}),
            Command::Extend { why, .. } if !text::says_something(why) => {
                return refused("ReasonNeeded", "Say why it takes longer.");
            }
            Command::Extend { back_by, why } => {
                back_fits(*back_by, cx.now)?;
                Event::Extended(Extended { back_by: *back_by, why: why.clone() })
            }
            Command::Help { words } => Event::HelpNeeded(HelpNeeded { words: words.clone() }),
            Command::Try { words } if words.trim().is_empty() => {
                return refused(
                    "WordsNeeded",
                    "Say what came of it: no answer, a message left, what they said.",
                );
            }
            Command::Try { words } => Event::Tried(Tried { words: words.clone() }),
            Command::BackSafe { how } if how.trim().is_empty() && !own => {
                return refused(
                    "HowDoYouKnow",
                    "Say how you know that they are safe: who spoke with them, when, where they are.",
                );
            }
            Command::BackSafe { how } if how.trim().is_empty() && self.help.is_some() => {
                return refused("HowDoYouKnow", "Help was called for: say how it ended.");
            }
            Command::BackSafe { how } => {
                Event::BackSafe(Ended { how: Some(how.clone()).filter(|how| !how.trim().is_empty()) })
            }
        }))
    }
}

impl Visit {
    /// Judges a manager's look at a visit that was made alone in immediate danger.
    fn look(&self, words: &str, cx: &Context<'_>) -> Result<Event, Refusal> {
        let refused = |code, words: &str| Err(Refusal::new(code, words).by("barnsley-33"));
        if !self.waits_for_look() {
            return refused("NothingToLookAt", "No manager has to look at this visit. Nothing was changed.");
        }
        if !cx.actor.manages() || cx.actor.person == self.worker {
            return refused(
                "ManagerLooks",
                "A manager looks at it, and never whoever went. Nothing was changed.",
            );
        }
        if words.trim().is_empty() {
            return refused("WordsNeeded", "Say what you make of it, and what follows.");
        }
        Ok(Event::Looked(Looked { words: words.trim().to_owned() }))
    }
}

fn back_fits(back_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if back_by <= now {
        return Err(
            Refusal::new("BackByNeeded", "Say by when you are back: a time to come.").by("southampton-56")
        );
    }
    if back_by - now > LONGEST_OUT {
        return Err(Refusal::new(
            "TooLongOut",
            "Nobody is out longer than twelve hours without saying so anew. Write an earlier time.",
        )
        .by("southampton-56"));
    }
    Ok(())
}
