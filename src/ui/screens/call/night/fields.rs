//! The fields of each thing that a night asks.

use super::{
    super::{page::Moment, pane::View, sheet::Sheet, words::choice},
    Row,
};
use crate::{
    domain::{
        contact::night::{Placement, Tonight, Under},
        input::clock_time,
        policy::{Mode, script::Choice},
    },
    ui::widgets::Field,
};

/// Gives the fields of a row's sheet, as far as it is filled.
pub(super) fn fields(row: Row, sheet: &Sheet, view: &View<'_>, now: &Moment) -> Vec<Field> {
    match row {
        Row::Tonight(child) => {
            let mut fields = Vec::new();
            if let Some(last) = view.contact.last_night_of(child) {
                // What was answered is not asked again: after it is over there may be another arrangement, or none.
                let ended = last.then.is_some();
                let running = view
                    .contact
                    .tonight_of(child)
                    .map_or_else(|| view.contact.protected_on(child), Tonight::protection)
                    .is_some();
                let over = if ended { "police protection ended" } else { "it is over" };
                let over = (!ended || running).then(|| choice("over", over));
                let of = over.into_iter().chain([choice("other", "another arrangement")]).collect();
                let label = if ended { "What now" } else { "What changed" };
                fields.push(Field::choice("what", label, of).needed(!ended));
                match sheet.chosen("what") {
                    Some("over") => {
                        fields.push(Field::text("then", "What came after").needed(true));
                        if running {
                            fields.extend(protection(ended, sheet, now));
                        }
                        return fields;
                    }
                    Some(_) => {}
                    None => return fields,
                }
            }
            fields.extend(care(sheet, now));
            // No other bed ends police protection, and none begins it anew.
            let to = sheet.chosen("under").filter(|under| *under != Under::PoliceProtection.key());
            if to.is_some() && view.contact.protection_of(child).is_some() {
                fields.extend(protection(false, sheet, now));
            }
            fields
        }
        Row::Morning(_) => vec![Field::line("words", "What came of it").needed(true)],
        Row::File => {
            let of = vec![
                choice("record", "in a child's record"),
                choice("not_known", "the child is not known here"),
                choice("no_child", "it is about no child"),
            ];
            let mut fields = vec![Field::choice("to", "Filed", of).needed(true)];
            match sheet.chosen("to") {
                Some("record") => {
                    fields.extend([children(view), Field::line("record", "Record number").needed(true)]);
                }
                Some("not_known") => fields.push(children(view)),
                Some(_) => fields.push(Field::line("why", "Why").needed(true)),
                None => {}
            }
            fields
        }
        Row::Advise => {
            let of = vec![
                choice("by", "promised, by a time"),
                choice("not_wanted", "they want no answer, or cannot be reached"),
            ];
            let mut fields = vec![
                Field::text("advice", "What you advised").needed(true),
                Field::line("morning", "What the day does").needed(true).hint("and whom it answers"),
                Field::choice("answer", "They are answered", of).needed(true),
            ];
            if sheet.chosen("answer") == Some("by") {
                fields.push(time("by", "By when", now).needed(true).hint("09:30, Mon 12:00"));
            }
            fields
        }
        Row::Analyse => vec![
            Field::choice("manager", "With (on call)", on_call(view)).needed(true),
            Field::text("words", "What both made of it").needed(true),
            Field::text("proportionate", "Why proportionate")
                .needed(true)
                .hint("and how it keeps the child at the centre"),
        ],
        Row::NotObtained => {
            let agencies = &view.policy().sharing.agencies;
            let of = agencies.iter().map(|agency| choice(agency.id.as_str(), &*agency.name)).collect();
            vec![
                Field::choice("agency", "Agency", of).needed(true),
                Field::line("tried", "Who was tried").hint("and what answered: a message, a closed desk"),
                Field::line("what", "What the day asks them").needed(true),
            ]
        }
        Row::Elsewhere => vec![
            children(view),
            Field::line("here", "Where they are here")
                .needed(true)
                .hint("being here decides who acts tonight"),
            Field::line("authority", "Home authority").needed(true),
            Field::line("told", "Its night team told")
                .hint("whom, by which number, when; empty while nobody was"),
        ],
        Row::Placement => vec![
            children(view).needed(false).hint("none: no placement is looked for any more"),
            Field::choices(
                "kinds",
                "Kinds",
                Placement::ALL.map(|kind| choice(kind.key(), kind.words())).to_vec(),
            ),
            Field::text("words", "What a carer must know"),
        ],
        Row::NoLone => {
            let of = vec![choice("yes", "nobody goes there alone"), choice("no", "the mark is taken away")];
            let mut fields = vec![Field::choice("marked", "Lone visits", of).needed(true)];
            match sheet.chosen("marked") {
                Some("yes") => fields.push(Field::line("why", "Why").needed(true)),
                Some(_) => fields.push(
                    Field::line("lifted", "Why it is lifted")
                        .needed(true)
                        .hint("a manager says it: what changed, and how you know"),
                ),
                None => {}
            }
            fields
        }
        Row::AllowLone => {
            let staff = &view.desk.book.state.staff;
            let others = staff.iter().filter(|staff| staff.id != view.actor.person);
            let of = others.map(|staff| choice(staff.id.0.to_string(), &*staff.name)).collect();
            vec![
                Field::choice("visitor", "Who may go alone", of).needed(true),
                Field::text("why", "Why, and what makes it safe").needed(true),
                time("until", "Your word counts until", now).needed(true),
            ]
        }
        Row::Alert => vec![
            Field::line("expect", "What may come").needed(true),
            Field::text("contingency", "What to do then").needed(true),
            time("until", "Until", now).needed(true),
        ],
    }
}

