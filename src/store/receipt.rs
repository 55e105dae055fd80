//! The receipt: how far the journal went, kept outside the desk's folder, one file a desk.
//!
//! `desk.head` lies in the folder and comes back with it. When yesterday's folder is put back over today's, everything in
//! it fits; only something that stayed elsewhere remembers more. The receipt is a line as in [`desk.head`](super::head):
//! the newest entry's number (20 digits) and hash (64 hexadecimal digits). It betrays a mistake or a clumsy hand, not a
//! thief who owns the whole machine: for that heads are written down elsewhere, as anchors.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Head, Store, StoreError,
    chain::{self, Hash},
    folder,
};
use crate::domain::ids::DeskId;

/// What a receipt says of a journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The journal holds what the receipt knew, and perhaps more.
    Holds,
    /// The journal ends before what the receipt knew: an older folder was put back, or its end is lost.
    Behind {
        /// The newest entry that was seen.
        known: u64,
        /// The newest entry that is there.
        found: u64,
    },
    /// The entry that the receipt knew is another one now: the journal was written anew.
    Another {
        /// The entry.
        seq: u64,
    },
}

/// The journal is not the one that this computer last saw.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{words}; nothing was changed; what was seen is kept in {}", .path.display())]
pub struct Betrayed {
    /// What was found.
    pub verdict: Verdict,
    /// In words.
    words: String,
    /// The receipt.
    pub path: PathBuf,
}

/// Compares what was seen with a journal that ends at `tip` and has `there` in the place that was seen.
pub fn compare(seen: Head, tip: u64, there: Option<Hash>) -> Verdict {
    match there {
        _ if seen.seq == 0 => Verdict::Holds,
        Some(hash) if hash == seen.hash => Verdict::Holds,
        Some(_) => Verdict::Another { seq: seen.seq },
        None => Verdict::Behind { known: seen.seq, found: tip },
    }
}

/// One desk's receipt in a directory outside its folder.
#[derive(Clone, Debug)]
pub struct Receipt {
    path: PathBuf,
}

impl Receipt {
    /// Names a desk's receipt in a directory; the directory is made when something is written.
    pub fn of(directory: &Path, desk: DeskId) -> Self {
        Self { path: directory.join(format!("{desk}.receipt")) }
    }

    /// Reads what was seen; nothing where nothing was, and an error where the file cannot be understood.
    pub fn read(&self) -> Result<Option<Head>, StoreError> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file(&self.path, "read", error)),
        };
        let mut fields = text.trim_end().split(' ');
        let head = (|| {
            let head = Head { seq: fields.next()?.parse().ok()?, hash: chain::unhex(fields.next()?)? };
            fields.next().is_none().then_some(head)
        })();
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is not a receipt");
        head.map(Some).ok_or_else(|| StoreError::file(&self.path, "read", damaged()))
    }

    /// Writes what is seen now; durably, for it is written seldom.
    pub fn write(&self, head: Head) -> Result<(), StoreError> {
        if let Some(directory) = self.path.parent() {
            folder::make_private_dir(directory)?;
        }
        let line = format!("{:020} {}\n", head.seq, chain::hex(&head.hash));
        folder::write_private(&self.path, line.as_bytes(), true)
    }

    /// Compares the journal with what was seen, and takes the journal's end down where it holds.
    ///
    /// Where it does not, the receipt stays as it is: it is the evidence.
    pub fn keep(&self, store: &Store) -> Result<Option<Betrayed>, StoreError> {
        let tip = store.head()?;
        if let Some(seen) = self.read()? {
            let verdict = compare(seen, tip.seq, store.hash_at(seen.seq)?);
            let words = match verdict {
                Verdict::Holds if seen == tip => return Ok(None),
                Verdict::Holds => {
                    self.write(tip)?;
                    return Ok(None);
                }
                Verdict::Behind { known, found } => format!(
                    "this computer saw {known} entries in this desk's journal, and the folder holds {found}: an older \
                     folder was put back, or its end is lost; find the newer one before anybody works on"
                ),
                Verdict::Another { seq } => format!(
                    "entry {seq} of this desk's journal is another one than this computer saw: it was written anew, or \
                     an older folder was put back and worked on"
                ),
            };
            return Ok(Some(Betrayed { verdict, words, path: self.path.clone() }));
        }
        self.write(tip)?;
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_compared_with_what_is_there() {
        let seen = Head { seq: 5, hash: [5; 32] };
        assert_eq!(compare(seen, 5, Some([5; 32])), Verdict::Holds);
        assert_eq!(compare(seen, 9, Some([5; 32])), Verdict::Holds);
        assert_eq!(compare(seen, 9, Some([6; 32])), Verdict::Another { seq: 5 });
        assert_eq!(compare(seen, 4, None), Verdict::Behind { known: 5, found: 4 });
        assert_eq!(compare(Head::default(), 0, None), Verdict::Holds);
    }

    #[test]
    fn a_receipt_is_read_as_it_was_written() {
        let outside = tempfile::tempdir().unwrap();
        let receipt = Receipt::of(&outside.path().join("receipts"), DeskId(uuid::Uuid::from_u128(7)));
        assert_eq!(receipt.read().unwrap(), None);
        let head = Head { seq: 40_213, hash: [0xa7; 32] };
        receipt.write(head).unwrap();
        assert_eq!(receipt.read().unwrap(), Some(head));
        fs::write(&receipt.path, "12 zz\n").unwrap();
        assert!(receipt.read().unwrap_err().to_string().contains("not a receipt"));
    }
}
