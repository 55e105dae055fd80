//! The queue's row: everything a line of the queue shows, computed from the contact and from nothing else.

mod lane;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::lane::Lane;
use super::{
    calendar::words::stamp,
    contact::access::Seal,
    duty::Due,
    ids::{ClockId, Reference, RuleId, StaffId},
    input::born::Born,
    permission::{self, Action, State},
    staff::Actor,
    value::YesNo,
};

/// What the line of a contact says whose caller was cut off, until somebody settled what follows.
pub const LINE_DROPPED: &str = "line dropped, unfinished";

/// What stands before the time at which a dropped line is tried again.
pub const DROPPED_AGAIN: &str = "line dropped, to be tried again by ";

/// The clock of a dropped line.
pub const RING_BACK: &str = "ring_back";

/// How the preview begins a line that was left for the next service.
pub const LEFT: &str = "Left for you: ";

/// How it begins the line with the note that was written last.
pub const LAST_NOTE: &str = "Last note: ";

/// How it begins that line where the note is a child's own words.
pub const CHILDS_WORDS: &str = "Child's own words: ";

/// How it begins one with what was promised.
pub const PROMISED: &str = "Promised: ";

/// How it begins one that EDT left for the day: that is nothing the day asks EDT to expect.
pub const LEFT_BY_NIGHT: &str = "Left by EDT: ";

/// What stands in the place of everything that a line of a restricted record would say.
pub const RESTRICTED: &str = "restricted";

/// What a line stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A contact.
    Contact,
    /// A call that rings.
    Ring,
}

/// The clock of what was promised, whose time was agreed and not counted.
pub const PROMISE: &str = "promise";

/// The clock of what has to follow at once after a manager's word.
pub const FOLLOW_UP: &str = "follow_up";

/// The clock by which an override in force is looked at again, whose time was said and not counted.
pub const LOOK_AGAIN: &str = "look_again";

/// The clock of telling the head of service that a word was disowned; the profile's.
pub const TELL_HEAD: &str = "tell_head";

/// A clock that runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Next {
    /// Which clock; [`PROMISE`], [`FOLLOW_UP`] and [`LOOK_AGAIN`] are none of the profile's.
    pub clock: ClockId,
    /// What is due, in a worker's words.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it started; none where it was not counted from a moment.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub start: Option<DateTime<Utc>>,
    /// The rule that started it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule: Option<RuleId>,
}

impl Next {
    /// Gives a clock of the profile as it runs.
    pub fn of(due: &Due, words: &str) -> Self {
        Self {
            clock: due.clock.clone(),
            words: words.to_owned(),
            at: due.at,
            start: Some(due.start),
            rule: Some(due.rule.clone()),
        }
    }

    /// Gives the deadline that it tells of; none where it was not counted from a moment.
    pub fn due(&self) -> Option<Due> {
        let (start, rule) = (self.start?, self.rule.clone()?);
        Some(Due { clock: self.clock.clone(), rule, start, at: self.at })
    }
}

/// A child as a line names them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChildBrief {
    /// The name, raw; "not known yet" is the screen's word for none.
    pub name: Option<String>,
    /// When born or expected; the screen counts the age.
    pub born: Option<Born>,
}

impl ChildBrief {
    /// Gives the name, or what is said of a child who has none: that they are not born yet, or nothing.
    pub fn called(&self) -> Option<&str> {
        let named = self.name.as_deref().filter(|name| !name.trim().is_empty());
        named.or_else(|| matches!(self.born, Some(Born::Expected(_))).then_some(UNBORN))
    }
}

/// What a line calls a child who is not born yet and has no name.
pub const UNBORN: &str = "unborn baby";

/// Somebody of a family who must not be told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotTold {
    /// Their name, raw, or what they are.
    pub name: String,
    /// Until when; without an end it holds until it is changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<DateTime<Utc>>,
}

impl NotTold {
    /// Gives those of whom it holds at a moment.
    pub fn holding(of: &[Self], now: DateTime<Utc>) -> impl Iterator<Item = &str> {
        of.iter().filter(move |of| of.until.is_none_or(|until| now < until)).map(|of| &*of.name)
    }

    /// Gives the mark with the end of each, where no moment is known to judge it by; none for nobody.
    pub fn with_ends(of: &[Self]) -> Option<String> {
        let one = |of: &Self| match of.until {
            None => of.name.clone(),
            Some(until) => format!("{} (until {})", of.name, stamp(until)),
        };
        let names: Vec<String> = of.iter().map(one).collect();
        (!names.is_empty()).then(|| format!("✗ {} not to be told", names.join(", ")))
    }

    /// Gives the mark of those of whom it holds at a moment, for a line beside their promises; none where it holds of nobody.
    pub fn words(of: &[Self], now: DateTime<Utc>) -> Option<String> {
        let names: Vec<&str> = Self::holding(of, now).collect();
        (!names.is_empty()).then(|| format!("✗ {} not to be told", names.join(", ")))
    }
}

/// Where somebody wrote down what is said to be a manager's word.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// As a word by telephone.
    #[default]
    ByTelephone,
    /// In an analysis of two.
    InAnalysis,
    /// As a word by telephone on what takes two.
    OfTwo,
}

impl Said {
    /// Tells whether it is a word by telephone.
    pub const fn is_by_telephone(&self) -> bool {
        matches!(self, Self::ByTelephone)
    }
}

