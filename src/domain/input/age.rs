//! How old somebody is, as far as anyone knows.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use super::born::Born;

/// An age as far as it is known; shown as "6", "3 mths", "due Jan", "about 6", "age not known".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Age {
    /// Whole years, from the first birthday on.
    Years(u32),
    /// Whole months, of a child under one.
    Months(u32),
    /// Whole weeks, of a child under one month.
    Weeks(u32),
    /// Not born yet; the day expected.
    Due(NaiveDate),
    /// About so many years.
    About(u8),
    /// About so many months.
    AboutMonths(u8),
    /// Not known.
    NotKnown,
}

impl Age {
    /// Gives whole years, also of a guess; none of a child not born yet or not known.
    pub fn years(self) -> Option<u32> {
        match self {
            Self::Years(years) => Some(years),
            Self::Months(_) | Self::Weeks(_) => Some(0),
            Self::About(years) => Some(u32::from(years)),
            Self::AboutMonths(months) => Some(u32::from(months / 12)),
            Self::Due(_) | Self::NotKnown => None,
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Years(years) => write!(f, "{years}"),
            Self::Months(1) => f.write_str("1 mth"),
            Self::Months(months) => write!(f, "{months} mths"),
            Self::Weeks(0) => f.write_str("under 1 wk"),
            Self::Weeks(1) => f.write_str("1 wk"),
            Self::Weeks(weeks) => write!(f, "{weeks} wks"),
            Self::Due(day) => write!(f, "due {}", day.format("%b")),
            Self::About(years) => write!(f, "about {years}"),
            Self::AboutMonths(months) => write!(f, "about {months} mths"),
            Self::NotKnown => f.write_str("age not known"),
        }
    }
}

/// Tells the age on a day. A child born on 29 February is a year older on 1 March where the year has no 29th.
pub fn age_at(born: &Born, today: NaiveDate) -> Age {
    match *born {
        Born::Expected(day) => Age::Due(day),
        Born::About(years) => Age::About(years),
        Born::AboutMonths(months) => Age::AboutMonths(months),
        Born::NotKnown { .. } => Age::NotKnown,
        Born::Date(day) => {
            let months = months_between(day, today);
            match (months / 12, months) {
                (0, 0) => {
                    Age::Weeks(u32::try_from(today.signed_duration_since(day).num_weeks()).unwrap_or(0))
                }
                (0, months) => Age::Months(months),
                (years, _) => Age::Years(years),
            }
        }
    }
}

/// Gives the day somebody turns so many years old; 1 March for 29 February where the year has none.
pub fn birthday(born: NaiveDate, years: u32) -> Option<NaiveDate> {
    let day = born.checked_add_months(Months::new(years.checked_mul(12)?))?;
    if day.day() == born.day() { Some(day) } else { day.succ_opt() }
}

/// Counts whole months; 0 where `today` comes before.
fn months_between(born: NaiveDate, today: NaiveDate) -> u32 {
    let index = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let not_yet = i64::from(today.day() < born.day());
    u32::try_from(index(today) - index(born) - not_yet).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ages() {
        for (born, on, age) in [
            ("2020-11-24", "2026-11-23", "5"),
            ("2020-11-24", "2026-11-24", "6"),
            ("2026-08-20", "2026-11-24", "3 mths"),
            ("2025-11-25", "2026-11-24", "11 mths"),
            ("2026-11-01", "2026-11-24", "3 wks"),
            ("2026-11-24", "2026-11-24", "under 1 wk"),
            ("2012-02-29", "2028-02-28", "15"),
            ("2012-02-29", "2028-02-29", "16"),
            ("2012-02-29", "2030-02-28", "17"),
            ("2012-02-29", "2030-03-01", "18"),
        ] {
            assert_eq!(age_at(&Born::Date(day(born)), day(on)).to_string(), age, "{born} on {on}");
        }
        for (born, age, years) in [
            (Born::Expected(day("2027-01-14")), "due Jan", None),
            (Born::About(6), "about 6", Some(6)),
            (Born::AboutMonths(18), "about 18 mths", Some(1)),
            (Born::NotKnown { why: "x".to_owned() }, "age not known", None),
        ] {
            let found = age_at(&born, day("2026-11-24"));
            assert_eq!((found.to_string().as_str(), found.years()), (age, years));
        }
    }

    #[test]
    fn birthdays() {
        for (born, years, on) in [
            ("2012-02-29", 16, "2028-02-29"),
            ("2012-02-29", 18, "2030-03-01"),
            ("2010-07-15", 16, "2026-07-15"),
            ("2010-07-15", 18, "2028-07-15"),
        ] {
            assert_eq!(birthday(day(born), years), Some(day(on)));
        }
        assert_eq!(birthday(NaiveDate::MAX, 1), None);
    }
}
