//! The children of each line, named once when the rows come and cut to what a column has room for.

use std::{borrow::Cow, fmt::Write as _};

use chrono::NaiveDate;

use crate::{
    domain::{
        input::born,
        queue::{ChildBrief, Item, Row},
    },
    ui::draw,
};

/// What stands between two names.
const BETWEEN: &str = " · ";

/// The children of one line.
#[derive(Debug)]
pub(super) struct Names {
    /// All of them, as the column names them.
    whole: String,
    /// How wide that is.
    pub(super) wide: usize,
    /// Each of them, and how wide.
    each: Vec<(String, usize)>,
}

impl Names {
    /// Names the children of a line on a day.
    pub(super) fn of(row: &Row, today: NaiveDate) -> Self {
        let each: Vec<_> = row
            .children
            .iter()
            .map(|child| with_age(first_name(child), child, today))
            .map(|name| (draw::width(&name), name))
            .map(|(wide, name)| (name, wide))
            .collect();
        let whole = match (row.item, &each[..]) {
            (Item::Ring, []) => "–".to_owned(),
            (Item::Contact, []) => "not known yet".to_owned(),
            _ => each.iter().map(|(name, _)| &**name).collect::<Vec<_>>().join(BETWEEN),
        };
        Self { wide: draw::width(&whole), whole, each }
    }

    /// Gives as many whole names as there is room for, and how many more there are.
    pub(super) fn fitted(&self, room: usize) -> Cow<'_, str> {
        if self.wide <= room || self.each.len() < 2 {
            return Cow::Borrowed(&self.whole);
        }
        let more = |shown: usize| format!(" +{}", self.each.len() - shown);
        let mut shown = self.each.len() - 1;
        let wide = |shown: usize| {
            let names = self.each.iter().take(shown).map(|(_, wide)| wide + BETWEEN.chars().count());
            names.sum::<usize>() - BETWEEN.chars().count() + more(shown).len()
        };
        while shown > 1 && wide(shown) > room {
            shown -= 1;
        }
        let mut text = String::new();
        for (at, (name, _)) in self.each.iter().take(shown).enumerate() {
            let name =
                if shown == 1 { draw::clip(name, room.saturating_sub(more(1).len())) } else { name.into() };
            // Writing to a string cannot fail.
            let _ = write!(text, "{}{name}", if at == 0 { "" } else { BETWEEN });
        }
        text.push_str(&more(shown));
        Cow::Owned(text)
    }
}

/// Gives every child's whole name with the age; nothing where none is known.
pub(super) fn in_full(row: &Row, today: NaiveDate) -> Option<String> {
    let names: Vec<String> = row
        .children
        .iter()
        .map(|child| with_age(child.called().unwrap_or("name not known").to_owned(), child, today))
        .collect();
    (!names.is_empty()).then(|| names.join(BETWEEN))
}

fn first_name(child: &ChildBrief) -> String {
    let first = |name: &str| name.split_whitespace().next().map(str::to_owned);
    let name = child.name.as_deref().and_then(first);
    name.unwrap_or_else(|| child.called().unwrap_or("?").to_owned())
}

fn with_age(name: String, child: &ChildBrief, today: NaiveDate) -> String {
    match &child.born {
        Some(born) => format!("{name} ({})", born::age_at(born, today)),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input::born::Born;

    fn row(children: &[(Option<&str>, Option<Born>)]) -> Row {
        let since = "2026-11-24T12:00:00Z".parse().unwrap();
        let brief = |(name, born): &(Option<&str>, Option<Born>)| ChildBrief {
            name: name.map(str::to_owned),
            born: born.clone(),
        };
        let children = children.iter().map(brief).collect();
        Row { children, ..Row::bare(uuid::Uuid::nil(), Item::Contact, since) }
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn a_child_who_is_not_born_yet_is_called_so() {
        let expected = Born::Expected("2027-02-15".parse().unwrap());
        let whole = |name, born| Names::of(&row(&[(name, born)]), today()).whole;
        assert_eq!(whole(None, Some(expected.clone())), "unborn baby (due Feb)");
        assert_eq!(whole(Some("Mia Brook"), Some(expected)), "Mia (due Feb)");
        assert_eq!(whole(None, Some(Born::About(6))), "? (about 6)");
        assert_eq!(whole(Some(" "), None), "?");
        assert_eq!(Names::of(&row(&[]), today()).fitted(40), "not known yet");
    }

    #[test]
    fn a_column_cuts_between_two_children_and_says_how_many_more_there_are() {
        let expected = Born::Expected("2027-01-15".parse().unwrap());
        let three = row(&[
            (Some("Ellis Brookmere"), Some(Born::About(6))),
            (Some("Mia Brookmere"), Some(expected)),
            (Some("Tom Brookmere"), Some(Born::About(9))),
        ]);
        let names = Names::of(&three, today());
        assert_eq!(names.fitted(60), "Ellis (about 6) · Mia (due Jan) · Tom (about 9)");
        assert_eq!(names.fitted(46), "Ellis (about 6) · Mia (due Jan) +1");
        assert_eq!(names.fitted(34), "Ellis (about 6) · Mia (due Jan) +1");
        assert_eq!(names.fitted(33), "Ellis (about 6) +2");
        assert_eq!(names.fitted(10), "Ellis … +2");
        for room in 1..60 {
            assert!(draw::width(&names.fitted(room)) <= room.max(4), "{room}: {}", names.fitted(room));
        }
        let full = "Ellis Brookmere (about 6) · Mia Brookmere (due Jan) · Tom Brookmere (about 9)";
        assert_eq!(in_full(&three, today()).as_deref(), Some(full));
    }
}
