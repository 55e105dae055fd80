//! Alarms: computed from the rota and the board whenever something changed and every few seconds, and told when they differ.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Answer, Desk, DeskError};
use crate::domain::{
    alarm::{self, Alarm, Level, Of},
    board::Kind,
    calendar::words,
    duty::Duty,
    handover,
    policy::Mode,
};

/// How far ahead an empty on-call slot is warned of, in hours.
const AHEAD: i64 = 72;

/// How often alarms are looked at when nothing happens.
const PACE: TimeDelta = TimeDelta::seconds(1);

/// What was told last, and when it was looked at.
#[derive(Default)]
pub(super) struct Told {
    pub(super) alarms: Arc<[Alarm]>,
    at: Option<DateTime<Utc>>,
}

impl Desk {
    /// Computes the alarms of this moment, what is most urgent first.
    pub(super) fn alarms(&self) -> Result<Vec<Alarm>, DeskError> {
        let now = self.clock.now();
        let mut alarms = rota(&self.book.duty, now);
        alarms.extend(handover::alarms(&self.store.board(Kind::HandoverItem)?, now));
        alarm::sort(&mut alarms);
        Ok(alarms)
    }

    /// Takes the alarms up anew, and gives what every console is told where they differ.
    pub(super) fn alarmed(&mut self) -> Option<Answer> {
        self.renew_alarms().then(|| Answer::Desk(self.view()))
    }

    /// Takes the alarms up anew where the last look is a while ago.
    pub(super) fn alarmed_by_time(&mut self) -> Option<Answer> {
        let now = self.clock.now();
        let due = self.told_alarms.at.is_none_or(|at| (now - at).abs() >= PACE);
        if due { self.alarmed() } else { None }
    }

    /// Takes the alarms up anew; tells whether they differ.
    pub(super) fn renew_alarms(&mut self) -> bool {
        self.told_alarms.at = Some(self.clock.now());
        // An alarm that cannot be computed leaves those that stand.
        let Ok(alarms) = self.alarms() else { return false };
        let differ = *alarms != *self.told_alarms.alarms;
        if differ {
            self.told_alarms.alarms = alarms.into();
        }
        differ
    }
}

/// An empty slot now, and the first empty on-call slot of the next days.
fn rota(duty: &Duty, now: DateTime<Utc>) -> Vec<Alarm> {
    let holes = duty.holes(now, AHEAD);
    let current = holes.iter().find(|hole| hole.from <= now);
    let ahead = holes.iter().find(|hole| hole.from > now && hole.mode == Mode::Edt);
    let mut alarms = Vec::new();
    if let Some(hole) = current {
        alarms.push(Alarm {
            of: Of::Rota,
            level: Level::Red,
            words: format!("nobody is {} until {}", hole.role.words(), words::near(now, hole.until)),
            short: "NOBODY AUTHORISES".to_owned(),
            due: Some(hole.from),
            contact: None,
        });
    }
    if let Some(hole) = ahead {
        let (from, until) = (words::near(now, hole.from), words::near(now, hole.until));
        alarms.push(Alarm {
            of: Of::Rota,
            level: Level::Warning,
            words: format!("no {} {from} to {until}", hole.role.words()),
            short: format!("NOBODY ON CALL {from}"),
            due: Some(hole.from),
            contact: None,
        });
    }
    alarms
}
