//! What the pane shows, and what is worked out of that once for all the frames that show it.

use std::rc::Rc;

use super::{
    RoutePane,
    card::{Asks, Own},
    hint, told, words,
};
use crate::domain::{
    contact::route::Route,
    ids::{FieldKey, PersonNo, RouteNo},
    policy::{outcomes::Outcome, test::Met},
};
use crate::ui::{
    screens::call::pane::{Seen, View},
    theme::Role,
};

/// What the pane tells is worked out of.
#[derive(Clone, PartialEq)]
pub(super) struct Shown {
    seen: Seen,
    card: Option<RouteNo>,
    /// The field of the card that has the keys.
    focus: Option<FieldKey>,
    typed: String,
    children: Vec<PersonNo>,
    named: usize,
}

/// What the pane tells beside the page that is read.
pub(super) struct Told {
    /// Every child with each outcome so far.
    pub(super) children: Vec<(Role, String)>,
    /// What the card's criteria present; none where the profile has its outcome no more.
    pub(super) presented: Option<Met>,
    /// What the page is about.
    pub(super) title: String,
    /// What the field that has the keys asks.
    pub(super) about: Option<(Role, String)>,
}

impl RoutePane {
    /// Gives what everything here is worked out of.
    pub(super) fn shown(&self, view: &View<'_>) -> Shown {
        Shown {
            seen: view.seen(),
            card: self.card.as_ref().map(|card| card.no),
            focus: self.card.as_ref().and_then(|card| card.form.focused().cloned()),
            typed: self.opening.text(),
            children: self.opening.children(),
            named: self.opening.named().len(),
        }
    }

    /// Gives what there is to tell.
    pub(super) fn tells(&self, view: &View<'_>) -> Rc<Told> {
        self.told.of(self.shown(view), || self.tell(view))
    }

    fn tell(&self, view: &View<'_>) -> Told {
        let presented =
            |route: &Route, outcome: &Outcome| view.contact.presented(route, outcome, &view.context());
        let children = told::children(view);
        if let Some(card) = &self.card {
            let on = hint::outcome_of(card.no, view);
            let about = on.and_then(|(route, outcome)| hint::about(card, route, outcome, view));
            // How much is missing is said once: before the decision beside it, and else over the list of it.
            let decides = card.focused() == Some(Asks::Own(Own::Reason));
            return Told {
                children,
                presented: on.map(|(route, outcome)| presented(route, outcome)),
                title: if decides { "The card".to_owned() } else { told::title(card.no, view) },
                about,
            };
        }
        let outcome = self.opening.outcome(view.policy());
        let met = outcome.map(|of| presented(&told::supposed(of.letter, self.supposed_for(view)), of));
        let title =
            outcome.zip(met).map(|(of, met)| format!("{} {} · {}", of.letter, of.name, words::met(met).0));
        let title = title.unwrap_or_else(|| "In the order they are weighed".to_owned());
        Told { children, presented: met, title, about: None }
    }
}
