//! Whether somebody may go alone to this family: no contact of it is marked, or a manager's word covers each mark, or there is
//! a danger that waits for nobody.

use super::{Going, NotTheirs, Started, Weighed, decide::Around};
use crate::domain::{
    contact::{
        Context,
        night::{Found, Same},
    },
    ids::{Reference, StaffId},
    refusal::Refusal,
};

/// Weighs the marks of a family; gives what is recorded of the going.
pub(super) fn goes_alone(
    going: &Going,
    around: Around<'_>,
    seen_by: Vec<StaffId>,
    cx: &Context<'_>,
) -> Result<Started, Refusal> {
    let visitor = cx.actor.person;
    anothers(&going.not_theirs, around.found)?;
    let own = around.contact.filter(|contact| contact.night.no_lone.is_some());
    let word = own.and_then(|contact| contact.lone_word(visitor, cx.now)).cloned();
    let is_theirs =
        |found: &&Found| !going.not_theirs.iter().any(|not| not.reference == found.mark.reference);
    let bare = |found: &&Found| is_theirs(found) && found.mark.word(visitor, cx.now).is_none();
    let uncovered: Vec<&Found> = around.found.iter().filter(bare).collect();
    let covered = (own.is_none() || word.is_some()) && uncovered.is_empty();
    let danger = going.danger.clone().filter(|danger| !danger.trim().is_empty() && !covered);
    if !covered && danger.is_none() {
        return Err(refused(own.is_some() && word.is_none(), &uncovered, cx));
    }
    let elsewhere = around.found.iter().map(|found| Weighed {
        contact: found.contact,
        reference: Some(found.mark.reference).filter(|_| !found.restricted),
        same: found.same.iter().map(|same| same.key().to_owned()).collect(),
        not_theirs: !is_theirs(&found),
        word: found.mark.word(visitor, cx.now).filter(|_| is_theirs(&found)).map(|word| (word.by, word.at)),
    });
    let elsewhere: Vec<Weighed> = elsewhere.collect();
    let marked = own.is_some() || around.found.iter().any(|found| is_theirs(&found));
    let not_theirs = going
        .not_theirs
        .iter()
        .map(|not| NotTheirs { reference: not.reference, why: not.why.trim().to_owned() });
    let going = Going { allowed: None, danger, not_theirs: not_theirs.collect(), ..going.clone() };
    Ok(Started { going, seen_by, marked, word, elsewhere })
}

/// Judges what is said of another family's marks.
fn anothers(said: &[NotTheirs], found: &[Found]) -> Result<(), Refusal> {
    let refused = |code, words: String| Err(Refusal::new(code, words).by("barnsley-33"));
    for NotTheirs { reference, why } in said {
        let of = found.iter().find(|found| found.mark.reference == *reference && !found.closed);
        match of {
            None => {
                return refused(
                    "NoSuchMark",
                    format!(
                        "No mark was found on {reference} that looks like this family's. Nobody went yet; take it out of the line."
                    ),
                );
            }
            Some(found) if found.same.contains(&Same::Attached) => {
                return refused(
                    "AttachedIsFamily",
                    format!(
                        "{reference} is attached to this contact, so it is the same family. If it is not, take it off first, with a reason (F4)."
                    ),
                );
            }
            Some(_) if why.trim().is_empty() => {
                return refused(
                    "HowDoYouKnow",
                    format!(
                        "Say how you know that {reference} is another family: what differs, and who told you."
                    ),
                );
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Says which marks stand in the way, whose word is wanted, and what else there is.
fn refused(own: bool, found: &[&Found], cx: &Context<'_>) -> Refusal {
    let (closed, open): (Vec<&Found>, Vec<&Found>) = found.iter().partition(|found| found.closed);
    let manager = || {
        let role = cx.duty.authority(cx.duty.mode_at(cx.now));
        role.map_or("a manager", |role| cx.duty.called(role)).to_owned()
    };
    let mut said = Vec::new();
    if own {
        said.push("This family is marked: no lone visits.".to_owned());
    }
    if !open.is_empty() {
        let lines: Vec<String> = open.iter().map(|found| found.line()).collect();
        let too = if own {
            "It is marked on another contact too"
        } else {
            "The same family is marked on another contact"
        };
        said.push(format!("{too} – {}.", lines.join(" – ")));
    }
    if !closed.is_empty() {
        said.push(format!("A record closed to you is marked: no lone visits. Ask the {}.", manager()));
    }
    let mut places: Vec<String> = open.iter().map(|found| found.mark.reference.to_string()).collect();
    if own {
        places.insert(0, "the contact".to_owned());
    }
    said.push(match places.as_slice() {
        [] => "Go with somebody, or wait for their word.".to_owned(),
        of => format!(
            "Go with somebody, or ask a manager to allow it at their own console (F12 in {}).",
            of.join(", and in ")
        ),
    });
    let matches: Vec<Reference> =
        open.iter().filter(|found| found.may_be_anothers()).map(|found| found.mark.reference).collect();
    if let [first, ..] = matches.as_slice() {
        said.push(format!("If it is another family, write under Another family how you know: “{first} …”."));
    }
    said.push("If a child is in immediate danger, go: say under Danger now what it is, and a manager looks at it afterwards.".to_owned());
    let code = match (own, open.is_empty()) {
        (true, _) => "NoLoneVisits",
        (false, false) => "FamilyMarked",
        (false, true) => "ClosedRecordMarked",
    };
    Refusal::new(code, said.join(" ")).by("barnsley-33")
}
