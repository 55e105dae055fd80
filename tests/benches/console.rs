//! What a key takes in the model and in the drawing, beside a bare ratatui draw of the same size.

use std::{
    cell::RefCell,
    error::Error,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use criterion::Criterion;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use dutydesk::{
    desk::{
        Clock, Desk, Opening, Random, Request,
        clock::FixedClock,
        demo::{self, Order},
    },
    domain::ids::EventId,
    runtime::{
        app::{App, Setup},
        event_loop::{Effect, Message, Program as _},
    },
    store::Folder,
    ui::theme::{Depth, Theme},
};
use ratatui::{
    Terminal,
    backend::TestBackend,
    layout::{Constraint, Layout},
    style::{Color, Style},
    widgets::{List, ListState, Paragraph},
};

const SIZE: (u16, u16) = (120, 40);

fn main() -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let folder = Folder::create(&home.path().join("practice"))?;
    let at: DateTime<Utc> = "2026-11-24T14:07:00Z".parse()?;
    demo::make(&folder, &Order { contacts: 120, seed: 1, at }, &mut |_| {})?;
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(at));
    let desk =
        Desk::open(&folder, Opening { console: true, bulk: false }, Arc::clone(&clock), Random::System)?;
    let mut console = Console::open(desk, clock)?;
    let mut criterion =
        Criterion::default().sample_size(50).measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut floor = Floor::new()?;

    let mut group = criterion.benchmark_group("moving in the queue");
    console.press(KeyCode::Char('1'))?;
    let mut down = true;
    group.bench_function("console", |bench| {
        bench.iter(|| {
            down = !down;
            console.press(if down { KeyCode::Down } else { KeyCode::Up }).is_ok()
        });
    });
    group.bench_function("bare ratatui", |bench| bench.iter(|| floor.step().is_ok()));
    group.finish();

    let mut group = criterion.benchmark_group("writing a note");
    console.press(KeyCode::Enter)?;
    let mut there = false;
    let mut letter = |console: &mut Console| {
        there = !there;
        console.press(if there { KeyCode::Char('e') } else { KeyCode::Backspace }).is_ok()
    };
    group.bench_function("console", |bench| bench.iter(|| letter(&mut console)));
    console.paste("The eldest waits at the window. ".repeat(32 * 1024))?;
    group.bench_function("console, at the end of 1 MiB", |bench| bench.iter(|| letter(&mut console)));
    group.bench_function("bare ratatui", |bench| bench.iter(|| floor.step().is_ok()));
    group.finish();
    criterion.final_summary();
    Ok(())
}

/// The console's model on a window that is a buffer, with its desk behind it.
struct Console {
    app: App,
    desk: Desk,
    window: Terminal<TestBackend>,
}

impl Console {
    fn open(mut desk: Desk, clock: Arc<dyn Clock>) -> Result<Self, Box<dyn Error>> {
        desk.sign_in_for_practice("A. Okoro")?;
        let (random, ids) = (RefCell::new(Random::Seeded(7)), Arc::clone(&clock));
        let setup = Setup {
            clock,
            theme: Theme::built_in("night", Depth::True)?,
            fresh: Box::new(move || EventId(random.borrow_mut().uuid(ids.now()).unwrap_or_default())),
            desk: desk.view(),
            unsaved: Arc::new(Mutex::new(None)),
        };
        let mut app = App::new(setup);
        let asked = app.first();
        let mut console = Self { app, desk, window: Terminal::new(TestBackend::new(SIZE.0, SIZE.1))? };
        for request in asked {
            console.ask(request);
        }
        Ok(console)
    }

    fn press(&mut self, code: KeyCode) -> Result<(), Box<dyn Error>> {
        self.hand(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.draw()
    }

    fn paste(&mut self, text: String) -> Result<(), Box<dyn Error>> {
        self.hand(Message::Paste(text));
        self.draw()
    }

    fn draw(&mut self) -> Result<(), Box<dyn Error>> {
        self.window.draw(|frame| self.app.draw(frame))?;
        Ok(())
    }

    fn hand(&mut self, message: Message<dutydesk::desk::Answer>) {
        for effect in self.app.update(message) {
            if let Effect::Ask(request) = effect {
                self.ask(request);
            }
        }
    }

    fn ask(&mut self, request: Request) {
        for answer in self.desk.handle(request) {
            self.hand(Message::Answer(answer));
        }
    }
}

/// A list and a line, drawn anew with another row chosen.
struct Floor {
    window: Terminal<TestBackend>,
    rows: Vec<String>,
    list: ListState,
}

impl Floor {
    fn new() -> Result<Self, Box<dyn Error>> {
        let rows = (0..40)
            .map(|n| format!(" · {n:02}:14 left   C-1199{n:02} Police, response officer   Ellis (6) · Mia"));
        Ok(Self {
            window: Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?,
            rows: rows.collect(),
            list: ListState::default().with_selected(Some(0)),
        })
    }

    fn step(&mut self) -> Result<(), Box<dyn Error>> {
        self.list.select(Some(usize::from(self.list.selected() == Some(0))));
        self.window.draw(|frame| {
            let [body, line] =
                Layout::vertical([Constraint::Min(3), Constraint::Length(1)]).areas(frame.area());
            let rows =
                List::new(self.rows.iter().map(String::as_str)).highlight_style(Style::new().bg(Color::Blue));
            frame.render_stateful_widget(rows, body, &mut self.list);
            frame.render_widget(Paragraph::new("what is written"), line);
        })?;
        Ok(())
    }
}
