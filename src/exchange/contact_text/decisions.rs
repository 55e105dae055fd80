//! What was decided, on whose word, and who was told.

use super::{
    super::{
        contact_json::{
            emergency::Word,
            oversight::{Override, Words},
        },
        json::Agency,
    },
    Page, Record,
    word::mark,
};
use crate::domain::{
    calendar::words::stamp, contact::promise::agreed, policy::outcomes::Part, shown::capital,
};

fn with(agencies: &[Agency<'_>]) -> String {
    let with: Vec<_> = agencies.iter().map(|agency| agency.name).collect();
    if with.is_empty() { "no agency".to_owned() } else { with.join(", ") }
}

pub(super) fn overrides(page: &mut Page, record: Record<'_>) {
    for o in &record.json.overrides {
        page.heading(&format!("SHARING WITHOUT AGREEMENT {}: {}", o.no, o.state_words.to_uppercase()));
        page.line(if o.in_force { "In force now" } else { "Not in force now" });
        page.line(&format!("For {}, to {}", record.names(&o.children), o.purpose.words));
        page.said("What", o.what);
        page.said("Agreement", &format!("{}; {}", o.case_words, o.not_agreed));
        page.said("Both put their names to", o.threshold);
        page.line(&format!("Worker: {}, {}", o.worker.by.name, stamp(o.worker.at)));
        page.sub_said("Believes", o.worker.belief);
        page.sub_said("What less would do", o.less);
        for each in &o.agencies {
            page.sub_said(&format!("Why {}", each.agency.name), each.why);
        }
        match &o.manager {
            Some(manager) => {
                page.line(&format!(
                    "Manager: {}, {}, {}, {}",
                    manager.by.name,
                    record.called(manager.role),
                    manager.how,
                    stamp(manager.at)
                ));
                if manager.dictated {
                    page.sub(&format!("Dictated; written down by {}", manager.written_by.name));
                }
                said(page, &manager.words);
            }
            None if o.state == "requested" => page.line(&format!("Manager: asked, due {}", stamp(o.due.at))),
            None => {}
        }
        match &o.scope {
            Some(scope) => page.line(&format!(
                "Authorised for {}, with {}, until {}",
                record.names(&scope.children),
                with(&scope.agencies),
                stamp(scope.until)
            )),
            None => page.line(&format!("Asked until {}", stamp(o.until))),
        }
        away(page, o);
        page.line(&format!("To be looked at again by {}", stamp(o.review)));
        page.said(
            if o.family_told { "The family is told" } else { "The family is not told now" },
            o.family_told_words,
        );
        if let Some(ended) = &o.ended {
            let by = ended.by.as_ref().map(|by| format!(" by {}", by.name)).unwrap_or_default();
            page.said(&format!("{} {}{by}", capital(o.state_words), stamp(ended.at)), ended.why);
            page.said("What to do instead", ended.next.unwrap_or_default());
        }
    }
}

fn said(page: &mut Page, words: &Words<'_>) {
    page.sub_said("Believes", words.belief);
    page.sub_said("If we asked first", words.if_asked);
    page.sub_said("What less would do", words.less);
    page.sub_said("Why these agencies", words.why_agencies);
}

/// Says what belongs to a word given from away.
fn away(page: &mut Page, o: &Override<'_>) {
    for attempt in &o.attempts {
        let words = format!("Rung {}: {}, on {}", stamp(attempt.rung), attempt.manager.name, attempt.number);
        page.said(&words, &[attempt.outcome, attempt.said.unwrap_or_default()].join(" "));
    }
    for refused in &o.answers_refused {
        let why = refused.why.refusal();
        page.said(
            &format!("Answer not taken {}, typed by {}", stamp(refused.at), refused.by.name),
            &why.words,
        );
    }
    if let Some(call) = &o.telephone {
        page.line(&format!("Rung on {}, the number of the rota, {}", call.number, stamp(call.began)));
        page.said("Read out", call.read_out);
        page.said("Nothing but the voice, because", call.no_device.unwrap_or_default());
        page.line(&format!("Digest {}", call.digest));
    }
    let Some(word) = &o.signed_word else { return };
    let late = if word.late { ", late" } else { "" };
    match (o.word, word.at) {
        (_, None) => {
            let due = word.due.as_ref().map(|due| stamp(due.at).to_string()).unwrap_or_default();
            page.line(&format!("UNCONFIRMED{late}: the manager signs for it by {due}"));
        }
        (Some("corrected"), Some(at)) => {
            page.said(&format!("Corrected by the manager {}{late}", stamp(at)), word.why.unwrap_or_default());
            if let Some(words) = &word.words {
                said(page, words);
            }
            if let Some(scope) = &word.scope {
                page.sub(&format!("With {}, until {}", with(&scope.agencies), stamp(scope.until)));
            }
        }
        (Some("disowned"), Some(at)) => {
            let head = format!("DISOWNED by the manager {}{late}", stamp(at));
            page.said(&head, word.why.unwrap_or_default());
        }
        (_, Some(at)) => page.line(&format!("Confirmed by the manager {}{late}", stamp(at))),
    }
}

pub(super) fn to_do(page: &mut Page, record: Record<'_>) {
    if !record.json.to_do.is_empty() {
        page.heading("WHAT HAS TO FOLLOW");
    }
    for each in &record.json.to_do {
        match (&each.words, each.came) {
            (Some(words), _) if each.must == "look_again" => {
                let by = each.due_at.map(|at| format!(" by {}", stamp(at))).unwrap_or_default();
                page.said(&format!("Still to do{by}"), words);
            }
            (Some(words), _) => page.said("Still to do", words),
            (None, came) => {
                let head = format!("{} {}", each.must.replace('_', " "), each.no);
                let came = if came == Some("done") { "done" } else { "could not be done" };
                let by = each.settled_by.as_ref().map(|by| format!(" by {}", by.name)).unwrap_or_default();
                let at = each.settled_at.map(|at| format!(", {}", stamp(at))).unwrap_or_default();
                let head = format!("{}: {came}{by}{at}", capital(&head));
                page.said(&head, each.came_words.unwrap_or_default());
            }
        }
    }
}

/// Says which decisions were tried and refused; they decided nothing.
pub(super) fn refused(page: &mut Page, record: Record<'_>) {
    if !record.json.decisions_refused.is_empty() {
        page.heading("DECISIONS THAT WERE TRIED AND REFUSED");
    }
    for tried in &record.json.decisions_refused {
        let manager =
            tried.manager.as_ref().map(|m| format!(" ({} on the telephone)", m.name)).unwrap_or_default();
        page.line(&format!("{} {}{manager} {}", stamp(tried.at), tried.by.name, tried.words));
    }
}

fn word(page: &mut Page, manager: Option<&Word<'_>>, how: &str, due: impl std::fmt::Display) {
    match manager {
        Some(word) => page.said(&format!("Manager: {}, {}{how}", word.by.name, stamp(word.at)), word.words),
        None => page.line(&format!("Manager: asked, due {due}")),
    }
}

pub(super) fn emergencies(page: &mut Page, record: Record<'_>) {
    for emergency in &record.json.emergencies {
        page.heading(&format!("EMERGENCY {}: {}", emergency.no, emergency.state_words.to_uppercase()));
        page.line(&format!("{} acted {}", emergency.by.name, stamp(emergency.at)));
        page.line(&format!("For {}, with {}", record.names(&emergency.children), with(&emergency.agencies)));
        if !emergency.described {
            page.line("Not described yet: for whom, what the danger was, what was done");
        }
        page.line(&format!("Covers until {} at most", stamp(emergency.covers_until)));
        page.said("Danger", emergency.danger);
        page.said("Done", emergency.done);
        let how = mark(record, emergency.word_by_telephone);
        word(page, emergency.manager.as_ref(), &how, stamp(emergency.due.at));
        page.said("What stops", emergency.stop.unwrap_or_default());
        page.said("Who is told", emergency.told.unwrap_or_default());
    }
}

pub(super) fn grounds(page: &mut Page, record: Record<'_>) {
    for ground in &record.json.grounds {
        page.heading(&format!(
            "GROUND {}: {} – {}",
            ground.no,
            ground.kind_words.to_uppercase(),
            ground.state_words.to_uppercase()
        ));
        page.line(&format!("Proposed by {}, {}", ground.by.name, stamp(ground.at)));
        page.line(&format!("For {}, with {}", record.names(&ground.children), with(&ground.agencies)));
        page.said("Evidence", ground.evidence);
        if ground.manager.is_some() || ground.ended.is_none() {
            let how = mark(record, ground.word_by_telephone);
            word(page, ground.manager.as_ref(), &how, stamp(ground.due.at));
        }
        if let Some(ended) = &ground.ended {
            page.said(&format!("Ended {}", stamp(ended.at)), ended.why);
        }
    }
}

pub(super) fn shares(page: &mut Page, record: Record<'_>) {
    if !record.json.shares.is_empty() {
        page.heading("SHARED AND ASKED");
    }
    for share in &record.json.shares {
        page.line(&format!(
            "{}. {} {} {} {}, to {}",
            share.no,
            stamp(share.at),
            share.by.name,
            share.direction.words(),
            share.agency.name,
            share.purpose.words
        ));
        page.sub_said("What", share.what);
        for basis in &share.basis {
            page.sub(&format!("{}: {}", record.names(&[basis.child]), basis.words));
        }
        page.mistake("Nothing was shared", share.mistake.as_ref());
    }
}

pub(super) fn routes(page: &mut Page, record: Record<'_>) {
    for route in &record.json.routes {
        let name = route.outcome.unwrap_or("an outcome that the profile no longer has");
        page.heading(&format!("ROUTE {}: {} – {}", route.no, route.letter, name));
        page.line(&format!("For {}: {}", record.names(&route.children), route.state_words));
        let said = if route.state == "accepted" { "Taken by" } else { "Why" };
        page.said(said, route.state_said.unwrap_or_default());
        if let Some(due) = &route.due {
            page.line(&format!("Answer due {}", stamp(due.at)));
        }
        for field in &route.fields {
            page.said(field.question.unwrap_or(field.field), &field.written.words);
        }
        for says in &route.says {
            page.said("The referral says", says);
        }
        for criterion in &route.criteria {
            let by = if criterion.marked { "marked" } else { "from the record" };
            let part = match criterion.part {
                Part::Gate => "Needed",
                Part::Any => "One of",
                Part::Against => "Against",
                Part::Care => "Care",
            };
            let (sign, met) = criterion.met.shown();
            page.sub(&format!("{sign} {part}: {} – {met}, {by}", criterion.words));
        }
        if let Some(decided) = &route.decided {
            page.line(&format!(
                "Decided {} by {}; the criteria were {}",
                stamp(decided.at),
                decided.by.name,
                decided.presented.shown().1
            ));
            page.sub_said("Why", decided.reason);
            page.sub_said("Why without what is asked for", decided.without);
        }
        if let Some(second) = &route.second {
            let how = mark(record, route.word_by_telephone);
            let head = format!("Agreed as second person: {}, {}{how}", second.by.name, stamp(second.at));
            page.said(&head, second.words);
        }
        if let Some(second) = &route.not_seconded {
            let how = mark(record, route.word_by_telephone);
            page.line(&format!("Not agreed to: {}, {}{how}", second.by.name, stamp(second.at)));
        }
        page.said("Sent with needs unmet because", route.unmet_reason.unwrap_or_default());
        for basis in &route.basis {
            let child = record.names(&[basis.basis.child]);
            page.sub(&format!("{child}, with {}: {}", basis.agency.name, basis.basis.words));
        }
        for held in &route.held {
            let written = format!("written {} by {}", stamp(held.written), held.by.name);
            page.said(
                &format!("Held {}, with {} ({written}); decided", stamp(held.at), held.who),
                held.decided,
            );
            page.sub_said("What each will do", held.doing);
        }
        for mistake in &route.mistakes {
            page.mistake("Its team's answer", Some(mistake));
        }
        for hop in &route.hops {
            let head = format!("{} {}, {}", stamp(hop.at), hop.words, hop.by.name);
            match hop.said_then {
                Some(said) => page.sub_said(&head, said),
                None => page.sub(&head),
            }
        }
    }
}

pub(super) fn telling(page: &mut Page, record: Record<'_>) {
    let json = record.json;
    if !json.promises.is_empty() {
        page.heading("PROMISES");
    }
    for promise in &json.promises {
        page.said(&format!("{}. {} to {}", promise.no, promise.owner.name, promise.to), promise.what);
        page.sub(&format!("By {}; {}", stamp(promise.by), agreed(promise.agreed_with)));
        for moved in &promise.moved {
            page.sub_said(&format!("Moved from {}", stamp(moved.from)), &moved.why);
        }
        for handed in &promise.handed_over {
            let to =
                format!("Handed over by {} to {} {}", handed.from.name, handed.to.name, stamp(handed.at));
            page.sub_said(&to, handed.why);
        }
        if promise.tried > 0 {
            page.sub(&format!("Tried by telephone {} times in vain", promise.tried));
        }
        page.sub(&match (promise.state, promise.kept_at) {
            ("kept", Some(at)) if promise.late => format!("Kept late, {}", stamp(at)),
            ("kept", Some(at)) => format!("Kept {}", stamp(at)),
            ("broken", _) => "Not kept".to_owned(),
            ("mistaken", _) => "Nobody made it".to_owned(),
            _ => "Still owed".to_owned(),
        });
        page.sub_said("Why", promise.why.unwrap_or_default());
        page.mistake("The promise", promise.mistake.as_ref());
        for again in &promise.opened_again {
            page.mistake("What became of it", Some(again));
        }
    }
    for letter in &json.letters {
        let to = letter.to_person.map_or_else(|| "the caller".to_owned(), |no| record.names(&[no]));
        page.heading(&format!("LETTER {} TO {}", letter.no, to.to_uppercase()));
        let state = letter.state.replace('_', " ");
        page.line(&format!("Written {}; {state}", stamp(letter.at)));
        if let Some(at) = letter.state_at {
            if let (Some(by), Some(checked)) =
                (&letter.checked_by, letter.checked_at.filter(|_| letter.state != "checked"))
            {
                page.line(&format!("Checked {} by {}", stamp(checked), by.name));
            }
            if letter.enquiry_agreed {
                page.line("Whoever checked it: the police and a manager agree that the family is told of the enquiry");
            }
            let by = letter.put_away_by.as_ref().or(letter.sent_by.as_ref()).or(letter.checked_by.as_ref());
            let by = by.map(|by| format!(" by {}", by.name)).unwrap_or_default();
            let how = letter.way.map(|way| format!(" by {}", way.replace('_', " "))).unwrap_or_default();
            page.line(&format!("{} {}{by}{how}", capital(&state), stamp(at)));
            page.said("To", letter.address.unwrap_or_default());
            page.said("Why", letter.put_away_why.unwrap_or_default());
        }
        for again in &letter.taken_up {
            page.said("It had been put away", again.was);
            page.sub_said("It was taken up again", again.mistake.why);
        }
        for mistake in &letter.mistakes {
            page.mistake("That it was sent", Some(mistake));
        }
        page.said("Text", letter.text);
    }
    if let Some(why) = json.not_sent {
        page.heading("NO LETTER TO THE CALLER");
        page.said("Why", why);
    }
    for after_all in &json.sent_after_all {
        page.said("No letter was to go to the caller", after_all.was);
        page.sub_said("One goes after all", after_all.mistake.why);
    }
}

/// Says who closed it and with what last word, and who opened it again.
pub(super) fn closings(page: &mut Page, record: Record<'_>) {
    for closing in &record.json.closings {
        let head = format!("Closed {} by {}", stamp(closing.at), closing.by.name);
        if closing.words.is_empty() {
            page.line(&head);
        } else {
            page.said(&head, closing.words);
        }
        if let Some(again) = &closing.opened_again {
            page.said(&format!("Opened again {} by {}", stamp(again.at), again.by.name), again.why);
        }
    }
}
