//! Every role tries every action of the domain's table at the desk's own doors, in every state in which it can meet it, and is let
//! through or refused as the tables here say.
//!
//! The tables are written out by hand and know nothing of the program's own. A cell that nobody tries is a failure.

mod bench;
mod ready;
mod tables;
pub(crate) mod tries;
pub(crate) mod words;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use dutydesk::{
    desk::DeskError,
    domain::{
        permission::{self, State},
        policy::Role,
    },
};

use self::tries::{Bench, Ready, action_of};

/// Each state with its table; the ordinary one also by night, when another manager is on duty.
const TABLES: [(State, &str); 9] = [
    (State::Ordinary, tables::ORDINARY),
    (State::OwnRequest, tables::OWN_REQUEST),
    (State::OwnGlass, tables::OWN_GLASS),
    (State::OwnAccount, tables::OWN_ACCOUNT),
    (State::Closed, tables::CLOSED),
    (State::Named, tables::NAMED),
    (State::Glass, tables::GLASS),
    (State::Restricted, tables::RESTRICTED),
    (State::OwnFamily, tables::OWN_FAMILY),
];

/// The refusals that say who may not; every other one says what cannot be, and comes after.
const WHO: [&str; 24] = [
    "ReadsOnly",
    "ReadsNoContact",
    "ShowsOnly",
    "NoRestricted",
    "NotSocialWork",
    "NoAuthorityNow",
    "NotManager",
    "NotYours",
    "NotAuditor",
    "ContactClosed",
    "Restricted",
    "OwnFamily",
    "ThroughGlass",
    "AuthoriserIsRequester",
    "OwnGlass",
    "NotYoursToDecide",
    "NotTheSecond",
    "AccountWithoutRole",
    "NotTheirWord",
    "SecondIsSamePerson",
    "SetsOwnAuthority",
    "GainsOwnRole",
    "OwnDevice",
    "ProposedIt",
];

/// What is let through by the table and stopped by what is not so: the contact is not ready for it.
const NOT_READY: [(&str, &str); 7] = [
    ("send route", "NothingToSend"),
    ("answer for team", "RouteUnknown"),
    ("close", "NotFinished"),
    ("reopen", "NotClosed"),
    ("lift", "NotRestricted"),
    ("grant", "NotRestricted"),
    ("break glass", "NotRestricted"),
];

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, String)> {
    table.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let (action, signs) = line.trim().split_once("  ").unwrap();
        let signs: String = signs.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(signs.len(), Role::ALL.len(), "{line}");
        (action.trim(), signs)
    })
}

/// Tells whether a contact that one role has left as it was serves the next one, too.
fn serves_everybody(action: &str, state: State) -> bool {
    !action.starts_with("sign") && !matches!(state, State::Glass | State::OwnRequest | State::OwnGlass)
}

fn check(bench: &mut Bench, table: &'static str, state: State) {
    let mut wrong = Vec::new();
    let mut left: Option<Ready> = None;
    for (action, expected) in rows(table) {
        if action_of(action).is_to_contact() {
            left = None;
        }
        for (role, sign) in Role::ALL.into_iter().zip(expected.chars()) {
            let ready = match left.filter(|_| serves_everybody(action, state)) {
                Some(ready) => {
                    bench.sign_in(role);
                    ready
                }
                None => bench.prepare(action, role, state),
            };
            let before = bench.desk.store().version(ready.id.0).unwrap();
            let tried = bench.attempt(action, ready);
            let code = match &tried {
                Ok(()) => "",
                Err(DeskError::Refused(refusal)) => refusal.code,
                Err(error) => panic!("{action} as {}: {error}", role.key()),
            };
            let refused = WHO.contains(&code);
            let ready_for_it =
                code.is_empty() || NOT_READY.contains(&(action, code)) || state != State::Ordinary;
            if refused == (sign == 'y') || (sign == '.' && code.is_empty()) || (sign == 'y' && !ready_for_it)
            {
                wrong.push(format!(
                    "{action} as {}, {state:?}: `{sign}`, and came out as `{code}`",
                    role.key()
                ));
            }
            let stream = bench.desk.store().stream(ready.id.0).unwrap();
            let kept: Vec<&str> = stream
                .iter()
                .filter(|entry| entry.version > before)
                .map(|entry| entry.kind.as_str())
                .collect();
            // What was tried may be kept; nothing else is.
            assert!(
                !refused || kept.iter().all(|kind| *kind == "contact.decision_refused.v1"),
                "{action} as {}: refused, and something was written: {kept:?}",
                role.key()
            );
            left = (refused || kept.is_empty()).then_some(ready);
        }
    }
    assert!(wrong.is_empty(), "{} cells are not as written:\n{}", wrong.len(), wrong.join("\n"));
}

fn check_all(states: &[State]) {
    let mut bench = Bench::new();
    for state in states {
        let (_, table) = TABLES.iter().find(|(known, _)| known == state).unwrap();
        check(&mut bench, table, *state);
    }
}

#[test]
fn every_role_does_what_the_table_says() {
    let mut bench = Bench::new();
    check(&mut bench, tables::ORDINARY, State::Ordinary);
    let night: DateTime<Utc> = "2026-11-24T21:07:00Z".parse().unwrap();
    bench.clock.set(night);
    check(&mut bench, tables::NIGHT, State::Ordinary);
}

#[test]
fn nobody_decides_for_themselves() {
    check_all(&[State::OwnRequest, State::OwnGlass, State::OwnAccount]);
}

#[test]
fn a_closed_contact_takes_away() {
    check_all(&[State::Closed]);
}

#[test]
fn a_restricted_contact_takes_away() {
    check_all(&[State::Restricted, State::OwnFamily]);
}

#[test]
fn who_is_named_does_as_before() {
    check_all(&[State::Named]);
}

#[test]
fn who_broke_the_glass_names_nobody() {
    check_all(&[State::Glass]);
}

#[test]
fn no_cell_of_the_table_is_left_untried() {
    let states = || std::iter::once(State::Ordinary).chain(State::OTHERS);
    let mut untried: BTreeSet<_> = permission::actions()
        .flat_map(|action| states().map(move |state| (action, state)))
        .filter(|(action, state)| state.can_be_met_by(*action))
        .collect();
    let cells = untried.len();
    for (state, table) in TABLES {
        for (action, _) in rows(table) {
            untried.remove(&(action_of(action), state));
        }
    }
    assert!(untried.is_empty(), "of {cells} these are tried by nobody: {untried:?}");
    // Each outcome names its own roles, so that each is tried.
    let outcomes = dutydesk::profile::load("southampton").unwrap().outcomes.outcome;
    for outcome in outcomes {
        let action = format!("decide {}", outcome.letter);
        assert!(rows(tables::ORDINARY).any(|(known, _)| known == action), "{action}");
    }
}
