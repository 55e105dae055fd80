//! Checking many signatures at once: each is a matter of some fifty microseconds and of nothing but itself, so that a
//! stretch of them is shared out among the processors.

use std::{collections::HashMap, thread};

use ed25519_dalek::{Signature, VerifyingKey};

use super::chain::Hash;

/// How many signatures are gathered before they are checked.
pub(super) const STRETCH: usize = 4_096;

/// How few are not worth a thread.
const FEW: usize = 128;

/// A signature to check.
pub(super) struct Claim {
    pub(super) seq: u64,
    pub(super) public: [u8; 32],
    pub(super) hash: Hash,
    pub(super) signature: [u8; 64],
}

/// Finds the first entry whose signature is not the one of its key; the claims come in the order of their entries.
pub(super) fn first_bad(claims: &[Claim]) -> Option<u64> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(claims.len() / FEW).max(1);
    let share = claims.len().div_ceil(threads).max(1);
    let mut shares = claims.chunks(share);
    let mine = shares.next().unwrap_or_default();
    thread::scope(|scope| {
        let others: Vec<_> = shares.map(|share| scope.spawn(|| first_bad_of(share))).collect();
        let first = first_bad_of(mine);
        // A thread that ended badly proved nothing: what it had to check counts as bad.
        let rest = others
            .into_iter()
            .zip(claims.chunks(share).skip(1))
            .map(|(thread, share)| thread.join().unwrap_or_else(|_| share.first().map(|claim| claim.seq)));
        first.or(rest.flatten().min())
    })
}

fn first_bad_of(claims: &[Claim]) -> Option<u64> {
    // As `Verifier::check` does, with the few public keys unpacked only once.
    let mut known = HashMap::new();
    let bad = claims.iter().find(|claim| {
        let key = known.entry(claim.public).or_insert_with(|| VerifyingKey::from_bytes(&claim.public));
        let signature = Signature::from_bytes(&claim.signature);
        !key.as_ref().is_ok_and(|key| key.verify_strict(&claim.hash, &signature).is_ok())
    });
    bad.map(|claim| claim.seq)
}
