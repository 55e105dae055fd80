//! Addresses as people repeat them: a street without its number or its town, whatever stands between the words.

use std::collections::BTreeSet;

/// What would tell an address, each between spaces: the whole of it, a line of it with a number, a street of two words.
///
/// A town alone tells nothing.
pub fn traces(place: &str) -> BTreeSet<String> {
    let mut traces = BTreeSet::from([plain(place)]);
    for line in place.split([',', ';', '\n']).filter(|line| line.chars().any(|c| c.is_ascii_digit())) {
        let line = plain(line);
        let numbered = line.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let street =
            line.trim_start().split_once(' ').filter(|_| numbered).map(|(_, street)| format!(" {street}"));
        traces.extend(street.filter(|street| street.trim().contains(' ')));
        traces.insert(line);
    }
    traces.retain(|trace| trace.trim().len() >= 3);
    traces
}

/// Tells whether one of an address's traces stands in a text.
pub fn stands_in(traces: &BTreeSet<String>, text: &str) -> bool {
    if traces.is_empty() {
        return false;
    }
    let text = plain(text);
    traces.iter().any(|trace| text.contains(trace.as_str()))
}

/// Gives the words of a text in small letters, one space before and after each.
fn plain(text: &str) -> String {
    let mut plain = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        plain.push_str(&word.to_lowercase());
        plain.push(' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_as_people_repeat_it() {
        let home = traces("17 Weir Close, Millbrook");
        for told in [
            "He lives at 17 Weir Close, Millbrook.",
            "17 weir close millbrook",
            "17  Weir\nClose",
            "round in Weir Close",
            "17, Weir Close",
        ] {
            assert!(stands_in(&home, told), "{told}");
        }
        for harmless in ["Millbrook", "a close weir", "Weir Closes at ten", "17"] {
            assert!(!stands_in(&home, harmless), "{harmless}");
        }
        assert!(stands_in(&traces("The Annexe, 14a Brook Lane"), "in Brook Lane"));
        assert!(stands_in(&traces("the refuge"), "back at The Refuge"));
        assert!(!stands_in(&traces("  "), "anything at all"));
    }
}
