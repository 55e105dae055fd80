//! Names and numbers as they stand in a text.

pub(super) mod at_work;
pub(super) mod initials;
mod ordinary;
pub mod relation;
mod spot;
mod town;

use std::ops::Range;

pub use self::spot::Spot;
pub(super) use self::town::find_town;

/// Fewer digits than these are no number to be rung, and stand in a text by chance.
const LEAST_NUMBER: usize = 6;

/// So many words in a row are no chance.
const IN_A_ROW: usize = 3;

/// A word of so many letters stands in no text by chance.
const LONG_WORD: usize = 6;

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Written {
    /// In small letters.
    Small,
    /// With a capital, as every word with which a sentence begins.
    Begins,
    /// With a capital, although no sentence begins with it.
    Named,
}

/// A word of a text, as it stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    low: String,
    /// Where it stands in the text, in bytes.
    at: Range<usize>,
    written: Written,
    /// Whether nothing follows it but a comma, a bracket or the like: "Will (flat 2)".
    ends: bool,
    /// Whether it is a possessive: "Will's".
    owns: bool,
}

impl Word {
    /// Gives it in small letters, without what makes it a possessive.
    pub fn low(&self) -> &str {
        &self.low
    }
}

/// Gives the words of a text.
pub fn words(text: &str) -> Vec<Word> {
    let (mut words, mut begins, mut at): (Vec<Word>, bool, usize) = (Vec::new(), true, 0);
    for piece in text.split_inclusive(|c: char| !is_of_word(c)) {
        let word = piece.trim_end_matches(|c: char| !is_of_word(c));
        let from = at;
        at += piece.len();
        if word.contains(char::is_alphanumeric) {
            let quoted = word.trim_start_matches(APOSTROPHES);
            let from = from + word.len() - quoted.len();
            let low = quoted.to_lowercase();
            // "the Brooks' house" is theirs as well.
            let bare = low.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(APOSTROPHES);
            words.push(Word {
                low: bare.to_owned(),
                at: from..from + quoted.trim_end_matches(APOSTROPHES).len(),
                written: match (quoted.starts_with(char::is_uppercase), std::mem::take(&mut begins)) {
                    (false, _) => Written::Small,
                    (true, true) => Written::Begins,
                    (true, false) => Written::Named,
                },
                ends: piece == word,
                owns: bare.len() < low.len(),
            });
        }
        begins |= piece.ends_with(['.', '!', '?', '\n', '“', '"']);
        if let Some(last) = words.last_mut().filter(|_| !piece.ends_with([' ', '-']) && piece != word) {
            last.ends = true;
        }
    }
    words
}

const APOSTROPHES: [char; 2] = ['\'', '’'];

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || APOSTROPHES.contains(&c)
}

/// Tells whether a text repeats somebody's words: as many of them in a row as are no chance, with a long one among them.
pub(super) fn repeats(of: &[Word], said: &[Word]) -> bool {
    let tells = |run: &&[Word]| run.iter().any(|word| word.low.chars().count() >= LONG_WORD);
    let same = |run: &[Word], here: &[Word]| run.iter().zip(here).all(|(word, here)| word.low == here.low);
    of.windows(IN_A_ROW).filter(tells).any(|run| said.windows(IN_A_ROW).any(|here| same(run, here)))
}

/// Tells whether a name, or any part of it, stands in a text as a word.
pub(super) fn name_stands_in(name: &str, text: &str) -> bool {
    find_name(name, text).is_some()
}

/// Finds a name, or any part of it, as a word of a text; a title is no part of it, and of two letters, or where it is an
/// ordinary word as well, it is a name only where it is written as one.
pub(super) fn find_name(name: &str, text: &str) -> Option<Range<usize>> {
    let parts = parts(name);
    let words = words(text);
    let names = |at: usize, word: &Word, part: &String| match part.chars().count() {
        0 | 1 => false,
        2 => *part == word.low && word.written != Written::Small && !is_short_word(&word.low),
        _ => *part == word.low && is_name_at(&words, at, &parts),
    };
    let found = words.iter().enumerate().find(|(at, word)| parts.iter().any(|part| names(*at, word, part)));
    found.map(|(_, word)| word.at.clone())
}

/// Gives the parts of a name in small letters: what a hyphen joins are two, as they are in a text.
fn parts(name: &str) -> Vec<String> {
    let words = name.split_whitespace().filter(|part| !is_title(part));
    words.flat_map(|part| part.split('-')).map(str::to_lowercase).collect()
}

