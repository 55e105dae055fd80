//! Who works at a practice desk.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{Book, Clock, Desk, DeskError, Random, Request, found, found::Person, found::Sitting},
    domain::{
        desk::Command,
        duty::Hold,
        policy::{Mode, Role},
        rota::Line,
        staff::Actor,
    },
    store::Folder,
};

/// The passphrase of every practice account; it protects nobody.
pub const PASSPHRASE: &str = "practice";

/// The people, with the names they sign in by. A. Okoro also has an account that manages, as somebody who stands in for
/// a manager does: two accounts are still one person.
const PEOPLE: [Person<'_>; 9] = [
    Person {
        name: "A. Okoro",
        accounts: &[("a.okoro", &[Role::SocialWorker]), ("a.okoro.manager", &[Role::CrsManager])],
    },
    Person { name: "R. Shah", accounts: &[("r.shah", &[Role::CrsManager])] },
    Person { name: "P. Lindqvist", accounts: &[("p.lindqvist", &[Role::OnCallSeniorManager])] },
    Person { name: "T. Bello", accounts: &[("t.bello", &[Role::EdtPractitioner])] },
    Person { name: "L. Marsh", accounts: &[("l.marsh", &[Role::SocialWorker])] },
    Person { name: "M. Iqbal", accounts: &[("m.iqbal", &[Role::InformationOfficer])] },
    Person { name: "J. Auden", accounts: &[("j.auden", &[Role::Auditor])] },
    Person { name: "H. Osei", accounts: &[("h.osei", &[Role::HeadOfService])] },
    Person { name: "S. Adler", accounts: &[("s.adler", &[Role::Administrator])] },
];

/// How long the duties last after the desk begins: nobody practises longer on one desk.
const LAST: TimeDelta = TimeDelta::days(3_650);

/// Founds the desk, with one manager for the front door's hours and one for the others.
pub(super) fn found(
    folder: &Folder,
    from: DateTime<Utc>,
    at: DateTime<Utc>,
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<(), DeskError> {
    let until = at + LAST;
    let sitting = Sitting {
        name: "Southampton practice",
        profile: "southampton",
        people: &PEOPLE,
        passphrase: PASSPHRASE,
        duties: &[
            (Role::CrsManager, "R. Shah", from, until),
            (Role::OnCallSeniorManager, "P. Lindqvist", from, until),
        ],
        devices: &[],
    };
    found::practice(folder, &sitting, clock, random)
}

/// For how many days the rota names who is on in which hours; after them both stay on, so that practice never ends.
const DAYS: i64 = 28;

/// Whose hours are those of a service, and in which duty.
const SHIFTS: [(Mode, Role, &str); 2] =
    [(Mode::FrontDoor, Role::CrsManager, "R. Shah"), (Mode::Edt, Role::OnCallSeniorManager, "P. Lindqvist")];

/// Enters the rota as it is worked: each manager in the hours of their service and in no others. Like the numbers last of all.
pub(super) fn set_rota(desk: &mut Desk, at: DateTime<Utc>) -> Result<(), DeskError> {
    desk.sign_in_for_practice("S. Adler")?;
    let end = at + TimeDelta::days(DAYS);
    // From before the service that is on began.
    let duty = &desk.book().duty;
    let stretches = duty.stretches(at - TimeDelta::days(7)).skip_while(|stretch| stretch.until <= at);
    let stretches: Vec<_> = stretches.take_while(|stretch| stretch.from < end).collect();
    let Some((now, last)) = stretches.first().zip(stretches.last()) else { return Ok(()) };
    let mut plan = Vec::new();
    for (mode, role, name) in SHIFTS {
        let Some(person) = desk.book().state.find_staff(name) else { continue };
        let mut hold = |from, until| {
            let hold = Hold { role, person, from, until };
            plan.push(Line { no: plan.len() + 1, hold, number: None, cover: None });
        };
        // What the founding entered ends where their hours do.
        let lays_down = if now.on.mode == mode { now.until } else { now.from };
        hold(lays_down, lays_down);
        for stretch in stretches.iter().skip(1).filter(|stretch| stretch.on.mode == mode) {
            hold(stretch.from, stretch.until);
        }
        hold(last.until, at + LAST);
    }
    desk.answer(Request::Desk(Box::new(Command::ImportRota(plan))))?;
    Ok(())
}

/// On which number of the rota each manager is rung.
const NUMBERS: [(&str, &str); 3] =
    [("R. Shah", "07700 900103"), ("P. Lindqvist", "07700 900104"), ("H. Osei", "07700 900108")];

/// Sets the numbers of the rota, by the administrator and last of all, so that they change nothing that is invented.
pub(super) fn set_numbers(desk: &mut Desk) -> Result<(), DeskError> {
    desk.sign_in_for_practice("S. Adler")?;
    for (name, number) in NUMBERS {
        let Some(person) = desk.book().state.find_staff(name) else { continue };
        let command = Command::SetNumber { person, number: number.to_owned() };
        desk.answer(Request::Desk(Box::new(command)))?;
    }
    Ok(())
}

/// Those who act in the invented contacts.
pub(super) struct Cast {
    pub(super) okoro: Actor,
    pub(super) marsh: Actor,
    pub(super) shah: Actor,
    pub(super) lindqvist: Actor,
    pub(super) bello: Actor,
    pub(super) iqbal: Actor,
}

impl Cast {
    /// Finds them on the desk.
    pub(super) fn of(book: &Book) -> Result<Self, DeskError> {
        let actor = |login: &str| {
            let account = book.state.find_account(login);
            let actor = account.and_then(|account| book.state.actor(account.id));
            actor.ok_or_else(|| DeskError::NobodyOfThatName(login.to_owned()))
        };
        Ok(Self {
            okoro: actor("a.okoro")?,
            marsh: actor("l.marsh")?,
            shah: actor("r.shah")?,
            lindqvist: actor("p.lindqvist")?,
            bello: actor("t.bello")?,
            iqbal: actor("m.iqbal")?,
        })
    }
}
