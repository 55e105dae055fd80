//! The sheets of a list, one for each of its rows: what is written in one outlives a look at another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{super::pane::HalfTyped, Kept, Sheet};

/// The sheets of a list: the open one, and those that were turned away from with something in them.
#[derive(Default)]
pub(in super::super) struct Sheets {
    slot: String,
    open: Sheet,
    aside: BTreeMap<String, Sheet>,
}

/// Half-typed sheets as they are kept.
#[derive(Serialize, Deserialize)]
struct AllKept {
    open: String,
    sheets: BTreeMap<String, Kept>,
}

impl Sheets {
    /// Gives the name of the open one.
    pub(in super::super) fn slot(&self) -> &str {
        &self.slot
    }

    /// Gives the open one.
    pub(in super::super) fn open(&self) -> &Sheet {
        &self.open
    }

    /// Gives the open one.
    pub(in super::super) fn open_mut(&mut self) -> &mut Sheet {
        &mut self.open
    }

    /// Finds one by its name.
    pub(in super::super) fn get(&self, slot: &str) -> Option<&Sheet> {
        if self.slot == slot { Some(&self.open) } else { self.aside.get(slot) }
    }

    /// Finds one by its name, to write in it.
    pub(in super::super) fn get_mut(&mut self, slot: &str) -> Option<&mut Sheet> {
        if self.slot == slot { Some(&mut self.open) } else { self.aside.get_mut(slot) }
    }

    /// Turns to another one, an empty one unless something is written in it already. The fields are fitted afterwards.
    pub(in super::super) fn turn(&mut self, slot: &str) {
        if self.slot == slot {
            return;
        }
        let next = self.aside.remove(slot).unwrap_or_default();
        let last = std::mem::replace(&mut self.open, next);
        let name = std::mem::replace(&mut self.slot, slot.to_owned());
        if last.is_written() || last.is_given() {
            self.aside.insert(name, last);
        }
    }

    fn all(&self) -> impl Iterator<Item = (&String, &Sheet)> {
        self.aside.iter().chain([(&self.slot, &self.open)])
    }

    /// Gives the names of those that have something written in them.
    pub(in super::super) fn half_typed(&self) -> impl Iterator<Item = &str> {
        self.all().filter(|(_, sheet)| sheet.is_written()).map(|(slot, _)| slot.as_str())
    }

    /// Gives what is half-typed in all of them, if anything is.
    pub(in super::super) fn kept(&self) -> Option<HalfTyped> {
        let sheets: BTreeMap<String, Kept> =
            self.all().filter_map(|(slot, sheet)| Some((slot.clone(), sheet.kept()?))).collect();
        if sheets.is_empty() {
            return None;
        }
        let words = self.all().fold(0, |words: u32, (_, sheet)| words.saturating_add(sheet.words()));
        let body = serde_json::to_value(AllKept { open: self.slot.clone(), sheets }).ok()?;
        Some(HalfTyped { words, body })
    }

    /// Takes up what was kept, and opens the one that was open; `take` fits each to its fields, by its name.
    pub(in super::super) fn restore(
        &mut self,
        body: &serde_json::Value,
        mut take: impl FnMut(&str, &mut Sheet, Kept),
    ) {
        let Ok(kept) = AllKept::deserialize(body) else { return };
        for (slot, half) in kept.sheets {
            self.turn(&slot);
            take(&slot, &mut self.open, half);
        }
        self.turn(&kept.open);
    }
}
