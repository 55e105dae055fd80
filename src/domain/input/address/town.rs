//! The town or the village of an address, and the district of its postcode.

use super::words::{
    Apostrophe, is_inward, is_outward, is_postcode, leads_there, names_houses, tells_alone, tokens,
};

/// Gives what of an address names its town or village, as it is written, and the district of its postcode in small letters.
pub fn towns(place: &str) -> Vec<String> {
    let lines: Vec<Vec<&str>> = place.split([',', ';', '\n']).map(without_postcode).collect();
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    let named = lines.iter().enumerate().filter(|(at, line)| is_town(line, *at, filled));
    let districts = tokens(place, Apostrophe::Dropped);
    let districts = districts.into_iter().filter_map(|word| match word.len().checked_sub(3) {
        Some(outward) if is_postcode(&word) => word.get(..outward).map(str::to_owned),
        _ => is_outward(&word).then_some(word),
    });
    named.map(|(_, line)| line.join(" ")).chain(districts).collect()
}

/// Tells whether a word is the latter half of a postcode.
pub fn ends_postcode(word: &str) -> bool {
    is_inward(word)
}

/// Tells whether a word makes a street of the name before it.
pub fn makes_street(word: &str) -> bool {
    tells_alone(word)
}

fn without_postcode(line: &str) -> Vec<&str> {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let of_postcode = |word: &&str| {
        let low = word.to_lowercase();
        is_postcode(&low) || is_inward(&low) || is_outward(&low)
    };
    while words.last().is_some_and(of_postcode) {
        words.pop();
    }
    words
}

/// Tells whether a line names a town: with capitals, and neither a street nor a house. What stands first is the house, unless
/// nothing else is there or it is one word; of small letters a word that stands behind all else is a town as well.
fn is_town(line: &[&str], at: usize, lines: usize) -> bool {
    const NONE: [&str; 12] = [
        "floor",
        "wing",
        "block",
        "flat",
        "room",
        "unit",
        "ward",
        "upstairs",
        "downstairs",
        "basement",
        "england",
        "uk",
    ];
    const COUNTIES: [&str; 14] = [
        "cornwall", "cumbria", "devon", "dorset", "essex", "kent", "norfolk", "somerset", "suffolk",
        "surrey", "sussex", "hants", "wilts", "wight",
    ];
    const JOINS: [&str; 10] = ["upon", "on", "in", "by", "super", "under", "le", "the", "of", "and"];
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || JOINS.contains(word);
    let whole =
        if at > 0 || lines == 1 { line.iter().all(capital) } else { line.len() == 1 && capital(&line[0]) };
    let behind = at > 0 && line.len() == 1;
    let words = tokens(&line.join(" "), Apostrophe::Dropped);
    let other = |word: &String| {
        word.chars().any(|c| c.is_ascii_digit()) || leads_there(word) || NONE.contains(&word.as_str())
    };
    let Some(last) = words.last() else { return false };
    let county = last.ends_with("shire") || COUNTIES.contains(&last.as_str());
    let owned = line.iter().any(|word| word.ends_with("'s") || word.ends_with("’s"));
    let house = tells_alone(last) || names_houses(last);
    (whole || behind) && !(words.iter().any(other) || county || owned || house)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_of_an_address_is_its_town() {
        for (place, found) in [
            ("17 Weir Close, Millbrook", &["Millbrook"][..]),
            ("17 weir close, millbrook", &["millbrook"]),
            ("Flat 3, 9 Larch Court, Shirley, Salisbury, SP1 2AB", &["Shirley", "Salisbury", "sp1"]),
            ("9 Larch Court, Salisbury SP12AB", &["Salisbury", "sp1"]),
            ("9 Larch Court; Weston super Mare; BS23", &["Weston super Mare", "bs23"]),
            ("9 Larch Court, Newcastle upon Tyne", &["Newcastle upon Tyne"]),
            ("Rose Cottage, Golders Green, Wiltshire", &["Golders Green"]),
            ("Salisbury", &["Salisbury"]),
            ("Bury St Edmunds", &["Bury St Edmunds"]),
            ("Salisbury, SP1 2AB", &["Salisbury", "sp1"]),
            ("Women's Aid, Salisbury", &["Salisbury"]),
            ("14 Larkbank, second floor", &[]),
            ("the refuge", &[]),
            ("with Kate Brook, upstairs", &[]),
            ("Kate Brook, The Hostel", &[]),
            ("", &[]),
        ] {
            assert_eq!(towns(place), found, "{place}");
        }
    }
}
