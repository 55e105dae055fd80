//! What somebody is to a family, as it stands in a text: "a neighbour told us" gives the neighbour away who rang.
//!
//! The word alone is no sign of it: a letter may say that a neighbour helps. It counts where somebody of that kind tells,
//! hears or worries, where something comes from them, and where the house is named in which they live.

use super::{Word, Written, words};

/// What somebody can be, each by every word for the same.
const RELATIONS: [&[&str]; 18] = [
    &[
        "neighbour",
        "neighbor",
        "next door",
        "living opposite",
        "lives opposite",
        "door down",
        "door away",
        "door along",
        "across the road",
        "across the street",
        "over the road",
        "over the street",
        "over the landing",
        "across the landing",
    ],
    &["friend", "mate", "best friend"],
    &["relative", "member of the family", "member of your family", "in law"],
    &["grandmother", "grandma", "granny", "gran", "nan", "nana", "nanna"],
    &["grandfather", "grandad", "granddad", "grandpa"],
    &["grandparent"],
    &["aunt", "auntie", "aunty"],
    &["uncle"],
    &["cousin"],
    &["landlord", "landlady"],
    &["lodger", "tenant", "flatmate", "housemate"],
    &["babysitter", "baby sitter", "nanny", "childminder", "au pair"],
    &["passer by", "passerby", "stranger"],
    &["shopkeeper", "shop assistant", "dinner lady", "lollipop lady", "cleaner", "postman", "driver"],
    &["coach", "trainer", "leader", "scout leader"],
    &["vicar", "priest", "imam", "pastor", "minister"],
    &["councillor"],
    &["ex partner", "ex wife", "ex husband", "girlfriend", "boyfriend"],
];

/// What a parent can be, each by every word for the same.
const PARENTS: [&[&str]; 4] = [
    &["father", "dad", "daddy", "stepfather", "step father", "stepdad", "husband", "ex husband"],
    &["mother", "mum", "mummy", "stepmother", "step mother", "stepmum", "wife", "ex wife"],
    &["partner", "ex partner", "boyfriend", "girlfriend"],
    &["carer", "foster carer", "guardian"],
];

/// Where a neighbour lives, as it is said to the family.
const BESIDE: &[&str] = &[
    "beside you",
    "beside them",
    "next to them",
    "next to you",
    "near you",
    "nearby",
    "close by",
    "close to you",
    "opposite",
    "opposite you",
    "across from you",
    "door down from you",
    "door away from you",
    "door along from you",
    "across the road from you",
    "across the street from you",
    "over the road from you",
    "over the street from you",
    "down the road",
    "above you",
    "below you",
    "upstairs",
    "downstairs",
    "the landing",
    "your street",
    "her street",
    "his street",
    "their street",
    "same street",
    "your road",
    "same road",
    "your block",
    "same block",
    "your building",
    "same building",
];

/// What any relative is.
const RELATIVE: &[&str] = &[
    "relative",
    "relation of yours",
    "member of the family",
    "member of your family",
    "family member",
    "in your family",
    "of your family",
];

/// Those of the relations who are relatives too.
const KIN: [&str; 6] = ["grandmother", "grandfather", "grandparent", "aunt", "uncle", "cousin"];

/// What somebody does who tells of a family, or who was heard.
const TELLS: [&str; 49] = [
    "told",
    "tells",
    "telling",
    "said",
    "says",
    "saying",
    "rang",
    "rung",
    "rings",
    "phoned",
    "telephoned",
    "reported",
    "reports",
    "contacted",
    "complained",
    "wrote",
    "informed",
    "noticed",
    "raised",
    "shared",
    "worried",
    "worries",
    "concerned",
    "heard",
    "hears",
    "saw",
    "sees",
    "seen",
    "spoke",
    "spoken",
    "mentioned",
    "alerted",
    "referred",
    "witnessed",
    "thinks",
    "thought",
    "described",
    "believes",
    "called",
    "asked",
    "overheard",
    "flagged",
    "observed",
    "disclosed",
    "expressed",
    "explained",
    "feels",
    "felt",
    "recorded",
];

