//! A manager is rung about what takes two, a ground of its own, an outcome that waits or what was done in an emergency: what
//! they say is taken down.
//!
//! Whom to ring and on which number stands on the rota and is never typed. There is no challenge here: it is made for an
//! override, so a one-time code is the strongest that shows who spoke.

use chrono::TimeDelta;

use super::{
    call, decide, document,
    item::{Item, route_of},
    shows, spoken,
    whom::reached,
};
use crate::{
    desk::protocol::Shows,
    domain::{
        calendar::words::clock,
        contact::{
            oversight::{
                Answered, Command, Emergency, EmergencyState, Follows, Ground, GroundState, How, OfTwo,
                read_out_of_two,
            },
            route::{Route, State},
        },
        duty::Due,
        ids::StaffId,
        input::clock_time,
        policy::{Role as Duty, script::Choice},
        refusal::{Refusal, in_a_sentence},
    },
    ui::{
        screens::call::{document::Document, pane::View, sheet::Sheet, words::choice},
        theme::Role,
        widgets::Field,
    },
};

pub(super) const TITLE: &str = "THE CALL: what they say, and what shows that it is them";

/// What can come of the call.
const fn came(of: OfTwo) -> [(&'static str, &'static str); 7] {
    let (yes, no) = match of {
        OfTwo::Emergency(_) => ("yes, they uphold what was done", "no, they do not uphold it"),
        OfTwo::Ground(_) | OfTwo::Route(_) => ("yes, they agree", "no, they do not agree"),
    };
    [
        ("agrees", yes),
        ("not", no),
        ("no_answer", "no answer"),
        ("engaged", "engaged"),
        ("voicemail", "voicemail"),
        ("somebody_else", "somebody else answered"),
        ("would_not_decide", "they would not decide"),
    ]
}

/// How their word is shown to be theirs, the stronger first.
pub(super) const HOW: [(&str, How); 2] = [("code", How::TelephoneCode), ("voice", How::Dictated)];

/// Gives what takes two, where the cursor is on such a thing and it waits for a manager.
pub(super) fn waiting(item: Option<Item>, view: &View<'_>) -> Option<OfTwo> {
    of_item(item?).filter(|of| waits(*of, view))
}

/// Gives what is selected as what takes two, where it does.
pub(super) const fn of_item(item: Item) -> Option<OfTwo> {
    match item {
        Item::Ground(no) => Some(OfTwo::Ground(no)),
        Item::Route(no) => Some(OfTwo::Route(no)),
        Item::Emergency(no) => Some(OfTwo::Emergency(no)),
        _ => None,
    }
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
        OfTwo::Emergency(no) => {
            view.contact.oversight.emergency(no).is_some_and(|e| e.state == EmergencyState::Waits)
        }
    }
}

/// Gives it as what is selected.
pub(super) const fn item(of: OfTwo) -> Item {
    match of {
        OfTwo::Ground(no) => Item::Ground(no),
        OfTwo::Route(no) => Item::Route(no),
        OfTwo::Emergency(no) => Item::Emergency(no),
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
        OfTwo::Emergency(_) => of.matter().words(),
    }
}

/// Tells whether whoever is signed in may ring a manager about it: whoever may decide it themselves need not.
pub(super) fn may_ring(of: OfTwo, view: &View<'_>) -> bool {
    waits(of, view) && view.actor.writes() && item(of).may_decide(view).is_err()
}

