//! A console that is opened on a desk whose file cannot be read: it records and does nothing else, whoever takes no calls gains
//! nothing by it, and once the file is back every word comes into the record, while a file that is not the newest is betrayed.

#[cfg(unix)]
mod terminal;

use std::{fs, path::PathBuf, sync::Arc};

use dutydesk::{
    desk::{
        Answer, Clock, Desk, DeskError, Opening, Random, Request,
        clock::FixedClock,
        demo, entry,
        protocol::{Deed, DraftText, Stretch, Unread},
    },
    domain::{
        contact::call::{self, Take},
        ids::{ContactId, Reference},
        queue::Lane,
        shift,
    },
    store::{Folder, StoreError, drafts, secret::practice},
};

use crate::{
    common::console::{Practice, TUESDAY},
    damaged::{damage, does, must, open, take},
    roles::tries,
};

/// Damages a desk's file from its beginning to its end, and gives it as it was.
pub(crate) fn spoilt(folder: &Folder) -> Vec<u8> {
    let whole = fs::read(folder.database()).unwrap();
    damage(&folder.database(), 0, 4_096);
    whole
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::at(TUESDAY.parse().unwrap()))
}

/// Opens a console as somebody, or says why there is none.
fn tries_to_open(folder: &Folder, name: &str) -> Result<Desk, DeskError> {
    let opening = Opening { console: true, bulk: false };
    let seed = name.bytes().fold(61, |seed: u64, byte| seed * 7 % 65_521 + u64::from(byte));
    let mut desk = Desk::open(folder, opening, clock(), Random::Seeded(seed))?;
    desk.sign_in_for_practice(name)?;
    Ok(desk)
}

fn all() -> Request {
    Request::Watch(Stretch { lane: Lane::All, around: None, before: 9, after: 9 })
}

fn rows(answers: &[Answer]) -> Vec<ContactId> {
    let rows = answers.iter().find_map(|answer| match answer {
        Answer::Lane(view) => Some(view.rows.iter().map(|row| ContactId(row.id)).collect()),
        _ => None,
    });
    rows.unwrap_or_else(|| panic!("{answers:?}"))
}

fn taken_aside(desk: &mut Desk) -> ContactId {
    let answers = desk.handle(Request::Take(Box::<Take>::default()));
    match &answers[0] {
        Answer::TakenAside { contact, .. } => *contact,
        other => panic!("{other:?}"),
    }
}

fn failed(answers: &[Answer]) -> &str {
    match answers {
        [Answer::Failed { words, .. }] => words,
        other => panic!("{other:?}"),
    }
}

/// A desk with one contact, which a console was open on and left.
fn with_a_contact() -> Practice {
    let practice = Practice::new(0);
    let mut desk = open(&practice.folder, "A. Okoro", 51);
    let known = take(&mut desk);
    must(&mut desk, known, vec![tries::note("She said so.").into()]);
    practice
}

#[test]
fn a_console_opens_on_a_damaged_file_and_records() {
    let practice = with_a_contact();
    let folder = &practice.folder;
    let head = fs::read(folder.head()).unwrap();
    let whole = spoilt(folder);
    // Whoever wants the record is told in one sentence.
    let refused = Desk::open(folder, Opening::default(), clock(), Random::Seeded(60)).err().unwrap();
    assert!(refused.to_string().contains("bring back the last backup"), "{refused}");

    let mut desk = tries_to_open(folder, "A. Okoro").unwrap();
    assert_eq!(desk.view().unread, Some(Unread::Beginning));
    let answers = desk.handle(all());
    assert!(rows(&answers).is_empty());
    assert!(matches!(answers[..], [Answer::Lane(_)]), "the header says it, not every look: {answers:?}");
    let id = taken_aside(&mut desk);
    for command in [tries::note("he stood at the gate").into(), call::Command::MarkUrgent.into()] {
        let answers = does(&mut desk, id, command);
        assert!(matches!(answers[0], Answer::Spooled { .. }), "{answers:?}");
    }
    assert_eq!(rows(&desk.handle(all())), [id], "what this console keeps is all that stands there");
    // Nothing is decided, and nothing of the record is shown.
    let answers = does(&mut desk, id, call::Command::StandDown { why: "it was a mistake".to_owned() }.into());
    assert!(failed(&answers).starts_with("This counts only once it is in the record, so it was not done"));
    for asked in [
        Request::OpenReference(Reference(1)),
        Request::Find { text: "C-1".to_owned(), ticket: 1 },
        Request::Board(vec![dutydesk::domain::board::Kind::Visit]),
        Request::Beside(Box::new(dutydesk::desk::protocol::Beside {
            tag: 3,
            deed: Deed::Shift(None, shift::Command::Start(shift::Beginning::default())),
        })),
    ] {
        let answers = desk.handle(asked);
        assert!(failed(&answers).contains("damaged"), "{answers:?}");
    }
    drop(desk);
    assert_eq!(fs::read(folder.head()).unwrap(), head, "what knew how far the journal went knows it still");

    fs::write(folder.database(), whole).unwrap();
    let mended = open(folder, "R. Shah", 62);
    assert_eq!((mended.view().unread, mended.view().spooled), (None, 0));
    let contact = mended.contact(Reference(2)).unwrap();
    let okoro = mended.book().state.find_staff("A. Okoro").unwrap();
    assert_eq!((contact.id, contact.call.taken_by, contact.call.notes[0].by), (id, okoro, okoro));
    assert_eq!(contact.call.notes[0].text, "he stood at the gate");
    assert!(contact.call.urgent.is_some() && contact.call.merged.is_some());
    assert_eq!(mended.contact(Reference(1)).unwrap().call.notes.len(), 1);
    assert!(mended.verify(&mut |_| {}).unwrap().is_ok());
}

