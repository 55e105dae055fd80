//! What the keys do: ask, decide, ring, sign, settle.

use super::{
    OversightPane, after,
    ask::{self, Ask},
    call::{self, Called},
    decide,
    item::Item,
    of_two, whom,
    writing::Writing,
};
use crate::{
    desk::protocol::Shows,
    domain::{
        contact::{
            Command,
            oversight::{self, OfTwo, Proof},
        },
        ids::OverrideNo,
    },
    ui::{
        keymap::{self, Action, stacks},
        screens::call::{
            pane::{Pane as _, Say, View},
            words::refusal,
        },
        widgets::Notice,
    },
};

/// Why a word is not taken while a field of its form cannot be read.
pub(super) const UNREADABLE: &str = "Something in the form cannot be read: it says so in its field.";
/// Why a word is not taken by a key that says nothing about what is selected.
const MEANS_NOTHING: &str = "That key says nothing about what is selected: see the foot of the pane.";

/// How the slot begins in which a challenge is asked for.
pub(super) const CHALLENGE: &str = "challenge.";

impl OversightPane {
    /// Does what the form says: Ctrl+S, and Ctrl+T where a manager is asked.
    pub(super) fn submit(&mut self, send: bool, view: &View<'_>, say: &mut Vec<Say>) {
        match self.writing {
            Writing::Nothing => {}
            Writing::Asking => self.submit_asking(send, view, say),
            Writing::Deciding(item) => {
                let names = decide::chords(item, view);
                let keys: Vec<String> = names
                    .iter()
                    .map(|(action, words)| format!("{} {words}", keymap::keys_of(self.stack(), *action)))
                    .collect();
                // Whoever signs by habit types on: it lands in the box, and in no field.
                let why = format!("That key decides nothing here. Decide: {}.", keys.join(", "));
                say.push(Say::NotDecided(why));
            }
            Writing::Ending(item) => {
                let sheet = self.sheets.open_mut();
                if !sheet.is_full() {
                    return say.push(Say::NotDecided("Write first why.".to_owned()));
                }
                let why = sheet.text("why");
                let Some((title, command)) = decide::ending(item, why.clone(), view) else { return };
                let lines = vec![format!("Why: {why}"), "Nothing more may be shared under it.".to_owned()];
                self.put(command, Some((title.to_owned(), lines)), view, say);
            }
            Writing::Calling(no) => self.submit_call(no, view, say),
            Writing::Agreeing(of) => self.submit_agreeing(of, view, say),
            Writing::Answering(no) => self.submit_answer(no, view, say),
            Writing::Describing(no) => {
                let sheet = self.sheets.open_mut();
                if sheet.is_full() {
                    let acted = after::acted(sheet);
                    self.put(oversight::Command::Describe { no, acted }.into(), None, view, say);
                }
            }
            Writing::Settling(must) => {
                let sheet = self.sheets.open_mut();
                if sheet.is_full()
                    && let Some(command) = after::settled(must, sheet)
                {
                    self.put(command, None, view, say);
                }
            }
        }
    }

