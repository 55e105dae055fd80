//! What is judged about the desk itself: nobody gives themselves anything, and the last who runs it stays.

use super::{Account, Command, Event, HolidaysAdopted, RolesChanged, State};
use crate::domain::{
    calendar::words,
    device,
    directory::RotaNumber,
    ids::{AccountId, StaffId},
    input::phone,
    permission::{self, Action, State as Standing},
    policy::Role,
    refusal::Refusal,
    rota::Line,
    staff::Actor,
};

/// Without one of these nobody could run the desk, or answer for it.
const LAST: [Role; 2] = [Role::Administrator, Role::HeadOfService];

impl State {
    /// Judges a command; `actor` is nobody only in the sitting in which a desk is founded.
    pub fn decide(&self, command: &Command, actor: Option<&Actor>) -> Result<Vec<Event>, Refusal> {
        if let Some(actor) = actor {
            let (action, state) = self.asked(command, actor);
            permission::may(actor, action, state)?;
        }
        match command {
            Command::AddStaff { staff, account } => {
                named(&staff.name)?;
                if account.person != staff.id || self.staff.iter().any(|known| known.id == staff.id) {
                    return Err(Refusal::new(
                        "AccountOfAnother",
                        "The account and the person do not belong together. Nothing was changed.",
                    ));
                }
                self.account_fits(account)?;
                Ok(vec![Event::StaffNamed(staff.clone()), Event::AccountOpened(account.clone())])
            }
            Command::OpenAccount(account) => {
                self.works_here(account.person)?;
                self.account_fits(account)?;
                Ok(vec![Event::AccountOpened(account.clone())])
            }
            Command::SetDuty(hold) => {
                // A duty that does not last is laid down, whoever held it.
                if hold.until > hold.from && !self.has_role(hold.person, hold.role) {
                    return Err(Refusal::new(
                        "RoleNotHeld",
                        format!(
                            "None of that person's accounts is one of a {}: open one first.",
                            hold.role.words()
                        ),
                    ));
                }
                Ok(vec![Event::DutySet(*hold)])
            }
            Command::SetNumber { person, number } => {
                let by = actor.map_or(*person, |actor| actor.person);
                let set = RotaNumber { person: *person, number: number.trim().to_owned(), by };
                self.number_fits(&set)?;
                Ok(vec![Event::RotaNumberSet(set)])
            }
            Command::ImportRota(plan) => self.import(plan, actor),
            Command::AdoptHolidays(list) => {
                if let Some((theirs, ours)) = list.older_than(self.holidays.as_ref()) {
                    return Err(Refusal::new(
                        "HolidaysOlder",
                        format!(
                            "That list ends on {}, and the one held knows {}: it is older. Nothing was changed.",
                            words::day(theirs),
                            words::day(ours)
                        ),
                    ));
                }
                if self.holidays.as_ref() == Some(list) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::HolidaysAdopted(HolidaysAdopted { holidays: list.clone() })])
            }
            Command::Device(command) => device::decide(self, command, actor),
            Command::ChangeRoles(changed) => {
                let account = self.open_account(changed.account)?;
                some(&changed.roles)?;
                if account.roles == changed.roles {
                    return Ok(vec![]);
                }
                self.someone_stays(|known| {
                    if known.id == changed.account { changed.roles.clone() } else { known.roles.clone() }
                })?;
                Ok(vec![Event::RolesChanged(changed.clone())])
            }
            Command::CloseAccount(closed) => {
                self.open_account(closed.account)?;
                self.someone_stays(
                    |known| {
                        if known.id == closed.account { vec![] } else { known.roles.clone() }
                    },
                )?;
                Ok(vec![Event::AccountClosed(closed.clone())])
            }
            Command::Leave(left) => {
                self.works_here(left.person)?;
                self.someone_stays(
                    |known| {
                        if known.person == left.person { vec![] } else { known.roles.clone() }
                    },
                )?;
                Ok(vec![Event::StaffLeft(left.clone())])
            }
        }
    }

    /// Judges a plan line by line, each on what those before it leave; a refusal names the line.
    fn import(&self, plan: &[Line], actor: Option<&Actor>) -> Result<Vec<Event>, Refusal> {
        let (mut state, mut events) = (self.clone(), Vec::new());
        for line in plan {
            let mut commands = Vec::new();
            if !state.roster.holds().contains(&line.hold) {
                commands.push(Command::SetDuty(line.hold));
            }
            let person = line.hold.person;
            let known = state.numbers.iter().find(|set| set.person == person);
            if let Some(number) =
                line.number.as_ref().filter(|new| known.is_none_or(|set| set.number != **new))
            {
                commands.push(Command::SetNumber { person, number: number.clone() });
            }
            for command in commands {
                let followed = state.decide(&command, actor).map_err(|refusal| Refusal {
                    words: format!("Line {}: {} Nothing of the rota was taken in.", line.no, refusal.words),
                    ..refusal
                })?;
                for event in &followed {
                    state.evolve(event);
                }
                events.extend(followed);
            }
            if let Some(cover) = line.covered().filter(|cover| !state.covers.contains(cover)) {
                state.works_here(cover.cover)?;
                if cover.cover == cover.person || !state.has_role(cover.cover, cover.role) {
                    return Err(Refusal::new(
                        "CoverCannot",
                        format!(
                            "Line {}: cover for a {} has to be somebody else who may be one. Nothing of the rota was taken in.",
                            line.no,
                            cover.role.words()
                        ),
                    )
                    .by("leicestershire-27"));
                }
                let event = Event::CoverSet(cover);
                state.evolve(&event);
                events.push(event);
            }
        }
        Ok(events)
    }

    /// Names what a command asks for, and whether the actor would gain by it.
    fn asked(&self, command: &Command, actor: &Actor) -> (Action, Standing) {
        let own = |gains: bool| if gains { Standing::OwnAccount } else { Standing::Ordinary };
        match command {
            Command::AddStaff { .. } => (Action::AddStaff, Standing::Ordinary),
            Command::OpenAccount(account) => (Action::OpenAccount, own(account.person == actor.person)),
            Command::SetDuty(hold) => {
                let takes = hold.role.manages() && hold.until > hold.from && hold.person == actor.person;
                (Action::SetDuty, own(takes && !actor.is(hold.role)))
            }
            // Each line is asked for itself; this is about the whole.
            Command::ImportRota(plan) => {
                let mut takes = plan.iter().map(|line| line.hold);
                let own_gain = takes
                    .any(|hold| hold.role.manages() && hold.person == actor.person && !actor.is(hold.role));
                (Action::SetDuty, own(own_gain))
            }
            Command::ChangeRoles(RolesChanged { account, roles, .. }) => {
                let gains = self.account(*account).is_some_and(|account| {
                    account.person == actor.person && roles.iter().any(|role| !account.roles.contains(role))
                });
                (Action::ChangeRoles, own(gains))
            }
            Command::SetNumber { .. } | Command::AdoptHolidays(_) => (Action::SetDuty, Standing::Ordinary),
            Command::Device(device::Command::Propose { person, .. }) => {
                (Action::EnrolDevice, own(*person == actor.person))
            }
            Command::Device(device::Command::Enrol { device, .. }) => {
                let whose = self.devices.get(*device).map(|device| device.person);
                (Action::EnrolDevice, own(whose == Some(actor.person)))
            }
            Command::Device(_) => (Action::EnrolDevice, Standing::Ordinary),
            Command::CloseAccount(_) => (Action::CloseAccount, Standing::Ordinary),
            Command::Leave(_) => (Action::Leave, Standing::Ordinary),
        }
    }

    /// Refuses what would leave the desk without the last administrator or head of service.
    fn someone_stays(&self, after: impl Fn(&Account) -> Vec<Role>) -> Result<(), Refusal> {
        for role in LAST {
            let had = self.open_accounts().any(|account| account.roles.contains(&role));
            if had && !self.open_accounts().any(|account| after(account).contains(&role)) {
                return Err(Refusal::new(
                    "LastOfRole",
                    format!(
                        "That is the last {} of this desk. Nothing was changed; give somebody else the role first.",
                        role.words()
                    ),
                )
                .by("southampton-01"));
            }
        }
        Ok(())
    }

    fn works_here(&self, person: StaffId) -> Result<(), Refusal> {
        if self.staff(person).is_none() {
            return Err(Refusal::new("StaffUnknown", "Nobody here is that person. Add them as staff first."));
        }
        if self.left.contains(&person) {
            return Err(Refusal::new(
                "StaffLeft",
                "That person has left. Nothing was changed; somebody who comes back is added anew.",
            ));
        }
        Ok(())
    }

    fn number_fits(&self, set: &RotaNumber) -> Result<(), Refusal> {
        self.works_here(set.person)?;
        phone::read(&set.number).map_err(|error| {
            Refusal::new(
                "NumberUnclear",
                format!("That is no number one can ring: {error}. Nothing was changed."),
            )
        })?;
        Ok(())
    }

    fn open_account(&self, id: AccountId) -> Result<&Account, Refusal> {
        self.open_accounts().find(|account| account.id == id).ok_or_else(|| {
            Refusal::new("AccountUnknown", "There is no such open account. Nothing was changed.")
        })
    }

    fn account_fits(&self, account: &Account) -> Result<(), Refusal> {
        named(&account.name)?;
        some(&account.roles)?;
        let name = account.name.trim().to_lowercase();
        if self.accounts.iter().any(|known| known.name.trim().to_lowercase() == name) {
            return Err(Refusal::new("NameTaken", "Somebody signs in by that name already. Choose another."));
        }
        Ok(())
    }
}

fn some(roles: &[Role]) -> Result<(), Refusal> {
    if roles.is_empty() {
        return Err(Refusal::new("NoRole", "Say at least one role for the account."));
    }
    Ok(())
}

fn named(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() || name.chars().count() > 100 {
        return Err(Refusal::new("NameNeeded", "Write a name of one to a hundred characters."));
    }
    Ok(())
}
