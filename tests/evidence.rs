//! Evidence that left the desk: a verifier that knows only the format's description accepts it, and nothing like it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use dutydesk::exchange::evidence;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::common::program::{demo, fails, prints, run};

/// Asks the independent verifier about many folders at once; each line is `ok` or the reason.
fn verdicts(folders: &[PathBuf], told: Option<&str>) -> Option<Vec<String>> {
    let script = "import sys, pathlib\n\
                  sys.dont_write_bytecode = True\n\
                  sys.path.insert(0, sys.argv[1])\n\
                  import verify_evidence as v\n\
                  told = sys.argv[2] or None\n\
                  for folder in sys.stdin.read().split('\\n')[:-1]:\n\
                  \x20   try:\n\
                  \x20       v.verify(pathlib.Path(folder), told)\n\
                  \x20       print('ok')\n\
                  \x20   except Exception as why:\n\
                  \x20       print(type(why).__name__, str(why).replace('\\n', ' '))\n";
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let child = Command::new("python3")
        .args(["-c", script, tests.to_str().unwrap(), told.unwrap_or_default()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: there is no python3 on this machine to run tests/verify_evidence.py");
        return None;
    };
    let list: Vec<&str> = folders.iter().map(|folder| folder.to_str().unwrap()).collect();
    let list = list.join("\n") + "\n";
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), list.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let verdicts: Vec<String> =
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(verdicts.len(), folders.len());
    Some(verdicts)
}

fn export(home: &Path, name: &str, more: &[&str]) -> (PathBuf, String) {
    let folder = home.join(name);
    let mut arguments = vec!["--practice", "evidence", "C-1841", "--out", folder.to_str().unwrap()];
    arguments.extend(more);
    let said = prints(home, &arguments);
    (folder, said.lines().last().unwrap().to_owned())
}

fn all_text(folder: &Path) -> String {
    fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

/// Writes MANIFEST.txt again, as somebody would who changed a file and hides it.
fn hide(folder: &Path) {
    let manifest = fs::read_to_string(folder.join(evidence::MANIFEST)).unwrap();
    let head = manifest.lines().nth(1).unwrap().to_owned();
    let mut files: Vec<String> = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name != evidence::MANIFEST {
            let bytes = fs::read(&path).unwrap();
            files.push(format!(
                "{name}\nfile {} {} {name}\n",
                evidence::hex(&Sha256::digest(&bytes)),
                bytes.len()
            ));
        }
    }
    files.sort();
    let files: String = files.iter().map(|file| file.split_once('\n').unwrap().1).collect();
    fs::write(folder.join(evidence::MANIFEST), format!("dutydesk evidence 1\n{head}\n{files}")).unwrap();
}

/// A bundle changed in one way, in a folder of its own.
struct Mutants<'a> {
    from: &'a Path,
    into: PathBuf,
    made: Vec<PathBuf>,
}

impl Mutants<'_> {
    fn copy(&mut self) -> PathBuf {
        let folder = self.into.join(format!("m{}", self.made.len()));
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(self.from).unwrap() {
            let path = file.unwrap().path();
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
        self.made.push(folder.clone());
        folder
    }

    /// Changes a file's lines and hides it in the manifest.
    fn lines(&mut self, name: &str, change: impl FnOnce(&mut Vec<String>)) {
        let path = self.copy().join(name);
        let before = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = before.lines().map(str::to_owned).collect();
        change(&mut lines);
        let after = lines.join("\n") + "\n";
        assert_ne!(before, after, "{name}: nothing was changed");
        fs::write(&path, after).unwrap();
        hide(path.parent().unwrap());
    }
}

