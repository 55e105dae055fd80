//! Whether a contact's command writes down what was said or done, or decides something: see [`crate::domain::nature`].

use super::{Command, access, agreement, call, family, night, oversight, route, share, telling};
pub use crate::domain::nature::Nature;

impl Command {
    /// Tells whether it records or decides.
    pub const fn nature(&self) -> Nature {
        match self {
            Self::Call(command) => call(command),
            Self::Family(command) => family(command),
            Self::Agreement(command) => agreement(command),
            Self::Oversight(command) => oversight(command),
            Self::Share(command) => share(command),
            Self::Route(command) => route(command),
            Self::Telling(command) => telling(command),
            Self::Night(command) => night(command),
            Self::Access(command) => access(command),
        }
    }
}

const fn call(command: &call::Command) -> Nature {
    use call::Command as C;
    match command {
        C::Take(_)
        | C::SetCaller(_)
        | C::Identify(_)
        | C::MarkUrgent
        | C::DropLine
        | C::SettleDrop(_)
        | C::Resume
        | C::End
        | C::Write(_)
        | C::MarkNote { .. }
        | C::CorrectNote { .. }
        | C::AmendNote { .. }
        | C::Answer { .. }
        | C::Hear { .. }
        | C::Reveal { .. }
        | C::HandOn { .. }
        | C::LeaveForHandover { .. } => Nature::Records,
        // Somebody else may be on their way because it is urgent; two people would have it; two records change at once.
        C::StandDown { .. }
        | C::TakeOver { .. }
        | C::AttachTo { .. }
        | C::TakeIn { .. }
        | C::MisplaceNote { .. }
        | C::TakeNote { .. }
        | C::Detach { .. } => Nature::Decides,
    }
}

const fn family(command: &family::Command) -> Nature {
    use family::Command as C;
    match command {
        C::Add(_)
        | C::Change { .. }
        | C::Remove { .. }
        | C::SetTelling { .. }
        | C::Link(_)
        | C::Unlink { .. }
        | C::SetHousehold(_)
        | C::RemoveHousehold { .. } => Nature::Records,
    }
}

const fn agreement(command: &agreement::Command) -> Nature {
    use agreement::Command as C;
    match command {
        C::Record(_) | C::Mistaken { .. } => Nature::Records,
        C::GoOn(_) | C::See { .. } => Nature::Decides,
    }
}

const fn oversight(command: &oversight::Command) -> Nature {
    use oversight::{Command as C, Reached};
    match command {
        C::RecordAttempt {
            reached:
                Reached::NoAnswer
                | Reached::Engaged
                | Reached::Voicemail
                | Reached::SomebodyElse
                | Reached::WouldNotDecide { .. },
            ..
        }
        | C::CallInVain { .. }
        | C::Draft { .. }
        | C::Act(_)
        | C::Describe { .. }
        | C::Settle { .. } => Nature::Records,
        // A manager's no is a decision, whoever writes it down.
        C::RecordAttempt { reached: Reached::Declined { .. }, .. }
        | C::Ask { .. }
        | C::Authorise { .. }
        | C::Challenge { .. }
        | C::AuthoriseByTelephone { .. }
        | C::Confirm { .. }
        | C::Correct { .. }
        | C::Disown { .. }
        | C::Decline { .. }
        | C::Return { .. }
        | C::Cancel { .. }
        | C::Withdraw { .. }
        | C::Uphold { .. }
        | C::NotUphold { .. }
        | C::Propose(_)
        | C::DecideGround { .. }
        | C::TakeDown { .. }
        | C::ConfirmWord { .. }
        | C::DisownWord { .. }
        | C::EndGround { .. } => Nature::Decides,
    }
}

const fn share(command: &share::Command) -> Nature {
    use share::Command as C;
    match command {
        C::Record(_) | C::Mistaken { .. } => Nature::Records,
    }
}

const fn route(command: &route::Command) -> Nature {
    use route::Command as C;
    match command {
        C::Open { .. }
        | C::OpenNaming { .. }
        | C::Fill { .. }
        | C::MarkCriterion { .. }
        | C::TakeMarkBack { .. }
        | C::Held { .. } => Nature::Records,
        C::Decide { .. }
        | C::DealtWith { .. }
        | C::Second { .. }
        | C::Send { .. }
        | C::Recall { .. }
        | C::Accept { .. }
        | C::Return { .. }
        | C::TakeAnswerBack { .. }
        | C::TakeOff { .. } => Nature::Decides,
    }
}

