//! Who tells of a family in their work, as it stands in a text: "the school told us" gives the teacher away who rang.
//!
//! The school alone is no sign of it: a letter may say that it will help. It counts where somebody from there tells, and where
//! something comes from there.

use super::{
    Word, Written, ordinary,
    relation::{is_heard, places},
    words,
};

/// Where somebody can work, each by every word for the same.
const HOUSES: [&[&str]; 16] = [
    &[
        "school",
        "academy",
        "college",
        "teacher",
        "headteacher",
        "head teacher",
        "headmaster",
        "headmistress",
        "deputy head",
        "head of year",
        "form tutor",
        "tutor",
        "classroom",
        "class",
        "teaching assistant",
        "designated lead",
        "safeguarding lead",
        "dsl",
        "senco",
        "pastoral",
        "education",
        "attendance officer",
    ],
    &["nursery", "pre school", "preschool", "playgroup", "children centre", "family hub", "key worker"],
    &["childminder", "child minder", "nanny"],
    &["gp", "doctor", "surgery", "practice", "health centre", "medical centre", "practice nurse"],
    &["health visitor", "hv"],
    &["school nurse", "nurse"],
    &["midwife", "midwives", "maternity", "antenatal"],
    &[
        "hospital",
        "ward",
        "a e",
        "casualty",
        "emergency department",
        "paediatrician",
        "consultant",
        "ambulance",
        "paramedic",
        "nhs",
        "infirmary",
    ],
    &["camhs", "mental health", "psychologist", "psychiatrist", "therapist", "counsellor", "drug", "alcohol"],
    &["dentist", "pharmacist", "pharmacy", "optician", "physiotherapist", "speech therapist"],
    &["police", "officer", "constable", "sergeant", "pc", "pcso", "inspector"],
    &["housing", "landlord", "landlady", "tenancy", "caretaker", "hostel"],
    &["probation", "prison", "court", "cafcass", "solicitor"],
    &["social worker", "support worker", "youth worker", "family worker", "youth club", "outreach"],
    &["refuge", "charity", "women aid", "advocate", "idva", "volunteer", "food bank", "church"],
    &["coach", "club", "trainer", "leader", "instructor"],
];

/// What anybody is who rings in their work.
const ANYBODY: &[&str] = &[
    "professional",
    "practitioner",
    "agency",
    "agencies",
    "who works with you",
    "who work with you",
    "who works with your",
    "who works with him",
    "who works with her",
    "working with you",
    "working with your",
];

/// Words in the name of a house that are no name: "St Mark's Primary School" is Mark's.
const COMMON: [&str; 40] = [
    "and",
    "association",
    "borough",
    "care",
    "catholic",
    "centre",
    "children",
    "church",
    "city",
    "community",
    "constabulary",
    "council",
    "county",
    "department",
    "district",
    "east",
    "england",
    "family",
    "foundation",
    "general",
    "group",
    "health",
    "high",
    "infant",
    "junior",
    "local",
    "medical",
    "north",
    "office",
    "primary",
    "saint",
    "secondary",
    "service",
    "services",
    "south",
    "support",
    "team",
    "trust",
    "university",
    "west",
];

/// Tells whether a text says that somebody told of a family who works where these words say: a role, an agency, a line's name;
/// or, of somebody who rang `at_work`, that anybody did who works with it.
pub(in super::super) fn tells(who: &[&str], said: &[Word], at_work: bool) -> bool {
    let who: Vec<Vec<Word>> = who.iter().map(|who| words(who)).collect();
    let theirs = |house: &&'static [&'static str]| who.iter().any(|who| places(house, who).next().is_some());
    let mut houses = HOUSES.into_iter().filter(theirs).chain(at_work.then_some(ANYBODY));
    houses.any(|house| places(house, said).any(|(from, until)| heard_there(said, from, until)))
        || who.iter().flatten().filter(|word| is_own(word)).any(|own| {
            let mut here = said.iter().enumerate().filter(|(_, word)| word.low == own.low);
            here.any(|(at, _)| heard_there(said, at, at + 1))
        })
}

/// Tells whether a word of somebody's role stands in a text: "the officer" of a response officer.
pub(in super::super) fn speaks_of(role: &str, said: &[Word]) -> bool {
    let role = words(role);
    let tells = |word: &&Word| word.low.chars().count() >= 5 && !COMMON.contains(&word.low.as_str());
    role.iter().filter(tells).any(|own| said.iter().any(|word| word.low == own.low))
}

/// Tells whether somebody is heard there, or what somebody of that house wrote: "a school referral".
fn heard_there(said: &[Word], from: usize, until: usize) -> bool {
    const WRITTEN: [&str; 6] = ["referral", "notification", "concern", "concerns", "call", "information"];
    is_heard(said, from, until) || said.get(until).is_some_and(|next| WRITTEN.contains(&next.low.as_str()))
}

/// Tells whether a word of a house's name is its own.
fn is_own(word: &Word) -> bool {
    let is_house = || HOUSES.iter().flat_map(|house| house.iter()).any(|known| *known == word.low);
    word.written != Written::Small
        && word.low.chars().count() >= 4
        && !COMMON.contains(&word.low.as_str())
        && !ordinary::is_ordinary(&word.low)
        && !is_house()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells(who: &str, text: &str) -> bool {
        super::tells(&[who], &words(text), true)
    }

    #[test]
    fn whoever_told_in_their_work_is_given_away_by_their_house() {
        for said in [
            "The school told us that Ellis was tired.",
            "Ellis's teacher is worried about him.",
            "We had a call from his school.",
            "We received a referral from the school.",
            "The school has been in touch with us about Ellis.",
            "The school let us know that he was late.",
            "The school made a referral.",
            "Somebody at Fernmoor told us.",
            "We were told by a professional.",
            "Following the school's concerns we would like to meet you.",
            "After a school referral we looked at what would help.",
        ] {
            assert!(tells("class teacher, Fernmoor Primary School", said), "{said}");
        }
        assert!(tells("Health visitor", "Your health visitor was worried."));
        assert!(tells("response officer", "The police told us what happened."));
        assert!(tells("St Mark's Surgery", "Your GP has shared with us that you are not well."));
    }

    #[test]
    fn a_role_is_spoken_of_by_a_word_of_it() {
        let speaks = |role, text: &str| speaks_of(role, &words(text));
        assert!(
            speaks("response officer", "ring the officer back")
                && speaks("Health visitor", "her visitor's call")
        );
        assert!(
            !speaks("Health visitor", "his health") && !speaks("GP", "the GP") && !speaks("", "anything")
        );
    }

    #[test]
    fn a_house_that_helps_or_is_asked_is_not_given_away() {
        for harmless in [
            "The school will help you with the uniform.",
            "We have asked the school to keep a place for him.",
            "We have told the school that you agreed.",
            "The school has been told, and the health visitor was asked to come.",
            "You told us that his school is kind to him.",
            "The GP said so.",
            "Your neighbour told us.",
            "We will talk to Fernmoor about breakfast club.",
            "With your agreement we have asked for information from the school.",
            "Thank you for telling us.",
            "We help children and families, and we have been thinking about you.",
        ] {
            assert!(!tells("class teacher, Fernmoor Primary School", harmless), "{harmless}");
        }
    }
}
