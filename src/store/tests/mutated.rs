//! Ten thousand ways of changing a journal, each located at the entry that it changed.

use ed25519_dalek::{Signer as _, SigningKey};
use rusqlite::{params, types::Value};

use super::*;

/// How many entries the journal under test has.
const ENTRIES: u64 = 36;

/// Takes the guards off, within the transaction that is rolled back afterwards.
const UNGUARD: &str = "DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;
    DROP TRIGGER payload_never_changes; DROP TRIGGER payload_never_shrinks; DROP TRIGGER journal_only_grows;
    DROP TRIGGER payload_only_grows; PRAGMA ignore_check_constraints = ON;";

fn desk() -> Desk {
    let mut desk = Desk::new();
    let desk_stream = desk.store.meta().desk.0;
    for n in 0..17_u64 {
        let stream = u128::from(n % 5) + 1;
        desk.write(stream, 2);
        if n == 8 {
            let by_nobody = Stamp { person: None, ..stamp() };
            let version = desk.store.version(desk_stream).unwrap();
            let quiet = NewEvent { kind: "desk.sign_in_refused.v1", ..event(7_777) };
            desk.store.unit(|tx| tx.append(desk_stream, version, &by_nobody, &[quiet])).unwrap();
        }
    }
    desk.sql(UNGUARD).unwrap();
    desk
}

/// Tells where the first fault is after some SQL, which is taken back.
fn after(conn: &Connection, change: impl FnOnce(&Connection)) -> Option<u64> {
    conn.execute_batch("SAVEPOINT change; PRAGMA ignore_check_constraints = ON;").unwrap();
    change(conn);
    let found = verify::prove(conn, &[], Some(&access().keyring), &mut |_| ());
    conn.execute_batch("ROLLBACK TO change; RELEASE change;").unwrap();
    // What the file cannot even be read with is found too; but nothing here does that.
    found.unwrap().err().map(|fault| fault.seq)
}

/// Every column of an entry, and the table where it stands.
const COLUMNS: [(&str, &str); 14] = [
    ("journal", "event_id"),
    ("journal", "stream"),
    ("journal", "version"),
    ("journal", "kind"),
    ("journal", "person"),
    ("journal", "account"),
    ("journal", "desk"),
    ("journal", "at"),
    ("journal", "body_digest"),
    ("journal", "prev"),
    ("journal", "hash"),
    ("journal", "signature"),
    ("payload", "salt"),
    ("payload", "body"),
];

/// Gives other values for a column: each byte changed, and what is none put in or taken out.
fn others(value: &Value) -> Vec<Value> {
    let bytes = |bytes: &[u8]| -> Vec<Vec<u8>> {
        (0..bytes.len())
            .map(|at| {
                let mut changed = bytes.to_vec();
                changed[at] ^= 1 << (at % 8);
                changed
            })
            .collect()
    };
    match value {
        Value::Blob(blob) => bytes(blob).into_iter().map(Value::Blob).collect(),
        Value::Text(text) => {
            let ascii = |changed: Vec<u8>| String::from_utf8(changed).unwrap_or_default();
            bytes(text.as_bytes()).into_iter().map(|changed| Value::Text(ascii(changed))).collect()
        }
        Value::Integer(n) => (0..63).map(|bit| Value::Integer(n ^ (1 << bit))).collect(),
        Value::Null => vec![Value::Blob(vec![1; 16])],
        Value::Real(_) => Vec::new(),
    }
}

#[test]
fn ten_thousand_changes_are_all_located() {
    let desk = desk();
    let conn = desk.behind();
    let head = desk.store.head().unwrap().seq;
    assert!(head >= ENTRIES, "{head}");
    assert_eq!(after(&conn, |_| ()), Some(0), "only the guards are missing");
    let mut tried = 0;
    for seq in 1..=i64::try_from(head).unwrap() {
        for (table, column) in COLUMNS {
            let old: Value = conn
                .query_row(&format!("SELECT {column} FROM {table} WHERE seq = ?1"), [seq], |row| row.get(0))
                .unwrap();
            for new in others(&old) {
                let sql = format!("UPDATE {table} SET {column} = ?1 WHERE seq = ?2");
                let mut changed = false;
                let found = after(&conn, |conn| changed = conn.execute(&sql, params![new, seq]).is_ok());
                // Another entry of the stream may have that version already, which no file can hold twice.
                assert!(changed || column == "version");
                if changed {
                    assert_eq!(found, Some(uint(seq)), "{table}.{column} of {seq}: {old:?} became {new:?}");
                    tried += 1;
                }
            }
        }
        // Taken out, put twice, swapped with the next.
        let gone = |conn: &Connection| {
            conn.execute("DELETE FROM journal WHERE seq = ?1", [seq]).unwrap();
            conn.execute("DELETE FROM payload WHERE seq = ?1", [seq]).unwrap();
        };
        if uint(seq) < head {
            assert_eq!(after(&conn, gone), Some(uint(seq)), "{seq} taken out");
            let closed_up = after(&conn, |conn| {
                gone(conn);
                for table in ["journal", "payload"] {
                    let sql = format!("UPDATE {table} SET seq = seq - 1 WHERE seq > ?1");
                    conn.execute(&sql.replace("seq - 1", "-(seq - 1)"), [seq]).unwrap();
                    conn.execute(&format!("UPDATE {table} SET seq = -seq WHERE seq < 0"), []).unwrap();
                }
            });
            assert_eq!(closed_up, Some(uint(seq)), "{seq} taken out and the gap closed");
            let swapped = after(&conn, |conn| {
                for table in ["journal", "payload"] {
                    for (from, to) in [(seq, -1), (seq + 1, seq), (-1, seq + 1)] {
                        let sql = format!("UPDATE {table} SET seq = ?2 WHERE seq = ?1");
                        conn.execute(&sql, [from, to]).unwrap();
                    }
                }
            });
            assert_eq!(swapped, Some(uint(seq)), "{seq} swapped with the next");
            tried += 3;
        }
    }
    assert!(tried >= 10_000, "{tried}");
}

