//! What is said of a visit: its line, what somebody must know who goes to find them, and who would see the alarm.

use super::super::beside::View;
use crate::{
    desk::protocol::Unread,
    domain::{
        board::Kind,
        calendar::words,
        visit::{Standing, Visit, Weighed},
    },
    ui::theme::Role,
};

/// Writes a visit's line.
pub(super) fn row(visit: &Visit, view: &View<'_>) -> (String, Role) {
    let (sign, said, role) = match visit.standing(view.now) {
        Standing::Help => ("‼", "NEEDS HELP".to_owned(), Role::Alarm),
        Standing::Overdue => ("‼", format!("OVERDUE since {}", words::clock(visit.due())), Role::Overdue),
        Standing::Late => ("▲", format!("late since {}", words::clock(visit.due())), Role::DueSoon),
        Standing::Back => ("✓", "back; a manager looks at it".to_owned(), Role::DueSoon),
        Standing::Out => ("·", format!("to be heard of by {}", words::clock(visit.due())), Role::Text),
    };
    let name = view.desk.book.state.name_of(visit.worker);
    (format!("{sign} {name:<16} {said:<26} {}", visit.started.going.place), role)
}

/// Writes what somebody must know who goes to find them.
pub(super) fn about(visit: &Visit, view: &View<'_>) -> Vec<(String, Role)> {
    let state = &view.desk.book.state;
    let going = &visit.started.going;
    let near = |at| words::near(view.now, at).to_string();
    let mut lines =
        vec![(format!("{}: ring them on {}", state.name_of(visit.worker), going.number), Role::TextStrong)];
    let about = going.reference.map(|reference| format!(" ({reference})")).unwrap_or_default();
    lines.push((format!("{}: {}{about}", going.place, going.purpose), Role::Text));
    if !view.waits(Kind::Visit, visit.id.0, None).is_empty() {
        let words = match view.desk.unread {
            Some(Unread::Beginning | Unread::Damaged) => {
                "✕ Not in the record yet: the desk's file cannot be read. It is kept, counts here, and goes in when a console opens on a sound file."
            }
            _ => {
                "✕ Not in the record yet: the desk's file takes nothing. It is kept, counts here, and goes in by itself."
            }
        };
        lines.push((words.to_owned(), Role::Error));
    }
    if visit.started.unread && !visit.started.marked {
        let words = "‼ Whether this family is marked no lone visits could not be looked up: ask a manager.";
        lines.push((words.to_owned(), Role::NotMet));
    }
    let heard = format!(
        "went {}, heard of {}, checks in every {} min, back by {}",
        near(visit.since),
        near(visit.heard),
        going.every,
        near(visit.back_by)
    );
    lines.push((heard, Role::Text));
    if let Some(why) = &visit.longer {
        lines.push((format!("longer: {why}"), Role::Text));
    }
    if let Some(named) = &going.named {
        let words = format!("{} rings at {}, {}", named.name, near(named.ring_at), named.number);
        lines.push((words, Role::TextStrong));
    }
    if let Some(word) = &visit.started.word {
        let by = state.name_of(word.by);
        let words = format!(
            "marked: no lone visits; {by} allowed it at their console {}: {}",
            near(word.at),
            word.allowed.why
        );
        lines.push((words, Role::DueSoon));
    }
    if let Some(danger) = &going.danger {
        lines.push((
            format!("‼ marked: no lone visits; went in danger, on nobody's word: {danger}"),
            Role::Alarm,
        ));
    }
    if visit.started.unread && visit.started.marked && going.danger.is_none() {
        let words = "‼ marked: no lone visits; went while the mark could not be looked up, on nobody's word";
        lines.push((words.to_owned(), Role::Alarm));
    }
    match &visit.looked {
        Some((at, by, words)) => {
            lines.push((format!("{} looked at it {}: {words}", state.name_of(*by), near(*at)), Role::Text));
        }
        None if visit.waits_for_look() => {
            lines.push((
                "A manager looks at it afterwards; it stands here until one has.".to_owned(),
                Role::DueSoon,
            ));
        }
        None => {}
    }
    lines.extend(elsewhere(visit, view));
    if let Some(allowed) = going.allowed.as_ref().filter(|_| visit.started.marked) {
        let words = format!(
            "marked: no lone visits; it was said that {} allowed it: {}",
            state.name_of(allowed.manager),
            allowed.why
        );
        lines.push((words, Role::DueSoon));
    }
    if let Some((at, words)) = &visit.help {
        let said = if words.trim().is_empty() { ", with no words".to_owned() } else { format!(": {words}") };
        lines.push((format!("‼ help called {}{said}", near(*at)), Role::Alarm));
    }
    if let (Some(at), Some((by, how))) = (visit.back, &visit.safe) {
        let how = how.as_deref().map_or_else(String::new, |how| format!(": {how}"));
        lines.push((format!("safe {}, says {}{how}", near(at), state.name_of(*by)), Role::Text));
    }
    for (at, by, words) in visit.tried.iter().rev().take(3) {
        lines.push((format!("{} tried {}: {words}", state.name_of(*by), near(*at)), Role::Text));
    }
    lines
}

