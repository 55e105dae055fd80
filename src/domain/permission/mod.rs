//! Who may do what: one table of role × action × state, and nobody judges it anywhere else.
//!
//! Sources: Southampton one-minute guides, Children's Resource Service, Children Emergency Service (EDT) and LADO (who works
//! there, who gives oversight, who alone sees an allegation); Leicestershire, The Road to Excellence (people who sit beside to
//! learn). [`judge`] is asked by [`Contact::decide`], by the desk's own [`decide`] and by the service that shows records.
//! `dutydesk roles` prints the table as the profile in force has it.
//!
#![doc = include_str!("roles.md")]
//!
//! [`Contact::decide`]: super::contact::Contact::decide
//! [`decide`]: super::desk::State::decide

mod action;
mod why;

pub use self::{
    action::{Action, State},
    why::Why,
};
use chrono::{DateTime, Utc};

use super::{
    duty::{Duty, NoAuthority},
    policy::{Policy, Role, hours::Hours, outcomes::Outcome},
    refusal::Refusal,
    staff::Actor,
};

/// What the table says of one role, one action, one state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// They may.
    Yes,
    /// They may while they hold the duty that the profile names as authority.
    OnDuty,
    /// They may where the outcome's card says so.
    ByCard,
    /// They may not.
    No(Why),
}

impl Cell {
    /// Tells whether they may, if duty and card agree.
    pub const fn allows(self) -> bool {
        !matches!(self, Self::No(_))
    }

    /// Gives the sign of the table.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::OnDuty => "duty",
            Self::ByCard => "card",
            Self::No(_) => "–",
        }
    }
}

/// The table where nothing stands in the way: a column for each of [`Role::ALL`]; `y` may, `d` may on duty, `c` may as the card
/// says, `.` may not.
const TABLE: [(Action, &[u8; 12]); 50] = {
    use Action as A;
    // The last three read, learn, and run the desk.
    [
        (A::TakeCall, b"yyyyyyyyy..."),
        (A::AddNote, b"yyyyyyyyy..."),
        (A::Write, b"yyyyyyyyy..."),
        (A::RecordAgreement, b"yyyyyyyyy..."),
        (A::Share, b"yyyyyyyyy..."),
        (A::RequestOverride, b"yyyyyyyyy..."),
        (A::EndAuthority, b"yyyyyyyyy..."),
        (A::ActAtOnce, b"yyyyyyyyy..."),
        (A::Authorise, b"...d.dd.d..."),
        (A::Decline, b"...d.dd.d..."),
        (A::JudgeEmergency, b"...d.dd.d..."),
        (A::GiveWord, b"...y.yy.y..."),
        (A::Settle, b"yyyyyyyyy..."),
        (A::ProposeGround, b"y..yyyyyy..."),
        (A::DecideGround, b"...d.dd.d..."),
        (A::FillCard, b"yyyyyyyyy..."),
        (A::DecideRoute, b"ccccccccc..."),
        (A::SecondRoute, b"ccccccccc..."),
        (A::SendRoute, b"yyyyyyyyy..."),
        (A::AnswerForTeam, b"yyyyyyyyy..."),
        (A::ComposeLetter, b"yyyyyyyyy..."),
        (A::CheckLetter, b"yyyyyyyyy..."),
        (A::SendLetter, b"yyyyyyyyy..."),
        (A::Promise, b"yyyyyyyyy..."),
        (A::Close, b"yyyyyyyyy..."),
        (A::Reopen, b"yyyyyyyyy..."),
        (A::Open, b"yyyyyyyyyyy."),
        (A::Search, b"yyyyyyyyyyy."),
        (A::Print, b"yyyyyyyyyy.."),
        (A::Export, b"yyyyyyyyyy.."),
        (A::Restrict, b"yyyyyyyyy..."),
        (A::Lift, b"...y.yyyy..."),
        (A::Grant, b"...y.yyyy..."),
        (A::BreakGlass, b"y..yyyyyy..."),
        (A::SeeGlass, b"...y.yy.y..."),
        (A::Visit, b"yyyyyyyyy..."),
        (A::Shift, b"yyyyyyyyy..."),
        (A::SetDuty, b"...y.yy.y..y"),
        (A::AddStaff, b"........y..y"),
        (A::OpenAccount, b"........y..y"),
        (A::ChangeRoles, b"........y..y"),
        (A::CloseAccount, b"........y..y"),
        (A::Leave, b"........y..y"),
        (A::EnrolDevice, b"...y.yy.y..y"),
        (A::Verify, b"yyyyyyyyyyyy"),
        (A::Rebuild, b"yyyyyyyyy..y"),
        (A::Backup, b"yyyyyyyyy..y"),
        (A::AuditContact, b"...y.yyyyy.."),
        (A::AuditPerson, b"........yy.."),
        (A::AuditOverrides, b"...y.yy.yy.."),
    ]
};

