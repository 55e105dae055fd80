//! Checks agencies, purposes, grounds and the words a manager signs.

use super::{Checked, File};
use crate::domain::policy::{
    Mode,
    sharing::{Case, GroundKind},
};

/// The purposes that the program itself names.
const PURPOSES: [&str; 3] = ["protection", "enquiry", "support"];

pub(super) fn check(file: File<'_>) -> Checked {
    let sharing = &file.policy.sharing;
    file.unique("agencies", "id", sharing.agencies.iter().map(|agency| &agency.id))?;
    for (at, agency) in sharing.agencies.iter().enumerate() {
        file.said(&format!("agencies[{at}].name"), &agency.name)?;
    }
    file.unique("purposes", "id", sharing.purposes.iter().map(|purpose| &purpose.id))?;
    for (at, purpose) in sharing.purposes.iter().enumerate() {
        file.said(&format!("purposes[{at}].words"), &purpose.words)?;
        file.said(&format!("purposes[{at}].lawful_basis"), &purpose.lawful_basis)?;
        if let Some(condition) = &purpose.special_category {
            file.said(&format!("purposes[{at}].special_category"), condition)?;
        }
    }
    for id in PURPOSES {
        file.ensure(sharing.purposes.iter().any(|purpose| purpose.id.as_str() == id), "purposes", || {
            format!("the purpose `{id}` is missing")
        })?;
    }
    for kind in GroundKind::ALL {
        let count = sharing.grounds.iter().filter(|ground| ground.kind == kind).count();
        file.ensure(count == 1, "grounds", || {
            format!("the ground of {} stands {count} times, and needs to stand once", kind.words())
        })?;
    }
    for (at, ground) in sharing.grounds.iter().enumerate() {
        file.said(&format!("grounds[{at}].evidence"), &ground.evidence)?;
        file.rule(&format!("grounds[{at}].rule"), &ground.rule)?;
        let purposes = format!("grounds[{at}].purposes");
        file.ensure(!ground.purposes.is_empty(), &purposes, || "a ground serves some purpose".to_owned())?;
        for id in &ground.purposes {
            let known = sharing.purposes.iter().find(|purpose| purpose.id == *id);
            file.ensure(known.is_some_and(|purpose| !purpose.voluntary), &purposes, || {
                format!("`{id}` is no purpose, or one that only agreement serves")
            })?;
        }
    }
    for mode in [Mode::FrontDoor, Mode::Edt] {
        for case in Case::ALL {
            let count = sharing.thresholds.iter().filter(|t| t.mode == mode && t.case == case).count();
            file.ensure(count == 1, "thresholds", || {
                format!("{} has {count} sentences for “{}”, and needs one", mode.words(), case.words())
            })?;
        }
    }
    for (at, threshold) in sharing.thresholds.iter().enumerate() {
        file.said(&format!("thresholds[{at}].words"), &threshold.words)?;
        file.rule(&format!("thresholds[{at}].rule"), &threshold.rule)?;
    }
    file.ensure(sharing.least_words > 0, "least_words", || "a belief of no words is none".to_owned())?;
    file.ensure((1..18).contains(&sharing.young_person.from), "young_person.from", || {
        format!("{} is no age at which a child begins to agree for themselves", sharing.young_person.from)
    })?;
    file.rule("young_person.rule", &sharing.young_person.rule)?;
    file.ensure(sharing.golden_rules.len() == 7, "golden_rules", || {
        format!("there are seven golden rules, and here are {}", sharing.golden_rules.len())
    })?;
    for (at, rule) in sharing.golden_rules.iter().enumerate() {
        file.said(&format!("golden_rules[{at}]"), rule)?;
    }
    Ok(())
}
