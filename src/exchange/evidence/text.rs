//! What a bundle says to people: its front page, and the account with who did what when.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{ACCOUNT, ANCHORS, CHAIN, JOURNAL, MANIFEST, RECORD, WITHHELD};
use crate::domain::{calendar::words::stamp, shown::Shown};

/// What stands on the front page.
#[derive(Clone, Debug)]
pub struct Cover<'a> {
    /// The contact's reference.
    pub reference: String,
    /// The desk's name.
    pub desk: &'a str,
    /// Whether it is a practice desk.
    pub practice: bool,
    /// Who made the bundle.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// The program's version.
    pub program: &'a str,
    /// The profile in force and its digest.
    pub profile: (&'a str, &'a str),
    /// Why the reporter is included, where they are.
    pub included: Option<&'a str>,
    /// Whether whoever rang wishes to stay unnamed.
    pub unnamed: bool,
    /// How many entries are shown without their bodies.
    pub withheld: usize,
    /// How many entries are shown with what somebody wrote in them.
    pub written: usize,
    /// How many anchors hold.
    pub anchors: usize,
}

/// Writes the front page.
pub fn readme(cover: &Cover<'_>) -> String {
    let Cover { reference, desk, by, program, withheld, written, anchors, .. } = cover;
    let at = stamp(cover.at);
    let (profile, digest) = cover.profile;
    let practice =
        if cover.practice { "\nThis is a practice desk: everybody in it is invented.\n" } else { "" };
    let unnamed = if cover.unnamed { " Whoever rang wishes to stay unnamed." } else { "" };
    let reporter = match cover.included {
        Some(why) => {
            format!("Who reported, and protected addresses, are INCLUDED. The reason given: {why}{unnamed}")
        }
        None => format!(
            "Who reported, and protected addresses, are withheld.{unnamed} {withheld} entries are shown without what was written\n\
             in them; their digests remain, so that the original can be compared with them if a court asks for it.\n\
             Elsewhere {WITHHELD} stands in the place of what is left out.\n{}",
            read_first(*written)
        ),
    };
    let anchored = match anchors {
        0 => "No head of the journal that was written down elsewhere was laid beside it. So the bundle shows that it\n\
              belongs together, and not that no other journal was ever written in its place."
            .to_owned(),
        n => format!(
            "{n} heads that were written down elsewhere are in {ANCHORS}, and hold. Up to the newest of them, the journal\n\
             is the one that existed when it was written down. Ask for those papers themselves."
        ),
    };
    Shown::text(format!(
        "EVIDENCE: CONTACT {reference}\n\n\
         Made at {desk} by {by}, {at}, with dutydesk {program}; profile in force: {profile} ({digest}).\n{practice}\n\
         {reporter}\n\n\
         WHAT IS HERE\n\
         {ACCOUNT}     the record to read, and who made each entry when\n\
         {RECORD}     the same record for programs\n\
         {JOURNAL}   every entry about this contact, as the journal has it\n\
         {CHAIN}       the entries between, unreadable, so that the chain can be followed\n\
         {ANCHORS}     heads of the journal that were written down elsewhere\n\
         {MANIFEST}    the digest of every file, and the head of the journal\n\n\
         WHAT IT PROVES\n\
         Each entry is bound to the one before it, so that none can be changed, left out or put in without this being seen.\n\
         {anchored}\n\
         Where entries are signed, each was signed with the key of the person it names. It is not proved that what was written\n\
         is true, nor that everything was written down.\n\n\
         The head code in {MANIFEST} should also have reached you by another way than this folder. Compare them.\n\
         The format is described in dutydesk's documentation (exchange::evidence), so that anybody can write a verifier.\n"
    ))
    .as_str()
    .to_owned()
}

/// Says what withholding names and places cannot do for what people wrote.
pub fn read_first(written: usize) -> String {
    format!(
        "Free text may still say who reported or where somebody is: read it before it goes out. It stands as it was\n\
         written in {written} entries."
    )
}

/// One entry, as the account lists it.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its place in the journal.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: &'a str,
    /// Its versioned name.
    pub kind: &'a str,
    /// Whether what was written in it is withheld.
    pub withheld: bool,
}

/// Writes the account: what to mind where something is withheld, the record as text, and then every entry.
pub fn account(record: &str, lines: &[Line<'_>], written: Option<usize>) -> String {
    let mut text = written
        .map_or_else(String::new, |written| format!("WHO REPORTED IS WITHHELD\n{}\n\n", read_first(written)));
    text.push_str(record);
    text.push_str("\nEVERY ENTRY, AS THE JOURNAL HAS IT\n");
    for line in lines {
        let what = line.kind.split('.').nth(1).unwrap_or(line.kind).replace('_', " ");
        let withheld = if line.withheld { "  (withheld)" } else { "" };
        let (seq, at, who) = (line.seq, stamp(line.at), Shown::line(line.who));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {seq:>8}  {at}  {who}  {}{withheld}", Shown::line(what));
    }
    text
}
