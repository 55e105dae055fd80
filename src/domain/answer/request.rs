//! The digest of a frozen request and of the text that was dictated for it: what a challenge is made of.
//!
//! ```text
//! digest = SHA-256( "dutydesk.authorise.v1" ‖ field ‖ field ‖ … )
//! field  = length (4 bytes, big-endian) ‖ bytes
//! list   = field(number of items, 4 bytes, big-endian) ‖ the fields of each item
//! text   = field(UTF-8), a number = field(4 or 8 bytes, big-endian), an id = field(16 bytes),
//! time   = field(8 bytes, big-endian two's complement, µs since 1970 UTC)
//! fields, in this order:
//!   desk id, contact id, reference (8 bytes), override no (4 bytes)
//!   the request: mode text ("front_door" or "edt"), threshold text, asked by (id), asked at (time),
//!     children (list of 4-byte numbers), not agreed text, case text, belief text, purpose text, what text,
//!     agencies (list of key text and why text), less text, until (time), review (time),
//!     tell family: text "yes" and when-and-who, or text "not_now" and why
//!   the final text: manager (id), belief, if asked, less and why agencies (texts),
//!     scope: children (list of 4-byte numbers), agencies (list of texts), until (time)
//!     read out (text), questions (list of question text and answer text)
//! ```

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Digest;
use crate::domain::{
    contact::oversight::{ManagerWords, Override, Scope, TellFamily},
    ids::{ContactId, DeskId, PersonNo, Reference, StaffId},
    policy::{Mode, sharing::Case},
};

const TAG: &[u8] = b"dutydesk.authorise.v1";

/// Where a request stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// On which desk.
    pub desk: DeskId,
    /// In which contact.
    pub contact: ContactId,
    /// By which reference it was read out.
    pub reference: Reference,
}

/// The final text: what was read out, what was asked and answered, and what the manager dictated.
#[derive(Clone, Copy, Debug)]
pub struct Dictated<'a> {
    /// The manager.
    pub manager: StaffId,
    /// The manager's own words, as dictated and read back.
    pub words: &'a ManagerWords,
    /// For how much: as asked, or less.
    pub scope: &'a Scope,
    /// The text that was read out.
    pub read_out: &'a str,
    /// What the manager asked, and what the worker answered.
    pub questions: &'a [(String, String)],
}

/// Digests a frozen request with its final text.
pub fn digest(place: &Place, asked: &Override, dictated: &Dictated<'_>) -> Digest {
    let mut bytes = Bytes(Sha256::new_with_prefix(TAG));
    bytes.id(place.desk.0).id(place.contact.0).field(&place.reference.0.to_be_bytes());
    bytes.number(asked.no.0);
    let mode = match asked.mode {
        Mode::FrontDoor => "front_door",
        Mode::Edt => "edt",
    };
    let request = &asked.request;
    bytes.text(mode).text(&asked.threshold).id(asked.by.0).time(asked.asked_at);
    bytes
        .children(&request.children)
        .text(&request.not_agreed)
        .text(case(request.case))
        .text(&request.belief);
    bytes.text(request.purpose.as_str()).text(&request.what).count(request.agencies.len());
    for named in &request.agencies {
        bytes.text(named.agency.as_str()).text(&named.why);
    }
    bytes.text(&request.less).time(request.until).time(request.review);
    match &request.tell_family {
        TellFamily::Yes { when_and_who } => bytes.text("yes").text(when_and_who),
        TellFamily::NotNow { why } => bytes.text("not_now").text(why),
    };
    let Dictated { manager, words, scope, read_out, questions } = dictated;
    bytes.id(manager.0).text(&words.belief).text(&words.if_asked).text(&words.less).text(&words.why_agencies);
    bytes.children(&scope.children).count(scope.agencies.len());
    for agency in &scope.agencies {
        bytes.text(agency.as_str());
    }
    bytes.time(scope.until).text(read_out).count(questions.len());
    for (question, answer) in *questions {
        bytes.text(question).text(answer);
    }
    bytes.0.finalize().into()
}

const fn case(case: Case) -> &'static str {
    match case {
        Case::AskingPlacesAtRisk => "asking_places_at_risk",
        Case::Refused => "refused",
        Case::CannotDecide => "cannot_decide",
    }
}

struct Bytes(Sha256);

impl Bytes {
    fn field(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.field(text.as_bytes())
    }

    fn id(&mut self, id: Uuid) -> &mut Self {
        self.field(id.as_bytes())
    }

