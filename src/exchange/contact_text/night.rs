//! What a night added: who has each child and until when, where it is filed, what waits for the day.

use super::{Page, Record};
use crate::{
    domain::{
        calendar::words::stamp,
        contact::night::Placement,
        policy::{Mode, hours::Coverage},
        shown::capital,
    },
    exchange::contact_json::night::Analysis,
};

pub(super) fn night(page: &mut Page, record: Record<'_>) {
    let night = &record.json.night;
    tonight(page, record);
    if !night.elsewhere.is_empty() {
        page.heading("HERE, AND OPEN ELSEWHERE");
    }
    for elsewhere in &night.elsewhere {
        let child = record.names(&[elsewhere.child]);
        page.line(&format!("{child}, open to {}", elsewhere.authority));
        page.sub_said("Here", elsewhere.here);
        match elsewhere.told.trim() {
            "" => page.sub("Nobody there was told yet"),
            told => page.sub_said("Told there", told),
        }
    }
    if let Some(needed) = &night.placement {
        page.heading("PLACEMENT NEEDED");
        let kinds = Placement::ALL.into_iter().filter(|kind| needed.kinds.contains(&kind.key()));
        let kinds: Vec<&str> = kinds.map(Placement::words).collect();
        page.line(&format!("For {}: {}", record.names(&needed.children), kinds.join("; ")));
        page.said("What a carer must know", needed.words);
    }
    for analysis in &night.earlier_analyses {
        page.heading("AN EARLIER ANALYSIS OF TWO");
        of_two(page, analysis);
    }
    if let Some(analysis) = &night.analysis {
        page.heading("ANALYSIS OF TWO");
        of_two(page, analysis);
    }
    if let Some(advice) = night.advised {
        page.heading("A GENERAL ENQUIRY, ANSWERED OUT OF HOURS");
        page.said("Advised", advice);
    }
    alone(page, record);
    if let Some(alert) = &night.alert {
        page.heading("TO EXPECT");
        page.said("What may come", alert.expect);
        page.said("What to do then", alert.contingency);
        page.line(&format!("Counts until {}", stamp(alert.until)));
    }
    waits(page, record);
    filed(page, record);
}

/// Writes an analysis: the second name is theirs only once they have signed for it.
fn of_two(page: &mut Page, analysis: &Analysis<'_>) {
    let (by, with) = (analysis.by.name, analysis.with.name);
    page.line(&format!("By {by}, {}, with {with}: {}", stamp(analysis.at), analysis.second_words));
    if let Some(due) = analysis.second_due {
        page.line(&format!("{with} signs for it by {}", stamp(due)));
    }
    let made = if analysis.second == "confirmed" { "What both made of it" } else { "What was written" };
    page.said(made, analysis.words);
    page.said("Why it is proportionate", analysis.proportionate);
    let Some(said) = &analysis.second_said else { return };
    let late = if said.late { ", late" } else { "" };
    page.sub(&format!("{} {} by {with}{late}", capital(analysis.second_words), stamp(said.at)));
    page.sub_said("What was wrong", said.why.unwrap_or_default());
    page.sub_said("What they made of it", said.words.unwrap_or_default());
}

