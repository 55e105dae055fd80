//! How events of oversight change a contact.

use chrono::{DateTime, Utc};

use super::super::{
    Contact, Event, Stamp,
    oversight::{
        AnswerRefused, Attempt, COVERS, Challenge, Decision, Emergency, EmergencyActed, EmergencyState,
        Given, Ground, GroundState, How, Override, OverrideAuthorised, OverrideAuthorisedByTelephone,
        OverrideDrafted, OverrideRequested, Proved, Reached, Request, SignedWord, State, Telephone, Wording,
    },
};
use crate::domain::{
    duty::Due,
    ids::{EmergencyNo, OverrideNo},
    policy::Mode,
};

impl Contact {
    fn override_mut(&mut self, no: OverrideNo) -> Option<&mut Override> {
        self.oversight.overrides.iter_mut().find(|o| o.no == no)
    }

    pub(super) fn evolve_override(&mut self, event: &Event, stamp: Stamp) {
        let (at, by) = (stamp.at, stamp.by);
        match event {
            Event::OverrideDrafted(OverrideDrafted { no, mode, request }) => {
                let due = self.decision.clone();
                self.put_override(written(*no, *mode, request, String::new(), due, State::Draft, stamp));
            }
            Event::OverrideRequested(OverrideRequested {
                no,
                mode,
                threshold,
                due,
                elsewhere,
                request,
                ..
            }) => {
                let (threshold, due) = (threshold.clone(), due.clone());
                let asked = written(*no, *mode, request, threshold, due, State::Requested, stamp);
                self.put_override(Override { elsewhere: elsewhere.clone(), ..asked });
            }
            Event::OverrideAuthorisedV1(e) => {
                if let Some(o) = self.override_mut(e.no) {
                    let e = e.clone().later(o.request.purpose.clone());
                    o.state = State::Authorised(Box::new(at_console(&e, stamp)));
                }
            }
            Event::OverrideAuthorised(e) => {
                if let Some(o) = self.override_mut(e.no) {
                    o.state = State::Authorised(Box::new(at_console(e, stamp)));
                }
            }
            Event::OverrideAuthorisedByTelephone(e) => {
                if let Some(o) = self.override_mut(e.no) {
                    by_telephone(o, e, stamp);
                }
            }
            Event::OverrideDeclined(e) => {
                let (reason, next) = (e.reason.clone(), e.next.clone());
                self.ends(e.no, State::Declined { at, by, reason, next });
            }
            Event::OverrideReturned(e) => {
                let (reason, next) = (e.reason.clone(), e.next.clone());
                self.ends(e.no, State::Returned { at, by, reason, next });
            }
            Event::OverrideCancelled(e) => {
                self.ends(e.no, State::Cancelled { at, by, why: e.why.clone() });
            }
            Event::OverrideWithdrawn(e) => {
                if let Some(o) = self.override_mut(e.no)
                    && let State::Authorised(given) = &o.state
                {
                    o.state = State::Withdrawn { at, by, why: e.why.clone(), given: given.clone() };
                }
            }
            Event::OverrideChallenged(e) => {
                if let Some(o) = self.override_mut(e.no) {
                    let (nonce, call) = (e.nonce.clone(), e.call.clone());
                    o.challenges.push(Challenge {
                        no: e.challenge,
                        at,
                        by,
                        nonce,
                        call,
                        tries: 0,
                        used: false,
                    });
                }
            }
            Event::OverrideAnswerRefused(e) => {
                if let Some(o) = self.override_mut(e.no) {
                    let (manager, challenge, why) = (e.manager, e.challenge, e.why);
                    if let Some(known) = o.challenges.iter_mut().find(|known| Some(known.no) == challenge) {
                        known.tries = known.tries.saturating_add(1);
                    }
                    o.refused.push(AnswerRefused { at, by, manager, challenge, why });
                }
            }
            Event::AttemptRecorded(e) => {
                if let Some(o) = self.override_mut(e.no) {
                    let (manager, role, number) = (e.manager, e.role, e.number.clone());
                    let (rung, reached) = (e.rung, e.reached.clone());
                    if let Reached::Declined { reason, next } = &reached {
                        let (reason, next) = (reason.clone(), next.clone());
                        o.state = State::Declined { at, by: manager, reason, next };
                    }
                    o.attempts.push(Attempt { at, by, rung, manager, role, number, reached });
                }
            }
            Event::OverrideConfirmed(e) => {
                self.signs(e.no, SignedWord::Confirmed { at, late: e.late });
            }
            Event::OverrideCorrected(e) => {
                let (words, scope, why) = (e.words.clone(), e.scope.clone(), e.why.clone());
                self.signs(e.no, SignedWord::Corrected { at, late: e.late, words, scope, why });
            }
            Event::OverrideDisowned(e) => {
                let (why, tell) = (e.why.clone(), e.tell.clone());
                self.signs(e.no, SignedWord::Disowned { at, late: e.late, why, tell });
            }
            _ => {}
        }
    }

    fn ends(&mut self, no: OverrideNo, state: State) {
        if let Some(o) = self.override_mut(no) {
            o.state = state;
        }
    }

    fn signs(&mut self, no: OverrideNo, word: SignedWord) {
        if let Some(given) = self.override_mut(no).and_then(Override::given_mut) {
            given.word = word;
        }
    }

