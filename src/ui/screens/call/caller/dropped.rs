//! The line dropped: whether it is safe to ring back, whether somebody is to be sent, and what was done.

use crossterm::event::KeyEvent;

use super::super::{
    pane::{Outcome, Say, View},
    sheet::{Kept, Sheet, Typed},
    title::to_ring,
    words::{choice, future},
};
use crate::{
    domain::{
        calendar::words,
        contact::call::{Command, DropEnd, DropSettled, Line},
        value::YesNo,
    },
    ui::{theme::Role, widgets::Field},
};

const BACK: &str = "back";
const SAFE: &str = "safe";
const WELFARE: &str = "welfare";
const DONE: &str = "done";
const END: &str = "end";
const AGAIN: &str = "again";
const HOW: &str = "how";
const SETTLE: &str = "drop";
const RESUME: &str = "resume";

/// What is being settled.
#[derive(Default)]
pub(super) struct Dropped {
    pub(super) sheet: Sheet,
    /// Whether the caller is also back, once it is settled.
    then_back: bool,
}

impl Dropped {
    /// Tells whether the line is dropped.
    pub(super) fn is_so(view: &View<'_>) -> bool {
        matches!(view.contact.call.line, Line::Dropped { .. })
    }

    /// Tells whether it is dropped and nobody settled it.
    pub(super) fn is_open(view: &View<'_>) -> bool {
        matches!(view.contact.call.line, Line::Dropped { settled: None, .. })
    }

    pub(super) fn sync(&mut self, view: &View<'_>) {
        self.sheet.fit(|sheet| fields(sheet, view));
    }

    pub(super) fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> Option<Typed> {
        let typed = self.sheet.key(key, view, say, |sheet| fields(sheet, view))?;
        if typed.submit {
            self.submit(view, say);
        }
        Some(typed)
    }

