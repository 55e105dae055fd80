//! What a sheet asks of the contact.

use super::{
    plan::{
        BORN, FROM, HOLDS, HOLDS_FOR, HOLDS_HOW, HOME_WHY, MEMBERS, MISTAKE_WHY, NAME, NAME_WHY, PLACE,
        PLACES, PROTECTED, RELATION, TO, WHAT, WORDS,
    },
    subject::{Subject, What},
};
use crate::{
    domain::{
        contact::family::{Command, Details, Household, Kind, Link, is_no_name},
        ids::{HouseholdNo, PersonNo},
        input::born,
        value::YesNo,
    },
    ui::screens::call::{page::sentence, sheet::Sheet, words::person_nos},
};

/// What a field wants before the sheet says anything: the field, and a sentence.
type Wanted = (&'static str, String);

/// Makes the command of a sheet, or says what a field still wants. What the rules want, the contact says.
pub(super) fn command(
    subject: Subject,
    what: Option<What>,
    sheet: &Sheet,
    today: chrono::NaiveDate,
) -> Result<Command, Wanted> {
    match (what, subject) {
        (None, _) => Err((WHAT, "Choose what to add: type its first letters, or use ↓.".to_owned())),
        (Some(What::Person(kind)), Subject::Person(person)) => {
            Ok(Command::Change { person, details: details(kind, sheet, today)? })
        }
        (Some(What::Person(kind)), _) => details(kind, sheet, today).map(Command::Add),
        (Some(What::Mistake), Subject::Person(person)) => {
            Ok(Command::Remove { person, why: sheet.text(MISTAKE_WHY) })
        }
        (Some(What::Household), _) => {
            let no = match subject {
                Subject::Household(no) => no,
                _ => HouseholdNo::default(),
            };
            let protected = sheet
                .answer(PROTECTED)
                .ok_or_else(|| (PROTECTED, "Say whether the address is protected: yes or no.".to_owned()))?;
            Ok(Command::SetHousehold(Household {
                no,
                place: sheet.text(PLACE),
                protected: protected == YesNo::Yes,
                members: person_nos(&sheet.several(MEMBERS)),
            }))
        }
        (Some(What::NoHousehold), Subject::Household(no)) => {
            Ok(Command::RemoveHousehold { no, why: sheet.text(HOME_WHY) })
        }
        (Some(What::Unlink), Subject::Link(from, to)) => Ok(Command::Unlink { from, to }),
        (Some(What::Link), Subject::Link(from, to)) => {
            Ok(Command::Link(Link { from, to, words: sheet.text(WORDS) }))
        }
        (Some(What::Link | What::Unlink | What::Mistake | What::NoHousehold), _) => {
            Ok(Command::Link(Link { from: end(sheet, FROM)?, to: end(sheet, TO)?, words: sheet.text(WORDS) }))
        }
    }
}

fn details(kind: Kind, sheet: &Sheet, today: chrono::NaiveDate) -> Result<Details, Wanted> {
    let born = Some(sheet.text(BORN)).filter(|text| !text.trim().is_empty());
    let born = born.map(|text| born::read(&text, today)).transpose();
    Ok(Details {
        kind,
        name: Some(sheet.text(NAME)).filter(|name| !name.trim().is_empty() && !is_no_name(name)),
        name_why: sheet.text(NAME_WHY),
        born: born.map_err(|error| (BORN, sentence(&error)))?,
        relation: sheet.text(RELATION),
        responsibility: sheet.answer(HOLDS),
        responsible_for: person_nos(&sheet.several(HOLDS_FOR)),
        responsibility_how: sheet.text(HOLDS_HOW),
        places: sheet.text(PLACES),
    })
}

fn end(sheet: &Sheet, key: &'static str) -> Result<PersonNo, Wanted> {
    let chosen = person_nos(&sheet.several(key));
    chosen.first().copied().ok_or_else(|| (key, "Choose one of the people named here.".to_owned()))
}
