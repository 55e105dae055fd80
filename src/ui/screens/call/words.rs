//! Words for what panes choose from and show: people, agencies, purposes, answers.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        calendar::{local, words},
        contact::{
            Contact,
            agreement::{Answer, Position, Row},
            family::Person,
            mistake::Mistake,
            oversight::{Came, Settled},
        },
        ids::{AgencyId, AgreementNo, PersonNo, PurposeId, StaffId},
        input::{born, clock_time},
        policy::{
            Policy,
            script::{Choice, FieldKind},
            sharing::Purpose,
        },
        refusal::Refusal,
        value::Value,
    },
    ui::{screens::call::pane::View, theme::Role, widgets::Field},
};

/// Makes a choice.
pub(super) fn choice(key: impl Into<String>, words: impl Into<String>) -> Choice {
    Choice { key: key.into(), words: words.into() }
}

/// Makes a field for a time to come.
pub(super) fn future(key: &str, label: &str, now: DateTime<Utc>) -> Field {
    Field::moment(key, label, clock_time::future, move || now)
}

/// Gives a person's name with their age, or with what they are.
pub(super) fn who(person: &Person, now: DateTime<Utc>) -> String {
    let details = &person.details;
    let what = if person.is_child() {
        match details.born.as_ref().map(|born| born::age_at(born, local::local_day(now))) {
            Some(age) => age.to_string(),
            None => "child".to_owned(),
        }
    } else if details.relation.trim().is_empty() {
        details.kind.words().to_owned()
    } else {
        details.relation.trim().to_owned()
    };
    format!("{} ({what})", person.name())
}

/// Gives everybody who can be named, as choices; who must not be told is marked so.
pub(super) fn people(view: &View<'_>) -> Vec<Choice> {
    let person = |person: &Person| {
        choice(person.no.0.to_string(), format!("{}{}", who(person, view.now), barred(person.no, view)))
    };
    // Who is not born yet answers nothing, gets no letter and is promised nothing.
    view.contact.family.people.iter().filter(|person| !person.is_unborn()).map(person).collect()
}

/// Gives the mark of somebody who must not be told, as this contact or another of the family says, with a space before it.
pub(super) fn barred(no: PersonNo, view: &View<'_>) -> String {
    if view.contact.family.get(no).is_some_and(|person| person.telling.bars(view.now)) {
        return " ✗ not to be told".to_owned();
    }
    let person = view.contact.family.get(no);
    if let Some(held) = person.and_then(|person| view.contact.not_now_for(person, view.now)) {
        return format!(" ✗ not told now: {}", held.place(None));
    }
    let elsewhere = view.elsewhere.iter().find(|mark| mark.person == no && mark.bars(view.now));
    elsewhere.map(|mark| format!(" {}", mark.brief())).unwrap_or_default()
}

/// Gives some children as choices; all of the contact where none are named.
pub(super) fn children(view: &View<'_>, of: Option<&[PersonNo]>) -> Vec<Choice> {
    let children = view.contact.family.children();
    children
        .filter(|child| of.is_none_or(|of| of.contains(&child.no)))
        .map(|child| choice(child.no.0.to_string(), who(child, view.now)))
        .collect()
}

/// Reads what was chosen of [`people`] or [`children`].
pub(super) fn person_no(key: &str) -> Option<PersonNo> {
    key.parse().ok().map(PersonNo)
}

/// Reads what was chosen of [`children`].
pub(super) fn person_nos(keys: &[&str]) -> Vec<PersonNo> {
    keys.iter().filter_map(|key| person_no(key)).collect()
}

/// Gives the agencies as choices; with `outside`, only those outside the authority.
pub(super) fn agencies(policy: &Policy, outside: bool) -> Vec<Choice> {
    let agencies = policy.sharing.agencies.iter().filter(|agency| agency.outside || !outside);
    agencies.map(|agency| choice(agency.id.0.clone(), agency.name.clone())).collect()
}

/// Reads what was chosen of [`agencies`].
pub(super) fn agency_ids(keys: &[&str]) -> Vec<AgencyId> {
    keys.iter().map(|key| AgencyId::new(*key)).collect()
}

/// Gives an agency's name, or its key where the profile does not know it any more.
pub(super) fn agency<'a>(policy: &'a Policy, id: &'a AgencyId) -> &'a str {
    let known = policy.sharing.agencies.iter().find(|agency| agency.id == *id);
    known.map_or(id.as_str(), |agency| agency.name.as_str())
}

/// Gives the names of agencies, joined.
pub(super) fn agency_names<'a>(policy: &'a Policy, of: impl IntoIterator<Item = &'a AgencyId>) -> String {
    of.into_iter().map(|id| agency(policy, id)).collect::<Vec<_>>().join(", ")
}

