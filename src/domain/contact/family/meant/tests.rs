use super::*;
use crate::domain::contact::family::{Link, Telling};

/// Kayleigh Tressell; Dawn Tressell, her mother; Craig Tressell, her father; Lee Marsh, the mother's partner.
fn family() -> Family {
    let people = [
        (Kind::Child, "Kayleigh Tressell", ""),
        (Kind::Parent, "Dawn Tressell", "mother"),
        (Kind::Parent, "Craig Tressell", "dad"),
        (Kind::Adult, "Lee Marsh", "mum's partner"),
    ];
    let person = |(no, (kind, name, relation)): (usize, (Kind, &str, &str))| Person {
        no: PersonNo(u32::try_from(no).unwrap() + 1),
        details: Details { name: Some(name.to_owned()), relation: relation.to_owned(), ..Details::of(kind) },
        telling: Telling::default(),
        told: None,
    };
    Family { people: people.into_iter().enumerate().map(person).collect(), ..Family::default() }
}

fn sure(words: &str) -> Vec<u32> {
    family().meant_by(words).into_iter().map(|no| no.0).collect()
}

fn may(words: &str) -> Vec<u32> {
    family().may_be_meant_by(words).into_iter().map(|no| no.0).collect()
}

#[test]
fn somebody_is_meant_by_name_initials_and_what_they_are_to_a_child() {
    for words in [
        "Craig",
        "Mr C. Tressell",
        "Mr Tressell",
        "C Tressell",
        "Dad",
        "the dad",
        "her father",
        "Kayleigh's dad",
        "Kayleigh’s Daddy",
        "the father of Kayleigh",
        "Craig (dad)",
    ] {
        assert_eq!(sure(words), [3], "{words}");
    }
    for words in ["Mrs Tressell", "Mum", "Ms D Tressell", "Kayleigh's mother", "Dawn Tressell"] {
        assert_eq!(sure(words), [2], "{words}");
    }
    for words in ["mum's partner", "her mother's boyfriend", "Mr Marsh"] {
        assert_eq!(sure(words), [4], "{words}");
    }
    assert_eq!(sure("Kayleigh and her dad"), [1, 3]);
}

#[test]
fn a_surname_that_several_have_may_mean_any_of_them() {
    assert_eq!((sure("Tressell"), may("Tressell")), (vec![], vec![1, 2, 3]));
    assert_eq!((sure("the parents"), may("the parents")), (vec![], vec![2, 3]));
    assert_eq!(may("Mr Tressell at the garage"), [3]);
    for other in ["Ms Lowe, school", "Jane Tressell", "the caller", "the health visitor", "", "Mr K Marsh"] {
        assert_eq!(may(other), [0; 0], "{other}");
    }
}

#[test]
fn a_surname_in_the_plural_initials_and_who_was_with_a_parent_may_mean_them() {
    for (words, meant) in [
        ("the Tressells", &[1, 2, 3][..]),
        ("Ms Lowe and the Tressells", &[1, 2, 3]),
        ("CT", &[3]),
        ("her husband", &[3, 4]),
        ("Dawn's ex", &[2, 3]),
    ] {
        let mut found = may(words);
        found.sort_unstable();
        assert_eq!(found, meant, "{words}");
    }
    for other in ["the GP", "ct", "the school", "CT scans"] {
        assert_eq!(may(other), [0; 0], "{other}");
    }
    assert_eq!(may("her partner"), [4]);
}

#[test]
fn a_parent_of_whom_nobody_said_which_may_be_either() {
    let mut family = family();
    family.people[2].details.relation = String::new();
    assert_eq!(family.meant_by("Dad"), []);
    assert_eq!(family.may_be_meant_by("Dad"), [PersonNo(3)]);
    family.links.push(Link { from: PersonNo(3), to: PersonNo(1), words: "father of".to_owned() });
    assert_eq!(family.meant_by("Kayleigh's dad"), [PersonNo(3)]);
}

#[test]
fn names_agree_as_far_as_both_are_written() {
    for (a, b, words) in [
        ("Craig Tressell", "Mr C. Tressell", 2),
        ("Tressell, Craig", "craig tressell", 2),
        ("Craig", "Craig Tressell", 1),
    ] {
        assert_eq!(names_agree(a, b), Some(words), "{a} and {b}");
    }
    for (a, b) in [("Craig Tressell", "Dawn Tressell"), ("C", "Craig"), ("", "Craig"), ("Mr", "Mr")] {
        assert_eq!(names_agree(a, b), None, "{a} and {b}");
    }
    assert!(same_relation("father", "Dad") && !same_relation("mother's partner", "mother"));
}
