//! Where in a file a key stands, and which key stands at a place.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A TOML file with the place of every key and value.
pub(super) struct Document<'a> {
    text: &'a str,
    table: Spanned<DeTable<'a>>,
}

impl<'a> Document<'a> {
    /// Parses it; nothing when it is not TOML.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        DeTable::parse(text).ok().map(|table| Self { text, table })
    }

    /// Gives the line, from 1, of a key as `stages[3].prompts[0].words`; of its nearest parent where it is left out.
    pub(super) fn line_of(&self, key: &str) -> usize {
        let mut at = 0;
        let mut table = Some(self.table.get_ref());
        for step in key.split('.') {
            let (name, indices) = step.split_once('[').unwrap_or((step, ""));
            let Some((found, value)) = table.and_then(|t| t.iter().find(|(k, _)| k.get_ref() == name)) else {
                break;
            };
            at = found.span().start;
            let mut value = value;
            for index in indices.split(['[', ']']).filter_map(|index| index.parse::<usize>().ok()) {
                let Some(item) = value.get_ref().as_array().and_then(|array| array.get(index)) else { break };
                value = item;
                at = value.span().start;
            }
            table = value.get_ref().as_table();
        }
        line_at(self.text, at)
    }

    /// Gives the key whose own text or value stands at a byte.
    pub(super) fn key_at(&self, offset: usize) -> Option<String> {
        let mut best = None;
        visit(self.table.get_ref(), "", &mut |key, span| {
            let closer =
                best.as_ref().is_none_or(|(_, had): &(String, Range<usize>)| span.len() <= had.len());
            if span.contains(&offset) && closer {
                best = Some((key.to_owned(), span));
            }
        });
        best.map(|(key, _)| key)
    }
}

fn visit(table: &DeTable<'_>, above: &str, see: &mut impl FnMut(&str, Range<usize>)) {
    for (key, value) in table {
        let path =
            if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
        see(&path, key.span());
        visit_value(value, &path, see);
    }
}

fn visit_value(value: &Spanned<DeValue<'_>>, path: &str, see: &mut impl FnMut(&str, Range<usize>)) {
    see(path, value.span());
    match value.get_ref() {
        DeValue::Table(table) => visit(table, path, see),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit_value(item, &format!("{path}[{index}]"), see);
            }
        }
        _ => {}
    }
}

/// Gives the line, from 1, of a byte.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Gives what looks like a key on the line of a byte, for a file that is not TOML at all.
pub(super) fn key_before(text: &str, offset: usize) -> String {
    text.lines()
        .nth(line_at(text, offset) - 1)
        .map(|line| line.split('=').next().unwrap_or_default().trim().trim_matches(['[', ']']).to_owned())
        .unwrap_or_default()
}