#[test]
fn damage_behind_the_beginning_is_met_alike() {
    let practice = with_a_contact();
    let whole = fs::read(practice.folder.database()).unwrap();
    damage(&practice.folder.database(), 4_096, 4_096);
    let mut desk = tries_to_open(&practice.folder, "A. Okoro").unwrap();
    assert_eq!(desk.view().unread, Some(Unread::Damaged));
    taken_aside(&mut desk);
    drop(desk);
    fs::write(practice.folder.database(), whole).unwrap();
    assert!(open(&practice.folder, "A. Okoro", 63).contact(Reference(2)).is_ok());
}

#[test]
fn whoever_takes_no_calls_gains_nothing_by_a_damaged_file() {
    let practice = with_a_contact();
    spoilt(&practice.folder);
    let mut desk = tries_to_open(&practice.folder, "T. Bello").unwrap();
    let waits = taken_aside(&mut desk);
    // An auditor and an administrator are told what everybody was told before; so is whoever nobody knows.
    for name in ["J. Auden", "S. Adler"] {
        let error = tries_to_open(&practice.folder, name).err().unwrap();
        assert!(error.to_string().contains("the desk's file is damaged"), "{name}: {error}");
    }
    assert!(matches!(tries_to_open(&practice.folder, "Nobody"), Err(DeskError::NobodyOfThatName(_))));
    // Nor do they get in where somebody else sat before them.
    let passphrase = || demo::PASSPHRASE.to_owned().into();
    desk.handle(Request::Lock);
    let answers = desk.handle(Request::SignIn { name: "j.auden".to_owned(), passphrase: passphrase() });
    assert!(failed(&answers).contains("damaged"), "{answers:?}");
    let answers = desk.handle(Request::Open(waits));
    assert!(failed(&answers).contains("locked"), "{answers:?}");
    // Whoever takes calls goes on with what waits.
    let answers = desk.handle(Request::SignIn { name: "l.marsh".to_owned(), passphrase: passphrase() });
    assert!(matches!(answers[0], Answer::SignedIn(_)), "{answers:?}");
    assert!(matches!(desk.handle(Request::Open(waits))[..], [Answer::Contact(_)]));
}

#[test]
fn no_console_records_where_another_program_would_read_the_file() {
    let practice = with_a_contact();
    let key = practice::read(&practice.folder).unwrap().data;
    let conn = rusqlite::Connection::open(practice.folder.database()).unwrap();
    conn.execute_batch(&key.sqlcipher_pragma()).unwrap();
    conn.pragma_update(None, "user_version", 9_999).unwrap();
    drop(conn);
    let error = tries_to_open(&practice.folder, "A. Okoro").err().unwrap();
    assert!(matches!(error, DeskError::Store(StoreError::NewerSchema { .. })), "{error}");
}

#[test]
fn no_console_records_that_could_keep_nothing() {
    let practice = with_a_contact();
    spoilt(&practice.folder);
    let spool = practice.folder.spool();
    fs::remove_dir_all(&spool).unwrap();
    fs::write(&spool, "no folder").unwrap();
    let error = tries_to_open(&practice.folder, "A. Okoro").err().unwrap();
    assert!(error.to_string().contains("the file's beginning is damaged"), "{error}");
}

