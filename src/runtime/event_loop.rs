//! The loop: keys first, then answers, then time; one frame for all that came together.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use crossterm::event::{Event, KeyEvent, MouseEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use tokio::sync::mpsc::{Receiver, UnboundedReceiver};

use super::input;
use super::signals::{self, Emergency, Heard, Left, Why};
use super::terminal::Terminal;
use crate::desk::Clock;
use crate::ui::draw;

/// The least width and height, in cells, that the console is drawn in.
pub const LEAST: (u16, u16) = (60, 20);

/// Something that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Message<A> {
    /// A key.
    Key(KeyEvent),
    /// A paste, as it came.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// The terminal has another size now, in cells.
    Resize(u16, u16),
    /// The time that `next_wake` asked for has come.
    Woke(DateTime<Utc>),
    /// The desk answered.
    Answer(A),
    /// The console has to go: keep what is half typed. After this nothing more comes.
    Leave(Why),
}

/// Something to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect<R> {
    /// Asks the desk.
    Ask(R),
    /// Says that nothing changed that could be seen: no frame is needed for this message.
    Still,
    /// Rings the terminal's bell.
    Bell,
    /// Leaves.
    Quit,
}

/// What the loop runs. It does nothing itself: messages go in, effects come out.
pub trait Program {
    /// What it asks the desk.
    type Request;
    /// What the desk answers.
    type Answer;

    /// Takes a message up, and says what is to be done.
    fn update(&mut self, message: Message<Self::Answer>) -> Vec<Effect<Self::Request>>;

    /// Draws what is.
    fn draw(&self, frame: &mut Frame<'_>);

    /// Tells whether it is about practice, which no screen of it leaves out.
    fn is_practice(&self) -> bool {
        false
    }

    /// Gives the next time at which something changes by itself, such as the minute on the clock.
    fn next_wake(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>>;
}

/// What the loop is handed.
pub struct Setting<P: Program> {
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// Sends what the program asks; called on the loop's thread, so it must not wait.
    pub ask: Box<dyn FnMut(P::Request)>,
    /// Where answers arrive.
    pub answers: UnboundedReceiver<P::Answer>,
}

/// The terminal, its keys and the signals, for one program after another; dropping it gives the terminal back.
///
/// What is typed between two programs is kept for the second.
pub struct Session {
    terminal: Terminal,
    input: Receiver<Event>,
    signals: UnboundedReceiver<Heard>,
    left: Left,
    emergency: Emergency,
    mouse: bool,
    /// Whether the last program was made to leave, so that no other is to begin.
    told_to_leave: bool,
}

impl Session {
    /// Borrows the terminal; `emergency` saves what is half typed when the loop itself cannot, and with `mouse` clicks come.
    pub fn begin(emergency: Emergency, mouse: bool) -> io::Result<Self> {
        let (signals, left) = signals::listen(emergency.clone())?;
        let terminal = Terminal::borrow(mouse)?;
        let input = input::start()?;
        Ok(Self { terminal, input, signals, left, emergency, mouse, told_to_leave: false })
    }

    /// Runs a program until it quits or has to leave, and gives it back to be looked at.
    pub fn run<P: Program>(&mut self, mut program: P, setting: Setting<P>) -> io::Result<P> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let looped = Loop { session: self, setting, quit: false, stale: true };
        let ended = runtime.block_on(looped.run(&mut program));
        if ended.is_err() {
            (self.emergency)();
        }
        ended.map(|()| program)
    }

    /// Tells whether the last program was made to leave.
    pub fn is_told_to_leave(&self) -> bool {
        self.told_to_leave
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.left.set();
    }
}

/// How long input is taken up without a frame in between.
const BATCH: Duration = Duration::from_millis(30);

const LEAST_SLEEP: Duration = Duration::from_millis(10);

struct Loop<'s, P: Program> {
    session: &'s mut Session,
    setting: Setting<P>,
    quit: bool,
    stale: bool,
}

