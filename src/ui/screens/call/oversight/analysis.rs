//! The second name under an analysis of two: confirmed, corrected or disowned by whoever is named.

use super::word;
use crate::{
    domain::{
        calendar::words,
        contact::{
            Command,
            night::{self, Analysis, SecondName, SecondSays},
        },
        ids::AnalysisNo,
    },
    ui::{
        due::left,
        keymap::Action,
        screens::call::{document::Document, pane::View, sheet::Sheet, words::when_who},
        theme::Role,
        widgets::Field,
    },
};

pub(super) const TITLE: &str = "NAMED AS THE SECOND: confirm, correct or disown it";
pub(super) use word::CHORDS;

/// Tells whether whoever is signed in may say what they have to say of an analysis, or why not.
pub(super) fn may_sign(no: AnalysisNo, view: &View<'_>) -> Result<(), String> {
    match view.contact.analysis(no) {
        Some(analysis) if !analysis.is_only_named() => Err("It is signed for already.".to_owned()),
        Some(analysis) if analysis.said.manager == view.actor.person => Ok(()),
        Some(analysis) => {
            Err(format!("Only {} signs for it, in person.", view.name_of(analysis.said.manager)))
        }
        None => Err("It is not there any more.".to_owned()),
    }
}

/// Gives the fields, all of them for a correction or for disowning it: to confirm it nothing is written.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::text("why", "what is wrong")
            .hint("Empty to confirm it. To correct or disown it: what is wrong."),
        Field::text("words", "you made of it").hint("To correct it: what you made of it, in your own words."),
    ]
}

/// Makes the command of a chord.
pub(super) fn command(no: AnalysisNo, action: Action, sheet: &mut Sheet) -> Option<Command> {
    let (why, words) = (sheet.text("why"), sheet.text("words"));
    let says = match action {
        Action::Authorise if sheet.is_written() => {
            sheet.refuse(
                "You have written that something is wrong. Correct it or disown it, or take that out first.",
            );
            return None;
        }
        Action::Authorise => SecondSays::Mine,
        Action::SendBack => SecondSays::Otherwise { words, why },
        Action::Decline => SecondSays::NotMine { why },
        _ => return None,
    };
    Some(night::Command::SignAnalysis { no, says }.into())
}

/// Says what signing for it means, and gives the title of the question.
pub(super) fn before(
    no: AnalysisNo,
    says: &SecondSays,
    view: &View<'_>,
    lines: &mut Vec<String>,
) -> &'static str {
    match says {
        SecondSays::Mine => {
            if let Some(analysis) = view.contact.analysis(no) {
                let who = view.name_of(analysis.by);
                lines.push(format!("{who} wrote down: “{}”", analysis.said.words));
                lines.push(format!("Proportionate: “{}”", analysis.said.proportionate));
            }
            lines.push("You analysed it with them, and this is what you made of it.".to_owned());
            "Confirm the analysis as yours"
        }
        SecondSays::Otherwise { words, why } => {
            lines.push(format!("What is wrong: {why}"));
            lines.push(format!("You made of it: {words}"));
            lines.push("Both wordings stay.".to_owned());
            "Correct the analysis"
        }
        SecondSays::NotMine { why } => {
            lines.push(format!("You say: {why}"));
            lines.push("It stands with one name from now, and the head of service is told.".to_owned());
            "Disown the analysis"
        }
    }
}

/// Gives the sign and the role of how the second name stands.
pub(super) const fn standing(second: &SecondName) -> (&'static str, Role) {
    match second {
        SecondName::Named | SecondName::Corrected { .. } => ("◐", Role::NotKnown),
        SecondName::Confirmed { .. } => ("✓", Role::Met),
        SecondName::Disowned { .. } => ("✗", Role::NotMet),
    }
}

/// Writes the analysis: what was written, whom it names, and what they say of it.
pub(super) fn write(page: &mut Document, analysis: &Analysis, view: &View<'_>) {
    let (by, second) = (view.name_of(analysis.by), view.name_of(analysis.said.manager));
    let head = format!("ANALYSIS {}", analysis.no.0);
    let who = format!("of {} ·", when_who(view, analysis.at, analysis.by));
    let (sign, role) = standing(&analysis.second);
    page.flow(0, 2, &[(Role::Title, &head), (Role::Text, &who), (role, analysis.second.words())]);
    page.flow(0, 2, &[(role, &format!("{sign} the second is {second}: {}", analysis.second.words()))]);
    if let Some(due) = analysis.said.word_due.as_ref().filter(|_| analysis.is_only_named()) {
        let call = view.desk.calling.of(&due.clock, due.at);
        let late = call.is_late(view.now, due.at);
        let (sign, role) = if late { ("‼ late:", Role::Overdue) } else { ("◷", Role::DueSoon) };
        let at = words::near(view.now, due.at);
        page.flow(
            2,
            4,
            &[(role, &format!("{sign} {second} signs by {at}, {}", left(view.now, due.at, call)))],
        );
    }
    if may_sign(analysis.no, view).is_ok() {
        let words = format!("▸ {by} names you as the second: confirm, correct or disown it.");
        page.flow(0, 2, &[(Role::TextStrong, &words)]);
    }
    page.gap();
    page.labelled("written", Role::TextStrong, &analysis.said.words);
    page.labelled("proportion", Role::Text, &analysis.said.proportionate);
    let near = |at| words::near(view.now, at).to_string();
    match &analysis.second {
        SecondName::Named => {}
        SecondName::Confirmed { at, .. } => {
            page.labelled("confirmed", Role::Met, &format!("{}, by {second}", near(*at)));
        }
        SecondName::Corrected { at, words, why, .. } => {
            page.labelled("corrected", Role::NotKnown, &format!("{}, by {second}: {why}", near(*at)));
            page.labelled("they say", Role::TextStrong, words);
        }
        SecondName::Disowned { at, why, .. } => {
            page.labelled("disowned", Role::NotMet, &format!("{}, by {second}: {why}", near(*at)));
        }
    }
}
