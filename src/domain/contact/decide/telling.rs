//! What is judged about letters and the end of a contact; promises stand beside.

use chrono::{DateTime, Utc};

use super::{due, family::find, named, promise, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    closing::Outstanding,
    said::Spot,
    telling::{
        Closed, Command, From, Letter, LetterChecked, LetterDrafted, LetterNotSent, LetterPutAway,
        LetterSent, LetterState, LetterTakenUp, LetterUnsent, NotSendTakenBack, Recipient, Reopened, Way,
    },
};
use crate::domain::{
    ids::{LetterNo, PersonNo},
    input::text,
    policy::letters::{Audience, NUMBER_WANTED},
    refusal::{Refusal, sentence},
    value::YesNo,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    Ok(match command {
        Command::Draft { no, template, to, text: written } => {
            draft(contact, *no, template, *to, written, cx)?
        }
        Command::Check { no, enquiry_agreed } => match &letter(contact, *no)?.state {
            LetterState::Drafted => {
                let letter = letter(contact, *no)?;
                // Names may have been added since it was written.
                says_nothing(contact, letter, cx)?;
                filled_in(&letter.text)?;
                vec![Event::LetterChecked(LetterChecked { no: *no, enquiry_agreed: *enquiry_agreed })]
            }
            LetterState::Checked { .. } | LetterState::Sent { .. } => vec![],
            LetterState::PutAway { .. } => return Err(is_put_away()),
        },
        Command::Sent { no, way, address } => sent(contact, *no, *way, address, cx)?,
        Command::Unsent { no, why } => {
            if !matches!(letter(contact, *no)?.state, LetterState::Sent { .. }) {
                return Err(Refusal::new(
                    "NotSent",
                    "That letter is not written down as sent. Nothing was changed.",
                ));
            }
            reason(why, "what was wrong: that it did not go, or to where it did")?;
            vec![Event::LetterUnsent(LetterUnsent { no: *no, why: why.clone() })]
        }
        Command::PutAway { no, why } => match letter(contact, *no)?.state {
            LetterState::PutAway { .. } => vec![],
            LetterState::Sent { .. } => return Err(sent_already()),
            LetterState::Drafted | LetterState::Checked { .. } => {
                reason(why, "why the letter is put away, and does not go")?;
                vec![Event::LetterPutAway(LetterPutAway { no: *no, why: why.clone() })]
            }
        },
        Command::TakeUp { no, why } => {
            if !matches!(letter(contact, *no)?.state, LetterState::PutAway { .. }) {
                return Ok(vec![]);
            }
            reason(why, "why the letter is taken up again")?;
            vec![Event::LetterTakenUp(LetterTakenUp { no: *no, why: why.clone() })]
        }
        Command::TakeNotSendBack { why } => {
            if contact.telling.not_sent.is_none() {
                return Ok(vec![]);
            }
            reason(why, "why something is sent after all")?;
            vec![Event::NotSendTakenBack(NotSendTakenBack { why: why.clone() })]
        }
        Command::NotSend { why } => {
            reason(why, "why nothing is sent, for instance that the caller gave no name")?;
            vec![Event::LetterNotSent(LetterNotSent { why: why.clone() })]
        }
        Command::Promise(promised) => promise::promise(contact, From::Agreed, promised, cx)?,
        Command::PromiseFrom { from, promised } => promise::promise(contact, *from, promised, cx)?,
        Command::Keep { no } => promise::keep(contact, *no, cx)?,
        Command::Break { no, why } => promise::broken(contact, *no, why)?,
        Command::Renegotiate(moved) => promise::renegotiate(contact, moved, cx)?,
        Command::Try { no, tried } => promise::tried(contact, *no, tried, cx)?,
        Command::OpenAgain { no, why } => promise::open_again(contact, *no, why)?,
        Command::Mistaken { no, why } => promise::mistaken(contact, *no, why)?,
        Command::HandOver { no, to, why } => promise::hand_over(contact, *no, *to, why, cx)?,
        Command::Close { words } => {
            may_close(contact, &contact.before_closing(cx), words)?;
            vec![Event::Closed(Closed { words: words.clone() })]
        }
        Command::Reopen { why } => {
            reason(why, "why it is opened again")?;
            if contact.closed.is_none() {
                return Ok(vec![]);
            }
            vec![Event::Reopened(Reopened { why: why.clone(), decision: due(cx, "decision")? })]
        }
    })
}

