//! What waits for a quiet moment: right after an answer was shown, or when nobody has asked for anything for a while.

use super::{Answer, Desk};

/// How many new entries the log may hold; less of it costs more syncs, more of it a longer wait when it is moved.
const LOG: u64 = 256;

impl Desk {
    /// Journals what was just shown, and says so where that fails; tells the other consoles who sat down.
    pub fn settle(&mut self) -> Vec<Answer> {
        self.say_seated();
        let untold = self.journal_waiting().err().and_then(|error| self.untold(&error));
        let told = untold.into_iter().chain(self.alarmed_by_time()).collect::<Vec<_>>();
        told.into_iter().chain(self.told_damage()).collect()
    }

    /// Does what waits for a quiet moment: tells of searches, shuts what may be read no longer, reads what the next search
    /// looks through, keeps beside the file what it says of whoever is out and on.
    pub fn idle(&mut self) -> Vec<Answer> {
        let mut answers: Vec<Answer> =
            self.journal_looks().err().and_then(|error| self.untold(&error)).into_iter().collect();
        if let Some(id) = self.watching.contact
            && let Ok(contact) = self.shown(id)
            && let Err(refusal) = self.opens(&contact)
        {
            answers.extend(self.shut(id, refusal.words));
        }
        if self.takes_file_up() {
            answers.push(Answer::Desk(self.view()));
            answers.extend(self.told().unwrap_or_default());
        }
        // What another console left that has ended is taken in by whoever is there.
        let waited = self.spooled > 0;
        if (waited || !self.others.is_empty())
            && self.merge_spooled().is_ok()
            && self.spooled == 0
            && (waited || self.came_in.any())
        {
            answers.push(Answer::Desk(self.view()));
            answers.extend(self.told().unwrap_or_default());
            answers.extend(self.told_came_in());
        }
        let newest = self.newest();
        self.ready(newest);
        self.tidy(1);
        self.keep_known(newest);
        answers
    }

    /// Tells whether anything waits for the next pause between two letters.
    pub fn wants_pause(&mut self) -> bool {
        let newest = self.newest();
        self.log_is_long(newest) || self.wants_lines(newest) || self.book_is_behind(newest)
    }

    /// Does what waits for a pause between two letters: reads what the next search looks through, moves a long log, keeps
    /// beside the file what it says of whoever is out and on.
    pub fn pause(&mut self) {
        let newest = self.newest();
        self.ready(newest);
        if self.log_is_long(newest) {
            self.tidy(1);
        }
        self.keep_known(newest);
    }

    /// Has the lines of the queue ready: reading those of a long one takes longer than the first letter of a search does.
    fn ready(&mut self, newest: u64) {
        if self.wants_lines(newest) {
            // Tried once for each change: where it fails, the search says why.
            self.readied = Some(newest);
            if self.lines.renew(&self.store, self.clock.now()).is_err() {
                tracing::debug!(
                    "the lines of the queue could not be read for a search; it reads them itself"
                );
            }
        }
    }

    fn wants_lines(&self, newest: u64) -> bool {
        let reads = self.actor.is_some() && !self.locked && self.store.unread().is_none();
        reads && self.readied != Some(newest)
    }

    /// Tells whether so much is new in the log that it wants to be moved into the file.
    fn log_is_long(&self, newest: u64) -> bool {
        newest >= self.tidied + LOG
    }

    /// Moves the log into the file once so many entries are new in it, so that no commit has to while somebody waits for it.
    ///
    /// It takes some tens of milliseconds on a desk where others write much: nobody waits for it either, and never right
    /// after an answer, when the next letter may be on its way already.
    pub fn tidy(&mut self, entries: u64) {
        let newest = self.newest();
        let at_it = self.tidying.as_ref().is_some_and(|thread| !thread.is_finished());
        if newest >= self.tidied + entries && !at_it && self.store.unread().is_none() {
            self.tidied = newest;
            self.tidying = self.store.tidy_beside().ok();
        }
    }

    /// Gives the number of the newest entry, as `desk.head` says.
    pub(super) fn newest(&mut self) -> u64 {
        self.head.read().map_or(0, |said| said.head.seq)
    }
}