/// Says where else the family is marked, on whose word they went, and what they said is another family's.
fn elsewhere(visit: &Visit, view: &View<'_>) -> Vec<(String, Role)> {
    let (state, going) = (&view.desk.book.state, &visit.started.going);
    let line = |weighed: &Weighed| {
        let place = weighed.reference.map_or_else(|| "a restricted record".to_owned(), |no| no.to_string());
        if weighed.not_theirs {
            let not = going.not_theirs.iter().find(|not| Some(not.reference) == weighed.reference);
            let why = not.map(|not| format!(": {}", not.why)).unwrap_or_default();
            return (format!("{place} is marked, and another family's{why}"), Role::Text);
        }
        let marked = format!("marked in {place}: no lone visits");
        let words = weighed.word.map_or_else(
            || marked.clone(),
            |(by, at)| {
                let at = words::near(view.now, at);
                format!("{marked}; {} allowed it at their console {at}", state.name_of(by))
            },
        );
        (words, Role::DueSoon)
    };
    visit.started.elsewhere.iter().map(line).collect()
}

/// Says who else would see the alarm.
pub(super) fn who_sees(view: &View<'_>) -> Vec<(String, Role)> {
    let state = &view.desk.book.state;
    let others: Vec<&str> = view.desk.seen_by.iter().map(|person| state.name_of(*person)).collect();
    if others.is_empty() && view.desk.unread.is_some() {
        let words =
            "‼ Who else is at a console cannot be read: nobody may see your alarm. Name somebody who rings.";
        return vec![(words.to_owned(), Role::NotMet)];
    }
    if others.is_empty() {
        let words = "‼ Nobody else is at a console: nobody would see your alarm. Name somebody who rings.";
        return vec![(words.to_owned(), Role::NotMet)];
    }
    vec![(
        format!("If you are not heard of, it is seen at their consoles by {}", others.join(", ")),
        Role::Met,
    )]
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use chrono::{DateTime, TimeDelta, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            contact::call::Caller,
            ids::{StaffId, VisitId},
            visit::fixture,
        },
        exchange::story::begin,
        ui::screens::call::caller::{CallerPane, fixture::Bench},
    };

    /// Gives a visit that began an hour ago.
    pub(in super::super) fn out(no: u128, worker: StaffId, now: DateTime<Utc>) -> Visit {
        let started = fixture::started(now + TimeDelta::hours(1), 90);
        let since = now - TimeDelta::hours(1);
        Visit {
            id: VisitId(Uuid::from_u128(no)),
            worker,
            back_by: started.going.back_by,
            started,
            since,
            heard: since,
            longer: None,
            help: None,
            tried: vec![],
            back: None,
            safe: None,
            looked: None,
            version: 1,
        }
    }

    /// Says everything of a visit that began an hour ago.
    fn said(change: impl FnOnce(&mut Visit)) -> String {
        let mut bench = Bench::<CallerPane>::new(begin(Caller::default()));
        bench.with(|_, view| {
            let board = Arc::from([]);
            let (now, view) = (view.now, View::of_pane(view, &board));
            let mut visit = out(1, view.actor.person, now);
            change(&mut visit);
            let lines = about(&visit, &view).into_iter().map(|(line, _)| line);
            [row(&visit, &view).0].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
        })
    }

    #[test]
    fn what_cannot_wait_is_said_of_a_visit() {
        let help = said(|visit| visit.help = Some((visit.since, "he is at the door".to_owned())));
        assert!(help.contains("‼") && help.contains("NEEDS HELP"), "{help}");
        assert!(help.contains("‼ help called") && help.contains("he is at the door"), "{help}");
        let bare = said(|visit| visit.help = Some((visit.since, String::new())));
        assert!(bare.contains("‼ help called") && bare.contains(", with no words"), "{bare}");
        let late = said(|visit| visit.started.going.every = 55);
        assert!(late.contains("▲") && late.contains("late since"), "{late}");
        let over = said(|visit| visit.started.going.every = 30);
        assert!(over.contains("‼") && over.contains("OVERDUE since"), "{over}");
        let unread = said(|visit| visit.started.unread = true);
        assert!(unread.contains("could not be looked up: ask a manager"), "{unread}");
        let marked = said(|visit| (visit.started.unread, visit.started.marked) = (true, true));
        assert!(marked.contains("went while the mark could not be looked up"), "{marked}");
        let danger = said(|visit| visit.started.going.danger = Some("she screams".to_owned()));
        assert!(danger.contains("went in danger, on nobody's word: she screams"), "{danger}");
    }
}
