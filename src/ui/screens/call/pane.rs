//! What every pane of the contact's screen is: state, its keys and its drawing in one place, and words to the screen.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use uuid::Uuid;

use crate::{
    desk::protocol::{Answer, DeskView, Request, Shows},
    domain::{
        answer::HeadCode,
        calling::Call,
        contact::{
            Command, Contact, Context,
            call::Running,
            closing::Outstanding,
            marked::Elsewhere,
            night::Found,
            others::Other,
            oversight::{Answered, ByWord, Dictated, OfTwo},
            place::Place,
            promise::Promise,
        },
        ids::{ContactId, EventId, OverrideNo, StaffId},
        policy::{Policy, script::StageNo},
        queue::Row,
        staff::Actor,
    },
    ui::{kept::Facts, keymap, theme::Theme, waits, widgets::Notice},
};

/// The panes, by the F-key that shows them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PaneKind {
    /// F2: the stage's prompts and questions, and the running notes.
    Script,
    /// F3: the family.
    Family,
    /// F4: what is known already.
    Known,
    /// F5: agreement to share.
    Agreement,
    /// F6: oversight.
    Oversight,
    /// F7: where each child goes.
    Route,
    /// F8: promises.
    Promises,
    /// F9: letters.
    Letter,
    /// Alt+i: the caller, and how we know them.
    Caller,
    /// F12: who has each child tonight, and what waits for the day.
    Night,
    /// Alt+w: who may be told what.
    Telling,
}

impl PaneKind {
    /// Every pane.
    pub const ALL: [Self; 11] = [
        Self::Script,
        Self::Family,
        Self::Known,
        Self::Agreement,
        Self::Oversight,
        Self::Route,
        Self::Promises,
        Self::Letter,
        Self::Caller,
        Self::Night,
        Self::Telling,
    ];

    /// Gives the key under which its half-typed text is kept.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Family => "family",
            Self::Known => "known",
            Self::Agreement => "agreement",
            Self::Oversight => "oversight",
            Self::Route => "route",
            Self::Promises => "promises",
            Self::Letter => "letter",
            Self::Caller => "caller",
            Self::Night => "night",
            Self::Telling => "telling",
        }
    }
}

/// What is covered on the screen of a contact.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Cover {
    /// Nothing.
    #[default]
    None,
    /// Protected addresses, and who rang about the family before; not who is on the line in this contact.
    Others,
    /// Also who reported in this contact.
    All,
}

impl Cover {
    /// Tells whether protected addresses, and who rang before, are covered.
    pub fn is_on(self) -> bool {
        self != Self::None
    }
}

/// What a pane draws and judges from; nothing of it can be changed here.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The moment of the last frame or key.
    pub now: DateTime<Utc>,
    /// Policy, duty, staff, who is signed in.
    pub desk: &'a DeskView,
    /// Who is signed in.
    pub actor: &'a Actor,
    /// The contact.
    pub contact: &'a Contact,
    /// Earlier contacts from the same number.
    pub journey: &'a [Row],
    /// Other calls from the same number that are not over.
    pub running: &'a [Running],
    /// Open contacts that name a child of this one.
    pub named: &'a [Row],
    /// The contacts that it belongs to, or that belong to it.
    pub beside: &'a [Other],
    /// The head codes of words by telephone that nobody has signed for.
    pub heads: &'a [(ByWord, HeadCode)],
    /// Marks on other contacts of the same family: nobody goes there alone.
    pub marks: &'a [Found],
    /// What other contacts of the same family say of who here must not be told, or how they are not safe to reach.
    pub elsewhere: &'a [Elsewhere],
    /// What is open beside it before it is closed.
    pub around: &'a [Outstanding],
    /// What of the contact waits for the desk's file, and is not in the record.
    pub aside: &'a BTreeSet<Place>,
    /// Whether whoever is signed in talks, in another contact, to family or public, or to nobody knows whom yet.
    pub heard: bool,
    /// What is covered just now.
    pub cover: Cover,
    /// How things look.
    pub theme: &'a Theme,
    /// Makes an id for the event that a draft will become.
    pub fresh: &'a dyn Fn() -> EventId,
}

/// What a contact's screen is worked out of: the facts of the desk, the contact at its version, and what stands around it.
#[derive(Clone, PartialEq, Debug)]
pub struct Seen {
    desk: Facts,
    contact: (ContactId, u64),
    heads: Vec<ByWord>,
    marks: Vec<ContactId>,
    elsewhere: Vec<Elsewhere>,
    around: usize,
    beside: Vec<(ContactId, u64)>,
    journey: usize,
    running: Vec<Running>,
    named: Vec<Uuid>,
    aside: usize,
    cover: Cover,
}

impl<'a> View<'a> {
    /// Gives what everything here is worked out of.
    pub fn seen(&self) -> Seen {
        Seen {
            desk: Facts::of(self.now, self.desk, self.actor.account),
            contact: (self.contact.id, self.contact.version),
            heads: self.heads.iter().map(|(no, _)| *no).collect(),
            marks: self.marks.iter().map(|found| found.contact).collect(),
            elsewhere: self.elsewhere.to_vec(),
            around: self.around.len(),
            beside: self.beside.iter().map(|other| (other.id, other.version)).collect(),
            journey: self.journey.len(),
            running: self.running.to_vec(),
            named: self.named.iter().map(|row| row.id).collect(),
            aside: self.aside.len(),
            cover: self.cover,
        }
    }

