//! The screens beside queue and contact: what each hints at is what it does, and a contact opened from one leads back to it.

use dutydesk::{
    desk::{Request, handover::Deal, protocol::Act},
    domain::{
        contact::call::Command::LeaveForHandover,
        handover::{Command, Kind, Next},
        ids::{ContactId, HandoverId},
        policy::Mode,
        queue::Lane,
    },
    ui::keymap::{Action, BINDINGS, Binding, Context},
};

use crate::common::console::{Console, Practice};

const NIGHT: &str = "2026-11-25T02:10:00Z";
const MORNING: &str = "2026-11-25T09:02:00Z";
const SHIFT: Kind = Kind::Shift { from: Mode::Edt, to: Mode::FrontDoor };

/// One way in which a screen can stand: its name, and a desk with a console that shows it.
struct Standing {
    name: &'static str,
    practice: Practice,
    who: &'static str,
    keys: &'static str,
    height: u16,
}

impl Standing {
    fn new(name: &'static str, at: &str, who: &'static str, keys: &'static str) -> Self {
        let practice = Practice::new(40);
        practice.clock.set(at.parse().unwrap());
        Self { name, practice, who, keys, height: 24 }
    }

    /// Shows it anew.
    fn show(&self, height: u16) -> Console {
        let mut console = self.practice.console(self.who, 120, height);
        let (first, rest) = self.keys.split_at(self.keys.len().min(1));
        console.press(first);
        // An earlier key may have taken a call that still goes on: then a letter asks first.
        if console.text().contains("You are talking in") {
            console.press("<c-s>");
        }
        console.press(rest);
        // A screen knows how far it can be turned once it was drawn.
        console.text();
        console
    }
}

fn hands_over(console: &Console, deal: Deal) -> HandoverId {
    console.desk.borrow_mut().handover(deal).unwrap()
}

/// A night's handover, given to the front door.
fn given(name: &'static str, keys: &'static str) -> Standing {
    let standing = Standing::new(name, NIGHT, "T. Bello", "");
    let bello = standing.show(40);
    let id = hands_over(&bello, Deal::Begin(SHIFT));
    let items = bello.desk.borrow().handover_by_id(id).unwrap().items;
    for item in items {
        let no = item.no;
        let next = Next::Service(Mode::FrontDoor);
        hands_over(&bello, Deal::Do { id, command: Command::Owner { no, next } });
        hands_over(&bello, Deal::Do { id, command: Command::Line { no, line: "see the notes".to_owned() } });
    }
    hands_over(&bello, Deal::Do { id, command: Command::Finish });
    standing.practice.clock.set(MORNING.parse().unwrap());
    Standing { who: "A. Okoro", keys, ..standing }
}

/// A day that leaves much for the night to expect.
fn left_by_day(name: &'static str, keys: &'static str) -> Standing {
    let standing = Standing::new(name, "2026-11-24T16:40:00Z", "A. Okoro", "");
    let okoro = standing.show(40);
    let rows = okoro.desk.borrow_mut().lane(Lane::ToDecide, 12).unwrap();
    for row in rows {
        let line = "his father may ring tonight; do not give the address".to_owned();
        let act = Act {
            tag: 1,
            contact: ContactId(row.id),
            command: LeaveForHandover { line }.into(),
            seen: row.version,
            event: None,
            step_up: None,
        };
        okoro.desk.borrow_mut().answer(Request::Act(Box::new(act))).unwrap();
    }
    standing.practice.clock.set(NIGHT.parse().unwrap());
    Standing { who: "T. Bello", keys, ..standing }
}

/// Every screen beside the queue, in each way in which it can stand.
fn standings() -> Vec<Standing> {
    let mut all = vec![
        Standing::new("rota", NIGHT, "T. Bello", "r"),
        Standing::new("promises", NIGHT, "A. Okoro", "p"),
        Standing { height: 60, ..Standing::new("a short brief", NIGHT, "T. Bello", "s") },
        Standing { height: 20, ..left_by_day("a long brief", "s") },
        Standing::new("nobody out", NIGHT, "T. Bello", "v"),
        Standing::new("handovers", NIGHT, "T. Bello", "h"),
        Standing::new("leave", NIGHT, "T. Bello", "h<end><enter>"),
        Standing::new("giving", NIGHT, "T. Bello", "h<end><up><enter>"),
        given("taking", "h<home><enter>"),
        given("taking a sheet", "h<home><enter><c-t>"),
    ];
    // A visit about nobody, and one about a contact.
    for (name, contact) in [("out", ""), ("out about a contact", "C-1841")] {
        let standing = Standing::new(name, NIGHT, "T. Bello", "v");
        let mut bello = standing.show(40);
        let going = format!(
            "12 Harbour Lane<tab>Kate, to see her<tab>{contact}<tab>07700 900106<tab>in 2 h<tab>45<tab>"
        );
        bello.press(&going).press("Jo Bello<tab>07700 900222<tab>in 2 h<c-s>").sees("Who is out");
        all.push(standing);
    }
    // One item that is acknowledged, and then all of them.
    let taken = given("taken", "h<home><enter><end>");
    let mut okoro = taken.show(40);
    okoro.press("<esc><esc>h<home><enter><c-s>").sees("not acknowledged");
    all.push(Standing { keys: "h<home><enter><a-up>", ..taken });
    let done = given("done", "h<home><enter>");
    let mut okoro = done.show(40);
    while okoro.text().contains("not acknowledged") {
        okoro.press("<c-s>");
    }
    all.push(done);
    all
}

