//! A manager's own signed word on what somebody took down of what takes two: confirmed, or disowned.

use super::{call, decide, item::Item, of_two, request};
use crate::{
    domain::{
        calendar::words::near,
        contact::{
            Command,
            oversight::{self, ByWord, Follows, Must, OfTwo, SignedWord, SpokenWord},
        },
        ids::WordNo,
    },
    ui::{
        due::left,
        keymap::Action,
        screens::call::{document::Document, pane::View, sheet::Sheet, words::when_who},
        theme::Role,
        widgets::Field,
    },
};

pub(super) const TITLE: &str = "SAID TO BE YOUR WORD: confirm it, or disown it";
pub(super) const CHORDS: &[(Action, &str)] = &[(Action::Authorise, "confirm"), (Action::Decline, "disown")];

/// Tells whether whoever is signed in has to sign for a word, or why not.
pub(super) fn may_sign(no: WordNo, view: &View<'_>) -> Result<(), String> {
    match view.contact.oversight.spoken_word(no) {
        Some(word) if word.unsigned().is_none() => Err("It is signed for already.".to_owned()),
        Some(word) if word.said.manager == view.actor.person => Ok(()),
        Some(word) => Err(format!("Only {} signs for it, in person.", view.name_of(word.said.manager))),
        None => Err("It is not there any more.".to_owned()),
    }
}

/// Gives the field, for disowning it: to confirm it nothing is written.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::text("why", "what is wrong")
            .hint("Empty to confirm it. To disown it: were you rung, what you said."),
    ]
}

/// Makes the command of a chord.
pub(super) fn command(no: WordNo, action: Action, sheet: &mut Sheet) -> Option<Command> {
    Some(match action {
        Action::Authorise if sheet.is_written() => {
            sheet.refuse("You have written that something is wrong. Disown it, or take that out first.");
            return None;
        }
        Action::Authorise => oversight::Command::ConfirmWord { no }.into(),
        Action::Decline => oversight::Command::DisownWord { no, why: sheet.text("why") }.into(),
        _ => return None,
    })
}

/// Says what signing for it means, and gives the title of the question.
pub(super) fn before(command: &oversight::Command, view: &View<'_>, lines: &mut Vec<String>) -> &'static str {
    match command {
        oversight::Command::ConfirmWord { no } => {
            if let Some(word) = view.contact.oversight.spoken_word(*no) {
                let (who, agree) = (view.name_of(word.written_by), agreed(word));
                lines.push(format!("{}: {agree}", of_two::name(word.of, view)));
                lines.push(format!("{who} wrote down, {}: “{}”", word.how().words(), word.said.words));
                if let Some(Follows { stop, told }) = &word.said.follows {
                    lines.extend(decide::follows(stop, told));
                }
            }
            lines.push("You said this, and these are your words.".to_owned());
            "Confirm what was written down as your word"
        }
        oversight::Command::DisownWord { no, why } => {
            lines.push(format!("You say: {why}"));
            lines.push(
                match view.contact.oversight.spoken_word(*no).map(|word| word.of) {
                    Some(OfTwo::Emergency(_)) => {
                        "It has no force from now; what was done waits for a manager again; the head of service is told."
                    }
                    _ => "It has no force from now; what went out is called back; the head of service is told.",
                }
                .to_owned(),
            );
            "Disown what was written down as your word"
        }
        _ => "",
    }
}

const fn agreed(word: &SpokenWord) -> &'static str {
    match (&word.word, word.of, word.said.agree) {
        (SignedWord::Disowned { .. }, OfTwo::Emergency(_), true) => "is said to uphold it, and disowns it",
        (SignedWord::Disowned { .. }, OfTwo::Emergency(_), false) => {
            "is said not to uphold it, and disowns it"
        }
        (SignedWord::Disowned { .. }, _, true) => "is said to agree, and disowns it",
        (SignedWord::Disowned { .. }, _, false) => "is said not to agree, and disowns it",
        (_, of, agree) => of.says(agree),
    }
}