/// Gives the fields of what became of police protection.
fn protection(ended: bool, sheet: &Sheet, now: &Moment) -> Vec<Field> {
    let mut fields = Vec::new();
    if !ended {
        let of = vec![choice("runs_on", "runs on"), choice("ended", "ended too")];
        fields.push(Field::choice("protection", "Police protection", of).needed(true));
    }
    if ended || sheet.chosen("protection") == Some("ended") {
        let now = now.clone();
        let at = Field::moment("protection_at", "It ended at", clock_time::past, move || now.get());
        fields.push(at.needed(true).hint("the protection itself, not the bed"));
    }
    fields
}

/// Gives the fields of who has a child tonight.
fn care(sheet: &Sheet, now: &Moment) -> Vec<Field> {
    let of = Under::ALL.map(|under| choice(under.key(), under.words())).to_vec();
    let mut fields = vec![
        Field::line("with", "Who has them").needed(true),
        Field::line("place", "Where").needed(true),
        Field::choice("under", "Under what", of).needed(true),
    ];
    let Some(under) = sheet.chosen("under") else { return fields };
    if under != Under::Hospital.key() {
        fields.push(Field::line("proposed", "Proposed by").needed(true));
    }
    let agreed = Under::ALL.into_iter().any(|known| known.key() == under && known.is_agreed());
    if under == Under::PoliceProtection.key() {
        let now = now.clone();
        fields.push(
            Field::moment("taken", "Taken at", clock_time::past, move || now.get())
                .needed(true)
                .hint("the seventy-two hours run from then"),
        );
    } else if agreed {
        fields.extend([
            Field::line("agreed", "Agreed by").needed(true),
            Field::yes_no("fit", "Fit to agree").needed(true).hint("sober, understanding, free to say no"),
            Field::line("fit_words", "What shows it").needed(true),
        ]);
    }
    fields.extend([
        Field::line("checks", "Carer's checks").needed(agreed).hint("which were made, and what they said"),
        Field::text("view", "The child's view").needed(true).hint("in their words, or why nobody asked"),
        time("until", "Until", now).needed(true),
    ]);
    fields
}

fn children(view: &View<'_>) -> Field {
    let family = &view.contact.family;
    let of =
        family.children().map(|child| choice(child.no.0.to_string(), family.names(&[child.no]))).collect();
    Field::choices("children", "Children", of).needed(true)
}

fn on_call(view: &View<'_>) -> Vec<Choice> {
    let duty = &view.desk.book.duty;
    let people = duty.authorities(Mode::Edt).flat_map(|authority| duty.on_duty(authority.role, view.now));
    people.map(|person| choice(person.0.to_string(), view.name_of(person))).collect()
}

fn time(key: &str, label: &str, now: &Moment) -> Field {
    let now = now.clone();
    Field::moment(key, label, clock_time::by_morning, move || now.get())
}
