//! Drawing a handover from the record: what of each contact still stands, and nothing that anybody has to remember.

use chrono::{DateTime, Utc};

use super::{Cause, Drawn, Item, Kind, Out, What, causes};
use crate::domain::{
    contact::{Contact, Context},
    duty::Duty,
    ids::StaffId,
    permission::{self, Action},
    policy::{Mode, Role},
    queue::{Lane, Next, Row},
};

/// Draws what a handover of this kind holds from the contacts of a desk, and from who is out: due first before.
pub fn draw<'a>(
    kind: Kind,
    contacts: impl IntoIterator<Item = &'a Contact>,
    out: &[Out],
    cx: &Context<'_>,
) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = contacts.into_iter().filter_map(|contact| one(kind, contact, cx)).collect();
    if matches!(kind, Kind::Shift { .. }) {
        // The alarm of somebody who is out has somebody who watches it, whichever service is on.
        drawn.extend(out.iter().filter(|out| out.visit.back.is_none()).map(Out::drawn));
    }
    drawn.sort_by_key(|drawn| {
        let most = drawn.causes.first().map(|cause| cause.what);
        (most != Some(What::Urgent), drawn.due().is_none(), drawn.due(), drawn.reference)
    });
    drawn
}

fn one(kind: Kind, contact: &Contact, cx: &Context<'_>) -> Option<Drawn> {
    let mut causes = causes(contact, &cx.policy.sharing);
    match kind {
        Kind::Shift { from: Mode::Edt, .. } => {
            // What waits for the day goes to it, also from a contact that is closed.
            let stays = |cause: &Cause| {
                matches!(
                    cause.what,
                    What::Morning
                        | What::Unfiled
                        | What::Elsewhere
                        | What::Tonight
                        | What::Placement
                        | What::InForce
                )
            };
            let waits = causes.iter().any(stays);
            let ours = belongs_to(contact, cx) == Mode::Edt || contact.handover.is_some();
            // What the day service has taken up is no longer the night's.
            if contact.closed.is_some() && !waits || !ours {
                return None;
            }
            if contact.closed.is_some() {
                causes.retain(|cause| stays(cause) || matches!(cause.what, What::Promise | What::NoLone));
            }
        }
        // The day service keeps its work over night; EDT has what cannot wait, and what it is asked to expect.
        Kind::Shift { from: Mode::FrontDoor, .. } => {
            let opens = cx.duty.next_opening(next_close(cx));
            let tonight = |cause: &Cause| match cause.what {
                What::Urgent
                | What::Left
                | What::LineDropped
                | What::Emergency
                | What::Follow
                | What::Tonight
                | What::Placement
                | What::Alert => true,
                What::Morning | What::Unfiled => false,
                _ => cause.due.is_some_and(|due| opens.is_none_or(|opens| due < opens)),
            };
            if contact.closed.is_some() {
                causes.retain(|cause| matches!(cause.what, What::InForce | What::NoLone));
            }
            if !causes.iter().any(tonight) {
                return None;
            }
        }
        Kind::Leave { person, .. } => {
            let owes = contact.telling.promises.iter().any(|p| p.is_open() && p.is_of(person));
            let holds = contact.closed.is_none() && contact.holder == Some(person);
            if !owes && !holds {
                return None;
            }
            if !holds {
                // Only the promise is theirs.
                causes.retain(|cause| matches!(cause.what, What::Promise | What::NoLone));
            }
        }
    }
    // A mark goes with what is handed over, and hands nothing over.
    if causes.iter().all(|cause| cause.what == What::NoLone) {
        return None;
    }
    let row = contact.row();
    let names = row.children.iter().map(|child| child.called().unwrap_or("not known yet").to_owned());
    let drawn = Drawn {
        contact: Some(contact.id),
        reference: Some(contact.reference),
        visit: None,
        who: row.who,
        children: names.collect(),
        causes,
    };
    let opens = permission::may(cx.actor, Action::Open, contact.access.state(cx.actor, cx.now)).is_ok();
    Some(if opens { drawn } else { drawn.bare() })
}

/// Tells by its line in the queue whether a contact can be of a handover: what cannot need not be read.
///
/// What has no line there, or is there for the night alone (who has a child, a placement, what to expect), stands on the board.
pub fn may_be_drawn(kind: Kind, row: &Row, cx: &Context<'_>) -> bool {
    let left = row.lanes.contains(&Lane::Handover);
    match kind {
        Kind::Shift { from: Mode::Edt, .. } => {
            left || row.holder.and_then(|person| works_in(person, cx.duty)) != Some(Mode::FrontDoor)
        }
        Kind::Shift { from: Mode::FrontDoor, .. } => {
            let opens = cx.duty.next_opening(next_close(cx));
            let due = |next: &Next| opens.is_none_or(|opens| next.at < opens);
            row.urgent || row.danger || left || row.next.as_ref().is_some_and(due)
        }
        Kind::Leave { person, .. } => row.holder == Some(person),
    }
}

/// Gives the end of the day service's hours that a handover to EDT of this moment is for.
fn next_close(cx: &Context<'_>) -> DateTime<Utc> {
    match cx.duty.mode_at(cx.now) {
        Mode::Edt => cx.now,
        Mode::FrontDoor => cx.duty.next_change(cx.now).unwrap_or(cx.now),
    }
}

/// Tells whose a contact is: that of the service its holder works in, or that of the hours in which it was taken.
fn belongs_to(contact: &Contact, cx: &Context<'_>) -> Mode {
    contact.holder.and_then(|person| works_in(person, cx.duty)).unwrap_or(contact.call.mode)
}

/// Tells in which service somebody works; none where in both, or where nobody knows.
pub fn works_in(person: StaffId, duty: &Duty) -> Option<Mode> {
    let known = duty.directory.get(person)?;
    let night =
        |role: &&Role| matches!(role, Role::EdtPractitioner | Role::EdtManager | Role::OnCallSeniorManager);
    let working: Vec<&Role> = known.roles.iter().filter(|role| role.writes()).collect();
    match (working.iter().any(&night), working.iter().any(|role| !night(role))) {
        (true, false) => Some(Mode::Edt),
        (false, true) => Some(Mode::FrontDoor),
        _ => None,
    }
}

/// Numbers what was drawn; lines and owners stay with what stood before.
pub(super) fn number(drawn: Vec<Drawn>, before: &[Item]) -> Vec<Item> {
    let mut last = before.iter().map(|item| item.no).max().unwrap_or_default();
    let mut items = Vec::with_capacity(drawn.len());
    for drawn in drawn {
        let known =
            before.iter().find(|item| (item.drawn.contact, item.drawn.visit) == (drawn.contact, drawn.visit));
        let no = known.map_or_else(
            || {
                last = last.next();
                last
            },
            |item| item.no,
        );
        items.push(Item {
            no,
            drawn,
            line: known.map(|item| item.line.clone()).unwrap_or_default(),
            next: known.and_then(|item| item.next),
            calls: None,
            acknowledged: None,
            now: None,
        });
    }
    items
}