/// Gives every action, in the order of the table.
pub fn actions() -> impl Iterator<Item = Action> {
    TABLE.iter().map(|(action, _)| *action)
}

/// Gives what the table says.
pub fn cell(role: Role, action: Action, state: State) -> Cell {
    let row = TABLE.iter().find(|(known, _)| *known == action);
    let place = Role::ALL.iter().position(|known| *known == role);
    let sign = row.zip(place).and_then(|((_, signs), place)| signs.get(place)).copied();
    let base = match sign {
        Some(b'y') => Cell::Yes,
        Some(b'd') => Cell::OnDuty,
        Some(b'c') => Cell::ByCard,
        _ => Cell::No(Why::of_role(role, action)),
    };
    match stands_in_the_way(role, action, state) {
        // Whoever names others may do so for a record that nobody named is left to open.
        _ if base.allows()
            && (role, action, state) == (Role::HeadOfService, Action::Grant, State::Restricted) =>
        {
            base
        }
        Some(why) if base.allows() => Cell::No(why),
        _ => base,
    }
}

/// Says what about a state stands in the way of an action; nothing, where the state does not matter to it.
fn stands_in_the_way(role: Role, action: Action, state: State) -> Option<Why> {
    use Action as A;
    let restricted = matches!(state, State::Named | State::Glass | State::Restricted);
    match state {
        // Whoever learns reads nothing restricted, even where somebody named them.
        _ if restricted && role == Role::Shadow => action.is_to_contact().then_some(Why::NoRestricted),
        State::Ordinary | State::Named => None,
        State::OwnRequest => (action.is_by_rota() || action == A::SecondRoute).then_some(Why::OwnRequest),
        State::OwnGlass => (action == A::SeeGlass).then_some(Why::OwnGlass),
        State::OwnAccount => match action {
            A::SetDuty => Some(Why::OwnDuty),
            A::OpenAccount | A::ChangeRoles => Some(Why::OwnRole),
            A::EnrolDevice => Some(Why::OwnDevice),
            _ => None,
        },
        State::Closed => {
            let goes_on = matches!(
                action,
                A::AddNote
                    | A::ActAtOnce
                    | A::GiveWord
                    | A::Settle
                    | A::Reopen
                    | A::Open
                    | A::Print
                    | A::Export
                    | A::Restrict
                    | A::Lift
                    | A::Grant
                    | A::BreakGlass
                    | A::SeeGlass
                    | A::AuditContact
            );
            (action.is_to_contact() && !goes_on).then_some(Why::Closed)
        }
        State::Glass => matches!(action, A::Lift | A::Grant).then_some(Why::ThroughGlass),
        State::Restricted => {
            let audits =
                role == Role::Auditor && matches!(action, A::Open | A::Print | A::Export | A::AuditContact);
            let goes_on = matches!(action, A::BreakGlass | A::SeeGlass);
            (action.is_to_contact() && !audits && !goes_on).then_some(Why::Restricted)
        }
        State::OwnFamily => action.is_to_contact().then_some(Why::OwnFamily),
    }
}

/// Judges whether one of these roles may do this; the rota and the outcome's card are asked beside it.
pub fn judge(roles: &[Role], action: Action, state: State) -> Result<(), Refusal> {
    if roles.iter().any(|role| cell(*role, action, state).allows()) {
        return Ok(());
    }
    // What would be allowed but for the state is refused in the state's words.
    let reasons = |state| {
        roles.iter().find_map(move |role| {
            match (cell(*role, action, state), cell(*role, action, State::Ordinary)) {
                (Cell::No(why), ordinary) if ordinary.allows() => Some(why),
                _ => None,
            }
        })
    };
    let first = roles.first().copied().unwrap_or(Role::Administrator);
    // Of several roles that may not, the one that comes nearest to it says why.
    let nearest = roles
        .iter()
        .copied()
        .find(|role| !matches!(role, Role::Administrator | Role::Shadow))
        .unwrap_or(first);
    Err(reasons(state).unwrap_or_else(|| Why::of_role(nearest, action)).refusal())
}

/// Judges by the actor.
pub fn may(actor: &Actor, action: Action, state: State) -> Result<(), Refusal> {
    judge(&actor.roles, action, state)
}

/// Tells whether a role may do this when nothing stands in the way.
pub fn allows(role: Role, action: Action) -> bool {
    cell(role, action, State::Ordinary).allows()
}

/// Tells whether a card that names these roles names one of the actor's.
pub fn on_card(actor: &Actor, named: &[Role], action: Action) -> bool {
    actor.roles.iter().any(|role| named.contains(role) && allows(*role, action))
}

