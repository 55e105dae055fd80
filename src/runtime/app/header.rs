//! The header: mode and when it changes, the time, who may authorise now, who is signed in, whether everything is saved.

use super::App;
use crate::{
    desk::protocol::Unread,
    domain::{
        alarm::{Alarm, Level, Of, Rank},
        calendar::{local::local_day, words},
        permission,
        policy::Mode,
        staff::Actor,
    },
    ui::{
        theme::Role,
        widgets::{Header, Part},
    },
};

/// Says that this console only records, and how much waits.
fn only_records(why: Unread, spooled: usize) -> Part {
    let kept = if spooled > 0 { format!(", {spooled} kept") } else { String::new() };
    let why = match why {
        Unread::Beginning | Unread::Damaged => "THE DESK'S FILE CANNOT BE READ",
        Unread::Full => "THE DISK IS FULL",
    };
    let short = format!("✕ RECORDING ONLY{kept}");
    Part::new(format!("✕ {why}: RECORDING ONLY{kept}"), Role::Alarm, 248).or(short).counts(0)
}

/// Gives the first alarm of each rank with how many more are of it: what is of a later rank gives way first.
fn ranked(alarms: &[Alarm]) -> Vec<(Rank, Part)> {
    // That nobody authorises now has a place of its own.
    let told: Vec<&Alarm> =
        alarms.iter().filter(|alarm| (alarm.of, alarm.level) != (Of::Rota, Level::Red)).collect();
    let of_rank = told.chunk_by(|one, next| one.rank() == next.rank());
    of_rank
        .filter_map(|alarms| {
            let (first, more) = alarms.split_first()?;
            Some((first.rank(), part(first).counts(more.len())))
        })
        .collect()
}

fn part(alarm: &Alarm) -> Part {
    let (sign, role) = match alarm.level {
        Level::Red => ("‼", Role::Alarm),
        Level::Warning => ("▲", Role::DueSoon),
    };
    let keep = match (alarm.rank(), alarm.level) {
        (Rank::Missed, _) => 249,
        (Rank::RanOut, Level::Red) => 247,
        (Rank::RanOut, Level::Warning) => 225,
        (Rank::NotAcknowledged, Level::Red) => 243,
        // What is not wrong yet says less before the date does.
        (Rank::NotAcknowledged, Level::Warning) => 140,
        (Rank::Other, _) => 135,
    };
    let part = Part::new(format!("{sign} {}", alarm.words), role, keep).or(format!("{sign} {}", alarm.short));
    // Of somebody who is out alone it is always said what is the matter.
    let what = match alarm.of {
        Of::Visit => return part,
        Of::Look => "A LONE VISIT",
        Of::Rota => "ROTA",
        Of::Handover => "HANDOVER",
        Of::Promise => "PROMISE",
        Of::Tonight => "THE NIGHT",
    };
    part.or_at_least(format!("{sign} {what}"))
}

impl App {
    /// Gives what managers' words from away want of whoever is signed in.
    fn words_from_away(&self) -> Vec<Part> {
        let words = self.queue.words();
        let is_late = |due| self.desk.calling.signed_word(due).is_late(self.now, due);
        let late = words.iter().filter(|word| word.due.is_some_and(is_late)).count();
        let disowned = words.iter().filter(|word| word.due.is_none()).count();
        let owed = words.len() - late - disowned;
        let mut parts = Vec::new();
        if disowned > 0 {
            let words = format!("‼ {disowned} WORD OF A MANAGER DISOWNED (lane 6)");
            parts.push(Part::new(words, Role::Alarm, 246).or(format!("‼ {disowned} DISOWNED")).counts(0));
        }
        if late > 0 {
            let words = format!("‼ {late} TO SIGN, LATE (lane 6)");
            parts.push(Part::new(words, Role::Alarm, 244).or(format!("‼ {late} LATE")).counts(0));
        }
        if owed > 0 {
            let words = format!("◷ {owed} of your words to sign");
            parts.push(Part::new(words, Role::Notice, 242).or(format!("◷ {owed} to sign")).counts(0));
        }
        parts
    }

    /// Gives the calls that ring, to whoever may answer and looks at something else than the queue, whose first lines they
    /// are. For how long, and whose number it is, gives way where there is no room.
    fn rings(&self) -> Vec<Part> {
        if self.call.is_none() && self.beside.open().is_none() {
            return vec![];
        }
        let Some((rings, actor)) = self.queue.rings().zip(self.desk.actor.as_ref()) else { return vec![] };
        if permission::may(actor, permission::Action::TakeCall, permission::State::Ordinary).is_err() {
            return vec![];
        }
        let minutes = (self.now - rings.since).num_minutes().max(0);
        let mut parts = vec![Part::new(format!("‼ {} ringing", rings.many), Role::Alarm, 245).counts(0)];
        let rung = match minutes {
            0..=99 => format!("{minutes} min"),
            _ => format!("{} h {:02}", minutes / 60, minutes % 60),
        };
        if minutes > 0 {
            parts.push(Part::new(rung, Role::Alarm, 130).or(""));
        }
        let whose =
            |of| Part::new(format!("this number is {of}'s"), Role::Notice, 90).or(format!("{of}'s")).or("");
        parts.extend(rings.of.map(whose));
        parts
    }

    /// Gives the call in which somebody here talks, where something else is on the screen: words for it are to go there.
    fn talks(&self) -> Option<Part> {
        let open = self.call.as_ref().map(|(screen, _)| screen.id);
        let live = self.live.as_ref().filter(|live| open != Some(live.id))?;
        let part = Part::new(format!("☎ you talk in {}", live.words), Role::Notice, 243);
        Some(part.or(format!("☎ you talk in {}", live.short)).or(format!("☎ {}", live.short)))
    }

