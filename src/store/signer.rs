//! Signing beside the writing, for filling a desk with millions of entries.
//!
//! Each entry's hash covers the signature of the one before it, so signatures follow each other; but they need not wait
//! for the rows of the database, nor those for them. A second thread signs while the first one decides what comes next
//! and inserts what is signed. Only a bulk unit does so: an entry that the journal refuses is told of later there.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread::Scope,
};

use super::{
    chain::{self, Hash, Link, Salt},
    secret::Keyring,
};
use crate::domain::ids::StaffId;

/// How many entries go to the signer at once.
const BATCH: usize = 128;

/// An entry on its way into the journal.
pub(super) struct Entry {
    pub(super) link: Link<'static>,
    pub(super) salt: Salt,
    pub(super) body: String,
    pub(super) hash: Hash,
    /// None until it is signed, and where nobody can sign it.
    pub(super) signature: Option<[u8; 64]>,
}

impl Entry {
    /// Makes an entry that is to be signed.
    pub(super) fn new(link: Link<'static>, salt: Salt, body: String) -> Self {
        Self { link, salt, body, hash: [0; 32], signature: None }
    }

    /// Puts the entry behind its previous one and signs it; gives what the next one calls its previous one.
    pub(super) fn sign(&mut self, keyring: &Keyring, prev: &Hash) -> Hash {
        self.link.prev = *prev;
        self.hash = self.link.hash();
        self.signature = keyring.sign(self.link.person.map(StaffId), &self.hash);
        chain::next_prev(&self.hash, self.signature.as_ref().map_or(&[], |signature| signature.as_slice()))
    }
}

/// The signing thread, as the writing one sees it.
pub(super) struct Signer {
    jobs: Sender<Vec<Entry>>,
    done: Receiver<Vec<Entry>>,
    batch: Vec<Entry>,
    /// How many batches are being signed.
    away: usize,
}

impl Signer {
    /// Starts the thread; it ends when this is dropped.
    pub(super) fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        keyring: &'scope Keyring,
        mut prev: Hash,
    ) -> Self {
        let (jobs, taken) = channel::<Vec<Entry>>();
        let (give, done) = channel();
        scope.spawn(move || {
            for mut batch in taken {
                for entry in &mut batch {
                    prev = entry.sign(keyring, &prev);
                }
                if give.send(batch).is_err() {
                    return;
                }
            }
        });
        Self { jobs, done, batch: Vec::with_capacity(BATCH), away: 0 }
    }

    /// Hands an entry in, and gives those that are signed by now, in their order.
    pub(super) fn push(&mut self, entry: Entry) -> Vec<Entry> {
        self.batch.push(entry);
        if self.batch.len() < BATCH {
            return Vec::new();
        }
        self.send();
        let signed: Vec<_> = self.done.try_iter().collect();
        self.away -= signed.len();
        signed.into_iter().flatten().collect()
    }

    /// Waits for all that were handed in.
    pub(super) fn rest(&mut self) -> Vec<Entry> {
        self.send();
        let mut signed = Vec::new();
        while self.away > 0 {
            // The thread ends only when this is dropped.
            let Ok(batch) = self.done.recv() else { break };
            self.away -= 1;
            signed.extend(batch);
        }
        signed
    }

    fn send(&mut self) {
        if !self.batch.is_empty() {
            let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
            self.away += usize::from(self.jobs.send(batch).is_ok());
        }
    }
}