/// Why somebody gives no second word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoSecond {
    /// The card names none of their roles.
    NotNamed,
    /// They would authorise while on duty, and are not.
    NotOnDuty(NoAuthority),
    /// They are on duty by another account.
    OtherAccount(Role),
}

impl NoSecond {
    /// Says it in a sentence, of the outcome and whom it names.
    pub fn words(&self, outcome: &Outcome, duty: &Duty) -> String {
        match self {
            Self::NotNamed => {
                let by = outcome.second.iter().flat_map(|second| &second.by);
                let by = by.map(|role| duty.called(*role)).collect::<Vec<_>>().join(", ");
                format!("The second word on {} is one of: {by}.", outcome.name)
            }
            Self::NotOnDuty(none) => none.to_string(),
            Self::OtherAccount(role) => format!(
                "This account is not one of a {}. Sign in with the account that is.",
                duty.called(*role)
            ),
        }
    }
}

/// Judges whether somebody may give a card the second word on what was decided at `decided`: of the roles it names, one that
/// authorises by the rota only while on duty, in the service's own hours; any other as the card says.
pub fn second(
    actor: &Actor,
    named: &[Role],
    decided: DateTime<Utc>,
    now: DateTime<Utc>,
    duty: &Duty,
) -> Result<(), NoSecond> {
    if !on_card(actor, named, Action::SecondRoute) {
        return Err(NoSecond::NotNamed);
    }
    let theirs = |role: &&Role| actor.is(**role) && allows(**role, Action::SecondRoute);
    if named.iter().filter(theirs).any(|role| !by_rota(*role, &duty.hours)) {
        return Ok(());
    }
    let role = duty.may_authorise(actor.person, decided, now).map_err(NoSecond::NotOnDuty)?;
    match (named.contains(&role), actor.is(role)) {
        (true, true) => Ok(()),
        (true, false) => Err(NoSecond::OtherAccount(role)),
        (false, _) => Err(NoSecond::NotNamed),
    }
}

/// Tells whether a role authorises by the rota, in whichever service.
fn by_rota(role: Role, hours: &Hours) -> bool {
    hours.authority.iter().any(|authority| authority.role == role)
}

/// One line of the table as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The action's words; of an outcome, with its letter and name.
    pub action: String,
    /// The states' words; empty for the ordinary one.
    pub state: String,
    /// A sign for each of [`Role::ALL`]: `yes`, `duty`, `–`.
    pub signs: [&'static str; 12],
}

/// Gives the table as a profile has it: who is on duty to authorise, and each outcome with those who decide it.
pub fn lines(policy: &Policy) -> Vec<Line> {
    let mut lines = Vec::new();
    for action in actions() {
        let shown = |state| {
            Role::ALL.map(|role| match cell(role, action, state) {
                // The profile says which duty authorises.
                Cell::OnDuty if !by_rota(role, &policy.hours) => "–",
                cell => cell.sign(),
            })
        };
        let ordinary = shown(State::Ordinary);
        match action {
            Action::DecideRoute | Action::SecondRoute => {
                lines.extend(
                    policy
                        .outcomes
                        .outcome
                        .iter()
                        .filter_map(|outcome| by_outcome(action, outcome, &policy.hours)),
                );
            }
            _ => {
                lines.push(Line { action: action.words().to_owned(), state: String::new(), signs: ordinary });
            }
        }
        // States that take the same away share a line.
        let mut taken: Vec<Line> = Vec::new();
        for state in State::OTHERS {
            let signs = shown(state);
            match taken.iter_mut().find(|line| line.signs == signs) {
                _ if signs == ordinary => {}
                Some(line) => line.state = format!("{}; {}", line.state, state.words()),
                None => {
                    let (action, state) = (action.words().to_owned(), state.words().to_owned());
                    taken.push(Line { action, state, signs });
                }
            }
        }
        lines.extend(taken);
    }
    lines
}

fn by_outcome(action: Action, outcome: &Outcome, hours: &Hours) -> Option<Line> {
    let (verb, named) = match (action, &outcome.second) {
        (Action::SecondRoute, None) => return None,
        (Action::SecondRoute, Some(second)) => ("second", &second.by),
        _ => ("decide", &outcome.decided_by),
    };
    let signs = Role::ALL.map(|role| match named.contains(&role) && allows(role, action) {
        true if action == Action::SecondRoute && by_rota(role, hours) => "duty",
        true => "yes",
        false => "–",
    });
    Some(Line { action: format!("{verb} {}: {}", outcome.letter, outcome.name), state: String::new(), signs })
}

#[cfg(test)]
mod tests;