/// Gives the sign, the role and the words of how a word stands.
pub(super) fn standing(word: &SpokenWord) -> (&'static str, Role, String) {
    let (sign, role) = match word.word {
        SignedWord::Unconfirmed { .. } | SignedWord::Corrected { .. } => ("◐", Role::NotKnown),
        SignedWord::Confirmed { .. } | SignedWord::NotNeeded => ("✓", Role::Met),
        SignedWord::Disowned { .. } => ("✗", Role::NotMet),
    };
    (sign, role, word.mark())
}

/// Says that the manager disowned a word, why, and what came of telling the head of service.
pub(super) fn disowned(page: &mut Document, word: &SpokenWord, view: &View<'_>) {
    let SignedWord::Disowned { at, why, .. } = &word.word else { return };
    let (given, when) = (near(view.now, word.at), near(view.now, *at));
    let manager = view.name_of(word.said.manager);
    let words = format!("✗ the word of {given} was disowned {when} by {manager}: {why}");
    page.flow(0, 2, &[(Role::NotMet, &words)]);
    request::came_of(page, Must::TellHeadOfWord(word.no), "tell the head of service", view);
}

/// Writes the head code of a word that is not signed for, for whoever has its manager on the telephone.
pub(super) fn head_code(page: &mut Document, word: &SpokenWord, view: &View<'_>) {
    if word.said.manager != view.actor.person {
        call::head_code(page, ByWord::OfTwo(word.no), word.how(), view);
    }
}

/// Writes the word: what it is on, who spoke, what shows it, and whether they have signed.
pub(super) fn write(page: &mut Document, word: &SpokenWord, view: &View<'_>) {
    let (by, manager) = (view.name_of(word.written_by), view.name_of(word.said.manager));
    let (sign, role, mark) = standing(word);
    let head = format!("WORD ON {}", of_two::name(word.of, view).to_uppercase());
    let who = format!("taken down {}", when_who(view, word.at, word.written_by));
    page.flow(0, 2, &[(Role::Title, &head), (Role::Text, &who)]);
    page.flow(0, 2, &[(role, &format!("{sign} {manager} {}, {mark}", agreed(word)))]);
    disowned(page, word, view);
    if let Some(due) = word.unsigned() {
        let call = view.desk.calling.of(&due.clock, due.at);
        let late = call.is_late(view.now, due.at);
        let (sign, role) = if late { ("‼ late:", Role::Overdue) } else { ("◷", Role::DueSoon) };
        let at = near(view.now, due.at);
        let words = format!("{sign} {manager} signs by {at}, {}", left(view.now, due.at, call));
        page.flow(2, 4, &[(role, &words)]);
        head_code(page, word, view);
    }
    if Item::Word(word.no).may_decide(view).is_ok() {
        let words = format!("▸ {by} wrote this down as your word: confirm it, or disown it.");
        page.flow(0, 2, &[(Role::TextStrong, &words)]);
    }
    page.gap();
    let says = if matches!(word.word, SignedWord::Disowned { .. }) { "written down" } else { "they say" };
    page.labelled(says, Role::TextStrong, &word.said.words);
    if let Some(Follows { stop, told }) = &word.said.follows {
        page.labelled("stops", Role::NotMet, stop);
        page.labelled("told", Role::Text, told);
    }
    let rung = format!("on {} of the rota, {}", word.said.number, near(view.now, word.said.began));
    page.labelled("rung", Role::Text, &rung);
    if !word.no_device.is_empty() {
        page.labelled("no device", Role::Text, &word.no_device);
    }
    let when = |at| near(view.now, at).to_string();
    match &word.word {
        SignedWord::Confirmed { at, .. } => {
            page.labelled("confirmed", Role::Met, &format!("{}, by {manager}", when(*at)));
        }
        SignedWord::NotNeeded
        | SignedWord::Unconfirmed { .. }
        | SignedWord::Corrected { .. }
        | SignedWord::Disowned { .. } => {}
    }
    page.gap();
    page.text(0, Role::Label, "read out to them");
    for line in word.said.read_out.lines() {
        page.text(2, Role::Text, line);
    }
}
