//! A desk that is open without its file: whatever needs the journal says why there is none, and what lies beside it goes on.

use std::cell::Cell;

use super::{Access, Entropy, Folder, HeadFile, Meta, OpenOptions, Store, StoreError, enrolled::Enrolled};

/// Why the file of an open desk is not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unread {
    /// Its beginning is damaged, so that it does not even open with the key that is its own.
    Beginning,
    /// Something in it is damaged.
    Damaged,
    /// There is no room for the log beside it.
    Full,
}

impl Unread {
    /// Tells why a file is not read that failed so; nothing, where another try, another program or another key would read it.
    pub fn of(error: &StoreError) -> Option<Self> {
        match error {
            StoreError::WrongKey => Some(Self::Beginning),
            StoreError::Corrupt
            | StoreError::Damaged { .. }
            | StoreError::Projection
            | StoreError::Sql(_)
            | StoreError::File { .. } => Some(Self::Damaged),
            StoreError::Full => Some(Self::Full),
            _ => None,
        }
    }

    /// Gives the sentence that is said of it.
    pub fn error(self) -> StoreError {
        match self {
            Self::Beginning | Self::Damaged => StoreError::Corrupt,
            Self::Full => StoreError::Full,
        }
    }
}

impl Store {
    /// Opens a desk without its file; what its file says about itself is known from elsewhere.
    ///
    /// Neither the file nor `desk.head` is touched, so that whatever they betray is betrayed later.
    pub fn without_file(
        folder: &Folder,
        why: Unread,
        meta: Meta,
        access: Access,
        entropy: Entropy,
    ) -> Result<Self, StoreError> {
        let head = HeadFile::open(&folder.head())?;
        let (folder, enrolled) = (folder.clone(), Enrolled::default());
        Ok(Self {
            conn: Err(why),
            folder,
            meta,
            access,
            enrolled,
            entropy,
            head,
            lost: None,
            bulk: false,
            spoilt: Cell::default(),
        })
    }

    /// Takes the file up that was not read before; where that fails, everything stays as it is.
    pub fn take_up_file(&mut self, entropy: Entropy) -> Result<(), StoreError> {
        *self = Self::open(&self.folder, &OpenOptions::default(), self.access.clone(), entropy)?;
        Ok(())
    }

    /// Tells why the desk's file is not read, where it is not.
    pub fn unread(&self) -> Option<Unread> {
        self.conn.as_ref().err().copied()
    }
}
