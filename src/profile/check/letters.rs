//! Checks the letters.

use minijinja::Environment;

use super::{Checked, File};
use crate::domain::policy::letters::{Audience, Template};

/// What a template can name.
const WORDS: [&str; 18] = [
    "caller_name",
    "reference",
    "date",
    "worker",
    "authority",
    "number",
    "spoken",
    "unspoken",
    "children",
    "steps",
    "own_steps",
    "meetings",
    "next_steps",
    "signposts",
    "complaints",
    "disagree",
    "reason",
    "loop",
];

/// What a letter to the public cannot name: a child stands in it, or may in a worker's free words.
const ABOUT_A_CHILD: [&str; 6] = ["children", "steps", "own_steps", "meetings", "next_steps", "reason"];

pub(super) fn check(file: File<'_>) -> Checked {
    let letters = &file.policy.letters;
    file.unique("template", "id", letters.template.iter().map(|template| &template.id))?;
    for (at, one) in letters.template.iter().enumerate() {
        template(file, &format!("template[{at}]"), one)?;
    }
    for audience in [Audience::Professional, Audience::Public, Audience::Family, Audience::Child] {
        file.ensure(
            letters.template.iter().any(|template| template.audience == audience),
            "template",
            || format!("no template is for the audience {audience:?}"),
        )?;
    }
    file.some("source_code", &letters.source_code)?;
    file.unique("source_code", "code", letters.source_code.iter().map(|code| &code.code))?;
    for (at, code) in letters.source_code.iter().enumerate() {
        file.said(&format!("source_code[{at}].code"), &code.code)?;
        file.said(&format!("source_code[{at}].label"), &code.label)?;
    }
    for (at, phrase) in letters.stock_phrases.iter().enumerate() {
        file.said(&format!("stock_phrases[{at}]"), phrase)?;
    }
    if let Some(number) = &letters.number {
        file.said("number", number)?;
    }
    file.said("complaints", &letters.complaints)?;
    file.said("disagree", &letters.disagree)
}

fn template(file: File<'_>, key: &str, one: &Template) -> Checked {
    file.said(&format!("{key}.title"), &one.title)?;
    let body = format!("{key}.body");
    file.said(&body, &one.body)?;
    let environment = Environment::new();
    let parsed = environment.template_from_str(&one.body).map_err(|error| {
        let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        let line = error.line().unwrap_or(1);
        file.fault(&body, format!("the template cannot be read: {what} (its line {line})"))
    })?;
    let mut named: Vec<String> = parsed.undeclared_variables(false).into_iter().collect();
    named.sort_unstable();
    for word in &named {
        file.ensure(WORDS.contains(&word.as_str()), &body, || {
            format!("a letter knows nothing called `{word}`")
        })?;
        file.ensure(
            one.audience != Audience::Public || !ABOUT_A_CHILD.contains(&word.as_str()),
            &body,
            || "a letter to the public can say nothing about a child".to_owned(),
        )?;
    }
    Ok(())
}
