//! A desk's file of which only the queue and its indexes are damaged: the journal is copied into a new file, entry by entry, and that
//! one takes its place. The damaged one is kept.

use std::{fs, path::Path};

use rusqlite::{Connection, OpenFlags, params};

use super::{Folder, Store, StoreError, backup::synced, cipher, consoles, folder, schema, tune, verify};

/// What the file and its log end in.
const PARTS: [&str; 3] = ["db", "db-wal", "db-shm"];

/// The name of the new file until it is whole.
const ANEW: &str = "desk.db.anew";

impl Store {
    /// Copies everything but the projections into a new file, proves it, and puts it in the place of the damaged one, which goes to
    /// the backups; the projections are to be made anew. Wants the desk to be open at no console.
    ///
    /// Where an entry of the journal cannot be read, everything stays as it is.
    pub fn leave_damage(&mut self) -> Result<(), StoreError> {
        if !consoles::living(&self.folder)?.is_empty() {
            return Err(StoreError::InUse);
        }
        let anew = self.folder.root().join(ANEW);
        let made = self.copied_to(&anew).inspect_err(|_| {
            for part in ["", "-wal", "-shm", "-journal"] {
                let _ = fs::remove_file(anew.with_file_name(format!("{ANEW}{part}")));
            }
        });
        made?;
        // Nobody has the damaged file open when it goes: its log goes along.
        self.conn = Err(super::Unread::Damaged);
        put_aside(&self.folder)?;
        let path = self.folder.database();
        fs::rename(&anew, &path).map_err(|error| StoreError::file(&path, "put in its place", error))?;
        let conn = cipher::open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, &self.access.data)?;
        tune(&conn, self.bulk)?;
        self.conn = Ok(std::cell::RefCell::new(conn));
        self.spoilt.set(false);
        Ok(())
    }

    fn copied_to(&self, to: &Path) -> Result<(), StoreError> {
        let _ = fs::remove_file(to);
        folder::make_private_file(to)?;
        let mut target = cipher::open(to, OpenFlags::SQLITE_OPEN_READ_WRITE, &self.access.data)?;
        target.execute_batch("PRAGMA page_size = 4096;")?;
        schema::migrate(&mut target, &self.folder.backups(), schema::MIGRATIONS, &self.access.data)?;
        // By a connection of its own: one that failed in a write may refuse what is sound.
        let from =
            cipher::open(&self.folder.database(), OpenFlags::SQLITE_OPEN_READ_WRITE, &self.access.data)?;
        copy(&from, &target)?;
        if verify::prove(&target, &[], Some(self.keyring()), &mut |_| ())?.is_err() {
            // It is read, and is not what was written: that is for a backup.
            return Err(StoreError::Corrupt);
        }
        target.close().map_err(|(_, error)| error)?;
        synced(to)
    }
}

/// Copies what is not made of anything else.
fn copy(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    let whole = to.unchecked_transaction()?;
    let meta: (Vec<u8>, i64, String, i64, i64) =
        from.query_row("SELECT desk, practice, profile, founded, looks FROM meta", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
    to.execute(
        "INSERT INTO meta (id, desk, practice, profile, founded, looks) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
        meta,
    )?;
    let mut secrets = from.prepare("SELECT name, secret FROM device_secret")?;
    let mut rows = secrets.query([])?;
    while let Some(row) = rows.next()? {
        let secret = (row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?);
        to.execute("INSERT INTO device_secret (name, secret) VALUES (?1, ?2)", secret)?;
    }
    let mut entries = from.prepare(
        "SELECT j.seq, j.event_id, j.stream, j.version, j.kind, j.person, j.account, j.desk, j.at, j.body_digest, j.prev, j.hash,
         j.signature, p.salt, p.body FROM journal AS j LEFT JOIN payload AS p ON p.seq = j.seq ORDER BY j.seq",
    )?;
    let mut entry = to.prepare(
        "INSERT INTO journal (seq, event_id, stream, version, kind, person, account, desk, at, body_digest, prev, hash, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    let mut payload = to.prepare("INSERT INTO payload (seq, salt, body) VALUES (?1, ?2, ?3)")?;
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        let values =
            (0..13).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect::<Result<Vec<_>, _>>()?;
        entry.execute(rusqlite::params_from_iter(values))?;
        if let Some(salt) = row.get::<_, Option<Vec<u8>>>(13)? {
            payload.execute(params![row.get::<_, i64>(0)?, salt, row.get::<_, String>(14)?])?;
        }
    }
    Ok(whole.commit()?)
}

/// Puts the damaged file with its log among the backups, under a name that is free.
fn put_aside(desk: &Folder) -> Result<(), StoreError> {
    folder::make_private_dir(&desk.backups())?;
    let mut no = 1_u64;
    while desk.backups().join(format!("damaged-{no}.db")).exists() {
        no += 1;
    }
    for part in PARTS {
        let (from, to) =
            (desk.database().with_extension(part), desk.backups().join(format!("damaged-{no}.{part}")));
        match fs::rename(&from, &to) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::file(from, "put aside", error));
            }
            _ => {}
        }
    }
    Ok(())
}
