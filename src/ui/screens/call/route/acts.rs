//! What the chords do: put on, decide, send, call back; and what comes of it.

use super::{
    DEALT, OPEN, RoutePane, SEND,
    card::{self, Asks, Own},
    dealt::Dealt,
    held::{self, Held},
    hint, opening, sending, slot, unslot, words,
};
use crate::domain::{
    calendar::words::clock,
    contact::{
        Command as AnyCommand,
        progress::{Filled, Unmet},
        route::{Command, Goes, Route, State},
    },
    ids::RouteNo,
};
use crate::ui::{
    keymap::{self, Action, stacks},
    screens::call::pane::{Outcome, Pane as _, Say, View},
    theme::Role,
    widgets::FieldDraft,
};

impl RoutePane {
    /// Does what Ctrl+S means where the keys are; it never sends.
    pub(super) fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.message = None;
        let Some(card) = &mut self.card else { return self.put_on(view, say) };
        match card.saves() {
            Some(Asks::Own(Own::Unmet)) if !card.has(Own::Reason) => {
                self.message = Some((Role::Notice, format!("▲ {}", hint::does_not_send())));
            }
            Some(Asks::Own(Own::Reason)) => {
                let decides = decision(card, view);
                say.push(decides);
            }
            Some(Asks::Held(_)) => match held::command(&card.form, card.no, view) {
                Ok(command) => {
                    say.push(Say::act(slot(card.no, &Held::When.key()), command));
                }
                Err(part) => {
                    card.form.focus(&part.key());
                    self.message = Some((Role::Notice, held::lacks(part).to_owned()));
                }
            },
            Some(Asks::Own(own)) if own != Own::Unmet => {
                let text = card.text(own);
                let Some(command) = own.command(card.no, text.clone()) else { return };
                let act = Say::act(slot(card.no, &own.key()), command);
                // A text written in the wrong place must not take the card away, nor give it to a team.
                if let Some((title, what)) = own.question().filter(|_| !text.trim().is_empty()) {
                    let route = card::route(view.contact, card.no);
                    let which = route.map(|route| words::on(route, view)).unwrap_or_default();
                    let lines = vec![which, format!("{what}: {text}")];
                    let title = title.to_owned();
                    say.push(Say::Confirm { title, lines, then: Box::new(act) });
                } else {
                    say.push(act);
                }
            }
            // Saving a field is not deciding: that takes the chord again, at the decision.
            Some(asks) if card.has(Own::Reason) && card.form.value(&asks.key()).is_ok() => {
                card.form.focus(&Own::Reason.key());
                self.message = Some((Role::Notice, format!("▲ {}", hint::decides_here())));
            }
            _ => {}
        }
    }

    fn put_on(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        if self.opening.text().trim().is_empty()
            && let Some(dealt) = Dealt::of(&self.opening.children(), view)
        {
            return self.deal(&dealt, view, say);
        }
        let Some(outcome) = self.opening.outcome(view.policy()) else {
            let words = "✗ Write the letter of a destination first: the list below has them all.";
            self.opening.form.focus(&opening::DESTINATION.into());
            self.message = Some((Role::Error, words.to_owned()));
            return;
        };
        let (letter, children, named) = (outcome.letter, self.opening.children(), self.opening.named());
        if children.is_empty() && named.is_empty() {
            self.opening.form.focus(&opening::CHILDREN.into());
        }
        if outcome.joins.is_some() && self.opening.offers == 0 && view.contact.call.attached.to.is_none() {
            let words = "✗ No child is named here. Attach the contact that this one joins (F4): its children are offered here then.";
            self.message = Some((Role::Error, words.to_owned()));
            return;
        }
        self.expects = Some(view.contact.routes.list.len());
        say.push(Say::act(
            OPEN,
            if named.is_empty() {
                Command::Open { letter, children }
            } else {
                Command::OpenNaming { letter, children, named }
            },
        ));
    }

    /// Asks whether children are dealt with in the earlier contact, and shows what stands there.
    fn deal(&mut self, dealt: &Dealt, view: &View<'_>, say: &mut Vec<Say>) {
        let said = self.opening.dealt();
        let lines = dealt.lines((said.0.trim(), said.1.trim()), view);
        let command = AnyCommand::from(dealt.command(said));
        if let Err(refusal) = view.contact.decide(&command, &view.context()) {
            self.opening.goes_to_unsaid();
            self.message = Some((Role::Error, format!("✗ {refusal}")));
            return;
        }
        let then = Box::new(Say::act(DEALT, command));
        say.push(Say::Confirm { title: dealt.asks(), lines, then });
    }

    /// Asks whether to send all that is ready, and shows what that is.
    pub(super) fn send(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let of = self.card.as_ref().and_then(|card| view.contact.routes.get(card.no));
        let was_ready = of.is_some_and(|route| matches!(route.state, State::Ready));
        if self.commit(view, say) && was_ready {
            let words = "▲ What you changed is saved, and the decision was taken back by that. Decide the card again, then send.";
            self.message = Some((Role::Notice, words.to_owned()));
            return;
        }
        let ready = view.contact.routes.list.iter().filter(|route| matches!(route.state, State::Ready));
        let ready: Vec<RouteNo> = ready.map(|route| route.no).collect();
        let nothing = ready.is_empty();
        let routes: Vec<Goes> =
            ready.into_iter().map(|route| Goes { route, without: self.without(route) }).collect();
        if nothing {
            let command = AnyCommand::from(Command::Send { routes });
            if let Err(refusal) = view.contact.decide(&command, &view.context()) {
                self.message = Some((Role::Error, format!("✗ {refusal}")));
            }
            return;
        }
        let parted = sending::parted(routes, view);
        let lines = sending::said(view, &parted);
        self.message = None;
        let answered = self.card.as_ref().filter(|card| card.focused() == Some(Asks::Own(Own::Unmet)));
        let answered = answered.filter(|card| !card.text(Own::Unmet).trim().is_empty()).map(|card| card.no);
        self.show_lacking(view);
        // Whoever has just said why one card goes without is asked of the next one first: a box over that question would
        // swallow the answer. Pressed again, the chord sends what can go: what lacks something holds up nothing else.
        let next = answered.is_some() && self.card.as_ref().map(|card| card.no) != answered;
        if next && let Some((_, asks)) = self.message.as_mut().filter(|_| !parted.goes.is_empty()) {
            let send = keymap::keys_of(stacks::CALL_FORM, Action::Send);
            *asks = format!("{send} again sends what can go now. {asks}");
            return;
        }
        if parted.goes.is_empty() {
            // Nothing is asked where nothing can go: the keys are where it lacks.
            if self.message.is_none()
                && let Some((_, refusal)) = parted.stays.first()
            {
                self.message = Some((Role::Error, format!("✗ {refusal}")));
            }
            return;
        }
        let title = if parted.stays.is_empty() { "Send these outcomes?" } else { "Send what can go now?" };
        self.going = parted.goes.iter().map(|goes| goes.route).collect();
        self.staying = parted.stays.len();
        let command = AnyCommand::from(Command::Send { routes: parted.goes });
        let then = Box::new(Say::act(SEND, command));
        say.push(Say::Confirm { title: title.to_owned(), lines, then });
    }

    /// Gives what is written of why a card goes without what it lacks.
    fn without(&self, no: RouteNo) -> String {
        match &self.card {
            Some(card) if card.no == no => card.text(Own::Unmet),
            _ => {
                let half = self.kept.get(&no).and_then(|half| half.fields.get(&Own::Unmet.key()));
                half.map_or_else(String::new, |half| half.text.clone())
            }
        }
    }

    /// Gives the cards that a sending would be refused for, each with what it lacks: what cannot be left out, or what no
    /// reason of its own is written for.
    pub(super) fn lacking(&self, view: &View<'_>) -> Vec<(RouteNo, Vec<Unmet>)> {
        let ready = view.contact.routes.list.iter().filter(|route| matches!(route.state, State::Ready));
        let lacks = |route: &Route| {
            let outcome = view.policy().outcomes.get(route.letter)?;
            let unmet = view.contact.held_up(route, outcome, &self.without(route.no), &view.context());
            (!unmet.is_empty()).then_some((route.no, unmet))
        };
        ready.filter_map(lacks).collect()
    }

    /// Goes to the first of them, to where it can be said why it goes without, and says whom it is about, what is missing and
    /// how many are asked for after it. So the refusal and the cursor are about the same card.
    pub(super) fn show_lacking(&mut self, view: &View<'_>) {
        let lacking = self.lacking(view);
        let Some((no, unmet)) = lacking.first() else { return };
        if self.card.as_ref().is_none_or(|card| card.no != *no) {
            self.show(Some(*no), view);
        }
        self.resting = false;
        if let Some(card) = &mut self.card {
            // What cannot be left out is filled in, and no reason stands for it.
            let must = unmet.iter().filter(|unmet| unmet.must).find_map(|unmet| match &unmet.filled {
                Some(Filled::Card(key)) => Some(Asks::Field(key.clone()).key()),
                _ => None,
            });
            let there = must.filter(|key| card.form.field(key).is_some());
            let again = card.has(Own::Reason).then(|| Own::Reason.key());
            card.form.focus(&there.or(again).unwrap_or_else(|| Own::Unmet.key()));
        }
        if let Some(route) = card::route(view.contact, *no) {
            let asks = sending::asks(route, unmet, lacking.len() - 1, view);
            self.message = Some((Role::Notice, format!("▲ {asks}")));
        }
    }

    /// Calls back the card that is shown, with the reason that is written on it.
    pub(super) fn recall(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.commit(view, say);
        let pending = |no: &RouteNo| {
            card::route(view.contact, *no).is_some_and(|r| matches!(r.state, State::Pending { .. }))
        };
        let shown = self.card.as_ref().map(|card| card.no);
        self.resting = false;
        if let Some(card) = self.card.as_mut().filter(|card| card.has(Own::Recall)) {
            card.form.focus(&Own::Recall.key());
            let (no, why) = (card.no, card.text(Own::Recall));
            say.push(Say::act(slot(no, &Own::Recall.key()), Command::Recall { route: no, why }));
            return;
        }
        let mut with_teams = view.contact.routes.list.iter().map(|route| route.no).filter(pending);
        let words = match (with_teams.next(), with_teams.next(), shown) {
            (Some(one), None, _) => {
                self.walk_to(Some(one), view, say);
                self.resting = false;
                if let Some(card) = &mut self.card {
                    card.form.focus(&Own::Recall.key());
                }
                "▲ This is with the team. Say why it is called back, and press the chord again."
            }
            (Some(_), Some(_), _) => {
                "▲ More than one card is with a team: walk to the one that is to come back."
            }
            (None, ..) => "✗ No card is with a team: nothing can be called back.",
        };
        self.message = Some((Role::Notice, words.to_owned()));
    }

    pub(super) fn card_answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) {
        let Some((no, key)) = unslot(slot) else { return };
        let held = matches!(Asks::of(&key), Some(Asks::Held(_)));
        let own = held || matches!(Asks::of(&key), Some(Asks::Own(_)));
        let sent = self.waits.remove(&(no, key.clone()));
        let shown = self.card.as_mut().filter(|card| card.no == no);
        match (outcome, shown) {
            (Outcome::Saved(at), shown) if own => {
                // With the decision goes why the card goes without something.
                let decided = (key == Own::Reason.key()).then(|| Own::Unmet.key());
                // What a discussion came to is kept as one.
                let parts = Held::ALL.iter().filter(|_| held).map(|part| Some(part.key()));
                let settled: Vec<_> = [Some(key.clone()), decided].into_iter().chain(parts).collect();
                if let Some(card) = shown {
                    settled.iter().flatten().for_each(|key| card.form.put(key, None));
                    if held {
                        // Whoever goes into the card again is at what could be written once more, and not where it is called back.
                        card.form.focus(&key);
                    }
                }
                if let Some(half) = self.kept.get_mut(&no) {
                    half.fields.retain(|key, _| !settled.contains(&Some(key.clone())));
                }
                self.window.reset();
                self.sync(view);
                self.resting = true;
                let next =
                    if key == Own::Reason.key() { words::after_deciding(no, view) } else { String::new() };
                self.message = Some((Role::Ok, format!("✓ Saved at {}.{next}", clock(*at))));
            }
            (Outcome::Saved(_), Some(card)) => {
                // What was typed since stays as it is.
                if sent.is_some_and(|sent| card.form.value(&key) == Ok(sent)) {
                    card.form.saved(&key);
                }
            }
            (Outcome::Saved(_), None) => {}
            (Outcome::Refused(why), Some(card)) if card.form.field(&key).is_some() => {
                if own {
                    card.form.focus(&key);
                    self.message = Some((Role::Error, format!("✗ {why}")));
                } else {
                    card.form.refused(&key, why.as_str());
                    let label = card.form.field(&key).map_or("", |field| field.label.as_str());
                    self.message = Some((Role::Error, format!("✗ {label}: {why}")));
                }
            }
            (Outcome::Refused(why), _) => {
                if let Some(Some(value)) = sent {
                    self.kept
                        .entry(no)
                        .or_default()
                        .fields
                        .entry(key)
                        .or_insert_with(|| FieldDraft::of(value));
                }
                let which = card::route(view.contact, no)
                    .map_or_else(String::new, |route| words::outcome(route, view.policy()));
                self.message = Some((Role::Error, format!("✗ {which}: {why}")));
            }
        }
    }
}

/// Makes the decision of a card; asked first, where something on the card is missing without which nothing is sent: to fill it
/// in takes the decision back.
fn decision(card: &card::Card, view: &View<'_>) -> Say {
    let (no, reason, without) = (card.no, card.text(Own::Reason), card.text(Own::Unmet));
    let act = Say::act(slot(no, &Own::Reason.key()), Command::Decide { route: no, reason, without });
    let Some((route, outcome)) = hint::outcome_of(no, view) else { return act };
    let mut unmet = view.contact.unmet(route, outcome, &view.context());
    // What was written a moment ago may not be saved yet.
    unmet.retain(|unmet| unmet.must && unmet.is_on_card() && !card.fills(unmet, route, view));
    if unmet.is_empty() {
        return act;
    }
    let mut lines = vec![words::on(route, view)];
    lines.extend(unmet.iter().map(|one| format!("‼ cannot go without: {}", words::missing(one, outcome))));
    let second = if outcome.second.is_some() { ", and the manager's word with it" } else { "" };
    lines.push(format!("Filled in after the decision, it takes the decision back{second}."));
    Say::Confirm { title: "Decide it with this missing?".to_owned(), lines, then: Box::new(act) }
}
