//! What is selected, as a document: what the worker believes beside what the manager believes, each in their own words.

use super::{
    after, analysis,
    item::{Item, route_of},
    of_two, request, spoken,
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            oversight::{Emergency, EmergencyState, Ground, GroundState, Must, OfTwo, ToDo},
            route::State as RouteState,
        },
        duty::Due,
        ids::{RouteNo, StaffId},
        policy::{outcomes::Part, sharing::GroundKind},
    },
    ui::{
        due::left,
        screens::call::{
            document::Document,
            page::shown,
            pane::View,
            words::{agency_names, purpose_words, value, when_who},
        },
        theme::Role,
    },
};

/// The width from which two people's words stand side by side: that of the pane on a screen of 100 columns.
const BESIDE: u16 = 66;

/// Writes the item; of a request for an override also who is spoken to about it.
pub(super) fn write(
    page: &mut Document,
    item: Item,
    spoken_to: Option<StaffId>,
    view: &View<'_>,
    width: u16,
) {
    let oversight = &view.contact.oversight;
    match item {
        Item::Override(no) => {
            if let Some(o) = oversight.get(no) {
                request::write(page, o, spoken_to, view, width);
            }
        }
        Item::Emergency(no) => {
            if let Some(e) = oversight.emergency(no) {
                emergency(page, e, view, width);
            }
        }
        Item::Ground(no) => {
            if let Some(g) = oversight.ground(no) {
                ground(page, g, view, width);
            }
        }
        Item::Route(no) => route(page, no, view),
        Item::GoingOn(no) => going_on(page, no, view),
        Item::Analysis(no) => {
            if let Some(found) = view.contact.analysis(no) {
                analysis::write(page, found, view);
            }
        }
        Item::Word(no) => {
            if let Some(word) = oversight.spoken_word(no) {
                spoken::write(page, word, view);
            }
        }
        Item::Must(must) => {
            if let Some(open) = open_must(must, view) {
                let looks = matches!(must, Must::LookAgain(_));
                page.heading(if looks { "LOOK AGAIN: IS IT STILL NEEDED?" } else { "THIS HAS TO FOLLOW" });
                let since = words::near(view.now, open.since);
                let by = open.due.as_ref().map(|due| format!(", by {}", words::near(view.now, due.at)));
                let (sign, role) = if looks { ("◷", Role::DueSoon) } else { ("‼", Role::Overdue) };
                let said = open.said(view.contact, &view.policy().sharing);
                let words = format!("{sign} {said}; since {since}{}", by.unwrap_or_default());
                page.flow(0, 2, &[(role, &words)]);
                page.text(0, Role::Text, "Say what came of it; it stands here until somebody has.");
            }
        }
    }
}

/// Finds what has to be done, or looked at again.
fn open_must(must: Must, view: &View<'_>) -> Option<ToDo> {
    let mut open = view.contact.to_do().into_iter().chain(view.contact.to_look_again());
    open.find(|open| open.must == must)
}

pub(super) fn clock(page: &mut Document, due: &Due, item: Item, view: &View<'_>) {
    let call = view.desk.calling.of(&due.clock, due.at);
    let late = call.is_late(view.now, due.at);
    let (sign, role) = if late { ("‼", Role::Overdue) } else { ("◷", Role::DueSoon) };
    let words = format!("{sign} {}, due {}", left(view.now, due.at, call), words::near(view.now, due.at));
    page.flow(0, 2, &[(Role::Label, "a manager's word:"), (role, &words)]);
    match item.may_decide(view) {
        Ok(()) => page.text(0, Role::TextStrong, "▸ It is yours to decide."),
        Err(why) => page.flow(0, 2, &[(Role::NotKnown, &format!("○ {why}"))]),
    }
}

/// Sets the worker's words beside the manager's, or one after the other where there is no room.
pub(super) fn two(page: &mut Document, width: u16, left: (&str, &str), right: (&str, Option<&str>)) {
    let column = |width: u16, head: &str, text: Option<&str>| {
        let mut page = Document::new(width);
        page.text(0, Role::Label, head);
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => page.text(0, Role::Text, text),
            None => page.text(0, Role::TextDim, "nothing written yet"),
        }
        page
    };
    if width >= BESIDE {
        let half = (width - 5) / 2;
        page.beside(column(half, left.0, Some(left.1)), column(half, right.0, right.1));
        return;
    }
    for (head, text) in [(left.0, Some(left.1)), right] {
        page.text(0, Role::Label, head);
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => page.text(2, Role::Text, text),
            None => page.text(2, Role::TextDim, "nothing written yet"),
        }
    }
}

