//! The recovery key: a private key in two halves on paper, one with each of two office holders, that opens the desk when
//! nobody who can sign in is left.
//!
//! ```text
//! half A = 32 random bytes            half B = half A xor the private key
//! paper  = letter, A or B ‖ Base32 of the half (52 signs) ‖ check (4 signs), in groups of four
//! check  = the first 20 bits of SHA-256("dutydesk.recovery.v1" ‖ letter ‖ half) in Base32
//! ```

use std::fmt;

use data_encoding::BASE32_NOPAD;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    Keys,
    place::{Holder, Sealed},
};
use crate::store::{
    Entropy, StoreError,
    secret::{Access, DataKey, SealingKey, SecretError, draw},
};

/// How many signs the half itself takes.
const SIGNS: usize = 52;
/// How many signs its check takes.
const CHECK: usize = 4;

/// One half of the recovery key, as it is printed once for one office holder.
#[derive(Clone)]
pub struct Half {
    letter: u8,
    bytes: Zeroizing<[u8; 32]>,
}

/// A desk that was opened by both halves.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// What opens it; nobody's signing keys are on its ring.
    pub access: Access,
    /// The data key that opens it instead, as in [`super::Unlocked::next`].
    pub next: Option<DataKey>,
}

/// Splits a private key.
pub(super) fn split(private: &SealingKey, entropy: &mut Entropy) -> Result<[Half; 2], StoreError> {
    let bytes = draw::<32>(entropy)?;
    let other = xor(&bytes, private.expose());
    Ok([Half { letter: b'A', bytes }, Half { letter: b'B', bytes: other }])
}

fn xor(a: &[u8; 32], b: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut both = Zeroizing::new(*a);
    both.iter_mut().zip(b).for_each(|(a, b)| *a ^= b);
    both
}

impl Half {
    /// Gives what is printed: the letter, thirteen groups of four, and the check group.
    pub fn paper(&self) -> Zeroizing<String> {
        let signs = Zeroizing::new(format!("{}{}", *self.base32(), self.check()));
        let mut paper = Zeroizing::new(String::with_capacity(80));
        paper.push(char::from(self.letter));
        for (at, sign) in signs.chars().enumerate() {
            if at % 4 == 0 {
                paper.push(' ');
            }
            paper.push(sign);
        }
        paper
    }

    /// Reads what was printed, whatever its case and spaces; `which` is "first" or "second", for the sentence.
    fn read(text: &str, which: &'static str) -> Result<Self, SecretError> {
        let signs: Zeroizing<Vec<u8>> = Zeroizing::new(
            text.chars()
                .filter(|c| c.is_alphanumeric())
                // Base32 has no 0, 1 and 8: whoever types one read a letter.
                .map(|c| match c.to_ascii_uppercase() {
                    '0' => b'O',
                    '1' => b'I',
                    '8' => b'B',
                    c => u8::try_from(c).unwrap_or(b'?'),
                })
                .collect(),
        );
        let expected = 1 + SIGNS + CHECK;
        if signs.len() != expected {
            return Err(SecretError::HalfLength { which, found: signs.len(), expected });
        }
        let slip = SecretError::HalfMistyped { which };
        let [letter @ (b'A' | b'B'), rest @ ..] = signs.as_slice() else { return Err(slip) };
        let Some((half, check)) = rest.split_at_checked(SIGNS) else { return Err(slip) };
        let bytes = BASE32_NOPAD.decode(half).ok().map(Zeroizing::new);
        let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok()).map(Zeroizing::new);
        let read = bytes.map(|bytes| Self { letter: *letter, bytes });
        read.filter(|half| half.check().as_bytes() == check).ok_or(slip)
    }

    fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(self.bytes.as_slice()))
    }

    fn check(&self) -> String {
        let digest = Sha256::new_with_prefix("dutydesk.recovery.v1")
            .chain_update([self.letter])
            .chain_update(self.bytes.as_slice())
            .finalize();
        BASE32_NOPAD.encode(&digest)[..CHECK].to_owned()
    }
}

impl fmt::Debug for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Half {}", char::from(self.letter))
    }
}

impl Keys {
    /// Opens the desk by the two halves of the recovery key, in either order.
    ///
    /// Somebody is to be enrolled next; the halves go on opening the desk until [`Self::renew_recovery`].
    pub fn recover(&self, first: &str, second: &str) -> Result<Recovered, StoreError> {
        let (first, second) = (Half::read(first, "first")?, Half::read(second, "second")?);
        if first.letter == second.letter {
            return Err(SecretError::HalvesAlike(char::from(first.letter)).into());
        }
        let contents = self.read()?;
        let (roster, key) =
            (&contents.current.roster, SealingKey::from_bytes(&xor(&first.bytes, &second.bytes)));
        if key.public() != *roster.recovery.public.0 {
            return Err(SecretError::HalvesForeign.into());
        }
        let data = contents.current.open(Holder::Recovery, &roster.recovery, &key);
        let access = data.and_then(|data| Some(Access { keyring: roster.keys.open(&data)?, data }));
        let next = contents.next.as_ref().map(|next| {
            next.open(Holder::Recovery, &next.roster.recovery, &key).ok_or_else(|| self.damaged())
        });
        Ok(Recovered { access: access.ok_or_else(|| self.damaged())?, next: next.transpose()? })
    }

    /// Makes a new recovery key, as when an office holder leaves; the halves that were printed before open nothing then.
    pub fn renew_recovery(&self, access: &Access, entropy: &mut Entropy) -> Result<[Half; 2], StoreError> {
        let private = SealingKey::random(entropy)?;
        let halves = split(&private, entropy)?;
        self.change(&access.data, |roster| {
            let (desk, public) = (roster.desk, private.public());
            roster.recovery = Sealed::new(public, desk, Holder::Recovery, &access.data, entropy)?;
            Ok(halves)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_reads_back_and_any_slip_is_seen() {
        let half = Half {
            letter: b'A',
            bytes: Zeroizing::new(std::array::from_fn(|n| u8::try_from(n * 7).unwrap())),
        };
        let paper = half.paper();
        assert_eq!(paper.len(), 1 + 14 * 5);
        let typed =
            paper.to_lowercase().replace(' ', "-").replace('o', "0").replace('b', "8").replace('i', "1");
        assert_eq!(Half::read(&typed, "first").unwrap().bytes, half.bytes);
        for at in 0..paper.len() {
            for sign in ['A', 'B', 'Q', '7', '9', 'é'] {
                let mut slip: Vec<char> = paper.chars().collect();
                if slip[at] == ' ' || slip[at] == sign {
                    continue;
                }
                slip[at] = sign;
                let error = Half::read(&slip.into_iter().collect::<String>(), "second").err().unwrap();
                assert!(error.to_string().contains("the second half"), "{error}");
            }
            assert!(matches!(Half::read(&paper[..at], "first"), Err(SecretError::HalfLength { .. })));
        }
        assert_eq!(format!("{half:?}"), "Half A");
    }
}
