//! Whether a command writes down what was said or done, or decides something.
//!
//! Recording never fails: where the desk's file takes nothing, what is recorded waits beside it, is shown as waiting, and
//! comes into the record later. What decides fails closed: it has no effect without its entry in the journal, for somebody
//! acts on it, at this console or at another one. Here stand visits, shifts and handovers; [`contact::nature`] has the
//! contact's own table.
//!
//! [`contact::nature`]: super::contact::nature

use super::{handover, shift, visit};

/// What a command does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Nature {
    /// It writes down what was said or done.
    Records,
    /// It lets something be done, takes something from somebody, or asks for such a word.
    Decides,
}

impl visit::Command {
    /// Tells whether it records or decides.
    pub const fn nature(&self) -> Nature {
        match self {
            // Whoever goes is missed by somebody, whatever the disk does; and their voice ends the alarm.
            Self::Start(_)
            | Self::CheckIn
            | Self::Extend { .. }
            | Self::Help { .. }
            | Self::Try { .. }
            | Self::BackSafe { .. } => Nature::Records,
            // A manager's judgement of a visit to a marked family: managers are reminded of it no more.
            Self::Look { .. } => Nature::Decides,
        }
    }
}

impl shift::Command {
    /// Tells whether it records or decides.
    pub const fn nature(&self) -> Nature {
        match self {
            // What they were told when they began; and why each contact is on no file, in their own words.
            Self::Start(_) | Self::End { .. } => Nature::Records,
        }
    }
}

impl handover::Command {
    /// Tells whether it records or decides.
    pub const fn nature(&self) -> Nature {
        match self {
            // Nobody has anything by them before it is handed over. And whoever has read an item and has it says so whatever
            // the disk does: what goes to them by that goes when their word comes into the record.
            Self::DrawAgain(_) | Self::Line { .. } | Self::Owner { .. } | Self::Acknowledge { .. } => {
                Nature::Records
            }
            // Responsibility goes to somebody; what they were to have does not; and no sheet leaves unrecorded.
            Self::Finish | Self::Drop { .. } | Self::Sheet(_) => Nature::Decides,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{answer::HeadCode, ids::ItemNo};

    #[test]
    fn what_decides_beside_the_contacts_is_known() {
        assert_eq!(visit::Command::Look { words: String::new() }.nature(), Nature::Decides);
        let sheet = handover::Sheet { form: "text".to_owned(), code: HeadCode::of(&[0; 32]) };
        for command in [
            handover::Command::Finish,
            handover::Command::Drop { why: String::new() },
            handover::Command::Sheet(sheet),
        ] {
            assert_eq!(command.nature(), Nature::Decides, "{command:?}");
        }
        let has_it = handover::Command::Acknowledge { no: ItemNo(1), words: String::new() };
        assert_eq!(has_it.nature(), Nature::Records, "whoever has it says so whatever the disk does");
    }
}
