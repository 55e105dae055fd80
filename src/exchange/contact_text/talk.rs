//! What was said: the call, the notes, the answers, the family and agreement.

use super::{
    super::contact_json::{call::Urgent, note::Note},
    Page, Record,
};
use crate::domain::{
    calendar::words::{day, stamp},
    contact::{call::DropEnd, family::UNBORN},
    value::YesNo,
};

pub(super) fn call(page: &mut Page, record: Record<'_>) {
    let call = &record.json.call;
    let caller = &call.caller;
    page.heading("THE CALL");
    page.line(&format!("Answered {} by {}, {}", stamp(call.taken), call.taken_by.name, call.mode.words()));
    if let Some(merged) = call.merged {
        page.line(&format!("Kept in the spool, and without a number, until {}", stamp(merged)));
    }
    match call.line.is {
        "ended" => page.line(&format!("Ended {}", stamp(call.line.at))),
        "dropped" => page.line(&format!("The line dropped {}", stamp(call.line.at))),
        _ => page.line("The call goes on"),
    }
    if let Some(tried) = &call.line.tried {
        page.sub_said("Tried, and nobody was reached", tried.why);
        if let Some(DropEnd::Again { at }) = tried.end {
            page.sub(&format!("Tried again by {}", stamp(at)));
        }
    }
    if let Some(settled) = &call.line.settled {
        page.sub(&format!(
            "Safe to ring back: {}; welfare check needed: {}",
            settled.safe_to_ring.words(),
            settled.welfare_check.words()
        ));
        match settled.end {
            Some(DropEnd::Reached) => page.sub("The caller was reached"),
            Some(DropEnd::Sent) => page.sub("Somebody looks in, or the police were sent"),
            Some(DropEnd::Again { .. }) | None => {}
        }
        page.sub_said("Safe when, and how", settled.how);
        page.sub_said("Why", settled.why);
    }
    page.line(&format!("Caller: {}", record.contact.call.caller.brief()));
    let name = if caller.declined { "declined to give it" } else { caller.name.unwrap_or("not known yet") };
    page.sub_said("Name", name);
    page.sub_said("Role", caller.role.unwrap_or_default());
    page.sub_said("Agency", caller.agency.unwrap_or_default());
    page.sub_said("Number", caller.number.unwrap_or_default());
    page.sub_said("The telephone showed", &record.contact.call.caller.telephone_showed().unwrap_or_default());
    if let Some(ring) = caller.ring_back {
        page.sub_said("May be rung back", ring.words());
    }
    page.sub_said("Would like to be reached", caller.prefers.unwrap_or_default());
    if let Some(wish) = &record.contact.call.caller.wish {
        page.sub_said("To be named to the family", wish.naming.words());
        page.sub_said("Their words", &wish.words);
    }
    page.line(&format!("Identity: {}", call.identity.words));
    for down in &record.json.stood_down {
        marked(page, down.marked.as_ref());
        page.said(&format!("Urgency stood down {} by {}", stamp(down.at), down.by.name), down.why);
    }
    marked(page, record.json.urgent.as_ref());
    if let Some(to) = &record.json.attached.to {
        page.line(&format!("Belongs to {}", to.reference));
    }
    for later in &record.json.attached.later {
        page.line(&format!("Later call: {}", later.reference));
    }
}

fn marked(page: &mut Page, urgent: Option<&Urgent<'_>>) {
    if let Some(Urgent { at, by, due }) = urgent {
        let words = format!("Marked urgent {} by {}; to act by {}", stamp(*at), by.name, stamp(due.at));
        page.line(&words);
    }
}

pub(super) fn notes(page: &mut Page, record: Record<'_>) {
    if record.json.notes.is_empty() {
        return;
    }
    page.heading("NOTES");
    for note in &record.json.notes {
        one_note(page, record, note);
    }
}

fn one_note(page: &mut Page, record: Record<'_>, note: &Note<'_>) {
    let merged =
        note.merged.map(|at| format!("  (kept in the spool until {})", stamp(at))).unwrap_or_default();
    let written = note.from.as_ref().map_or(note.at, |from| from.at);
    let later = if note.later { format!("  (written later, at {})", stamp(written)) } else { String::new() };
    let mark = note.mark.map(|mark| format!(", {}", mark.words())).unwrap_or_default();
    page.line(&format!("{}. {} {}{mark}{later}{merged}", note.no, stamp(note.at), note.by.name));
    if let Some(happened) = note.happened {
        page.sub(&format!("Happened {}", stamp(happened)));
    }
    if let Some(misplaced) = &note.misplaced {
        let who = format!("{} by {}", stamp(misplaced.at), misplaced.by.name);
        let head = format!(
            "WRITTEN IN THE WRONG RECORD: it belongs, and stands, in {} (seen {who})",
            misplaced.reference
        );
        page.sub_said(&head, misplaced.why);
    }
    if let Some(from) = &note.from {
        let (at, by) = (stamp(from.at), from.by.name);
        page.sub(&format!(
            "Written {at} by {by} in {}, note {}: that was the wrong record",
            from.reference, from.note
        ));
    }
    if let Some(said) = &note.child {
        let who = said.child.map_or_else(|| "A child".to_owned(), |no| record.names(&[no]));
        let when = said.heard_at.map(|at| format!(" {}", stamp(at))).unwrap_or_default();
        page.sub(&format!("THE CHILD'S OWN WORDS – {who}, heard by {}{when}", said.heard_by));
        page.sub_said("In answer to", said.in_answer_to);
    }
    let label = if note.child.is_some() { "Said" } else { "Wrote" };
    page.sub_said(label, note.text);
    for correction in &note.corrections {
        let who = format!("Corrected {} by {}", stamp(correction.at), correction.by.name);
        page.sub_said(&who, correction.text);
        page.sub_said("Corrected because", correction.why);
    }
    for amendment in &note.amendments {
        let happened = amendment.happened.map_or_else(|| "no time".to_owned(), |at| stamp(at).to_string());
        let heard = amendment.child.as_ref().map_or_else(
            || "not a child's words".to_owned(),
            |said| format!("a child's words, heard by {}", said.heard_by),
        );
        let who = format!("Corrected {} by {}", stamp(amendment.at), amendment.by.name);
        page.sub_said(&who, &format!("it said {happened}, {heard}"));
        page.sub_said("Corrected because", amendment.why);
    }
}

