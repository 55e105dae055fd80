//! The line at the head of a contact: its number, who rings, who looks, who has it, how the line stands, what is due.

use ratatui::{Frame, layout::Rect};

use super::{
    known,
    page::cover,
    pane::{Cover, View},
};
use crate::{
    desk::protocol::Unread,
    domain::{
        calendar::words::{clock, near},
        contact::{
            call::{Caller, Line, Stands},
            place::Place,
        },
        queue::Next,
    },
    ui::{
        draw, due,
        keymap::{self, Action, stacks},
        theme::Role,
    },
};

/// How many columns the number and whoever rings have in any case.
const LEAST_NAME: usize = 32;

/// How many columns what kind of person rings has beside the number to ring back, with what stands between.
const LEAST_KIND: usize = 11;

/// How many columns of the role are worth their place behind the kind.
const LEAST_ROLE: usize = 7;

/// Gives the number to ring back, where one was given and nothing covers it.
pub(super) fn to_ring<'v>(view: &View<'v>) -> Option<&'v str> {
    let number = view.contact.call.caller.number.as_deref().filter(|number| !number.trim().is_empty());
    number.filter(|_| view.cover != Cover::All)
}

/// Draws the line.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, view: &View<'_>, looking: &[String], clocks: &[Next]) {
    let (contact, theme) = (view.contact, view.theme);
    let call = &contact.call;
    let number =
        if contact.reference.is_given() { contact.reference.to_string() } else { "no number yet".to_owned() };
    // Of somebody who gave no name the role is as good as one.
    // What kind of person rings says as much of a small family's circle as a role.
    let who = if view.cover == Cover::All { cover() } else { call.caller.brief() };
    let back = to_ring(view);
    let mut left = format!("{number}  {who}");
    if let Some(back) = back {
        left.push_str(" · ");
        left.push_str(back);
        // Until somebody asked who speaks, what the telephone shows is all there is.
        let unknown = call.caller.name.is_none() && !call.caller.declined;
        if let Some(shown) = call.caller.shown.as_deref().filter(|shown| unknown && !shown.trim().is_empty())
        {
            left.push_str(", ");
            left.push_str(shown);
        }
    }
    let line = match &call.line {
        _ if contact.closed.is_some() => "closed".to_owned(),
        Line::Talking { since } => format!("talking {} min", (view.now - *since).num_minutes().max(0)),
        Line::Dropped { at, settled: None, .. } => format!("LINE DROPPED {}", clock(*at)),
        Line::Dropped { at, .. } => format!("line dropped {}", near(view.now, *at)),
        Line::Ended { at } => format!("ended {}", near(view.now, *at)),
    };
    let buf = frame.buffer_mut();
    let strong = theme.style(Role::TextStrong);
    // Each with what is said where there is less room.
    let mut right: Vec<(String, String, Role)> = Vec::new();
    if !looking.is_empty() {
        let who = looking.join(" ");
        right.push((format!("◂ {who} looking"), format!("◂ {who}"), Role::Notice));
    }
    if contact.holder != Some(view.actor.person)
        && let Some(holder) = contact.holder
    {
        let initials = view.desk.book.state.initials_of(holder).to_owned();
        right.push((format!("with {}", view.name_of(holder)), initials, Role::TextDim));
    }
    // A family that is handed on again and again is to be seen at once.
    let workers = contact.workers().len();
    if workers > 1 {
        right.push((format!("{workers} workers so far"), format!("{workers} workers"), Role::TextDim));
    }
    if let Some((_, earlier)) = call.attached.to {
        let key = keymap::keys_of(stacks::CALL_NOTES, Action::OpenContact);
        right.push((format!("belongs to {earlier} ({key})"), format!("⇧ {earlier}"), Role::Notice));
    }
    if let [(_, first), rest @ ..] = &call.attached.later[..] {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let key = keymap::keys_of(stacks::CALL_NOTES, Action::OpenContact);
        right.push((format!("took in {first}{more} ({key})"), format!("⇩ {first}"), Role::Notice));
    }
    if let Some(words) = known::named_too(view) {
        let first = words.split_whitespace().next().unwrap_or_default();
        right.push((words.clone(), format!("≈ {first}"), Role::DueSoon));
    }
    for other in view.running {
        let (reference, f4) = (other.reference, keymap::keys_of(stacks::CALL_NOTES, Action::PaneKnown));
        right.push(match other.stands {
            Stands::Dropped { at, .. } => (
                format!("✕ their line dropped {} in {reference} ({f4})", clock(at)),
                format!("✕ {reference}"),
                Role::Overdue,
            ),
            Stands::Talking { .. } => {
                (format!("▲ also on the line in {reference} ({f4})"), format!("▲ {reference}"), Role::DueSoon)
            }
        });
    }
    if call.urgent.is_some() {
        let urgent = format!("{}‼ URGENT", view.waits(&Place::Urgent));
        right.push((urgent, "‼ URGENT".to_owned(), Role::Urgent));
    }
    if view.contact.unanswered_danger().is_some() {
        right.push(("‼ DANGER NOW".to_owned(), "‼ DANGER".to_owned(), Role::Urgent));
    }
    let short = line.clone();
    let line = format!("{}{line}", view.waits(&Place::Line));
    let unsettled = matches!(call.line, Line::Dropped { settled: None, .. });
    right.push((line, short, if unsettled { Role::Overdue } else { Role::Text }));
    if let Some((next, call)) = view.desk.calling.first_of(clocks) {
        let mark = due::mark(view.now, next.at, call);
        let late = mark.role == Role::Overdue;
        let role = if late { Role::Overdue } else { Role::TextDim };
        let (before, sign) = if late { ("✕ ", "✕") } else { ("", "◷") };
        let words = format!("{before}{} {}", next.words, mark.words);
        right.push((words, format!("{sign} {}", mark.words), role));
    }
    // The number and who rings stay readable: the clock gives up its words first, then who has it theirs.
    let least = back.map_or(0, |back| draw::width(&number) + draw::width(back) + 2 + LEAST_KIND);
    let wanted = draw::width(&left).min(LEAST_NAME.max(least));
    let wide = |right: &[(String, String, Role)]| {
        right.iter().map(|(words, ..)| draw::width(words) + 2).sum::<usize>()
    };
    let whole = usize::from(area.width).saturating_sub(2);
    for at in (0..right.len()).rev() {
        if wide(&right) + wanted > whole {
            right[at].0 = std::mem::take(&mut right[at].1);
        }
    }
    // Where even the short words leave no room for a number to ring, it stays: who looks, and who has it, stand elsewhere too.
    while back.is_some() && right.len() > 3 && wide(&right) + wanted > whole {
        right.remove(0);
    }
    let width = wide(&right);
    let room = Rect { width: area.width.saturating_sub(u16::try_from(width + 1).unwrap_or(0)), ..area };
    let columns = usize::from(room.right().saturating_sub(area.x + 1));
    if let Some(back) = back.filter(|_| draw::width(&left) > columns) {
        // The number to ring is the last thing to go: what they are, and where from, gives way first.
        let kind = Caller { kind: call.caller.kind, ..Caller::default() }.brief();
        let rest = columns.saturating_sub(draw::width(&number) + draw::width(back) + 5);
        let cut = call.caller.kind.is_some() && rest < draw::width(&kind) + LEAST_ROLE;
        let kind = draw::clip(if cut { &kind } else { &who }, rest).into_owned();
        left = if rest > 1 { format!("{number}  {kind} · {back}") } else { format!("{number}  {back}") };
    }
    draw::put(buf, room, area.x + 1, area.y, &left, strong);
    let mut x = room.right() + 1;
    for (words, _, role) in right {
        x += draw::put(buf, area, x, area.y, &words, theme.style(role)) + 2;
    }
}

