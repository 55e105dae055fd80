//! Addresses as people repeat them: shortened, without their number or their town, whatever stands between the words.

mod misspelt;
mod town;
mod words;

use std::collections::BTreeSet;

use self::words::{
    Apostrophe, content, is_number, is_ordinary, is_postcode, is_stop, is_street, leads_there, names_houses,
    spaced, tells_alone, tokens,
};
pub use self::{
    misspelt::stands_misspelt_in,
    town::{ends_postcode, makes_street, towns},
    words::unshortened,
};

/// The streets that every other town has: without a number they tell nothing.
const EVERYWHERE: [&str; 4] = ["high street", "main street", "main road", "the street"];

/// A street whose name is longer is none, but words before one: "the flat above the shop Mill Lane".
const LONGEST: usize = 4;

/// What stands before a trace that leaves articles and the like away.
const CONTENT: char = '~';

/// What of a place tells it.
#[derive(Default)]
struct Parts {
    /// The whole of it, and a line of it with a number.
    lines: BTreeSet<String>,
    /// A street with its number, a house by its name, a landmark: one home, or a few.
    homes: BTreeSet<String>,
    /// A street alone, or a postcode.
    streets: BTreeSet<String>,
}

/// What would tell an address, each between spaces: the whole of it, a line of it with a number, a street of two words, a house
/// by its name, a postcode, a landmark.
///
/// A town alone tells nothing.
pub fn traces(place: &str) -> BTreeSet<String> {
    let mut traces = BTreeSet::new();
    for apostrophe in Apostrophe::BOTH {
        let parts = Parts::of(place, apostrophe);
        traces.extend(parts.lines.into_iter().chain(parts.homes).chain(parts.streets));
    }
    traces.retain(|trace| trace.trim_matches([' ', CONTENT]).len() >= 3);
    traces
}

/// Tells whether one of an address's traces stands in a text.
pub fn stands_in(traces: &BTreeSet<String>, text: &str) -> bool {
    !traces.is_empty()
        && Apostrophe::BOTH.into_iter().any(|apostrophe| {
            let (plain, content) = both(text, apostrophe);
            traces.iter().any(|trace| match trace.strip_prefix(CONTENT) {
                Some(trace) => content.contains(trace),
                None => plain.contains(trace.as_str()),
            })
        })
}

/// Tells whether something sent to an address arrives where somebody lives: the same house by number or name, and no other flat
/// of it.
pub fn arrives_at(home: &str, address: &str) -> bool {
    let other_flat = flat(home).zip(flat(address)).is_some_and(|(home, address)| home != address);
    let at = |home: &str, address: &str| {
        let words = tokens(home, Apostrophe::Dropped);
        let mut known = Parts::of(home, Apostrophe::Dropped).homes;
        // A town, or a number alone, is nobody's home.
        if words.len() > 1 && words.iter().any(|word| is_number(word))
            || words == tokens(address, Apostrophe::Dropped)
        {
            known.insert(spaced(&words));
        }
        known.retain(|trace| !trace.trim().is_empty());
        stands_in(&known, address)
    };
    !other_flat && (at(home, address) || at(address, home))
}

impl Parts {
    fn of(place: &str, apostrophe: Apostrophe) -> Self {
        let mut parts = Self::default();
        parts.lines.insert(spaced(&tokens(place, apostrophe)));
        let mut number: Option<String> = None;
        for line in place.split([',', ';', '\n']) {
            let mut line = tokens(line, apostrophe);
            // "9, Larch Court": the number belongs to the street.
            if let Some(number) = number.take() {
                line.insert(0, number);
            }
            match line.as_slice() {
                [only] if is_number(only) => number = Some(only.clone()),
                line => parts.line(line),
            }
        }
        if let Some(number) = number {
            parts.line(&[number]);
        }
        parts
    }

    fn line(&mut self, line: &[String]) {
        self.streets.extend(line.iter().filter(|word| is_postcode(word)).map(|word| format!(" {word} ")));
        if line.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()) || is_postcode(word)) {
            self.lines.insert(spaced(line));
        }
        if let Some((first, street)) = line.split_first()
            && is_number(first)
            && street.len() > 1
        {
            self.streets.insert(spaced(street));
        }
        let end = line.iter().rposition(|word| !is_postcode(word)).map_or(0, |last| last + 1);
        for at in 1..end {
            self.ends_name(line, at, end);
        }
        self.landmark(line);
    }

    /// Takes a street or a house whose name ends at a word.
    fn ends_name(&mut self, line: &[String], at: usize, end: usize) {
        let (word, before) = (&line[at], &line[at - 1]);
        let named = !is_stop(before) && !is_number(before);
        if names_houses(word) && named && !is_ordinary(before) {
            self.homes.insert(spaced(&line[at - 1..=at]));
        }
        // "Old Court Lane" ends with its last word.
        if !is_street(word) || line.get(at + 1).is_some_and(|next| is_street(next)) {
            return;
        }
        let numbered = line[..at].iter().rposition(|word| is_number(word));
        match numbered {
            Some(number) if at - number > 1 => {
                self.streets.insert(spaced(&line[number + 1..=at]));
                self.homes.insert(spaced(&line[number..=at]));
            }
            // Not every line that ends so is a street: towns have greens and hills.
            None if at + 1 == end && tells_alone(word) && named => {
                let whole = at < LONGEST && !line[..at].iter().any(|word| is_stop(word) || leads_there(word));
                let street = spaced(if whole { &line[..=at] } else { &line[at - 1..=at] });
                if !EVERYWHERE.contains(&street.trim()) {
                    self.streets.insert(street);
                }
            }
            _ => {}
        }
    }

    /// Takes a landmark: what stands above, behind or beside something that has a name of two words.
    fn landmark(&mut self, line: &[String]) {
        let words = content(line);
        let Some(from) = words.iter().position(|word| leads_there(word)) else { return };
        let lasts = |word: &&String| !leads_there(word) && word.chars().count() > 2;
        if words[from..].iter().filter(lasts).count() >= 2 {
            self.homes.insert(format!("{CONTENT}{}", spaced(&words[from..])));
        }
        // Of what stands above one thing and by another either half tells it; a half alone is nobody's home.
        let ways = (from..words.len()).filter(|at| leads_there(&words[*at]));
        let mut ends = ways.clone().skip(1).chain([words.len()]);
        for way in ways {
            let half = ends.next().and_then(|end| words.get(way..end)).unwrap_or_default();
            if half.iter().filter(lasts).count() >= 2 {
                self.streets.insert(format!("{CONTENT}{}", spaced(half)));
            }
        }
    }
}

/// Gives the words of a text between spaces, all of them, and without articles and the like.
fn both(text: &str, apostrophe: Apostrophe) -> (String, String) {
    let words = tokens(text, apostrophe);
    (spaced(&words), spaced(&content(&words)))
}

/// Gives the number of a flat, where an address names one.
fn flat(place: &str) -> Option<String> {
    let words = tokens(place, Apostrophe::Dropped);
    let at = words.iter().position(|word| word == "flat")?;
    words.get(at + 1).filter(|word| is_number(word) || word.chars().count() == 1).cloned()
}

#[cfg(test)]
mod tests;
