#![expect(clippy::needless_raw_string_hashes, reason = "snippets of TOML keep one shape")]
use std::collections::BTreeSet;

use super::*;
use crate::domain::{
    ids::{FieldKey, OutcomeLetter, RuleId},
    policy::{
        CallerKind, Mode, Role,
        letters::Audience,
        outcomes::{Needed, Part, Voluntary},
        script::{FieldKind, is_for},
    },
};

fn southampton() -> Policy {
    load("southampton").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_embedded_profile_loads_and_says_who_it_is() {
    assert_eq!(embedded(), ["southampton"]);
    let policy = southampton();
    assert_eq!((policy.id.as_str(), policy.name.as_str()), ("southampton", "Southampton"));
    assert_eq!(policy.digest.len(), 64);
    assert_eq!(policy.digest, southampton().digest);
    let unknown = load("nowhere").unwrap_err().to_string();
    assert!(unknown.contains("nowhere") && unknown.contains("southampton"), "{unknown}");
}

#[test]
fn every_destination_is_there_in_the_order_of_weighing() {
    let policy = southampton();
    let letters: String = policy.outcomes.outcome.iter().map(|one| one.letter.0).collect();
    assert_eq!(letters, "XLPOJYSFHAMBGCKNID");
    assert!(policy.outcomes.outcome.iter().zip(1..).all(|(one, at)| one.order == at));
}

/// Letter, receiving team, a field that must stand, the second person, and who may never decide.
#[test]
fn every_line_of_the_routing_table_is_represented() {
    let policy = southampton();
    for (letter, team, fields, second) in [
        (
            'F',
            Some("Family Help"),
            &["pathway", "universal", "strengths", "first_visit"][..],
            Some(Role::CrsManager),
        ),
        ('S', Some("Family Safeguarding"), &["specialists", "tonight"], Some(Role::CrsManager)),
        ('J', Some("Jigsaw"), &["disability", "impact", "siblings", "carers", "transition"], None),
        (
            'Y',
            Some("Young People's Service"),
            &["context", "episodes", "tool", "police_told"],
            Some(Role::CrsManager),
        ),
        ('A', None, &["agreed"], None),
        ('H', None, &["service", "register"], None),
        ('M', None, &["extent", "agencies", "agencies_why", "family_views", "due"], None),
        ('X', None, &["impact", "risk", "invited", "day", "time"], Some(Role::OnCallSeniorManager)),
        ('L', Some("Designated officer (LADO)"), &["role", "establishment", "setting"], None),
        ('C', Some("Adult social care"), &["sentence", "needs", "order"], None),
        ('K', Some("Young carers project"), &["impact", "medication", "choice"], None),
        ('O', None, &["authority", "person", "when", "handed", "their_reference"], None),
        ('N', Some("Fostering service"), &["over_21", "spare_room", "contact", "interest"], None),
        (
            'G',
            Some("Family group conferences"),
            &["explained", "voluntary", "questions", "split", "child"],
            None,
        ),
        ('P', Some("Pathways Through Care"), &["worker", "legal"], None),
        ('B', Some("Building Bridges"), &["primary", "purpose", "frequency"], None),
        ('I', None, &["reason"], None),
        ('D', None, &["master"], None),
    ] {
        let one = policy.outcomes.get(OutcomeLetter(letter)).unwrap();
        assert_eq!(one.team.as_deref(), team, "{letter}");
        for field in fields {
            assert!(one.fields.iter().any(|f| f.key.as_str() == *field), "{letter}: {field}");
        }
        match second {
            Some(role) => assert!(one.second.as_ref().is_some_and(|s| s.by.contains(&role)), "{letter}"),
            None => assert!(one.second.is_none(), "{letter}"),
        }
    }
}

#[test]
fn the_guards_of_the_other_doors_hold() {
    let policy = southampton();
    let get = |letter| policy.outcomes.get(OutcomeLetter(letter)).unwrap();
    let questions = get('G').fields.iter().find(|f| f.key.as_str() == "questions").unwrap();
    assert_eq!((&questions.kind, questions.needed), (&FieldKind::List { min: 3, max: 4 }, Needed::Must));
    for (letter, fact) in
        [('B', "fact:primary_team"), ('A', "fact:step_promised"), ('G', "fact:service_agreed")]
    {
        let need = get(letter).needs.iter().find(|need| need.test.written() == fact);
        assert_eq!(need.map(|need| need.needed), Some(Needed::Must), "{letter}");
    }
    for letter in ['G', 'K', 'C'] {
        assert_eq!(get(letter).voluntary, Voluntary::Always, "{letter}");
    }
    assert_eq!(
        get('L').criteria.iter().filter(|c| c.id.as_str().len() == 2 && c.part == Part::Any).count(),
        4
    );
    let gates: Vec<_> =
        get('N').criteria.iter().filter(|c| c.part == Part::Gate).map(|c| c.id.as_str()).collect();
    assert_eq!(gates, ["age", "room"]);
    for letter in ['F', 'S', 'J', 'Y'] {
        assert!(get(letter).holds_work, "{letter}");
        assert!(
            !get(letter).decided_by.contains(&Role::EdtPractitioner),
            "the EDT acts and hands over: {letter}"
        );
    }
    assert!(!get('B').holds_work);
}

#[test]
fn few_questions_are_needed_and_none_is_asked_of_the_wrong_caller() {
    let policy = southampton();
    for stage in &policy.script.stages {
        assert!(stage.capture.iter().filter(|c| c.needed).count() <= 4, "stage {}", stage.number.0);
    }
    let asked = |key: &str, caller| {
        let (_, capture) = policy.script.capture(&FieldKey::new(key)).unwrap();
        is_for(&capture.callers, &capture.not_callers, Some(caller))
    };
    for caller in [CallerKind::Public, CallerKind::Parent, CallerKind::Child] {
        assert!(!asked("contract.consent_asked", caller));
    }
    assert!(asked("contract.consent_asked", CallerKind::Professional));
    // Every caller has something to be asked at every stage of the conversation.
    for caller in CallerKind::ALL {
        for stage in &policy.script.stages {
            let any = stage
                .prompts
                .iter()
                .any(|p| p.mode.is_none() && is_for(&p.callers, &p.not_callers, Some(caller)));
            assert!(
                any || stage.number.0 == 10,
                "stage {} has nothing for a {}",
                stage.number.0,
                caller.words()
            );
        }
    }
}

#[test]
fn no_two_cases_of_a_mode_sign_the_same_sentence() {
    let policy = southampton();
    for mode in [Mode::FrontDoor, Mode::Edt] {
        let words: BTreeSet<_> =
            policy.sharing.thresholds.iter().filter(|t| t.mode == mode).map(|t| &t.words).collect();
        assert_eq!(words.len(), 3);
    }
    assert_eq!(policy.sources.words(&RuleId::new("southampton-24")), "Southampton one-minute guide, MASH");
    assert_eq!(policy.letters.source_code.len(), 22);
}

#[test]
fn each_letter_can_be_written_and_the_public_one_tells_nothing_of_a_child() {
    let policy = southampton();
    let environment = minijinja::Environment::new();
    let child =
        minijinja::context! { name => "Ellis Brand", outcome => "Family Help", team => "Family Help" };
    let step = minijinja::context! { what => "ring the family", who => "A. Okoro", by => "Friday" };
    let context = minijinja::context! {
        caller_name => "Ms Doyle", reference => "C-1841", date => "24 November 2026", worker => "A. Okoro",
        authority => policy.name.as_str(), children => vec![child], steps => vec![step], next_steps => "We visit.",
        signposts => vec!["The family hub"], complaints => policy.letters.complaints.as_str(),
        disagree => policy.letters.disagree.as_str(), reason => "They asked for help.",
    };
    for template in &policy.letters.template {
        let letter = environment.render_str(&template.body, context.clone()).unwrap();
        assert!(letter.contains("Ms Doyle") && letter.contains("C-1841"), "{}", template.id);
        assert!(!letter.contains("\n\n\n"), "{}:\n{letter}", template.id);
        assert_eq!(
            letter.contains("- A. Okoro: ring the family, by Friday\n"),
            template.audience != Audience::Public
        );
        if template.audience == Audience::Public {
            assert!(
                !letter.contains("Ellis")
                    && !letter.contains("Family Help")
                    && !letter.contains("asked for help")
            );
        }
        for phrase in &policy.letters.stock_phrases {
            assert!(!letter.to_lowercase().contains(phrase.as_str()), "{}: {phrase}", template.id);
        }
    }
}

#[test]
fn a_whole_file_in_a_folder_replaces_the_embedded_one() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("southampton");
    fs::create_dir(&dir).unwrap();
    let own = EMBEDDED[0].1[1].replace("of = 30", "of = 20");
    fs::write(dir.join("hours.toml"), own).unwrap();
    let policy = load_from(&dir).unwrap();
    assert_ne!(policy.digest, southampton().digest);
    fs::write(dir.join("hour.toml"), "").unwrap();
    let error = load_from(&dir).unwrap_err();
    assert!(error.to_string().contains("no such file"), "{error}");
    let error = load_from(&dir.join("nothing")).unwrap_err();
    assert!(error.to_string().contains("cannot be read"), "{error}");
}

