//! What the record has of a row, whole: the list has one line for it, and a night is not read from the beginnings of lines.

use std::borrow::Cow;

use super::{
    super::{
        page::{cover, shown},
        pane::View,
    },
    row::{Row, filed, over},
};
use crate::{
    domain::{
        calendar::words,
        contact::night::{LoneWord, Protection, Tonight},
        policy::Mode,
    },
    ui::theme::Role,
};

/// Gives what is recorded of a row, a line each; nothing where nothing is.
pub(super) fn whole(row: Row, view: &View<'_>) -> Vec<(Role, String)> {
    let (contact, night) = (view.contact, &view.contact.night);
    let plain = |lines: Vec<String>| lines.into_iter().map(|line| (Role::Text, line)).collect();
    match row {
        Row::Tonight(child) => {
            let last = contact.last_night_of(child);
            let mut lines = last.map(|tonight| arrangement(tonight, view)).unwrap_or_default();
            // The clock of an earlier bed goes on beside this one.
            let runs = contact.protected_on(child).filter(|_| contact.tonight_of(child).is_some());
            lines.extend(runs.map(|ends| {
                let ends = words::stamp(ends.at);
                format!("▲ police protection runs on, the seventy-two hours end {ends}")
            }));
            plain(lines)
        }
        Row::NoLone | Row::AllowLone => lone(view),
        Row::Alert => night.alert.as_ref().map_or_else(Vec::new, |alert| {
            let over = if alert.until <= view.now { ", and that is over" } else { "" };
            plain(vec![
                format!("what may come: {}", alert.expect),
                format!("what to do then: {}", alert.contingency),
                format!("until {}{over}", words::stamp(alert.until)),
            ])
        }),
        Row::Elsewhere => {
            let said = night.elsewhere.iter().map(|e| {
                let told = e.told.trim();
                let (role, told) = if told.is_empty() {
                    (Role::DueSoon, "NOBODY THERE WAS TOLD YET".to_owned())
                } else {
                    (Role::Text, format!("told: {told}"))
                };
                let child = contact.family.names(&[e.child]);
                (role, format!("{child}: here {}; open to {}; {told}", e.here, e.authority))
            });
            said.collect()
        }
        Row::Placement => night.placement.as_ref().map_or_else(Vec::new, |needed| {
            let kinds: Vec<&str> = needed.kinds.iter().map(|kind| kind.words()).collect();
            let mut lines = vec![format!("{}: {}", contact.family.names(&needed.children), kinds.join(", "))];
            lines.extend(Some(needed.words.clone()).filter(|words| !words.trim().is_empty()));
            plain(lines)
        }),
        Row::Morning(no) => {
            let morning = night.morning.iter().find(|morning| morning.no == no);
            let said = morning.map(|morning| format!("{}, by {}", morning.what, words::stamp(morning.due)));
            plain(said.into_iter().collect())
        }
        Row::File => {
            let left = night.left_unfiled.iter().map(|left| {
                let (at, by) = (words::stamp(left.at), view.name_of(left.by));
                format!("on no child's file when {by}'s shift ended, {at}: {}", left.why)
            });
            plain(filed(view).into_iter().chain(left).collect())
        }
        Row::Advise => plain(night.advised.iter().map(|said| format!("advised: {}", said.advice)).collect()),
        Row::Analyse => night.analyses.last().map_or_else(Vec::new, |analysis| {
            plain(vec![
                format!("what both made of it: {}", analysis.said.words),
                format!("why proportionate: {}", analysis.said.proportionate),
            ])
        }),
        Row::NotObtained => Vec::new(),
    }
}

/// Says why nobody goes there alone, by which record, and who may although.
fn lone(view: &View<'_>) -> Vec<(Role, String)> {
    let night = &view.contact.night;
    let mut lines: Vec<(Role, String)> = view
        .marks
        .iter()
        .map(|found| {
            let sign = if found.may_be_anothers() { "▲" } else { "‼" };
            let line = found.line();
            // That nobody goes there alone is to be seen, whoever listens.
            let words = match shown(view, &line) {
                Cow::Borrowed(line) => line.to_owned(),
                Cow::Owned(cover) => format!("{}, marked no lone visits: {cover}", found.mark.reference),
            };
            (Role::NotMet, format!("{sign} {words}"))
        })
        .collect();
    if let Some(marked) = &night.no_lone {
        lines.push((Role::NotMet, format!("‼ nobody goes there alone: {}", shown(view, &marked.why))));
    }
    lines.extend(night.earlier_marks.iter().map(|earlier| {
        let ended = if earlier.lifted { "lifted" } else { "written anew" };
        let why = earlier.why.as_deref().map_or_else(String::new, |why| format!(": {}", shown(view, why)));
        let words = format!(
            "marked {} by {}: {}; {ended} {} by {}{why}",
            words::stamp(earlier.marked.at),
            view.name_of(earlier.marked.by),
            shown(view, &earlier.marked.why),
            words::stamp(earlier.at),
            view.name_of(earlier.by)
        );
        (Role::Text, words)
    }));
    let may = |word: &LoneWord| {
        let over = if word.allowed.until <= view.now { ", and that is over" } else { "" };
        let (who, by) = (view.name_of(word.allowed.visitor), view.name_of(word.by));
        format!(
            "{who} may go alone until {}{over}, on the word of {by}: {}",
            words::stamp(word.allowed.until),
            shown(view, &word.allowed.why)
        )
    };
    lines.extend(night.allowed.iter().map(|word| (Role::Text, may(word))));
    lines
}

