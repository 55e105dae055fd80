//! What the stages want of the panes for caller, family, agreement and promises.

use crate::domain::{
    contact::{
        Contact,
        agreement::Unheard,
        family::{Kind, Person},
        promise::Promise,
    },
    ids::{FieldKey, PersonNo},
    policy::{CallerKind, script::StageNo},
};

/// The question whose answer says that nobody has to do anything.
const NO_STEPS: &str = "close.no_steps";

impl Contact {
    /// Gives what a stage wants of the panes for caller, family, agreement and promises, in words.
    pub fn people_wanted(&self, stage: StageNo) -> Vec<String> {
        let mut wanted = Vec::new();
        let caller = &self.call.caller;
        match stage {
            StageNo(1) => {
                if caller.name.as_deref().unwrap_or_default().trim().is_empty() && !caller.declined {
                    wanted.push("the caller's name, or that they declined".to_owned());
                }
                if caller.kind.is_none() {
                    wanted.push("which kind of caller".to_owned());
                }
                if caller.number.as_deref().unwrap_or_default().trim().is_empty() {
                    wanted.push("a number, or that it is withheld".to_owned());
                }
            }
            StageNo(3) if caller.kind != Some(CallerKind::Consultation) => {
                if self.family.children().next().is_none() {
                    wanted.push("at least one child".to_owned());
                }
                for child in self.family.children() {
                    wanted.extend(self.child_wants(child.no));
                }
                wanted.extend(self.family_wants());
            }
            StageNo(10) => {
                for child in self.family.children() {
                    if !self.agreements.speaks_of(child.no) {
                        wanted.push(format!("who was asked about {}, or why nobody", child.name()));
                        continue;
                    }
                    for unheard in self.agreements.unheard(child.no, None, &self.family) {
                        wanted.push(match unheard {
                            Unheard::Anybody => {
                                format!("who was asked about {}, or why nobody", child.name())
                            }
                            // What one holder says is not what the other says.
                            Unheard::Person(person) => {
                                let person = self.family.names(&[person]);
                                format!("what {person} says about {}, or why not asked", child.name())
                            }
                        });
                    }
                }
            }
            StageNo(12) => {
                let none = self.call.answers.contains_key(&FieldKey::from(NO_STEPS));
                if !none && !self.has_step() {
                    wanted.push("next steps: who does what by when (F8), or why none is needed".to_owned());
                }
            }
            _ => {}
        }
        wanted
    }

    /// Gives what the least details of a child still want.
    pub fn child_wants(&self, child: PersonNo) -> Vec<String> {
        let Some(child) = self.family.get(child) else { return Vec::new() };
        let mut wanted = Vec::new();
        // Nobody has a name before they are born.
        if child.details.name.is_none() && child.details.name_why.trim().is_empty() && !child.is_unborn() {
            wanted.push(format!("the name of child {}, or why it is not known", child.no.0));
        }
        if child.details.born.is_none() {
            wanted.push(format!("a date of birth, an age or why not known ({})", child.name()));
        }
        wanted
    }

    /// Gives what is wanted of who cares for the children: a line for the adults and one for each child, so that the list stays
    /// short while somebody tells their story.
    fn family_wants(&self) -> Vec<String> {
        let mut wanted = Vec::new();
        let family = &self.family;
        if family.children().next().is_none() {
            return wanted;
        }
        if !family.people.iter().any(|person| matches!(person.details.kind, Kind::Parent | Kind::Adult)) {
            wanted.push("an adult who cares for them, also one whose name is not known".to_owned());
        }
        // Nobody lives anywhere or goes to school before they are born.
        for child in family.children().filter(|child| !child.is_unborn()) {
            let missing = [
                (!family.is_housed(child.no)).then_some("where they live"),
                (!family.responsibility_is_said(child.no)).then_some("who has parental responsibility"),
                child.details.places.trim().is_empty().then_some("school or nursery, and GP"),
            ];
            let missing: Vec<&str> = missing.into_iter().flatten().collect();
            if !missing.is_empty() {
                wanted.push(format!(
                    "of {}, or that it is not known: {}",
                    Person::name(child),
                    missing.join(", ")
                ));
            }
        }
        wanted
    }

    /// Tells whether anybody promised a step: the call in writing is the protocol's, and nobody's plan.
    pub(in super::super) fn has_step(&self) -> bool {
        let step = |promise: &Promise| promise.was_made() && Some(promise.no) != self.telling.written;
        self.telling.promises.iter().any(step)
    }
}
