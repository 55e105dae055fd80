//! A manager is rung about what takes two, a ground of its own or an outcome that waits: what they say is taken down.
//!
//! Whom to ring and on which number stands on the rota and is never typed. There is no challenge here: it is made from an
//! override's agencies and its end, so a one-time code is the strongest that shows who spoke.

use chrono::TimeDelta;

use super::{
    call,
    item::{Item, route_of},
    whom::reached,
};
use crate::{
    desk::protocol::Shows,
    domain::{
        calendar::words::clock,
        contact::{
            oversight::{Answered, Command, Ground, GroundState, How, OfTwo, read_out_of_two},
            route::{Route, State},
        },
        ids::StaffId,
        input::clock_time,
        policy::{Role as Duty, script::Choice},
        refusal::in_a_sentence,
    },
    ui::{
        screens::call::{document::Document, pane::View, sheet::Sheet, words::choice},
        theme::Role,
        widgets::Field,
    },
};

pub(super) const TITLE: &str = "THE CALL: what they say, and what shows that it is them";

/// What can come of the call.
const CAME: [(&str, &str); 7] = [
    ("agrees", "yes, they agree"),
    ("not", "no, they do not agree"),
    ("no_answer", "no answer"),
    ("engaged", "engaged"),
    ("voicemail", "voicemail"),
    ("somebody_else", "somebody else answered"),
    ("would_not_decide", "they would not decide"),
];

/// How their word is shown to be theirs, the stronger first.
pub(super) const HOW: [(&str, How); 2] = [("code", How::TelephoneCode), ("voice", How::Dictated)];

/// Gives what takes two, where the cursor is on such a thing and it waits for a manager.
pub(super) fn waiting(item: Option<Item>, view: &View<'_>) -> Option<OfTwo> {
    let of = match item? {
        Item::Ground(no) => OfTwo::Ground(no),
        Item::Route(no) => OfTwo::Route(no),
        _ => return None,
    };
    waits(of, view).then_some(of)
}

/// Tells whether it waits for a manager.
pub(super) fn waits(of: OfTwo, view: &View<'_>) -> bool {
    match of {
        OfTwo::Ground(no) => {
            view.contact.oversight.ground(no).is_some_and(|ground| ground.state == GroundState::Waits)
        }
        OfTwo::Route(no) => {
            let route = view.contact.routes.get(no);
            route.is_some_and(|route| matches!(route.state, State::WaitsForSecond { .. }))
        }
    }
}

/// Gives it as what is selected.
pub(super) const fn item(of: OfTwo) -> Item {
    match of {
        OfTwo::Ground(no) => Item::Ground(no),
        OfTwo::Route(no) => Item::Route(no),
    }
}

/// Names it to people.
pub(super) fn name(of: OfTwo, view: &View<'_>) -> String {
    match of {
        OfTwo::Ground(no) => {
            let ground = view.contact.oversight.ground(no);
            ground.map_or("a ground", |ground| ground.proposed.kind.words()).to_owned()
        }
        OfTwo::Route(no) => route_of(view, no).map_or_else(
            || "an outcome".to_owned(),
            |(route, outcome)| format!("{} {}", route.letter, outcome.name),
        ),
    }
}

/// Tells whether whoever is signed in may ring a manager about it: whoever may decide it themselves need not.
pub(super) fn may_ring(of: OfTwo, view: &View<'_>) -> bool {
    waits(of, view) && view.actor.writes() && item(of).may_decide(view).is_err()
}

/// What is to be done with the call, once its sheet is full.
pub(super) enum Called {
    /// They gave no word.
    InVain(Box<Command>),
    /// They did; how it is shown to be them.
    Said(Answered, Shows),
}

fn managers(of: OfTwo, view: &View<'_>) -> Vec<Choice> {
    let rota = view.contact.rota_for(of, &view.context());
    let words = |(who, role): (StaffId, Duty)| {
        let last = view.contact.oversight.called_in_vain(of).filter(|attempt| attempt.manager == who).last();
        let tried = last.map(|last| format!(", {} at {}", last.reached.words(), clock(last.rung)));
        choice(who.0.to_string(), format!("{}{}", reached(who, role, view), tried.unwrap_or_default()))
    };
    rota.into_iter().map(words).collect()
}

/// Gives the fields of the call.
pub(super) fn fields(of: OfTwo, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let now = view.now;
    let rung = Field::moment("rung", "rung at", clock_time::past, move || now);
    let choices = |of: &[(&str, &str)]| of.iter().map(|(key, words)| choice(*key, *words)).collect();
    let mut fields = vec![
        Field::choice("manager", "whom", managers(of, view))
            .needed(true)
            .hint("Whom you ring: on the number of the rota, and no other."),
        rung.needed(true).hint("When the call began: 03:12, 2 min ago."),
        Field::choice("says", "they say", choices(&CAME))
            .needed(true)
            .hint("What they say, once all of it was read out; or what else came of the call."),
    ];
    match sheet.chosen("says") {
        Some("agrees" | "not") => fields.extend([
            Field::text("words", "in their words")
                .needed(true)
                .hint("Ask: “Why, in your own words?” Write down what they say."),
            Field::choice("how", "shown by", call::ways(&HOW))
                .needed(true)
                .hint("What shows that it is them. Take the first that they can."),
        ]),
        Some("would_not_decide") => {
            fields.push(Field::text("why", "why").needed(true).hint("Why they would not decide."));
            return fields;
        }
        _ => return fields,
    }
    match sheet.chosen("how") {
        Some("code") => fields
            .push(Field::line("code", "their code").needed(true).hint("The six digits their app shows now.")),
        Some("voice") => fields.push(
            Field::text("no_device", "why no device").needed(true).hint("Why no device of theirs was used."),
        ),
        _ => {}
    }
    fields
}

