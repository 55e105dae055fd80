//! The README shows what the program does: its screens and its keys are those of the program, or this fails.
//!
//! `DUTYDESK_README=write cargo test readme` writes them anew.

use std::{env, fs, path::Path};

use dutydesk::ui::keymap;

use crate::common::console::Practice;

/// How large a window the README shows.
const WINDOW: (u16, u16) = (100, 30);

/// Reads the block that stands after a mark, or writes it where that is asked for.
fn block(mark: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let open = format!("<!-- {mark} -->\n```text\n");
    let (before, rest) = readme.split_once(&open).unwrap_or_else(|| panic!("the README has no block {mark}"));
    let (shown, after) = rest.split_once("```\n").unwrap();
    let text = format!("{}\n", text.trim_end());
    if shown == text {
        return;
    }
    if env::var_os("DUTYDESK_README").is_some_and(|what| what == "write") {
        fs::write(&path, format!("{before}{open}{text}```\n{after}")).unwrap();
        return;
    }
    panic!(
        "the README shows another {mark} than the program draws:\n{text}\nDUTYDESK_README=write writes it anew"
    );
}

/// The command that stands after a mark, as `.ci/run` reads it.
fn command(mark: &str) -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let mut lines = readme.lines().skip_while(|line| *line != format!("<!-- {mark} -->")).skip(1);
    assert!(lines.next().is_some_and(|line| line.starts_with("```")), "no block follows <!-- {mark} -->");
    lines.take_while(|line| *line != "```").collect::<Vec<_>>().join("\n")
}

#[test]
fn what_the_readme_shows_is_what_the_program_draws() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", WINDOW.0, WINDOW.1);
    block("screen queue", &console.text());
    console.press("/").write("C-1841").press("<enter>");
    console.sees("C-1841");
    block("screen contact", &console.text());
    block("keys", &keymap::as_text());
}

#[test]
fn the_readme_runs_and_tests_the_program() {
    assert_eq!(command("run"), "cargo run --release -- demo");
    assert_eq!(command("test"), "cargo test");
}
