//! dutydesk: the front door of children's social care, on a telephone and a terminal.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod profile;
pub mod runtime;
pub mod store;
pub mod ui;
