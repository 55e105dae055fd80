//! The mark *no lone visits* is the family's, and not one call's: what the board keeps of it, and by what another contact
//! shows to be of the same family.
//!
//! Source: Barnsley protocol for parents and carers who need additional support (situations of lone working are avoided).
//! Two contacts that are attached are one family. The same child, the same family member's number, or the same address is a
//! match: it counts until whoever goes says why it is another family. Names, days of birth and addresses are compared as far
//! as both are written; a match too many costs a line, one too few may cost a worker their safety.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{super::Stamp, Contact, LoneWord, NoLoneVisits};
use crate::domain::{
    board::{Entry, Kind},
    calendar::words,
    ids::{ContactId, Reference, StaffId},
    input::{address::unshortened, born::Born, phone},
    policy::CallerKind,
};

/// The mark as it stands on a contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Marked {
    /// Why nobody goes there alone.
    pub why: String,
    /// Who marked the family.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Marked {
    /// Makes it from what was recorded; none where the mark was taken away.
    pub(super) fn of(set: &NoLoneVisits, stamp: Stamp) -> Option<Self> {
        Some(Self { why: set.why.clone()?, by: stamp.by, at: stamp.at })
    }
}

/// A mark that does not stand any more: it was lifted, or another reason was written in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlierMark {
    /// The mark as it stood.
    pub marked: Marked,
    /// Who ended it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the family was not marked after that.
    pub lifted: bool,
    /// Why it was lifted, where that was asked.
    pub why: Option<String>,
}

/// A child as they are compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChildTrace {
    /// The name, raw.
    pub name: String,
    /// The day of birth, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<NaiveDate>,
}

/// By what the family of a contact is known again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Traces {
    /// The children who have a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ChildTrace>,
    /// The caller's number (digits only), where the caller is of the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where they live, raw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
}

/// A mark as its line of the board keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The reference of the contact that carries it.
    pub reference: Reference,
    /// The mark.
    #[serde(flatten)]
    pub marked: Marked,
    /// By what the family is known again.
    pub traces: Traces,
    /// Managers' words by which somebody may go although, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<LoneWord>,
}

impl Mark {
    /// Says by what its family is that of a contact with these traces, or of where a visit goes; what is surest comes first.
    pub fn same(&self, attached: bool, traces: &Traces, going_to: Option<&str>) -> Vec<Same> {
        attached.then_some(Same::Attached).into_iter().chain(traces.same(&self.traces, going_to)).collect()
    }

    /// Gives the last word by which somebody may go there alone now.
    pub fn word(&self, visitor: StaffId, now: DateTime<Utc>) -> Option<&LoneWord> {
        LoneWord::standing(&self.words, visitor, now)
    }
}

/// By what two contacts are of the same family, or may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Same {
    /// It is the one that was named, where its record cannot be read.
    Itself,
    /// They are attached to each other.
    Attached,
    /// They name the same child: the same name, and the same day of birth or the same address.
    Child(ChildTrace),
    /// Somebody of the family rang both times, from the same number.
    Number,
    /// They live at the same address, or the visit goes there.
    Address,
}

impl Same {
    /// Gives the key by which the journal keeps it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Attached => "attached",
            Self::Child(_) => "child",
            Self::Number => "number",
            Self::Address => "address",
        }
    }

    /// Says what was compared; an address stays out, it may be protected.
    fn words(&self) -> String {
        match self {
            Self::Itself => "the one that was named".to_owned(),
            Self::Attached => "attached to this one".to_owned(),
            Self::Child(child) => match child.born {
                Some(born) => format!("{}, born {}", child.name, words::day(born)),
                None => format!("{}, at the same address", child.name),
            },
            Self::Number => "rung from the same number".to_owned(),
            Self::Address => "the same address".to_owned(),
        }
    }
}

/// A mark on another contact that is, or may be, of the same family.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The contact that carries it.
    pub contact: ContactId,
    /// The mark.
    pub mark: Mark,
    /// The name of whoever marked it.
    pub by: String,
    /// By what it is the same family, what is surest first; never empty.
    pub same: Vec<Same>,
    /// Whether the record is restricted to people who are named.
    pub restricted: bool,
    /// Whether the record is closed to whoever asks: they are told that there is one, and nothing of it.
    pub closed: bool,
}

