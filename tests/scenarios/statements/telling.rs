//! Of letters, promises and closing.

use dutydesk::domain::{
    board::Kind,
    contact::telling::{LetterState, Owner},
    ids::{LetterNo, PromiseNo},
};

use super::{
    super::{cast, run::purpose, steps::number},
    Check, holds, minute, same,
};

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("letter {n} is {state}", |s, of| {
        let letter = s.contact.telling.letter(LetterNo(number(of[0])?)).ok_or("there is no such letter")?;
        same(
            of[1],
            match letter.state {
                LetterState::Drafted => "written",
                LetterState::Checked { .. } => "checked",
                LetterState::Sent { .. } => "sent",
                LetterState::PutAway { .. } => "put away",
            },
        )
    }),
    ("a written response is due by {time}", |s, of| {
        let due = s.contact.telling.due.as_ref().map_or("nothing".to_owned(), |due| minute(due.at));
        same(&minute(s.run.time(of[0])?), &due)
    }),
    ("promise {n} is {state}", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        same(of[1], promise.words())
    }),
    ("promise {n} is safe “{words}”", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        let when = s.contact.safe_when(&promise.promised);
        same(of[1], &when.unwrap_or_else(|| "at any time that anybody knows of".to_owned()))
    }),
    ("promise {n} was “{words}”", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        same(of[1], &promise.tries_words().unwrap_or_else(|| "never tried".to_owned()))
    }),
    ("promise {n} was agreed anew “{words}”", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        same(of[1], &promise.moved.last().ok_or("it was never moved")?.words())
    }),
    ("promise {n} comes from {words}", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        same(of[1], &promise.from.words())
    }),
    ("promise {n} belongs to {worker}", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        match &promise.promised.owner {
            Owner::Staff(person) => same(of[1], cast::name(*person)),
            Owner::Named(name) => same(of[1], name),
        }
    }),
    ("somebody acts on promise {n} at {time}", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        same(&minute(s.run.time(of[1])?), &minute(promise.calls_at()))
    }),
    ("{n} notes promise something that stands nowhere", |s, of| {
        same(of[0], &s.contact.said_in_passing().count().to_string())
    }),
    ("the ledger has {n} promises owed and {m} settled", |s, of| {
        let board = s.contact.board();
        let count = |kind| board.iter().filter(|entry| entry.kind == kind).count().to_string();
        same(of[0], &count(Kind::Promise))?;
        same(of[1], &count(Kind::Settled))
    }),
    ("promise {n} was moved {times} times, to {time}", |s, of| {
        let promise =
            s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("there is no such promise")?;
        same(of[1], &promise.moved.len().to_string())?;
        same(&minute(s.run.time(of[2])?), &minute(promise.promised.by))
    }),
    ("before closing it wants “{words}”", |s, of| {
        let open: Vec<_> = s.contact.before_closing(s.cx).into_iter().map(|open| open.words).collect();
        holds(open.iter().any(|words| words.contains(of[0])), || format!("it wants {open:?}"))
    }),
    ("before closing it does not want “{words}”", |s, of| {
        let open: Vec<_> = s.contact.before_closing(s.cx).into_iter().map(|open| open.words).collect();
        holds(!open.iter().any(|words| words.contains(of[0])), || format!("it wants {open:?}"))
    }),
    ("nothing stands in the way of closing", |s, _| {
        let open: Vec<_> = s.contact.before_closing(s.cx).into_iter().map(|open| open.words).collect();
        holds(open.is_empty(), || format!("it wants {open:?}"))
    }),
    ("the letter {template} says “{words}”", |s, of| {
        let template = s.run.policy.letters.template.iter().find(|template| template.id.as_str() == of[0]);
        let body = &template.ok_or("there is no such letter")?.body;
        holds(body.contains(of[1]), || "it does not".to_owned())
    }),
    ("letters say of complaints “{words}”", |s, of| {
        let said = &s.run.policy.letters.complaints;
        holds(said.contains(of[0]), || format!("they say: {said}"))
    }),
    ("a checker is shown “{phrase}”", |s, of| {
        holds(s.run.policy.letters.stock_phrases.iter().any(|phrase| phrase == of[0]), || {
            "it is not".to_owned()
        })
    }),
    ("the lawful basis of {purpose} is “{words}”", |s, of| {
        let known = s.run.policy.sharing.purposes.iter().find(|known| known.id == purpose(of[0]));
        let known = known.ok_or("there is no such purpose")?;
        holds(known.lawful_basis.contains(of[1]), || format!("it is: {}", known.lawful_basis))
    }),
];
