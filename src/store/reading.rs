//! The connection by which a desk's file is read, also where pages of it are damaged.

use std::cell::{Cell, Ref, RefCell};

use rusqlite::{Connection, OpenFlags};

use super::{Folder, Store, StoreError, Unread, cipher, secret::Access, tune};

impl Store {
    /// Gives the file, where it is read.
    pub(super) fn conn(&self) -> Result<Ref<'_, Connection>, StoreError> {
        Self::sound(&self.conn, &self.folder, &self.access, &self.spoilt, self.bulk)
    }

    /// Gives a connection that reads. One that met a damaged page lets nobody write any more, which shows that it did, and refuses
    /// pages that are sound: another one takes its place, which reads all that can be read.
    pub(super) fn sound<'c>(
        conn: &'c Result<RefCell<Connection>, Unread>,
        folder: &Folder,
        access: &Access,
        spoilt: &Cell<bool>,
        bulk: bool,
    ) -> Result<Ref<'c, Connection>, StoreError> {
        let conn = conn.as_ref().map_err(|why| why.error())?;
        if conn.borrow().is_readonly("main").unwrap_or_default() {
            spoilt.set(true);
            let opened = cipher::open(&folder.database(), OpenFlags::SQLITE_OPEN_READ_WRITE, &access.data);
            let opened = opened.and_then(|conn| tune(&conn, bulk).map(|()| conn));
            // In the middle of several reads the first one ends before.
            if let (Ok(opened), Ok(mut stuck)) = (opened, conn.try_borrow_mut()) {
                *stuck = opened;
            }
        }
        Ok(conn.borrow())
    }
}
