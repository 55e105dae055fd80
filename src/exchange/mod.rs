//! What leaves the desk for people and for other programs, one format a file: letters, JSON and readable text.
//!
//! Pure: a record goes in and a text comes out. Nothing here reads a clock, a file or the store, and nothing judges.

pub mod anchors;
pub mod audit_json;
pub mod bank_holidays;
pub mod clock_json;
pub mod contact_json;
pub mod contact_text;
pub mod day;
pub mod evidence;
pub mod handover;
pub mod json;
pub mod letter;
pub mod list_json;
pub mod rota_csv;
mod view;

#[cfg(test)]
pub(crate) mod story;
