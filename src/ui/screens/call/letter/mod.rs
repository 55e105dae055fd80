//! The pane `letter`: the written answer, drafted, checked and sent, or a reason why nothing is; and the contact's end.
//!
//! The list comes first; what belongs to the row under the cursor stands beneath. A letter goes three steps, and each is a
//! chord: Ctrl+S keeps the text, Ctrl+T marks it as read once more, and when it has gone its way that is written down.

mod draw;
mod fields;
mod paper;
mod place;
mod row;
mod steps;

use std::{collections::BTreeMap, sync::Arc};

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use self::{
    fields::{AFTER_ALL, end_fields, new_fields, not_send_fields, sent_fields},
    paper::Paper,
};
use super::{
    pane::{Cover, HalfTyped, Outcome, Pane, Say, View},
    reporters::Reporters,
    sheet::{Kept, Sheet},
};
use crate::{
    desk::protocol::Answer,
    domain::{
        contact::{
            closing::Outstanding,
            place::Place,
            telling::{Command, Letter, Recipient},
        },
        ids::{LetterNo, TemplateId},
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        widgets::{Field, List},
    },
};

const TO: &str = "to";
const TEMPLATE: &str = "template";
const WHY: &str = "reason";
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

/// A text that the desk was asked for.
#[derive(Clone, PartialEq, Eq)]
struct Asked {
    template: TemplateId,
    to: Recipient,
    why: String,
    /// Whether it takes the place of somebody's own words: they said yes to that.
    over: bool,
    /// Whether the keys go to the text with it.
    goes: bool,
}

