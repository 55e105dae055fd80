//! How names and addresses are compared: as far as both are written, whatever the case, the accents and the order.

use crate::domain::input::address::unshortened;

/// Tells whether two names can be one child's: every word of the shorter is one of the longer.
pub(in crate::domain::contact) fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// Tells whether words of where somebody goes lead to a place: all of them, or what stands before a comma in them.
pub(super) fn leads_to(to: &str, there: &str) -> bool {
    let mut heads = to.match_indices(',').map(|(at, _)| &to[..at]);
    same_place(to, there) || heads.any(|head| tokens(head).len() > 2 && same_place(head, there))
}

/// Tells whether a word of an address begins with a figure.
pub(super) fn has_number(words: &[String]) -> bool {
    words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Tells whether two addresses can be one: the same words, or one stands whole within the other and has a number in it.
pub(super) fn same_place(a: &str, b: &str) -> bool {
    let street = |text: &str| -> Vec<String> { tokens(text).into_iter().map(unshortened).collect() };
    let (a, b) = (street(a), street(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words
    };
    let whole = short.len() > 1 && has_number(&short) && long.windows(short.len()).any(|part| part == short);
    whole || sorted(&short) == sorted(&long)
}

/// Gives the words of a text without case, accents, apostrophes and punctuation.
pub(in crate::domain::contact) fn tokens(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | '`' | '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() => unaccented(c, &mut plain),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Writes a small letter without its accent.
fn unaccented(c: char, to: &mut String) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ß' => "ss",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => return to.push(other),
    };
    to.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_as_far_as_both_are_written() {
        for (a, b) in [
            ("Noor Example", "noor  EXAMPLE"),
            ("Example, Noor", "Noor Example"),
            ("Zoë O’Neill", "Zoe O'Neill"),
            ("Noor", "Noor Example"),
            ("Jean-Luc Marsh", "Jean Luc Marsh"),
            ("Zoe\u{308} Marsh", "Zoë Marsh"),
        ] {
            assert!(same_name(a, b), "{a} and {b}");
            assert!(same_name(b, a), "{b} and {a}");
        }
        for (a, b) in
            [("Noor Example", "Nora Example"), ("Noor Quill", "Noor Example"), ("", "Noor"), ("–", "–")]
        {
            assert!(!same_name(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn addresses_are_the_same_as_far_as_both_are_written() {
        for (a, b) in [
            ("12 Harbour Lane", "12 harbour ln, Southampton SO14 2AA"),
            ("12 Harbour Lane", "Flat 3, 12 Harbour Lane"),
            ("12 Harbour Lane, flat 3", "Flat 3, 12 Harbour Lane"),
            ("Hatch Road 4", "4 Hatch Rd."),
            ("the caravan behind the Ship", "The caravan, behind the Ship"),
        ] {
            assert!(same_place(a, b), "{a} and {b}");
            assert!(same_place(b, a), "{b} and {a}");
        }
        for (a, b) in [
            ("12 Harbour Lane", "112 Harbour Lane"),
            ("Flat 3, 12 Harbour Lane", "Flat 4, 12 Harbour Lane"),
            ("Harbour Lane", "12 Harbour Lane"),
            ("12", "12 Harbour Lane"),
            ("", ""),
        ] {
            assert!(!same_place(a, b), "{a} and {b}");
        }
    }
}