/// Refuses closing over what bars it, and over anything else without a last word that says who has it from here.
pub(in super::super) fn may_close(
    contact: &Contact,
    before: &[Outstanding],
    words: &str,
) -> Result<(), Refusal> {
    if let Some(first) = before.iter().find(|open| open.must) {
        let words = sentence(format!("{} cannot be closed yet: {}", contact.reference, first.words));
        return Err(Refusal::new("NotFinished", words).by(first.rule));
    }
    match before.first() {
        Some(first) if words.trim().is_empty() => {
            let why = sentence(format!(
                "{} is closed only with a last word, which says who has this from here: {}",
                contact.reference, first.words
            ));
            let words = format!("{why} Nothing was changed.");
            Err(Refusal::new("LastWordNeeded", words).by(first.rule))
        }
        _ => Ok(()),
    }
}

fn letter(contact: &Contact, no: LetterNo) -> Result<&Letter, Refusal> {
    contact.telling.letter(no).ok_or_else(|| {
        Refusal::new("LetterUnknown", format!("There is no letter {} in {}.", no.0, contact.reference))
    })
}

fn sent_already() -> Refusal {
    Refusal::new("SentAlready", "That letter was sent and stays as it was. Write another.")
}

fn is_put_away() -> Refusal {
    Refusal::new(
        "PutAway",
        "That letter was put away and stays as it was. Take it up again, with a reason, or write another.",
    )
}

/// Refuses whatever would reach somebody who must not be told.
pub(super) fn may_reach(contact: &Contact, person: PersonNo, now: DateTime<Utc>) -> Result<(), Refusal> {
    let person = find(contact, person)?;
    if person.telling.bars(now) {
        return Err(Refusal::new(
            "NotToBeTold",
            format!(
                "{} is marked not to be told in {}. Nothing was sent or promised; Alt+w shows why, and changes it.",
                person.name(),
                contact.reference
            ),
        )
        .by("barnsley-22"));
    }
    Ok(())
}

pub(super) fn not_safe(contact: &Contact, person: PersonNo, way: &str) -> Refusal {
    Refusal::new(
        "NotSafe",
        format!(
            "It is not safe to {way} {}: choose another way of reaching them, or none (Alt+w).",
            contact.family.names(&[person])
        ),
    )
}

/// A caller who is one of the family, or is named as one of them, is bound by what that person may be told.
fn reach(contact: &Contact, to: Recipient, cx: &Context<'_>) -> Result<(), Refusal> {
    contact.reached(to).into_iter().try_for_each(|person| may_reach(contact, person, cx.now))?;
    contact.may_write_now(to, cx.now)
}

/// Wants a letter that is written for whoever gets it: what must not stand in it hangs on that.
fn audience(contact: &Contact, to: Recipient, written_for: Audience) -> Result<(), Refusal> {
    let (fits, who) = match to {
        Recipient::Caller => match contact.call.caller.kind {
            Some(kind) => (Audience::of(kind) == written_for, format!("a caller who is {}", kind.words())),
            None => (true, String::new()),
        },
        Recipient::Person(_) => {
            (matches!(written_for, Audience::Family | Audience::Child), "somebody of the family".to_owned())
        }
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::new(
        "WrongAudience",
        format!("That letter is not written for {who}. Choose the one that is; nothing was sent."),
    )
    .by("herefordshire-12"))
}

/// Tells by whose eyes a letter is judged: a caller nobody has placed yet is told no more than the public.
pub(in super::super) fn reads_as(contact: &Contact, to: Recipient, written_for: Audience) -> Audience {
    if to == Recipient::Caller && contact.call.caller.kind.is_none() { Audience::Public } else { written_for }
}