/// A manager's word that somebody else wrote down, until the manager has signed for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Word {
    /// Who is said to have given it.
    pub manager: StaffId,
    /// By when they sign for it; nothing where they disowned it, and the head of service has to be told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<DateTime<Utc>>,
    /// Where it was written down.
    #[serde(skip_serializing_if = "Said::is_by_telephone", default)]
    pub said: Said,
}

impl Word {
    /// Tells whether somebody has to sign for it.
    pub fn is_owed_by(&self, person: StaffId) -> bool {
        self.due.is_some() && self.manager == person
    }
}

/// Tells whether somebody may open a record that is sealed so, or not at all.
pub fn opens(seal: Option<&Seal>, actor: &Actor, now: DateTime<Utc>) -> bool {
    let state = seal.map_or(State::Ordinary, |seal| seal.state(actor, now));
    permission::may(actor, Action::Open, state).is_ok()
}

/// One line of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own on the line")]
pub struct Row {
    /// The contact's or the ring's id.
    pub id: Uuid,
    /// What it is.
    pub item: Item,
    /// The reference; a ringing call has none yet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<Reference>,
    /// Whether somebody marked it urgent.
    pub urgent: bool,
    /// Whether danger was said that nobody marked urgent or stood down.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub danger: bool,
    /// What was answered when it was asked whether a child is in danger now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub danger_now: Option<YesNo>,
    /// What is due first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<Next>,
    /// What else is due, in the order of time.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<Next>,
    /// Who rang, raw.
    pub who: String,
    /// Every child.
    pub children: Vec<ChildBrief>,
    /// Where it stands, in words: "oversight asked".
    pub stands: String,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<StaffId>,
    /// The lines of the preview under the list, raw.
    pub preview: Vec<String>,
    /// The lanes it stands in; none once it is closed. [`Lane::Mine`] belongs to the holder.
    pub lanes: Vec<Lane>,
    /// The managers' words from away that want something.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub words: Vec<Word>,
    /// Those of its family who must not be told.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_told: Vec<NotTold>,
    /// Whether anybody of its family is marked in any way: not to be told, or not safe to reach somehow.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub marked: bool,
    /// Whether it is attached to another contact, on either side.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub attached: bool,
    /// What other contacts of the family say of who must not be told, and how they are not safe to reach; laid beside a line
    /// that leaves the screen, and never kept.
    #[serde(skip)]
    pub beside: Vec<String>,
    /// The version of its stream.
    pub version: u64,
    /// To whom it may be shown, where not to everybody.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seal: Option<Seal>,
}

impl Row {
    /// Makes a line of which nothing is known but what it stands for, and since when.
    pub const fn bare(id: Uuid, item: Item, since: DateTime<Utc>) -> Self {
        Self {
            id,
            item,
            reference: None,
            urgent: false,
            danger: false,
            danger_now: None,
            next: None,
            also: Vec::new(),
            who: String::new(),
            children: Vec::new(),
            stands: String::new(),
            since,
            holder: None,
            preview: Vec::new(),
            lanes: Vec::new(),
            words: Vec::new(),
            not_told: Vec::new(),
            marked: false,
            attached: false,
            beside: Vec::new(),
            version: 0,
            seal: None,
        }
    }

    /// Tells whether somebody is on the line with a caller, whatever else the contact waits for meanwhile.
    pub fn is_on_the_line(&self) -> bool {
        let stands = |lane| self.lanes.contains(&lane);
        let dropped = stands(Lane::ToDecide)
            || stands(Lane::ToTell)
            || self.stands == LINE_DROPPED
            || self.stands.starts_with(DROPPED_AGAIN);
        stands(Lane::Talking) && !dropped
    }

    /// Gives the number of a call that rings, raw: its line says "name, number".
    pub fn rings_from(&self) -> Option<&str> {
        (self.item == Item::Ring).then(|| self.who.rsplit(", ").next()).flatten()
    }

    /// Tells whether somebody may open what the line stands for.
    pub fn opens_to(&self, actor: &Actor, now: DateTime<Utc>) -> bool {
        opens(self.seal.as_ref(), actor, now)
    }

    /// Gives the line as somebody may see it: of a record that is closed to them only that it is there, and what is due.
    #[must_use]
    pub fn seen_by(self, actor: &Actor, now: DateTime<Utc>) -> Self {
        if self.opens_to(actor, now) {
            return self;
        }
        let waits = self.seal.as_ref().and_then(|seal| seal.waits.clone());
        let due = |next: Next| Next {
            clock: ClockId::from(RESTRICTED),
            words: RESTRICTED.to_owned(),
            at: next.at,
            start: None,
            rule: None,
        };
        Self {
            danger_now: None,
            next: self.next.map(due),
            also: Vec::new(),
            who: RESTRICTED.to_owned(),
            children: Vec::new(),
            stands: if waits.is_some() { self.stands } else { RESTRICTED.to_owned() },
            holder: None,
            preview: waits.into_iter().map(|(_, words)| words).collect(),
            not_told: Vec::new(),
            marked: false,
            attached: false,
            beside: Vec::new(),
            seal: self.seal.map(Seal::bare),
            ..self
        }
    }

    /// Gives the place in a lane: what is due first comes first, ringing calls before everything, undated last.
    pub fn sort(&self) -> i64 {
        match (self.item, &self.next) {
            (Item::Ring, _) => i64::MIN / 2 + self.since.timestamp_micros() / 1_000_000,
            (Item::Contact, Some(next)) => next.at.timestamp_micros(),
            (Item::Contact, None) => i64::MAX,
        }
    }
}
