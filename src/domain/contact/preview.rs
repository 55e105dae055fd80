//! The few lines that stand under the queue's list, of the contact under the cursor.

use super::{Contact, call::COMPLAINS};
use crate::domain::{
    ids::{FieldKey, PersonNo},
    policy::{Mode, hours::Coverage},
    queue::{CHILDS_WORDS, LAST_NOTE, LEFT, LEFT_BY_NIGHT, PROMISED},
    refusal::in_a_sentence,
    value::Value,
};

/// How the line begins that gives the last word.
const LAST_WORD: &str = "Last word: ";

impl Contact {
    /// Gives what stands under the list of a closed contact: what is to be looked at again, and the last word.
    pub(super) fn after_closing(&self) -> Vec<String> {
        let looks = self.to_look_again();
        if looks.is_empty() {
            return Vec::new();
        }
        let mut lines: Vec<String> = looks.iter().map(|look| in_a_sentence(&look.words)).collect();
        let last = self.telling.closings.last().filter(|last| !last.words.trim().is_empty());
        lines.extend(last.map(|last| format!("{LAST_WORD}{}", first_line(&last.words))));
        lines
    }

    /// Gives the few lines that stand under the list, raw; the urgent first.
    pub(super) fn preview(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let answer = |key: &str| self.call.answers.get(&FieldKey::from(key)).map(|answered| &answered.value);
        if let Some(glass) = self.access.unseen() {
            lines.push(format!("Opened by break-glass by {}: {}", glass.who, first_line(&glass.why)));
        }
        if let Some(danger) = self.unanswered_danger() {
            lines.push(format!("‼ {}: not marked urgent, not stood down", danger.words));
        }
        if self.call.coverage == Coverage::Gap {
            lines.push("Taken in a gap of the hours: it belongs to EDT".to_owned());
        }
        if let Some(line) = &self.handover {
            let left = if self.left_by == Some(Mode::Edt) { LEFT_BY_NIGHT } else { LEFT };
            lines.push(format!("{left}{line}"));
        }
        if self.call.complains() {
            lines.push(in_a_sentence(&COMPLAINS));
        }
        // What somebody else owes comes last: it is not for whoever reads this to do.
        let open = self.telling.promises.iter().filter(|promise| promise.is_open());
        let (owed, ours): (Vec<_>, Vec<_>) =
            open.partition(|promise| self.telling.written == Some(promise.no));
        for promise in ours.into_iter().take(2) {
            lines.push(format!("{PROMISED}{} ({})", first_line(&promise.promised.what), promise.promised.to));
        }
        if let Some(Value::Number(scale)) = answer("worries.scale") {
            lines.push(format!("Caller's safety scale {scale}/10 (0 act tonight, 10 safe enough)"));
        }
        if let Some(Value::Text(worry)) = answer("worries.worry") {
            lines.push(format!("Worry: {}", first_line(worry)));
        }
        // What was said last stands before a second answer.
        let mut answers = self.answers_in_short().into_iter().take(2);
        lines.extend(answers.next());
        lines.extend(self.last_note());
        lines.extend(answers);
        lines.extend(
            owed.into_iter().map(|promise| format!("Waited for: {}", first_line(&promise.promised.what))),
        );
        for route in self.routes.list.iter().filter(|route| route.state.stands()).take(3) {
            lines.push(format!(
                "Route {}: {} – {}",
                route.letter,
                self.family.names(&route.children),
                route.state.words()
            ));
        }
        lines
    }

    /// Gives the line with the last note: a child's own words are told apart from ours.
    fn last_note(&self) -> Option<String> {
        // What belongs in another record says nothing of this one.
        let note = self.call.notes.iter().rev().find(|note| note.misplaced.is_none())?;
        let said = first_line(note.current());
        Some(match &note.child {
            Some(words) => {
                let who =
                    words.child.map_or_else(|| "a child".to_owned(), |no| self.family.first_names([no]));
                format!("{CHILDS_WORDS}«{said}» – {who}")
            }
            None => format!("{LAST_NOTE}{said}"),
        })
    }

    /// Gives the answers about sharing, the last first, each with the children whom it is about: those that one person gave alike
    /// are one line.
    fn answers_in_short(&self) -> Vec<String> {
        let mut said: Vec<(String, Vec<PersonNo>)> = Vec::new();
        for row in self.agreements.standing().rev() {
            let who = self.family.names(&[row.asked.person]);
            let why = row.asked.answer.why().map(|why| format!(": {}", first_line(why))).unwrap_or_default();
            let words = format!("{who} {}{why}", row.asked.answer.words());
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, children)) => children.extend(&row.asked.children),
                None => said.push((words, row.asked.children.clone())),
            }
        }
        let line = |(words, of): (String, Vec<PersonNo>)| {
            // In the order in which the family has them.
            let of = self.family.children().map(|child| child.no).filter(|no| of.contains(no));
            match self.family.first_names(of) {
                names if names.is_empty() => format!("Agreement: {words}"),
                names => format!("Agreement for {names}: {words}"),
            }
        };
        said.into_iter().map(line).collect()
    }
}

fn first_line(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().chars().take(160).collect()
}
