//! What is written in the fields of a handover, and what is done by it.

use super::{HandoverScreen, Use, next::next_of, paint::is_covered};
use crate::{
    desk::protocol::{Deal, Deed},
    domain::{
        handover::Command,
        ids::{FieldKey, ItemNo},
        value::Value,
    },
    ui::{
        keymap::Action,
        screens::beside::{Say, View},
        widgets::{Draft, FormEvent},
    },
};

impl HandoverScreen {
    pub(super) fn deed(&self, slot: &str, command: Command, say: &mut Vec<Say>) {
        if let Some(id) = self.at {
            let deed = Deed::Handover(Deal::Do { id, command });
            say.push(Say::Do { slot: slot.to_owned(), deed });
        }
    }

    /// Keeps what was left in a field of an item that is given.
    fn left(&self, no: ItemNo, key: &FieldKey, value: Option<Value>, say: &mut Vec<Say>) {
        match (key.as_str(), value) {
            ("line", value) => {
                let line = match value {
                    Some(Value::Text(line)) => line,
                    _ => String::new(),
                };
                self.deed("line", Command::Line { no, line }, say);
            }
            ("next", Some(Value::Choice(key))) => {
                if let Some(next) = next_of(&key) {
                    self.deed("next", Command::Owner { no, next }, say);
                }
            }
            _ => {}
        }
    }

    pub(super) fn take(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) {
        for event in events {
            match (event, self.of) {
                (FormEvent::Changed, _) => say.push(Say::Changed),
                (FormEvent::Left { key, value }, Use::Give(no)) => self.left(no, &key, value, say),
                (FormEvent::Out { forward: true }, Use::Give(_)) => self.walk(Action::Down, view, say),
                (FormEvent::Submit, Use::Give(_)) => self.deed("finish", Command::Finish, say),
                (FormEvent::Submit, Use::Take(_)) if !self.was_shown(view) => {
                    self.wrong = Some(self.not_read(view).to_owned());
                }
                (FormEvent::Submit, Use::Take(no)) => {
                    let words = self.text("words");
                    self.deed("acknowledge", Command::Acknowledge { no, words }, say);
                }
                (FormEvent::Submit, Use::Sheet) => self.save(say),
                (FormEvent::Submit, Use::Leave) => self.begin_leave(view, say),
                _ => {}
            }
        }
    }

    /// Tells whether the item under the cursor, as it is now, was shown to its end.
    fn was_shown(&self, view: &View<'_>) -> bool {
        self.item(view).is_some_and(|item| self.shown.borrow().as_ref() == Some(&item))
    }

    /// Says why an item is not acknowledged that was not shown to its end.
    fn not_read(&self, view: &View<'_>) -> &'static str {
        if self.item(view).is_some_and(|item| is_covered(&item, view)) {
            return "Nothing was acknowledged: this item is covered while family or public are on the line. Read it then.";
        }
        "Nothing was acknowledged: read this item to its end first, with PgDn."
    }

    pub(super) fn text(&self, key: &str) -> String {
        match self.form.value(&FieldKey::from(key)) {
            Ok(Some(Value::Text(text))) => text,
            _ => String::new(),
        }
    }

    fn save(&mut self, say: &mut Vec<Say>) {
        let to = self.text("to");
        match (self.at, to.trim()) {
            (_, "") => {
                self.form.refused(&"to".into(), "Write a path, as /home/me/handover.md or handover.txt.");
            }
            (Some(id), to) => {
                let deed = Deed::Handover(Deal::Save { id, to: to.into() });
                say.push(Say::Do { slot: "sheet".to_owned(), deed });
            }
            (None, _) => {}
        }
    }

    /// Tells whether what stands in the fields is saved already, wherever their cursors are.
    pub(super) fn is_known(&self, draft: &Draft) -> bool {
        let words = |draft: &Draft| -> Vec<(FieldKey, String, Vec<String>)> {
            let fields = draft.fields.iter();
            fields.map(|(key, field)| (key.clone(), field.text.clone(), field.picked.clone())).collect()
        };
        words(draft) == words(&self.known)
    }
}
