//! A manager is rung: what came of it, and what they say, taken down; then the challenge, and the answer to it.
//!
//! Whom to ring and on which number stands on the rota and is never typed. The strongest way is named first and the others
//! by what they are weaker in.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    decide::{narrowing, reaches, scope},
    item::scope_words,
    shows::{HOW, shown_by, shown_by_field},
    whom::reached,
};
use crate::{
    desk::protocol::Shows,
    domain::{
        calendar::words::{clock, near},
        contact::oversight::{
            self, Attempt, ByWord, Challenge, Dictated, How, ManagerWords, Override, Reached, ToRing,
        },
        ids::{OverrideNo, StaffId},
        input::clock_time,
        policy::{Role as Duty, script::Choice},
        refusal::in_a_sentence,
        value::Value,
    },
    ui::{
        keymap::{self, Action, stacks},
        screens::call::{document::Document, pane::View, sheet::Sheet, words::choice},
        theme::Role,
        widgets::Field,
    },
};

/// What stands over what is read out.
pub(super) const READ_OUT: &str = "READ THIS OUT, ALL OF IT, BEFORE THEY ANSWER";

/// What can come of a call.
const CAME: [(&str, &str); 7] = [
    ("authorises", "they authorise it: take their answers down"),
    ("declined", "they decline it: every later manager is told"),
    ("no_answer", "no answer"),
    ("engaged", "engaged"),
    ("voicemail", "voicemail"),
    ("somebody_else", "somebody else answered"),
    ("would_not_decide", "they would not decide"),
];

/// The fields of their answers, in the order of the questions.
const ANSWERS: [(&str, &str); 4] = [
    ("belief", "they believe"),
    ("if_asked", "if asked first"),
    ("less", "less"),
    ("why_agencies", "why these"),
];

/// What is to be done with a call, once its sheet is full.
pub(super) enum Called {
    /// They did not authorise it.
    InVain(oversight::Command),
    /// They did; how it is shown to be them.
    Authorised(Dictated, Shows),
}

/// Gives those on the rota who may be rung for an override, in its order.
fn rota(o: &Override, view: &View<'_>) -> Vec<(StaffId, Duty)> {
    let duty = &view.desk.book.duty;
    let mut rota = duty.authorisers_at(view.now);
    rota.retain(|(who, role)| {
        !o.was_written_by(*who) && *who != view.actor.person && duty.directory.is(*who, *role)
    });
    rota
}

fn managers(o: &Override, view: &View<'_>) -> Vec<Choice> {
    let words = |(who, role): (StaffId, Duty)| {
        let tried = o.attempts.iter().rev().find(|attempt| attempt.manager == who);
        let tried = tried.map(|last| format!(", {} at {}", last.reached.words(), clock(last.rung)));
        let words = format!("{}{}", reached(who, role, view), tried.unwrap_or_default());
        choice(who.0.to_string(), words)
    };
    rota(o, view).into_iter().map(words).collect()
}

/// Gives the fields of a call.
pub(super) fn fields(no: OverrideNo, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let Some(o) = view.contact.oversight.get(no) else { return Vec::new() };
    let now = view.now;
    let text = |key: &str, label: &str, hint: &str| Field::text(key, label).needed(true).hint(hint);
    let of = |of: &[(&str, &str)]| of.iter().map(|(key, words)| choice(*key, *words)).collect();
    let rung = Field::moment("rung", "rung at", clock_time::past, move || now);
    let mut fields = vec![
        Field::choice("manager", "whom", managers(o, view))
            .needed(true)
            .hint("Whom you ring: on the number of the rota, and no other."),
        rung.needed(true).hint("When you rang: 03:12, 2 min ago."),
        Field::choice("came", "what came of it", of(&CAME)).needed(true).hint("What came of the call."),
    ];
    match sheet.chosen("came") {
        Some("would_not_decide") => fields.push(text("why", "why", "Why they would not decide.")),
        Some("declined") => fields.extend([
            text("reason", "their reason", "Why they decline it, in their words."),
            text("next", "instead", "What they say you should do instead."),
        ]),
        Some("authorises") => {
            for ((key, label), question) in ANSWERS.into_iter().zip(ManagerWords::QUESTIONS) {
                fields.push(text(key, label, &format!("Ask: “{question}” Write down what they say.")));
            }
            fields.extend(narrowing(o, view));
            fields.push(shown_by_field(&HOW, sheet, view));
            match sheet.chosen("how") {
                Some("code") => fields.push(
                    Field::line("code", "their code")
                        .needed(true)
                        .hint("The six digits their app shows now."),
                ),
                Some("voice") => {
                    fields.push(text("no_device", "why no device", "Why no device of theirs was used."));
                }
                _ => {}
            }
        }
        _ => {}
    }
    fields
}

