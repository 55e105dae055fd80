//! What a night added: who has each child, where it is filed, what waits for the day, and whether anybody goes there alone.

mod alone;
mod analysis;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use self::{
    alone::{EarlierMark, LoneWord, MarkedElsewhere},
    analysis::{Analysis, SecondSaid},
};
use super::{
    super::{
        json::{Agency, Due, Staff},
        view::View,
    },
    family::numbers,
};
use crate::domain::{
    contact::night::{self as nights, FiledIn},
    policy::hours::Coverage,
    value::YesNo,
};

/// What a night added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Night<'a> {
    /// Whether it was taken in a gap of the hours and is EDT's by that.
    pub taken_in_gap: bool,
    /// Who has a child, every arrangement, oldest first.
    pub tonight: Vec<Tonight<'a>>,
    /// Children who are here and open to another authority.
    pub elsewhere: Vec<Elsewhere<'a>>,
    /// What was left for the day, oldest first.
    pub morning: Vec<Morning<'a>>,
    /// Agencies that could not be reached, oldest first.
    pub not_obtained: Vec<NotObtained<'a>>,
    /// What was advised on a general enquiry.
    pub advised: Option<&'a str>,
    /// The analysis of two that counts: the last.
    pub analysis: Option<Analysis<'a>>,
    /// Those that were written before it, oldest first.
    pub earlier_analyses: Vec<Analysis<'a>>,
    /// Where it is filed, oldest first.
    pub filed: Vec<Filed<'a>>,
    /// The children whose file does not hold it yet.
    pub unfiled: Vec<u32>,
    /// Whether it still has to be filed.
    pub to_file: bool,
    /// Why it stood on no child's file when a shift ended, oldest first.
    pub left_unfiled: Vec<LeftUnfiled<'a>>,
    /// Which placement is needed.
    pub placement: Option<Placement<'a>>,
    /// Why nobody goes there alone.
    pub no_lone_visits: Option<&'a str>,
    /// The marks that were lifted or written anew, oldest first.
    pub earlier_no_lone_visits: Vec<EarlierMark<'a>>,
    /// By which managers' words somebody may although, oldest first.
    pub lone_visits_allowed: Vec<LoneWord<'a>>,
    /// On which other contacts of the family, or of one that looks like it, it is marked that nobody goes there alone; nothing
    /// where only the record itself is written, as in evidence.
    pub marked_elsewhere: Vec<MarkedElsewhere<'a>>,
    /// What to expect.
    pub alert: Option<Alert<'a>>,
}

/// Who has a child.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Tonight<'a> {
    /// The child.
    pub child: u32,
    /// `family`, `section_20`, `police_protection` or `hospital`.
    pub under: &'static str,
    /// The same in words.
    pub under_words: &'static str,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// Who has them.
    pub with: &'a str,
    /// Where.
    pub place: &'a str,
    /// Who proposed it.
    pub proposed_by: &'a str,
    /// Who agreed.
    pub agreed_by: &'a str,
    /// Whether they were fit to: `yes`, `no` or `unknown`.
    pub fit: Option<&'static str>,
    /// What shows it.
    pub fit_words: &'a str,
    /// The checks of the carer.
    pub checks: &'a str,
    /// What the child says about it.
    pub childs_view: &'a str,
    /// Until when.
    pub until: DateTime<Utc>,
    /// When the police took the child.
    pub taken: Option<DateTime<Utc>>,
    /// When police protection ends.
    pub protection_ends: Option<Due<'a>>,
    /// What came after it; none while it stands.
    pub then: Option<&'a str>,
    /// When it was over: its time, or when that was written before its time.
    pub over: Option<DateTime<Utc>>,
    /// When what came after was written.
    pub then_written: Option<DateTime<Utc>>,
    /// Whether police protection still runs.
    pub protection_runs: bool,
    /// When police protection ended, where that was said.
    pub protection_ended: Option<DateTime<Utc>>,
}

/// A child who is here and open to another authority.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Elsewhere<'a> {
    /// The child.
    pub child: u32,
    /// Where they are here.
    pub here: &'a str,
    /// The home authority.
    pub authority: &'a str,
    /// Who was told there; empty while nobody was.
    pub told: &'a str,
}

/// Something that waits for the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Morning<'a> {
    /// Its number.
    pub no: u32,
    /// What the day does.
    pub what: &'a str,
    /// By when.
    pub due: DateTime<Utc>,
    /// What came of it.
    pub done: Option<&'a str>,
}

/// An agency that could not be reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NotObtained<'a> {
    /// Which.
    pub agency: Agency<'a>,
    /// What they are to be asked.
    pub what: &'a str,
    /// Who was tried, and what answered.
    pub tried: &'a str,
    /// The number of what it left to the day.
    pub morning: u32,
}

/// Why it stood on no child's file when a shift ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LeftUnfiled<'a> {
    /// When the shift ended.
    pub at: DateTime<Utc>,
    /// Whose it was.
    pub by: Staff<'a>,
    /// Why, and who does it.
    pub why: &'a str,
}

