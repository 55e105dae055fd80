//! Everything for one contact on one screen: stages at the left, the pane in the middle, what is known at the right.
//!
//! On this screen printable keys are always text. A chord changes the pane or does something; the key that no chord took
//! goes to the pane that is shown.

pub mod agreement;
pub mod caller;
pub(super) mod document;
pub mod family;
#[cfg(test)]
mod fixture;
mod half;
pub mod known;
pub mod letter;
mod naming;
pub mod night;
pub mod oversight;
mod page;
pub mod pane;
pub mod promises;
mod reporters;
pub mod route;
pub mod script;
mod sheet;
mod stages;
mod summary;
pub mod telling;
pub mod times;
mod title;
mod words;

use std::{collections::BTreeMap, rc::Rc};

use crossterm::event::KeyEvent;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};

use self::pane::{Cover, Outcome, Pane, PaneKind, Say, Seen, View};
use crate::{
    desk::protocol::Answer,
    domain::{
        contact::{
            call::{Command as Call, Covered, Line},
            place::Place,
            progress::Completeness,
        },
        ids::ContactId,
        policy::script::StageNo,
        queue::Next,
    },
    ui::{
        draw,
        kept::Kept,
        keymap::{self, Action, Context},
        theme::{Role, Theme},
        widgets::Notice,
    },
};

/// The screen of one contact.
pub struct CallScreen {
    /// The contact.
    pub id: ContactId,
    /// The pane that is shown.
    pub shown: PaneKind,
    /// The pane that was shown first: from there the way back leads off the screen.
    entered: PaneKind,
    /// What the worker uncovered for as long as this screen is open.
    revealed: Vec<Covered>,
    script: script::ScriptPane,
    panes: BTreeMap<PaneKind, Box<dyn Pane>>,
    around: Kept<Seen, Around>,
}

/// What stands around the pane, as it comes of the contact.
struct Around {
    stages: Vec<Completeness>,
    summary: Vec<summary::Section>,
    grave: summary::Grave,
    clocks: Vec<Next>,
}

impl CallScreen {
    /// Makes the screen of a contact, with the script and the notes shown.
    pub fn new(id: ContactId) -> Self {
        let mut panes: BTreeMap<PaneKind, Box<dyn Pane>> = BTreeMap::new();
        panes.insert(PaneKind::Family, Box::<family::FamilyPane>::default());
        panes.insert(PaneKind::Known, Box::<known::KnownPane>::default());
        panes.insert(PaneKind::Agreement, Box::<agreement::AgreementPane>::default());
        panes.insert(PaneKind::Oversight, Box::<oversight::OversightPane>::default());
        panes.insert(PaneKind::Route, Box::<route::RoutePane>::default());
        panes.insert(PaneKind::Promises, Box::<promises::PromisesPane>::default());
        panes.insert(PaneKind::Letter, Box::<letter::LetterPane>::default());
        panes.insert(PaneKind::Caller, Box::<caller::CallerPane>::default());
        panes.insert(PaneKind::Night, Box::<night::NightPane>::default());
        panes.insert(PaneKind::Telling, Box::<telling::TellingPane>::default());
        Self {
            id,
            shown: PaneKind::Script,
            entered: PaneKind::Script,
            revealed: Vec::new(),
            script: script::ScriptPane::default(),
            panes,
            around: Kept::default(),
        }
    }

    /// Shows a pane first, with its cursor on something of the contact where that was asked for.
    pub fn enter(&mut self, kind: PaneKind, at: Option<Place>) {
        (self.shown, self.entered) = (kind, kind);
        at.inspect(|place| self.pane_mut(kind).stand_on(place));
    }

    /// Shows the pane in which the contact is closed, with its cursor there.
    pub fn show_end(&mut self, view: &View<'_>) -> Vec<Say> {
        let mut say = Vec::new();
        self.show(PaneKind::Letter, view, &mut say);
        let letter = self.pane_mut(PaneKind::Letter);
        letter.stand_on(&Place::Contact);
        letter.sync(view);
        say
    }

    /// Gives what is covered: while family or public are on the line, here or in another contact of whoever is signed in.
    pub fn covers(&self, view: &View<'_>) -> Cover {
        if !self.revealed.is_empty() || !(view.heard || view.contact.call.is_heard()) {
            Cover::None
        } else if view.contact.call.line.is_live() && !view.heard {
            // Who is on the line here is who reported here: their own name tells them nothing.
            Cover::Others
        } else {
            Cover::All
        }
    }

    fn around(&self, view: &View<'_>) -> Rc<Around> {
        self.around.of(view.seen(), || {
            let summary = summary::sections(view);
            Around {
                stages: stages::complete(view),
                grave: summary::Grave::of(view, &summary),
                summary,
                clocks: view.contact.clocks(),
            }
        })
    }

    fn pane(&self) -> &dyn Pane {
        match self.panes.get(&self.shown) {
            Some(pane) => pane.as_ref(),
            None => &self.script,
        }
    }

    fn pane_mut(&mut self, kind: PaneKind) -> &mut dyn Pane {
        match self.panes.get_mut(&kind) {
            Some(pane) => pane.as_mut(),
            None => &mut self.script,
        }
    }