/// Finds the first of their answers that has fewer words than are needed.
pub(super) fn short_of(sheet: &Sheet, least: usize) -> Option<&'static str> {
    let few = |key: &&str| sheet.text(key).split_whitespace().count() < least;
    ANSWERS.map(|(key, _)| key).into_iter().find(few)
}

/// Writes down that they were rung now, when whom was just chosen.
pub(super) fn stamp(sheet: &mut Sheet, now: DateTime<Utc>) {
    if !sheet.writes("rung") {
        sheet.fill_in("rung", Value::Text(clock(now).to_string()));
    }
}

/// Gives what the form does, in a few words for its key.
pub(super) fn does(sheet: &Sheet) -> &'static str {
    match (sheet.chosen("came"), sheet.chosen("how")) {
        (Some("authorises"), Some("bound")) => "make the challenge",
        (Some("authorises"), Some(_)) => "authorise on their word",
        (Some("authorises"), None) | (None, _) => "go on",
        (Some(_), _) => "write it down",
    }
}

/// Gives how a call ended that brought no word of theirs, whatever it was about; nothing, where it brought one.
pub(super) fn in_vain(came: &str, sheet: &Sheet) -> Option<Reached> {
    Some(match came {
        "no_answer" => Reached::NoAnswer,
        "engaged" => Reached::Engaged,
        "voicemail" => Reached::Voicemail,
        "somebody_else" => Reached::SomebodyElse,
        "would_not_decide" => Reached::WouldNotDecide { why: sheet.text("why") },
        _ => return None,
    })
}

/// Makes what is to be done, if everything it needs is there; what is not is marked in its field.
pub(super) fn called(no: OverrideNo, sheet: &mut Sheet, view: &View<'_>) -> Option<Called> {
    let o = view.contact.oversight.get(no)?;
    let manager = sheet.chosen("manager")?.parse().ok().map(StaffId)?;
    let rung = match clock_time::past(&sheet.text("rung"), view.now) {
        Ok(at) => at,
        Err(why) => {
            sheet.wrong("rung", &in_a_sentence(&why));
            return None;
        }
    };
    // A time on the wall has no seconds: the minute in which it was asked lies not before the asking.
    let rung = if o.asked_at - rung < TimeDelta::minutes(1) { rung.max(o.asked_at) } else { rung };
    if let Some(reached) = in_vain(sheet.chosen("came")?, sheet) {
        return Some(Called::InVain(oversight::Command::RecordAttempt { no, manager, rung, reached }));
    }
    if sheet.chosen("came")? == "declined" {
        let reached = Reached::Declined { reason: sheet.text("reason"), next: sheet.text("next") };
        return Some(Called::InVain(oversight::Command::RecordAttempt { no, manager, rung, reached }));
    }
    let shows = match sheet.chosen("how")? {
        "code" => Shows::Code { digits: sheet.text("code") },
        "voice" => Shows::Voice { why: sheet.text("no_device") },
        _ => Shows::Nothing,
    };
    let [belief, if_asked, less, why_agencies] = ANSWERS.map(|(key, _)| sheet.text(key));
    let refusals = view.contact.oversight.refusals().filter(|(other, _)| other.no != no);
    let dictated = Dictated {
        manager,
        began: rung,
        words: ManagerWords { belief, if_asked, less, why_agencies },
        narrowed: Some(scope(&o.request.whole(), sheet, view)?),
        // What is read out tells of each.
        seen_refusals: refusals.map(|(other, _)| other.no).collect(),
    };
    Some(Called::Authorised(dictated, shows))
}

