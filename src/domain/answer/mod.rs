//! Authorising by telephone: what binds a manager's spoken answer to one request, and what an anchor is made of.
//!
//! At 03:00 a worker reads a request to a manager who is at home with a device and no network. The order of things:
//!
//! 1. The request is frozen, and so is the text that the manager dictated; the contact keeps one digest of both.
//! 2. [`challenge`] makes eight digits of the digest and a fresh nonce. The nonce is journalled: eight digits alone are
//!    so few that two requests with the same challenge would be found at once by whoever could choose the text freely.
//! 3. The worker reads the challenge aloud, and three [`Facts`]: the contact's reference, the agencies, until when. The
//!    manager types what they *hear*. Device and console each make a [`summary`] code of challenge and facts. If the two
//!    codes differ, something was misheard, and nobody goes on.
//! 4. [`answer`] makes the eight digits that the manager reads back: OCRA ([RFC 6287](ocra)) by the suite [`SUITE`] with
//!    the device's secret over the challenge *and* the facts as heard. [`verify`] asks whether the console finds the same.
//!
//! What this proves, and to whom. To an honest console: whoever holds the device answered this challenge, and meant the
//! reference, the agencies and the end that they heard; a worker who reads out other facts than the frozen ones gets an
//! answer that does not fit. The challenge stands for the rest of the text only as far as the console made it of that
//! text: the device cannot see the request. And the console holds the device's secret, so whoever has the console's
//! keys could make an answer. The proof is the manager's own signed word by the end of the next working day.
//!
//! Nothing here knows the time, counts tries or remembers what was used: single use, ten minutes, five tries and at most
//! five challenges are rules of the contact. Nothing here makes a number up: secrets and nonces are handed in.

pub mod code;
pub mod enrol;
pub mod facts;
pub mod ocra;
pub mod totp;

use std::{fmt, str::FromStr};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

pub use self::{code::HeadCode, facts::Facts};
use self::{
    code::{BadCode, crockford},
    ocra::{Input, Suite},
};

/// The OCRA suite of the answer: eight digits by HMAC-SHA-256 over an eight-digit challenge and 64 bytes of session.
///
/// The session is [`Facts::session`]. A PIN is not part of it: the device's own passphrase unwraps the secret.
pub const SUITE: &str = "OCRA-1:HOTP-SHA256-8:QN08-S064";

/// The secret that one device shares with the desk: 160 bits.
pub type Secret = Zeroizing<[u8; 20]>;

const CHALLENGE: &[u8] = b"dutydesk.challenge.v1";
const SUMMARY: &[u8] = b"dutydesk.summary.v1";

/// Eight digits as they are read aloud: a challenge, or an answer to one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Eight(u32);

/// Says that a text is not eight digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("that is not eight digits: write them as 1234 5678")]
pub struct NotEight;

impl Eight {
    /// Makes it of a number's last eight digits.
    pub const fn of(number: u32) -> Self {
        Self(number % 100_000_000)
    }

    /// Gives the digits without a space.
    pub fn digits(self) -> String {
        format!("{:08}", self.0)
    }
}

impl fmt::Display for Eight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04} {:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl FromStr for Eight {
    type Err = NotEight;

    fn from_str(text: &str) -> Result<Self, NotEight> {
        let spaced = |c: &char| !matches!(c, ' ' | '-' | '.' | '\u{a0}');
        let digits: String = text.trim().chars().filter(spaced).collect();
        let eight = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
        if eight { digits.parse().map(Self).map_err(|_| NotEight) } else { Err(NotEight) }
    }
}

impl From<Eight> for String {
    fn from(eight: Eight) -> Self {
        eight.digits()
    }
}

impl TryFrom<String> for Eight {
    type Error = NotEight;

    fn try_from(text: String) -> Result<Self, NotEight> {
        text.parse()
    }
}

/// Makes the challenge: the last eight digits of HMAC-SHA-256, truncated as RFC 4226 does, with the nonce as its key
/// over `dutydesk.challenge.v1` and the digest, both in the hexadecimal digits that stand in the journal.
pub fn challenge(digest: &str, nonce: &str) -> Eight {
    Eight::of(ocra::truncated(&mac(nonce.as_bytes(), &[CHALLENGE, digest.as_bytes()])))
}

/// The short code by which two people know that they speak of the same request: eight characters of Crockford's Base32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Summary(u64);

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&code::write(u128::from(self.0), 8, ' '))
    }
}

impl FromStr for Summary {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        crockford(text, 8).map(|bits| Self(u64::try_from(bits).unwrap_or(0)))
    }
}

impl From<Summary> for String {
    fn from(summary: Summary) -> Self {
        summary.to_string()
    }
}

