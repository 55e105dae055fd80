//! Handovers at the desk: drawn from what the queue and the board name, judged, kept, and followed up on the contacts.

mod drawn;
mod taken;

use std::{collections::BTreeSet, path::Path};

use chrono::{DateTime, Utc};

pub(super) use self::taken::Taking;
use super::{Desk, DeskError, Work, spooling::Kept, streams};
use crate::{
    domain::{
        answer::HeadCode,
        board::Kind as Board,
        contact::{Command, Contact, Context, call::Command as Call},
        desk::State,
        handover::{Brief, Command as Deed, Event, Handover, Kind, Sheet, Waiting, What, works_in},
        ids::{ContactId, HandoverId, ItemNo},
        nature::Nature,
        permission::Action,
        policy::Mode,
        refusal::Refusal,
        staff::Actor,
        stream::Stream,
    },
    exchange::handover as paper,
};

/// What is done about handovers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deal {
    /// Draws one from the record, or the one that is being written again.
    Begin(Kind),
    /// Does something to one.
    Do {
        /// Which.
        id: HandoverId,
        /// What.
        command: Deed,
    },
    /// Saves a sheet of one: text, or Markdown where the file's name ends in `.md`.
    Save {
        /// Which.
        id: HandoverId,
        /// The file, which must not be there yet.
        to: std::path::PathBuf,
    },
}

/// A handover to be shown outside the console, with the code of the journal's newest entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenOut {
    /// The handover.
    pub handover: Handover,
    /// The code.
    pub code: HeadCode,
    /// The number of the entry whose code it is.
    pub entry: u64,
    /// The items that whoever is signed in may not read.
    pub sealed: BTreeSet<ItemNo>,
}

impl TakenOut {
    /// Gives what a sheet is made of.
    pub fn paper<'a>(&'a self, desk: &'a State, now: DateTime<Utc>) -> paper::Paper<'a> {
        paper::Paper {
            handover: &self.handover,
            code: self.code,
            entry: self.entry,
            sealed: &self.sealed,
            desk,
            now,
        }
    }
}

impl Desk {
    /// Does something about a handover.
    pub fn handover(&mut self, deal: Deal) -> Result<HandoverId, DeskError> {
        self.hand(deal).map(|(id, _)| id)
    }

    /// Does it, and tells where it lies: what is written in one is kept also where the desk's file takes nothing.
    pub(super) fn hand(&mut self, deal: Deal) -> Result<(HandoverId, Kept), DeskError> {
        match deal {
            Deal::Begin(kind) => self.begin_handover(kind),
            Deal::Do { id, command: Deed::Finish } => {
                // What was written in it goes with it.
                self.all_in_the_record(id.0)?;
                // What came in while it was written is in it, or it does not go.
                let drawn = self.handover_by_id(id).and_then(|known| self.drawn(known.kind));
                let drawn = drawn.map_err(DeskError::not_in_the_record)?;
                let again = self.deal(id, &Deed::DrawAgain(drawn))?;
                if again.1 == Kept::Aside {
                    self.all_in_the_record(id.0)?;
                }
                let done = self.deal(id, &Deed::Finish)?;
                // Whoever takes it knows of it then, whatever becomes of the file: once a shift, somebody waits for that.
                self.write_known();
                Ok(done)
            }
            Deal::Do { id, command } => self.deal(id, &command),
            Deal::Save { id, to } => self
                .save_sheet(id, &to)
                .map(|id| (id, Kept::InTheRecord))
                .map_err(DeskError::not_in_the_record),
        }
    }

    /// Reads a handover.
    pub fn handover_by_id(&self, id: HandoverId) -> Result<Handover, DeskError> {
        streams::handover(streams::fold(id.0, &self.store.stream(id.0)?)?)
    }

    /// Lists the handovers, the newest first.
    pub fn handovers(&mut self) -> Result<Vec<Brief>, DeskError> {
        self.permit(Action::Search)?;
        let mut briefs: Vec<Brief> =
            self.board(Board::Handover)?.iter().filter_map(crate::domain::board::Entry::read).collect();
        briefs.sort_by_key(|brief| std::cmp::Reverse((brief.at, brief.id)));
        Ok(briefs)
    }

    /// Gives a handover to be printed (`text`) or exported in another form; that it is taken away is journalled first.
    pub fn take_handover_out(&mut self, id: HandoverId, form: &str) -> Result<TakenOut, DeskError> {
        let action = if form == "text" { Action::Print } else { Action::Export };
        let (actor, now) = (self.permit(action)?, self.clock.now());
        let (form, book) = (form.to_owned(), self.book.clone());
        // The newest entry before the one that says that a sheet was taken.
        let (entry, code) = self.head_code()?;
        let handover = self.work(|work| {
            let mut handover = work.handover(id)?;
            if handover.finished().is_some() {
                let cx = Context { now, actor: &actor, policy: &book.policy, duty: &book.duty };
                let sheet = Deed::Sheet(Sheet { form, code });
                if let Some(event) = handover.decide(&sheet, &cx)? {
                    work.append_handover(&mut handover, &event, &actor, now)?;
                }
            }
            Ok(handover)
        })?;
        let mut sealed = BTreeSet::new();
        for item in &handover.items {
            let Some(contact) = item.drawn.contact else { continue };
            let row = self.store.row(contact.0)?;
            if row.is_some_and(|row| !row.opens_to(&actor, now)) {
                sealed.insert(item.no);
            }
        }
        Ok(TakenOut { handover, code, entry, sealed })
    }

