//! What is judged about a handover: nothing goes over without somebody who has it, and nobody acknowledges to themselves.

use chrono::{DateTime, Utc};

use super::{
    Acknowledged, Begun, Cause, Command, Drawn, DrawnAgain, Dropped, Event, Finished, Handover, Item, Kind,
    LineWritten, Next, OwnerNamed, State, What,
    draw::{number, works_in},
    service,
};
use crate::domain::{
    calendar::words::on_paper,
    calling::Call,
    contact::Context,
    duty::Duty,
    ids::{ItemNo, StaffId},
    input::text,
    permission::{self, Action, State as Standing},
    policy::Mode,
    refusal::Refusal,
};

impl Handover {
    /// Judges beginning one; gives its first event.
    pub fn start(kind: Kind, drawn: Vec<Drawn>, cx: &Context<'_>) -> Result<Event, Refusal> {
        permission::may(cx.actor, Action::Write, Standing::Ordinary)?;
        match kind {
            Kind::Leave { person, .. } if person != cx.actor.person && !cx.actor.manages() => {
                return Err(Refusal::new(
                    "NotYourLeave",
                    "Only the person who goes on leave, or a manager, writes their brief. Nothing was begun.",
                )
                .by("leicestershire-30"));
            }
            Kind::Leave { until: Some(until), .. } if until <= cx.now => {
                return Err(Refusal::new(
                    "TimeIsPast",
                    "That leave is over already. Write until when it is.",
                ));
            }
            Kind::Shift { from, to } if from == to => {
                return Err(Refusal::new("SameService", "A shift is handed to another service."));
            }
            Kind::Leave { .. } | Kind::Shift { .. } => {}
        }
        Ok(Event::Begun(Begun { kind, items: number(drawn, &[]) }))
    }

    /// Judges a command: gives the event that follows, none when nothing would change, or the reason why not.
    pub fn decide(&self, command: &Command, cx: &Context<'_>) -> Result<Option<Event>, Refusal> {
        let taking = matches!(command, Command::Sheet(_));
        permission::may(cx.actor, if taking { Action::Print } else { Action::Write }, Standing::Ordinary)?;
        match command {
            Command::DrawAgain(drawn) => {
                self.is_mine_and_open(cx)?;
                let items = number(drawn.clone(), &self.items);
                Ok((items != self.items).then_some(Event::DrawnAgain(DrawnAgain { items })))
            }
            Command::Line { no, line } => {
                self.is_mine_and_open(cx)?;
                text::line(line).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
                let item = self.known(*no)?;
                let written = LineWritten { no: *no, line: line.trim().to_owned() };
                Ok((item.line != written.line).then_some(Event::LineWritten(written)))
            }
            Command::Owner { no, next } => {
                self.is_mine_and_open(cx)?;
                let item = self.known(*no)?;
                self.may_have(*next, cx)?;
                let named = OwnerNamed { no: *no, next: *next };
                Ok((item.next != Some(*next)).then_some(Event::OwnerNamed(named)))
            }
            Command::Finish => self.finish(cx).map(Some),
            Command::Acknowledge { no, words } => self.acknowledge(*no, words, cx),
            Command::Sheet(sheet) => match self.state {
                State::Finished { .. } => Ok(Some(Event::SheetTaken(sheet.clone()))),
                State::Open | State::Dropped { .. } => Err(Refusal::new(
                    "NotHandedOver",
                    "A sheet is made of what was handed over. Finish the handover first.",
                )),
            },
            Command::Drop { why } => {
                self.is_mine_and_open(cx)?;
                if !text::says_something(why) {
                    return Err(Refusal::new(
                        "ReasonNeeded",
                        "Say why it is put away. Nothing was changed yet.",
                    ));
                }
                Ok(Some(Event::Dropped(Dropped { why: why.clone() })))
            }
        }
    }

    fn is_mine_and_open(&self, cx: &Context<'_>) -> Result<(), Refusal> {
        if !matches!(self.state, State::Open) {
            return Err(Refusal::new(
                "HandedOver",
                "That was handed over and stays as it was. Begin another for what has changed.",
            ));
        }
        if self.by != cx.actor.person && !cx.actor.manages() {
            return Err(Refusal::new(
                "NotYourHandover",
                "A colleague is writing this handover. Begin your own, or ask them; nothing was changed.",
            ));
        }
        Ok(())
    }

    fn known(&self, no: ItemNo) -> Result<&Item, Refusal> {
        self.item(no).ok_or_else(|| {
            Refusal::new("ItemUnknown", format!("There is no item {} in this handover.", no.0))
        })
    }

    /// Refuses an owner who could not act: a brief for leave names people, and a shift goes to somebody who works here.
    fn may_have(&self, next: Next, cx: &Context<'_>) -> Result<(), Refusal> {
        let away = match self.kind {
            Kind::Leave { person, .. } => Some(person),
            Kind::Shift { .. } => None,
        };
        match next {
            Next::Service(_) if away.is_some() => Err(Refusal::new(
                "CoverNeedsName",
                "While somebody is away, one named colleague covers each of their families. Name who.",
            )
            .by("barnsley-20")),
            Next::Service(_) => Ok(()),
            Next::Person(person) if away == Some(person) => {
                Err(Refusal::new("CoverIsAway", "That is the person who is away. Name somebody else.")
                    .by("barnsley-20"))
            }
            Next::Person(person) => {
                if cx.duty.directory.get(person).is_some_and(|known| known.roles.iter().any(|r| r.writes())) {
                    return Ok(());
                }
                Err(Refusal::new(
                    "NoSuchCover",
                    "Nobody of that name works at this desk and can act. Name a colleague, or a service.",
                ))
            }
        }
    }

