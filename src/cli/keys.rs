//! `dutydesk keys`.

use serde::Serialize;

use super::{Failure, out};
use crate::{
    exchange::json,
    ui::keymap::{self, Context},
};

/// Prints every key of the console; needs no desk.
#[derive(Debug, clap::Args)]
pub(super) struct Keys {
    /// Writes a JSON array: of each place its words, as `where`, and its `keys` with what each does.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Place {
    r#where: &'static str,
    keys: Vec<Key>,
}

#[derive(Serialize)]
struct Key {
    keys: String,
    does: &'static str,
}

impl Keys {
    /// Prints them.
    pub(super) fn run(&self) -> Result<(), Failure> {
        if !self.json {
            return out::text(&keymap::as_text());
        }
        let key = |binding: &keymap::Binding| Key { keys: binding.keys.all(), does: binding.words };
        let place = |context: Context| Place {
            r#where: context.words(),
            keys: keymap::bindings(context).map(key).collect(),
        };
        out::json(&json::write(&Context::ALL.map(place))?)
    }
}
