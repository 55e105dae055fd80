//! A manager's word: the fields, empty until the manager writes, and the command of each chord.

use super::{
    analysis,
    item::{Item, route_of},
    spoken, word,
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            Command, agreement, night, oversight,
            oversight::{ManagerWords, Override, Request, Scope},
            route,
        },
        ids::AgencyId,
        refusal::Refusal,
    },
    ui::{
        keymap::Action,
        screens::call::{
            pane::View,
            sheet::Sheet,
            words::{agency, agency_ids, agency_names, children, choice, future, person_nos},
        },
        widgets::Field,
    },
};

/// The fields of what follows where an emergency is not upheld: key, label, hint.
pub(super) const FOLLOWS: [(&str, &str, &str); 2] = [
    ("stop", "what stops", "Not upheld: what stops now, what is called back."),
    ("told", "who is told", "Not upheld: who is told, and by whom."),
];

/// Says what follows where an emergency is not upheld.
pub(super) fn follows(stop: &str, told: &str) -> [String; 3] {
    [
        "Nothing more may be shared on it from now.".to_owned(),
        format!("What stops: {stop}"),
        format!("Who is told: {told}"),
    ]
}

/// Gives the fields of a decision.
pub(super) fn fields(item: Item, view: &View<'_>) -> Vec<Field> {
    let text = |key, label, hint| Field::text(key, label).needed(true).hint(hint);
    let spare = |key, label, hint| Field::text(key, label).hint(hint);
    match item {
        Item::Override(no) => {
            let Some(o) = view.contact.oversight.get(no) else { return Vec::new() };
            if o.unconfirmed().is_some() {
                return word::fields(o, view);
            }
            let mut fields = vec![
                text("belief", "you believe", "What you believe yourself, in your own words."),
                text("if_asked", "if asked first", "What would happen if we asked first."),
                text("less", "less", "What less would do."),
                text("why_agencies", "why these", "Why these agencies."),
            ];
            fields.extend(narrowing(o, view));
            fields.extend([
                spare("reason", "or: why not", "To decline, or to return: why."),
                spare("next", "what instead", "To decline, or to return: what the worker should do."),
            ]);
            fields
        }
        Item::Emergency(_) => {
            let hint = "Why what was done was right, or was not, in your own words.";
            let mut fields = vec![text("words", "your decision", hint)];
            fields.extend(FOLLOWS.map(|(key, label, hint)| spare(key, label, hint)));
            fields
        }
        Item::Ground(_) => {
            vec![text("words", "your decision", "Your decision as manager, in your own words.")]
        }
        Item::Route(_) => {
            vec![text("words", "your word", "Why you agree, or do not and what to do instead.")]
        }
        Item::GoingOn(_) => vec![text("words", "your word", "What you say to it, in your own words.")],
        Item::Analysis(no) if analysis::may_sign(no, view).is_ok() => analysis::fields(),
        Item::Word(no) if spoken::may_sign(no, view).is_ok() => spoken::fields(),
        Item::Analysis(_) | Item::Word(_) | Item::Must(_) => Vec::new(),
    }
}

/// Gives the fields by which less is authorised than was asked.
pub(super) fn narrowing(o: &Override, view: &View<'_>) -> [Field; 4] {
    let with = |id: &AgencyId| choice(id.0.clone(), agency(view.policy(), id));
    let with = o.request.agencies.iter().map(|each| with(&each.agency)).collect();
    let of = children(view, Some(&o.request.children));
    [
        Field::choices("only_children", "only children", of).hint("Empty: all that are asked for."),
        Field::choices("only_with", "only with", with).hint("Empty: all that are asked for."),
        Field::text("only_what", "only what")
            .hint("Empty: all that is asked for; or what alone may be shared, in your words."),
        future("only_until", "only until", view.now).hint("Empty: as long as is asked for."),
    ]
}

