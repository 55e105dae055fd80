//! Checking a signature, which needs no secret.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::store::chain::Hash;

/// Checks signatures of the journal.
#[derive(Clone, Copy, Debug)]
pub struct Verifier;

impl Verifier {
    /// Tells whether a signature over a hash is the one of this public key: Ed25519, strictly, so that exactly one counts.
    pub fn check(public: &[u8; 32], hash: &Hash, signature: &[u8]) -> bool {
        let Ok(signature) = <&[u8; 64]>::try_from(signature) else { return false };
        VerifyingKey::from_bytes(public)
            .is_ok_and(|key| key.verify_strict(hash, &Signature::from_bytes(signature)).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};

    use super::*;

    #[test]
    fn any_flipped_bit_spoils_a_signature() {
        let key = SigningKey::from_bytes(&[5; 32]);
        let (public, hash) = (key.verifying_key().to_bytes(), [6; 32]);
        let signature = key.sign(&hash).to_bytes();
        assert!(Verifier::check(&public, &hash, &signature));
        for bit in 0..512 {
            let mut spoilt = signature;
            spoilt[bit / 8] ^= 1 << (bit % 8);
            assert!(!Verifier::check(&public, &hash, &spoilt), "bit {bit}");
        }
        for bit in 0..256 {
            let (mut other, mut stranger) = (hash, public);
            other[bit / 8] ^= 1 << (bit % 8);
            stranger[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !Verifier::check(&public, &other, &signature)
                    && !Verifier::check(&stranger, &hash, &signature)
            );
        }
        assert!(!Verifier::check(&public, &hash, &signature[..63]) && !Verifier::check(&public, &hash, &[]));
        // The key of order one signs nothing, whatever the arithmetic says.
        let mut one = [0; 32];
        one[0] = 1;
        assert!(!Verifier::check(&one, &hash, &signature));
    }
}
