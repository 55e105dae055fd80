//! The line dropped: whether it is safe to ring back, whether somebody is to be sent, and what was done.

use crossterm::event::KeyEvent;

use super::super::{
    pane::{Outcome, Say, View},
    sheet::{Kept, Sheet, Typed},
    words::choice,
};
use crate::{
    domain::{
        calendar::words,
        contact::call::{Command, DropSettled, Line},
        value::YesNo,
    },
    ui::{theme::Role, widgets::Field},
};

const BACK: &str = "back";
const SAFE: &str = "safe";
const WELFARE: &str = "welfare";
const DONE: &str = "done";
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
        let Some(safe_to_ring) = safe else {
            self.sheet.wrong(SAFE, "Say whether it is safe to ring back; not known is an answer too.");
            return;
        };
        let Some(welfare_check) = welfare else {
            self.sheet.wrong(WELFARE, "Say whether the police should look; not known is an answer too.");
            return;
        };
        self.then_back = back;
        let settled = DropSettled { safe_to_ring, welfare_check, why: done, how: self.sheet.text(HOW) };
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
        let Line::Dropped { at, due, settled } = &view.contact.call.line else {
            return (
                "▲ the line is not dropped any more; what you wrote is kept here".to_owned(),
                Role::Notice,
            );
        };
        let dropped = words::near(view.now, *at);
        let Some(settled) = settled else {
            let left = words::left(view.now, due.at);
            let (sign, role) = if left.overdue { ("✕", Role::Overdue) } else { ("▲", Role::DueSoon) };
            let by = words::near(view.now, due.at);
            return (format!("{sign} dropped {dropped} · ring back or send somebody by {by}, {left}"), role);
        };
        let words = format!(
            "✓ settled · dropped {dropped} · safe to ring: {}{} · welfare check: {} · {}",
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
    if Dropped::is_open(view) || [SAFE, HOW, WELFARE, DONE].iter().any(|key| sheet.writes(key)) {
        fields = vec![Field::yes_no(SAFE, "Safe to ring")];
        // Of what is not safe at all there is no when.
        if sheet.answer(SAFE).is_some_and(|safe| safe != YesNo::No) || sheet.writes(HOW) {
            fields.push(
                Field::line(HOW, "When and how").hint("Only before 3 · on Tuesdays · ring twice; or nothing"),
            );
        }
        fields.extend([Field::yes_no(WELFARE, "Police look in"), Field::text(DONE, "What was done")]);
    }
    fields.push(Field::choice(BACK, "Back on line", back));
    fields
}