    fn finish(&self, cx: &Context<'_>) -> Result<Event, Refusal> {
        self.is_mine_and_open(cx)?;
        if let Some(first) = self.without_owner().next() {
            let more = match self.without_owner().count() - 1 {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            return Err(Refusal::new(
                "NoNextOwner",
                format!(
                    "{} has nobody who has it next{more}. Name a person or a service for each; nothing was handed over.",
                    first.drawn.label()
                ),
            )
            .by("leicestershire-30"));
        }
        let of_night = matches!(self.kind, Kind::Shift { from: Mode::Edt, .. });
        let unfiled = |item: &&Item| item.drawn.causes.iter().any(|cause| cause.what == What::Unfiled);
        if let Some(item) = self.items.iter().filter(unfiled).find(|item| of_night && item.line.is_empty()) {
            return Err(Refusal::new(
                "NotFiled",
                format!(
                    "{} is on no child's file yet. File it, or say in its line why not; nothing was handed over.",
                    item.drawn.label()
                ),
            )
            .by("southampton-69"));
        }
        let bare = self.items.iter().filter(|item| item.line.is_empty());
        let mut early = bare.filter_map(|item| Some((item, item.early(cx.duty, cx.now)?)));
        if let Some((item, early)) = early.next() {
            return Err(Refusal::new(
                "NobodyUntilThen",
                format!(
                    "{} is due before they are there: “{}” by {}, and they are there from {}. Give it to somebody who is, or say in its line who has it until then; nothing was handed over.",
                    item.drawn.label(),
                    early.cause.words,
                    on_paper(early.due),
                    on_paper(early.there),
                ),
            )
            .by("leicestershire-30"));
        }
        for item in &self.items {
            // Whoever was named may have left since.
            item.next.map_or(Ok(()), |next| self.may_have(next, cx))?;
        }
        let calls = self
            .items
            .iter()
            .filter_map(|item| Some((item.no, calls_at(item.next?, cx.duty, cx.now))))
            .collect();
        Ok(Event::Finished(Finished { calls }))
    }

    fn acknowledge(&self, no: ItemNo, words: &str, cx: &Context<'_>) -> Result<Option<Event>, Refusal> {
        if self.finished().is_none() {
            return Err(Refusal::new(
                "NotHandedOver",
                "That is not handed over yet. Whoever writes it finishes it first.",
            ));
        }
        let item = self.known(no)?;
        text::line(words).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
        if item.acknowledged.is_some() {
            return Ok(None);
        }
        item.is_for(self.by, cx)?;
        Ok(Some(Event::Acknowledged(Acknowledged { no, words: words.trim().to_owned() })))
    }
}

impl Item {
    /// Refuses whoever cannot acknowledge it: who handed it over, another than was named, somebody of another service.
    pub fn is_for(&self, given_by: StaffId, cx: &Context<'_>) -> Result<(), Refusal> {
        if given_by == cx.actor.person {
            return Err(Refusal::new(
                "OwnHandover",
                "You handed this over yourself: whoever has it next acknowledges it. It stays open.",
            ));
        }
        match self.next {
            Some(Next::Person(person)) if person != cx.actor.person && !cx.actor.manages() => {
                return Err(Refusal::new(
                    "NotYours",
                    "This was handed to a colleague by name. They acknowledge it, or a manager for them.",
                ));
            }
            Some(Next::Service(mode)) => {
                if works_in(cx.actor.person, cx.duty).is_some_and(|works| works != mode) {
                    return Err(Refusal::new(
                        "OtherService",
                        format!(
                            "This was handed to {}. Somebody who works there acknowledges it.",
                            service(mode)
                        ),
                    ));
                }
            }
            Some(Next::Person(_)) | None => {}
        }
        Ok(())
    }
}

/// Gives from when an item calls for whoever has it next: a closed desk is never called, and EDT is whenever it is on.
fn calls_at(next: Next, duty: &Duty, now: DateTime<Utc>) -> DateTime<Utc> {
    let mode = match next {
        Next::Service(mode) => mode,
        Next::Person(person) => works_in(person, duty).unwrap_or(Mode::FrontDoor),
    };
    let at = match (mode, duty.mode_at(now)) {
        (Mode::FrontDoor, _) => duty.next_opening(now),
        (Mode::Edt, Mode::Edt) => Some(now),
        (Mode::Edt, Mode::FrontDoor) => duty.next_change(now),
    };
    at.unwrap_or(now)
}

/// Something of an item that calls for somebody before whoever has it next is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Early<'a> {
    /// What.
    pub cause: &'a Cause,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// From when whoever has it next is there.
    pub there: DateTime<Utc>,
}

impl Item {
    /// Gives what of it calls for somebody before whoever has it next is there; what waits for the day is none of it.
    pub fn early(&self, duty: &Duty, now: DateTime<Utc>) -> Option<Early<'_>> {
        let there = Some(calls_at(self.next?, duty, now)).filter(|there| *there > now)?;
        // Whoever is out is missed at every console, whichever service is on; what may come is no work of anybody's yet.
        let counts = |cause: &&Cause| !matches!(cause.what, What::Visit | What::Alert);
        let early = self.drawn.causes.iter().filter(counts).filter_map(|cause| {
            let due = cause.due.filter(|due| *due < there)?;
            let calls = cause.call(&duty.calling_at(due.max(now)))?.1 == Call::Calls;
            calls.then_some(Early { cause, due, there })
        });
        early.min_by_key(|early| early.due)
    }
}

/// Gives who was named by an item, where it was a person.
pub(super) fn person(item: &Item) -> Option<StaffId> {
    match item.next {
        Some(Next::Person(person)) => Some(person),
        Some(Next::Service(_)) | None => None,
    }
}
