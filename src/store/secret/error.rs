//! What can go wrong with keys, each as one plain sentence: what happened, what was kept, what to do.

/// A failure around keys.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// A public key is none.
    #[error(
        "a public key of this desk is damaged, so nothing was sealed to it and nothing was changed: bring desk.keys \
         back from a backup"
    )]
    PublicKey,
}
