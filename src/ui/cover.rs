//! What is covered of other contacts while family or public are on the line: who rang there, and how they are reached.
//!
//! A contact that is open covers by its record; the queue and the ledger know a line of each, and cover by that; of the handover
//! and of the brief of a shift whatever is said of other contacts is covered. What is promised, and what was noted last, is covered
//! on a line also of the contact of whoever listens: it may say who rang before them, and their contact shows what they may read.
//! Of a call that rings its number is covered as it is once it is answered; that it rings, and since when, never is. Nor is who
//! is out, where, and by which number they are rung, for somebody may be missed.

use uuid::Uuid;

use crate::domain::{
    contact::said::relation,
    ids::ContactId,
    policy::CallerKind,
    queue::{CHILDS_WORDS, LAST_NOTE, PROMISED, Row},
};

/// What stands where something is covered.
pub const COVERED: &str = "▒▒▒ covered while somebody is on the line";

/// How many figures make a telephone number, one that was typed too short included.
const FIGURES: usize = 9;

/// Tells whether lines about a contact are covered: while somebody who may listen is on the line in another one.
pub fn covers(heard: &[ContactId], contact: Uuid) -> bool {
    heard.iter().any(|heard| heard.0 != contact)
}

/// Gives a line of a row's preview, or what stands in its place while somebody listens.
pub fn preview(line: &str, row: &Row, heard: &[ContactId]) -> String {
    let free = [LAST_NOTE, CHILDS_WORDS, PROMISED].into_iter().find(|free| line.starts_with(free));
    match free.filter(|_| !heard.is_empty()) {
        Some(free) => format!("{free}{COVERED}"),
        None if covers(heard, row.id) => about_another(line, &row.who),
        None => line.to_owned(),
    }
}

/// Gives a line about another contact than that of whoever listens, or what stands in its place where it could say who rang.
pub fn about_another(line: &str, who: &str) -> String {
    if says_who(line, who) { COVERED.to_owned() } else { line.to_owned() }
}

/// Tells whether a line could say who rang: by a number in it, or by what the caller is to the child.
fn says_who(line: &str, who: &str) -> bool {
    let role =
        who.split_once(", ").map(|(_, role)| role.trim().to_lowercase()).filter(|role| !role.is_empty());
    // Of a member of the public the line knows no role, and they are all somebody to the family.
    let public =
        || who.to_lowercase().starts_with(CallerKind::Public.words()) && relation::speaks_of_any(line);
    has_number(line) || role.is_some_and(|role| line.to_lowercase().contains(&role)) || public()
}

/// Tells whether a telephone number stands in a text.
fn has_number(text: &str) -> bool {
    let apart = |c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+'));
    text.split(apart).any(|run| run.chars().filter(char::is_ascii_digit).count() >= FIGURES)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::{
        ids::RingId,
        ring::{Announced, Event, Ring},
    };

    fn row(who: &str) -> Row {
        let ring = Announced { number: None, name: None };
        let began = Event::Announced(ring);
        let ring = Ring::begin(RingId(Uuid::from_u128(7)), &began, DateTime::UNIX_EPOCH).unwrap();
        Row { who: who.to_owned(), ..ring.row() }
    }

    #[test]
    fn a_preview_says_what_is_due_and_not_who_rang() {
        let (row, heard) = (row("Other, neighbour below"), [ContactId(Uuid::from_u128(1))]);
        let said = |line: &str| preview(line, &row, &heard);
        assert_eq!(said("Last note: Denise, flat 2"), format!("Last note: {COVERED}"));
        assert_eq!(said("Child's own words: «no» – Ada"), format!("Child's own words: {COVERED}"));
        assert_eq!(said("Promised: ring Denise (Denise Falk)"), format!("Promised: {COVERED}"));
        assert_eq!(said("Worry: ring 07700 900166 about it"), COVERED);
        assert_eq!(said("Worry: the Neighbour below heard it"), COVERED);
        for open in ["Worry: left alone since 24 Nov 2026 14:07", "Route A: Kyle Rowan – sent"] {
            assert_eq!(said(open), open);
            assert_eq!(about_another(open, "Member of the public"), open);
        }
        assert_eq!(about_another("Worry: her neighbour heard it", "Member of the public"), COVERED);
        assert_eq!(preview("Promised: ring Denise", &row, &[]), "Promised: ring Denise");
    }

    #[test]
    fn whoever_listens_reads_no_promise_of_their_own_contact_either() {
        let row = row("Parent or carer");
        let own = [ContactId(row.id)];
        assert_eq!(preview("Promised: ask Joan (Joan Marsh)", &row, &own), format!("Promised: {COVERED}"));
        assert_eq!(preview("Worry: ring 07700 900166", &row, &own), "Worry: ring 07700 900166");
    }

    #[test]
    fn the_contact_of_whoever_is_on_the_line_is_not_covered_to_them() {
        let [one, other] = [1, 2].map(|no| ContactId(Uuid::from_u128(no)));
        assert!(!covers(&[], one.0));
        assert!(!covers(&[one], one.0));
        assert!(covers(&[one], other.0) && covers(&[one, other], one.0));
    }
}
