//! A manager's own signed word on what somebody else wrote down: confirmed, corrected or disowned.

use super::decide::{narrowing, scope};
use crate::{
    domain::{
        contact::{
            Command,
            oversight::{self, ManagerWords, Override},
        },
        ids::OverrideNo,
    },
    ui::{
        keymap::Action,
        screens::call::{pane::View, sheet::Sheet},
        widgets::Field,
    },
};

pub(super) const TITLE: &str = "SAID TO BE YOUR WORD: confirm it, correct it, or disown it";
pub(super) const CHORDS: &[(Action, &str)] =
    &[(Action::Authorise, "confirm"), (Action::SendBack, "correct"), (Action::Decline, "disown")];

/// Tells whether whoever is signed in has to sign for an override.
pub(super) fn is_owed(no: OverrideNo, view: &View<'_>) -> bool {
    let o = view.contact.oversight.get(no);
    o.and_then(Override::unconfirmed).is_some_and(|(given, _)| given.by == view.actor.person)
}

/// Gives the fields, all of them for a correction or for disowning it: to confirm it nothing is written.
pub(super) fn fields(o: &Override, view: &View<'_>) -> Vec<Field> {
    let spare = |key, label, hint| Field::text(key, label).hint(hint);
    let same = "To correct it: what you said. Empty: as it was written down.";
    let mut fields = vec![
        spare("why", "what is wrong", "Empty to confirm it. To correct or disown it: what is wrong."),
        spare("belief", "you said", same),
        spare("if_asked", "if asked first", same),
        spare("less", "less", same),
        spare("why_agencies", "why these", same),
    ];
    fields.extend(narrowing(o, view));
    fields
}

/// Makes the command of a chord.
pub(super) fn command(no: OverrideNo, action: Action, sheet: &mut Sheet, view: &View<'_>) -> Option<Command> {
    let (given, _) = view.contact.oversight.get(no)?.unconfirmed()?;
    let why = sheet.text("why");
    Some(match action {
        Action::Authorise if sheet.is_written() => {
            sheet.refuse(
                "You have written that something is wrong. Correct it or disown it, or take that out first.",
            );
            return None;
        }
        Action::Authorise => oversight::Command::Confirm { no }.into(),
        Action::Decline => oversight::Command::Disown { no, why }.into(),
        Action::SendBack => {
            let said = |key: &str, as_written: &str| match sheet.text(key) {
                text if text.trim().is_empty() => as_written.to_owned(),
                text => text,
            };
            let words = ManagerWords {
                belief: said("belief", &given.words.belief),
                if_asked: said("if_asked", &given.words.if_asked),
                less: said("less", &given.words.less),
                why_agencies: said("why_agencies", &given.words.why_agencies),
            };
            let narrowed = Some(scope(&given.scope, sheet, view)?).filter(|scope| *scope != given.scope);
            oversight::Command::Correct { no, words, narrowed, why }.into()
        }
        _ => return None,
    })
}

/// Writes every question with what was answered.
fn answers(words: &ManagerWords, lines: &mut Vec<String>) {
    let asked = ManagerWords::QUESTIONS.iter().zip(words.answers());
    lines.extend(asked.map(|(question, answer)| format!("{question} “{answer}”")));
}

/// Says what signing for it means, and gives the title of the question.
pub(super) fn before(command: &oversight::Command, view: &View<'_>, lines: &mut Vec<String>) -> &'static str {
    let given = |no: &OverrideNo| view.contact.oversight.get(*no).and_then(Override::given);
    match command {
        oversight::Command::Confirm { no } => {
            if let Some(given) = given(no) {
                let (who, how) = (view.name_of(given.written_by), given.how.words());
                lines.push(format!("{who} wrote down, {how}:"));
                answers(&given.words, lines);
                lines.push(format!("For: {}", super::item::scope_words(&given.scope, view)));
            }
            lines.push("You said this, and these are your words.".to_owned());
            "Confirm what was written down as your word"
        }
        oversight::Command::Correct { words, why, .. } => {
            lines.push(format!("What is wrong: {why}"));
            lines.push("You said:".to_owned());
            answers(words, lines);
            lines.push("Both wordings stay; it reaches no further than you say from now on.".to_owned());
            "Correct what was written down as your word"
        }
        oversight::Command::Disown { why, .. } => {
            lines.push(format!("You say: {why}"));
            lines.push(
                "It has no force from now; what was shared is called back; the head of service is told."
                    .to_owned(),
            );
            "Disown what was written down as your word"
        }
        _ => "",
    }
}
