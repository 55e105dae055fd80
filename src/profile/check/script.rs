//! Checks the conversation model.

use super::{Checked, File, tests_of_record};
use crate::domain::{
    ids::FieldKey,
    policy::{
        CallerKind,
        script::{FieldKind, Stage},
    },
};

/// The most characters of a prompt or of a card's line: two of them show in a pane of forty columns.
const PROMPT: usize = 160;

/// The questions that the program itself reads, and the kind each must have.
const QUESTIONS: [(&str, &str); 26] = [
    ("contract.purpose", "choice"),
    ("contract.consent_asked", "choice"),
    ("contract.consent_why", "text"),
    ("contract.wait", "yes_no"),
    ("safety.danger", "yes_no"),
    ("safety.where", "text"),
    ("safety.with", "text"),
    ("story.what", "text"),
    ("story.source", "choices"),
    ("voice.words", "text"),
    ("voice.why_not", "text"),
    ("worries.worry", "text"),
    ("worries.impact", "text"),
    ("worries.scale", "number"),
    ("strengths.known", "text"),
    ("tried.done", "text"),
    ("tried.view", "text"),
    ("views.asked", "text"),
    ("thinking.confirmed", "yes_no"),
    ("thinking.hypotheses", "list"),
    ("close.no_steps", "line"),
    ("close.told", "yes_no"),
    ("s47.test", "yes_no"),
    ("analysis.harm", "text"),
    ("analysis.least", "text"),
    ("analysis.level", "choice"),
];

pub(super) fn check(file: File<'_>) -> Checked {
    let script = &file.policy.script;
    file.said("version", &script.version)?;
    for (at, stage) in script.stages.iter().enumerate() {
        file.ensure(usize::from(stage.number.0) == at, format!("stages[{at}].number"), || {
            format!("stage {} stands where stage {at} belongs", stage.number.0)
        })?;
    }
    file.ensure(script.stages.len() == 13, "stages", || {
        format!("there are stages 0 to 12, and here are {}", script.stages.len())
    })?;
    for (at, one) in script.stages.iter().enumerate() {
        stage(file, &format!("stages[{at}]"), one)?;
    }
    once(file, "listen", "id", |stage| stage.listen.iter().map(|chip| chip.id.as_str()).collect())?;
    once(file, "capture", "key", |stage| stage.capture.iter().map(|capture| capture.key.as_str()).collect())?;
    for (key, kind) in QUESTIONS {
        let Some((_, capture)) = script.capture(&FieldKey::new(key)) else {
            return Err(file.fault("stages", format!("the question `{key}` is missing")));
        };
        file.ensure(name(&capture.kind) == kind, "stages", || {
            format!("the question `{key}` must be a {kind}, not a {}", name(&capture.kind))
        })?;
    }
    file.unique("paths", "chip", script.paths.iter().map(|path| &path.chip))?;
    for (at, path) in script.paths.iter().enumerate() {
        let key = format!("paths[{at}]");
        let mut chips = script.stages.iter().flat_map(|stage| &stage.listen);
        file.ensure(chips.any(|chip| chip.id == path.chip), format!("{key}.chip"), || {
            format!("no stage listens for `{}`", path.chip)
        })?;
        file.said(&format!("{key}.words"), &path.words)?;
        file.ensure((4..=6).contains(&path.card.len()), format!("{key}.card"), || {
            format!("a card has four to six lines, and this has {}", path.card.len())
        })?;
        for (line, words) in path.card.iter().enumerate() {
            fits(file, &format!("{key}.card[{line}]"), words)?;
        }
        for (to, letter) in path.leads_to.iter().enumerate() {
            file.ensure(
                file.policy.outcomes.get(*letter).is_some(),
                format!("{key}.leads_to[{to}]"),
                || format!("no outcome has the letter {letter}"),
            )?;
        }
    }
    Ok(())
}

fn stage(file: File<'_>, key: &str, stage: &Stage) -> Checked {
    for (field, words) in [("short", &stage.short), ("title", &stage.title), ("purpose", &stage.purpose)] {
        file.said(&format!("{key}.{field}"), words)?;
    }
    for (at, prompt) in stage.prompts.iter().enumerate() {
        let key = format!("{key}.prompts[{at}]");
        fits(file, &format!("{key}.words"), &prompt.words)?;
        one_way(file, &key, &prompt.callers, &prompt.not_callers)?;
    }
    for (at, chip) in stage.listen.iter().enumerate() {
        file.said(&format!("{key}.listen[{at}].words"), &chip.words)?;
    }
    for (at, capture) in stage.capture.iter().enumerate() {
        let key = format!("{key}.capture[{at}]");
        file.said(&format!("{key}.words"), &capture.words)?;
        tests_of_record::kind(file, &format!("{key}.kind"), &capture.kind)?;
        one_way(file, &key, &capture.callers, &capture.not_callers)?;
        for (name, test) in [("when", &capture.when), ("needed_when", &capture.needed_when)] {
            if let Some(test) = test {
                tests_of_record::check(file, &format!("{key}.{name}"), test, &[])?;
            }
        }
        if let Some(instead) = &capture.instead {
            file.ensure(file.policy.script.capture(instead).is_some(), format!("{key}.instead"), || {
                format!("the script has no question `{instead}` that could be answered instead")
            })?;
        }
    }
    Ok(())
}

fn fits(file: File<'_>, key: &str, words: &str) -> Checked {
    file.said(key, words)?;
    let count = words.chars().count();
    file.ensure(count <= PROMPT, key, || {
        format!("{count} characters are too many to say: {PROMPT} is the most")
    })
}

fn one_way(file: File<'_>, key: &str, callers: &[CallerKind], not: &[CallerKind]) -> Checked {
    file.ensure(callers.is_empty() || not.is_empty(), format!("{key}.not_callers"), || {
        "it names callers and callers left out: name one of the two".to_owned()
    })
}

/// Refuses what has no name, or stands twice anywhere in the script.
fn once<'a>(file: File<'a>, list: &str, field: &str, of: impl Fn(&'a Stage) -> Vec<&'a str>) -> Checked {
    let mut seen = std::collections::BTreeSet::new();
    for (at, stage) in file.policy.script.stages.iter().enumerate() {
        for (within, id) in of(stage).into_iter().enumerate() {
            let key = format!("stages[{at}].{list}[{within}].{field}");
            file.said(&key, id)?;
            file.ensure(seen.insert(id), key, || format!("`{id}` stands twice in the script"))?;
        }
    }
    Ok(())
}

fn name(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Line => "line",
        FieldKind::Text => "text",
        FieldKind::YesNo => "yes_no",
        FieldKind::Choice { .. } => "choice",
        FieldKind::Choices { .. } => "choices",
        FieldKind::Number { .. } => "number",
        FieldKind::Date => "date",
        FieldKind::List { .. } => "list",
    }
}
