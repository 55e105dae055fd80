//! What of a record is withheld: who reported, and addresses that are protected.
//!
//! Entries that say who rang are withheld whole, and so is every other entry in which a name, a number or an address stands
//! that must not be told. In the record and the account, which are made for the bundle, the words in question are replaced.
//! Words are compared as people repeat them: any part of a name, digits however they are grouped, a street without its
//! number. More is withheld than need be rather than less.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::input::address;

/// What stands in the place of withheld words.
pub const WITHHELD: &str = "[withheld]";

/// The entries that say who rang, by which number, how we knew them, or where a letter went.
const ALWAYS: [&str; 5] = [
    "contact.taken.v1",
    "contact.caller_recorded.v1",
    "contact.caller_identified.v1",
    "contact.letter_sent.v1",
    "ring.announced.v1",
];

/// The entry that holds another one, which came in late.
const LATE: &str = "contact.merged_late.v1";

/// The fields of a caller that name or describe one person.
const OF_CALLER: [&str; 8] =
    ["name", "shown", "role", "agency", "number", "ring_back", "source_code", "prefers"];

/// Says that a record could not be written without what must be withheld.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "an entry ({kind}) could not be shown without what is withheld, so nothing was written: include the reporter with \
     a reason, or ask whoever looks after this program"
)]
pub struct CannotWithhold {
    /// The entry's kind.
    pub kind: String,
}

/// What must not be told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Veil {
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
    places: BTreeSet<String>,
}

