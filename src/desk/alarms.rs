//! Alarms: computed from the rota and the board whenever something changed and every few seconds, and told when they differ.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Answer, Desk, DeskError, family, protocol::HelpOver, spooling::takes_nothing, streams};
use crate::domain::{
    alarm::{self, Alarm, Level, Of},
    board::{Entry, Kind},
    calendar::words,
    contact::night::{Line, Mark},
    duty::Duty,
    handover,
    ids::{ContactId, StaffId, VisitId},
    policy::Mode,
    staff::Actor,
    stream::Stream,
    visit::{Standing, Visit},
};

/// How far ahead an empty on-call slot is warned of, in hours.
const AHEAD: i64 = 72;

/// How often alarms are looked at when nothing happens.
const PACE: TimeDelta = TimeDelta::seconds(1);

/// What a header calls out of a family that was marked while somebody was out there alone.
const MARKED_SINCE: &str = "MARKED SINCE: NO LONE VISITS";

/// What was told last, and when it was looked at.
#[derive(Default)]
pub(super) struct Told {
    pub(super) alarms: Arc<[Alarm]>,
    /// Who else sits at a console.
    pub(super) seen_by: Arc<[StaffId]>,
    /// Which visits called for help, and what is not told yet of how it ended.
    help: Vec<VisitId>,
    over: Vec<HelpOver>,
    at: Option<DateTime<Utc>>,
}

impl Desk {
    /// Computes the alarms of this moment, what is most urgent first.
    pub(super) fn alarms(&self) -> Result<Vec<Alarm>, DeskError> {
        let now = self.clock.now();
        let mut alarms = rota(&self.book.duty, now);
        alarms.extend(handover::alarms(&self.board(Kind::HandoverItem)?, now));
        alarms.extend(self.visits(now)?);
        alarms.extend(match self.marked_since(now) {
            // What cannot be read any more stands as it was told.
            Err(error) if takes_nothing(&error) => {
                let told = self.told_alarms.alarms.iter();
                told.filter(|alarm| alarm.short == MARKED_SINCE).cloned().collect()
            }
            marked => marked?,
        });
        alarms.extend(tonight(&self.visible(Kind::Tonight)?, now));
        alarm::sort(&mut alarms);
        Ok(alarms)
    }

    /// Takes the alarms up anew, and gives what every console is told where they differ.
    pub(super) fn alarmed(&mut self) -> Vec<Answer> {
        let desk = self.renew_alarms().then(|| Answer::Desk(self.view()));
        let over = std::mem::take(&mut self.told_alarms.over);
        desk.into_iter().chain(over.into_iter().map(Answer::HelpOver)).collect()
    }

    /// Takes the alarms up anew where the last look is a while ago, and what waits at other consoles.
    pub(super) fn alarmed_by_time(&mut self) -> Vec<Answer> {
        let now = self.clock.now();
        let due = self.told_alarms.at.is_none_or(|at| (now - at).abs() >= PACE);
        if !due {
            return vec![];
        }
        self.look_for_damage();
        // Whoever goes out at another console while the file takes nothing is missed here too.
        let others = self.read_others().unwrap_or_default();
        let mut told = self.alarmed();
        if others && !self.watching.board.is_empty() {
            told.extend(self.board_told().unwrap_or_default());
        }
        // A call that was answered there rings no longer.
        if let Some(stretch) = self.watching.stretch.filter(|_| others) {
            told.extend(self.lane_told(stretch).unwrap_or_default());
        }
        told
    }

    /// Takes the alarms up anew; tells whether they differ.
    pub(super) fn renew_alarms(&mut self) -> bool {
        self.told_alarms.at = Some(self.clock.now());
        // An alarm that cannot be computed leaves those that stand.
        let Ok(alarms) = self.alarms() else { return false };
        self.help_over();
        let seen_by = self.who_would_see().unwrap_or_default();
        let differ = *alarms != *self.told_alarms.alarms || *seen_by != *self.told_alarms.seen_by;
        if differ {
            self.told_alarms.alarms = alarms.into();
            self.told_alarms.seen_by = seen_by.into();
        }
        differ
    }

