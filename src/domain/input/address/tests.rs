use proptest::prelude::*;

use super::*;

#[test]
fn an_address_is_found_as_people_repeat_it() {
    let home = traces("17 Weir Close, Millbrook");
    for told in [
        "He lives at 17 Weir Close, Millbrook.",
        "17 weir close millbrook",
        "17  Weir\nClose",
        "round in Weir Close",
        "17, Weir Close",
        "17 Weir Cl.",
        "Weir Close's residents",
    ] {
        assert!(stands_in(&home, told), "{told}");
    }
    for harmless in ["Millbrook", "a close weir", "Weir Closes at ten", "17"] {
        assert!(!stands_in(&home, harmless), "{harmless}");
    }
    assert!(stands_in(&traces("The Annexe, 14a Brook Lane"), "in Brook Lane"));
    assert!(stands_in(&traces("the refuge"), "back at The Refuge"));
    assert!(!stands_in(&traces("  "), "anything at all"));
}

#[test]
fn an_address_is_found_shortened_written_out_and_by_its_name() {
    for (place, told) in [
        ("9 Larch Court, Millbrook", "they are at 9, Larch Ct now"),
        ("9, Larch Ct", "9 Larch Court"),
        ("9, Larch Ct", "somewhere in Larch Court"),
        ("4 Mill Ln", "in Mill Lane"),
        ("4 Mill Lane", "4 mill ln."),
        ("12 Hatch St", "12 Hatch Street"),
        ("12 Hatch Road", "Hatch Rd"),
        ("3 Elm Avenue", "3 Elm Ave"),
        ("3 Elm Av", "in Elm Avenue"),
        ("8 Weir Drive", "8 Weir Dr"),
        ("8 St Mark's Road", "8 St Marks Rd"),
        ("8 St Marks Road", "in St Mark's Road"),
        ("Rose Cottage, Millbrook", "they moved to Rose Cottage"),
        ("Rose Cottage", "at rose cottage."),
        ("Fernmoor House, 3 Weir Close", "a room in Fernmoor House"),
        ("2 Weir Close, SO15 2AB", "the postcode is SO152AB"),
        ("2 Weir Close, SO152AB", "so15 2ab"),
        ("Southampton so15 2ab", "SO15 2AB"),
        ("the flat above the chip shop, Mill Lane", "above the chip shop on Mill Lane"),
        ("the flat above the chip shop, Mill Lane", "they are in Mill Lane"),
        ("the flat above the chip shop", "the room over the chip shop"),
        ("the flat above the chip shop Mill Lane", "in Mill Ln"),
        ("caravan behind the Ship Inn", "behind the Ship Inn"),
        ("above the chip shop by the ferry steps", "over the chip shop"),
        ("above the chip shop by the ferry steps", "next to the ferry steps"),
    ] {
        assert!(stands_in(&traces(place), told), "{place}: {told}");
    }
}

#[test]
fn harmless_words_are_no_address() {
    for (place, harmless) in [
        ("9 Larch Court, Millbrook", "he goes to court on Friday"),
        ("9 Larch Court, Millbrook", "Dr Larch rang"),
        ("9 Larch Court, Millbrook", "9 people in Millbrook"),
        ("4 Mill Lane", "the mill by the lane"),
        ("the flat above the chip shop, Mill Lane", "he works in a chip shop"),
        ("the flat above the chip shop, High Street", "seen in the High Street"),
        ("above the chip shop by the ferry steps", "he works in a chip shop, and was seen on the ferry"),
        ("Rose Cottage, Millbrook", "Rose has a cottage pie"),
        ("The Old House, Millbrook", "an old house"),
        ("his mother's house", "she left her mother house keys"),
        ("2 Weir Close, Golders Green", "a walk in Golders Green"),
        ("2 Weir Close, Newcastle upon Tyne", "in Newcastle upon Tyne"),
        ("2 Weir Close, SO15 2AB", "SO15 is a long way"),
        ("2 Weir Close, Bury St Edmunds", "the school in Bury St Edmunds"),
    ] {
        assert!(!stands_in(&traces(place), harmless), "{place}: {harmless}");
    }
}

#[test]
fn a_letter_arrives_where_its_house_is_named_and_no_other_flat() {
    for (home, address) in [
        ("9 Larch Court", "9 Larch Ct, Millbrook, SO15 2AB"),
        ("9 Larch Court, Millbrook, SO15 2AB", "Mrs Tressell, 9 Larch Court SO152AB"),
        ("9, Larch Court", "9 Larch Court"),
        ("Flat 3, 9 Larch Court", "9 Larch Court"),
        ("Rose Cottage, Mill Lane", "Rose Cottage, Millbrook"),
        ("the caravan behind the Ship Inn", "the caravan behind the Ship Inn"),
    ] {
        assert!(arrives_at(home, address) && arrives_at(address, home), "{home}: {address}");
    }
    for (home, address) in [
        ("9 Larch Court", "11 Larch Court"),
        ("9 Larch Court", "19 Larch Court"),
        ("9 Larch Court, SO15 2AB", "11 Larch Court, SO15 2AB"),
        ("Flat 3, 9 Larch Court", "Flat 2, 9 Larch Court"),
        ("", "9 Larch Court"),
        ("9 Larch Court", "secure e-mail"),
    ] {
        assert!(!arrives_at(home, address) && !arrives_at(address, home), "{home}: {address}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_found_in_itself(place in "[a-zA-Z0-9 ,.'’-]{0,40}") {
        let said = format!("They are at {place}. Now.");
        let traces = traces(&place);
        let tells = place.chars().filter(|c| c.is_alphanumeric()).count() >= 3;
        prop_assert!(!tells || stands_in(&traces, &said), "{place}: {traces:?}");
    }

    #[test]
    fn a_street_is_found_however_it_is_shortened(
        number in 1..200_u16,
        name in prop::sample::select(vec!["Larch", "Old Mill", "St Mark's", "Weir"]),
        street in prop::sample::select(vec![
            ("Court", "Ct"), ("Lane", "Ln"), ("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Close", "Cl"),
            ("Drive", "Dr"), ("Crescent", "Cres"), ("Gardens", "Gdns"), ("Terrace", "Tce"), ("Square", "Sq"),
        ]),
        comma in any::<bool>(),
        town in prop::sample::select(vec!["", ", Millbrook", ", Millbrook, SO15 2AB"]),
    ) {
        let gap = if comma { ", " } else { " " };
        let (long, short) = street;
        let written = [format!("{number}{gap}{name} {long}{town}"), format!("{number}{gap}{name} {short}{town}")];
        for place in &written {
            let traces = traces(place);
            for told in written.iter().cloned().chain([
                format!("in {name} {long}"),
                format!("{number} {} {short}.", name.to_uppercase()),
            ]) {
                prop_assert!(stands_in(&traces, &told), "{place}: {told}");
                prop_assert!(told.starts_with("in ") || arrives_at(place, &told), "{place}: {told}");
            }
        }
    }
}