pub(super) fn answers(page: &mut Page, record: Record<'_>) {
    if !record.json.answers.is_empty() {
        page.heading("ANSWERS");
    }
    for answer in &record.json.answers {
        page.said(answer.question.unwrap_or(answer.field), &answer.written.words);
        page.sub(&format!("{} {}", stamp(answer.at), answer.by.name));
    }
    page.list("HEARD", record.json.heard.iter().map(|heard| heard.words));
}

pub(super) fn family(page: &mut Page, record: Record<'_>) {
    let json = record.json;
    if json.people.is_empty() && json.households.is_empty() {
        return;
    }
    page.heading("FAMILY");
    for person in &json.people {
        let unborn = person.born.as_ref().is_some_and(|born| born.is == "expected");
        let name = person.name.unwrap_or(if unborn { UNBORN } else { "name not known" });
        page.line(&format!("{}. {name}, {}", person.no, person.kind_words));
        page.sub_said("Name not known because", person.name_why);
        if let Some(born) = &person.born {
            page.sub(&match (born.is, born.date) {
                ("expected", Some(date)) if born.precision == Some("month") => {
                    format!("{} (expected)", date.format("%b %Y"))
                }
                ("expected", Some(date)) => format!("Expected {}", day(date)),
                (_, Some(date)) => format!("Born {}, {}", day(date), born.age),
                _ => format!("Age: {}", born.age),
            });
            page.sub_said("Age not known because", born.why.unwrap_or_default());
        }
        page.sub_said("Relation", person.relation);
        if let Some(holds) = person.responsibility {
            let of = if person.responsible_for.is_empty() {
                String::new()
            } else {
                format!(" for {}", record.names(&person.responsible_for))
            };
            page.sub(&format!("Parental responsibility: {}{of}", holds.words()));
            page.sub_said("Known how", person.responsibility_how);
        }
        page.sub_said("School, nursery, GP", person.places);
        let telling = &person.telling;
        if telling.not_to_be_told {
            let until = telling.until.map(|until| format!(" until {}", stamp(until))).unwrap_or_default();
            page.sub(&format!("NOT TO BE TOLD{until}"));
        } else if let Some(until) = telling.until {
            page.sub(&format!("Until {}", stamp(until)));
        }
        page.sub_said("May be told", telling.may);
        page.sub_said("Must not be told", telling.must_not);
        page.sub_said("Why", telling.why);
        for (way, safe) in [
            ("ring", telling.ring),
            ("text", telling.text),
            ("leave a message", telling.message),
            ("write", telling.write),
        ] {
            if let Some(safe) = safe {
                let sign = if safe == YesNo::No { "NOT SAFE" } else { safe.words() };
                page.sub(&format!("Safe to {way}: {sign}"));
            }
        }
        page.sub_said("Safe when, and how", telling.how);
    }
    for link in &json.links {
        page.line(&format!("{} – {} – {}", record.names(&[link.from]), link.words, record.names(&[link.to])));
    }
    for household in &json.households {
        let protected = if household.protected { " (PROTECTED ADDRESS)" } else { "" };
        page.said(&format!("Household {}{protected}", household.no), household.place);
        page.sub(&format!("Lives there: {}", record.names(&household.members)));
    }
}

pub(super) fn agreements(page: &mut Page, record: Record<'_>) {
    let json = record.json;
    if json.agreements.is_empty() && json.going_on.is_empty() {
        return;
    }
    page.heading("AGREEMENT TO SHARE");
    for row in &json.agreements {
        page.line(&format!(
            "{}. {} {}: {}",
            row.no,
            record.names(&[row.person]),
            row.capacity_words,
            row.answer_words
        ));
        page.sub(&format!("For {}, to {}", record.names(&row.children), row.purpose.words));
        if !row.agencies.is_empty() {
            let with: Vec<_> = row.agencies.iter().map(|agency| agency.name).collect();
            page.sub(&format!("With {}", with.join(", ")));
        }
        page.sub_said("Known or judged how", row.capacity_how.unwrap_or_default());
        page.sub_said("Why", row.why.unwrap_or_default());
        page.sub_said("Their words", row.words);
        page.sub(&format!("Written {} by {}", stamp(row.at), row.by.name));
        page.mistake("This row", row.mistake.as_ref());
    }
    for going in &json.going_on {
        page.line(&format!("{} went on although one refuses, {}", going.by.name, stamp(going.at)));
        page.sub(&format!("For {}, to {}", record.names(&going.children), going.purpose.words));
        if !going.agencies.is_empty() {
            let with: Vec<_> = going.agencies.iter().map(|agency| agency.name).collect();
            page.sub(&format!("With {}", with.join(", ")));
        }
        page.sub_said("Why", going.why);
        match &going.seen {
            Some(seen) => {
                page.sub_said(&format!("Seen by {}, {}", seen.by.name, stamp(seen.at)), seen.words);
            }
            None => page.sub("No manager has seen it yet"),
        }
        page.mistake("Going on", going.mistake.as_ref());
    }
}