#[test]
fn who_works_here_proves_it_by_the_keys_beside_the_file() {
    let practice = with_a_contact();
    spoilt(&practice.folder);
    let opening = Opening { console: true, bulk: false };
    let sign_in = |passphrase: &str| {
        entry::sign_in(&practice.folder, opening, "a.okoro", passphrase, clock(), Random::Seeded(64))
    };
    assert!(sign_in("wrong").err().unwrap().to_string().contains("do not go together"));
    // Whoever takes no calls here is let in by no passphrase.
    let auditor = "j.auden";
    let refused =
        entry::sign_in(&practice.folder, opening, auditor, demo::PASSPHRASE, clock(), Random::Seeded(69));
    assert!(refused.err().unwrap().to_string().contains("the desk's file is damaged"));
    let mut desk = sign_in(demo::PASSPHRASE).unwrap();
    assert_eq!(desk.actor().unwrap().name, "A. Okoro");
    let id = taken_aside(&mut desk);
    // It locks, and opens to the same passphrase.
    assert!(desk.handle(Request::Lock).is_empty());
    assert!(failed(&does(&mut desk, id, tries::note("nobody is here").into())).contains("locked"));
    let wrong = Request::SignIn { name: "a.okoro".to_owned(), passphrase: "guess".to_owned().into() };
    assert!(matches!(desk.handle(wrong)[..], [Answer::Refused { code: "SignInRefused", .. }]));
    let right =
        Request::SignIn { name: "a.okoro".to_owned(), passphrase: demo::PASSPHRASE.to_owned().into() };
    assert!(matches!(desk.handle(right)[0], Answer::SignedIn(_)));
    assert!(matches!(does(&mut desk, id, tries::note("he is back").into())[0], Answer::Spooled { .. }));
}

#[test]
fn nothing_is_kept_under_a_key_that_is_not_the_desks() {
    let practice = with_a_contact();
    let other = Practice::founded(TUESDAY.parse().unwrap(), |folder, clock| {
        let order = demo::Order { contacts: 0, seed: 2, at: clock.now() };
        demo::make(folder, &order, &mut |_| {}).unwrap();
    });
    let own = fs::read(practice::path(&practice.folder)).unwrap();
    fs::copy(practice::path(&other.folder), practice::path(&practice.folder)).unwrap();
    let error = tries_to_open(&practice.folder, "A. Okoro").err().unwrap();
    assert!(error.to_string().contains("does not open with the key"), "{error}");
    assert!(fs::read_dir(practice.folder.consoles()).unwrap().next().is_none());
    // Neither is anything where it is not known who works here.
    fs::write(practice::path(&practice.folder), own).unwrap();
    spoilt(&practice.folder);
    fs::remove_file(practice.folder.root().join("desk.book")).unwrap();
    let error = tries_to_open(&practice.folder, "A. Okoro").err().unwrap();
    assert!(error.to_string().contains("the file's beginning is damaged"), "{error}");
}

#[test]
fn who_left_or_was_given_other_roles_is_known_without_the_file() {
    use dutydesk::domain::desk::{AccountClosed, Command, RolesChanged};
    use dutydesk::domain::policy::Role;
    let practice = with_a_contact();
    let mut desk = open(&practice.folder, "H. Osei", 65);
    let account = |name: &str| desk.book().state.find_account(name).unwrap().id;
    let (marsh, bello, at) = (account("l.marsh"), account("t.bello"), desk.now());
    for command in [
        Command::ChangeRoles(RolesChanged { account: marsh, roles: vec![Role::Auditor], at }),
        Command::CloseAccount(AccountClosed { account: bello, at }),
    ] {
        desk.answer(Request::Desk(Box::new(command))).unwrap();
    }
    drop(desk);
    spoilt(&practice.folder);
    assert!(tries_to_open(&practice.folder, "L. Marsh").err().unwrap().to_string().contains("damaged"));
    assert!(matches!(tries_to_open(&practice.folder, "T. Bello"), Err(DeskError::NobodyOfThatName(_))));
    assert!(tries_to_open(&practice.folder, "A. Okoro").is_ok());
}

