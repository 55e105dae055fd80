//! The schema and its migrations: each in one transaction, with a backup before, and never backwards.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{StoreError, backup, secret::DataKey};

/// Each migration brings the file from the version of its place to the next.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("001.sql"),
    include_str!("002.sql"),
    include_str!("003.sql"),
    include_str!("004.sql"),
    include_str!("005.sql"),
];

/// Marks a database as a desk's: "duty".
pub(crate) const APPLICATION_ID: i64 = 0x6475_7479;

/// Gives the file's schema version; 0 is an empty file.
pub(crate) fn version(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the file to the newest of `migrations`; one that holds something is copied, encrypted, into `backups` before.
pub(crate) fn migrate(
    conn: &mut Connection,
    backups: &Path,
    migrations: &[&str],
    key: &DataKey,
) -> Result<(), StoreError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    let found = version(conn)?;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    if found == 0 && conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? > 0
    {
        // Somebody else's database: not ours to write into.
        return Err(StoreError::Corrupt);
    }
    if found > 0 && found < known {
        super::folder::make_private_dir(backups)?;
        let copy = backups.join(format!("before-schema-{known}.db"));
        match backup::copy(conn, &copy, key) {
            // A copy of an earlier try that failed half-way holds the same, for the try changed nothing.
            Ok(()) | Err(StoreError::Exists(_)) => {}
            Err(other) => return Err(other),
        }
    }
    for (from, script) in (0_i64..).zip(migrations) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again under the lock: another console may have migrated in between.
        if version(&tx)? == from {
            tx.execute_batch(script)?;
            tx.pragma_update(None, "user_version", from + 1)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.commit()?;
        }
    }
    Ok(())
}
