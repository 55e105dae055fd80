//! The first printable key on the queue after a call of one's own was left that goes on: words for that call as likely as a
//! command. Nothing is done before it is known which. And the first that no field of a contact's screen took.

use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};

use super::{Over, line};
use crate::{
    domain::{
        contact::call::Take,
        ids::{ContactId, EventId, StaffId},
        queue::Lane,
    },
    runtime::app::{App, Effect, Held, Opening, contact},
    ui::{
        draw,
        keymap::{self, Action, Chord, Context, stacks},
        screens::{
            call::{
                CallScreen,
                pane::{PaneKind, Say},
            },
            queue,
        },
        theme::{Role, Theme},
        widgets::{Editor, Notice, boxed},
    },
};

/// How many letters in a row may be meant for the list, where rows are walked by them.
const FEW: usize = 3;

/// A call of one's own that was left for the queue, and goes on.
#[derive(Clone, Debug)]
pub(in crate::runtime::app) struct Live {
    pub(in crate::runtime::app) id: ContactId,
    /// Who talks.
    pub(in crate::runtime::app) person: StaffId,
    /// Its reference and who is on the line.
    pub(in crate::runtime::app) words: String,
    /// The same in few letters.
    pub(in crate::runtime::app) short: String,
    /// Whether it was asked already what is meant by a key.
    pub(in crate::runtime::app) asked: bool,
}

/// Where words were written that no note took.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On the queue, while a call goes on.
    Queue,
    /// On the contact that is open beneath, where no field has the keys.
    Fieldless,
    /// For a contact that could not be opened.
    Unopened,
}

/// What was typed on the queue meanwhile.
pub(in crate::runtime::app) struct Talking {
    live: Live,
    /// What the first key is for; nothing, where it is for nothing.
    means: Option<Action>,
    said: Editor,
    place: Place,
}

/// What comes of a key.
pub(super) enum Came {
    Nothing,
    /// The words go to the call; with `true` it is opened.
    Words(bool),
    /// The first key was meant.
    Meant(Action),
}

impl Talking {
    pub(super) fn key(&mut self, key: KeyEvent, action: Option<Action>) -> Came {
        match (action, self.means) {
            (Some(Action::Choose), _) => return Came::Words(true),
            (Some(Action::Back), _) => return Came::Words(false),
            (Some(Action::Save), Some(means)) => return Came::Meant(means),
            (Some(Action::Save), None) => {}
            _ => drop(self.said.key(key)),
        }
        Came::Nothing
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.said.paste(text);
    }

    /// Gives the words that were collected. One letter of a command is no word; `meant` leaves it out.
    fn words(&self, meant: bool) -> String {
        let text = self.said.text().trim();
        match text.chars().next() {
            Some(first) if meant => text[first.len_utf8()..].trim().to_owned(),
            _ if self.means.is_some() && text.chars().count() < 2 => String::new(),
            _ => text.to_owned(),
        }
    }

    /// Gives the lane that the first figure stands for, where that was meant.
    fn lane(&self, action: Action) -> Option<Lane> {
        let digit = self.said.text().trim().chars().next()?.to_digit(10)?;
        let at = usize::try_from(digit).ok()?.checked_sub(1).unwrap_or(Lane::ALL.len() - 1);
        (action == Action::Lane).then(|| Lane::ALL.get(at).copied()).flatten()
    }

    /// Gives for which call words are collected, and which: they are as half-typed as if they stood in its note.
    pub(super) fn half_typed(&self) -> Option<(ContactId, String)> {
        Some((self.live.id, self.words(false))).filter(|(_, words)| !words.is_empty())
    }

    /// Tells whether a key is one of the screen beneath rather than of the words: only a contact's has none that is a letter.
    pub(super) fn gives_way(&self, key: KeyEvent, below: &[Context]) -> bool {
        self.place == Place::Fieldless
            && Chord::of(key).typed().is_none()
            && keymap::action(stacks::DIALOG, key).is_none()
            && keymap::action(below, key).is_some()
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let title = match self.place {
            Place::Queue => format!("You are talking in {}.", self.live.words),
            Place::Fieldless => "No field has the keys here.".to_owned(),
            Place::Unopened => format!("{} cannot be opened; these words were for it.", self.live.words),
        };
        let inner = boxed(frame, area, theme, &title, 76, 7);
        let [text, foot] = Layout::vertical([Constraint::Min(1), Constraint::Length(4)]).areas(inner);
        line(frame, text, &self.said, theme);
        let means = self.means.and_then(|means| keymap::binding(stacks::QUEUE, means));
        let (enter, esc) = match self.place {
            Place::Queue => (
                "goes back to that call, with these words in its note",
                "stays on the queue; these words wait in that call's note",
            ),
            Place::Fieldless => (
                "goes to the note of this contact, with these words in it",
                "stays here; these words wait in that note",
            ),
            Place::Unopened => (
                "takes a call, with these words in its note: say in it whom they are about",
                "keeps them half-written; they are offered when it is opened again",
            ),
        };
        let mut lines = vec![String::new(), format!("Enter   {enter}")];
        lines.extend(means.map(|means| format!("Ctrl+S  {} was meant: {}", means.keys.first(), means.words)));
        lines.push(format!("Esc     {esc}"));
        for (y, text) in (foot.y..foot.bottom()).zip(lines) {
            draw::put(frame.buffer_mut(), foot, foot.x, y, &text, theme.style(Role::TextDim));
        }
    }
}

