//! What is known at this desk of other contacts of the same family, and what must not be done because of it.
//!
//! A contact is judged by its own record. Where another one matters, the desk reads it and hands in what is asked of it here:
//! who rang about this family before must not stand in a letter to it, whoever must not be told there is not told here
//! (`marked.rs`), and what is joined must be there to be joined.

use super::{
    Command, Contact, Context,
    call::{Caller, Line},
    danger,
    family::Person,
    marked,
    not_now::NotNow,
    oversight::{self, Refused},
    route::{self, Route},
    telling,
};
use crate::domain::{
    ids::{ContactId, FieldKey, OutcomeLetter, PersonNo, Reference},
    queue::ChildBrief,
    refusal::Refusal,
    value::{Value, YesNo},
};

/// What another contact is called whose record is closed to whoever acts.
const RESTRICTED_RECORD: &str = "a restricted record";

/// How many of its last notes are told.
const NOTES: usize = 3;

/// How another contact is known to be of this family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tie {
    /// This contact belongs to it.
    Earlier,
    /// It belongs to this contact.
    Later,
    /// It is attached to one that is attached.
    Beyond,
    /// The same number rang.
    Number,
    /// It is open, and names a child of the same name.
    Same,
    /// It was named by its reference.
    Named,
}

/// Whether a contact names any child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Naming {
    /// It does, even if as one whose name is not known.
    Children,
    /// It does not.
    Nobody {
        /// The contact that it belongs to.
        rests_on: Option<Reference>,
    },
}

/// Another contact, as far as it matters to the one that is judged.
#[derive(Clone, PartialEq, Debug)]
pub struct Other {
    /// Its id.
    pub id: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// How it is known to be of this family.
    pub tie: Tie,
    /// Who rang.
    pub caller: Caller,
    /// How the worker knew them there, in words.
    pub known_how: Option<String>,
    /// Whether the caller had asked the family before they rang, as they said.
    pub family_knows: bool,
    /// Its children who have a name, raw, and when they were born.
    pub children: Vec<ChildBrief>,
    /// Its children for whom an outcome was sent, and which; also those who have no name.
    pub settled: Vec<Settled>,
    /// Whether it names any child.
    pub naming: Naming,
    /// Its protected addresses, raw.
    pub protected: Vec<String>,
    /// Where somebody of it lives, raw, and their names.
    pub homes: Vec<(String, Vec<String>)>,
    /// Those of whom something is marked there: what they must not be told, or how it is not safe to reach them.
    pub marked: Vec<Person>,
    /// What was refused there, by managers and by whoever could have agreed.
    pub refused: Vec<Refused>,
    /// That the family is not told now, as was said of its overrides.
    pub not_now: Vec<NotNow>,
    /// Whether its record is closed to whoever acts here: then no more is said of it than that it is there.
    pub veiled: bool,
    /// Whether a child is in danger, as the caller said.
    pub danger: Option<YesNo>,
    /// Its last notes, oldest first, raw.
    pub notes: Vec<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// The version of its stream.
    pub version: u64,
}

/// A child of another contact for whom outcomes were sent there.
#[derive(Clone, PartialEq, Debug)]
pub struct Settled {
    /// Who.
    pub child: ChildBrief,
    /// Which, oldest first.
    pub sent: Vec<Sent>,
}

/// An outcome that was sent in another contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// Which.
    pub letter: OutcomeLetter,
    /// The contacts that its card names by their reference.
    pub names: Vec<Reference>,
}

/// Which other contacts a command is judged beside; most are judged by the record of their own contact alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Looks {
    /// Whether beside whatever is attached, and what the same number rang about.
    pub family: bool,
    /// Beside those with these references, and beside whatever these lead to.
    pub named: Vec<Reference>,
}

impl Sent {
    fn of(route: &Route) -> Self {
        let names = route.fields.values().filter_map(|value| match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        });
        Self { letter: route.letter, names: names.collect() }
    }
}

