//! What a card is weighed by: its criteria, who decides, and which clock runs then.

use super::{card, words};
use crate::domain::{
    calendar::words::near,
    contact::{route::Route, runs::Until},
    ids::ClockId,
    policy::{
        outcomes::{Outcome, Part},
        test::{Met, Test},
    },
    refusal::sentence,
};
use crate::ui::{
    screens::call::{document::Document, page::shown, pane::View},
    theme::Role,
};

/// Tells each criterion, and what the record says where a mark says otherwise.
pub(super) fn criteria(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    for part in card::PARTS {
        let mut of = outcome.criteria.iter().filter(|criterion| criterion.part == part).peekable();
        if of.peek().is_some() {
            doc.section(&format!("Criteria · {}", words::part(part).to_lowercase()));
        }
        for criterion in of {
            let met = view.contact.criterion(route, criterion, &view.context());
            let (sign, role) = words::met(met);
            // What speaks against it is no good news where it is met.
            let role = if (part, met) == (Part::Against, Met::Met) { Role::NotMet } else { role };
            let source = view.policy().sources.words(&criterion.rule);
            doc.item((&sign, role), Role::Text, &criterion.words, source);
            let recorded = view.contact.recorded(route, criterion, &view.context());
            if route.marks.contains_key(&criterion.id) && recorded != Met::NotKnown && recorded != met {
                let words = format!("your mark; the record says {}", recorded.shown().1);
                doc.item(("", Role::Text), Role::NotMet, &words, "");
            }
            for line in words::behind(criterion, route, outcome, view) {
                doc.item(("", Role::Text), Role::NotMet, &line, "");
            }
            // The answer stays as it was given; what came of it stands beside it.
            let of_danger =
                matches!(&criterion.from, Some(Test::Answer(key, _)) if key.as_str() == "safety.danger");
            if let Some(down) = view.contact.danger_stood_down().filter(|_| of_danger) {
                let (at, who) = (near(view.now, down.at), view.name_of(down.by));
                let words = format!("stood down {at}, {who}: {}", shown(view, &down.why));
                doc.item(("", Role::Text), Role::TextDim, &words, "");
            }
        }
    }
}

/// Tells who decides, and who beside.
pub(super) fn authority(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    doc.section("Who decides");
    match words::not_yours(outcome, view) {
        Some(words) => doc.item(("✗ others", Role::NotMet), Role::Text, &words, ""),
        None => doc.item(("✓ you", Role::Met), Role::Text, &words::roles(&outcome.decided_by, view), ""),
    }
    let Some(second) = &outcome.second else {
        doc.item(("· alone", Role::TextDim), Role::Text, "One person's decision is enough.", "");
        return;
    };
    let now = second.when.as_ref().map(|test| view.contact.met(test, Some(route), &view.context()));
    let (lead, role) = match now {
        None | Some(Met::Met) => ("‼ and beside", Role::Needed),
        Some(Met::NotMet) => ("· not now", Role::TextDim),
        Some(Met::NotKnown) => ("? perhaps", Role::NotKnown),
    };
    let when = second.when.as_ref().map_or_else(
        || "Always, somebody else".to_owned(),
        |test| format!("When {}, somebody else", words::test(test, outcome, view.policy())),
    );
    let there = words::on_duty(&second.by, view).map(|there| format!(" {there}")).unwrap_or_default();
    let source = view.policy().sources.words(&second.rule);
    doc.item(
        (lead, role),
        Role::Text,
        &format!("{when}: {}.{there}", words::roles(&second.by, view)),
        source,
    );
}

/// Tells the clock that runs once it is sent.
pub(super) fn clock(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    doc.section("Next clock");
    let own = if route.state.is_sent() {
        route.until.clone()
    } else {
        view.contact.runs_from_sending(route, outcome, &view.context())
    };
    if let Some(Until { next, .. }) = own {
        let known = view.desk.book.duty.clock(&next.clock);
        let source = known.map_or("", |clock| view.policy().sources.words(&clock.rule));
        let goes = if route.state.is_sent() { "" } else { " if it goes now" };
        let words = format!("{}, by {}{goes}.", next.words, near(view.now, next.at));
        doc.item(("◷ clock", Role::Text), Role::Text, &sentence(words), source);
        return;
    }
    let Some(team) = &outcome.team else {
        doc.text(
            0,
            Role::Text,
            "Nobody has to accept it: sending it is the end of this card, not of what it plans.",
        );
        return;
    };
    let id = outcome.accept_clock.clone().unwrap_or_else(|| ClockId::from("acceptance"));
    let known = view.desk.book.duty.hours.clocks.iter().find(|clock| clock.id == id);
    let words = known.map_or("accepts or returns", |clock| clock.words.as_str());
    let by = view.desk.book.duty.due(&id, view.now);
    let by = by.map_or_else(String::new, |due| format!(", by {} if it goes now", near(view.now, due.at)));
    let source = known.map_or("", |clock| view.policy().sources.words(&clock.rule));
    doc.item(("◷ clock", Role::Text), Role::Text, &format!("{team}: {words}{by}."), source);
}
