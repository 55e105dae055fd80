//! Whom of a family words mean: by name, by initials, or by what somebody is to a child.
//!
//! What must reach nobody who is barred asks for everybody whom the words may mean; what is said of somebody asks for those
//! whom they mean and no others.

use super::{Details, Family, Kind, Person};
use crate::domain::{contact::said::is_title, ids::PersonNo};

/// What somebody is to a child, or to another of the family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tied {
    Mother,
    Father,
    Parent,
    Stepmother,
    Stepfather,
    Grandmother,
    Grandfather,
    Partner,
    Sister,
    Brother,
    Aunt,
    Uncle,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sex {
    Female,
    Male,
}

/// A word by which somebody is named, in small letters.
struct Word {
    text: String,
    /// Whether it is a possessive: "Kayleigh's".
    owns: bool,
    /// Whether a title stands before it.
    titled: bool,
    /// Whether it follows "of" or "to", as in "the mother of Tom".
    follows_of: bool,
}

/// Whom words mean.
#[derive(Default)]
pub(super) struct Meant {
    /// Those whom they mean for sure.
    pub(super) sure: Vec<PersonNo>,
    /// Those whom they may mean besides.
    pub(super) may: Vec<PersonNo>,
}

impl Tied {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "mother" | "mum" | "mummy" | "mam" | "mammy" | "mom" | "mommy" => Self::Mother,
            "father" | "dad" | "daddy" | "papa" => Self::Father,
            "parent" | "parents" => Self::Parent,
            "stepmother" | "stepmum" | "stepmom" => Self::Stepmother,
            "stepfather" | "stepdad" => Self::Stepfather,
            "grandmother" | "grandma" | "granny" | "gran" | "nan" | "nana" | "nanna" => Self::Grandmother,
            "grandfather" | "grandad" | "granddad" | "grandpa" => Self::Grandfather,
            "partner" | "boyfriend" | "girlfriend" | "husband" | "wife" | "ex" => Self::Partner,
            "sister" | "stepsister" => Self::Sister,
            "brother" | "stepbrother" => Self::Brother,
            "aunt" | "auntie" | "aunty" => Self::Aunt,
            "uncle" => Self::Uncle,
            _ => return None,
        })
    }

    /// Reads a relation: "mother's partner" is a partner, "ex-partner of the mother" as well.
    fn read(relation: &str) -> Option<Self> {
        words(relation)
            .iter()
            .filter(|word| !word.owns && !word.follows_of)
            .find_map(|word| Self::of(&word.text))
    }

    const fn sex(self) -> Option<Sex> {
        match self {
            Self::Mother | Self::Stepmother | Self::Grandmother | Self::Sister | Self::Aunt => {
                Some(Sex::Female)
            }
            Self::Father | Self::Stepfather | Self::Grandfather | Self::Brother | Self::Uncle => {
                Some(Sex::Male)
            }
            Self::Parent | Self::Partner => None,
        }
    }

    fn covers(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Parent, Self::Mother | Self::Father))
    }
}

/// Gives the words by which somebody is named; titles and the like are said of the word behind them.
fn words(text: &str) -> Vec<Word> {
    const NONE: [&str; 7] = ["his", "her", "their", "my", "our", "and", "or"];
    let mut found: Vec<Word> = Vec::new();
    let (mut titled, mut follows_of, mut prefix) = (false, false, String::new());
    let low = text.to_lowercase().replace('’', "'");
    for raw in low.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        let bare = raw.trim_end_matches("'s").trim_end_matches('\'').trim_matches('\'');
        match bare {
            "" => {}
            "of" | "to" => follows_of = true,
            "step" | "grand" => bare.clone_into(&mut prefix),
            _ if is_title(bare) => titled |= bare != "the",
            _ if NONE.contains(&bare) => {}
            _ => {
                let owns = raw.ends_with("'s") || raw.ends_with("s'");
                let text = format!("{}{bare}", std::mem::take(&mut prefix));
                found.push(Word { text, owns, titled, follows_of });
                (titled, follows_of) = (false, false);
            }
        }
    }
    found
}

