//! One request, one unit of work, and the answers to it.

use std::sync::Arc;

use super::{
    Answer, Desk, DeskError, Request,
    protocol::{DraftText, LeftoverView},
    spooling::takes_nothing,
};
use crate::{
    domain::{
        contact::call::Take,
        ids::{ContactId, EventId},
        permission::{self, Action, State},
        refusal::{Refusal, in_a_sentence},
        ring,
    },
    exchange::letter::{self, LetterContext},
    store::{
        consoles::ConsoleId,
        drafts::{self, Draft, Leftover},
    },
};

/// The number that stands in the letters of a practice desk.
const PRACTICE_NUMBER: &str = "01632 960100";

impl Desk {
    /// Does what a console wants and gives the answers; failures are answers too.
    pub fn handle(&mut self, request: Request) -> Vec<Answer> {
        let tag = match &request {
            Request::Act(act) => Some(act.tag),
            Request::Telephone(asked) => Some(asked.tag),
            Request::TakeDown(asked) => Some(asked.tag),
            Request::Beside(beside) => Some(beside.tag),
            _ => None,
        };
        self.watch_clock();
        // What was shown before is journalled before anything else is done; a search goes on while it is typed.
        let untold = match &request {
            Request::Find { .. } | Request::SaveDraft { .. } | Request::Refresh => self.journal_waiting(),
            _ => self.journal_looks(),
        };
        let mut answers = self.answers(request, tag);
        // That words were kept matters more to whoever wrote them, and what they looked at is tried again.
        let kept = |answer: &Answer| matches!(answer, Answer::Spooled { .. } | Answer::TakenAside { .. });
        let kept = answers.iter().any(kept);
        answers.extend(self.told_came_in());
        answers.extend(untold.err().filter(|_| !kept).and_then(|error| self.untold(&error)));
        answers.extend(self.told_damage());
        answers
    }

    fn answers(&mut self, request: Request, tag: Option<u64>) -> Vec<Answer> {
        match self.answer(request) {
            Ok(answers) => answers,
            Err(DeskError::Refused(refusal)) => {
                let source =
                    refusal.rule.as_ref().map(|rule| self.book.policy.sources.words(rule).to_owned());
                // Whatever the worker saw may be older than what refused it.
                let mut answers =
                    vec![Answer::Refused { tag, code: refusal.code, words: refusal.words, source }];
                answers.extend(self.told().unwrap_or_default());
                answers
            }
            Err(error) => {
                tracing::error!(error = %error_kind(&error), "a request failed");
                self.met(&error);
                vec![Answer::Failed { tag, words: in_a_sentence(&error) }]
            }
        }
    }

