//! The console: a door where nobody is signed in yet, a desk on its thread, the model, and the loop between them.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Failure, place::Place};
use crate::{
    desk::{Clock, Desk, Opening, Random, protocol::DraftText},
    domain::ids::EventId,
    runtime::{
        app::{App, Setup, Unsaved},
        desk_thread::DeskThread,
        door::{Door, DoorThread},
        event_loop::{Session, Setting},
        signals::Emergency,
    },
    store::{
        Folder,
        drafts::{self, Draft},
    },
    ui::theme::{Depth, Theme},
};

/// The variable that names another theme than the usual one: `day`, `night`, `contrast`, or a file in the desk's `themes`.
const THEME: &str = "DUTYDESK_THEME";

/// What saves half-typed text in an emergency, once there is a desk that it belongs to.
type Saving = Arc<Mutex<Option<Emergency>>>;

/// Opens the console on a practice desk, signed in as `as_name`, and stays until it is left.
pub(super) fn practice(place: &Place, folder: &Folder, clock: Arc<dyn Clock>) -> Result<(), Failure> {
    let theme = theme(folder)?;
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(folder, opening, Arc::clone(&clock), Random::System)?;
    place.keep_receipt(&mut desk)?;
    desk.sign_in_for_practice(place.as_name())?;
    let saving = Saving::default();
    let session = session(&saving)?;
    sit(session, &saving, desk, clock, theme)
}

/// Opens the door of a real desk, lets somebody in, and stays until they leave.
pub(super) fn real(place: &Place, folder: &Folder, clock: Arc<dyn Clock>) -> Result<(), Failure> {
    let theme = theme(folder)?;
    let saving = Saving::default();
    let mut session = session(&saving)?;
    let door = Door::new(Arc::clone(&clock), theme.clone(), fresh(&clock));
    let (thread, answers) = DoorThread::start(folder.clone(), Arc::clone(&clock), Random::System)
        .map_err(|error| Failure::Unavailable(error.to_string()))?;
    let left = session.run(door, Setting { clock: Arc::clone(&clock), ask: thread.ask(), answers });
    // What was written at the door is sealed before this returns.
    thread.finish();
    match left.map_err(|error| no_terminal(&error))?.into_desk() {
        Some(mut desk) if !session.is_told_to_leave() => {
            place.keep_receipt(&mut desk)?;
            sit(session, &saving, desk, clock, theme)
        }
        _ => Ok(()),
    }
}

/// Runs the console on an open desk.
fn sit(
    mut session: Session,
    saving: &Saving,
    desk: Desk,
    clock: Arc<dyn Clock>,
    theme: Theme,
) -> Result<(), Failure> {
    let lost = desk.store().lost().map(ToString::to_string);
    let leftovers = desk.leftovers()?;
    let unsaved: Unsaved = Arc::new(Mutex::new(None));
    if let Ok(mut saving) = saving.lock() {
        *saving = Some(emergency(&desk, &unsaved, &clock));
    }
    let setup = Setup {
        clock: Arc::clone(&clock),
        theme,
        fresh: fresh(&clock),
        desk: desk.view(),
        unsaved: Arc::clone(&unsaved),
    };
    let mut app = App::new(setup);
    app.begin(leftovers, lost);
    let thread = DeskThread::start(desk).map_err(|error| Failure::Unavailable(error.to_string()))?;
    let DeskThread { ask, answers, thread } = thread;
    for request in app.first() {
        let _ = ask.send(request);
    }
    let send = ask.clone();
    let sending = Box::new(move |request| {
        let _ = send.send(request);
    });
    let ended = session.run(app, Setting { clock, ask: sending, answers });
    // The terminal is given back first; whoever ends this process now need save nothing more.
    drop(session);
    // Whatever was asked last is done before this returns: drafts, notes, leaving.
    DeskThread::finish(ask, thread);
    ended.map(|_| ()).map_err(|error| no_terminal(&error))
}

fn session(saving: &Saving) -> Result<Session, Failure> {
    let saving = Arc::clone(saving);
    let emergency: Emergency = Arc::new(move || {
        let save = saving.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(save) = save {
            save();
        }
    });
    Session::begin(emergency, true).map_err(|error| no_terminal(&error))
}

/// Makes what saves half-typed text when the loop cannot.
fn emergency(desk: &Desk, unsaved: &Unsaved, clock: &Arc<dyn Clock>) -> Emergency {
    let (folder, console) = (desk.store().folder().clone(), desk.console());
    let (key, unsaved, clock) = (desk.store().data_key().clone(), Arc::clone(unsaved), Arc::clone(clock));
    Arc::new(move || {
        let text = unsaved.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let (Some(DraftText { by, contact, words, body }), Some(console)) = (text, console) {
            let draft = Draft { by, contact, saved_at: clock.now(), words, body };
            let _ = drafts::save(&folder, &key, console, &draft, &mut Random::System.entropy());
        }
    })
}

/// Makes ids; without randomness one is made of the time alone, and the desk refuses one that exists.
fn fresh(clock: &Arc<dyn Clock>) -> Box<dyn Fn() -> EventId> {
    let (random, clock) = (Mutex::new(Random::System), Arc::clone(clock));
    Box::new(move || {
        let mut random = random.lock().unwrap_or_else(PoisonError::into_inner);
        EventId(random.uuid(clock.now()).unwrap_or_default())
    })
}

fn theme(folder: &Folder) -> Result<Theme, Failure> {
    let env = |name: &str| std::env::var(name).ok();
    let name = env(THEME).unwrap_or_else(|| "night".to_owned());
    Theme::from_folder(&folder.root().join("themes"), &name, Depth::from_env(env))
        .map_err(|error| Failure::Unavailable(error.to_string()))
}

fn no_terminal(error: &std::io::Error) -> Failure {
    Failure::Unavailable(format!("the terminal could not be used: {error}; what was written is kept"))
}
