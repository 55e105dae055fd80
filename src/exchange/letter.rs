//! The written response: a template of the profile, filled from the record for one reader.
//!
//! Sources: Southampton one-minute guide, Children's Resource Service (a written response with the outcome);
//! Herefordshire, Families' Commission (families and professionals are written to apart, and in plain words). What a
//! reader is not to know is never handed to the template: nothing about a child for the public or a councillor, nothing
//! of outcomes for a caller whose identity nobody checked, no steps but those promised to that reader.

mod next;
mod steps;
mod style;

use chrono::{DateTime, Utc};
use minijinja::{Environment, UndefinedBehavior, Value};

use self::steps::Step;
pub use self::style::{long_sentences, stock_phrases};
use crate::domain::{
    calendar::{local::local_day, words},
    contact::{
        Contact, agreement,
        family::{Kind, Person},
        others::Other,
        telling::{Promise, PromiseState, Recipient},
    },
    desk::State,
    ids::PersonNo,
    input::born::{self, Born},
    policy::{
        CallerKind, Policy,
        letters::{Audience, NUMBER_WANTED, Template},
        outcomes::Outcome,
    },
    shown::Shown,
    value::YesNo,
};

/// What a letter is written in.
#[derive(Clone, Copy)]
pub struct LetterContext<'a> {
    /// What the authority's protocols say.
    pub policy: &'a Policy,
    /// Who works here.
    pub desk: &'a State,
    /// The name of the worker who signs.
    pub worker: &'a str,
    /// The moment.
    pub now: DateTime<Utc>,
    /// By which number whoever reads it reaches the desk, where the authority's profile says one.
    pub number: Option<&'a str>,
    /// Why it was decided so, in the worker's words for this reader; nothing of the record's own reasons goes out by itself.
    pub why: &'a str,
    /// The other contacts of the family that are attached: whoever rang there was spoken with.
    pub others: &'a [Other],
}

/// Says why a letter was not composed.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The person is not named in the contact.
    #[error("nobody of that number is named in {0}; no letter was begun; name them first (F3)")]
    NobodyThere(String),
    /// The template could not be filled.
    #[error(
        "the letter \"{title}\" could not be filled in ({error}); nothing was lost; choose another, or tell whoever keeps the profile"
    )]
    Template {
        /// The template's title.
        title: String,
        /// What was wrong.
        error: minijinja::Error,
    },
}

/// What a template can name.
struct Words {
    caller_name: String,
    reference: String,
    date: String,
    worker: String,
    authority: String,
    number: String,
    spoken: bool,
    unspoken: bool,
    children: Vec<Child>,
    steps: Vec<Step>,
    own_steps: Vec<Step>,
    meetings: Vec<String>,
    next_steps: String,
    signposts: Vec<String>,
    complaints: String,
    disagree: String,
    reason: String,
}

#[derive(Clone, Debug)]
struct Child {
    name: String,
    outcome: String,
    team: Option<String>,
}

impl From<Words> for Value {
    fn from(words: Words) -> Self {
        Self::from_pairs([
            ("caller_name", Self::from(words.caller_name)),
            ("reference", Self::from(words.reference)),
            ("date", Self::from(words.date)),
            ("worker", Self::from(words.worker)),
            ("authority", Self::from(words.authority)),
            ("number", Self::from(words.number)),
            ("spoken", Self::from(words.spoken)),
            ("unspoken", Self::from(words.unspoken)),
            ("children", Self::from(words.children)),
            ("steps", Self::from(words.steps)),
            ("own_steps", Self::from(words.own_steps)),
            ("meetings", Self::from(words.meetings)),
            ("next_steps", Self::from(words.next_steps)),
            ("signposts", Self::from(words.signposts)),
            ("complaints", Self::from(words.complaints)),
            ("disagree", Self::from(words.disagree)),
            ("reason", Self::from(words.reason)),
        ])
    }
}

impl From<Child> for Value {
    fn from(child: Child) -> Self {
        let team = child.team.map_or_else(|| Self::from(()), Self::from);
        Self::from_pairs([
            ("name", Self::from(child.name)),
            ("outcome", Self::from(child.outcome)),
            ("team", team),
        ])
    }
}