    /// Does what is wanted and gives the answers, or the error as it is.
    pub fn answer(&mut self, request: Request) -> Result<Vec<Answer>, DeskError> {
        match request {
            Request::SignIn { name, passphrase } => self.sign_in(&name, &passphrase),
            Request::Lock => self.lock(),
            Request::SealNote { id, text } => self.seal_note(id, &text),
            Request::PutNote { id, contact } => self.put_note(id, contact),
            Request::Watch(stretch) => {
                permission::may(&self.at_hand()?, Action::Search, State::Ordinary)?;
                self.watching.stretch = Some(stretch);
                self.lane_told(stretch)
            }
            Request::Open(id) => self.open_contact(id).map_err(DeskError::not_opened),
            Request::OpenReference(reference) => {
                let row = self.store.by_reference(reference);
                let row = row.map_err(|error| DeskError::from(error).not_opened())?;
                let id = ContactId(row.ok_or(DeskError::NoSuchContact(reference))?.id);
                self.open_contact(id).map_err(DeskError::not_opened)
            }
            Request::Leave => {
                self.look_at(None)?;
                self.told()
            }
            Request::Take(take) => self.take(&take),
            Request::Act(act) => self.act(&act),
            Request::Telephone(asked) => self.telephone(&asked),
            Request::TakeDown(asked) => self.taken_down(&asked),
            Request::Earlier { later, earlier } => self.earlier(later, earlier),
            Request::Attach { later, earlier } => self.attach(later, earlier),
            Request::Detach { contact, other, why } => self.detach(contact, other, &why),
            Request::Belongs { contact, note, to, why } => self.belongs(contact, note, to, why),
            Request::MoveNote { contact, note, to, why } => self.move_note(contact, note, to, &why),
            Request::SetRingAside { ring, why } => {
                let (actor, now) = (self.permit(Action::TakeCall)?, self.clock.now());
                self.work(|work| {
                    let ringing = work.ring(ring)?;
                    let event: ring::Event = ringing.set_aside(&why)?;
                    work.append_ring(ringing, &event, Some(&actor), now)
                })?;
                self.told()
            }
            Request::Board(kinds) => {
                if kinds.is_empty() {
                    self.watching.board.clear();
                    return Ok(vec![]);
                }
                permission::may(&self.at_hand()?, Action::Search, State::Ordinary)?;
                self.watching.board = kinds;
                self.board_told()
            }
            Request::Beside(beside) => self.beside(*beside),
            Request::Desk(command) => {
                self.run(&command)?;
                self.renew_alarms();
                Ok(vec![Answer::Desk(self.view())])
            }
            Request::SaveDraft { no, text } => self.save_draft(no, text),
            Request::ForgetDraft => {
                self.draft = None;
                if let Some(alive) = &self.alive {
                    drafts::delete(self.store.folder(), alive.id)?;
                }
                Ok(vec![])
            }
            Request::ForgetLeftover(console) => {
                drafts::delete(self.store.folder(), ConsoleId(console))?;
                Ok(vec![])
            }
            Request::Find { text, ticket } => {
                permission::may(&self.at_hand()?, Action::Search, State::Ordinary)?;
                let (rows, as_of) = self.found(&text)?;
                Ok(vec![Answer::Found { ticket, rows, as_of }])
            }
            Request::Compose { contact, template, to, why } => {
                let actor = self.at_hand()?;
                if !self.shown(contact)?.reference.is_given() {
                    // A letter that goes out names the number.
                    self.in_the_record(contact)?;
                }
                let contact = self.shown(contact)?;
                self.permits(&contact, Action::ComposeLetter)?;
                let others = self.of_family(&contact)?;
                let known = self.book.policy.letters.template.iter().find(|known| known.id == template);
                let Some(known) = known else {
                    return Err(Refusal::new(
                        "TemplateUnknown",
                        format!("`{template}` is not a letter of the profile in force."),
                    )
                    .into());
                };
                // A practice desk is rung by nobody.
                let practice = || self.store.meta().practice.then(|| PRACTICE_NUMBER.to_owned());
                let number = self.book.policy.letters.number.clone().or_else(practice);
                let cx = LetterContext {
                    policy: &self.book.policy,
                    desk: &self.book.state,
                    worker: &actor.name,
                    now: self.clock.now(),
                    number: number.as_deref(),
                    why: &why,
                    others: &others,
                };
                let text = letter::compose(&contact, known, to, &cx)
                    .map_err(|error| Refusal::new("LetterFailed", error.to_string()))?;
                Ok(vec![Answer::Letter { template, to, why, text }])
            }
            Request::Reporters(id) => Ok(self.reporters(id)?.into_iter().collect()),
            Request::WhoLooked(id) => {
                let reference = self.store.row(id.0)?.and_then(|row| row.reference);
                let audit = self.audit_contact(reference.ok_or(DeskError::ContactMissing)?)?;
                Ok(vec![Answer::WhoLooked(audit)])
            }
            Request::Refresh => self.refresh(),
            Request::Stop => Ok(vec![]),
        }
    }

    /// Gives what dead consoles left half-typed, and what was left at the door.
    pub fn leftovers(&self) -> Result<Vec<Answer>, DeskError> {
        let mut left = Vec::new();
        for leftover in drafts::leftovers(self.store.folder(), self.store.data_key())? {
            match leftover {
                Leftover::Whole { console, draft } => {
                    let row = match draft.contact {
                        // Who may read it cannot be told: it waits, unless it is about a call that waits here, or they are the
                        // words of whoever is signed in.
                        Some(contact) if self.store.unread().is_some() => {
                            let me = self.actor.as_ref().map(|actor| actor.person);
                            let mine = me.is_some() && draft.by == me;
                            if !mine && !self.ahead.contains_key(&contact.0) {
                                continue;
                            }
                            None
                        }
                        Some(contact) => self.softly(self.store.row(contact.0))?,
                        None => None,
                    };
                    // What was half-typed about a restricted record waits for somebody who may read it.
                    let (actor, now) = (self.actor.as_ref(), self.clock.now());
                    if row.as_ref().zip(actor).is_some_and(|(row, actor)| !row.opens_to(actor, now)) {
                        continue;
                    }
                    let reference = row.and_then(|row| row.reference);
                    left.push(LeftoverView {
                        console: console.0,
                        by: draft.by,
                        recorded: self.recorded_of(&draft.body)?,
                        contact: draft.contact,
                        reference,
                        saved_at: draft.saved_at,
                        words: draft.words,
                        body: Ok(draft.body),
                    });
                }
                Leftover::Damaged { .. } => {
                    let words = leftover.words().unwrap_or_default();
                    left.push(LeftoverView {
                        console: uuid::Uuid::nil(),
                        by: None,
                        recorded: Vec::new(),
                        contact: None,
                        reference: None,
                        saved_at: self.clock.now(),
                        words: 0,
                        body: Err(words),
                    });
                }
            }
        }
        // They go into the record of a contact, and wait for one.
        let notes = if self.store.unread().is_some() { vec![] } else { self.door_notes()? };
        let notes = (!notes.is_empty()).then_some(Answer::Notes(notes));
        let left = (!left.is_empty()).then_some(Answer::Leftovers(left));
        Ok(notes.into_iter().chain(left).collect())
    }

