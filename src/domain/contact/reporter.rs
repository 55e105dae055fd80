//! Who rang, standing in what a family reads or is promised: here, or in another contact of it.

use super::{
    Contact,
    call::{Caller, Naming},
    decide,
    family::names_agree,
    marked::means_caller,
    others::Other,
    said::{self, Spot, Word, at_work, initials, is_title, name_stands_in, number_stands_in, relation},
    telling::Recipient,
};
use crate::domain::{
    ids::{FieldKey, LetterNo, PersonNo},
    policy::{CallerKind, Policy, letters::Audience},
    refusal::Refusal,
    value::YesNo,
};

/// The question of the script whether the caller asked the family before they rang.
const ASKED_FAMILY: &str = "contract.consent_asked";

/// What whoever rings from no work may be, where nobody wrote down what they are: they live near.
const NEIGHBOUR: &str = "neighbour";

impl Contact {
    /// Finds what a letter would say to whoever must not read it, as the record stands and beside the others: what keeping it
    /// would be refused for, said while it is typed.
    pub fn letter_says(
        &self,
        written_for: Audience,
        to: Recipient,
        text: &str,
        others: &[Other],
        policy: &Policy,
    ) -> Option<Refusal> {
        let read_by = decide::telling::reads_as(self, to, written_for);
        let given = self.gives_away(read_by, to, text, policy);
        given.or_else(|| self.names_earlier(written_for, to, text, others, policy))
    }

    /// Finds what bars a kept letter from being checked and sent that stands in its text, as the record is now and beside the
    /// others.
    pub fn bars_letter(&self, no: LetterNo, others: &[Other], policy: &Policy) -> Vec<Refusal> {
        let Some(letter) = self.telling.letter(no) else { return Vec::new() };
        let said = self.letter_says(letter.audience, letter.to, &letter.text, others, policy);
        said.into_iter().chain(self.letter_wants(letter.audience, letter.to, &letter.text)).collect()
    }