fn tonight(page: &mut Page, record: Record<'_>) {
    let night = &record.json.night;
    if !night.tonight.is_empty() {
        page.heading("WHO HAS EACH CHILD");
    }
    for tonight in &night.tonight {
        let child = record.names(&[tonight.child]);
        page.line(&format!(
            "{child}: {}, with {}, {}; until {}",
            tonight.under_words,
            tonight.with,
            tonight.place,
            stamp(tonight.until)
        ));
        page.sub(&format!("Written {} by {}", stamp(tonight.at), tonight.by.name));
        page.sub_said("Proposed by", tonight.proposed_by);
        page.sub_said("Agreed by", tonight.agreed_by);
        if let Some(fit) = tonight.fit {
            page.sub_said(&format!("Fit to agree: {fit}"), tonight.fit_words);
        }
        page.sub_said("The carer's checks", tonight.checks);
        page.sub_said("The child's view", tonight.childs_view);
        if let (Some(taken), Some(ends)) = (tonight.taken, &tonight.protection_ends) {
            page.sub(&format!("Taken by the police {}; protection ends {}", stamp(taken), stamp(ends.at)));
        }
        if let Some(over) = tonight.over {
            page.sub(&format!("Over {}", stamp(over)));
        }
        page.sub_said("What came after", tonight.then.unwrap_or_default());
        if let Some(ended) = tonight.protection_ended {
            page.sub(&format!("Police protection ended {}", stamp(ended)));
        } else if tonight.then.is_some() && tonight.protection_runs {
            page.sub("Police protection runs on");
        }
    }
}

fn alone(page: &mut Page, record: Record<'_>) {
    let night = &record.json.night;
    let stands = night.no_lone_visits.is_some() || !night.marked_elsewhere.is_empty();
    if !stands && night.earlier_no_lone_visits.is_empty() {
        return;
    }
    page.heading(if stands { "NO LONE VISITS" } else { "LONE VISITS: THE MARK WAS LIFTED" });
    if let Some(why) = night.no_lone_visits {
        page.said("Why", why);
    }
    for marked in &night.marked_elsewhere {
        let sure = if marked.may_be_anothers { "If it is the same family" } else { "The same family" };
        page.line(&format!("{sure}: {}", marked.words));
    }
    for earlier in &night.earlier_no_lone_visits {
        page.said(&format!("Marked {} by {}", stamp(earlier.at), earlier.by.name), earlier.why);
        let ended = if earlier.lifted { "Lifted" } else { "Written anew" };
        let ended = format!("{ended} {} by {}", stamp(earlier.ended_at), earlier.ended_by.name);
        page.sub_said(&ended, earlier.ended_why.unwrap_or("no reason was asked"));
    }
    for word in &night.lone_visits_allowed {
        let (by, visitor) = (word.by.name, word.visitor.name);
        let words =
            format!("{visitor} may, on the word of {by} {}, until {}", stamp(word.at), stamp(word.until));
        page.sub_said(&words, word.why);
    }
}

fn waits(page: &mut Page, record: Record<'_>) {
    let night = &record.json.night;
    for not in &night.not_obtained {
        page.heading(&format!("NOT OBTAINABLE OUT OF HOURS: {}", not.agency.name.to_uppercase()));
        page.said("Who was tried", not.tried);
        page.said("What the day asks them", not.what);
    }
    if !night.morning.is_empty() {
        page.heading("LEFT FOR THE DAY");
    }
    for morning in &night.morning {
        page.said(&format!("{}. By {}", morning.no, stamp(morning.due)), morning.what);
        page.sub_said("What came of it", morning.done.unwrap_or_default());
    }
}

fn filed(page: &mut Page, record: Record<'_>) {
    let night = &record.json.night;
    if record.contact.call.mode != Mode::Edt && night.filed.is_empty() {
        return;
    }
    page.heading("ON A CHILD'S FILE");
    if record.contact.call.coverage == Coverage::Gap {
        page.line("Taken in a gap of the hours: it is EDT's");
    }
    for filed in &night.filed {
        let children = record.names(&filed.children);
        match filed.to {
            "record" => page.said(&format!("{children}, in the record"), filed.words.unwrap_or_default()),
            "not_known" => page.line(&format!("{children}: not known here; passed to the day")),
            _ => page.said("About no child, because", filed.words.unwrap_or_default()),
        }
    }
    if night.to_file {
        page.line("Not filed yet");
    }
    for left in &night.left_unfiled {
        let words = format!("On no file when the shift of {} ended, {}", left.by.name, stamp(left.at));
        page.said(&words, left.why);
    }
}
