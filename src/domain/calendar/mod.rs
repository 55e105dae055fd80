//! Working days and bank holidays of England and Wales, local time, who is on when, deadlines, and the words for all of it.

mod adopted;
mod cover;
mod deadline;
mod explain;
mod holidays;
pub mod local;
mod published;
mod timer;
pub mod words;
mod working;

pub use adopted::{HolidayList, NotHolidays};
pub use cover::{On, Stretch};
pub(crate) use cover::{next_change, next_opening, on_at_wall, seams, shut_since, stretches};
pub use deadline::{Transition, Window, birthday};
pub(crate) use deadline::{after, end_of_working_day};
pub(crate) use explain::arithmetic;
pub use holidays::{Holiday, Holidays};
pub use timer::CallTimer;
pub use working::working_minutes_between;
