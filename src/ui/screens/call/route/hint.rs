//! The lines about the field that has the keys: its whole label and source, and what the chords do just now.

use super::{
    card::{self, Asks, Card, Own},
    words,
};
use crate::domain::{
    contact::route::{Route, State},
    ids::RuleId,
    policy::{
        outcomes::{Needed, Outcome},
        test::Met,
    },
    refusal::sentence,
};
use crate::ui::{
    keymap::{self, Action, stacks},
    screens::call::pane::View,
    theme::Role,
};

fn key(action: Action) -> String {
    keymap::keys_of(stacks::CALL_FORM, action)
}

/// Says in full what the focused field of a card asks, and by which protocol.
pub(super) fn about(
    card: &Card,
    route: &Route,
    outcome: &Outcome,
    view: &View<'_>,
) -> Option<(Role, String)> {
    let source = |rule: &RuleId| view.policy().sources.words(rule).to_owned();
    let text = match card.focused()? {
        Asks::Criterion(id) => {
            let known = outcome.criteria.iter().find(|criterion| criterion.id == id)?;
            let (now, _) = words::met(view.contact.criterion(route, known, &view.context()));
            let recorded = view.contact.recorded(route, known, &view.context());
            let against = format!("your mark; the record says {}", recorded.shown().1);
            let differs = recorded != Met::NotKnown && route.marks.get(&id).is_some_and(|mark| *mark != recorded);
            let by = match (route.marks.contains_key(&id), known.from.is_some()) {
                (true, true) if differs => against.as_str(),
                (true, true) => "your mark; emptied, the record says it again",
                (true, false) => "your mark; emptied, it is not marked",
                (false, true) => "from the record; your mark goes before it",
                (false, false) => "not marked",
            };
            format!("{}: {now} ({by}). {}. {}", known.words, words::part(known.part), source(&known.rule))
        }
        Asks::Field(key) => {
            let known = outcome.fields.iter().find(|field| field.key == key)?;
            let lead = match known.needed {
                Needed::No => String::new(),
                needed => format!("{} · ", words::needed(needed)),
            };
            // What is known is not asked for again.
            let from_talk = !route.fields.contains_key(&key)
                && view.contact.on_card(route, &key, &view.context()).is_some();
            let from = match known.same_as.as_ref().and_then(|same| view.policy().script.capture(same)) {
                Some((stage, _)) if from_talk => {
                    format!("As the conversation has it (stage {}); written anew, it stands on this card. ", stage.number.0)
                }
                _ => String::new(),
            };
            let asks = sentence(known.words.clone());
            format!("{lead}{from}{asks} {}", source(&known.rule))
        }
        Asks::Held(_) => {
            "Sent, it only asks for the discussion. Once it was held: when, who took part, what was decided, and what each will do. Held again, it is written again."
                .to_owned()
        }
        Asks::Own(Own::Reason) => {
            let presented = view.contact.presented(route, outcome, &view.context());
            let (now, _) = words::met(presented);
            let differs = !view.contact.marked_against(route, outcome, &view.context()).is_empty();
            let said = match presented {
                Met::Met if differs => format!(
                    "The criteria are {now} by your marks, and the record says otherwise: to decide it all the same, say why."
                ),
                Met::Met => format!(
                    "The criteria are {now}: a reason is welcome. What is presented decides nothing; you do."
                ),
                _ => format!("The criteria are {now}: to decide it all the same, say why."),
            };
            match words::lacks(card, route, outcome, view) {
                Some(lacks) => {
                    format!("{lacks}. What is filled in after the decision takes it back. {said}")
                }
                None => said,
            }
        }
        Asks::Own(Own::Unmet) if card.has(Own::Reason) => {
            "What is asked for and not there: why it goes without. Said now, it is decided with the card; nothing that is needed ‼ can be left out."
                .to_owned()
        }
        Asks::Own(Own::Unmet) => {
            "What is asked for and not there: why it goes without. Nothing that is needed ‼ can be left out."
                .to_owned()
        }
        Asks::Own(Own::Who) => {
            "The team took it: who, and when they said so. From then on responsibility is theirs.".to_owned()
        }
        Asks::Own(Own::Returned) => {
            "The team sent it back: in their words, why. The card opens again.".to_owned()
        }
        Asks::Own(Own::Recall) if matches!(route.state, State::Sent { .. }) => {
            "Nobody has to accept this outcome; it can be taken back: say why.".to_owned()
        }
        Asks::Own(Own::Recall) => "Until the team accepts, it can be called back: say why.".to_owned(),
        Asks::Own(Own::NotSo) => {
            "What is written of the team's answer was a mistake: say so, and it is with the team again."
                .to_owned()
        }
        Asks::Own(Own::TakeOff) => "The card goes, and stays in the record: say why.".to_owned(),
    };
    Some((Role::TextDim, text))
}

