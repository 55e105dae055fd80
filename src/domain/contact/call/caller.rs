//! Who rings, and how we know it is them.

use serde::{Deserialize, Serialize};

use crate::domain::{ids::PersonNo, policy::CallerKind, value::YesNo};

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
    /// Whether we may ring back.
    pub ring_back: Option<YesNo>,
    /// The statutory code of who referred.
    pub source_code: Option<String>,
    /// The preferred way to be reached, in their words.
    pub prefers: Option<String>,
    /// The family member that the caller is, when they are one.
    #[serde(default)]
    pub is_person: Option<PersonNo>,
}

impl Caller {
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

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
