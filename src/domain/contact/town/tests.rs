use super::*;
use crate::{
    domain::{
        contact::{call::Caller, family::Household},
        ids::{HouseholdNo, PersonNo},
        policy::CallerKind,
    },
    exchange::story::{self, Story},
};

const KELLY: Recipient = Recipient::Person(PersonNo(3));
const DAN: Recipient = Recipient::Person(PersonNo(4));

fn told(protected: &str, open: &str) -> Story {
    let caller =
        Caller { kind: Some(CallerKind::Public), name: Some("Jo Field".to_owned()), ..Caller::default() };
    let mut story = story::begin(caller);
    story.names_the_family();
    let home = |place: &str, protected, who| Household {
        no: HouseholdNo(0),
        place: place.to_owned(),
        protected,
        members: vec![who],
    };
    story.contact.family.households =
        vec![home(protected, true, PersonNo(3)), home(open, false, PersonNo(4))];
    story
}

fn says(story: &Story, audience: Audience, to: Recipient, text: &str) -> Option<String> {
    story
        .contact
        .gives_away(audience, to, text, &story.policy)
        .map(|said| format!("{} {}", said.code, said.words))
}

#[test]
fn the_town_alone_of_a_protected_address_is_refused_to_the_family_and_the_public() {
    for (protected, open, text) in [
        ("17 Weir Close, Salisbury", "3 Mill Lane, Southampton", "She lives in Salisbury now."),
        ("17 weir close, salisbury", "3 Mill Lane", "She lives in Salisbury now."),
        ("17 Weir Close, Salisbury", "3 Mill Lane", "she lives in salisbury now"),
        ("17 Weir Close, SP1 2AB", "3 Mill Lane, SO15 2AB", "She lives in SP1 now."),
        ("Flat 2, 17 Weir Close, Bourne, Wiltshire", "3 Mill Lane", "Bourne is a long way off."),
        ("Salisbury, SP1 2AB", "3 Mill Lane", "A worker from Salisbury rings you."),
        ("The Refuge, Newcastle upon Tyne", "3 Mill Lane", "a worker from Newcastle upon Tyne"),
        ("17 Weir Close, Reading", "3 Mill Lane", "She lives in Reading now."),
    ] {
        let story = told(protected, open);
        for (audience, to) in
            [(Audience::Family, DAN), (Audience::Child, DAN), (Audience::Public, Recipient::Caller)]
        {
            let said = says(&story, audience, to, text).unwrap_or_default();
            assert!(
                said.starts_with("NamesAddress") && said.contains("paragraph 1"),
                "{protected}: {text}: {said}"
            );
        }
        assert_eq!(
            says(&story, Audience::Professional, Recipient::Caller, text),
            None,
            "{protected}: {text}"
        );
        assert_eq!(says(&story, Audience::Family, KELLY, text), None, "she lives there: {text}");
    }
    let story = told("17 Weir Close, Salisbury", "3 Mill Lane");
    let said = says(&story, Audience::Family, DAN, "Dear Dan,\n\nShe is in Salisbury.");
    assert!(said.is_some_and(|said| said.contains("(“Salisbury”, paragraph 2)")));
}

#[test]
fn a_town_that_tells_nothing_is_none() {
    for (protected, open, text) in [
        ("17 Weir Close, Southampton", "", "Southampton, children's social care"),
        ("17 Weir Close, Salisbury", "3 Mill Lane, Salisbury", "We come to Salisbury."),
        ("17 Weir Close, Salisbury SP1 2AB", "3 Mill Lane, SP1 4CD", "We come to SP1."),
        ("17 Weir Close, Salisbury", "", "Mrs Salisbury and T. Salisbury sign this."),
        ("17 Weir Close, Salisbury", "", "at 4 Salisbury Road"),
        ("17 Weir Close, Brook", "", "Dear Kelly Brook"),
        ("17 Weir Close, Reading", "", "Reading at bedtime helps."),
        ("17 Weir Close, second floor", "", "on the second floor"),
        ("17 Weir Close, Winchester, Hampshire", "", "Hampshire police"),
        ("17 Weir Close, Housing", "", "Housing rings you."),
        ("17 Weir Close", "", "We come on Monday."),
        ("", "", "We come on Monday."),
    ] {
        let said = says(&told(protected, open), Audience::Family, DAN, text);
        assert_eq!(said, None, "{protected}: {text}");
    }
}
