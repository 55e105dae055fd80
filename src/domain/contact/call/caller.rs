//! Who rings, and how we know it is them.

use serde::{Deserialize, Serialize};

use crate::domain::{ids::PersonNo, input::phone, policy::CallerKind, shown::capital, value::YesNo};

/// The caller, as they gave themselves.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Caller {
    /// Which kind of person.
    pub kind: Option<CallerKind>,
    /// The name, raw; `None` while nobody asked.
    pub name: Option<String>,
    /// Whether they declined to give it.
    #[serde(default)]
    pub declined: bool,
    /// What they are to the child, or their work: "response officer".
    pub role: Option<String>,
    /// Their agency, in words.
    pub agency: Option<String>,
    /// The number, raw.
    pub number: Option<String>,
    /// What the telephone showed beside the number, raw: a line's name, which is nobody's who speaks on it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shown: Option<String>,
    /// The number that the telephone showed, raw, whatever stands as the caller's since.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shown_number: Option<String>,
    /// Whether we may ring back.
    pub ring_back: Option<YesNo>,
    /// The statutory code of who referred.
    pub source_code: Option<String>,
    /// The preferred way to be reached, in their words.
    pub prefers: Option<String>,
    /// The family member that the caller is, when they are one.
    #[serde(default)]
    pub is_person: Option<PersonNo>,
    /// Whether they may be named to the family, as they said; none while nobody asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wish: Option<Wish>,
}

/// What a caller said of being named to the family.
///
/// Source: Southampton one-minute guides (a caller may be anonymous, and then nothing is written back); Herefordshire (families
/// are not told who reported). They are not told as long as nobody asked, or where the caller wishes it so; of whoever said that
/// they may be named a letter may speak. Their number never goes out, and the record is given out without them in any case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wish {
    /// What they wish.
    pub naming: Naming,
    /// Their words, raw.
    #[serde(default)]
    pub words: String,
}

/// Whether a caller may be named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// They may be named.
    MayBeNamed,
    /// They wish to stay unnamed.
    Unnamed,
}

impl Naming {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Unnamed, Self::MayBeNamed];

    /// Gives the words a worker reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::MayBeNamed => "may be named",
            Self::Unnamed => "wishes to stay unnamed",
        }
    }

    /// Gives the key by which forms and JSON name it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MayBeNamed => "may_be_named",
            Self::Unnamed => "unnamed",
        }
    }
}

impl Wish {
    /// Says it, with the caller's own words.
    pub fn said(&self) -> String {
        let words = self.words.trim();
        let said = if words.is_empty() { String::new() } else { format!(": “{words}”") };
        format!("{}{said}", self.naming.words())
    }
}

impl Caller {
    /// Says for whoever writes what the caller wished of being named, or that nobody asked; nothing of a parent whom nobody asked.
    pub fn on_naming(&self) -> Option<String> {
        match (&self.wish, self.kind) {
            (Some(wish), _) => Some(format!("Whoever rang {}", wish.said())),
            (None, Some(CallerKind::Parent)) => None,
            (None, _) => Some("Nobody asked whoever rang whether they may be named (Alt+i)".to_owned()),
        }
    }

    /// Says the same of whoever rang in another contact of the family, in short: their own words may say who they are.
    pub fn on_naming_in(&self, called: &str) -> Option<String> {
        match (self.wish.as_ref().map(|wish| wish.naming), self.kind) {
            (Some(naming), _) => Some(format!("Whoever rang in {called} {}", naming.words())),
            (None, Some(CallerKind::Parent)) => None,
            (None, _) => Some(format!("Nobody asked whoever rang in {called} whether they may be named")),
        }
    }

    /// Tells whether they rang in no work of theirs and are none of the family's parents: then what they are to it gives them
    /// away as their name does.
    pub const fn is_known_by_relation(&self) -> bool {
        matches!(self.kind, None | Some(CallerKind::Public | CallerKind::Child | CallerKind::Councillor))
    }

    /// Tells whether they may live near the family, whatever was written down of them: the public rang, or somebody who is neither
    /// at work nor a parent and wishes to stay unnamed.
    pub fn may_be_a_neighbour(&self) -> bool {
        let unnamed = self.wish.as_ref().is_some_and(|wish| wish.naming == Naming::Unnamed);
        self.kind == Some(CallerKind::Public) || unnamed && self.is_known_by_relation()
    }

    /// Tells whether they rang in their work.
    pub const fn is_at_work(&self) -> bool {
        matches!(self.kind, Some(CallerKind::Professional | CallerKind::Police | CallerKind::Consultation))
    }

