//! Nothing is worked out for a frame: what a calendar, a test of the profile or a line of the board says is known before; and
//! where keys lead that leave a layer.

use std::{cell::RefCell, collections::VecDeque, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};

use super::{App, Effect, LoopMessage, Program, Setup};
use crate::{
    desk::{
        Answer, Clock, Desk, Opening, Random,
        clock::FixedClock,
        demo::{self, Order},
    },
    domain::{
        alarm::{self, Alarm, Level, Of},
        contact::call::Take,
        counted,
        ids::EventId,
    },
    store::Folder,
    ui::{
        screens::{beside::Which, call::pane::PaneKind},
        theme::Theme,
    },
};

/// A console on a practice desk of its own, drawn as the loop draws it.
struct Console {
    app: App,
    desk: Desk,
    clock: Arc<FixedClock>,
    terminal: Terminal<TestBackend>,
    _home: tempfile::TempDir,
}

impl Console {
    fn new(at: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let at: DateTime<Utc> = at.parse().unwrap();
        demo::make(&folder, &Order { contacts: 8, seed: 1, at }, &mut |_| {}).unwrap();
        let clock = Arc::new(FixedClock::at(at));
        let opening = Opening { console: true, bulk: false };
        let mut desk = Desk::open(&folder, opening, Arc::clone(&clock) as _, Random::Seeded(3)).unwrap();
        desk.sign_in_for_practice("R. Shah").unwrap();
        let ids = RefCell::new(Random::Seeded(4));
        let app = App::new(Setup {
            clock: Arc::clone(&clock) as _,
            theme: Theme::plain(),
            fresh: Box::new(move || EventId(ids.borrow_mut().uuid(at).unwrap())),
            desk: desk.view(),
            unsaved: Arc::default(),
        });
        let terminal = Terminal::new(TestBackend::new(140, 44)).unwrap();
        let mut console = Self { app, desk, clock, terminal, _home: home };
        let first = console.app.first().into_iter().map(Effect::Ask).collect();
        console.run(first);
        console
    }

    fn run(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if let Effect::Ask(request) = effect {
                let answers: Vec<Answer> = self.desk.handle(request);
                for answer in answers {
                    effects.extend(self.app.update(LoopMessage::Answer(answer)));
                }
            }
        }
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let effects = self.app.update(LoopMessage::Key(KeyEvent::new(code, modifiers)));
        self.run(effects);
    }

    fn draw(&mut self) {
        let app = &self.app;
        self.terminal.draw(|frame| app.draw(frame)).unwrap();
    }

    /// Draws the screen a hundred times; nothing but the first time may work anything out.
    fn is_known(&mut self, what: &str) {
        self.draw();
        let before = counted::times();
        for _ in 0..100 {
            self.draw();
        }
        assert_eq!(counted::times() - before, 0, "{what}: worked out again for a frame");
    }

    fn open(&mut self, reference: &str) {
        let id = self.desk.contact(reference.parse().unwrap()).unwrap().id;
        let effects = self.app.open(id);
        self.run(effects);
        assert!(self.app.call.is_some());
    }

    fn pane(&mut self, kind: PaneKind) {
        let says = self.app.says(vec![crate::ui::screens::call::pane::Say::Pane(kind)]);
        self.run(says);
        assert_eq!(self.app.call.as_ref().map(|(screen, _)| screen.shown), Some(kind));
    }
}

fn every_screen(at: &str) {
    let mut console = Console::new(at);
    console.is_known("queue");
    for which in Which::ALL {
        let effects = console.app.show_beside(which);
        console.run(effects);
        console.is_known(which.key());
        let effects = console.app.leave_beside();
        console.run(effects);
    }
    for reference in ["C-1841", "C-1838"] {
        console.open(reference);
        for kind in PaneKind::ALL {
            console.pane(kind);
            console.is_known(kind.key());
        }
    }
}

#[test]
fn no_frame_of_any_screen_works_anything_out_by_day_or_night() {
    every_screen("2026-11-24T14:07:00Z");
    every_screen("2026-11-28T23:10:00Z");
}

