//! The words of addresses: which are shortened, and which name a street, a house, or a way there.

/// What becomes of an apostrophe: people write "St Marks Road" for "St Mark's Road", and "Weir Close's" of Weir Close.
#[derive(Clone, Copy)]
pub(super) enum Apostrophe {
    /// It is left away, and what follows it stays.
    Dropped,
    /// It goes with the letter that makes a possessive.
    Possessive,
}

impl Apostrophe {
    pub(super) const BOTH: [Self; 2] = [Self::Dropped, Self::Possessive];
}

/// Gives the words of a text in small letters, written out, and postcodes as one word.
pub(super) fn tokens(text: &str, apostrophe: Apostrophe) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let of = text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c));
    for word in of.filter(|word| word.contains(char::is_alphanumeric)) {
        let bare = word.trim_matches(is_apostrophe);
        let bare = match apostrophe {
            Apostrophe::Dropped => bare,
            Apostrophe::Possessive => without_possessive(bare),
        };
        let word: String = bare.chars().filter(|c| !is_apostrophe(*c)).flat_map(char::to_lowercase).collect();
        if is_inward(&word)
            && let Some(outward) = words.last_mut().filter(|last| is_outward(last))
        {
            outward.push_str(&word);
        } else {
            words.push(unshortened(word));
        }
    }
    words
}

fn without_possessive(word: &str) -> &str {
    match word.strip_suffix(['s', 'S']) {
        Some(bare) if bare.ends_with(is_apostrophe) => bare.trim_end_matches(is_apostrophe),
        _ => word,
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`')
}

/// Gives words with one space before and after each.
pub(super) fn spaced(words: &[String]) -> String {
    let mut spaced = String::from(" ");
    for word in words {
        spaced.push_str(word);
        spaced.push(' ');
    }
    spaced
}

/// Leaves articles and the like away, and calls ways there by one word each.
pub(super) fn content(words: &[String]) -> Vec<String> {
    let same = |word: &String| match word.as_str() {
        "over" => "above".to_owned(),
        "beside" | "near" | "next" => "by".to_owned(),
        "under" | "beneath" => "below".to_owned(),
        word => word.to_owned(),
    };
    words.iter().filter(|word| !is_stop(word)).map(same).collect()
}

/// Writes out what addresses shorten.
pub fn unshortened(word: String) -> String {
    let long = match word.as_str() {
        "rd" => "road",
        "st" => "street",
        "ln" => "lane",
        "ave" | "av" => "avenue",
        "cl" => "close",
        "dr" => "drive",
        "ct" | "crt" => "court",
        "cres" | "crescent" => "crescent",
        "gdns" | "gdn" => "gardens",
        "gr" | "grv" => "grove",
        "pde" => "parade",
        "pl" => "place",
        "sq" => "square",
        "tce" | "terr" | "ter" => "terrace",
        "wk" => "walk",
        "cott" | "cotts" => "cottage",
        "hse" => "house",
        "apt" | "apartment" => "flat",
        _ => return word,
    };
    long.to_owned()
}

/// Tells whether a word is a house's number, as "9" and "14a".
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 5
}

/// Tells whether a word is a postcode whose halves are one word.
pub(super) fn is_postcode(word: &str) -> bool {
    word.is_ascii() && word.len() > 4 && {
        let (outward, inward) = word.split_at(word.len() - 3);
        is_outward(outward) && is_inward(inward)
    }
}

pub(super) fn is_outward(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = word.as_bytes().get(letters..).unwrap_or_default();
    (1..=2).contains(&letters)
        && (1..=2).contains(&rest.len())
        && rest.first().is_some_and(u8::is_ascii_digit)
        && rest.iter().all(u8::is_ascii_alphanumeric)
}

pub(super) fn is_inward(word: &str) -> bool {
    matches!(word.as_bytes(), [digit, a, b] if digit.is_ascii_digit() && a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
}

/// Tells whether a word says no more of a place than that one stands there.
pub(super) fn is_stop(word: &str) -> bool {
    const STOPS: [&str; 17] = [
        "the", "a", "an", "of", "on", "in", "at", "to", "and", "from", "my", "his", "her", "their", "our",
        "this", "that",
    ];
    STOPS.contains(&word)
}

/// Tells whether a word leads from a landmark to a place.
pub(super) fn leads_there(word: &str) -> bool {
    const WAYS: [&str; 12] = [
        "above", "over", "behind", "opposite", "beside", "near", "next", "by", "below", "under", "beneath",
        "between",
    ];
    WAYS.contains(&word)
}

/// Tells whether a street's name can end with a word.
pub(super) fn is_street(word: &str) -> bool {
    const MORE: [&str; 12] =
        ["place", "green", "hill", "park", "view", "rise", "end", "vale", "common", "hard", "quay", "bank"];
    tells_alone(word) || MORE.contains(&word)
}

/// Tells whether a name that ends with a word is a street's, also where no number stands before it.
pub(super) fn tells_alone(word: &str) -> bool {
    const STREETS: [&str; 19] = [
        "road", "street", "lane", "avenue", "close", "drive", "court", "crescent", "gardens", "terrace",
        "way", "mews", "walk", "row", "square", "grove", "parade", "path", "passage",
    ];
    STREETS.contains(&word)
}

/// Tells whether a house's name can end with a word.
pub(super) fn names_houses(word: &str) -> bool {
    const HOUSES: [&str; 16] = [
        "cottage",
        "house",
        "farm",
        "farmhouse",
        "lodge",
        "barn",
        "villa",
        "manor",
        "grange",
        "bungalow",
        "refuge",
        "hostel",
        "hotel",
        "inn",
        "caravan",
        "annexe",
    ];
    HOUSES.contains(&word)
}

/// Tells whether a word before "house" and the like makes no name of it.
pub(super) fn is_ordinary(word: &str) -> bool {
    const ORDINARY: [&str; 41] = [
        "old", "new", "big", "little", "small", "own", "safe", "council", "guest", "public", "empty",
        "foster", "family", "friend", "friends", "mother", "mothers", "father", "fathers", "mum", "mums",
        "dad", "dads", "nan", "nans", "gran", "grans", "aunt", "aunts", "uncle", "uncles", "sister",
        "sisters", "brother", "brothers", "parents", "children", "womens", "women", "first", "static",
    ];
    ORDINARY.contains(&word)
}
