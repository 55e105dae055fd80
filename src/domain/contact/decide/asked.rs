//! What each command asks for, in the words of the table of permissions, and how the contact stands towards it.

use crate::domain::{
    contact::{
        Command, Contact, Context, access, agreement, call, night, oversight,
        oversight::{EmergencyState, GroundState},
        route, telling,
    },
    ids::StaffId,
    permission::{Action, State},
};

/// Names what a command asks for.
pub(super) const fn action(command: &Command) -> Action {
    use oversight::Command as Oversight;
    match command {
        Command::Call(
            call::Command::Write(_)
            | call::Command::CorrectNote { .. }
            | call::Command::AmendNote { .. }
            | call::Command::Reveal { .. }
            | call::Command::MisplaceNote { .. }
            | call::Command::TakeNote { .. }
            | call::Command::TakeIn { .. }
            | call::Command::AttachTo { .. }
            | call::Command::Detach { .. }
            | call::Command::MarkUrgent,
        )
        | Command::Agreement(agreement::Command::See { .. })
        | Command::Night(night::Command::LeaveUnfiled(_)) => Action::AddNote,
        Command::Night(night::Command::SignAnalysis { .. }) => Action::GiveWord,
        Command::Call(_) | Command::Family(_) | Command::Night(_) => Action::Write,
        Command::Agreement(_) => Action::RecordAgreement,
        Command::Share(_) => Action::Share,
        Command::Oversight(command) => match command {
            Oversight::Draft { .. }
            | Oversight::Ask { .. }
            | Oversight::Cancel { .. }
            | Oversight::Challenge { .. }
            | Oversight::AuthoriseByTelephone { .. }
            | Oversight::RecordAttempt { .. }
            | Oversight::CallInVain { .. }
            | Oversight::TakeDown { .. } => Action::RequestOverride,
            Oversight::Confirm { .. }
            | Oversight::Correct { .. }
            | Oversight::Disown { .. }
            | Oversight::ConfirmWord { .. }
            | Oversight::DisownWord { .. } => Action::GiveWord,
            Oversight::Settle { .. } => Action::Settle,
            Oversight::Authorise { .. } => Action::Authorise,
            Oversight::Decline { .. } | Oversight::Return { .. } => Action::Decline,
            Oversight::Withdraw { .. } | Oversight::EndGround { .. } => Action::EndAuthority,
            Oversight::Act(_) | Oversight::Describe { .. } => Action::ActAtOnce,
            Oversight::Uphold { .. } | Oversight::NotUphold { .. } => Action::JudgeEmergency,
            Oversight::Propose(_) => Action::ProposeGround,
            Oversight::DecideGround { .. } => Action::DecideGround,
        },
        Command::Route(command) => match command {
            route::Command::Open { .. }
            | route::Command::OpenNaming { .. }
            | route::Command::Fill { .. }
            | route::Command::MarkCriterion { .. }
            | route::Command::TakeMarkBack { .. }
            | route::Command::TakeOff { .. } => Action::FillCard,
            route::Command::Held { .. } => Action::AddNote,
            route::Command::Decide { .. } | route::Command::DealtWith { .. } => Action::DecideRoute,
            route::Command::Second { .. } => Action::SecondRoute,
            route::Command::Send { .. } | route::Command::Recall { .. } => Action::SendRoute,
            route::Command::Accept { .. }
            | route::Command::Return { .. }
            | route::Command::TakeAnswerBack { .. } => Action::AnswerForTeam,
        },
        Command::Telling(command) => match command {
            telling::Command::Draft { .. } => Action::ComposeLetter,
            telling::Command::Check { .. } => Action::CheckLetter,
            telling::Command::Sent { .. }
            | telling::Command::Unsent { .. }
            | telling::Command::PutAway { .. }
            | telling::Command::TakeUp { .. }
            | telling::Command::NotSend { .. }
            | telling::Command::TakeNotSendBack { .. } => Action::SendLetter,
            telling::Command::Promise(_) | telling::Command::PromiseFrom { .. } => Action::Promise,
            // What is owed is owed after the contact is closed, too.
            telling::Command::Keep { .. }
            | telling::Command::Break { .. }
            | telling::Command::Renegotiate(_)
            | telling::Command::Try { .. }
            | telling::Command::HandOver { .. }
            | telling::Command::OpenAgain { .. }
            | telling::Command::Mistaken { .. } => Action::Settle,
            telling::Command::Close { .. } => Action::Close,
            telling::Command::Reopen { .. } => Action::Reopen,
        },
        Command::Access(command) => match command {
            access::Command::Restrict(_) => Action::Restrict,
            access::Command::Lift { .. } => Action::Lift,
            access::Command::Grant { .. } => Action::Grant,
            access::Command::BreakGlass { .. } => Action::BreakGlass,
            access::Command::SeeGlass { .. } => Action::SeeGlass,
        },
    }
}

/// Tells how the contact stands towards whoever asks.
pub(super) fn state(contact: &Contact, command: &Command, cx: &Context<'_>) -> State {
    let shut = contact.access.state(cx.actor, cx.now);
    if matches!(shut, State::OwnFamily | State::Restricted) {
        // A manager who may not open the record can still answer for who broke into it, but not for themselves.
        let own =
            matches!(command, Command::Access(_)) && asked_by(contact, command) == Some(cx.actor.person);
        return if own && shut == State::Restricted { State::OwnGlass } else { shut };
    }
    if contact.closed.is_some() && !matches!(command, Command::Access(_)) {
        return State::Closed;
    }
    if asked_by(contact, command) == Some(cx.actor.person) {
        return if matches!(command, Command::Access(_)) { State::OwnGlass } else { State::OwnRequest };
    }
    shut
}

/// Gives who asked for what a command answers, while it still waits for the answer.
fn asked_by(contact: &Contact, command: &Command) -> Option<StaffId> {
    use oversight::Command as Oversight;
    let oversight = &contact.oversight;
    match command {
        Command::Oversight(
            Oversight::Authorise { no, .. } | Oversight::Decline { no, .. } | Oversight::Return { no, .. },
        ) => oversight.get(*no).filter(|asked| asked.waits()).map(|asked| asked.by),
        Command::Oversight(Oversight::Uphold { no, .. } | Oversight::NotUphold { no, .. }) => oversight
            .emergency(*no)
            .filter(|acted| acted.state == EmergencyState::Waits)
            .map(|acted| acted.by),
        Command::Oversight(Oversight::DecideGround { no, .. }) => {
            oversight.ground(*no).filter(|ground| ground.state == GroundState::Waits).map(|ground| ground.by)
        }
        Command::Access(access::Command::SeeGlass { no, .. }) => {
            contact.access.glass.iter().find(|glass| glass.no == *no).map(|glass| glass.by)
        }
        _ => None,
    }
}
