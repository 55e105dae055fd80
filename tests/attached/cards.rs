//! Cards that join, and children dealt with in another contact.

use super::*;

#[test]
fn a_contact_is_joined_only_to_another_that_is_there() {
    let mut bench = Bench::new();
    let named = bench.contact();
    let strangers = take(&mut bench, neighbour(), false);
    let ready = bench.contact();
    let open = route::Command::Open { letter: OutcomeLetter('D'), children: vec![PersonNo(1)] };
    assert_eq!(tries_to(&mut bench, ready, open), Ok(()));
    let fill = |text: String| route::Command::Fill {
        route: RouteNo(1),
        field: FieldKey::from("master"),
        value: Value::Text(text),
    };
    assert_eq!(tries_to(&mut bench, ready, fill("C-9999".to_owned())), Err("NoSuchContact"));
    assert_eq!(tries_to(&mut bench, ready, fill(ready.reference.to_string())), Err("JoinedToItself"));
    assert_eq!(tries_to(&mut bench, ready, fill(strangers.reference.to_string())), Ok(()));
    let decide = || route::Command::decide(RouteNo(1), "the same call".to_owned());
    assert_eq!(tries_to(&mut bench, ready, decide()), Err("NobodyNamedThere"));
    let other = family::Command::Add(family::Details {
        name: Some("Ira Pell".to_owned()),
        ..family::Details::of(family::Kind::Child)
    });
    assert_eq!(tries_to(&mut bench, strangers, other), Ok(()));
    assert_eq!(tries_to(&mut bench, ready, decide()), Err("NoChildInCommon"));
    assert_eq!(tries_to(&mut bench, ready, fill(named.reference.to_string())), Ok(()));
    assert_eq!(tries_to(&mut bench, ready, decide()), Ok(()));
    let send = || route::Command::send(RouteNo(1), "known there");
    assert_eq!(tries_to(&mut bench, ready, send()), Err("NeedUnmet"), "nobody asked about danger now");
    let safe =
        call::Command::Answer { field: FieldKey::from("safety.danger"), value: Value::YesNo(YesNo::No) };
    assert_eq!(tries_to(&mut bench, ready, safe), Ok(()));
    assert_eq!(tries_to(&mut bench, ready, send()), Ok(()));
}

#[test]
fn two_contacts_are_not_logged_into_each_other() {
    let mut bench = Bench::new();
    let (earlier, later) = (bench.contact(), bench.contact());
    let bare = take(&mut bench, neighbour(), false);
    attach(&mut bench, later, earlier);
    attach(&mut bench, bare, earlier);
    let safe =
        || call::Command::Answer { field: FieldKey::from("safety.danger"), value: Value::YesNo(YesNo::No) };
    for ready in [earlier, later] {
        assert_eq!(tries_to(&mut bench, ready, safe()), Ok(()));
    }
    // Opens a card that logs a child into another contact, and tries to decide it.
    let logs = |bench: &mut Bench, ready: Ready, (no, child): (u32, u32), into: Ready| {
        let route = RouteNo(no);
        let open = route::Command::Open { letter: OutcomeLetter('D'), children: vec![PersonNo(child)] };
        assert_eq!(tries_to(bench, ready, open), Ok(()));
        for (field, text) in [("master", into.reference.to_string()), ("same", "one call".to_owned())] {
            let (field, value) = (FieldKey::from(field), Value::Text(text));
            assert_eq!(tries_to(bench, ready, route::Command::Fill { route, field, value }), Ok(()));
        }
        tries_to(bench, ready, route::Command::decide(route, "the same call"))
    };
    let send = |no| route::Command::send(RouteNo(no), "known there");
    assert_eq!(logs(&mut bench, later, (1, 1), earlier), Ok(()));
    // Decided before the other was sent, it does not go after it.
    assert_eq!(logs(&mut bench, earlier, (1, 1), later), Ok(()));
    assert_eq!(tries_to(&mut bench, later, send(1)), Ok(()));
    assert_eq!(tries_to(&mut bench, earlier, send(1)), Err("LeadsBack"));
    // A brother who is not decided there yet still will be; one who names nobody never is.
    assert_eq!(logs(&mut bench, earlier, (2, 2), bare), Err("LeadsBack"));
    let (field, value) = (FieldKey::from("master"), Value::Text(later.reference.to_string()));
    let fill = route::Command::Fill { route: RouteNo(2), field, value };
    for command in [fill, route::Command::decide(RouteNo(2), "the same call"), send(2)] {
        assert_eq!(tries_to(&mut bench, earlier, command), Ok(()));
    }
    // Nor is he dealt with there in one step.
    let dealt_with = route::Command::DealtWith {
        children: vec![PersonNo(2)],
        new: "nothing".to_owned(),
        how: "one call".to_owned(),
    };
    assert_eq!(tries_to(&mut bench, later, dealt_with), Err("LeadsBack"));
}

