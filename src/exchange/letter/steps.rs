//! The promises that stand in a letter: those made to whoever reads it, and what they said that they would do themselves.

use minijinja::Value;

use super::{LetterContext, Reader, line};
use crate::domain::{
    calendar::words,
    contact::{
        family::words_naming,
        telling::{Owner, Promise, PromiseState, Recipient},
    },
    policy::letters::Audience,
};

#[derive(Clone, Debug)]
pub(super) struct Step {
    what: String,
    who: String,
    by: String,
}

impl From<Step> for Value {
    fn from(step: Step) -> Self {
        Self::from_pairs([("what", step.what), ("who", step.who), ("by", step.by)])
    }
}

fn step(promise: &Promise, cx: &LetterContext<'_>) -> Step {
    Step {
        what: line(&promise.promised.what),
        who: match &promise.promised.owner {
            Owner::Staff(id) => line(cx.desk.name_of(*id)),
            Owner::Named(who) => line(who),
        },
        by: words::stamp(promise.promised.by).to_string(),
    }
}

impl<'a> Reader<'a> {
    pub(super) fn steps(&self, cx: &LetterContext<'_>) -> Vec<Step> {
        let promises = self.stand().filter(|promise| self.was_promised(promise));
        promises.filter(|promise| !self.is_own(promise)).map(|promise| step(promise, cx)).collect()
    }

    /// Gives what this reader, of the family, said that they would do themselves.
    pub(super) fn own_steps(&self, cx: &LetterContext<'_>) -> Vec<Step> {
        self.stand().filter(|promise| self.is_own(promise)).map(|promise| step(promise, cx)).collect()
    }

    /// Gives the promises that stand, as far as any are told to such a reader.
    fn stand(&self) -> impl Iterator<Item = &'a Promise> {
        let told = self.audience != Audience::Public;
        self.contact.telling.promises.iter().filter(move |promise| {
            told && !matches!(promise.state, PromiseState::Broken { .. } | PromiseState::Mistaken(_))
        })
    }

    /// Tells whether a promise is this reader's own to keep: of the family, by their name or as the family's.
    fn is_own(&self, promise: &Promise) -> bool {
        const ALL: [&str; 3] = ["family", "parents", "carers"];
        let Owner::Named(who) = &promise.promised.owner else { return false };
        let by_name = match self.to {
            Recipient::Person(no) => self.contact.family.meant_by(who) == [no],
            Recipient::Caller => self.speaks_of_caller(who),
        };
        let words = words_naming(who);
        let of_all = || words.iter().any(|word| ALL.contains(&word.as_str()));
        match self.audience {
            Audience::Family => by_name || of_all(),
            Audience::Child => by_name,
            Audience::Professional | Audience::Public => false,
        }
    }

    /// Tells whether a promise was made to this reader: by their number in the family, or in words that speak of them.
    fn was_promised(&self, promise: &Promise) -> bool {
        let promised = &promise.promised;
        match (promised.person, self.person, self.to) {
            (Some(no), Some(person), _) => no == person.no,
            (Some(_), None, _) => false,
            (None, _, Recipient::Person(no)) => self.contact.family.meant_by(&promised.to) == [no],
            (None, _, Recipient::Caller) => {
                self.speaks_of_caller(&promised.to) || self.speaks_of_caller(&promised.agreed_with)
            }
        }
    }

    /// Tells whether words mean the caller: as such, by their agency, or by what is said of a name, as "Ms Anstey" or "Sgt Pryor".
    fn speaks_of_caller(&self, words: &str) -> bool {
        let caller = &self.contact.call.caller;
        let said = words_naming(words);
        let agency = caller.agency.as_deref().map(str::trim).filter(|agency| !agency.is_empty());
        let name = words_naming(caller.name.as_deref().unwrap_or_default());
        // Whoever of the family is called the same is meant first.
        let theirs = |word: &String| name.contains(word) && !self.is_of_family(word);
        let of_them = |(surname, first): (&String, &String)| {
            said.contains(surname) && (said.contains(first) || !self.is_of_family(surname))
        };
        said.iter().any(|word| word == "caller")
            || agency.is_some_and(|agency| words.to_lowercase().contains(&agency.to_lowercase()))
            || name.last().zip(name.first()).is_some_and(of_them)
            || (!said.is_empty() && said.iter().all(theirs))
    }

    fn is_of_family(&self, word: &String) -> bool {
        let names = self.contact.family.people.iter().filter_map(|person| person.details.name.as_deref());
        names.map(words_naming).any(|name| name.contains(word))
    }
}
