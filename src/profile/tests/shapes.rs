//! What holds for every key of its kind, tried on the first of each: words are never empty, nor lists that something has to
//! stand in, a rule is one that the sources name, and a test asks for something that is there.

use std::{collections::BTreeSet, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::super::*;

/// What stands at a key of the embedded profile.
struct Stands {
    at: usize,
    key: String,
    /// The key without its numbers.
    shape: String,
    span: Range<usize>,
    list: bool,
}

/// Gives the first text, and the first list, of each shape.
fn stands() -> Vec<Stands> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    for (at, text) in EMBEDDED[0].1.iter().enumerate() {
        let table = DeTable::parse(text).unwrap();
        let mut see = |key: &str, span: Range<usize>, list: bool| {
            let shape: String = key.chars().filter(|c| !c.is_ascii_digit()).collect();
            if seen.insert((at, shape.clone(), list)) {
                found.push(Stands { at, key: key.to_owned(), shape, span, list });
            }
        };
        walk(table.get_ref(), "", &mut see);
    }
    found
}

fn walk(table: &DeTable<'_>, above: &str, see: &mut impl FnMut(&str, Range<usize>, bool)) {
    for (name, value) in table {
        let dot = if above.is_empty() { "" } else { "." };
        one(value, &format!("{above}{dot}{}", name.get_ref()), see);
    }
}

fn one(value: &Spanned<DeValue<'_>>, key: &str, see: &mut impl FnMut(&str, Range<usize>, bool)) {
    match value.get_ref() {
        DeValue::String(_) => see(key, value.span(), false),
        DeValue::Array(items) => {
            see(key, value.span(), true);
            for (at, item) in items.iter().enumerate() {
                one(item, &format!("{key}[{at}]"), see);
            }
        }
        DeValue::Table(table) => walk(table, key, see),
        _ => {}
    }
}

/// Puts something else there, and gives the refusal.
fn put(stands: &Stands, other: &str) -> Option<ProfileError> {
    let mut texts = EMBEDDED[0].1.map(Cow::Borrowed);
    texts[stands.at].to_mut().replace_range(stands.span.clone(), other);
    read("southampton", &texts, &[]).err()
}

fn try_each(wanted: impl Fn(&Stands) -> bool, other: &str, free: &[&str], words: &[&str]) {
    let mut wrong = Vec::new();
    for stands in stands().iter().filter(|stands| wanted(stands)) {
        let (file, key) = (FILES[stands.at], stands.key.as_str());
        let may = free.contains(&format!("{file} {}", stands.shape).as_str());
        match put(stands, other) {
            None if may => {}
            None => wrong.push(format!("{file} {} can be {other}", stands.shape)),
            Some(error) if may => wrong.push(format!("{file} {key} is refused after all: {error}")),
            Some(error) if !words.is_empty() && !words.iter().any(|words| error.words.contains(words)) => {
                wrong.push(format!("{file} {key}: {error}"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_words_are_empty() {
    try_each(|stands| !stands.list, "\" \"", &[], &[]);
}

#[test]
fn no_list_is_empty_that_something_stands_in() {
    try_each(|stands| stands.list, "[]", MAY_BE_EMPTY, &[]);
}

#[test]
fn every_rule_is_one_that_the_sources_name() {
    let rules = |stands: &Stands| {
        !stands.list
            && (stands.shape.rsplit('.').next() == Some("rule") || stands.shape.ends_with(".rules[]"))
    };
    try_each(rules, "\"nowhere-99\"", &[], &["does not name the rule"]);
}

#[test]
fn every_test_asks_for_what_is_there() {
    let tests = |stands: &Stands| {
        [".when", ".test", ".from"].iter().any(|end| stands.shape.ends_with(end)) && stands.at > 1
    };
    try_each(tests, "\"answer:moon.shine\"", &[], &["has no question `moon.shine`"]);
}

/// Lists of what there can be none of.
const MAY_BE_EMPTY: &[&str] = &[
    "script.toml paths[].leads_to",
    "script.toml stages[].prompts",
    "script.toml stages[].capture[].not_callers",
    "script.toml stages[].prompts[].not_callers",
    "script.toml stages[].prompts[].callers",
    "script.toml stages[].capture[].callers",
    "outcomes.toml outcome[].criteria",
    "outcomes.toml outcome[].needs",
    "outcomes.toml outcome[].meets",
    "outcomes.toml outcome[].runs",
    "outcomes.toml outcome[].says",
    "letters.toml stock_phrases",
];
