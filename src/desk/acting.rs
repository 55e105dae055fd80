//! One thing that somebody does to a contact: done, kept in the spool where the file takes nothing, or refused.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Answer, Desk, DeskError, Work, attaching, closing, protocol::Act, telephone, work};
use crate::{
    domain::{
        contact::{Command, Contact, Context, Event, call::Command as Call, telling},
        refusal::Refusal,
        staff::Actor,
    },
    store::StoreError,
};

impl Desk {
    /// Does it; a decision that is refused is journalled as tried.
    pub(super) fn act(&mut self, act: &Act) -> Result<Vec<Answer>, DeskError> {
        let before = self.actor.clone();
        match self.do_act(act) {
            Err(DeskError::Refused(refusal)) => {
                let tried = act.command.tries();
                self.witness(act.contact, tried, &refusal, self.actor.clone().or(before));
                Err(refusal.into())
            }
            // Their account was closed a moment ago: what they tried by it is theirs all the same.
            Err(DeskError::NobodySignedIn) if before.is_some() => {
                let closed = Refusal::new("AccountClosed", DeskError::AccountClosed.to_string());
                self.witness(act.contact, act.command.tries(), &closed, before);
                Err(DeskError::AccountClosed)
            }
            other => other,
        }
    }

    fn do_act(&mut self, act: &Act) -> Result<Vec<Answer>, DeskError> {
        telephone::not_from_a_screen(&act.command)?;
        let now = self.clock.now();
        let actor = match (self.signed_in(), &self.actor) {
            (Ok(actor), _) => actor,
            // Where not even that can be read, words are kept all the same.
            (Err(error), Some(actor)) => {
                let actor = actor.clone();
                return self.spool_act(act, &actor, now, error);
            }
            (Err(error), None) => return Err(error),
        };
        // What was said before comes before it.
        if self.ahead.contains_key(&act.contact.0)
            && let Err(error) = self.merge_spooled()
        {
            return self.spool_act(act, &actor, now, error);
        }
        if act.command.is_managers_word()
            && let Some(answer) = self.step_up(act, actor.account)?
        {
            return Ok(vec![answer]);
        }
        if matches!(act.command, Command::Telling(_))
            && let Err(error) = self.lines.renew(&self.store, self.clock.now())
        {
            return self.spool_act(act, &actor, now, error.into());
        }
        let known = self.watching.folded.clone().filter(|known| known.id == act.contact);
        let stream = self.store.meta().desk.0;
        let done = self.work(|work| {
            let version = work.unit.version(act.contact.0)?;
            let mut contact = match known.filter(|known| known.version == version) {
                Some(known) => Arc::unwrap_or_clone(known),
                None => work.contact(act.contact)?,
            };
            // Whoever lost a role a moment ago acts by it no more.
            if work.unit.version(stream)? != work.book.state.version {
                return Err(Refusal::new(
                    "DeskChangedMeanwhile",
                    "Who works here was changed a moment ago. Nothing was written; do it once more.",
                )
                .into());
            }
            if version > act.seen {
                not_over_anothers(work, &contact, act, &actor, now)?;
            }
            if let Command::Telling(telling::Command::Close { words }) = &act.command {
                // Whether it can be closed by itself is said first.
                contact.decide(&act.command, &work.context(&actor, now))?;
                let around = closing::around(&contact, &mut *work.unit, &work.book.state)?;
                contact.may_close_over(&around, words)?;
            }
            match work.act(&mut contact, &act.command, &actor, now, act.event) {
                // Nothing to do, or submitted twice and there already.
                Ok(0) | Err(DeskError::Store(StoreError::AlreadyRecorded { .. })) => {}
                Ok(_) => {
                    if matches!(act.command, Command::Call(Call::SetCaller(_))) {
                        attaching::reached(work, &mut contact, &actor, now)?;
                    }
                    work.settle(&contact)?;
                }
                Err(error) => return Err(error),
            }
            Ok(contact)
        });
        let contact = match done {
            Ok(contact) => contact,
            Err(error) => return self.spool_act(act, &actor, now, error),
        };
        self.watching.folded = Some(Arc::new(contact));
        let mut answers = vec![Answer::Done { tag: act.tag, at: now }];
        answers.extend(self.told()?);
        Ok(answers)
    }
}

/// Refuses to write over what somebody else wrote in the same place after this worker last looked.
fn not_over_anothers(
    work: &mut Work<'_, '_>,
    contact: &Contact,
    act: &Act,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    let cx = Context { now, actor, policy: &work.book.policy, duty: &work.book.duty };
    let mine = contact.decide(&act.command, &cx)?;
    for entry in work.unit.stream(act.contact.0)?.iter().filter(|entry| entry.version > act.seen) {
        if entry.account == Some(actor.account) {
            continue;
        }
        let theirs = Event::read(&entry.kind, &entry.body)?;
        if mine.iter().any(|mine| work::same_place(mine, &theirs)) {
            let who = entry.person.map_or("somebody", |person| work.book.state.name_of(person));
            return Err(Refusal::new(
                "ChangedMeanwhile",
                format!("{who} changed this a moment ago. Yours was not written over theirs; it is still in the field: look at both."),
            )
            .into());
        }
    }
    Ok(())
}