const fn telling(command: &telling::Command) -> Nature {
    use telling::Command as C;
    match command {
        C::Draft { .. }
        | C::Check { .. }
        | C::Sent { .. }
        | C::Unsent { .. }
        | C::PutAway { .. }
        | C::TakeUp { .. }
        | C::NotSend { .. }
        | C::TakeNotSendBack { .. }
        | C::Promise(_)
        | C::PromiseFrom { .. }
        | C::Keep { .. }
        | C::Break { .. }
        | C::Renegotiate(_)
        | C::Try { .. }
        | C::OpenAgain { .. }
        | C::Mistaken { .. }
        // Opened again, it only stands in the queue once more, as it does by being marked urgent.
        | C::Reopen { .. } => Nature::Records,
        // Whoever it is handed to would not hear of it.
        C::HandOver { .. } | C::Close { .. } => Nature::Decides,
    }
}

const fn night(command: &night::Command) -> Nature {
    use night::{Command as C, NoLoneVisits};
    match command {
        // Taking the mark away lets somebody go there alone.
        // And somebody's own name is put under an analysis, or taken away.
        C::NoLone(NoLoneVisits { why: None, .. }) | C::AllowLone(_) | C::SignAnalysis { .. } => {
            Nature::Decides
        }
        C::NoLone(_)
        | C::Care(_)
        | C::EndCare(_)
        | C::Elsewhere(_)
        | C::NotObtained(_)
        | C::MorningDone(_)
        | C::Advise { .. }
        | C::Analyse(_)
        | C::File { .. }
        | C::LeaveUnfiled(_)
        | C::Placement(_)
        | C::Alert(_) => Nature::Records,
    }
}

const fn access(command: &access::Command) -> Nature {
    use access::Command as C;
    match command {
        C::Restrict(_) | C::Lift { .. } | C::Grant { .. } | C::BreakGlass { .. } | C::SeeGlass { .. } => {
            Nature::Decides
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::{
        AnalysisNo, ContactId, GlassNo, OverrideNo, PromiseNo, RouteNo, StaffId, WordNo,
    };

    #[test]
    fn what_lets_somebody_do_something_decides() {
        let why = || "why".to_owned();
        let (person, other) = (StaffId(Uuid::from_u128(1)), ContactId(Uuid::from_u128(2)));
        let until = DateTime::UNIX_EPOCH;
        let allowed = night::LoneAllowed { visitor: person, why: why(), until };
        let restricted = access::Restricted {
            kind: access::Kind::Other,
            why: why(),
            named: vec![person],
            family_of: vec![],
        };
        let no = OverrideNo(1);
        let declined = oversight::Reached::Declined { reason: why(), next: why() };
        let tried = |reached| oversight::Command::RecordAttempt { no, manager: person, rung: until, reached };
        let decisions: Vec<Command> = vec![
            call::Command::StandDown { why: why() }.into(),
            call::Command::Detach { other, why: why() }.into(),
            tried(declined).into(),
            oversight::Command::Confirm { no }.into(),
            oversight::Command::Disown { no, why: why() }.into(),
            oversight::Command::ConfirmWord { no: WordNo(1) }.into(),
            oversight::Command::DisownWord { no: WordNo(1), why: why() }.into(),
            oversight::Command::Cancel { no, why: why() }.into(),
            oversight::Command::Withdraw { no, why: why() }.into(),
            oversight::Command::Decline { no, reason: why(), next: why() }.into(),
            oversight::Command::Return { no, reason: why(), next: why() }.into(),
            route::Command::send(RouteNo(1), why()).into(),
            telling::Command::HandOver { no: PromiseNo(1), to: person, why: why() }.into(),
            telling::Command::Close { words: why() }.into(),
            night::Command::NoLone(night::NoLoneVisits::default()).into(),
            night::Command::AllowLone(allowed).into(),
            night::Command::SignAnalysis { no: AnalysisNo(1), says: night::SecondSays::Mine }.into(),
            access::Command::Restrict(restricted).into(),
            access::Command::Lift { why: why() }.into(),
            access::Command::Grant { person, why: why() }.into(),
            access::Command::BreakGlass { why: why() }.into(),
            access::Command::SeeGlass { no: GlassNo(1), words: why() }.into(),
        ];
        for command in decisions {
            assert_eq!(command.nature(), Nature::Decides, "{command:?}");
        }
        let marks: Command =
            night::Command::NoLone(night::NoLoneVisits { why: Some(why()), lifted: None }).into();
        assert_eq!(marks.nature(), Nature::Records);
        assert_eq!(Command::from(tried(oversight::Reached::NoAnswer)).nature(), Nature::Records);
    }
}
