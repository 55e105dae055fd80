//! Which passphrases are good enough: long ones that nobody guesses, and no rule about what must be in them.

use std::fmt;

use zeroize::Zeroizing;
use zxcvbn::Score;

/// How many characters are enough.
const CHARACTERS: usize = 15;
/// How many words are enough, however short.
const WORDS: usize = 4;
/// Words that somebody at such a desk thinks of first, and phrases that everybody knows from advice on passphrases.
const KNOWN: [&str; 12] = [
    "dutydesk",
    "duty",
    "desk",
    "social",
    "worker",
    "children",
    "safeguarding",
    "practice",
    "passphrase",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "open sesame",
];

/// A passphrase that somebody chose and that was found good enough.
#[derive(Clone)]
pub struct Chosen(Zeroizing<String>);

/// Why a passphrase is not good enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Weak {
    /// It is too short.
    #[error("a passphrase has at least fifteen characters, or four words: add a word or two")]
    Short,
    /// It is easy to guess.
    #[error(
        "that passphrase is easy to guess: take words that have nothing to do with each other, with you or with this \
         desk"
    )]
    Common,
}

/// Tells whether a passphrase is good enough, for somebody with these names at a desk of this name.
pub fn check(text: &str, inputs: &[&str]) -> Result<(), Weak> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).count();
    if text.chars().count() < CHARACTERS && words < WORDS {
        return Err(Weak::Short);
    }
    // A name is guessed in its parts too: "A. Okoro" is thought of as "okoro".
    let parts = inputs.iter().flat_map(|input| input.split(|c: char| !c.is_alphanumeric()));
    let known: Vec<&str> = KNOWN
        .into_iter()
        .chain(inputs.iter().copied())
        .chain(parts)
        .filter(|part| part.chars().count() > 2)
        .collect();
    if zxcvbn::zxcvbn(text, &known).score() < Score::Four { Err(Weak::Common) } else { Ok(()) }
}

impl Chosen {
    /// Takes a passphrase that is good enough by [`check`].
    pub fn new(text: &str, inputs: &[&str]) -> Result<Self, Weak> {
        check(text, inputs)?;
        Ok(Self::for_practice(text))
    }

    /// Takes any passphrase, for a practice desk, where it protects nobody.
    pub fn for_practice(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chosen")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUTS: [&str; 2] = ["A. Okoro", "Southampton front door"];

    #[test]
    fn length_counts_and_nothing_else_is_asked_for() {
        for good in [
            "kettle marmot violin ash",
            "kettle-marmot-violin-ash",
            "my gran's heron flew to Oban",
            "zqwvkmtrplxnbjd",
            "лодка печка сорока чайник",
            "fig owl tub elm jar",
        ] {
            assert_eq!(check(good, &INPUTS), Ok(()), "{good}");
        }
        for short in ["", "Tr0ub4dor&3", "fourteen chars", "two w0rds!", "            "] {
            assert_eq!(check(short, &INPUTS), Err(Weak::Short), "{short}");
        }
    }

    #[test]
    fn what_is_easy_to_guess_is_refused_however_long() {
        for common in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaaaaaa",
            "qwertyuiopasdfghjkl",
            "1234567890123456",
            "correct horse battery staple",
            "okorookorookoro",
            "okoromarmotokoro",
            "Southampton front door",
            "dutydesk dutydesk dutydesk",
            "a a a a a a a",
            "               ",
        ] {
            assert_eq!(check(common, &INPUTS), Err(Weak::Common), "{common}");
        }
        assert!(Chosen::new("passwordpassword", &[]).is_err());
        assert_eq!(format!("{:?}", Chosen::for_practice("practice")), "Chosen");
    }
}
