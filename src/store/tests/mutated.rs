//! Ten thousand ways of changing a journal, each located at the entry that it changed.

use ed25519_dalek::{Signer as _, SigningKey};
use rusqlite::{params, types::Value};

use super::*;

/// How many entries the journal under test has.
const ENTRIES: u64 = 19;

/// Takes the guards off, within the transaction that is rolled back afterwards.
const UNGUARD: &str = "DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;
    DROP TRIGGER payload_never_changes; DROP TRIGGER payload_never_shrinks; DROP TRIGGER journal_only_grows;
    DROP TRIGGER payload_only_grows; PRAGMA ignore_check_constraints = ON;";

fn desk() -> Desk {
    let mut desk = Desk::new();
    let desk_stream = desk.store.meta().desk.0;
    for n in 0..8_u64 {
        let stream = u128::from(n % 5) + 1;
        desk.write(stream, 2);
        if n == 6 {
            let by_nobody = Stamp { person: None, ..stamp() };
            let version = desk.store.version(desk_stream).unwrap();
            let quiet = NewEvent { kind: "desk.sign_in_refused.v1", ..event(7_777) };
            desk.store.unit(|tx| tx.append(desk_stream, version, &by_nobody, &[quiet])).unwrap();
        }
    }
    desk.sql(UNGUARD).unwrap();
    desk
}

/// Copies a desk's file into one in clear, where a change is taken back without deciphering every page again.
fn in_clear(desk: &Desk, name: &str) -> Connection {
    let path = desk.dir.path().join(name);
    std::fs::write(&path, "").unwrap();
    let sealed = desk.behind();
    sealed.execute("ATTACH ?1 AS clear KEY ''", [path.to_str().unwrap()]).unwrap();
    sealed.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).unwrap();
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE;",
    )
    .unwrap();
    conn
}

/// Tells where the first fault is after some SQL, which is taken back.
fn after(conn: &Connection, keyring: &Keyring, change: impl FnOnce(&Connection)) -> Option<u64> {
    conn.execute_batch("SAVEPOINT change; PRAGMA ignore_check_constraints = ON;").unwrap();
    change(conn);
    let found = verify::prove(conn, &[], Some(keyring), &mut |_| ());
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
            .flat_map(|at| [(at, at % 7), (at, (at + 3) % 7)])
            .map(|(at, bit)| {
                let mut changed = bytes.to_vec();
                changed[at] ^= 1 << bit;
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
    let head = desk.store.head().unwrap().seq;
    assert!(head >= ENTRIES, "{head}");
    let tried: u64 = thread::scope(|scope| {
        let halves = ["odd", "even"].map(|name| {
            let desk = &desk;
            let conn = in_clear(desk, name);
            scope.spawn(move || {
                (1..=head)
                    .filter(|seq| (seq % 2 == 0) == (name == "even"))
                    .map(|seq| change(&conn, seq, head))
                    .sum::<u64>()
            })
        });
        halves.into_iter().map(|half| half.join().unwrap()).sum()
    });
    assert!(tried >= 10_000, "{tried}");
}

/// Changes one entry in every way, and gives how many ways those were.
fn change(conn: &Connection, at: u64, head: u64) -> u64 {
    let keyring = access().keyring;
    assert_eq!(after(conn, &keyring, |_| ()), Some(0), "only the guards are missing");
    let mut tried = 0;
    let seq = int(at);
    for (table, column) in COLUMNS {
        let sql = format!("SELECT {column} FROM {table} WHERE seq = ?1");
        let old: Value = conn.query_row(&sql, [seq], |row| row.get(0)).unwrap();
        for new in others(&old) {
            let sql = format!("UPDATE {table} SET {column} = ?1 WHERE seq = ?2");
            let mut changed = false;
            let found = after(conn, &keyring, |conn| changed = conn.execute(&sql, params![new, seq]).is_ok());
            // Another entry may have that id, or that place, already, which no file can hold twice.
            assert!(changed || ["event_id", "stream", "version"].contains(&column));
            if changed {
                assert_eq!(found, Some(at), "{table}.{column} of {seq}: {old:?} became {new:?}");
                tried += 1;
            }
        }
    }
    if at == head {
        return tried;
    }
    // Taken out, with the gap closed behind it, and swapped with the next.
    let both = |sql: &str| ["journal", "payload"].map(|table| sql.replace("TABLE", table)).join(";");
    let gone = both(&format!("DELETE FROM TABLE WHERE seq = {seq}"));
    let closed = both(&format!(
        "UPDATE TABLE SET seq = 1 - seq WHERE seq > {seq}; UPDATE TABLE SET seq = -seq WHERE seq < 0"
    ));
    let next = seq + 1;
    let swapped = both(&format!(
        "UPDATE TABLE SET seq = -1 WHERE seq = {seq}; UPDATE TABLE SET seq = {seq} WHERE seq = {next};
         UPDATE TABLE SET seq = {next} WHERE seq = -1"
    ));
    // What stands before the first entry is entry 0.
    let twice = both(&format!(
        "UPDATE TABLE SET seq = -1 - seq WHERE seq > {seq}; UPDATE TABLE SET seq = -seq WHERE seq < 0"
    ));
    for (what, sql) in [
        ("taken out", &gone),
        ("closed", &format!("{gone};{closed}")),
        ("swapped", &swapped),
        ("pushed on", &twice),
    ] {
        let found = after(conn, &keyring, |conn| conn.execute_batch(sql).unwrap());
        let expected = if what == "pushed on" { next.unsigned_abs() } else { at };
        assert_eq!(found, Some(expected), "{seq} {what}");
        tried += 1;
    }
    tried
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
    let (conn, keyring) = (in_clear(&desk, "clear"), access().keyring);
    let stranger = SigningKey::from_bytes(&[77; 32]);
    for seq in 1..=desk.store.head().unwrap().seq {
        let (hash, signature) = link_of(&conn, seq);
        let signed = |key: &dyn Fn(&chain::Hash) -> Vec<u8>| {
            let signature = key(&hash);
            after(&conn, &keyring, |conn| {
                conn.execute(
                    "UPDATE journal SET signature = ?1 WHERE seq = ?2",
                    params![signature, int(seq)],
                )
                .unwrap();
            })
        };
        assert_eq!(signed(&|hash| stranger.sign(hash).to_bytes().to_vec()), Some(seq));
        // The desk's own key does not count for a person, nor a person's for the desk.
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