    pub(super) fn header(&self) -> Header {
        let book = &self.desk.book;
        let calling = &self.desk.calling;
        let (on, mode) = (calling.on(), calling.mode());
        let mut left = Vec::new();
        if self.desk.practice {
            left.push(Part::new("PRACTICE", Role::Practice, 250));
        }
        if self.desk.damaged.is_some() && self.desk.unread.is_none() {
            left.push(Part::new("✕ FILE DAMAGED", Role::Alarm, 249).or("✕ DAMAGED"));
        }
        let until = calling.until().map(|at| format!(" until {}", words::near(self.now, at)));
        let role = match mode {
            Mode::FrontDoor => Role::ModeFrontDoor,
            Mode::Edt => Role::ModeEdt,
        };
        let long = format!(" {}{} ", on.words(), until.unwrap_or_default());
        left.push(Part::new(long, role, 240).or(format!(" {} ", on.words())));
        let shut = self.is_shut();
        // A practice desk says so in the place of a name.
        if !self.desk.practice && !shut {
            left.push(Part::new(book.state.name.clone(), Role::Header, 10));
        }
        left.push(
            Part::new(words::stamp(self.now).to_string(), Role::Header, 220)
                .or(words::clock(self.now).to_string())
                .stays(),
        );
        let mut right = Vec::new();
        if shut {
            let alarms = self.queue.ringing();
            if alarms > 0 {
                right.push(Part::new(format!("‼ {alarms} ringing"), Role::Alarm, 245).counts(0));
            }
            // A count names nobody. It is for whoever locked it: theirs is the word that is waited for.
            let manages = self.desk.actor.as_ref().is_some_and(Actor::manages);
            match self.queue.waiting_for_word() {
                many if many > 0 && manages => {
                    let words = if many == 1 { "waits" } else { "wait" };
                    let part = Part::new(format!("‼ {many} {words} for your word"), Role::Alarm, 244);
                    right.push(part.or(format!("‼ {many} for your word")).counts(0));
                }
                _ => {}
            }
            // Nobody's name stands on a console that anybody can see.
            if let Some(alarm) = self.desk.alarms.iter().find(|alarm| alarm.level == Level::Red) {
                right.push(Part::new(format!("‼ {}", alarm.short), Role::Alarm, 246).counts(0));
            }
            return Header { left, right };
        }
        if let Some(why) = self.desk.unread {
            right.push(only_records(why, self.desk.spooled));
        } else if self.desk.spooled > 0 {
            let words = format!("✕ {} IN THE SPOOL: THE FILE TAKES NOTHING", self.desk.spooled);
            let part = Part::new(words, Role::Alarm, 248).or(format!("✕ {} SPOOLED", self.desk.spooled));
            right.push(part.counts(0));
        }
        if let Some(at) = self.locks_soon() {
            let words = format!("locks at {}: press any key", words::clock(at));
            right.push(Part::new(words, Role::Alarm, 230).or(format!("locks {}", words::clock(at))));
        }
        let (missed, others): (Vec<_>, Vec<_>) =
            ranked(&self.desk.alarms).into_iter().partition(|(rank, _)| *rank == Rank::Missed);
        right.extend(missed.into_iter().map(|(_, part)| part));
        right.extend(self.rings());
        right.extend(self.talks());
        right.extend(self.words_from_away());
        right.extend(others.into_iter().map(|(_, part)| part));
        let authorisers = calling.authorisers();
        if authorisers.is_empty() {
            let none = match mode {
                Mode::FrontDoor => {
                    let who = book.duty.authority(mode).map_or("manager", |role| book.duty.called(role));
                    format!("NOBODY AUTHORISES: no {who} on duty")
                }
                Mode::Edt => "NOBODY AUTHORISES: on-call rota empty".to_owned(),
            };
            right.push(Part::new(none, Role::Alarm, 245).or("NO AUTHORISER").stays());
        } else {
            let who: Vec<String> = authorisers
                .iter()
                .map(|(person, role)| {
                    format!("{} ({})", book.state.name_of(*person), book.duty.called(*role))
                })
                .collect();
            let short: Vec<&str> =
                authorisers.iter().map(|(person, _)| book.state.initials_of(*person)).collect();
            let names: Vec<&str> =
                authorisers.iter().map(|(person, _)| book.state.name_of(*person)).collect();
            let part = Part::new(format!("authoriser: {}", who.join(", ")), Role::Header, 100);
            let part =
                part.or(format!("authoriser: {}", names.join(", "))).or(format!("auth {}", short.join(" ")));
            right.push(part.stays());
        }
        if book.duty.holidays.running_out(local_day(self.now)).is_some() {
            right.push(Part::new("bank holidays run out: import the newer list", Role::Notice, 50));
        }
        if let Some(actor) = &self.desk.actor {
            let (saved, role) = match () {
                () if self.drafts.has_failed() => ("✕ not saved", Role::Alarm),
                () if self.desk.spooled > 0 => ("✕ waits", Role::Error),
                // Of a damaged file nobody can say that it holds what was written to it.
                () if self.is_saved() && self.desk.damaged.is_some() => ("▲ kept", Role::DueSoon),
                () if self.is_saved() => ("● saved", Role::Header),
                () => ("○ writing", Role::Header),
            };
            right.push(
                Part::new(actor.name.clone(), Role::Header, 150)
                    .or(book.state.initials_of(actor.person).to_owned()),
            );
            right.push(Part::new(saved, role, 200));
        }
        Header { left, right }
    }
}
