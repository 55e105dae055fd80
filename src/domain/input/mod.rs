//! What workers type, read the way they write it; each error is one sentence that says what to write.

pub mod address;
mod age;
pub mod born;
pub mod clock_time;
pub mod date;
pub mod moment;
pub mod phone;
pub mod text;
