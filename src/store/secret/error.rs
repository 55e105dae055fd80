//! What can go wrong with keys, each as one plain sentence: what happened, what was kept, what to do.

use std::path::PathBuf;

/// A failure around keys.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// A public key is none.
    #[error(
        "a public key of this desk is damaged, so nothing was sealed to it and nothing was changed: bring desk.keys \
         back from a backup"
    )]
    PublicKey,
    /// A file of keys is not there.
    #[error(
        "{} is not there, so nobody can sign in; nothing was changed: bring that file back from a backup",
        .0.display()
    )]
    Missing(PathBuf),
    /// A file of keys cannot be understood, or is not as it was written.
    #[error(
        "{} is damaged, so nobody can sign in; it was left as it is, and the journal is not concerned: bring that \
         file back from a backup",
        .0.display()
    )]
    Damaged(PathBuf),
    /// A file of keys is of a version before encryption.
    #[error(
        "{} was made by an earlier dutydesk, before desks were encrypted; nothing was changed: migrate the desk first",
        .0.display()
    )]
    Earlier(PathBuf),
    /// A file of keys is of a version after this program's.
    #[error("{} was written by a newer dutydesk; nothing was touched: start the newer program", .0.display())]
    Newer(PathBuf),
    /// A wrapped file is not opened by the desk's key.
    #[error(
        "{} cannot be opened with this desk's key: it was changed, or belongs to another desk; it was left as it is: \
         ask whoever looks after this computer",
        .0.display()
    )]
    Unopened(PathBuf),
    /// A key is not the one that the desk has now.
    #[error(
        "the desk's key was changed at another console, so nothing was changed here; what you wrote is kept: sign in \
         again"
    )]
    Superseded,
    /// A change of the data key was begun and neither ended nor taken back.
    #[error(
        "a change of the desk's key was cut short, so nothing was changed now; everything saved before it is safe: \
         sign out and in again, which ends it, and try again"
    )]
    Unsettled,
    /// A person has no keys.
    #[error("nobody with keys on this desk is that person, so nothing was changed: enrol them first")]
    NotEnrolled,
    /// The last person who can sign in would be removed.
    #[error("nobody could open this desk any more, so nothing was changed: enrol somebody else first")]
    LastOne,
    /// Half of the recovery key has too few or too many signs.
    #[error(
        "the {which} half of the recovery key has {found} letters and digits, and a half has {expected}; nothing was \
         changed: read it from the paper again"
    )]
    HalfLength {
        /// "first" or "second", as they were given.
        which: &'static str,
        /// How many it has.
        found: usize,
        /// How many a half has.
        expected: usize,
    },
    /// Half of the recovery key does not fit its check group.
    #[error(
        "the {which} half of the recovery key has a slip in it: it does not fit its last group; nothing was changed: \
         read it from the paper again"
    )]
    HalfMistyped {
        /// "first" or "second", as they were given.
        which: &'static str,
    },
    /// The same half was given twice.
    #[error(
        "both are half {0} of the recovery key, and it takes A and B; nothing was changed: ask the other office holder"
    )]
    HalvesAlike(char),
    /// The two halves are not this desk's.
    #[error(
        "these two halves together do not open this desk: one is another desk's, or new ones were printed since; \
         nothing was changed: look for the newest papers"
    )]
    HalvesForeign,
    /// A service's file is not to lie beside what it opens.
    #[error("{} lies in the desk's own folder, where whoever takes the desk takes it too; nothing was made: name a place on another disk", .0.display())]
    Beside(PathBuf),
    /// A service's file is not one of this desk's.
    #[error("{} opens nothing on this desk: it belongs to another one, or was withdrawn; nothing was changed", .0.display())]
    NoService(PathBuf),
}