impl Other {
    /// Takes of a contact what matters to another.
    pub fn of(contact: &Contact, tie: Tie) -> Self {
        // What was written in the wrong record says nothing of this family.
        let here = contact.call.notes.iter().filter(|note| note.misplaced.is_none());
        let notes: Vec<_> = here.collect();
        let last = notes.get(notes.len().saturating_sub(NOTES)..).unwrap_or_default();
        let brief = |child: &Person| ChildBrief {
            name: child.details.name.clone(),
            born: child.details.born.clone(),
        };
        let children = contact.family.children().filter(|child| child.details.name.is_some()).map(brief);
        let settled = contact.family.children().filter_map(|child| {
            let sent = contact.routes.of(child.no).filter(|route| route.state.is_sent());
            let sent: Vec<Sent> = sent.map(Sent::of).collect();
            (!sent.is_empty()).then(|| Settled { child: brief(child), sent })
        });
        let naming = match contact.family.children().next() {
            Some(_) => Naming::Children,
            None => Naming::Nobody { rests_on: contact.call.attached.to.map(|(_, reference)| reference) },
        };
        Self {
            id: contact.id,
            reference: contact.reference,
            tie,
            caller: contact.call.caller.clone(),
            known_how: contact.call.known_how().map(str::to_owned),
            family_knows: contact.family_knows(),
            children: children.collect(),
            settled: settled.collect(),
            naming,
            protected: contact.family.protected_places().map(str::to_owned).collect(),
            homes: marked::homes(contact),
            marked: marked::of(contact),
            refused: contact.refused(),
            not_now: contact.not_now().collect(),
            veiled: false,
            danger: contact.danger(),
            notes: last.iter().map(|note| note.current().to_owned()).collect(),
            closed: contact.closed.is_some(),
            version: contact.version,
        }
    }

    /// Leaves of it only who rang.
    #[must_use]
    pub fn of_caller(self) -> Self {
        let (children, settled, refused) = (Vec::new(), Vec::new(), Vec::new());
        Self { children, settled, refused, notes: Vec::new(), danger: None, homes: Vec::new(), ..self }
    }

    /// Gives what it is called to whoever acts here.
    pub fn called(&self) -> String {
        if self.veiled { RESTRICTED_RECORD.to_owned() } else { self.reference.to_string() }
    }

    /// Gives the contacts in which what is told here may be decided: those that its cards name, and the one that it belongs to.
    pub fn leads_to(&self) -> impl Iterator<Item = Reference> {
        let sent = self.settled.iter().flat_map(|there| &there.sent);
        sent.flat_map(|sent| sent.names.iter().copied()).chain(self.rests_on())
    }

    /// Gives the contact that it belongs to, where it names nobody itself.
    pub const fn rests_on(&self) -> Option<Reference> {
        match self.naming {
            Naming::Nobody { rests_on } => rests_on,
            Naming::Children => None,
        }
    }

    /// Tells whether it is of this family for certain, however far away.
    pub const fn is_of_family(&self) -> bool {
        matches!(self.tie, Tie::Earlier | Tie::Later | Tie::Beyond)
    }

    /// Tells whether it is of this family, or may be: whoever rings from the same number may ring about somebody else.
    pub const fn is_about_the_same(&self) -> bool {
        self.is_of_family() || matches!(self.tie, Tie::Same)
    }

    /// Tells whether it is attached, on either side.
    pub const fn is_attached(&self) -> bool {
        matches!(self.tie, Tie::Earlier | Tie::Later)
    }

    /// Tells whether a child of the same name stands in both.
    pub fn shares_child(&self, contact: &Contact, of: &[PersonNo]) -> bool {
        let names = of.iter().filter_map(|no| contact.family.get(*no)?.details.name.as_deref());
        let mut names = names.filter_map(first_name);
        let theirs = || self.children.iter().filter_map(|child| first_name(child.name.as_deref()?));
        names.any(|name| theirs().any(|other| other == name))
    }
}

/// Gives the first word of a name, in small letters.
fn first_name(name: &str) -> Option<String> {
    name.split_whitespace().next().map(str::to_lowercase)
}

impl Contact {
    /// Gives what the caller said of danger now; nothing, where nobody asked.
    pub fn danger(&self) -> Option<YesNo> {
        match self.call.answers.get(&FieldKey::from(danger::DANGER))?.value {
            Value::YesNo(said) => Some(said),
            _ => None,
        }
    }

