//! Who sits at the console: signing in, locking, signing a decision, and what was written at a locked door.

use chrono::{DateTime, Utc};

use super::{
    Answer, Desk, DeskError,
    lanes::Shown,
    protocol::{Act, NoteView, Passphrase},
    spooling::takes_nothing,
    watch::said,
};
use crate::{
    domain::{
        contact::{
            Context,
            call::{Command as Call, NewNote},
        },
        ids::{AccountId, ContactId, EventId},
        policy::script::StageNo,
        refusal::Refusal,
    },
    store::{
        Folder, StoreError,
        consoles::ConsoleId,
        drafts,
        keys::{Keys, SignInError},
        notes,
    },
};

/// Before the words of a note that was left at the door.
const LEFT: &str = "Left at the locked console by whoever wrote it: ";

/// Seals a note to the desk, for which nobody need be signed in; it cannot be read back here.
pub fn seal_note(
    folder: &Folder,
    id: EventId,
    text: &str,
    random: &mut super::Random,
) -> Result<(), StoreError> {
    let public = Keys::of(folder).sealing_public()?;
    notes::drop_note(folder, &public, id, text, &mut random.entropy())
}

impl Desk {
    /// Signs somebody in, or back in at a locked console.
    pub(super) fn sign_in(&mut self, name: &str, passphrase: &Passphrase) -> Result<Vec<Answer>, DeskError> {
        let unlocked = match self.keys.sign_in(name, passphrase.expose(), self.clock.now()) {
            Ok(unlocked) => unlocked,
            Err(SignInError::Refused(refused)) => {
                or_nothing(self.journal_refused())?;
                return Ok(vec![Answer::Refused {
                    tag: None,
                    code: "SignInRefused",
                    words: refused.words,
                    source: None,
                }]);
            }
            Err(error) => return Err(error.into()),
        };
        // Whoever works here gets back to their words also where the file cannot be read: by what was known of them last.
        or_nothing(self.renew_book())?;
        let actor = self.book.state.actor(unlocked.account).ok_or(DeskError::AccountClosed)?;
        self.may_sit(&actor)?;
        if self.actor.as_ref().is_none_or(|before| before.account != actor.account) {
            self.hand_over()?;
        }
        self.store.keyring_mut().take_up_all(&unlocked.access.keyring);
        self.actor = Some(actor);
        self.locked = false;
        self.seated();
        let mut answers = vec![Answer::SignedIn(self.view())];
        answers.extend(or_nothing(self.told())?);
        answers.extend(or_nothing(self.leftovers())?);
        Ok(answers)
    }

    /// Leaves nothing of whoever sat here before to whoever comes: what they had half-typed is offered, as after a crash.
    fn hand_over(&mut self) -> Result<(), DeskError> {
        self.watching.stretch = None;
        self.watching.folded = None;
        self.watching.shown = Shown::default();
        self.look_at(None)?;
        self.store.keyring_mut().lock();
        if let (Some(draft), Some(alive)) = (self.draft.take(), &self.alive) {
            let left = ConsoleId(super::uuid(&mut self.random, self.clock.now())?);
            let (folder, key) = (self.store.folder(), self.store.data_key());
            drafts::save(folder, key, left, &draft, &mut self.random.entropy())?;
            drafts::delete(folder, alive.id)?;
        }
        Ok(())
    }

    /// Locks the console: whoever sits here signs nothing more, while alarms and the watching of the desk go on.
    pub(super) fn lock(&mut self) -> Result<Vec<Answer>, DeskError> {
        // Whatever was looked at is signed while the key is here.
        let told = self.journal_looks();
        self.locked = true;
        self.store.keyring_mut().lock();
        // Nobody may be there to see an alarm.
        if let Some(alive) = &self.alive {
            said(self.store.look_away(alive.id))?;
        }
        or_nothing(told)?;
        Ok(vec![])
    }

    /// Takes up what waits for somebody who can sign: words that the file could not take before.
    pub(super) fn seated(&mut self) {
        self.seat_unsaid = true;
        if self.merge_spooled().is_err() {
            tracing::warn!("words in the spool could not be merged yet");
        }
        // Some alarms are for whoever signed in.
        self.renew_alarms();
    }

