//! The console: a desk on its thread, the model, and the loop between them.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Failure, place::Place};
use crate::{
    desk::{Clock, Desk, Opening, Random, protocol::DraftText},
    domain::ids::EventId,
    runtime::{
        app::{App, Setup, Unsaved},
        desk_thread::DeskThread,
        event_loop::{self, Setting},
    },
    store::{
        Folder,
        drafts::{self, Draft},
    },
    ui::theme::{Depth, Theme},
};

/// The variable that names another theme than the usual one: `day`, `night`, `contrast`, or a file in the desk's `themes`.
const THEME: &str = "DUTYDESK_THEME";

/// Opens the console on a desk, signed in as the place says, and stays until it is left.
pub(super) fn run(place: &Place, folder: &Folder, clock: Arc<dyn Clock>) -> Result<(), Failure> {
    let env = |name: &str| std::env::var(name).ok();
    let depth = Depth::from_env(env);
    let name = env(THEME).unwrap_or_else(|| "night".to_owned());
    let theme = Theme::from_folder(&folder.root().join("themes"), &name, depth)
        .map_err(|error| Failure::Unavailable(error.to_string()))?;
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(folder, opening, Arc::clone(&clock), Random::System)?;
    place.keep_receipt(&mut desk)?;
    desk.sign_in_for_practice(place.as_name())?;
    let lost = desk.store().lost().map(ToString::to_string);
    let leftovers = desk.leftovers()?;
    let view = desk.view();
    let console = desk.console();
    let key = desk.store().data_key().clone();
    let unsaved: Unsaved = Arc::new(Mutex::new(None));
    let random = Mutex::new(Random::System);
    let ids = Arc::clone(&clock);
    let fresh = Box::new(move || {
        let mut random = random.lock().unwrap_or_else(PoisonError::into_inner);
        // Without randomness an id is made of the time alone; the desk refuses one that exists.
        EventId(random.uuid(ids.now()).unwrap_or_default())
    });
    let setup = Setup { clock: Arc::clone(&clock), theme, fresh, desk: view, unsaved: Arc::clone(&unsaved) };
    let mut app = App::new(setup);
    app.begin(leftovers, lost);
    let thread = DeskThread::start(desk).map_err(|error| Failure::Unavailable(error.to_string()))?;
    let DeskThread { ask, answers, thread } = thread;
    for request in app.first() {
        let _ = ask.send(request);
    }
    let emergency = {
        let (folder, clock, key) = (folder.clone(), Arc::clone(&clock), key);
        Arc::new(move || {
            let text = unsaved.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let (Some(DraftText { contact, words, body }), Some(console)) = (text, console) {
                let draft = Draft { contact, saved_at: clock.now(), words, body };
                let _ = drafts::save(&folder, &key, console, &draft, &mut Random::System.entropy());
            }
        })
    };
    let send = ask.clone();
    let setting = Setting {
        clock,
        ask: Box::new(move |request| {
            let _ = send.send(request);
        }),
        answers,
        emergency,
        mouse: true,
    };
    let ended = event_loop::run(app, setting);
    // Whatever was asked last is done before this returns: drafts, notes, leaving.
    DeskThread::finish(ask, thread);
    ended.map(|_| ()).map_err(|error| {
        Failure::Unavailable(format!("the terminal could not be used: {error}; what was written is kept"))
    })
}
