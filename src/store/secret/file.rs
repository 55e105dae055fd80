//! Files beside the database, wrapped under a key of their own purpose and written in one step.

use std::{fs, path::Path};

use zeroize::Zeroizing;

use super::{DataKey, Entropy, SecretError, StoreError, seal};
use crate::store::folder;

/// Writes a file that only the desk's key opens; `durable` as in [`folder::write_private`].
pub fn write_wrapped(
    path: &Path,
    key: &DataKey,
    purpose: &str,
    bytes: &[u8],
    durable: bool,
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    folder::write_private(path, &seal::wrap(key, purpose, bytes, entropy)?, durable)
}

/// Reads a file that [`write_wrapped`] wrote under the same key and purpose; any other is left as it is.
pub fn read_wrapped(path: &Path, key: &DataKey, purpose: &str) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let wrapped = fs::read(path).map_err(|error| StoreError::file(path, "read", error))?;
    seal::unwrap(key, purpose, &wrapped).ok_or_else(|| SecretError::Unopened(path.to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::{super::test_entropy, *};

    #[test]
    fn a_wrapped_file_is_opened_by_its_key_and_shows_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spool");
        let mut entropy = test_entropy(1);
        let (key, other) = (DataKey::random(&mut entropy).unwrap(), DataKey::random(&mut entropy).unwrap());
        write_wrapped(&path, &key, "spool", b"Ellis Penmere", true, &mut entropy).unwrap();
        assert_eq!(read_wrapped(&path, &key, "spool").unwrap().as_slice(), b"Ellis Penmere");
        let text = fs::read(&path).unwrap();
        assert!(!text.windows(5).any(|part| part == b"Ellis"));
        for (key, purpose) in [(&other, "spool"), (&key, "draft")] {
            let error = read_wrapped(&path, key, purpose).unwrap_err();
            assert!(error.to_string().contains("left as it is"), "{error}");
        }
        fs::write(&path, &text[..text.len() - 1]).unwrap();
        assert!(read_wrapped(&path, &key, "spool").is_err());
        assert!(read_wrapped(&dir.path().join("none"), &key, "spool").is_err());
    }
}
