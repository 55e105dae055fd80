//! What is covered of other contacts while family or public are on the line: who rang there, and how they are reached.
//!
//! A contact that is open covers by its record; the queue and the ledger know a line of each, and cover by that; of the handover
//! and of the brief of a shift whatever is said of other contacts is covered. What is never covered: who is out, where, and by
//! which number they are rung, for somebody may be missed; and who rings just now, for somebody has to answer.

use uuid::Uuid;

use crate::domain::{
    ids::ContactId,
    queue::{LAST_NOTE, PROMISED},
};

/// What stands where something is covered.
pub const COVERED: &str = "▒▒▒ covered while somebody is on the line";

/// How many figures make a telephone number, one that was typed too short included.
const FIGURES: usize = 9;

/// Tells whether lines about a contact are covered: while somebody who may listen is on the line in another one.
pub fn covers(heard: &[ContactId], contact: Uuid) -> bool {
    heard.iter().any(|heard| heard.0 != contact)
}

/// Gives a line of a preview, or what stands in its place where it could say who rang: notes and promises of whoever they are,
/// every other line by a number in it or by what the caller is to the child.
pub fn preview(line: &str, who: &str) -> String {
    let free = [LAST_NOTE, PROMISED].into_iter().find(|free| line.starts_with(free));
    let role =
        who.split_once(", ").map(|(_, role)| role.trim().to_lowercase()).filter(|role| !role.is_empty());
    let says = has_number(line) || role.is_some_and(|role| line.to_lowercase().contains(&role));
    match free {
        Some(free) => format!("{free}{COVERED}"),
        None if says => COVERED.to_owned(),
        None => line.to_owned(),
    }
}

/// Tells whether a telephone number stands in a text.
fn has_number(text: &str) -> bool {
    let apart = |c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+'));
    text.split(apart).any(|run| run.chars().filter(char::is_ascii_digit).count() >= FIGURES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_says_what_is_due_and_not_who_rang() {
        let who = "Other, neighbour below";
        assert_eq!(preview("Last note: Denise, flat 2", who), format!("Last note: {COVERED}"));
        assert_eq!(preview("Promised: ring Denise (Denise Falk)", who), format!("Promised: {COVERED}"));
        assert_eq!(preview("Worry: ring 07700 900166 about it", who), COVERED);
        assert_eq!(preview("Worry: the Neighbour below heard it", who), COVERED);
        for open in ["Worry: left alone since 24 Nov 2026 14:07", "Route A: Kyle Rowan – sent"] {
            assert_eq!(preview(open, who), open);
            assert_eq!(preview(open, "Member of the public"), open);
        }
    }

    #[test]
    fn the_contact_of_whoever_is_on_the_line_is_not_covered_to_them() {
        let [one, other] = [1, 2].map(|no| ContactId(Uuid::from_u128(no)));
        assert!(!covers(&[], one.0));
        assert!(!covers(&[one], one.0));
        assert!(covers(&[one], other.0) && covers(&[one, other], one.0));
    }
}