/// Gives the title.
pub(super) fn title(item: Item, view: &View<'_>) -> &'static str {
    match item {
        Item::Override(no) if word::is_owed(no, view) => word::TITLE,
        Item::Override(_) => "YOUR WORD AS MANAGER: authorise, decline or return",
        Item::Emergency(_) => "YOUR WORD AS MANAGER: uphold what was done, or not",
        Item::Ground(_) => "YOUR WORD AS MANAGER: agree, or not",
        Item::Route(_) => "YOUR WORD AS SECOND PERSON: agree, or not",
        Item::GoingOn(_) => "YOUR WORD AS MANAGER: you have seen it",
        Item::Analysis(_) => analysis::TITLE,
        Item::Word(_) => spoken::TITLE,
        Item::Must(_) => "",
    }
}

/// Gives what the chords are called here.
pub(super) fn chords(item: Item, view: &View<'_>) -> &'static [(Action, &'static str)] {
    match item {
        Item::Override(no) if word::is_owed(no, view) => word::CHORDS,
        Item::Override(_) => {
            &[(Action::Authorise, "authorise"), (Action::Decline, "decline"), (Action::SendBack, "return")]
        }
        Item::Emergency(_) => &[(Action::Authorise, "uphold"), (Action::Decline, "do not uphold")],
        Item::Ground(_) | Item::Route(_) => {
            &[(Action::Authorise, "agree"), (Action::Decline, "do not agree")]
        }
        Item::GoingOn(_) => &[(Action::Authorise, "you have seen it")],
        Item::Analysis(_) => analysis::CHORDS,
        Item::Word(_) => spoken::CHORDS,
        Item::Must(_) => &[],
    }
}

/// Makes the command of a chord; `None` where the chord means nothing for this item, or a time cannot be read.
pub(super) fn command(item: Item, action: Action, sheet: &mut Sheet, view: &View<'_>) -> Option<Command> {
    if let Item::Override(no) = item
        && word::is_owed(no, view)
    {
        return word::command(no, action, sheet, view);
    }
    if let Item::Analysis(no) = item {
        return analysis::command(no, action, sheet);
    }
    if let Item::Word(no) = item {
        return spoken::command(no, action, sheet);
    }
    let yes = match action {
        Action::Authorise => true,
        Action::Decline => false,
        Action::SendBack => {
            let Item::Override(no) = item else { return None };
            let (reason, next) = (sheet.text("reason"), sheet.text("next"));
            return Some(oversight::Command::Return { no, reason, next }.into());
        }
        _ => return None,
    };
    let words = sheet.text("words");
    Some(match (item, yes) {
        (Item::Override(no), true) => {
            let asked = &view.contact.oversight.get(no)?.request;
            let narrowed = Some(scope(&asked.whole(), sheet, view)?).filter(|scope| *scope != asked.whole());
            let words = ManagerWords {
                belief: sheet.text("belief"),
                if_asked: sheet.text("if_asked"),
                less: sheet.text("less"),
                why_agencies: sheet.text("why_agencies"),
            };
            // The document that stands above the form shows them.
            let refusals = view.contact.oversight.refusals().filter(|(o, _)| o.no != no);
            let seen_refusals = refusals.map(|(o, _)| o.no).collect();
            oversight::Command::Authorise { no, words, narrowed, seen_refusals }.into()
        }
        (Item::Override(no), false) => {
            let (reason, next) = (sheet.text("reason"), sheet.text("next"));
            oversight::Command::Decline { no, reason, next }.into()
        }
        (Item::Emergency(no), true) => oversight::Command::Uphold { no, words }.into(),
        (Item::Emergency(no), false) => {
            let (stop, told) = (sheet.text("stop"), sheet.text("told"));
            oversight::Command::NotUphold { no, words, stop, told }.into()
        }
        (Item::Ground(no), agree) => oversight::Command::DecideGround { no, agree, words }.into(),
        (Item::Route(route), agree) => route::Command::Second { route, agree, words }.into(),
        (Item::GoingOn(no), true) => agreement::Command::See { no, words }.into(),
        (Item::GoingOn(_), false) | (Item::Analysis(_) | Item::Word(_) | Item::Must(_), _) => return None,
    })
}

/// Reads how far the authority is to reach: as far as was asked, or less where the manager says so.
pub(super) fn scope(whole: &Scope, sheet: &mut Sheet, view: &View<'_>) -> Option<Scope> {
    let mut scope = whole.clone();
    if !sheet.text("only_until").is_empty() {
        scope.until = sheet.time("only_until", view.now)?;
    }
    let what = sheet.text("only_what");
    scope.what = Some(what).filter(|what| !what.trim().is_empty());
    let (only, with) = (sheet.several("only_children"), sheet.several("only_with"));
    if !only.is_empty() {
        scope.children = person_nos(&only);
    }
    if !with.is_empty() {
        scope.agencies = agency_ids(&with);
    }
    Some(scope)
}

/// Says how far an authority reaches, and that it is less than was asked, where it is.
pub(super) fn reaches(asked: &Request, narrowed: Option<&Scope>, view: &View<'_>) -> Vec<String> {
    let whole = asked.whole();
    let scope = narrowed.unwrap_or(&whole);
    let less = (*scope != whole).then(|| "For less than was asked:".to_owned());
    less.into_iter()
        .chain([
            format!("Children: {}", view.contact.family.names(&scope.children)),
            format!("With: {}", agency_names(view.policy(), &scope.agencies)),
            match &scope.what {
                Some(only) => format!("What: only {}", only.trim()),
                None => format!("What: {}", asked.what),
            },
            format!("Until {}", words::stamp(scope.until)),
        ])
        .collect()
}

/// Finds the field that a refused word of a manager wants filled, or filled better.
pub(super) fn wanting(why: &Refusal, action: Action, sheet: &Sheet) -> Option<&'static str> {
    let there = |key: &&str| sheet.fields().iter().any(|field| field.key.as_str() == *key);
    if why.code == "OwnWordsNeeded" {
        return ["belief", "words"].into_iter().find(there);
    }
    let may_be_empty: &[&str] = match action {
        Action::Decline | Action::SendBack => &["reason", "next", "why", "stop", "told"],
        _ => &["if_asked", "less", "why_agencies"],
    };
    may_be_empty.iter().copied().filter(there).find(|key| sheet.text(key).trim().is_empty())
}

/// Says what a decision does, before it is taken: a title, and lines.
pub(super) fn before_deciding(command: &Command, view: &View<'_>) -> (String, Vec<String>) {
    let me = &view.actor.name;
    let mut lines = Vec::new();
    let title = match command {
        Command::Oversight(oversight::Command::Authorise { no, narrowed, .. }) => {
            if let Some(o) = view.contact.oversight.get(*no) {
                let asked = &o.request;
                lines.extend(reaches(asked, narrowed.as_ref(), view));
                lines.push(format!("You put your name to: “{}”", o.threshold));
                lines.extend(
                    view.contact.answered_otherwise(asked).into_iter().map(|words| format!("‼ {words}")),
                );
                lines.push(format!("{} may then share this, and nothing more.", view.name_of(o.by)));
            }
            "Authorise the override"
        }
        Command::Oversight(oversight::Command::Decline { reason, next, .. }) => {
            lines.push("Nothing may be shared under it, and every later manager is shown this.".to_owned());
            lines.push(format!("Why: {reason}"));
            lines.push(format!("Instead: {next}"));
            "Decline the override"
        }
        Command::Oversight(oversight::Command::Return { reason, next, .. }) => {
            lines.push("Nothing may be shared under it; the worker asks again.".to_owned());
            lines.push(format!("What is missing: {reason}"));
            lines.push(format!("To do: {next}"));
            "Return the override"
        }
        Command::Oversight(oversight::Command::Uphold { .. }) => {
            lines.push("What was done in the emergency stands.".to_owned());
            "Uphold what was done"
        }
        Command::Oversight(oversight::Command::NotUphold { stop, told, .. }) => {
            lines.extend(follows(stop, told));
            "Do not uphold what was done"
        }
        Command::Oversight(oversight::Command::DecideGround { no, agree, .. }) => {
            if let Some(ground) = view.contact.oversight.ground(*no) {
                let names = view.contact.family.names(&ground.proposed.children);
                lines.push(format!("{} for {names}", ground.proposed.kind.words()));
            }
            if *agree { "Agree as manager" } else { "Do not agree as manager" }
        }
        Command::Route(route::Command::Second { route, agree, .. }) => {
            if let Some((route, outcome)) = route_of(view, *route) {
                let names = view.contact.family.names(&route.children);
                lines.push(format!("{} for {names}", outcome.name));
            }
            if *agree { "Agree as second person" } else { "Do not agree as second person" }
        }
        Command::Oversight(
            word @ (oversight::Command::Confirm { .. }
            | oversight::Command::Correct { .. }
            | oversight::Command::Disown { .. }),
        ) => word::before(word, view, &mut lines),
        Command::Oversight(
            word @ (oversight::Command::ConfirmWord { .. } | oversight::Command::DisownWord { .. }),
        ) => spoken::before(word, view, &mut lines),
        Command::Night(night::Command::SignAnalysis { no, says }) => {
            analysis::before(*no, says, view, &mut lines)
        }
        Command::Agreement(agreement::Command::See { .. }) => {
            lines.push("It changes nothing of what holds: it says that you have seen it.".to_owned());
            "You have seen why they go on"
        }
        _ => "Decide",
    };
    lines.push(format!("It is written down under your name, {me}, and cannot be changed."));
    (title.to_owned(), lines)
}

/// Gives the field for the reason of taking something back.
pub(super) fn end_fields() -> Vec<Field> {
    vec![Field::text("why", "why").needed(true).hint("Why it is taken back, or ends now.")]
}

/// Gives what taking back is called for an item, and the command.
pub(super) fn ending(item: Item, why: String, view: &View<'_>) -> Option<(&'static str, Command)> {
    use oversight::Command::{Cancel, EndGround, Withdraw};
    Some(match item {
        Item::Override(no) => {
            let o = view.contact.oversight.get(no)?;
            if matches!(o.state, oversight::State::Authorised { .. }) {
                ("Withdraw the override: it ends now", Withdraw { no, why }.into())
            } else {
                ("Take the request back", Cancel { no, why }.into())
            }
        }
        Item::Ground(no) => ("End this ground", EndGround { no, why }.into()),
        Item::Emergency(_)
        | Item::Route(_)
        | Item::GoingOn(_)
        | Item::Analysis(_)
        | Item::Word(_)
        | Item::Must(_) => return None,
    })
}