/// Gives the purposes as choices; with `asked`, without the voluntary services, which take agreement and nothing else.
pub(super) fn purposes(policy: &Policy, asked: bool) -> Vec<Choice> {
    let purposes = policy.sharing.purposes.iter().filter(|purpose| !(asked && purpose.voluntary));
    purposes
        .map(|purpose| {
            let own = if purpose.voluntary { " (their own choice)" } else { "" };
            choice(purpose.id.0.clone(), format!("{}{own}", purpose.words))
        })
        .collect()
}

/// Finds a purpose.
pub(super) fn purpose<'a>(policy: &'a Policy, id: &str) -> Option<&'a Purpose> {
    policy.sharing.purposes.iter().find(|purpose| purpose.id.as_str() == id)
}

/// Gives a purpose's words, or its key where the profile does not know it any more.
pub(super) fn purpose_words<'a>(policy: &'a Policy, id: &'a PurposeId) -> &'a str {
    purpose(policy, id.as_str()).map_or(id.as_str(), |purpose| purpose.words.as_str())
}

/// Prints a purpose's lawful basis.
pub(super) fn lawful_basis(purpose: &Purpose) -> String {
    let special = purpose.special_category.as_ref();
    let special = special.map(|words| format!(". For special-category information: {words}"));
    format!(
        "lawful basis (from the profile, not chosen by anybody): {}{}",
        purpose.lawful_basis,
        special.unwrap_or_default()
    )
}

/// Gives an answer's symbol and look.
pub(super) const fn sign(answer: &Answer) -> (&'static str, Role) {
    match answer {
        Answer::Agreed => ("✓", Role::Met),
        Answer::Refused | Answer::Withdrawn => ("✗", Role::NotMet),
        Answer::NotAsked { .. } => ("○", Role::NotKnown),
        Answer::CannotDecide { .. } => ("?", Role::NotKnown),
        Answer::NotReached { .. } => ("–", Role::NotKnown),
    }
}

/// Gives what a row of agreement is about: children, purpose, agencies.
pub(super) fn about(row: &Row, view: &View<'_>) -> String {
    let asked = &row.asked;
    let with = if asked.agencies.is_empty() {
        String::new()
    } else {
        format!(" · with {}", agency_names(view.policy(), &asked.agencies))
    };
    format!(
        "{} · {}{with}",
        view.contact.family.names(&asked.children),
        purpose_words(view.policy(), &asked.purpose)
    )
}

/// Says that something was entered by mistake: when, who says so, and why.
pub(super) fn mistaken(mistake: &Mistake, view: &View<'_>) -> String {
    format!("– entered by mistake ({}): {}", when_who(view, mistake.at, mistake.by), mistake.why)
}

/// Says of agreement that somebody is against: who agrees, who does not, why the work goes on all the same, and whether a
/// manager has seen that. Nothing where nobody is against.
pub(super) fn against(view: &View<'_>, position: &Position) -> Option<String> {
    let agreements = &view.contact.agreements;
    let names = |of: &[AgreementNo]| {
        let mut people: Vec<PersonNo> =
            of.iter().filter_map(|no| Some(agreements.get(*no)?.asked.person)).collect();
        people.dedup();
        view.contact.family.names(&people)
    };
    if position.against.is_empty() {
        return None;
    }
    let agreed = names(&position.agreed);
    let agreed = if agreed.is_empty() { String::new() } else { format!("agreed by {agreed}; ") };
    let refused = names(&position.against);
    let going = agreements.going_on.iter().find(|going| Some(going.no) == position.explained);
    let rest = match going {
        Some(going) => {
            let seen = match &going.seen {
                Some(seen) => format!("{} has seen it: {}", view.name_of(seen.by), seen.words),
                None => "no manager has seen it yet".to_owned(),
            };
            format!(": gone on because “{}” ({}); {seen}", going.reason.why, view.name_of(going.by))
        }
        None if position.agreed.is_empty() => String::new(),
        None => "; nobody has said why it goes on (F5, Alt+g)".to_owned(),
    };
    Some(format!("{agreed}refused by {refused}{rest}"))
}

