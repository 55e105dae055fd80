//! What is read for a handover: the contacts whose lines can be of it, who is still out; and what changed while somebody was away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{
    desk::{Desk, DeskError},
    domain::{
        board::Kind as Board,
        contact::Context,
        handover::{self, Brief, Drawn, Kind, away},
        ids::ContactId,
        permission::Action,
        policy::Mode,
        queue::{Item as OfQueue, Lane},
        staff::Actor,
        visit::Visit,
    },
};

/// How many entries are read at a time.
const PAGE: usize = 2_000;

impl Desk {
    /// Draws what a handover of this kind holds now.
    pub(super) fn drawn(&self, kind: Kind) -> Result<Vec<Drawn>, DeskError> {
        let Some(actor) = &self.actor else { return Err(DeskError::NobodySignedIn) };
        let cx = Context { now: self.clock.now(), actor, policy: &self.book.policy, duty: &self.book.duty };
        let mut ids: BTreeSet<Uuid> = BTreeSet::new();
        let rows = self.store.lane(Lane::All, None, None, usize::MAX, crate::store::Direction::Down)?;
        for row in self.with_what_waits(rows).into_iter().chain(self.without_number(Lane::All)) {
            // A contact is read only where its line can be of this handover.
            let may = handover::may_be_drawn(kind, &row, &cx);
            if may && row.item == OfQueue::Contact {
                ids.insert(row.id);
            }
        }
        let waits: &[Board] = match kind {
            Kind::Shift { from: Mode::Edt, .. } => &[Board::Morning, Board::Unfiled],
            Kind::Shift { from: Mode::FrontDoor, .. } => &[Board::Tonight, Board::Placement, Board::Alert],
            Kind::Leave { .. } => &[],
        };
        for waits in waits {
            let of = self.board(*waits)?;
            ids.extend(of.iter().filter_map(|entry| entry.contact).map(|contact| contact.0));
        }
        if let Kind::Leave { person, .. } = kind {
            let promises = self.board(Board::Promise)?;
            let theirs = promises.iter().filter(|entry| entry.person == Some(person));
            ids.extend(theirs.filter_map(|entry| entry.contact).map(|contact| contact.0));
        }
        let contact = |id| match self.contact_ahead(id) {
            Some(contact) => Ok((**contact).clone()),
            None => self.contact_by_id(id),
        };
        let contacts = ids.into_iter().map(|id| contact(ContactId(id))).collect::<Result<Vec<_>, _>>()?;
        Ok(handover::draw(kind, &contacts, &self.out(actor, cx.now)?, &cx))
    }

    /// Lists who is still out.
    fn out(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<handover::Out>, DeskError> {
        let mut out = Vec::new();
        for entry in self.board(Board::Visit)? {
            let Some(visit) = entry.read::<Visit>() else { continue };
            let row = entry.contact.map(|contact| self.store.row(contact.0)).transpose()?.flatten();
            let opens = row.is_none_or(|row| row.opens_to(actor, now));
            let name = self.book.state.name_of(visit.worker).to_owned();
            out.push(handover::Out { visit, name, opens });
        }
        Ok(out)
    }

    /// Tells what colleagues did on what is somebody's since a moment: the given one, or when they last handed over.
    pub fn while_away(
        &mut self,
        since: Option<DateTime<Utc>>,
    ) -> Result<(DateTime<Utc>, Vec<away::Changed>), DeskError> {
        let (actor, now) = (self.permit(Action::Open)?, self.clock.now());
        let since = if let Some(since) = since {
            since
        } else {
            let mine = |brief: &Brief| match brief.kind {
                Kind::Leave { person, .. } => person == actor.person,
                Kind::Shift { .. } => brief.by == actor.person,
            };
            let last = self.handovers()?.into_iter().filter(mine).filter_map(|brief| brief.finished).max();
            last.unwrap_or(now - TimeDelta::hours(24))
        };
        let mut streams: BTreeMap<Uuid, Vec<away::Entry>> = BTreeMap::new();
        let mut from = self.first_after(since)?;
        loop {
            let page = self.store.after(from, PAGE)?;
            let Some(last) = page.last() else { break };
            from = last.seq;
            for entry in page.into_iter().filter(|entry| entry.kind.starts_with("contact.")) {
                let told = away::Entry { at: entry.at, by: entry.person, kind: entry.kind };
                streams.entry(entry.stream).or_default().push(told);
            }
        }
        let mut changed = Vec::new();
        for (id, entries) in streams {
            let contact = self.contact_by_id(ContactId(id))?;
            let mine = away::is_of(&contact, actor.person);
            if mine && self.opens(&contact).is_ok() {
                changed.extend(away::changed(&contact, &entries, actor.person, since));
            }
        }
        changed.sort_by_key(|changed| changed.done.last().map(|done| std::cmp::Reverse(done.at)));
        Ok((since, changed))
    }

    /// Finds the place in the journal after which everything is later than a moment.
    fn first_after(&self, since: DateTime<Utc>) -> Result<u64, DeskError> {
        let (mut low, mut high) = (0, self.store.head()?.seq);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.store.after(middle, 1)?.first() {
                Some(entry) if entry.at <= since => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }
}
