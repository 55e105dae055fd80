//! What is judged about the family.

use super::{named, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    call::Caller,
    family::{
        Command, Details, Household, HouseholdRemoved, Kind, PeopleUnlinked, Person, PersonChanged,
        PersonNamed, PersonRemoved, TellingSet,
    },
    telling::Recipient,
};
use crate::domain::{
    ids::PersonNo,
    input::{born::Born, text},
    refusal::Refusal,
    value::YesNo,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let family = &contact.family;
    Ok(match command {
        Command::Add(details) => {
            fits(contact, None, details)?;
            vec![Event::PersonNamed(PersonNamed { person: family.last.next(), details: details.clone() })]
        }
        Command::Change { person, details } => {
            let old = find(contact, *person)?;
            fits(contact, Some(*person), details)?;
            if old.details == *details {
                return Ok(vec![]);
            }
            if old.is_child() && details.kind != Kind::Child && is_relied_on(contact, *person) {
                return Err(Refusal::new(
                    "ChildIsRelied",
                    format!(
                        "Agreement, oversight or a route names {} as a child. Name the adult anew instead.",
                        old.name()
                    ),
                ));
            }
            vec![Event::PersonChanged(PersonChanged { person: *person, details: details.clone() })]
        }
        Command::Remove { person, why } => {
            let old = find(contact, *person)?;
            reason(why, "why this person does not belong here")?;
            if is_relied_on(contact, *person) {
                return Err(Refusal::new(
                    "PersonIsRelied",
                    format!(
                        "Agreement, oversight, a route, a share, a letter, a promise or the night names {}. They stay on the record; say in a note what was wrong.",
                        old.name()
                    ),
                ));
            }
            let mut events = vec![Event::PersonRemoved(PersonRemoved { person: *person, why: why.clone() })];
            // A caller who was taken for them is a caller like any other.
            let caller = &contact.call.caller;
            if caller.is_person == Some(*person) {
                let caller = Caller { is_person: None, ..caller.clone() };
                events.push(Event::CallerRecorded(caller));
            }
            events
        }
        Command::SetTelling { person, telling } => {
            let old = find(contact, *person)?;
            if telling.not_to_be_told || !telling.must_not.trim().is_empty() {
                reason(&telling.why, "why they must not be told")?;
            }
            if telling.until.is_some_and(|until| until <= cx.now) {
                return Err(Refusal::new(
                    "TimeIsPast",
                    "That end has passed already. Write a time to come, or none.",
                ));
            }
            if old.telling == *telling {
                return Ok(vec![]);
            }
            vec![Event::TellingSet(TellingSet { person: *person, telling: telling.clone() })]
        }
        Command::Link(link) => {
            find(contact, link.from)?;
            find(contact, link.to)?;
            reason(&link.words, "what the one is to the other")?;
            if link.from == link.to {
                return Err(Refusal::new(
                    "LinkedToSelf",
                    "A person cannot be linked to themselves. Nothing was changed.",
                ));
            }
            if family.links.contains(link) { vec![] } else { vec![Event::PeopleLinked(link.clone())] }
        }
        Command::Unlink { from, to } => {
            if family.links.iter().any(|link| (link.from, link.to) == (*from, *to)) {
                vec![Event::PeopleUnlinked(PeopleUnlinked { from: *from, to: *to })]
            } else {
                vec![]
            }
        }
        Command::SetHousehold(household) => {
            named(&household.place, "where the household is: an address or a landmark")?;
            for member in &household.members {
                find(contact, *member)?;
            }
            if family.households.contains(household) {
                return Ok(vec![]);
            }
            let known = family.household(household.no).is_some();
            let no = if known { household.no } else { family.last_household.next() };
            vec![Event::HouseholdSet(Household { no, ..household.clone() })]
        }
        Command::RemoveHousehold { no, why } => {
            if family.household(*no).is_none() {
                return Err(Refusal::new(
                    "HouseholdUnknown",
                    format!("There is no household {} in {}. Nothing was changed.", no.0, contact.reference),
                ));
            }
            reason(why, "why this household does not belong here")?;
            vec![Event::HouseholdRemoved(HouseholdRemoved { no: *no, why: why.clone() })]
        }
    })
}

pub(super) fn find(contact: &Contact, no: PersonNo) -> Result<&Person, Refusal> {
    contact.family.get(no).ok_or_else(|| {
        Refusal::new(
            "PersonUnknown",
            format!("There is nobody with number {} in {}. Nothing was changed.", no.0, contact.reference),
        )
    })
}

fn fits(contact: &Contact, this: Option<PersonNo>, details: &Details) -> Result<(), Refusal> {
    for line in [details.name.as_deref().unwrap_or_default(), &details.relation, &details.places] {
        text::name(line).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
    }
    if details.kind != Kind::Child && matches!(details.born, Some(Born::Expected(_))) {
        return Err(Refusal::new(
            "OnlyAChildIsExpected",
            "Only a child can have an expected date. Write when they were born, or nothing.",
        ));
    }
    if details.kind == Kind::Child && details.responsibility == Some(YesNo::Yes) {
        // A parent under 18 holds parental responsibility for their own child; they are named as a parent too.
        return Err(Refusal::new(
            "ChildHoldsNone",
            "A young parent who is named here as a child is named as a parent as well, and holds parental responsibility there.",
        ));
    }
    for child in &details.responsible_for {
        let named = contact.family.get(*child).filter(|person| person.is_child());
        let Some(named) = named else {
            return Err(Refusal::new(
                "NotAChild",
                "Parental responsibility is for a child named here. Name the child first.",
            ));
        };
        if named.is_unborn() {
            return Err(Refusal::new(
                "NobodyHoldsForUnborn",
                format!("Nobody holds parental responsibility for a child who is not born yet ({}); the mother agrees for her own information.", named.name()),
            )
            .by("southampton-28"));
        }
        if Some(*child) == this {
            return Err(Refusal::new("NotAChild", "Nobody holds parental responsibility for themselves."));
        }
    }
    // For whom it is not known is worth keeping; that nobody said whether, or said no, is another thing.
    let known_for = matches!(details.responsibility, Some(YesNo::Yes | YesNo::Unknown));
    if !details.responsible_for.is_empty() && !known_for {
        return Err(Refusal::new(
            "ResponsibilityUnclear",
            "Children are named for parental responsibility: say whether they hold it (not known will do), or take the names off.",
        ));
    }
    Ok(())
}

/// Tells whether a row that must stay readable names the person.
pub(in super::super) fn is_relied_on(contact: &Contact, no: PersonNo) -> bool {
    contact.agreements.rows.iter().any(|row| row.asked.person == no || row.asked.children.contains(&no))
        || contact.oversight.overrides.iter().any(|o| o.request.children.contains(&no))
        || contact.oversight.emergencies.iter().any(|e| e.acted.children.contains(&no))
        || contact.oversight.grounds.iter().any(|g| g.proposed.children.contains(&no))
        || contact.routes.list.iter().any(|route| route.children.contains(&no))
        || contact.shares.iter().any(|share| share.sharing.children.contains(&no))
        || contact.telling.letters.iter().any(|letter| letter.to == Recipient::Person(no))
        || contact.telling.promises.iter().any(|promise| promise.promised.person == Some(no))
        || contact.night.names(no)
        || contact
            .call
            .notes
            .iter()
            .any(|note| note.child.as_ref().is_some_and(|child| child.child == Some(no)))
}
