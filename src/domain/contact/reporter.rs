//! Who rang, standing in what a family reads or is promised: here, or in another contact of it.

use super::{
    Contact,
    call::Caller,
    decide,
    family::names_agree,
    marked::means_caller,
    others::Other,
    said::{Spot, initials, is_title, name_stands_in, number_stands_in, relation},
    telling::Recipient,
};
use crate::domain::{
    ids::{LetterNo, PersonNo},
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

    /// Finds what bars a kept letter from being checked and sent that stands in its text, as the record is now and beside the
    /// others.
    pub fn bars_letter(&self, no: LetterNo, others: &[Other]) -> Vec<Refusal> {
        let Some(letter) = self.telling.letter(no) else { return Vec::new() };
        let said = self.letter_says(letter.audience, letter.to, &letter.text, others);
        said.into_iter().chain(decide::telling::wants(self, letter)).collect()
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
        // Whoever rang is told no news of their own calls, also where they share a surname with the family; of whoever rang
        // before them they are told no more than anybody.
        let caller = self.call.caller.name.as_deref();
        let rang = caller.is_some_and(|name| names_agree(name, to).is_some());
        let by_name = if means_caller(to) { self.caller_persons() } else { self.family.meant_by(to) };
        let by_caller = rang || means_caller(to);
        let readers: Vec<PersonNo> = person.into_iter().chain(by_name).collect();
        let lives = person.map_or_else(|| readers.clone(), |person| vec![person]);
        // Police who look in must know where: what they are told is judged where it is shared.
        let at_work = matches!(self.call.caller.kind, Some(CallerKind::Police | CallerKind::Professional));
        if !(at_work && by_caller && person.is_none())
            && let Some(said) = self.promise_gives_address(&lives, what, others)
        {
            return Some(said);
        }
        let who = readers.into_iter().find_map(|no| {
            let own = self.call.caller.is_person == Some(no) || by_caller && person != Some(no);
            let to = if own { Recipient::Caller } else { Recipient::Person(no) };
            if self.names_reporter(to, what) {
                return Some("who rang".to_owned());
            }
            let theirs = |other: &Other| {
                let before = caller.zip(other.caller.name.as_deref());
                own && before.is_some_and(|(now, before)| names_agree(now, before).is_some())
            };
            let earlier = others.iter().filter(|other| !theirs(other));
            let mut earlier = earlier.filter(|other| self.says_earlier(other, to, what));
            earlier.next().map(|other| format!("who rang in {}", other.called()))
        })?;
        let words = format!("This says {who}. Take it out: families are not told who reported, then or now.");
        Some(Refusal::new("NamesReporter", words))
    }

    /// Finds in what is promised an address that is protected, here or in another contact, where anybody else than those who
    /// live there is promised it.
    fn promise_gives_address(&self, to: &[PersonNo], what: &str, others: &[Other]) -> Option<Refusal> {
        let name = |no: &PersonNo| self.family.get(*no)?.details.name.as_deref();
        let is_home = |members: &[PersonNo]| !to.is_empty() && to.iter().all(|no| members.contains(no));
        let theirs = |members: &[String]| {
            let is = |no| name(no).is_some_and(|to| members.iter().any(|of| names_agree(of, to).is_some()));
            !to.is_empty() && to.iter().all(is)
        };
        let own = self.family.households.iter().filter(|home| home.protected && !is_home(&home.members));
        let beside = others.iter().filter(|other| {
            let kept = |place: &&String| {
                let mut homes = other.homes.iter().filter(|(home, _)| home == *place);
                !homes.any(|(_, members)| theirs(members))
            };
            self.gives_place(other.protected.iter().filter(kept), what)
        });
        let given = self.gives_place(own.map(|home| &home.place), what).then_some(String::new());
        let there = given.or_else(|| beside.map(|other| format!(" in {}", other.called())).next())?;
        let words = format!(
            "This gives an address that is protected{there}, and whoever is promised it does not live there. Take it out."
        );
        Some(Refusal::new("NamesAddress", words))
    }

    /// Tells whether a text says who rang to somebody from whom that is kept.
    pub(super) fn names_reporter(&self, to: Recipient, text: &str) -> bool {
        let caller = &self.call.caller;
        let rang = match to {
            Recipient::Caller => true,
            Recipient::Person(no) => caller.is_person == Some(no),
        };
        !rang && self.says_who_rang((caller, self.call.known_how()), to, text, false)
    }

    /// Tells whether a text says who a caller is in other words than their name: by their initials, which nobody of the family
    /// has, or by what they are to it. To write of somebody is enough where `at_all` is wanted; else it counts where they tell.
    pub fn describes(&self, caller: &Caller, known_how: Option<&str>, text: &str, at_all: bool) -> bool {
        let others = self.family.people.iter().filter(|person| caller.is_person != Some(person.no));
        let theirs: Vec<String> =
            others.filter_map(|person| person.details.name.as_deref()).flat_map(initials::of).collect();
        let own = caller.name.as_deref().map(initials::of).unwrap_or_default();
        let mut own = own.iter().filter(|own| !theirs.contains(own));
        let homes: Vec<&str> = self.family.households.iter().map(|home| &*home.place).collect();
        let is_said = |who: &str| {
            if at_all { relation::speaks_of(who, text) } else { relation::tells(who, text, &homes) }
        };
        own.any(|own| initials::stand_in(own, text))
            || caller.is_known_by_relation()
                && caller.role.as_deref().into_iter().chain(known_how).any(is_said)
    }

    /// Tells whether a text says who a caller is. Of a parent all of whose names stand in the family a letter may speak: a
    /// text does not show whether it speaks of their call.
    fn says_who_rang(
        &self,
        (caller, known_how): (&Caller, Option<&str>),
        to: Recipient,
        text: &str,
        own_number: bool,
    ) -> bool {
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
            || self.describes(caller, known_how, text, false)
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
            let spot = Spot::of(text, |part| self.gives_place(&other.protected, part));
            let words = format!(
                "The letter gives an address that is protected in {} ({}). Take it out before it is kept.",
                other.called(),
                spot.words(text)
            );
            return Some(Refusal::new("NamesAddress", words).at(spot.start()));
        }
        if !matches!(audience, Audience::Family | Audience::Child) {
            return None;
        }
        let other = self.earlier_named(to, text, others)?;
        let spot = Spot::of(text, |part| self.says_earlier(other, to, part));
        let words = format!(
            "The letter says who rang in {} ({}). Take it out: families are not told who reported, then or now.",
            other.called(),
            spot.words(text)
        );
        Some(Refusal::new("NamesReporter", words).at(spot.start()))
    }

    /// Finds the other contact of which a text says who rang.
    fn earlier_named<'o>(&self, to: Recipient, text: &str, others: &'o [Other]) -> Option<&'o Other> {
        others.iter().find(|other| self.says_earlier(other, to, text))
    }

    /// Tells whether a text says who rang in another contact.
    fn says_earlier(&self, other: &Other, to: Recipient, text: &str) -> bool {
        let own_number = to == Recipient::Caller && other.caller.number == self.call.caller.number;
        self.says_who_rang((&other.caller, other.known_how.as_deref()), to, text, own_number)
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