    /// Says to the other consoles who sits here, once whoever sat down has their screen: it costs a commit.
    pub(super) fn say_seated(&mut self) {
        if std::mem::take(&mut self.seat_unsaid) && self.look_at(self.watching.contact).is_err() {
            tracing::warn!("other consoles do not know who sits at this one");
        }
    }

    /// Judges a manager's decision, and asks for the passphrase where it is not there; gives nothing where it was right.
    pub(super) fn step_up(&mut self, act: &Act, account: AccountId) -> Result<Option<Answer>, DeskError> {
        let Some(passphrase) = &act.step_up else {
            // Whatever stands in the way is said before anybody types a passphrase for nothing.
            let contact = self.contact_by_id(act.contact)?;
            let (actor, now) = (self.signed_in()?, self.clock.now());
            let cx = Context { now, actor: &actor, policy: &self.book.policy, duty: &self.book.duty };
            contact.decide(&act.command, &cx)?;
            return Ok(Some(Answer::SignAgain(Box::new(act.clone()))));
        };
        match self.keys.check(account, passphrase.expose(), self.clock.now()) {
            Ok(_) => Ok(None),
            Err(SignInError::Refused(refused)) => {
                or_nothing(self.journal_refused())?;
                let words = format!("Nothing was decided; {}.", refused.words);
                Err(Refusal::new("SignInRefused", words).into())
            }
            Err(error) => Err(error.into()),
        }
    }

    // ── notes left at the door ──────────────────────────────────────────────────────────────────────────────────────

    /// Seals a note; where even that finds no room, the spool takes it.
    pub(super) fn seal_note(&mut self, id: EventId, text: &str) -> Result<Vec<Answer>, DeskError> {
        let sealed = seal_note(self.store.folder(), id, text, &mut self.random);
        if let Err(error) = sealed {
            self.spool_note(id, text, error)?;
        }
        Ok(vec![Answer::NoteSealed { id, at: self.clock.now() }])
    }

    /// Lists the notes that were left at the door, oldest first.
    pub(super) fn door_notes(&self) -> Result<Vec<NoteView>, DeskError> {
        let waiting = notes::waiting_notes(self.store.folder(), self.store.keyring())?;
        Ok(waiting
            .into_iter()
            .map(|note| NoteView { id: note.id, at: written(note.id), text: note.text })
            .collect())
    }

    /// Puts a note that was left at the door into a contact's notes; its file goes once its words are in the journal.
    pub(super) fn put_note(&mut self, id: EventId, contact: ContactId) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        self.in_the_record(contact)?;
        let waiting = notes::waiting_notes(self.store.folder(), self.store.keyring())?;
        let Some(note) = waiting.into_iter().find(|note| note.id == id) else {
            return Err(Refusal::new(
                "NoteGone",
                "That note is not at the door any more: somebody put it on a contact a moment ago.",
            )
            .into());
        };
        let happened = Some(written(id)).filter(|at| *at <= now);
        let new = NewNote {
            text: format!("{LEFT}{}", note.text),
            mark: None,
            happened,
            typed: None,
            child: None,
            stage: StageNo(4),
        };
        self.work(|work| {
            let mut contact = work.contact(contact)?;
            match work.act(&mut contact, &Call::Write(new).into(), &actor, now, Some(id)) {
                Ok(0) | Err(DeskError::Store(StoreError::AlreadyRecorded { .. })) => Ok(()),
                Ok(_) => work.settle(&contact),
                Err(error) => Err(error),
            }
        })?;
        note.done()?;
        self.told()
    }
}

/// Lets nobody stay outside because the desk's file takes or gives nothing.
fn or_nothing<T: Default>(told: Result<T, DeskError>) -> Result<T, DeskError> {
    match told {
        Err(error) if takes_nothing(&error) => Ok(T::default()),
        told => told,
    }
}

/// Reads when a note was written from its id, which was made then.
pub(super) fn written(id: EventId) -> DateTime<Utc> {
    let stamp = id.0.get_timestamp().map(|stamp| stamp.to_unix());
    let at = stamp.and_then(|(seconds, nanos)| DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos));
    at.unwrap_or_default()
}
