//! The whole contact on one page, for a manager who was not on the call.

use crate::{
    domain::{
        calendar::words,
        contact::{
            agreement::GoingOn,
            call::{Line, Mark, Note},
        },
        value::YesNo,
    },
    ui::{
        cover::COVERED,
        screens::call::{
            document::Document,
            page::{shown, source},
            pane::{Cover, View},
            words::{about, agency_names, all_children, answer, mistaken, sign, splits},
        },
        theme::Role,
    },
};

/// How much of a note is shown; the whole stands in the script's pane.
const SHORT: usize = 400;

/// Writes the contact down in short.
pub(super) fn write(page: &mut Document, view: &View<'_>) {
    let contact = view.contact;
    let call = &contact.call;
    page.heading(&format!("THE CONTACT {}", contact.reference));
    let name = call.caller.name.as_deref().filter(|_| view.cover != Cover::All);
    let mut who = call.caller.brief();
    if let Some(name) = name {
        who = format!("{who}, {name}");
    }
    let line = match &call.line {
        Line::Talking { since } => format!("on the line since {}", words::near(view.now, *since)),
        Line::Dropped { at, .. } => format!("line dropped {}", words::near(view.now, *at)),
        Line::Ended { at } => format!("call ended {}", words::near(view.now, *at)),
    };
    let who = match view.cover {
        Cover::All => format!("{COVERED}; {line}"),
        Cover::None | Cover::Others => format!("{who}; {}; {line}", call.identity.words()),
    };
    page.labelled("who rang", Role::Text, &who);
    let danger = call.answers.get(&"safety.danger".into()).map(|answered| &answered.value);
    let down = view.contact.danger_stood_down();
    let said = down.map(|down| {
        let who = view.name_of(down.by);
        format!("yes; stood down {}, {who}: {}", words::near(view.now, down.at), shown(view, &down.why))
    });
    let (role, danger) = match danger {
        _ if said.is_some() => (Role::Text, said.as_deref().unwrap_or_default()),
        Some(value) if value.has(YesNo::Yes.key()) => (Role::Urgent, "‼ yes"),
        Some(value) if value.has(YesNo::No.key()) => (Role::Text, "no"),
        Some(_) => (Role::NotKnown, "? not known"),
        None => (Role::NotKnown, "? not answered yet"),
    };
    page.labelled("danger now", role, danger);
    if let Some(urgent) = &call.urgent {
        page.labelled("urgent", Role::Urgent, &format!("‼ marked {}", words::near(view.now, urgent.at)));
    }
    if let Some(scale) = answer(view, "worries.scale") {
        page.labelled("scale", Role::TextStrong, &format!("{scale}/10 (0 act tonight, 10 safe enough)"));
    }
    if let Some(worry) = answer(view, "worries.worry") {
        page.labelled("worry", Role::Text, &shown(view, &short(&worry)));
    }
    let children = all_children(contact, view.now);
    let children = if children.is_empty() { "none named yet".to_owned() } else { children };
    page.labelled("children", Role::TextStrong, &children);
    for row in &contact.agreements.rows {
        let (sign, role) = sign(&row.asked.answer);
        let why =
            row.asked.answer.why().map(|why| format!(" – {}", shown(view, &short(why)))).unwrap_or_default();
        let words = format!(
            "{sign} {} {}{why} · {}",
            contact.family.names(&[row.asked.person]),
            row.asked.answer.words(),
            about(row, view)
        );
        page.labelled("agreement", if row.mistake.is_some() { Role::TextDim } else { role }, &words);
        if let Some(mistake) = &row.mistake {
            page.labelled("", Role::TextDim, &mistaken(mistake, view));
        }
    }
    for split in splits(view) {
        page.labelled(
            "",
            if split.explained.is_some() { Role::TextStrong } else { Role::NotMet },
            &split.words(view),
        );
    }
    for going in &contact.agreements.going_on {
        page.labelled("goes on", Role::Text, &on(going, view));
        if let Some(seen) = &going.seen {
            page.labelled(
                "",
                Role::TextDim,
                &format!("{} has seen it: {}", view.name_of(seen.by), seen.words),
            );
        }
        if let Some(mistake) = &going.mistake {
            page.labelled("", Role::TextDim, &mistaken(mistake, view));
        }
    }
    notes(page, view);
    if !view.journey.is_empty() {
        let times = view.journey.len();
        page.labelled("before", Role::Text, &format!("{times} earlier from this number (F4)"));
    }
}

/// Says who goes on against a refusal, about what, and why.
fn on(going: &GoingOn, view: &View<'_>) -> String {
    let reason = &going.reason;
    let children = view.contact.family.names(&reason.children);
    let with = agency_names(view.policy(), &reason.agencies);
    let with = if with.is_empty() { String::new() } else { format!(" with {with}") };
    format!("{} for {children}{with}: {}", view.name_of(going.by), reason.why)
}

fn notes(page: &mut Document, view: &View<'_>) {
    let notes = &view.contact.call.notes;
    let last = notes.len().saturating_sub(3);
    let stands = |(at, note): &(usize, &Note)| {
        note.misplaced.is_none() && (*at >= last || note.mark == Some(Mark::Fact) || note.child.is_some())
    };
    let more = notes.iter().enumerate().filter(|one| !stands(one)).count();
    if more > 0 {
        let words =
            if more == 1 { "1 note more stands".to_owned() } else { format!("{more} notes more stand") };
        page.labelled(
            "notes",
            Role::TextDim,
            &format!("… {words} in F2; here the last three, facts and children's words"),
        );
    }
    for (_, note) in notes.iter().enumerate().filter(stands) {
        let time = words::near(view.now, note.happened.unwrap_or(note.at)).to_string();
        let mark = note.mark.map(|mark| format!(" ({})", mark.words())).unwrap_or_default();
        if let Some(child) = &note.child {
            let name = child.child.map_or("a child".to_owned(), |no| view.contact.family.names(&[no]));
            let (by, said) = (source(view, &child.heard_by), short(note.current()));
            let words = format!("{name}, heard by {by}: “{}”", shown(view, &said));
            page.labelled(&time, Role::ChildWords, &words);
        } else {
            let said = short(note.current());
            page.labelled(&time, Role::Text, &format!("{}{mark}", shown(view, &said)));
        }
    }
}

fn short(text: &str) -> String {
    let text = text.trim();
    if text.chars().nth(SHORT).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(SHORT).collect();
    format!("{kept}… (the rest in F2)")
}
