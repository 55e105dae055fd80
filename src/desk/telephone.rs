//! A manager's word by telephone: the challenge is made here, and what shows that it was them is worked out here.
//!
//! A screen hands in what was dictated and what was typed; it never says itself whether that fits. The domain judges all the
//! rest. What is not taken is journalled like what is, and its own sentence goes back to the worker; where the file takes
//! nothing, nothing is authorised.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    Answer, Desk, DeskError, devices,
    protocol::{Shows, TakeDown, Telephone},
    work::{self, Work},
};
use crate::{
    domain::{
        answer::{self, Eight, HeadCode, totp},
        contact::{
            Command, Contact, Event,
            oversight::{self, AnswerRefused, ByWord, Challenge, Deed, Matter, OfTwo, Proof, Proved, Try},
        },
        desk,
        device::{self, Device, Kind},
        ids::{ChallengeNo, ContactId, OverrideNo, StaffId},
        refusal::Refusal,
        shown::capital,
    },
    store::StoreError,
};

/// How the kinds of the entries begin by which a word by telephone comes into the record.
const BY_WORD: [&str; 2] = ["contact.override_authorised_by_telephone.", "contact.word_taken_down."];

/// How many bytes of chance make a challenge unlike any other.
const NONCE: usize = 16;

/// Refuses what only this desk may say of a word by telephone: that it was proved.
pub(super) fn not_from_a_screen(command: &Command) -> Result<(), Refusal> {
    let proves = matches!(
        command,
        Command::Oversight(
            oversight::Command::Challenge { .. }
                | oversight::Command::AuthoriseByTelephone { .. }
                | oversight::Command::TakeDown { .. }
        )
    );
    if proves {
        return Err(Refusal::new(
            "OnlyTheDeskProves",
            "Whether an answer fits is worked out by the desk and by nobody else. Nothing was decided.",
        ));
    }
    Ok(())
}

impl Desk {
    /// Makes a challenge, or writes down a manager's word with whatever shows that it was them.
    pub(super) fn telephone(&mut self, asked: &Telephone) -> Result<Vec<Answer>, DeskError> {
        match self.take_down(asked) {
            Err(DeskError::Refused(refusal)) => {
                let deed = match asked.shows {
                    Shows::Nothing => Deed::Challenge,
                    _ => Deed::AuthoriseByTelephone,
                };
                let (matter, manager) = (Matter::Override(asked.no), Some(asked.dictated.manager));
                self.witness(
                    asked.contact,
                    Some(Try { matter, deed, manager }),
                    &refusal,
                    self.actor.clone(),
                );
                Err(refusal.into())
            }
            other => other,
        }
    }

    fn take_down(&mut self, asked: &Telephone) -> Result<Vec<Answer>, DeskError> {
        self.in_the_record(asked.contact)?;
        let contact = self.contact_by_id(asked.contact)?;
        let command = self.command(asked, &contact, self.clock.now())?;
        self.write_down(asked.contact, asked.tag, command, About::Override(asked.no))
    }

    /// Writes down what a manager said of what takes two, with whatever shows that it was them.
    pub(super) fn taken_down(&mut self, asked: &TakeDown) -> Result<Vec<Answer>, DeskError> {
        match self.take_down_of_two(asked) {
            Err(DeskError::Refused(refusal)) => {
                let (deed, manager) = (Deed::AuthoriseByTelephone, Some(asked.answered.manager));
                let tried = Try { matter: asked.of.matter(), deed, manager };
                self.witness(asked.contact, Some(tried), &refusal, self.actor.clone());
                Err(refusal.into())
            }
            other => other,
        }
    }

    fn take_down_of_two(&mut self, asked: &TakeDown) -> Result<Vec<Answer>, DeskError> {
        self.in_the_record(asked.contact)?;
        let manager = asked.answered.manager;
        let (proof, no_device) = match &asked.shows {
            Shows::Code { digits } => (self.code(digits, manager, self.clock.now())?, String::new()),
            Shows::Voice { why } => (Proof::Nothing, why.clone()),
            Shows::Nothing | Shows::Answer { .. } => return Err(OfTwo::no_challenge().into()),
        };
        let (of, answered) = (asked.of, asked.answered.clone());
        let command = oversight::Command::TakeDown { of, answered, proof, no_device };
        self.write_down(asked.contact, asked.tag, command, About::OfTwo(of))
    }

