//! The people of the scenarios, all invented: who they are, by which accounts, and when each is on duty.

use chrono::{DateTime, Days, Utc};
use dutydesk::domain::{
    calendar::local,
    desk::{Account, Event, Staff, State, initials},
    directory::RotaNumber,
    duty::{Duty, Hold},
    ids::{AccountId, StaffId},
    policy::{Policy, Role},
    staff::Actor,
};
use uuid::Uuid;

/// Name in a sentence, person, account, name in the record, role.
const STAFF: [(&str, u128, u128, &str, Role); 15] = [
    ("Okoro", 1, 101, "A. Okoro", Role::SocialWorker),
    // The same person, by another account.
    ("Okoro as manager", 1, 102, "A. Okoro", Role::CrsManager),
    ("Novak", 2, 103, "L. Novak", Role::SocialWorker),
    ("Shah", 3, 104, "R. Shah", Role::CrsManager),
    ("Lindqvist", 4, 105, "P. Lindqvist", Role::OnCallSeniorManager),
    ("Bello", 5, 106, "T. Bello", Role::EdtPractitioner),
    ("Grant", 6, 107, "H. Grant", Role::EdtManager),
    ("Iqbal", 7, 108, "M. Iqbal", Role::InformationOfficer),
    ("Ferris", 8, 109, "C. Ferris", Role::EarlyHelpAdviser),
    ("Jay", 9, 110, "S. Jay", Role::Auditor),
    ("Amadi", 10, 111, "B. Amadi", Role::HeadOfService),
    ("Quinn", 11, 112, "D. Quinn", Role::CrsManager),
    ("Moss", 12, 113, "E. Moss", Role::Shadow),
    ("Penrose", 13, 115, "V. Penrose", Role::Lado),
    ("Shah as social worker", 3, 114, "R. Shah", Role::SocialWorker),
];

/// Finds a member of staff by the name a sentence uses.
pub(super) fn actor(name: &str) -> Option<Actor> {
    STAFF.iter().find(|row| row.0 == name).map(|(_, person, account, name, role)| Actor {
        person: StaffId(Uuid::from_u128(*person)),
        account: AccountId(Uuid::from_u128(*account)),
        name: (*name).to_owned(),
        roles: vec![*role],
    })
}

/// Finds a person by the name a sentence uses.
pub(super) fn person(name: &str) -> Result<StaffId, String> {
    actor(name).map(|actor| actor.person).ok_or_else(|| format!("nobody called {name} works here"))
}

/// Gives the name a sentence uses for a person.
pub(super) fn name(person: StaffId) -> &'static str {
    STAFF.iter().find(|row| StaffId(Uuid::from_u128(row.1)) == person).map_or("nobody", |row| row.0)
}

/// Everyone's name, for walks and errors.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    STAFF.iter().map(|row| row.0)
}

/// Everyone who acts, for walks.
pub(crate) fn everyone() -> Vec<Actor> {
    names().filter_map(actor).collect()
}

/// Puts Shah (and Okoro, by the manager account) on duty from 08:30 to 18:00 each weekday, Lindqvist from 17:00 to 09:00
/// and through weekends and holidays, for four weeks around a day.
pub(crate) fn duty(policy: &Policy, around: DateTime<Utc>) -> Duty {
    let mut duty = Duty::new(policy.hours.clone());
    let day = local::local_day(around);
    let first = day.checked_sub_days(Days::new(14)).unwrap();
    for day in first.iter_days().take(42) {
        let at = |hour, minute| local::from_local_earliest(day.and_hms_opt(hour, minute, 0).unwrap());
        let mut hold = |role, person: u128, from, until| {
            duty.roster.set(Hold { role, person: StaffId(Uuid::from_u128(person)), from, until });
        };
        let next = day.succ_opt().unwrap();
        let nine = local::from_local_earliest(next.and_hms_opt(9, 0, 0).unwrap());
        if duty_day(day) {
            hold(Role::CrsManager, 3, at(8, 30), at(18, 0));
            hold(Role::CrsManager, 1, at(8, 30), at(18, 0));
            hold(Role::OnCallSeniorManager, 4, at(17, 0), nine);
        } else {
            hold(Role::OnCallSeniorManager, 4, at(0, 0), nine);
        }
    }
    duty.directory = desk().directory();
    duty
}

/// The desk on which they work: their accounts, and the numbers of the rota, each set by the head of service.
pub(crate) fn desk() -> State {
    let mut desk = State::default();
    for (_, person, account, name, role) in STAFF {
        let id = StaffId(Uuid::from_u128(person));
        if desk.staff(id).is_none() {
            desk.evolve(&Event::StaffNamed(Staff { id, name: name.to_owned(), initials: initials(name) }));
        }
        desk.evolve(&Event::AccountOpened(Account {
            id: AccountId(Uuid::from_u128(account)),
            person: id,
            name: format!("{name} {account}"),
            roles: vec![role],
        }));
    }
    for (person, number) in [(1, "07700 900101"), (3, "07700 900103"), (4, "07700 900104")] {
        let by = StaffId(Uuid::from_u128(10));
        let person = StaffId(Uuid::from_u128(person));
        desk.evolve(&Event::RotaNumberSet(RotaNumber { person, number: number.to_owned(), by }));
    }
    desk
}

fn duty_day(day: chrono::NaiveDate) -> bool {
    dutydesk::domain::calendar::Holidays::new().is_working_day(day)
}