/// Gives a split of agreement for each child and purpose: who agrees, who is against, with which agencies.
pub(super) fn splits(view: &View<'_>) -> Vec<Split> {
    let agreements = &view.contact.agreements;
    let mut found: Vec<Split> = Vec::new();
    for child in view.contact.family.children().map(|child| child.no) {
        let rows = || agreements.standing().filter(move |row| row.asked.children.contains(&child));
        let mut seen: Vec<(&PurposeId, Option<&AgencyId>)> = Vec::new();
        for row in rows() {
            let agencies = row.asked.agencies.iter().map(Some);
            let none = row.asked.agencies.is_empty().then_some(None);
            for agency in agencies.chain(none) {
                if !seen.contains(&(&row.asked.purpose, agency)) {
                    seen.push((&row.asked.purpose, agency));
                }
            }
        }
        for (purpose, agency) in seen {
            let position = view.contact.position(child, purpose, agency);
            if !position.is_split() {
                continue;
            }
            let names = |of: &[_]| {
                let people = of.iter().filter_map(|no| Some(agreements.get(*no)?.asked.person));
                let mut people: Vec<PersonNo> = people.collect();
                people.dedup();
                view.contact.family.names(&people)
            };
            let (agreed, against) = (names(&position.agreed), names(&position.against));
            let same = found.iter_mut().find(|split| {
                split.purpose == *purpose
                    && (split.child, split.explained) == (child, position.explained)
                    && (split.agreed.as_str(), split.against.as_str()) == (agreed.as_str(), against.as_str())
            });
            match same {
                Some(split) => split.agencies.extend(agency.cloned()),
                None => found.push(Split {
                    child,
                    purpose: purpose.clone(),
                    agencies: agency.cloned().into_iter().collect(),
                    explained: position.explained,
                    agreed,
                    against,
                }),
            }
        }
    }
    found
}

/// One holder agrees and another is against.
pub(super) struct Split {
    child: PersonNo,
    purpose: PurposeId,
    agencies: Vec<AgencyId>,
    agreed: String,
    against: String,
    /// Under which number it was said why the work goes on, where it was.
    pub(super) explained: Option<u32>,
}

impl Split {
    /// Says of some, in the line that stays in view, who agrees and who does not; nothing, where there are none.
    pub(super) fn head(splits: &[Self], view: &View<'_>) -> Option<(Role, String)> {
        let first = splits.iter().find(|split| split.explained.is_none()).or_else(|| splits.first())?;
        let role = if first.explained.is_some() { Role::TextStrong } else { Role::NotMet };
        let many = if splits.len() > 1 { format!(" ({})", splits.len()) } else { String::new() };
        let child = view.contact.family.names(&[first.child]);
        let (agreed, against) = (&first.agreed, &first.against);
        Some((role, format!("▲ SPLIT{many}: {agreed} agrees, {against} is against, about {child}")))
    }

    /// Gives the sentence.
    pub(super) fn words(&self, view: &View<'_>) -> String {
        let with = if self.agencies.is_empty() {
            String::new()
        } else {
            format!(", with {}", agency_names(view.policy(), &self.agencies))
        };
        let agreements = &view.contact.agreements;
        let going = agreements.going_on.iter().find(|going| Some(going.no) == self.explained);
        let rest = match going.map(|going| going.by) {
            Some(by) if by == view.actor.person => "you said why you go on".to_owned(),
            Some(by) => format!("{} said why they go on", view.name_of(by)),
            None => "say why you go on (Alt+g)".to_owned(),
        };
        format!(
            "▲ SPLIT about {} ({}{with}): {} agrees, {} is against; {rest}",
            view.contact.family.names(&[self.child]),
            purpose_words(view.policy(), &self.purpose),
            self.agreed,
            self.against,
        )
    }
}

/// Gives a moment and who it was, as "14:02 A. Okoro".
pub(super) fn when_who(view: &View<'_>, at: DateTime<Utc>, by: StaffId) -> String {
    format!("{} {}", words::near(view.now, at), view.name_of(by))
}

/// Gives the words of a value by the kind of its field.
pub(super) fn value(kind: Option<&FieldKind>, value: &Value) -> String {
    value.in_words(kind)
}

/// Gives the answer to a question of the script, in words.
pub(super) fn answer(view: &View<'_>, key: &str) -> Option<String> {
    let key = key.into();
    let answered = view.contact.call.answers.get(&key)?;
    let kind = view.policy().script.capture(&key).map(|(_, capture)| &capture.kind);
    Some(value(kind, &answered.value))
}

/// Gives a refusal's sentence with the protocol that it comes from.
pub(super) fn refusal(refusal: &Refusal, policy: &Policy) -> String {
    match &refusal.rule {
        Some(rule) => format!("{} ({})", refusal.words, policy.sources.words(rule)),
        None => refusal.words.clone(),
    }
}

/// Gives a contact's children with their ages, joined.
pub(super) fn all_children(contact: &Contact, now: DateTime<Utc>) -> String {
    contact.family.children().map(|child| who(child, now)).collect::<Vec<_>>().join(" · ")
}

/// Says what came of something that had to be done: when, by whom, in what words.
pub(super) fn came(settled: &Settled, what: &str, view: &View<'_>) -> String {
    let when = when_who(view, settled.at, settled.by);
    match &settled.came {
        Came::Done { how } => format!("✓ {what}: done {when}: {how}"),
        Came::CouldNot { why } => format!("✗ {what}: could not be, {when}: {why}"),
    }
}
