//! Whether somebody may go alone to this family: no contact of it is marked, or a manager's word covers each mark, or there is
//! a danger that waits for nobody.

use chrono::{DateTime, Utc};

use super::{Going, NotTheirs, Started, Weighed, decide::Around};
use crate::domain::{
    contact::{
        Context,
        night::{Found, LoneWord, Same},
    },
    ids::{Reference, StaffId},
    refusal::Refusal,
};

/// What waits for nobody's word.
const IN_DANGER: &str = "If a child is in immediate danger, go: say under Danger now what it is, and a manager looks at it afterwards.";

/// The marks of a family, weighed for somebody who goes there.
struct Marks<'a> {
    /// Whether the contact itself is marked, for whoever goes.
    own: bool,
    /// Whether it was, until whoever goes took that away.
    lifted: bool,
    /// The word on which they go there.
    word: Option<LoneWord>,
    /// The marks on other contacts that nobody's word covers.
    uncovered: Vec<&'a Found>,
    /// What is recorded of those.
    elsewhere: Vec<Weighed>,
    /// Whether any of it is this family's.
    marked: bool,
}

impl<'a> Marks<'a> {
    fn weigh(going: &Going, around: Around<'a>, visitor: StaffId, at: DateTime<Utc>) -> Self {
        // Whoever took the mark away does not go alone by that: it would be one person's word for what wants two.
        let lifted = around.contact.is_some_and(|contact| contact.lifted_by() == Some(visitor));
        let own = around.contact.filter(|contact| lifted || contact.night.no_lone.is_some());
        let word = own.and_then(|contact| contact.lone_word(visitor, at)).cloned();
        let is_theirs =
            |found: &&Found| !going.not_theirs.iter().any(|not| not.reference == found.mark.reference);
        let bare = |found: &&Found| is_theirs(found) && found.mark.word(visitor, at).is_none();
        let uncovered: Vec<&Found> = around.found.iter().filter(bare).collect();
        let elsewhere = around.found.iter().map(|found| Weighed {
            contact: found.contact,
            reference: Some(found.mark.reference).filter(|_| !found.restricted),
            same: found.same.iter().map(|same| same.key().to_owned()).collect(),
            not_theirs: !is_theirs(&found),
            word: found.mark.word(visitor, at).filter(|_| is_theirs(&found)).map(|word| (word.by, word.at)),
        });
        let elsewhere: Vec<Weighed> = elsewhere.collect();
        let marked = own.is_some() || around.found.iter().any(|found| is_theirs(&found));
        Self { own: own.is_some(), lifted, word, uncovered, elsewhere, marked }
    }

    /// Tells whether somebody's word covers each of them.
    const fn are_covered(&self) -> bool {
        (!self.own || self.word.is_some()) && self.uncovered.is_empty()
    }
}

/// Weighs the marks of a family; gives what is recorded of the going.
pub(super) fn goes_alone(
    going: &Going,
    around: Around<'_>,
    seen_by: Vec<StaffId>,
    cx: &Context<'_>,
) -> Result<Started, Refusal> {
    anothers(&going.not_theirs, around)?;
    let marks = Marks::weigh(going, around, cx.actor.person, cx.now);
    let covered = marks.are_covered();
    let goes_freely = covered && around.read;
    let danger = going.danger.clone().filter(|danger| !danger.trim().is_empty() && !goes_freely);
    if !covered && danger.is_none() && marks.lifted && marks.uncovered.is_empty() {
        return Err(lifted_themselves());
    }
    if !covered && danger.is_none() {
        return Err(refused(marks.own && marks.word.is_none(), &marks.uncovered, cx));
    }
    let not_theirs = going
        .not_theirs
        .iter()
        .map(|not| NotTheirs { reference: not.reference, why: not.why.trim().to_owned() });
    let going = Going { allowed: None, danger, not_theirs: not_theirs.collect(), ..going.clone() };
    let Marks { word, elsewhere, marked, .. } = marks;
    Ok(Started { going, seen_by, marked, word, elsewhere, unread: !around.read })
}

impl Started {
    /// Takes up what the desk's file tells of the family's marks, where it told nothing when they went.
    ///
    /// Nobody refuses any more what was done: whoever went to a marked family on nobody's word is looked at by a manager.
    #[must_use]
    pub fn with_marks(self, visitor: StaffId, at: DateTime<Utc>, around: Around<'_>) -> Self {
        let marks = Marks::weigh(&self.going, around, visitor, at);
        let covered = marks.are_covered();
        let Marks { word, elsewhere, marked, .. } = marks;
        let contact = around.contact.map(|contact| contact.id).or(self.going.contact);
        let going = Going { contact, ..self.going };
        Self { going, marked, word, elsewhere, unread: !covered, ..self }
    }
}

/// Judges what is said of another family's marks.
fn anothers(said: &[NotTheirs], around: Around<'_>) -> Result<(), Refusal> {
    let refused = |code, words: String| Err(Refusal::new(code, words).by("barnsley-33"));
    for NotTheirs { reference, why } in said {
        let of = around.found.iter().find(|found| found.mark.reference == *reference && !found.closed);
        match of {
            // Where the marks cannot be read, what is said of one is kept as it is.
            None if !around.read => {}
            None => {
                return refused(
                    "NoSuchMark",
                    format!(
                        "No mark was found on {reference} that looks like this family's. Nobody went yet; take it out of the line."
                    ),
                );
            }
            Some(found) if found.is_itself() => {
                return refused(
                    "MarkedItself",
                    format!(
                        "{reference} is the contact that this visit is about, so it is no other family's."
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

/// Says that whoever took the mark away does not go there alone.
fn lifted_themselves() -> Refusal {
    let words = "You took this family's mark away yourself (no lone visits), so you do not go there alone: go with somebody, or ask another manager to allow it at their own console (F12 in the contact).";
    Refusal::new("OwnLift", format!("{words} {IN_DANGER}")).by("barnsley-33")
}

/// Says which marks stand in the way, whose word is wanted, and what else there is.
fn refused(own: bool, found: &[&Found], cx: &Context<'_>) -> Refusal {
    let (closed, open): (Vec<&Found>, Vec<&Found>) = found.iter().partition(|found| found.closed);
    let (itself, open): (Vec<&Found>, Vec<&Found>) = open.into_iter().partition(|found| found.is_itself());
    let own = own || !itself.is_empty();
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
    said.push(IN_DANGER.to_owned());
    let code = match (own, open.is_empty()) {
        (true, _) => "NoLoneVisits",
        (false, false) => "FamilyMarked",
        (false, true) => "ClosedRecordMarked",
    };
    Refusal::new(code, said.join(" ")).by("barnsley-33")
}