/// What somebody does who tells, in more than one word.
const TELLS_SO: [&[&str]; 6] = [
    &["in", "touch", "with", "us"],
    &["let", "us", "know"],
    &["got", "in", "touch"],
    &["came", "to", "us"],
    &["passed", "on"],
    &["passed", "to", "us"],
];

/// What is done to somebody who was told, or asked, and told nothing by that.
const DONE_TO: [&str; 9] =
    ["told", "asked", "informed", "contacted", "alerted", "called", "phoned", "telephoned", "rung"];

/// What stands before it.
const IS: [&str; 7] = ["be", "been", "being", "is", "are", "was", "were"];

/// What somebody does with news who tells.
const MAKES: [&str; 4] = ["made", "makes", "sent", "gave"];

/// What comes from somebody who told.
const NEWS: [&str; 17] = [
    "call",
    "calls",
    "report",
    "information",
    "concern",
    "concerns",
    "message",
    "referral",
    "letter",
    "complaint",
    "account",
    "received",
    "word",
    "words",
    "worry",
    "email",
    "note",
];

/// Who does something else in the same sentence.
const SOMEBODY_ELSE: [&str; 8] = ["you", "we", "i", "he", "she", "they", "it", "us"];

/// What stands before the number of a house.
const HOUSE: [&str; 9] = ["number", "no", "nr", "flat", "house", "apartment", "unit", "room", "plot"];

/// Over how many words after the relation what they do is looked for, and over how many before it where something comes from.
const NEAR: usize = 6;

/// Tells whether a text says that somebody told of a family who is what these words say: a role, or how we know them.
pub(in super::super) fn tells(who: &str, said: &[Word], homes: &[&str]) -> bool {
    names_house(who, said, homes)
        || of(who)
            .flat_map(|same| std::iter::once(same).chain(else_called(same)))
            .any(|same| places(same, said).any(|(from, until)| is_heard(said, from, until)))
}

/// Tells whether a text says that a parent told: by their name, or by what they are to the children.
pub(in super::super) fn parent_tells(name: Option<&str>, role: Option<&str>, said: &[Word]) -> bool {
    let role = words(role.unwrap_or_default());
    let called: Vec<String> = name.into_iter().flat_map(super::parts).collect();
    let named = |at: usize| {
        said.get(at).is_some_and(|word| called.contains(&word.low)) && super::is_name_at(said, at, &called)
    };
    (0..said.len()).any(|at| named(at) && is_heard(said, at, at + 1))
        || PARENTS
            .into_iter()
            .filter(|same| places(same, &role).next().is_some())
            .any(|same| places(same, said).any(|(from, until)| is_heard(said, from, until)))
}

/// Tells whether a text speaks at all of what these words say that somebody is.
pub(in super::super) fn speaks_of(who: &str, said: &[Word]) -> bool {
    names_house(who, said, &[]) || of(who).any(|same| places(same, said).next().is_some())
}

/// Tells whether a text speaks of anybody by what they are to a family.
pub fn speaks_of_any(text: &str) -> bool {
    let said = words(text);
    RELATIONS.iter().any(|same| places(same, &said).next().is_some())
}

/// Gives what these words say that somebody is.
fn of(who: &str) -> impl Iterator<Item = &'static [&'static str]> {
    let who = words(who);
    RELATIONS.into_iter().filter(move |same| places(same, &who).next().is_some())
}

/// Gives by what else somebody who is this is told of: an aunt is a relative too, and a neighbour lives beside the family.
fn else_called(same: &[&str]) -> Option<&'static [&'static str]> {
    match same.first() {
        Some(&"neighbour") => Some(BESIDE),
        Some(first) => KIN.contains(first).then_some(RELATIVE),
        None => None,
    }
}

