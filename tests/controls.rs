//! Every control names a test that goes red without it: the tables of `store::threats::controls` name what is there.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One line of a table: the control, what keeps it, and the tests that go red without it.
struct Line {
    control: String,
    kept: Vec<String>,
    tests: Vec<String>,
}

/// Reads the lines of every table; whatever looks like one and is none is a fault of it.
fn lines() -> Vec<Line> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("src/store/threats/controls"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let text: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let rows = rows.filter(|line| !line.starts_with("| control |") && !line.starts_with("|---"));
    let line = |row: &str| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [control, kept, tests] = cells[..] else { panic!("it has not three cells: {row}") };
        let kept = kept.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let tests = tests.split("<br>").map(str::to_owned).filter(|test| !test.is_empty()).collect();
        Line { control: control.to_owned(), kept, tests }
    };
    rows.map(line).collect()
}

/// Gives the file of a module, and the modules that stand within it: the longest path that there is a file for.
fn file_of<'a>(from: &Path, modules: &'a [&'a str]) -> Option<(PathBuf, &'a [&'a str])> {
    (1..=modules.len()).rev().find_map(|many| {
        let (outer, inner) = modules.split_at(many);
        let path = outer.iter().fold(from.to_owned(), |path, module| path.join(module));
        let beside = path.with_extension("rs");
        let file = if beside.is_file() { beside } else { path.join("mod.rs") };
        file.is_file().then_some((file, inner))
    })
}

/// Tells whether a test of this path is in the source, and runs.
fn is_a_test(path: &str) -> bool {
    let modules: Vec<&str> = path.split("::").collect();
    let Some((name, modules)) = modules.split_last() else { return false };
    let (from, modules) = match modules.split_first() {
        Some((&"main", rest)) => (root().join("tests"), rest),
        _ => (root().join("src"), modules),
    };
    let Some((file, inner)) = file_of(&from, modules) else { return false };
    let text = fs::read_to_string(file).unwrap();
    let within = inner.iter().all(|module| text.contains(&format!("mod {module} {{")));
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let begins = format!("fn {name}(");
    let at = lines.iter().position(|line| line.trim_start_matches("async ").starts_with(&begins));
    let attributes = |at: usize| lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
    let runs = |at: usize| {
        attributes(at).any(|line| line.contains("test]") || line.contains("test("))
            && !attributes(at).any(|line| line.starts_with("#[ignore"))
    };
    within && at.is_some_and(runs)
}

/// Tells whether a scenario's file has one of this title: “`file.toml` “title””.
fn is_a_scenario(named: &str) -> bool {
    let Some((file, title)) = named.strip_prefix('`').and_then(|rest| rest.split_once("` “")) else {
        return false;
    };
    let Some(title) = title.strip_suffix('”') else { return false };
    let text = fs::read_to_string(root().join("tests/scenarios").join(file)).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap();
    let scenarios = table.get("scenario").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    scenarios.iter().any(|scenario| scenario.get("title").and_then(toml::Value::as_str) == Some(title))
}

#[test]
fn every_control_names_a_test_that_is_there() {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    let lines = lines();
    for Line { control, kept, tests } in &lines {
        if !seen.insert(control) {
            wrong.push(format!("stands twice: {control}"));
        }
        if tests.is_empty() {
            wrong.push(format!("no test goes red without it: {control}"));
        }
        for test in tests {
            let path = test.strip_prefix('`').and_then(|test| test.strip_suffix('`'));
            if !path.map_or_else(|| is_a_scenario(test), is_a_test) {
                wrong.push(format!("{control}: there is no {test}"));
            }
        }
        if kept.is_empty() {
            wrong.push(format!("nothing keeps it: {control}"));
        }
        for module in kept {
            let named = root().join("src").join(module);
            let modules: Vec<&str> = module.split("::").collect();
            let found = file_of(&root().join("src"), &modules).is_some_and(|(_, inner)| inner.is_empty());
            if !found && !named.is_file() {
                wrong.push(format!("{control}: there is no {module}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
    assert!(lines.len() > 300, "{} lines are not all of them", lines.len());
}

#[test]
fn what_is_not_there_is_missed() {
    let here = "main::controls::every_control_names_a_test_that_is_there";
    assert!(is_a_test(here) && is_a_test("domain::duty::tests::authority_goes_by_the_duty_held"));
    // Not a test, no function of that name, and one that does not run by itself.
    for path in
        ["main::controls::is_a_test", "main::controls::nothing", "main::privacy::a_console_with_a_fault"]
    {
        assert!(!is_a_test(path), "{path}");
    }
    let scenario = |title: &str| is_a_scenario(&format!("`oversight/lifecycle.toml` “{title}”"));
    assert!(scenario("Nothing left of a request is a refusal, and is said as one"));
    assert!(!scenario("Nothing left of a request is a refusal") && !is_a_scenario("`no/such.toml` “x”"));
}