/// Loads the embedded profile with the first `from` of a file put as `to`, and gives its refusal.
fn refusal(file: &str, from: &str, to: &str) -> ProfileError {
    let at = FILES.iter().position(|name| *name == file).unwrap();
    let mut texts = EMBEDDED[0].1.map(Cow::Borrowed);
    assert!(texts[at].contains(from), "{file} has no `{from}`");
    texts[at] = Cow::Owned(texts[at].replacen(from, to, 1));
    let error =
        read("southampton", &texts).err().unwrap_or_else(|| panic!("not refused: {file} {from} → {to}"));
    assert_eq!(error.file, format!("southampton/{file}"), "{error}");
    error
}

/// File, what is put for what, the key that is named, and some of the words.
#[test]
fn each_fault_is_refused_with_its_key_and_line() {
    for (file, from, to, key, words) in [
        // How it is written.
        (
            "profile.toml",
            r#"id = "southampton""#,
            r#"id = southampton"#,
            "id",
            "string values must be quoted",
        ),
        ("profile.toml", "version =", "versions =", "versions", "unknown field `versions`"),
        ("profile.toml", r#"name = "Southampton""#, r#"name = " ""#, "name", "empty"),
        ("sharing.toml", "least_words = 8", r#"least_words = "8""#, "least_words", "invalid type"),
        ("hours.toml", r#"from = "09:00""#, r#"from = "9 am""#, "front_door[0].from", "not a time"),
        ("hours.toml", r#"day = "Mon""#, r#"day = "Moon""#, "front_door[0].day", "Moon"),
        ("hours.toml", r#"count = "minutes""#, r#"count = "moons""#, "clocks[1].span", "moons"),
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
        // Hours and clocks.
        ("hours.toml", r#"until = "17:00""#, r#"until = "09:00""#, "front_door[0].until", "not after"),
        ("hours.toml", r#"day = "Tue""#, r#"day = "Mon""#, "front_door[1].from", "overlaps"),
        ("hours.toml", r#"mode = "edt""#, r#"mode = "front_door""#, "authority", "2 authorities"),
        (
            "hours.toml",
            r#"role = "crs_manager""#,
            r#"role = "shadow""#,
            "authority[0].role",
            "cannot authorise",
        ),
        (
            "hours.toml",
            r#"rule = "southampton-24""#,
            r#"rule = "southampton-0""#,
            "authority[0].rule",
            "does not name",
        ),
        ("hours.toml", r#"id = "urgent""#, r#"id = "decision""#, "clocks[1].id", "twice"),
        ("hours.toml", r#"id = "urgent""#, r#"id = "soon""#, "clocks", "`urgent` is missing"),
        ("hours.toml", "of = 30", "of = 0", "clocks[1].span", "never in time"),
        // Sharing.
        ("sharing.toml", r#"id = "health""#, r#"id = "police""#, "agencies[1].id", "twice"),
        ("sharing.toml", r#"id = "enquiry""#, r#"id = "protection""#, "purposes[1].id", "twice"),
        ("sharing.toml", r#"id = "enquiry""#, r#"id = "asking""#, "purposes", "`enquiry` is missing"),
        ("sharing.toml", r#"case = "refused""#, r#"case = "cannot_decide""#, "thresholds", "needs one"),
        ("sharing.toml", r#"kind = "court_order""#, r#"kind = "section47""#, "grounds", "2 times"),
        ("sharing.toml", "least_words = 8", "least_words = 0", "least_words", "none"),
        ("sharing.toml", "golden_rules = [", r#"golden_rules = [ "Eight.","#, "golden_rules", "seven"),
        // Script.
        ("script.toml", "number = 3", "number = 4", "stages[3].number", "stage 3 belongs"),
        ("script.toml", r#"id = "injury""#, r#"id = "anxious_caller""#, "stages[2].listen[0].id", "twice"),
        (
            "script.toml",
            r#"key = "safety.with""#,
            r#"key = "safety.where""#,
            "stages[2].capture[2].key",
            "twice",
        ),
        (
            "script.toml",
            r#"key = "safety.with""#,
            r#"key = "safety.who""#,
            "stages",
            "`safety.with` is missing",
        ),
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
            r#"accept_clock = "acceptance""#,
            r#"accept_clock = "patience""#,
            "outcome[1].accept_clock",
            "no clock",
        ),
        ("outcomes.toml", "accept_clock = \"acceptance\"\n", "", "outcome[1].accept_clock", "by when"),
        (
            "outcomes.toml",
            r#"outside = "other_la""#,
            r#"outside = "moon""#,
            "outcome[3].outside",
            "no agency",
        ),
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
        (
            "outcomes.toml",
            "min = 3, max = 4",
            "min = 5, max = 4",
            "outcome[12].fields[2].kind.min",
            "more than",
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
        ("sources.toml", "southampton-24 =", "southampton-240 =", "", ""),
    ] {
        if file == "sources.toml" {
            let mut texts = EMBEDDED[0].1.map(Cow::Borrowed);
            texts[6] = Cow::Owned(texts[6].replacen(from, to, 1));
            assert_eq!(read("southampton", &texts).unwrap_err().key, "authority[0].rule");
            continue;
        }
        let error = refusal(file, from, to);
        assert_eq!(error.key, key, "{error}");
        assert!(error.words.contains(words), "{error}");
        assert!(error.line > 0, "{error}");
    }
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
    assert!(read("southampton", &texts).is_ok());
}
