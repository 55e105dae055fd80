//! The small forms of the script pane, and what is read out of them.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        calendar::words,
        contact::call::{ChildWords, Command as Call, Note},
        ids::{ChipId, FieldKey, PersonNo, Reference},
        input::clock_time,
        policy::script::{Choice, FieldKind},
        refusal::in_a_sentence,
        value::Value,
    },
    ui::{
        screens::call::{pane::View, words::choice},
        widgets::{Field, Form},
    },
};

/// The field that says in which other contact a note belongs.
const BELONGS: &str = "belongs";

/// Makes the list of everything to listen for, with what was heard picked.
pub(super) fn heard(view: &View<'_>) -> Form {
    let script = &view.policy().script;
    let chips = script.stages.iter().flat_map(|stage| &stage.listen);
    let mut of: Vec<Choice> = chips.map(|chip| choice(chip.id.as_str(), &*chip.words)).collect();
    for path in &script.paths {
        if !of.iter().any(|known| known.key == path.chip.as_str()) {
            of.push(choice(path.chip.as_str(), &*path.words));
        }
    }
    let heard = view.contact.call.heard.iter().map(ToString::to_string).collect();
    let field = Field::choices("heard", "Heard (type, Enter marks; Ctrl+S keeps)", of)
        .also("dissatisfied", &["complaint", "complain", "complains", "unhappy", "dissatisfied"]);
    Form::new(vec![field.holding(Some(Value::Choices(heard)))])
}

/// Lists what was marked or unmarked in it since it was opened; with `typed`, also what is meant by what is being typed.
pub(super) fn heard_changes(form: &Form, typed: bool) -> Vec<(ChipId, bool)> {
    let Some(field) = form.field(&FieldKey::from("heard")) else { return Vec::new() };
    let keys = |value: Option<&Value>| match value {
        Some(Value::Choices(keys)) => keys.clone(),
        _ => Vec::new(),
    };
    let now = match (typed, field.value()) {
        (true, Ok(value)) => keys(value.as_ref()),
        _ => field.picked().into_iter().map(str::to_owned).collect(),
    };
    // What a colleague marked meanwhile, or a chord, is nobody's to take away by this list.
    let before = keys(field.recorded());
    let chips = |of: &[String], not: &[String], heard| {
        of.iter()
            .filter(|key| !not.contains(key))
            .map(|key| (ChipId::new(key.clone()), heard))
            .collect::<Vec<_>>()
    };
    [chips(&now, &before, true), chips(&before, &now, false)].concat()
}

/// Asks which child, of those who are named now.
fn which_child(view: &View<'_>) -> Field {
    let children = view.contact.family.children();
    let children: Vec<Choice> = children.map(|child| choice(child.no.0.to_string(), child.name())).collect();
    if children.is_empty() {
        let none = "No child is named yet (F3). Take the letters away: the words are kept without.";
        return Field::choice("child", "Which child: none is named yet (F3)", children).hint(none);
    }
    Field::choice("child", "Which child", children)
}

/// Asks whose words a note is.
pub(super) fn child_words(view: &View<'_>) -> Vec<Field> {
    let now = view.now;
    vec![
        Field::line("heard_by", "Who heard the child say it").needed(true),
        which_child(view),
        Field::moment("heard_at", "When it was said (14:05, yesterday 22:10)", clock_time::past, move || now),
        Field::line("answer_to", "In answer to what"),
    ]
}

/// Reads it; a missing listener is said at its field.
pub(super) fn read_child_words(form: &mut Form, view: &View<'_>) -> Option<ChildWords> {
    let heard_by = text(form, "heard_by");
    if heard_by.trim().is_empty() {
        form.refused(
            &FieldKey::from("heard_by"),
            "Say who heard the child say it: you, the caller, the mother.",
        );
        form.focus(&FieldKey::from("heard_by"));
        return None;
    }
    let heard_at = text(form, "heard_at");
    let heard_at = match clock_time::past(&heard_at, view.now) {
        Ok(at) => Some(at),
        Err(_) if heard_at.trim().is_empty() => None,
        Err(error) => {
            form.refused(&FieldKey::from("heard_at"), in_a_sentence(&error));
            return None;
        }
    };
    let child = text(form, "child").parse().ok().map(PersonNo);
    Some(ChildWords { child, heard_by, heard_at, in_answer_to: text(form, "answer_to") })
}

