//! A profile: one authority's own protocols as data, read into the plain structs of the domain's policy.
//!
//! Seven files make one. They are embedded, so that a desk needs nothing beside the program, and a folder of whole files
//! replaces them. Nothing is guessed: a profile with anything wrong in it is refused with the file, the line and the key.

mod check;
mod digest;
mod error;
mod place;

use std::{borrow::Cow, collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, de::DeserializeOwned};

pub use self::error::ProfileError;
use self::place::Document;
use crate::domain::{
    ids::{AgencyId, OutcomeLetter},
    policy::{Policy, outcomes::Outcomes},
};

/// The files of a profile, in the order of the digest.
const FILES: [&str; 7] = [
    "profile.toml",
    "hours.toml",
    "sharing.toml",
    "script.toml",
    "outcomes.toml",
    "letters.toml",
    "sources.toml",
];

/// The profiles inside the program: name, and the text of each of [`FILES`].
const EMBEDDED: [(&str, [&str; 7]); 3] = [
    ("southampton", SOUTHAMPTON),
    ("bromley", BROMLEY),
    (
        "building-bridges",
        with_own_hours(
            include_str!("building_bridges/profile.toml"),
            include_str!("building_bridges/hours.toml"),
        ),
    ),
];

const SOUTHAMPTON: [&str; 7] = [
    include_str!("southampton/profile.toml"),
    include_str!("southampton/hours.toml"),
    include_str!("southampton/sharing.toml"),
    include_str!("southampton/script.toml"),
    include_str!("southampton/outcomes.toml"),
    include_str!("southampton/letters.toml"),
    include_str!("southampton/sources.toml"),
];

/// Bromley's own; only the letters are those of the house, which name no authority.
const BROMLEY: [&str; 7] = [
    include_str!("bromley/profile.toml"),
    include_str!("bromley/hours.toml"),
    include_str!("bromley/sharing.toml"),
    include_str!("bromley/script.toml"),
    include_str!("bromley/outcomes.toml"),
    include_str!("southampton/letters.toml"),
    include_str!("bromley/sources.toml"),
];

/// Makes the profile of whoever works by Southampton's protocols in hours, and under names, of their own.
const fn with_own_hours(profile: &'static str, hours: &'static str) -> [&'static str; 7] {
    let [_, _, sharing, script, outcomes, letters, sources] = SOUTHAMPTON;
    [profile, hours, sharing, script, outcomes, letters, sources]
}

/// What `profile.toml` says: who this is, and what is called by another name here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    name: String,
    version: String,
    #[serde(default)]
    agencies: BTreeMap<AgencyId, String>,
    #[serde(default)]
    outcomes: BTreeMap<OutcomeLetter, Named>,
}

/// What an outcome is called, and who takes its work.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    team: String,
}

/// The text of a whole profile, one for each of [`FILES`].
type Texts<'a> = [Cow<'a, str>; 7];

/// Gives the names of the profiles inside the program.
pub fn embedded() -> &'static [&'static str] {
    const NAMES: [&str; EMBEDDED.len()] = {
        let mut names = [""; EMBEDDED.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = EMBEDDED[at].0;
            at += 1;
        }
        names
    };
    &NAMES
}

/// Loads a profile that is inside the program.
pub fn load(name: &str) -> Result<Policy, ProfileError> {
    let Some(texts) = built_in(name) else {
        return Err(ProfileError::whole(
            name,
            format!("no profile of this name is in the program: choose {}", embedded().join(" or ")),
        ));
    };
    read(name, &texts.map(Cow::Borrowed), &[])
}

/// Loads a profile from a folder; a whole file there takes the place of the embedded one of the same name.
pub fn load_from(dir: &Path) -> Result<Policy, ProfileError> {
    let shown = dir.display().to_string();
    let mut own: [Option<String>; 7] = Default::default();
    let unreadable = |what: &Path, error: &std::io::Error| {
        ProfileError::whole(&what.display().to_string(), format!("it cannot be read ({error})"))
    };
    for entry in fs::read_dir(dir).map_err(|error| unreadable(dir, &error))? {
        let path = entry.map_err(|error| unreadable(dir, &error))?.path();
        if path.extension().is_none_or(|ext| ext != "toml") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(at) = FILES.iter().position(|file| *file == name) else {
            return Err(ProfileError::whole(
                &path.display().to_string(),
                format!("a profile has no such file: it has {}", FILES.join(", ")),
            ));
        };
        own[at] = Some(fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?);
    }
    let base = match &own[0] {
        Some(text) => Some(parse::<Head>(&shown, FILES[0], text)?.id),
        None => dir.file_name().map(|name| name.to_string_lossy().into_owned()),
    };
    let base = base.as_deref().and_then(built_in);
    let here: Vec<&str> =
        FILES.iter().zip(&own).filter(|(_, own)| own.is_some()).map(|(file, _)| *file).collect();
    let mut texts: Texts<'_> = Default::default();
    for (at, text) in own.into_iter().enumerate() {
        texts[at] = match (text, base) {
            (Some(text), _) => Cow::Owned(text),
            (None, Some(base)) => Cow::Borrowed(base[at]),
            (None, None) => {
                let missing = dir.join(FILES[at]).display().to_string();
                let words = "it is missing, and no profile in the program has it under this folder's name";
                return Err(ProfileError::whole(&missing, words.to_owned()));
            }
        };
    }
    read(&shown, &texts, &here)
}