/// Reads from the help what works here: the keys, and the words.
fn listed(standing: &Standing) -> Vec<&'static Binding> {
    let mut console = standing.show(standing.height);
    console.press("<f1>").stage.resize(120, 200);
    let text = console.text();
    let here = text.split("ELSEWHERE").next().unwrap();
    // The title above a line says in which context it works.
    let mut context = None;
    let mut listed = Vec::new();
    for line in here.lines().map(|line| line.trim_matches([' ', '│']).to_owned()) {
        if let Some(title) = Context::ALL.into_iter().find(|context| context.words() == line) {
            context = Some(title);
        }
        let is = |binding: &&Binding| {
            let written = format!("{:<24}{}", binding.keys.all(), binding.words);
            Some(binding.context) == context && line == written.trim_end()
        };
        listed.extend(BINDINGS.iter().find(is));
    }
    listed
}

/// Tells whether anything came of some keys.
fn does(console: &mut Console, keys: impl FnOnce(&mut Console)) -> bool {
    let before = console.stage.snapshot();
    console.asked.borrow_mut().clear();
    keys(console);
    let asked = console.asked.borrow().iter().any(|asked| !matches!(asked, Request::SaveDraft { .. }));
    asked || console.stage.quit || console.stage.snapshot() != before
}

#[test]
fn what_is_hinted_at_beside_the_queue_does_something() {
    for standing in standings() {
        let listed = listed(&standing);
        assert!(listed.len() > 4, "{}: {:?}", standing.name, standing.show(200).press("<f1>").text());
        let is_listed = |action| listed.iter().any(|binding| binding.action == action);
        let wanted = match standing.name {
            "a long brief" => Action::RowDown,
            "giving" | "out about a contact" => Action::OpenContact,
            "out" => Action::Add,
            "promises" | "handovers" => Action::Open,
            "taking" | "taken" | "done" => Action::Send,
            _ => Action::Back,
        };
        assert!(is_listed(wanted), "{}: no {wanted:?}", standing.name);
        for binding in listed {
            // What moves in texts and fields is the form's, and has tests there.
            let moves = matches!(binding.action, Action::NextField | Action::PreviousField | Action::NewLine);
            if binding.context == Context::Edit || moves {
                continue;
            }
            let key = binding.as_key().unwrap();
            // A cursor that stands at an end moves from the other one, and a lane is left for another.
            let tries = ["", "<a-down>", "<end>", "<down><down>", "2"];
            let done = tries.iter().any(|first| {
                let mut console = standing.show(standing.height);
                console.press(first);
                does(&mut console, |console| {
                    console.stage.hand(dutydesk::runtime::event_loop::Message::Key(key));
                })
            });
            let words = binding.words;
            assert!(done, "{}: {} ({words}) does nothing", standing.name, binding.keys.first());
        }
    }
}

#[test]
fn a_contact_asked_for_beside_the_queue_is_shown_and_leads_back() {
    let standing = given("taking", "h<home><enter><a-down>");
    let mut okoro = standing.show(40);
    let at = okoro.text();
    okoro.press("<c-o>").sees("F2 script");
    // Back where it was, on the same item.
    okoro.press("<esc>");
    assert_eq!(okoro.text(), at);
    // A call that is taken from here, or found, is what one sees.
    okoro.press("<esc>n").sees("talking 0 min");
    okoro.press("<esc><esc>p<c-s>/").write("C-1841").press("<enter>").sees("Ellis Brookmere");
    okoro.sees("F2 script");
    okoro.press("<esc>").sees("Promises –");
}

#[test]
fn danger_beside_the_queue_marks_the_contact_that_is_seen() {
    let standing = Standing::new("promises", NIGHT, "A. Okoro", "p");
    let mut okoro = standing.show(40);
    okoro.press("<a-u>").sees("URGENT");
    okoro.press("<esc><esc>r<c-s><a-u>").sees("which contact is it?");
    // In a box over a contact it does not wait either.
    okoro.press("<esc>n<c-s><f1><a-u><esc>").sees("URGENT");
}

#[test]
fn what_is_half_typed_in_a_handover_is_kept() {
    let standing = given("taking", "h<home><enter>");
    let mut okoro = standing.show(40);
    okoro.write("I ring the ward at").sees("I ring the ward at");
    okoro.press("<c-o>").sees("F2 script");
    okoro.press("<esc>").sees("I ring the ward at");
    let later = okoro.desk.borrow().now() + chrono::TimeDelta::seconds(2);
    standing.practice.clock.set(later);
    okoro.stage.wake(later);
    drop(okoro);
    let mut again = standing.practice.console("A. Okoro", 120, 40);
    again.press("<enter>").sees("I ring the ward at");
    // What is saved already is nothing half-typed.
    let giving = Standing::new("giving", NIGHT, "T. Bello", "h<end><up><enter>");
    let mut bello = giving.show(40);
    bello.press("see the notes<tab>the front<tab>").sees("● saved");
    drop(bello);
    let text = giving.practice.console("T. Bello", 120, 40).text();
    assert!(!text.contains("Resume"), "{text}");
}