impl Found {
    /// Tells whether it is a match that may be another family's; what is attached is not, nor what nobody here may read.
    pub fn may_be_anothers(&self) -> bool {
        !self.closed && !self.is_itself() && !self.same.contains(&Same::Attached)
    }

    /// Tells whether it is the contact that was named.
    pub fn is_itself(&self) -> bool {
        self.same.contains(&Same::Itself)
    }

    /// Says it in a line: where it stands, by what it is the same family, who marked it when, and why.
    pub fn line(&self) -> String {
        if self.closed {
            return "a record closed to you is marked: no lone visits".to_owned();
        }
        let same = self.same.iter().map(Same::words).collect::<Vec<_>>().join("; ");
        let Mark { reference, marked, .. } = &self.mark;
        let at = words::stamp(marked.at);
        format!("{reference}: {same}, marked no lone visits by {} on {at}: {}", self.by, marked.why.trim())
    }

    /// Leaves nothing in it that somebody may not read to whom the record is closed.
    #[must_use]
    pub fn veiled(self) -> Self {
        if !self.closed {
            return self;
        }
        let marked = Marked { why: String::new(), ..self.mark.marked };
        let mark = Mark { marked, traces: Traces::default(), words: Vec::new(), ..self.mark };
        Self { mark, by: String::new(), same: Vec::new(), ..self }
    }
}

impl Contact {
    /// Gives by what its family is known again.
    pub fn traces(&self) -> Traces {
        let children = self.family.children().filter_map(|child| {
            let name = child.details.name.clone().filter(|name| !tokens(name).is_empty())?;
            let born = match child.details.born {
                Some(Born::Date(day)) => Some(day),
                _ => None,
            };
            Some(ChildTrace { name, born })
        });
        let caller = &self.call.caller;
        let is_family =
            caller.is_person.is_some() || matches!(caller.kind, Some(CallerKind::Parent | CallerKind::Child));
        let number = caller.number.as_deref().filter(|_| is_family);
        let places = self.family.households.iter().map(|household| household.place.clone());
        Traces {
            children: children.collect(),
            number: number.and_then(|raw| phone::read(raw).ok()).and_then(|number| number.digits),
            places: places.filter(|place| !place.trim().is_empty()).collect(),
        }
    }

    /// Gives the mark's line of the board, while it stands: also of a contact that is closed.
    pub(super) fn mark_board(&self) -> Option<Entry> {
        let marked = self.night.no_lone.clone()?;
        let (traces, words) = (self.traces(), self.night.allowed.clone());
        let mark = Mark { reference: self.reference, marked, traces, words };
        Some(Entry::new(Kind::NoLone, self.id.0, &mark))
    }
}

impl Traces {
    /// Compares two families, and where a visit goes.
    fn same(&self, other: &Self, going_to: Option<&str>) -> Vec<Same> {
        let at_home = self.places.iter().any(|here| other.places.iter().any(|there| same_place(here, there)));
        let goes_there = going_to.is_some_and(|to| other.places.iter().any(|there| same_place(to, there)));
        let mut same: Vec<Same> = Vec::new();
        for mine in &self.children {
            let theirs = other.children.iter().find(|theirs| {
                same_name(&mine.name, &theirs.name)
                    && match (mine.born, theirs.born) {
                        (Some(mine), Some(theirs)) => mine == theirs,
                        _ => at_home,
                    }
            });
            // Said as the marked record says it.
            same.extend(theirs.map(|theirs| {
                let born = theirs.born.filter(|_| mine.born.is_some());
                Same::Child(ChildTrace { name: theirs.name.clone(), born })
            }));
        }
        if self.number.is_some() && self.number == other.number {
            same.push(Same::Number);
        }
        if at_home || goes_there {
            same.push(Same::Address);
        }
        same
    }
}

