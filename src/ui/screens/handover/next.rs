//! Who has an item next, as a choice: a service, or a colleague.

use uuid::Uuid;

use crate::{
    domain::{
        handover::{Next, service},
        ids::StaffId,
        policy::{Mode, script::Choice},
    },
    ui::screens::beside::View,
};

pub(super) fn key_of(next: Next) -> String {
    match next {
        Next::Person(person) => person.0.to_string(),
        Next::Service(Mode::FrontDoor) => "front_door".to_owned(),
        Next::Service(Mode::Edt) => "edt".to_owned(),
    }
}

pub(super) fn next_of(key: &str) -> Option<Next> {
    match key {
        "front_door" => Some(Next::Service(Mode::FrontDoor)),
        "edt" => Some(Next::Service(Mode::Edt)),
        person => person.parse::<Uuid>().ok().map(|id| Next::Person(StaffId(id))),
    }
}

pub(super) fn next_choices(view: &View<'_>) -> Vec<Choice> {
    let choice = |key: String, words: &str| Choice { key, words: words.to_owned() };
    let services =
        [Mode::FrontDoor, Mode::Edt].map(|mode| choice(key_of(Next::Service(mode)), service(mode)));
    let staff = view.desk.book.state.staff.iter().map(|staff| choice(staff.id.0.to_string(), &staff.name));
    services.into_iter().chain(staff).collect()
}
