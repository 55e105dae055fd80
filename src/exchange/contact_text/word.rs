//! Words by telephone on what takes two.

use super::{Page, Record};
use crate::domain::calendar::words::stamp;

/// Says how a word was given, where it was given by telephone: what follows whose it is.
pub(super) fn mark(record: Record<'_>, no: Option<u32>) -> String {
    let word = record.json.words_by_telephone.iter().find(|word| Some(word.no) == no);
    word.map(|word| format!(", {}", word.how_words)).unwrap_or_default()
}

/// Writes every one of them, with what was read out and what showed who spoke.
pub(super) fn all(page: &mut Page, record: Record<'_>) {
    for word in &record.json.words_by_telephone {
        let agree = word.agree_words.to_uppercase();
        page.heading(&format!(
            "WORD BY TELEPHONE {}: {} – {agree}, {}",
            word.no,
            word.of_words.to_uppercase(),
            word.word.to_uppercase()
        ));
        page.line(&format!(
            "Manager: {}, {}, rung on {} {}",
            word.manager.name,
            record.called(word.role),
            word.number,
            stamp(word.began)
        ));
        page.line(&format!(
            "Given {}; written down by {} {}",
            word.how_words,
            word.written_by.name,
            stamp(word.at)
        ));
        page.said("Says", word.words);
        page.said("What stops", word.stop.unwrap_or_default());
        page.said("Who is told", word.told.unwrap_or_default());
        page.said("Why no device of theirs was used", word.no_device.unwrap_or_default());
        page.said("Read out to them", word.read_out);
        let Some(signed) = &word.signed_word else { continue };
        let late = if signed.late { ", late" } else { "" };
        match (word.word, signed.at) {
            (_, None) => {
                let due = signed.due.as_ref().map(|due| stamp(due.at).to_string()).unwrap_or_default();
                page.line(&format!("UNCONFIRMED{late}: the manager signs for it by {due}"));
            }
            ("disowned", Some(at)) => {
                page.said(
                    &format!("DISOWNED by the manager {}{late}", stamp(at)),
                    signed.why.unwrap_or_default(),
                );
            }
            (_, Some(at)) => page.line(&format!("Confirmed by the manager {}{late}", stamp(at))),
        }
    }
    if !record.json.called_in_vain.is_empty() {
        page.heading("MANAGERS RUNG WHO GAVE NO WORD");
    }
    for each in &record.json.called_in_vain {
        let call = &each.call;
        let (rung, who) = (stamp(call.rung), call.manager.name);
        let words = format!("About {}, rung {rung}: {who}, on {}", each.of.words(), call.number);
        page.said(&words, [call.outcome, call.said.unwrap_or_default()].join(" ").trim());
    }
    if !record.json.codes_refused.is_empty() {
        page.heading("ONE-TIME CODES THAT WERE NOT TAKEN");
    }
    for refused in &record.json.codes_refused {
        page.line(&format!(
            "{} {}: a one-time code said to be of {} for {} was not taken ({})",
            stamp(refused.at),
            refused.by.name,
            refused.manager.name,
            refused.of.words(),
            crate::domain::refusal::code_in_words(refused.why.refusal().code)
        ));
    }
}
