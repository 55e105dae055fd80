//! Why the contact's times are what they are, with the reporter covered where somebody could read along.

use super::{page::shown, pane::View};
use crate::domain::contact::why::{Known, Why};

/// Explains every time that stands on the contact, what is due first before.
pub fn whys(view: &View<'_>) -> Vec<Why> {
    let known = Known {
        policy: view.policy(),
        duty: &view.desk.book.duty,
        calling: &view.desk.calling,
        now: view.now,
        name: &|id| view.name_of(id).to_owned(),
    };
    let covered = |text: String| shown(view, &text).into_owned();
    let whys = view.contact.whys(&known).into_iter();
    whys.map(|why| Why {
        words: covered(why.words),
        lines: why.lines.into_iter().map(covered).collect(),
        ..why
    })
    .collect()
}
