//! dutydesk: the front door of children's social care, on a telephone and a terminal.
//!
//! **Keys and calls come in and become commands; a pure domain decides; what it decided is appended to a journal and
//! projected in the same transaction; the screen is drawn from what the projections and the folded contact say.** The whole
//! house serves that one road. This page walks it twice, with one key press and with one decision, in the order in which
//! things happen, so that you never have to go back up.
//!
//! # The layers, ground floor first
//!
//! | layer | what it is | what is absent |
//! |---|---|---|
//! | [`domain`] | the rules of duty work, and the policy they judge by, as plain structs | clock, chance, disk, SQL, threads, terminal, panics |
//! | [`profile`] | one authority's protocols as data, read into that policy | guesses: a file with anything wrong is refused |
//! | [`store`] | `SQLite`: the journal and its projections; drafts, keys, ringing calls in files | how a contact folds, and every rule |
//! | [`exchange`] | what leaves for people and programs: letters, JSON, text | reading a file, judging |
//! | [`desk`] | the application service, owner of the store: one request, one unit of work | threads, channels, terminal |
//! | [`ui`] | screens, widgets, keymap, theme | SQL, the store, waiting, a clock |
//! | [`runtime`] | the loop, the terminal, signals, the desk's thread, and the model [`App`] | rules, SQL |
//! | [`cli`] | one subcommand a file, and the exit codes | everything else |
//!
//! An arrow points only downwards, and of the desk the screens know only the plain types of [`desk::protocol`]. The binary is
//! beneath forty lines: it makes the one clock there is and calls [`cli::run`].
//!
//! # What always holds
//!
//! Each is a thing that is *not* there, with the test that looks for it; 6 and 8 are kept by the shape of the code alone.
//!
//! 1. **The domain imports no other layer, reads no clock and never panics.** `tests/layers.rs` reads every `crate::` path and
//!    every forbidden word.
//! 2. **Nothing is acknowledged before it is durable.** [`Answer::Done`] is made after [`Store::unit`] returned, which is after
//!    `COMMIT` with `synchronous=FULL`. No projection is written outside a [`Unit`], and no entry can be changed or removed:
//!    triggers refuse it (`store/tests/guards.rs`).
//! 3. **Nothing leaves the authority without a ground that covers it, and nobody signs for themselves**, by person and not by
//!    account. `tests/walks.rs` lets anybody do anything at any hour and judges the events by a second, smaller model; the
//!    scenarios under `tests/scenarios` say it in words.
//! 4. **Projections made again equal those that were kept up**, whatever the history (`tests/history.rs`).
//! 5. **On a contact's screen nothing printable does anything but write.** The keymap's own tests forbid the binding;
//!    `tests/console.rs` types every printable key into every pane.
//! 6. **No key press waits for the disk.** [`Setting::ask`] only sends; there is no other road from the loop to the desk.
//! 7. **No text reaches a cell, a letter or an exit message but through [`Shown`]**, which puts a visible sign in the place of
//!    everything that could move a cursor or turn a line round; its tests, and those of [`ui::draw`], look for what gets by.
//! 8. **Nothing that identifies anybody goes into a log, a window's title or a panic**: errors are logged by their kind.
//!
//! 9. **Who may do what stands in one table**, [`domain::permission`]; every cell of it is tried at the desk's own doors by
//!    `tests/roles.rs`, against a table written by hand.
//! 10. **Whatever was shown is journalled before anything else is done** (`desk/looks.rs`, `tests/looked.rs`); a look that could
//!     not be journalled says so, and is tried again.
//! 11. **Nothing is shown before somebody signed in ([`runtime::door`]), and behind a locked console nobody's key signs**
//!     (`desk/seat.rs`): `tests/locked.rs`, and `tests/real.rs` in a terminal; which also looks for five hundred names in every
//!     file that was written, and finds none.
//! 12. **What was said and done is kept also where the disk takes nothing more, and a decision never is**: about a contact, a
//!     call that is taken then, a visit, a shift or a handover. Which is which stands in two tables without a rest,
//!     [`domain::contact::nature`] and [`domain::nature`]. What is kept counts at once, is marked as waiting, and comes in
//!     later in its order; whoever is out alone is missed at every console meanwhile (`desk/spooling.rs`, `desk/merging.rs`,
//!     `desk/boards.rs`, `desk/others.rs`; `tests/spooled.rs`, `tests/damaged.rs`, `tests/aside.rs`, `tests/lone.rs`, and the
//!     walks). A console opens all the same: where the file cannot be read, to record and to decide nothing, on what
//!     `desk.book` says of who works here, who is out and what was promised (`desk/recording.rs`, `desk/remembered.rs`,
//!     `tests/unread.rs`, `tests/unread_night.rs`, `tests/unread_given.rs`), and where the disk is full in room that was kept for it ([`store::reserve`],
//!     `tests/full.rs`).
//! 13. **Nothing that was written down of a contact is rubbed out**: what was wrong is put right by a later entry with a reason,
//!     and stays to be read ([`domain::contact::mistake`], `tests/scenarios/record/corrections.toml`).
//!
//! # One key press
//!
//! A worker is on the telephone and types the letter `h` into a note.
//!
//! 1. `runtime/input.rs` – a thread that does nothing but wait for the terminal reads the event and sends it on.
//! 2. [`runtime::event_loop`] – the loop was asleep. It takes this event, and every other that is there by now, and hands each
//!    to the program as a [`Message::Key`].
//! 3. [`runtime::app`] – [`App`] is the whole console as one struct. Its [`update`] asks the clock what time it is, and then who
//!    the key is for: the lock, where the console is shut; whatever lies over the screen; the screen beside the queue, where one
//!    is open; then the open contact, then the queue (`runtime/app/keys.rs`).
//! 4. [`CallScreen::key`] – is it a chord of this screen? The one table in [`ui::keymap`] says no: where text is written nothing
//!    printable is bound. So it belongs to the pane that is shown.
//! 5. [`ScriptPane`] – the pane of the script and the running notes. The note line has the keys. The first letter of a note
//!    fetches an id for it; that id becomes the event's, which is why submitting twice is harmless.
//! 6. [`Editor::key`] – puts the letter where the cursor is, and says [`Edited::Changed`]. The pane passes it up as
//!    [`Say::Changed`], and [`App`] marks the draft as unsaved from this moment.
//! 7. Back in the loop, no effect was asked for and something may look different: one frame is drawn. [`App`] draws header,
//!    screen, notice and hints; the screen draws its pane; the editor lays out the lines that can be seen, and
//!    [`ui::draw::put`] makes each safe by [`Shown`] and cuts it to its place. [`Terminal`] sends the cells that differ. Here
//!    the letter is on the glass. Nothing has touched a disk.
//! 8. The loop sleeps until [`next_wake`]: two hundred milliseconds after the last key, and at most a second after the first.
//!    Then [`App`] gathers all that is half-typed and asks for [`Request::SaveDraft`]; the desk's thread seals it, writes it to
//!    the console's own file ([`store::drafts`]) and says [`Answer::DraftSaved`]. If the loop itself hangs while the terminal goes, a signal
//!    thread writes the same text. After a crash [`Desk::leftovers`] offers it, and never submits it by itself.
//!
//! # One decision
//!
//! The worker presses `Enter`, and the note becomes part of the record. `Alt+u`, a child is in danger now, goes the same way.
//!
//! 1. [`ScriptPane`] – takes the text, keeps a copy until it is known to be safe, and says [`Say::Act`]: a [`Command`] in the
//!    domain's words, and the id that was fetched at the first letter.
//! 2. [`App`] – adds which version of the contact was on the screen and a tag to recognise the answer by, and gives the loop the
//!    effect to ask for [`Request::Act`]. The line is empty again and the next word can be typed; the road goes on without it.
//! 3. [`runtime::desk_thread`] – takes the request from its channel. One message is one unit of work.
//! 4. [`Desk::handle`] (`desk/service.rs`) – who is signed in, and what time is it? Then, inside one `BEGIN IMMEDIATE` transaction
//!    ([`Store::unit`]): is the contact as last folded still the newest? If not, it is folded again from its stream; and where
//!    somebody else wrote in the same place meanwhile, this act is refused, and its words go back to the field.
//! 5. [`Work::act`] (`desk/work.rs`) – makes the [`Context`]: the moment, the actor, the policy in force, who is on duty.
//! 6. [`Contact::decide`] – the rules, and nothing but the rules. Out come events in the past tense, or a [`Refusal`] with what to
//!    do next in a worker's words and the protocol it comes from.
//! 7. [`Unit::append`] (`store/journal.rs`) – the events enter the journal, each under the next version of the stream, with a
//!    hash over the one before ([`store::chain`]) and signed with the key of whoever acts. A version or an id that is there
//!    already is refused, never merged.
//! 8. [`Contact::evolve`] – applies what happened, without judging it. [`Contact::row`] computes the contact's line in the queue from
//!    that and nothing else, and [`Unit::put_row`] writes it: same transaction.
//! 9. `COMMIT`. From here on it is true. The writer overwrites `desk.head` ([`store::head`]), one line of 107 bytes.
//! 10. [`Answer::Done`] with the tag goes back, and after it whatever is watched, read anew: the lane, the open contact. The loop
//!     hands them to [`App`]; the pane lets its copy go, the draft file is brought up to date, the header says *saved*, and the next
//!     frame shows the note with its time. A refusal takes the same way, and brings the words back.
//! 11. At another console the watcher on `desk.head` wakes that console's desk thread with [`Request::Refresh`]. It reads
//!     what it watches, and its screen changes, without anybody there having pressed a key.
//!
//! The command line goes the same road from step 4 on, and so do the practice desk's invented months: every row that anybody
//! sees came through decide, append and project.
//!
//! # Where we left the usual way
//!
//! - **Events, but no framework.** One table, one fold, one row for the queue. A contact is short enough to be folded whole
//!   when it is opened, so it has no read model of its own that could disagree with it.
//! - **The screen judges too, and does not decide.** Panes call the domain's own questions (what is unmet, who may authorise)
//!   on the folded contact, so that a hint and a refusal cannot differ. What counts is judged again in step 6.
//! - **A thread for keys instead of an asynchronous stream**, because crossterm's reader never returns once its terminal has
//!   vanished; this one can be left behind while drafts are saved.
//! - **A file to wake others instead of polling the database**: an idle console does not wake at all for the disk's sake but once
//!   in five seconds, and a change elsewhere is seen in milliseconds.
//! - **[`exchange`] lies beneath [`desk`]**, since the desk composes letters by it; nothing in it reads or judges.
//! - **What lies over a screen is one enum in a stack**, not a popup's boolean and not a tree of components.
//!
//! [`App`]: runtime::app::App
//! [`update`]: runtime::event_loop::Program::update
//! [`next_wake`]: runtime::event_loop::Program::next_wake
//! [`Message::Key`]: runtime::event_loop::Message::Key
//! [`Setting::ask`]: runtime::event_loop::Setting::ask
//! [`Terminal`]: runtime::terminal::Terminal
//! [`Shown`]: domain::shown::Shown
//! [`Refusal`]: domain::refusal::Refusal
//! [`Command`]: domain::contact::Command
//! [`Context`]: domain::contact::Context
//! [`Contact::decide`]: domain::contact::Contact::decide
//! [`Contact::evolve`]: domain::contact::Contact::evolve
//! [`Contact::row`]: domain::contact::Contact::row
//! [`Store::unit`]: store::Store::unit
//! [`Unit`]: store::Unit
//! [`Unit::append`]: store::Unit::append
//! [`Unit::put_row`]: store::Unit::put_row
//! [`Desk::handle`]: desk::Desk::handle
//! [`Desk::leftovers`]: desk::Desk::leftovers
//! [`Work::act`]: desk::Work::act
//! [`Request::Act`]: desk::Request::Act
//! [`Request::SaveDraft`]: desk::Request::SaveDraft
//! [`Request::Refresh`]: desk::Request::Refresh
//! [`Answer::Done`]: desk::Answer::Done
//! [`Answer::DraftSaved`]: desk::Answer::DraftSaved
//! [`CallScreen::key`]: ui::screens::call::CallScreen::key
//! [`ScriptPane`]: ui::screens::call::script::ScriptPane
//! [`Say::Act`]: ui::screens::call::pane::Say::Act
//! [`Say::Changed`]: ui::screens::call::pane::Say::Changed
//! [`Editor::key`]: ui::widgets::Editor::key
//! [`Edited::Changed`]: ui::widgets::Edited::Changed

pub mod cli;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod profile;
pub mod runtime;
pub mod store;
pub mod ui;
