//! The facts that the worker reads aloud and the manager types: which contact, which agencies, until when.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::domain::{
    calendar::local,
    ids::{AgencyId, Reference},
};

const TAG: &[u8] = b"dutydesk.facts.v1";

/// What both sides must mean alike.
///
/// Agencies are known by a few letters: the initials where the key has several words (`health_visitor` is HV), else the
/// first three (`police` is POL). The end is day, month and time on the wall; no authority lasts so long that the year
/// would have to be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    reference: Reference,
    agencies: BTreeSet<String>,
    until: String,
}

/// Why facts cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadFacts {
    /// The reference.
    #[error("that is not a contact's reference: write it as C-1841, or only the number")]
    Reference,
    /// The agencies.
    #[error("write each agency by its letters, with a space between: POL HEA HV")]
    Agencies,
    /// The end.
    #[error("write the end as day, month and time: 24/11 09:00, or 24110900")]
    Until,
}

/// Gives the letters of an agency, as they are read out.
pub fn letters(agency: &AgencyId) -> String {
    letters_of(agency.as_str().split('_'))
}

fn letters_of<'a>(words: impl Iterator<Item = &'a str> + Clone) -> String {
    let several = words.clone().nth(1).is_some();
    let letters = words.flat_map(|word| word.chars().take(if several { 1 } else { 3 }));
    letters.flat_map(char::to_uppercase).collect()
}

impl Facts {
    /// Makes them of what stands on the record.
    pub fn new<'a>(
        reference: Reference,
        agencies: impl IntoIterator<Item = &'a AgencyId>,
        until: DateTime<Utc>,
    ) -> Self {
        let wall = local::to_local(until).naive_local();
        Self {
            reference,
            agencies: agencies.into_iter().map(letters).collect(),
            until: wall.format("%d/%m %H:%M").to_string(),
        }
    }

    /// Reads them as a manager types them; the order and the case of the agencies do not matter.
    pub fn read(reference: &str, agencies: &str, until: &str) -> Result<Self, BadFacts> {
        Ok(Self {
            reference: read_reference(reference)?,
            agencies: read_agencies(agencies)?,
            until: read_until(until)?,
        })
    }

    /// Gives the contact.
    pub fn reference(&self) -> Reference {
        self.reference
    }

    /// Gives the OCRA session: 64 hexadecimal digits of SHA-256 over `dutydesk.facts.v1` and [`Self`] as shown.
    pub fn session(&self) -> [u8; 64] {
        let digest = Sha256::new_with_prefix(TAG).chain_update(self.to_string()).finalize();
        let mut session = [0; 64];
        for (pair, byte) in session.chunks_exact_mut(2).zip(digest) {
            let digit = |half: u8| b"0123456789abcdef"[usize::from(half & 15)];
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte)]);
        }
        session
    }
}

/// Shows them as the bytes that are hashed: `C-1841; HEA POL; 24/11 09:00`.
impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let agencies: Vec<&str> = self.agencies.iter().map(String::as_str).collect();
        write!(f, "{}; {}; {}", self.reference, agencies.join(" "), self.until)
    }
}

/// Reads a reference.
pub fn read_reference(text: &str) -> Result<Reference, BadFacts> {
    text.parse().map_err(|_| BadFacts::Reference)
}

/// Reads agencies: letters or names, with spaces between; with commas between where a name has several words.
pub fn read_agencies(text: &str) -> Result<BTreeSet<String>, BadFacts> {
    let split: Vec<&str> = if text.contains([',', ';']) {
        text.split([',', ';']).collect()
    } else {
        text.split_whitespace().collect()
    };
    let mut agencies = BTreeSet::new();
    for name in split.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        if !name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '_') {
            return Err(BadFacts::Agencies);
        }
        let words = name.split(|c: char| c.is_whitespace() || c == '_').filter(|word| !word.is_empty());
        agencies.insert(letters_of(words));
    }
    if agencies.is_empty() { Err(BadFacts::Agencies) } else { Ok(agencies) }
}

/// Reads an end, and gives it as `24/11 09:00`.
pub fn read_until(text: &str) -> Result<String, BadFacts> {
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let parts: Option<[&str; 4]> = match runs.as_slice() {
        [all] if all.len() == 8 => Some([&all[..2], &all[2..4], &all[4..6], &all[6..]]),
        [date, time] if date.len() == 4 && time.len() == 4 => {
            Some([&date[..2], &date[2..], &time[..2], &time[2..]])
        }
        [day, month, time] if time.len() == 4 => Some([day, month, &time[..2], &time[2..]]),
        [day, month, hour, minute] if minute.len() == 2 => Some([day, month, hour, minute]),
        _ => None,
    };
    let known = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "/.:-".contains(c));
    let numbers =
        parts.filter(|_| known).map(|parts| parts.map(|part| part.parse::<u32>().unwrap_or(u32::MAX)));
    let [day, month, hour, minute] = numbers.ok_or(BadFacts::Until)?;
    // A leap year, so that every day of the calendar can be said.
    let date = NaiveDate::from_ymd_opt(2028, month, day).ok_or(BadFacts::Until)?;
    let time = NaiveTime::from_hms_opt(hour, minute, 0).ok_or(BadFacts::Until)?;
    Ok(date.and_time(time).format("%d/%m %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_heard_equals_what_was_frozen() {
        let agencies: Vec<AgencyId> = ["police", "health_visitor", "gp"].map(AgencyId::from).into();
        let frozen = Facts::new(Reference(1841), &agencies, "2026-07-01T08:00:00Z".parse().unwrap());
        assert_eq!(frozen.to_string(), "C-1841; GP HV POL; 01/07 09:00");
        for (reference, agencies, until) in [
            ("c-1841", "pol hv gp", "1/7 09:00"),
            ("1841", "Police, health visitor, GP", "01070900"),
            (" C-1841 ", "gp;health_visitor;police;police", "0107 0900"),
            ("1841", "GP HV POL", "1 7 9 00"),
            ("1841", "GP HV POL", "1.7. 0900"),
        ] {
            assert_eq!(Facts::read(reference, agencies, until).as_ref(), Ok(&frozen), "{agencies} {until}");
        }
        assert_eq!(frozen.session().len(), 64);
    }

    #[test]
    fn what_cannot_be_meant_is_asked_again() {
        assert_eq!(Facts::read("x", "gp", "01010900"), Err(BadFacts::Reference));
        for agencies in ["", " , ", "p0l", "pol/hea"] {
            assert_eq!(Facts::read("1", agencies, "01010900"), Err(BadFacts::Agencies), "{agencies}");
        }
        for until in
            ["", "9:00", "31/02 09:00", "01/13 09:00", "01/01 24:00", "24/11/2026 09:00", "1/1 9:0", "soon"]
        {
            assert_eq!(Facts::read("1", "gp", until), Err(BadFacts::Until), "{until}");
        }
    }

    #[test]
    fn the_profile_has_no_two_agencies_of_the_same_letters() {
        let policy = crate::profile::load("southampton").unwrap();
        let all: BTreeSet<String> =
            policy.sharing.agencies.iter().map(|agency| letters(&agency.id)).collect();
        assert_eq!(all.len(), policy.sharing.agencies.len(), "{all:?}");
    }
}