#[test]
fn a_child_is_dealt_with_in_the_contact_that_this_one_is_attached_to() {
    let mut bench = Bench::new();
    let (earlier, later) = (bench.contact(), bench.contact());
    let dealt_with = |no| route::Command::DealtWith {
        children: vec![PersonNo(no)],
        new: "nothing".to_owned(),
        how: "the school told the same".to_owned(),
    };
    let dealt = || dealt_with(1);
    let safe =
        call::Command::Answer { field: FieldKey::from("safety.danger"), value: Value::YesNo(YesNo::No) };
    assert_eq!(tries_to(&mut bench, later, safe), Ok(()));
    assert_eq!(tries_to(&mut bench, later, dealt()), Err("NotAttached"));
    attach(&mut bench, later, earlier);
    // Not before something was sent there for a child of that name, and of no other child.
    assert_eq!(tries_to(&mut bench, later, dealt()), Err("NoOutcomeThere"));
    let open = route::Command::Open { letter: OutcomeLetter('I'), children: vec![PersonNo(1)] };
    let (field, value) = (FieldKey::from("reason"), Value::Text("his worker knows it all".to_owned()));
    let fill = route::Command::Fill { route: RouteNo(1), field, value };
    let decide = route::Command::decide(RouteNo(1), "his worker sees him daily");
    for command in [open, fill, decide, route::Command::send(RouteNo(1), "the rest is known")] {
        assert_eq!(tries_to(&mut bench, earlier, command), Ok(()));
    }
    assert_eq!(tries_to(&mut bench, later, dealt_with(2)), Err("NoOutcomeThere"));
    assert_eq!(tries_to(&mut bench, later, dealt()), Ok(()));
    let contact = bench.desk.contact(later.reference).unwrap();
    let route = &contact.routes.list[0];
    assert_eq!((route.letter, route.state.words()), (OutcomeLetter('D'), "sent"));
    assert_eq!(route.fields[&FieldKey::from("master")], Value::Text(earlier.reference.to_string()));
}

#[test]
fn a_card_that_joins_takes_its_children_from_the_contact_it_joins() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 80, 24);
    for child in ["Ada Quill", "Ben Quill"] {
        console.press(if child.starts_with("Ada") { "n<f3>" } else { "<a-n>" });
        console.write("child").press("<tab>").write(child).press("<tab>about 6<c-s>");
    }
    console.press("<f2><a-e><esc>").press("n").sees("talking 0 min").press("<a-e>");
    // Before anything says which contact it joins there is nobody to offer.
    console.press("<f7>D<tab><c-s>").sees("Attach the contact that this one joins");
    console
        .press("<f4>C-1<c-s>")
        .sees("No child named in both")
        .press("<c-s>")
        .sees("belongs to")
        .press("<f7>");
    console.sees("Ada Quill, as in C-1").sees("Ben Quill, as in C-1");
    // Another destination's card takes nobody from there.
    console.press("<s-tab><bs>F<tab>");
    assert!(!console.text().contains("as in C-1"), "{}", console.text());
    console.press("<s-tab><bs>D<tab>ada<enter><c-s>").sees("Already logged").sees("for Ada Quill");
    let contact = console.contact("C-2");
    let children: Vec<_> = contact.family.children().map(|child| (child.no, child.name())).collect();
    assert_eq!(children, [(PersonNo(1), "Ada Quill")]);
    assert_eq!(contact.routes.list[0].children, [PersonNo(1)]);
    assert!(contact.family.get(PersonNo(1)).unwrap().details.born.is_some());
    // The brother is still offered, and she who is named here by now is so once.
    console.press("<a-n>D<tab>").sees("Ben Quill, as in C-1");
    assert!(!console.text().contains("Ada Quill, as in"), "{}", console.text());
}

#[test]
fn no_other_card_and_no_contact_that_stands_alone_takes_children_from_elsewhere() {
    let mut bench = Bench::new();
    let earlier = bench.contact();
    let ready = take(&mut bench, neighbour(), false);
    let named = || vec![ChildBrief { name: Some("Ellis Brook".to_owned()), born: None }];
    let open = |letter| route::Command::OpenNaming {
        letter: OutcomeLetter(letter),
        children: vec![],
        named: named(),
    };
    assert_eq!(tries_to(&mut bench, ready, open('D')), Err("NotAttached"));
    attach(&mut bench, ready, earlier);
    assert_eq!(tries_to(&mut bench, ready, open('F')), Err("NotAttached"));
    let nobody = route::Command::OpenNaming { letter: OutcomeLetter('D'), children: vec![], named: vec![] };
    assert_eq!(tries_to(&mut bench, ready, nobody), Err("NoChildNamed"));
    assert_eq!(tries_to(&mut bench, ready, open('D')), Ok(()));
}

