//! Entries that hold by themselves, hash and signature and all, and do not belong where they stand: written by somebody who has the
//! desk's keys, or somebody's own.

use ed25519_dalek::{Signer as _, SigningKey};
use rusqlite::params;

use super::*;
use crate::domain::desk::SealedUnsigned;

const UNGUARD: &str = "DROP TRIGGER journal_only_grows; DROP TRIGGER payload_only_grows;
    DROP TRIGGER payload_never_shrinks; PRAGMA ignore_check_constraints = ON;";

/// What is forged of an entry; all the rest of it is as it should be.
struct Forged<'a> {
    stream: Uuid,
    version: u64,
    kind: &'a str,
    body: &'a str,
    person: Option<StaffId>,
    key: Option<&'a SigningKey>,
}

/// Puts an entry behind the newest one, signed by the key that is given, or by nobody.
fn forge(conn: &Connection, forged: &Forged<'_>) -> u64 {
    let (head, prev) = journal::tip(conn).unwrap();
    let desk = meta(conn).unwrap().unwrap().desk;
    let (seq, salt) = (head.seq + 1, [7; 16]);
    let link = chain::Link {
        desk: desk.0,
        seq,
        event: Uuid::from_u128(9_000 + u128::from(seq)),
        stream: forged.stream,
        version: forged.version,
        kind: forged.kind,
        person: forged.person.map(|person| person.0),
        account: None,
        at: 5,
        body_digest: chain::body_digest(&salt, forged.body.as_bytes()),
        prev,
    };
    let hash = link.hash();
    let signature = forged.key.map(|key| key.sign(&hash).to_bytes().to_vec()).unwrap_or_default();
    conn.execute(
        "INSERT INTO journal (seq, event_id, stream, version, kind, person, account, desk, at, body_digest, prev, hash, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7, 5, ?8, ?9, ?10, ?11)",
        params![
            int(seq),
            link.event.as_bytes(),
            link.stream.as_bytes(),
            int(link.version),
            link.kind,
            link.person.as_ref().map(Uuid::as_bytes),
            link.desk.as_bytes(),
            link.body_digest,
            prev,
            hash,
            signature
        ],
    )
    .unwrap();
    conn.execute("INSERT INTO payload VALUES (?1, ?2, ?3)", params![int(seq), salt, forged.body]).unwrap();
    seq
}

fn fault(conn: &Connection) -> verify::Fault {
    verify::prove(conn, &[], Some(&access().keyring), &mut |_| ()).unwrap().unwrap_err()
}

/// A desk whose guards are off, and a connection behind it.
fn open_to_all() -> (Desk, Connection) {
    let mut desk = Desk::new();
    desk.write(1, 2);
    let conn = desk.behind();
    conn.execute_batch(UNGUARD).unwrap();
    (desk, conn)
}

#[test]
fn who_signs_must_be_known_by_then_and_every_stream_be_whole() {
    let stranger = SigningKey::from_bytes(&[77; 32]);
    let somebody = StaffId(Uuid::from_u128(8));
    let keyring = access().keyring;
    let desks = keyring.desk_key();
    let desk_stream = Uuid::from_u128(0xde5c);
    let entry =
        |stream, version, kind, body, person, key| Forged { stream, version, kind, body, person, key };
    let no_key = format!("{{\"person\":\"{somebody}\",\"public\":\"none\"}}");
    let new = Uuid::from_u128(50);
    for (forged, words) in [
        (
            entry(new, 1, "test.v1", "{}", Some(somebody), Some(&stranger)),
            "whose key the journal did not know",
        ),
        (
            entry(desk_stream, 3, "desk.key_enrolled.v1", &no_key, None, Some(desks)),
            "something that is no key",
        ),
        (entry(new, 2, "test.v1", "{}", None, Some(desks)), "lacks the version before it"),
        (entry(Uuid::from_u128(1), 9, "test.v1", "{}", None, Some(desks)), "lacks the version before it"),
        (entry(new, 1, "test.v1", "{}", None, None), "it is not signed"),
    ] {
        let (_desk, conn) = open_to_all();
        let seq = forge(&conn, &forged);
        let found = fault(&conn);
        assert!(found.seq == seq && found.words.contains(words), "{words}: {found}");
    }
    let (_desk, conn) = open_to_all();
    conn.execute_batch("INSERT INTO payload VALUES (99, zeroblob(16), 'x')").unwrap();
    let found = fault(&conn);
    assert!(found.seq == 99 && found.words.contains("the entry itself is missing"), "{found}");
}

/// An empty journal in a file in clear, on which nobody signed yet.
fn empty() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(crate::store::schema::MIGRATIONS[0]).unwrap();
    let desk = Uuid::from_u128(0xde5c);
    conn.execute(
        "INSERT INTO meta (id, desk, practice, profile, founded) VALUES (1, ?1, 1, 'southampton', 0)",
        [desk.as_bytes()],
    )
    .unwrap();
    conn
}

#[test]
fn the_first_signature_is_the_desks_own_announcement_of_a_key() {
    let keyring = access().keyring;
    let stream = Uuid::from_u128(0xde5c);
    let key = Some(keyring.desk_key());
    let no_key = "{\"desk\":\"none\",\"sealing\":\"none\"}";
    for (kind, body, words) in [
        ("test.v1", "{}", "had announced no key before it"),
        ("desk.keys_made.v1", no_key, "something that is no key"),
    ] {
        let conn = empty();
        forge(&conn, &Forged { stream, version: 1, kind, body, person: None, key });
        let found = fault(&conn);
        assert!(found.seq == 1 && found.words.contains(words), "{words}: {found}");
    }
}

#[test]
fn unsigned_history_is_vouched_for_as_it_is_or_not_at_all() {
    let keyring = access().keyring;
    let stream = Uuid::from_u128(0xde5c);
    let unsigned = Forged {
        stream: Uuid::from_u128(1),
        version: 1,
        kind: "test.v1",
        body: "{}",
        person: None,
        key: None,
    };
    let hash_of = |conn: &Connection| journal::tip(conn).unwrap().0.hash;
    for (until, other, kind, holds) in [
        (1, false, "desk.sealed_unsigned.v1", true),
        (1, true, "desk.sealed_unsigned.v1", false),
        (2, false, "desk.sealed_unsigned.v1", false),
        (1, false, "desk.founded.v1", false),
    ] {
        let conn = empty();
        forge(&conn, &unsigned);
        let hash = if other { [3; 32] } else { hash_of(&conn) };
        let made = keys_made(&keyring);
        let seal = Event::SealedUnsigned(SealedUnsigned { until, hash: chain::hex(&hash) });
        let (made, seal) = (made.body().unwrap(), seal.body().unwrap());
        let key = Some(keyring.desk_key());
        forge(
            &conn,
            &Forged { stream, version: 1, kind: "desk.keys_made.v1", body: &made, person: None, key },
        );
        forge(&conn, &Forged { stream, version: 2, kind, body: &seal, person: None, key });
        let found = verify::prove(&conn, &[], Some(&keyring), &mut |_| ()).unwrap();
        match found {
            Ok(verified) => assert!(holds && verified.unsigned == 1),
            Err(found) => assert!(!holds && found.seq == 3 && found.words.contains("vouch"), "{found}"),
        }
    }
}

#[test]
fn hexadecimal_of_another_length_is_none() {
    assert_eq!(chain::unhex::<2>("a7f0"), Some([0xa7, 0xf0]));
    for text in ["a7", "a7f0b1", "a7fg", "é7f", ""] {
        assert_eq!(chain::unhex::<2>(text), None, "{text}");
    }
}