    pub(super) fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.sheet.leave(view, say, |sheet| fields(sheet, view));
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        if !self.sheet.is_sound() {
            return;
        }
        let back = self.sheet.chosen(BACK).is_some();
        let (safe, welfare, done) =
            (self.sheet.answer(SAFE), self.sheet.answer(WELFARE), self.sheet.text(DONE));
        if back && safe.is_none() && welfare.is_none() && done.trim().is_empty() {
            self.sheet.hand_in(RESUME, Command::Resume, view, say);
            return;
        }
        // Whoever was reached, or is back on the line, need not be asked about in the dark.
        let reached = back || self.sheet.chosen(END) == Some("reached");
        let unasked = |answer: Option<YesNo>| answer.or_else(|| reached.then_some(YesNo::Unknown));
        let (safe, welfare) = (unasked(safe), unasked(welfare));
        let Some(safe_to_ring) = safe else {
            self.sheet.wrong(SAFE, "Say whether it is safe to ring back; not known is an answer too.");
            return;
        };
        let Some(welfare_check) = welfare else {
            self.sheet.wrong(WELFARE, "Say whether the police should look; not known is an answer too.");
            return;
        };
        self.then_back = back;
        let end = match self.sheet.chosen(END) {
            Some("reached") => DropEnd::Reached,
            Some("sent") => DropEnd::Sent,
            Some(_) => match self.sheet.time(AGAIN, view.now) {
                Some(at) => DropEnd::Again { at },
                None => return,
            },
            // Whoever is back on the line was reached.
            None if back => DropEnd::Reached,
            None => {
                self.sheet.wrong(END, "Say what came of it. That nobody was reached settles nothing: say when it is tried again.");
                return;
            }
        };
        let how = self.sheet.text(HOW);
        let settled =
            DropSettled { safe_to_ring, welfare_check, why: done, how, end: Some(end), later: None };
        self.sheet.hand_in(SETTLE, Command::SettleDrop(settled), view, say);
        if back {
            say.push(Say::act(RESUME, Command::Resume));
        }
    }

    /// Learns what came of an act; `false` when the act was not this part's.
    pub(super) fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let of_pair = slot == RESUME && std::mem::take(&mut self.then_back);
        match outcome {
            _ if slot != SETTLE && slot != RESUME => return false,
            Outcome::Refused(words) if of_pair => self.sheet.refuse(words.as_str()),
            _ if of_pair => {}
            _ => {
                if self.sheet.answered(outcome, "") {
                    self.sheet.renew();
                    self.sync(view);
                }
            }
        }
        true
    }

    pub(super) fn restore(&mut self, kept: Kept, view: &View<'_>) {
        self.sheet.restore(kept, |sheet| fields(sheet, view));
    }

    /// Gives the line that says how it stands.
    pub(super) fn words(view: &View<'_>) -> (String, Role) {
        let Line::Dropped { at, tried, settled, .. } = &view.contact.call.line else {
            return (
                "▲ the line is not dropped any more; what you wrote is kept here".to_owned(),
                Role::Notice,
            );
        };
        let dropped = words::near(view.now, *at);
        let Some(settled) = settled else {
            let due = view.contact.call.line.ring_back_by().unwrap_or(*at);
            let left = words::left(view.now, due);
            let (sign, role) = if left.overdue { ("✕", Role::Overdue) } else { ("▲", Role::DueSoon) };
            let by = words::near(view.now, due);
            let number = to_ring(view).map(|number| format!(" {number}")).unwrap_or_default();
            let said = match tried.as_ref() {
                Some(tried) => {
                    let why = tried.why.trim();
                    let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
                    format!("nobody reached{why} · try{number} again or send somebody by {by}, {left}")
                }
                None => format!("ring{number} back or send somebody by {by}, {left}"),
            };
            return (format!("{sign} dropped {dropped} · {said}"), role);
        };
        let end = match settled.end {
            Some(DropEnd::Reached) => " · the caller was reached",
            Some(DropEnd::Sent) => " · somebody looks in",
            Some(DropEnd::Again { .. }) | None => "",
        };
        let words = format!(
            "✓ settled · dropped {dropped}{end} · safe to ring: {}{} · welfare check: {} · {}",
            settled.safe_to_ring.words(),
            if settled.how.trim().is_empty() { String::new() } else { format!(", {}", settled.how.trim()) },
            settled.welfare_check.words(),
            settled.why
        );
        (words, if settled.welfare_check == YesNo::Yes { Role::Notice } else { Role::Ok })
    }
}

fn fields(sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let back = vec![choice("back", "yes, the caller is back on the line")];
    let mut fields = Vec::new();
    // What was half written while somebody else settled it stays in view.
    if Dropped::is_open(view) || [SAFE, HOW, WELFARE, END, AGAIN, DONE].iter().any(|key| sheet.writes(key)) {
        fields = vec![Field::yes_no(SAFE, "Safe to ring")];
        // Of what is not safe at all there is no when.
        if sheet.answer(SAFE).is_some_and(|safe| safe != YesNo::No) || sheet.writes(HOW) {
            fields.push(
                Field::line(HOW, "When and how").hint("Only before 3 · on Tuesdays · ring twice; or nothing"),
            );
        }
        let ends = vec![
            choice("reached", "the caller was reached"),
            choice("sent", "somebody looks in, or the police were sent"),
            choice("again", "nobody reached: it is tried again"),
        ];
        fields.extend([
            Field::yes_no(WELFARE, "Police look in"),
            Field::choice(END, "What came of it", ends)
                .also("reached", &["reached", "rung back", "rang back", "spoke"])
                .also("again", &["no answer", "not reached", "tried"])
                .also("sent", &["police", "sent"])
                .hint("No answer settles nothing: say when it is tried again."),
        ]);
        if sheet.chosen(END) == Some("again") || sheet.writes(AGAIN) {
            fields.push(future(AGAIN, "Tried again by", view.now).hint("14:40 · in 20 min"));
        }
        fields.push(Field::text(DONE, "What was done"));
    }
    fields.push(Field::choice(BACK, "Back on line", back));
    fields
}
