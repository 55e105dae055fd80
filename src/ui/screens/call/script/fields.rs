//! The fields beside the notes: who rings, at the first stage, and the stage's questions.

use crossterm::event::{KeyCode, KeyEvent};

use super::{FIRST, Focus, ScriptPane, questions};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::{call::Command as Call, place::Place},
        ids::FieldKey,
        policy::script::{Capture, Stage},
    },
    ui::{
        keymap::Action,
        screens::call::{
            naming::asks_of_reporter,
            page::{chord, shown},
            pane::{Say, View},
        },
        widgets::{Field, FormEvent, Notice},
    },
};

impl ScriptPane {
    /// Gives the questions of the stage that are covered: they, or their answers, say who reported. What is being written never is.
    pub(super) fn covered(&self, view: &View<'_>) -> Vec<FieldKey> {
        if !view.cover.is_on() {
            return Vec::new();
        }
        let Some(stage) = self.current(view) else { return Vec::new() };
        let writes = |key: &FieldKey| self.questions.field(key).is_some_and(Field::is_written);
        let says = |capture: &&Capture| {
            if asks_of_reporter(view, capture) && view.contact.is_asked(capture, &view.context()) {
                return true;
            }
            let Some(answered) = view.contact.call.answers.get(&capture.key) else { return false };
            let text = answered.value.in_words(Some(&capture.kind));
            shown(view, &text) != text
        };
        let covered = stage.capture.iter().filter(|capture| !writes(&capture.key)).filter(says);
        covered.map(|capture| capture.key.clone()).collect()
    }

    /// Takes up the stage's questions as they are asked and answered now.
    pub(super) fn ask(&mut self, stage: &Stage, view: &View<'_>) {
        let cx = view.context();
        let covered = self.covered(view);
        let asked = stage.capture.iter().filter(|capture| view.contact.is_asked(capture, &cx));
        let asked = asked.filter(|capture| !covered.contains(&capture.key));
        let fields = asked.map(|capture| {
            let answer = view.contact.call.answers.get(&capture.key);
            Field::new(capture.key.clone(), capture.words.clone(), capture.kind.clone())
                .also("telephone", &["phone"])
                .on(local_day(view.now))
                .needed(view.contact.is_wanted(capture, &cx))
                .waiting(!view.waits(&Place::Answer(capture.key.clone())).is_empty())
                .holding(answer.map(|answered| answered.value.clone()))
        });
        // What was half-written in a question that is not asked now comes back with it.
        self.hidden.extend(self.questions.fit(fields.collect()));
        let back = |key: &FieldKey| self.questions.field(key).is_some();
        for (key, half) in self.hidden.extract_if(.., |key, _| back(key)).collect::<Vec<_>>() {
            self.questions.write(&key, &half);
        }
    }

    /// Hands the keys on: from the note to who rings, to the questions, and back to the note.
    pub(super) fn turn(&mut self, forward: bool) {
        let (rings, asks) = (self.stage == FIRST, !self.questions.fields().is_empty());
        self.focus = match (&self.focus, forward) {
            (Focus::Note, true) if rings => Focus::Caller,
            (Focus::Note | Focus::Caller, true) | (Focus::Note, false) if asks => Focus::Questions,
            (Focus::Note | Focus::Questions, false) if rings => Focus::Caller,
            _ => Focus::Note,
        };
        match self.focus {
            Focus::Caller if forward => self.caller.enter_wanted(),
            Focus::Caller => self.caller.enter(true),
            Focus::Questions => self.questions.enter(!forward),
            _ => {}
        }
    }

    /// Gives the keys to the next question that has to be asked and has no answer: of who rings, of this stage, of those after
    /// it and of those before. What is written where the keys were is kept.
    pub(super) fn next_wanted(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave_fields(view, say);
        self.leave_heard(say);
        let on_question = matches!(self.focus, Focus::Questions);
        let here = self.questions.focused().filter(|_| on_question).cloned();
        let rings = self.stage == FIRST && !on_question;
        let first = !matches!(self.focus, Focus::Caller);
        self.put_by();
        if rings && self.caller.next_wanted(first) {
            self.focus = Focus::Caller;
            return;
        }
        let cx = view.context();
        let stages = &view.policy().script.stages;
        let at = stages.iter().position(|stage| stage.number == self.stage).unwrap_or(0);
        let (before, from_here) = stages.split_at(at);
        let wanted = |stage: &Stage| {
            let keys = view.contact.unanswered(stage, &cx).map(|capture| capture.key.clone());
            keys.collect::<Vec<_>>()
        };
        // What can be read in a field is on its way to the record.
        let said = |field: &Field| matches!(field.value(), Ok(Some(value)) if !value.is_empty());
        let written = |key: &FieldKey| self.questions.field(key).is_some_and(said);
        let place = |key: &FieldKey| self.questions.fields().iter().position(|field| field.key == *key);
        let from = here.as_ref().and_then(place);
        let stands = |key: &FieldKey| place(key).is_some() && !written(key);
        let mut found = from_here.first().and_then(|stage| {
            wanted(stage)
                .into_iter()
                .find(|key| stands(key) && place(key) > from)
                .map(|key| (stage.number, key))
        });
        for stage in from_here.iter().skip(1).chain(before) {
            found = found.or_else(|| wanted(stage).into_iter().next().map(|key| (stage.number, key)));
        }
        let again = || {
            from_here.first().and_then(|stage| Some((stage.number, wanted(stage).into_iter().find(stands)?)))
        };
        let Some((stage, key)) = found.or_else(again) else {
            let covered =
                stages.iter().any(|stage| !wanted(stage).is_empty()) && !self.covered(view).is_empty();
            say.push(Say::Tell(if covered {
                let words = format!("{} uncovers it; this is recorded.", chord(Action::Reveal));
                Notice::know("Only what is covered still wants an answer.", words)
            } else {
                Notice::done("Every ★ question has an answer.", "")
            }));
            return;
        };
        self.go(stage, view, say);
        if self.questions.focus(&key) {
            self.focus = Focus::Questions;
        }
    }

    pub(super) fn key_in_fields(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if key.code == KeyCode::Esc {
            self.leave_fields(view, say);
            if matches!(self.focus, Focus::Caller) {
                self.caller.tell_wrong(say);
            }
            self.focus = Focus::Note;
            return true;
        }
        let (submit, out) = if matches!(self.focus, Focus::Caller) {
            let Some(typed) = self.caller.key(key, view, say) else { return false };
            (typed.submit, typed.out)
        } else {
            let Some(events) = self.questions.key(key) else { return false };
            let out = events.iter().find_map(|event| match event {
                FormEvent::Out { forward } => Some(*forward),
                _ => None,
            });
            let submit = events.contains(&FormEvent::Submit);
            Self::answers(events, view, say);
            (submit, out)
        };
        if submit {
            self.focus = Focus::Note;
        } else if let Some(forward) = out {
            self.turn(forward);
        }
        true
    }

    pub(super) fn leave_fields(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.caller.leave(view, say);
        Self::answers(self.questions.leave(), view, say);
    }

    fn answers(events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) {
        for event in events {
            match event {
                FormEvent::Changed => say.push(Say::Changed),
                FormEvent::Left { key, value } => {
                    let value = value.unwrap_or_else(|| questions::nothing(&key, view));
                    say.push(Say::act(format!("answer:{key}"), Call::Answer { field: key, value }));
                }
                FormEvent::Submit | FormEvent::Out { .. } => {}
            }
        }
    }
}
