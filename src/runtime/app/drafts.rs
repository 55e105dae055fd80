//! Half-typed text on its way to the draft file: saved within 200 ms of the last key, and at most a second apart, by the time
//! that passes and not by what the clock is set to.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    App, Effect, Unsaved,
    beside::BESIDE,
    over::{Over, talking},
};
use crate::{
    desk::{Request, protocol::DraftText},
    domain::ids::ContactId,
    ui::screens::call::CallScreen,
};

/// How long after the last key.
const QUIET: TimeDelta = TimeDelta::milliseconds(200);

/// How long after the first key that is not saved.
const MOST: TimeDelta = TimeDelta::seconds(1);

/// How long after a save that failed.
const AGAIN: TimeDelta = TimeDelta::seconds(5);

/// The name of what is half-written about a share, beside the panes of its contact.
pub(super) const SHARE: &str = "share";

/// What is known of the draft file.
pub(super) struct Drafts {
    unsaved: Unsaved,
    /// When the first and the last unsaved key were pressed.
    dirty: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Until when the last key counts as typing, over which no frame is drawn to say that it is saved.
    typing: Option<DateTime<Utc>>,
    /// What the file holds, or will once it is saved as asked.
    kept: Option<DraftText>,
    /// How many saves were asked for; the number of each goes with it.
    asked: u64,
    /// The number of the last that is done. One that the desk passes over for a later one is done with that.
    done: u64,
    /// Whether the last save failed, and when it is tried again.
    failing: bool,
    again: Option<DateTime<Utc>>,
}

impl Drafts {
    pub(super) fn new(unsaved: Unsaved) -> Self {
        Self {
            unsaved,
            dirty: None,
            typing: None,
            kept: None,
            asked: 0,
            done: 0,
            failing: false,
            again: None,
        }
    }

    /// Says that a key changed something half-typed.
    pub(super) fn changed(&mut self, now: DateTime<Utc>) {
        let first = self.dirty.map_or(now, |(first, _)| first);
        self.dirty = Some((first, now));
        self.typing = Some(now + QUIET);
    }

    /// Says that what changed was pasted: so much at once is not waited with.
    pub(super) fn pasted(&mut self, now: DateTime<Utc>) {
        if self.dirty.is_some() {
            self.dirty = Some((now - MOST, now));
            self.typing = None;
        }
    }

    pub(super) fn due_at(&self) -> Option<DateTime<Utc>> {
        let due = self.dirty.map(|(first, last)| (last + QUIET).min(first + MOST));
        [due, self.typing, self.again].into_iter().flatten().min()
    }

    fn due(&self, now: DateTime<Utc>) -> bool {
        let dirty = self.dirty.is_some_and(|(first, last)| now >= (last + QUIET).min(first + MOST));
        dirty || self.again.is_some_and(|again| now >= again)
    }

    /// Tells whether all that is half-typed is on the disk, and nothing more is being typed.
    fn is_saved(&self) -> bool {
        self.dirty.is_none() && self.typing.is_none() && self.done == self.asked && !self.has_failed()
    }

    /// Tells whether the last save failed.
    pub(super) fn has_failed(&self) -> bool {
        self.failing
    }

    /// Makes the request that brings the draft file up to what is half-typed now, where it differs.
    pub(super) fn save_now(&mut self, text: Option<DraftText>) -> Option<Request> {
        self.dirty = None;
        self.typing = None;
        self.again = None;
        if text == self.kept && !self.has_failed() {
            return None;
        }
        if let Ok(mut unsaved) = self.unsaved.lock() {
            unsaved.clone_from(&text);
        }
        self.kept.clone_from(&text);
        self.asked += u64::from(text.is_some());
        self.failing &= text.is_some();
        let no = self.asked;
        Some(text.map_or(Request::ForgetDraft, |text| Request::SaveDraft { no, text }))
    }

    /// Lets go of what was half-typed by somebody who left it: it lies in a file of its own now.
    pub(super) fn let_go(&mut self) {
        (self.dirty, self.typing, self.kept) = (None, None, None);
        (self.failing, self.again) = (false, None);
        if let Ok(mut unsaved) = self.unsaved.lock() {
            *unsaved = None;
        }
    }

    /// Takes up that a draft was saved; those that were asked for later are still to come.
    pub(super) fn saved(&mut self, no: u64) {
        self.done = self.done.max(no);
        self.failing = false;
    }

    /// Takes up that something failed which may have been a save; tells whether saving was known to fail.
    pub(super) fn failed(&mut self, now: DateTime<Utc>) -> bool {
        let known = self.failing;
        if self.done < self.asked {
            // Whatever was asked for is asked for anew by then.
            self.done = self.asked;
            self.failing = true;
            self.again = Some(now + AGAIN);
        }
        known
    }
}

