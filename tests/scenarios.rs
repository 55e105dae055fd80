//! Runs the scenarios: every rule as a short story a practitioner can read, told through the same door the desk uses.
//!
//! A file under `tests/scenarios` holds `[[scenario]]` tables: a title, the rules it shows, what was so before (`given`),
//! what somebody does (`when`), and what follows: `then` (what is so now), `events` (what the journal keeps), or `refused`
//! (with which code, and by which rule); `refuses` is a table of what is tried and refused, with the code and words of
//! each. `before` and `at` of a file hold for each of its scenarios. The people, and the
//! words that can be used, stand in `README.md` beside them.

mod away;
pub(crate) mod cast;
mod clock;
mod handover;
mod of_two;
mod run;
mod sentence;
mod statements;
mod steps;
mod visit;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use self::run::{Run, Stop};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    profile: Option<String>,
    #[serde(default)]
    before: Vec<String>,
    scenario: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: String,
    rules: Vec<String>,
    at: Option<String>,
    #[serde(default)]
    given: Vec<String>,
    #[serde(default)]
    when: Option<String>,
    /// What is tried one after the other, each with the code it is refused by and words of the refusal.
    #[serde(default)]
    refuses: Vec<[String; 3]>,
    #[serde(default)]
    events: Option<Vec<String>>,
    #[serde(default)]
    then: Vec<String>,
    refused: Option<String>,
    by: Option<String>,
    says: Option<String>,
}

#[test]
fn every_scenario_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no scenario file stands under {}", root.display());
    let policy = dutydesk::profile::load("southampton").unwrap();
    let (mut told, mut wrong) = (0, Vec::new());
    for path in &files {
        let shown = path.strip_prefix(&root).unwrap().display().to_string();
        let file: File = match toml::from_str(&fs::read_to_string(path).unwrap()) {
            Ok(file) => file,
            Err(error) => {
                wrong.push(format!("{shown}: {error}"));
                continue;
            }
        };
        let other = file.profile.as_deref().map(|name| dutydesk::profile::load(name).unwrap());
        for scenario in &file.scenario {
            told += 1;
            if let Err(words) = tell(&file, scenario, other.as_ref().unwrap_or(&policy)) {
                wrong.push(format!("{shown}: “{}”\n    {words}", scenario.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {told} scenarios do not hold:\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "toml") {
            into.push(path);
        }
    }
}

fn tell(file: &File, scenario: &Scenario, policy: &dutydesk::domain::policy::Policy) -> Result<(), String> {
    if scenario.rules.is_empty() {
        return Err("it names no rule".to_owned());
    }
    for rule in &scenario.rules {
        let known = policy.sources.rules.contains_key(&rule.as_str().into());
        if !known {
            return Err(format!("the profile knows no protocol for the rule `{rule}`"));
        }
    }
    let at = scenario.at.as_ref().or(file.at.as_ref()).ok_or("it says no time: `at`")?;
    let mut run = Run::new(policy, at)?;
    for step in file.before.iter().chain(&scenario.given) {
        run.step(step).map_err(|stop| match stop {
            Stop::Refused(no) => format!("given “{step}”\n    is refused as {}: {no}", no.code),
            Stop::Wrong(words) => format!("given “{step}”\n    {words}"),
        })?;
    }
    for [step, code, words] in &scenario.refuses {
        match run.step(step) {
            Err(Stop::Refused(no)) if no.code == code && no.words.contains(words) => {}
            Err(Stop::Refused(no)) => return Err(format!("“{step}” is refused as {}: {no}", no.code)),
            Err(Stop::Wrong(words)) => return Err(format!("“{step}”\n    {words}")),
            Ok(kinds) => return Err(format!("“{step}” is not refused, and gives {}", kinds.join(", "))),
        }
    }
    let Some(when) = &scenario.when else {
        let alone = scenario.refuses.is_empty() || scenario.refused.is_some() || scenario.events.is_some();
        return if alone {
            Err("nobody does anything in it: `when` or `refuses`".to_owned())
        } else {
            holds(&run, scenario)
        };
    };
    let outcome = run.step(when);
    match (outcome, &scenario.refused) {
        (Err(Stop::Wrong(words)), _) => return Err(format!("when “{when}”\n    {words}")),
        (Err(Stop::Refused(no)), None) => return Err(format!("it is refused as {}: {no}", no.code)),
        (Err(Stop::Refused(no)), Some(code)) => {
            if no.code != code {
                return Err(format!("it is refused as {} and not as {code}: {no}", no.code));
            }
            if let Some(rule) = &scenario.by
                && no.rule.as_ref().is_none_or(|by| by.as_str() != rule)
            {
                return Err(format!("the refusal comes from {:?} and not from {rule}", no.rule));
            }
            if let Some(words) = &scenario.says
                && !no.words.contains(words.as_str())
            {
                return Err(format!("the refusal does not say “{words}”: {no}"));
            }
        }
        (Ok(kinds), Some(code)) => {
            return Err(format!("it should be refused as {code}, and gives {}", kinds.join(", ")));
        }
        (Ok(kinds), None) => {
            if scenario.by.is_some() || scenario.says.is_some() {
                return Err("`by` and `says` go with `refused`".to_owned());
            }
            if let Some(wanted) = &scenario.events
                && *wanted != kinds
            {
                return Err(format!("the journal keeps [{}]", kinds.join(", ")));
            }
            if scenario.events.is_none() && scenario.then.is_empty() {
                return Err("it says nothing of what follows: `then`, `events` or `refused`".to_owned());
            }
        }
    }
    holds(&run, scenario)
}

fn holds(run: &Run<'_>, scenario: &Scenario) -> Result<(), String> {
    for statement in &scenario.then {
        run.holds(statement).map_err(|words| format!("then “{statement}”\n    {words}"))?;
    }
    Ok(())
}