/// Writes a time the way it is typed.
fn when(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    words::near(now, at).to_string()
}

/// Asks for the wording that holds now, for what stands beside it, and why.
pub(super) fn correction(note: &Note, view: &View<'_>) -> Vec<Field> {
    let text = |text: &str| Some(Value::Text(text.to_owned())).filter(|value| !value.is_empty());
    let child = note.child.as_ref();
    let now = view.now;
    let time = |key: &str, label: &str, at: Option<DateTime<Utc>>| {
        let as_it_stands = at.map(|at| when(at, now));
        let known = as_it_stands.clone();
        let field = Field::custom(key, label, move |text: &str| {
            if known.as_deref() == Some(text) {
                return Ok(());
            }
            clock_time::past(text, now).map(drop).map_err(|error| in_a_sentence(&error))
        });
        let field =
            field.understood(move |text| clock_time::past(text, now).ok().map(|t| words::in_full(now, t)));
        field.holding(as_it_stands.map(Value::Text))
    };
    let whose = child.and_then(|child| child.child).map(|no| Value::Choice(no.0.to_string()));
    vec![
        Field::text("text", "The wording that holds now").needed(true).holding(text(note.current())),
        Field::line("why", "Why it is corrected").needed(true),
        time("happened", "When it happened", note.happened),
        Field::line("heard_by", "A child's own words: who heard them")
            .holding(child.and_then(|child| text(&child.heard_by))),
        which_child(view).holding(whose),
        time("heard_at", "When it was said", child.and_then(|child| child.heard_at)),
        Field::line("answer_to", "In answer to what")
            .holding(child.and_then(|child| text(&child.in_answer_to))),
        Field::custom(BELONGS, "Wrong record: belongs in", |text| {
            text.parse::<Reference>().map(drop).map_err(|error| in_a_sentence(&error))
        })
        .hint("Written in the wrong call? The other one's reference, as C-1843. It stays here, marked."),
    ]
}

/// Gives the reference of the contact in which a note belongs, where that is said.
pub(super) fn belongs(form: &Form) -> Option<Reference> {
    text(form, BELONGS).parse().ok()
}

/// Reads what is to be corrected; what is wrong or missing is said at its field, and nothing is given.
pub(super) fn corrections(form: &mut Form, note: &Note, view: &View<'_>) -> Option<Vec<Call>> {
    if !form.check() {
        return None;
    }
    let why = text(form, "why");
    for (key, words) in [
        ("text", "Write what holds instead; what was first written stays."),
        ("why", "Say why it is corrected; what was first written stays."),
    ] {
        if text(form, key).trim().is_empty() {
            form.refused(&key.into(), words);
            form.focus(&key.into());
            return None;
        }
    }
    // A time that nobody touched stays to the second.
    let time = |key: &str, was: Option<DateTime<Utc>>| {
        let typed = text(form, key);
        match was {
            Some(was) if when(was, view.now) == typed => Some(was),
            _ => clock_time::past(&typed, view.now).ok(),
        }
    };
    let happened = time("happened", note.happened);
    let heard_by = text(form, "heard_by");
    let child = (!heard_by.trim().is_empty()).then(|| ChildWords {
        child: text(form, "child").parse().ok().map(PersonNo),
        heard_by,
        heard_at: time("heard_at", note.child.as_ref().and_then(|child| child.heard_at)),
        in_answer_to: text(form, "answer_to"),
    });
    let mut commands = Vec::new();
    let now = text(form, "text");
    if now != note.current() {
        commands.push(Call::CorrectNote { note: note.no, text: now, why: why.clone() });
    }
    if happened != note.happened || child != note.child {
        commands.push(Call::AmendNote { note: note.no, happened, child, why });
    }
    Some(commands)
}

/// Reads a field as text.
pub(super) fn text(form: &Form, key: &str) -> String {
    match form.value(&FieldKey::from(key)) {
        Ok(Some(Value::Text(text) | Value::Choice(text))) => text,
        _ => String::new(),
    }
}

/// Gives the empty value of a question, which takes its answer back.
pub(super) fn nothing(key: &FieldKey, view: &View<'_>) -> Value {
    match view.policy().script.capture(key).map(|(_, capture)| &capture.kind) {
        Some(FieldKind::Choices { .. }) => Value::Choices(Vec::new()),
        Some(FieldKind::List { .. }) => Value::List(Vec::new()),
        _ => Value::Text(String::new()),
    }
}
