//! The secrets that managers' devices share with the desk, in the encrypted file: so they are in its backups, have its key,
//! and come with the entry that names them or not at all.
//!
//! A secret stays when its device is lost or taken away: then an answer of that device is still known for what it is.

use rusqlite::{OpenFlags, OptionalExtension as _, params};

use super::{Store, StoreError, Unit, cipher};
use crate::domain::answer::Secret;

impl Unit<'_> {
    /// Keeps a device's secret under the name that its entries call it by; a name that is known keeps its secret.
    pub fn put_device_secret(&mut self, name: &str, secret: &Secret) -> Result<(), StoreError> {
        let sql = "INSERT INTO device_secret (name, secret) VALUES (?1, ?2)";
        self.conn.prepare_cached(sql)?.execute(params![name, secret.as_slice()])?;
        Ok(())
    }
}

impl Store {
    /// Tells whether all of them can be read: they are made of nothing else.
    pub(super) fn device_secrets_read(&self) -> bool {
        // By a connection of its own: one that met a damaged page may refuse what is sound.
        let path = self.folder.database();
        let own = cipher::open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, &self.access.data);
        let all = own.and_then(|conn| {
            let sum = "SELECT coalesce(sum(length(secret) + length(name)), 0) FROM device_secret";
            Ok(conn.query_row(sum, [], |row| row.get::<_, i64>(0))?)
        });
        all.is_ok()
    }

    /// Gives a device's secret by its name.
    pub fn device_secret(&self, name: &str) -> Result<Option<Secret>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached("SELECT secret FROM device_secret WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get::<_, [u8; 20]>(0)).optional()?.map(Secret::new))
    }
}
