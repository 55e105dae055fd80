//! Invented families: children, a mother, a household.

use chrono::NaiveDate;

use super::{pen::Pen, people::People};
use crate::{
    desk::DeskError,
    domain::{
        contact::{
            agreement::{self, Answer, Asked, Capacity},
            family::{self, Details, Household, Kind},
        },
        ids::{AgencyId, HouseholdNo, PersonNo, PurposeId},
        value::YesNo,
    },
};

/// Streets of no town.
const STREETS: [&str; 8] = [
    "Larkbank",
    "Tollgate Row",
    "Pinner's Yard",
    "Old Ferry Lane",
    "Sedge Walk",
    "Cooper's Rise",
    "Mallow Court",
    "Quay Steps",
];

/// A family that was written into a contact.
pub(super) struct Home {
    pub(super) mother: PersonNo,
    pub(super) children: Vec<PersonNo>,
}

impl Home {
    /// Invents one to three children and their mother.
    pub(super) fn invent(
        pen: &mut Pen<'_, '_, '_>,
        people: &mut People,
        today: NaiveDate,
    ) -> Result<Self, DeskError> {
        let family = people.family_name();
        let mut children = Vec::new();
        for _ in 0..[1, 1, 1, 2, 2, 3][usize::try_from(people.below(6)).unwrap_or(0)] {
            children.push(pen.name(people.child(&family, today))?);
        }
        let mother = people.name(&family);
        let mother = pen.name(parent(mother, "mother", &born(pen, &children)))?;
        Ok(Self { mother, children })
    }

    /// Writes where they live.
    pub(super) fn lives(&self, pen: &mut Pen<'_, '_, '_>, people: &mut People) -> Result<(), DeskError> {
        let place = format!("{} {}", 1 + people.below(90), people.one(&STREETS));
        let mut members = self.children.clone();
        members.push(self.mother);
        let household = Household { no: HouseholdNo(0), place, protected: false, members };
        pen.act(family::Command::SetHousehold(household))
    }

    /// Writes what the mother answered: as holder of parental responsibility, and for the unborn for her own information.
    pub(super) fn answers(
        &self,
        pen: &mut Pen<'_, '_, '_>,
        purpose: &str,
        agencies: &[&str],
        answer: &Answer,
    ) -> Result<(), DeskError> {
        let born = born(pen, &self.children);
        let unborn = self.children.iter().copied().filter(|no| !born.contains(no)).collect();
        let how_known = "she is on both birth certificates".to_owned();
        for (capacity, children) in
            [(Capacity::Responsibility { how_known }, born), (Capacity::OwnInformation, unborn)]
        {
            if children.is_empty() {
                continue;
            }
            pen.act(agreement::Command::Record(Asked {
                person: self.mother,
                capacity,
                children,
                purpose: PurposeId::from(purpose),
                agencies: agencies.iter().map(|id| AgencyId::from(*id)).collect(),
                answer: answer.clone(),
                words: String::new(),
            }))?;
        }
        Ok(())
    }

    /// Writes that the mother agreed.
    pub(super) fn agrees(
        &self,
        pen: &mut Pen<'_, '_, '_>,
        purpose: &str,
        agencies: &[&str],
    ) -> Result<(), DeskError> {
        self.answers(pen, purpose, agencies, &Answer::Agreed)
    }
}

/// Gives the children that are born.
fn born(pen: &Pen<'_, '_, '_>, children: &[PersonNo]) -> Vec<PersonNo> {
    children.iter().copied().filter(|no| !pen.contact.is_unborn(*no)).collect()
}

/// Makes a parent who holds parental responsibility for some children.
pub(super) fn parent(name: String, relation: &str, responsible_for: &[PersonNo]) -> Details {
    let holds = !responsible_for.is_empty();
    Details {
        name: Some(name),
        relation: relation.to_owned(),
        responsibility: holds.then_some(YesNo::Yes),
        responsible_for: responsible_for.to_vec(),
        responsibility_how: if holds { "said by the caller".to_owned() } else { String::new() },
        ..Details::of(Kind::Parent)
    }
}