/// Says what a weaker way means, before it is taken: a title, and lines.
pub(super) fn before(
    no: OverrideNo,
    dictated: &Dictated,
    shows: &Shows,
    view: &View<'_>,
) -> (String, Vec<String>) {
    let manager = view.name_of(dictated.manager);
    let mut lines = vec![shown_by(shows, manager)];
    if let Some(o) = view.contact.oversight.get(no) {
        lines.extend(reaches(&o.request, dictated.narrowed.as_ref(), view));
    }
    lines.extend([
        format!("They say: {}", dictated.words.belief),
        format!("{manager} has to sign for it in person by the end of the next working day."),
        "It is written down under your name as taken down by telephone.".to_owned(),
    ]);
    (format!("Authorised by {manager}, by telephone"), lines)
}

/// Gives the field for the answer.
pub(super) fn answer_fields() -> Vec<Field> {
    vec![
        Field::line("answer", "their answer")
            .needed(true)
            .hint("The eight digits they read back: 1234 5678."),
    ]
}

/// Gives the challenge that can be answered, which is the newest.
pub(super) fn challenge(o: &Override) -> Option<&Challenge> {
    o.challenges.last().filter(|_| o.waits())
}

/// Gives who is spoken to, where a call was begun and nothing that is written down of it says that it came to nothing.
pub(super) fn spoken_to(sheet: &Sheet) -> Option<StaffId> {
    let in_vain = sheet.chosen("came").is_some_and(|came| in_vain(came, sheet).is_some());
    sheet.chosen("manager").filter(|_| !in_vain)?.parse().ok().map(StaffId)
}

/// Gives who has a challenge that can still be answered.
fn is_challenged(o: &Override, now: DateTime<Utc>) -> Option<StaffId> {
    let open = challenge(o).filter(|known| now <= known.until() && known.tries_left() > 0);
    open.map(|known| known.call.manager)
}

/// Says who is spoken to, or whom to ring, and who was rung in vain.
pub(super) fn attempts(page: &mut Document, o: &Override, spoken_to: Option<StaffId>, view: &View<'_>) {
    let spoken_to = spoken_to.or_else(|| is_challenged(o, view.now));
    let on_rota = |who: StaffId| rota(o, view).into_iter().find(|(other, _)| *other == who);
    let to_ring = view.contact.to_ring(o.no, &view.context());
    match (spoken_to.and_then(on_rota), &to_ring) {
        // While somebody is on the line, nobody else is to be rung, and not all have been tried in vain.
        (Some((manager, role)), _) => {
            page.labelled("☎ this call", Role::TextStrong, &reached(manager, role, view));
        }
        (None, ToRing::Next { manager, role, .. }) => {
            page.labelled("☎ ring", Role::TextStrong, &reached(*manager, *role, view));
        }
        (None, ToRing::AllTried | ToRing::Nobody) => {
            page.flow(0, 2, &[(Role::NotMet, &format!("✗ {}", to_ring.words()))]);
        }
    }
    for each in &o.attempts {
        attempt(page, each, view);
    }
    if let [.., last] = o.refused.as_slice() {
        let count = o.refused.len();
        let words =
            format!("{count} not taken, the last at {}: {}", clock(last.at), last.why.refusal().words);
        page.labelled("✗ answers", Role::NotMet, &words);
    }
}

/// Says when a manager was rung, who, and what came of it.
pub(super) fn attempt(page: &mut Document, attempt: &Attempt, view: &View<'_>) {
    let said = attempt.reached.said().map(|said| format!(" – {said}")).unwrap_or_default();
    let words = format!("{}: {}{said}", view.name_of(attempt.manager), attempt.reached.words());
    page.labelled(&near(view.now, attempt.rung).to_string(), Role::Text, &words);
}

