//! Who of the family must not be told.

use super::super::{page::shown, pane::View};
use crate::{
    domain::{calendar::words::near, ids::PersonNo},
    ui::theme::Role,
};

/// Says who of the family must not be told: here, as an override says, and as other contacts of the family say.
pub(super) fn rows(view: &View<'_>) -> Vec<(Role, String)> {
    let contact = view.contact;
    let mut rows: Vec<(Role, String)> = contact
        .not_now()
        .filter(|held| view.now < held.until)
        .map(|held| {
            let until = near(view.now, held.until);
            (Role::NotMet, format!("✗ the family, now: {}, until {until}", held.place(None)))
        })
        .collect();
    // By where it is said, in as few lines as can be.
    let mut said: Vec<(String, bool, Vec<PersonNo>)> = Vec::new();
    let here = contact.family.people.iter().filter(|person| person.telling.bars(view.now));
    let here = here.map(|person| (person.no, " (Alt+w)".to_owned(), true));
    let there = view.elsewhere.iter().filter(|mark| mark.bars(view.now));
    let there = there.map(|mark| {
        let words =
            if mark.counts { format!(", as {} says", mark.called) } else { format!(" {}", mark.brief()) };
        (mark.person, words, mark.counts)
    });
    for (person, words, counts) in here.chain(there) {
        match said.iter_mut().find(|(known, ..)| *known == words) {
            Some((_, _, people)) if people.contains(&person) => {}
            Some((_, _, people)) => people.push(person),
            None => said.push((words, counts, vec![person])),
        }
    }
    // Whom it is about can be covered; that somebody must not be told never is.
    rows.extend(said.into_iter().map(|(words, counts, people)| {
        let names = contact.family.names(&people);
        let names = if shown(view, &names) == names { names } else { "somebody".to_owned() };
        let (sign, role) = if counts { ("✗ ", Role::NotMet) } else { ("", Role::Notice) };
        (role, format!("{sign}{names}{words}"))
    }));
    rows
}
