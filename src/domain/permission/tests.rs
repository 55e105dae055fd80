use super::*;

#[test]
fn every_action_stands_in_the_table_once() {
    let all: Vec<Action> = actions().collect();
    let mut once = all.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len());
    for (action, signs) in TABLE {
        assert!(signs.iter().all(|sign| b"ydc.".contains(sign)), "{action:?}");
        assert_eq!(action.is_by_rota(), signs.contains(&b'd'), "{action:?}");
    }
}

#[test]
fn a_state_only_ever_takes_away() {
    for action in actions() {
        for role in Role::ALL {
            for state in State::OTHERS {
                let taken =
                    cell(role, action, state).allows() && !cell(role, action, State::Ordinary).allows();
                assert!(!taken, "{role:?} {action:?} {state:?}");
            }
            assert!(!action.is_to_contact() || !cell(role, action, State::OwnFamily).allows());
        }
    }
}

#[test]
fn a_state_that_an_action_cannot_meet_changes_nothing() {
    for action in actions() {
        for role in Role::ALL {
            for state in State::OTHERS.into_iter().filter(|state| !state.can_be_met_by(action)) {
                assert_eq!(
                    cell(role, action, state),
                    cell(role, action, State::Ordinary),
                    "{role:?} {action:?} {state:?}"
                );
            }
        }
    }
}

#[test]
fn a_second_role_never_takes_away() {
    for action in actions() {
        for one in Role::ALL {
            for other in Role::ALL {
                let alone = judge(&[one], action, State::Ordinary).is_ok();
                assert!(!alone || judge(&[other, one], action, State::Ordinary).is_ok());
            }
        }
    }
    assert_eq!(judge(&[], Action::Open, State::Ordinary).unwrap_err().code, "ReadsNoContact");
}

#[test]
fn the_page_says_what_the_table_says() {
    let policy = crate::profile::load("southampton").unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/permission/roles.md");
    let page = markdown(&lines(&policy));
    if std::env::var("DUTYDESK_README").is_ok_and(|how| how == "write") {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), page, "DUTYDESK_README=write cargo test permission");
}

fn markdown(lines: &[Line]) -> String {
    use std::fmt::Write as _;
    let mut page = "The table under the profile `southampton`; a line beneath an action tells what a state takes away. `yes`: may; \
        `duty`: may while on duty as the manager who authorises at that hour; –: may not.\n\n| action | state |"
        .to_owned();
    for role in Role::ALL {
        let _ = write!(page, " {} |", role.words());
    }
    page.push_str("\n|---|---|");
    page.push_str(&"---|".repeat(Role::ALL.len()));
    page.push('\n');
    for line in lines {
        let _ = writeln!(page, "| {} | {} | {} |", line.action, line.state, line.signs.join(" | "));
    }
    page
}
