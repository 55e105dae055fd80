//! A list of bank holidays that a desk adopts in the place of the program's own.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{holidays::Holiday, published};

/// How many days a whole year of England and Wales has at least.
const A_YEAR: usize = 8;

/// The years that a list can be of; another is a slip.
const YEARS: RangeInclusive<i32> = 2000..=2099;

/// How long a holiday's name can be, in characters.
const LONGEST: usize = 100;

/// Why a list cannot be that of England and Wales.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotHolidays {
    /// There is nothing in it.
    #[error("the list has no bank holiday in it")]
    Empty,
    /// A day has two entries.
    #[error("{} stands in the list twice", .0.format("%a %-d %b %Y"))]
    Twice(NaiveDate),
    /// A day is too far off to be meant.
    #[error("{} is no day that such a list has: look at the year", .0.format("%-d %b %Y"))]
    Year(NaiveDate),
    /// A holiday has no name, or an endless one.
    #[error("the bank holiday on {} has no name, or one of more than a hundred characters", .0.format("%a %-d %b %Y"))]
    Name(NaiveDate),
    /// A year is not whole.
    #[error("{year} has {days} bank holidays, and a whole year of England and Wales has at least eight")]
    Few {
        /// The year.
        year: i32,
        /// How many it has.
        days: usize,
    },
    /// A day that England and Wales always has is missing.
    #[error("{} is no bank holiday in it, and in England and Wales Easter Monday always is: it is the list of another country", .0.format("%a %-d %b %Y"))]
    OtherCountry(NaiveDate),
}

/// A checked list of whole years, in the order of time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HolidayList(Vec<Holiday>);

impl HolidayList {
    /// Checks a list.
    pub fn checked(mut days: Vec<Holiday>) -> Result<Self, NotHolidays> {
        days.sort();
        let list = Self(days);
        if list.0.is_empty() {
            return Err(NotHolidays::Empty);
        }
        for holiday in &list.0 {
            if !YEARS.contains(&holiday.day.year()) {
                return Err(NotHolidays::Year(holiday.day));
            }
            if holiday.name.trim().is_empty() || holiday.name.chars().count() > LONGEST {
                return Err(NotHolidays::Name(holiday.day));
            }
        }
        if let Some(twice) = list.0.windows(2).find(|pair| pair[0].day == pair[1].day) {
            return Err(NotHolidays::Twice(twice[0].day));
        }
        for year in list.years() {
            let of_year = || list.0.iter().filter(|holiday| holiday.day.year() == year);
            if of_year().count() < A_YEAR {
                return Err(NotHolidays::Few { year, days: of_year().count() });
            }
            if let Some(monday) = published::easter_monday(year)
                && !of_year().any(|holiday| holiday.day == monday)
            {
                return Err(NotHolidays::OtherCountry(monday));
            }
        }
        Ok(list)
    }

    /// Gives the days.
    pub fn days(&self) -> &[Holiday] {
        &self.0
    }

    /// Gives the years that the list is the whole truth about.
    pub fn years(&self) -> RangeInclusive<i32> {
        match (self.0.first(), self.0.last()) {
            (Some(first), Some(last)) => first.day.year()..=last.day.year(),
            // Nothing makes an empty list.
            _ => RangeInclusive::new(1, 0),
        }
    }

    /// Gives the last day, where it ends before what is held: the list of the program where none was adopted.
    pub fn older_than(&self, held: Option<&Self>) -> Option<(NaiveDate, NaiveDate)> {
        let last = |list: &Self| list.0.last().map(|holiday| holiday.day);
        let (ours, theirs) = (held.map_or_else(published::last_proclaimed, last)?, last(self)?);
        (theirs < ours).then_some((theirs, ours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Holidays;

    fn years(years: RangeInclusive<i32>) -> Vec<Holiday> {
        years.flat_map(published::of_year).collect()
    }

    #[test]
    fn a_list_holds_in_its_years_and_the_rules_in_others() {
        let mut days = years(2026..=2027);
        let extra =
            Holiday { day: "2027-06-14".parse().unwrap(), name: "A coronation".into(), substitute: false };
        days.push(extra.clone());
        let list = HolidayList::checked(days).unwrap();
        assert_eq!(list.years(), 2026..=2027);
        let holidays = Holidays::of(Some(&list));
        assert_eq!(holidays.holiday(extra.day).as_deref(), Some(&extra));
        assert!(!holidays.is_working_day(extra.day) && Holidays::new().is_working_day(extra.day));
        assert_eq!(holidays.last_known().to_string(), "2027-12-28");
        assert!(!holidays.is_working_day("2028-01-03".parse().unwrap()));
        assert!(holidays.running_out("2027-10-01".parse().unwrap()).is_some());
        let read: HolidayList = serde_json::from_str(&serde_json::to_string(&list).unwrap()).unwrap();
        assert_eq!(read, list);
        let older = HolidayList::checked(years(2025..=2026)).unwrap();
        assert!(older.older_than(Some(&list)).is_some() && older.older_than(None).is_none());
        assert!(HolidayList::checked(years(2019..=2022)).unwrap().older_than(None).is_some());
    }

    #[test]
    fn refusals() {
        let refusal = |days| HolidayList::checked(days).unwrap_err();
        assert_eq!(refusal(vec![]), NotHolidays::Empty);
        let mut few = years(2026..=2026);
        few.truncate(3);
        assert_eq!(refusal(few), NotHolidays::Few { year: 2026, days: 3 });
        let mut twice = years(2026..=2026);
        twice.push(twice[0].clone());
        assert_eq!(refusal(twice.clone()), NotHolidays::Twice(twice[0].day));
        let mut scottish = years(2026..=2026);
        let monday = scottish.iter_mut().find(|holiday| holiday.name == "Easter Monday").unwrap();
        (monday.day, monday.name) = ("2026-11-30".parse().unwrap(), "St Andrew’s Day".into());
        assert_eq!(refusal(scottish), NotHolidays::OtherCountry("2026-04-06".parse().unwrap()));
        let mut nameless = years(2026..=2026);
        nameless[0].name = " ".into();
        assert_eq!(refusal(nameless.clone()), NotHolidays::Name(nameless[0].day));
    }
}
