//! How a letter is told: the rows of the list, to whom it goes, and what to mind about them.

use ratatui::text::Line;

use super::{
    super::{
        page::{marked_there, shown},
        pane::View,
    },
    Row, Stands,
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            place::Place,
            telling::{Letter, LetterState, Recipient},
        },
        ids::TemplateId,
        value::YesNo,
    },
    ui::{draw, theme::Role},
};

/// The columns of a row's state.
const STATE: usize = 16;

/// Gives to whom a letter goes, in words.
pub(super) fn to(to: Recipient, view: &View<'_>) -> String {
    match to {
        Recipient::Caller => "whoever rang".to_owned(),
        Recipient::Person(no) => view.contact.family.names(&[no]),
    }
}

/// Gives the title of a template.
pub(super) fn title<'a>(id: &'a TemplateId, view: &View<'a>) -> &'a str {
    let known = view.policy().letters.template.iter().find(|known| known.id == *id);
    known.map_or(id.as_str(), |known| &known.title)
}

/// Gives sign and words of where a letter stands.
pub(super) fn state(letter: &Letter, view: &View<'_>) -> (String, Role) {
    let near = |t| words::near(view.now, t);
    match &letter.state {
        LetterState::Drafted => (format!("○ drafted {}", near(letter.at)), Role::DueSoon),
        LetterState::Checked { at, .. } => (format!("◐ checked {}", near(*at)), Role::DueSoon),
        LetterState::Sent { at, .. } => (format!("✓ sent {}", near(*at)), Role::Ok),
        LetterState::PutAway { at, .. } => (format!("– put away {}", near(*at)), Role::TextDim),
    }
}

/// Gives what became of a letter, in full.
pub(super) fn history(letter: &Letter, view: &View<'_>) -> String {
    let near = |t| words::near(view.now, t);
    match &letter.state {
        LetterState::Drafted => format!("○ drafted {} → checked → sent", near(letter.at)),
        LetterState::Checked { at, by } => {
            let agreed =
                if letter.enquiry_agreed { ", told with the police and a manager's agreement" } else { "" };
            format!("✓ drafted → ✓ checked {} by {}{agreed} → ○ sent", near(*at), view.name_of(*by))
        }
        LetterState::Sent { at, way, address, .. } => {
            format!("✓ sent {} {}, to {}", near(*at), way.by(), address)
        }
        LetterState::PutAway { at, by, why, .. } => {
            format!("– put away {} by {}: {why}", near(*at), view.name_of(*by))
        }
    }
}

/// Gives what to mind about whoever the letter goes to.
pub(super) fn warnings(to: Recipient, view: &View<'_>) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    let contact = view.contact;
    for person in contact.reached(to).into_iter().filter_map(|no| contact.family.get(no)) {
        let telling = &person.telling;
        let mut warn = |words: String| lines.push((words, Role::Error));
        // Whom it is about can be covered; that there is something to mind never is.
        let name = shown(view, person.name());
        let name = if name == person.name() { name } else { "whoever it goes to".into() };
        if telling.bars(view.now) {
            warn(format!("✗ {name} is NOT TO BE TOLD: {} (Alt+w)", shown(view, &telling.why)));
        }
        if telling.write == Some(YesNo::No) {
            warn(format!("✗ not safe to write to {name}"));
        }
        if telling.text == Some(YesNo::No) {
            warn(format!("✗ not safe to text {name}"));
        }
        if !telling.must_not.trim().is_empty() {
            warn(format!("✗ must not be told: {}", shown(view, &telling.must_not)));
        }
        for mark in view.elsewhere.iter().filter(|mark| mark.person == person.no) {
            let role = if mark.counts { Role::Error } else { Role::Notice };
            lines.extend(marked_there(view, mark).map(|words| (words, role)));
        }
    }
    if to == Recipient::Caller && !contact.call.identity.is_checked() {
        let words =
            "▲ nobody has checked who rang (Alt+i): until then a letter that names a child does not go";
        lines.push((words.to_owned(), Role::Notice));
    }
    lines
}

/// Gives who closed it, and with what last word.
pub(super) fn last_word(view: &View<'_>) -> String {
    let Some(closing) = view.contact.telling.closings.last() else { return String::new() };
    let by = view.name_of(closing.by);
    if closing.words.is_empty() { by.to_owned() } else { format!("{by}: {}", closing.words) }
}

/// Gives a row of the list.
pub(super) fn line(
    row: Row,
    (before, stands): (usize, Stands),
    view: &View<'_>,
    width: usize,
) -> Line<'static> {
    let telling = &view.contact.telling;
    let (state, words, role) = match row {
        Row::Letter(no) => {
            let Some(letter) = telling.letter(no) else { return Line::default() };
            let (state, role) = state(letter, view);
            let waits = view.waits(&Place::Letter(no));
            (state, format!("{waits}{} · {}", to(letter.to, view), title(&letter.template, view)), role)
        }
        Row::New => ("+ a new letter".to_owned(), String::new(), Role::Row),
        Row::NotSend => match &telling.not_sent {
            Some(why) => ("✓ nothing sent".to_owned(), why.clone(), Role::Ok),
            None => ("– send nothing".to_owned(), "and say why".to_owned(), Role::Row),
        },
        Row::Close => match (view.contact.closed, before) {
            (Some(at), _) => (format!("✓ closed {}", words::near(view.now, at)), last_word(view), Role::Ok),
            (None, 0) => ("– close".to_owned(), "nothing stands in the way".to_owned(), Role::Row),
            (None, _) if stands == Stands::Asks => {
                ("– close".to_owned(), format!("▲ with a last word: {before} still open"), Role::Row)
            }
            (None, 1) => ("– close".to_owned(), "▲ one thing still stands".to_owned(), Role::Row),
            (None, more) => ("– close".to_owned(), format!("▲ {more} things still stand"), Role::Row),
        },
    };
    let room = width.saturating_sub(draw::width(&state).max(STATE) + 1);
    let words = draw::safe(&shown(view, &words));
    Line::from(vec![
        draw::span(&format!("{state:<STATE$} "), view.theme.style(role)),
        draw::span(&draw::clip(&words, room), view.theme.style(Role::Row)),
    ])
}
