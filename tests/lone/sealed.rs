//! What is sealed while the file is damaged: it opens to those to whom it was known to open, and to nobody else.

use super::*;

fn unfiled(desk: &mut Desk) -> Vec<Option<ContactId>> {
    let entries = shown(&desk.handle(Request::Board(vec![Kind::Unfiled])), Kind::Unfiled);
    entries.iter().map(|entry| entry.contact).collect()
}

#[test]
fn what_is_sealed_stands_on_the_boards_of_those_named_alone() {
    let mut night = Desks::new(|night| {
        let named = vec![night.marsh.actor().unwrap().person];
        let why = "a colleague's relative".to_owned();
        let sealed = Restricted { kind: Why::Other, why, named, family_of: vec![] };
        must(&mut night.bello, night.known, vec![Access::Restrict(sealed).into()]);
    });
    assert_eq!(unfiled(&mut night.marsh), [Some(night.known)]);
    assert_eq!(unfiled(&mut night.bello), []);
}

#[test]
fn what_the_file_does_not_say_opens_to_nobody() {
    let mut night = Desks::new(|_| {});
    assert_eq!(unfiled(&mut night.marsh), [Some(night.known)]);
    night.goes_bad();
    assert_eq!(unfiled(&mut night.marsh), [Some(night.known)], "it opened to her before");
    // Whoever sits down only now was told of no record that it is theirs to read.
    let passphrase = demo::PASSPHRASE.to_owned().into();
    night.marsh.handle(Request::SignIn { name: "a.okoro".to_owned(), passphrase });
    assert_eq!(night.marsh.actor().unwrap().name, "A. Okoro");
    assert_eq!(unfiled(&mut night.marsh), []);
}

#[test]
fn broken_glass_ends_also_where_the_file_gives_nothing_more() {
    let mut night = Desks::new(|night| {
        let named = vec![night.marsh.actor().unwrap().person];
        let why = "a colleague's relative".to_owned();
        let sealed = Restricted { kind: Why::Other, why, named, family_of: vec![] };
        let why = "the ward rings, and nobody who is named is here".to_owned();
        let commands = [Access::Restrict(sealed), Access::BreakGlass { why }];
        must(&mut night.bello, night.known, commands.map(Into::into).to_vec());
        night.bello.answer(Request::Open(night.known)).unwrap();
    });
    night.goes_bad();
    let act = damaged::does(&mut night.bello, night.known, tries::note("He rang again.").into());
    assert!(matches!(act[0], Answer::Spooled { .. }), "{act:?}");
    assert_eq!(unfiled(&mut night.bello), [Some(night.known)]);
    night.later(24 * 60);
    assert_eq!(unfiled(&mut night.bello), []);
}
