//! The JSON of one contact, as `dutydesk contact show C-1841 --json` prints it.
//!
//! `schema` is `dutydesk.contact/1`. Within this schema no key is renamed, removed or given another meaning, and no value
//! changes its kind; keys and choices may be added, so a reader passes over what it does not know. Anything else would be
//! `dutydesk.contact/2`.
//!
//! - Every key is always there: `null` is none, `[]` is nobody or nothing.
//! - Times are RFC 3339 in UTC; days are `YYYY-MM-DD`. Choices are `snake_case` keys, and `…_words` beside them are for people.
//! - Staff are `{id, name}`, agencies `{id, name}`, purposes `{id, words}`, deadlines `{clock, rule, start, at}`.
//! - People are named by their number within the contact (`people[].no`); so are notes, overrides, routes and the rest.
//! - Text is as it was typed. Characters that act on a terminal are written as `\u` and read back unchanged.
//!
//! At the top stand `reference`, `id`, `version` (how many entries made it), `as_at` (when this was read), `stands` in
//! words `since` when, `lanes`, `next` due, `holder`, `handover`, `decision`, `referral`, `closed`, `closings`, `changed` and `urgent`.
//! Then the record, noun by noun: `call`, `answers`, `heard`, `attached` ([`call`]); `notes` ([`note`]); `people`, `links`,
//! `households`, `agreements`, `going_on` ([`family`]); `overrides` ([`oversight`], [`away`]); `emergencies`, `grounds`, `to_do` ([`emergency`]); `words_by_telephone`, `codes_refused` and, where there are any, `called_in_vain` ([`word`]); `decisions_refused` ([`away`]); `journey` ([`journey`]); `shares`,
//! `routes` ([`route`]); `night` ([`night`]); `letters`, `not_sent`, `sent_after_all`, `letter_due`, `promises` ([`telling`]). What was entered by
//! mistake stays, with a `mistake` that says so ([`mistake`]). At the end `completeness` by stage,
//! `still_needed` of the conversation and `before_closing`, as they are at `as_at` under the profile in force.

pub mod away;
pub mod call;
pub mod emergency;
pub mod family;
pub mod journey;
pub mod mistake;
pub mod night;
pub mod note;
pub mod oversight;
pub mod route;
pub mod telling;
pub mod word;
pub mod written;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{
    json::{self, Due, NotWritten, Staff},
    view::View,
};
use crate::domain::{
    contact::{Contact, Context, night::Found, progress::Completeness},
    desk::State,
    queue::Lane,
};

/// The name and version of the format.
pub const SCHEMA: &str = "dutydesk.contact/1";