/// Finds where one of these words, or more than one of them, stands: from which word until which.
pub(super) fn places<'w>(
    same: &'static [&'static str],
    said: &'w [Word],
) -> impl Iterator<Item = (usize, usize)> + 'w {
    same.iter().flat_map(move |phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let long = phrase.len();
        (0..said.len().saturating_sub(long - 1)).filter_map(move |at| {
            let here = |(word, part): (&Word, &&str)| is(word, part);
            said[at..at + long].iter().zip(&phrase).all(here).then_some((at, at + long))
        })
    })
}

/// Tells whether a word is this one, or more than one of it.
fn is(word: &Word, part: &str) -> bool {
    word.low == part || word.low.strip_suffix('s').is_some_and(|one| one == part)
}

/// Tells whether somebody who stands at a place of a text does something there that says that they told, or something comes
/// from them.
pub(super) fn is_heard(said: &[Word], from: usize, until: usize) -> bool {
    let begins = |word: &Word| word.written == Written::Begins;
    let has = |all: &[&str], word: &Word| all.contains(&word.low.as_str());
    let last_owns = said.get(until - 1).is_some_and(|word| word.owns);
    let after = said.iter().skip(until).take(NEAR).take_while(|word| !begins(word));
    let after: Vec<&Word> = after.take_while(|word| !has(&SOMEBODY_ELSE, word)).collect();
    let stands_before = |at: usize, all: &[&str]| at.checked_sub(1).is_some_and(|at| has(all, after[at]));
    // Whoever is called so is named, and calls nobody; and whoever was asked told nothing by that.
    let does = |at: usize, word: &Word| {
        let named =
            word.low == "called" && after.get(at + 1).is_some_and(|next| next.written == Written::Named);
        let done_to = has(&DONE_TO, word) && stands_before(at, &IS);
        has(&TELLS, word) && !named && !done_to
    };
    if after.iter().enumerate().any(|(at, word)| does(at, word)) {
        return true;
    }
    let here = |at: usize, phrase: &[&str]| {
        let there = said.get(at..at + phrase.len());
        there.is_some_and(|there| there.iter().zip(phrase).all(|(word, part)| word.low == *part))
    };
    if (until..=until + after.len()).any(|at| TELLS_SO.iter().any(|phrase| here(at, phrase))) {
        return true;
    }
    let makes = after.iter().position(|word| has(&MAKES, word));
    if makes.is_some_and(|at| after.iter().skip(at).take(4).any(|word| has(&NEWS, word))) {
        return true;
    }
    if last_owns && after.iter().take(2).any(|word| has(&NEWS, word)) {
        return true;
    }
    let sentence = said[..from].iter().rposition(begins).unwrap_or(0);
    let before = &said[sentence.max(from.saturating_sub(2 * NEAR))..from];
    let Some(by) = before.iter().rposition(|word| has(&["by", "from", "of", "through"], word)) else {
        return false;
    };
    // What somebody is asked for did not come of itself.
    let asked_for =
        before[..by].windows(2).any(|pair| pair[0].low.starts_with("ask") && pair[1].low == "for");
    before.len() - by <= 4
        && !asked_for
        && !before[by..].iter().any(|word| has(&SOMEBODY_ELSE, word))
        && before[..by].iter().rev().take(NEAR).any(|word| has(&TELLS, word) || has(&NEWS, word))
}

/// Tells whether a text names the house by its number in which somebody lives, as these words say; not where the family lives
/// in one of that number.
fn names_house(who: &str, said: &[Word], homes: &[&str]) -> bool {
    let numbered = |of: &[Word]| -> Vec<String> {
        let is_number = |word: &Word| word.low.starts_with(|c: char| c.is_ascii_digit());
        let pairs = of.windows(2).filter(|pair| HOUSE.contains(&pair[0].low.as_str()) && is_number(&pair[1]));
        pairs.map(|pair| pair[1].low.clone()).collect()
    };
    let theirs =
        |number: &String| homes.iter().any(|home| words(home).iter().any(|word| word.low == *number));
    let house = numbered(&words(who));
    let here = numbered(said);
    house.iter().any(|number| here.contains(number) && !theirs(number))
}

#[cfg(test)]
mod tests;
