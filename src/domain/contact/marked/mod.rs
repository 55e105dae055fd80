//! Marks of who must not be told, and of how it is not safe to reach somebody, that stand in another contact of the family.
//!
//! Source: Barnsley protocol for parents and carers who need additional support (who may be told what). A mark is made in one
//! call and is true of the person: it bars them in every contact that is attached, closed or not. A contact that only names a
//! child of the same name bars where the person's whole name is the same as well; where less of it is, it is shown and no more.

mod reach;

use chrono::{DateTime, Utc};

use self::reach::Reach;
use super::{
    Contact,
    family::{Details, Family, Household, Person, Telling, agree, names_agree, same_relation},
    others::Other,
    promise::Promised,
    telling::{Recipient, Way},
};
use crate::domain::{
    ids::PersonNo, input::address, policy::CallerKind, queue::NotTold, refusal::Refusal, value::YesNo,
};

/// A mark in another contact on somebody who is, or may be, of this one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elsewhere {
    /// Whom it marks here.
    pub person: PersonNo,
    /// What they are called there.
    pub name: String,
    /// What the other contact is called.
    pub called: String,
    /// Whether they are for certain the same: then it counts here as well.
    pub counts: bool,
    /// What is marked.
    pub telling: Telling,
}

impl Elsewhere {
    /// Tells whether nothing may be told to them now, as the other contact says.
    pub fn bars(&self, now: DateTime<Utc>) -> bool {
        self.telling.bars(now)
    }

    /// Says where they are barred, or who is who may be they.
    pub fn brief(&self) -> String {
        if self.counts {
            format!("✗ not to be told in {}", self.called)
        } else {
            format!("▲ may be the {} not to be told in {}", self.name, self.called)
        }
    }

    /// Says on a line that leaves the screen what is marked of somebody and holds now, without why; nothing, where nothing does.
    pub fn on_paper(&self, who: &str, now: DateTime<Utc>) -> Option<String> {
        let Telling { ring, text, message, write, how, .. } = &self.telling;
        let ways = [(ring, "ring"), (text, "text"), (message, "leave a message for"), (write, "write to")];
        let ways: Vec<&str> =
            ways.iter().filter(|(safe, _)| **safe == Some(YesNo::No)).map(|(_, way)| *way).collect();
        let mut said = Vec::new();
        if self.bars(now) {
            said.push("not to be told".to_owned());
        }
        if !ways.is_empty() {
            said.push(format!("not safe to {}", ways.join(", ")));
        }
        if !how.trim().is_empty() {
            said.push(format!("safe when, and how: {}", how.trim()));
        }
        let (called, name) = (&self.called, &self.name);
        let said = (!said.is_empty()).then(|| said.join("; "))?;
        Some(if self.counts {
            format!("{} {who}: {said} (as {called} says)", if self.bars(now) { "✗" } else { "▲" })
        } else {
            format!("▲ {who} may be the {name} of {called}: {said}")
        })
    }

    /// Says all that is marked and holds now; nothing, where nothing does.
    pub fn words(&self, now: DateTime<Utc>) -> Option<String> {
        let Telling { must_not, why, ring, text, message, write, how, .. } = &self.telling;
        let mut said = Vec::new();
        if !must_not.trim().is_empty() {
            said.push(format!("must not be told: {must_not}"));
        }
        let ways = [(ring, "ring"), (text, "text"), (message, "leave a message"), (write, "write")];
        let ways: Vec<&str> =
            ways.iter().filter(|(safe, _)| **safe == Some(YesNo::No)).map(|(_, way)| *way).collect();
        if !ways.is_empty() {
            said.push(format!("not safe to {}", ways.join(", ")));
        }
        if !how.trim().is_empty() {
            said.push(format!("safe when, and how: {how}"));
        }
        if !why.trim().is_empty() && (self.bars(now) || !must_not.trim().is_empty()) {
            said.push(why.clone());
        }
        match (self.bars(now), said.is_empty()) {
            (true, true) => Some(self.brief()),
            (true, false) => Some(format!("{}: {}", self.brief(), said.join("; "))),
            (false, false) => Some(format!("▲ in {}: {}", self.called, said.join("; "))),
            (false, true) => None,
        }
    }
}

/// Words that name whoever is reached.
#[derive(Clone, Copy)]
struct Named<'w> {
    words: &'w str,
    /// Whether less than a whole name counts: nobody here is known to be meant.
    loosely: bool,
}

/// Gives those of a contact of whom something is marked.
pub(super) fn of(contact: &Contact) -> Vec<Person> {
    contact.family.people.iter().filter(|person| person.telling.limits()).cloned().collect()
}

/// Gives where the people of a contact live, and who.
pub(super) fn homes(contact: &Contact) -> Vec<(String, Vec<String>)> {
    let name = |no: &PersonNo| contact.family.get(*no)?.details.name.clone();
    let home = |household: &Household| {
        (household.place.clone(), household.members.iter().filter_map(name).collect())
    };
    contact.family.households.iter().map(home).collect()
}

