//! What the two forms of the pane ask, and the commands that are made of the answers.

use crate::{
    domain::{
        calendar::local::local_day,
        contact::{
            agreement::{Answer, Asked, Capacity, WentOn},
            family::Person,
        },
        ids::PurposeId,
        policy::script::Choice,
        value::YesNo,
    },
    ui::{
        screens::call::{
            pane::View,
            sheet::Sheet,
            words::{
                agencies, agency_ids, children, choice, people, person_no, person_nos, purpose, purposes,
            },
        },
        widgets::Field,
    },
};

const OWN: &str = "own";
const HOLDER: &str = "responsibility";
const YOUNG: &str = "young_person";
/// The field that says why something was a mistake.
pub(super) const MISTAKE_WHY: &str = "mistake.why";

fn capacities() -> Vec<Choice> {
    vec![
        choice(HOLDER, "holder of parental responsibility"),
        choice(OWN, "for their own information"),
        choice(YOUNG, "a young person, for themselves"),
    ]
}

fn answers() -> Vec<Choice> {
    vec![
        choice("agreed", "agreed"),
        choice("refused", "refused"),
        choice("not_asked", "not asked"),
        choice("cannot_decide", "not able to decide now"),
        choice("not_reached", "not reached"),
        choice("withdrawn", "withdrawn: agreed before, and no longer"),
    ]
}

/// Asks for a new row.
pub(super) fn row(sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let some = "one never stands for another.";
    let mut fields = vec![
        Field::choice("person", "person", people(view)).needed(true).hint("Whose answer it is."),
        Field::choice("capacity", "answers", capacities())
            .needed(true)
            .hint("In which capacity they answer."),
    ];
    match sheet.chosen("capacity") {
        Some(HOLDER) => {
            let hint = if holds(sheet, view) {
                "How we know that they hold it."
            } else {
                "✗ F3 does not say that they hold it: say so there first, or the row will be refused."
            };
            fields.push(
                Field::text("how_known", "how known")
                    .needed(true)
                    .hint(hint)
                    .offering(how_known(sheet, view)),
            );
        }
        Some(YOUNG) => {
            let hint = young_hint(sheet, view);
            fields.push(Field::text("understanding", "understanding").needed(true).hint(hint));
        }
        _ => {}
    }
    let voluntary = sheet.chosen("purpose").and_then(|id| purpose(view.policy(), id)).map(|p| p.voluntary);
    let own = voluntary == Some(true);
    // Said of the purpose that is chosen, and as it is judged: none is right only where the service is our own.
    let with = match voluntary {
        Some(true) => "With which agencies; none where the service is our own.",
        Some(false) => "With which agencies: at least one, as this purpose shares with somebody.",
        None => "With which agencies.",
    };
    fields.extend([
        Field::choices("children", "children", children(view, None))
            .needed(true)
            .hint(format!("For which children: {some}")),
        Field::choice("purpose", "purpose", purposes(view.policy(), false)).needed(true).hint("For what."),
        Field::choices("agencies", "with", agencies(view.policy(), false)).needed(!own).hint(with),
        Field::choice("answer", "answer", answers())
            .also("agreed", &["agrees", "yes", "consents"])
            .also("refused", &["refuses", "says no", "does not agree", "declines"])
            .also("withdrawn", &["withdraws", "no longer"])
            .needed(true)
            .hint("What they answered, or why there is no answer."),
    ]);
    let why = match sheet.chosen("answer") {
        Some("not_asked") => Some(("why not asked", "What makes asking unsafe, or stood in the way.")),
        Some("cannot_decide") => Some(("why not able", "Why they cannot decide now.")),
        Some("not_reached") => Some(("what was tried", "What was tried, and when.")),
        _ => None,
    };
    fields.extend(why.map(|(label, hint)| Field::text("why", label).needed(true).hint(hint)));
    fields.push(Field::text("words", "their words").hint("What they said, as they said it."));
    fields
}

