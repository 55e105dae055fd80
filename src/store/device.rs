//! A manager's own device: its secret and what was authorised with it, in one file under a passphrase of its own.
//!
//! The file lies on the manager's machine and belongs to no desk's folder. It is JSON: `format`, what Argon2id was asked
//! for (`memory_kib`, `passes`, `lanes`, `salt`), and `nonce` and `sealed`, both in hexadecimal. What is sealed, by
//! XChaCha20-Poly1305 with the derived key and with the rest of the file as its associated data, is JSON again: the
//! secret, whose it is, and the log. So a found device tells nothing, not even what was authorised when.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305,
    aead::{Aead as _, Payload},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Entropy, StoreError, chain, folder};
use crate::domain::answer::{Eight, HeadCode, Secret, Summary};

const FORMAT: &str = "dutydesk.device/1";

/// What a guess at a device's passphrase costs: 64 MiB, three passes, one lane.
const COST: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

/// The most that a file may ask for, so that a planted one cannot take the machine.
const MOST: Cost = Cost { memory_kib: 1024 * 1024, passes: 64, lanes: 16 };

/// Why a device cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// There is no file.
    #[error("this device is not enrolled ({} is not there): `dutydesk authorise --enrol` enrols it", .0.display())]
    NotEnrolled(PathBuf),
    /// The passphrase does not open it.
    #[error("that passphrase does not open this device; nothing was changed: try again")]
    Passphrase,
    /// The file is damaged.
    #[error("{} is damaged and was left as it is: bring it back from a copy, or enrol this device anew", .0.display())]
    Damaged(PathBuf),
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One authorisation, as the device remembers it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Given {
    /// When, by the device's clock.
    pub at: DateTime<Utc>,
    /// What was heard: reference, agencies, until when.
    pub facts: String,
    /// The challenge.
    pub challenge: Eight,
    /// The summary code that both sides had.
    pub summary: Summary,
    /// The head code that the worker read out, which makes this an anchor.
    pub head: Option<HeadCode>,
}

/// An open device.
pub struct Device {
    path: PathBuf,
    lock: Lock,
    key: Zeroizing<[u8; 32]>,
    secret: Secret,
    inside: Inside,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// What stands in clear.
#[derive(Clone, Serialize, Deserialize)]
struct Lock {
    format: String,
    #[serde(flatten)]
    cost: Cost,
    salt: String,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    #[serde(flatten)]
    lock: Lock,
    nonce: String,
    sealed: String,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Inside {
    owner: String,
    enrolled: DateTime<Utc>,
    secret: Zeroizing<String>,
    log: Vec<Given>,
}

impl Device {
    /// Makes the file of a newly enrolled device; one that is there is refused.
    pub fn enrol(
        path: &Path,
        passphrase: &str,
        owner: &str,
        secret: Secret,
        now: DateTime<Utc>,
        entropy: &mut Entropy,
    ) -> Result<Self, DeviceError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()).into());
        }
        let mut salt = [0; 16];
        entropy(&mut salt).map_err(StoreError::Entropy)?;
        let lock = Lock { format: FORMAT.to_owned(), cost: COST, salt: chain::hex(&salt) };
        let key = lock.key(passphrase).ok_or_else(|| DeviceError::Damaged(path.to_owned()))?;
        let hex = Zeroizing::new(chain::hex(secret.as_slice()));
        let inside = Inside { owner: owner.to_owned(), enrolled: now, secret: hex, log: Vec::new() };
        let device = Self { path: path.to_owned(), lock, key, secret, inside };
        if let Some(directory) = path.parent().filter(|directory| !directory.exists()) {
            folder::make_private_dir(directory)?;
        }
        device.save(entropy)?;
        Ok(device)
    }

    /// Opens the file with its passphrase.
    pub fn open(path: &Path, passphrase: &str) -> Result<Self, DeviceError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(DeviceError::NotEnrolled(path.to_owned()));
            }
            Err(error) => return Err(StoreError::file(path, "read", error).into()),
        };
        let damaged = || DeviceError::Damaged(path.to_owned());
        let contents: Contents = serde_json::from_slice(&text).map_err(|_| damaged())?;
        let lock = contents.lock;
        if lock.format != FORMAT || !lock.cost.is_bearable() {
            return Err(damaged());
        }
        let key = lock.key(passphrase).ok_or_else(damaged)?;
        let nonce: [u8; 24] = chain::unhex(&contents.nonce).ok_or_else(damaged)?;
        let sealed = data_encoding::HEXLOWER.decode(contents.sealed.as_bytes()).map_err(|_| damaged())?;
        let clear = XChaCha20Poly1305::new((&*key).into())
            .decrypt((&nonce).into(), Payload { msg: &sealed, aad: &lock.associated() })
            .map(Zeroizing::new)
            .map_err(|_| DeviceError::Passphrase)?;
        let inside: Inside = serde_json::from_slice(&clear).map_err(|_| damaged())?;
        let secret = Secret::new(chain::unhex(&inside.secret).ok_or_else(damaged)?);
        Ok(Self { path: path.to_owned(), lock, key, secret, inside })
    }

    /// Gives the secret that answers are made of.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Gives whose device it is, as was typed when it was enrolled.
    pub fn owner(&self) -> &str {
        &self.inside.owner
    }

    /// Gives what was authorised, oldest first.
    pub fn log(&self) -> &[Given] {
        &self.inside.log
    }

    /// Keeps an authorisation; called before its answer is shown.
    pub fn keep(&mut self, given: Given, entropy: &mut Entropy) -> Result<(), DeviceError> {
        self.inside.log.push(given);
        self.save(entropy).inspect_err(|_| _ = self.inside.log.pop())
    }

    /// Adds the head code to the newest authorisation.
    pub fn keep_head(&mut self, head: HeadCode, entropy: &mut Entropy) -> Result<(), DeviceError> {
        if let Some(newest) = self.inside.log.last_mut() {
            newest.head = Some(head);
        }
        self.save(entropy)
    }

    fn save(&self, entropy: &mut Entropy) -> Result<(), DeviceError> {
        let damaged = || DeviceError::Damaged(self.path.clone());
        let mut nonce = [0; 24];
        entropy(&mut nonce).map_err(StoreError::Entropy)?;
        let clear = serde_json::to_vec(&self.inside).map(Zeroizing::new).map_err(|_| damaged())?;
        let sealed = XChaCha20Poly1305::new((&*self.key).into())
            .encrypt((&nonce).into(), Payload { msg: &clear, aad: &self.lock.associated() })
            .map_err(|_| damaged())?;
        let contents = Contents {
            lock: self.lock.clone(),
            nonce: chain::hex(&nonce),
            sealed: data_encoding::HEXLOWER.encode(&sealed),
        };
        let text = serde_json::to_vec_pretty(&contents).map_err(|_| damaged())?;
        Ok(folder::write_private(&self.path, &text, true)?)
    }
}