    /// Takes up how it ended for whoever needed help at the last look: an alarm that only goes leaves everybody asking.
    fn help_over(&mut self) {
        let Ok(board) = self.board(Kind::Visit) else { return };
        let now = self.clock.now();
        let visits = board.iter().filter_map(Entry::read::<Visit>);
        let help = visits.filter(|visit| visit.standing(now) == Standing::Help).map(|visit| visit.id);
        let help: Vec<VisitId> = help.collect();
        let me = self.actor.as_ref().map(|actor| actor.person);
        let over = self.told_alarms.help.iter().filter(|id| !help.contains(id));
        let over = over.filter_map(|id| self.how_it_ended(*id));
        // Whoever wrote it knows.
        let over: Vec<HelpOver> = over.filter(|over| me.is_some_and(|me| me != over.by)).collect();
        self.told_alarms.over.extend(over);
        self.told_alarms.help = help;
    }

    fn how_it_ended(&self, id: VisitId) -> Option<HelpOver> {
        let read = self.store.stream(id.0).ok().and_then(|entries| streams::fold(id.0, &entries).ok()?);
        let known = self.ahead_of(id.0).map(|known| known.stream);
        let ended = |stream: Stream| {
            let visit = streams::visit(Some(stream)).ok()?;
            let (at, (by, how)) = visit.back.zip(visit.safe)?;
            Some(HelpOver { worker: visit.worker, at, by, how })
        };
        read.and_then(ended).or_else(|| known.and_then(ended))
    }

    /// Who is late or needs help: the worker's own console first, then, when it climbs, everybody's.
    fn visits(&self, now: DateTime<Utc>) -> Result<Vec<Alarm>, DeskError> {
        let me = self.actor.as_ref().map(|actor| actor.person);
        let mut alarms = Vec::new();
        for entry in self.board(Kind::Visit)? {
            let Some(visit) = entry.read::<Visit>() else { continue };
            if let Some(contact) = entry.contact {
                // Remembered, so that whoever may know the place still does where the file does not tell any more.
                self.opens_to_me(contact)?;
            }
            let name = self.book.state.name_of(visit.worker);
            let own = me == Some(visit.worker);
            alarms.extend(self.looks(&visit, name, now));
            let late = words::clock(visit.due());
            let (level, said, short) = match visit.standing(now) {
                Standing::Help => {
                    (Level::Red, format!("{name} NEEDS HELP on a visit"), "HELP NEEDED ON A VISIT")
                }
                Standing::Overdue => (Level::Red, format!("{name} is overdue since {late}"), "VISIT OVERDUE"),
                Standing::Late if own => {
                    (Level::Red, format!("check in: you are late since {late}"), "CHECK IN")
                }
                // Whoever is on call hears of it before it climbs.
                Standing::Late if self.authorises(now) => {
                    (Level::Warning, format!("{name} is late since {late}"), "CHECK-IN LATE")
                }
                Standing::Late | Standing::Out | Standing::Back => continue,
            };
            // The place may be a child's home: it stands on the list and not in the header.
            let short = short.to_owned();
            alarms.push(Alarm {
                of: Of::Visit,
                level,
                words: said,
                short,
                due: Some(visit.due()),
                contact: None,
            });
        }
        Ok(alarms)
    }