/// Tells whether two names can be one child's: every word of the shorter is one of the longer.
pub(in crate::domain::contact) fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// Tells whether two addresses can be one: the same words, or one stands whole within the other and has a number in it.
fn same_place(a: &str, b: &str) -> bool {
    let street = |text: &str| -> Vec<String> { tokens(text).into_iter().map(unshortened).collect() };
    let (a, b) = (street(a), street(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words
    };
    let has_number = short.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let whole = short.len() > 1 && has_number && long.windows(short.len()).any(|part| part == short);
    whole || sorted(&short) == sorted(&long)
}

/// Gives the words of a text without case, accents, apostrophes and punctuation.
pub(in crate::domain::contact) fn tokens(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | '`' | '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() => unaccented(c, &mut plain),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Writes a small letter without its accent.
fn unaccented(c: char, to: &mut String) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ß' => "ss",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => return to.push(other),
    };
    to.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_as_far_as_both_are_written() {
        for (a, b) in [
            ("Noor Example", "noor  EXAMPLE"),
            ("Example, Noor", "Noor Example"),
            ("Zoë O’Neill", "Zoe O'Neill"),
            ("Noor", "Noor Example"),
            ("Jean-Luc Marsh", "Jean Luc Marsh"),
            ("Zoe\u{308} Marsh", "Zoë Marsh"),
        ] {
            assert!(same_name(a, b), "{a} and {b}");
            assert!(same_name(b, a), "{b} and {a}");
        }
        for (a, b) in
            [("Noor Example", "Nora Example"), ("Noor Quill", "Noor Example"), ("", "Noor"), ("–", "–")]
        {
            assert!(!same_name(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn addresses_are_the_same_as_far_as_both_are_written() {
        for (a, b) in [
            ("12 Harbour Lane", "12 harbour ln, Southampton SO14 2AA"),
            ("12 Harbour Lane", "Flat 3, 12 Harbour Lane"),
            ("12 Harbour Lane, flat 3", "Flat 3, 12 Harbour Lane"),
            ("Hatch Road 4", "4 Hatch Rd."),
            ("the caravan behind the Ship", "The caravan, behind the Ship"),
        ] {
            assert!(same_place(a, b), "{a} and {b}");
            assert!(same_place(b, a), "{b} and {a}");
        }
        for (a, b) in [
            ("12 Harbour Lane", "112 Harbour Lane"),
            ("Flat 3, 12 Harbour Lane", "Flat 4, 12 Harbour Lane"),
            ("Harbour Lane", "12 Harbour Lane"),
            ("12", "12 Harbour Lane"),
            ("", ""),
        ] {
            assert!(!same_place(a, b), "{a} and {b}");
        }
    }

    fn family(name: &str, born: Option<&str>, place: &str) -> Traces {
        let born = born.map(|day| day.parse().unwrap());
        let child = ChildTrace { name: name.to_owned(), born };
        Traces { children: vec![child], number: None, places: vec![place.to_owned()] }
    }

    fn keys(same: &[Same]) -> Vec<&'static str> {
        same.iter().map(Same::key).collect()
    }

    #[test]
    fn a_child_is_the_same_by_the_day_of_birth_or_by_the_address() {
        let marked = family("Noor Example", Some("2016-03-04"), "12 Harbour Lane");
        let of = |name, born, place| keys(&family(name, born, place).same(&marked, None));
        assert_eq!(of("Noor Example", Some("2016-03-04"), "4 Mill Lane"), ["child"]);
        assert_eq!(of("Noor Example", None, "12 Harbour Ln"), ["child", "address"]);
        // Two days of birth that differ are two children, wherever they live.
        assert_eq!(of("Noor Example", Some("2019-03-04"), "12 Harbour Lane"), ["address"]);
        assert!(of("Noor Example", Some("2019-03-04"), "4 Mill Lane").is_empty());
        assert!(of("Noor Example", None, "4 Mill Lane").is_empty());
        // Where the visit goes is enough, also with no contact named.
        assert_eq!(
            keys(&Traces::default().same(&marked, Some("12 Harbour Lane, by the back door"))),
            ["address"]
        );
    }
}
