//! Bank holidays and working days, looked up in a table that is made once.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, LazyLock},
};

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::{
    adopted::HolidayList,
    published::{self, KNOWN},
};

/// The years of the table; days outside go by the rules alone, and slowly.
const TABLE: std::ops::Range<i32> = 2000..2100;

/// How near the last known holiday may come before somebody must bring a newer list, in days.
const RUNNING_OUT: TimeDelta = TimeDelta::days(90);

/// A bank holiday.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// Its name, as the published list has it.
    pub name: Cow<'static, str>,
    /// Whether it stands in for a day that falls on a weekend.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub substitute: bool,
}

/// Writes "Boxing Day", or "the substitute day for Boxing Day".
impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lead = if self.substitute { "the substitute day for " } else { "" };
        write!(f, "{lead}{}", self.name)
    }
}

/// The bank holidays of England and Wales: those of the program, 2020 to 2035, or an adopted list in its years.
#[derive(Clone)]
pub struct Holidays(Arc<Table>);

struct Table {
    /// In the order of time.
    named: Vec<Holiday>,
    first: NaiveDate,
    /// How many working days there are before each day of the table, and before the day after its last.
    before: Box<[u16]>,
    /// The working days, as days since the first.
    working: Box<[u16]>,
    last_known: NaiveDate,
}

static EMBEDDED: LazyLock<Holidays> = LazyLock::new(|| Holidays(Arc::new(Table::of(None))));

impl Default for Holidays {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Holidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Holidays(known until {})", self.0.last_known)
    }
}

impl Table {
    fn of(list: Option<&HolidayList>) -> Self {
        let theirs = |year| list.is_some_and(|list| list.years().contains(&year));
        let mut named: Vec<Holiday> = TABLE
            .filter(|year| !theirs(*year))
            .flat_map(published::of_year)
            .chain(list.into_iter().flat_map(|list| list.days().iter().cloned()))
            .collect();
        named.sort_unstable();
        let first = NaiveDate::from_ymd_opt(TABLE.start, 1, 1).unwrap_or_default();
        let (mut before, mut working) = (vec![0_u16], Vec::new());
        let mut coming = named.iter().map(|holiday| holiday.day).peekable();
        for (day, at) in first.iter_days().take_while(|day| day.year() < TABLE.end).zip(0_u16..) {
            while coming.next_if(|on| *on < day).is_some() {}
            if !weekend(day) && coming.peek() != Some(&day) {
                working.push(at);
            }
            before.push(u16::try_from(working.len()).unwrap_or(u16::MAX));
        }
        let known = |holiday: &&Holiday| list.is_some() || KNOWN.contains(&holiday.day.year());
        let last_known = match list {
            Some(list) => list.days().last().map(|holiday| holiday.day),
            None => named.iter().rfind(known).map(|holiday| holiday.day),
        };
        // Boxed, they take no more than they hold; every console keeps them.
        let (before, working) = (before.into(), working.into());
        Self { named, first, before, working, last_known: last_known.unwrap_or(first) }
    }

    /// Gives how many working days there are before a day, and whether it is one; none outside the table.
    fn rank(&self, day: NaiveDate) -> Option<(usize, bool)> {
        let at = usize::try_from(day.signed_duration_since(self.first).num_days()).ok()?;
        let (before, after) = (*self.before.get(at)?, *self.before.get(at + 1)?);
        Some((usize::from(before), after > before))
    }
}

impl Holidays {
    /// Gives those of the program.
    pub fn new() -> Self {
        EMBEDDED.clone()
    }

    /// Gives those of an adopted list in the years it has, and those of the program in others.
    pub fn of(list: Option<&HolidayList>) -> Self {
        list.map_or_else(Self::new, |list| Self(Arc::new(Table::of(Some(list)))))
    }

