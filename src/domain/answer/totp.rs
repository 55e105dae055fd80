//! One-time codes by the clock, as any authenticator app makes them: RFC 6238.
//!
//! Such a code says that somebody holds the device now. It is not bound to what was authorised, so this way of
//! authorising is weaker, and marked so wherever it is shown.

use super::{equal, ocra};

pub use ocra::Hash;

/// How long one code holds, in seconds.
pub const STEP: u64 = 30;

/// How many steps a clock may be ahead or behind.
const SKEW: u64 = 1;

/// Gives the code of a step, as text of so many digits.
pub fn code(hash: Hash, secret: &[u8], step: u64, digits: u32) -> String {
    let number = ocra::truncated(&hash.mac(secret, &step.to_be_bytes()));
    format!("{:0width$}", number % 10_u32.pow(digits.min(9)), width = digits.min(9) as usize)
}

/// Finds the step that a code of six digits by SHA-1 belongs to, at a moment in seconds since 1970.
///
/// The code may be one step early or late. A step not after `last`, the newest that was ever accepted of this device, is
/// refused: a code that was overheard is worth nothing. The caller keeps the step that is given.
pub fn verify(secret: &[u8], given: &str, seconds: u64, last: Option<u64>) -> Option<u64> {
    let given: String = given.chars().filter(|c| !c.is_whitespace()).collect();
    let now = seconds / STEP;
    let mut found = None;
    // Every step is looked at, so that the time taken tells nothing.
    for step in now.saturating_sub(SKEW)..=now + SKEW {
        if equal(code(Hash::Sha1, secret, step, 6).as_bytes(), given.as_bytes()) {
            found = Some(step);
        }
    }
    found.filter(|step| last.is_none_or(|last| *step > last))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"1234567890123456789012345678901234567890123456789012345678901234";

    /// RFC 6238, appendix B.
    #[test]
    fn the_published_vectors() {
        for (seconds, sha1, sha256, sha512) in [
            (59, "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ] {
            let step = seconds / STEP;
            assert_eq!(code(Hash::Sha1, &KEY[..20], step, 8), sha1, "{seconds}");
            assert_eq!(code(Hash::Sha256, &KEY[..32], step, 8), sha256, "{seconds}");
            assert_eq!(code(Hash::Sha512, KEY, step, 8), sha512, "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_for_three_steps_and_once() {
        let (secret, seconds) = (&KEY[..20], 1_000 * STEP + 7);
        let at = |step| code(Hash::Sha1, secret, step, 6);
        for (step, wanted) in
            [(998, None), (999, Some(999)), (1_000, Some(1_000)), (1_001, Some(1_001)), (1_002, None)]
        {
            assert_eq!(verify(secret, &at(step), seconds, None), wanted, "{step}");
        }
        assert_eq!(verify(secret, &at(1_000), seconds, Some(1_000)), None, "replayed");
        assert_eq!(verify(secret, &at(999), seconds, Some(1_000)), None, "older than the last");
        assert_eq!(verify(secret, &at(1_001), seconds, Some(1_000)), Some(1_001));
        // A clock set back makes no used code new.
        assert_eq!(verify(secret, &at(990), 990 * STEP, Some(1_000)), None);
        let spaced = format!("{} {}", &at(1_000)[..3], &at(1_000)[3..]);
        assert_eq!(verify(secret, &spaced, seconds, None), Some(1_000));
        for wrong in ["", "000000", "12345", "1234567", "abcdef"] {
            assert_eq!(verify(secret, wrong, seconds, None), None, "{wrong}");
        }
    }
}
