//! How we know that the caller is who they say.

use crossterm::event::KeyEvent;

use super::super::{
    page::cover,
    pane::{Cover, Outcome, Say, View},
    sheet::{Kept, Sheet, Typed},
    words::choice,
};
use crate::{
    domain::contact::{
        call::{Command, Identity},
        place::Place,
    },
    ui::{theme::Role, widgets::Field},
};

const HOW: &str = "how";
const SLOT: &str = "identity";

/// What belongs where the number came from: a yes or no tells nobody.
const WHICH: &str = "Name the directory: the council's schools list, the police switchboard.";

/// The check, as it is being written down.
#[derive(Default)]
pub(super) struct Check {
    pub(super) sheet: Sheet,
}

impl Check {
    pub(super) fn sync(&mut self) {
        self.sheet.fit(fields);
    }

    pub(super) fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> Option<Typed> {
        let typed = self.sheet.key(key, view, say, fields)?;
        if typed.submit {
            self.submit(view, say);
        }
        Some(typed)
    }

    pub(super) fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.sheet.leave(view, say, fields);
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = &mut self.sheet;
        if !sheet.is_sound() {
            return;
        }
        let identity = match sheet.chosen(HOW) {
            Some("unchecked") => Identity::Unchecked,
            Some("rung_back") => {
                Identity::RungBack { number: sheet.text("number"), directory: sheet.text("directory") }
            }
            Some("known") => Identity::Known { how: sheet.text("known") },
            Some(_) => Identity::Police { collar: sheet.text("collar"), incident: sheet.text("incident") },
            None => return sheet.wrong(HOW, "Say how you know the caller, or that nobody checked."),
        };
        sheet.hand_in(SLOT, Command::Identify(identity), view, say);
    }

    /// Learns what came of an act; `false` when the act was not this part's.
    pub(super) fn answered(&mut self, slot: &str, outcome: &Outcome) -> bool {
        if slot == SLOT && self.sheet.answered(outcome, "") {
            self.sheet.renew();
            self.sync();
        }
        slot == SLOT
    }

    pub(super) fn restore(&mut self, kept: Kept) {
        self.sheet.restore(kept, fields);
    }

    /// Gives the line that says how it stands.
    pub(super) fn words(view: &View<'_>) -> (String, Role) {
        let identity = &view.contact.call.identity;
        if identity.is_checked() {
            // How somebody is known says who they are, whether or not a name stands in it.
            let how = if view.cover == Cover::All { cover() } else { identity.words() };
            (format!("{}✓ {how}", view.waits(&Place::Identity)), Role::Ok)
        } else {
            ("▲ unchecked: listen, tell nothing; safety action never waits".to_owned(), Role::Notice)
        }
    }
}

fn fields(sheet: &Sheet) -> Vec<Field> {
    let ways = vec![
        choice("unchecked", "unchecked: nobody checked"),
        choice("rung_back", "rung back on a directory number"),
        choice("known", "known to the worker"),
        choice("police", "police: collar and incident"),
    ];
    let mut fields = vec![Field::choice(HOW, "How we know", ways)];
    match sheet.chosen(HOW) {
        Some("rung_back") => {
            let directory = Field::custom("directory", "Which directory", |text| {
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                if letters < 3 { Err(WHICH.to_owned()) } else { Ok(()) }
            });
            fields.extend([Field::line("number", "Number rung"), directory.hint(WHICH)]);
        }
        Some("known") => fields.push(Field::line("known", "Known from")),
        Some("police") => {
            fields.extend([Field::line("collar", "Collar"), Field::line("incident", "Incident")]);
        }
        _ => {}
    }
    fields
}
