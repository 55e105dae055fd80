//! Codes that people read to each other: Crockford's Base32, in groups, forgiving of what the ear and the hand confuse.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The alphabet; I, L, O and U are left out, and the first three are read as 1, 1 and 0.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a text is not a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadCode {
    /// It has another length.
    #[error("a code here has {wanted} characters and this has {found}: check that all of it was read out")]
    Length {
        /// How many it should have.
        wanted: usize,
        /// How many there are.
        found: usize,
    },
    /// It has a character that no code has.
    #[error("`{0}` stands in no code: ask for that group again")]
    Character(char),
}

/// Writes the last `length` characters' worth of bits, in groups of four.
pub(super) fn write(bits: u128, length: usize, between: char) -> String {
    let mut text = String::with_capacity(length + length / 4);
    for place in 0..length {
        if place > 0 && place.is_multiple_of(4) {
            text.push(between);
        }
        let five = usize::try_from((bits >> (5 * (length - 1 - place))) & 31).unwrap_or(0);
        text.push(char::from(ALPHABET[five]));
    }
    text
}

/// Gives the five bits of each character, in any case, with spaces and hyphens passed over.
pub(super) fn fives(text: &str) -> impl Iterator<Item = Result<u8, BadCode>> {
    let spoken = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | ','));
    spoken.map(|c| {
        let plain = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let place = ALPHABET.iter().position(|known| char::from(*known) == plain);
        place.and_then(|place| u8::try_from(place).ok()).ok_or(BadCode::Character(c))
    })
}

/// Reads a code of exactly `length` characters, at most 25.
pub(super) fn crockford(text: &str, length: usize) -> Result<u128, BadCode> {
    let fives = fives(text).collect::<Result<Vec<_>, _>>()?;
    if fives.len() != length {
        return Err(BadCode::Length { wanted: length, found: fives.len() });
    }
    Ok(fives.iter().fold(0, |bits, five| (bits << 5) | u128::from(*five)))
}

/// The code of a journal's head: the first 100 bits of the newest entry's hash, as 20 characters in five groups.
///
/// It is written on handover sheets and read out by telephone. Whoever keeps one can show later that the journal, up to
/// that entry, is the journal of that moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct HeadCode(u128);

impl HeadCode {
    /// Makes the code of an entry's hash.
    pub fn of(hash: &[u8; 32]) -> Self {
        Self(hash.iter().take(13).fold(0, |bits, byte| (bits << 8) | u128::from(*byte)) >> 4)
    }

    /// Tells whether an entry with this hash has this code.
    pub fn is_of(self, hash: &[u8; 32]) -> bool {
        Self::of(hash) == self
    }
}

impl fmt::Display for HeadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(self.0, 20, '-'))
    }
}

impl FromStr for HeadCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        crockford(text, 20).map(Self)
    }
}

impl From<HeadCode> for String {
    fn from(code: HeadCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for HeadCode {
    type Error = BadCode;

    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_code_comes_back_from_any_hand() {
        let mut hash = [0xff; 32];
        hash[..4].copy_from_slice(&[0x01, 0x23, 0x45, 0x67]);
        let code = HeadCode::of(&hash);
        assert_eq!(code.to_string(), "04HM-ASZZ-ZZZZ-ZZZZ-ZZZZ");
        for text in ["o4hm aszz zzzz zzzz zzzz", "04HMASZZZZZZZZZZZZZZ", " O4hm-aszz-zzzz-zzzz-zzzz\n"] {
            assert_eq!(text.parse(), Ok(code), "{text}");
        }
        assert!(code.is_of(&hash));
        hash[12] ^= 0x10;
        assert!(!code.is_of(&hash), "the hundredth bit counts");
        assert_eq!("04HM".parse::<HeadCode>(), Err(BadCode::Length { wanted: 20, found: 4 }));
        assert_eq!("U4HM-ASZZ-ZZZZ-ZZZZ-ZZZZ".parse::<HeadCode>(), Err(BadCode::Character('U')));
        assert_eq!("iLl1-0000-0000-0000-0000".parse(), "1111-oooo-OOOO-0000-0000".parse::<HeadCode>());
    }
}