    /// Has the domain judge what was worked out; what it did not take is journalled, and said as its own refusal.
    fn write_down(
        &mut self,
        id: ContactId,
        tag: u64,
        command: oversight::Command,
        about: About,
    ) -> Result<Vec<Answer>, DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        let stream = self.store.meta().desk.0;
        let (contact, refused, state) = self.work(|work| {
            // Whoever lost a role, or a device that was taken away a moment ago, counts no more.
            if work.unit.version(stream)? != work.book.state.version {
                return Err(Refusal::new(
                    "DeskChangedMeanwhile",
                    "Who works here, or with which device, was changed a moment ago. Nothing was decided; do it once more.",
                )
                .into());
            }
            let mut contact = work.contact(id)?;
            let tried = about.refused(&contact).count();
            work.act(&mut contact, &command.into(), &actor, now, None)?;
            work.settle(&contact)?;
            let refused = about.refused(&contact).skip(tried).last().map(|last| last.why.refusal());
            let proof = about.proof(&contact).filter(|_| refused.is_none());
            let state = use_code(work, stream, proof, now)?;
            Ok((contact, refused, state))
        })?;
        if let Some(state) = state {
            self.renew(state);
        }
        self.watching.folded = Some(Arc::new(contact));
        let mut answers = vec![match refused {
            None => Answer::Done { tag, at: now },
            Some(Refusal { code, words, rule, .. }) => {
                let source = rule.map(|rule| self.book.policy.sources.words(&rule).to_owned());
                Answer::Refused { tag: Some(tag), code, words, source }
            }
        }];
        answers.extend(self.told()?);
        Ok(answers)
    }

    fn command(
        &mut self,
        asked: &Telephone,
        contact: &Contact,
        now: DateTime<Utc>,
    ) -> Result<oversight::Command, DeskError> {
        let (no, dictated) = (asked.no, asked.dictated.clone());
        let (proof, no_device) = match &asked.shows {
            Shows::Nothing => {
                let mut nonce = [0; NONCE];
                self.random.fill(&mut nonce).map_err(StoreError::Entropy)?;
                let nonce = data_encoding::HEXLOWER.encode(&nonce);
                return Ok(oversight::Command::Challenge { no, dictated, nonce });
            }
            Shows::Answer { challenge, digits } => {
                let given: Eight = digits.parse().map_err(|error: answer::NotEight| {
                    Refusal::new(
                        "AnswerUnclear",
                        format!("{}. No try was counted.", capital(&error.to_string())),
                    )
                })?;
                (self.bound(contact, *challenge, given, dictated.manager)?, String::new())
            }
            Shows::Code { digits } => (self.code(digits, dictated.manager, now)?, String::new()),
            Shows::Voice { why } => (Proof::Nothing, why.clone()),
        };
        Ok(oversight::Command::AuthoriseByTelephone { no, dictated, proof, no_device })
    }

    /// Works out whose device gave an answer, and to which challenge. The manager's own devices and the newest challenge come
    /// first; an answer that belongs elsewhere is handed on as what it is, so that the domain can say so.
    fn bound(
        &self,
        contact: &Contact,
        challenge: ChallengeNo,
        given: Eight,
        manager: StaffId,
    ) -> Result<Proof, DeskError> {
        let mut challenges: Vec<&Challenge> =
            contact.oversight.overrides.iter().flat_map(|o| &o.challenges).collect();
        challenges.sort_by_key(|known| (known.no != challenge, std::cmp::Reverse(known.no)));
        let (theirs, others) = self.devices(Kind::Bound, manager);
        let first = theirs.first().ok_or_else(no_device)?.0.id;
        for (device, secret) in theirs.iter().chain(&others) {
            for known in &challenges {
                if answer::verify(secret, known.digits(), &known.call.facts(contact.reference), given) {
                    return Ok(Proof::Bound { challenge: known.no, device: device.id, fits: true });
                }
            }
        }
        Ok(Proof::Bound { challenge, device: first, fits: false })
    }

    /// Works out whose authenticator shows a code now.
    fn code(&self, digits: &str, manager: StaffId, now: DateTime<Utc>) -> Result<Proof, DeskError> {
        let seconds = devices::seconds(now.timestamp());
        let (theirs, others) = self.devices(Kind::Totp, manager);
        let first = theirs.first().ok_or_else(no_device)?.0.id;
        for (device, secret) in theirs.iter().chain(&others) {
            // A code that was used before is found again, so that the domain can say that it was.
            if let Some(step) = totp::verify(secret.as_slice(), digits, seconds, None) {
                return Ok(Proof::Code { device: device.id, step, fits: true });
            }
        }
        // Later than any that was used: it is wrong, and not used before.
        Ok(Proof::Code { device: first, step: u64::MAX, fits: false })
    }

    /// Gives the manager's own devices of a kind that count now, and all others, each with its secret.
    fn devices(&self, kind: Kind, manager: StaffId) -> (Secrets<'_>, Secrets<'_>) {
        let devices = &self.book.state.devices;
        let secret = |device| self.secret_of(device).ok().flatten().map(|secret| (device, secret));
        let all = devices.all().iter().filter(|device| device.kind == kind).filter_map(secret);
        all.partition(|(device, _)| devices.of(manager).any(|theirs| theirs.id == device.id))
    }

    /// Gives, for each word by telephone that nobody has signed for, the head code of its own entry: what the manager's
    /// device keeps.
    pub(super) fn heads(&self, contact: &Contact) -> Result<Vec<(ByWord, HeadCode)>, DeskError> {
        let overrides = contact.oversight.unconfirmed().map(|(o, ..)| ByWord::Override(o.no));
        let of_two = contact.oversight.unsigned_words().map(|(word, _)| ByWord::OfTwo(word.no));
        let waits: Vec<ByWord> = overrides.chain(of_two).collect();
        if waits.is_empty() {
            return Ok(Vec::new());
        }
        let mut heads = Vec::new();
        for entry in self.store.stream(contact.id.0)? {
            if BY_WORD.iter().all(|kind| !entry.kind.starts_with(kind)) {
                continue;
            }
            let word = match Event::read(&entry.kind, &entry.body)? {
                Event::OverrideAuthorisedByTelephone(given) => ByWord::Override(given.no),
                Event::WordTakenDown(taken) => ByWord::OfTwo(taken.no),
                _ => continue,
            };
            if waits.contains(&word)
                && let Some(hash) = self.store.hash_at(entry.seq)?
            {
                heads.push((word, HeadCode::of(&hash)));
            }
        }
        Ok(heads)
    }
}