/// A whole contact.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ContactJson<'a> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The reference said aloud: `C-1841`.
    pub reference: String,
    /// Its id.
    pub id: Uuid,
    /// How many entries made it.
    pub version: u64,
    /// The moment of reading.
    pub as_at: DateTime<Utc>,
    /// Where it stands, in words.
    pub stands: String,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// The lanes of the queue it stands in; `mine` is its holder's.
    pub lanes: Vec<Lane>,
    /// What is due first.
    pub next: Option<json::Next>,
    /// Who has it.
    pub holder: Option<Staff<'a>>,
    /// The line with which it was left for the next service.
    pub handover: Option<&'a str>,
    /// By when somebody must have decided.
    pub decision: Due<'a>,
    /// When it became a referral.
    pub referral: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed: Option<DateTime<Utc>>,
    /// Every time it was closed, with the last word; oldest first.
    pub closings: Vec<telling::Closing<'a>>,
    /// When it last changed.
    pub changed: DateTime<Utc>,
    /// Whether it cannot wait.
    pub urgent: Option<call::Urgent<'a>>,
    /// How often urgency was stood down, oldest first.
    pub stood_down: Vec<call::StoodDown<'a>>,
    /// The call.
    pub call: call::Call<'a>,
    /// The running notes, oldest first.
    pub notes: Vec<note::Note<'a>>,
    /// What the script's questions were answered.
    pub answers: Vec<call::Answer<'a>>,
    /// What was marked as heard.
    pub heard: Vec<call::Heard<'a>>,
    /// Calls about the same thing.
    pub attached: call::Attached,
    /// All who are named.
    pub people: Vec<family::Person<'a>>,
    /// How they are linked.
    pub links: Vec<family::Link<'a>>,
    /// Where they live.
    pub households: Vec<family::Household<'a>>,
    /// What was said about agreement, oldest first.
    pub agreements: Vec<family::Agreement<'a>>,
    /// Why the worker went on against a refusal, oldest first.
    pub going_on: Vec<family::GoingOn<'a>>,
    /// Requests to share without agreement, oldest first.
    pub overrides: Vec<oversight::Override<'a>>,
    /// What was done at once, oldest first.
    pub emergencies: Vec<emergency::Emergency<'a>>,
    /// Grounds of their own, oldest first.
    pub grounds: Vec<emergency::Ground<'a>>,
    /// Words by telephone on grounds and outcomes, oldest first.
    pub words_by_telephone: Vec<word::Word<'a>>,
    /// Calls to managers about grounds and outcomes that came to nothing, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called_in_vain: Vec<word::InVain<'a>>,
    /// One-time codes that were not taken for one, oldest first.
    pub codes_refused: Vec<word::CodeRefused<'a>>,
    /// What has to follow from oversight and what did, the open things first.
    pub to_do: Vec<emergency::ToDo<'a>>,
    /// Decisions that were tried and refused, oldest first; they decided nothing.
    pub decisions_refused: Vec<away::DecisionRefused<'a>>,
    /// Through whose hands it went, how long it took, and each child's way.
    pub journey: journey::Journey<'a>,
    /// What was shared or asked, oldest first.
    pub shares: Vec<route::Share<'a>>,
    /// Where each child goes, oldest first.
    pub routes: Vec<route::Route<'a>>,
    /// What a night added.
    pub night: night::Night<'a>,
    /// Letters, oldest first.
    pub letters: Vec<telling::Letter<'a>>,
    /// Why nothing is sent to the caller.
    pub not_sent: Option<&'a str>,
    /// Why nothing was to be sent to them, where something is after all; oldest first.
    pub sent_after_all: Vec<telling::AfterAll<'a>>,
    /// By when the caller should have been told.
    pub letter_due: Option<Due<'a>>,
    /// Promises, oldest first.
    pub promises: Vec<telling::Promise<'a>>,
    /// How complete each stage of the conversation is.
    pub completeness: Vec<Stage<'a>>,
    /// What the conversation still wants before routing.
    pub still_needed: Vec<Wanted>,
    /// What stands before closing.
    pub before_closing: Vec<Outstanding>,
}

/// How complete a stage is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Stage<'a> {
    /// Its number, 0 to 12.
    pub stage: u8,
    /// Its title.
    pub title: &'a str,
    /// `empty`, `partly`, `complete` or `alarm`.
    pub state: &'static str,
}

/// Something that the conversation still wants.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Wanted {
    /// In which stage.
    pub stage: u8,
    /// What.
    pub words: String,
}

/// Something that stands before closing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Outstanding {
    /// What.
    pub words: String,
    /// Whether nothing is closed with it; what is left is closed with a last word that says who has it.
    pub must: bool,
    /// The rule that wants it.
    pub rule: &'static str,
}