impl App {
    /// Gives all that is half-typed, on the open contact and on those that were left.
    pub(super) fn draft_text(&self) -> Option<DraftText> {
        let open = self.call.as_ref().map(|(screen, _)| screen);
        let mut body = serde_json::Map::new();
        let mut words = 0_u32;
        let mut contact: Option<ContactId> = None;
        let screens = open.into_iter().chain(self.parked.values().map(|(screen, _)| screen));
        for (screen, half) in screens.filter_map(|screen: &CallScreen| Some((screen, screen.half_typed()?))) {
            contact.get_or_insert(screen.id);
            words = words.saturating_add(half.words);
            body.insert(screen.id.to_string(), half.body);
        }
        // What waits for its contact to be opened is as half-typed as what stands on a screen.
        for (id, half) in &self.halves {
            contact.get_or_insert(*id);
            words = words.saturating_add(words_in(half));
            body.entry(id.to_string()).or_insert_with(|| half.clone());
        }
        for (id, half) in self.half_shares() {
            contact.get_or_insert(id);
            words = words.saturating_add(half.words());
            let of = body.entry(id.to_string()).or_insert_with(|| serde_json::json!({}));
            of[SHARE] = serde_json::to_value(half).ok()?;
        }
        // Words that were typed beside their call wait for it in its note.
        let aside = self.over.iter().find_map(Over::half_typed);
        if let Some((id, said)) = aside {
            contact.get_or_insert(id);
            words = words.saturating_add(u32::try_from(said.split_whitespace().count()).unwrap_or(u32::MAX));
            let half = body.entry(id.to_string()).or_insert_with(|| serde_json::json!({}));
            talking::jot(half, &said, (self.fresh)(), self.now);
        }
        for (which, half) in self.beside.half_typed() {
            words = words.saturating_add(half.words);
            body.insert(format!("{BESIDE}{}", which.key()), half.body);
        }
        let text = (!body.is_empty()).then(|| serde_json::to_string(&body).ok())??;
        let by = self.desk.actor.as_ref().map(|actor| actor.person);
        Some(DraftText { by, contact, words, body: text })
    }

    /// Brings the draft file up to date where something half-typed was let go of.
    pub(super) fn keep_drafts(&mut self) -> Vec<Effect> {
        self.parked.retain(|_, (screen, _)| screen.half_typed().is_some());
        let text = self.draft_text();
        self.drafts.save_now(text).map(Effect::Ask).into_iter().collect()
    }

    /// Tells whether everything that was typed is on the disk. What waits for somebody's passphrase is not being written.
    pub(super) fn is_saved(&self) -> bool {
        let waits = |tag: &u64| self.over.iter().any(|over| over.keeps_waiting(*tag));
        self.acts.keys().all(waits) && self.drafts.is_saved()
    }

    /// Saves what is due to be saved.
    pub(super) fn woke(&mut self) -> Vec<Effect> {
        let (minute, saved) = (super::minute_of(self.now), self.is_saved());
        let typing = self.drafts.typing.filter(|until| *until > self.steady.at());
        if self.locks_at().is_some_and(|at| self.steady.at() >= at) {
            return self.lock();
        }
        let soon = self.locks_soon().is_some();
        let near = std::mem::replace(&mut self.near, soon);
        let mut effects = Vec::new();
        if self.is_shut() {
            let say = self.sign_in.woke(self.steady.at());
            effects.extend(Self::sign_in_says(say));
        }
        if self.drafts.due(self.steady.at()) {
            effects.extend(self.drafts.save_now(self.draft_text()).map(Effect::Ask));
        }
        self.drafts.typing = typing;
        if self.minute.replace(minute) == minute
            && self.is_saved() == saved
            && self.near == near
            && !self.is_shut()
        {
            effects.push(Effect::Still);
        }
        effects
    }
}

/// Counts the words of what is kept of a contact, wherever in it they stand.
fn words_in(half: &serde_json::Value) -> u32 {
    let count = |text: &str| u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX);
    match half {
        serde_json::Value::Object(parts) => parts
            .iter()
            .map(|(key, part)| match part {
                serde_json::Value::String(text) if key == "text" => count(text),
                part => words_in(part),
            })
            .fold(0, u32::saturating_add),
        serde_json::Value::Array(parts) => parts.iter().map(words_in).fold(0, u32::saturating_add),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> DraftText {
        DraftText { by: None, contact: None, words: 1, body: body.to_owned() }
    }

    #[test]
    fn one_answer_is_for_every_save_that_was_asked_for_before_it() {
        let now: DateTime<Utc> = "2026-11-24T14:07:00Z".parse().unwrap();
        let mut drafts = Drafts::new(Unsaved::default());
        let asked = |drafts: &mut Drafts, body| match drafts.save_now(Some(text(body))) {
            Some(Request::SaveDraft { no, .. }) => no,
            other => panic!("{other:?}"),
        };
        let (first, second) = (asked(&mut drafts, "a"), asked(&mut drafts, "ab"));
        // The desk passed over the first, because the second was there already.
        drafts.saved(second);
        assert!(drafts.is_saved());
        // An answer that comes late says nothing of what was asked for since.
        let third = asked(&mut drafts, "abc");
        drafts.saved(first);
        assert!(!drafts.is_saved());
        drafts.saved(third);
        assert!(drafts.is_saved());
        // What failed is tried again, and is not saved until then; nothing stays due for ever.
        asked(&mut drafts, "abcd");
        drafts.failed(now);
        assert!(drafts.has_failed() && !drafts.is_saved() && drafts.due(now + AGAIN));
        let again = asked(&mut drafts, "abcd");
        drafts.saved(again);
        assert!(drafts.is_saved() && drafts.due_at().is_none());
        // What failed beside a save that went well.
        let beside = asked(&mut drafts, "abcde");
        drafts.failed(now);
        drafts.saved(beside);
        assert!(drafts.save_now(Some(text("abcde"))).is_none() && drafts.due_at().is_none());
    }
}
