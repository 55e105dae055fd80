//! What is judged about agreement.

use super::{agencies, children, family::find, own_words, purpose, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    agreement::{
        AgreementMistaken, AgreementRecorded, Answer, Asked, Capacity, Command, GoingOnSeen, Said, WentOn,
    },
    family::Person,
};
use crate::domain::{
    calendar::local::local_day,
    ids::{AgreementNo, PersonNo},
    refusal::Refusal,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Record(asked) => {
            fits(contact, asked, cx)?;
            let no =
                AgreementNo(contact.agreements.rows.iter().map(|row| row.no.0).max().unwrap_or(0)).next();
            let young = matches!(asked.capacity, Capacity::YoungPerson { .. });
            let young_from = young.then_some(cx.policy.sharing.young_person.from);
            Ok(vec![Event::AgreementRecorded(AgreementRecorded { no, asked: asked.clone(), young_from })])
        }
        Command::GoOn(went) => {
            children(contact, &went.children)?;
            purpose(&went.purpose, cx)?;
            agencies(&went.agencies, cx)?;
            names_a_refusal(contact, went, cx)?;
            reason(&went.why, "why you go on although one of them refuses")?;
            Ok(vec![Event::WentOn(went.clone())])
        }
        Command::See { no, words } => {
            let Some(going) = contact.agreements.unseen().find(|going| going.no == *no) else {
                return Err(Refusal::new(
                    "NothingToSee",
                    "Nobody goes on against a refusal there, or a manager has seen it already. Nothing was changed.",
                ));
            };
            if !cx.actor.manages() || going.by == cx.actor.person {
                return Err(Refusal::new(
                    "NotYoursToSee",
                    "A manager other than who goes on has to see it: it stands in their lane.",
                )
                .by("southampton-28"));
            }
            reason(words, "what you say to it, in a few words of your own")?;
            Ok(vec![Event::GoingOnSeen(GoingOnSeen { no: *no, words: words.clone() })])
        }
        Command::Mistaken { said, why } => {
            let agreements = &contact.agreements;
            let known = match said {
                Said::Row(no) => agreements.get(*no).map(|row| &row.mistake),
                Said::GoingOn(no) => agreements.going_on.iter().find(|on| on.no == *no).map(|on| &on.mistake),
            };
            let Some(already) = known else {
                return Err(Refusal::new(
                    "RowUnknown",
                    format!("There is no such row in {}. Nothing was changed.", contact.reference),
                ));
            };
            if already.is_some() {
                return Ok(vec![]);
            }
            reason(why, "what was wrong with it; the row stays on the record, marked as a mistake")?;
            Ok(vec![Event::AgreementMistaken(AgreementMistaken { said: *said, why: why.clone() })])
        }
    }
}

/// Wants it to be said of something that somebody is against: what names nothing of a refusal would stand before a manager,
/// and explain none.
fn names_a_refusal(contact: &Contact, went: &WentOn, cx: &Context<'_>) -> Result<(), Refusal> {
    let what = purpose(&went.purpose, cx)?;
    if went.agencies.is_empty() && !what.voluntary {
        return Err(Refusal::new(
            "NoAgencyNamed",
            "Say with which agencies you go on: those that the refusal names.",
        )
        .by("southampton-28"));
    }
    let with = || went.agencies.iter().map(Some).chain(went.agencies.is_empty().then_some(None));
    let against = |child: &PersonNo| {
        with().any(|agency| !contact.position(*child, &went.purpose, agency).against.is_empty())
    };
    if went.children.iter().any(against) {
        return Ok(());
    }
    let with = went.agencies.iter().map(|agency| cx.policy.sharing.agency_words(agency)).collect::<Vec<_>>();
    let with = if with.is_empty() { String::new() } else { format!(" with {}", with.join(", ")) };
    Err(Refusal::new(
        "NobodyRefuses",
        format!(
            "Nobody refuses that for {}{with}: name the children, the purpose and the agencies of the refusal.",
            contact.family.names(&went.children)
        ),
    )
    .by("southampton-28"))
}

