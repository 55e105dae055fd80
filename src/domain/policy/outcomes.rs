//! The outcomes: where a child's contact can go, on what criteria, with what in hand and on whose word.

use serde::{Deserialize, Serialize};

use super::{
    Role,
    letters::Audience,
    script::FieldKind,
    test::{Fact, Test},
};
use crate::domain::ids::{AgencyId, ClockId, CriterionId, FieldKey, OutcomeLetter, PurposeId, RuleId};

/// The outcomes of a profile, in the order in which they are weighed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// What every card asks, beside what is its own.
    #[serde(default)]
    pub every: Vec<Field>,
    /// All of them.
    pub outcome: Vec<Outcome>,
}

impl Outcomes {
    /// Puts on every card what every card asks.
    #[must_use]
    pub fn settled(mut self) -> Self {
        for outcome in &mut self.outcome {
            outcome.fields.extend(self.every.iter().cloned());
        }
        self
    }

    /// Finds an outcome by its letter.
    pub fn get(&self, letter: OutcomeLetter) -> Option<&Outcome> {
        self.outcome.iter().find(|outcome| outcome.letter == letter)
    }
}

/// One outcome.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its capital letter.
    pub letter: OutcomeLetter,
    /// Its name.
    pub name: String,
    /// What a letter to the family calls it, where its name is the house's own word.
    #[serde(default)]
    pub for_families: Option<String>,
    /// When it is the right door, one line.
    pub what: String,
    /// The place in the order of evaluation, from 1.
    pub order: u8,
    /// Who receives it, when somebody must accept it: the team's name.
    #[serde(default)]
    pub team: Option<String>,
    /// Whether the team is one that holds a child's work by itself; a secondary service is not.
    #[serde(default)]
    pub holds_work: bool,
    /// The clock for acceptance.
    #[serde(default)]
    pub accept_clock: Option<ClockId>,
    /// The agency outside the authority that it shares with, when there is one; then it needs a ground.
    #[serde(default)]
    pub outside: Option<AgencyId>,
    /// The purpose of that sharing, or of agreement to the service.
    #[serde(default)]
    pub purpose: Option<PurposeId>,
    /// Whether taking it up is voluntary: then agreement to `purpose` is needed and no override supplies it.
    #[serde(default)]
    pub voluntary: Voluntary,
    /// The field that names the person of the family whose own agreement it takes, where it is theirs to give and nobody else's.
    #[serde(default)]
    pub own: Option<FieldKey>,
    /// The rule that keeps it from being all that is sent for a child who is not safe, where it settles nothing for one.
    #[serde(default)]
    pub never_unsafe: Option<RuleId>,
    /// The criteria shown on the card.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// What the card asks.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// The field that names another contact which this one is joined to, where the outcome is that.
    #[serde(default)]
    pub joins: Option<FieldKey>,
    /// The fields that say when those who are invited meet, where the outcome is that they do.
    #[serde(default)]
    pub meets: Vec<FieldKey>,
    /// The clocks of its own; the first whose test is met runs.
    #[serde(default)]
    pub runs: Vec<Runs>,
    /// Conditions beyond the fields, each met before sending or sent with a reason.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What the referral says in these very words.
    #[serde(default)]
    pub says: Vec<Says>,
    /// Who may decide it.
    pub decided_by: Vec<Role>,
    /// When a second person must agree before it is sent, and who.
    #[serde(default)]
    pub second: Option<Second>,
    /// The rules it comes from.
    pub rules: Vec<RuleId>,
}

impl Outcome {
    /// Tells whether it only goes beside a team that holds the work, and is no outcome by itself.
    pub fn is_beside(&self) -> bool {
        self.needs
            .iter()
            .any(|need| need.needed == Needed::Must && need.test == Test::Fact(Fact::PrimaryTeam))
    }

    /// Tells whether it puts a child's safety into somebody's hands: a team that holds the work, or people who meet at once.
    pub fn acts(&self) -> bool {
        self.holds_work || !self.meets.is_empty()
    }

