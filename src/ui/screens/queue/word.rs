//! What a manager's word from away wants, in the line of the contact for which it was given.

use super::View;
use crate::domain::{
    calendar::words,
    queue::{Said, Word},
};

/// Says what the second name under an analysis wants, and of whom.
fn in_analysis(word: &Word, name: &str, view: &View<'_>) -> String {
    let mine = view.desk.actor.as_ref().is_some_and(|actor| actor.person == word.manager);
    let Some(due) = word.due else {
        return format!("‼ {name} disowned an analysis of two: the head of service is to be told");
    };
    let late = view.desk.calling.signed_word(due).is_late(view.now, due);
    let (late, by) = (if late { "‼ LATE: " } else { "◷ " }, words::near(view.now, due));
    if mine {
        return format!(
            "{late}named with you, an analysis of two: confirm, correct or disown it (F6) by {by}"
        );
    }
    format!("{late}analysis of two: {name} is named, not confirmed; signs by {by}")
}

/// Says what a word from away wants, and of whom.
pub(super) fn from_away(word: &Word, view: &View<'_>) -> String {
    let name = view.desk.book.state.name_of(word.manager);
    if word.said == Said::InAnalysis {
        return in_analysis(word, name, view);
    }
    let mine = view.desk.actor.as_ref().is_some_and(|actor| actor.person == word.manager);
    let of_two = word.said == Said::OfTwo;
    match word.due {
        None => format!(
            "‼ {name} disowned what was written down as their word: the head of service is to be told"
        ),
        Some(due) => {
            let late = view.desk.calling.signed_word(due).is_late(view.now, due);
            let (late, by) = (if late { "‼ LATE: " } else { "◷ " }, words::near(view.now, due));
            if mine {
                let how = if of_two { "confirm or disown it" } else { "confirm, correct or disown it" };
                format!("{late}said to be your word, by telephone: {how} (F6) by {by}")
            } else if of_two {
                format!("{late}said by telephone, unconfirmed: {name} signs by {by}")
            } else {
                format!("{late}authorised by telephone, unconfirmed: {name} signs by {by}")
            }
        }
    }
}
