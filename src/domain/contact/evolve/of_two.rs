//! How a word by telephone on what takes two changes a contact, and the manager's own signed word on it.

use super::super::{
    Contact, Event, Stamp,
    oversight::{
        AnswerRefused, Attempt, Decision, EmergencyState, Follows, GroundState, OfTwo, SignedWord,
        SpokenWord, WordDisowned, WordTakenDown,
    },
    route::{Seconded, State as RouteState},
};
use crate::domain::ids::WordNo;

impl Contact {
    pub(super) fn evolve_word(&mut self, event: &Event, stamp: Stamp) {
        let at = stamp.at;
        match event {
            Event::WordTakenDown(e) => self.taken_down(e, stamp),
            Event::WordCodeRefused(e) => {
                let refused =
                    AnswerRefused { at, by: stamp.by, manager: e.manager, challenge: None, why: e.why };
                self.oversight.codes_refused.push((e.of, refused));
            }
            Event::CalledInVain(e) => {
                let (manager, role, number) = (e.manager, e.role, e.number.clone());
                let (rung, reached) = (e.rung, e.reached.clone());
                let attempt = Attempt { at, by: stamp.by, rung, manager, role, number, reached };
                self.oversight.in_vain.push((e.of, attempt));
            }
            Event::WordConfirmed(e) => self.sign(e.no, SignedWord::Confirmed { at, late: e.late }),
            Event::WordDisowned(e) => self.disowned(e, stamp),
            _ => {}
        }
    }

    fn sign(&mut self, no: WordNo, signed: SignedWord) {
        if let Some(word) = self.oversight.spoken.iter_mut().find(|word| word.no == no) {
            word.word = signed;
        }
    }

    fn taken_down(&mut self, e: &WordTakenDown, stamp: Stamp) {
        let (at, by, words) = (stamp.at, e.said.manager, e.said.words.clone());
        self.oversight.spoken.push(SpokenWord {
            no: e.no,
            of: e.of,
            at,
            written_by: stamp.by,
            said: e.said.clone(),
            proof: e.proof,
            no_device: e.no_device.clone(),
            word: SignedWord::Unconfirmed { due: e.word_due.clone() },
        });
        match e.of {
            OfTwo::Ground(no) => {
                if let Some(ground) = self.oversight.grounds.iter_mut().find(|ground| ground.no == no) {
                    let said = Decision { at, by, words };
                    ground.state =
                        if e.said.agree { GroundState::Decided(said) } else { GroundState::NotAgreed(said) };
                }
            }
            OfTwo::Route(no) => {
                if e.said.agree {
                    if let Some(route) = self.route_mut(no) {
                        route.second = Some(Seconded { at, by, words: words.clone() });
                    }
                    self.hop(no, RouteState::Ready, Stamp { at, by }, &words);
                } else {
                    let state = RouteState::NotSeconded { at, by, words: words.clone() };
                    self.hop(no, state, Stamp { at, by }, &words);
                }
            }
            OfTwo::Emergency(no) => {
                if let Some(emergency) = self.emergency_mut(no) {
                    emergency.state = if e.said.agree {
                        EmergencyState::Upheld { at, by, words }
                    } else {
                        let Follows { stop, told } = e.said.follows.clone().unwrap_or_default();
                        EmergencyState::NotUpheld { at, by, words, stop, told }
                    };
                }
            }
        }
    }

    /// What a disowned word decided waits again; what went out stays as it is, and is to be called back.
    fn disowned(&mut self, e: &WordDisowned, stamp: Stamp) {
        let of = self.oversight.spoken_word(e.no).map(|word| word.of);
        let rests = of.and_then(|of| self.word_on(of)).is_some_and(|word| word.no == e.no);
        let (why, tell) = (e.why.clone(), Some(e.tell.clone()));
        self.sign(e.no, SignedWord::Disowned { at: stamp.at, late: e.late, why, tell });
        match of.filter(|_| rests) {
            Some(OfTwo::Ground(no)) => {
                if let Some(ground) = self.oversight.grounds.iter_mut().find(|ground| ground.no == no) {
                    (ground.state, ground.due) = (GroundState::Waits, e.due.clone());
                }
            }
            Some(OfTwo::Route(no)) => {
                let Some(route) = self.route_mut(no) else { return };
                if matches!(route.state, RouteState::Ready | RouteState::NotSeconded { .. }) {
                    route.second = None;
                    self.hop(no, RouteState::WaitsForSecond { due: e.due.clone() }, stamp, &e.why);
                }
            }
            Some(OfTwo::Emergency(no)) => {
                if let Some(emergency) = self.emergency_mut(no) {
                    (emergency.state, emergency.due) = (EmergencyState::Waits, e.due.clone());
                }
            }
            None => {}
        }
    }
}
