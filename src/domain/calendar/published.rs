//! The bank holidays of England and Wales by the rules that set them, with the days that were moved or proclaimed.
//!
//! Source: Banking and Financial Dealings Act 1971, Schedule 1, and the proclamations under it; the names are those of the
//! published list (GOV.UK, "UK bank holidays").

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::holidays::Holiday;

/// The years in which every day that was moved or proclaimed until now is known.
pub(super) const KNOWN: RangeInclusive<i32> = 2020..=2035;

/// Days outside the rules, by proclamation.
const PROCLAIMED: [(i32, u32, u32, &str); 5] = [
    (2020, 5, 8, "Early May bank holiday (VE day)"),
    (2022, 6, 2, "Spring bank holiday"),
    (2022, 6, 3, "Platinum Jubilee bank holiday"),
    (2022, 9, 19, "Bank Holiday for the State Funeral of Queen Elizabeth II"),
    (2023, 5, 8, "Bank holiday for the coronation of King Charles III"),
];

/// Gives the last day that was proclaimed; a list that ends before it cannot know them all.
pub(super) fn last_proclaimed() -> Option<NaiveDate> {
    proclaimed().map(|(day, _)| day).max()
}

fn proclaimed() -> impl Iterator<Item = (NaiveDate, &'static str)> {
    PROCLAIMED.iter().filter_map(|&(y, m, d, name)| Some((NaiveDate::from_ymd_opt(y, m, d)?, name)))
}

/// Gives the days of a year, in no order.
pub(super) fn of_year(year: i32) -> impl Iterator<Item = Holiday> {
    let on = move |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let monday = move |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    let last_monday = move |month| monday(month, 5).or_else(|| monday(month, 4));
    let easter = easter(year);
    let christmas = on(12, 25).map(|day| match day.weekday() {
        // Boxing Day keeps the Monday where it falls on one, so Christmas Day's substitute goes behind it.
        Weekday::Sat | Weekday::Sun => (on(12, 27), "Christmas Day", true),
        _ => (Some(day), "Christmas Day", false),
    });
    let by_rule = [
        on(1, 1).map(|day| match day.weekday() {
            Weekday::Sat => (on(1, 3), "New Year’s Day", true),
            Weekday::Sun => (on(1, 2), "New Year’s Day", true),
            _ => (Some(day), "New Year’s Day", false),
        }),
        Some((easter.and_then(|day| day.checked_sub_days(Days::new(2))), "Good Friday", false)),
        Some((easter_monday(year), "Easter Monday", false)),
        // VE day's anniversary took this Monday's place in 2020, the Jubilee's Thursday the spring one's in 2022.
        (year != 2020).then(|| (monday(5, 1), "Early May bank holiday", false)),
        (year != 2022).then(|| (last_monday(5), "Spring bank holiday", false)),
        Some((last_monday(8), "Summer bank holiday", false)),
        christmas,
        on(12, 26).map(|day| match day.weekday() {
            Weekday::Sat | Weekday::Sun => (on(12, 28), "Boxing Day", true),
            _ => (Some(day), "Boxing Day", false),
        }),
    ];
    by_rule
        .into_iter()
        .flatten()
        .filter_map(|(day, name, substitute)| Some(Holiday { day: day?, name: name.into(), substitute }))
        .chain(proclaimed().filter(move |(day, _)| day.year() == year).map(|(day, name)| Holiday {
            day,
            name: name.into(),
            substitute: false,
        }))
}

/// Gives Easter Monday, which of the three countries' lists only that of Scotland has not.
pub(super) fn easter_monday(year: i32) -> Option<NaiveDate> {
    easter(year)?.checked_add_days(Days::new(1))
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

    #[test]
    fn easters() {
        for text in ["1961-04-02", "2000-04-23", "2008-03-23", "2019-04-21", "2035-03-25", "2038-04-25"] {
            let day: NaiveDate = text.parse().unwrap();
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn every_year_has_its_days_and_none_on_a_weekend() {
        for year in 1980..2100 {
            let mut days: Vec<_> = of_year(year).map(|holiday| holiday.day).collect();
            days.sort_unstable();
            days.dedup();
            assert_eq!(
                days.len(),
                [8, 9, 10][usize::from(year == 2023) + 2 * usize::from(year == 2022)],
                "{year}"
            );
            assert!(days.iter().all(|on| !matches!(on.weekday(), Weekday::Sat | Weekday::Sun)), "{year}");
        }
    }
}
