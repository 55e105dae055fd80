//! What consoles that died had left half-typed: offered, never taken up by itself.

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use uuid::Uuid;

use crate::{
    desk::{Request, protocol::LeftoverView},
    domain::{
        calendar::local,
        ids::{ContactId, EventId},
    },
    runtime::app::{App, Effect, beside::BESIDE, over::Over},
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        screens::{beside::Which, call::CallScreen},
        theme::{Role, Theme},
        widgets::{Notice, boxed},
    },
};

/// Something that was left half-typed, and what is said of it.
pub(in crate::runtime::app) struct Left {
    view: LeftoverView,
    /// What it is, in words.
    what: String,
    /// Whose it is, where it is somebody else's than whoever is signed in.
    theirs: Option<String>,
}

/// What consoles that died had left, the first of them offered; one's own comes first.
pub(in crate::runtime::app) struct Leftovers {
    left: Vec<Left>,
    /// Whether it was asked to throw the first away, and is asked once more.
    throws: bool,
}

impl Leftovers {
    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }
}

impl Left {
    /// Tells whether it is about a contact, among others.
    fn is_about(&self, id: ContactId) -> bool {
        let body = self.view.body.as_deref().ok();
        let screens = body.and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok());
        self.view.contact == Some(id)
            || screens.is_some_and(|screens| screens.get(id.0.to_string()).is_some())
    }
}

pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    leftovers: &Leftovers,
    now: DateTime<Utc>,
) {
    let inner = boxed(frame, area, theme, "Something was left half-typed", 76, 9);
    let Some(first) = leftovers.left.first() else { return };
    let view = &first.view;
    let mut lines = draw::wrapped(&first.what, usize::from(inner.width));
    lines.push(String::new());
    match (&view.body, leftovers.throws, &first.theirs) {
        (Err(_), ..) => {}
        (Ok(_), true, theirs) => {
            let whose = theirs.as_deref().map_or_else(|| "your".to_owned(), |name| format!("{name}'s"));
            lines.push(format!("Thrown away, {whose} words are gone for good."));
            lines.push("Ctrl+S  throws them away · any other key keeps them".to_owned());
        }
        (Ok(_), false, Some(name)) => {
            lines.push(format!("Enter   takes {name}'s words up as yours, to finish under your name"));
            lines.push("Ctrl+U  throws them away, once asked again".to_owned());
        }
        (Ok(_), false, None) => {
            lines.push("Enter   takes it up again where it was; nothing is sent by itself".to_owned());
            lines.push("Ctrl+U  throws it away, once asked again".to_owned());
        }
    }
    if !leftovers.throws {
        let key = keymap::keys_of(stacks::QUEUE, Action::HalfTyped);
        let age = age(now, view.saved_at);
        lines.push(format!("Esc     leaves it for later ({age} ago); {key} on the queue offers it again"));
    }
    let more = leftovers.left.len() - 1;
    if more > 0 {
        lines.push(format!("{more} more after this one"));
    }
    for (y, text) in (inner.y..inner.bottom()).zip(lines) {
        draw::put(frame.buffer_mut(), inner, inner.x, y, &text, theme.style(Role::Text));
    }
}

/// Says what was left, where and of how many words; a note is called so only where nothing else is.
fn what(view: &LeftoverView, whose: Option<&str>) -> String {
    let body = match &view.body {
        Ok(body) => body,
        Err(words) => return words.clone(),
    };
    let words = if view.words == 1 { "1 word".to_owned() } else { format!("{} words", view.words) };
    let screens: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).unwrap_or_default();
    let beside: Vec<&str> = screens
        .keys()
        .filter_map(|id| id.strip_prefix(BESIDE))
        .filter_map(|key| Which::ALL.into_iter().find(|which| which.key() == key).map(Which::words))
        .collect();
    let contacts: Vec<&serde_json::Value> =
        screens.iter().filter(|(id, _)| !id.starts_with(BESIDE)).map(|(_, half)| half).collect();
    let reference =
        view.reference.map_or_else(|| "what was being written".to_owned(), |reference| reference.to_string());
    let only_note = |half: &&serde_json::Value| CallScreen::is_only_a_note(half);
    let of = match contacts[..] {
        [] => None,
        // Chosen, or filled in by the program: nobody's words.
        [_] if view.words == 0 => Some(format!("{reference}, a form begun, with nothing typed in it")),
        [one] if only_note(&one) => Some(format!("{reference}, note of {words}")),
        [_] => Some(format!("{reference}, {words} in its forms")),
        [_, _] => Some(format!("{reference} and 1 more contact, {words} in all")),
        _ => Some(format!("{reference} and {} more contacts, {words} in all", contacts.len() - 1)),
    };
    let screens = beside.into_iter().map(|screen| format!("the screen {screen:?}, {words}"));
    let of = of.into_iter().chain(screens).collect::<Vec<_>>().join("; ");
    let by = whose.map_or_else(String::new, |name| format!(", by {name},"));
    format!("Resume {of}{by} saved {}?", calendar_seconds(view.saved_at))
}

fn calendar_seconds(at: DateTime<Utc>) -> String {
    local::to_local(at).format("%H:%M:%S").to_string()
}

fn age(now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let minutes = (now - at).num_minutes().max(0);
    if minutes < 120 { format!("{minutes} min") } else { format!("{} h", minutes / 60) }
}

