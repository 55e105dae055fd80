//! `dutydesk recover`: the way back in when nobody can sign in any more, by two office holders together.

use super::{Failure, founding, out, place::Place, prompt};
use crate::{
    desk::{Desk, DeskError, Entry, Opening, Random},
    store::keys::Keys,
};

/// Opens the desk by both halves of the recovery key, and gives somebody who works here another passphrase.
#[derive(Debug, clap::Args)]
pub(super) struct Recover {
    /// Who gets back in: name, initials or a name they sign in by; they must be here.
    #[arg(long, value_name = "NAME")]
    person: String,
}

impl Recover {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let folder = place.folder()?;
        let input = place.passphrase_stdin();
        let first = prompt::secret("The first office holder's half", input)?;
        let second = prompt::secret("The second office holder's half", input)?;
        let recovered = Keys::of(&folder).recover(&first, &second)?;
        let entry = Entry::Recovery(recovered);
        let mut desk =
            Desk::enter(&folder, Opening::default(), entry, place.clock_of(&folder), Random::System)?;
        let state = &desk.book().state;
        let unknown = || DeskError::NobodyOfThatName(self.person.clone());
        let person = state.find_staff(&self.person).ok_or_else(unknown)?;
        let (name, desk_name) = (state.name_of(person).to_owned(), state.name.clone());
        let chosen = prompt::chosen(&name, &[&name, &desk_name], input)?;
        desk.readmit(person, &chosen)?;
        // These halves were typed at a computer; new ones were not.
        if prompt::is_terminal() {
            founding::hand_out(&desk.renew_recovery()?)?;
        } else {
            out::note(
                "the halves that were typed open the desk still: `dutydesk staff recovery` makes new ones",
            );
        }
        out::text(&format!(
            "{name} signs in with the new passphrase; the journal says that the recovery key was used."
        ))
    }
}
