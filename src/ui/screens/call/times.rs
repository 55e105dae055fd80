//! Why the contact's times are what they are, with the reporter covered where somebody could read along.

use chrono::{DateTime, Utc};

use super::{page::shown, pane::View};
use crate::{
    desk::protocol::DeskView,
    domain::contact::why::{Known, Why},
};

/// Gives what times are explained by, as a desk stands at a moment.
pub fn known(desk: &DeskView, now: DateTime<Utc>) -> Known<'_> {
    let book = &desk.book;
    Known { policy: &book.policy, duty: &book.duty, calling: &desk.calling, now, state: &book.state }
}

/// Explains every time that stands on the contact, what is due first before.
pub fn whys(view: &View<'_>) -> Vec<Why> {
    let covered = |text: String| shown(view, &text).into_owned();
    let whys = view.contact.whys(&known(view.desk, view.now)).into_iter();
    whys.map(|why| Why {
        words: covered(why.words),
        lines: why.lines.into_iter().map(covered).collect(),
        ..why
    })
    .collect()
}