/// Says that what a manager would be rung about is not written yet, where it is not.
pub(super) fn unwritten(of: OfTwo, view: &View<'_>) -> Option<Refusal> {
    let OfTwo::Emergency(no) = of else { return None };
    view.contact.oversight.emergency(no)?.described().err()
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
        Field::choice("says", "they say", choices(&came(of)))
            .needed(true)
            .hint("What they say, once all of it was read out; or what else came of the call."),
    ];
    let text = |key, label, hint| Field::text(key, label).needed(true).hint(hint);
    match (sheet.chosen("says"), of) {
        (Some(says @ ("agrees" | "not")), of) => {
            let ask = "Ask: “Why, in your own words?” Write down what they say.";
            fields.push(text("words", "in their words", ask));
            if let ("not", OfTwo::Emergency(_)) = (says, of) {
                let [stop, told] = decide::FOLLOWS.map(|(key, label, hint)| text(key, label, hint));
                fields.extend([stop, told]);
            }
            fields.push(shows::shown_by_field(&HOW, sheet, view));
        }
        (Some("would_not_decide"), _) => {
            fields.push(text("why", "why", "Why they would not decide."));
            return fields;
        }
        _ => return fields,
    }
    match sheet.chosen("how") {
        Some("code") => fields
            .push(Field::line("code", "their code").needed(true).hint("The six digits their app shows now.")),
        Some("voice") => fields.push(text("no_device", "why no device", "Why no device of theirs was used.")),
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

/// Makes what came of the call, if everything it needs is there; what is not is marked in its field. `read`: what was read out.
pub(super) fn called(of: OfTwo, read: &str, sheet: &mut Sheet, view: &View<'_>) -> Option<Called> {
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
    let (read_out, words) = (read.to_owned(), sheet.text("words"));
    let follows = Follows { stop: sheet.text("stop"), told: sheet.text("told") };
    Some(Called::Said(Answered { manager, began, read_out, agree, words, follows }, shows))
}

/// Says what is about to be written down, before it is: a title, and lines.
pub(super) fn before(
    of: OfTwo,
    answered: &Answered,
    shows: &Shows,
    view: &View<'_>,
) -> (String, Vec<String>) {
    let manager = view.name_of(answered.manager);
    let mut lines = vec![
        format!("{}: {manager} {}", name(of, view), of.says(answered.agree)),
        shows::shown_by(shows, manager),
        format!("They say: {}", answered.words),
    ];
    if let (OfTwo::Emergency(_), false) = (of, answered.agree) {
        lines.extend(decide::follows(&answered.follows.stop, &answered.follows.told));
    }
    lines.extend([
        format!("{manager} has to sign for it in person by the end of the next working day."),
        "It is written down under your name as taken down by telephone.".to_owned(),
    ]);
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
        page.flow(0, 2, &[(Role::NotMet, &format!("✗ {}", of.nobody_to_ring()))]);
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
        GroundState::Decided(_) if g.is_over(view.now) => ("–", Role::TextDim),
        GroundState::Decided(_) => ("✓", Role::Met),
        GroundState::NotAgreed(_) => ("✗", Role::NotMet),
        GroundState::Ended { .. } => ("–", Role::TextDim),
    };
    by_telephone(OfTwo::Ground(g.no), (sign, role, g.stands(view.now)), view)
}

/// Gives the sign, the role and the words of how an emergency record stands, marked where it rests on a word by telephone.
pub(super) fn emergency_standing(e: &Emergency, view: &View<'_>) -> (&'static str, Role, String) {
    let (sign, role) = match e.state {
        EmergencyState::Waits => ("‼", Role::DueSoon),
        EmergencyState::Upheld { .. } => ("✓", Role::Met),
        EmergencyState::NotUpheld { .. } => ("✗", Role::NotMet),
    };
    by_telephone(OfTwo::Emergency(e.no), (sign, role, e.state.words()), view)
}

/// Says by telephone, and whether it is unconfirmed, where it stands so on such a word.
fn by_telephone(
    of: OfTwo,
    (sign, role, stands): (&'static str, Role, &str),
    view: &View<'_>,
) -> (&'static str, Role, String) {
    let Some(word) = view.contact.word_on(of) else { return (sign, role, stands.to_owned()) };
    let said = of.decided(word.said.agree);
    if word.unsigned().is_some() {
        return ("◐", Role::NotKnown, format!("{said} by telephone, unconfirmed"));
    }
    (sign, role, format!("{said} by telephone"))
}

/// Says of what waits for a manager by when, whom to ring, and by which words it was decided once that did not hold.
pub(super) fn waits_for(page: &mut Document, of: OfTwo, due: &Due, view: &View<'_>) {
    document::clock(page, due, item(of), view);
    ring(page, of, view);
    let words = view.contact.oversight.spoken.iter().filter(|word| word.of == of);
    words.for_each(|word| spoken::disowned(page, word, view));
}

/// Says how the word by telephone stands that it rests on, where it does.
pub(super) fn rests_on(page: &mut Document, of: OfTwo, view: &View<'_>) {
    let Some(word) = view.contact.word_on(of) else { return };
    let (sign, role, mark) = spoken::standing(word);
    page.flow(0, 2, &[(role, &format!("{sign} the manager's word: {mark}"))]);
    spoken::head_code(page, word, view);
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