/// Writes the head code of a word that nobody has signed for, as it is read out.
pub(super) fn head_code(page: &mut Document, word: ByWord, how: How, view: &View<'_>) {
    let Some((_, head)) = view.heads.iter().find(|(known, _)| *known == word) else { return };
    page.labelled("head code", Role::TextStrong, &head.to_string());
    let kept = if how == How::TelephoneBound { "their device keeps it" } else { "they write it down" };
    page.labelled("", Role::TextDim, &format!("Read it out: {kept}, and it proves this entry later."));
}

/// Writes what stands above the form of a call: whom to ring, and what is read out to them. While their answers are
/// written down on a small screen what is read out stands first: nothing else has room.
pub(super) fn page(
    page: &mut Document,
    o: &Override,
    (spoken_to, answers): (Option<StaffId>, bool),
    view: &View<'_>,
) {
    let text = oversight::read_out(view.contact, o, &view.context());
    to_read_out(page, &text, answers, |page| attempts(page, o, spoken_to, view));
}

/// Writes what is read out, and whom to ring before it, or after it where their answers leave no room for both.
pub(super) fn to_read_out(page: &mut Document, text: &str, answers: bool, whom: impl FnOnce(&mut Document)) {
    if answers {
        page.heading(READ_OUT);
        page.read_out(text);
        page.gap();
        return whom(page);
    }
    whom(page);
    page.gap();
    page.heading(READ_OUT);
    page.read_out(text);
}

/// Writes the challenge as it is read out, how long it holds, and what it covers.
pub(super) fn challenge_page(page: &mut Document, o: &Override, view: &View<'_>) {
    let Some(known) = challenge(o) else { return };
    let (call, manager) = (&known.call, view.name_of(known.call.manager));
    page.is_read_out();
    page.heading(&format!("READ OUT TO {}, WHO TYPES IT: dutydesk authorise", manager.to_uppercase()));
    holds(page, o, known, view);
    let facts = call.facts(view.contact.reference).to_string();
    page.gap();
    page.labelled("challenge", Role::Urgent, &known.digits().to_string());
    for (label, fact) in ["contact", "agencies", "until"].into_iter().zip(facts.split("; ")) {
        page.labelled(label, Role::TextStrong, fact);
    }
    page.labelled("summary", Role::Urgent, &known.summary(view.contact.reference).to_string());
    page.labelled("", Role::Text, "Both of you see this code, or something was misheard: read again.");
    page.gap();
    page.heading("WHAT IT COVERS; CHANGED WORDS WANT A NEW CHALLENGE");
    for (question, said) in call.questions.iter().zip(call.words.answers()) {
        page.text(0, Role::Label, question);
        page.text(2, Role::Text, said);
    }
    page.labelled("for", Role::Text, &scope_words(&call.scope, view));
}

/// Says how long a challenge can still be answered, and how often.
fn holds(page: &mut Document, o: &Override, known: &Challenge, view: &View<'_>) {
    let back = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::Telephone);
    let over = |why: &str| format!("{why}. {back} goes back to the words, for a new one.");
    if view.now < known.at {
        let words = over("The clock stands before the challenge: set it right");
        page.labelled("✗ clock", Role::NotMet, &words);
    } else if view.now > known.until() {
        page.labelled("✗ over", Role::Overdue, &over("It is older than ten minutes"));
    } else if known.tries_left() == 0 {
        page.labelled("✗ tried", Role::Overdue, &over("Five answers were tried"));
    } else {
        let (minutes, left) = ((known.until() - view.now).num_minutes(), known.tries_left());
        let tries = if left == 1 { "1 try".to_owned() } else { format!("{left} tries") };
        let nth = format!("challenge {} of {}", o.challenges.len(), oversight::CHALLENGES);
        let words = format!("{minutes} min, until {} · {tries} left · {nth}", clock(known.until()));
        page.labelled("◷ holds", Role::DueSoon, &words);
    }
}