impl<P: Program> Loop<'_, P> {
    async fn run(mut self, program: &mut P) -> io::Result<()> {
        let mut answering = true;
        // Clicks are placed by the size, also before it ever changes.
        let size = self.session.terminal.size()?;
        self.hand(program, Message::Resize(size.width, size.height));
        while !self.quit {
            if std::mem::take(&mut self.stale) {
                self.session.terminal.draw(|frame| draw_or_say_why_not(program, frame))?;
            }
            let now = self.setting.clock.now();
            // A program that asks for a time gone by does not get a loop that spins.
            let wake =
                program.next_wake(now).map(|at| (at - now).to_std().unwrap_or_default().max(LEAST_SLEEP));
            tokio::select! {
                biased;
                event = self.session.input.recv() => match event {
                    Some(event) => self.take_input(program, event),
                    None => self.hand(program, Message::Leave(Why::TerminalGone)),
                },
                heard = self.session.signals.recv() => match heard {
                    Some(Heard::Leave(why)) => {
                        self.hand(program, Message::Leave(why));
                        self.quit = true;
                    }
                    Some(Heard::Resumed) => {
                        self.session.terminal.retake(self.session.mouse)?;
                        self.stale = true;
                    }
                    None => self.quit = true,
                },
                answer = self.setting.answers.recv(), if answering => match answer {
                    Some(answer) => self.take_answers(program, answer),
                    None => answering = false,
                },
                () = sleep(wake) => {
                    let now = self.setting.clock.now();
                    self.hand(program, Message::Woke(now));
                }
            }
        }
        Ok(())
    }

    /// Takes up everything that has been typed by now, so that one frame shows it all.
    fn take_input(&mut self, program: &mut P, first: Event) {
        let start = Instant::now();
        let mut next = Some(first);
        while let Some(event) = next {
            match event {
                Event::Key(key) => self.hand(program, Message::Key(key)),
                Event::Paste(text) => self.hand(program, Message::Paste(text)),
                Event::Mouse(mouse) => self.hand(program, Message::Mouse(mouse)),
                Event::Resize(width, height) => {
                    self.session.terminal.resized();
                    self.hand(program, Message::Resize(width, height));
                }
                Event::FocusGained | Event::FocusLost => {}
            }
            next =
                if self.quit || start.elapsed() > BATCH { None } else { self.session.input.try_recv().ok() };
        }
    }

    fn take_answers(&mut self, program: &mut P, first: P::Answer) {
        let start = Instant::now();
        let mut next = Some(first);
        while let Some(answer) = next {
            self.hand(program, Message::Answer(answer));
            next = if self.quit || start.elapsed() > BATCH {
                None
            } else {
                self.setting.answers.try_recv().ok()
            };
        }
    }

    fn hand(&mut self, program: &mut P, message: Message<P::Answer>) {
        let leaving = matches!(message, Message::Leave(_));
        let mut still = false;
        for effect in program.update(message) {
            match effect {
                Effect::Ask(request) => (self.setting.ask)(request),
                Effect::Still => still = true,
                // A bell that does not ring is no reason to stop.
                Effect::Bell => drop(self.session.terminal.bell()),
                Effect::Quit => self.quit = true,
            }
        }
        self.quit |= leaving;
        self.session.told_to_leave |= leaving;
        self.stale |= !still;
    }
}

async fn sleep(wake: Option<Duration>) {
    match wake {
        Some(wake) => tokio::time::sleep(wake).await,
        None => std::future::pending().await,
    }
}

/// Draws the program, or, where the window is too small for it, a plain sentence.
pub fn draw_or_say_why_not<P: Program>(program: &P, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.width >= LEAST.0 && area.height >= LEAST.1 {
        return program.draw(frame);
    }
    let practice = if program.is_practice() { "PRACTICE. " } else { "" };
    let text = format!(
        "{practice}This window is {}×{}; dutydesk needs {}×{}. Nothing is lost.",
        area.width, area.height, LEAST.0, LEAST.1
    );
    for (y, line) in (area.y..area.bottom()).zip(draw::wrapped(&text, usize::from(area.width.max(1)))) {
        draw::put(
            frame.buffer_mut(),
            Rect { height: 1, y, ..area },
            area.x,
            y,
            &line,
            ratatui::style::Style::new(),
        );
    }
}
