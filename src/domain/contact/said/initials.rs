//! Initials, as they stand for a name in a text: "M.P. told us".

use super::{Word, Written, is_title};

/// Capitals that stand for something else wherever they stand without stops.
const OTHERWISE: [&str; 36] = [
    "AM", "PM", "OK", "ID", "IT", "TV", "UK", "EU", "US", "NI", "NB", "PS", "PR", "PC", "DC", "DS", "DI",
    "GP", "MP", "HV", "SW", "TA", "OT", "LA", "CP", "EH", "FH", "HR", "DV", "DA", "CE", "SN", "MH", "AE",
    "CRS", "EDT",
];

/// Gives the initials of a name in capitals, its titles left out: of all its parts, and of the first and the last; none of a
/// name of one part.
pub(in super::super) fn of(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let parts = parts.filter(|part| !part.is_empty() && !is_title(part));
    let letters: Vec<char> =
        parts.filter_map(|part| part.chars().next()).flat_map(char::to_uppercase).collect();
    match letters[..] {
        [] | [_] => Vec::new(),
        [first, .., last] if letters.len() > 2 => {
            vec![letters.iter().collect(), [first, last].iter().collect()]
        }
        _ => vec![letters.iter().collect()],
    }
}

/// Gives the letter with which a name's last part begins, in small letters.
pub(in super::super) fn of_surname(name: &str) -> Option<char> {
    let last = name
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .rfind(|part| !part.is_empty())?;
    if is_title(last) { None } else { last.chars().next()?.to_lowercase().next() }
}

/// Tells whether somebody stands in a text by a title and the letter of a surname: "Ms P." told us.
pub(in super::super) fn titled(letter: char, said: &[Word]) -> bool {
    let is_letter = |word: &Word| {
        let mut letters = word.low.chars();
        word.written != Written::Small && letters.next() == Some(letter) && letters.next().is_none()
    };
    let title = |word: &Word| word.low != "the" && is_title(&word.low);
    said.windows(2).any(|pair| title(&pair[0]) && is_letter(&pair[1]))
}

/// Tells whether initials stand in a text as such: with stops, apart, or together where they mean nothing else.
pub(in super::super) fn stand_in(initials: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    (0..text.len()).any(|at| {
        let starts = at.checked_sub(1).is_none_or(|before| !is_of_word(text[before]));
        starts && ends_at(initials, &text[at..])
    })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')
}

/// Tells whether a text begins with initials.
fn ends_at(initials: &str, text: &[char]) -> bool {
    let (mut at, mut apart) = (0, false);
    for (place, letter) in initials.chars().enumerate() {
        if place > 0 {
            let stop = text.get(at) == Some(&'.');
            at += usize::from(stop);
            let space = text.get(at) == Some(&' ');
            at += usize::from(space);
            apart |= stop || space;
        }
        if text.get(at) != Some(&letter) {
            return false;
        }
        at += 1;
    }
    let ends = text.get(at).is_none_or(|next| !next.is_alphanumeric());
    // "PC" is a constable and nobody's initials, but with stops it is.
    ends && (apart || text.get(at) == Some(&'.') && initials.len() > 2 || !OTHERWISE.contains(&initials))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_a_name_without_its_title() {
        assert_eq!(of("Mrs Mary Pike"), ["MP"]);
        assert_eq!(of("M.P."), ["MP"]);
        assert_eq!(of("mary ann pike"), ["MAP", "MP"]);
        assert!(of("Mary").is_empty() && of("Mrs Pike").is_empty());
    }

    #[test]
    fn a_title_and_the_letter_of_a_surname_are_as_good() {
        assert_eq!(of_surname("Mrs Mary Pike"), Some('p'));
        assert_eq!((of_surname("Mary"), of_surname("Mrs")), (Some('m'), None));
        let said = |text: &str| titled('p', &super::super::words(text));
        for given in ["Ms P. told us", "by Mrs P", "Ms. P's call", "as Dr P (the GP) said"] {
            assert!(said(given), "{given}");
        }
        for harmless in ["Ms Peters", "the P letter", "Ms B. told us", "page p", "Mrs p"] {
            assert!(!said(harmless), "{harmless}");
        }
    }

    #[test]
    fn they_are_found_with_stops_and_apart_and_not_in_other_words() {
        for said in ["M.P. told us", "as M. P. said", "a call by M P", "(M.P)", "M.P.'s call"] {
            assert!(stand_in("MP", said), "{said}");
        }
        assert!(stand_in("JH", "JH told us") && stand_in("JH", "by JH."));
        for harmless in ["Your MP can help.", "MPs", "M. Peters", "3 M people", "CAMP", "Mp", "m.p."] {
            assert!(!stand_in("MP", harmless), "{harmless}");
        }
        assert!(!stand_in("AM", "at 9 AM") && !stand_in("JH", "JHB"));
    }
}