    fn put_override(&mut self, mut new: Override) {
        match self.override_mut(new.no) {
            Some(old) => {
                // Whoever wrote an earlier wording had a hand in it.
                let earlier = old.writers.iter().filter(|writer| !new.writers.contains(writer));
                let earlier: Vec<_> = earlier.copied().collect();
                new.writers.extend(earlier);
                *old = new;
            }
            None => self.oversight.overrides.push(new),
        }
    }

    pub(super) fn emergency_mut(&mut self, no: EmergencyNo) -> Option<&mut Emergency> {
        self.oversight.emergencies.iter_mut().find(|e| e.no == no)
    }

    fn acted(&mut self, e: &EmergencyActed, covers_until: DateTime<Utc>, stamp: Stamp) {
        self.oversight.emergencies.push(Emergency {
            no: e.no,
            by: stamp.by,
            at: stamp.at,
            acted: e.acted.clone(),
            wordings: vec![Wording { at: stamp.at, by: stamp.by, acted: e.acted.clone() }],
            due: e.due.clone(),
            covers_until,
            state: EmergencyState::Waits,
        });
    }

    pub(super) fn evolve_ground(&mut self, event: &Event, stamp: Stamp) {
        match event {
            Event::EmergencyActedV1(e) => {
                let until = stamp.at.checked_add_signed(COVERS).unwrap_or(stamp.at);
                let (no, due, covers, acted) = (e.no, e.due.clone(), e.due.clone(), e.acted.clone());
                return self.acted(&EmergencyActed { no, due, covers, acted }, until, stamp);
            }
            Event::EmergencyActed(e) => return self.acted(e, e.covers.at, stamp),
            Event::EmergencyDescribed(e) => {
                if let Some(emergency) = self.emergency_mut(e.no) {
                    let acted = e.acted.clone();
                    emergency.wordings.push(Wording { at: stamp.at, by: stamp.by, acted });
                    emergency.acted = e.acted.clone();
                }
                return;
            }
            Event::EmergencyUpheld(e) => {
                if let Some(emergency) = self.emergency_mut(e.no) {
                    emergency.state =
                        EmergencyState::Upheld { at: stamp.at, by: stamp.by, words: e.words.clone() };
                }
                return;
            }
            Event::EmergencyNotUpheld(e) => {
                if let Some(emergency) = self.emergency_mut(e.no) {
                    emergency.state = EmergencyState::NotUpheld {
                        at: stamp.at,
                        by: stamp.by,
                        words: e.words.clone(),
                        stop: e.stop.clone(),
                        told: e.told.clone(),
                    };
                }
                return;
            }
            _ => {}
        }
        let oversight = &mut self.oversight;
        match event {
            Event::GroundProposed(e) => oversight.grounds.push(Ground::of(e, stamp)),
            Event::GroundDecided(e) => {
                if let Some(ground) = oversight.grounds.iter_mut().find(|old| old.no == e.no) {
                    let said = Decision { at: stamp.at, by: stamp.by, words: e.words.clone() };
                    ground.state =
                        if e.agree { GroundState::Decided(said) } else { GroundState::NotAgreed(said) };
                }
            }
            Event::GroundEnded(e) => {
                if let Some(ground) = oversight.grounds.iter_mut().find(|old| old.no == e.no) {
                    let decided = ground.decision().cloned();
                    let (why, see) = (e.why.clone(), e.see.clone());
                    ground.state = GroundState::Ended { at: stamp.at, by: stamp.by, why, decided, see };
                }
            }
            _ => {}
        }
    }
}

fn written(
    no: OverrideNo,
    mode: Mode,
    request: &Request,
    threshold: String,
    due: Due,
    state: State,
    stamp: Stamp,
) -> Override {
    Override {
        no,
        request: request.clone(),
        by: stamp.by,
        writers: vec![stamp.by],
        asked_at: stamp.at,
        mode,
        threshold,
        due,
        elsewhere: Vec::new(),
        attempts: Vec::new(),
        challenges: Vec::new(),
        refused: Vec::new(),
        codes: Vec::new(),
        state,
    }
}

fn at_console(e: &OverrideAuthorised, stamp: Stamp) -> Given {
    Given {
        at: stamp.at,
        by: stamp.by,
        written_by: stamp.by,
        role: e.role,
        how: How::AtConsole,
        words: e.words.clone(),
        scope: e.scope.clone(),
        seen_refusals: e.seen_refusals.clone(),
        telephone: None,
        word: SignedWord::NotNeeded,
    }
}

fn by_telephone(o: &mut Override, e: &OverrideAuthorisedByTelephone, stamp: Stamp) {
    match e.proof {
        Proved::Bound { challenge, .. } => {
            if let Some(known) = o.challenges.iter_mut().find(|known| known.no == challenge) {
                known.used = true;
            }
        }
        Proved::Code { device, step } => o.codes.push((device, step)),
        Proved::Nothing => {}
    }
    let telephone = Telephone { call: e.call.clone(), proof: e.proof, no_device: e.no_device.clone() };
    o.state = State::Authorised(Box::new(Given {
        at: stamp.at,
        by: e.call.manager,
        written_by: stamp.by,
        role: e.call.role,
        how: e.proof.how(),
        words: e.call.words.clone(),
        scope: e.call.scope.clone(),
        seen_refusals: e.call.seen_refusals.clone(),
        telephone: Some(telephone),
        word: SignedWord::Unconfirmed { due: e.word_due.clone() },
    }));
}