    /// That a family was marked *no lone visits* after somebody had gone there alone: whoever is out is told, and managers.
    fn marked_since(&self, now: DateTime<Utc>) -> Result<Vec<Alarm>, DeskError> {
        let Some(me) = &self.actor else { return Ok(Vec::new()) };
        let marks = self.board(Kind::NoLone)?.into_iter();
        let marks: Vec<(ContactId, Mark)> =
            marks.filter_map(|entry| Some((entry.contact?, entry.read()?))).collect();
        let mut alarms = Vec::new();
        // Most desks have no mark, and most marks are older than anybody's visit: nothing is folded for those.
        for entry in if marks.is_empty() { Vec::new() } else { self.board(Kind::Visit)? } {
            let Some(visit) = entry.read::<Visit>().filter(|visit| visit.back.is_none()) else { continue };
            let own = me.person == visit.worker;
            let since = |(_, mark): &&(ContactId, Mark)| {
                mark.marked.at > visit.since && mark.word(visit.worker, now).is_none()
            };
            let since: Vec<_> = marks.iter().filter(since).collect();
            if since.is_empty() || !(own || me.manages()) {
                continue;
            }
            let family = self.marks_around(&visit, me, now)?;
            let newest =
                since.iter().filter(|(id, _)| family.contains(id)).map(|(_, mark)| mark.marked.at).max();
            let Some(at) = newest.map(words::clock) else { continue };
            let name = self.book.state.name_of(visit.worker);
            alarms.push(Alarm {
                of: Of::Visit,
                level: Level::Red,
                words: if own {
                    format!("where you are was marked no lone visits at {at}: ring in")
                } else {
                    format!("{name} is out alone where no lone visits was marked at {at}: ring them")
                },
                short: MARKED_SINCE.to_owned(),
                due: None,
                contact: None,
            });
        }
        Ok(alarms)
    }

    /// Lists the contacts that carry a mark of the family to which somebody went; those that they said are another's stay out.
    fn marks_around(
        &self,
        visit: &Visit,
        me: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Vec<ContactId>, DeskError> {
        let going = &visit.started.going;
        let contact = match going.contact.map(|id| (id, self.contact_ahead(id))) {
            Some((_, Some(ahead))) => Some((**ahead).clone()),
            Some((id, None)) => Some(self.contact_by_id(id)?),
            None => None,
        };
        let found = family::marks(self, contact.as_ref(), Some(going.goal()), (me, &*self.book.state), now)?;
        let theirs = found
            .into_iter()
            .filter(|found| !going.not_theirs.iter().any(|not| not.reference == found.mark.reference));
        Ok(theirs.map(|found| found.contact).chain(going.contact).collect())
    }

    /// That somebody went alone to a marked family, which a manager looks at: managers are told, and after a day everybody.
    fn looks(&self, visit: &Visit, name: &str, now: DateTime<Utc>) -> Option<Alarm> {
        let me = self.actor.as_ref().filter(|actor| actor.person != visit.worker);
        let late = now > visit.since + TimeDelta::hours(24);
        if !visit.waits_for_look() || !(late || me.is_some_and(Actor::manages)) {
            return None;
        }
        Some(Alarm {
            of: Of::Look,
            level: if late { Level::Red } else { Level::Warning },
            words: match visit.started.going.danger {
                Some(_) => format!("{name} went alone in danger: look (v)"),
                None => format!("{name} went alone, the mark unread: look (v)"),
            },
            short: "A LONE VISIT TO LOOK AT".to_owned(),
            due: None,
            contact: None,
        })
    }

    fn authorises(&self, now: DateTime<Utc>) -> bool {
        let me = self.actor.as_ref().map(|actor| actor.person);
        self.book.duty.authorisers_at(now).iter().any(|(person, _)| Some(*person) == me)
    }
}

/// Where a child is tonight that ends within the hour, or is over with nothing after it.
fn tonight(entries: &[Entry], now: DateTime<Utc>) -> Vec<Alarm> {
    let near = |entry: &&Entry| entry.due.is_some_and(|due| due <= now + TimeDelta::hours(1));
    entries
        .iter()
        .filter(near)
        .filter_map(|entry| {
            let (line, due) = (entry.read::<Line>()?, entry.due?);
            let level = if due <= now { Level::Red } else { Level::Warning };
            let verb = if due <= now { "ended" } else { "ends" };
            Some(Alarm {
                of: Of::Tonight,
                level,
                words: format!("{}: the night's arrangement {verb} {}", line.reference, words::clock(due)),
                short: format!("{} THE NIGHT'S {}", line.reference, verb.to_uppercase()),
                due: Some(due),
                contact: entry.contact,
            })
        })
        .collect()
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
            words: format!("nobody is {} until {}", duty.called(hole.role), words::near(now, hole.until)),
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
            words: format!("no {} {from} to {until}", duty.called(hole.role)),
            short: format!("NOBODY ON CALL {from}"),
            due: Some(hole.from),
            contact: None,
        });
    }
    alarms
}
