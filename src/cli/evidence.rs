//! `dutydesk evidence C-1841 --out DIR`.

use std::{fs, path::PathBuf};

use super::{Failure, out, place::Place};
use crate::{
    desk::evidence::{Made, Order},
    domain::ids::Reference,
    exchange::{
        anchors::{self, Anchor},
        evidence::read_first,
    },
};

/// Writes a contact's record with its slice of the journal, so that others can prove it.
#[derive(Debug, clap::Args)]
pub(super) struct Evidence {
    /// Its reference: C-1841, or only the number.
    reference: Reference,
    /// The folder to make; it must not be there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Heads of the journal that were written down elsewhere; those that hold go with it.
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// Includes who reported, and protected addresses, which are withheld otherwise.
    #[arg(long, requires = "why")]
    include_reporter: bool,
    /// Why they are included; it goes into the journal.
    #[arg(long, value_name = "REASON", requires = "include_reporter")]
    why: Option<String>,
}

impl Evidence {
    /// Writes it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let anchors = self.anchors.as_ref().map(read_anchors).transpose()?.unwrap_or_default();
        let given = anchors.len();
        let mut desk = place.desk()?;
        let reporter = self.why.clone().filter(|_| self.include_reporter);
        let order = Order { reference: self.reference, reporter, anchors };
        let Made { seq, code, shown, withheld, written, unnamed, anchors } =
            desk.evidence(&order, &self.out)?;
        if anchors < given {
            out::note(&format!(
                "{} of {given} anchors do not hold and were left out; `dutydesk verify --anchors` says which",
                given - anchors
            ));
        }
        let wish = if unnamed { " They wish to stay unnamed." } else { "" };
        let reporter = match withheld {
            _ if self.include_reporter => format!("Who reported is included.{wish}"),
            n => format!(
                "Who reported is withheld, and with it what stands in {n} of them.{wish}\n{}",
                read_first(written)
            ),
        };
        out::text(&format!(
            "{} holds {} with {shown} entries of the journal. {reporter}\n\
             This export is entry {seq}. Give whoever reads it this head code by another way, on paper or by telephone:\n\
             {code}",
            self.out.display(),
            self.reference
        ))
    }
}

/// Reads a file of anchors.
pub(super) fn read_anchors(path: &PathBuf) -> Result<Vec<Anchor>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::NotSound(format!("{} could not be read ({error}); nothing was checked", path.display()))
    })?;
    anchors::read(&text).map_err(|error| Failure::NotSound(error.to_string()))
}
