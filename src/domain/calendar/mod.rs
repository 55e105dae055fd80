//! Working days and bank holidays of England and Wales, local time, and the words for both.

mod holidays;
pub mod local;
pub mod words;
mod working;

pub use holidays::Holidays;
pub(crate) use working::intervals;
pub use working::{end_of_day, is_open, working_minutes_between};
