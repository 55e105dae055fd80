//! What can go wrong at the desk, each ending as one plain sentence.

use crate::{
    domain::{ids::Reference, recorded::Unreadable, refusal::Refusal},
    exchange::json::NotWritten,
    profile::ProfileError,
    store::{StoreError, Unread, keys::SignInError},
};

/// A failure of a unit of work.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// A rule stands in the way.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something beneath went wrong.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal holds something this version cannot read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The profile in force cannot be loaded.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Nobody was signed in.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// Nobody has signed in.
    #[error("nobody has signed in at this console, so nothing was written; sign in first")]
    NobodySignedIn,
    /// The console is locked.
    #[error("this console is locked, so nothing was written; unlock it with your passphrase first")]
    Locked,
    /// The account of whoever signed in is closed.
    #[error(
        "that account was closed, so nothing was opened or written; somebody who runs this desk can say why: ask them, or sign in \
         by another account of yours"
    )]
    AccountClosed,
    /// Somebody has left, and their key still opens the desk's file.
    #[error(
        "{0} has left, and nobody signs in by their accounts; but the desk is open at another console, so it kept its \
         key, and theirs still opens the file: leave every console and say `dutydesk staff leave` once more"
    )]
    KeyStands(String),
    /// Nobody here has that name.
    #[error("nobody at this desk is known as `{0}`; `dutydesk staff list` names everybody")]
    NobodyOfThatName(String),
    /// There is no such contact.
    #[error("there is no contact {0} on this desk; check the number that was read out")]
    NoSuchContact(Reference),
    /// The contact is gone from the desk's file.
    #[error("the contact is not in this desk's journal; nothing was changed: run `dutydesk verify`")]
    ContactMissing,
    /// What counts only in the record could not be written there.
    #[error(
        "this counts only once it is in the record, so it was not done, while notes, answers and what you do at once (Alt+m) \
         are kept: {0}"
    )]
    NotInTheRecord(#[source] Box<DeskError>),
    /// What a contact holds cannot be read.
    #[error(
        "this contact cannot be opened now; p shows what was promised in it, h what was handed over, and n takes a call that \
         keeps what you do and hear: {0}"
    )]
    NotOpened(#[source] Box<DeskError>),
    /// An event could not be written as text.
    #[error("this could not be written as an entry of the journal ({0}); what you wrote is kept: try again")]
    Body(#[from] serde_json::Error),
    /// A record could not be written as JSON.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// A desk is none for practice, and opens only to whoever signs in.
    #[error("this is no practice desk: it opens to whoever signs in, and was left as it is")]
    NotPractice,
}

impl DeskError {
    /// Says of a failure to write that what was wanted counts only in the record; any other stays what it is.
    #[must_use]
    pub fn not_in_the_record(self) -> Self {
        match self {
            error @ (Self::Store(_) | Self::ContactMissing | Self::Unreadable(_)) => {
                Self::NotInTheRecord(Box::new(error))
            }
            other => other,
        }
    }

    /// Says of a failure to read a contact what can be done without it; any other stays what it is.
    #[must_use]
    pub fn not_opened(self) -> Self {
        if super::spooling::takes_nothing(&self) { Self::NotOpened(Box::new(self)) } else { self }
    }

    /// Tells why a desk's file is not read that could not be opened, or whose entries could not be understood.
    pub fn unread(&self) -> Option<Unread> {
        match self {
            Self::Store(error) => Unread::of(error),
            Self::ContactMissing | Self::Unreadable(_) => Some(Unread::Damaged),
            _ => None,
        }
    }

    /// Gives the refusal, where a rule stands in the way.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}