fn built_in(name: &str) -> Option<[&'static str; 7]> {
    EMBEDDED.iter().find(|(id, _)| *id == name).map(|(_, texts)| *texts)
}

/// Reads and checks seven texts; `from` is the folder's name, for errors, and `here` what lies in it, where it is a folder.
fn read(from: &str, texts: &Texts<'_>, here: &[&str]) -> Result<Policy, ProfileError> {
    let [head, hours, sharing, script, outcomes, letters, sources] = texts;
    let head: Head = parse(from, FILES[0], head)?;
    // The largest first: what reading it took is free again for the others, and the program holds that much less ever after.
    let outcomes = parse::<Outcomes>(from, FILES[4], outcomes)?.settled();
    let policy = Policy {
        id: head.id.clone(),
        name: head.name.clone(),
        version: head.version.clone(),
        digest: digest::of(FILES.iter().zip(texts).map(|(file, text)| (*file, text.as_bytes()))),
        hours: parse(from, FILES[1], hours)?,
        sharing: parse(from, FILES[2], sharing)?,
        script: parse(from, FILES[3], script)?,
        outcomes,
        letters: parse(from, FILES[5], letters)?,
        sources: parse(from, FILES[6], sources)?,
    };
    match head.rename(policy).and_then(|policy| check::policy(&policy).map(|()| policy)) {
        Ok(policy) => Ok(policy),
        Err(fault) => {
            // The lines are looked up only now: a sound profile is parsed once.
            let text = FILES.iter().position(|file| *file == fault.file).map_or("", |at| &texts[at]);
            let line = Document::parse(text).map_or(1, |document| document.line_of(&fault.key));
            // A file that is not in the folder is not to be looked for there: it is the program's that does not fit what is.
            let lent = !here.is_empty() && !here.contains(&fault.file);
            let (file, words) = if lent {
                let (file, own) = (fault.file, here.join(" and "));
                (
                    format!("{from}, the built-in {file}"),
                    format!(
                        "{}; the folder has no {file} of its own, and the built-in one does not fit its {own}",
                        fault.words
                    ),
                )
            } else {
                (format!("{from}/{}", fault.file), fault.words)
            };
            Err(ProfileError { file, line, key: fault.key, words })
        }
    }
}

impl Head {
    /// Gives agencies and outcomes the names they have here.
    fn rename(self, mut policy: Policy) -> Result<Policy, check::Fault> {
        let unknown = |key: String, what: &str| check::Fault {
            file: FILES[0],
            words: format!("the profile has no {what} of that key"),
            key,
        };
        for (id, name) in self.agencies {
            let known = policy.sharing.agencies.iter_mut().find(|agency| agency.id == id);
            known.ok_or_else(|| unknown(format!("agencies.{id}"), "agency"))?.name = name;
        }
        for (letter, Named { name, team }) in self.outcomes {
            let known = policy.outcomes.outcome.iter_mut().find(|outcome| outcome.letter == letter);
            let known = known.ok_or_else(|| unknown(format!("outcomes.{letter}"), "outcome"))?;
            (known.name, known.team) = (name, Some(team));
        }
        Ok(policy)
    }
}

fn parse<T: DeserializeOwned>(from: &str, file: &str, text: &str) -> Result<T, ProfileError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        ProfileError {
            file: format!("{from}/{file}"),
            line: place::line_at(text, offset),
            key: Document::parse(text)
                .and_then(|document| document.key_at(offset))
                .unwrap_or_else(|| place::key_before(text, offset)),
            words: error.message().trim().replace('\n', ", "),
        }
    })
}

#[cfg(test)]
mod tests;