    fn save_sheet(&mut self, id: HandoverId, to: &Path) -> Result<HandoverId, DeskError> {
        if self.handover_by_id(id)?.finished().is_none() {
            return Err(Refusal::new(
                "NotHandedOver",
                "A sheet is made of what was handed over. Finish the handover first.",
            )
            .into());
        }
        if to.exists() {
            return Err(crate::store::StoreError::Exists(to.to_owned()).into());
        }
        let markdown = to.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("md"));
        let taken = self.take_handover_out(id, if markdown { "markdown" } else { "text" })?;
        let sheet = taken.paper(&self.book.state, self.clock.now());
        let text = if markdown { paper::markdown(sheet) } else { paper::text(sheet) };
        let written = crate::store::folder::private()
            .create_new(true)
            .open(to)
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
        written.map_err(|error| crate::store::StoreError::file(to, "written", error))?;
        Ok(id)
    }

    /// Begins one, or draws the one that is being written again; what it is drawn from has to be read.
    fn begin_handover(&mut self, kind: Kind) -> Result<(HandoverId, Kept), DeskError> {
        let by = self.at_hand()?.person;
        let written = self.handovers()?.into_iter().find(|brief| {
            let same = match (brief.kind, kind) {
                (Kind::Leave { person, .. }, Kind::Leave { person: other, .. }) => person == other,
                (known, wanted) => known == wanted,
            };
            same && brief.by == by && brief.stands == Waiting::Open
        });
        let drawn = self.drawn(kind)?;
        if let Some(written) = written {
            return self.deal(written.id, &Deed::DrawAgain(drawn));
        }
        let id = HandoverId(super::uuid(&mut self.random, self.clock.now())?);
        let started = |desk: &Self, actor: &Actor, now| {
            let cx = Context { now, actor, policy: &desk.book.policy, duty: &desk.book.duty };
            Handover::start(kind, drawn.clone(), &cx)
        };
        self.recorded_or_kept(
            None,
            Nature::Records,
            |desk, actor, now| {
                let event = started(desk, actor, now)?;
                desk.work(|work| work.write(id.0, None, &event.into(), None, actor, now))?;
                Ok(id)
            },
            |desk, actor, now| {
                let event = started(desk, actor, now)?;
                desk.keep_all(id.0, None, &[event.into()], None, actor, now)?;
                Ok(id)
            },
        )
    }

    fn deal(&mut self, id: HandoverId, command: &Deed) -> Result<(HandoverId, Kept), DeskError> {
        self.recorded_or_kept(
            Some(id.0),
            command.nature(),
            |desk, actor, now| desk.record_deal(id, command, actor, now),
            |desk, actor, now| desk.keep_deal(id, command, actor, now),
        )
    }

    fn record_deal(
        &mut self,
        id: HandoverId,
        command: &Deed,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<HandoverId, DeskError> {
        let book = self.book.clone();
        self.work(|work| {
            let mut handover = work.handover(id)?;
            let cx = Context { now, actor, policy: &book.policy, duty: &book.duty };
            if let Some(event) = handover.decide(command, &cx)? {
                work.append_handover(&mut handover, &event, actor, now)?;
                match &event {
                    Event::Finished(_) => work.leave_items(&handover, actor, now)?,
                    Event::Acknowledged(e) => {
                        if let Some(item) = handover.item(e.no) {
                            let giver = book.state.name_of(handover.by);
                            let taking = Taking { who: actor, writer: actor, said: now, now };
                            work.take_item_up(&handover, item, giver, &taking)?;
                        }
                    }
                    _ => {}
                }
            }
            Ok(id)
        })
    }

    fn keep_deal(
        &mut self,
        id: HandoverId,
        command: &Deed,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<HandoverId, DeskError> {
        let known = self.ahead_of(id.0);
        let handover = streams::handover(known.as_ref().map(|known| known.stream.clone()))?;
        let cx = Context { now, actor, policy: &self.book.policy, duty: &self.book.duty };
        if let Some(event) = handover.decide(command, &cx)? {
            self.keep_all(id.0, known, &[event.into()], None, actor, now)?;
        }
        Ok(id)
    }
}

impl Work<'_, '_> {
    fn append_handover(
        &mut self,
        handover: &mut Handover,
        event: &Event,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let known = Stream::Handover(Box::new(handover.clone()));
        let written = self.write(handover.id.0, Some(known), &event.clone().into(), None, actor, now)?;
        *handover = streams::handover(Some(written))?;
        Ok(())
    }

    /// Puts what a shift hands over into the lane of the next service, each with its line.
    fn leave_items(
        &mut self,
        handover: &Handover,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let Kind::Shift { from, .. } = handover.kind else { return Ok(()) };
        for item in &handover.items {
            let mut reasons = item.drawn.causes.iter().filter(|cause| cause.what != What::NoLone);
            let line = match (item.line.trim(), reasons.next()) {
                ("", Some(cause)) => cause.words.clone(),
                (line, _) => line.to_owned(),
            };
            let Some(contact) = item.drawn.whole_contact() else { continue };
            let known = self.contact(contact)?;
            let of_day =
                known.holder.and_then(|person| works_in(person, &self.book.duty)) == Some(Mode::FrontDoor);
            // What the day asked the night to expect, and has itself, it asks until it says otherwise.
            if from == Mode::Edt && of_day && known.handover.is_some() && known.left_by.is_none() {
                continue;
            }
            self.try_on(contact, &Call::HandOn { line, from }.into(), actor, now)?;
        }
        Ok(())
    }

    /// Does something to a contact where its rules let it; a refusal leaves the contact as it is.
    pub(super) fn try_on(
        &mut self,
        id: ContactId,
        command: &Command,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let mut contact: Contact = self.contact(id)?;
        match self.act(&mut contact, command, actor, now, None) {
            Ok(0) | Err(DeskError::Refused(_)) => Ok(()),
            Ok(_) => self.settle(&contact),
            Err(error) => Err(error),
        }
    }
}