    /// Gives what a letter still wants before it goes that hangs on its text: who rang checked, the number written in.
    pub fn letter_wants(&self, written_for: Audience, to: Recipient, text: &str) -> Vec<Refusal> {
        decide::telling::wants(self, written_for, to, text).collect()
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

    /// Tells whether an address is protected from whom a letter reaches, here or in another contact: they do not live there.
    pub fn keeps_address_from(&self, to: Recipient, others: &[Other]) -> bool {
        let to = self.reached(to);
        self.kept_from(&to).next().is_some()
            || others.iter().any(|other| self.kept_there(&to, other).next().is_some())
    }

    /// Gives the addresses that are protected here and are not the home of all of these.
    pub(super) fn kept_from(&self, to: &[PersonNo]) -> impl Iterator<Item = &String> {
        let is_home = move |members: &[PersonNo]| !to.is_empty() && to.iter().all(|no| members.contains(no));
        let kept =
            self.family.households.iter().filter(move |home| home.protected && !is_home(&home.members));
        kept.map(|home| &home.place)
    }

    /// Gives the addresses that are protected in another contact and are, by their names, not the home of all of these.
    pub(super) fn kept_there<'o>(
        &self,
        to: &[PersonNo],
        other: &'o Other,
    ) -> impl Iterator<Item = &'o String> {
        let name = move |no: &PersonNo| self.family.get(*no)?.details.name.as_deref();
        let theirs = move |members: &[String]| {
            let is = |no| name(no).is_some_and(|to| members.iter().any(|of| names_agree(of, to).is_some()));
            !to.is_empty() && to.iter().all(is)
        };
        other.protected.iter().filter(move |place| {
            let mut homes = other.homes.iter().filter(|(home, _)| home == *place);
            !homes.any(|(_, members)| theirs(members))
        })
    }

    /// Finds in what is promised an address that is protected, here or in another contact, where anybody else than those who
    /// live there is promised it.
    fn promise_gives_address(&self, to: &[PersonNo], what: &str, others: &[Other]) -> Option<Refusal> {
        let beside = others.iter().filter(|other| self.gives_place(self.kept_there(to, other), what));
        let given = self.gives_place(self.kept_from(to), what).then_some(String::new());
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
        !rang && self.says_who_rang((caller, self.call.known_how(), self.family_knows()), to, text, false)
    }

    /// Tells whether the caller asked the family before they rang, as they said: then it knows that they did.
    pub(super) fn family_knows(&self) -> bool {
        let asked = self.call.answers.get(&FieldKey::from(ASKED_FAMILY));
        asked.is_some_and(|asked| asked.value.has(YesNo::Yes.key()))
    }

    /// Tells whether a text says who a caller is in other words than their name: by their initials, or a title and the letter of
    /// their surname, which nobody of the family has, by what they are to it, or by the house in which they work. Of what they
    /// are to it, to write of somebody is enough where `at_all` is wanted; else it counts where they tell.
    pub fn describes(
        &self,
        caller: &Caller,
        known_how: Option<&str>,
        (text, said): (&str, &[Word]),
        at_all: bool,
    ) -> bool {
        self.is_initialled(caller, text, said)
            || self.is_a_relation(caller, known_how, said, at_all)
            || is_at_work(caller, known_how, said)
            || at_all && caller.is_at_work() && is_role_spoken_of(caller, said)
    }

    fn is_initialled(&self, caller: &Caller, text: &str, said: &[Word]) -> bool {
        let others = || self.family.people.iter().filter(|person| caller.is_person != Some(person.no));
        let theirs: Vec<String> =
            others().filter_map(|person| person.details.name.as_deref()).flat_map(initials::of).collect();
        let own = caller.name.as_deref().map(initials::of).unwrap_or_default();
        let mut own = own.iter().filter(|own| !theirs.contains(own));
        let of_family = |letter: &char| {
            let mut grown = others().filter(|person| !person.is_child());
            grown.any(|person| person.details.name.as_deref().and_then(initials::of_surname) == Some(*letter))
        };
        let letter = caller.name.as_deref().and_then(initials::of_surname);
        own.any(|own| initials::stand_in(own, text))
            || letter
                .filter(|_| !said.is_empty())
                .is_some_and(|letter| initials::titled(letter, said) && !of_family(&letter))
    }

    fn is_a_relation(&self, caller: &Caller, known_how: Option<&str>, said: &[Word], at_all: bool) -> bool {
        let homes: Vec<&str> = self.family.households.iter().map(|home| &*home.place).collect();
        let is_said = |who: &str| {
            if at_all { relation::speaks_of(who, said) } else { relation::tells(who, said, &homes) }
        };
        caller.is_known_by_relation() && caller.role.as_deref().into_iter().chain(known_how).any(is_said)
    }

    /// Tells whether a text says who a caller is, unless they said that they may be named. Of a parent all of whose names stand in
    /// the family a letter may speak: a text does not show whether it speaks of their call. Where they wish to stay unnamed, it
    /// may not say that they told. A family that was asked before the call knows where whoever rang works.
    fn says_who_rang(
        &self,
        (caller, known_how, family_knows): (&Caller, Option<&str>, bool),
        to: Recipient,
        text: &str,
        own_number: bool,
    ) -> bool {
        let number = caller.number.as_deref().filter(|_| !own_number);
        if number.is_some_and(|number| number_stands_in(number, text)) {
            return true;
        }
        let naming = caller.wish.as_ref().map(|wish| wish.naming);
        if naming == Some(Naming::MayBeNamed) {
            return false;
        }
        let reader = match to {
            Recipient::Person(no) => self.family.get(no).and_then(|person| person.details.name.as_deref()),
            Recipient::Caller => self.call.caller.name.as_deref(),
        };
        let strange: Vec<String> = caller.names().map(|name| self.strange_part(name, reader)).collect();
        let is_parent = caller.kind == Some(CallerKind::Parent);
        let said = said::words(text);
        if is_parent && caller.name.is_some() && strange.iter().all(String::is_empty) {
            return naming == Some(Naming::Unnamed)
                && relation::parent_tells(caller.name.as_deref(), caller.role.as_deref(), &said);
        }
        strange.iter().any(|name| name_stands_in(name, text))
            || self.is_initialled(caller, text, &said)
            || self.is_a_relation(caller, known_how, &said, false)
            || caller.may_be_a_neighbour() && relation::tells(NEIGHBOUR, &said, &[])
            || caller.wish.as_ref().is_some_and(|wish| self.is_as_wished(&wish.words, &said))
            || !(family_knows && naming.is_none()) && is_at_work(caller, known_how, &said)
    }

    /// Tells whether a text says that somebody told who is what a caller says in their wish to stay unnamed, or repeats its words:
    /// "I live over the landing".
    fn is_as_wished(&self, wish: &str, said: &[Word]) -> bool {
        let homes: Vec<&str> = self.family.households.iter().map(|home| &*home.place).collect();
        relation::tells(wish, said, &homes) || said::repeats(&said::words(wish), said)
    }

    /// Finds in a letter what another contact of this family keeps: a protected address from everybody, and from the family who
    /// reported, then or now.
    pub fn names_earlier(
        &self,
        audience: Audience,
        to: Recipient,
        text: &str,
        others: &[Other],
        policy: &Policy,
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
        if let Some(said) = self.names_town_beside(audience, to, text, others, policy) {
            return Some(said);
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
        let rang = (&other.caller, other.known_how.as_deref(), other.family_knows);
        self.says_who_rang(rang, to, text, own_number)
    }

    /// Tells whether somebody of the family rang in another contact of it; nothing, where nobody knows: a parent rang there who
    /// gave no name.
    pub fn rang_in(&self, other: &Other, no: PersonNo) -> Option<bool> {
        let person = self.family.get(no)?;
        let caller = &other.caller;
        let name = caller.name.as_deref().filter(|name| !name.trim().is_empty());
        match (name, person.details.name.as_deref()) {
            (Some(rang), Some(reader)) => {
                // Somebody at work can share a first name with a mother.
                let own = matches!(caller.kind, Some(CallerKind::Parent | CallerKind::Child) | None);
                let words = names_agree(rang, reader).unwrap_or_default();
                Some(words > 1 || own && words > 0)
            }
            _ if caller.kind == Some(CallerKind::Parent) && !person.is_child() => {
                let role = caller.role.as_deref().unwrap_or_default();
                (self.family.meant_by(role) == [no]).then_some(true)
            }
            _ => Some(false),
        }
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

/// Tells whether a text speaks of somebody's role at work.
fn is_role_spoken_of(caller: &Caller, said: &[Word]) -> bool {
    let police = (caller.kind == Some(CallerKind::Police)).then_some("police");
    caller.role.as_deref().into_iter().chain(police).any(|role| at_work::speaks_of(role, said))
}

/// Tells whether a text says that somebody told who works where a caller does: as their role, their agency, their line or how we
/// know them says.
fn is_at_work(caller: &Caller, known_how: Option<&str>, said: &[Word]) -> bool {
    let at_work = caller.is_at_work();
    let told = [&caller.role, &caller.agency, &caller.shown].into_iter().filter_map(|of| of.as_deref());
    let police = (caller.kind == Some(CallerKind::Police)).then_some("police");
    let who: Vec<&str> = told.chain(known_how).chain(police).collect();
    !matches!(caller.kind, Some(CallerKind::Parent)) && at_work::tells(&who, said, at_work)
}