/// Tells whether a key of the queue only looks: moves about, changes the lane, searches, explains.
const fn only_looks(action: Action) -> bool {
    matches!(
        action,
        Action::Lane
            | Action::Find
            | Action::Help
            | Action::Palette
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
    )
}

impl App {
    /// Asks what is meant by the first printable key on the queue after a call was left that goes on; tells whether it does.
    pub(in crate::runtime::app) fn asks_what_is_meant(&mut self, key: KeyEvent) -> bool {
        let action = keymap::action(stacks::QUEUE, key);
        let Some(letter) = Chord::of(key).typed() else { return false };
        // A letter or a figure is the beginning of a word, or of a telephone number, also where the queue would only look by it.
        if action.is_some_and(only_looks) && !letter.is_alphanumeric()
            || action.is_none() && !letter.is_alphabetic()
        {
            return false;
        }
        let Some(live) = self.left_live(action) else { return false };
        let mut said = Editor::line();
        said.key(key);
        self.over.push(Over::Talking(Talking { live, means: action, said, place: Place::Queue }));
        true
    }

    /// Asks where the words go whose first letter no field of the open contact took; tells whether it does.
    pub(in crate::runtime::app) fn asks_for_the_note(&mut self, key: KeyEvent) -> bool {
        let Some(letter) = Chord::of(key).typed() else { return false };
        // A space alone is no word.
        !letter.is_whitespace()
            && (self.keeps_from_the_note() || self.for_the_note(letter.encode_utf8(&mut [0; 4])))
    }

    /// Says that what is typed right after a manager's decision is written nowhere: it may be the passphrase. Tells whether it
    /// says so.
    pub(in crate::runtime::app) fn keeps_from_the_note(&mut self) -> bool {
        if self.decided {
            let to_do =
                format!("{} goes to the notes.", keymap::keys_of(&[Context::Call], Action::PaneScript));
            self.notice = Some(Notice::know("Nothing was written: no field has the keys here.", to_do));
        }
        self.decided
    }

    /// Opens the box for words that no field of the open contact took, with them in it; tells whether there is a note for them.
    pub(in crate::runtime::app) fn for_the_note(&mut self, words: &str) -> bool {
        let Some((actor, (screen, contact))) = self.desk.actor.as_ref().zip(self.call.as_ref()) else {
            return false;
        };
        if words.trim().is_empty() || !actor.writes() {
            return false;
        }
        let reference = contact.contact.reference;
        let short = if reference.is_given() { reference.to_string() } else { String::new() };
        let words_of = named(&short, &contact.contact.row().who);
        let live = Live { id: screen.id, person: actor.person, words: words_of, short, asked: true };
        let mut said = Editor::line();
        said.paste(words);
        self.over.push(Over::Talking(Talking { live, means: None, said, place: Place::Fieldless }));
        self.drafts.changed(self.steady.at());
        true
    }

    /// Gives the call of one's own that was left for the queue and goes on. Whoever has said that a command was meant looks about
    /// on the queue, and is asked no more about looking; whoever only had words kept goes on talking. What does anything else is
    /// asked about each time, and so is a letter that does nothing: two cannot be heard at once, a word that was meant for a note
    /// marks nobody urgent, and none of it lands in a field of another screen.
    fn left_live(&mut self, action: Option<Action>) -> Option<Live> {
        let person = self.desk.actor.as_ref()?.person;
        let asks = |left: &&mut Live| !left.asked || !action.is_some_and(only_looks);
        let left = self.live.as_mut().filter(|left| left.person == person).filter(asks)?;
        left.asked = true;
        self.queue.may_talk(left.id, person).then(|| left.clone())
    }

