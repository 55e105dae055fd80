//! Stub.
pub mod letter;