/// Names the night of an arrangement.
pub(super) fn which_night(tonight: &Tonight, view: &View<'_>) -> &'static str {
    if is_past(tonight, view) { "That night" } else { "Tonight" }
}

/// Tells whether the night of an arrangement is past: it is over, its time has passed, or the day has come.
pub(in super::super) fn is_past(tonight: &Tonight, view: &View<'_>) -> bool {
    let by_day = view.desk.calling.mode() == Mode::FrontDoor;
    let of_night = view.desk.book.duty.mode_at(tonight.at) == Mode::Edt;
    tonight.then.is_some() || tonight.set.care.until <= view.now || (by_day && of_night)
}

/// Says by day what of a night is still open; nothing at night, or where nothing is.
pub(super) fn still_open(view: &View<'_>) -> Option<String> {
    if view.desk.calling.mode() != Mode::FrontDoor {
        return None;
    }
    let (contact, night) = (view.contact, &view.contact.night);
    let mut open = Vec::new();
    let with_somebody = |child: &crate::domain::ids::PersonNo| {
        contact.tonight_of(*child).is_some_and(|tonight| is_past(tonight, view))
    };
    let children: Vec<_> = contact.family.children().map(|child| child.no).filter(with_somebody).collect();
    if !children.is_empty() {
        open.push(format!("what came after it for {}", contact.family.names(&children)));
    }
    let waiting = night.morning.iter().filter(|morning| morning.done.is_none()).count();
    if waiting > 0 {
        open.push(format!("{waiting} for the day"));
    }
    let untold = night.elsewhere.iter().filter(|elsewhere| elsewhere.told.trim().is_empty());
    let untold: Vec<&str> = untold.map(|elsewhere| elsewhere.authority.as_str()).collect();
    if !untold.is_empty() {
        open.push(format!("{} not told", untold.join(", ")));
    }
    if night.placement.is_some() {
        open.push("a placement".to_owned());
    }
    if contact.is_unfiled() {
        open.push("on no child's file".to_owned());
    }
    (!open.is_empty()).then(|| format!("▲ Still open from the night: {}", open.join(" · ")))
}

/// Writes an arrangement whole: what came after it, where it was, on whose proposal and agreement, what was checked, what the
/// child says.
pub(super) fn arrangement(tonight: &Tonight, view: &View<'_>) -> Vec<String> {
    let care = &tonight.set.care;
    let place = if view.cover.is_on() { cover() } else { care.place.clone() };
    let mut lines = Vec::new();
    let was = match &tonight.then {
        Some(after) => {
            let written = words::stamp(after.at);
            let by = view.name_of(after.by);
            lines.push(format!("● {}, written {written} by {by}", over(tonight, after, view)));
            match after.protection {
                Some(Protection::RunsOn) => lines.push("▲ police protection runs on".to_owned()),
                Some(Protection::Ended(at)) => {
                    lines.push(format!("police protection ended {}", words::stamp(at)));
                }
                None => {}
            }
            "before that: "
        }
        None => "",
    };
    lines.push(format!("{was}{} with {}, {place}", care.under.words(), care.with));
    let until = words::stamp(care.until);
    let ends = tonight.set.ends.as_ref();
    lines.push(match (ends, care.taken) {
        (Some(ends), Some(taken)) => format!(
            "until {until}; taken by the police {}, the seventy-two hours end {}",
            words::stamp(taken),
            words::stamp(ends.at)
        ),
        _ => format!("until {until}"),
    });
    let mut said = |label: &str, words: &str| {
        if !words.trim().is_empty() {
            lines.push(format!("{label}: {words}"));
        }
    };
    said("proposed by", &care.proposed_by);
    said("agreed by", &care.agreed_by);
    if let Some(fit) = care.fit {
        said("fit to agree", &format!("{}, {}", fit.words(), care.fit_words));
    }
    said("carer's checks", &care.checks);
    said("the child's view", &care.childs_view);
    lines.push(format!("written by {} {}", view.name_of(tonight.by), words::stamp(tonight.at)));
    lines
}