    /// Does what came of a key in the box, which is closed by then.
    pub(super) fn talked(&mut self, talking: &Talking, came: &Came) -> Vec<Effect> {
        let (meant, back) = match came {
            Came::Nothing => return vec![],
            Came::Words(back) => (None, *back),
            Came::Meant(action) => (Some(*action), false),
        };
        if meant.is_none()
            && let Some(live) = self.live.as_mut().filter(|live| live.id == talking.live.id)
        {
            live.asked = false;
        }
        let words = talking.words(meant.is_some());
        if talking.place == Place::Unopened && back && !words.is_empty() {
            let effects = self.take(Take::default());
            self.held.push(Held::Paste(words));
            return effects;
        }
        let mut effects = self.keep_words(talking.live.id, &words);
        if let Some(action) = meant {
            let says = match talking.lane(action) {
                Some(lane) => Some(vec![queue::Say::Watch(self.queue.go(lane))]),
                None => self.queue.act(action),
            };
            effects.extend(match says {
                Some(says) => self.queue_says(says),
                None => self.act_global(action),
            });
        } else if back && self.is_open(talking.live.id) {
            effects.extend(self.says(vec![Say::Pane(PaneKind::Script)]));
        } else if back {
            effects.extend(self.open(talking.live.id));
        } else if !words.is_empty() {
            let happened = format!("Kept half-written in the note of {}.", talking.live.words);
            self.notice = Some(Notice::know(happened, "Enter there stamps it."));
        }
        effects
    }

    /// Offers words back that were written for a contact that could not be opened, and for a call that could not be taken: nobody
    /// has to think where they are.
    pub(in crate::runtime::app) fn offers_words(&mut self, opening: Opening, held: &[Held]) {
        // The nil id is no contact's.
        let id = match opening {
            Opening::Contact(id) => id,
            Opening::Taken => ContactId(uuid::Uuid::nil()),
        };
        let Some(person) = self.desk.actor.as_ref().filter(|actor| actor.writes()).map(|actor| actor.person)
        else {
            return;
        };
        let mut words = String::new();
        if let Some(half) = self.halves.get(&id)
            && let Some(note) = CallScreen::only_note(half)
        {
            words = note;
            self.halves.remove(&id);
        }
        let typed = typed(held);
        if typed.chars().count() > FEW && typed.chars().any(char::is_alphabetic) {
            words = [words.trim(), typed.trim()].join(" ");
        }
        if words.trim().is_empty() {
            return;
        }
        let row = self.queue.row().filter(|row| row.id == id.0);
        let reference = row.and_then(|row| row.reference).filter(|reference| reference.is_given());
        let words_of = match (opening, reference) {
            (Opening::Taken, _) => "The call".to_owned(),
            (_, Some(reference)) => reference.to_string(),
            (_, None) => "The contact".to_owned(),
        };
        let live = Live { id, person, short: words_of.clone(), words: words_of, asked: true };
        let mut said = Editor::line();
        said.paste(words.trim());
        self.over.push(Over::Talking(Talking { live, means: None, said, place: Place::Unopened }));
        self.drafts.changed(self.steady.at());
    }

    fn is_open(&self, id: ContactId) -> bool {
        self.call.as_ref().is_some_and(|(screen, _)| screen.id == id)
    }

    /// Puts words into the note of a contact: half-written, and on the disk with what is half-typed.
    pub(in crate::runtime::app) fn keep_words(&mut self, id: ContactId, words: &str) -> Vec<Effect> {
        if words.is_empty() {
            return vec![];
        }
        if self.is_open(id) {
            self.with_call(|screen, view| screen.jot_beside(words, view));
        } else if let Some((screen, contact)) = self.parked.get_mut(&id)
            && let Some(actor) = &self.desk.actor
        {
            let view = contact::view(self.now, &self.desk, actor, contact, &self.theme, &self.fresh);
            screen.jot(words, &view);
        } else {
            let half = self.halves.entry(id).or_insert_with(|| serde_json::json!({}));
            jot(half, words, (self.fresh)(), self.now);
        }
        self.drafts.changed(self.steady.at());
        let text = self.draft_text();
        self.drafts.save_now(text).map(Effect::Ask).into_iter().collect()
    }
}

/// Puts words behind those of the note in what is kept half-typed of a contact.
pub(in crate::runtime::app) fn jot(
    half: &mut serde_json::Value,
    words: &str,
    fresh: EventId,
    now: DateTime<Utc>,
) {
    if let Some(note) = CallScreen::jotted(half.get(PaneKind::Script.key()), words, fresh, now) {
        half[PaneKind::Script.key()] = note;
    }
}

/// Gives the words among keys that waited for a contact.
fn typed(held: &[Held]) -> String {
    let mut text = String::new();
    for held in held {
        match held {
            Held::Paste(words) => text.push_str(words),
            Held::Key(key) => match (key.code, Chord::of(*key).typed()) {
                (_, Some(letter)) => text.push(letter),
                (KeyCode::Backspace, _) => drop(text.pop()),
                (KeyCode::Enter, _) => text.push(' '),
                _ => {}
            },
        }
    }
    text
}

/// Names a call in few words.
pub(in crate::runtime::app) fn named(reference: &str, who: &str) -> String {
    match (reference.is_empty(), who.trim().is_empty()) {
        (false, false) => format!("{reference} ({})", who.trim()),
        (true, false) => who.trim().to_owned(),
        _ => format!("{reference} (nobody named yet)"),
    }
}