    /// Does what a call to a manager came to: writes down that it was in vain, makes a challenge, or takes their word.
    fn submit_call(&mut self, no: OverrideNo, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = self.sheets.open_mut();
        if !sheet.is_full() {
            return;
        }
        let Some(called) = call::called(no, sheet, view) else { return };
        let (dictated, shows) = match called {
            Called::InVain(command) => return self.put(command.into(), None, view, say),
            Called::Authorised(dictated, shows) => (dictated, shows),
        };
        // Whatever is wrong with the words is said before anything is asked of anybody.
        let (nonce, plain) = ("0".repeat(32), dictated.clone());
        let tried = oversight::Command::Challenge { no, dictated: plain, nonce };
        match view.contact.decide(&tried.into(), &view.context()) {
            Err(why) if why.code == "OwnWordsNeeded" => {
                let least = view.policy().sharing.least_words;
                match call::short_of(sheet, least) {
                    Some(key) => return sheet.wrong(key, &refusal(&why, view.policy())),
                    None => return sheet.refuse(refusal(&why, view.policy())),
                }
            }
            Err(why) if why.code != "ChallengesSpent" || shows == Shows::Nothing => {
                return sheet.refuse(refusal(&why, view.policy()));
            }
            _ => {}
        }
        if shows == Shows::Nothing {
            if !std::mem::replace(&mut self.challenging, true) {
                let slot = format!("{CHALLENGE}{}", no.0);
                say.push(Say::Telephone { slot, no, dictated: Box::new(dictated), shows });
            }
            return;
        }
        let (title, lines) = call::before(no, &dictated, &shows, view);
        let slot = self.writing.slot();
        self.sheets.open_mut().give(view);
        let then = Say::Telephone { slot, no, dictated: Box::new(dictated), shows };
        say.push(Say::Confirm { title, lines, then: Box::new(then) });
    }

    /// Hands in what a manager said of what takes two, after the question.
    fn submit_agreeing(&mut self, of: OfTwo, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = self.sheets.open_mut();
        if !sheet.is_full() {
            return;
        }
        let read = self.read.as_ref().map_or("", |(_, read)| read.as_str());
        let Some(called) = of_two::called(of, read, sheet, view) else { return };
        let (answered, shows) = match called {
            of_two::Called::InVain(command) => return self.put((*command).into(), None, view, say),
            of_two::Called::Said(answered, shows) => (answered, shows),
        };
        // Whatever is wrong with the words is said before anything is asked of anybody.
        let no_device = match &shows {
            Shows::Voice { why } => why.clone(),
            _ => "a code is looked at afterwards".to_owned(),
        };
        let tried =
            oversight::Command::TakeDown { of, answered: answered.clone(), proof: Proof::Nothing, no_device };
        if let Err(why) = view.contact.decide(&tried.into(), &view.context()) {
            // From then on it is what stands there now that is read out.
            self.read = self.read.take().filter(|_| why.code != "ReadOutChanged");
            let words = refusal(&why, view.policy());
            if why.code == "OwnWordsNeeded" {
                sheet.wrong("words", &words);
            } else {
                sheet.refuse(words);
            }
            return;
        }
        let (title, lines) = of_two::before(of, &answered, &shows, view);
        let slot = self.writing.slot();
        self.sheets.open_mut().give(view);
        let then = Say::TakeDown { slot, of, answered: Box::new(answered), shows };
        say.push(Say::Confirm { title, lines, then: Box::new(then) });
    }

    /// Hands in the answer to the newest challenge, for the very words it was made from.
    fn submit_answer(&mut self, no: OverrideNo, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = self.sheets.open_mut();
        let known = view.contact.oversight.get(no).and_then(call::challenge);
        let Some(known) = known else {
            return sheet.refuse("There is no challenge to answer. Go back to the words and make one.");
        };
        if !sheet.is_full() || sheet.is_given() {
            return;
        }
        let shows = Shows::Answer { challenge: known.no, digits: sheet.text("answer") };
        sheet.give(view);
        let dictated = Box::new(known.call.dictated());
        say.push(Say::Telephone { slot: self.writing.slot(), no, dictated, shows });
    }