/// Composes a letter to a reader from the record; a worker reads and changes it before it is kept.
pub fn compose(
    contact: &Contact,
    template: &Template,
    to: Recipient,
    cx: &LetterContext<'_>,
) -> Result<String, LetterError> {
    let reader = Reader::of(contact, template.audience, to)
        .ok_or_else(|| LetterError::NobodyThere(contact.reference.to_string()))?;
    let failed = |error| LetterError::Template { title: template.title.clone(), error };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let body = environment.template_from_str(&template.body).map_err(failed)?;
    let filled = body.render(Value::from(reader.words(cx))).map_err(failed)?;
    let mut letter = text(filled.trim());
    letter.push('\n');
    Ok(letter)
}

fn line(raw: &str) -> String {
    Shown::line(raw.trim()).into()
}

fn text(raw: &str) -> String {
    Shown::text(raw.trim()).into()
}

/// Who reads, and what of the record is for them.
struct Reader<'a> {
    contact: &'a Contact,
    audience: Audience,
    to: Recipient,
    /// The family member they are.
    person: Option<&'a Person>,
}

impl<'a> Reader<'a> {
    fn of(contact: &'a Contact, audience: Audience, to: Recipient) -> Option<Self> {
        let person = match to {
            Recipient::Person(no) => Some(contact.family.get(no)?),
            Recipient::Caller => contact.call.caller.is_person.and_then(|no| contact.family.get(no)),
        };
        Some(Self { contact, audience, to, person })
    }

    fn words(&self, cx: &LetterContext<'_>) -> Words {
        let children = self.children(cx);
        let spoken = self.was_spoken_to(cx.others);
        Words {
            caller_name: self.name(cx),
            reference: self.contact.reference.to_string(),
            date: words::day(local_day(cx.now)).to_string(),
            worker: line(cx.worker),
            authority: line(&cx.policy.name),
            number: cx.number.map_or_else(|| NUMBER_WANTED.to_owned(), line),
            spoken: spoken == YesNo::Yes,
            unspoken: spoken == YesNo::No,
            next_steps: self.next_steps(cx),
            reason: if self.audience == Audience::Public { String::new() } else { text(cx.why) },
            children,
            steps: self.steps(cx),
            own_steps: self.own_steps(cx),
            meetings: self.meetings(cx),
            // The record has no place for them yet; the worker writes them in.
            signposts: Vec::new(),
            complaints: text(&cx.policy.letters.complaints),
            disagree: text(&cx.policy.letters.disagree),
        }
    }

    /// Gives the name to write to, or a civil word for none.
    fn name(&self, cx: &LetterContext<'_>) -> String {
        let given = match (self.to, self.person) {
            (Recipient::Person(_), Some(person)) => person.details.name.as_deref(),
            _ => self.contact.call.caller.name.as_deref(),
        };
        // Somebody of the child's own name is not told by it that we know the child.
        let fits = |name: &&str| {
            !name.trim().is_empty()
                && (self.audience != Audience::Public
                    || self.contact.gives_away(self.audience, self.to, name, cx.policy).is_none())
        };
        let nobody = match self.audience {
            Audience::Professional => "colleague",
            Audience::Public => "caller",
            Audience::Family => "parent or carer",
            Audience::Child => "there",
        };
        given.filter(fits).map_or_else(|| nobody.to_owned(), line)
    }

    /// Tells whether outcomes are for this reader at all: never for the public, nor for a voice that nobody checked.
    fn is_told(&self) -> bool {
        self.audience != Audience::Public
            && (matches!(self.to, Recipient::Person(_)) || self.contact.call.identity.is_checked())
    }

    /// Tells whether a child's outcome is this reader's to know.
    fn knows(&self, child: PersonNo) -> bool {
        let Some(person) = self.person.filter(|_| self.audience != Audience::Professional) else {
            return matches!(self.audience, Audience::Professional | Audience::Family);
        };
        let details = &person.details;
        match details.kind {
            Kind::Child => person.no == child,
            _ if details.responsibility == Some(YesNo::Yes) && !details.responsible_for.is_empty() => {
                person.is_responsible_for(child)
            }
            Kind::Parent => details.responsibility != Some(YesNo::No),
            Kind::Adult | Kind::Visitor => false,
        }
    }

    /// Gives the sent outcomes that this reader may know, each with its children that they may.
    fn outcomes(&self) -> impl Iterator<Item = (&'a crate::domain::contact::route::Route, PersonNo)> {
        let contact = self.contact;
        let routes = contact.routes.list.iter().filter(|route| self.is_told() && route.state.is_sent());
        routes.flat_map(move |route| {
            route.children.iter().filter(|child| self.knows(**child)).map(move |child| (route, *child))
        })
    }

