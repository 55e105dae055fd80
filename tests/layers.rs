//! Keeps the house standing: arrows between the layers point downwards only, and the domain knows no clock, disk or chance.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What each layer may import beside itself, ground floor first.
const MAY: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("profile", &["domain"]),
    ("store", &["domain", "profile"]),
    // One format per file, and pure: the desk writes its letters by it.
    ("exchange", &["domain", "profile"]),
    ("desk", &["domain", "profile", "store", "exchange"]),
    // Of the desk the screens know the plain types of its protocol and nothing else; never the store.
    // The letter pane shows a checker what the exchange finds in a text.
    ("ui", &["domain", "desk", "exchange"]),
    ("runtime", &["domain", "profile", "store", "desk", "exchange", "ui"]),
    ("cli", &["domain", "profile", "store", "desk", "exchange", "ui", "runtime"]),
];

/// What the screens may name of the desk.
const PLAIN: [&str; 6] = ["protocol", "found", "error", "Request", "Answer", "DeskError"];

/// What only the outside knows: the time, the disk, the network, chance, threads, the terminal.
const OUTSIDE: [&str; 22] = [
    "Utc::now",
    "Local::now",
    "SystemTime",
    "std::time::Instant",
    "Instant::now",
    "thread::sleep",
    "now_v7",
    "new_v4",
    "rand::",
    "getrandom",
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "File::open",
    "rusqlite",
    "tokio",
    "ratatui",
    "crossterm",
    "tracing::",
];

/// What ends a program in the middle of a sentence.
const PANICS: [&str; 8] = [
    ".unwrap()",
    ".expect(",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
    "assert!(",
    "assert_eq!(",
];

fn source(under: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(under);
    let mut files = Vec::new();
    let mut open = vec![root];
    while let Some(dir) = open.pop() {
        let Ok(entries) = fs::read_dir(&dir) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files.sort();
    files
}

/// Takes comments and texts in quotes out, so that only code is read; a file of unit tests, or its part, is left out.
fn code(path: &Path, text: &str) -> String {
    let tests = path.components().any(|part| part.as_os_str() == "tests")
        || path.file_name().is_some_and(|name| name == "tests.rs" || name == "fixture.rs");
    if tests {
        return String::new();
    }
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut code = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        let mut quoted = false;
        let mut before = ' ';
        for c in line.chars() {
            if c == '"' && before != '\\' && before != '\'' {
                quoted = !quoted;
            } else if !quoted {
                code.push(c);
            }
            before = c;
        }
        code.push('\n');
    }
    code
}

/// Finds every path that begins at the crate, those in braces too, as `store::keys::Keys`.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        tree("", &code[at + "crate::".len()..], &mut found);
    }
    found
}

/// Reads one path of a tree and gives how far it went.
fn tree(before: &str, text: &str, found: &mut Vec<String>) -> usize {
    let path: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
    let mut at = path.len();
    if !text[at..].starts_with('{') {
        found.push(format!("{before}{path}"));
        return at;
    }
    let before = format!("{before}{path}");
    at += 1;
    while let Some(c) = text[at..].chars().next() {
        if c == '}' {
            return at + 1;
        }
        let whole = c.is_alphanumeric() || c == '_';
        at += if whole { tree(&before, &text[at..], found) } else { c.len_utf8() };
    }
    at
}

#[test]
fn arrows_point_downwards() {
    let layers: Vec<&str> = MAY.iter().map(|(layer, _)| *layer).collect();
    let mut wrong = Vec::new();
    for (path, text) in source("") {
        let within = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap().to_owned();
        let first = within.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        // `main` and the crate's own page stand above the layers.
        let Some((layer, may)) = MAY.iter().find(|(layer, _)| *layer == first) else {
            if !["main", "lib"].contains(&first.as_str()) {
                wrong.push(format!("{}: `{first}` is no layer of the table", within.display()));
            }
            continue;
        };
        for path in paths(&code(&path, &text)) {
            let mut parts = path.split("::");
            let other = parts.next().unwrap_or_default().to_owned();
            let of_desk = parts.next().unwrap_or_default();
            if *layer == "ui" && other == "desk" && !PLAIN.contains(&of_desk) {
                wrong.push(format!(
                    "{}: the screens know only plain types of the desk, not {path}",
                    within.display()
                ));
            }
            if layers.contains(&other.as_str()) && other != *layer && !may.contains(&other.as_str()) {
                wrong.push(format!("{}: {layer} imports {other}", within.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the layers leave out must be tests' own: a fixture that the program is built with would slip past them.
#[test]
fn fixtures_are_for_tests_alone() {
    for (path, text) in source("") {
        for mark in ["mod fixture;", "mod story;"] {
            if let Some(at) = text.find(mark) {
                let before = text[..at]
                    .trim_end()
                    .trim_end_matches("pub(crate)")
                    .trim_end_matches("pub(super)")
                    .trim_end();
                assert!(
                    before.ends_with("#[cfg(test)]"),
                    "{}: `{mark}` is built into the program",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_domain_is_pure_and_never_panics() {
    let mut wrong = Vec::new();
    for (path, text) in source("domain") {
        let code = code(&path, &text);
        for (at, line) in code.lines().enumerate() {
            for word in OUTSIDE.iter().chain(&PANICS) {
                if line.contains(word) {
                    wrong.push(format!("{}:{}: {word}", path.display(), at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_edge_is_seen_wherever_it_stands() {
    assert_eq!(paths("use crate::store::Store;"), ["store::Store"]);
    assert_eq!(
        paths("use crate::{\n    domain::{ids, policy::{Mode, Role}},\n    store::{self, Store},\n};"),
        ["domain::ids", "domain::policy::Mode", "domain::policy::Role", "store::self", "store::Store"]
    );
    assert_eq!(paths("pub(in crate::domain) fn f() -> crate::ui::Frame"), ["domain", "ui::Frame"]);
    assert_eq!(code(Path::new("a.rs"), "// crate::store\nlet s = \"crate::ui\"; x"), "\nlet s = ; x\n");
}