/// Tells whether a word says of somebody that they are, or were, with the other parent: that may be the father himself.
fn was_married(word: &str) -> bool {
    matches!(word, "husband" | "wife" | "ex")
}

/// Tells whether a word is a surname in the plural: "Lesters", "Walshes".
fn is_plural_of(word: &str, surname: &str) -> bool {
    surname.chars().count() > 2
        && word.strip_prefix(surname).is_some_and(|ending| match ending {
            "s" => !surname.ends_with('s'),
            "es" => surname.ends_with(['s', 'x', 'z', 'h']),
            _ => false,
        })
}

fn is_initial(word: &Word) -> bool {
    word.text.chars().count() == 1
}

/// Tells whether an initial is one of a name: of any part but the surname.
fn is_initial_of(word: &Word, name: &[String]) -> bool {
    let given = name.get(..name.len().saturating_sub(1).max(1)).unwrap_or_default();
    is_initial(word) && given.iter().any(|part| part.starts_with(&word.text))
}

/// Gives the sex that a title says: that of whoever is titled so is known then.
fn titled(text: &str) -> Option<Sex> {
    text.split(|c: char| !c.is_alphanumeric()).find_map(|word| match word.to_lowercase().as_str() {
        "mr" | "sir" => Some(Sex::Male),
        "mrs" | "ms" | "miss" | "lady" => Some(Sex::Female),
        _ => None,
    })
}

/// Gives the parts of a name, in small letters, without titles.
pub(in crate::domain::contact) fn name_parts(name: &str) -> Vec<String> {
    words(name).into_iter().map(|word| word.text).collect()
}

