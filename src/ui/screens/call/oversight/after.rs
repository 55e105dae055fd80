//! What has to follow: an emergency described once there is time, and what was not upheld or was disowned, called back.

use super::ask::emergency_fields;
use crate::{
    domain::{
        calendar::words::near,
        contact::{
            Command,
            oversight::{self, Acted, Came, Emergency, Must, NotUpheld},
        },
        ids::{EmergencyNo, PersonNo},
        value::Value,
    },
    ui::{
        screens::call::{
            page::shown,
            pane::View,
            sheet::Sheet,
            words::{agency_ids, choice, person_nos},
        },
        widgets::Field,
    },
};

/// Tells whether somebody has still to write what was done in an emergency.
pub(super) fn wants_words(e: &Emergency) -> bool {
    e.state == oversight::EmergencyState::Waits && !e.acted.is_described()
}

/// Says which other records about any of these children a manager did not uphold, a line for each: acting waits for nothing, but
/// nobody acts without being told.
pub(super) fn not_upheld(beside: Option<EmergencyNo>, of: &[PersonNo], view: &View<'_>) -> Vec<String> {
    let line = |earlier: &NotUpheld<'_>| {
        let whose = earlier.whose(near(view.now, earlier.at), view.name_of(earlier.by));
        let said = earlier.said();
        format!("▲ Emergency {} was not upheld, {whose}: {}", earlier.no.0, shown(view, &said))
    };
    view.contact.not_upheld(beside, of).iter().map(line).collect()
}

/// Gives the children whom the form of an emergency names so far.
pub(super) fn named(sheet: &Sheet) -> Vec<PersonNo> {
    person_nos(&sheet.several("emergency.children"))
}

/// Gives the fields in which an emergency is described, with what is known of it.
pub(super) fn describing(no: EmergencyNo, view: &View<'_>) -> Vec<Field> {
    let Some(e) = view.contact.oversight.emergency(no) else { return Vec::new() };
    let text = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
    let keys = |keys: Vec<String>| (!keys.is_empty()).then_some(Value::Choices(keys));
    let holds = [
        keys(e.acted.children.iter().map(|no| no.0.to_string()).collect()),
        text(&e.acted.danger),
        text(&e.acted.done),
        keys(e.acted.agencies.iter().map(|id| id.0.clone()).collect()),
    ];
    let fields = emergency_fields(view).into_iter().zip(holds).enumerate();
    fields.map(|(at, (field, held))| field.needed(at < 3).holding(held)).collect()
}

/// Reads what an emergency was.
pub(super) fn acted(sheet: &Sheet) -> Acted {
    Acted {
        children: named(sheet),
        danger: sheet.text("emergency.danger"),
        done: sheet.text("emergency.done"),
        agencies: agency_ids(&sheet.several("emergency.with")),
    }
}

/// Gives the fields in which it is said what came of something that had to be done.
pub(super) fn settling() -> Vec<Field> {
    let came = vec![choice("done", "done"), choice("could_not", "could not be done")];
    vec![
        Field::choice("came", "what came of it", came).needed(true).hint("Done, or could not be."),
        Field::text("how", "how, or why not")
            .needed(true)
            .hint("How, when and by whom; or why not, and what was tried."),
    ]
}

/// Makes the command of it.
pub(super) fn settled(must: Must, sheet: &Sheet) -> Option<Command> {
    let text = sheet.text("how");
    let came = match sheet.chosen("came")? {
        "done" => Came::Done { how: text },
        _ => Came::CouldNot { why: text },
    };
    Some(oversight::Command::Settle { must, came }.into())
}
