//! Whether what a profile says holds together; the first thing that does not is its fault.

mod hours;
mod letters;
mod outcomes;
mod script;
mod sharing;
mod tests_of_record;

use std::{collections::BTreeSet, fmt::Display};

use crate::domain::{ids::RuleId, policy::Policy};

/// What is wrong, and in which file under which key.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) file: &'static str,
    pub(super) key: String,
    pub(super) words: String,
}

type Checked = Result<(), Fault>;

/// One file under check.
#[derive(Clone, Copy)]
struct File<'a> {
    name: &'static str,
    policy: &'a Policy,
}

/// Checks a whole policy.
pub(super) fn policy(policy: &Policy) -> Checked {
    let file = |name| File { name, policy };
    let head = file("profile.toml");
    for (key, words) in [("id", &policy.id), ("name", &policy.name), ("version", &policy.version)] {
        head.said(key, words)?;
    }
    sources(file("sources.toml"))?;
    hours::check(file("hours.toml"))?;
    sharing::check(file("sharing.toml"))?;
    outcomes::check(file("outcomes.toml"))?;
    script::check(file("script.toml"))?;
    letters::check(file("letters.toml"))
}

fn sources(file: File<'_>) -> Checked {
    file.policy.sources.rules.iter().try_for_each(|(rule, words)| {
        file.said("rules", rule.as_str())?;
        file.said(&format!("rules.{rule}"), words)
    })
}

impl File<'_> {
    fn fault(self, key: impl Into<String>, words: impl Into<String>) -> Fault {
        Fault { file: self.name, key: key.into(), words: words.into() }
    }

    fn ensure(self, holds: bool, key: impl Into<String>, words: impl FnOnce() -> String) -> Checked {
        if holds { Ok(()) } else { Err(self.fault(key, words())) }
    }

    /// Refuses words that say nothing.
    fn said(self, key: &str, words: &str) -> Checked {
        self.ensure(!words.trim().is_empty(), key, || "it is empty".to_owned())
    }

    /// Refuses a list that has nothing in it.
    fn some<T>(self, key: &str, list: &[T]) -> Checked {
        self.ensure(!list.is_empty(), key, || "it needs at least one".to_owned())
    }

    /// Refuses a key that says nothing, and the second of two that are the same; `list` is the list's own key, `field` that of
    /// the items.
    fn unique<T: Ord + Display>(
        self,
        list: &str,
        field: &str,
        items: impl IntoIterator<Item = T>,
    ) -> Checked {
        let mut seen = BTreeSet::new();
        for (at, item) in items.into_iter().enumerate() {
            let key = format!("{list}[{at}].{field}");
            self.said(&key, &item.to_string())?;
            if seen.contains(&item) {
                return Err(self.fault(key, format!("`{item}` stands twice")));
            }
            seen.insert(item);
        }
        Ok(())
    }

    /// Refuses a rule whose source the profile does not name.
    fn rule(self, key: &str, rule: &RuleId) -> Checked {
        self.ensure(self.policy.sources.rules.contains_key(rule), key, || {
            format!("sources.toml does not name the rule `{rule}`")
        })
    }
}