    /// Gives what a letter calls it: to the family by the words for them where it has any, or else by its name.
    pub fn told(&self, to: Audience) -> &str {
        let family = matches!(to, Audience::Family | Audience::Child);
        self.for_families.as_deref().filter(|_| family).unwrap_or(&self.name)
    }
}

/// A clock of a card's own.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runs {
    /// Which clock.
    pub clock: ClockId,
    /// What is due, in a worker's words.
    pub words: String,
    /// From when it is counted.
    #[serde(default)]
    pub since: Since,
    /// Only when this is met.
    #[serde(default)]
    pub when: Option<Test>,
}

/// From when a card's clock is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// From when it is sent.
    #[default]
    Sent,
    /// From when the contact was taken, as soon as the card is put on; sent, it ends.
    Taken,
}

/// A sentence that a protocol wants in every referral of an outcome, word for word.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The sentence.
    pub words: String,
    /// When it is true; always, where there is none.
    #[serde(default)]
    pub when: Option<Test>,
    /// The rule it comes from.
    pub rule: RuleId,
}

/// When taking a service up is the family's own choice.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(try_from = "RawVoluntary")]
pub enum Voluntary {
    /// It is not a voluntary service.
    #[default]
    No,
    /// Always.
    Always,
    /// When this is met.
    When {
        /// The test.
        test: Test,
    },
}

/// The same as it is written. Read through this, an unknown or a needless key is refused where it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVoluntary {
    is: String,
    test: Option<Test>,
}

impl TryFrom<RawVoluntary> for Voluntary {
    type Error = String;

    fn try_from(raw: RawVoluntary) -> Result<Self, String> {
        match (raw.is.as_str(), raw.test) {
            ("no", None) => Ok(Self::No),
            ("always", None) => Ok(Self::Always),
            ("when", Some(test)) => Ok(Self::When { test }),
            (is, _) => {
                Err(format!("`{is}` is not it: a service is voluntary `no`, `always`, or `when` with a test"))
            }
        }
    }
}

/// What part a criterion plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Must be met, beside the rest.
    Gate,
    /// One of these must be met.
    Any,
    /// Speaks against this outcome.
    Against,
    /// A care to take; it decides nothing.
    Care,
}

/// One criterion.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its key, unique in its outcome.
    pub id: CriterionId,
    /// Its words.
    pub words: String,
    /// Its part.
    pub part: Part,
    /// Where the record answers it by itself; the worker's own mark goes before it.
    #[serde(default)]
    pub from: Option<Test>,
    /// The rule it comes from.
    pub rule: RuleId,
}

/// One field of a card.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its key, unique in its outcome.
    pub key: FieldKey,
    /// Its label.
    pub words: String,
    /// How it is filled.
    pub kind: FieldKind,
    /// Whether it is asked for before sending.
    #[serde(default)]
    pub needed: Needed,
    /// Only when this is met.
    #[serde(default)]
    pub when: Option<Test>,
    /// The question of the conversation that asks the same: what is answered in one stands in the other.
    #[serde(default)]
    pub same_as: Option<FieldKey>,
    /// The rule it comes from.
    pub rule: RuleId,
}

/// How much something is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Nice to have.
    #[default]
    No,
    /// Asked for; sending without it takes a reason.
    Asked,
    /// Nothing is sent without it.
    Must,
}

/// A condition beyond the fields.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What is missing, in a worker's words: "which of the three specialists is needed".
    pub words: String,
    /// The test that must be met.
    pub test: Test,
    /// How much.
    pub needed: Needed,
    /// Only when this is met.
    #[serde(default)]
    pub when: Option<Test>,
    /// The rule it comes from.
    pub rule: RuleId,
}

/// A second person's agreement.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Second {
    /// Which roles can give it.
    pub by: Vec<Role>,
    /// Only when this is met; always when absent.
    #[serde(default)]
    pub when: Option<Test>,
    /// The rule that asks for it.
    pub rule: RuleId,
}
