//! What is judged about sharing: no share without a ground that covers it.

use super::{agencies, children, purpose, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    share::{Command, ShareMistaken, ShareRecorded, Sharing},
};
use crate::domain::{
    ids::{PersonNo, ShareNo},
    refusal::Refusal,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Record(sharing) => record(contact, sharing, cx),
        Command::Mistaken { no, why } => {
            let Some(share) = contact.shares.iter().find(|share| share.no == *no) else {
                return Err(Refusal::new(
                    "ShareUnknown",
                    format!("There is no share {} in {}. Nothing was changed.", no.0, contact.reference),
                ));
            };
            if share.mistake.is_some() {
                return Ok(vec![]);
            }
            reason(why, "what was wrong with it; it stays on the record, marked as a mistake")?;
            Ok(vec![Event::ShareMistaken(ShareMistaken { no: *no, why: why.clone() })])
        }
    }
}

fn record(contact: &Contact, sharing: &Sharing, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    children(contact, &sharing.children)?;
    purpose(&sharing.purpose, cx)?;
    agencies([&sharing.agency], cx)?;
    reason(&sharing.what, "what was shared or asked")?;
    let mut basis = Vec::new();
    for child in &sharing.children {
        let found = contact.basis(*child, &sharing.purpose, &sharing.agency, cx);
        basis.push((*child, found.ok_or_else(|| no_ground(contact, *child, sharing, cx))?));
    }
    let no = ShareNo(contact.shares.iter().map(|share| share.no.0).max().unwrap_or(0)).next();
    Ok(vec![Event::ShareRecorded(ShareRecorded { no, basis, sharing: sharing.clone() })])
}

fn no_ground(contact: &Contact, child: PersonNo, sharing: &Sharing, cx: &Context<'_>) -> Refusal {
    Refusal::new(
        "NoGround",
        format!(
            "Nothing covers sharing about {} with {} for this: nobody agreed (F5), no override is in force (F6), no other ground is decided. \
             In immediate danger act and record it (Alt+m).",
            contact.family.names(&[child]),
            cx.policy.sharing.agency_words(&sharing.agency)
        ),
    )
    .by("southampton-22")
}