/// Asks why one goes on.
pub(super) fn go_on(sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let own =
        sheet.chosen("on.purpose").and_then(|id| purpose(view.policy(), id)).is_some_and(|p| p.voluntary);
    vec![
        Field::choices("on.children", "children", children(view, None))
            .needed(true)
            .hint("For which children."),
        Field::choice("on.purpose", "purpose", purposes(view.policy(), false)).needed(true).hint("For what."),
        Field::choices("on.agencies", "with", agencies(view.policy(), false))
            .needed(!own)
            .hint("With which agencies: those that the refusal names."),
        Field::text("on.why", "why you go on")
            .needed(true)
            .hint("Why you go on although one of them refuses; a manager sees it."),
    ]
}

/// Asks what was wrong with something that is on record.
pub(super) fn mistake() -> Vec<Field> {
    let hint = "What was wrong: another child, the other parent, nobody was asked.";
    vec![Field::text(MISTAKE_WHY, "what was wrong").needed(true).hint(hint)]
}

fn chosen<'v>(sheet: &Sheet, view: &View<'v>) -> Option<&'v Person> {
    sheet.chosen("person").and_then(person_no).and_then(|no| view.contact.family.get(no))
}

/// Tells whether F3 says that they hold parental responsibility; of whoever is not chosen yet nothing is said.
fn holds(sheet: &Sheet, view: &View<'_>) -> bool {
    chosen(sheet, view).is_none_or(|person| person.details.responsibility == Some(YesNo::Yes))
}

/// Says how a young person's understanding is judged, and of whoever is known to be too young that they cannot agree.
fn young_hint(sheet: &Sheet, view: &View<'_>) -> String {
    let from = view.policy().sharing.young_person.from;
    match chosen(sheet, view).map(|person| (person, person.age_on(local_day(view.now)))) {
        Some((_, Some(age))) if age < from => {
            format!("✗ F3 says {age}: under {from} their own yes is refused. Write their words (Alt+c).")
        }
        Some((person, None)) if person.is_child() && !person.is_unborn() => {
            "Their age is not known: how their understanding was judged, in full.".to_owned()
        }
        _ => "How their understanding was judged.".to_owned(),
    }
}

/// Gives what F3 says of how we know that they hold it: it is on record already, to be read and changed. Where they are not
/// known to hold it nothing is offered, as nothing could be taken.
fn how_known<'v>(sheet: &Sheet, view: &View<'v>) -> &'v str {
    let person = chosen(sheet, view).filter(|_| holds(sheet, view));
    person.map_or("", |person| person.details.responsibility_how.trim())
}

/// Makes the row, if everything it needs is there.
pub(super) fn asked(sheet: &Sheet) -> Option<Asked> {
    let why = || sheet.text("why");
    Some(Asked {
        person: sheet.chosen("person").and_then(person_no)?,
        capacity: match sheet.chosen("capacity")? {
            OWN => Capacity::OwnInformation,
            HOLDER => Capacity::Responsibility { how_known: sheet.text("how_known") },
            YOUNG => Capacity::YoungPerson { understanding: sheet.text("understanding") },
            _ => return None,
        },
        children: person_nos(&sheet.several("children")),
        purpose: PurposeId::from(sheet.chosen("purpose")?),
        agencies: agency_ids(&sheet.several("agencies")),
        answer: match sheet.chosen("answer")? {
            "agreed" => Answer::Agreed,
            "refused" => Answer::Refused,
            "not_asked" => Answer::NotAsked { why: why() },
            "cannot_decide" => Answer::CannotDecide { why: why() },
            "not_reached" => Answer::NotReached { why: why() },
            "withdrawn" => Answer::Withdrawn,
            _ => return None,
        },
        words: sheet.text("words"),
    })
}

/// Makes the reason for going on.
pub(super) fn went_on(sheet: &Sheet) -> Option<WentOn> {
    Some(WentOn {
        children: person_nos(&sheet.several("on.children")),
        purpose: PurposeId::from(sheet.chosen("on.purpose")?),
        agencies: agency_ids(&sheet.several("on.agencies")),
        why: sheet.text("on.why"),
    })
}