type Secrets<'d> = Vec<(&'d Device, answer::Secret)>;

/// Journals that a one-time code was used, beside the word it was taken for, so that it is taken nowhere else.
fn use_code(
    work: &mut Work<'_, '_>,
    stream: uuid::Uuid,
    proof: Option<Proved>,
    now: DateTime<Utc>,
) -> Result<Option<desk::State>, DeskError> {
    let Some(Proved::Code { device, step }) = proof else { return Ok(None) };
    let state = work::fold_desk(&work.unit.stream(stream)?)?;
    let events = state.decide(&desk::Command::Device(device::Command::Use { device, step }), None)?;
    Ok(Some(work.desk(stream, &state, &events, None, now)?))
}

/// What a word by telephone is about.
#[derive(Clone, Copy)]
enum About {
    Override(OverrideNo),
    OfTwo(OfTwo),
}

impl About {
    /// Gives the answers and codes that were not taken for it, oldest first.
    fn refused(self, contact: &Contact) -> impl Iterator<Item = &AnswerRefused> {
        let (overrides, of_two) = match self {
            Self::Override(no) => (contact.oversight.get(no).map(|o| o.refused.iter()), None),
            Self::OfTwo(of) => (None, Some(contact.oversight.not_taken_for(of))),
        };
        overrides.into_iter().flatten().chain(of_two.into_iter().flatten())
    }

    /// Gives what the newest word on it was proved by.
    fn proof(self, contact: &Contact) -> Option<Proved> {
        let oversight = &contact.oversight;
        match self {
            Self::Override(no) => oversight.get(no)?.given()?.telephone.as_ref().map(|call| call.proof),
            Self::OfTwo(of) => {
                oversight.spoken.iter().rev().find(|word| word.of == of).map(|word| word.proof)
            }
        }
    }
}

fn no_device() -> Refusal {
    Refusal::new(
        "NoDevice",
        "That manager has no such device that is enrolled now. Nothing was decided and every word is kept; choose another way.",
    )
    .by("southampton-24")
}
