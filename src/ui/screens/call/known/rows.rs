//! What a row of known contacts says.

use uuid::Uuid;

use crate::{
    desk::protocol::EarlierView,
    domain::{
        calendar::{local::local_day, words},
        ids::{ContactId, Reference},
        input::{born::age_at, phone},
        queue::{ChildBrief, Row},
    },
    ui::{
        cover::COVERED,
        keymap::Action,
        screens::call::{
            page::{Piece, chord, column, cover, shown},
            pane::View,
        },
        theme::Role,
    },
};

/// What a row stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// A contact that this one is attached to, or that was taken in here.
    Attached(ContactId),
    /// An open contact that names a child of this one.
    Named(Uuid),
    /// An earlier contact from the same number.
    Earlier(Uuid),
    /// One that is still to be attached.
    New,
}

/// Gives what this contact belongs to, and what belongs to it.
pub(super) fn attached<'a>(view: &View<'a>) -> impl Iterator<Item = (ContactId, Reference)> + 'a {
    let attached = &view.contact.call.attached;
    attached.to.iter().chain(&attached.later).copied()
}

/// Finds the line of another contact.
pub(super) fn row<'a>(id: Uuid, view: &View<'a>) -> Option<&'a Row> {
    view.journey.iter().chain(view.named).find(|row| row.id == id)
}

/// Gives the rows: what is attached, what something is half-typed about, what names a child of this one, earlier contacts, and
/// the new one.
pub(super) fn marks(view: &View<'_>, half_typed: impl Iterator<Item = ContactId>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let known = attached(view).map(|(id, _)| id).chain(half_typed).map(Mark::Attached);
    for mark in known.collect::<Vec<_>>() {
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    let named = view.named.iter().map(|row| Mark::Named(row.id));
    let earlier = view.journey.iter().map(|row| Mark::Earlier(row.id));
    for mark in named.chain(earlier) {
        let (Mark::Named(id) | Mark::Earlier(id)) = mark else { continue };
        let known = [Mark::Attached(ContactId(id)), Mark::Named(id)];
        if id != view.contact.id.0 && !known.iter().any(|known| marks.contains(known)) {
            marks.push(mark);
        }
    }
    marks.push(Mark::New);
    marks
}

/// Says what was found: open contacts that name a child of this one, and earlier ones from the same number.
pub(super) fn count(view: &View<'_>) -> String {
    let by_number = by_number(view);
    match view.named.len() {
        0 => by_number,
        many => {
            let names = if many == 1 { "contact names" } else { "contacts name" };
            format!("{many} open {names} {} too · {by_number}", named_too(view.named.iter(), view))
        }
    }
}

/// Names the children of this contact that other lines may be about.
pub(super) fn named_too<'r>(rows: impl Iterator<Item = &'r Row>, view: &View<'_>) -> String {
    let today = local_day(view.now);
    let mut children: Vec<_> = rows.flat_map(|row| view.contact.named_too_in(row, today)).collect();
    children.sort_unstable();
    children.dedup();
    view.contact.family.names(&children)
}

/// Says how many earlier contacts there are from the same number, or why none can be looked for.
fn by_number(view: &View<'_>) -> String {
    if view.desk.unread.is_some() {
        return "not known: the desk's file cannot be read".to_owned();
    }
    let number = view.contact.call.caller.number.as_deref().unwrap_or_default();
    if number.trim().is_empty() {
        return "no number yet to look by (Alt+i)".to_owned();
    }
    if phone::read(number).is_ok_and(|phone| phone.is_withheld()) {
        return "the number is withheld: nothing to look by".to_owned();
    }
    let others = view.journey.iter().filter(|row| row.id != view.contact.id.0);
    let later = others.clone().any(|row| is_later(row, view));
    let which = if later { "other" } else { "earlier" };
    match others.count() {
        0 => "no earlier contact from this number".to_owned(),
        1 => format!("1 {which} contact from this number"),
        many => format!("{many} {which} contacts from this number"),
    }
}

/// Tells whether a contact was taken after this one.
pub(super) fn is_later(row: &Row, view: &View<'_>) -> bool {
    row.reference.is_some_and(|other| other > view.contact.reference)
}

/// Gives the title of the sheet.
pub(super) fn title(taken_off: Option<ContactId>, view: &View<'_>) -> String {
    let this = view.contact.reference;
    match taken_off {
        None => match view.contact.call.attached.to {
            Some((_, reference)) => format!("{this} belongs to {reference}"),
            None => format!("{this} is a later call about …"),
        },
        Some(other) => match attached(view).find(|(id, _)| *id == other) {
            Some((_, reference)) => format!("take {reference} and {this} apart"),
            None => "no longer attached: what you wrote is kept here".to_owned(),
        },
    }
}