    /// Tells whether what it is about is decided in the earlier contact that it belongs to: nobody is on the line, no child
    /// was ever named here, and danger was asked after and is not there.
    pub fn rests_on_earlier(&self) -> bool {
        self.call.attached.to.is_some()
            && self.call.urgent.is_none()
            && !self.family.had_child
            && self.routes.list.is_empty()
            && self.danger() == Some(YesNo::No)
            && !matches!(self.call.line, Line::Talking { .. })
    }

    /// Tells beside which other contacts a command is judged.
    pub fn looks(&self, command: &Command, cx: &Context<'_>) -> Looks {
        use route::Command as Route;
        use telling::Command as Telling;
        let named = match command {
            Command::Telling(
                Telling::Draft { .. }
                | Telling::Check { .. }
                | Telling::Sent { .. }
                | Telling::Promise(_)
                | Telling::PromiseFrom { .. }
                | Telling::Try { .. },
            )
            | Command::Route(Route::DealtWith { .. })
            | Command::Oversight(oversight::Command::Ask { .. }) => {
                return Looks { family: true, named: Vec::new() };
            }
            Command::Route(Route::Fill { route, field, value: Value::Text(text) }) => {
                let fills = self.joining(*route, cx) == Some(field);
                fills.then(|| text.parse().ok()).flatten().into_iter().collect()
            }
            Command::Route(Route::Decide { route, .. }) => self.joins(*route, cx).into_iter().collect(),
            Command::Route(Route::Send { routes }) => {
                routes.iter().filter_map(|goes| self.joins(goes.route, cx)).collect()
            }
            _ => Vec::new(),
        };
        // What is attached needs no other look.
        Looks { family: !named.is_empty(), named }
    }

    /// Judges what the record of this contact alone cannot: beside the others that [`Self::looks`] asked for.
    pub fn judge_beside(&self, command: &Command, others: &[Other], cx: &Context<'_>) -> Result<(), Refusal> {
        use route::Command as Route;
        use telling::Command as Telling;
        let named = match command {
            Command::Telling(Telling::Draft { template, to, text, .. }) => {
                self.may_reach_beside(*to, others, cx.now)?;
                self.may_write_now_beside(*to, others, cx.now)?;
                let known = cx.policy.letters.template.iter().find(|known| known.id == *template);
                known.and_then(|known| self.names_earlier(known.audience, *to, text, others, cx.policy))
            }
            Command::Telling(Telling::Check { no, .. }) => {
                let letter = self.telling.letter(*no);
                letter.and_then(|letter| {
                    self.names_earlier(letter.audience, letter.to, &letter.text, others, cx.policy)
                })
            }
            Command::Telling(Telling::Sent { no, way, address }) => {
                let Some(letter) = self.telling.letter(*no) else { return Ok(()) };
                self.may_reach_beside(letter.to, others, cx.now)?;
                self.may_write_now_beside(letter.to, others, cx.now)?;
                self.may_go_beside(letter.to, *way, address, others)?;
                self.names_earlier(letter.audience, letter.to, &letter.text, others, cx.policy)
            }
            Command::Telling(Telling::Promise(promised) | Telling::PromiseFrom { promised, .. }) => {
                self.may_promise_beside(promised, others, cx.now)?;
                self.may_promise_now_beside(promised, others, cx.now)?;
                self.promise_says(promised.person, &promised.to, &promised.what, others)
            }
            Command::Telling(Telling::Try { no, tried }) => {
                let promise = self.telling.promise(*no).filter(|_| tried.left);
                return promise.map_or(Ok(()), |promise| {
                    self.may_leave_message_beside(&promise.promised, others, cx.now)?;
                    self.may_promise_now_beside(&promise.promised, others, cx.now)
                });
            }
            Command::Route(Route::Fill { .. }) => {
                let named = self.looks(command, cx).named;
                return named.into_iter().try_for_each(|named| self.there(named, others).map(drop));
            }
            Command::Route(Route::DealtWith { children, .. }) => {
                return children.iter().try_for_each(|child| self.dealt_with_in(others, *child, cx));
            }
            Command::Route(Route::Decide { route, .. }) => return self.may_join(*route, others, cx),
            Command::Route(Route::Send { routes }) => {
                return routes.iter().try_for_each(|goes| self.may_join(goes.route, others, cx));
            }
            _ => None,
        };
        named.map_or(Ok(()), Err)
    }
}