    /// Gives what would tell who rings, raw: their name, and what the telephone showed. Of an agency's line only the word
    /// that is its own, as "Fernmoor" of a primary school: the rest stands in every other sentence.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let shown = self.shown.as_deref().and_then(|shown| match self.kind {
            Some(CallerKind::Professional | CallerKind::Police | CallerKind::Consultation) => {
                shown.split_whitespace().map(bare).find(|word| word.chars().count() >= 4)
            }
            _ => Some(shown),
        });
        self.name.as_deref().into_iter().chain(shown)
    }

    /// Gives the number that the telephone showed, where another one stands as the caller's since.
    pub fn other_number(&self) -> Option<&str> {
        let digits = |text: &str| phone::read(text).ok().and_then(|number| number.digits);
        let shown = self.shown_number.as_deref().filter(|shown| !shown.trim().is_empty())?;
        let same = self.number.as_deref().is_some_and(|number| {
            number.trim() == shown.trim()
                || digits(number).is_some_and(|number| digits(shown) == Some(number))
        });
        (!same).then_some(shown)
    }

    /// Gives what the telephone showed, raw, as far as it stands nowhere else: "01632 960144, Fernmoor Primary School".
    pub fn telephone_showed(&self) -> Option<String> {
        let name = self.shown.as_deref().filter(|shown| !shown.trim().is_empty());
        let showed: Vec<&str> = self.other_number().into_iter().chain(name).collect();
        (!showed.is_empty()).then(|| showed.join(", "))
    }

    /// Gives the words by which the queue names the caller, raw: kind and role, never a member of the public's name.
    pub fn brief(&self) -> String {
        let kind = self.kind.map(CallerKind::words);
        let who = match self.kind {
            Some(CallerKind::Public | CallerKind::Child) => None,
            _ => self.role.as_deref().or(self.agency.as_deref()).filter(|text| !text.trim().is_empty()),
        };
        match (kind, who) {
            (Some(kind), Some(who)) => format!("{}, {who}", capital(kind)),
            (Some(kind), None) if self.declined => format!("{} (no name given)", capital(kind)),
            (Some(kind), None) => capital(kind),
            (None, Some(who)) => who.to_owned(),
            (None, None) if self.declined => "no name given".to_owned(),
            (None, None) => "caller not known yet".to_owned(),
        }
    }
}

fn bare(word: &str) -> &str {
    word.trim_end_matches("'s").trim_end_matches("’s")
}

/// How we know that the caller is who they say.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Identity {
    /// Nobody checked: the caller is listened to and told nothing.
    #[default]
    Unchecked,
    /// Rung back on a number from a directory, never on one the caller gave.
    RungBack {
        /// The number rung.
        number: String,
        /// Where it was looked up.
        directory: String,
    },
    /// The worker knows them.
    Known {
        /// How.
        how: String,
    },
    /// A police officer.
    Police {
        /// Collar number.
        collar: String,
        /// Incident number.
        incident: String,
    },
}

impl Identity {
    /// Tells whether the identity was checked in any way.
    pub const fn is_checked(&self) -> bool {
        !matches!(self, Self::Unchecked)
    }

    /// Gives the words of the header.
    pub fn words(&self) -> String {
        match self {
            Self::Unchecked => "identity unchecked: listen, tell nothing".to_owned(),
            Self::RungBack { number, directory } => format!("rung back on {number}, from {directory}"),
            Self::Known { how } => format!("known to the worker: {how}"),
            Self::Police { collar, incident } => format!("police, collar {collar}, incident {incident}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_the_telephone_showed_is_not_lost_to_a_mistyped_one() {
        let of = |number: &str| Caller {
            number: Some(number.to_owned()),
            shown: Some("Fernmoor Primary School".to_owned()),
            shown_number: Some("01632 960144".to_owned()),
            ..Caller::default()
        };
        for same in ["01632 960144", "01632960144", "+44 1632 960144"] {
            assert_eq!(of(same).telephone_showed().as_deref(), Some("Fernmoor Primary School"));
        }
        let showed = of("01632 96014").telephone_showed();
        assert_eq!(showed.as_deref(), Some("01632 960144, Fernmoor Primary School"));
        let old: Caller = serde_json::from_str(r#"{"number":"01632 96014","shown":"Fernmoor"}"#).unwrap();
        assert_eq!(old.telephone_showed().as_deref(), Some("Fernmoor"));
    }

    #[test]
    fn a_line_tells_who_rings_by_the_word_that_is_its_own() {
        let shown = |kind, shown: &str| {
            let caller = Caller { kind, shown: Some(shown.to_owned()), ..Caller::default() };
            caller.names().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(shown(Some(CallerKind::Professional), "Fernmoor Primary School"), ["Fernmoor"]);
        assert_eq!(shown(Some(CallerKind::Professional), "St Mark's Surgery"), ["Mark"]);
        assert_eq!(shown(Some(CallerKind::Public), "Jean Ashby"), ["Jean Ashby"]);
        assert_eq!(shown(None, "Jean Ashby"), ["Jean Ashby"]);
        let named = Caller { name: Some("Mrs Teal".to_owned()), ..Caller::default() };
        assert_eq!(named.names().collect::<Vec<_>>(), ["Mrs Teal"]);
    }
}