impl<'a> ContactJson<'a> {
    /// Makes it of a contact as it stands at the moment of reading.
    pub fn of(contact: &'a Contact, desk: &'a State, cx: &Context<'a>) -> Self {
        let view = View { contact, desk, cx: *cx };
        let row = contact.row();
        Self {
            schema: SCHEMA,
            reference: contact.reference.to_string(),
            id: contact.id.0,
            version: contact.version,
            as_at: cx.now,
            stands: row.stands,
            since: row.since,
            lanes: row.lanes,
            next: row.next.as_ref().map(json::Next::of),
            holder: contact.holder.map(|id| view.staff(id)),
            handover: contact.handover.as_deref(),
            decision: Due::of(&contact.decision),
            referral: contact.referral,
            closed: contact.closed,
            closings: telling::Closing::all(view),
            changed: contact.changed,
            urgent: contact.call.urgent.as_ref().map(|urgent| call::Urgent::of(urgent, view)),
            stood_down: contact
                .call
                .stood_down
                .iter()
                .map(|calmed| call::StoodDown::of(calmed, view))
                .collect(),
            call: call::Call::of(view),
            notes: contact.call.notes.iter().map(|note| note::Note::of(note, view)).collect(),
            answers: call::answers(view),
            heard: call::heard(view),
            attached: call::Attached::of(&contact.call.attached),
            people: contact.family.people.iter().map(|person| family::Person::of(person, view)).collect(),
            links: contact.family.links.iter().map(family::Link::of).collect(),
            households: contact.family.households.iter().map(family::Household::of).collect(),
            agreements: contact.agreements.rows.iter().map(|row| family::Agreement::of(row, view)).collect(),
            going_on: contact.agreements.going_on.iter().map(|on| family::GoingOn::of(on, view)).collect(),
            overrides: contact.oversight.overrides.iter().map(|o| oversight::Override::of(o, view)).collect(),
            emergencies: contact
                .oversight
                .emergencies
                .iter()
                .map(|e| emergency::Emergency::of(e, view))
                .collect(),
            grounds: contact.oversight.grounds.iter().map(|g| emergency::Ground::of(g, view)).collect(),
            words_by_telephone: word::all(view),
            called_in_vain: word::in_vain(view),
            codes_refused: word::refused(view),
            to_do: emergency::to_do(view),
            decisions_refused: contact
                .oversight
                .tried
                .iter()
                .map(|tried| away::DecisionRefused::of(tried, view))
                .collect(),
            journey: journey::Journey::of(view),
            shares: contact.shares.iter().map(|share| route::Share::of(share, view)).collect(),
            routes: contact.routes.list.iter().map(|route| route::Route::of(route, view)).collect(),
            night: night::Night::of(view),
            letters: contact.telling.letters.iter().map(|letter| telling::Letter::of(letter, view)).collect(),
            not_sent: contact.telling.not_sent.as_deref(),
            sent_after_all: telling::AfterAll::all(&contact.telling.sent_after_all, view),
            letter_due: contact.telling.due.as_ref().map(Due::of),
            promises: contact
                .telling
                .promises
                .iter()
                .map(|promise| telling::Promise::of(promise, view))
                .collect(),
            completeness: stages(contact, cx),
            still_needed: contact
                .wanted(cx)
                .into_iter()
                .map(|(stage, words)| Wanted { stage: stage.0, words })
                .collect(),
            before_closing: if contact.closed.is_some() {
                Vec::new()
            } else {
                let open = contact.before_closing(cx).into_iter();
                open.map(|open| Outstanding { words: open.words, must: open.must, rule: open.rule }).collect()
            },
        }
    }

    /// Adds the marks on other contacts of the family, as far as whoever reads may read them.
    #[must_use]
    pub fn with_marks(mut self, marks: &'a [Found]) -> Self {
        self.night.marked_elsewhere = marks.iter().map(night::MarkedElsewhere::of).collect();
        self
    }

    /// Writes it, safe to show on a terminal.
    pub fn write(&self) -> Result<String, NotWritten> {
        json::write(self)
    }
}

fn stages<'a>(contact: &Contact, cx: &Context<'a>) -> Vec<Stage<'a>> {
    let state = |completeness| match completeness {
        Completeness::Empty => "empty",
        Completeness::Partly => "partly",
        Completeness::Complete => "complete",
        Completeness::Alarm => "alarm",
    };
    let stages = &cx.policy.script.stages;
    stages
        .iter()
        .map(|stage| Stage {
            stage: stage.number.0,
            title: &stage.title,
            state: state(contact.completeness(stage, cx)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::story;

    #[test]
    fn a_night_as_json() {
        let story = story::night();
        insta::assert_snapshot!(
            ContactJson::of(&story.contact, &story.desk, &story.reads()).write().unwrap()
        );
    }

    #[test]
    fn until_morning_as_json() {
        let story = story::until_morning();
        let json = ContactJson::of(&story.contact, &story.desk, &story.reads()).write().unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&json["night"]).unwrap());
    }

    #[test]
    fn a_word_from_away_as_json() {
        let story = story::from_away();
        let json = ContactJson::of(&story.contact, &story.desk, &story.reads()).write().unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&json["overrides"][1]).unwrap());
    }

    #[test]
    fn an_authority_is_in_force_up_to_its_end() {
        let mut story = story::night();
        for (now, in_force) in [("2026-11-23T08:59:59Z", true), ("2026-11-23T09:00:00Z", false)] {
            story.now = now.parse().unwrap();
            let json = ContactJson::of(&story.contact, &story.desk, &story.reads());
            assert_eq!(json.overrides[0].in_force, in_force, "{now}");
        }
    }
}