    /// Gives each child that this reader may know of once, with all that was decided for them.
    fn children(&self, cx: &LetterContext<'_>) -> Vec<Child> {
        let mut decided: Vec<(PersonNo, Vec<&Outcome>)> = Vec::new();
        for (route, child) in self.outcomes() {
            let Some(outcome) = cx.policy.outcomes.get(route.letter) else { continue };
            match decided.iter_mut().find(|(known, _)| *known == child) {
                Some((_, outcomes)) if outcomes.iter().any(|known| known.letter == outcome.letter) => {}
                Some((_, outcomes)) => outcomes.push(outcome),
                None => decided.push((child, vec![outcome])),
            }
        }
        let team = |outcome: &Outcome| outcome.team.as_deref().filter(|team| *team != outcome.name).map(line);
        let child = |(child, outcomes): (PersonNo, Vec<&Outcome>)| {
            let name = self.child(child, cx);
            if let [one] = outcomes[..] {
                return Child { name, outcome: line(one.told(self.audience)), team: team(one) };
            }
            let each = outcomes.iter().map(|outcome| match team(outcome) {
                Some(team) => format!("{}, with {team}", line(outcome.told(self.audience))),
                None => line(outcome.told(self.audience)),
            });
            Child { name, outcome: each.collect::<Vec<_>>().join("; "), team: None }
        };
        decided.into_iter().map(child).collect()
    }

    /// Names a child, or says which one is meant where nobody knows a name.
    fn child(&self, no: PersonNo, cx: &LetterContext<'_>) -> String {
        let person = self.contact.family.get(no);
        let named =
            |person: &&Person| person.details.name.as_deref().is_some_and(|name| !name.trim().is_empty());
        match person.filter(|person| !named(person)).map(|person| person.details.born.as_ref()) {
            None => line(&self.contact.family.names(&[no])),
            Some(None | Some(Born::NotKnown { .. })) => "The child".to_owned(),
            Some(Some(Born::Expected(day))) => format!("The baby, due in {}", day.format("%B %Y")),
            Some(Some(born)) => {
                let who = match born {
                    Born::AboutMonths(_) | Born::About(0 | 1) => "The baby",
                    _ => "The child",
                };
                let age = born::age_at(born, local_day(cx.now)).to_string();
                let age = age.replace("mths", "months").replace("mth", "month").replace("wks", "weeks");
                format!("{who}, {}", age.replace("wk", "week"))
            }
        }
    }

    /// Tells whether this reader was spoken to at all: they rang, here or in a contact that is attached, agreed on a step, or were
    /// rung back as it was promised. Where a parent rang of whom nobody knows who it is, nobody knows that either; nor where an
    /// answer of theirs is all there is, for somebody else can have brought it.
    fn was_spoken_to(&self, others: &[Other]) -> YesNo {
        use agreement::Answer::{Agreed, CannotDecide, Refused, Withdrawn};
        let Recipient::Person(no) = self.to else { return YesNo::Yes };
        let contact = self.contact;
        let asked = |row: &agreement::Row| {
            row.asked.person == no
                && matches!(row.asked.answer, Agreed | CannotDecide { .. } | Refused | Withdrawn)
        };
        let agreed = |promise: &Promise| contact.family.meant_by(&promise.promised.agreed_with).contains(&no);
        let called_back = |promise: &Promise| {
            let promised = &promise.promised;
            let to = promised.person.map_or_else(|| contact.family.meant_by(&promised.to), |no| vec![no]);
            promised.ring_back && to == [no] && matches!(promise.state, PromiseState::Kept { .. })
        };
        // Whoever is on the line may be placed by their name alone.
        let rang = contact.caller_persons();
        let spoken = rang == [no]
            || contact
                .telling
                .promises
                .iter()
                .any(|promise| promise.was_made() && agreed(promise) || called_back(promise));
        let before: Vec<Option<bool>> = others
            .iter()
            .filter(|other| other.is_of_family())
            .map(|other| contact.rang_in(other, no))
            .collect();
        if spoken || before.contains(&Some(true)) {
            return YesNo::Yes;
        }
        let parent = contact.call.caller.kind == Some(CallerKind::Parent);
        let may_have = parent && (rang.is_empty() || rang.contains(&no)) && !self.is_child()
            || contact.agreements.standing().any(asked);
        if may_have || before.contains(&None) { YesNo::Unknown } else { YesNo::No }
    }

    fn is_child(&self) -> bool {
        self.person.is_some_and(Person::is_child)
    }
}

#[cfg(test)]
mod tests;
