//! How wide the columns of the queue are.

use chrono::{DateTime, Utc};

use super::{names::Names, paint::since};
use crate::{
    domain::{ids::Reference, queue::Row},
    ui::{cover::COVERED, draw},
};

/// The widths of the columns: what gives way where the screen is narrow is the caller and where it stands, never a reference.
pub(super) struct Columns {
    pub(super) due: usize,
    pub(super) reference: usize,
    pub(super) who: usize,
    pub(super) children: usize,
    pub(super) stands: usize,
    pub(super) with: usize,
}

/// How wide the texts of the columns that give way are at the most.
#[derive(Clone, Copy)]
pub(super) struct Longest {
    pub(super) who: usize,
    pub(super) children: usize,
    /// The children of what cannot wait: their column takes more room for them.
    pub(super) urgent: usize,
    pub(super) stands: usize,
}

impl Longest {
    /// Measures rows, and what stands in the place of who rang where any of them is covered.
    pub(super) fn of(rows: &[Row], names: &[Names], covers: bool, now: DateTime<Utc>) -> Self {
        let most = |text: &dyn Fn(&Row) -> String, title: &str| {
            rows.iter().map(|row| draw::width(&text(row))).max().unwrap_or(0).max(draw::width(title)) + 1
        };
        Self {
            who: most(&|row| row.who.clone(), if covers { COVERED } else { "who rang" }),
            children: names.iter().map(|names| names.wide).max().unwrap_or(0).max("children".len()) + 1,
            urgent: rows
                .iter()
                .zip(names)
                .filter(|(row, _)| row.urgent || row.danger)
                .map(|(_, names)| names.wide + 1)
                .max()
                .unwrap_or(0),
            stands: most(&|row| since(row, now), "stands at"),
        }
    }
}

impl Columns {
    pub(super) fn of(width: u16, highest: Option<Reference>, longest: Longest) -> Self {
        let width = usize::from(width);
        let (due, reference) = (13, highest.map_or(0, |highest| highest.to_string().len() + 1).max(9));
        let holder = if width >= 76 { 10 } else { 5 };
        let rest = width.saturating_sub(due + reference + holder + 3);
        let wanted = [longest.who, longest.children, longest.stands];
        // No column is wider than its longest text; what one does not need goes to who rang, then to the children.
        let children = longest.urgent.min(rest * 45 / 100).max(rest * 37 / 100);
        let who = (rest - children) * 46 / 100;
        let shares = [who, children, rest - children - who];
        let mut widths = [0, 1, 2].map(|at| wanted[at].min(shares[at]));
        let mut free = rest - widths.iter().sum::<usize>();
        for (width, wanted) in widths.iter_mut().zip(wanted) {
            let more = free.min(wanted - *width);
            *width += more;
            free -= more;
        }
        let [who, children, stands] = widths;
        Self { due, reference, who, children, stands, with: holder }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Longest = Longest { who: 300, children: 300, urgent: 0, stands: 300 };

    #[test]
    fn no_column_is_wider_than_its_longest_text_and_who_rang_gets_what_is_free() {
        let longest = Longest { who: 34, children: 20, urgent: 20, stands: 26 };
        let Columns { who, children, stands, .. } = Columns::of(200, None, longest);
        assert_eq!((who, children, stands), (34, 20, 26));
        let Columns { who, children, stands, .. } = Columns::of(120, None, longest);
        assert_eq!((who, children, stands), (34, 20, 26));
        let narrow = Columns::of(100, None, longest);
        assert!(narrow.who > 19 && narrow.children == 20, "{} {}", narrow.who, narrow.children);
    }

    #[test]
    fn a_long_reference_is_shown_whole() {
        for width in [76, 120, 200] {
            let columns = |highest| Columns::of(width, highest, LONG);
            assert_eq!(columns(None).reference, 9);
            assert_eq!(columns(Some(Reference(999_999))).reference, 9);
            let long = columns(Some(Reference(10_000_000)));
            assert_eq!(long.reference, "C-10000000 ".len());
            let Columns { due, reference, who, children, stands, with } = long;
            assert_eq!(3 + due + reference + who + children + stands + with, usize::from(width));
        }
    }
}
