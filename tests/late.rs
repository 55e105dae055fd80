//! What waited in the spool of a console that ended, and meets a record that has gone on without it.

use dutydesk::{
    desk::{Answer, Desk, Random, Request},
    domain::{
        contact::{
            Command,
            call::{self, Caller},
        },
        ids::{ContactId, EventId, Reference, RingId},
        queue::Lane,
    },
    store::{
        Recorded,
        consoles::ConsoleId,
        keys::Keys,
        rings,
        spool::{Spool, Spooled},
    },
};
use uuid::Uuid;

use crate::{
    common::console::Practice,
    damaged::{must, open, take},
};

fn caller(name: &str) -> Command {
    call::Command::SetCaller(Caller { name: Some(name.to_owned()), ..Caller::default() }).into()
}

fn entries(desk: &Desk, stream: Uuid) -> Vec<Recorded> {
    desk.store().stream(stream).unwrap()
}

/// Leaves a record in the spool of a console that has ended, by whoever is signed in, and written before all the rest.
fn left(desk: &Desk, stream: Uuid, kind: &str, body: String, seen: u64) {
    let (folder, key, actor) = (desk.store().folder(), desk.store().data_key(), desk.actor().unwrap());
    let record = Spooled {
        id: EventId(Uuid::from_u128(700)),
        stream: Some(stream),
        person: Some(actor.person),
        account: Some(actor.account),
        kind: kind.to_owned(),
        body,
        at: desk.now() - chrono::TimeDelta::minutes(1),
        seen: Some(seen),
    };
    let mut spool = Spool::open(folder, ConsoleId(Uuid::from_u128(900)), key).unwrap();
    spool.keep(key, &[record], &mut Random::Seeded(4).entropy()).unwrap();
}

#[test]
fn what_somebody_wrote_in_the_same_place_meanwhile_stands() {
    let practice = Practice::new(0);
    let mut okoro = open(&practice.folder, "A. Okoro", 1);
    let id = take(&mut okoro);
    must(&mut okoro, id, vec![caller("Mr Bell")]);
    let mine = entries(&okoro, id.0).pop().unwrap();
    let seen = mine.version;
    let mut marsh = open(&practice.folder, "L. Marsh", 2);
    must(&mut marsh, id, vec![caller("Mrs Ames")]);
    left(&okoro, id.0, &mine.kind, mine.body.replace("Mr Bell", "Mr Ball"), seen);
    drop(okoro);
    let again = open(&practice.folder, "A. Okoro", 3);
    let contact = again.contact_by_id(id).unwrap();
    assert_eq!(contact.call.caller.name.as_deref(), Some("Mrs Ames"));
    let last = entries(&again, id.0).pop().unwrap();
    assert!(last.kind == "contact.merged_late.v1" && last.body.contains("Mr Ball"), "{last:?}");
    assert_eq!(again.view().spooled, 0);
}

#[test]
fn what_cannot_be_read_here_is_left_at_the_door() {
    let practice = Practice::new(0);
    let mut okoro = open(&practice.folder, "A. Okoro", 1);
    let id = take(&mut okoro);
    left(&okoro, id.0, "contact.of_a_later_program.v9", "{}".to_owned(), 1);
    drop(okoro);
    let again = open(&practice.folder, "A. Okoro", 3);
    let answers = again.leftovers().unwrap();
    let Some(Answer::Notes(notes)) = answers.first() else { panic!("{answers:?}") };
    assert!(notes[0].text.contains("Kept by A. Okoro"), "{}", notes[0].text);
    assert_eq!(again.view().spooled, 0);
}

#[test]
fn a_call_that_two_answered_is_the_first_ones_in_the_record_and_both_are_there() {
    let practice = Practice::new(0);
    let mut okoro = open(&practice.folder, "A. Okoro", 1);
    let ring = RingId(Uuid::from_u128(77));
    let public = Keys::of(&practice.folder).sealing_public().unwrap();
    let body = r#"{"number":"01632 960123"}"#;
    rings::drop_ring(&practice.folder, &public, ring, body, &mut Random::Seeded(3).entropy()).unwrap();
    okoro.answer(Request::Refresh).unwrap();
    let mut marsh = open(&practice.folder, "L. Marsh", 2);
    let taken = call::Take { ring: Some(ring), ..call::Take::default() };
    marsh.answer(Request::Take(Box::new(taken))).unwrap();
    let first = marsh.lane(Lane::All, 9).unwrap().remove(0);
    let entry = entries(&marsh, first.id).remove(0);
    let own = Uuid::from_u128(800);
    left(&okoro, own, &entry.kind, entry.body, 0);
    drop(okoro);
    let again = open(&practice.folder, "A. Okoro", 3);
    assert_eq!(again.view().spooled, 0);
    let contact = again.contact_by_id(ContactId(own)).unwrap();
    assert!(contact.reference != Reference::NONE && Some(contact.reference) != first.reference);
    let ringing = entries(&again, ring.0);
    assert_eq!(ringing.len(), 2, "it was answered once: {ringing:?}");
}
