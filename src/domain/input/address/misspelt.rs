//! Streets and houses as they are misspelt: by a letter or two, or with two letters changed about.

use std::collections::BTreeSet;

use super::{
    CONTENT,
    words::{Apostrophe, is_number, is_postcode, is_stop, is_street, names_houses, spaced, tokens},
};

/// What is no misspelt tree, though a letter makes it one: "the March court" is not Larch Court.
const MONTH: &str = "march";

/// Tells whether one of an address's traces stands misspelt in a text; so spelt it may be the beginning of an address that is open.
pub fn stands_misspelt_in(traces: &BTreeSet<String>, open: &[&str], text: &str) -> bool {
    let runs: Vec<Run<'_>> = traces.iter().filter_map(|trace| Run::of(trace)).collect();
    !runs.is_empty()
        && Apostrophe::BOTH.into_iter().any(|apostrophe| {
            let words = tokens(text, apostrophe);
            let is_open = |here: &[String]| {
                let here = spaced(here);
                open.iter().any(|open| spaced(&tokens(open, apostrophe)).contains(&here))
            };
            let meant = |run: &Run<'_>, here: &[String]| run.is_meant_by(here) && !is_open(here);
            runs.iter().any(|run| words.windows(run.words.len()).any(|here| meant(run, here)))
        })
}

/// The words of a trace, as far as they tell enough to be found misspelt.
struct Run<'t> {
    words: Vec<&'t str>,
    /// Whether a house's number or a postcode stands in it: then less of the rest has to be right.
    numbered: bool,
}

impl<'t> Run<'t> {
    fn of(trace: &'t str) -> Option<Self> {
        if trace.starts_with(CONTENT) {
            return None;
        }
        let words: Vec<&str> = trace.split_whitespace().collect();
        let numbered = words.iter().any(|word| is_exact(word));
        let names = words.iter().filter(|word| !is_exact(word) && !is_stop(word)).count();
        (names + usize::from(numbered) > 1 && names > 0).then_some(Self { words, numbered })
    }

    fn is_meant_by(&self, here: &[String]) -> bool {
        self.words.iter().zip(here).all(|(word, here)| word == here || self.is_misspelt(word, here))
    }

    fn is_misspelt(&self, word: &str, here: &str) -> bool {
        let letters = word.chars().count();
        let most = match letters {
            _ if is_exact(word) => 0,
            4 if self.numbered => 1,
            0..5 => 0,
            5..8 => 1,
            _ => 2,
        };
        // "Weir Close" closes at no time of the day: a word that names what stands there may only lack a letter.
        let lengthened = (is_street(word) || names_houses(word)) && here.chars().count() >= letters;
        let month = here == MONTH && !self.numbered;
        letters > 3 && changed_about(word, here) || !(lengthened || month) && apart(word, here) <= most
    }
}

/// Tells whether a word is a number or a postcode, which are right or are another's.
fn is_exact(word: &str) -> bool {
    is_number(word) || is_postcode(word)
}

/// Tells whether two letters beside each other are changed about.
fn changed_about(word: &str, here: &str) -> bool {
    let (word, here): (Vec<char>, Vec<char>) = (word.chars().collect(), here.chars().collect());
    (1..word.len()).any(|at| {
        let mut turned = word.clone();
        turned.swap(at - 1, at);
        turned == here
    })
}

/// Counts the letters by which two words differ: one more, one less, another one, or two changed about.
fn apart(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let first: Vec<usize> = (0..=other.len()).collect();
    let mut rows = vec![first];
    for (at, letter) in one.iter().enumerate() {
        let mut row = vec![at + 1];
        for (to, theirs) in other.iter().enumerate() {
            let kept = rows[at][to] + usize::from(letter != theirs);
            let mut least = kept.min(rows[at][to + 1] + 1).min(row[to] + 1);
            if at > 0 && to > 0 && *letter == other[to - 1] && one[at - 1] == *theirs {
                least = least.min(rows[at - 1][to - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::{super::traces, *};

    fn given(place: &str, open: &[&str], text: &str) -> bool {
        stands_misspelt_in(&traces(place), open, text)
    }

    #[test]
    fn a_street_is_found_that_is_misspelt_by_a_letter_or_two() {
        for (place, told) in [
            ("17 Harbour Lane, Millbrook", "they are at 17 Harbor Lane"),
            ("17 Harbour Lane, Millbrook", "in Harbor Lane"),
            ("17 Harbour Lane, Millbrook", "in Habrour Ln."),
            ("17 Harbour Lane, Millbrook", "in Harbour Lnae"),
            ("17 Harbour Lane", "17 Barbour Lane"),
            ("17 Weir Close", "in Wier Close"),
            ("17 Weir Close", "17 Wear Close"),
            ("17 Weir Close", "17 Weir Clos"),
            ("9 Larch Court", "Larche Ct"),
            ("9 Larch Ct", "9, Lurch Court"),
            ("3 Wellington Avenue", "Welington Ave"),
            ("3 Wellington Avenue", "in Welingtan Av"),
            ("8 St Mark's Road", "St Merks Rd"),
            ("Fernmoor House, 3 Weir Close", "a room in Fermoor House"),
            ("14 Larkbank, second floor", "at 14 Larkbanck"),
            ("2 Weir Close, SO15 2AB", "Wier Close, SO15 2AB"),
        ] {
            assert!(given(place, &[], told), "{place}: {told}");
        }
    }

    #[test]
    fn other_words_are_no_misspelt_street() {
        for (place, told) in [
            ("17 Harbour Lane", "we come to 17 Weir Close"),
            ("17 Harbour Lane", "a boat in the harbour, and the lane"),
            ("17 Harbour Lane", "Harbour Line"),
            ("17 Weir Close", "Weir Closes at ten, and they were close"),
            ("17 Weir Close", "Wear Close"),
            ("9 Larch Court", "the March court hearing"),
            ("9 Larch Court", "Dr Larche rang; he goes to court"),
            ("12 Harbour Row", "Harbour Road Surgery"),
            ("4 Mill Lane", "Hill Lane"),
            ("the refuge", "the refuse"),
            ("2 Weir Close, SO15 2AB", "SO15 2AC"),
            ("14 Larkbank, second floor", "15 Larkbank"),
            ("", "anything at all"),
        ] {
            assert!(!given(place, &[], told), "{place}: {told}");
        }
    }

    #[test]
    fn what_begins_an_open_address_is_no_misspelt_street_of_another() {
        let open = ["3 Harbor Lane, Shirley"];
        assert!(!given("17 Harbour Lane", &open, "we come to Harbor Lane"));
        assert!(!given("17 Harbour Lane", &open, "we come to 3 Harbor Ln"));
        assert!(given("17 Harbour Lane", &open, "we come to 17 Harbor Lane"));
        assert!(given("17 Harbour Lane", &open, "we come to Herbour Lane"));
    }

    #[test]
    fn how_far_words_are_apart() {
        for (one, other, letters) in [
            ("", "", 0),
            ("lane", "", 4),
            ("weir", "wier", 1),
            ("harbour", "harbor", 1),
            ("larch", "march", 1),
        ] {
            assert_eq!((apart(one, other), apart(other, one)), (letters, letters), "{one} {other}");
        }
    }
}
