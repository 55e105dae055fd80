//! The few fields beside a letter, and who and which letter can be chosen.

use super::{
    super::{
        pane::{Cover, View},
        sheet::Sheet,
        words::{barred, choice, people, person_no},
    },
    Stands, TEMPLATE, TO, WHY,
};
use crate::{
    domain::{
        contact::{
            family::Person,
            telling::{Letter, LetterState, Recipient, Way},
        },
        policy::{letters::Audience, script::Choice},
        value::Value,
    },
    ui::widgets::Field,
};

/// The field that says why a letter was not sent although it is written down so.
pub(super) const UNSENT: &str = "unsent";
/// The field that says why a letter is put away.
pub(super) const PUT_AWAY: &str = "put_away";
/// The field that says why a letter that was put away is taken up again.
pub(super) const TAKE_UP: &str = "take_up";
/// The field that says why something is sent to the caller after all.
pub(super) const AFTER_ALL: &str = "after_all";

pub(super) fn new_fields(sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let to = recipient(sheet.chosen(TO));
    let of = templates(to, view);
    // Where there is only one for somebody, it is that one.
    let only = match &of[..] {
        [only] if to.is_some() => Some(Value::Choice(only.key.clone())),
        _ => None,
    };
    let mut fields = vec![
        Field::choice(TO, "To whom", recipients(view)),
        Field::choice(TEMPLATE, "Which letter", of).holding(only),
    ];
    let known = sheet
        .chosen(TEMPLATE)
        .and_then(|id| view.policy().letters.template.iter().find(|known| known.id.as_str() == id));
    // The reasons of the record were not written for whoever gets the letter: what they are to read is asked for here.
    if known.is_some_and(|known| known.audience != Audience::Public) || !sheet.text(WHY).is_empty() {
        fields.push(
            Field::text(WHY, "Why, for them to read")
                .hint("whoever gets the letter reads this, word for word"),
        );
    }
    fields
}

/// Gives what is asked of a letter that is kept, as it stands.
pub(super) fn sent_fields(letter: &Letter) -> Vec<Field> {
    let put_away = || Field::line(PUT_AWAY, "Put away: why").hint("it does not go, and stays on the record");
    match letter.state {
        LetterState::Drafted => vec![put_away()],
        LetterState::Sent { .. } => vec![Field::line(UNSENT, "Not sent after all: why")],
        LetterState::PutAway { .. } => vec![Field::line(TAKE_UP, "Taken up again: why")],
        LetterState::Checked { .. } => {
            let ways = Way::ALL.map(|way| choice(way.key(), way.words())).to_vec();
            vec![
                Field::choice("way", "How it was sent", ways),
                Field::line("address", "Where to"),
                put_away(),
            ]
        }
    }
}

pub(super) fn not_send_fields(sheet: &Sheet, not_sent: bool) -> Vec<Field> {
    let mut fields = vec![Field::text("why", "Why nothing is sent")];
    if not_sent || !sheet.text(AFTER_ALL).is_empty() {
        fields.push(Field::text(AFTER_ALL, "Something is sent after all: why"));
    }
    fields
}

/// Gives what the contact's end asks: nothing while something still stands before it, unless words are there already.
pub(super) fn end_fields(sheet: &Sheet, closed: bool, stands: Stands) -> Vec<Field> {
    match (closed, stands) {
        (true, _) => vec![Field::text("why", "Why it is opened again")],
        (false, Stands::Bars) if !sheet.is_written() => Vec::new(),
        (false, Stands::Asks) => {
            vec![
                Field::line("words", "Last word").needed(true).hint("who has this from here, and until when"),
            ]
        }
        (false, Stands::Bars | Stands::Nothing) => vec![Field::line("words", "Last word")],
    }
}

fn recipients(view: &View<'_>) -> Vec<Choice> {
    let rang = view.contact.caller_persons().into_iter().map(|no| barred(no, view));
    let barred = rang.max().unwrap_or_default();
    let caller = match view.cover {
        Cover::All => choice("caller", format!("whoever rang{barred}")),
        Cover::None | Cover::Others => {
            choice("caller", format!("whoever rang: {}{barred}", view.contact.call.caller.brief()))
        }
    };
    std::iter::once(caller).chain(people(view)).collect()
}

pub(super) fn recipient(key: Option<&str>) -> Option<Recipient> {
    match key {
        Some("caller") => Some(Recipient::Caller),
        key => key.and_then(person_no).map(Recipient::Person),
    }
}

/// Gives the templates for somebody, or for whoever rang and the family while nobody is chosen; all of them while nobody knows what
/// kind of caller it is.
fn templates(to: Option<Recipient>, view: &View<'_>) -> Vec<Choice> {
    let rang = view.contact.call.caller.kind.map(Audience::of);
    let is_for = |audience: Audience| match to {
        Some(Recipient::Caller) => rang.is_none_or(|rang| rang == audience),
        Some(Recipient::Person(no)) => {
            let child = view.contact.family.get(no).is_some_and(Person::is_child);
            audience == if child { Audience::Child } else { Audience::Family }
        }
        None => {
            matches!(audience, Audience::Family | Audience::Child) || rang.is_none_or(|rang| rang == audience)
        }
    };
    let fits = view.policy().letters.template.iter().filter(|known| is_for(known.audience));
    fits.map(|known| choice(known.id.as_str(), &*known.title)).collect()
}