#[test]
fn a_file_that_is_not_the_newest_is_betrayed_after_a_console_only_recorded() {
    let practice = with_a_contact();
    let folder = &practice.folder;
    let receipts = practice.outside();
    let older = fs::read(folder.database()).unwrap();
    let mut desk = open(folder, "A. Okoro", 66);
    take(&mut desk);
    assert!(desk.keep_receipt(&receipts).unwrap().is_none());
    drop(desk);
    let receipt =
        |receipts: &PathBuf| fs::read(fs::read_dir(receipts).unwrap().next().unwrap().unwrap().path());
    let seen = receipt(&receipts).unwrap();
    spoilt(folder);
    let mut recording = tries_to_open(folder, "A. Okoro").unwrap();
    assert!(recording.keep_receipt(&receipts).unwrap().is_none());
    taken_aside(&mut recording);
    drop(recording);
    assert_eq!(receipt(&receipts).unwrap(), seen);
    // Yesterday's file comes back in its place.
    fs::write(folder.database(), older).unwrap();
    let mut back = open(folder, "A. Okoro", 67);
    assert!(back.store().lost().is_some());
    assert!(back.keep_receipt(&receipts).unwrap().is_some());
    assert!(back.contact(Reference(2)).is_ok_and(|contact| contact.call.merged.is_some()));
}

#[test]
fn half_typed_words_outlive_a_console_that_only_recorded() {
    let practice = with_a_contact();
    let folder = &practice.folder;
    let whole = spoilt(folder);
    let mut desk = tries_to_open(folder, "A. Okoro").unwrap();
    let id = taken_aside(&mut desk);
    let text = DraftText { by: None, contact: Some(id), words: 2, body: "he stood".to_owned() };
    assert!(matches!(desk.handle(Request::SaveDraft { no: 1, text })[..], [Answer::DraftSaved(_)]));
    drop(desk);
    // What somebody had half-typed about a record that cannot be read waits for whoever may read it.
    let key = practice::read(folder).unwrap().data;
    let other = dutydesk::store::consoles::ConsoleId(uuid::Uuid::from_u128(8));
    let known = ContactId(uuid::Uuid::from_u128(9));
    let draft = drafts::Draft {
        by: None,
        contact: Some(known),
        saved_at: clock().now(),
        words: 1,
        body: "sealed".to_owned(),
    };
    drafts::save(folder, &key, other, &draft, &mut Random::Seeded(9).entropy()).unwrap();
    let again = tries_to_open(folder, "L. Marsh").unwrap();
    let left = again.leftovers().unwrap();
    let [Answer::Leftovers(offered)] = &left[..] else { panic!("{left:?}") };
    let bodies: Vec<_> = offered.iter().map(|left| left.body.clone().unwrap()).collect();
    assert_eq!(bodies, ["he stood"]);
    drop(again);
    fs::write(folder.database(), whole).unwrap();
    let mended = open(folder, "A. Okoro", 68);
    let left = mended.leftovers().unwrap();
    assert!(matches!(&left[..], [Answer::Leftovers(all)] if all.len() == 2), "{left:?}");
}

#[test]
fn the_screen_says_that_it_only_records() {
    let practice = with_a_contact();
    spoilt(&practice.folder);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.sees("THE DESK'S FILE CANNOT BE READ: RECORDING ONLY");
    console.sees("What the desk's file holds cannot be read. n takes a call");
    assert!(!console.text().contains("All 0"), "nobody counted what cannot be read:\n{}", console.text());
    // Who was out or on was never kept beside this file: an empty list would say that nobody is.
    for key in ["v", "s", "h", "p", "/"] {
        console.press(key);
        console.sees("nothing can be decided. n takes a call: what is said in it is kept");
        console.sees("What the desk's file holds cannot be read. n takes a call");
    }
    console.press("r").sees("As the desk last knew it").sees("On duty now").press("<esc>");
    console.press("n");
    console.sees("No number yet: the desk's file cannot be read. What you write here is kept.");
    console.write("he stood at the gate").press("<enter>");
    console.sees("It comes into the record when a console opens on a sound file.");
    console.sees("✕ waits he stood at the gate");
    console.press("<f4>");
    console.sees("not known: the desk's file cannot be read");
    console.press("<esc><esc>");
    console.sees("C-?");
    console.sees("RECORDING ONLY, 2 kept");
    // On the narrowest screen it is the last to give way.
    let mut narrow = practice.console("L. Marsh", 80, 24);
    narrow.sees("✕ RECORDING ONLY");
}
