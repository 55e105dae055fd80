//! The ways of reaching somebody, and which of them a mark bars.

use chrono::{DateTime, Utc};

use super::super::{
    family::{Person, Telling},
    telling::Way,
};
use crate::domain::{refusal::Refusal, value::YesNo};

/// The rule that asks who may be told what.
const TOLD: &str = "barnsley-22";

/// What is wanted of somebody.
#[derive(Clone, Copy)]
pub(super) enum Reach {
    Tell,
    Ring,
    Message,
    Send(Way),
}

impl Reach {
    /// Tells whether a mark bars it.
    pub(super) fn is_barred(self, telling: &Telling, now: DateTime<Utc>) -> bool {
        match self {
            Self::Tell => telling.bars(now),
            Self::Ring => telling.ring == Some(YesNo::No),
            Self::Message => telling.bars(now) || telling.message == Some(YesNo::No),
            Self::Send(Way::Post | Way::Email) => telling.write == Some(YesNo::No),
            Self::Send(Way::Text) => telling.text == Some(YesNo::No),
            Self::Send(Way::ByHand) => false,
        }
    }

    /// Says that it is barred, and by which contact.
    pub(super) fn refusal(self, marked: &Person, called: &str) -> Refusal {
        let name = marked.name();
        let way = match self {
            Self::Tell => {
                return Refusal::new(
                    "NotToBeTold",
                    format!(
                        "{name} is marked not to be told in {called}. Nothing was sent or promised; what is wrong there is put right there (Alt+w)."
                    ),
                )
                .by(TOLD);
            }
            Self::Ring => "ring",
            Self::Message => "leave a message for",
            Self::Send(Way::Post | Way::Email | Way::ByHand) => "write to",
            Self::Send(Way::Text) => "text",
        };
        Refusal::new(
            "NotSafe",
            format!(
                "It is not safe to {way} {name}, as {called} says: choose another way of reaching them, or none (Alt+w)."
            ),
        )
    }
}