/// Gives what the form does, in a few words for its key.
pub(super) fn does(sheet: &Sheet) -> &'static str {
    match sheet.chosen("says") {
        Some("agrees" | "not") => "write their word down",
        Some(_) => "write it down",
        None => "go on",
    }
}

/// Makes what came of the call, if everything it needs is there; what is not is marked in its field.
pub(super) fn called(of: OfTwo, sheet: &mut Sheet, view: &View<'_>) -> Option<Called> {
    let manager = sheet.chosen("manager")?.parse().ok().map(StaffId)?;
    let began = match clock_time::past(&sheet.text("rung"), view.now) {
        // A time on the wall has no seconds: the minute in which the call came in lies not before it.
        Ok(at) if view.contact.call.taken - at < TimeDelta::minutes(1) => at.max(view.contact.call.taken),
        Ok(at) => at,
        Err(why) => {
            sheet.wrong("rung", &in_a_sentence(&why));
            return None;
        }
    };
    let in_vain = call::in_vain(sheet.chosen("says")?, sheet);
    if let Some(reached) = in_vain {
        return Some(Called::InVain(Box::new(Command::CallInVain { of, manager, rung: began, reached })));
    }
    let agree = sheet.chosen("says")? == "agrees";
    let shows = match sheet.chosen("how")? {
        "code" => Shows::Code { digits: sheet.text("code") },
        _ => Shows::Voice { why: sheet.text("no_device") },
    };
    Some(Called::Said(Answered { manager, began, agree, words: sheet.text("words") }, shows))
}

/// Says what is about to be written down, before it is: a title, and lines.
pub(super) fn before(
    of: OfTwo,
    answered: &Answered,
    shows: &Shows,
    view: &View<'_>,
) -> (String, Vec<String>) {
    let manager = view.name_of(answered.manager);
    let lines = vec![
        format!("{}: {}", name(of, view), if answered.agree { "they agree" } else { "they do not agree" }),
        call::shown_by(shows, manager),
        format!("They say: {}", answered.words),
        format!("{manager} has to sign for it in person by the end of the next working day."),
        "It is written down under your name as taken down by telephone.".to_owned(),
    ];
    (format!("Said by {manager}, by telephone"), lines)
}

/// Writes what stands above the form of the call: whom to ring, and what is read out to them.
pub(super) fn page(page: &mut Document, of: OfTwo, answers: bool, view: &View<'_>) {
    let text = read_out_of_two(view.contact, of, &view.context());
    call::to_read_out(page, &text, answers, |page| ring(page, of, view));
}

/// Says whom to ring about it, and which codes were not taken.
pub(super) fn ring(page: &mut Document, of: OfTwo, view: &View<'_>) {
    if !may_ring(of, view) {
        return;
    }
    let rota = view.contact.rota_for(of, &view.context());
    for (who, role) in &rota {
        let words = reached(*who, *role, view);
        page.labelled("☎ ring", Role::TextStrong, &words);
    }
    if rota.is_empty() {
        let words =
            "✗ Nobody on the rota may agree to it now. In immediate danger act and record it (Alt+m).";
        page.flow(0, 2, &[(Role::NotMet, words)]);
    }
    for attempt in view.contact.oversight.called_in_vain(of) {
        call::attempt(page, attempt, view);
    }
    let refused: Vec<_> = view.contact.oversight.not_taken_for(of).collect();
    if let [.., last] = refused.as_slice() {
        let count = refused.len();
        let words =
            format!("{count} not taken, the last at {}: {}", clock(last.at), last.why.refusal().words);
        page.labelled("✗ codes", Role::NotMet, &words);
    }
}

/// Gives the sign, the role and the words of how a ground stands, marked where it rests on a word by telephone.
pub(super) fn ground_standing(g: &Ground, view: &View<'_>) -> (&'static str, Role, String) {
    let (sign, role) = match g.state {
        GroundState::Waits => ("◷", Role::DueSoon),
        GroundState::Decided { .. } => ("✓", Role::Met),
        GroundState::NotAgreed { .. } => ("✗", Role::NotMet),
        GroundState::Ended { .. } => ("–", Role::TextDim),
    };
    let Some(word) = view.contact.word_on(OfTwo::Ground(g.no)) else {
        return (sign, role, g.state.words().to_owned());
    };
    let said = if word.said.agree { "agreed" } else { "not agreed" };
    if word.unsigned().is_some() {
        return ("◐", Role::NotKnown, format!("{said} by telephone, unconfirmed"));
    }
    (sign, role, format!("{said} by telephone"))
}

/// Gives the sign, the role and the words of how the second word on a route stands; nothing, where none is asked or given. A
/// word by telephone has a line of its own.
pub(super) fn route_standing(route: &Route, view: &View<'_>) -> Option<(&'static str, Role, String)> {
    let spoken = || view.contact.word_on(OfTwo::Route(route.no)).is_some();
    match (&route.state, &route.second) {
        (State::WaitsForSecond { .. }, _) => Some(("◷", Role::DueSoon, route.state.words().to_owned())),
        (State::NotSeconded { .. }, _) if !spoken() => {
            Some(("✗", Role::NotMet, route.state.words().to_owned()))
        }
        (_, Some(second)) if !spoken() => {
            let words = format!("{} agreed; {}", view.name_of(second.by), route.state.words());
            Some(("✓", Role::Met, words))
        }
        _ => None,
    }
}
