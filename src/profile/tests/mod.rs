mod refusals;
mod shapes;

use std::collections::BTreeSet;

use super::*;
use crate::domain::{
    ids::{FieldKey, OutcomeLetter, RuleId},
    policy::{
        CallerKind, Mode, Role,
        hours::WrittenFollowup,
        letters::Audience,
        outcomes::{Needed, Part, Voluntary},
        script::{FieldKind, is_for},
        sources::Sources,
    },
};

fn southampton() -> Policy {
    load("southampton").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_embedded_profile_loads_and_says_who_it_is() {
    assert_eq!(embedded(), ["southampton", "bromley", "building-bridges"]);
    let policy = southampton();
    assert_eq!((policy.id.as_str(), policy.name.as_str()), ("southampton", "Southampton"));
    assert_eq!(policy.digest.len(), 64);
    assert_eq!(policy.digest, southampton().digest);
    let unknown = load("nowhere").unwrap_err().to_string();
    assert!(unknown.contains("nowhere") && unknown.contains("southampton"), "{unknown}");
}

#[test]
fn bromley_has_names_teams_and_agencies_of_its_own() {
    let policy = load("bromley").unwrap_or_else(|error| panic!("{error}"));
    let outcome = |letter| policy.outcomes.get(OutcomeLetter(letter)).unwrap();
    assert_eq!(outcome('S').team.as_deref(), Some("Referral and Assessment Team"));
    assert_eq!(outcome('J').name, "Children's Disability Team");
    let agency = |id: &str| policy.sharing.agencies.iter().find(|agency| agency.id.as_str() == id).unwrap();
    assert_eq!(agency("adult_care").name, "Adult Care Services (ACS)");
    assert_eq!(policy.hours.written_followup, WrittenFollowup::Always);
    assert_ne!(policy.digest, southampton().digest);
    assert_eq!(southampton().hours.written_followup, WrittenFollowup::UrgentOnly);
    // Every profile has the whole pack of clocks.
    let clocks = |name| -> BTreeSet<_> {
        load(name).unwrap().hours.clocks.into_iter().map(|clock| clock.id).collect()
    };
    assert_eq!(clocks("bromley"), clocks("southampton"));
    assert_eq!(clocks("building-bridges"), clocks("southampton"));
}

#[test]
fn bromley_names_nothing_of_southampton() {
    let policy = load("bromley").unwrap();
    // The program's own rules keep their keys; what a worker reads of them is what Bromley says.
    let sources = policy.sources.rules.values().cloned().collect::<Vec<_>>().join(" ");
    let rest = format!("{:?}", Policy { sources: Sources::default(), ..policy });
    assert!(rest.contains("Referral and Assessment Team"));
    for name in [
        "outhampton",
        "Jigsaw",
        "jigsaw",
        "Family Help",
        "Family Safeguarding",
        "Young People's Service",
        "Pathways Through Care",
        "Building Bridges",
        "MASH",
        "CRS",
        "hub",
        "Young carers project",
        "Adult social care",
        "leicestershire",
        "herefordshire",
        "barnsley",
    ] {
        assert!(!rest.contains(name), "{name}: {}", around(&rest, name));
        assert!(!sources.contains(name), "{name}: {}", around(&sources, name));
    }
}

fn around<'t>(text: &'t str, found: &'t str) -> &'t str {
    let at = text.find(found).unwrap_or(0);
    text.get(at.saturating_sub(60)..(at + 60).min(text.len())).unwrap_or(found)
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
        authority => policy.name.as_str(), children => vec![child], steps => vec![step.clone()], next_steps => "We visit.",
        signposts => vec!["The family hub"], complaints => policy.letters.complaints.as_str(),
        disagree => policy.letters.disagree.as_str(), reason => "They asked for help.",
        own_steps => vec![step.clone()], meetings => vec!["Ellis Brand meets"],
        spoken => false, unspoken => true,
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
        let bare = minijinja::context! { children => Vec::<String>::new(), steps => Vec::<String>::new(), ..context.clone() };
        let bare = minijinja::context! { own_steps => Vec::<String>::new(), meetings => Vec::<String>::new(), next_steps => "", reason => "", signposts => Vec::<String>::new(), ..bare };
        let bare = environment.render_str(&template.body, bare).unwrap();
        assert!(!bare.contains("\n\n\n"), "{}:\n{bare}", template.id);
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

#[test]
fn a_file_that_is_not_in_the_folder_is_called_the_built_in_one() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("southampton");
    fs::create_dir(&dir).unwrap();
    let script = include_str!("../southampton/script.toml").replace("safety.danger", "safety.other");
    fs::write(dir.join("script.toml"), script).unwrap();
    let said = load_from(&dir).unwrap_err().to_string();
    let file = dir.join("outcomes.toml").display().to_string();
    assert!(!said.contains(&file), "{said}");
    assert!(
        said.contains("southampton, the built-in outcomes.toml, line ") && said.contains("safety.danger"),
        "{said}"
    );
    assert!(said.contains("does not fit its script.toml"), "{said}");
}
