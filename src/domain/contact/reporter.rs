//! Who rang, standing in what a family reads or is promised: here, or in another contact of it.

use super::{
    Contact,
    call::Caller,
    decide,
    family::names_agree,
    others::Other,
    said::{is_title, name_stands_in, number_stands_in},
    telling::Recipient,
};
use crate::domain::{
    ids::PersonNo,
    policy::{CallerKind, letters::Audience},
    refusal::Refusal,
};

impl Contact {
    /// Finds what a letter would say to whoever must not read it, as the record stands and beside the others: what keeping it
    /// would be refused for, said while it is typed.
    pub fn letter_says(
        &self,
        written_for: Audience,
        to: Recipient,
        text: &str,
        others: &[Other],
    ) -> Option<Refusal> {
        let read_by = decide::telling::reads_as(self, to, written_for);
        self.gives_away(read_by, to, text).or_else(|| self.names_earlier(written_for, to, text, others))
    }

    /// Finds who rang, here or about this family before, in what is promised to somebody of the family: whoever rings back
    /// reads it out.
    pub fn promise_says(
        &self,
        person: Option<PersonNo>,
        to: &str,
        what: &str,
        others: &[Other],
    ) -> Option<Refusal> {
        // Whoever rang is told no news of themselves, also where they share a surname with the family.
        let caller = self.call.caller.name.as_deref();
        let rang = caller.and_then(|name| names_agree(name, to)).is_some();
        let by_name = if rang { Vec::new() } else { self.family.meant_by(to) };
        let who = person.into_iter().chain(by_name).find_map(|no| {
            let (to, rang) = (Recipient::Person(no), self.call.caller.is_person == Some(no));
            if !rang && self.names_reporter(to, what) {
                return Some("who rang".to_owned());
            }
            self.earlier_named(to, what, others).map(|other| format!("who rang in {}", other.called()))
        })?;
        let words = format!("This says {who}. Take it out: families are not told who reported, then or now.");
        Some(Refusal::new("NamesReporter", words))
    }

    /// Tells whether a text says who rang to somebody from whom that is kept.
    pub(super) fn names_reporter(&self, to: Recipient, text: &str) -> bool {
        let caller = &self.call.caller;
        let rang = match to {
            Recipient::Caller => true,
            Recipient::Person(no) => caller.is_person == Some(no),
        };
        !rang && self.says_who_rang(caller, to, text, false)
    }

    /// Tells whether a text says who a caller is. Of a parent all of whose names stand in the family a letter may speak: a
    /// text does not show whether it speaks of their call.
    fn says_who_rang(&self, caller: &Caller, to: Recipient, text: &str, own_number: bool) -> bool {
        let reader = match to {
            Recipient::Person(no) => self.family.get(no).and_then(|person| person.details.name.as_deref()),
            Recipient::Caller => self.call.caller.name.as_deref(),
        };
        let strange: Vec<String> = caller.names().map(|name| self.strange_part(name, reader)).collect();
        let is_parent = caller.kind == Some(CallerKind::Parent);
        if is_parent && caller.name.is_some() && strange.iter().all(String::is_empty) {
            return false;
        }
        let number = caller.number.as_deref().filter(|_| !own_number);
        number.is_some_and(|number| number_stands_in(number, text))
            || strange.iter().any(|name| name_stands_in(name, text))
    }

    /// Finds in a letter what another contact of this family keeps: a protected address from everybody, and from the family who
    /// reported, then or now.
    pub fn names_earlier(
        &self,
        audience: Audience,
        to: Recipient,
        text: &str,
        others: &[Other],
    ) -> Option<Refusal> {
        if let Some(other) = others.iter().find(|other| self.gives_place(&other.protected, text)) {
            return Some(Refusal::new(
                "NamesAddress",
                format!(
                    "The letter gives an address that is protected in {}. Take it out before it is kept.",
                    other.called()
                ),
            ));
        }
        if !matches!(audience, Audience::Family | Audience::Child) {
            return None;
        }
        let other = self.earlier_named(to, text, others)?;
        Some(Refusal::new(
            "NamesReporter",
            format!(
                "The letter says who rang in {}. Take it out: families are not told who reported, then or now.",
                other.called()
            ),
        ))
    }

    /// Finds the other contact of which a text says who rang.
    fn earlier_named<'o>(&self, to: Recipient, text: &str, others: &'o [Other]) -> Option<&'o Other> {
        others.iter().find(|other| {
            let own_number = to == Recipient::Caller && other.caller.number == self.call.caller.number;
            self.says_who_rang(&other.caller, to, text, own_number)
        })
    }

    /// Gives what of a name no member of this family has: a relative who rang shares theirs with the children.
    fn strange_part(&self, name: &str, reader: Option<&str>) -> String {
        let family = self.family.people.iter().filter_map(|person| person.details.name.as_deref());
        let known: Vec<String> =
            family.chain(reader).flat_map(str::split_whitespace).map(str::to_lowercase).collect();
        let strange = |part: &&str| !is_title(part) && !known.contains(&part.to_lowercase());
        name.split_whitespace().filter(strange).collect::<Vec<_>>().join(" ")
    }
}
