//! Whole consoles on one practice desk, without a terminal: the real model, the real desk, a clock that stands.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use chrono::{DateTime, Utc};
use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        clock::FixedClock,
        demo::{self, Order},
    },
    domain::{contact::Contact, ids::EventId},
    runtime::app::{App, Setup},
    store::Folder,
    ui::theme::{Depth, Theme},
};

use super::stage::Stage;

/// The moment at which practice begins in every test: a Tuesday afternoon.
pub(crate) const TUESDAY: &str = "2026-11-24T14:07:00Z";

/// A practice desk in a folder that goes with it.
pub(crate) struct Practice {
    /// The desk's folder.
    pub(crate) folder: Folder,
    /// The clock that all its consoles share.
    pub(crate) clock: Arc<FixedClock>,
    home: tempfile::TempDir,
}

impl Practice {
    /// Makes a desk with so many contacts.
    pub(crate) fn new(contacts: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let at: DateTime<Utc> = TUESDAY.parse().unwrap();
        demo::make(&folder, &Order { contacts, seed: 1, at }, &mut |_| {}).unwrap();
        Self { folder, clock: Arc::new(FixedClock::at(at)), home }
    }

    /// Makes a desk of its own at a moment.
    pub(crate) fn founded(at: DateTime<Utc>, make: impl FnOnce(&Folder, &FixedClock)) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let clock = Arc::new(FixedClock::at(at));
        make(&folder, &clock);
        Self { folder, clock, home }
    }

    /// Gives a folder outside of the desk's, where a receipt would lie.
    pub(crate) fn outside(&self) -> std::path::PathBuf {
        self.home.path().join("receipts")
    }

    /// Opens a console on it as somebody.
    pub(crate) fn console(&self, name: &str, width: u16, height: u16) -> Console {
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let seed =
            name.bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let opening = Opening { console: true, bulk: false };
        let mut desk = Desk::open(&self.folder, opening, Arc::clone(&clock), Random::Seeded(seed)).unwrap();
        desk.sign_in_for_practice(name).unwrap();
        let ids = RefCell::new(Random::Seeded(seed ^ 0xABCD));
        let at = Arc::clone(&clock);
        let setup = Setup {
            clock: Arc::clone(&clock),
            theme: Theme::built_in("night", Depth::True).unwrap(),
            fresh: Box::new(move || EventId(ids.borrow_mut().uuid(at.now()).unwrap())),
            desk: desk.view(),
            unsaved: Arc::default(),
        };
        let leftovers = desk.leftovers().unwrap();
        let mut app = App::new(setup);
        app.begin(leftovers, None);
        let first = app.first();
        let desk = Rc::new(RefCell::new(desk));
        let asked = Rc::new(RefCell::new(Vec::new()));
        let waiting: Rc<RefCell<Option<Vec<Request>>>> = Rc::default();
        let (behind, heard, held) = (Rc::clone(&desk), Rc::clone(&asked), Rc::clone(&waiting));
        let answer = move |request: Request| {
            heard.borrow_mut().push(request.clone());
            match held.borrow_mut().as_mut() {
                Some(held) => {
                    held.push(request);
                    vec![]
                }
                None => behind.borrow_mut().handle(request),
            }
        };
        let mut stage = Stage::new(app, width, height, Box::new(answer));
        for request in first {
            for answer in desk.borrow_mut().handle(request) {
                stage.hand(dutydesk::runtime::event_loop::Message::Answer(answer));
            }
        }
        // As on the desk's thread: once the screen is there, the others are told who sits down.
        let settled = desk.borrow_mut().settle();
        for answer in settled {
            stage.hand(dutydesk::runtime::event_loop::Message::Answer(answer));
        }
        Console { stage, desk, asked, waiting }
    }
}

/// One console.
pub(crate) struct Console {
    /// The program on its stage.
    pub(crate) stage: Stage<App>,
    /// The desk behind it.
    pub(crate) desk: Rc<RefCell<Desk>>,
    /// What it asked of the desk.
    pub(crate) asked: Rc<RefCell<Vec<Request>>>,
    /// What waits for a desk that is busy; nothing while it is not.
    waiting: Rc<RefCell<Option<Vec<Request>>>>,
}

impl Console {
    /// Lets the desk be busy from now on: it answers nothing.
    pub(crate) fn busy(&mut self) -> &mut Self {
        self.waiting.borrow_mut().get_or_insert_default();
        self
    }

    /// Lets the desk answer what waited, in its order.
    pub(crate) fn answers(&mut self) -> &mut Self {
        // What is asked because of an answer comes after all that waits already.
        while let Some(request) = self.next_waiting() {
            let answers = self.desk.borrow_mut().handle(request);
            for answer in answers {
                self.stage.hand(dutydesk::runtime::event_loop::Message::Answer(answer));
            }
        }
        self.waiting.take();
        self
    }

    fn next_waiting(&self) -> Option<Request> {
        let mut waiting = self.waiting.borrow_mut();
        let waiting = waiting.as_mut().filter(|waiting| !waiting.is_empty())?;
        Some(waiting.remove(0))
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        self.stage.press(keys);
        self
    }

    /// Types words as they stand, spaces included.
    pub(crate) fn write(&mut self, words: &str) -> &mut Self {
        let keys = words.replace('<', "<lt>").replace(' ', "<space>");
        self.stage.press(&keys);
        self
    }

    /// Looks for what other consoles did, as the watcher on `desk.head` makes a console do.
    pub(crate) fn refresh(&mut self) -> &mut Self {
        let answers: Vec<Answer> = self.desk.borrow_mut().handle(Request::Refresh);
        for answer in answers {
            self.stage.hand(dutydesk::runtime::event_loop::Message::Answer(answer));
        }
        self
    }

    /// Gives what the screen shows.
    pub(crate) fn text(&mut self) -> String {
        self.stage.text()
    }

    /// Fails with the screen where some words are not on it.
    pub(crate) fn sees(&mut self, words: &str) -> &mut Self {
        let text = self.text();
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        // What is broken into lines stands between the same borders.
        let column = |at: usize| {
            let part = |line: &str| line.split('│').nth(at).unwrap_or_default().to_owned();
            flat(&text.lines().map(part).collect::<Vec<_>>().join(" "))
        };
        let seen = text.contains(words) || flat(&text).contains(words);
        assert!(seen || (1..4).any(|at| column(at).contains(words)), "no \"{words}\" on the screen:\n{text}");
        self
    }

    /// Reads a contact from the journal.
    pub(crate) fn contact(&self, reference: &str) -> Contact {
        self.desk.borrow().contact(reference.parse().unwrap()).unwrap()
    }
}
