//! What is done beside the contacts, each in one unit of work.

use super::{
    Answer, Desk, DeskError, Request,
    protocol::{Beside, Deed},
};
impl Desk {
    /// Does one thing beside the contacts.
    pub(super) fn beside(&mut self, beside: Beside) -> Result<Vec<Answer>, DeskError> {
        let now = self.clock.now();
        let mut answers = match beside.deed {
            Deed::Desk(command) => self.answer(Request::Desk(Box::new(command)))?,
            Deed::Visit(id, command) => {
                self.visit(id, &command)?;
                vec![]
            }
            Deed::Shift(id, command) => {
                self.shift(id, &command)?;
                vec![]
            }
            Deed::Handover(deal) => {
                self.handover(deal)?;
                vec![]
            }
        };
        answers.insert(0, Answer::Done { tag: beside.tag, at: now });
        answers.extend(self.told()?);
        Ok(answers)
    }
}