impl TryFrom<String> for Summary {
    type Error = BadCode;

    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

/// Makes the summary code: the first 40 bits of SHA-256 over `dutydesk.summary.v1`, the challenge's digits and the
/// session of the facts.
pub fn summary(challenge: Eight, facts: &Facts) -> Summary {
    let digest = Sha256::new_with_prefix(SUMMARY)
        .chain_update(challenge.digits())
        .chain_update(facts.session())
        .finalize();
    Summary(digest.iter().take(5).fold(0, |bits, byte| (bits << 8) | u64::from(*byte)))
}

/// Makes the answer that a device gives to a challenge and the facts as heard.
pub fn answer(secret: &Secret, challenge: Eight, facts: &Facts) -> Eight {
    // The suite is a constant that reads; its test says so.
    response(secret, challenge, facts).unwrap_or(Eight(0))
}

fn response(secret: &Secret, challenge: Eight, facts: &Facts) -> Option<Eight> {
    let (digits, session) = (challenge.digits(), facts.session());
    let input = Input { question: digits.as_bytes(), session: &session, ..Input::default() };
    let suite: Suite = SUITE.parse().ok()?;
    suite.number(secret.as_slice(), &input).ok().map(Eight::of)
}

/// Tells whether an answer is the one that this secret gives to this challenge and these facts.
pub fn verify(secret: &Secret, challenge: Eight, facts: &Facts, given: Eight) -> bool {
    response(secret, challenge, facts)
        .is_some_and(|right| equal(right.digits().as_bytes(), given.digits().as_bytes()))
}

/// Compares without telling by its time where the difference is; of different lengths nothing is compared.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    let differences =
        a.iter().zip(b).fold(0, |differences, (a, b)| std::hint::black_box(differences | (a ^ b)));
    a.len() == b.len() && differences == 0
}

/// HMAC-SHA-256 over parts that stand one after the other.
fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mut mac| {
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(reference: &str, agencies: &str, until: &str) -> Facts {
        Facts::read(reference, agencies, until).unwrap()
    }

    #[test]
    fn an_answer_fits_one_device_one_challenge_and_what_was_heard() {
        let (secret, other) = (Secret::new([7; 20]), Secret::new([8; 20]));
        let heard = facts("C-1841", "pol hea", "24/11 09:00");
        let challenge = challenge(&"01".repeat(32), &"02".repeat(16));
        let answer = answer(&secret, challenge, &heard);
        assert!(verify(&secret, challenge, &heard, answer));
        assert!(!verify(&other, challenge, &heard, answer));
        assert!(!verify(&secret, Eight::of(challenge.0 + 1), &heard, answer));
        assert!(!verify(&secret, challenge, &heard, Eight::of(answer.0 + 1)));
        for misheard in [
            facts("C-1814", "pol hea", "24/11 09:00"),
            facts("C-1841", "pol", "24/11 09:00"),
            facts("C-1841", "pol hea sch", "24/11 09:00"),
            facts("C-1841", "pol hea", "24/11 21:00"),
            facts("C-1841", "pol hea", "24/12 09:00"),
        ] {
            assert!(!verify(&secret, challenge, &misheard, answer));
            assert_ne!(summary(challenge, &misheard), summary(challenge, &heard));
        }
        assert_eq!(
            summary(challenge, &heard),
            summary(challenge, &facts("1841", "HEA, Police", "2411 0900"))
        );
        assert!(SUITE.parse::<Suite>().is_ok());
    }

    #[test]
    fn every_nonce_makes_another_challenge() {
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..1_000_u128 {
            seen.insert(challenge(&"01".repeat(32), &format!("{n:032x}")));
        }
        assert!(seen.len() > 995, "{}", seen.len());
        assert_eq!(challenge(&"01".repeat(32), &"02".repeat(16)).to_string(), "8747 5841");
    }

    #[test]
    fn digits_are_read_as_people_write_them() {
        for text in ["0123 4567", "01234567", " 0123-4567 ", "01 23 45 67"] {
            assert_eq!(text.parse(), Ok(Eight::of(1_234_567)), "{text}");
        }
        for text in ["", "1234567", "123456789", "1234 567a", "+1234567", "１２３４５６７８"] {
            assert_eq!(text.parse::<Eight>(), Err(NotEight), "{text}");
        }
        assert_eq!(serde_json::to_string(&Eight::of(5)).unwrap(), "\"00000005\"");
        assert_eq!(serde_json::from_str::<Eight>("\"00000005\"").unwrap(), Eight::of(5));
        let code = summary(Eight::of(5), &facts("1", "gp", "01011200"));
        assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
    }

    #[test]
    fn equal_is_exact() {
        assert!(equal(b"12345678", b"12345678"));
        assert!(!equal(b"12345678", b"12345679") && !equal(b"1234", b"12345678") && equal(b"", b""));
    }
}
