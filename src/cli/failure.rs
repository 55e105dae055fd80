//! What a command ends with when it does not succeed: one plain sentence, one exit code.

use std::io;

use crate::{
    desk::DeskError,
    domain::refusal::Refusal,
    exchange::json::NotWritten,
    store::{StoreError, device::DeviceError, keys::SignInError, secret::SecretError},
};

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Help or the version was asked for: what stands here is the answer.
    #[error("{0}")]
    Asked(String),
    /// The command line, or a value on it, cannot be understood.
    #[error("{0}")]
    Usage(String),
    /// The desk did not do it.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A file that was named is not there, or cannot be read.
    #[error("{0}")]
    NoInput(String),
    /// A manager's device could not be used.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The console is not there.
    #[error("{0}")]
    Unavailable(String),
    /// A proof failed.
    #[error("{0}")]
    NotSound(String),
    /// A folder is not what it should be.
    #[error("{0}")]
    Place(String),
    /// The desk is being made or used by somebody else.
    #[error("{0}")]
    InUse(String),
    /// Whoever reads the output has gone.
    #[error("nobody reads the output any more")]
    Unread,
    /// The output, or the input, failed.
    #[error("standard {0} failed ({1}); nothing was changed")]
    Stream(&'static str, io::Error),
    /// A record could not be written as JSON.
    #[error("this could not be written as JSON ({0}); nothing was changed")]
    Json(#[from] NotWritten),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Desk(refusal.into())
    }
}

/// The refusals that say who may not, where all others say what cannot be.
const NOT_YOURS: [&str; 15] = [
    "GainsOwnRole",
    "NoAuthorityNow",
    "NoRestricted",
    "NotAuditor",
    "NotManager",
    "NotSocialWork",
    "NotYours",
    "OwnFamily",
    "OwnGlass",
    "ReadsNoContact",
    "ReadsOnly",
    "Restricted",
    "SetsOwnAuthority",
    "ShowsOnly",
    "SignInRefused",
];

impl Failure {
    /// Gives the exit code, by the table in [`super`].
    pub fn code(&self) -> u8 {
        match self {
            Self::Asked(_) | Self::Unread => 0,
            Self::Usage(_) => 64,
            Self::NotSound(_) => 65,
            Self::NoInput(_) => 66,
            Self::Unavailable(_) => 69,
            Self::Json(_) => 70,
            Self::Place(_) => 73,
            Self::Stream(..) => 74,
            Self::InUse(_) => 75,
            Self::Device(error) => device(error),
            Self::Desk(error) => desk(error),
        }
    }
}

fn desk(error: &DeskError) -> u8 {
    match error {
        DeskError::Refused(refusal) if NOT_YOURS.contains(&refusal.code) => 77,
        DeskError::NobodySignedIn
        | DeskError::Locked
        | DeskError::AccountClosed
        | DeskError::SignIn(SignInError::Refused(_)) => 77,
        DeskError::Refused(_)
        | DeskError::Unreadable(_)
        | DeskError::NobodyOfThatName(_)
        | DeskError::ContactMissing => 65,
        DeskError::NoSuchContact(_) => 66,
        DeskError::KeyStands(_) => 75,
        DeskError::Profile(_) | DeskError::NotPractice => 78,
        DeskError::Body(_) | DeskError::NotWritten(_) => 70,
        DeskError::Store(error) | DeskError::SignIn(SignInError::Store(error)) => store(error),
        DeskError::NotInTheRecord(error) | DeskError::NotOpened(error) => desk(error),
    }
}

fn device(error: &DeviceError) -> u8 {
    match error {
        DeviceError::Damaged(_) => 65,
        DeviceError::NotEnrolled(_) => 66,
        DeviceError::Passphrase => 77,
        DeviceError::Store(error) => store(error),
    }
}

fn store(error: &StoreError) -> u8 {
    match error {
        StoreError::Corrupt
        | StoreError::Damaged { .. }
        | StoreError::Projection
        | StoreError::NameTaken
        | StoreError::WrongKey
        | StoreError::OtherKey(_) => 65,
        StoreError::Secret(error) => secret(error),
        StoreError::Missing(_) | StoreError::Gone(_) => 66,
        StoreError::Entropy(_) => 69,
        StoreError::AlreadyRecorded { .. } | StoreError::HalfDone | StoreError::Sql(_) => 70,
        StoreError::ReadOnly | StoreError::Exists(_) | StoreError::NotADesk(_) => 73,
        StoreError::Full | StoreError::SpoolFull | StoreError::File { .. } | StoreError::BadCopy { .. } => 74,
        StoreError::Busy | StoreError::InUse | StoreError::Stale { .. } => 75,
        StoreError::Permission(_) | StoreError::NoSigningKey(_) => 77,
        StoreError::NewerSchema { .. } | StoreError::Plain => 78,
    }
}

fn secret(error: &SecretError) -> u8 {
    match error {
        SecretError::Missing(_) => 66,
        SecretError::Beside(_) => 73,
        SecretError::Superseded | SecretError::Unsettled => 75,
        SecretError::Earlier(_) | SecretError::Newer(_) => 78,
        _ => 65,
    }
}
