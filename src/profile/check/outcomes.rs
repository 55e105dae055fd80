//! Checks the outcomes.

use super::{Checked, File, tests_of_record};
use crate::domain::policy::{
    Role,
    outcomes::{Outcome, Voluntary},
    script::FieldKind,
    test::Test,
};

pub(super) fn check(file: File<'_>) -> Checked {
    let all = &file.policy.outcomes.outcome;
    file.some("outcome", all)?;
    file.unique("outcome", "letter", all.iter().map(|outcome| outcome.letter))?;
    file.unique("outcome", "order", all.iter().map(|outcome| outcome.order))?;
    all.iter().enumerate().try_for_each(|(at, one)| outcome(file, &format!("outcome[{at}]"), one))
}

fn outcome(file: File<'_>, key: &str, one: &Outcome) -> Checked {
    let at = |field: &str| format!("{key}.{field}");
    file.ensure(one.letter.0.is_ascii_uppercase(), at("letter"), || {
        format!("`{}` is not a capital letter", one.letter)
    })?;
    file.ensure(
        (1..=file.policy.outcomes.outcome.len()).contains(&usize::from(one.order)),
        at("order"),
        || format!("{} is outside 1 to {}", one.order, file.policy.outcomes.outcome.len()),
    )?;
    file.said(&at("name"), &one.name)?;
    if let Some(told) = &one.for_families {
        file.said(&at("for_families"), told)?;
    }
    file.said(&at("what"), &one.what)?;
    receiving(file, key, one)?;
    agreement(file, key, one)?;
    file.unique(&at("criteria"), "id", one.criteria.iter().map(|criterion| &criterion.id))?;
    file.unique(&at("fields"), "key", one.fields.iter().map(|field| &field.key))?;
    let test = |key: &str, test: Option<&Test>| -> Checked {
        test.map_or(Ok(()), |test| tests_of_record::check(file, key, test, &one.fields))
    };
    for (n, criterion) in one.criteria.iter().enumerate() {
        let key = at(&format!("criteria[{n}]"));
        file.said(&format!("{key}.words"), &criterion.words)?;
        test(&format!("{key}.from"), criterion.from.as_ref())?;
        file.rule(&format!("{key}.rule"), &criterion.rule)?;
    }
    for (n, field) in one.fields.iter().enumerate() {
        let key = at(&format!("fields[{n}]"));
        file.said(&format!("{key}.words"), &field.words)?;
        tests_of_record::kind(file, &format!("{key}.kind"), &field.kind)?;
        test(&format!("{key}.when"), field.when.as_ref())?;
        if let Some(same) = &field.same_as {
            let asked = file.policy.script.capture(same).map(|(_, capture)| &capture.kind);
            file.ensure(asked == Some(&field.kind), format!("{key}.same_as"), || {
                format!("the script has no question `{same}` that is answered in the same way")
            })?;
        }
        file.rule(&format!("{key}.rule"), &field.rule)?;
    }
    if let Some(joins) = &one.joins {
        file.ensure(one.fields.iter().any(|field| field.key == *joins), at("joins"), || {
            format!("the card asks no `{joins}`")
        })?;
    }
    if let Some(own) = &one.own {
        let line = one.fields.iter().any(|field| field.key == *own && field.kind == FieldKind::Line);
        file.ensure(line && one.purpose.is_some(), at("own"), || {
            format!("the card asks no `{own}` in one line, or says no purpose to which they agree")
        })?;
    }
    for (n, meets) in one.meets.iter().enumerate() {
        file.ensure(one.fields.iter().any(|field| field.key == *meets), at(&format!("meets[{n}]")), || {
            format!("the card asks no `{meets}`")
        })?;
    }
    for (n, need) in one.needs.iter().enumerate() {
        let key = at(&format!("needs[{n}]"));
        file.said(&format!("{key}.words"), &need.words)?;
        test(&format!("{key}.test"), Some(&need.test))?;
        test(&format!("{key}.when"), need.when.as_ref())?;
        file.rule(&format!("{key}.rule"), &need.rule)?;
    }
    for (n, says) in one.says.iter().enumerate() {
        let key = at(&format!("says[{n}]"));
        file.said(&format!("{key}.words"), &says.words)?;
        test(&format!("{key}.when"), says.when.as_ref())?;
        file.rule(&format!("{key}.rule"), &says.rule)?;
    }
    for (n, runs) in one.runs.iter().enumerate() {
        let key = at(&format!("runs[{n}]"));
        file.said(&format!("{key}.words"), &runs.words)?;
        test(&format!("{key}.when"), runs.when.as_ref())?;
        let known = file.policy.hours.clocks.iter().any(|clock| clock.id == runs.clock);
        file.ensure(known, format!("{key}.clock"), || format!("hours.toml has no clock `{}`", runs.clock))?;
    }
    if let Some(rule) = &one.never_unsafe {
        file.rule(&at("never_unsafe"), rule)?;
    }
    file.some(&at("decided_by"), &one.decided_by)?;
    writers(file, &at("decided_by"), &one.decided_by)?;
    if let Some(second) = &one.second {
        file.some(&at("second.by"), &second.by)?;
        writers(file, &at("second.by"), &second.by)?;
        test(&at("second.when"), second.when.as_ref())?;
        file.rule(&at("second.rule"), &second.rule)?;
    }
    file.some(&at("rules"), &one.rules)?;
    one.rules.iter().enumerate().try_for_each(|(n, rule)| file.rule(&at(&format!("rules[{n}]")), rule))
}

