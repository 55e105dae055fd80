//! A town as it stands in a text.

use std::ops::Range;

use super::{Word, Written, is_title, ordinary, words};
use crate::domain::input::address;

/// Towns whose name is an ordinary word, and no name of people.
const ORDINARY: [&str; 12] = [
    "barking", "bath", "battle", "deal", "hook", "hove", "reading", "rugby", "sandwich", "sandy", "ware",
    "street",
];

/// Finds the name of a town, or the district of a postcode, in a text: not as a surname, in a street's name or before the rest of
/// another postcode; where it is an ordinary word as well, with a capital that no sentence gives it.
pub(in super::super) fn find_town(town: &str, text: &str) -> Option<Range<usize>> {
    let (town, words) = (words(town), words(text));
    let is_ordinary = |word: &Word| ordinary::is_ordinary(&word.low) || ORDINARY.contains(&word.low.as_str());
    let stands = |at: usize, here: &[Word]| {
        let same = here.iter().zip(&town).all(|(here, town)| here.low == town.low);
        let word = at.checked_sub(1).and_then(|at| words.get(at));
        let before = word.map_or("", Word::low);
        let is_initial =
            before.chars().count() == 1 && word.is_some_and(|word| word.written != Written::Small);
        let after = words.get(at + town.len()).map_or("", Word::low);
        let written = match here {
            [only] if is_ordinary(only) => only.written == Written::Named,
            _ => true,
        };
        let surname = before != "the" && is_title(before) || is_initial;
        let road = address::makes_street(&address::unshortened(after.to_owned()));
        same && written && !surname && !road && !address::ends_postcode(after)
    };
    if town.is_empty() {
        return None;
    }
    let mut runs = words.windows(town.len()).enumerate();
    let (_, here) = runs.find(|(at, here)| stands(*at, here))?;
    here.first().zip(here.last()).map(|(first, last)| first.at.start..last.at.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_found_by_its_name() {
        for (town, said) in [
            ("Salisbury", "She is in Salisbury."),
            ("Salisbury", "she is in salisbury now"),
            ("Salisbury", "Salisbury's school"),
            ("Newcastle upon Tyne", "in Newcastle-upon-Tyne"),
            ("Reading", "They moved to Reading."),
            ("sp1", "somewhere in SP1"),
        ] {
            assert!(find_town(town, said).is_some(), "{town}: {said}");
        }
        for (town, said) in [
            ("Salisbury", "Mrs Salisbury rang, and A. Salisbury wrote"),
            ("Salisbury", "at 4 Salisbury Rd"),
            ("Reading", "Reading at bedtime helps, and so does a bath or reading."),
            ("sp1", "our office is SP1 3AA"),
            ("Newcastle upon Tyne", "in Newcastle under Lyme"),
            ("", "anything"),
        ] {
            assert_eq!(find_town(town, said), None, "{town}: {said}");
        }
    }
}