    /// Gives what the domain judges in.
    pub fn context(&self) -> Context<'a> {
        Context {
            now: self.now,
            actor: self.actor,
            policy: &self.desk.book.policy,
            duty: &self.desk.book.duty,
        }
    }

    /// Gives the policy.
    pub fn policy(&self) -> &'a Policy {
        &self.desk.book.policy
    }

    /// Tells whether somebody may be called for a promise now: the call in writing waits for the day.
    pub fn call_of(&self, promise: &Promise) -> Call {
        let due = promise.promised.by;
        if self.contact.telling.written == Some(promise.no) {
            self.desk.calling.written(due)
        } else {
            self.desk.calling.promise(due)
        }
    }

    /// Gives the mark of what is not in the record yet, with a space behind it; nothing for what is.
    pub fn waits(&self, place: &Place) -> &'static str {
        waits::mark(self.aside.contains(place))
    }

    /// Gives a member of staff's name, raw.
    pub fn name_of(&self, id: StaffId) -> &'a str {
        self.desk.book.state.name_of(id)
    }
}

/// What a pane wants of the screen.
#[expect(clippy::large_enum_variant, reason = "a key press says one or two, which live until the end of it")]
pub enum Say {
    /// Does something to the contact; what comes of it comes back under the slot.
    Act {
        /// The pane's own name for what it did: a field, a form.
        slot: String,
        /// What.
        command: Command,
        /// The draft's id, which becomes the event's.
        event: Option<EventId>,
    },
    /// Has a manager on the telephone challenged, or their word written down; what comes of it comes back under the slot.
    Telephone {
        /// The pane's own name for it.
        slot: String,
        /// Which override.
        no: OverrideNo,
        /// What they said.
        dictated: Box<Dictated>,
        /// What shows that it is them.
        shows: Shows,
    },
    /// Has a manager's word by telephone on what takes two written down; what comes of it comes back under the slot.
    TakeDown {
        /// The pane's own name for it.
        slot: String,
        /// On what.
        of: OfTwo,
        /// What they said.
        answered: Box<Answered>,
        /// What shows that it is them.
        shows: Shows,
    },
    /// Asks the desk for something else.
    Ask(Request),
    /// Tells the worker something.
    Tell(Notice),
    /// Asks the worker first; yes sends what follows.
    Confirm {
        /// The title of the box.
        title: String,
        /// What it says, line by line, raw.
        lines: Vec<String>,
        /// What yes does.
        then: Box<Self>,
    },
    /// Says why a manager's word was not taken. Whoever signs by habit types a passphrase next, so no key writes anything until
    /// that was put away.
    NotDecided(String),
    /// Opens another contact; the way back leads here again.
    Open(ContactId),
    /// Shows another pane.
    Pane(PaneKind),
    /// Goes to a stage of the script.
    Stage(StageNo),
    /// What is half-typed changed; it wants to be kept.
    Changed,
    /// What a pane said that is shown no longer: what comes of it is that pane's.
    Of(PaneKind, Box<Self>),
}

impl Say {
    /// Makes an act from any noun's command.
    pub fn act(slot: impl Into<String>, command: impl Into<Command>) -> Self {
        Self::Act { slot: slot.into(), command: command.into(), event: None }
    }
}

/// What came of an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is on the disk since then.
    Saved(DateTime<Utc>),
    /// It was not written: the sentence says why and what to do.
    Refused(String),
}

/// What a pane has half-typed.
pub struct HalfTyped {
    /// How many words.
    pub words: u32,
    /// What it needs to take it up again.
    pub body: serde_json::Value,
}

/// One pane of the contact's screen.
///
/// Printable keys are text in every pane: commands are chords. Rows of a list are walked with Alt+Up and Alt+Down, Alt+n
/// begins a new one, Ctrl+S saves or does what the form says.
pub trait Pane {
    /// Gives the contexts in which its keys are looked up, for dispatch and for the hint bar.
    fn stack(&self) -> &'static [keymap::Context];

    /// Takes a key that no chord of the screen took; `true` when it was for this pane.
    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool;

    /// Takes a pasted text.
    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>);

    /// Takes up the contact as it is now: when the pane is shown, and when the contact changed.
    fn sync(&mut self, view: &View<'_>);

    /// Puts the cursor on something of the contact, before it is shown; what the pane does not list changes nothing.
    fn stand_on(&mut self, place: &Place) {
        let _ = place;
    }

    /// Is left for another pane or screen: whatever field was being written is left too, and so committed.
    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let _ = (view, say);
    }

    /// Learns what came of an act; tells whether what was said against it stands in the pane, and needs saying nowhere else.
    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let _ = (slot, outcome, view);
        false
    }

    /// Learns something else that the desk said, such as a filled-in letter; tells the same of a refusal.
    fn told(&mut self, answer: &Answer, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let _ = (answer, view, say);
        false
    }

    /// Draws itself; `active` says whether it has the keys.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool);

    /// Gives what is half-typed, if anything is.
    fn half_typed(&self) -> Option<HalfTyped> {
        None
    }

    /// Takes up what was half-typed.
    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let _ = (body, view);
    }
}
