//! Secrets: the key that everything on the desk is encrypted with, and the keys by which people and the desk sign.
//!
//! | noun | file |
//! |---|---|
//! | the key of the database and the root of every file's key | [`data_key`] |
//! | what signs, at one console | [`keyring`] |
//! | sealing to somebody, wrapping under a key | [`seal`] |
//! | checking a signature | [`verifier`] |
//! | a wrapped file, a practice desk's open one | [`mod@file`], [`practice`] |
//! | what can go wrong | [`error`] |
//!
//! Nothing here prints a secret: the types that hold one have no way of showing it but a function that says so, and they
//! wipe it when they are dropped.

pub mod data_key;
pub mod error;
pub mod file;
pub(in crate::store) mod hex;
pub mod keyring;
pub mod practice;
pub mod seal;
pub mod verifier;

pub use self::{
    data_key::DataKey,
    error::SecretError,
    keyring::{Access, Keyring},
    seal::SealingKey,
    verifier::Verifier,
};

use super::{Entropy, StoreError};

/// Draws random bytes that are wiped when they are dropped.
pub(in crate::store) fn draw<const N: usize>(
    entropy: &mut Entropy,
) -> Result<zeroize::Zeroizing<[u8; N]>, StoreError> {
    let mut bytes = zeroize::Zeroizing::new([0; N]);
    entropy(bytes.as_mut_slice()).map_err(StoreError::Entropy)?;
    Ok(bytes)
}

/// Bytes that differ, and are the same in every run.
#[cfg(test)]
pub(crate) fn test_entropy(seed: u64) -> Entropy {
    use sha2::{Digest as _, Sha256};
    let mut count = 0_u64;
    Box::new(move |bytes| {
        for chunk in bytes.chunks_mut(32) {
            count += 1;
            let block =
                Sha256::new().chain_update(seed.to_be_bytes()).chain_update(count.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    })
}
