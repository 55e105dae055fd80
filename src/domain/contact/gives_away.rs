//! What a letter gives away to whom it must not: a child or the family to the public, the reporter to the family, a protected
//! address to anyone.
//!
//! Source: Herefordshire, Families' Commission (families are written to apart; nothing of a child is told to a councillor). It
//! is said which words they are and in which line, so that nobody has to look for them.

use std::ops::Range;

use super::{
    Contact,
    family::Person,
    said::{self, Spot, find_family, find_name},
    telling::Recipient,
};
use crate::domain::{
    policy::{Policy, letters::Audience},
    refusal::Refusal,
};

/// The rule by which nothing of a child, or of its family, goes to the public or a councillor.
const NOTHING_OUTSIDE: &str = "herefordshire-23";

impl Contact {
    /// Finds a child of the contact whom a text names to its reader, and the words. A name that the reader has too is theirs, but
    /// to the public; and a family's own letter names no child by what several of them are called.
    pub fn names_child(
        &self,
        text: &str,
        to: Recipient,
        audience: Audience,
    ) -> Option<(&Person, Range<usize>)> {
        let own = self.reader_parts(to, audience != Audience::Public);
        let of_family = matches!(audience, Audience::Family | Audience::Child);
        let names = self.family.people.iter().filter_map(|person| person.details.name.as_deref());
        let all: Vec<Vec<String>> = names.map(parts).collect();
        let theirs = |part: &&str| {
            let part = part.to_lowercase();
            let shared =
                || all.iter().filter(|name| name.get(1..).is_some_and(|of| of.contains(&part))).count();
            !(own.contains(&part) || of_family && shared() > 1)
        };
        self.family.children().find_map(|child| {
            let name = child.details.name.as_deref().unwrap_or_default();
            let theirs = name.split_whitespace().filter(theirs).collect::<Vec<_>>().join(" ");
            find_name(&theirs, text).map(|at| (child, at))
        })
    }

    /// Finds a parent, a carer or somebody else of the family whom a text names to somebody outside it, or the family by the
    /// plural of its name; gives who is meant, and the words. What the reader is called too is theirs.
    fn names_family(&self, text: &str, to: Recipient) -> Option<(String, Range<usize>)> {
        let own = self.reader_parts(to, true);
        let is_own = |part: &str| own.contains(&part.to_lowercase());
        let reader = match to {
            Recipient::Person(no) => Some(no),
            Recipient::Caller => self.call.caller.is_person,
        };
        let outside = |person: &&Person| Some(person.no) != reader && !person.is_child();
        let adult = self.family.people.iter().filter(outside).find_map(|person| {
            let name = person.details.name.as_deref()?;
            let theirs = said::as_a_name(name).filter(|part| !is_own(part)).collect::<Vec<_>>().join(" ");
            find_name(&theirs, text).map(|at| (person.name().to_owned(), at))
        });
        adult.or_else(|| {
            let names = self.family.people.iter().filter_map(|person| person.details.name.as_deref());
            names.filter_map(|name| said::as_a_name(name).skip(1).last()).find_map(|surname| {
                let at = find_family(surname, text)?;
                // Mrs Brooks is nobody of the Brooks.
                let is_theirs = text.get(at.clone()).is_none_or(|word| !is_own(word));
                is_theirs.then(|| ("the family".to_owned(), at))
            })
        })
    }

    /// Gives the words of what a letter's reader is called, in small letters, as far as they count as theirs.
    fn reader_parts(&self, to: Recipient, counts: bool) -> Vec<String> {
        let person = |no| self.family.get(no).and_then(|person| person.details.name.as_deref());
        let name = match to {
            Recipient::Person(no) => person(no),
            Recipient::Caller => self.call.caller.name.as_deref(),
        };
        name.filter(|_| counts).map(parts).unwrap_or_default()
    }

    /// Finds what a letter would give away to whom it must not: a child or the family to the public, the reporter to the
    /// family, a protected address to anyone, and its town alone to the family and the public.
    pub fn gives_away(
        &self,
        audience: Audience,
        to: Recipient,
        text: &str,
        policy: &Policy,
    ) -> Option<Refusal> {
        if audience == Audience::Public {
            let child = self
                .names_child(text, to, audience)
                .map(|(child, at)| ("NamesAChild", child.name().to_owned(), "a child", at));
            let family = || self.names_family(text, to).map(|(who, at)| ("NamesFamily", who, "a family", at));
            if let Some((code, who, whom, at)) = child.or_else(family) {
                let spot = Spot::new(at);
                let words = format!(
                    "The letter names {who} to somebody outside the family ({}). Take it out: nothing about {whom} goes to the public or a councillor.",
                    spot.words(text)
                );
                return Some(Refusal::new(code, words).at(spot.start()).by(NOTHING_OUTSIDE));
            }
        }
        if matches!(audience, Audience::Family | Audience::Child) && self.names_reporter(to, text) {
            let spot = Spot::of(text, |part| self.names_reporter(to, part));
            let words = format!(
                "The letter says who rang ({}). Take it out: families are not told who reported.",
                spot.words(text)
            );
            return Some(Refusal::new("NamesReporter", words).at(spot.start()));
        }
        let gives = |part: &str| self.gives_place(self.family.protected_places(), part);
        let refused = gives(text).then(|| {
            let spot = Spot::of(text, gives);
            let words = format!(
                "The letter gives a protected address ({}). Take it out before it is kept.",
                spot.words(text)
            );
            Refusal::new("NamesAddress", words).at(spot.start())
        });
        refused.or_else(|| self.names_town(audience, to, text, policy))
    }
}

/// Tells whether a text speaks of an enquiry into harm: what of it the family is told is agreed first with those who make it.
///
/// Source: Working Together to Safeguard Children (a strategy discussion agrees what of it is shared with the family, unless that
/// puts a child at more risk or harms what the police look into).
pub fn speaks_of_enquiry(text: &str) -> bool {
    const SAYS: [&[&str]; 5] = [&["section", "47"], &["s47"], &["s", "47"], &["strategy"], &["police"]];
    let said = said::words(text);
    let here = |says: &&[&str]| {
        said.windows(says.len()).any(|run| run.iter().zip(*says).all(|(word, part)| word.low() == *part))
    };
    SAYS.iter().any(here)
}

fn parts(name: &str) -> Vec<String> {
    name.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_of_an_enquiry() {
        for said in
            ["Rosie: Strategy discussion (Section 47).", "a section 47 enquiry", "We told the police."]
        {
            assert!(speaks_of_enquiry(said), "{said}");
        }
        for harmless in ["We come to 47 Section Road.", "Rosie: an assessment.", ""] {
            assert!(!speaks_of_enquiry(harmless), "{harmless}");
        }
    }
}