/// How far a contact is from its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stands {
    /// Nothing stands in the way.
    Nothing,
    /// It is closed only with a last word.
    Asks,
    /// It cannot be closed.
    Bars,
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
    asked: Option<Asked>,
    /// The last letter there was when a new one was kept: the cursor goes to the one that follows.
    follows: Option<LetterNo>,
    /// What still stands before closing, raw; what bars it first.
    before: Vec<Outstanding>,
    /// Who rang in other contacts of the family.
    reporters: Reporters,
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

    /// Gives the fields that a row's sheet wants.
    fn wanted(at: Row, stands: Stands, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
        match at {
            Row::New => new_fields(sheet, view),
            Row::Letter(no) => view.contact.telling.letter(no).map(sent_fields).unwrap_or_default(),
            Row::NotSend => not_send_fields(sheet, view.contact.telling.not_sent.is_some()),
            Row::Close => end_fields(sheet, view.contact.closed.is_some(), stands),
        }
    }

    /// Tells how far the contact is from its end.
    fn stands(&self) -> Stands {
        match self.before.first() {
            None => Stands::Nothing,
            Some(open) if open.must => Stands::Bars,
            Some(_) => Stands::Asks,
        }
    }

    /// Tells whether a paper's text is covered just now: a letter to the caller says who rang, whatever they are there.
    fn is_covered(paper: &Paper, view: &View<'_>) -> bool {
        let rang = view.contact.call.caller.is_person;
        let to_caller = match paper.of {
            Some((_, Recipient::Caller)) => true,
            Some((_, Recipient::Person(no))) => rang == Some(no),
            None => false,
        };
        view.cover == Cover::All && to_caller
    }

    fn letter<'a>(&self, view: &View<'a>) -> Option<&'a Letter> {
        match self.at() {
            Row::Letter(no) => view.contact.telling.letter(no),
            _ => None,
        }
    }

    /// Has the desk say who else rang about the family that a letter is for, before any of them stands in it.
    fn inquire(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        if self.paper().is_some_and(|paper| paper.is_for_family(view)) {
            self.reporters.ask(view, say);
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
        let (at, stands) = (self.at(), self.stands());
        if matches!(at, Row::New | Row::Letter(_)) {
            self.inquire(view, say);
            return self.paper_key(key, view, say);
        }
        let Some(sheet) = self.sheet() else { return false };
        let Some(typed) = sheet.key(key, view, say, |sheet| Self::wanted(at, stands, sheet, view)) else {
            return false;
        };
        if typed.submit && at == Row::Close {
            self.close(view, say);
        } else if typed.submit {
            let after_all = self.not_send.text(AFTER_ALL);
            let command = if after_all.trim().is_empty() {
                Command::NotSend { why: self.not_send.text("why") }
            } else {
                Command::TakeNotSendBack { why: after_all }
            };
            self.not_send.hand_in(NOT_SEND, command, view, say);
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.inquire(view, say);
        let reads_only = self.letter(view).is_some_and(|letter| !letter.state.is_to_go());
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

    fn stand_on(&mut self, place: &Place) {
        // What is about the contact as a whole is its end.
        if *place == Place::Contact {
            self.list.select(Row::Close);
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        self.new.sheet.fit(|sheet| new_fields(sheet, view));
        let not_sent = view.contact.telling.not_sent.is_some();
        self.not_send.fit(|sheet| not_send_fields(sheet, not_sent));
        self.new.others = Arc::clone(self.reporters.known());
        for letter in &view.contact.telling.letters {
            let paper = self.papers.entry(letter.no).or_default();
            paper.others = Arc::clone(self.reporters.known());
            paper.sync(letter, view);
        }
        self.before = view.contact.before_closing(&view.context());
        self.before.extend(view.around.iter().cloned());
        self.before.sort_by_key(|open| !open.must);
        let (closed, stands) = (view.contact.closed.is_some(), self.stands());
        self.end.fit(|sheet| end_fields(sheet, closed, stands));
        self.follow(view);
        self.list.sync(&Self::rows(view));
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let (at, stands) = (self.at(), self.stands());
        if let Some(sheet) = self.sheet() {
            sheet.leave(view, say, |sheet| Self::wanted(at, stands, sheet, view));
        }
        if at == Row::New {
            self.refill(view, say);
        }
        // Whoever goes to put right what was said against it comes back to a letter of which that may be so no more.
        if let Some(paper) = self.paper() {
            paper.said = None;
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let no = slot.rsplit('/').next().and_then(|no| no.parse().ok()).map(LetterNo);
        let kept = no.and_then(|no| Some((no, self.papers.get(&no)?)));
        let barred = kept.map(|(no, paper)| view.contact.bars_letter(no, &paper.others, view.policy()));
        let barred = barred.unwrap_or_default();
        let paper = no.and_then(|no| self.papers.get_mut(&no));
        match (slot, paper) {
            (NOT_SEND, _) => {
                if self.not_send.answered(outcome, "") {
                    self.not_send.renew();
                }
            }
            (END, _) => {
                if self.end.answered(outcome, "") {
                    self.end.renew();
                }
            }
            ("letter/new", _) => {
                if self.new.answered(outcome) {
                    self.new = Paper::default();
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
                if paper.sheet.answered(outcome, "") {
                    paper.sheet.renew();
                } else if let Outcome::Refused(words) = outcome
                    && barred.iter().any(|barred| words.starts_with(&barred.words))
                {
                    // What is wrong is in the text, and not in how it was sent.
                    paper.sheet.say_nothing();
                    paper.refuse(words, &barred);
                }
            }
            (_, Some(paper)) => {
                if let Outcome::Refused(words) = outcome {
                    paper.refuse(words, &barred);
                }
            }
            _ => return false,
        }
        let row = match slot {
            NOT_SEND => Row::NotSend,
            END => Row::Close,
            _ => no.map_or(Row::New, Row::Letter),
        };
        self.sync(view);
        self.at() == row
    }

    fn told(&mut self, answer: &Answer, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if self.reporters.told(answer, view) {
            for paper in self.papers.values_mut().chain([&mut self.new]) {
                paper.others = Arc::clone(self.reporters.known());
                paper.look(view);
            }
        }
        match answer {
            Answer::Letter { template, to, why, text } => {
                let is = |asked: &mut Asked| (&asked.template, asked.to, &asked.why) == (template, *to, why);
                if let Some(asked) = self.asked.take_if(is) {
                    self.fill(asked, text, view, say);
                }
            }
            Answer::Refused { tag: None, words, .. } | Answer::Failed { tag: None, words }
                if self.asked.take().is_some() =>
            {
                self.new.sheet.refuse(words.as_str());
                return self.at() == Row::New;
            }
            _ => {}
        }
        false
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        self.paint(frame, area, view, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let new = self.new.kept();
        let papers: Map<String, serde_json::Value> =
            self.papers.iter().filter_map(|(no, paper)| Some((no.0.to_string(), paper.kept()?))).collect();
        let (not_send, end) = (self.not_send.kept(), self.end.kept());
        if new.is_none() && papers.is_empty() && not_send.is_none() && end.is_none() {
            return None;
        }
        let papers_words = self.papers.values().chain([&self.new]).map(Paper::words).sum::<u32>();
        let words = papers_words + self.not_send.words() + self.end.words();
        let body = json!({
            "at": self.at(), "new": new, "papers": papers, "not_send": not_send, "end": end,
        });
        Some(HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sync(view);
        self.new.restore(&body["new"], |sheet| new_fields(sheet, view), view);
        for (no, kept) in body["papers"].as_object().into_iter().flatten() {
            let Ok(no) = no.parse().map(LetterNo) else { continue };
            let fields = |_: &Sheet| view.contact.telling.letter(no).map(sent_fields).unwrap_or_default();
            self.papers.entry(no).or_default().restore(kept, fields, view);
        }
        if let Ok(kept) = Kept::deserialize(&body["not_send"]) {
            let not_sent = view.contact.telling.not_sent.is_some();
            self.not_send.restore(kept, |sheet| not_send_fields(sheet, not_sent));
        }
        if let Ok(kept) = Kept::deserialize(&body["end"]) {
            let closed = view.contact.closed.is_some();
            self.end.restore(kept, |sheet| end_fields(sheet, closed, Stands::Nothing));
        }
        if let Ok(at) = Row::deserialize(&body["at"]) {
            self.list.select(at);
        }
        self.sync(view);
    }
}

#[cfg(test)]
mod tests;