impl Lock {
    fn key(&self, passphrase: &str) -> Option<Zeroizing<[u8; 32]>> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let salt: [u8; 16] = chain::unhex(&self.salt)?;
        let params = Params::new(memory_kib, passes, lanes, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut_slice())
            .ok()?;
        Some(key)
    }

    /// The bytes that are sealed along: everything in clear but the nonce, one after the other.
    fn associated(&self) -> Vec<u8> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        format!("{}\n{memory_kib} {passes} {lanes}\n{}", self.format, self.salt).into_bytes()
    }
}

impl Cost {
    /// Nobody is made to open a file whose lock is weaker than ours, or that asks for all memory there is.
    fn is_bearable(self) -> bool {
        (COST.memory_kib..=MOST.memory_kib).contains(&self.memory_kib)
            && (COST.passes..=MOST.passes).contains(&self.passes)
            && (COST.lanes..=MOST.lanes).contains(&self.lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::{Facts, summary};

    fn entropy() -> Entropy {
        let mut next = 0_u8;
        Box::new(move |buffer| {
            for byte in buffer {
                next = next.wrapping_mul(31).wrapping_add(7);
                *byte = next;
            }
            Ok(())
        })
    }

    #[test]
    fn a_device_opens_with_its_passphrase_and_remembers() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("dutydesk-device/device.json");
        assert!(matches!(Device::open(&path, "any"), Err(DeviceError::NotEnrolled(_))));
        let (mut random, now) = (entropy(), "2026-11-23T03:12:00Z".parse().unwrap());
        let secret = Secret::new([9; 20]);
        let mut device =
            Device::enrol(&path, "four words it is", "R. Shah", secret, now, &mut random).unwrap();
        let again = Device::enrol(&path, "other", "R. Shah", Secret::default(), now, &mut random);
        assert!(matches!(again, Err(DeviceError::Store(StoreError::Exists(_)))));
        let facts = Facts::read("1841", "pol", "24/11 09:00").unwrap();
        let challenge = Eight::of(12_345_678);
        let given = Given {
            at: now,
            facts: facts.to_string(),
            challenge,
            summary: summary(challenge, &facts),
            head: None,
        };
        device.keep(given.clone(), &mut random).unwrap();
        let head = HeadCode::of(&[7; 32]);
        device.keep_head(head, &mut random).unwrap();
        drop(device);

        let device = Device::open(&path, "four words it is").unwrap();
        assert_eq!((device.owner(), device.secret().as_slice()), ("R. Shah", [9; 20].as_slice()));
        assert_eq!(device.log(), [Given { head: Some(head), ..given }]);
        assert!(matches!(Device::open(&path, "four words it was"), Err(DeviceError::Passphrase)));

        // What could not be written down is not remembered either.
        let mut device = Device::open(&path, "four words it is").unwrap();
        let taken = path.with_file_name(format!("device.json.{}.tmp", std::process::id()));
        fs::create_dir(&taken).unwrap();
        assert!(device.keep(device.log()[0].clone(), &mut random).is_err());
        assert_eq!(device.log().len(), 1);

        let text = fs::read_to_string(&path).unwrap();
        for secret in ["0909", "Shah", "1841", "secret"] {
            assert!(!text.contains(secret), "{secret}");
        }
        for (from, to) in [
            ("\"passes\": 3", "\"passes\": 1"),
            ("\"memory_kib\": 65536", "\"memory_kib\": 4194304"),
            ("dutydesk.device/1", "dutydesk.device/2"),
        ] {
            fs::write(&path, text.replace(from, to)).unwrap();
            assert!(matches!(Device::open(&path, "four words it is"), Err(DeviceError::Damaged(_))));
        }
        fs::write(&path, &text[..text.len() / 2]).unwrap();
        assert!(matches!(Device::open(&path, "four words it is"), Err(DeviceError::Damaged(_))));
    }
}
