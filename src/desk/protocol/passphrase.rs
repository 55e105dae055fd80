//! A passphrase between the screen that asks for it and the desk that tries it.

use std::fmt;

use zeroize::Zeroizing;

/// A passphrase on its way to where it is tried; wiped when it is dropped, and never shown.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Shows it, for trying it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Passphrase {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}