/// Puts one entry's fields as another wants them, in the order of the format.
fn entry(line: &str, change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> String {
    // The order of keys is the format's, and `Map` would sort them.
    let mut fields: Value = serde_json::from_str(line).unwrap();
    change(fields.as_object_mut().unwrap());
    let order = [
        "seq",
        "desk",
        "event",
        "stream",
        "version",
        "kind",
        "person",
        "account",
        "at",
        "digest",
        "hash",
        "signature",
        "salt",
        "body",
        "withheld",
    ];
    let fields = fields.as_object().unwrap();
    let written = order.iter().filter_map(|key| Some(format!("\"{key}\":{}", fields.get(*key)?)));
    format!("{{{}}}", written.collect::<Vec<_>>().join(","))
}

#[test]
fn the_verifier_accepts_what_is_good_and_rejects_what_was_changed() {
    let home = demo("6", "1");
    let home = home.path();
    let (first, code) = export(home, "first", &[]);
    let anchors = home.join("anchors.txt");
    fs::write(&anchors, format!("2026-11-24T14:08:00Z - {} handover sheet\n", code.to_lowercase())).unwrap();
    let (good, head) = export(home, "good", &["--anchors", anchors.to_str().unwrap()]);
    let (whole, _) = export(home, "whole", &["--include-reporter", "--why", "the court ordered it"]);
    let Some(said) = verdicts(&[first, good.clone(), whole], None) else { return };
    assert_eq!(said, ["ok"; 3]);
    assert_eq!(
        verdicts(std::slice::from_ref(&good), Some(&head.to_lowercase().replace('0', "o"))).unwrap(),
        ["ok"]
    );
    assert!(verdicts(std::slice::from_ref(&good), Some(&code)).unwrap()[0].contains("head code"));

    let mut mutants = Mutants { from: &good, into: home.join("mutants"), made: Vec::new() };
    // A flipped bit anywhere.
    let mut seed = 7_u64;
    for round in 0..15 {
        for name in [
            evidence::README,
            evidence::ACCOUNT,
            evidence::ANCHORS,
            evidence::RECORD,
            evidence::JOURNAL,
            evidence::CHAIN,
            evidence::MANIFEST,
        ] {
            let path = mutants.copy().join(name);
            let mut bytes = fs::read(&path).unwrap();
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(seed >> 33).unwrap() % bytes.len();
            bytes[at] ^= 1 << (round % 8);
            fs::write(&path, bytes).unwrap();
        }
    }
    // A file too many, one too few.
    fs::write(mutants.copy().join("note.txt"), "more").unwrap();
    for name in [evidence::README, evidence::CHAIN, evidence::MANIFEST] {
        fs::remove_file(mutants.copy().join(name)).unwrap();
    }
    // Changes that were hidden: the manifest fits again.
    let journal = fs::read_to_string(good.join(evidence::JOURNAL)).unwrap();
    let shown: Vec<&str> = journal.lines().collect();
    let count = shown.len();
    for at in 0..count {
        mutants.lines(evidence::JOURNAL, |lines| _ = lines.remove(at));
        mutants.lines(evidence::JOURNAL, |lines| {
            lines[at] = entry(&lines[at], |e| e["at"] = (e["at"].as_i64().unwrap() + 1).into());
        });
        mutants.lines(evidence::JOURNAL, |lines| {
            lines[at] = entry(&lines[at], |e| {
                // An entry that is withheld gets a body, one that is shown another or none.
                if e.remove("withheld").is_some() {
                    e.insert("salt".to_owned(), "00".repeat(16).into());
                    e.insert("body".to_owned(), "{}".into());
                } else if at.is_multiple_of(2) {
                    e.remove("salt");
                    e.remove("body");
                    e.insert("withheld".to_owned(), evidence::WHY_WITHHELD.into());
                } else {
                    let body = e["body"].as_str().unwrap().replacen('e', "a", 1);
                    e["body"] = body.into();
                }
            });
        });
    }
    for at in 1..count {
        mutants.lines(evidence::JOURNAL, |lines| lines.swap(at - 1, at));
    }
    let middle = count / 2;
    let id = "\"00000000-0000-7000-8000-000000000000\"";
    for key in ["event", "stream", "person", "account", "desk"] {
        mutants.lines(evidence::JOURNAL, |lines| {
            lines[middle] = entry(&lines[middle], |e| e[key] = serde_json::from_str(id).unwrap());
        });
    }
    mutants.lines(evidence::JOURNAL, |lines| {
        lines[middle] = entry(&lines[middle], |e| e["signature"] = "00".repeat(64).into());
    });
    // The head's own signature is bound by no later entry: only the key tells.
    for signature in ["", &"00".repeat(64), &"a7".repeat(64)] {
        mutants.lines(evidence::JOURNAL, |lines| {
            lines[count - 1] = entry(&lines[count - 1], |e| e["signature"] = signature.into());
        });
    }
    mutants.lines(evidence::JOURNAL, |lines| lines[middle] = lines[middle].replacen(',', ", ", 1));
    mutants.lines(evidence::JOURNAL, |lines| lines.push(lines[count - 1].clone()));
    let blind = fs::read_to_string(good.join(evidence::CHAIN)).unwrap().lines().count();
    for at in [0, blind / 3, blind / 2, blind - 1] {
        mutants.lines(evidence::CHAIN, |lines| _ = lines.remove(at));
        for part in 1..5 {
            mutants.lines(evidence::CHAIN, |lines| {
                let mut parts: Vec<String> = lines[at].split(' ').map(str::to_owned).collect();
                parts[part] = match (part, parts[part].as_str()) {
                    (1, length) => (length.parse::<u64>().unwrap() + 64).to_string(),
                    (_, "-") => "ab".repeat(if part == 4 { 64 } else { 1 }),
                    (_, hex) if hex.starts_with('0') => format!("1{}", &hex[1..]),
                    (_, hex) => format!("0{}", &hex[1..]),
                };
                lines[at] = parts.join(" ");
            });
        }
    }
    for name in [evidence::README, evidence::ACCOUNT, evidence::RECORD] {
        mutants.lines(name, |lines| lines[1].push(' '));
    }
    mutants.lines(evidence::ANCHORS, |lines| lines.push(lines[1].replace("handover", "other")));
    mutants.lines(evidence::ANCHORS, |lines| _ = lines.pop());
    // The head is said to be another entry.
    let moved = mutants.copy().join(evidence::MANIFEST);
    let manifest = fs::read_to_string(&moved).unwrap();
    fs::write(&moved, manifest.replacen("head ", "head 1", 1)).unwrap();

    let said = verdicts(&mutants.made, None).unwrap();
    let accepted: Vec<_> = said.iter().zip(&mutants.made).filter(|(said, _)| *said == "ok").collect();
    assert!(accepted.is_empty(), "{accepted:?}");
    assert!(said.len() > 200, "{}", said.len());
    let crashed: Vec<_> = said.iter().filter(|said| !said.starts_with("Rejected ")).collect();
    assert!(crashed.len() < 40, "the verifier stumbles instead of refusing: {crashed:?}");
}

#[test]
fn who_reported_is_withheld_until_somebody_says_why() {
    let home = demo("6", "1");
    let home = home.path();
    let show = |contact: &str| -> Value {
        serde_json::from_str(&prints(home, &["--practice", "contact", "show", contact, "--json"])).unwrap()
    };
    let caller = &show("C-1841")["call"]["caller"];
    let name = caller["name"].as_str().unwrap().to_owned();
    let last = name.split(' ').next_back().unwrap();
    let (withheld, _) = export(home, "withheld", &[]);
    let text = all_text(&withheld);
    assert!(!text.contains(last), "{last} stands in the bundle");
    assert!(text.contains("Ellis Brookmere") && text.contains("[withheld]"));
    let account = fs::read_to_string(withheld.join(evidence::ACCOUNT)).unwrap();
    assert!(account.starts_with("WHO REPORTED IS WITHHELD\n"), "{account}");
    assert!(account.contains("read it before it goes out. It stands as it was\nwritten in "), "{account}");
    if let Some(number) = caller["number"].as_str() {
        assert!(!text.contains(number), "{number} stands in the bundle");
    }
    let (whole, _) = export(home, "whole", &["--include-reporter", "--why", "the court ordered it"]);
    let text = all_text(&whole);
    assert!(text.contains(last) && text.contains("the court ordered it"));
    assert!(!text.contains("read it before it goes out"));

    let evidence = ["--practice", "evidence", "C-1841", "--out"];
    let with = |more: &[&'static str]| [&evidence[..], more].concat();
    let other = home.join("other");
    let other: &'static str = Box::leak(other.to_str().unwrap().to_owned().into_boxed_str());
    fails(home, &with(&[other, "--include-reporter"]), 64);
    fails(home, &with(&[other, "--why", "x"]), 64);
    fails(home, &with(&[other, "--include-reporter", "--why", " "]), 65);
    fails(home, &with(&[other, "--as", "S. Adler"]), 77);
    assert!(!Path::new(other).exists(), "nothing was made");
    let there: &'static str = Box::leak(whole.to_str().unwrap().to_owned().into_boxed_str());
    fails(home, &with(&[there]), 73);
    fails(home, &["--practice", "evidence", "C-9", "--out", other], 66);
    prints(home, &["--practice", "verify"]);
    // Whoever asks later is told that it left, and with what.
    let audit = prints(home, &["--practice", "--as", "H. Osei", "audit", "contact", "C-1841"]);
    assert_eq!(audit.matches("as evidence").count(), 2, "{audit}");
    assert!(audit.contains("as evidence: with who reported: the court ordered it"), "{audit}");
}

#[test]
fn anchors_say_what_is_proven_and_what_is_not() {
    let home = demo("4", "1");
    let home = home.path();
    let (_, code) = export(home, "bundle", &[]);
    run(home, &["--practice", "contact", "list"]);
    export(home, "later", &[]);
    let anchors = home.join("anchors.txt");
    let verify = ["--practice", "verify", "--anchors", anchors.to_str().unwrap()];
    fs::write(&anchors, format!("2026-11-24T14:08:00Z - {code} handover sheet # mine\n")).unwrap();
    let said = prints(home, &verify);
    assert!(said.contains("proven: entry") && said.contains("handover sheet"), "{said}");
    assert!(said.contains("Not proven: the 3 entries after it"), "{said}");
    let strange = "7K3M-9QZT-0HWX-4EAB-P2N8";
    fs::write(&anchors, format!("2026-11-24T14:08:00Z - {strange} a slip of the ear\n")).unwrap();
    let output = run(home, &verify);
    assert_eq!(output.status.code(), Some(65));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("not found") && said.contains("no anchor holds"), "{said}");
    for seq in [3, 9_999_999] {
        fs::write(&anchors, format!("2026-11-24T14:08:00Z {seq} {strange} read to R. Shah\n")).unwrap();
        let output = run(home, &verify);
        assert_eq!(output.status.code(), Some(65));
        assert!(String::from_utf8_lossy(&output.stdout).contains(&format!("CONTRADICTS: entry {seq}")));
        assert!(String::from_utf8_lossy(&output.stderr).contains("contradict this journal"));
    }
    fs::write(&anchors, "tomorrow").unwrap();
    assert!(fails(home, &verify, 65).contains("line 1"));
}

#[test]
fn yesterdays_folder_is_noticed() {
    let home = demo("4", "1");
    let home = home.path();
    let (desk, yesterday) = (home.join("practice"), home.join("yesterday"));
    let receipts = home.join("receipts");
    let with = |command: &[&'static str]| {
        let receipts: &'static str = Box::leak(receipts.to_str().unwrap().to_owned().into_boxed_str());
        [&["--practice", "--receipts", receipts], command].concat()
    };
    prints(home, &with(&["contact", "list"]));
    copy(&desk, &yesterday);
    let bundle: &'static str = Box::leak(home.join("bundle").to_str().unwrap().to_owned().into_boxed_str());
    prints(home, &with(&["evidence", "C-1841", "--out", bundle]));
    assert!(prints(home, &with(&["verify"])).contains("whole"));
    fs::remove_dir_all(&desk).unwrap();
    copy(&yesterday, &desk);
    // Everything in the folder fits; what lies outside remembers more.
    prints(home, &["--practice", "verify"]);
    assert!(fails(home, &with(&["verify"]), 65).contains("older folder was put back"));
    let output = run(home, &with(&["contact", "list"]));
    assert!(output.status.success(), "nobody is kept from working");
    assert!(String::from_utf8_lossy(&output.stderr).contains("older folder was put back"));
    // Worked on, it has as many entries again, and others.
    let bundle: &'static str = Box::leak(home.join("again").to_str().unwrap().to_owned().into_boxed_str());
    run(home, &with(&["evidence", "C-1841", "--out", bundle]));
    assert!(fails(home, &with(&["verify"]), 65).contains("is another one than this computer saw"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = fs::copy(&path, &target).unwrap() }
    }
}
