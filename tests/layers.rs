//! Keeps the house standing: arrows between the layers point downwards only, and the domain knows no clock, disk or chance.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What each layer may import beside itself, ground floor first.
const MAY: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("profile", &["domain"]),
    ("store", &["domain", "profile"]),
    ("desk", &["domain", "profile", "store"]),
    ("exchange", &["domain", "profile"]),
    // Of the desk the screens know the plain types of its protocol and nothing else; never the store.
    ("ui", &["domain", "desk"]),
    ("runtime", &["domain", "profile", "store", "desk", "exchange", "ui"]),
    ("cli", &["domain", "profile", "store", "desk", "exchange", "ui", "runtime"]),
];

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
const PANICS: [&str; 8] =
    [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "assert!(", "assert_eq!("];

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
        || path.file_name().is_some_and(|name| name == "tests.rs");
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

/// Finds the layers that a file's `crate::` paths name, those in braces too.
fn named(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = code[at + "crate::".len()..].trim_start();
        let word = |text: &str| {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
        };
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    found.insert(word(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
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
        for other in named(&code(&path, &text)) {
            if layers.contains(&other.as_str()) && other != *layer && !may.contains(&other.as_str()) {
                wrong.push(format!("{}: {layer} imports {other}", within.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    let of = |text: &str| named(text).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(of("use crate::store::Store;"), "store");
    assert_eq!(of("use crate::{\n    domain::{ids, policy},\n    store::{self, Store},\n};"), "domain store");
    assert_eq!(of("pub(in crate::domain) fn f() -> crate::ui::Frame"), "domain ui");
    assert_eq!(code(Path::new("a.rs"), "// crate::store\nlet s = \"crate::ui\"; x"), "\nlet s = ; x\n");
}
