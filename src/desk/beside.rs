//! What is done beside the contacts, each in one unit of work.

use super::{
    Answer, Desk, DeskError, Request,
    protocol::{Beside, Deed},
    spooling::Kept,
};

impl Desk {
    /// Does one thing beside the contacts.
    pub(super) fn beside(&mut self, beside: Beside) -> Result<Vec<Answer>, DeskError> {
        let (tag, at) = (beside.tag, self.clock.now());
        let (kept, mut answers) = match beside.deed {
            Deed::Desk(command) => (Kept::InTheRecord, self.answer(Request::Desk(Box::new(command)))?),
            Deed::Visit(id, command) => (self.visit(id, &command)?, vec![]),
            Deed::Shift(id, command) => (self.shift(id, &command)?, vec![]),
            Deed::Handover(deal) => (self.hand(deal)?.1, vec![]),
        };
        match kept {
            Kept::InTheRecord => {
                answers.insert(0, Answer::Done { tag, at });
                answers.extend(self.told()?);
            }
            Kept::Aside => {
                self.renew_alarms();
                answers.extend([Answer::Spooled { tag, at }, Answer::Desk(self.view())]);
                // That it was kept is told in any case; what cannot be read stays as it was shown.
                if !self.watching.board.is_empty() {
                    answers.extend(self.board_told().unwrap_or_default());
                }
            }
        }
        Ok(answers)
    }
}
