//! Whom to ring where no word is taken down by telephone, and on which number: the rota's, and no other.

use super::item::Item;
use crate::{
    domain::{contact::oversight::EmergencyState, ids::StaffId, policy::Role as Duty},
    ui::{screens::call::pane::View, widgets::Notice},
};

/// Says what to do about whatever is not signed by telephone: whom to ring all the same, and where they sign.
pub(super) fn not_by_telephone(item: Option<Item>, view: &View<'_>) -> Notice {
    if let Some(Item::Emergency(no)) = item
        && view.contact.oversight.emergency(no).is_some_and(|e| e.state != EmergencyState::Waits)
    {
        return Notice::know("Nothing waits here: a manager has said their word on this emergency.", "");
    }
    let what = "By telephone a word is taken down on what waits for a manager: an override, a ground, an outcome, an emergency.";
    let duty = &view.desk.book.duty;
    let mut people = duty.authorisers_at(view.now);
    people.retain(|(who, _)| *who != view.actor.person);
    let whom: Vec<String> =
        people.iter().map(|(who, _)| format!("{}, {}", view.name_of(*who), number(*who, view))).collect();
    let whom = if whom.is_empty() { "the manager on the rota".to_owned() } else { whom.join("; ") };
    Notice::know(
        what,
        format!("Ring {whom}; write what they say as a note (F2). They sign it when they are at a console."),
    )
}

/// Gives the number of the rota.
fn number<'a>(who: StaffId, view: &View<'a>) -> &'a str {
    let set = view.desk.book.duty.directory.number(who);
    set.map_or("no number on the rota", |set| set.number.as_str())
}

/// Says who is rung: the number before the duty, so that a narrow screen cuts no number.
pub(super) fn reached(who: StaffId, role: Duty, view: &View<'_>) -> String {
    format!("{}, {}, {}", view.name_of(who), number(who, view), view.desk.book.duty.called(role))
}