/// Says of what waits that it is not in the record, and what becomes of it.
pub(super) fn not_in_the_record(frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
    if area.height == 0 {
        return;
    }
    let words: &[&str] = if matches!(view.desk.unread, Some(Unread::Beginning | Unread::Damaged)) {
        &[
            "✕ No number yet: the desk's file cannot be read. What you write is kept, and the call gets its number later.",
            "✕ No number yet: the desk's file cannot be read. What you write is kept.",
        ]
    } else if view.contact.reference.is_given() {
        &[
            "✕ What waits (✕) is not in the record yet: the desk's file takes nothing. It is kept, and goes in by itself.",
            "✕ What waits (✕) is kept, and not in the record yet: the desk's file takes nothing.",
        ]
    } else {
        &[
            "✕ No number yet: the desk's file takes nothing. What you write is kept, and the call gets its number with it.",
            "✕ No number yet: the desk's file takes nothing. What you write is kept.",
        ]
    };
    let room = usize::from(area.width.saturating_sub(2));
    let fits =
        words.iter().find(|words| draw::width(words) <= room).or(words.last()).copied().unwrap_or_default();
    let buf = frame.buffer_mut();
    draw::put(buf, area, area.x + 1, area.y, fits, view.theme.style(Role::Error));
}

#[cfg(test)]
mod tests {
    use ratatui::{Terminal, backend::TestBackend};

    use super::*;
    use crate::{domain::contact::call::Command, ui::screens::call::fixture::Stage};

    fn line(stage: &Stage, width: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, 1)).unwrap();
        let clocks = stage.contact.clocks();
        let drawn = |frame: &mut Frame<'_>| {
            stage.with(|view| draw(frame, frame.area(), view, &[], &clocks));
        };
        terminal.draw(drawn).unwrap();
        terminal.backend().buffer().content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn the_number_to_ring_back_is_the_last_thing_to_go() {
        let mut stage = Stage::new();
        stage.act(Command::SetCaller(Caller {
            kind: Some(crate::domain::policy::CallerKind::Parent),
            role: Some("mother, and foster carer of two".to_owned()),
            number: Some("07700 900777".to_owned()),
            name: Some("Kate Brook".to_owned()),
            ..Caller::default()
        }));
        stage.act(Command::MarkUrgent);
        stage.act(Command::DropLine);
        for width in [76, 80, 100, 120] {
            assert!(line(&stage, width).contains("07700 900777"), "{}", line(&stage, width));
        }
        assert!(line(&stage, 80).contains("Parent"), "{}", line(&stage, 80));
        // Whoever looks too, and has it, goes before it.
        stage.act(Command::End);
        stage.sign_in(1);
        stage.act(Command::TakeOver { why: "the other is out".to_owned() });
        stage.sign_in(2);
        assert!(line(&stage, 76).contains("07700 900777"), "{}", line(&stage, 76));
    }

    #[test]
    fn a_second_worker_is_seen_at_the_head() {
        let mut stage = Stage::new();
        assert!(!line(&stage, 120).contains("worker"), "{}", line(&stage, 120));
        stage.act(Command::End);
        stage.sign_in(1);
        stage.act(Command::TakeOver { why: "the other is out".to_owned() });
        assert!(line(&stage, 120).contains("2 workers so far"), "{}", line(&stage, 120));
        assert!(line(&stage, 70).contains("2 workers  "), "{}", line(&stage, 70));
    }
}