    /// Lists the ids that a draft has for its events, as far as those are in the journal: they came through before the
    /// console died.
    fn recorded_of(&self, body: &str) -> Result<Vec<EventId>, DeskError> {
        let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
        let mut ids = Vec::new();
        events_in(&body, &mut ids);
        let mut recorded = Vec::new();
        for id in ids {
            // A file that gives nothing tells of no event.
            if self.store.unread().is_none() && self.softly(self.store.find_event(id))?.is_some() {
                recorded.push(id);
            }
        }
        Ok(recorded)
    }

    fn open_contact(&mut self, id: ContactId) -> Result<Vec<Answer>, DeskError> {
        permission::may(&self.at_hand()?, Action::Open, State::Ordinary)?;
        let contact = self.shown(id)?;
        self.opens(&contact)?;
        let view = self.contact_view(id)?;
        self.look_at(Some(id))?;
        self.look_opened(&contact);
        Ok(vec![Answer::Contact(view)])
    }

    fn take(&mut self, take: &Take) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.at_hand()?, self.clock.now());
        if self.spooled > 0 && self.merge_spooled().is_err() {
            tracing::warn!("words in the spool could not be merged yet");
        }
        let taken = self.work(|work| {
            let contact = work.take(take, &actor, now)?;
            work.settle(&contact)?;
            Ok(contact)
        });
        let contact = match taken {
            Err(error) if takes_nothing(&error) => return self.take_aside(take, &actor, now, error),
            taken => taken?,
        };
        let id = contact.id;
        self.watching.folded = Some(Arc::new(contact));
        self.look_at(Some(id))?;
        let mut answers = vec![Answer::Taken(id)];
        answers.extend(self.told()?);
        Ok(answers)
    }

    fn save_draft(&mut self, no: u64, text: DraftText) -> Result<Vec<Answer>, DeskError> {
        let Some(alive) = &self.alive else { return Ok(vec![]) };
        let saved_at = self.clock.now();
        let draft =
            Draft { by: text.by, contact: text.contact, saved_at, words: text.words, body: text.body };
        let (folder, key) = (self.store.folder(), self.store.data_key());
        drafts::save(folder, key, alive.id, &draft, &mut self.random.entropy())?;
        self.draft = Some(draft);
        Ok(vec![Answer::DraftSaved(no)])
    }

    /// Looks for what others did, and tells of whatever is watched.
    fn refresh(&mut self) -> Result<Vec<Answer>, DeskError> {
        self.look_for_damage();
        let rang = self.absorb_rings()?;
        if self.store.unread().is_some() {
            // Calls that ring are all that others can tell of here.
            return match self.watching.stretch.filter(|_| rang) {
                Some(stretch) => self.lane_told(stretch),
                None => Ok(vec![]),
            };
        }
        let said = self.head.read();
        if !rang && said.is_some() && said == self.watching.said {
            // It was this console's own change that woke it.
            return Ok(vec![]);
        }
        let mut answers = Vec::new();
        let renewed = self.renew_book();
        if self.softly(renewed)? {
            self.renew_alarms();
            answers.push(Answer::Desk(self.view()));
        }
        answers.extend(self.told()?);
        Ok(answers)
    }
}

/// Finds the ids of events in half-typed text, wherever a pane keeps them.
fn events_in(body: &serde_json::Value, found: &mut Vec<EventId>) {
    match body {
        serde_json::Value::Object(parts) => {
            for (key, part) in parts {
                let id =
                    part.as_str().filter(|_| key == "event").and_then(|id| uuid::Uuid::parse_str(id).ok());
                found.extend(id.map(EventId));
                events_in(part, found);
            }
        }
        serde_json::Value::Array(parts) => parts.iter().for_each(|part| events_in(part, found)),
        _ => {}
    }
}

/// Names a failure for the log, without anything that it was about.
pub(super) fn error_kind(error: &DeskError) -> &'static str {
    match error {
        DeskError::Refused(_) => "refused",
        DeskError::Store(_) => "store",
        DeskError::Unreadable(_) => "unreadable entry",
        DeskError::Profile(_) => "profile",
        DeskError::SignIn(_) => "sign-in",
        DeskError::NobodySignedIn => "nobody signed in",
        DeskError::Locked => "locked",
        DeskError::AccountClosed => "account closed",
        DeskError::KeyStands(_) => "in use",
        DeskError::NobodyOfThatName(_) => "name not known",
        DeskError::NoSuchContact(_) | DeskError::ContactMissing => "contact missing",
        DeskError::Body(_) | DeskError::NotWritten(_) => "body",
        DeskError::NotPractice => "not practice",
        DeskError::NotInTheRecord(error) | DeskError::NotOpened(error) => error_kind(error),
    }
}
