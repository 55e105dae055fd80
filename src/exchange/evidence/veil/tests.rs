use super::*;

fn veil() -> Veil {
    Veil::of(
        [
            ("ring.announced.v1", r#"{"number":"01632 960123","name":null}"#),
            ("contact.caller_recorded.v1", r#"{"name":"PC Jo Farrow-Mills","number":"+44 7700 900456"}"#),
            ("contact.caller_identified.v1", r#"{"is":"police","collar":"4471","incident":"CAD 998"}"#),
            ("contact.household_set.v1", r#"{"no":1,"place":"14 Brook Lane, Southampton","protected":true}"#),
            (
                "contact.household_set.v1",
                r#"{"no":1,"place":"The Annexe, 14a Brook Lane","protected":false}"#,
            ),
            ("contact.household_set.v1", r#"{"no":1,"place":"9 Elm Walk","protected":false}"#),
            ("contact.household_set.v1", r#"{"no":2,"place":"3 Mill Row","protected":false}"#),
        ]
        .into_iter(),
    )
}

#[test]
fn words_are_found_as_people_repeat_them() {
    let veil = veil();
    for told in [
        "Farrow rang again",
        "ask FARROW's sergeant",
        "Mr Mills",
        "ring 07700 900 456",
        "on +447700900456",
        "01632-960-123",
        "collar 4471",
        "he waits in  Brook\nLane",
        "14 Brook Lane",
        "at 9 Elm Walk, as before",
    ] {
        assert!(veil.in_text(told), "{told}");
    }
    for harmless in ["Jo", "a farrowing pen", "3 Mill Row", "Southampton", "01632 960124", "the annexe"] {
        assert!(!veil.in_text(harmless), "{harmless}");
    }
}

#[test]
fn a_surname_that_the_children_have_too_is_theirs_and_the_parent_who_rang_stays_withheld() {
    let veil = Veil::of(
        [
            ("contact.caller_recorded.v1", r#"{"name":"Dawn Tressell","number":"07700 900456"}"#),
            ("contact.person_named.v1", r#"{"person":1,"kind":"child","name":"Kayleigh Tressell"}"#),
            ("contact.person_named.v1", r#"{"person":2,"kind":"parent","name":"Dawn Tressell"}"#),
        ]
        .into_iter(),
    );
    for told in [
        "Dawn",
        "Dawn Tressell",
        "Dawn Marie Tressell",
        "Tressell, Dawn",
        "D. Tressell rang",
        "Mrs Tressell rang",
        "ask MS TRESSELL's sister",
        "07700900456",
    ] {
        assert!(veil.in_text(told), "{told}");
    }
    for harmless in ["Kayleigh Tressell", "Craig Tressell", "the Tressell family", "C. Tressell"] {
        assert!(!veil.in_text(harmless), "{harmless}");
    }
    assert!(
        !veil.hides("contact.person_named.v1", r#"{"person":1,"kind":"child","name":"Kayleigh Tressell"}"#)
    );
    assert!(veil.hides("contact.person_named.v1", r#"{"person":2,"kind":"parent","name":"Dawn Tressell"}"#));
    // A neighbour whose surname nobody else has is withheld by it, and so is one of whom only that is known.
    for name in ["Jean Ashby", "Mrs Tressell", "Tressell"] {
        let caller = serde_json::json!({ "name": name }).to_string();
        let child = r#"{"person":1,"kind":"child","name":"Kayleigh Tressell"}"#;
        let entries = [("contact.caller_recorded.v1", caller.as_str()), ("contact.person_named.v1", child)];
        assert!(Veil::of(entries.into_iter()).in_text(name.split(' ').next_back().unwrap()), "{name}");
    }
}

#[test]
fn where_a_letter_went_is_covered_and_what_does_not_read_is_hidden() {
    let veil = veil();
    let sent = veil.redacted("contact.letter_sent.v1", r#"{"no":1,"address":"3 Mill Row"}"#, |_| true);
    assert_eq!(sent.unwrap(), r#"{"address":"[withheld]","no":1}"#);
    let late = r#"{"body":"{\"text\":\"Farrow says\"}","kind":"contact.note_written.v1"}"#;
    let late = veil.redacted("contact.merged_late.v1", late, |_| true).unwrap();
    assert!(late.contains("[withheld]") && !late.contains("Farrow"), "{late}");
    for body in [r#"{"by":"x"}"#, r#"{"by":"x","kind":"contact.note_written.v1","body":"no JSON"}"#] {
        assert!(veil.hides("contact.merged_late.v1", body), "{body}");
    }
}

#[test]
fn what_came_in_late_is_withheld_as_what_it_holds() {
    let late =
        |kind: &str, body: &str| serde_json::json!({ "by": "x", "kind": kind, "body": body }).to_string();
    let kept = "contact.merged_late.v1";
    let caller =
        late("contact.caller_recorded.v1", r#"{"name":"Ida Quenby","number":"01632 960777","role":"aunt"}"#);
    let home = late("contact.household_set.v1", r#"{"no":1,"place":"9 Weir Walk","protected":true}"#);
    let veil = Veil::of([(kept, caller.as_str()), (kept, home.as_str())].into_iter());
    for told in ["Quenby rang", "on 01632960777", "9 Weir Walk"] {
        assert!(veil.in_text(told), "{told}");
    }
    assert!(veil.hides(kept, &caller) && veil.hides(kept, &home));
    assert!(veil.hides(kept, &late("contact.caller_identified.v1", r#"{"is":"known","how":"by voice"}"#)));
    assert!(veil.hides(kept, &late("contact.note_written.v1", r#"{"no":1,"text":"Mrs Quenby said so"}"#)));
    assert!(!veil.hides(kept, &late("contact.note_written.v1", r#"{"no":1,"text":"He left."}"#)));
    let shown = veil.redacted(kept, &caller, |_| true).unwrap();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let inner: Value = serde_json::from_str(shown["body"].as_str().unwrap()).unwrap();
    assert_eq!((&inner["name"], &inner["role"]), (&Value::from(WITHHELD), &Value::from(WITHHELD)));
    assert_eq!(shown["kind"], "contact.caller_recorded.v1");
}

#[test]
fn entries_are_hidden_or_written_again() {
    let veil = veil();
    assert!(veil.hides("contact.caller_recorded.v1", "{}"));
    assert!(veil.hides("contact.note_written.v1", r#"{"text":"Farrow says","no":1}"#));
    assert!(veil.hides("contact.note_written.v1", "not JSON"));
    assert!(!veil.hides("contact.note_written.v1", r#"{"text":"he shouts","no":1}"#));
    let note = veil.redacted("contact.note_written.v1", r#"{"no":1,"text":"Farrow says"}"#, |_| true);
    assert_eq!(note.unwrap(), r#"{"no":1,"text":"[withheld]"}"#);
    let taken = r#"{"reference":1841,"caller":{"kind":"police","name":"Jo","role":"officer","is_person":2}}"#;
    let taken = veil.redacted("contact.taken.v1", taken, |_| true).unwrap();
    assert!(taken.contains("\"is_person\":null"), "{taken}");
    assert!(!taken.contains("Jo") && !taken.contains("officer") && taken.contains("\"kind\":\"police\""));
    let named_as_a_choice = Veil { names: ["refused".to_owned()].into(), ..Veil::default() };
    let body = r#"{"case":"refused","why":"Refused rang"}"#;
    let fits = |body: &str| body.contains("\"case\":\"refused\"");
    let spared = named_as_a_choice.redacted("contact.override_requested.v1", body, fits).unwrap();
    assert_eq!(spared, r#"{"case":"refused","why":"[withheld]"}"#);
    assert!(named_as_a_choice.redacted("x", body, |_| false).is_err());
}

#[test]
fn that_somebody_wishes_to_stay_unnamed_stays_and_their_words_do_not() {
    let body =
        r#"{"kind":"public","name":"Joan Marsh","wish":{"naming":"unnamed","words":"he knows my car"}}"#;
    let veil = Veil::of([("contact.caller_recorded.v1", body)].into_iter());
    let redacted = veil.redacted("contact.caller_recorded.v1", body, |_| true).unwrap();
    assert!(redacted.contains("unnamed") && !redacted.contains("my car"), "{redacted}");
}
