//! `practice.key`: every secret of a practice desk in clear, so that it opens by itself; it protects nobody.
//!
//! JSON: `data`, `desk` (the signing seed), `sealing` (the private half), and `people`, a seed by person, all in
//! hexadecimal.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Access, DataKey, Keyring, SealingKey, SecretError, StoreError, hex::Key};
use crate::{
    domain::ids::StaffId,
    store::{Folder, folder},
};

/// The file's name.
pub const FILE: &str = "practice.key";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secrets {
    data: Key,
    desk: Key,
    sealing: Key,
    people: BTreeMap<StaffId, Key>,
}

/// Gives the path of a desk's `practice.key`, whether it is there or not.
pub fn path(desk: &Folder) -> PathBuf {
    desk.root().join(FILE)
}

/// Writes everything that opens a practice desk beside it: the data key, the desk's keys, and those of all on the ring.
pub fn write(desk: &Folder, access: &Access) -> Result<(), StoreError> {
    let ring = &access.keyring;
    let seed = |key: &SigningKey| Key::from(key.to_bytes());
    let secrets = Secrets {
        data: (*access.data.expose()).into(),
        desk: seed(ring.desk_key()),
        sealing: (*ring.sealing().expose()).into(),
        people: ring.people().filter_map(|person| Some((person, seed(ring.key_of(person)?)))).collect(),
    };
    let path = path(desk);
    let text = serde_json::to_vec_pretty(&secrets).map_err(|_| SecretError::Damaged(path.clone()))?;
    folder::write_private(&path, &Zeroizing::new(text), true)
}

/// Reads what opens a practice desk, with everybody's signing keys on the ring.
pub fn read(desk: &Folder) -> Result<Access, StoreError> {
    let path = path(desk);
    let text = fs::read(&path).map(Zeroizing::new).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SecretError::Missing(path.clone()).into(),
        _ => StoreError::file(&path, "read", error),
    })?;
    let secrets: Secrets = serde_json::from_slice(&text).map_err(|_| SecretError::Damaged(path))?;
    let sign = |seed: &Key| SigningKey::from_bytes(&seed.0);
    let mut keyring = Keyring::new(sign(&secrets.desk), SealingKey::from_bytes(&secrets.sealing.0));
    for (person, seed) in &secrets.people {
        keyring.take_up(*person, sign(seed));
    }
    Ok(Access { data: DataKey::from_bytes(&secrets.data.0), keyring })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::{keyring::new_signing_key, test_entropy},
        *,
    };

    #[test]
    fn a_practice_desk_opens_by_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Folder::create(&dir.path().join("desk")).unwrap();
        assert!(matches!(read(&desk), Err(StoreError::Secret(SecretError::Missing(_)))));
        let mut entropy = test_entropy(1);
        let data = DataKey::random(&mut entropy).unwrap();
        let mut access = Access { data, keyring: Keyring::random(&mut entropy).unwrap() };
        let ada = StaffId(Uuid::from_u128(1));
        access.keyring.take_up(ada, new_signing_key(&mut entropy).unwrap());
        write(&desk, &access).unwrap();
        let again = read(&desk).unwrap();
        assert_eq!(again.data, access.data);
        let hash = [1; 32];
        for person in [None, Some(ada)] {
            assert_eq!(again.keyring.sign(person, &hash), access.keyring.sign(person, &hash));
        }
        assert_eq!(again.keyring.sealing_public(), access.keyring.sealing_public());
        fs::write(path(&desk), "{").unwrap();
        assert!(matches!(read(&desk), Err(StoreError::Secret(SecretError::Damaged(_)))));
    }
}
