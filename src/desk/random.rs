//! The one owner of randomness: ids and salts come from here, from the machine or, for practice, from a seed.

use std::io;

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

use crate::store::Entropy;

/// A source of randomness.
#[derive(Clone, Debug)]
pub enum Random {
    /// The machine's.
    System,
    /// A seed's, so that a practice desk can be made again alike.
    Seeded(u64),
}

impl Random {
    /// Fills a buffer.
    pub fn fill(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the owner of randomness")]
            Self::System => getrandom::fill(buffer).map_err(|error| io::Error::other(error.to_string())),
            Self::Seeded(_) => {
                for chunk in buffer.chunks_mut(8) {
                    let bytes = self.number().to_le_bytes();
                    chunk.copy_from_slice(&bytes[..chunk.len()]);
                }
                Ok(())
            }
        }
    }

    /// Gives a number; from the machine only where it has randomness to give.
    pub fn number(&mut self) -> u64 {
        match self {
            Self::System => {
                let mut bytes = [0; 8];
                let _ = self.fill(&mut bytes);
                u64::from_le_bytes(bytes)
            }
            // SplitMix64: every seed gives a sequence of its own, without a state to keep beside it.
            Self::Seeded(state) => {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut z = *state;
                z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                z ^ (z >> 31)
            }
        }
    }

    /// Gives the store a source of its own, which repeats nothing of this one's.
    pub fn entropy(&mut self) -> Entropy {
        let mut own = match self {
            Self::System => Self::System,
            Self::Seeded(_) => Self::Seeded(self.number()),
        };
        Box::new(move |buffer| own.fill(buffer))
    }

    /// Makes a `UUIDv7` of a moment.
    pub fn uuid(&mut self, now: DateTime<Utc>) -> io::Result<Uuid> {
        let mut bytes = [0; 10];
        self.fill(&mut bytes)?;
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Ok(Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }
}
