//! Proof and repair: the journal verified, the projections made again from it and compared.

use std::path::{Path, PathBuf};

use super::{Desk, DeskError, streams, work};
use crate::{
    domain::{
        contact, handover,
        ids::{ContactId, RingId},
        looked,
        permission::{self, Action, State},
        ring, shift, visit,
    },
    store::{
        Store, StoreError, Unit, damage, folder,
        verify::{self, Fault, Verified},
    },
};

/// What was found when projections were compared with the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Projections {
    /// They say what the journal says.
    Equal,
    /// They differ; `dutydesk rebuild` makes them again.
    Differ,
}

/// Takes the trial unit back: nothing of it is kept.
enum Trial {
    Found(Projections),
    Failed(DeskError),
}

impl From<StoreError> for Trial {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Desk {
    /// Verifies the journal's chain from its first entry to its last.
    pub fn verify(&self, progress: &mut dyn FnMut(u64)) -> Result<Result<Verified, Fault>, DeskError> {
        let proved = verify::verify(&self.store, progress)?;
        if proved.is_ok() && damage::is_sound(self.store.folder()).is_err() {
            tracing::warn!("that the desk's file is sound could not be written down");
        }
        Ok(proved)
    }

    /// Compares the projections with what the journal gives; changes nothing.
    pub fn compare(&mut self) -> Result<Projections, DeskError> {
        let before = self.store.projection_digest()?;
        let desk = self.store.meta().desk.0;
        let tried: Result<(), Trial> = self.store.unit(|unit| {
            rebuild(unit, desk).map_err(Trial::Failed)?;
            let after = unit.projection_digest()?;
            // Always ends in an error, so that the transaction is rolled back.
            Err(Trial::Found(if after == before { Projections::Equal } else { Projections::Differ }))
        });
        match tried {
            Err(Trial::Found(found)) => Ok(found),
            Err(Trial::Failed(error)) => Err(error),
            Ok(()) => Ok(Projections::Differ),
        }
    }

    /// Makes every projection again from the journal.
    pub fn rebuild(&mut self) -> Result<(), DeskError> {
        // By what they may as it is known, where not even that can be read.
        permission::may(&self.at_hand()?, Action::Rebuild, State::Ordinary)?;
        let desk = self.store.meta().desk.0;
        let done = self.store.unit(|unit| rebuild(unit, desk));
        match self.store.check_pages() {
            // What could not be emptied, or was not touched by that, is left behind.
            Err(StoreError::Corrupt) => self.store.leave_damage()?,
            sound => return done.and_then(|()| Ok(sound?)),
        }
        self.store.unit(|unit| {
            rebuild(unit, desk)?;
            Ok::<_, DeskError>(unit.set_projected_by(RULES)?)
        })?;
        // That it was damaged is in the journal before it is forgotten.
        self.journal_damage()?;
        Ok(damage::is_sound(self.store.folder())?)
    }

    /// Copies the desk to a new file and proves the copy; beside it goes what says who can open it, under the name given.
    pub fn backup(&mut self, to: &Path) -> Result<(Verified, PathBuf), DeskError> {
        self.permit(Action::Backup)?;
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".keys");
        let keys = to.with_file_name(name);
        if keys.exists() {
            return Err(StoreError::Exists(keys).into());
        }
        // Nothing in it is in clear. First: a copy without it opens to nobody.
        let text = std::fs::read(self.store.folder().keys())
            .map_err(|error| StoreError::file(self.store.folder().keys(), "read", error))?;
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()).into());
        }
        folder::write_private(&keys, &text, true)?;
        let copied = Store::backup(&self.store, to).inspect_err(|_| {
            let _ = std::fs::remove_file(&keys);
        });
        Ok((copied?, keys))
    }
}

/// The rules by which projections are made now; one more whenever a row says something that it did not.
const RULES: i64 = 13;

/// Makes the projections anew that an earlier program left; an opening desk begins with it.
pub(super) fn bring_up(store: &mut Store) -> Result<(), DeskError> {
    if store.projected_by()? >= RULES {
        return Ok(());
    }
    let desk = store.meta().desk.0;
    store.unit(|unit| {
        // Another console may have done it meanwhile.
        if unit.projected_by()? < RULES {
            rebuild(unit, desk)?;
            unit.set_projected_by(RULES)?;
        }
        Ok(())
    })
}

fn rebuild(unit: &mut Unit<'_>, desk: uuid::Uuid) -> Result<(), DeskError> {
    unit.clear_projections()?;
    unit.each_stream(|unit, stream, entries| {
        let Some(first) = entries.first() else { return Ok(()) };
        let beside = |kind: &str| {
            [visit::Event::KINDS, shift::Event::KINDS, handover::Event::KINDS]
                .iter()
                .any(|kinds| kinds.contains(&kind))
        };
        if stream == desk {
            let state = work::fold_desk(&entries)?;
            unit.put_desk(&serde_json::to_string(&state)?)?;
        } else if ring::Event::KINDS.contains(&first.kind.as_str()) {
            let ring = work::fold_ring(RingId(stream), &entries)?;
            unit.put_row(&ring.row())?;
            put_number(unit, stream, ring.announced.number.as_deref())?;
        } else if contact::Event::KINDS.contains(&first.kind.as_str()) {
            let contact = work::fold(ContactId(stream), &entries)?;
            unit.put_row(&contact.row())?;
            unit.put_board(stream, &contact.board())?;
            put_number(unit, stream, contact.call.caller.number.as_deref())?;
        } else if beside(&first.kind) {
            let made = streams::fold(stream, &entries)?.ok_or(DeskError::ContactMissing)?;
            unit.put_board(stream, &made.board())?;
        } else if looked::Event::KINDS.contains(&first.kind.as_str()) {
            // Who looked is read from the journal itself.
        } else {
            return Err(crate::domain::recorded::Unreadable::Kind(first.kind.clone()).into());
        }
        Ok(())
    })
}

/// Puts the number under which a call is found again.
pub(super) fn put_number(unit: &mut Unit<'_>, id: uuid::Uuid, raw: Option<&str>) -> Result<(), DeskError> {
    let digits =
        raw.and_then(|raw| crate::domain::input::phone::read(raw).ok()).and_then(|number| number.digits);
    Ok(unit.put_numbers(id, digits.as_deref().as_slice())?)
}
