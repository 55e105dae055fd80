//! The fields of a promise: those of a new one, and those of what became of one.

use super::{
    super::{
        page::Moment,
        pane::View,
        sheet::Sheet,
        words::{choice, people},
    },
    AGAIN, BECAME, MISTAKE, unslot,
};
use crate::{
    domain::{contact::telling::Promise, input::clock_time, policy::script::Choice, value::YesNo},
    ui::widgets::Field,
};

/// Gives the fields of a row's sheet: those of a new promise, or those of what became of one.
pub(super) fn fields(name: &str, sheet: &Sheet, view: &View<'_>, now: &Moment) -> Vec<Field> {
    let Some(no) = unslot(name) else { return new_fields(view, now) };
    let promise = view.contact.telling.promise(no);
    let open = promise.is_some_and(Promise::is_open);
    let mut of = Vec::new();
    // Half-written words outlive an ending by somebody else.
    if open || !matches!(sheet.chosen(BECAME), None | Some(AGAIN | MISTAKE)) {
        of.extend([
            choice("kept", "kept"),
            choice("not_kept", "not kept"),
            choice("moved", "another time agreed"),
            choice("tried", "tried by telephone in vain"),
            choice("handed", "handed over to a colleague"),
        ]);
    }
    if !open {
        of.push(choice(AGAIN, "still owed: that was written down by mistake"));
    }
    if promise.is_some_and(Promise::was_made) {
        of.push(choice(MISTAKE, "entered by mistake: nobody promised it"));
    }
    let mut fields = vec![Field::choice(BECAME, if open { "It was" } else { "Not so: it is" }, of)];
    match sheet.chosen(BECAME) {
        Some(AGAIN | MISTAKE) => fields.push(Field::line("why", "What was wrong").needed(true)),
        Some("not_kept") => fields.push(Field::line("why", "Why, who knows").needed(true)),
        Some("moved") => {
            fields.extend([
                time("by", "New time", now).needed(true),
                Field::line("with", "With whom").needed(true),
                past("agreed", "Agreed at (now)", now),
                Field::line("why", "Why").needed(true),
            ]);
        }
        Some("tried") => {
            let answers = || YesNo::ALL.map(|answer| choice(answer.key(), answer.words())).to_vec();
            fields.extend([
                Field::choice("voicemail", "Voicemail safe", answers()),
                Field::choice("left", "One was left", answers().into_iter().take(2).collect()),
                time("next", "Next try", now),
                Field::line("why", "More"),
            ]);
        }
        Some("handed") => {
            fields.extend([
                Field::choice("to", "Who covers", staff(view)),
                Field::line("why", "Why, who knows").needed(true),
            ]);
        }
        _ => {}
    }
    fields
}

fn new_fields(view: &View<'_>, now: &Moment) -> Vec<Field> {
    let ringing = vec![choice("yes", "yes, by ringing"), choice("no", "no")];
    vec![
        Field::line("what", "What").needed(true),
        Field::line("to", "To whom").needed(true),
        Field::choice("person", "Of the family", people(view)),
        Field::choice("ring", "Means ringing", ringing),
        Field::choice("owner", "Who does it", staff(view)),
        Field::line("other", "Or who else"),
        time("by", "By when", now),
        Field::line("agreed", "Agreed with").needed(true),
        Field::choice("from", "Comes from", from(view)),
    ]
}

/// Gives where a promise may come from, the notes that promise in passing last.
fn from(view: &View<'_>) -> Vec<Choice> {
    let mut of = vec![choice("agreed", "an agreed step"), choice("question", "a question they asked")];
    for note in view.contact.said_in_passing() {
        let said: String = note.current().split_whitespace().collect::<Vec<_>>().join(" ");
        let said: String = said.chars().take(60).collect();
        of.push(choice(note.no.0.to_string(), format!("note {}: {said}", note.no.0)));
    }
    of
}

pub(super) fn yes_no(key: &str) -> Option<YesNo> {
    YesNo::ALL.into_iter().find(|answer| answer.key() == key)
}

fn staff(view: &View<'_>) -> Vec<Choice> {
    view.desk.book.state.staff.iter().map(|staff| choice(staff.id.0.to_string(), &*staff.name)).collect()
}

fn time(key: &str, label: &str, now: &Moment) -> Field {
    let now = now.clone();
    Field::moment(key, label, clock_time::future, move || now.get())
}

fn past(key: &str, label: &str, now: &Moment) -> Field {
    let now = now.clone();
    Field::moment(key, label, clock_time::past, move || now.get())
}
