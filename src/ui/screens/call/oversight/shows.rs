//! What shows that a manager on the telephone is the one: the ways, and which of them their devices can do.

use crate::{
    desk::protocol::Shows,
    domain::{contact::oversight::How, device::Kind, ids::StaffId, policy::script::Choice},
    ui::{
        screens::call::{pane::View, sheet::Sheet, words::choice},
        widgets::Field,
    },
};

/// How their word is shown to be theirs, the strongest first.
pub(super) const HOW: [(&str, How); 3] =
    [("bound", How::TelephoneBound), ("code", How::TelephoneCode), ("voice", How::Dictated)];

/// Gives the ways that a word can be shown to be theirs, as they are chosen.
pub(super) fn ways(of: &[(&str, How)]) -> Vec<Choice> {
    of.iter().map(|(key, how)| choice(*key, how.strength())).collect()
}

/// Gives which of their devices a way takes, and what it is called; nothing, where it takes none.
const fn device_for(how: How) -> Option<(Kind, &'static str)> {
    match how {
        How::TelephoneBound => Some((Kind::Bound, "challenge")),
        How::TelephoneCode => Some((Kind::Totp, "one-time code")),
        How::AtConsole | How::Dictated => None,
    }
}

/// Gives the field for what shows that it is them: what their devices can do, and why not the rest.
pub(super) fn shown_by_field(of: &[(&str, How)], sheet: &Sheet, view: &View<'_>) -> Field {
    let manager = sheet.chosen("manager").and_then(|id| id.parse().ok()).map(StaffId);
    let directory = &view.desk.book.duty.directory;
    let has = |kind: Kind| {
        manager.is_none_or(|manager| directory.devices.of(manager).any(|device| device.kind == kind))
    };
    let (mut can, mut cannot) = (Vec::new(), Vec::new());
    for (key, how) in of {
        match device_for(*how).filter(|(kind, _)| !has(*kind)) {
            Some((_, words)) => cannot.push(words),
            None => can.push((*key, *how)),
        }
    }
    let why = manager.filter(|_| !cannot.is_empty()).map_or_else(String::new, |manager| {
        let (name, cannot) = (view.name_of(manager), cannot.join(" and no "));
        format!(" No {cannot}: {name} has no device enrolled for it.")
    });
    let hint = format!("What shows that it is them. Take the first that they can.{why}");
    Field::choice("how", "shown by", ways(&can)).needed(true).hint(hint)
}

/// Says what shows that it is them, and how strong that is.
pub(super) fn shown_by(shows: &Shows, manager: &str) -> String {
    match shows {
        Shows::Voice { why } => format!("{} Why: {why}", How::Dictated.shows(manager)),
        _ => How::TelephoneCode.shows(manager),
    }
}
