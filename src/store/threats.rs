//! What protects a desk: who can do what, what betrays it, and what nothing here can prevent.
//!
//! A page to read; there is no code in it. Each claim names the module that keeps it. Which test goes red without which
//! control stands in [`controls`].
//!
//! # What a desk promises
//!
//! 1. Whoever has the disk and no passphrase reads nothing of any child, family, caller or worker.
//! 2. Nobody's word can be put into the record as somebody else's without that person's key, and no entry can be changed,
//!    taken out, moved or put in between without `dutydesk verify` naming the first one that does not hold.
//! 3. Who authorised, how, and how sure that is, stands in the record; the four ways are never counted as one.
//! 4. Recording never waits for any of this. Authorising does.
//!
//! # What lies where
//!
//! | what | protected by |
//! |---|---|
//! | `desk.db`, its log and its backups | `SQLCipher` under the data key, page by page, each with its own authentication code ([`cipher`](super::cipher)) |
//! | drafts, spools, `desk.book` | XChaCha20-Poly1305 under subkeys of the data key ([`secret`](super::secret)) |
//! | ringing calls, notes left at the door | sealed to the desk's public key (HPKE): written without any key that reads ([`rings`](super::rings), [`notes`](super::notes)) |
//! | `desk.keys` | each person's secrets under Argon2id of their passphrase, 64 MiB and three passes at least; the data key sealed to each person ([`keys`](super::keys)) |
//! | the recovery key | halved: two office holders have a half each, and neither half says anything about the whole |
//! | a manager's device | its own file and passphrase, on the manager's own machine ([`device`](super::device)) |
//! | `practice.key` | nothing: a practice desk protects nobody, and says PRACTICE on every screen |
//! | exports that somebody asked for | nothing: they are for somebody else to read; that they were made is journalled before |
//!
//! # Who can do what
//!
//! **A thief of the laptop, switched off.** Has files and no key. Guesses passphrases at a quarter of a second and 64 MiB
//! each; fifteen characters or four words, none of them common, are beyond that. Sees how large the files are, when they
//! were written, how many people have accounts and what they sign in by.
//!
//! **A thief of a console that is locked.** The signing keys are gone from memory, the data key is not: alarms go on. Whoever
//! can read the memory of a running machine reads the desk. A console that is shut down has neither.
//!
//! **A colleague at another's unlocked console.** Can write as them until it locks. Cannot decide an override: that asks for
//! the passphrase once more.
//!
//! **Somebody with two accounts.** Is one person with one key. Separation is by person; no second account, no role given up
//! in between and no device changes who they are ([`permission`](crate::domain::permission)).
//!
//! **A worker with a manager on the telephone.** Writes down what was said, so could write what was not. By a device that
//! answers, the console proves that the manager's device answered a challenge made of this very text; but the console
//! holds the device's secret too, so this convinces an honest console and nobody else. A one-time code proves less, since it
//! knows nothing of the request, and dictation proves nothing. The manager's own signed word, by the end of the next
//! working day, is the proof; until then the record says *unconfirmed*, and it can be disowned.
//!
//! **A manager.** Can sign what they did not read. The record shows their own words beside the worker's, and how long it took.
//!
//! **An administrator.** Runs accounts and duties, and reads no contact. Cannot make anybody's key sign. Can enrol another key
//! for somebody, which stands in the journal under the administrator's own name, and so can be found.
//!
//! **Whoever damages the file.** Gets a console at which calls can be taken and nothing else, if they can sign in and took
//! calls when the journal could last be read. They read what waits there, and decide nothing.
//!
//! **Somebody who has left.** Their slot is gone and the data key is another one, so their passphrase opens nothing, and no
//! copy of `desk.keys` opens what was written since. What they copied before, they have. The desk's own signing and sealing
//! keys were in their memory once; they are not renewed, so machine entries since rest on the chain and the anchors.
//!
//! **The owner of the files, with a key.** Can put yesterday's folder back, or rewrite the chain's end with keys they hold.
//! Cannot sign as others. Three things outside betray it: head codes read out and written down elsewhere, the receipt kept
//! outside the folder ([`receipt`](super::receipt)), and `desk.head` ([`head`](super::head)). `verify --anchors FILE` says up to which
//! entry this is the journal that existed when an anchor was written, and that nothing later is proven by it.
//!
//! # What is detected
//!
//! - Any changed, missing, inserted, swapped or re-signed entry: located exactly ([`verify`](super::verify)).
//! - Any flipped bit in the checkpointed file: on opening or by `verify`.
//! - A lost end of the log: at the next opening, by `desk.head`; also after a console that only recorded, for that touches
//!   neither the file nor what knows how far it went.
//! - A changed name, account or public key in `desk.keys`: the roster carries an authentication code under the data key.
//! - Tries with wrong passphrases: counted before they are looked at, journalled at the next opening.
//! - Who opened, searched, printed or exported what, and every way into a restricted record.
//!
//! # What is not
//!
//! - That what was written is true, or that everything was written down.
//! - A photograph of the screen; a person who listens at the door; a keyboard that remembers.
//! - A system whose administrator is against you: whoever owns the machine owns what it shows.
//! - Times more exact than the machine's clock. A step of it is only visible as such.
//! - Changes to history from before keys were made: it is vouched for as it was found, by one signature over its head.
//! - Plaintext that lay on the disk before a desk was migrated: it is unlinked, and no program can wipe a modern disk.

pub mod controls;
