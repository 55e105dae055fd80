//! What is judged about how the caller is known.

use super::super::{named, reason};
use crate::domain::{
    contact::call::{Call, Identity, Line},
    input::phone,
    refusal::Refusal,
};

const RULE: &str = "barnsley-22";

/// Words that name nothing by themselves.
const EMPTY: [&str; 22] = [
    "the",
    "an",
    "of",
    "on",
    "in",
    "at",
    "to",
    "by",
    "and",
    "from",
    "for",
    "our",
    "my",
    "it",
    "its",
    "is",
    "was",
    "own",
    "number",
    "numbers",
    "directory",
    "same",
];
/// Words for whoever rings.
const CALLER: [&str; 12] = [
    "caller",
    "callers",
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "himself",
    "herself",
    "themselves",
    "themself",
];
/// Words for telling a number.
const TOLD: [&str; 8] = ["gave", "given", "gives", "said", "says", "told", "rang", "dictated"];

/// Wants a way of knowing the caller that proves what it says.
pub(super) fn fits(identity: &Identity, call: &Call) -> Result<(), Refusal> {
    match identity {
        Identity::Unchecked => Ok(()),
        Identity::RungBack { number, directory } => rung_back(number, directory, call),
        Identity::Known { how } => reason(how, "how you know the caller"),
        Identity::Police { collar, incident } => {
            named(collar, "the officer's collar number")?;
            named(incident, "the incident number")
        }
    }
}

/// Wants a call to a number that somebody else than the caller has written down, made once they rang off.
fn rung_back(number: &str, directory: &str, call: &Call) -> Result<(), Refusal> {
    named(number, "which number was rung")?;
    reason(directory, "in which directory the number was looked up")?;
    let rung = phone::read(number).map_err(|error| Refusal::new("NotANumber", error.to_string()))?;
    if rung.is_withheld() {
        return Err(Refusal::new("NotANumber", "Write the number that was rung, as 01632 960123."));
    }
    if is_of_caller(directory) {
        return Err(Refusal::new(
            "NumberFromCaller",
            "Ring back on a number from a directory, not on one the caller gave. Name the directory and whose it is.",
        )
        .by(RULE));
    }
    let theirs = [&call.caller.number, &call.caller.shown_number];
    let mut theirs = theirs.into_iter().flatten().filter_map(|number| phone::read(number).ok());
    if theirs.any(|theirs| theirs.matches(&rung)) && naming(directory) < 2 {
        return Err(Refusal::new(
            "NumberFromCaller",
            "That is the number they rang from: ringing it again proves only the line. If a directory has it as well, write which and whose, as the council's schools list.",
        )
        .by(RULE));
    }
    if call.line == (Line::Talking { since: call.taken }) {
        return Err(Refusal::new(
            "StillOnTheLine",
            "They are still on the line from the first ring: ring off first (Alt+e), ring the number in the directory, and then say so.",
        )
        .by(RULE));
    }
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.');
    words
        .map(str::to_lowercase)
        .filter(|word| word.chars().filter(|c| c.is_alphanumeric()).count() > 1)
        .collect()
}

/// Tells whether the words for a directory say that the number came from the caller.
fn is_of_caller(directory: &str) -> bool {
    let said = words(directory);
    let any = |of: &[&str]| said.iter().any(|word| of.contains(&word.as_str()));
    let alone = ["caller", "callers", "himself", "herself", "themselves", "themself"];
    any(&alone) || (any(&CALLER) && any(&TOLD))
}

/// Counts the words that name a directory.
fn naming(directory: &str) -> usize {
    let empty = |word: &str| EMPTY.contains(&word) || CALLER.contains(&word) || TOLD.contains(&word);
    let mut said: Vec<String> = words(directory).into_iter().filter(|word| !empty(word)).collect();
    said.sort();
    said.dedup();
    said.iter().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_named_by_what_it_is() {
        for named in ["the council's schools list", "NHS service search", "Google's page of the school"] {
            assert!(naming(named) >= 2 && !is_of_caller(named), "{named}");
        }
        for not in ["yes", "the list", "list list", "the same number", "01632 960123", "from her", "on it"] {
            assert!(naming(not) < 2, "{not}");
        }
        for theirs in
            ["the caller", "she gave it herself", "The caller's own", "what he told us", "given by her"]
        {
            assert!(is_of_caller(theirs), "{theirs}");
        }
        for not in ["her surgery's own page", "their school's list", "the switchboard told us"] {
            assert!(!is_of_caller(not), "{not}");
        }
    }
}
