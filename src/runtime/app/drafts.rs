//! Half-typed text on its way to the draft file: saved within 200 ms of the last key, and at most a second apart.

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, Effect, Unsaved};
use crate::{
    desk::{Request, protocol::DraftText},
    domain::ids::ContactId,
    ui::screens::call::CallScreen,
};

/// How long after the last key.
const QUIET: TimeDelta = TimeDelta::milliseconds(200);

/// How long after the first key that is not saved.
const MOST: TimeDelta = TimeDelta::seconds(1);

/// The name of what is half-written about a share, beside the panes of its contact.
pub(super) const SHARE: &str = "share";

/// What is known of the draft file.
pub(super) struct Drafts {
    unsaved: Unsaved,
    /// When the first and the last unsaved key were pressed.
    dirty: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// What the file holds, as far as this console knows.
    kept: Option<DraftText>,
}

impl Drafts {
    pub(super) fn new(unsaved: Unsaved) -> Self {
        Self { unsaved, dirty: None, kept: None }
    }

    /// Says that a key changed something half-typed.
    pub(super) fn changed(&mut self, now: DateTime<Utc>) {
        let first = self.dirty.map_or(now, |(first, _)| first);
        self.dirty = Some((first, now));
    }

    pub(super) fn due_at(&self) -> Option<DateTime<Utc>> {
        self.dirty.map(|(first, last)| (last + QUIET).min(first + MOST))
    }

    pub(super) fn due(&self, now: DateTime<Utc>) -> bool {
        self.due_at().is_some_and(|due| now >= due)
    }

    /// Tells whether the header shows that something is not saved yet.
    pub(super) fn is_shown(&self) -> bool {
        self.dirty.is_some()
    }

    /// Makes the request that brings the draft file up to what is half-typed now, where it differs.
    pub(super) fn save_now(&mut self, text: Option<DraftText>) -> Option<Request> {
        self.dirty = None;
        if text == self.kept {
            return None;
        }
        if let Ok(mut unsaved) = self.unsaved.lock() {
            unsaved.clone_from(&text);
        }
        self.kept.clone_from(&text);
        Some(text.map_or(Request::ForgetDraft, Request::SaveDraft))
    }
}

impl App {
    /// Gives all that is half-typed, on the open contact and on those that were left.
    pub(super) fn draft_text(&self) -> Option<DraftText> {
        let open = self.call.as_ref().map(|(screen, _)| screen);
        let mut body = serde_json::Map::new();
        let mut words = 0_u32;
        let mut contact: Option<ContactId> = None;
        let screens = open.into_iter().chain(self.parked.values());
        for (screen, half) in screens.filter_map(|screen: &CallScreen| Some((screen, screen.half_typed()?))) {
            contact.get_or_insert(screen.id);
            words = words.saturating_add(half.words);
            body.insert(screen.id.to_string(), half.body);
        }
        for (id, half) in self.half_shares() {
            contact.get_or_insert(id);
            words = words.saturating_add(half.words());
            let of = body.entry(id.to_string()).or_insert_with(|| serde_json::json!({}));
            of[SHARE] = serde_json::to_value(half).ok()?;
        }
        let text = serde_json::to_string(&body).ok()?;
        contact.map(|contact| DraftText { contact: Some(contact), words, body: text })
    }

    /// Brings the draft file up to date where something half-typed was let go of.
    pub(super) fn keep_drafts(&mut self) -> Vec<Effect> {
        self.parked.retain(|_, screen| screen.half_typed().is_some());
        let text = self.draft_text();
        self.drafts.save_now(text).map(Effect::Ask).into_iter().collect()
    }
}
