//! How events of agreement change a contact.

use super::super::{
    Event, Stamp,
    agreement::{Agreements, GoingOn, Row, Said, Seen},
    mistake::Mistake,
};

impl Agreements {
    /// Applies an event about agreement; one that names none that is known changes nothing.
    pub(super) fn evolve(&mut self, event: &Event, stamp: Stamp) {
        let Stamp { at, by } = stamp;
        match event {
            Event::AgreementRecorded(recorded) => {
                self.rows.push(Row {
                    no: recorded.no,
                    at,
                    by,
                    asked: recorded.asked.clone(),
                    young_from: recorded.young_from,
                    mistake: None,
                });
            }
            Event::WentOn(reason) => {
                let no = self.going_on.last().map_or(1, |last| last.no + 1);
                self.going_on.push(GoingOn { no, at, by, reason: reason.clone(), mistake: None, seen: None });
            }
            Event::GoingOnSeen(e) => {
                if let Some(going) = self.going_on.iter_mut().find(|going| going.no == e.no) {
                    going.seen = Some(Seen { at, by, words: e.words.clone() });
                }
            }
            Event::AgreementMistaken(mistaken) => {
                let mistake = match mistaken.said {
                    Said::Row(no) => {
                        self.rows.iter_mut().find(|row| row.no == no).map(|row| &mut row.mistake)
                    }
                    Said::GoingOn(no) => {
                        self.going_on.iter_mut().find(|on| on.no == no).map(|on| &mut on.mistake)
                    }
                };
                if let Some(mistake) = mistake {
                    *mistake = Some(Mistake::said(stamp, &mistaken.why));
                }
            }
            _ => {}
        }
    }
}
