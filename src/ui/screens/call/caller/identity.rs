//! How we know that the caller is who they say.

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use super::super::{
    page::{Page, shown},
    pane::{Outcome, Say, View},
    sheet::{Sheet, choice, choices, line, picked},
};
use crate::{
    domain::contact::call::{Command, Identity},
    ui::{
        theme::Role,
        widgets::{Field, FormEvent},
    },
};

const HOW: &str = "how";
const SLOT: &str = "identity";

/// The check, as it is being written down.
#[derive(Default)]
pub(super) struct Check {
    pub(super) sheet: Sheet,
}

impl Check {
    pub(super) fn sync(&mut self) {
        if self.sheet.is_bare() {
            self.sheet = Sheet::of(fields(None));
        }
    }

    pub(super) fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let Some(events) = self.sheet.key(key, view, say) else { return false };
        for event in events {
            match event {
                FormEvent::Left { key, .. } if key.as_str() == HOW => self.fit(),
                FormEvent::Submit => self.submit(view, say),
                FormEvent::Left { .. } | FormEvent::Changed => {}
            }
        }
        true
    }

    /// Shows the fields that belong to what was chosen.
    pub(super) fn fit(&mut self) {
        let how = self.sheet.chosen(HOW);
        self.sheet.refit(fields(how.as_deref()));
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.fit();
        if !self.sheet.is_sound() {
            return;
        }
        let sheet = &self.sheet;
        let identity = match sheet.chosen(HOW).as_deref() {
            Some("unchecked") => Identity::Unchecked,
            Some("rung_back") => {
                Identity::RungBack { number: sheet.text("number"), directory: sheet.text("directory") }
            }
            Some("known") => Identity::Known { how: sheet.text("known") },
            Some(_) => Identity::Police { collar: sheet.text("collar"), incident: sheet.text("incident") },
            None => {
                self.sheet.wrong(HOW, "Say how you know the caller, or that nobody checked.");
                return;
            }
        };
        self.sheet.hand_in(SLOT, Command::Identify(identity), view, say);
    }

    pub(super) fn answered(&mut self, slot: &str, outcome: &Outcome) {
        if slot == SLOT && self.sheet.answered(outcome) {
            self.sheet = Sheet::of(fields(None));
        }
    }

    pub(super) fn restore(&mut self, kept: &serde_json::Value) {
        self.sheet.restore(kept, |draft| fields(picked(draft, HOW).as_deref()));
    }

    /// Gives the line that says how it stands.
    pub(super) fn words(view: &View<'_>) -> (String, Role) {
        let identity = &view.contact.call.identity;
        if identity.is_checked() {
            (format!("✓ {}", shown(view, &identity.words())), Role::Ok)
        } else {
            ("▲ unchecked: listen, tell nothing; safety action never waits".to_owned(), Role::Notice)
        }
    }

    /// Counts the lines that it takes while it has no keys.
    pub(super) fn rows(&self) -> u16 {
        1 + u16::try_from(self.sheet.fields().len()).unwrap_or(u16::MAX)
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        let (words, role) = Self::words(view);
        page.say(frame.buffer_mut(), &words, role);
        self.sheet.draw(frame, page.area, view.theme, active);
    }
}

fn fields(how: Option<&str>) -> Vec<Field> {
    let ways = vec![
        choice("unchecked", "unchecked: nobody checked"),
        choice("rung_back", "rung back on a directory number"),
        choice("known", "known to the worker"),
        choice("police", "police: collar and incident"),
    ];
    let mut fields = vec![choices(HOW, "How we know", ways)];
    match how {
        Some("rung_back") => {
            fields.extend([line("number", "Number rung"), line("directory", "From directory")]);
        }
        Some("known") => fields.push(line("known", "Known from")),
        Some("police") => fields.extend([line("collar", "Collar"), line("incident", "Incident")]),
        _ => {}
    }
    fields
}
