//! A letter's steps: filled in, kept, checked, sent; and the contact's last one.

use crossterm::event::{KeyCode, KeyEvent};

use super::{
    super::{
        naming::on_namings,
        page::{chord, shown},
        pane::{Say, View},
    },
    Asked, END, LetterPane, Row, Stands, TEMPLATE, TO, WHY,
    draw::rang,
    fields::{PUT_AWAY, TAKE_UP, UNSENT, new_fields, recipient},
};
use crate::{
    desk::protocol::Request,
    domain::{
        contact::{
            gives_away::speaks_of_enquiry,
            telling::{Command, LetterState, Recipient, Way},
        },
        ids::{LetterNo, TemplateId},
        policy::CallerKind,
        value::Value,
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        widgets::Notice,
    },
};

/// Says under which overrides the family is not told now, where somebody of it reads the letter.
pub(super) fn not_told(to: Recipient, view: &View<'_>) -> Vec<String> {
    let held = view.contact.letter_not_now(to, view.now);
    held.iter()
        .map(|held| format!("‼ the family is not told now, {}: {}", held.place(None), shown(view, &held.why)))
        .collect()
}

/// Tells whether a letter to somebody is read by the family.
pub(super) fn is_to_family(to: Recipient, view: &View<'_>) -> bool {
    let caller = &view.contact.call.caller;
    match to {
        Recipient::Person(_) => true,
        Recipient::Caller => {
            caller.is_person.is_some() || matches!(caller.kind, Some(CallerKind::Parent | CallerKind::Child))
        }
    }
}

/// Says that a letter was written for a caller whom nobody had checked.
pub(super) fn for_unchecked() -> String {
    "▲ Written before anybody had checked who rang: it says nothing of what was decided.".to_owned()
}

/// Asks whoever checks a letter to the family that speaks of an enquiry whether it was agreed that it is told.
fn on_enquiry() -> String {
    "▲ It speaks of Section 47, a strategy discussion or the police: agreed with the police and a manager that they may be told? (Working Together to Safeguard Children)".to_owned()
}

/// Asks whoever checks a letter to somebody from whom an address is kept to look for any part of it.
fn on_address(to: Recipient, view: &View<'_>) -> Option<String> {
    let words = "▲ An address of this family is protected: look that nothing of it stands in the letter, not the town either.";
    view.contact.keeps_address_from(to, view.beside).then(|| words.to_owned())
}

