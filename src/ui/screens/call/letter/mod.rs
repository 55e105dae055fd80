//! The pane `letter`: the written answer, drafted, checked and sent, or a reason why nothing is; and the contact's end.
//!
//! The list comes first; what belongs to the row under the cursor stands beneath. A letter goes three steps, and each is a
//! chord: Ctrl+S keeps the text, Ctrl+T marks it as read once more, and when it has gone its way that is written down.

mod draw;
mod fields;
mod paper;
mod row;
mod steps;

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use self::{
    fields::{new_fields, sent_fields},
    paper::Paper,
};
use super::{
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{Sheet, line, text},
};
use crate::{
    desk::protocol::Answer,
    domain::{
        contact::telling::{Command, Letter, LetterState, Recipient},
        ids::{LetterNo, TemplateId},
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        widgets::{FormEvent, List},
    },
};

const TO: &str = "to";
const TEMPLATE: &str = "template";
const NOT_SEND: &str = "not_send";
const END: &str = "end";

/// A row of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Row {
    /// A letter.
    Letter(LetterNo),
    /// Writes a new one.
    New,
    /// Says why nothing is sent.
    NotSend,
    /// Closes the contact, or opens it again.
    Close,
}

/// The pane's state.
#[derive(Default)]
pub struct LetterPane {
    list: List<Row>,
    new: Paper,
    papers: BTreeMap<LetterNo, Paper>,
    not_send: Sheet,
    end: Sheet,
    /// What the desk was asked to fill in.
    asked: Option<(TemplateId, Recipient)>,
    /// The last letter there was when a new one was kept: the cursor goes to the one that follows.
    follows: Option<LetterNo>,
    /// What still stands before closing, raw.
    before: Vec<String>,
}

impl LetterPane {
    fn rows(view: &View<'_>) -> Vec<Row> {
        let letters = view.contact.telling.letters.iter().map(|letter| Row::Letter(letter.no));
        letters.chain([Row::New, Row::NotSend, Row::Close]).collect()
    }

    fn at(&self) -> Row {
        self.list.cursor().copied().unwrap_or(Row::New)
    }

    fn paper(&mut self) -> Option<&mut Paper> {
        match self.at() {
            Row::New => Some(&mut self.new),
            Row::Letter(no) => self.papers.get_mut(&no),
            Row::NotSend | Row::Close => None,
        }
    }

    fn sheet(&mut self) -> Option<&mut Sheet> {
        match self.at() {
            Row::NotSend => Some(&mut self.not_send),
            Row::Close => Some(&mut self.end),
            Row::New | Row::Letter(_) => self.paper().map(|paper| &mut paper.sheet),
        }
    }

    /// Tells whether a paper's text is covered just now: a letter to the caller says who rang.
    fn is_covered(paper: &Paper, view: &View<'_>) -> bool {
        view.covered && matches!(paper.of, Some((_, Recipient::Caller)))
    }

    fn letter<'a>(&self, view: &View<'a>) -> Option<&'a Letter> {
        match self.at() {
            Row::Letter(no) => view.contact.telling.letter(no),
            _ => None,
        }
    }

    /// Goes on to a letter that was kept just now.
    fn follow(&mut self, view: &View<'_>) {
        let last = view.contact.telling.letters.iter().map(|letter| letter.no).max();
        if let Some(no) = last.filter(|no| self.follows.is_some_and(|before| *no > before)) {
            self.follows = None;
            self.list.select(Row::Letter(no));
        }
    }
}

