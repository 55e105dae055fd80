//! `dutydesk audit contact`, `audit person` and `audit overrides`.

use chrono::{DateTime, Utc};

use super::{Failure, out, place::Place, times};
use crate::{domain::ids::Reference, exchange::audit_json};

/// Answers who looked and who decided; for an auditor, the head of service, and managers as `dutydesk roles` says.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Audit {
    /// Lists who opened, found, printed, exported and changed one contact.
    Contact {
        /// Its reference: C-1841, or only the number.
        reference: Reference,
        /// Writes JSON of the documented shape.
        #[arg(long)]
        json: bool,
    },
    /// Lists everything one person did, by any of their accounts.
    Person {
        /// Who: name, initials or a name they sign in by.
        name: String,
        #[command(flatten)]
        period: Period,
        /// Writes JSON of the documented shape.
        #[arg(long)]
        json: bool,
    },
    /// Lists every override: who asked, whose word it had, how, and how long that took.
    Overrides {
        #[command(flatten)]
        period: Period,
        /// Writes JSON of the documented shape.
        #[arg(long)]
        json: bool,
    },
}

/// From when until when.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Period {
    /// From when: 2026-11-24, or 2026-11-24T14:07.
    #[arg(long, value_name = "TIME", value_parser = times::read_bound)]
    from: Option<DateTime<Utc>>,
    /// Until when, not included: 2026-12-01 ends with the last of November.
    #[arg(long, value_name = "TIME", value_parser = times::read_bound)]
    to: Option<DateTime<Utc>>,
}

impl Audit {
    /// Answers.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let mut desk = place.desk()?;
        match self {
            Self::Contact { reference, json } => {
                let audit = desk.audit_contact(*reference)?;
                let state = &desk.book().state;
                if *json {
                    out::json(&audit_json::contact(&audit, state)?)
                } else {
                    out::text(&audit_json::entries_text(&audit.entries, Some(*reference), state))
                }
            }
            Self::Person { name, period, json } => {
                let audit = desk.audit_person(name, (period.from, period.to))?;
                let state = &desk.book().state;
                if *json {
                    out::json(&audit_json::person(&audit, state)?)
                } else {
                    out::text(&audit_json::entries_text(&audit.entries, None, state))
                }
            }
            Self::Overrides { period, json } => {
                let audit = desk.audit_overrides((period.from, period.to))?;
                let state = &desk.book().state;
                if *json {
                    out::json(&audit_json::overrides(&audit, state)?)
                } else {
                    out::text(&audit_json::overrides_text(&audit, state, &desk.book().duty))
                }
            }
        }
    }
}
