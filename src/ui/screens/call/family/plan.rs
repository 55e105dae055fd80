//! The fields of a sheet, by what it is about, each with what is recorded in it.

use super::subject::{Subject, What};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::family::{Details, Family, Household, Kind, Person},
        ids::PersonNo,
        input::born::{self, Born},
        policy::script::Choice,
        value::{Value, YesNo},
    },
    ui::{
        screens::call::{
            page::{Moment, sentence},
            words::choice,
        },
        widgets::Field,
    },
};

pub(super) const WHAT: &str = "what";
pub(super) const NAME: &str = "person.name";
pub(super) const NAME_WHY: &str = "person.name_why";
pub(super) const BORN: &str = "person.born";
pub(super) const RELATION: &str = "person.relation";
pub(super) const HOLDS: &str = "person.holds";
pub(super) const HOLDS_FOR: &str = "person.holds_for";
pub(super) const HOLDS_HOW: &str = "person.holds_how";
pub(super) const PLACES: &str = "person.places";
pub(super) const MISTAKE_WHY: &str = "person.mistake_why";
pub(super) const PLACE: &str = "home.place";
pub(super) const PROTECTED: &str = "home.protected";
pub(super) const MEMBERS: &str = "home.members";
pub(super) const HOME_WHY: &str = "home.mistake_why";
pub(super) const FROM: &str = "link.from";
pub(super) const WORDS: &str = "link.words";
pub(super) const TO: &str = "link.to";

/// Gives the fields of a subject's sheet, made into `what`.
pub(super) fn fields(subject: Subject, what: Option<What>, family: &Family, moment: &Moment) -> Vec<Field> {
    let mut fields = Vec::new();
    let of: Vec<Choice> = subject.can_be().into_iter().map(What::choice).collect();
    if !of.is_empty() {
        let label = match subject {
            Subject::New => "Add",
            Subject::Link(..) | Subject::Household(_) => "This is",
            Subject::Person(_) => "Is",
        };
        let field = Field::choice(WHAT, label, of).needed(subject == Subject::New);
        let field = field.hint("Type the first letters, or choose with ↓");
        fields.push(field.holding(subject.what(family).map(What::value)));
    }
    match what {
        Some(What::Person(kind)) => person(subject, kind, family, moment, &mut fields),
        Some(What::Household) => household(subject, family, &mut fields),
        Some(What::Link) => link(subject, family, &mut fields),
        Some(What::Mistake) => {
            let hint = "Why they do not belong here; the journal keeps who they were";
            fields.push(Field::line(MISTAKE_WHY, "Why").needed(true).hint(hint));
        }
        Some(What::NoHousehold) => {
            let hint = "Why it does not belong here; the journal keeps what it was";
            fields.push(Field::line(HOME_WHY, "Why").needed(true).hint(hint));
        }
        Some(What::Unlink) | None => {}
    }
    fields
}

/// What is said of a field with several choices.
const SEVERAL: &str = "each by itself, and again to take it off";

fn person(subject: Subject, kind: Kind, family: &Family, moment: &Moment, fields: &mut Vec<Field>) {
    let known = match subject {
        Subject::Person(no) => family.get(no).map(|person| person.details.clone()),
        _ => None,
    };
    let known = known.unwrap_or_else(|| Details::of(kind));
    let child = kind == Kind::Child;
    let (moment, then) = (moment.clone(), moment.clone());
    let born = Field::custom(BORN, if child { "Born or due" } else { "Born" }, move |text| {
        born::read(text, local_day(moment.get())).map(drop).map_err(|error| sentence(&error))
    });
    let in_full =
        move |text: &str| born::read(text, local_day(then.get())).ok().map(|born| born::in_full(&born));
    let born =
        born.understood(in_full).hint("24/11/2019 · yesterday · about 6 · due Jan 2027 · not known: and why");
    let born = born.needed(child).holding(known.born.as_ref().map(|born| Value::Text(born_text(born))));
    let relation = Field::line(RELATION, "Relation").holding(text(known.relation));
    // In the order in which a caller says it: how old a child is, and who an adult is to them.
    fields.push(Field::line(NAME, "Name").needed(child).holding(known.name.and_then(text)));
    if child {
        fields.extend([born, relation]);
    } else {
        let of = held_for(subject, family);
        let held = known.responsible_for.iter().map(|no| key_of(*no)).collect();
        fields.extend([
            relation,
            Field::yes_no(HOLDS, "PR (parental responsibility)")
                .holding(known.responsibility.map(Value::YesNo)),
            Field::choices(HOLDS_FOR, "PR for whom", of).hint(SEVERAL).holding(several(held)),
            Field::line(HOLDS_HOW, "How we know").holding(text(known.responsibility_how)),
            born,
        ]);
    }
    fields.push(Field::line(NAME_WHY, "Name not known: why").holding(text(known.name_why)));
    let label = if child { "School, GP" } else { "GP, other places" };
    fields.push(Field::line(PLACES, label).holding(text(known.places)));
}