impl App {
    /// Offers what was left, but what is in the record by now; that is forgotten.
    pub(in crate::runtime::app) fn offer_leftovers(&mut self, left: Vec<LeftoverView>) -> Vec<Effect> {
        // It is told whole each time.
        self.over.retain(|over| !matches!(over, Over::Leftovers(_)));
        self.put_off.clear();
        let mut effects = Vec::new();
        let mut offered = Vec::new();
        for mut view in left {
            if let Ok(body) = &view.body
                && !view.recorded.is_empty()
            {
                let Some(body) = without_recorded(body, &view.recorded) else {
                    effects.push(Effect::Ask(Request::ForgetLeftover(view.console)));
                    continue;
                };
                view.body = Ok(body);
            }
            let me = self.desk.actor.as_ref().map(|actor| actor.person);
            let name = view.by.map(|by| self.desk.book.state.name_of(by).to_owned());
            let theirs = name.filter(|_| view.by != me);
            let what = what(&view, theirs.as_deref());
            offered.push(Left { view, what, theirs });
        }
        self.offer(offered);
        effects
    }

    /// Offers these, one's own before those of colleagues.
    fn offer(&mut self, mut left: Vec<Left>) {
        left.sort_by_key(|left| left.theirs.is_some());
        if !left.is_empty() {
            self.over.push(Over::Leftovers(Leftovers { left, throws: false }));
        }
    }

    /// Offers once more what was left for later.
    pub(in crate::runtime::app) fn offer_put_off(&mut self) {
        let left = std::mem::take(&mut self.put_off);
        if left.is_empty() {
            self.notice = Some(Notice::know("Nothing was left half-typed.", ""));
        }
        self.offer(left);
    }

    /// Offers once more what was left for later about a contact that is opened. Keys that wait for the contact go to it: then it
    /// is only said.
    pub(in crate::runtime::app) fn offer_put_off_of(&mut self, id: ContactId, only_says: bool) {
        if only_says || !self.over.is_empty() {
            if self.notice.is_none() && self.put_off.iter().any(|left| left.is_about(id)) {
                let key = keymap::keys_of(stacks::CALL_NOTES, Action::Palette);
                self.notice = Some(Notice::know(
                    "Something about this contact was left half-typed.",
                    format!("{key} and \"half\" offers it again."),
                ));
            }
            return;
        }
        let (about, others) =
            std::mem::take(&mut self.put_off).into_iter().partition(|left: &Left| left.is_about(id));
        self.put_off = others;
        self.offer(about);
    }

    /// Leaves the first for later, and goes on to the next.
    fn put_off(&mut self, leftovers: &mut Leftovers) {
        self.put_off.push(leftovers.left.remove(0));
        if leftovers.is_empty() {
            let key = keymap::keys_of(stacks::QUEUE, Action::HalfTyped);
            self.notice = Some(Notice::know(
                "Left for later, and kept.",
                format!("{key} on the queue offers it again, and so does opening its contact."),
            ));
        }
    }

    pub(super) fn key_leftover(
        &mut self,
        key: KeyEvent,
        action: Option<Action>,
        leftovers: &mut Leftovers,
    ) -> Option<Vec<Effect>> {
        let throws = std::mem::take(&mut leftovers.throws);
        if throws && action != Some(Action::Save) {
            // Kept: whatever else was pressed was not that.
            return Some(vec![]);
        }
        let take = action == Some(Action::Choose);
        if !throws && keymap::action(&[Context::Edit], key) == Some(Action::DeleteLine) {
            leftovers.throws = leftovers.left.first().is_some_and(|first| first.view.body.is_ok());
            return None;
        }
        if leftovers.is_empty() {
            return None;
        }
        if action == Some(Action::Back) {
            self.put_off(leftovers);
            return Some(vec![]);
        }
        if !(take || throws) {
            return None;
        }
        let Left { view, theirs, .. } = leftovers.left.remove(0);
        let Ok(body) = view.body else { return Some(vec![]) };
        let mut effects = Vec::new();
        if take {
            effects.extend(self.resume(&body, view.contact));
            if let Some(name) = theirs {
                self.notice = Some(Notice::know(
                    format!("Taken up: these are {name}'s words."),
                    "What you keep or send of them stands under your name; say in it whose they are.",
                ));
            }
        } else {
            let whose = theirs.map_or_else(|| "your".to_owned(), |name| format!("{name}'s"));
            self.notice =
                Some(Notice::done(format!("Thrown away: {whose} {} half-typed words.", view.words), ""));
        }
        effects.push(Effect::Ask(Request::ForgetLeftover(view.console)));
        Some(effects)
    }

    /// Takes half-typed text up again: each contact's screen waits with it, and the first is opened.
    fn resume(&mut self, body: &str, contact: Option<ContactId>) -> Vec<Effect> {
        let Ok(serde_json::Value::Object(screens)) = serde_json::from_str(body) else { return vec![] };
        let mut effects = Vec::new();
        for (id, half) in screens {
            let beside = id.strip_prefix(BESIDE);
            if let Some(which) = Which::ALL.into_iter().find(|which| beside == Some(which.key())) {
                effects.extend(self.restore_beside(which, &half));
            } else if let Ok(id) = id.parse::<Uuid>() {
                self.halves.insert(ContactId(id), half);
            }
        }
        effects.extend(contact.map(|contact| self.open(contact)).unwrap_or_default());
        effects
    }
}

/// Takes out what is in the record by now; gives nothing where nothing else was left.
fn without_recorded(body: &str, recorded: &[EventId]) -> Option<String> {
    let Ok(serde_json::Value::Object(mut screens)) = serde_json::from_str(body) else {
        return Some(body.to_owned());
    };
    screens.retain(|id, half| id.starts_with(BESIDE) || CallScreen::forget_recorded(half, recorded));
    (!screens.is_empty()).then(|| serde_json::Value::Object(screens).to_string())
}
