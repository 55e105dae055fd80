//! The sentences of a restricted record: who may open it, and breaking the glass.

use dutydesk::domain::{
    contact::access::{self, Kind as Restriction, Restricted},
    ids::GlassNo,
};

use super::{Made, Make, number, one, text};
use crate::scenarios::{cast, sentence::list};

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} restricts it to {named} as {kind} of {family}: “{why}”", |_, s| {
        restrict(s[0], s[1], Some(s[2]), s[3])
    }),
    ("{who} restricts it to {named} as {kind}: “{why}”", |_, s| restrict(s[0], s[1], None, s[2])),
    ("{who} lifts the restriction: “{why}”", |_, s| one(access::Command::Lift { why: text(s[0]) })),
    ("{who} lets {worker} open it: “{why}”", |_, s| {
        one(access::Command::Grant { person: cast::person(s[0])?, why: text(s[1]) })
    }),
    ("{who} opens it by break-glass: “{why}”", |_, s| {
        one(access::Command::BreakGlass { why: text(s[0]) })
    }),
    ("{who} looks at break-glass {n}: “{words}”", |_, s| {
        one(access::Command::SeeGlass { no: GlassNo(number(s[0])?), words: text(s[1]) })
    }),
];

fn restrict(named: &str, kind: &str, family: Option<&str>, why: &str) -> Made {
    let people = |names: &str| list(names).map(cast::person).collect::<Result<Vec<_>, _>>();
    let kind =
        Restriction::ALL.into_iter().find(|known| known.words().trim_start_matches("a worker's ") == kind);
    one(access::Command::Restrict(Restricted {
        kind: kind.ok_or(
            "a record is restricted as allegation against a colleague, own family or another reason",
        )?,
        why: text(why),
        named: people(named)?,
        family_of: family.map(people).transpose()?.unwrap_or_default(),
    }))
}
