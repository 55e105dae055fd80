//! The record of one contact as text that could be read out: `dutydesk contact show C-1841`.
//!
//! Headings stand at the margin and everything anybody wrote stands indented, line by line, so that no text can pass for
//! a heading or for somebody else's words. All of it leaves through [`Shown`](crate::domain::shown::Shown).

mod decisions;
mod journey;
mod night;
mod page;
mod talk;
mod word;

use self::page::Page;
use super::contact_json::ContactJson;
use crate::domain::{
    calendar::words::stamp,
    contact::{Contact, Context, night::Found},
    desk::State,
    duty::Duty,
    ids::PersonNo,
    policy::Role,
};

/// What the parts are written from: the same tree as the JSON, and the names of the family.
#[derive(Clone, Copy)]
struct Record<'a> {
    contact: &'a Contact,
    json: &'a ContactJson<'a>,
    duty: &'a Duty,
}

impl<'a> Record<'a> {
    fn called(&self, role: Role) -> &'a str {
        self.duty.called(role)
    }

    fn names(&self, of: &[u32]) -> String {
        let of: Vec<PersonNo> = of.iter().copied().map(PersonNo).collect();
        self.contact.family.names(&of)
    }
}

/// Writes a contact as text for people, as it stands at the moment of reading.
pub fn text(contact: &Contact, desk: &State, cx: &Context<'_>) -> String {
    text_with(contact, &[], desk, cx)
}

/// Writes the same with the marks on other contacts of the family, as far as whoever reads may read them.
pub fn text_with(contact: &Contact, marks: &[Found], desk: &State, cx: &Context<'_>) -> String {
    let json = &ContactJson::of(contact, desk, cx).with_marks(marks);
    let record = Record { contact, json, duty: cx.duty };
    let mut page = Page::default();
    let urgent = if json.urgent.is_some() && json.closed.is_none() { "  URGENT" } else { "" };
    page.heading(&format!("{}{urgent}", json.reference));
    page.line(&format!("Stands: {}, since {}", json.stands, stamp(json.since)));
    if let Some(next) = &json.next {
        page.line(&format!("Due next: {}, {}", next.words, stamp(next.at)));
    }
    page.line(&match &json.holder {
        Some(holder) => format!("With {}", holder.name),
        None => "Nobody has it".to_owned(),
    });
    if let Some(line) = json.handover {
        page.said("Left for the next service", line);
    }
    if let Some(at) = json.referral {
        page.line(&format!("A referral since {}", stamp(at)));
    }
    decisions::closings(&mut page, record);
    page.line(&format!("Read at {}; entries in the record: {}", stamp(json.as_at), json.version));
    talk::call(&mut page, record);
    talk::notes(&mut page, record);
    talk::answers(&mut page, record);
    talk::family(&mut page, record);
    talk::agreements(&mut page, record);
    decisions::overrides(&mut page, record);
    decisions::emergencies(&mut page, record);
    decisions::grounds(&mut page, record);
    word::all(&mut page, record);
    decisions::to_do(&mut page, record);
    decisions::refused(&mut page, record);
    decisions::shares(&mut page, record);
    decisions::routes(&mut page, record);
    night::night(&mut page, record);
    decisions::telling(&mut page, record);
    journey::journey(&mut page, record);
    if json.closed.is_none() {
        page.list(
            "STILL NEEDED OF THE CONVERSATION",
            json.still_needed.iter().map(|wanted| wanted.words.as_str()),
        );
        page.list("BEFORE CLOSING", json.before_closing.iter().map(|open| open.words.as_str()));
    }
    page.done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            contact::{route, telling},
            ids::RouteNo,
        },
        exchange::story,
    };

    #[test]
    fn a_night_as_text() {
        let story = story::night();
        let text = text(&story.contact, &story.desk, &story.reads());
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_word_from_away_says_that_nobody_has_signed_for_it() {
        let story = story::from_away();
        let text = text(&story.contact, &story.desk, &story.reads());
        for said in [
            "AUTHORISED BY TELEPHONE, UNCONFIRMED",
            "by telephone, dictated only",
            "Dictated; written down by A. Okoro",
            "R. Shaw, on 07700 900104: engaged",
            "Answer not taken",
            "Rung on 07700 900104, the number of the rota",
            "The worker believes: He would take Ellis",
            "Nothing but the voice, because: the device is at the office",
            "UNCONFIRMED: the manager signs for it by Mon 23 Nov 2026 17:00",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
    }

    #[test]
    fn what_a_discussion_came_to_is_told_in_text_and_in_json() {
        let mut story = story::night();
        let discussion = route::Discussion {
            at: story.now,
            who: "P. Lindqvist, DS Moss".to_owned(),
            decided: "an enquiry together with the police".to_owned(),
            doing: "DS Moss sees the flat tonight".to_owned(),
        };
        story.does(route::Command::Held { route: RouteNo(1), discussion });
        let text = text(&story.contact, &story.desk, &story.reads());
        for said in
            ["with P. Lindqvist, DS Moss (written", "decided: an enquiry", "What each will do: DS Moss"]
        {
            assert!(text.contains(said), "{said}\n{text}");
        }
        let json =
            serde_json::to_value(ContactJson::of(&story.contact, &story.desk, &story.reads())).unwrap();
        assert_eq!(json["routes"][0]["held"][0]["decided"], "an enquiry together with the police");
    }

    #[test]
    fn that_the_family_may_be_told_of_an_enquiry_is_said_with_whoever_checked_the_letter() {
        let mut story = story::night();
        let (text, to) = ("The police know.".to_owned(), telling::Recipient::Caller);
        let template = "referrer_professional".into();
        story.does(telling::Command::Draft { no: None, template, to, text });
        let no = story.contact.telling.letters.last().unwrap().no;
        story.does(telling::Command::Check { no, enquiry_agreed: true });
        let told = super::text(&story.contact, &story.desk, &story.reads());
        assert!(told.contains("the police and a manager agree that the family is told"), "{told}");
        let json =
            serde_json::to_value(ContactJson::of(&story.contact, &story.desk, &story.reads())).unwrap();
        let letters = json["letters"].as_array().unwrap();
        assert_eq!(letters.last().unwrap()["enquiry_agreed"], true);
        assert!(letters[0].get("enquiry_agreed").is_none());
    }

    #[test]
    fn until_morning_as_text() {
        let story = story::until_morning();
        insta::assert_snapshot!(text(&story.contact, &story.desk, &story.reads()));
    }

    #[test]
    fn a_first_minute_as_text() {
        let story = story::first_minute();
        insta::assert_snapshot!(text(&story.contact, &story.desk, &story.reads()));
    }
}