    /// Gives the holiday of a day, or none on an ordinary day.
    pub fn holiday(&self, day: NaiveDate) -> Option<Cow<'_, Holiday>> {
        if TABLE.contains(&day.year()) {
            let at = self.0.named.binary_search_by_key(&day, |holiday| holiday.day).ok()?;
            self.0.named.get(at).map(Cow::Borrowed)
        } else {
            published::of_year(day.year()).find(|holiday| holiday.day == day).map(Cow::Owned)
        }
    }

    /// Gives the known holidays from a day on, in the order of time.
    pub fn from(&self, day: NaiveDate) -> impl Iterator<Item = &Holiday> {
        self.0.named.iter().filter(move |holiday| holiday.day >= day && holiday.day <= self.0.last_known)
    }

    /// Gives the last day that is known to be a holiday.
    pub fn last_known(&self) -> NaiveDate {
        self.0.last_known
    }

    /// Says that a newer list is wanted, where the last known holiday is less than ninety days away.
    pub fn running_out(&self, today: NaiveDate) -> Option<String> {
        let last = self.0.last_known;
        (last.signed_duration_since(today) < RUNNING_OUT).then(|| {
            format!(
                "The last bank holiday known here is {}: later ones go by the rules alone. `dutydesk holidays import FILE` brings the newer list of GOV.UK.",
                last.format("%a %-d %b %Y")
            )
        })
    }

    /// Tells whether the day is a Monday to Friday and no bank holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.0.rank(day).map_or_else(|| !weekend(day) && self.holiday(day).is_none(), |(_, working)| working)
    }

    /// Gives the first working day after this one.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.plus_working_days(day, 1)
    }

    /// Gives the day so many working days later; the day itself is day 0, whether it is a working day or not.
    pub fn plus_working_days(&self, day: NaiveDate, n: u32) -> NaiveDate {
        if n == 0 {
            return day;
        }
        let found = self.0.rank(day).and_then(|(before, working)| {
            let nth = usize::try_from(n).ok()?.checked_sub(1)?;
            let at = *self.0.working.get(before + usize::from(working) + nth)?;
            self.0.first.checked_add_days(Days::new(at.into()))
        });
        found.unwrap_or_else(|| self.count_on(day, n))
    }

    /// Counts day by day, where the table ends.
    fn count_on(&self, mut day: NaiveDate, mut to_go: u32) -> NaiveDate {
        while to_go > 0 {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            to_go -= u32::from(self.is_working_day(day));
        }
        day
    }
}

fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_later() {
        let holidays = Holidays::new();
        for (from, n, to) in [
            ("2026-12-24", 1, "2026-12-29"),
            ("2026-08-28", 1, "2026-09-01"),
            ("2026-04-02", 1, "2026-04-07"),
            ("2026-12-31", 1, "2027-01-04"),
            ("2026-04-01", 2, "2026-04-07"),
            ("2026-12-23", 2, "2026-12-29"),
            ("2026-12-14", 15, "2027-01-07"),
            ("2026-03-16", 15, "2026-04-08"),
            ("2026-02-02", 45, "2026-04-08"),
            ("2026-10-01", 45, "2026-12-03"),
            ("2026-11-02", 10, "2026-11-16"),
            ("2026-11-02", 20, "2026-11-30"),
            ("2026-11-02", 25, "2026-12-07"),
            ("2026-11-02", 65, "2027-02-04"),
            ("2026-11-28", 1, "2026-11-30"),
            ("2026-11-28", 0, "2026-11-28"),
        ] {
            assert_eq!(holidays.plus_working_days(day(from), n), day(to), "{from} + {n}");
            assert_eq!(holidays.count_on(day(from), n), day(to), "{from} + {n}, day by day");
        }
        assert_eq!(holidays.next_working_day(day("2026-04-02")), day("2026-04-07"));
        // Where the table ends and begins, and where time does.
        assert_eq!(holidays.plus_working_days(day("2099-12-31"), 1), day("2100-01-04"));
        assert_eq!(holidays.plus_working_days(day("1999-12-30"), 2), day("2000-01-04"));
        assert_eq!(holidays.plus_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
    }

    #[test]
    fn names() {
        let holidays = Holidays::new();
        let words = |text| holidays.holiday(day(text)).map(|holiday| holiday.to_string());
        assert_eq!(words("2026-12-25").as_deref(), Some("Christmas Day"));
        assert_eq!(words("2026-12-28").as_deref(), Some("the substitute day for Boxing Day"));
        assert_eq!(words("2140-12-26").as_deref(), Some("Boxing Day"));
        assert_eq!(words("2026-12-29"), None);
    }

    #[test]
    fn a_newer_list_is_asked_for_in_time() {
        let holidays = Holidays::new();
        assert_eq!(holidays.last_known(), day("2035-12-26"));
        assert_eq!(holidays.running_out(day("2035-09-27")), None);
        assert!(holidays.running_out(day("2035-09-28")).unwrap().contains("Wed 26 Dec 2035"));
    }
}
