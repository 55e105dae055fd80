//! How a promise is told: its state, its time, its words.

use ratatui::{buffer::Buffer, text::Line};

use super::super::{
    page::{Page, shown},
    pane::View,
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            place::Place,
            promise::agreed,
            telling::{Owner, Promise, PromiseState},
        },
    },
    ui::{draw, due, theme::Role},
};

/// Gives sign and words of a promise's state, and how they look.
pub(super) fn state(promise: &Promise, view: &View<'_>) -> (String, Role) {
    match &promise.state {
        PromiseState::Open => {
            let mark = due::mark(view.now, promise.promised.by, view.call_of(promise));
            (format!("{} {}", mark.sign, mark.words), mark.role)
        }
        PromiseState::Kept { late: false, .. } => ("✓ kept".to_owned(), Role::Ok),
        PromiseState::Kept { late: true, .. } => ("✓ kept late".to_owned(), Role::DueSoon),
        PromiseState::Broken { .. } => ("✗ not kept".to_owned(), Role::NotMet),
        PromiseState::Mistaken(_) => ("– by mistake".to_owned(), Role::TextDim),
    }
}

/// Gives who owes it, raw.
pub(super) fn owner<'a>(promise: &'a Promise, view: &View<'a>) -> &'a str {
    match &promise.promised.owner {
        Owner::Staff(id) => view.name_of(*id),
        Owner::Named(name) => name,
    }
}

/// Gives the line in the list: state, what, to whom and, where there is room, who owes it.
pub(super) fn line(promise: &Promise, view: &View<'_>, width: usize) -> Line<'static> {
    const STATE: usize = 14;
    let (state, role) = state(promise, view);
    let moved = if promise.moved.is_empty() { "" } else { " ↷" };
    let waits = view.waits(&Place::Promise(promise.no));
    // Covered part by part: what was promised is read also where it is covered to whom.
    let (what, to) = (shown(view, &promise.promised.what), shown(view, &promise.promised.to));
    let safe = view.contact.safe_when(&promise.promised).filter(|_| promise.is_open());
    let safe = safe.map(|when| format!(" ☎ {}", shown(view, &when))).unwrap_or_default();
    let barred = bars(promise, view).iter().any(|(_, role)| *role == Role::Error);
    let barred = if barred { "✗ not to be told: " } else { "" };
    let what = format!("{waits}{barred}{what} → {to}{moved}{safe}");
    let owner = draw::safe(&shown(view, owner(promise, view)));
    let side = if width >= 60 { draw::width(&owner).min(18) + 2 } else { 0 };
    let room = width.saturating_sub(STATE + 1 + side);
    let what = draw::safe(&what);
    let what = draw::clip(&what, room);
    let gap = room.saturating_sub(draw::width(&what));
    let mut spans = vec![
        draw::span(&format!("{:<STATE$} ", draw::clip(&state, STATE)), view.theme.style(role)),
        draw::span(&what, view.theme.style(Role::Row)),
    ];
    if side > 0 {
        let owner = format!("{}  {}", " ".repeat(gap), draw::clip(&owner, side - 2));
        spans.push(draw::span(&owner, view.theme.style(Role::TextDim)));
    }
    Line::from(spans)
}

/// Writes all of a promise.
pub(super) fn whole(page: &mut Page<'_>, buf: &mut Buffer, promise: &Promise, view: &View<'_>) {
    let promised = &promise.promised;
    let near = |t| words::near(view.now, t);
    page.say(buf, &shown(view, &promised.what), Role::TextStrong);
    let ring = if promised.ring_back { " (by ringing)" } else { "" };
    let (to, owner) = (shown(view, &promised.to), shown(view, owner(promise, view)));
    page.say(buf, &format!("to {to}{ring} · {owner} does it"), Role::Text);
    let (state, role) = state(promise, view);
    let by = match &promise.state {
        PromiseState::Open => format!("{state} · by {}", near(promised.by)),
        PromiseState::Kept { at, .. } => format!("{state} {} · due {}", near(*at), near(promised.by)),
        PromiseState::Broken { why, .. } => format!("{state}: {why} · due {}", near(promised.by)),
        PromiseState::Mistaken(mistake) => {
            format!("– entered by mistake, nobody made it: {} {}", mistake.why, near(mistake.at))
        }
    };
    page.say(buf, &shown(view, &by), role);
    let from = if promise.from.is_agreed() { String::new() } else { format!(" · {}", promise.from.words()) };
    let made = format!("{} {}{from}", agreed(&promised.agreed_with), near(promise.at));
    page.say(buf, &shown(view, &made), Role::TextDim);
    for moved in &promise.moved {
        let moved = format!("↷ another time agreed, it was {}: {}", near(moved.from), moved.words());
        page.say(buf, &shown(view, &moved), Role::Later);
    }
    for passed in &promise.passed {
        let (from, to) = (view.name_of(passed.from), view.name_of(passed.to));
        let words = format!("↦ {from} handed it to {to} {}: {}", near(passed.at), passed.why);
        page.say(buf, &shown(view, &words), Role::Later);
    }
    for again in &promise.opened_again {
        let words = format!("↶ owed again, {} {}: {}", view.name_of(again.by), near(again.at), again.why);
        page.say(buf, &shown(view, &words), Role::Later);
    }
    if let (Some(words), Some((at, _, tried))) = (promise.tries_words(), promise.tries.last()) {
        let next = tried.next.map(|next| format!(", next {}", near(next))).unwrap_or_default();
        let said = if tried.words.trim().is_empty() { String::new() } else { format!(": {}", tried.words) };
        page.say(buf, &shown(view, &format!("☎ {words}, last {}{next}{said}", near(*at))), Role::DueSoon);
    }
    // Read before somebody rings, and not after.
    if let Some(when) = view.contact.safe_when(promised).filter(|_| promise.is_open()) {
        page.say(buf, &shown(view, &format!("☎ safe when, and how: {when}")), Role::Notice);
    }
    for (words, role) in bars(promise, view) {
        page.say(buf, &words, role);
    }
}

/// Says of those who are promised something still that they must not be told, here or as another contact says: it may have been
/// marked, or attached, since.
fn bars(promise: &Promise, view: &View<'_>) -> Vec<(String, Role)> {
    if !promise.is_open() {
        return Vec::new();
    }
    let family = &view.contact.family;
    let meant = || family.meant_by(&promise.promised.to);
    let mut lines = Vec::new();
    for person in
        promise.promised.person.map_or_else(meant, |no| vec![no]).iter().filter_map(|no| family.get(*no))
    {
        // Whom it is about, and why, can be covered; that somebody is barred never is.
        let name = shown(view, person.name());
        let name = if name == person.name() { name } else { "whoever it is promised".into() };
        if person.telling.bars(view.now) {
            let words = format!("✗ {name} is not to be told: {} (Alt+w)", shown(view, &person.telling.why));
            lines.push((words, Role::Error));
        }
        let rang = view.contact.caller_persons().contains(&person.no);
        if let Some(held) = view.contact.not_now_for(person, view.now).filter(|_| !rang) {
            let words = format!("✗ {name}: the family is not told now, {} (Alt+w)", held.place(None));
            lines.push((words, Role::Error));
        }
        let marks = view.elsewhere.iter().filter(|mark| mark.person == person.no && mark.bars(view.now));
        lines.extend(marks.map(|mark| {
            let role = if mark.counts { Role::Error } else { Role::Notice };
            (format!("{name}: {} (Alt+w)", mark.brief()), role)
        }));
    }
    lines
}