fn draft(
    contact: &Contact,
    no: Option<LetterNo>,
    template: &crate::domain::ids::TemplateId,
    to: Recipient,
    written: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    text::check(written).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
    reason(written, "what the letter says")?;
    let Some(known) = cx.policy.letters.template.iter().find(|known| known.id == *template) else {
        return Err(Refusal::new(
            "TemplateUnknown",
            format!("`{template}` is not a letter of the profile in force."),
        ));
    };
    reach(contact, to, cx)?;
    audience(contact, to, known.audience)?;
    if let Some(said) = contact.gives_away(reads_as(contact, to, known.audience), to, written, cx.policy) {
        return Err(said);
    }
    let no = match no {
        Some(no) => match letter(contact, no)?.state {
            LetterState::Sent { .. } => return Err(sent_already()),
            LetterState::PutAway { .. } => return Err(is_put_away()),
            LetterState::Drafted | LetterState::Checked { .. } => no,
        },
        None => LetterNo(contact.telling.letters.iter().map(|letter| letter.no.0).max().unwrap_or(0)).next(),
    };
    Ok(vec![Event::LetterDrafted(LetterDrafted {
        no,
        template: template.clone(),
        audience: known.audience,
        to,
        text: written.to_owned(),
    })])
}

/// Wants the number in it by which whoever reads it reaches the desk.
fn filled_in(text: &str) -> Result<(), Refusal> {
    let Some(at) = text.find(NUMBER_WANTED) else { return Ok(()) };
    Err(Refusal::new(
        "NumberWanted",
        format!(
            "The letter does not say yet by which number we are reached. Write it where it says {NUMBER_WANTED}."
        ),
    )
    .at(at))
}

/// Refuses a letter over what it must not say to whoever reads it, as the record stands now.
fn says_nothing(contact: &Contact, letter: &Letter, cx: &Context<'_>) -> Result<(), Refusal> {
    let read_by = reads_as(contact, letter.to, letter.audience);
    contact.gives_away(read_by, letter.to, &letter.text, cx.policy).map_or(Ok(()), Err)
}

/// Wants somebody to have checked who rang before a letter to them names a child: until then they are listened to.
fn unchecked(contact: &Contact, audience: Audience, to: Recipient, text: &str) -> Result<(), Refusal> {
    if to != Recipient::Caller || contact.call.identity.is_checked() {
        return Ok(());
    }
    match contact.names_child(text, to, audience) {
        None => Ok(()),
        Some((child, at)) => {
            let spot = Spot::new(at);
            let words = format!(
                "Nobody has checked who rang, and the letter names {} ({}). Say first how you know them (Alt+i), or write it without.",
                child.name(),
                spot.words(text)
            );
            Err(Refusal::new("CallerUnchecked", words).at(spot.start()).by("barnsley-22"))
        }
    }
}

/// Finds what a letter still wants before it goes that hangs on its text: who rang checked, the number written in.
pub(in super::super) fn wants(
    contact: &Contact,
    audience: Audience,
    to: Recipient,
    text: &str,
) -> impl Iterator<Item = Refusal> {
    [unchecked(contact, audience, to, text), filled_in(text)].into_iter().filter_map(Result::err)
}

fn sent(
    contact: &Contact,
    no: LetterNo,
    way: Way,
    address: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let letter = letter(contact, no)?;
    match letter.state {
        LetterState::Drafted => {
            return Err(Refusal::new(
                "NotChecked",
                "Read the letter once more and mark it as checked; then it can go.",
            )
            .by("southampton-19"));
        }
        LetterState::Sent { .. } => return Ok(vec![]),
        LetterState::PutAway { .. } => return Err(is_put_away()),
        LetterState::Checked { .. } => {}
    }
    named(address, "where it was sent to")?;
    reach(contact, letter.to, cx)?;
    // Names may have been added, and the caller may be known as somebody else, since it was written.
    audience(contact, letter.to, letter.audience)?;
    says_nothing(contact, letter, cx)?;
    wants(contact, letter.audience, letter.to, &letter.text).next().map_or(Ok(()), Err)?;
    for person in contact.reached(letter.to) {
        let safe = &find(contact, person)?.telling;
        let barred = match way {
            Way::Post | Way::Email => (safe.write == Some(YesNo::No)).then_some("write to"),
            Way::Text => (safe.text == Some(YesNo::No)).then_some("text"),
            Way::ByHand => None,
        };
        if let Some(way) = barred {
            return Err(not_safe(contact, person, way));
        }
    }
    contact.may_arrive(letter.to, address)?;
    Ok(vec![Event::LetterSent(LetterSent { no, way, address: address.to_owned() })])
}
