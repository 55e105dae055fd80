//! How events are named and read: each kind carries its version in its name, and its body is JSON.

/// An entry of the journal that this version cannot read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The kind is not known here.
    #[error(
        "the record holds an entry of kind {0}, which this version does not know; use the newer version that wrote it"
    )]
    Kind(String),
    /// The body does not have the shape of its kind.
    #[error(
        "the record holds an entry of kind {kind} whose text does not fit: {error}; run `dutydesk verify`"
    )]
    Body {
        /// The kind.
        kind: String,
        /// What did not fit.
        error: serde_json::Error,
    },
}

macro_rules! events {
    ($(#[$doc:meta])* $name:ident: $($variant:ident($body:ty) = $kind:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub enum $name {
            $(#[doc = concat!("`", $kind, "`.")] $variant($body),)*
        }

        impl $name {
            /// Every kind.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// Gives the kind by which the journal names it.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $kind,)*
                }
            }

            /// Writes the body as the journal keeps it.
            pub fn body(&self) -> Result<String, serde_json::Error> {
                match self {
                    $(Self::$variant(body) => serde_json::to_string(body),)*
                }
            }

            /// Reads an entry of the journal.
            pub fn read(kind: &str, body: &str) -> Result<Self, $crate::domain::recorded::Unreadable> {
                let error = |error| $crate::domain::recorded::Unreadable::Body { kind: kind.to_owned(), error };
                match kind {
                    $($kind => serde_json::from_str(body).map(Self::$variant).map_err(error),)*
                    _ => Err($crate::domain::recorded::Unreadable::Kind(kind.to_owned())),
                }
            }
        }
    };
}

pub(crate) use events;
