//! What is on record about agreement, as one page.

use crate::{
    domain::{
        calendar::words,
        contact::{
            agreement::{Capacity, GoingOn, Row},
            family::Person,
        },
        ids::AgreementNo,
        value::YesNo,
    },
    ui::{
        screens::call::{
            document::Document,
            pane::View,
            words::{
                about, agency_names, answer, lawful_basis, purpose, purpose_words, sign, splits, when_who,
                who,
            },
        },
        theme::Role,
    },
};

/// Where a row stands on the page: its first line, and the line after its last.
pub(super) type Place = (AgreementNo, usize, usize);

/// Lays the page out; gives where each row stands on it.
pub(super) fn page(
    view: &View<'_>,
    (width, height): (u16, u16),
    cursor: Option<AgreementNo>,
) -> (Document, Vec<Place>) {
    let mut page = Document::new(width.saturating_sub(2));
    responsibility(&mut page, view);
    caller_asked(&mut page, view);
    for split in splits(view) {
        let role = if split.explained { Role::TextStrong } else { Role::NotMet };
        page.flow(0, 2, &[(role, &split.words(view))]);
    }
    page.gap();
    page.heading("WHAT WAS ANSWERED");
    let agreements = &view.contact.agreements;
    let mut places = Vec::new();
    if agreements.rows.is_empty() {
        page.text(2, Role::TextDim, "Nothing yet. The newest will stand last.");
    }
    let mut going_on = agreements.going_on.iter().peekable();
    for answered in &agreements.rows {
        while let Some(going) = going_on.next_if(|going| going.at < answered.at) {
            went_on(&mut page, view, going);
        }
        let from = page.height();
        row(&mut page, view, answered, cursor == Some(answered.no));
        places.push((answered.no, from, page.height()));
    }
    for going in going_on {
        went_on(&mut page, view, going);
    }
    let rules = &view.policy().sharing.golden_rules;
    // Only where they push nothing out of sight.
    if page.height() + rules.len() + 16 < usize::from(height) {
        page.gap();
        page.heading("GOLDEN RULES OF SHARING");
        for (nth, rule) in (1..).zip(rules) {
            page.flow(2, 5, &[(Role::TextDim, &format!("{nth}  {rule}"))]);
        }
    }
    (page, places)
}

fn responsibility(page: &mut Document, view: &View<'_>) {
    let family = &view.contact.family;
    page.heading("WHO HOLDS PARENTAL RESPONSIBILITY");
    if family.children().next().is_none() {
        page.text(2, Role::NotKnown, "? no child is named yet (F3)");
    }
    for child in family.children() {
        let name = format!("{}:", who(child, view.now));
        if child.is_unborn() {
            let words = "not born yet, so nobody; the mother answers for her own information";
            page.flow(2, 4, &[(Role::Label, &name), (Role::TextDim, words)]);
            continue;
        }
        let holders: Vec<String> = family
            .responsible_for(child.no)
            .map(|holder| match holder.details.responsibility_how.trim() {
                "" => format!("{} (how we know is not written)", holder.name()),
                how => format!("{} ({how})", holder.name()),
            })
            .collect();
        if holders.is_empty() {
            page.flow(2, 4, &[(Role::Label, &name), (Role::NotKnown, "? nobody is recorded (F3)")]);
        } else {
            page.flow(2, 4, &[(Role::Label, &name), (Role::Text, &holders.join(", "))]);
        }
    }
    let unknown: Vec<&str> = family
        .people
        .iter()
        .filter(|person| !person.is_child() && person.details.responsibility == Some(YesNo::Unknown))
        .map(Person::name)
        .collect();
    if !unknown.is_empty() {
        page.text(2, Role::NotKnown, &format!("? not known whether they hold it: {}", unknown.join(", ")));
    }
}

fn caller_asked(page: &mut Document, view: &View<'_>) {
    let said = answer(view, "contract.consent_asked");
    let (sign, role) = match view.contact.call.answers.get(&"contract.consent_asked".into()) {
        None => ("?", Role::NotKnown),
        Some(answered) if answered.value.has("yes") => ("✓", Role::Met),
        Some(_) => ("○", Role::NotKnown),
    };
    let words = format!("{sign} {}", said.as_deref().unwrap_or("not answered yet (stage 1)"));
    page.flow(0, 2, &[(Role::Label, "Did the caller ask before ringing?"), (role, &words)]);
    if let Some(why) = answer(view, "contract.consent_why") {
        page.text(2, Role::Text, &why);
    }
}

fn row(page: &mut Document, view: &View<'_>, row: &Row, here: bool) {
    let asked = &row.asked;
    let (sign, role) = sign(&asked.answer);
    let time = format!("{} {}", if here { "▸" } else { " " }, words::near(view.now, row.at));
    let person = format!(
        "{}, {} ({})",
        view.contact.family.names(&[asked.person]),
        asked.capacity.words(),
        view.desk.book.state.initials_of(row.by)
    );
    let answer = format!("{sign} {}", asked.answer.words());
    let strong = if here { Role::TextStrong } else { Role::Text };
    page.flow(0, 4, &[(strong, &time), (role, &answer), (strong, &person)]);
    page.text(4, Role::Text, &about(row, view));
    if let Some(why) = asked.answer.why() {
        page.flow(4, 6, &[(Role::Label, "why:"), (Role::Text, why)]);
    }
    if !asked.words.trim().is_empty() {
        let child = view.contact.family.get(asked.person).is_some_and(Person::is_child);
        let role = if child { Role::ChildWords } else { Role::Text };
        page.text(4, role, &format!("“{}”", asked.words.trim()));
    }
    if !here {
        return;
    }
    match &asked.capacity {
        Capacity::OwnInformation => {}
        Capacity::Responsibility { how_known } => {
            page.flow(4, 6, &[(Role::Label, "how we know:"), (Role::Text, how_known)]);
        }
        Capacity::YoungPerson { understanding } => {
            page.flow(4, 6, &[(Role::Label, "understanding:"), (Role::Text, understanding)]);
        }
    }
    if let Some(purpose) = purpose(view.policy(), asked.purpose.as_str()) {
        page.text(4, Role::TextDim, &lawful_basis(purpose));
    }
}

fn went_on(page: &mut Document, view: &View<'_>, going: &GoingOn) {
    let reason = &going.reason;
    let with = if reason.agencies.is_empty() {
        String::new()
    } else {
        let names = agency_names(view.policy(), &reason.agencies);
        format!(" · with {names}")
    };
    let head = format!("  {} goes on against a refusal", when_who(view, going.at, going.by));
    page.flow(0, 4, &[(Role::TextStrong, &head)]);
    let about = format!(
        "{} · {}{with}",
        view.contact.family.names(&reason.children),
        purpose_words(view.policy(), &reason.purpose)
    );
    page.text(4, Role::Text, &about);
    page.flow(4, 6, &[(Role::Label, "why:"), (Role::Text, &reason.why)]);
}
