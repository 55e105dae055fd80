//! `dutydesk roles`.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Failure, out};
use crate::{
    domain::{
        permission::{self, Line},
        policy::Role,
    },
    exchange::json,
    profile,
};

/// Prints who may do what: role × action × state.
#[derive(Debug, clap::Args)]
pub(super) struct Roles {
    /// Under which profile.
    #[arg(long, default_value = "southampton")]
    profile: String,
    /// Writes a JSON array: `action`, `state`, and `roles`, by their keys: `yes`, `duty` (while on duty as the manager who
    /// authorises at that hour) or `no`.
    #[arg(long)]
    json: bool,
}

/// The heads of the columns, in the order of the roles.
const HEADS: [&str; 12] = ["SW", "EH", "IO", "CM", "EP", "EM", "OS", "LA", "HS", "AU", "SH", "AD"];

#[derive(Serialize)]
struct LineJson<'a> {
    action: &'a str,
    state: &'a str,
    roles: std::collections::BTreeMap<&'static str, &'static str>,
}

impl Roles {
    /// Prints.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let policy = profile::load(&self.profile).map_err(crate::desk::DeskError::from)?;
        let lines = permission::lines(&policy);
        if self.json {
            let line = |line: &'_ Line| {
                let sign = |sign| if sign == "–" { "no" } else { sign };
                Role::ALL.iter().zip(line.signs).map(|(role, of)| (role.key(), sign(of))).collect()
            };
            let all: Vec<LineJson<'_>> = lines
                .iter()
                .map(|of| LineJson { action: &of.action, state: &of.state, roles: line(of) })
                .collect();
            return out::json(&json::write(&all)?);
        }
        let mut text = String::new();
        for (head, role) in HEADS.iter().zip(Role::ALL) {
            let _ = writeln!(text, "{head}  {}", role.words());
        }
        let _ = writeln!(text, "\n{:<44}{}", "", HEADS.map(|head| format!("{head:<5}")).concat().trim_end());
        for line in &lines {
            let name = if line.state.is_empty() { line.action.clone() } else { format!("  {}", line.state) };
            let signs = line.signs.map(|sign| format!("{sign:<5}")).concat();
            if line.signs.iter().all(|sign| *sign == "–") {
                let _ = writeln!(text, "  nobody: {}", line.state);
            } else if name.chars().count() < 44 {
                let _ = writeln!(text, "{name:<44}{}", signs.trim_end());
            } else {
                // A long name has its signs beneath it.
                let _ = writeln!(text, "{name}\n{:<44}{}", "", signs.trim_end());
            }
        }
        text.push_str(
            "\nyes: may. duty: may while on duty as the manager who authorises at that hour. –: may not.\n",
        );
        out::text(&text)
    }
}
