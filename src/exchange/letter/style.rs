//! How a letter reads: what families hear as shallow, and what is hard to follow.

use crate::domain::policy::Policy;

/// More words than these in a sentence, and a reader in distress loses it.
const LONG: usize = 25;

/// Finds the stock phrases in a letter, as the profile writes them, for whoever checks it.
pub fn stock_phrases<'a>(letter: &str, policy: &'a Policy) -> Vec<&'a str> {
    let plain = |text: &str| {
        let text = text.to_lowercase().replace('’', "'");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let letter = plain(letter);
    let phrases = policy.letters.stock_phrases.iter();
    phrases.filter(|phrase| letter.contains(&plain(phrase))).map(String::as_str).collect()
}

/// Finds the sentences of more than 25 words; a line is the end of a sentence too.
pub fn long_sentences(letter: &str) -> Vec<&str> {
    let count = |sentence: &&str| {
        sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() > LONG
    };
    letter.lines().flat_map(sentences).filter(count).collect()
}

fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line.trim();
    std::iter::from_fn(move || {
        let end = rest
            .match_indices(['.', '!', '?'])
            .map(|(at, stop)| at + stop.len())
            .find(|at| rest[*at..].starts_with(char::is_whitespace) && !is_initial(&rest[..*at]))
            .unwrap_or(rest.len());
        let (sentence, more) = rest.split_at(end);
        rest = more.trim_start();
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Tells whether a text ends in an initial, as "A." of "A. Okoro".
fn is_initial(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.strip_suffix('.')
        .is_some_and(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_uppercase))
}
