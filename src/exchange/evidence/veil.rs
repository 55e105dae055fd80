//! What of a record is withheld: who reported, and addresses that are protected.
//!
//! Entries that say who rang are withheld whole, and so is every other entry in which a name, a number or an address stands
//! that must not be told. In the record and the account, which are made for the bundle, the words in question are replaced.
//! Words are compared as people repeat them: any part of a name, digits however they are grouped, a street without its
//! number. More is withheld than need be rather than less.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::{contact::said, input::address};

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
const OF_CALLER: [&str; 9] =
    ["name", "shown", "shown_number", "role", "agency", "number", "ring_back", "source_code", "prefers"];

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
    /// Surnames that others of the family have as well, each with the caller's first name: they tell who rang only where a title
    /// or that name stands before them.
    shared: BTreeSet<(String, String)>,
    numbers: BTreeSet<String>,
    places: BTreeSet<String>,
}

impl Veil {
    /// Learns what must not be told from a contact's entries, and from those of the call that rang: kinds and bodies.
    pub fn of<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut veil = Self::default();
        let mut households: Vec<Value> = Vec::new();
        let (mut callers, mut people): (Vec<Vec<String>>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
        for (kind, body) in entries {
            let Ok(body) = serde_json::from_str::<Value>(body) else { continue };
            let (kind, body) = within(kind, &body).unwrap_or_else(|| (kind.to_owned(), body));
            match kind.as_str() {
                "contact.taken.v1" => veil.caller(&body["caller"], &mut callers),
                "contact.caller_recorded.v1" | "contact.caller_identified.v1" | "ring.announced.v1" => {
                    veil.caller(&body, &mut callers);
                }
                "contact.person_named.v1" | "contact.person_changed.v1" => {
                    people.push(parts(body["name"].as_str().unwrap_or_default()));
                }
                "contact.household_set.v1" => households.push(body),
                _ => {}
            }
        }
        veil.shared_by(&callers, &people);
        // An address that was protected once is withheld in every wording it ever had.
        let protected: Vec<&Value> =
            households.iter().filter(|h| h["protected"] == Value::Bool(true)).map(|h| &h["no"]).collect();
        for place in households.iter().filter(|h| protected.contains(&&h["no"])) {
            veil.place(place["place"].as_str().unwrap_or_default());
        }
        veil
    }

    fn caller(&mut self, caller: &Value, callers: &mut Vec<Vec<String>>) {
        for key in ["shown", "collar", "incident"] {
            let words = parts(caller[key].as_str().unwrap_or_default());
            self.names.extend(words.into_iter().filter(|part| part.chars().count() >= 3));
        }
        callers.push(parts(caller["name"].as_str().unwrap_or_default()));
        for key in ["number", "shown_number"] {
            self.numbers.extend(caller[key].as_str().and_then(significant));
        }
    }

    /// Learns the caller's names: what is theirs alone, and what somebody else of the family is called as well. Children of a
    /// parent who rang would be withheld from their own record.
    fn shared_by(&mut self, callers: &[Vec<String>], people: &[Vec<String>]) {
        for caller in callers {
            let bare: Vec<&String> = caller.iter().filter(|part| !is_title(part)).collect();
            let given = bare.first().filter(|given| bare.len() > 1 && given.chars().count() > 1);
            for (at, part) in bare.iter().enumerate().filter(|(_, part)| part.chars().count() >= 3) {
                // Whoever has the first name too is the caller.
                let of_another = |given: &String| {
                    people.iter().any(|name| {
                        name.get(1..).is_some_and(|name| name.contains(part)) && !name.contains(given)
                    })
                };
                match given.filter(|given| at > 0 && of_another(given)) {
                    Some(given) => drop(self.shared.insert(((*part).clone(), (*given).clone()))),
                    None => drop(self.names.insert((*part).clone())),
                }
            }
        }
    }

    /// Tells whether a surname that others have too is the caller's here: a title, their first name or its initial stands beside.
    fn is_callers(&self, words: &[&str], at: usize) -> bool {
        let beside = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
        let near = [at.checked_sub(1), at.checked_sub(2), Some(at + 1)].map(beside);
        self.shared.iter().filter(|(part, _)| words[at] == part).any(|(_, given)| {
            let initial = |word: &str| word.chars().count() == 1 && given.starts_with(word);
            is_title(near[0]) || near.iter().any(|word| word == given || initial(word))
        })
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
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.iter().any(|word| self.names.contains(*word))
            || (0..words.len()).any(|at| self.is_callers(&words, at))
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
            // That somebody wishes to stay unnamed is no secret; in whose words is.
            let words = value.get_mut("wish").and_then(|wish| wish.get_mut("words"));
            if let Some(words) = words.filter(|words| words.as_str().is_some_and(|words| !words.is_empty())) {
                *words = WITHHELD.into();
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

/// Gives the words of a name, in small letters.
fn parts(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Tells whether a word stands before a name and is none.
fn is_title(word: &str) -> bool {
    word != "the" && said::is_title(word)
}

/// Tells whether somebody's own words stand in an entry: a text of more than one word.
pub fn is_free_text(body: &str) -> bool {
    fn in_value(value: &Value) -> bool {
        match value {
            Value::String(text) => {
                // What came in late holds another entry.
                serde_json::from_str::<Value>(text)
                    .ok()
                    .filter(Value::is_object)
                    .map_or_else(|| text.trim().contains(char::is_whitespace), |inner| in_value(&inner))
            }
            Value::Array(items) => items.iter().any(in_value),
            Value::Object(fields) => fields.values().any(in_value),
            _ => false,
        }
    }
    serde_json::from_str(body).is_ok_and(|value| in_value(&value))
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
mod tests;
