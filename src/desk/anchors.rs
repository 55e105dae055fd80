//! Heads that were written down outside the desk, compared with the journal.

use super::{Desk, DeskError};
use crate::{domain::answer::HeadCode, exchange::anchors::Anchor};

/// What the journal says of an anchor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// The entry stands there with this head: up to it the journal is the one of that moment.
    Proven {
        /// The entry.
        seq: u64,
    },
    /// No entry has this head, and the anchor does not say which one should: misread, or the journal was written anew.
    NotFound,
    /// The entry that the anchor names is missing or has another head.
    Contradicts {
        /// The entry.
        seq: u64,
    },
}

impl Desk {
    /// Compares anchors with the journal, in their order.
    pub fn check_anchors(&self, anchors: &[Anchor]) -> Result<Vec<Held>, DeskError> {
        let codes: Vec<HeadCode> =
            anchors.iter().filter(|anchor| anchor.seq.is_none()).map(|anchor| anchor.code).collect();
        let mut found = self.store.find_heads(&codes)?.into_iter();
        let mut held = Vec::with_capacity(anchors.len());
        for anchor in anchors {
            held.push(match anchor.seq {
                Some(seq) => match self.store.hash_at(seq)? {
                    Some(hash) if anchor.code.is_of(&hash) => Held::Proven { seq },
                    _ => Held::Contradicts { seq },
                },
                None => found.next().flatten().map_or(Held::NotFound, |seq| Held::Proven { seq }),
            });
        }
        Ok(held)
    }

    /// Gives the newest entry and its head code, to be written on a handover sheet or read out by telephone.
    pub fn head_code(&self) -> Result<(u64, HeadCode), DeskError> {
        let head = self.store.head()?;
        Ok((head.seq, HeadCode::of(&head.hash)))
    }
}