/// Tells whether somebody marked elsewhere is somebody here, and whether that is sure enough to bar them.
fn is_same(other: &Other, marked: &Person, here: &Details) -> Option<bool> {
    if marked.details.name.is_some() && here.name.is_some() {
        // Of a contact that nobody attached a first name alone is no proof.
        return agree(&marked.details, here).map(|words| other.is_of_family() || words > 1);
    }
    same_relation(&marked.details.relation, &here.relation).then(|| other.is_of_family())
}

impl Telling {
    /// Tells whether it keeps anything from somebody, or says how it is, or is not, safe to reach them.
    pub fn limits(&self) -> bool {
        let ways = [self.ring, self.text, self.message, self.write];
        self.not_to_be_told
            || [&self.must_not, &self.how].iter().any(|words| !words.trim().is_empty())
            || ways.contains(&Some(YesNo::No))
    }
}

impl Contact {
    /// Gives those who must not be told, as long as each mark holds.
    pub fn not_told(&self) -> Vec<NotTold> {
        let barred = self.family.people.iter().filter(|person| person.telling.not_to_be_told);
        let name = |person: &Person| match (&person.details.name, person.details.relation.trim()) {
            (None, relation) if !relation.is_empty() => relation.to_owned(),
            _ => person.name().to_owned(),
        };
        barred.map(|person| NotTold { name: name(person), until: person.telling.until }).collect()
    }

    /// Gives the marks that stand in other contacts on people of this one, as they hold now.
    pub fn marked_elsewhere(&self, others: &[Other]) -> Vec<Elsewhere> {
        let mut found = Vec::new();
        for person in &self.family.people {
            for other in others {
                for marked in &other.marked {
                    let Some(counts) = is_same(other, marked, &person.details) else { continue };
                    let (called, telling) = (other.called(), marked.telling.clone());
                    // A closed record says no more of a name than is known here.
                    let name = if other.veiled { person.name() } else { marked.name() }.to_owned();
                    found.push(Elsewhere { person: person.no, name, called, counts, telling });
                }
            }
        }
        found.extend(self.not_now_elsewhere(others));
        found
    }

    /// Gives everybody of the family whom a letter to somebody reaches: a caller who is named as one of them is that person.
    pub fn reached(&self, to: Recipient) -> Vec<PersonNo> {
        match to {
            Recipient::Person(no) => vec![no],
            Recipient::Caller => self.caller_persons(),
        }
    }

