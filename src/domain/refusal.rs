//! Refusals: what the desk says when a rule stands in the way, and what the worker can do next.
//!
//! A refusal is a sentence for a tired person: what happened, what was kept, what to do. It names the rule it comes
//! from, and the screen adds that rule's protocol.

use crate::domain::ids::RuleId;

/// A command that a rule does not let through.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{words}")]
pub struct Refusal {
    /// The reason's name, as scenario files write it: `AuthoriserIsRequester`.
    pub code: &'static str,
    /// One plain sentence: what stands in the way and what to do.
    pub words: String,
    /// The rule it comes from, where a protocol says so.
    pub rule: Option<RuleId>,
    /// With which byte of the text that was handed in begins what is refused, where it is words in a text.
    pub at: Option<usize>,
}

impl Refusal {
    /// Makes a refusal that no protocol needs to explain.
    pub fn new(code: &'static str, words: impl Into<String>) -> Self {
        Self { code, words: words.into(), rule: None, at: None }
    }

    /// Says where in the text that was handed in it begins, in bytes.
    #[must_use]
    pub const fn at(mut self, byte: usize) -> Self {
        self.at = Some(byte);
        self
    }

    /// Names the rule it comes from.
    #[must_use]
    pub fn by(mut self, rule: &str) -> Self {
        self.rule = Some(RuleId::from(rule));
        self
    }
}

/// Makes a sentence of an error's words: with a capital letter at its beginning, and an end.
pub fn in_a_sentence(error: &impl ToString) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    sentence(format!("{first}{}", letters.as_str()))
}

/// Ends a sentence: what asks, or ends already, gets no full stop behind it.
pub fn sentence(mut words: String) -> String {
    if !words.ends_with(['.', '?', '!']) {
        words.push('.');
    }
    words
}

/// Reads a reason's name as words: `AuthoriserIsRequester` is "authoriser is requester".
pub fn code_in_words(code: &str) -> String {
    let mut words = String::with_capacity(code.len() + 4);
    for c in code.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_needs_no_full_stop() {
        let ended =
            ["Are the police told?", "who has it", "It waits."].map(|words| sentence(words.to_owned()));
        assert_eq!(ended, ["Are the police told?", "who has it.", "It waits."]);
    }
}