/// Gives what of a name in the record is one: "boyfriend, name not known" is none, and of "Dean (not his real name)" only "Dean"
/// is.
pub(super) fn as_a_name(name: &str) -> impl Iterator<Item = &str> {
    const NO_NAMES: [&str; 34] = [
        "a",
        "an",
        "and",
        "another",
        "aunt",
        "baby",
        "boyfriend",
        "carer",
        "child",
        "dad",
        "father",
        "first",
        "girlfriend",
        "grandma",
        "grandad",
        "her",
        "his",
        "husband",
        "known",
        "man",
        "mother",
        "mum",
        "name",
        "nan",
        "no",
        "not",
        "of",
        "parent",
        "partner",
        "real",
        "surname",
        "uncle",
        "unknown",
        "wife",
    ];
    let begins = |part: &str| part.starts_with(char::is_uppercase);
    let written = name.split_whitespace().any(begins);
    name.split_whitespace()
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(move |part| (begins(part) || !written) && !NO_NAMES.contains(&part.to_lowercase().as_str()))
}

/// Finds a family by the plural of its name: "the Brooks", "the Brooks' house". Where the name is an ordinary word it is that
/// only with a capital that no sentence gives it, and in small letters only behind "the".
pub(super) fn find_family(surname: &str, text: &str) -> Option<Range<usize>> {
    let words = words(text);
    let of = parts(surname);
    let is_plural =
        |word: &Word| of.iter().any(|part| part.chars().count() > 2 && is_plural(&word.low, part));
    let ordinary =
        |word: &Word| ordinary::is_ordinary(&word.low) || of.iter().any(|part| ordinary::is_ordinary(part));
    let named = |at: usize, word: &Word| match word.written {
        Written::Named => true,
        Written::Begins => !ordinary(word),
        Written::Small => {
            let behind_the =
                at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| word.low == "the");
            behind_the && !ordinary(word)
        }
    };
    let found = words.iter().enumerate().find(|(at, word)| is_plural(word) && named(*at, word));
    found.map(|(_, word)| word.at.clone())
}

/// Tells whether a word is the plural of a name, both in small letters: "brooks", "foxes", "kellies".
fn is_plural(word: &str, name: &str) -> bool {
    let hisses = name.ends_with(['s', 'x', 'z']) || name.ends_with("ch") || name.ends_with("sh");
    word.strip_prefix(name).is_some_and(|end| end == if hisses { "es" } else { "s" })
        || name.strip_suffix('y').zip(word.strip_suffix("ies")).is_some_and(|(name, word)| name == word)
}

/// Tells whether a word that is a part of a name stands there as one. "Will" and "Day" are ordinary words too: they count with a
/// capital that no sentence gives them, beside a title or another part of the name, or where somebody of that name does
/// something.
pub fn is_name_at(words: &[Word], at: usize, parts: &[impl AsRef<str>]) -> bool {
    let Some(word) = words.get(at) else { return false };
    if !ordinary::is_ordinary(&word.low) {
        return true;
    }
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    let after = words.get(at + 1);
    let place = parts.iter().position(|part| part.as_ref() == word.low);
    let beside = |word: Option<&Word>, place: Option<usize>| {
        let part = place.and_then(|at| parts.get(at));
        word.zip(part).is_some_and(|(word, part)| part.as_ref() == word.low)
    };
    let does = |word: &Word| ordinary::is_done_by_somebody(&word.low);
    let named = match word.written {
        Written::Small => false,
        Written::Begins => word.owns || word.ends,
        Written::Named => true,
    };
    named
        || before.is_some_and(|before| before.low != "the" && is_title(&before.low))
        || beside(before, place.and_then(|at| at.checked_sub(1)))
        || beside(after, place.map(|at| at + 1))
        || after.is_some_and(does) && !before.is_some_and(|before| ordinary::counts_things(&before.low))
}

/// Tells whether a word of two letters begins every other sentence.
fn is_short_word(word: &str) -> bool {
    const WORDS: [&str; 28] = [
        "am", "an", "as", "at", "be", "by", "do", "us", "go", "he", "hi", "if", "in", "is", "it", "me", "my",
        "no", "of", "oh", "ok", "on", "or", "pm", "so", "to", "up", "we",
    ];
    WORDS.contains(&word)
}

/// Tells whether a number stands in a text, however its digits are spaced, and with the code of the country or without.
pub(super) fn number_stands_in(number: &str, text: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '.')).collect()
    };
    let number: String =
        bare(number).trim_start_matches("+44").chars().filter(char::is_ascii_digit).collect();
    let number = number.trim_start_matches('0');
    number.len() >= LEAST_NUMBER && bare(text).contains(number)
}