fn fits(contact: &Contact, asked: &Asked, cx: &Context<'_>) -> Result<(), Refusal> {
    let person = find(contact, asked.person)?;
    let what = purpose(&asked.purpose, cx)?;
    agencies(&asked.agencies, cx)?;
    children(contact, &asked.children)?;
    if asked.agencies.is_empty() && !what.voluntary {
        return Err(Refusal::new(
            "NoAgencyNamed",
            "Say with which agencies: people agree to something, not to everything.",
        )
        .by("southampton-28"));
    }
    if let Some(why) = asked.answer.why() {
        reason(
            why,
            "why there is no answer: what makes asking unsafe, why they cannot decide, what was tried",
        )?;
    }
    match &asked.capacity {
        Capacity::OwnInformation => {}
        Capacity::Responsibility { how_known } => {
            for child in &asked.children {
                let named = find(contact, *child)?;
                if named.is_unborn() {
                    return Err(Refusal::new(
                        "NobodyHoldsForUnborn",
                        format!("Nobody holds parental responsibility for a child who is not born yet ({}). Write the mother's answer for her own information.", named.name()),
                    )
                    .by("southampton-28"));
                }
                if !person.is_responsible_for(*child) {
                    return Err(Refusal::new(
                        "NotKnownToHold",
                        format!("{} is not recorded as holding parental responsibility for {}. Say so in F3 first, and how we know.", person.name(), named.name()),
                    )
                    .by("southampton-28"));
                }
            }
            reason(how_known, "how we know that they hold parental responsibility")?;
        }
        Capacity::YoungPerson { understanding } => {
            if !person.is_child() || asked.children != [asked.person] {
                return Err(Refusal::new(
                    "SpeaksForThemselves",
                    "A young person answers for themselves and for nobody else.",
                )
                .by("bromley-68"));
            }
            if person.is_unborn() {
                return Err(Refusal::new(
                    "NotBorn",
                    "A child who is not born yet cannot be asked. Write the mother's answer.",
                ));
            }
            judged(person, understanding, &asked.answer, cx)?;
        }
    }
    if asked.answer == Answer::Withdrawn { withdraws(contact, asked, person, cx) } else { Ok(()) }
}

/// Wants it said how a young person's understanding was judged, and their agreement from nobody who is known to be too young
/// for it: what a small child wishes is worth writing down, and is no ground for sharing.
fn judged(person: &Person, understanding: &str, answer: &Answer, cx: &Context<'_>) -> Result<(), Refusal> {
    let what = "how their understanding was judged";
    reason(understanding, what)?;
    if *answer != Answer::Agreed {
        return Ok(());
    }
    let policy = &cx.policy.sharing.young_person;
    let by = |refusal: Refusal| refusal.by(policy.rule.as_str());
    match person.age_on(local_day(cx.now)) {
        Some(age) if age < policy.from => Err(by(Refusal::new(
            "TooYoungToAgree",
            format!(
                "{} is {age}: a child under {} does not agree for themselves. Write what they want as a child's own words (Alt+c in a note), and ask a holder of parental responsibility. Nothing was changed.",
                person.name(),
                policy.from
            ),
        ))),
        Some(_) => Ok(()),
        None => own_words(understanding, &format!("{what}, as their age is not known,"), cx).map_err(by),
    }
}

/// Wants a withdrawal to take back what this person agreed to in this capacity, and no more than that.
fn withdraws(contact: &Contact, asked: &Asked, person: &Person, cx: &Context<'_>) -> Result<(), Refusal> {
    let before: Vec<_> = contact
        .agreements
        .as_they_stand()
        .into_iter()
        .filter(|stands| {
            let row = &stands.row.asked;
            row.person == asked.person
                && row.capacity.same_kind(&asked.capacity)
                && row.purpose == asked.purpose
                && row.answer == Answer::Agreed
        })
        .flat_map(|stands| stands.of)
        .collect();
    let with = || asked.agencies.iter().map(Some).chain(asked.agencies.is_empty().then_some(None));
    let mut taken = asked.children.iter().flat_map(|child| with().map(move |agency| (*child, agency)));
    if taken.clone().all(|one| before.contains(&one)) {
        return Ok(());
    }
    if !taken.any(|one| before.contains(&one)) {
        return Err(Refusal::new(
            "NothingToWithdraw",
            format!(
                "{} has not agreed to this {}, so there is nothing to withdraw. Write a refusal.",
                person.name(),
                asked.capacity.words()
            ),
        )
        .by("southampton-28"));
    }
    let agreed = before.iter().map(|(child, agency)| {
        let with = agency.map(|agency| format!(" with {}", cx.policy.sharing.agency_words(agency)));
        format!("for {}{}", contact.family.names(&[*child]), with.unwrap_or_default())
    });
    Err(Refusal::new(
        "WithdrawsMore",
        format!(
            "{} agreed to this {} and to no more. Withdraw that or a part of it, and write a refusal for the rest. Nothing was changed.",
            person.name(),
            agreed.collect::<Vec<_>>().join(", ")
        ),
    )
    .by("southampton-28"))
}
