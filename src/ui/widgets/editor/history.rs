//! What can be undone.

/// One change: what stood where, what stands there now, and where the cursor was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    pub(super) at: usize,
    pub(super) removed: String,
    pub(super) inserted: String,
    pub(super) cursor: usize,
}

/// The changes done and undone. Letters of one word are undone together.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    paused: bool,
}

impl History {
    const DEPTH: usize = 1000;

    pub(super) fn note(&mut self, change: &Change) {
        self.undone.clear();
        if !std::mem::take(&mut self.paused)
            && let Some(last) = self.done.last_mut()
        {
            let typed = change.removed.is_empty() && last.removed.is_empty() && change.inserted.len() <= 4;
            if typed
                && change.at == last.at + last.inserted.len()
                && !last.inserted.ends_with(char::is_whitespace)
            {
                last.inserted.push_str(&change.inserted);
                return;
            }
        }
        if self.done.len() == Self::DEPTH {
            self.done.remove(0);
        }
        self.done.push(change.clone());
    }

    /// Says that what comes next is undone by itself.
    pub(super) fn pause(&mut self) {
        self.paused = true;
    }

    pub(super) fn undo(&mut self) -> Option<Change> {
        let change = self.done.pop()?;
        self.undone.push(change.clone());
        self.paused = true;
        Some(change)
    }

    pub(super) fn redo(&mut self) -> Option<Change> {
        let change = self.undone.pop()?;
        self.done.push(change.clone());
        self.paused = true;
        Some(change)
    }
}