impl Pane for LetterPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let rows = Self::rows(view);
        match keymap::action(self.stack(), key) {
            Some(step @ (Action::RowUp | Action::RowDown)) => {
                self.leave(view, say);
                self.list.act(if step == Action::RowUp { Action::Up } else { Action::Down }, &rows);
                return true;
            }
            Some(Action::Add) => {
                self.leave(view, say);
                self.list.select(Row::New);
                self.list.sync(&rows);
                return true;
            }
            Some(Action::Send) => {
                match self.at() {
                    Row::Close => self.close(view, say),
                    _ => self.send(view, say),
                }
                return true;
            }
            _ => {}
        }
        let sheet = match self.at() {
            Row::New | Row::Letter(_) => return self.paper_key(key, view, say),
            Row::NotSend => &mut self.not_send,
            Row::Close => &mut self.end,
        };
        let Some(events) = sheet.key(key, view, say) else { return false };
        if events.contains(&FormEvent::Submit) {
            if self.at() == Row::Close {
                self.close(view, say);
            } else {
                let why = self.not_send.text("why");
                self.not_send.hand_in(NOT_SEND, Command::NotSend { why }, view, say);
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        let reads_only =
            self.letter(view).is_some_and(|letter| matches!(letter.state, LetterState::Sent { .. }));
        match self.paper() {
            Some(paper) if paper.on_text => {
                if !reads_only && !Self::is_covered(paper, view) {
                    paper.paste(text, view, say);
                }
            }
            _ => {
                if let Some(sheet) = self.sheet() {
                    sheet.paste(text, view, say);
                }
            }
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        if self.new.sheet.is_bare() {
            self.new.sheet = Sheet::of(new_fields(view));
            self.not_send = Sheet::of(vec![text("why", "Why nothing is sent")]);
        }
        self.fit(view);
        for letter in &view.contact.telling.letters {
            self.papers.entry(letter.no).or_default().sync(letter, sent_fields(letter), view);
        }
        self.before =
            view.contact.before_closing(&view.context()).into_iter().map(|still| still.words).collect();
        self.end.refit(match (view.contact.closed.is_some(), self.before.is_empty()) {
            (true, _) => vec![text("why", "Why it is opened again")],
            (false, true) => vec![line("words", "Last word")],
            (false, false) if self.end.is_written() => vec![line("words", "Last word")],
            (false, false) => Vec::new(),
        });
        self.follow(view);
        self.list.sync(&Self::rows(view));
    }

    fn leave(&mut self, _view: &View<'_>, _say: &mut Vec<Say>) {
        if let Some(sheet) = self.sheet() {
            sheet.leave();
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) {
        let no = slot.rsplit('/').next().and_then(|no| no.parse().ok()).map(LetterNo);
        let paper = no.and_then(|no| self.papers.get_mut(&no));
        match (slot, paper) {
            (NOT_SEND, _) => {
                if self.not_send.answered(outcome) {
                    self.not_send = Sheet::of(vec![text("why", "Why nothing is sent")]);
                }
            }
            (END, _) => {
                if self.end.answered(outcome) {
                    self.end = Sheet::default();
                }
            }
            ("letter/new", _) => {
                if self.new.answered(outcome) {
                    self.new = Paper::default();
                    self.new.sheet = Sheet::of(new_fields(view));
                    // The contact may show it already: it is the one whose text is newest.
                    let at = match outcome {
                        Outcome::Saved(at) => *at,
                        Outcome::Refused(_) => view.now,
                    };
                    let older = view.contact.telling.letters.iter().filter(|letter| letter.at < at);
                    self.follows = Some(older.map(|letter| letter.no).max().unwrap_or_default());
                }
            }
            (slot, Some(paper)) if slot.starts_with("letter/") => {
                paper.answered(outcome);
            }
            (slot, Some(paper)) if slot.starts_with("sent/") => {
                if paper.sheet.answered(outcome) {
                    paper.sheet = Sheet::default();
                }
            }
            (_, Some(paper)) => {
                if let Outcome::Refused(words) = outcome {
                    paper.said = Some(words.clone());
                }
            }
            _ => return,
        }
        self.sync(view);
    }

    fn told(&mut self, answer: &Answer, view: &View<'_>, say: &mut Vec<Say>) {
        match answer {
            Answer::Letter { template, to, text } => {
                let of = (template.clone(), *to);
                if self.asked.as_ref() == Some(&of) {
                    self.asked = None;
                    self.new.fill(text, of, view);
                    say.push(Say::Changed);
                }
            }
            Answer::Refused { tag: None, words, .. } | Answer::Failed { tag: None, words }
                if self.asked.take().is_some() =>
            {
                self.new.sheet.refused(words.as_str());
            }
            _ => {}
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        self.paint(frame, area, view, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let mut words = 0;
        let new = self.new.kept(&mut words);
        let mut papers = Map::new();
        for (no, paper) in &self.papers {
            if let Some(kept) = paper.kept(&mut words) {
                papers.insert(no.0.to_string(), kept);
            }
        }
        let (not_send, end) = (self.not_send.kept(&mut words), self.end.kept(&mut words));
        if new.is_none() && papers.is_empty() && not_send.is_none() && end.is_none() {
            return None;
        }
        let body = json!({
            "at": self.at(), "new": new, "papers": papers, "not_send": not_send, "end": end,
        });
        Some(HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sync(view);
        self.new.restore(&body["new"], new_fields(view), view);
        for (no, kept) in body["papers"].as_object().into_iter().flatten() {
            let Ok(no) = no.parse().map(LetterNo) else { continue };
            let fields = view.contact.telling.letter(no).map(sent_fields).unwrap_or_default();
            self.papers.entry(no).or_default().restore(kept, fields, view);
        }
        self.not_send.restore(&body["not_send"], |_| vec![text("why", "Why nothing is sent")]);
        let closed = view.contact.closed.is_some();
        self.end.restore(&body["end"], |_| {
            vec![if closed { text("why", "Why it is opened again") } else { line("words", "Last word") }]
        });
        if let Ok(at) = Row::deserialize(&body["at"]) {
            self.list.select(at);
        }
        self.sync(view);
    }
}

#[cfg(test)]
mod tests;