/// Tells whether a word stands before a name and is none.
pub fn is_title(word: &str) -> bool {
    const TITLES: [&str; 16] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "sgt",
        "sergeant",
        "pc",
        "dc",
        "sir",
        "lady",
        "the",
    ];
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_word_and_in_the_genitive() {
        assert!(name_stands_in("Ellis Brook", "We spoke about Ellis's school."));
        assert!(name_stands_in("Ellis Brook", "the Brook family"));
        assert!(!name_stands_in("Al Brook", "all brooks are wet"));
        for said in ["Bo is safe now.", "We saw Bo’s room.", "BO IS SAFE"] {
            assert!(name_stands_in("Bo Marsh", said), "{said}");
        }
        for harmless in ["bo", "B", "Boat", "the beau"] {
            assert!(!name_stands_in("Bo Marsh", harmless), "{harmless}");
        }
        assert!(!name_stands_in("My Lan", "My letter goes on. It is long."));
    }

    #[test]
    fn a_name_that_is_an_ordinary_word_counts_where_it_is_written_as_a_name() {
        for said in [
            "Will told us",
            "ring about what will told us",
            "Mr Day rang",
            "mr day rang",
            "Will Day",
            "will day",
            "We saw Will there",
            "as Day's note has it",
            "Will's note",
            "He rang. Will phoned as well.",
            "Will",
            "Will (flat 2)",
            "Will, next door",
        ] {
            assert!(name_stands_in("Will Day", said), "{said}");
        }
        for harmless in [
            "We will come on Monday.",
            "It may be any day.",
            "Will you ring us?",
            "Will we see you? Day or night.",
            "Every day is long, and any day will do.",
            "- Will be there",
        ] {
            assert!(!name_stands_in("Will Day", harmless), "{harmless}");
            assert!(!name_stands_in("May Marsh", harmless), "{harmless}");
        }
        assert!(
            name_stands_in("Denise Marsh", "Ms Marsh") && name_stands_in("Denise Marsh", "as Marsh said")
        );
        assert!(!name_stands_in("Denise Marsh", "a walk on the marsh"));
        assert!(!name_stands_in("George Best", "Best wishes, and a good day"));
    }

    #[test]
    fn what_stands_in_the_place_of_a_name_is_none() {
        let of = |name: &'static str| as_a_name(name).collect::<Vec<_>>();
        assert_eq!(of("kate brook"), ["kate", "brook"]);
        assert_eq!(of("Dean (not his real name)"), ["Dean"]);
        assert!(of("boyfriend, name not known").is_empty() && of("Mum").is_empty());
    }

    #[test]
    fn a_family_is_found_by_the_plural_of_its_name() {
        for said in [
            "We spoke with the Testbys.",
            "the Testbys' house",
            "the Testbys’ house",
            "'The Testbys'",
            "Testbys live there",
            "with the testbys",
            "The Testbies rang.",
        ] {
            assert!(find_family("Testby", said).is_some(), "{said}");
        }
        for harmless in ["Testby", "the testbyshire road", "Testbysons", "our testbys"] {
            assert!(find_family("Testby", harmless).is_none(), "{harmless}");
        }
        assert!(find_family("Fox", "to the Foxes").is_some() && find_family("Fox", "Foxs").is_none());
        assert!(find_family("Day", "We saw the Days.").is_some());
        for harmless in ["Days later we rang.", "for two days", "in the days before"] {
            assert!(find_family("Day", harmless).is_none(), "{harmless}");
        }
        let text = "Thank you.\nThe Testbys’ dog barks.";
        assert_eq!(find_family("Testby", text).map(|at| &text[at]), Some("Testbys"));
    }

    #[test]
    fn a_name_that_a_hyphen_joins_and_one_in_quotation_marks_are_found() {
        for said in ["Mrs Marsh-Hill rang", "the Hill family", "we saw 'Marsh'", "Marsh's"] {
            assert!(name_stands_in("Ann Marsh-Hill", said), "{said}");
        }
        let text = "We saw ‘Denise’ there.";
        assert_eq!(find_name("Denise Vane", text).map(|at| &text[at]), Some("Denise"));
    }

    #[test]
    fn a_title_is_no_part_of_a_name_and_a_number_is_found_however_it_is_spaced() {
        assert!(name_stands_in("Mrs Pauline Hatch", "Mrs Hatch told us."));
        assert!(!name_stands_in("Mrs Pauline Hatch", "Mrs Vane told us."));
        for text in ["ring 07700 900455", "ring 07700900455.", "ring +44 7700 900 455", "07700-900455"] {
            assert!(number_stands_in("07700 900455", text), "{text}");
        }
        assert!(!number_stands_in("07700 900455", "07700 900456"));
        assert!(!number_stands_in("", "anything"));
    }
}
