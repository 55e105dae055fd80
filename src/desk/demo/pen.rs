//! Writing one contact: who acts, when, and what.

use chrono::{DateTime, TimeDelta, Utc};

use super::cast::Cast;
use crate::{
    desk::{DeskError, Work},
    domain::{
        contact::{
            Command, Contact,
            call::{self, Caller, Mark, NewNote, Take},
            family::{self, Details},
            night::{self, FiledIn},
            route, telling,
        },
        ids::{FieldKey, OutcomeLetter, PersonNo, RouteNo},
        policy::{Mode, script::StageNo},
        staff::Actor,
        value::{Value, YesNo},
    },
};

/// A contact that is being written.
pub(super) struct Pen<'p, 'a, 's> {
    work: &'p mut Work<'a, 's>,
    pub(super) contact: Contact,
    pub(super) now: DateTime<Utc>,
    actor: &'p Actor,
}

type Done = Result<(), DeskError>;

impl<'p, 'a, 's> Pen<'p, 'a, 's> {
    /// Answers a call.
    pub(super) fn take(
        work: &'p mut Work<'a, 's>,
        actor: &'p Actor,
        now: DateTime<Utc>,
        caller: Caller,
    ) -> Result<Self, DeskError> {
        let contact = work.take(&Take { reference: None, ring: None, caller }, actor, now)?;
        Ok(Self { work, contact, now, actor })
    }

    /// Lets time go by.
    pub(super) fn wait(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
    }

    /// Lets somebody else act from here on.
    pub(super) fn by(&mut self, actor: &'p Actor) {
        self.actor = actor;
    }

    /// Lets the manager who authorises at this hour give a card the second word.
    pub(super) fn second(&mut self, cast: &'p Cast, route: RouteNo, words: &str) -> Done {
        self.by(match self.mode_at(self.now) {
            Mode::FrontDoor => &cast.shah,
            Mode::Edt => &cast.lindqvist,
        });
        self.act(route::Command::Second { route, agree: true, words: words.to_owned() })
    }

    /// Gives who acts.
    pub(super) fn actor(&self) -> &'p Actor {
        self.actor
    }

    /// Tells which service is on at a moment.
    pub(super) fn mode_at(&self, at: DateTime<Utc>) -> Mode {
        self.work.mode_at(at)
    }

    /// Does one thing.
    pub(super) fn act(&mut self, command: impl Into<Command>) -> Done {
        self.work.act(&mut self.contact, &command.into(), self.actor, self.now, None).map(|_| ())
    }

    /// Projects the contact as it stands, which ends the writing.
    pub(super) fn settle(self) -> Done {
        self.work.settle(&self.contact)
    }

    /// Names somebody, and gives their number.
    pub(super) fn name(&mut self, details: Details) -> Result<PersonNo, DeskError> {
        self.act(family::Command::Add(details))?;
        Ok(self.contact.family.last)
    }

    /// Writes a note.
    pub(super) fn note(&mut self, stage: u8, mark: Option<Mark>, text: &str) -> Done {
        let note = NewNote {
            text: text.to_owned(),
            mark,
            happened: None,
            typed: None,
            child: None,
            stage: StageNo(stage),
        };
        self.act(call::Command::Write(note))
    }

    /// Answers one of the script's questions.
    pub(super) fn answer(&mut self, field: &str, value: Value) -> Done {
        self.act(call::Command::Answer { field: FieldKey::from(field), value })
    }

    /// Answers one of the script's questions with words.
    pub(super) fn say(&mut self, field: &str, text: &str) -> Done {
        self.answer(field, Value::Text(text.to_owned()))
    }

    /// Answers one of the script's questions with yes or no.
    pub(super) fn yes_no(&mut self, field: &str, yes: bool) -> Done {
        self.answer(field, Value::YesNo(if yes { YesNo::Yes } else { YesNo::No }))
    }

    /// Ends the call.
    pub(super) fn end(&mut self) -> Done {
        self.act(call::Command::End)
    }

    /// Opens a card for every child named, and fills it in.
    pub(super) fn card(&mut self, letter: char, fields: &[(&str, Value)]) -> Result<RouteNo, DeskError> {
        let children = self.contact.family.children().map(|child| child.no).collect();
        self.act(route::Command::Open { letter: OutcomeLetter(letter), children })?;
        let route = self.contact.routes.list.last().map(|route| route.no).unwrap_or_default();
        for (field, value) in fields {
            let field = FieldKey::from(*field);
            self.act(route::Command::Fill { route, field, value: value.clone() })?;
        }
        Ok(route)
    }

    /// Decides a card.
    pub(super) fn decide(&mut self, route: RouteNo, reason: &str) -> Done {
        self.act(route::Command::decide(route, reason.to_owned()))
    }

    /// Sends a card; the reason counts where something asked for is missing.
    pub(super) fn send(&mut self, route: RouteNo, unmet: &str) -> Done {
        self.act(route::Command::send(route, unmet))
    }

    /// Files what was taken at night, as whoever closes it has done.
    fn file(&mut self) -> Done {
        if !self.contact.is_unfiled() {
            return Ok(());
        }
        let children: Vec<PersonNo> = self.contact.family.children().map(|child| child.no).collect();
        let to = if children.is_empty() {
            FiledIn::NoChild("a consultation, and nobody was named".to_owned())
        } else {
            FiledIn::Record(format!("R-{}", 20_000 + self.contact.reference.0))
        };
        self.act(night::Command::File { children, to })
    }

    /// Says why nobody is written to.
    pub(super) fn tells_nobody(&mut self, why: &str) -> Done {
        self.act(telling::Command::NotSend { why: why.to_owned() })
    }

    /// Closes the contact.
    pub(super) fn close(&mut self, words: &str) -> Done {
        self.file()?;
        self.act(telling::Command::Close { words: words.to_owned() })
    }
}

/// Makes a text a value.
pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Makes a key a choice.
pub(super) fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}

/// Makes keys choices.
pub(super) fn choices(keys: &[&str]) -> Value {
    Value::Choices(keys.iter().map(|key| (*key).to_owned()).collect())
}