fn emergency(page: &mut Document, e: &Emergency, view: &View<'_>, width: u16) {
    let head = format!("EMERGENCY {}", e.no.0);
    let (of, waits) = (OfTwo::Emergency(e.no), e.state == EmergencyState::Waits);
    let role = if waits { Role::DueSoon } else { Role::TextStrong };
    let who = format!("of {}", when_who(view, e.at, e.by));
    page.flow(0, 2, &[(Role::Title, &head), (Role::Text, &who), (role, e.state.words())]);
    if waits {
        of_two::waits_for(page, of, &e.due, view);
    }
    of_two::rests_on(page, of, view);
    if waits {
        for words in after::not_upheld(Some(e.no), &e.acted.children, view) {
            page.flow(0, 2, &[(Role::NotMet, &words)]);
        }
    }
    page.gap();
    let (manager, theirs) = match &e.state {
        EmergencyState::Waits => ("the manager".to_owned(), None),
        EmergencyState::Upheld { at, by, words } => {
            (format!("{} upholds it", when_who(view, *at, *by)), Some(words.as_str()))
        }
        EmergencyState::NotUpheld { at, by, words, .. } => {
            (format!("{} does not uphold it", when_who(view, *at, *by)), Some(words.as_str()))
        }
    };
    let worker = format!("{}: the danger", view.name_of(e.by));
    two(page, width, (&worker, &shown(view, &e.acted.danger)), (&manager, theirs));
    page.gap();
    page.labelled("done", Role::TextStrong, &shown(view, &e.acted.done));
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&e.acted.children));
    page.labelled("with", Role::Text, &agency_names(view.policy(), &e.acted.agencies));
    let until = words::stamp(e.covers_until);
    match &e.state {
        EmergencyState::NotUpheld { .. } => page.labelled("covers", Role::NotMet, "nothing more"),
        _ if view.now >= e.covers_until => {
            page.labelled("covers", Role::NotMet, &format!("no more since {until}"));
        }
        _ => page.labelled("covers", Role::Text, &format!("until {until} at most")),
    }
    if let EmergencyState::NotUpheld { stop, told, .. } = &e.state {
        page.labelled("stops", Role::NotMet, stop);
        request::came_of(page, Must::Stop(e.no), "stop it", view);
        page.labelled("told", Role::Text, told);
        request::came_of(page, Must::Tell(e.no), "tell them", view);
    }
}

fn ground(page: &mut Document, g: &Ground, view: &View<'_>, width: u16) {
    let head = g.proposed.kind.words().to_uppercase();
    let role = if g.state == GroundState::Waits { Role::DueSoon } else { Role::TextStrong };
    let who = format!("proposed {}", when_who(view, g.at, g.by));
    page.flow(0, 2, &[(Role::Title, &head), (role, g.stands(view.now)), (Role::Text, &who)]);
    page.text(0, Role::TextDim, ground_words(g.proposed.kind));
    if g.state == GroundState::Waits {
        of_two::waits_for(page, OfTwo::Ground(g.no), &g.due, view);
    }
    of_two::rests_on(page, OfTwo::Ground(g.no), view);
    page.gap();
    let (manager, theirs) = match &g.state {
        GroundState::NotAgreed(said) => {
            (format!("{} does not agree", when_who(view, said.at, said.by)), Some(said.words.as_str()))
        }
        GroundState::Decided(said) | GroundState::Ended { decided: Some(said), .. } => {
            (format!("{} agrees", when_who(view, said.at, said.by)), Some(said.words.as_str()))
        }
        GroundState::Waits | GroundState::Ended { decided: None, .. } => ("the manager".to_owned(), None),
    };
    let worker = format!("{}: the evidence", view.name_of(g.by));
    two(page, width, (&worker, &shown(view, &g.proposed.evidence)), (&manager, theirs));
    page.gap();
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&g.proposed.children));
    page.labelled("with", Role::Text, &agency_names(view.policy(), &g.proposed.agencies));
    if let Some(over) = g.over {
        page.labelled("until", Role::Text, &words::near(view.now, over).to_string());
    }
    if let GroundState::Ended { at, by, why, .. } = &g.state {
        page.labelled("ended", Role::Text, &format!("{}: {why}", when_who(view, *at, *by)));
        request::came_of(page, Must::SeeEnd(g.no), "see whether that was right", view);
    }
}

