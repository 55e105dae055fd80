//! Enrolling a device: how its secret gets from the desk into it, and how the desk hears that it is there.
//!
//! The desk makes the secret while two people, neither of them the one enrolled, stand by. It shows it once as
//! [`fn@code`]: 32 characters of Crockford's Base32 and four that check them, in nine groups. The manager types that into
//! the device, which shows [`proof`]; the desk wants to see those digits before the enrolment counts.

use sha2::{Digest as _, Sha256};

use super::{
    Eight, Secret,
    code::{self, BadCode},
    mac, ocra,
};

const CHECK: &[u8] = b"dutydesk.enrol.v1";
const PROOF: &[u8] = b"dutydesk.enrolled.v1";

/// How many characters a code has: 32 of the secret and 4 that check them.
const LENGTH: usize = 36;

/// Why a typed code is not an enrolment code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadEnrolment {
    /// It is no code at all.
    #[error(transparent)]
    Code(#[from] BadCode),
    /// The four characters that check it do not fit.
    #[error("one of the characters is not as the desk shows it: compare the nine groups and type them again")]
    Check,
}

/// Writes a secret as it is shown once.
pub fn code(secret: &Secret) -> String {
    let halves = secret.split_at(10);
    let bits = |half: &[u8]| half.iter().fold(0, |bits, byte| (bits << 8) | u128::from(*byte));
    let groups = [
        code::write(bits(halves.0), 16, ' '),
        code::write(bits(halves.1), 16, ' '),
        code::write(check(secret), 4, ' '),
    ];
    groups.join(" ")
}

/// Reads a secret as it was typed.
pub fn read(text: &str) -> Result<Secret, BadEnrolment> {
    let fives = code::fives(text).collect::<Result<Vec<_>, _>>()?;
    if fives.len() != LENGTH {
        return Err(BadCode::Length { wanted: LENGTH, found: fives.len() }.into());
    }
    let bits = |part: &[u8]| part.iter().fold(0, |bits, five| (bits << 5) | u128::from(*five));
    let mut secret = Secret::default();
    for (half, fives) in secret.chunks_exact_mut(10).zip(fives.chunks_exact(16)) {
        half.copy_from_slice(&bits(fives).to_be_bytes()[6..]);
    }
    if check(&secret) == bits(&fives[32..]) { Ok(secret) } else { Err(BadEnrolment::Check) }
}

/// Gives the eight digits by which the desk hears that the device has the secret.
pub fn proof(secret: &Secret) -> Eight {
    Eight::of(ocra::truncated(&mac(secret.as_slice(), &[PROOF])))
}

/// The first 20 bits of a digest of the secret.
fn check(secret: &Secret) -> u128 {
    let digest = Sha256::new_with_prefix(CHECK).chain_update(secret.as_slice()).finalize();
    digest.iter().take(3).fold(0, |bits, byte| (bits << 8) | u128::from(*byte)) >> 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_typed_over_and_a_slip_is_noticed() {
        let secret = Secret::new(std::array::from_fn(|i| u8::try_from(i * 13 % 256).unwrap()));
        let code = code(&secret);
        assert_eq!(code.split(' ').count(), 9);
        assert!(code.split(' ').all(|group| group.len() == 4), "{code}");
        assert_eq!(read(&code).unwrap(), secret);
        assert_eq!(read(&code.to_lowercase().replace(' ', "-").replace('0', "o")).unwrap(), secret);
        for place in 0..code.len() {
            let mut wrong = code.clone().into_bytes();
            if wrong[place] == b' ' {
                continue;
            }
            wrong[place] = if wrong[place] == b'7' { b'8' } else { b'7' };
            assert_eq!(read(&String::from_utf8(wrong).unwrap()), Err(BadEnrolment::Check), "{place}");
        }
        assert!(matches!(read(&code[1..]), Err(BadEnrolment::Code(BadCode::Length { found: 35, .. }))));
        assert_ne!(proof(&secret), proof(&Secret::default()));
    }
}
