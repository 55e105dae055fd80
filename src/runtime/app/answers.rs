//! What the desk says, taken up.

use chrono::TimeDelta;

use super::{App, Effect, Opening, Origin, contact, looked::Looked, over::Over};
use crate::{
    desk::{
        Answer,
        protocol::{LaneView, Unread},
    },
    domain::{calendar::words, ids::Reference, permission},
    ui::{
        keymap::{self, Action, stacks},
        screens::call::pane::Outcome,
        widgets::Notice,
    },
};

/// What becomes of words that are kept where the desk's file cannot be read.
const AT_A_SOUND_FILE: &str =
    "It comes into the record when a console opens on a sound file. Tell whoever looks after this computer.";

/// How long it is said how a call for help ended.
const HELP_OVER: TimeDelta = TimeDelta::minutes(2);

/// The code of a refusal that is about the passphrase alone.
const WRONG_PASSPHRASE: &str = "SignInRefused";

impl App {
    /// Takes up what the desk said.
    pub(super) fn told(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Desk(view) => {
                self.desk = view;
                self.sync_call();
                self.sync_beside();
            }
            Answer::Brief(brief) => {
                self.beside.brief = Some(brief);
                self.sync_beside();
            }
            Answer::HelpOver(over) => self.help_over = Some((over, self.steady.at() + HELP_OVER)),
            Answer::Board(board) => {
                (self.beside.board, self.beside.as_of) = (board.entries, board.as_of);
                self.sync_beside();
            }
            Answer::SignedIn(view) => return self.signed_in(view),
            Answer::SignAgain(act) if self.locked => {
                return self.answered(act.tag, &Outcome::Refused("Nothing was decided.".to_owned())).1;
            }
            Answer::SignAgain(act) => {
                let asked = self.is_signed_by(act.tag);
                self.over.push(Over::sign_again(*act, self.desk.practice));
                // What was typed since is the passphrase, and is for the box.
                return if asked { self.press_held() } else { vec![] };
            }
            Answer::Spooled { tag, at } => {
                let effects = self.answered(tag, &Outcome::Saved(at)).1;
                // Said last: no pane says that it is saved.
                self.notice = Some(Notice::wrong(
                    format!("Kept in the spool at {}: the desk's file cannot take it now.", words::clock(at)),
                    match self.desk.unread {
                        Some(Unread::Beginning | Unread::Damaged) => AT_A_SOUND_FILE,
                        None if self.desk.damaged.is_some() => AT_A_SOUND_FILE,
                        _ => {
                            "It comes into the record by itself once there is room. Tell whoever looks after this computer."
                        }
                    },
                ));
                return effects;
            }
            Answer::NoteSealed { at, .. } => self.sign_in.sealed(at),
            Answer::Notes(notes) => {
                self.left_notes.clone_from(&notes);
                self.over.push(Over::DoorNotes(notes));
            }
            Answer::Lane(view) => return self.read(view),
            Answer::Contact(view) => return self.show(view),
            Answer::Shut { contact, words } => {
                let open = self.call.as_ref().is_some_and(|(screen, _)| screen.id == contact);
                let effects = if open { self.leave_call(true) } else { vec![] };
                self.notice = Some(Notice::wrong(words, ""));
                return effects;
            }
            // A console that was locked meanwhile opens nothing; the call stands in the queue.
            Answer::Taken(id) => {
                if self.opening == Some(Opening::Taken) {
                    self.opening = Some(Opening::Contact(id));
                }
            }
            Answer::TakenAside { contact, .. } => {
                let happened = match self.desk.unread {
                    Some(Unread::Beginning | Unread::Damaged) => {
                        "No number yet: the desk's file cannot be read. What you write here is kept."
                    }
                    None if self.desk.damaged.is_some() => {
                        "No number yet: the desk's file is damaged. What you write here is kept."
                    }
                    _ => "No number yet: the desk's file takes nothing. What you write here is kept.",
                };
                let to_do =
                    "It gets its number when it can be saved. Tell whoever looks after this computer.";
                self.notice = Some(Notice::wrong(happened, to_do));
                return self.told(Answer::Taken(contact));
            }
            Answer::CameIn { entries, numbered } => self.notice = Some(came_in(entries, &numbered)),
            Answer::Done { tag, at } => {
                return self.answered(tag, &Outcome::Saved(at)).1;
            }
            Answer::WhoLooked(audit) => {
                self.over.push(Over::Looked(Looked::of(&audit, &self.desk.book.state)));
            }
            Answer::Refused { tag, code, ref words, ref source } => {
                let words = words.clone();
                if code == WRONG_PASSPHRASE && tag.is_some_and(|tag| self.not_the_passphrase(tag, &words)) {
                    return vec![];
                }
                self.offer_glass(tag, code);
                let source = source.as_ref().map(|source| format!("({source})")).unwrap_or_default();
                if self.is_shut() && tag.is_none() {
                    // What was asked before the lock is told to nobody who may be standing here.
                    if self.sign_in.is_trying() {
                        self.sign_in.refused(Notice::wrong(words, source));
                    }
                    return vec![];
                }
                let whole = format!("{words} {source}").trim_end().to_owned();
                return self.refused(tag, whole, Notice::wrong(words, source), &answer);
            }
            Answer::Failed { tag: Some(tag), ref words } => {
                let notice = Notice::wrong(words.clone(), "");
                return self.refused(Some(tag), words.clone(), notice, &answer);
            }
            Answer::Failed { tag: None, words } if self.is_shut() => {
                self.drafts.failed(self.steady.at());
                let notice = Notice::wrong(words, "");
                if self.sign_in.is_sealing() {
                    self.sign_in.not_sealed(notice, self.steady.at());
                } else if self.sign_in.is_trying() {
                    self.sign_in.refused(notice);
                }
            }
            Answer::Failed { tag: None, ref words } => {
                // A draft that fails again and again does not push away what failed beside it.
                if !(self.drafts.failed(self.steady.at()) && self.notice.is_some()) {
                    self.notice = Some(Notice::wrong(words.clone(), ""));
                }
                return self.not_done(&answer).1;
            }
            Answer::Leftovers(left) => return self.offer_leftovers(left),
            Answer::DraftSaved(no) => {
                // Nothing to see while more is typed.
                self.drafts.saved(no);
                return if self.is_saved() { vec![] } else { vec![Effect::Still] };
            }
            Answer::Found { ticket, rows, as_of } => {
                if let Some(Over::Find(find)) = self.over.last_mut()
                    && find.told(ticket, rows, as_of)
                {
                    return self.press_held();
                }
            }
            told @ (Answer::Letter { .. }
            | Answer::Reporters { .. }
            | Answer::Earlier { .. }
            | Answer::Belongs { .. }) => {
                let told = self.with_call(|screen, view| screen.told(&told, view));
                return self.says(told.map(|(says, _)| says).unwrap_or_default());
            }
        }
        vec![]
    }

    /// Offers the way into a restricted record that was asked for, to whoever may take it.
    fn offer_glass(&mut self, tag: Option<u64>, code: &str) {
        let may = self.desk.actor.as_ref().is_some_and(|actor| {
            permission::may(actor, permission::Action::BreakGlass, permission::State::Restricted).is_ok()
        });
        if let Some(Opening::Contact(id)) = self.opening
            && may
            && (tag, code) == (None, permission::Why::Restricted.code())
        {
            self.over.push(Over::ask_break_glass(id));
        }
    }

    /// Takes up that something was not done; says so where no pane does already.
    fn refused(&mut self, tag: Option<u64>, words: String, notice: Notice, answer: &Answer) -> Vec<Effect> {
        if tag.is_some() && tag == self.signing {
            self.over.push(Over::not_decided(words.clone()));
        }
        let (stands, effects) = match tag {
            Some(tag) => self.answered(tag, &Outcome::Refused(words)),
            None => self.not_done(answer),
        };
        if !stands {
            self.notice = Some(notice);
        }
        effects
    }

    /// Tells whether a manager's word with this tag was sent and had no answer yet: now it has.
    fn is_signed_by(&mut self, tag: u64) -> bool {
        self.signing.take_if(|signing| *signing == tag).is_some()
    }

    /// Hands whoever acted what came of it; tells whether a refusal stands on the screen by that.
    pub(super) fn answered(&mut self, tag: u64, outcome: &Outcome) -> (bool, Vec<Effect>) {
        let waited = self.is_signed_by(tag);
        let (stands, mut effects) = self.hand_over(tag, outcome);
        if waited {
            effects.extend(self.press_held());
        }
        (stands, effects)
    }

    fn hand_over(&mut self, tag: u64, outcome: &Outcome) -> (bool, Vec<Effect>) {
        self.signed_or_not(tag);
        let (id, pane, slot) = match self.acts.remove(&tag) {
            Some(Origin::Pane(id, pane, slot)) => (id, pane, slot),
            Some(Origin::Beside(which, slot)) => {
                return (self.beside_answered(which, &slot, outcome), self.keep_drafts());
            }
            Some(Origin::Share) => {
                if matches!(outcome, Outcome::Saved(_)) {
                    self.over.retain(|over| !matches!(over, Over::Share(_)));
                    self.notice = Some(Notice::done(
                        "Written down, with the ground that covers it.",
                        "F5 shows it, with its ground.",
                    ));
                }
                return (false, self.keep_drafts());
            }
            Some(Origin::Words(id, words)) => {
                let Outcome::Refused(why) = outcome else { return (false, vec![]) };
                let to_do = format!(
                    "What you wrote waits in its note ({}): Enter stamps it.",
                    keymap::keys_of(stacks::CALL_NOTES, Action::PaneScript)
                );
                self.notice = Some(Notice::wrong(why.as_str(), to_do));
                return (true, self.keep_words(id, &words));
            }
            Some(Origin::Console) | None => return (false, vec![]),
        };
        let stands =
            self.with_call(|screen, view| screen.id == id && screen.answered(pane, &slot, outcome, view));
        if let Some((screen, contact)) = self.parked.get_mut(&id)
            && let Some(actor) = &self.desk.actor
        {
            // What was left only takes back its own words, or lets go of them.
            let view = contact::view(self.now, &self.desk, actor, contact, &self.theme, &self.fresh);
            screen.answered(pane, &slot, outcome, &view);
        }
        (stands.unwrap_or_default(), self.keep_drafts())
    }

    /// Takes up a lane's rows; keys that waited for them are pressed now.
    fn read(&mut self, view: LaneView) -> Vec<Effect> {
        let lane = view.stretch.lane;
        self.queue.told(view);
        self.live.take_if(|left| !self.queue.may_talk(left.id, left.person));
        if lane != self.queue.lane()
            || self.queue.is_going()
            || self.lane_read.replace(lane) == Some(lane)
            || self.opening.is_some()
        {
            return vec![];
        }
        self.press_held()
    }

    /// Lets go of keys that were pressed for a contact that was not opened, or for rows that were not read: none of them was meant
    /// for this screen. Words among them are offered back.
    ///
    /// A pane that asked for something other than an act learns here that it was not done.
    fn not_done(&mut self, answer: &Answer) -> (bool, Vec<Effect>) {
        let opening = self.opening.take();
        if let Some(Over::Find(find)) = self.over.last_mut() {
            find.give_up();
        }
        // Where its rows could not be read, the queue shows none, and no key waits for any.
        self.queue.stay();
        self.lane_read = Some(self.queue.lane());
        let held = std::mem::take(&mut self.held);
        if let Some(opening) = opening {
            self.offers_words(opening, &held);
        }
        let told = self.with_call(|screen, view| screen.told(answer, view));
        let (says, stands) = told.unwrap_or_default();
        (stands, self.says(says))
    }
}

/// Says that what waited is in the record now, and which numbers calls got by that.
fn came_in(entries: usize, numbered: &[Reference]) -> Notice {
    let what = match entries {
        1 => "The entry that waited is in the record now.".to_owned(),
        entries => format!("The {entries} entries that waited are in the record now."),
    };
    let numbers: Vec<String> = numbered.iter().map(Reference::to_string).collect();
    match numbers.as_slice() {
        [] => Notice::done(what, "Nothing is left to do for it."),
        [one] => Notice::done(
            format!("{what} The call is {one}."),
            "Tell the caller the number, if they are still there.",
        ),
        all => Notice::done(
            format!("{what} The calls are {}.", all.join(", ")),
            "In the order in which they were taken.",
        ),
    }
}