impl Veil {
    /// Learns what must not be told from a contact's entries, and from those of the call that rang: kinds and bodies.
    pub fn of<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut veil = Self::default();
        let mut households: Vec<Value> = Vec::new();
        for (kind, body) in entries {
            let Ok(body) = serde_json::from_str::<Value>(body) else { continue };
            let (kind, body) = within(kind, &body).unwrap_or_else(|| (kind.to_owned(), body));
            match kind.as_str() {
                "contact.taken.v1" => veil.caller(&body["caller"]),
                "contact.caller_recorded.v1" | "contact.caller_identified.v1" | "ring.announced.v1" => {
                    veil.caller(&body);
                }
                "contact.household_set.v1" => households.push(body),
                _ => {}
            }
        }
        // An address that was protected once is withheld in every wording it ever had.
        let protected: Vec<&Value> =
            households.iter().filter(|h| h["protected"] == Value::Bool(true)).map(|h| &h["no"]).collect();
        for place in households.iter().filter(|h| protected.contains(&&h["no"])) {
            veil.place(place["place"].as_str().unwrap_or_default());
        }
        veil
    }

    fn caller(&mut self, caller: &Value) {
        for key in ["name", "shown", "collar", "incident"] {
            let words = caller[key].as_str().unwrap_or_default().to_lowercase();
            let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= 3);
            self.names.extend(parts.map(str::to_owned));
        }
        self.numbers.extend(caller["number"].as_str().and_then(significant));
    }

    fn place(&mut self, place: &str) {
        self.places.extend(address::traces(place));
    }

    /// Tells whether an entry must not be shown.
    pub fn hides(&self, kind: &str, body: &str) -> bool {
        let Ok(value) = serde_json::from_str::<Value>(body) else { return true };
        let hidden = |kind: &str, value: &Value| ALWAYS.contains(&kind) || self.in_value(value);
        match within(kind, &value) {
            Some((kind, inner)) => hidden(&kind, &inner) || self.in_value(&value),
            // What came in late and does not read is shown to nobody.
            None => kind == LATE || hidden(kind, &value),
        }
    }

    fn in_value(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.in_text(text),
            Value::Array(items) => items.iter().any(|item| self.in_value(item)),
            Value::Object(fields) => fields.values().any(|field| self.in_value(field)),
            _ => false,
        }
    }

    /// Tells whether a text says what must not be told.
    pub fn in_text(&self, text: &str) -> bool {
        let folded = text.to_lowercase();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let mut words = folded.split(|c: char| !c.is_alphanumeric());
        words.any(|word| self.names.contains(word))
            || self.numbers.iter().any(|number| digits.contains(number.as_str()))
            || address::stands_in(&self.places, text)
    }

    /// Writes an entry's body again without what must not be told; `fits` says whether it still reads.
    pub fn redacted(
        &self,
        kind: &str,
        body: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<String, CannotWithhold> {
        let cannot = || CannotWithhold { kind: kind.to_owned() };
        let value: Value = serde_json::from_str(body).map_err(|_| cannot())?;
        // A caller named as a choice is would turn choices into words; those are spared then, and only then.
        for spare_choices in [false, true] {
            let mut value = value.clone();
            if let Some((kind, mut inner)) = within(kind, &value) {
                Self::cover(&kind, &mut inner);
                self.redact(&mut inner, spare_choices);
                value["body"] = inner.to_string().into();
            } else {
                Self::cover(kind, &mut value);
                self.redact(&mut value, spare_choices);
            }
            let body = value.to_string();
            if fits(&body) {
                return Ok(body);
            }
        }
        Err(cannot())
    }

    /// Covers the fields that are withheld whatever stands in them.
    fn cover(kind: &str, body: &mut Value) {
        let cover = |value: &mut Value, keys: &[&str]| {
            for key in keys {
                if let Some(text @ Value::String(_)) = value.get_mut(*key) {
                    *text = if *key == "ring_back" { Value::Null } else { WITHHELD.into() };
                }
            }
            if let Some(person) = value.get_mut("is_person") {
                *person = Value::Null;
            }
        };
        match kind {
            "contact.taken.v1" => {
                if let Some(caller) = body.get_mut("caller") {
                    cover(caller, &OF_CALLER);
                }
            }
            "contact.caller_recorded.v1" => cover(body, &OF_CALLER),
            "contact.caller_identified.v1" => {
                cover(body, &["number", "directory", "how", "collar", "incident"]);
            }
            "contact.letter_sent.v1" => cover(body, &["address"]),
            _ => {}
        }
    }

    fn redact(&self, value: &mut Value, spare_choices: bool) {
        match value {
            Value::String(text) => {
                let choice = text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                if !(choice && spare_choices) && self.in_text(text) {
                    WITHHELD.clone_into(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item, spare_choices)),
            Value::Object(fields) => {
                fields.values_mut().for_each(|field| self.redact(field, spare_choices));
            }
            _ => {}
        }
    }
}

/// Gives what came in late: its own kind and body; nothing, where it is another entry.
fn within(kind: &str, body: &Value) -> Option<(String, Value)> {
    let inner = (kind == LATE).then(|| body["body"].as_str()).flatten()?;
    Some((body["kind"].as_str()?.to_owned(), serde_json::from_str(inner).ok()?))
}

/// The digits of a number that stay the same with and without its country's; nothing where there are too few.
fn significant(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().saturating_sub(9);
    (digits.len() >= 6).then(|| digits[from..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil() -> Veil {
        Veil::of(
            [
                ("ring.announced.v1", r#"{"number":"01632 960123","name":null}"#),
                ("contact.caller_recorded.v1", r#"{"name":"PC Jo Farrow-Mills","number":"+44 7700 900456"}"#),
                ("contact.caller_identified.v1", r#"{"is":"police","collar":"4471","incident":"CAD 998"}"#),
                (
                    "contact.household_set.v1",
                    r#"{"no":1,"place":"14 Brook Lane, Southampton","protected":true}"#,
                ),
                (
                    "contact.household_set.v1",
                    r#"{"no":1,"place":"The Annexe, 14a Brook Lane","protected":false}"#,
                ),
                ("contact.household_set.v1", r#"{"no":2,"place":"3 Mill Row","protected":false}"#),
            ]
            .into_iter(),
        )
    }

    #[test]
    fn words_are_found_as_people_repeat_them() {
        let veil = veil();
        for told in [
            "Farrow rang again",
            "ask FARROW's sergeant",
            "Mr Mills",
            "ring 07700 900 456",
            "on +447700900456",
            "01632-960-123",
            "collar 4471",
            "he waits in  Brook\nLane",
            "14 Brook Lane",
        ] {
            assert!(veil.in_text(told), "{told}");
        }
        for harmless in ["Jo", "a farrowing pen", "3 Mill Row", "Southampton", "01632 960124", "the annexe"] {
            assert!(!veil.in_text(harmless), "{harmless}");
        }
    }

    #[test]
    fn what_came_in_late_is_withheld_as_what_it_holds() {
        let late =
            |kind: &str, body: &str| serde_json::json!({ "by": "x", "kind": kind, "body": body }).to_string();
        let kept = "contact.merged_late.v1";
        let caller = late(
            "contact.caller_recorded.v1",
            r#"{"name":"Ida Quenby","number":"01632 960777","role":"aunt"}"#,
        );
        let home = late("contact.household_set.v1", r#"{"no":1,"place":"9 Weir Walk","protected":true}"#);
        let veil = Veil::of([(kept, caller.as_str()), (kept, home.as_str())].into_iter());
        for told in ["Quenby rang", "on 01632960777", "9 Weir Walk"] {
            assert!(veil.in_text(told), "{told}");
        }
        assert!(veil.hides(kept, &caller) && veil.hides(kept, &home));
        assert!(
            veil.hides(kept, &late("contact.caller_identified.v1", r#"{"is":"known","how":"by voice"}"#))
        );
        assert!(
            veil.hides(kept, &late("contact.note_written.v1", r#"{"no":1,"text":"Mrs Quenby said so"}"#))
        );
        assert!(!veil.hides(kept, &late("contact.note_written.v1", r#"{"no":1,"text":"He left."}"#)));
        let shown = veil.redacted(kept, &caller, |_| true).unwrap();
        let shown: Value = serde_json::from_str(&shown).unwrap();
        let inner: Value = serde_json::from_str(shown["body"].as_str().unwrap()).unwrap();
        assert_eq!((&inner["name"], &inner["role"]), (&Value::from(WITHHELD), &Value::from(WITHHELD)));
        assert_eq!(shown["kind"], "contact.caller_recorded.v1");
    }

    #[test]
    fn entries_are_hidden_or_written_again() {
        let veil = veil();
        assert!(veil.hides("contact.caller_recorded.v1", "{}"));
        assert!(veil.hides("contact.note_written.v1", r#"{"text":"Farrow says","no":1}"#));
        assert!(veil.hides("contact.note_written.v1", "not JSON"));
        assert!(!veil.hides("contact.note_written.v1", r#"{"text":"he shouts","no":1}"#));
        let note = veil.redacted("contact.note_written.v1", r#"{"no":1,"text":"Farrow says"}"#, |_| true);
        assert_eq!(note.unwrap(), r#"{"no":1,"text":"[withheld]"}"#);
        let taken =
            r#"{"reference":1841,"caller":{"kind":"police","name":"Jo","role":"officer","is_person":2}}"#;
        let taken = veil.redacted("contact.taken.v1", taken, |_| true).unwrap();
        assert!(!taken.contains("Jo") && !taken.contains("officer") && taken.contains("\"kind\":\"police\""));
        let named_as_a_choice = Veil { names: ["refused".to_owned()].into(), ..Veil::default() };
        let body = r#"{"case":"refused","why":"Refused rang"}"#;
        let fits = |body: &str| body.contains("\"case\":\"refused\"");
        let spared = named_as_a_choice.redacted("contact.override_requested.v1", body, fits).unwrap();
        assert_eq!(spared, r#"{"case":"refused","why":"[withheld]"}"#);
        assert!(named_as_a_choice.redacted("x", body, |_| false).is_err());
    }
}