/// Says what a ground is, so that nobody takes it for an override.
pub(super) const fn ground_words(kind: GroundKind) -> &'static str {
    match kind {
        GroundKind::Section47 => {
            "A ground of its own, not an override of agreement: worker and manager decide it."
        }
        GroundKind::PoliceProtection => {
            "A ground of its own, not an override of agreement: a constable's powers."
        }
        GroundKind::CourtOrder => "A ground of its own, not an override of agreement: a court has spoken.",
        GroundKind::PreventCrime => "A ground of its own, not an override of agreement: to prevent a crime.",
    }
}

fn going_on(page: &mut Document, no: u32, view: &View<'_>) {
    let Some(going) = view.contact.agreements.going_on.iter().find(|going| going.no == no) else { return };
    let (reason, policy) = (&going.reason, view.policy());
    let who = when_who(view, going.at, going.by);
    page.flow(0, 2, &[(Role::Title, "GOES ON AGAINST A REFUSAL"), (Role::Text, &who)]);
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&reason.children));
    page.labelled("purpose", Role::Text, purpose_words(policy, &reason.purpose));
    page.labelled("with", Role::Text, &agency_names(policy, &reason.agencies));
    page.labelled("because", Role::Text, &reason.why);
    match &going.seen {
        Some(seen) => {
            let words = format!("{}: {}", when_who(view, seen.at, seen.by), seen.words);
            page.labelled("seen", Role::Met, &words);
        }
        None => match Item::GoingOn(no).may_decide(view) {
            Ok(()) => page.text(0, Role::DueSoon, "◷ No manager has seen it yet: it is yours to see."),
            Err(why) => page.text(0, Role::Text, &format!("◷ No manager has seen it yet. {why}")),
        },
    }
}

fn route(page: &mut Document, no: RouteNo, view: &View<'_>) {
    let Some((route, outcome)) = route_of(view, no) else { return };
    let head = format!("ROUTE {} {}", route.letter, outcome.name);
    page.flow(0, 2, &[(Role::Title, &head), (Role::DueSoon, route.state.words())]);
    if let RouteState::WaitsForSecond { due } = &route.state {
        of_two::waits_for(page, OfTwo::Route(no), due, view);
    }
    page.gap();
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&route.children));
    if let Some(decided) = &route.decided {
        let words = format!(
            "{}; the criteria were {}",
            when_who(view, decided.at, decided.by),
            decided.presented.shown().1
        );
        page.labelled("decided", Role::Text, &words);
        if !decided.reason.trim().is_empty() {
            page.labelled("because", Role::Text, &decided.reason);
        }
    }
    // Whoever gave the second word, and whoever looks after it, finds it here in their own words.
    let word = match (&route.state, &route.second) {
        (RouteState::NotSeconded { at, by, words }, _) => Some((*at, *by, "does not agree", words)),
        (_, Some(second)) => Some((second.at, second.by, "agrees", &second.words)),
        _ => None,
    };
    if let Some((at, by, says, words)) = word {
        page.labelled(
            "second word",
            Role::TextStrong,
            &format!("{} {says}: {words}", when_who(view, at, by)),
        );
    }
    let cx = view.context();
    for criterion in outcome.criteria.iter().filter(|criterion| criterion.part != Part::Care) {
        let (sign, word) = view.contact.criterion(route, criterion, &cx).shown();
        let against = if criterion.part == Part::Against { "against: " } else { "" };
        page.flow(
            0,
            4,
            &[(Role::Label, sign), (Role::Text, &format!("{against}{} ({word})", criterion.words))],
        );
    }
    for field in &outcome.fields {
        if let Some(filled) = route.fields.get(&field.key) {
            page.flow(
                0,
                4,
                &[
                    (Role::Label, &format!("{}:", field.words)),
                    (Role::Text, &value(Some(&field.kind), filled)),
                ],
            );
        }
    }
    for unmet in view.contact.unmet(route, outcome, &cx) {
        page.flow(0, 4, &[(Role::NotMet, &format!("✗ still wanted: {}", unmet.words))]);
    }
}