fn household(subject: Subject, family: &Family, fields: &mut Vec<Field>) {
    let known = match subject {
        Subject::Household(no) => family.households.iter().find(|home| home.no == no),
        _ => None,
    };
    let answer = |answer: YesNo| choice(answer.key(), answer.words());
    let protected = |home: &Household| if home.protected { YesNo::Yes } else { YesNo::No };
    let members = known.map(|home| home.members.iter().map(|no| key_of(*no)).collect()).unwrap_or_default();
    fields.extend([
        Field::line(PLACE, "Place")
            .needed(true)
            .hint("An address, or a landmark: the flat above the chip shop")
            .holding(known.and_then(|home| text(home.place.clone()))),
        Field::choice(PROTECTED, "Protected", vec![answer(YesNo::Yes), answer(YesNo::No)])
            .needed(true)
            .hint("Yes where nobody knows: it is covered on the screen, and in no letter")
            .holding(known.map(|home| Value::Choice(protected(home).key().to_owned()))),
        Field::choices(MEMBERS, "Who lives there", everybody(family)).hint(SEVERAL).holding(several(members)),
    ]);
}

fn link(subject: Subject, family: &Family, fields: &mut Vec<Field>) {
    let words = Field::line(WORDS, "Is what").needed(true);
    let words = words.hint("As in: Dana (who) · mother of (is what) · Ellis (to whom)");
    if let Subject::Link(from, to) = subject {
        let known = family.links.iter().find(|link| (link.from, link.to) == (from, to));
        fields.push(words.holding(known.and_then(|link| text(link.words.clone()))));
        return;
    }
    let of = everybody(family);
    fields.extend([
        Field::choice(FROM, "Who", of.clone()).needed(true),
        words,
        Field::choice(TO, "To whom", of).needed(true),
    ]);
}

/// Gives the words for somebody, so that no two are alike.
pub(in crate::ui::screens::call) fn label(person: &Person, family: &Family) -> String {
    let no = person.no.0;
    match person.details.name.as_deref().filter(|name| !name.trim().is_empty()) {
        None => format!("{} {no}, {}", person.details.kind.words(), person.name()),
        Some(name) => {
            let alike = family.people.iter().any(|other| other.no != person.no && other.name() == name);
            if alike { format!("{name} (no. {no})") } else { name.to_owned() }
        }
    }
}

/// Writes a birth the way it is typed, so that it reads back as the same.
pub(super) fn born_text(born: &Born) -> String {
    match born {
        Born::Date(day) => day.format("%d/%m/%Y").to_string(),
        Born::Expected(_) => due(born),
        Born::About(years) => format!("about {years}"),
        Born::AboutMonths(months) => format!("about {months} months"),
        Born::NotKnown { why } => format!("not known: {why}"),
    }
}

/// Writes when a birth is expected: by the month alone where no more may be known.
pub(super) fn due(born: &Born) -> String {
    let Born::Expected(day) = born else { return String::new() };
    day.format(if born::is_month_only(*day) { "due %b %Y" } else { "due %-d %b %Y" }).to_string()
}

fn everybody(family: &Family) -> Vec<Choice> {
    let of = |kind| family.people.iter().filter(move |person| person.details.kind == kind);
    Kind::ALL.into_iter().flat_map(of).map(|person| named(person, family)).collect()
}

/// Gives the children for whom somebody can hold parental responsibility: those who are born.
fn held_for(subject: Subject, family: &Family) -> Vec<Choice> {
    let held = match subject {
        Subject::Person(no) => family.get(no).map(|person| person.details.responsible_for.clone()),
        _ => None,
    };
    let held = held.unwrap_or_default();
    let can = |person: &&Person| person.is_child() && (!person.is_unborn() || held.contains(&person.no));
    family.people.iter().filter(can).map(|person| named(person, family)).collect()
}

fn named(person: &Person, family: &Family) -> Choice {
    choice(key_of(person.no), label(person, family))
}

fn key_of(no: PersonNo) -> String {
    no.0.to_string()
}

fn text(text: String) -> Option<Value> {
    (!text.is_empty()).then_some(Value::Text(text))
}

fn several(keys: Vec<String>) -> Option<Value> {
    (!keys.is_empty()).then_some(Value::Choices(keys))
}