    /// Opens the form of a call to a manager, or goes back to it from the challenge; where a challenge can still be answered,
    /// it goes on to that.
    pub(super) fn telephone(&mut self, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if let Some(of) = of_two::waiting(self.cursor.filter(|_| self.writing != Writing::Asking), view) {
            if !of_two::may_ring(of, view) {
                let why = "Whoever may decide it at this console need not be rung.";
                say.push(Say::Tell(Notice::know(why, "Decide it below.")));
            } else if let Some(why) = of_two::unwritten(of, view) {
                say.push(Say::Tell(Notice::know(refusal(&why, view.policy()), "")));
            } else {
                self.leave(view, say);
                self.write(Writing::Agreeing(of), view);
            }
            return true;
        }
        let Some(Item::Override(no)) = self.cursor.filter(|_| self.writing != Writing::Asking) else {
            say.push(Say::Tell(whom::not_by_telephone(self.cursor, view)));
            return true;
        };
        let Some(o) = view.contact.oversight.get(no).filter(|o| o.waits()) else { return false };
        if !super::item::may_ring(o, view) {
            let why = "Whoever may decide it at this console need not be rung.";
            say.push(Say::Tell(Notice::know(why, "Decide it below.")));
            return true;
        }
        let open =
            call::challenge(o).is_some_and(|known| view.now <= known.until() && known.tries_left() > 0);
        let back = matches!(self.writing, Writing::Answering(_));
        self.leave(view, say);
        self.write(if open && !back { Writing::Answering(no) } else { Writing::Calling(no) }, view);
        true
    }

    fn submit_asking(&mut self, send: bool, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = self.sheets.open_mut();
        let ask = Ask::of(sheet);
        if ask == Some(Ask::Override) && !send {
            let key = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::Send);
            let kept = Notice::know(
                "Your request is kept at this console, and nobody is asked yet.",
                format!("{key} asks the manager."),
            );
            say.extend([Say::Changed, Say::Tell(kept)]);
            return;
        }
        if !sheet.is_full() {
            return;
        }
        let Some(command) = ask::command(sheet, view) else { return };
        let first = match &command {
            Command::Oversight(oversight::Command::Ask { request, .. }) => {
                Some(("Ask a manager for an override".to_owned(), ask::before_asking(request, sheet, view)))
            }
            _ => None,
        };
        self.put(command, first, view, say);
    }

    /// Asks before a manager's word is sent, or says why it is not: whatever stands in the way, the next keys write nothing.
    pub(super) fn decide(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(item) = self.cursor.filter(|_| self.writing != Writing::Asking) else {
            let next = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::RowDown);
            let why = format!("Nothing that waits for a manager is selected: {next} goes to the list.");
            return say.push(Say::NotDecided(why));
        };
        if let Err(why) = item.may_decide(view) {
            return say.push(Say::NotDecided(why));
        }
        if self.writing != Writing::Deciding(item) {
            self.write(Writing::Deciding(item), view);
        }
        self.leave(view, say);
        let sheet = self.sheets.open_mut();
        let command = if sheet.is_sound() { decide::command(item, action, sheet, view) } else { None };
        let Some(command) = command else {
            let means = decide::chords(item, view).iter().any(|(known, _)| *known == action);
            let why = if means { UNREADABLE } else { MEANS_NOTHING };
            return say.push(Say::NotDecided(why.to_owned()));
        };
        if let Err(why) = view.contact.decide(&command, &view.context()) {
            // What is missing has the keys: whoever writes on writes there.
            if let Some(key) = decide::wanting(&why, action, sheet) {
                sheet.focus(key);
            }
            let why = refusal(&why, view.policy());
            sheet.refuse(why.as_str());
            say.push(Say::NotDecided(why));
        } else {
            let first = decide::before_deciding(&command, view);
            self.put(command, Some(first), view, say);
        }
    }

    /// Hands a command on, after the question where there is one. What the rules would refuse is not asked about.
    fn put(
        &mut self,
        command: Command,
        first: Option<(String, Vec<String>)>,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) {
        let sheet = self.sheets.open_mut();
        if let Err(why) = view.contact.decide(&command, &view.context()) {
            sheet.refuse(refusal(&why, view.policy()));
            return;
        }
        let act = sheet.act(self.writing.slot(), command, view);
        self.asked = (self.writing == Writing::Asking).then(|| (self.items.clone(), false));
        say.push(match first {
            Some((title, lines)) => Say::Confirm { title, lines, then: Box::new(act) },
            None => act,
        });
    }
}
