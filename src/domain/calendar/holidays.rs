//! The bank holidays of England and Wales, by rule, with the days that were moved or proclaimed.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The years whose days are known, with every day that was moved or proclaimed until now.
const KNOWN: RangeInclusive<i32> = 2020..=2035;

/// Days outside the rules, by proclamation.
const PROCLAIMED: [(i32, u32, u32, &str); 5] = [
    (2020, 5, 8, "Early May bank holiday (VE day)"),
    (2022, 6, 2, "Spring bank holiday"),
    (2022, 6, 3, "Platinum Jubilee bank holiday"),
    (2022, 9, 19, "State Funeral of Queen Elizabeth II"),
    (2023, 5, 8, "Coronation of King Charles III"),
];

/// The bank holidays of England and Wales, 2020 to 2035; other years go by the rules alone.
#[derive(Clone, Debug)]
pub struct Holidays {
    /// In the order of time.
    days: Vec<(NaiveDate, &'static str)>,
}

impl Default for Holidays {
    fn default() -> Self {
        Self::new()
    }
}

impl Holidays {
    /// Makes the table.
    pub fn new() -> Self {
        let proclaimed =
            PROCLAIMED.iter().filter_map(|&(y, m, d, name)| Some((NaiveDate::from_ymd_opt(y, m, d)?, name)));
        let mut days: Vec<_> = KNOWN.flat_map(of_year).chain(proclaimed).collect();
        days.sort_unstable();
        Self { days }
    }

    /// Gives the holiday's name, or none on an ordinary day.
    pub fn holiday_name(&self, day: NaiveDate) -> Option<&'static str> {
        if KNOWN.contains(&day.year()) {
            let at = self.days.binary_search_by_key(&day, |(on, _)| *on).ok()?;
            self.days.get(at).map(|(_, name)| *name)
        } else {
            of_year(day.year()).find(|(on, _)| *on == day).map(|(_, name)| name)
        }
    }

    /// Tells whether the day is a Monday to Friday and no bank holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday_name(day).is_none()
    }

    /// Gives the first working day after this one.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.plus_working_days(day, 1)
    }

    /// Gives the day so many working days later; the day itself is day 0, whether it is a working day or not.
    pub fn plus_working_days(&self, mut day: NaiveDate, n: u32) -> NaiveDate {
        let mut to_go = n;
        while to_go > 0 {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            to_go -= u32::from(self.is_working_day(day));
        }
        day
    }
}

/// Gives the days that the rules set in a year, without what was proclaimed.
fn of_year(year: i32) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    let on = move |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let monday = move |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    let last_monday = move |month| monday(month, 5).or_else(|| monday(month, 4));
    let easter = easter(year);
    let christmas = on(12, 25).map(|day| match day.weekday() {
        // Boxing Day keeps the Monday where it falls on one, so Christmas Day's substitute goes behind it.
        Weekday::Sat | Weekday::Sun => (on(12, 27), "Christmas Day (substitute)"),
        _ => (Some(day), "Christmas Day"),
    });
    [
        on(1, 1).map(|day| match day.weekday() {
            Weekday::Sat => (on(1, 3), "New Year's Day (substitute)"),
            Weekday::Sun => (on(1, 2), "New Year's Day (substitute)"),
            _ => (Some(day), "New Year's Day"),
        }),
        Some((easter.and_then(|day| day.checked_sub_days(Days::new(2))), "Good Friday")),
        Some((easter.and_then(|day| day.checked_add_days(Days::new(1))), "Easter Monday")),
        // VE day's anniversary took this Monday's place in 2020, the Jubilee's Thursday the spring one's in 2022.
        (year != 2020).then(|| (monday(5, 1), "Early May bank holiday")),
        (year != 2022).then(|| (last_monday(5), "Spring bank holiday")),
        Some((last_monday(8), "Summer bank holiday")),
        christmas,
        on(12, 26).map(|day| match day.weekday() {
            Weekday::Sat | Weekday::Sun => (on(12, 28), "Boxing Day (substitute)"),
            _ => (Some(day), "Boxing Day"),
        }),
    ]
    .into_iter()
    .flatten()
    .filter_map(|(day, name)| Some((day?, name)))
}

/// Gives Easter Sunday of the Gregorian calendar (the anonymous computus).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15;
    let epact = (19 * golden + correction).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn published_days() {
        let holidays = Holidays::new();
        let published = [
            "2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28",
            "2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28",
            "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26 2022-12-27",
            "2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 2023-08-28 2023-12-25 2023-12-26",
            "2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26",
            "2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26",
            "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28",
            "2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28",
            "2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26",
        ];
        for (year, days) in (2020..).zip(published) {
            let known: Vec<_> =
                holidays.days.iter().map(|(on, _)| *on).filter(|on| on.year() == year).collect();
            assert_eq!(known, days.split(' ').map(day).collect::<Vec<_>>(), "{year}");
        }
    }

    #[test]
    fn easters() {
        for text in ["1961-04-02", "2000-04-23", "2008-03-23", "2019-04-21", "2035-03-25", "2038-04-25"] {
            assert_eq!(easter(day(text).year()), Some(day(text)));
        }
    }

    #[test]
    fn every_year_has_eight_different_days() {
        for year in 1980..2100 {
            let mut days: Vec<_> = of_year(year).map(|(on, _)| on).collect();
            days.sort_unstable();
            days.dedup();
            assert_eq!(days.len(), if [2020, 2022].contains(&year) { 7 } else { 8 }, "{year}");
            assert!(days.iter().all(|on| !matches!(on.weekday(), Weekday::Sat | Weekday::Sun)), "{year}");
        }
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
        }
        assert_eq!(holidays.next_working_day(day("2026-04-02")), day("2026-04-07"));
        assert_eq!(holidays.holiday_name(day("2026-12-28")), Some("Boxing Day (substitute)"));
        assert_eq!(holidays.holiday_name(day("2040-12-25")), Some("Christmas Day"));
        assert_eq!(holidays.plus_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
    }
}