/// Gives the pieces of a row.
pub(super) fn pieces(mark: Mark, view: &View<'_>) -> Vec<Piece> {
    let row = |id: Uuid| row(id, view);
    let kind = |word: &str| (format!("   {}", column(word, 13)), Role::TextDim);
    match mark {
        Mark::New => {
            vec![kind("+ attach"), ("to a contact you name by its reference".to_owned(), Role::TextDim)]
        }
        Mark::Earlier(id) => {
            let later =
                row(id).and_then(|row| row.reference).is_some_and(|other| other > view.contact.reference);
            let mut pieces = vec![kind(if later { "later" } else { "earlier" })];
            pieces.extend(row(id).map(|row| said(row, view)).unwrap_or_default());
            pieces
        }
        Mark::Named(id) => {
            let mut pieces = vec![kind("≈ same name")];
            pieces.extend(row(id).map(|row| said(row, view)).unwrap_or_default());
            pieces
        }
        Mark::Attached(id) => {
            let attached = &view.contact.call.attached;
            let belongs = attached.to.is_some_and(|(to, _)| to == id);
            let mut pieces = vec![kind(if belongs { "⇧ belongs to" } else { "⇩ took in" })];
            match (row(id.0), self::attached(view).find(|(other, _)| *other == id)) {
                (Some(row), Some(_)) => pieces.extend(said(row, view)),
                (None, Some((_, reference))) => pieces.push((reference.to_string(), Role::TextStrong)),
                (_, None) => return vec![kind("apart"), ("no longer attached".to_owned(), Role::Notice)],
            }
            pieces
        }
    }
}

/// Says of another contact when it was taken, whom it is about and who rang.
pub(in super::super) fn at_a_glance(other: &EarlierView, view: &View<'_>) -> Vec<String> {
    let EarlierView { row, taken, .. } = other;
    let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
    let urgent = match (row.urgent, row.danger) {
        (true, _) => " · ‼ urgent",
        (false, true) => " · ‼ danger now",
        (false, false) => "",
    };
    let children = children(row, view);
    let named = if children.is_empty() { "no child named".to_owned() } else { children.join(" · ") };
    let rang = if view.cover.is_on() { COVERED.to_owned() } else { row.who.clone() };
    vec![
        format!("{reference}, taken {} · {}{urgent}", words::on_paper(*taken), row.stands),
        format!("Children: {named}"),
        format!("Who rang: {rang}"),
    ]
}

/// Says of a contact that this one is to be attached to what it is, and whether a child is named in both.
pub(super) fn looked_at(earlier: &EarlierView, view: &View<'_>) -> Vec<String> {
    let EarlierView { row, dropped, .. } = earlier;
    let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
    let both = view.contact.named_too_in(row, local_day(view.now));
    let both = if both.is_empty() {
        let why = match view.contact.family.children().next() {
            None => format!(", as none is named in {} yet", view.contact.reference),
            Some(_) if row.children.is_empty() => format!(", as none is named in {reference}"),
            Some(_) => String::new(),
        };
        format!("▲ No child named in both{why}. Is it the same family?")
    } else {
        format!("✓ Named in both: {}.", view.contact.family.names(&both))
    };
    let dropped = dropped.as_ref().map(|(running, back)| {
        let said = running.words(view.now, |person| view.name_of(person));
        if *back {
            format!("{}. Attached, this call settles it: the caller was reached, and nobody rings back.", shown(view, &said))
        } else {
            format!(
                "✕ The line dropped there, unfinished. Nothing says that this is the same caller: it stays to be rung back \
                 there. Was it them? In {reference}, {} says that the caller was reached.",
                chord(Action::LineDropped)
            )
        }
    });
    let mut lines = at_a_glance(earlier, view);
    lines.push(both);
    lines.extend(dropped);
    lines.push(
        "Attached, each shows the other as the same family's. Here (F4) they are taken apart again, with a reason."
            .to_owned(),
    );
    lines
}

fn said(row: &Row, view: &View<'_>) -> Vec<Piece> {
    let gap = || ("  ".to_owned(), Role::Text);
    let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
    let mut pieces = vec![(column(&reference, 8), Role::TextStrong)];
    if row.urgent {
        pieces.push(("‼ urgent  ".to_owned(), Role::Urgent));
    } else if row.danger {
        pieces.push(("‼ danger now  ".to_owned(), Role::Urgent));
    }
    pieces.push((row.stands.clone(), Role::Text));
    pieces.push((format!(" since {}", words::near(view.now, row.since)), Role::TextDim));
    pieces.push(gap());
    let children = children(row, view);
    if children.is_empty() {
        pieces.push(("no child named".to_owned(), Role::TextDim));
    } else {
        pieces.push((children.join(" · "), Role::Text));
    }
    pieces.push(gap());
    pieces.push(if view.cover.is_on() { (cover(), Role::Covered) } else { (row.who.clone(), Role::TextDim) });
    pieces
}

/// Names the children of a line, each with an age.
fn children(row: &Row, view: &View<'_>) -> Vec<String> {
    let today = local_day(view.now);
    let name = |child: &ChildBrief| {
        let name = child.called().unwrap_or("not known yet");
        let age = child.born.as_ref().map(|born| format!(" ({})", age_at(born, today)));
        format!("{name}{}", age.unwrap_or_default())
    };
    row.children.iter().map(name).collect()
}