/// Where it is filed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Filed<'a> {
    /// `record`, `not_known` or `no_child`.
    pub to: &'static str,
    /// Of which children.
    pub children: Vec<u32>,
    /// The record's number, or why it is about no child.
    pub words: Option<&'a str>,
}

/// A placement that is needed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Placement<'a> {
    /// For which children.
    pub children: Vec<u32>,
    /// Of which kinds.
    pub kinds: Vec<&'static str>,
    /// What carers must know.
    pub words: &'a str,
}

/// What to expect.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Alert<'a> {
    /// What may come.
    pub expect: &'a str,
    /// What to do then.
    pub contingency: &'a str,
    /// Until when it counts.
    pub until: DateTime<Utc>,
}

impl<'a> Night<'a> {
    pub(super) fn of(view: View<'a>) -> Self {
        let (contact, night) = (view.contact, &view.contact.night);
        Self {
            taken_in_gap: contact.call.coverage == Coverage::Gap,
            tonight: night.tonight.iter().map(|tonight| Tonight::of(tonight, view)).collect(),
            elsewhere: night
                .elsewhere
                .iter()
                .map(|e| Elsewhere {
                    child: e.child.0,
                    here: &e.here,
                    authority: &e.authority,
                    told: &e.told,
                })
                .collect(),
            morning: night
                .morning
                .iter()
                .map(|m| Morning { no: m.no, what: &m.what, due: m.due, done: m.done.as_deref() })
                .collect(),
            not_obtained: night
                .not_obtained
                .iter()
                .map(|not| NotObtained {
                    agency: view.agency(&not.tried.agency),
                    what: &not.tried.what,
                    tried: &not.tried.tried,
                    morning: not.morning.no,
                })
                .collect(),
            advised: night.advised.as_ref().map(|advised| advised.advice.as_str()),
            analysis: night.analyses.last().map(|analysis| Analysis::of(analysis, view)),
            earlier_analyses: night
                .analyses
                .split_last()
                .map_or(&[][..], |(_, earlier)| earlier)
                .iter()
                .map(|analysis| Analysis::of(analysis, view))
                .collect(),
            filed: night.filed.iter().map(Filed::of).collect(),
            unfiled: numbers(&contact.unfiled()),
            to_file: contact.is_unfiled(),
            left_unfiled: night
                .left_unfiled
                .iter()
                .map(|left| LeftUnfiled { at: left.at, by: view.staff(left.by), why: &left.why })
                .collect(),
            placement: night.placement.as_ref().map(|needed| Placement {
                children: numbers(&needed.children),
                kinds: needed.kinds.iter().map(|kind| kind.key()).collect(),
                words: &needed.words,
            }),
            no_lone_visits: night.no_lone.as_ref().map(|marked| marked.why.as_str()),
            earlier_no_lone_visits: night
                .earlier_marks
                .iter()
                .map(|earlier| EarlierMark::of(earlier, view))
                .collect(),
            lone_visits_allowed: night.allowed.iter().map(|word| LoneWord::of(word, view)).collect(),
            marked_elsewhere: Vec::new(),
            alert: night.alert.as_ref().map(|alert| Alert {
                expect: &alert.expect,
                contingency: &alert.contingency,
                until: alert.until,
            }),
        }
    }
}

impl<'a> Tonight<'a> {
    fn of(tonight: &'a nights::Tonight, view: View<'a>) -> Self {
        let care = &tonight.set.care;
        Self {
            child: care.child.0,
            under: care.under.key(),
            under_words: care.under.words(),
            at: tonight.at,
            by: view.staff(tonight.by),
            with: &care.with,
            place: &care.place,
            proposed_by: &care.proposed_by,
            agreed_by: &care.agreed_by,
            fit: care.fit.map(YesNo::key),
            fit_words: &care.fit_words,
            checks: &care.checks,
            childs_view: &care.childs_view,
            until: care.until,
            taken: care.taken,
            protection_ends: tonight.set.ends.as_ref().map(Due::of),
            then: tonight.then.as_ref().map(|after| after.words.as_str()),
            over: tonight.over_at(),
            then_written: tonight.then.as_ref().map(|after| after.at),
            protection_runs: tonight.protection().is_some(),
            protection_ended: match tonight.then.as_ref().and_then(|after| after.protection) {
                Some(nights::Protection::Ended(at)) => Some(at),
                Some(nights::Protection::RunsOn) | None => None,
            },
        }
    }
}

impl<'a> Filed<'a> {
    fn of(filed: &'a nights::Filed) -> Self {
        let (to, words) = match &filed.to {
            FiledIn::Record(record) => ("record", Some(record.as_str())),
            FiledIn::NotKnown => ("not_known", None),
            FiledIn::NoChild(why) => ("no_child", Some(why.as_str())),
        };
        Self { to, children: numbers(&filed.children), words }
    }
}
