//! Evidence that left the desk: what the journal keeps of it.
//!
//! The entry is the last of the chain that the bundle shows, so that the bundle is bound by the journal it proves.

use serde::{Deserialize, Serialize};

use super::ids::{ContactId, Reference};

/// A contact's record was exported with what proves it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EvidenceExported {
    /// The contact's reference.
    pub reference: Reference,
    /// The contact.
    pub contact: ContactId,
    /// How many entries its record was made of.
    pub version: u64,
    /// Whether who reported, and protected addresses, are included.
    pub reporter_included: bool,
    /// Why they are; empty where they are not.
    pub why: String,
    /// The entries whose bodies are withheld.
    pub withheld: Vec<u64>,
    /// The program's version.
    pub program: String,
    /// The profile in force.
    pub profile: String,
    /// Its digest.
    pub profile_digest: String,
    /// The files that were written before this entry.
    pub files: Vec<Named>,
}

/// A file by its name and digest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}
