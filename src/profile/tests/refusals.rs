#![expect(clippy::needless_raw_string_hashes, reason = "snippets of TOML keep one shape")]
//! Each fault that a profile can have, refused where it stands.

use super::super::*;

/// Loads the embedded profile with the first `from` of a file put as `to`, and gives its refusal.
fn refusal(file: &str, from: &str, to: &str) -> ProfileError {
    let at = FILES.iter().position(|name| *name == file).unwrap();
    let mut texts = EMBEDDED[0].1.map(Cow::Borrowed);
    assert!(texts[at].contains(from), "{file} has no `{from}`");
    texts[at] = Cow::Owned(texts[at].replacen(from, to, 1));
    let error =
        read("southampton", &texts, &[]).err().unwrap_or_else(|| panic!("not refused: {file} {from} → {to}"));
    assert_eq!(error.file, format!("southampton/{file}"), "{error}");
    error
}

/// File, what is put for what, the key that is named, and some of the words.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const FAULTS: &[Row] = &[
    // How it is written.
    ("profile.toml", r#"id = "southampton""#, r#"id = southampton"#, "id", "string values must be quoted"),
    ("profile.toml", "version =", "versions =", "versions", "unknown field `versions`"),
    ("profile.toml", r#"name = "Southampton""#, r#"name = " ""#, "name", "empty"),
    ("sharing.toml", "least_words = 8", r#"least_words = "8""#, "least_words", "invalid type"),
    ("hours.toml", r#"from = "09:00""#, r#"from = "9 am""#, "front_door[0].from", "not a time"),
    ("hours.toml", r#"day = "Mon""#, r#"day = "Moon""#, "front_door[0].day", "weekday"),
    ("hours.toml", r#"count = "minutes""#, r#"count = "moons""#, "clocks[1].span.count", "moons"),
    ("script.toml", r#"tag = "I""#, r#"tag = "Z""#, "stages[0].prompts[0].tag", "Z"),
    (
        "script.toml",
        r#"kind = { is = "line" }"#,
        r#"kind = { is = "lines" }"#,
        "stages[1].capture[5].kind",
        "no kind",
    ),
    (
        "script.toml",
        r#"kind = { is = "line" }"#,
        r#"kind = { is = "line", max = 2 }"#,
        "stages[1].capture[5].kind",
        "nothing beside",
    ),
    ("script.toml", r#"when = "fact:edt""#, r#"when = "fact:moon""#, "stages[1].capture[3].when", "moon"),
    ("outcomes.toml", r#"part = "gate""#, r#"part = "door""#, "outcome[0].criteria[0].part", "door"),
    ("outcomes.toml", r#"is = "when", test"#, r#"is = "maybe", test"#, "outcome[7].voluntary", "maybe"),
    ("hours.toml", "words = \"acknowledge and decide\"\n", "", "clocks[0]", "missing field `words`"),
    ("hours.toml", "id = \"urgent\"\n", "id = \"urgent\"\nid = \"soon\"\n", "id", "duplicate key"),
    (
        "script.toml",
        "{ tag = \"R\", words = \"So it",
        "{ words = \"So it",
        "stages[4].prompts[2]",
        "missing field `tag`",
    ),
    // Hours and clocks.
    ("hours.toml", r#"until = "17:00""#, r#"until = "09:00""#, "front_door[0].until", "not after"),
    ("hours.toml", r#"day = "Tue""#, r#"day = "Mon""#, "front_door[1].from", "overlaps"),
    ("hours.toml", r#"mode = "edt""#, r#"mode = "front_door""#, "authority", "2 authorities"),
    ("hours.toml", r#"role = "crs_manager""#, r#"role = "shadow""#, "authority[0].role", "cannot authorise"),
    (
        "hours.toml",
        r#"rule = "southampton-24""#,
        r#"rule = "southampton-0""#,
        "authority[0].rule",
        "does not name",
    ),
    ("hours.toml", r#"id = "urgent""#, r#"id = "decision""#, "clocks[1].id", "twice"),
    ("hours.toml", r#"id = "urgent""#, r#"id = "soon""#, "clocks", "`urgent` is missing"),
    (
        "hours.toml",
        r#"id = "police_protection""#,
        r#"id = "protection""#,
        "clocks",
        "`police_protection` is missing",
    ),
    ("hours.toml", r#"id = "urgent""#, r#"id = " ""#, "clocks[1].id", "empty"),
    ("hours.toml", "of = 30", "of = 0", "clocks[1].span", "never in time"),
    (
        "hours.toml",
        "front_door = [",
        "edt = { from = \"17:30\", until = \"09:00\", until_after_days_off = \"09:00\" }\nfront_door = [",
        "seams",
        "Mon 17:00–17:30 nobody is on",
    ),
    (
        "hours.toml",
        "front_door = [",
        "edt = { from = \"17:00\", until = \"09:15\", until_after_days_off = \"09:00\" }\nfront_door = [",
        "seams",
        "Tue 09:00–09:15 both services are on",
    ),
    ("hours.toml", r#"until = "16:30""#, r#"until = "08:30""#, "beside[0].open[4].until", "not after"),
    ("hours.toml", "starts = \"the contact is taken\"", "starts = \"\"", "clocks[0].starts", "empty"),
    ("hours.toml", r#""urgent_only""#, r#""sometimes""#, "written_followup", "sometimes"),
    ("profile.toml", "version =", "agencies = { nobody = \"x\" }\nversion =", "agencies.nobody", "no agency"),
    // Sharing.
    ("sharing.toml", r#"id = "health""#, r#"id = "police""#, "agencies[1].id", "twice"),
    ("sharing.toml", r#"id = "health""#, r#"id = """#, "agencies[1].id", "empty"),
    ("sharing.toml", r#"id = "enquiry""#, r#"id = """#, "purposes[1].id", "empty"),
    ("sharing.toml", r#"id = "enquiry""#, r#"id = "protection""#, "purposes[1].id", "twice"),
    ("sharing.toml", r#"id = "enquiry""#, r#"id = "asking""#, "purposes", "`enquiry` is missing"),
    ("sharing.toml", r#"case = "refused""#, r#"case = "cannot_decide""#, "thresholds", "needs one"),
    ("sharing.toml", r#"kind = "court_order""#, r#"kind = "section47""#, "grounds", "2 times"),
    ("sharing.toml", "least_words = 8", "least_words = 0", "least_words", "none"),
    ("sharing.toml", "golden_rules = [", r#"golden_rules = [ "Eight.","#, "golden_rules", "seven"),
    // Script.
    ("script.toml", "number = 3", "number = 4", "stages[3].number", "stage 3 belongs"),
    ("script.toml", r#"id = "injury""#, r#"id = "anxious_caller""#, "stages[2].listen[0].id", "twice"),
    ("script.toml", r#"key = "safety.with""#, r#"key = "safety.where""#, "stages[2].capture[2].key", "twice"),
    ("script.toml", r#"key = "safety.with""#, r#"key = "safety.who""#, "stages", "`safety.with` is missing"),
    ("script.toml", "max = 10", "max = -1", "stages[6].capture[2].kind.min", "more than"),
    (
        "script.toml",
        r#"key = "support", words"#,
        r#"key = "safeguarding", words"#,
        "stages[1].capture[0].kind.of[1].key",
        "twice",
    ),
    (
        "script.toml",
        r#"when = "answer:safety.danger=yes""#,
        r#"when = "answer:safety.danger=maybe""#,
        "stages[2].capture[5].when",
        "can never be",
    ),
    (
        "script.toml",
        r#"when = "answer:safety.danger=yes""#,
        r#"when = "answer:safety.dragon=yes""#,
        "stages[2].capture[5].when",
        "no question",
    ),
    (
        "script.toml",
        r#"when = "chip:anxious_caller""#,
        r#"when = "chip:calm""#,
        "stages[1].capture[5].when",
        "nothing to listen for",
    ),
    ("script.toml", r#"id = "injury""#, r#"id = """#, "stages[2].listen[0].id", "empty"),
    ("script.toml", r#"key = "safety.with""#, r#"key = """#, "stages[2].capture[2].key", "empty"),
    (
        "script.toml",
        r#"instead = "voice.why_not""#,
        r#"instead = "voice.silence""#,
        "stages[5].capture[0].instead",
        "no question `voice.silence`",
    ),
    ("script.toml", r#"chip = "unborn""#, r#"chip = "reborn""#, "paths[11].chip", "no stage listens"),
    (
        "script.toml",
        r#"leads_to = ["X", "S", "F"]"#,
        r#"leads_to = ["X", "Z"]"#,
        "paths[0].leads_to[1]",
        "letter Z",
    ),
    // Outcomes.
    ("outcomes.toml", r#"letter = "L""#, r#"letter = "X""#, "outcome[1].letter", "twice"),
    ("outcomes.toml", r#"letter = "L""#, r#"letter = "l""#, "outcome[1].letter", "capital"),
    ("outcomes.toml", "order = 2\n", "order = 1\n", "outcome[1].order", "twice"),
    ("outcomes.toml", "order = 2\n", "order = 99\n", "outcome[1].order", "outside"),
    (
        "outcomes.toml",
        r#"accept_clock = "lado_response""#,
        r#"accept_clock = "patience""#,
        "outcome[1].accept_clock",
        "no clock",
    ),
    ("outcomes.toml", "accept_clock = \"lado_response\"\n", "", "outcome[1].accept_clock", "by when"),
    ("outcomes.toml", r#"outside = "other_la""#, r#"outside = "moon""#, "outcome[3].outside", "no agency"),
    (
        "outcomes.toml",
        r#"outside = "other_la""#,
        r#"outside = "adult_care""#,
        "outcome[3].outside",
        "not outside",
    ),
    (
        "outcomes.toml",
        r#"purpose = "home_authority""#,
        r#"purpose = "curiosity""#,
        "outcome[3].purpose",
        "no purpose",
    ),
    (
        "outcomes.toml",
        "purpose = \"service_fgc\"\n",
        "purpose = \"support\"\n",
        "outcome[12].purpose",
        "voluntary",
    ),
    (
        "outcomes.toml",
        r#"purpose = "home_authority""#,
        r#"purpose = "service_fgc""#,
        "outcome[3].voluntary",
        "voluntary",
    ),
    ("outcomes.toml", r#"id = "danger""#, r#"id = "cause""#, "outcome[0].criteria[1].id", "twice"),
    ("outcomes.toml", r#"key = "risk""#, r#"key = "impact""#, "outcome[0].fields[1].key", "twice"),
    ("outcomes.toml", r#"id = "danger""#, r#"id = """#, "outcome[0].criteria[1].id", "empty"),
    ("outcomes.toml", r#"key = "risk""#, r#"key = " ""#, "outcome[0].fields[1].key", "empty"),
    (
        "outcomes.toml",
        r#"test = "field:invited=police""#,
        r#"test = "field:asked=police""#,
        "outcome[0].needs[1].test",
        "no field",
    ),
    (
        "outcomes.toml",
        r#"test = "field:invited=police""#,
        r#"test = "field:invited=vicar""#,
        "outcome[0].needs[1].test",
        "can never be",
    ),
    ("outcomes.toml", "min = 3, max = 4", "min = 5, max = 4", "outcome[12].fields[2].kind.min", "more than"),
    (
        "outcomes.toml",
        r#"own = "adult""#,
        r#"own = "needs""#,
        "outcome[13].own",
        "asks no `needs` in one line",
    ),
    (
        "outcomes.toml",
        r#"runs = [{ clock = "strategy""#,
        r#"runs = [{ clock = "patience""#,
        "outcome[0].runs[0].clock",
        "no clock",
    ),
    (
        "outcomes.toml",
        r#"never_unsafe = "bromley-06""#,
        r#"never_unsafe = "bromley-6""#,
        "outcome[8].never_unsafe",
        "does not name",
    ),
    (
        "outcomes.toml",
        r#"decided_by = ["social_worker""#,
        r#"decided_by = ["auditor""#,
        "outcome[0].decided_by[0]",
        "decides nothing",
    ),
    (
        "outcomes.toml",
        r#"rules = ["bromley-06""#,
        r#"rules = ["bromley-6""#,
        "outcome[0].rules[0]",
        "does not name",
    ),
    // Letters and sources.
    ("letters.toml", "{{ date }}", "{{ date", "template[0].body", "cannot be read"),
    ("letters.toml", "{{ date }}", "{{ data }}", "template[0].body", "`data`"),
    (
        "letters.toml",
        r#"audience = "family""#,
        r#"audience = "public""#,
        "template[4].body",
        "nothing about a child",
    ),
    ("letters.toml", r#"audience = "child""#, r#"audience = "family""#, "template", "audience"),
    ("letters.toml", r#"id = "public""#, r#"id = "referrer_professional""#, "template[3].id", "twice"),
    ("letters.toml", r#"code = "1B""#, r#"code = "1A""#, "source_code[1].code", "twice"),
    ("letters.toml", r#"id = "public""#, r#"id = """#, "template[3].id", "empty"),
    ("letters.toml", r#"code = "1B""#, r#"code = "  ""#, "source_code[1].code", "empty"),
    ("sources.toml", "southampton-24 =", r#""" ="#, "rules", "empty"),
];

#[test]
fn each_fault_is_refused_with_its_key_and_line() {
    let mut wrong = Vec::new();
    for (file, from, to, key, words) in FAULTS {
        let error = refusal(file, from, to);
        if error.key != *key || !error.words.contains(words) || error.line == 0 {
            wrong.push(format!("wanted `{key}`, {words}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_without_a_source_is_refused_where_it_is_named() {
    let mut texts = EMBEDDED[0].1.map(Cow::Borrowed);
    texts[6] = Cow::Owned(texts[6].replacen("southampton-24 =", "southampton-240 =", 1));
    assert_eq!(read("southampton", &texts, &[]).unwrap_err().key, "authority[0].rule");
}

#[test]
fn the_line_is_that_of_the_key() {
    let error = refusal("hours.toml", r#"rule = "southampton-24""#, r#"rule = "southampton-0""#);
    let line = EMBEDDED[0].1[1].lines().position(|line| line.contains("southampton-24")).unwrap() + 1;
    assert_eq!(error.line, line);
    let error = refusal("script.toml", r#"key = "safety.with""#, r#"key = "safety.where""#);
    let line = EMBEDDED[0].1[3].lines().position(|line| line.contains("safety.with")).unwrap() + 1;
    assert_eq!(error.line, line);
    assert_eq!(
        error.to_string(),
        format!(
            "profile southampton/script.toml, line {line}, `stages[2].capture[2].key`: `safety.where` stands twice in \
             the script. Nothing of it was used; correct this and load it again."
        )
    );
}

#[test]
fn a_prompt_too_long_to_say_is_refused() {
    let long = format!("words = \"{}\"", "a".repeat(161));
    let error = refusal("script.toml", "words = \"When is it better? When is it worse?\"", &long);
    assert_eq!(error.key, "stages[4].prompts[4].words");
    let exact = format!("words = \"{}\"", "ä".repeat(160));
    let mut texts = EMBEDDED[0].1.map(Cow::Borrowed);
    texts[3] = Cow::Owned(texts[3].replacen("words = \"When is it better? When is it worse?\"", &exact, 1));
    assert!(read("southampton", &texts, &[]).is_ok());
}