    /// Gives the contexts of the pane that is shown.
    pub fn stack(&self) -> &'static [Context] {
        self.pane().stack()
    }

    /// Takes up the contact as it is now.
    pub fn sync(&mut self, view: &View<'_>) {
        self.script.sync(view);
        for pane in self.panes.values_mut() {
            pane.sync(view);
        }
    }

    /// Shows a pane; what was being written in the one before is left, and so committed.
    pub fn show(&mut self, kind: PaneKind, view: &View<'_>, say: &mut Vec<Say>) {
        if self.shown != kind {
            let before = self.shown;
            let mut left = Vec::new();
            self.pane_mut(before).leave(view, &mut left);
            say.extend(left.into_iter().map(|said| Say::Of(before, Box::new(said))));
            self.shown = kind;
            self.pane_mut(kind).sync(view);
        }
    }

    /// Leaves the screen: whatever field was being written is left too.
    pub fn leave(&mut self, view: &View<'_>) -> Vec<Say> {
        let mut say = Vec::new();
        let shown = self.shown;
        self.pane_mut(shown).leave(view, &mut say);
        self.revealed.clear();
        say
    }

    /// Keeps the note that is being written, whatever pane is shown.
    fn keep_note(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let mut noted = Vec::new();
        self.script.finish(view, &mut noted);
        say.extend(noted.into_iter().map(|said| Say::Of(PaneKind::Script, Box::new(said))));
    }

    /// Goes to a stage of the script.
    pub fn stage(&mut self, stage: StageNo, view: &View<'_>, say: &mut Vec<Say>) {
        self.show(PaneKind::Script, view, say);
        self.script.go(stage, view, say);
    }

    /// Takes a key; `None` where it is for the console.
    pub fn key(&mut self, key: KeyEvent, view: &View<'_>) -> Option<Vec<Say>> {
        let action = keymap::action(self.stack(), key);
        let mut say = Vec::new();
        if let Some(action) = action
            && self.act(action, view, &mut say)
        {
            return Some(say);
        }
        let shown = self.shown;
        if self.pane_mut(shown).key(key, view, &mut say) {
            return Some(say);
        }
        // Whoever talks comes out of a pane to the notes: on the queue, what is written next would be keys.
        let talks = view.contact.call.line.is_live() && view.contact.holder == Some(view.actor.person);
        let deep = shown != PaneKind::Script && shown != self.entered;
        if action == Some(Action::Back) && deep && talks {
            self.show(PaneKind::Script, view, &mut say);
            return Some(say);
        }
        None
    }

    /// Does what a chord of this screen means; `false` where it is the pane's or the console's.
    pub fn act(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let call = &view.contact.call;
        match action {
            Action::PaneScript => self.show(PaneKind::Script, view, say),
            Action::PaneFamily => self.show(PaneKind::Family, view, say),
            Action::PaneKnown => self.show(PaneKind::Known, view, say),
            Action::PaneAgreement => self.show(PaneKind::Agreement, view, say),
            Action::PaneOversight => self.show(PaneKind::Oversight, view, say),
            Action::PaneRoute => self.show(PaneKind::Route, view, say),
            Action::PanePromises => self.show(PaneKind::Promises, view, say),
            Action::PaneLetter => self.show(PaneKind::Letter, view, say),
            Action::CallerIdentity => self.show(PaneKind::Caller, view, say),
            Action::PaneNight => self.show(PaneKind::Night, view, say),
            Action::WhoMayBeTold => self.show(PaneKind::Telling, view, say),
            Action::Safety => self.stage(StageNo(2), view, say),
            Action::Urgent => {
                if view.contact.urgency_runs() {
                    say.push(Say::Tell(Notice::know(
                        "It is marked urgent already.",
                        "Alt+d stands it down, with a reason.",
                    )));
                } else {
                    say.push(Say::act("urgent", Call::MarkUrgent));
                    say.push(Say::Tell(Notice::know(
                        "Marked urgent.",
                        "999 first where anyone is in danger now; Alt+m records what you do at once.",
                    )));
                }
            }
            Action::LineDropped => {
                if matches!(call.line, Line::Talking { .. }) {
                    // What was being written was heard before the line went: kept after the stamp it would stand after it.
                    self.keep_note(view, say);
                    self.show(PaneKind::Caller, view, say);
                    say.push(Say::act("line", Call::DropLine));
                    let to_do =
                        "Settle here: is it safe to ring back? Do the police look in? What came of it?";
                    say.push(Say::Tell(Notice::know("Line dropped, stamped.", to_do)));
                } else {
                    self.show(PaneKind::Caller, view, say);
                }
            }
            Action::EndCall => {
                if matches!(call.line, Line::Ended { .. }) {
                    say.push(Say::Tell(Notice::know(
                        "The call has ended already.",
                        "Notes written now are marked as later.",
                    )));
                } else {
                    let shown = self.shown;
                    self.pane_mut(shown).leave(view, say);
                    // What was being written was heard on this call: kept after its end it would be marked as later.
                    self.keep_note(view, say);
                    say.push(Say::act("line", Call::End));
                    say.push(Say::Tell(match view.contact.unanswered_danger() {
                        Some(danger) => Notice::know(
                            format!(
                                "Call ended. ‼ {}: nobody marked it urgent or stood it down.",
                                danger.words
                            ),
                            "Alt+u marks it urgent; Alt+d stands it down, with a reason.",
                        ),
                        None => Notice::done("Call ended.", "F7 routes each child, F9 writes back."),
                    }));
                }
            }
            Action::Reveal => {
                if self.covers(view).is_on() {
                    for what in [Covered::Reporter, Covered::Address] {
                        self.revealed.push(what);
                        say.push(Say::act("reveal", Call::Reveal { what, why: String::new() }));
                    }
                    say.push(Say::Tell(Notice::know(
                        "Uncovered, and recorded.",
                        "It stays so until this contact is left.",
                    )));
                } else {
                    let shown = !self.revealed.is_empty();
                    self.revealed.clear();
                    let (happened, to_do) = match (shown, self.covers(view).is_on()) {
                        (true, true) => (
                            "Covered again.",
                            "The same key uncovers it once more, and that is recorded too.",
                        ),
                        (true, false) => ("Nothing has to be covered here any more: nobody listens.", ""),
                        (false, _) => (
                            "Nothing is covered here.",
                            "Who reported, and a protected address, are covered while family or public are on the line.",
                        ),
                    };
                    say.push(Say::Tell(Notice::know(happened, to_do)));
                }
            }
            Action::Emergency if self.shown != PaneKind::Oversight => {
                self.show(PaneKind::Oversight, view, say);
                // The pane knows the chord too, and opens its form.
                return false;
            }
            Action::OpenContact if self.shown != PaneKind::Known => {
                if known::open_attached(view, say) {
                    self.show(PaneKind::Known, view, say);
                }
            }
            // What was heard is marked where its card is shown, wherever it was heard; what is to be asked stands there too.
            Action::Heard | Action::NextWanted if self.shown != PaneKind::Script => {
                self.show(PaneKind::Script, view, say);
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Vec<Say> {
        let mut say = Vec::new();
        let shown = self.shown;
        self.pane_mut(shown).paste(text, view, &mut say);
        say
    }

    /// Hands a pane what came of its act; tells whether a refusal stands on the screen by that.
    pub fn answered(&mut self, pane: PaneKind, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        self.pane_mut(pane).answered(slot, outcome, view) && self.shown == pane
    }

    /// Hands every pane something else that the desk said: whoever asked may not be shown any more. Tells whether a refusal
    /// stands on the screen by that.
    pub fn told(&mut self, answer: &Answer, view: &View<'_>) -> (Vec<Say>, bool) {
        let (mut say, mut stands) = (Vec::new(), false);
        self.script.told(answer, view, &mut say);
        for (kind, pane) in &mut self.panes {
            stands |= pane.told(answer, view, &mut say) && self.shown == *kind;
        }
        (say, stands)
    }

    /// Draws the screen.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, looking: &[String], active: bool) {
        let around = self.around(view);
        let aside = u16::from(!view.aside.is_empty());
        // What two people believe wants to stand side by side, and the whole contact stands beneath it.
        let wide = self.shown == PaneKind::Oversight;
        let (left, right) = match area.width {
            0..=69 => (0, 0),
            70..=99 => (15, 0),
            100..=119 if wide => (15, 0),
            100..=139 => (15, 30),
            _ => (18, 44),
        };
        // Where what is known has no room at the right, the gravest of it stands beneath the title.
        let grave = if right == 0 { around.grave.lines(area) } else { Vec::new() };
        let [title, told, gravest, rest] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(aside),
            Constraint::Length(u16::try_from(grave.len()).unwrap_or(0)),
            Constraint::Min(1),
        ])
        .areas(area);
        title::draw(frame, title, view, looking, &around.clocks);
        title::not_in_the_record(frame, told, view);
        summary::Grave::draw(frame, gravest, view.theme, &grave);
        let [stages, _, middle, _, summary] = Layout::horizontal([
            Constraint::Length(left),
            Constraint::Length(u16::from(left > 0)),
            Constraint::Min(20),
            Constraint::Length(u16::from(right > 0)),
            Constraint::Length(right),
        ])
        .areas(rest);
        let current = (self.shown == PaneKind::Script).then(|| self.script.stage());
        if left > 0 {
            stages::draw(frame, stages, view, &around.stages, current);
            border(frame, stages.right(), rest, view.theme);
        }
        if right > 0 {
            border(frame, middle.right(), rest, view.theme);
            let summary = Rect { x: summary.x + 1, width: summary.width - 1, ..summary };
            summary::draw(frame, summary, view.theme, &around.summary);
        }
        self.pane().draw(frame, middle, view, active);
    }
}

fn border(frame: &mut Frame<'_>, x: u16, area: Rect, theme: &Theme) {
    let buf = frame.buffer_mut();
    for y in area.y..area.bottom() {
        draw::put(buf, area, x, y, "│", theme.style(Role::Border));
    }
}