/// Says what the chords do on a card.
pub(super) fn on_card(card: &Card, route: &Route, resting: bool) -> String {
    let save = key(Action::Save);
    let mut parts = Vec::new();
    match card.saves() {
        _ if resting => parts.push(format!("{} into the card", key(Action::NextField))),
        Some(Asks::Criterion(_) | Asks::Field(_) | Asks::Own(Own::Unmet)) if card.has(Own::Reason) => {
            parts.push(format!("{save} to the decision"));
        }
        Some(Asks::Criterion(_) | Asks::Field(_)) => {
            parts.push(format!("{save} saves it, and opens the card again"));
        }
        Some(Asks::Held(_)) => parts.push(format!("{save} writes down what it came to")),
        Some(Asks::Own(Own::Reason)) => parts.push(format!("{save} decides {}", route.letter)),
        Some(Asks::Own(Own::TakeOff)) => parts.push(format!("{save} takes the card off")),
        Some(Asks::Own(Own::Who)) => parts.push(format!("{save} writes down that it is accepted")),
        Some(Asks::Own(Own::Returned)) => parts.push(format!("{save} writes down that it came back")),
        Some(Asks::Own(Own::NotSo)) => parts.push(format!("{save} takes the team's answer back")),
        Some(Asks::Own(Own::Recall)) => parts.push(format!("{save} calls it back")),
        Some(Asks::Own(Own::Unmet)) | None => {}
    }
    match route.state {
        State::Pending { .. } | State::Sent { .. } => {
            parts.push(format!("{} calls it back", key(Action::Recall)));
        }
        State::Ready => parts.push(format!("{} sends", key(Action::Send))),
        _ => {}
    }
    parts.push(format!("{} another card", key(Action::Add)));
    parts.push(walk());
    parts.join(" · ")
}

/// Says what the chords do before a card is on.
pub(super) fn opening(cards: usize, ready: bool) -> String {
    let mut parts = vec![format!("{} puts the card on", key(Action::Save))];
    if ready {
        parts.push(format!("{} sends what is ready", key(Action::Send)));
    }
    parts.push(if cards > 0 { walk() } else { reading() });
    parts.join(" · ")
}

/// Says what to do about a card of a letter that is on already.
pub(super) fn on_already(letter: &str, who: &str) -> String {
    format!("{letter} is on already for {who}: {} goes to it.", key(Action::RowDown))
}

/// Says that no field has the keys.
pub(super) fn rests() -> String {
    let field = key(Action::NextField);
    format!("▲ No field has the keys, so that nothing is done by mistake. {field} goes into the card.")
}

/// Says that saving does not send.
pub(super) fn does_not_send() -> String {
    format!("Nothing is sent by {}. {} shows what would go, and asks.", key(Action::Save), key(Action::Send))
}

/// Says where the decision is taken.
pub(super) fn decides_here() -> String {
    format!("Nothing is decided yet: {} again, from here, decides.", key(Action::Save))
}

fn walk() -> String {
    format!("{} {} cards · {}", key(Action::RowUp), key(Action::RowDown), reading())
}

fn reading() -> String {
    format!("{} {} read on", key(Action::PageUp), key(Action::PageDown))
}

/// Tells whether a card of this outcome stands for any of the children, and for whom.
pub(super) fn stands_for(letter: crate::domain::ids::OutcomeLetter, view: &View<'_>) -> Option<String> {
    let on = view.contact.routes.list.iter().filter(|route| route.letter == letter && route.state.stands());
    let mut children: Vec<_> = on.flat_map(|route| route.children.iter().copied()).collect();
    children.sort_unstable();
    children.dedup();
    (!children.is_empty()).then(|| view.contact.family.names(&children))
}

/// Finds the outcome of a card.
pub(super) fn outcome_of<'v>(
    no: crate::domain::ids::RouteNo,
    view: &View<'v>,
) -> Option<(&'v Route, &'v Outcome)> {
    let route = card::route(view.contact, no)?;
    Some((route, view.policy().outcomes.get(route.letter)?))
}