#[test]
fn a_card_is_worked_out_when_it_is_put_on_and_not_while_it_is_filled_in() {
    let mut console = Console::new("2026-11-24T14:07:00Z");
    console.open("C-1838");
    console.pane(PaneKind::Route);
    console.press(KeyCode::Char('J'), KeyModifiers::SHIFT);
    console.is_known("a card that is looked at");
    let before = counted::times();
    console.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(counted::times() > before, "what is put on is judged");
    console.is_known("a card that is on");
    // Another minute is another answer to what is due when.
    let before = counted::times();
    console.clock.set("2026-11-24T14:08:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(1));
    let effects = console.app.update(LoopMessage::Woke(console.desk.now()));
    console.run(effects);
    console.draw();
    assert!(counted::times() > before, "the minute changed, and nothing was worked out");
    console.is_known("a minute later");
}

#[test]
fn no_key_of_a_note_works_anything_out() {
    let mut console = Console::new("2026-11-24T14:07:00Z");
    console.open("C-1841");
    console.pane(PaneKind::Script);
    console.press(KeyCode::Char('h'), KeyModifiers::NONE);
    console.draw();
    let before = counted::times();
    for letter in "e stood at the gate".chars() {
        console.press(KeyCode::Char(letter), KeyModifiers::NONE);
        console.draw();
    }
    assert_eq!(counted::times() - before, 0);
}

#[test]
fn whoever_talks_comes_out_of_a_pane_to_the_notes() {
    let mut console = Console::new("2026-11-24T14:07:00Z");
    let begin = |console: &mut Console| {
        let effects = console.app.take(Take::default());
        console.run(effects);
        console.pane(PaneKind::Family);
        console.press(KeyCode::Esc, KeyModifiers::NONE);
    };
    begin(&mut console);
    let shown = |console: &Console| console.app.call.as_ref().map(|(screen, _)| screen.shown);
    assert_eq!(shown(&console), Some(PaneKind::Script), "what is written next would be keys of the queue");
    console.press(KeyCode::Esc, KeyModifiers::NONE);
    assert_eq!(shown(&console), None);
    // Whose call has ended goes straight back.
    begin(&mut console);
    console.press(KeyCode::Char('e'), KeyModifiers::ALT);
    console.pane(PaneKind::Family);
    console.press(KeyCode::Esc, KeyModifiers::NONE);
    assert_eq!(shown(&console), None);
}

#[test]
fn the_header_hides_only_what_is_less_than_what_it_says() {
    let mut console = Console::new("2026-11-28T23:10:00Z");
    let due = |minutes| Some(console.clock.now() - TimeDelta::minutes(minutes));
    let alarm = |of, level, words: &str, short: &str, due| Alarm {
        of,
        level,
        words: words.to_owned(),
        short: short.to_owned(),
        due,
        contact: None,
    };
    let late = alarm(Of::Visit, Level::Warning, "L. Marsh is late since 23:05", "CHECK-IN LATE", due(5));
    let over = alarm(
        Of::Tonight,
        Level::Red,
        "C-1841: the night's arrangement ended 22:00",
        "C-1841 THE NIGHT'S ENDED",
        due(70),
    );
    let handover = alarm(
        Of::Handover,
        Level::Warning,
        "a handover waits: 7 items not acknowledged",
        "7 NOT ACKNOWLEDGED",
        due(10),
    );
    let rota = alarm(
        Of::Rota,
        Level::Warning,
        "no on-call manager Sun 22:00 to Mon 06:00",
        "NOBODY ON CALL Sun 22:00",
        due(-1_000),
    );
    let (second, third) = (Alarm { due: due(20), ..over.clone() }, Alarm { due: due(30), ..over.clone() });
    let all = vec![rota, handover.clone(), third, second.clone(), over.clone(), late.clone()];
    let mut told = Vec::new();
    for (what, mut alarms) in [
        ("all", all.clone()),
        ("late and over", vec![over.clone(), late]),
        ("over and not acknowledged", vec![handover, over, second]),
    ] {
        alarm::sort(&mut alarms);
        console.app.desk.alarms = alarms.into();
        for width in [80, 120, 200] {
            let mut terminal = Terminal::new(TestBackend::new(width, 24)).unwrap();
            terminal.draw(|frame| console.app.draw(frame)).unwrap();
            let buffer = terminal.backend().buffer();
            let line: String = (0..width).map(|x| buffer[(x, 0)].symbol()).collect();
            told.push(format!("{what}, {width} wide:\n{}", line.trim_end()));
        }
    }
    insta::assert_snapshot!(told.join("\n"));
}
