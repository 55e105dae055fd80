use super::*;

fn tells(who: &str, text: &str, homes: &[&str]) -> bool {
    super::tells(who, &words(text), homes)
}

fn speaks_of(who: &str, text: &str) -> bool {
    super::speaks_of(who, &words(text))
}

#[test]
fn who_told_is_given_away_by_what_they_are() {
    for said in [
        "A neighbour told us that Ellis was alone.",
        "One of your neighbours has been worried.",
        "We had a call from somebody living next door.",
        "We were told by a neighbour.",
        "After your neighbour's call we came.",
        "We received information from a neighbour.",
        "a neighbor, who lives near, rang us",
        "Somebody who lives beside you told us.",
        "We heard from someone in your street.",
        "A person living opposite rang.",
        "Somebody near you let us know.",
        "The woman two doors down is worried about Nell.",
        "A lady two doors down from you is worried about Nell.",
        "We had a call from a few doors along.",
        "The man three doors away heard shouting.",
        "Somebody across the street saw Nell alone.",
        "The people over the road from you rang us.",
        "The man upstairs is worried.",
    ] {
        assert!(tells("neighbour", said, &[]), "{said}");
        assert!(!tells("response officer", said, &[]), "{said}");
    }
    assert!(tells("lives two doors down", "Your neighbour told us.", &[]));
    assert!(tells("her aunt, from Leeds", "Your auntie is worried about you.", &[]));
    assert!(tells("maternal grandmother", "Gran said he was cold.", &[]));
    assert!(tells("Landlord of the flat", "The landlord heard shouting.", &[]));
    assert!(tells("maternal grandmother", "Somebody in your family told us.", &[]));
    assert!(!tells("landlord", "Somebody in your family told us.", &[]));
}

#[test]
fn whoever_helps_is_not_given_away() {
    for harmless in [
        "Your neighbour can mind Ellis on Tuesdays.",
        "You said that your neighbour helps with the school run.",
        "We spoke about neighbours and friends who help. We heard you.",
        "Your neighbour helps, and you told us so.",
        "A neighbour called Joan can fetch him.",
        "We can help you with support from a neighbour.",
        "Thank you for telling us.",
        "There is a group near you on Tuesdays.",
        "There is a group two doors down from you on Tuesdays.",
        "The nursery across the street opens at 8.",
        "The health visitor can see you upstairs or downstairs.",
        "You can park over the road. You told us that you drive.",
        "The front door away from the road is locked, you said.",
        "Your neighbour was asked whether Ellis can stay there.",
    ] {
        assert!(!tells("neighbour at number 12", harmless, &[]), "{harmless}");
    }
    assert!(!tells("neighbour", "Your gran told us so herself.", &[]));
}

#[test]
fn the_house_is_as_good_as_a_name() {
    let who = "neighbour at number 12";
    assert!(tells(who, "They live at no. 12.", &[]) && tells(who, "We spoke to flat 12.", &[]));
    assert!(!tells(who, "We come on 12 December at 12.", &[]));
    assert!(!tells(who, "We come to you at number 12.", &["12 Weir Close"]));
    assert!(speaks_of(who, "look in at number 12") && speaks_of(who, "the neighbour minds them"));
    assert!(!speaks_of(who, "the school minds them"));
    assert!(speaks_of_any("Worry: her aunt heard it") && !speaks_of_any("Worry: left alone since 14:07"));
}