impl LetterPane {
    pub(super) fn paper_key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let letter = self.letter(view);
        let reads_only = letter.is_some_and(|letter| !letter.state.is_to_go());
        let Some(paper) = self.paper() else { return false };
        let action = keymap::action(stacks::FORM, key);
        if paper.on_text {
            if action == Some(Action::Save) {
                self.save(view, say);
                return true;
            }
            let turns = matches!(action, Some(Action::NextField | Action::PreviousField))
                && key.code != KeyCode::Enter;
            if turns {
                paper.on_text = paper.sheet.fields().is_empty();
                paper.sheet.enter(action == Some(Action::PreviousField));
                return true;
            }
            return !Self::is_covered(paper, view) && paper.key(key, reads_only, view, say);
        }
        let at = self.at();
        let Some(sheet) = self.sheet() else { return false };
        let in_why = at == Row::New && sheet.focused() == Some(WHY);
        let Some(typed) = sheet.key(key, view, say, |sheet| Self::wanted(at, Stands::Nothing, sheet, view))
        else {
            return self.paper().is_some_and(|paper| paper.turns(key));
        };
        if let Some(paper) = self.paper() {
            paper.said.take_if(|_| typed.changed);
            paper.on_text |= typed.out.is_some() && paper.of.is_some();
        }
        let left = typed.out.is_some() || self.new.sheet.focused() != Some(WHY);
        if typed.submit {
            self.save(view, say);
        } else if in_why && left {
            self.refill(view, say);
        }
        true
    }

    /// Tells whether the reason for whoever reads was changed after the text was filled in with it.
    pub(super) fn reason_changed(&self) -> bool {
        let chosen = (self.new.sheet.chosen(TEMPLATE), recipient(self.new.sheet.chosen(TO)));
        let of =
            self.new.of.as_ref().is_some_and(|(template, to)| chosen == (Some(template.as_str()), Some(*to)));
        of && self.new.says_other(&self.new.sheet.text(WHY))
    }

    /// Tells whether the text was filled in with another reason, or for a caller whom nobody had checked then, and the chord that
    /// saves fills it in anew: where nobody wrote in it, or in the fields above it.
    pub(super) fn fills_anew(&self, view: &View<'_>) -> bool {
        (self.reason_changed() || self.new.is_for_unchecked(view))
            && (self.new.is_as_filled() || !self.new.on_text)
    }

    /// Fills the text in anew where its reason changed and nobody wrote in it; words of somebody's own stay as they are.
    pub(super) fn refill(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        if let Some((template, to)) = self.new.of.clone()
            && self.new.is_as_filled()
            && self.reason_changed()
        {
            say.push(self.ask_text((template, to), (false, false), view));
        }
    }

    /// Makes the question for a filled-in text: whether it takes the place of somebody's own words, and the keys go to it.
    fn ask_text(
        &mut self,
        (template, to): (TemplateId, Recipient),
        (over, goes): (bool, bool),
        view: &View<'_>,
    ) -> Say {
        let why = self.new.sheet.text(WHY);
        self.asked = Some(Asked { template: template.clone(), to, why: why.clone(), over, goes });
        Say::Ask(Request::Compose { contact: view.contact.id, template, to, why })
    }

    fn save(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        match (self.at(), self.letter(view).map(|letter| &letter.state)) {
            (Row::New, _) => self.save_new(view, say),
            (Row::Letter(no), Some(LetterState::Drafted | LetterState::Checked { .. })) => {
                let checked =
                    matches!(self.letter(view), Some(letter) if letter.state != LetterState::Drafted);
                let Some(paper) = self.papers.get_mut(&no) else { return };
                if paper.editor.dirty() {
                    paper.hand_in(format!("letter/{}", no.0), Some(no), view, say);
                } else if !paper.sheet.text(PUT_AWAY).trim().is_empty() {
                    self.put_away(no, view, say);
                } else if !paper.on_text
                    && paper.sheet.focused() == Some(PUT_AWAY)
                    && paper.sheet.chosen("way").is_none()
                    && paper.sheet.text("address").trim().is_empty()
                {
                    paper.sheet.wrong(
                        PUT_AWAY,
                        "A reason is needed: say why it is put away. It stays in the record.",
                    );
                } else if paper.on_text
                    && self.letter(view).is_some_and(|it| view.contact.is_for_unchecked(it))
                {
                    self.begin_anew(no, view, say);
                } else if checked {
                    self.sent(no, view, say);
                } else {
                    let next = format!("{} marks it as checked.", chord(Action::Send));
                    say.push(Say::Tell(Notice::know("This text is kept already.", next)));
                }
            }
            (Row::Letter(no), Some(LetterState::Sent { .. } | LetterState::PutAway { .. })) => {
                let sent = self.letter(view).is_some_and(|letter| !letter.state.is_put_away());
                let Some(paper) = self.papers.get_mut(&no) else { return };
                if paper.on_text && !paper.sheet.is_written() {
                    return;
                }
                let why = paper.sheet.text(if sent { UNSENT } else { TAKE_UP });
                let command = if sent { Command::Unsent { no, why } } else { Command::TakeUp { no, why } };
                paper.sheet.hand_in(format!("sent/{}", no.0), command, view, say);
            }
            _ => {}
        }
    }

    /// Begins a letter anew beside one that was written for a caller whom nobody had checked: what stands there stays, and what
    /// is half written as a new letter does too.
    fn begin_anew(&mut self, no: LetterNo, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(letter) = view.contact.telling.letter(no) else { return };
        let template = letter.template.to_string();
        if !self.new.editor.is_blank() {
            let words = "Keep it, or empty it, first.";
            say.push(Say::Tell(Notice::know("Another new letter is half written.", words)));
            return self.list.select(Row::New);
        }
        self.new.sheet.put(TO, Value::Choice("caller".to_owned()));
        self.new.sheet.fit(|sheet| new_fields(sheet, view));
        self.new.sheet.put(TEMPLATE, Value::Choice(template));
        self.new.sheet.fit(|sheet| new_fields(sheet, view));
        self.new.sheet.focus(WHY);
        self.new.on_text = false;
        self.list.select(Row::New);
        self.list.sync(&Self::rows(view));
        let words = format!(
            "{} fills it in with what was decided. The other letter stays as it is: put it away once this one is kept.",
            chord(Action::Save)
        );
        say.push(Say::Tell(Notice::know("Say why, for them to read.", words)));
        say.push(Say::Changed);
    }

    /// Puts a letter away, unless it is said as well how it went.
    fn put_away(&mut self, no: LetterNo, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(paper) = self.papers.get_mut(&no) else { return };
        if paper.sheet.chosen("way").is_some() || !paper.sheet.text("address").trim().is_empty() {
            paper.on_text = false;
            let words = "Say one: how it was sent, or why it is put away. Empty the other.";
            return paper.sheet.wrong(PUT_AWAY, words);
        }
        let why = paper.sheet.text(PUT_AWAY);
        paper.sheet.hand_in(format!("sent/{}", no.0), Command::PutAway { no, why }, view, say);
    }

    /// Puts the text that was asked for on the new letter; words that somebody wrote meanwhile stay.
    pub(super) fn fill(&mut self, asked: Asked, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        if asked.over || self.new.is_as_filled() || self.new.editor.is_blank() {
            let on_text = asked.goes || self.new.on_text;
            self.new.fill(text, (asked.template, asked.to), &asked.why, view);
            self.new.on_text = on_text;
            say.push(Say::Changed);
            self.inquire(view, say);
        }
    }

    fn save_new(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = &mut self.new.sheet;
        if !sheet.is_sound() {
            return;
        }
        let Some(to) = recipient(sheet.chosen(TO)) else {
            self.new.on_text = false;
            return self.new.sheet.wrong(TO, "Say to whom the letter goes.");
        };
        let Some(template) = sheet.chosen(TEMPLATE).map(TemplateId::new) else {
            self.new.on_text = false;
            return self.new.sheet.wrong(TEMPLATE, "Say which letter.");
        };
        let wanted = (template, to);
        let written = !self.new.editor.is_blank();
        let same = self.new.of.as_ref() == Some(&wanted);
        if written && same && !self.fills_anew(view) {
            self.new.hand_in("letter/new".to_owned(), None, view, say);
            return;
        }
        let over = written && !(same && self.new.is_as_filled());
        let ask = self.ask_text(wanted, (over, true), view);
        say.push(if over {
            let what = match (same, self.reason_changed()) {
                (false, _) => "Another letter was chosen.",
                (true, true) => "The reason was changed.",
                (true, false) => "Who rang was checked since.",
            };
            let lines = vec![
                format!("{what} Filled in anew, it takes the place of the text that is there."),
                format!("The text there has {} words and was not kept as a draft.", self.new.editor.words()),
            ];
            Say::Confirm { title: "Fill in anew".to_owned(), lines, then: Box::new(ask) }
        } else {
            ask
        });
    }

    /// Takes the letter its next step: drafted to checked, checked to sent.
    pub(super) fn send(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(letter) = self.letter(view) else {
            if self.at() == Row::New {
                let words = format!("{} keeps it as a draft first.", chord(Action::Save));
                say.push(Say::Tell(Notice::know("Only a letter that is kept can be checked.", words)));
            }
            return;
        };
        let (no, to) = (letter.no, letter.to);
        let Some(paper) = self.papers.get_mut(&no) else { return };
        if Self::is_covered(paper, view) {
            let words = format!("{} uncovers it; this is recorded.", chord(Action::Reveal));
            say.push(Say::Tell(Notice::know("The letter is covered.", words)));
            return;
        }
        if paper.editor.dirty() {
            let words = "What you wrote is not kept yet; what is checked and sent is the kept text.";
            paper.said = Some(format!("{words} {} keeps it.", chord(Action::Save)));
            return;
        }
        match letter.state {
            LetterState::Drafted if !paper.read.get() => {
                let key = keymap::keys_of(&[Context::Edit], Action::PageDown);
                let words = format!("{key} reads on, and {} marks it then.", chord(Action::Send));
                say.push(Say::Tell(Notice::know("The end of this letter was not on the screen yet.", words)));
            }
            LetterState::Drafted => {
                let enquiry_agreed = is_to_family(to, view) && speaks_of_enquiry(&letter.text);
                let mut lines =
                    vec!["You have read it once more, as whoever gets it will read it.".to_owned()];
                lines.extend(not_told(to, view));
                if is_to_family(to, view) {
                    lines.extend(on_namings(view, rang(to, view), self.reporters.known()));
                    lines.extend(enquiry_agreed.then(on_enquiry));
                }
                lines.extend(on_address(to, view));
                lines.extend(view.contact.is_for_unchecked(letter).then(for_unchecked));
                if paper.warned.is_some() || !paper.found.is_empty() {
                    lines.push("Still in it:".to_owned());
                    lines.extend(paper.warned.iter().map(|refusal| format!("✗ {refusal}")));
                    lines.extend(paper.found.iter().cloned());
                }
                if !paper.wants.is_empty() {
                    lines.push("Before it can go:".to_owned());
                    lines.extend(paper.wants.iter().map(|refusal| format!("▲ {refusal}")));
                }
                let check = Say::act(format!("check/{}", no.0), Command::Check { no, enquiry_agreed });
                let title = "Mark the letter as checked".to_owned();
                say.push(Say::Confirm { title, lines, then: Box::new(check) });
            }
            LetterState::Checked { .. } => self.sent(no, view, say),
            LetterState::Sent { .. } | LetterState::PutAway { .. } => {}
        }
    }

    fn sent(&mut self, no: LetterNo, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(paper) = self.papers.get_mut(&no) else { return };
        let chosen = paper.sheet.chosen("way");
        let Some(way) = Way::ALL.into_iter().find(|way| Some(way.key()) == chosen) else {
            paper.on_text = false;
            return paper.sheet.wrong("way", "Say how it was sent.");
        };
        let address = paper.sheet.text("address");
        paper.sheet.hand_in(format!("sent/{}", no.0), Command::Sent { no, way, address }, view, say);
    }

    pub(super) fn close(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let reference = view.contact.reference;
        if view.contact.closed.is_some() {
            let why = self.end.text("why");
            self.end.hand_in(END, Command::Reopen { why }, view, say);
            return;
        }
        if self.stands() == Stands::Bars {
            let words = format!("{reference} cannot be closed yet: see what still stands.");
            self.end.refuse(words);
            return;
        }
        let words = self.end.text("words");
        if self.stands() == Stands::Asks && words.trim().is_empty() {
            return self.end.wrong("words", "Say who has what is still open from here.");
        }
        let mut lines = vec![
            format!("{reference} leaves the queue; nothing of it is lost."),
            "It can be opened again, with a reason.".to_owned(),
        ];
        if !self.before.is_empty() {
            lines.push("Still open when it is closed:".to_owned());
            lines.extend(self.before.iter().map(|open| open.words.clone()));
        }
        if !words.trim().is_empty() {
            lines.push(format!("Your last word: {}", words.trim()));
        }
        let close = self.end.act(END, Command::Close { words }, view);
        say.push(Say::Confirm { title: format!("Close {reference}"), lines, then: Box::new(close) });
    }
}