/// Opens a card that logs a child into another contact, and decides and sends it.
fn logs_into(bench: &mut Bench, ready: Ready, into: Ready) -> Result<(), &'static str> {
    let cards = bench.desk.contact(ready.reference).unwrap().routes;
    let route = RouteNo(1);
    let fill = |key, text: String| {
        let (field, value) = (FieldKey::from(key), Value::Text(text));
        route::Command::Fill { route, field, value }
    };
    if cards.get(route).is_none() {
        let open = route::Command::Open { letter: OutcomeLetter('D'), children: vec![PersonNo(1)] };
        assert_eq!(tries_to(bench, ready, open), Ok(()));
    }
    for filled in [fill("master", into.reference.to_string()), fill("same", "one call".to_owned())] {
        assert_eq!(tries_to(bench, ready, filled), Ok(()));
    }
    tries_to(bench, ready, route::Command::decide(route, "the same call"))?;
    tries_to(bench, ready, route::Command::send(route, "known there"))
}

fn safe(bench: &mut Bench, ready: Ready) {
    let no = call::Command::Answer { field: FieldKey::from("safety.danger"), value: Value::YesNo(YesNo::No) };
    assert_eq!(tries_to(bench, ready, no), Ok(()));
}

#[test]
fn contacts_are_not_logged_into_one_another_in_a_ring() {
    for length in 3..6 {
        let mut bench = Bench::new();
        let ring: Vec<Ready> = (0..length).map(|_| bench.contact()).collect();
        for ready in &ring {
            safe(&mut bench, *ready);
        }
        for pair in ring.windows(2) {
            assert_eq!(logs_into(&mut bench, pair[0], pair[1]), Ok(()));
        }
        let last = ring[length - 1];
        for into in &ring[..length - 1] {
            assert_eq!(logs_into(&mut bench, last, *into), Err("LeadsBack"));
        }
        // The ring is open again once one of it was decided by itself.
        let fill = route::Command::Fill {
            route: RouteNo(2),
            field: FieldKey::from("reason"),
            value: Value::Text("his worker knows it all".to_owned()),
        };
        let open = route::Command::Open { letter: OutcomeLetter('I'), children: vec![PersonNo(1)] };
        let decide = route::Command::decide(RouteNo(2), "his worker sees him daily");
        for command in [open, fill, decide, route::Command::send(RouteNo(2), "the rest is known")] {
            assert_eq!(tries_to(&mut bench, ring[0], command), Ok(()));
        }
        assert_eq!(logs_into(&mut bench, last, ring[0]), Ok(()));
    }
}

#[test]
fn nobody_is_logged_into_a_contact_that_names_nobody() {
    let mut bench = Bench::new();
    let (named, bare) = (bench.contact(), take(&mut bench, neighbour(), false));
    safe(&mut bench, named);
    assert_eq!(logs_into(&mut bench, named, bare), Err("NobodyNamedThere"));
    // Once somebody is named there it has an outcome before it is closed, also where they are taken out again and it is
    // attached to another afterwards.
    let [ada, ..] = &tries::family()[..] else { panic!("nobody is named") };
    let okoro = bench.okoro.clone();
    bench.does(bare, &okoro, std::slice::from_ref(ada));
    let route = RouteNo(1);
    for command in
        [route::Command::decide(route, "the same call"), route::Command::send(route, "known there")]
    {
        assert_eq!(tries_to(&mut bench, named, command), Ok(()));
    }
    let remove = family::Command::Remove { person: PersonNo(1), why: "not hers".to_owned() };
    assert_eq!(tries_to(&mut bench, bare, remove), Ok(()));
    attach(&mut bench, bare, named);
    safe(&mut bench, bare);
    let contact = bench.desk.contact(bare.reference).unwrap();
    assert!(!contact.rests_on_earlier() && !contact.is_decided());
}

#[test]
fn contacts_do_not_belong_to_one_another_in_a_ring() {
    let mut bench = Bench::new();
    let calls: Vec<Ready> = (0..3).map(|_| take(&mut bench, neighbour(), false)).collect();
    attach(&mut bench, calls[2], calls[1]);
    attach(&mut bench, calls[1], calls[0]);
    for (later, earlier) in [(0, 1), (0, 2)] {
        let (later, earlier) = (calls[later].id, calls[earlier].reference);
        for request in [Request::Earlier { later, earlier }, Request::Attach { later, earlier }] {
            match bench.desk.answer(request) {
                Err(DeskError::Refused(refusal)) => assert_eq!(refusal.code, "AttachedInARing"),
                other => panic!("{other:?}"),
            }
        }
    }
}