    fn number(&mut self, number: u32) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    fn count(&mut self, count: usize) -> &mut Self {
        self.number(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn time(&mut self, t: DateTime<Utc>) -> &mut Self {
        self.field(&t.timestamp_micros().to_be_bytes())
    }

    fn children(&mut self, children: &[PersonNo]) -> &mut Self {
        self.count(children.len());
        for child in children {
            self.number(child.0);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        contact::oversight::{AgencyWhy, Request, State},
        duty::Due,
        ids::{AgencyId, OverrideNo},
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn asked() -> Override {
        let why =
            |agency: &str| AgencyWhy { agency: agency.into(), why: format!("{agency} knows the house") };
        Override {
            no: OverrideNo(1),
            request: Request {
                children: vec![PersonNo(1), PersonNo(2)],
                not_agreed: "Kelly was not asked".to_owned(),
                case: Case::AskingPlacesAtRisk,
                belief: "he would move them tonight".to_owned(),
                purpose: "enquiry".into(),
                what: "what is known of Dan".to_owned(),
                agencies: vec![why("police"), why("health")],
                less: "nothing less".to_owned(),
                until: at("2026-11-24T09:00:00Z"),
                review: at("2026-11-24T08:00:00Z"),
                tell_family: TellFamily::NotNow { why: "not safe yet".to_owned() },
            },
            by: StaffId(Uuid::from_u128(1)),
            asked_at: at("2026-11-23T03:02:00Z"),
            mode: Mode::Edt,
            threshold: "we believe".to_owned(),
            due: Due {
                clock: "oversight".into(),
                rule: "southampton-24".into(),
                start: at("2026-11-23T03:02:00Z"),
                at: at("2026-11-23T04:02:00Z"),
            },
            state: State::Requested,
        }
    }

    type Text = (ManagerWords, Scope, String, Vec<(String, String)>);

    fn text() -> Text {
        let words = ManagerWords {
            belief: "they are at risk tonight".to_owned(),
            if_asked: "he would take them".to_owned(),
            less: "no".to_owned(),
            why_agencies: "both were there".to_owned(),
        };
        let scope = Scope {
            children: vec![PersonNo(1), PersonNo(2)],
            agencies: ["police", "health"].map(AgencyId::from).into(),
            until: at("2026-11-24T09:00:00Z"),
        };
        (words, scope, "all of it".to_owned(), vec![("Where is he?".to_owned(), "Downstairs.".to_owned())])
    }

    fn of(place: &Place, asked: &Override, text: &Text) -> Digest {
        let manager = StaffId(Uuid::from_u128(2));
        let (words, scope, read_out, questions) = text;
        digest(place, asked, &Dictated { manager, words, scope, read_out, questions })
    }

    #[test]
    fn every_word_of_it_counts() {
        let place = Place {
            desk: DeskId(Uuid::from_u128(9)),
            contact: ContactId(Uuid::from_u128(8)),
            reference: Reference(1841),
        };
        let mut seen = std::collections::BTreeSet::from([of(&place, &asked(), &text())]);
        assert!(!seen.insert(of(&place, &asked(), &text())), "the same is the same");
        let asked_changes: [fn(&mut Override); 17] = [
            |o| o.no = OverrideNo(2),
            |o| o.mode = Mode::FrontDoor,
            |o| o.threshold.push('.'),
            |o| o.by = StaffId(Uuid::nil()),
            |o| o.asked_at = at("2026-11-23T03:02:01Z"),
            |o| _ = o.request.children.pop(),
            |o| o.request.not_agreed.push('.'),
            |o| o.request.case = Case::Refused,
            |o| o.request.belief.push('.'),
            |o| o.request.purpose = "support".into(),
            |o| o.request.what.push('.'),
            |o| o.request.agencies.swap(0, 1),
            |o| o.request.agencies[1].why.push('.'),
            |o| o.request.less.push('.'),
            |o| o.request.until = at("2026-11-25T09:00:00Z"),
            |o| o.request.review = at("2026-11-25T09:00:00Z"),
            |o| o.request.tell_family = TellFamily::Yes { when_and_who: "not safe yet".to_owned() },
        ];
        for change in asked_changes {
            let mut asked = asked();
            change(&mut asked);
            assert!(seen.insert(of(&place, &asked, &text())));
        }
        let text_changes: [fn(&mut Text); 11] = [
            |t| t.0.belief.push('.'),
            |t| t.0.if_asked.push('.'),
            |t| t.0.less.push('.'),
            |t| t.0.why_agencies.push('.'),
            |t| _ = t.1.children.pop(),
            |t| _ = t.1.agencies.pop(),
            |t| t.1.until = at("2026-11-23T09:00:00Z"),
            |t| t.2.push('.'),
            |t| t.3[0].0.push('.'),
            |t| t.3[0].1.push('.'),
            // What one field loses the next must not make up for.
            |t| {
                let moved = t.0.belief.pop().unwrap();
                t.0.if_asked.insert(0, moved);
            },
        ];
        for change in text_changes {
            let mut text = text();
            change(&mut text);
            assert!(seen.insert(of(&place, &asked(), &text)));
        }
        for place in [
            Place { desk: DeskId(Uuid::nil()), ..place },
            Place { contact: ContactId(Uuid::nil()), ..place },
            Place { reference: Reference(1), ..place },
        ] {
            assert!(seen.insert(of(&place, &asked(), &text())));
        }
    }
}
