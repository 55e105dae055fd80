//! What is asked of whoever goes, and of whoever knows something of a visit.

use super::super::{
    beside::View,
    desk_form::{choice, chosen, time},
};
use crate::{
    domain::{
        ids::Reference,
        input::phone,
        policy::script::Choice,
        refusal::in_a_sentence,
        visit::{NotTheirs, Visit},
    },
    ui::widgets::{Field, Form},
};

/// Gives the fields of going.
pub(super) fn new_fields(view: &View<'_>) -> Vec<Field> {
    let now = view.now;
    let number = view.desk.book.duty.directory.number(view.actor.person);
    let phone = |text: &str| phone::read(text).map(drop).map_err(|error| in_a_sentence(&error));
    let minutes = |text: &str| match text.trim().parse::<u32>() {
        Ok(1..=240) => Ok(()),
        _ => Err("Write minutes, 1 to 240.".to_owned()),
    };
    let needs = view.desk.seen_by.is_empty();
    vec![
        Field::line("place", "Where").needed(true).hint("so that somebody finds the door without you"),
        Field::line("purpose", "Whom, what for").needed(true),
        Field::line("contact", "Contact").hint("C-1841, where it is about one"),
        Field::custom("number", "Your number", phone)
            .needed(true)
            .offering(number.map_or("", |set| set.number.as_str())),
        time("back_by", "Back by", now).needed(true),
        Field::custom("every", "Check in every", minutes).needed(true).hint("minutes, 1 to 240"),
        Field::line("named", "Who rings you").needed(needs).hint("if they have not heard from you"),
        Field::custom("named_number", "Their number", phone).needed(needs),
        time("ring_at", "They ring at", now).needed(needs),
        Field::line("danger", "Danger now")
            .hint("only for a family marked no lone visits, with no manager's word: what cannot wait"),
        Field::line("not_theirs", "Another family")
            .hint("which marked contact is not theirs, and how you know: C-1841 …"),
    ]
}

/// Gives the fields of what is done about a visit.
pub(super) fn fields_of(form: &Form, visit: &Visit, view: &View<'_>) -> Vec<Field> {
    let own = visit.worker == view.actor.person;
    let mut of = Vec::new();
    if visit.waits_for_look() && view.actor.manages() && !own {
        of.push(choice("look", "looked at it, as a manager"));
    }
    if visit.back.is_some() {
        return looked_fields(form, of);
    }
    if own {
        of.push(choice("check_in", "check in: all is well"));
    } else {
        of.push(choice("tried", "tried to reach them"));
    }
    of.extend([
        choice("longer", "it takes longer"),
        choice("back", "back safe"),
        choice("help", "HELP NEEDED"),
    ]);
    let mut fields = vec![Field::choice("what", "What happened", of).needed(true)];
    match chosen(form, "what").as_str() {
        "longer" => {
            fields.extend([time("back_by", "Back by", view.now), Field::line("words", "Why").needed(true)]);
        }
        "look" => fields.push(Field::text("words", "What you make of it").needed(true)),
        "tried" => fields.push(Field::line("words", "What came of it").needed(true)),
        "help" => fields.push(Field::text("words", "What is known")),
        "back" => {
            let label = if own { "How it ended" } else { "How you know" };
            fields.push(Field::line("words", label).needed(!own));
        }
        _ => {}
    }
    fields
}

/// Gives the fields of a visit that is over and waits to be looked at; nobody but a manager has any.
fn looked_fields(form: &Form, of: Vec<Choice>) -> Vec<Field> {
    if of.is_empty() {
        return Vec::new();
    }
    let mut fields = vec![Field::choice("what", "What happened", of).needed(true)];
    if chosen(form, "what") == "look" {
        fields.push(Field::text("words", "What you make of it").needed(true));
    }
    fields
}

/// Reads which marked contacts are another family's: each reference, and the words up to the next.
pub(super) fn not_theirs(text: &str) -> Result<Vec<NotTheirs>, &'static str> {
    let mut said: Vec<NotTheirs> = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let reference = bare.parse::<Reference>().ok().filter(|_| bare.starts_with(['C', 'c']));
        match (reference, said.last_mut()) {
            // What stands before the first reference belongs to it.
            (Some(reference), _) => {
                said.push(NotTheirs { reference, why: std::mem::take(&mut before).join(" ") });
            }
            (None, None) => before.push(word),
            (None, Some(not)) if not.why.is_empty() => word.clone_into(&mut not.why),
            (None, Some(not)) => {
                not.why.push(' ');
                not.why.push_str(word);
            }
        }
    }
    if before.is_empty() {
        return Ok(said);
    }
    Err("Say which marked contact is another family's, and how you know: C-1841, their Noor is three.")
}
