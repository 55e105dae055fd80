//! Where a card begins: the destination's letter, and the children.

use super::dealt::Dealt;
use crate::domain::{
    contact::others::Tie,
    ids::{FieldKey, OutcomeLetter, PersonNo},
    policy::{Policy, outcomes::Outcome, script::Choice},
    queue::ChildBrief,
    value::Value,
};
use crate::ui::{
    screens::call::pane::View,
    widgets::{Field, FieldDraft, Form},
};

/// No name is as long as that.
const LONGEST: usize = 100;

/// The field of the letter.
pub(super) const DESTINATION: &str = "destination";
/// The field of the children.
pub(super) const CHILDREN: &str = "children";

/// The field of what is new in a call whose children are dealt with in the earlier contact.
const NEW: &str = "new";
/// The field of how that is known.
const HOW: &str = "how";

/// By which other words the outcome is found that joins an earlier contact.
const ALSO_JOINS: &str = "dealt with there";

/// What the key of a child begins with who is named only in the contact that this one is attached to.
const THERE: &str = "there ";

/// The form for a new card; what is in it is only looked at until Ctrl+S.
pub(super) struct Opening {
    /// The two fields.
    pub(super) form: Form,
    /// The children who are named only in the contact that this one is attached to, where the card joins the two.
    there: Vec<ChildBrief>,
    /// How many children are offered.
    pub(super) offers: usize,
    /// Whether it asks for what belongs to children who are dealt with in the earlier contact.
    asks: bool,
}

fn fields(children: Vec<Choice>, asks: bool) -> Vec<Field> {
    let mut fields = vec![
        Field::line(DESTINATION, "Destination"),
        Field::choices(CHILDREN, "For which children", children),
    ];
    if asks {
        fields.extend([
            Field::line(NEW, "Or: new in this call")
                .hint("Dealt with there: what does this call tell that is new? Nothing is an answer."),
            Field::line(HOW, "How you know").hint("How you know that it is the same, and dealt with there."),
        ]);
    }
    fields
}

impl Default for Opening {
    fn default() -> Self {
        Self { form: Form::new(fields(Vec::new(), false)), there: Vec::new(), offers: 0, asks: false }
    }
}

impl Opening {
    /// Takes up the children as they are now; nobody types those again who stand in the contact that the card joins.
    pub(super) fn sync(&mut self, view: &View<'_>) {
        let choice = |child: &crate::domain::contact::family::Person| Choice {
            key: child.no.0.to_string(),
            words: child.name().to_owned(),
        };
        let mut of: Vec<Choice> = view.contact.family.children().map(choice).collect();
        let joins = self.outcome(view.policy()).is_some_and(|outcome| outcome.joins.is_some());
        let earlier = view.beside.iter().find(|other| joins && other.tie == Tie::Earlier);
        self.there = earlier.map(|other| view.contact.children_only_in(other)).unwrap_or_default();
        if let Some(other) = earlier {
            of.extend(self.there.iter().enumerate().map(|(at, child)| Choice {
                key: format!("{THERE}{at}"),
                words: format!("{}, as in {}", child.name.as_deref().unwrap_or_default(), other.reference),
            }));
        }
        self.offers = of.len();
        // What is half written there stays, whatever is chosen beside it.
        let (new, how) = self.dealt();
        let dealt = || self.text().trim().is_empty() && Dealt::of(&self.children(), view).is_some();
        let asks = !new.is_empty() || !how.is_empty() || dealt();
        if asks == self.asks {
            self.form.set_choices(&CHILDREN.into(), of);
        } else {
            self.asks = asks;
            drop(self.form.fit(fields(of, asks)));
        }
    }

    /// Gives what is written of children who are dealt with in the earlier contact: what is new in this call, and how it is known.
    pub(super) fn dealt(&self) -> (String, String) {
        let text = |key: &str| match self.form.value(&key.into()) {
            Ok(Some(Value::Text(text))) => text,
            _ => String::new(),
        };
        (text(NEW), text(HOW))
    }

    /// Goes to what is still to be said of them.
    pub(super) fn goes_to_unsaid(&mut self) {
        match self.dealt() {
            (new, _) if new.trim().is_empty() => self.form.focus(&NEW.into()),
            (_, how) if how.trim().is_empty() => self.form.focus(&HOW.into()),
            _ => false,
        };
    }

    /// Gives what is typed as destination.
    pub(super) fn text(&self) -> String {
        match self.form.value(&DESTINATION.into()) {
            Ok(Some(Value::Text(text))) => text,
            _ => String::new(),
        }
    }

    /// Gives the children of this contact that were chosen.
    pub(super) fn children(&self) -> Vec<PersonNo> {
        self.chosen().iter().filter_map(|key| key.parse().ok().map(PersonNo)).collect()
    }

    /// Gives those who were chosen and are named only in the contact that this one is attached to.
    pub(super) fn named(&self) -> Vec<ChildBrief> {
        let there = |key: &String| self.there.get(key.strip_prefix(THERE)?.parse::<usize>().ok()?);
        self.chosen().iter().filter_map(there).cloned().collect()
    }

    fn chosen(&self) -> Vec<String> {
        match self.form.value(&CHILDREN.into()) {
            Ok(Some(Value::Choices(keys))) => keys,
            _ => Vec::new(),
        }
    }

    /// Finds the outcome that the text means: by one letter alone, by enough of its name, or else by the capital typed last.
    pub(super) fn outcome<'a>(&self, policy: &'a Policy) -> Option<&'a Outcome> {
        let text = self.text();
        let typed = text.trim();
        // No name is as short or as long as that, and a paste can be.
        if (3..LONGEST).contains(&typed.len()) {
            let mut named = policy.outcomes.outcome.iter().filter(|outcome| begins(outcome, typed));
            if let (Some(one), None) = (named.next(), named.next()) {
                return Some(one);
            }
        }
        let alone = typed.len() == 1;
        let letter =
            text.chars().rev().find(|c| c.is_ascii_uppercase() || alone && c.is_ascii_lowercase())?;
        policy.outcomes.get(OutcomeLetter(letter.to_ascii_uppercase()))
    }

    /// Leaves of the same letter pressed twice one: it means what it meant before, and no name begins so.
    pub(super) fn once(&mut self) {
        let text = self.text();
        let mut letters = text.chars();
        let last = letters.next_back().filter(char::is_ascii_alphabetic);
        if let Some(last) = last.filter(|last| letters.eq([*last])) {
            let half = FieldDraft::of(Value::Text(last.to_string()));
            self.form.write(&DESTINATION.into(), &half);
        }
    }

    /// Tells whether nothing is written in it.
    pub(super) fn is_blank(&self) -> bool {
        self.form.to_draft().is_empty()
    }

    /// Empties it, after the card was put on.
    pub(super) fn clear(&mut self) {
        for key in [DESTINATION, CHILDREN, NEW, HOW].map(FieldKey::from) {
            self.form.put(&key, None);
        }
        self.form.enter(false);
    }
}

/// Tells whether a word of a destination's name begins as typed, in whatever letters.
pub(super) fn begins(outcome: &Outcome, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    let begins = |name: &str| {
        let at_word = |at: usize| name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        name.match_indices(&typed).any(|(at, _)| at_word(at))
    };
    (1..LONGEST).contains(&typed.len())
        && (begins(&outcome.name.to_lowercase()) || outcome.joins.is_some() && begins(ALSO_JOINS))
}
