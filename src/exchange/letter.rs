//! stub
use crate::domain::{
    contact::{Contact, telling::Recipient},
    policy::{Policy, letters::Template},
};
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct LetterError;
pub struct LetterContext<'a> {
    pub policy: &'a Policy,
    pub desk: &'a crate::domain::desk::State,
    pub worker: &'a str,
    pub now: chrono::DateTime<chrono::Utc>,
}
pub fn compose(
    _: &Contact,
    _: &Template,
    _: Recipient,
    _: &LetterContext<'_>,
) -> Result<String, LetterError> {
    Err(LetterError)
}