fn receiving(file: File<'_>, key: &str, one: &Outcome) -> Checked {
    if let Some(team) = &one.team {
        file.said(&format!("{key}.team"), team)?;
        file.ensure(one.accept_clock.is_some(), format!("{key}.accept_clock"), || {
            format!("{team} receives this, and no clock says by when it accepts")
        })?;
    }
    file.ensure(one.team.is_some() || !one.holds_work, format!("{key}.holds_work"), || {
        "it holds work, and no team receives it".to_owned()
    })?;
    let Some(clock) = &one.accept_clock else { return Ok(()) };
    file.ensure(one.team.is_some(), format!("{key}.accept_clock"), || {
        "a clock for acceptance needs a team that accepts".to_owned()
    })?;
    file.ensure(
        file.policy.hours.clocks.iter().any(|c| c.id == *clock),
        format!("{key}.accept_clock"),
        || format!("hours.toml has no clock `{clock}`"),
    )
}

fn agreement(file: File<'_>, key: &str, one: &Outcome) -> Checked {
    let sharing = &file.policy.sharing;
    if let Some(id) = &one.outside {
        let Some(agency) = sharing.agencies.iter().find(|agency| agency.id == *id) else {
            return Err(file.fault(format!("{key}.outside"), format!("sharing.toml has no agency `{id}`")));
        };
        file.ensure(agency.outside, format!("{key}.outside"), || {
            format!("{} is not outside the authority", agency.name)
        })?;
        file.ensure(one.purpose.is_some(), format!("{key}.purpose"), || {
            format!("it shares with {}, and no purpose says what for", agency.name)
        })?;
    }
    let purpose = match &one.purpose {
        Some(id) => Some(sharing.purposes.iter().find(|purpose| purpose.id == *id).ok_or_else(|| {
            file.fault(format!("{key}.purpose"), format!("sharing.toml has no purpose `{id}`"))
        })?),
        None => None,
    };
    if let Voluntary::When { test } = &one.voluntary {
        tests_of_record::check(file, &format!("{key}.voluntary.test"), test, &one.fields)?;
    }
    let asks = one.voluntary != Voluntary::No;
    file.ensure(!asks || purpose.is_some_and(|purpose| purpose.voluntary), format!("{key}.purpose"), || {
        "taking it up is voluntary: it needs a purpose that sharing.toml calls voluntary".to_owned()
    })?;
    file.ensure(asks || purpose.is_none_or(|purpose| !purpose.voluntary), format!("{key}.voluntary"), || {
        "its purpose is voluntary, and it is not".to_owned()
    })
}

fn writers(file: File<'_>, key: &str, roles: &[Role]) -> Checked {
    roles.iter().enumerate().try_for_each(|(at, role)| {
        file.ensure(role.writes(), format!("{key}[{at}]"), || format!("a {} decides nothing", role.words()))
    })
}