    /// Gives whom of the family the caller is, or may be by their name.
    pub fn caller_persons(&self) -> Vec<PersonNo> {
        let caller = &self.call.caller;
        if let Some(no) = caller.is_person {
            return vec![no];
        }
        let outside = self.is_called_at_work();
        match caller.name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => {
                let is = |person: &&Person| {
                    let theirs = person.details.name.as_deref();
                    theirs
                        .and_then(|theirs| names_agree(theirs, name))
                        .is_some_and(|words| !outside || words > 1)
                };
                let named: Vec<PersonNo> =
                    self.family.people.iter().filter(is).map(|person| person.no).collect();
                // "Mrs Tressell" is not her husband, whose surname she has.
                let meant = self.family.may_be_meant_by(name);
                if meant.is_empty() {
                    named
                } else {
                    named.into_iter().filter(|no| meant.contains(no)).collect()
                }
            }
            None if outside || caller.kind == Some(CallerKind::Public) => Vec::new(),
            None => caller.role.as_deref().map(|role| self.family.meant_by(role)).unwrap_or_default(),
        }
    }

    /// Gives whom of the family a promise is made to: for sure, and those who may be meant by its words.
    pub(super) fn promised_to(&self, promised: &Promised) -> (Vec<PersonNo>, Vec<PersonNo>) {
        let mut sure = self.family.meant_by(&promised.to);
        let mut may = Vec::new();
        if let Some(person) = promised.person {
            sure.push(person);
        } else {
            // To ring the caller back is to ring whoever of the family the caller is.
            sure.extend(self.call.caller.is_person.filter(|_| promised.ring_back));
            if means_caller(&promised.to) {
                may.extend(self.caller_persons());
            }
            may.extend(self.family.may_be_meant_by(&promised.to));
        }
        may.retain(|no| !sure.contains(no));
        (sure, may)
    }

    /// Refuses what would reach somebody who must not be told as another contact of the family says.
    pub(super) fn may_reach_beside(
        &self,
        to: Recipient,
        others: &[Other],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.may_beside(&self.reached(to), self.rang_as(to), others, Reach::Tell, now)
    }

    /// Refuses a way for a letter that another contact of the family says is not safe, or that leads to where the family lives.
    pub(super) fn may_go_beside(
        &self,
        to: Recipient,
        way: Way,
        address: &str,
        others: &[Other],
    ) -> Result<(), Refusal> {
        // Whether it is safe has no end of its own.
        self.may_beside(&self.reached(to), self.rang_as(to), others, Reach::Send(way), DateTime::UNIX_EPOCH)?;
        let rang: Vec<&str> = self.caller_persons().into_iter().filter_map(|no| self.name_of(no)).collect();
        let lives_there = |name: &String| rang.iter().any(|rang| names_agree(rang, name).is_some());
        let family = others.iter().filter(|other| other.is_of_family());
        let mut homes = family.flat_map(|other| &other.homes);
        let theirs = homes
            .any(|(place, members)| !members.iter().any(lives_there) && address::arrives_at(place, address));
        if theirs && to == Recipient::Caller { Err(sent_to_family()) } else { Ok(()) }
    }

    fn name_of(&self, no: PersonNo) -> Option<&str> {
        self.family.get(no)?.details.name.as_deref()
    }

    /// Refuses a promise to somebody who must not be told, or not be rung, as another contact of the family says.
    pub(super) fn may_promise_beside(
        &self,
        promised: &Promised,
        others: &[Other],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let to = Some(self.named(promised));
        let people = self.all_promised_to(promised);
        self.may_beside(&people, to, others, Reach::Tell, now)?;
        if promised.ring_back { self.may_beside(&people, to, others, Reach::Ring, now) } else { Ok(()) }
    }

    /// Refuses a message for somebody for whom none may be left as another contact of the family says.
    pub(super) fn may_leave_message_beside(
        &self,
        promised: &Promised,
        others: &[Other],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.may_beside(
            &self.all_promised_to(promised),
            Some(self.named(promised)),
            others,
            Reach::Message,
            now,
        )
    }

    pub(super) fn all_promised_to(&self, promised: &Promised) -> Vec<PersonNo> {
        let (mut people, may) = self.promised_to(promised);
        people.extend(may);
        people
    }

    /// Gives the name by which a letter's reader gave themselves, who need not be named in the family.
    fn rang_as(&self, to: Recipient) -> Option<Named<'_>> {
        let words = self.call.caller.name.as_deref().filter(|_| to == Recipient::Caller)?;
        Some(Named { words, loosely: !self.is_called_at_work() && self.family.meant_by(words).is_empty() })
    }

    /// Gives the words by which somebody is promised something.
    fn named<'w>(&self, promised: &'w Promised) -> Named<'w> {
        let words = &*promised.to;
        Named { words, loosely: promised.person.is_none() && self.family.meant_by(words).is_empty() }
    }

    /// Tells whether whoever rang rang in their work: two teachers are called Kate, and none of them is the mother.
    fn is_called_at_work(&self) -> bool {
        let kind = self.call.caller.kind;
        matches!(kind, Some(CallerKind::Professional | CallerKind::Police | CallerKind::Consultation))
    }

    /// Refuses to reach some people, or whoever is called so, in a way that another contact bars.
    fn may_beside(
        &self,
        people: &[PersonNo],
        named: Option<Named<'_>>,
        others: &[Other],
        way: Reach,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        for other in others {
            let barred = other.marked.iter().filter(|marked| way.is_barred(&marked.telling, now));
            for marked in barred {
                let here = |no: &PersonNo| is_same(other, marked, &self.family.get(*no)?.details);
                let by_person = people.iter().filter_map(here).any(|counts| counts);
                if by_person || named.is_some_and(|named| is_named(other, marked, named)) {
                    return Err(way.refusal(marked, &other.called()));
                }
            }
        }
        Ok(())
    }

    /// Refuses to send what says who rang to where the family lives, unless whoever rang lives there.
    pub(super) fn may_arrive(&self, to: Recipient, sent_to: &str) -> Result<(), Refusal> {
        let rang = self.caller_persons();
        let mut others =
            self.family.households.iter().filter(|home| !home.members.iter().any(|no| rang.contains(no)));
        let theirs =
            to == Recipient::Caller && others.any(|household| address::arrives_at(&household.place, sent_to));
        if theirs { Err(sent_to_family()) } else { Ok(()) }
    }
}

fn sent_to_family() -> Refusal {
    Refusal::new(
        "SentToFamily",
        "The family lives there, and this letter says who rang: send it to the caller's own address, or say first who of the family the caller is (Alt+i).",
    )
}

/// Tells whether words mean whoever rang.
pub(super) fn means_caller(words: &str) -> bool {
    const CALLER: [&str; 12] =
        ["the", "caller", "whoever", "who", "rang", "him", "her", "them", "he", "she", "they", "back"];
    let low = words.to_lowercase();
    let mut words = low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| CALLER.contains(&word))
}

/// Tells whether words name somebody who is marked elsewhere, and who need not be named here.
fn is_named(other: &Other, marked: &Person, named: Named<'_>) -> bool {
    let whole = marked.details.name.as_deref().and_then(|name| names_agree(name, named.words));
    let alone = || Family { people: vec![marked.clone()], ..Family::default() };
    whole.is_some_and(|words| words > 1)
        || named.loosely && other.is_of_family() && !alone().may_be_meant_by(named.words).is_empty()
}
