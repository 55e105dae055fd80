//! How events of telling change a contact.

use super::super::{
    Contact, Event, Stamp,
    mistake::Mistake,
    telling::{Closing, Letter, LetterState, Recipient},
};

impl Contact {
    pub(super) fn evolve_telling(&mut self, event: &Event, stamp: Stamp) {
        let is_checked = self.call.identity.is_checked();
        let telling = &mut self.telling;
        match event {
            Event::LetterDrafted(e) => {
                let letter = Letter {
                    no: e.no,
                    template: e.template.clone(),
                    audience: e.audience,
                    to: e.to,
                    text: e.text.clone(),
                    at: stamp.at,
                    unchecked: e.to == Recipient::Caller && !is_checked,
                    enquiry_agreed: false,
                    state: LetterState::Drafted,
                    mistakes: Vec::new(),
                    taken_up: Vec::new(),
                };
                match telling.letters.iter_mut().find(|old| old.no == e.no) {
                    Some(old) => {
                        let mistakes = std::mem::take(&mut old.mistakes);
                        let taken_up = std::mem::take(&mut old.taken_up);
                        *old = Letter { mistakes, taken_up, ..letter };
                    }
                    None => telling.letters.push(letter),
                }
            }
            Event::LetterChecked(e) => {
                if let Some(letter) = telling.letters.iter_mut().find(|old| old.no == e.no) {
                    letter.enquiry_agreed = e.enquiry_agreed;
                    letter.state = LetterState::Checked { at: stamp.at, by: stamp.by };
                }
            }
            Event::LetterSent(e) => {
                if let Some(letter) = telling.letters.iter_mut().find(|old| old.no == e.no) {
                    let checked = letter.state.checked();
                    let (at, by, way, address) = (stamp.at, stamp.by, e.way, e.address.clone());
                    letter.state = LetterState::Sent { at, by, checked, way, address };
                }
            }
            Event::LetterUnsent(e) => {
                if let Some(letter) = telling.letters.iter_mut().find(|old| old.no == e.no) {
                    letter.mistakes.push(Mistake::said(stamp, &e.why));
                    letter.state = letter.state.before();
                }
            }
            Event::LetterPutAway(e) => {
                if let Some(letter) = telling.letters.iter_mut().find(|old| old.no == e.no) {
                    let (at, by, checked, why) = (stamp.at, stamp.by, letter.state.checked(), e.why.clone());
                    letter.state = LetterState::PutAway { at, by, checked, why };
                }
            }
            Event::LetterTakenUp(e) => {
                if let Some(letter) = telling.letters.iter_mut().find(|old| old.no == e.no) {
                    let before = letter.state.before();
                    if let LetterState::PutAway { why, .. } = std::mem::replace(&mut letter.state, before) {
                        letter.taken_up.push((why, Mistake::said(stamp, &e.why)));
                    }
                }
            }
            Event::NotSendTakenBack(e) => {
                let was = telling.not_sent.take().unwrap_or_default();
                telling.sent_after_all.push((was, Mistake::said(stamp, &e.why)));
            }
            Event::LetterNotSent(e) => telling.not_sent = Some(e.why.clone()),
            Event::PromiseMade(_)
            | Event::WrittenFollowupDue(_)
            | Event::PromiseKept(_)
            | Event::PromiseBroken(_)
            | Event::PromiseMovedV1(_)
            | Event::PromiseMoved(_)
            | Event::PromiseTried(_)
            | Event::PromiseHandedOver(_)
            | Event::PromiseOpenedAgain(_)
            | Event::PromiseMistaken(_) => telling.evolve_promise(event, stamp),
            Event::Closed(e) => {
                self.closed = Some(stamp.at);
                let Stamp { at, by } = stamp;
                let words = e.words.trim().to_owned();
                telling.closings.push(Closing { at, by, words, opened_again: None });
            }
            Event::Reopened(e) => {
                self.closed = None;
                if let Some(closing) = telling.closings.last_mut() {
                    closing.opened_again = Some(Mistake::said(stamp, &e.why));
                }
                self.decision = e.decision.clone();
                self.goes_to(stamp);
            }
            _ => {}
        }
    }
}
