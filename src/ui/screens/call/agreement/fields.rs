//! What the two forms of the pane ask, and the commands that are made of the answers.

use crate::{
    domain::{
        contact::agreement::{Answer, Asked, Capacity, WentOn},
        ids::PurposeId,
        policy::script::Choice,
        value::Value,
    },
    ui::screens::call::{
        pane::View,
        paper::{
            Sheet, Spec,
            words::{
                agencies, agency_ids, children, choice, people, person_no, person_nos, purpose, purposes,
            },
        },
    },
};

const OWN: &str = "own";
const HOLDER: &str = "responsibility";
const YOUNG: &str = "young_person";

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
pub(super) fn row(sheet: &Sheet, view: &View<'_>) -> Vec<Spec> {
    let mut specs = vec![
        Spec::choice("person", "person", people(view), "Whose answer it is."),
        Spec::choice("capacity", "answers", capacities(), "In which capacity they answer."),
    ];
    match sheet.chosen("capacity") {
        Some(HOLDER) => specs.push(Spec::text("how_known", "how known", "How we know that they hold it.")),
        Some(YOUNG) => {
            let hint = "How their understanding was judged.";
            specs.push(Spec::text("understanding", "understanding", hint));
        }
        _ => {}
    }
    let own = sheet.chosen("purpose").and_then(|id| purpose(view.policy(), id)).is_some_and(|p| p.voluntary);
    let with = Spec::choices(
        "agencies",
        "with",
        agencies(view.policy(), false),
        "With which agencies; none for a service of our own. Enter takes what is marked.",
    );
    specs.extend([
        Spec::choices(
            "children",
            "children",
            children(view, None),
            "For which children: one never stands for another. Enter takes what is marked.",
        ),
        Spec::choice("purpose", "purpose", purposes(view.policy(), false), "For what."),
        if own { with.spare() } else { with },
        Spec::choice("answer", "answer", answers(), "What they answered, or why there is no answer."),
    ]);
    match sheet.chosen("answer") {
        Some("not_asked") => {
            specs.push(Spec::text("why", "why not asked", "What makes asking unsafe, or stood in the way."));
        }
        Some("cannot_decide") => specs.push(Spec::text("why", "why not able", "Why they cannot decide now.")),
        Some("not_reached") => specs.push(Spec::text("why", "what was tried", "What was tried, and when.")),
        _ => {}
    }
    specs.push(Spec::text("words", "their words", "What they said, as they said it.").spare());
    specs
}

/// Asks why one goes on.
pub(super) fn go_on(view: &View<'_>) -> Vec<Spec> {
    vec![
        Spec::choices("on.children", "children", children(view, None), "For which children."),
        Spec::choice("on.purpose", "purpose", purposes(view.policy(), false), "For what."),
        Spec::choices("on.agencies", "with", agencies(view.policy(), false), "With which agencies.").spare(),
        Spec::text(
            "on.why",
            "why you go on",
            "Why you go on although one of them refuses; a manager sees it.",
        ),
    ]
}

/// Brings what F3 says of how we know into the empty field, to be read and changed: it is on record already.
pub(super) fn how_known(sheet: &mut Sheet, view: &View<'_>) {
    if sheet.chosen("capacity") != Some(HOLDER) || !sheet.is_new("how_known") {
        return;
    }
    let person = sheet.chosen("person").and_then(person_no).and_then(|no| view.contact.family.get(no));
    let how = person.map_or("", |person| person.details.responsibility_how.trim());
    if !how.is_empty() {
        sheet.put("how_known", &Value::Text(how.to_owned()));
    }
}

/// Makes the row, if everything it needs is there.
pub(super) fn asked(sheet: &Sheet) -> Option<Asked> {
    let why = || sheet.words("why");
    Some(Asked {
        person: sheet.chosen("person").and_then(person_no)?,
        capacity: match sheet.chosen("capacity")? {
            OWN => Capacity::OwnInformation,
            HOLDER => Capacity::Responsibility { how_known: sheet.words("how_known") },
            YOUNG => Capacity::YoungPerson { understanding: sheet.words("understanding") },
            _ => return None,
        },
        children: person_nos(sheet.several("children")),
        purpose: PurposeId::from(sheet.chosen("purpose")?),
        agencies: agency_ids(sheet.several("agencies")),
        answer: match sheet.chosen("answer")? {
            "agreed" => Answer::Agreed,
            "refused" => Answer::Refused,
            "not_asked" => Answer::NotAsked { why: why() },
            "cannot_decide" => Answer::CannotDecide { why: why() },
            "not_reached" => Answer::NotReached { why: why() },
            "withdrawn" => Answer::Withdrawn,
            _ => return None,
        },
        words: sheet.words("words"),
    })
}

/// Makes the reason for going on.
pub(super) fn went_on(sheet: &Sheet) -> Option<WentOn> {
    Some(WentOn {
        children: person_nos(sheet.several("on.children")),
        purpose: PurposeId::from(sheet.chosen("on.purpose")?),
        agencies: agency_ids(sheet.several("on.agencies")),
        why: sheet.words("on.why"),
    })
}