/// Tells in how many words two names agree, where all of the shorter stand in the longer, an initial for a name.
pub(in crate::domain::contact) fn names_agree(a: &str, b: &str) -> Option<usize> {
    let parts = |name: &str| -> Vec<String> {
        let mut parts = super::super::night::name_words(name);
        parts.retain(|part| !is_title(part));
        parts
    };
    let (a, b) = (parts(a), parts(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = |a: &str, b: &str| {
        let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
        a == b || initial(a, b) || initial(b, a)
    };
    let agree = !short.is_empty()
        && short.iter().any(|word| word.chars().count() > 1)
        && short.iter().all(|word| long.iter().any(|other| same(word, other)));
    agree.then_some(short.len())
}

/// Tells in how many words the names of two people agree who can be one: no title or relation speaks against it.
pub(in crate::domain::contact) fn agree(a: &Details, b: &Details) -> Option<usize> {
    let sex = |of: &Details| {
        Tied::read(&of.relation)
            .and_then(Tied::sex)
            .or_else(|| titled(of.name.as_deref().unwrap_or_default()))
    };
    let other = sex(a).zip(sex(b)).is_some_and(|(a, b)| a != b);
    let words = names_agree(a.name.as_deref()?, b.name.as_deref()?);
    words.filter(|_| !other)
}

/// Tells whether two relations say the same of somebody: "father" and "dad".
pub(in crate::domain::contact) fn same_relation(a: &str, b: &str) -> bool {
    Tied::read(a).is_some_and(|tied| Tied::read(b) == Some(tied))
}

impl Family {
    /// Finds whom of the family words mean: by their first name, by nothing but their name, or by what they are to the child.
    pub fn meant_by(&self, words: &str) -> Vec<PersonNo> {
        self.meant(words).sure
    }

    /// Finds everybody of the family whom words mean or may mean, such as all who share a surname.
    pub fn may_be_meant_by(&self, words: &str) -> Vec<PersonNo> {
        let Meant { mut sure, may } = self.meant(words);
        sure.extend(may);
        sure
    }

    pub(super) fn meant(&self, text: &str) -> Meant {
        let said = words(text);
        // Of whom somebody is the father stands there as "Kayleigh's dad", and as "the dad of Kayleigh".
        let ties: Vec<(usize, Tied)> =
            said.iter().enumerate().filter_map(|(at, word)| Some((at, Tied::of(&word.text)?))).collect();
        let is_tie = |at: usize| ties.iter().any(|(tie, _)| *tie == at);
        let qualifies = |at: usize| {
            (said[at].owns && is_tie(at + 1)) || (said[at].follows_of && at > 0 && is_tie(at - 1))
        };
        let mut meant = Meant::default();
        for (at, word) in said.iter().enumerate() {
            // Who passes something on to Dean's mother may pass it on to Dean.
            meant.sure.extend(
                self.called(&word.text).filter(|who| !(qualifies(at) && who.is_child())).map(|who| who.no),
            );
        }
        for (at, tied) in ties.iter().copied() {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let child = beside.filter(|at| said.get(*at).is_some() && qualifies(*at));
            let child = child.flat_map(|at| self.called(&said[at].text)).map(|child| child.no).next();
            if said[at].owns || said[at].follows_of && at > 0 {
                continue;
            }
            let found = self.tied(tied, child);
            if tied == Tied::Partner && (found.is_empty() || was_married(&said[at].text)) {
                meant.may.extend(self.other_parents(&said[at].text, child));
            }
            match found.as_slice() {
                [one] => meant.sure.push(*one),
                [] if matches!(tied, Tied::Mother | Tied::Father | Tied::Parent) => {
                    // Nobody said yet which of the two a parent is.
                    let open = |who: &&Person| {
                        who.details.kind == Kind::Parent && Tied::read(&who.details.relation).is_none()
                    };
                    meant.may.extend(self.people.iter().filter(open).map(|who| who.no));
                }
                several => meant.may.extend(several),
            }
        }
        if meant.sure.is_empty() && meant.may.is_empty() && !said.is_empty() {
            self.by_name(&said, titled(text), &mut meant);
        }
        if let ([only], []) = (&said[..], &meant.sure[..]) {
            meant.may.extend(self.by_initials(&only.text, text));
        }
        // "The Lesters" are all of them.
        let several = |person: &&Person| {
            let name = name_parts(person.details.name.as_deref().unwrap_or_default());
            let surname = name.get(1..).unwrap_or_default();
            surname.iter().any(|part| said.iter().any(|word| !word.titled && is_plural_of(&word.text, part)))
        };
        meant.may.extend(self.people.iter().filter(several).map(|person| person.no));
        meant.settled(self)
    }

    /// Finds those whose first name a word is.
    fn called<'f>(&'f self, word: &'f str) -> impl Iterator<Item = &'f Person> {
        self.people.iter().filter(move |person| {
            let name = person.details.name.as_deref().map(name_parts);
            name.is_some_and(|name| name.first().is_some_and(|first| first == word))
        })
    }

    /// Finds the parents who may be meant by what somebody is, or was, to the other parent: "her husband", "Jade's ex".
    fn other_parents(&self, word: &str, of: Option<PersonNo>) -> Vec<PersonNo> {
        // No child has a husband.
        if of.and_then(|no| self.get(no)).is_some_and(Person::is_child) {
            return Vec::new();
        }
        let sex = match word {
            "husband" | "boyfriend" => Some(Sex::Male),
            "wife" | "girlfriend" => Some(Sex::Female),
            _ => None,
        };
        let mut found = self.tied(Tied::Parent, None);
        found.retain(|no| {
            Some(*no) != of && self.get(*no).is_some_and(|person| !self.is_other_sex(person, sex))
        });
        found
    }

    /// Finds those whose initials a word in capitals is, where it is all that was said: "CL".
    fn by_initials(&self, word: &str, text: &str) -> Vec<PersonNo> {
        // What agencies and their people are called for short.
        const SHORT: [&str; 4] = ["gp", "hv", "sw", "dv"];
        let small = !text.contains(&word.to_uppercase()) || SHORT.contains(&word);
        if small || !(2..=3).contains(&word.chars().count()) {
            return Vec::new();
        }
        let is = |person: &&Person| {
            let name = name_parts(person.details.name.as_deref().unwrap_or_default());
            let initials: String = name.iter().filter_map(|part| part.chars().next()).collect();
            name.len() > 1 && initials == word
        };
        self.people.iter().filter(is).map(|person| person.no).collect()
    }

    /// Finds by surname and initials, where no first name was said.
    fn by_name(&self, said: &[Word], sex: Option<Sex>, meant: &mut Meant) {
        let whole = |(person, name): &(&Person, Vec<String>)| {
            said.iter().any(|word| !is_initial(word))
                && said.iter().all(|word| name.contains(&word.text) || is_initial_of(word, name))
                && !self.is_other_sex(person, sex)
        };
        let named = self.people.iter().filter_map(|person| {
            let name = name_parts(person.details.name.as_deref()?);
            Some((person, name))
        });
        let named: Vec<(&Person, Vec<String>)> = named.collect();
        let all: Vec<PersonNo> = named.iter().filter(|of| whole(of)).map(|(person, _)| person.no).collect();
        match all.as_slice() {
            // A surname that several have means none of them in particular.
            [one] => meant.sure.push(*one),
            [] => {
                let shares = |(person, name): &&(&Person, Vec<String>)| {
                    let surname = name.get(1..).unwrap_or_default();
                    said.iter().enumerate().any(|(at, word)| {
                        let before = at.checked_sub(1).and_then(|at| said.get(at));
                        // "Jane Brook" is another Brook, who is not named here.
                        let any = word.titled || before.is_none_or(|before| is_initial_of(before, name));
                        any && word.text.chars().count() > 2 && surname.contains(&word.text)
                    }) && !self.is_other_sex(person, sex)
                };
                meant.may.extend(named.iter().filter(shares).map(|(person, _)| person.no));
            }
            several => meant.may.extend(several),
        }
    }

    /// Tells whether a title is not theirs: that of the other sex, or any but "Miss" before a child's name.
    fn is_other_sex(&self, person: &Person, sex: Option<Sex>) -> bool {
        let Some(sex) = sex else { return false };
        let theirs = Tied::read(&person.details.relation).and_then(Tied::sex);
        let mut links = self.links.iter().filter(|link| link.from == person.no);
        let theirs = theirs.or_else(|| links.find_map(|link| Tied::read(&link.words)?.sex()));
        person.is_child() || theirs.is_some_and(|theirs| theirs != sex)
    }

    /// Finds those who are this to a child: by a link to it, or else by what is written of them.
    fn tied(&self, tied: Tied, child: Option<PersonNo>) -> Vec<PersonNo> {
        let says = |words: &str| Tied::read(words).is_some_and(|theirs| tied.covers(theirs));
        let linked = self.links.iter().filter(|link| {
            let mother = link.says_mother() && tied.covers(Tied::Mother);
            (mother || says(&link.words)) && child.is_none_or(|child| link.to == child)
        });
        let mut found: Vec<PersonNo> = linked.map(|link| link.from).collect();
        // Of a grown-up's mother only a link says who she is.
        let of_child = child.and_then(|no| self.get(no)).is_none_or(Person::is_child);
        if of_child && (found.is_empty() || child.is_none()) {
            let is = |who: &&Person| {
                says(&who.details.relation) || tied == Tied::Parent && who.details.kind == Kind::Parent
            };
            found.extend(self.people.iter().filter(is).map(|who| who.no));
        }
        found.retain(|no| self.get(*no).is_some());
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Meant {
    /// Puts everybody once, in the order of the family.
    fn settled(self, family: &Family) -> Self {
        let order = |of: &[PersonNo]| -> Vec<PersonNo> {
            family.people.iter().map(|person| person.no).filter(|no| of.contains(no)).collect()
        };
        let sure = order(&self.sure);
        let mut may = order(&self.may);
        may.retain(|no| !sure.contains(no));
        Self { sure, may }
    }
}

#[cfg(test)]
mod tests;