/// Everything of an entry as it is hashed, with its signature.
fn link_of(conn: &Connection, seq: u64) -> (chain::Hash, Vec<u8>) {
    conn.query_row("SELECT hash, signature FROM journal WHERE seq = ?1", [int(seq)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .unwrap()
}

#[test]
fn signing_again_by_another_key_is_located() {
    let desk = desk();
    let conn = desk.behind();
    let stranger = SigningKey::from_bytes(&[77; 32]);
    for seq in 1..=desk.store.head().unwrap().seq {
        let (hash, signature) = link_of(&conn, seq);
        let signed = |key: &dyn Fn(&chain::Hash) -> Vec<u8>| {
            let signature = key(&hash);
            after(&conn, |conn| {
                conn.execute(
                    "UPDATE journal SET signature = ?1 WHERE seq = ?2",
                    params![signature, int(seq)],
                )
                .unwrap();
            })
        };
        assert_eq!(signed(&|hash| stranger.sign(hash).to_bytes().to_vec()), Some(seq));
        // The desk's own key does not count for a person, nor a person's for the desk.
        let keyring = access().keyring;
        for by in [None, Some(person())] {
            let other = signed(&|hash| keyring.sign(by, hash).unwrap().to_vec());
            let same = keyring.sign(by, &hash).unwrap().to_vec() == signature;
            assert_eq!(other, Some(if same { 0 } else { seq }), "{seq} by {by:?}");
        }
    }
}

#[test]
fn a_journal_signed_anew_from_its_beginning_does_not_fit_the_desks_keys() {
    let mut desk = Desk::new();
    desk.write(1, 3);
    let mut other = access().keyring;
    let mut entropy = test_entropy(40);
    other = {
        let mut made = Keyring::random(&mut entropy).unwrap();
        made.take_up_all(&other);
        made
    };
    let conn = desk.behind();
    let found = verify::prove(&conn, &[], Some(&other), &mut |_| ()).unwrap().unwrap_err();
    assert_eq!(found.seq, 1, "{found}");
    // Somebody's key that was put in the place of the one that they hold.
    let mut theirs = access().keyring;
    theirs.take_up(person(), new_signing_key(&mut entropy).unwrap());
    let found = verify::prove(&conn, &[], Some(&theirs), &mut |_| ()).unwrap().unwrap_err();
    assert_eq!(found.seq, BEFORE, "{found}");
}

#[test]
fn nobody_signs_with_a_key_that_the_journal_does_not_know() {
    let mut desk = Desk::new();
    desk.write(1, 1);
    let before = desk.store.head().unwrap();
    let somebody = StaffId(Uuid::from_u128(8));
    let by = |person| Stamp { person: Some(person), ..stamp() };
    let write = |desk: &mut Desk, person| {
        desk.store.unit(|tx| tx.append(Uuid::from_u128(1), 1, &by(person), &[event(70)])).unwrap_err()
    };
    let refused = write(&mut desk, somebody);
    assert!(matches!(refused, StoreError::NoSigningKey(Some(id)) if id == somebody), "{refused}");
    // A key that nobody enrolled, and a wrong key of somebody who is.
    let mut entropy = test_entropy(50);
    desk.store.keyring_mut().take_up(somebody, new_signing_key(&mut entropy).unwrap());
    assert!(matches!(write(&mut desk, somebody), StoreError::OtherKey(_)));
    desk.store.keyring_mut().take_up(person(), new_signing_key(&mut entropy).unwrap());
    assert!(matches!(write(&mut desk, person()), StoreError::OtherKey(_)));
    desk.store.keyring_mut().lock();
    assert!(matches!(write(&mut desk, person()), StoreError::NoSigningKey(_)));
    assert_eq!(desk.store.head().unwrap(), before);
    // The desk itself still signs, and whoever comes back signs again.
    let stream = Uuid::from_u128(60);
    desk.store.unit(|tx| tx.append(stream, 0, &Stamp { person: None, ..stamp() }, &[event(71)])).unwrap();
    *desk.store.keyring_mut() = access().keyring;
    desk.write(1, 1);
    desk.verify().unwrap();
}

#[test]
fn a_new_key_counts_from_its_entry_on_at_every_console() {
    let mut desk = Desk::new();
    let mut other = open(&desk.folder, false).unwrap();
    desk.write(1, 1);
    let public =
        |store: &Store| Verifier::check(&store.keyring().public_of(person()).unwrap(), &[0; 32], &[]);
    assert!(!public(&other));
    let newer = {
        let mut ring = access().keyring;
        ring.take_up(person(), new_signing_key(&mut test_entropy(60)).unwrap());
        ring
    };
    other.unit(|tx| enrol(tx, person(), &newer)).unwrap();
    // This console still holds the former key: it would write what nobody could verify.
    let refused = desk.store.unit(|tx| tx.append(Uuid::from_u128(1), 1, &stamp(), &[event(70)])).unwrap_err();
    assert!(matches!(refused, StoreError::OtherKey(_)), "{refused}");
    desk.store.keyring_mut().take_up_all(&newer);
    desk.write(1, 1);
    assert_eq!(desk.verify().unwrap().entries, BEFORE + 3);
    // A unit that was taken back enrolled nobody.
    let rolled_back = desk.store.unit(|tx| {
        enrol(tx, person(), &access().keyring)?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(rolled_back.is_err());
    desk.write(1, 1);
    desk.verify().unwrap();
}
