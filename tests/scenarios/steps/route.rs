//! The sentences of what leaves: shares, and the cards of the routes.

use dutydesk::domain::{
    contact::{
        route::{self, Discussion, Goes},
        share::{self, Direction, Sharing},
    },
    ids::{CriterionId, FieldKey, OutcomeLetter, PersonNo, RouteNo, ShareNo},
    policy::test::Met,
};

use super::{Made, Make, number, one, text, value};
use crate::scenarios::{
    run::{Run, agency, purpose},
    sentence::list,
};

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} tells {agency} about {children} to {purpose}: “{what}”", |run, s| {
        shared(run, s, Direction::Told)
    }),
    ("{who} asks {agency} about {children} to {purpose}: “{what}”", |run, s| {
        shared(run, s, Direction::Asked)
    }),
    ("{who} marks share {n} as a mistake: “{why}”", |_, s| {
        one(share::Command::Mistaken { no: ShareNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} takes the mark of {criterion} on route {n} back", |_, s| {
        one(route::Command::TakeMarkBack {
            route: RouteNo(number(s[1])?),
            criterion: CriterionId::from(s[0]),
        })
    }),
    ("{who} takes the team's answer to route {n} back: “{why}”", |_, s| {
        one(route::Command::TakeAnswerBack { route: RouteNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} opens card {letter} for {children}", |run, s| {
        let letter = OutcomeLetter(s[0].chars().next().unwrap_or('?'));
        one(route::Command::Open { letter, children: run.people(s[1])? })
    }),
    ("{who} says that {children} are dealt with there", |run, s| {
        one(dealt_with(run.people(s[0])?, "nothing"))
    }),
    ("{who} says that {child} is dealt with there", |run, s| one(dealt_with(run.people(s[0])?, "nothing"))),
    ("{who} says that {child} is dealt with there, and not what is new", |run, s| {
        one(dealt_with(run.people(s[0])?, " "))
    }),
    ("{who} says that {child} is dealt with there, and not how they know", |run, s| {
        let (children, new) = (run.people(s[0])?, "nothing".to_owned());
        one(route::Command::DealtWith { children, new, how: String::new() })
    }),
    (
        "{who} writes what the discussion of route {n} came to at {time}: “{took_part}”, “{decided}”, “{doing}”",
        |run, s| {
            let route = RouteNo(number(s[0])?);
            let (at, who, decided, doing) = (run.time(s[1])?, text(s[2]), text(s[3]), text(s[4]));
            one(route::Command::Held { route, discussion: Discussion { at, who, decided, doing } })
        },
    ),
    ("{who} fills {field} of route {n}: {value}", |run, s| {
        let no = RouteNo(number(s[1])?);
        let route = run.contact()?.routes.get(no).ok_or("there is no such route")?;
        let outcome = run.policy.outcomes.get(route.letter).ok_or("no such outcome")?;
        let field = FieldKey::from(s[0]);
        let known = outcome.fields.iter().find(|known| known.key == field);
        let known = known.ok_or_else(|| format!("{} asks no {field}", outcome.name))?;
        one(route::Command::Fill { route: no, field, value: value(&known.kind, s[2])? })
    }),
    ("{who} marks {criterion} of route {n} as {met}", |_, s| {
        let met = [Met::Met, Met::NotMet, Met::NotKnown].into_iter().find(|met| met.shown().1 == s[2]);
        one(route::Command::MarkCriterion {
            route: RouteNo(number(s[1])?),
            criterion: CriterionId::from(s[0]),
            met: met.ok_or("a criterion is met, not met or not known")?,
        })
    }),
    ("{who} decides route {n}: “{reason}”, and without the rest: “{why}”", |_, s| {
        one(route::Command::Decide { route: RouteNo(number(s[0])?), reason: text(s[1]), without: text(s[2]) })
    }),
    ("{who} decides route {n}: “{reason}”", |_, s| {
        one(route::Command::decide(RouteNo(number(s[0])?), text(s[1])))
    }),
    ("{who} decides route {n}", |_, s| one(route::Command::decide(RouteNo(number(s[0])?), String::new()))),
    ("{who} agrees to route {n}: “{words}”", |_, s| {
        one(route::Command::Second { route: RouteNo(number(s[0])?), agree: true, words: text(s[1]) })
    }),
    ("{who} does not agree to route {n}: “{words}”", |_, s| {
        one(route::Command::Second { route: RouteNo(number(s[0])?), agree: false, words: text(s[1]) })
    }),
    ("{who} sends route {n}: “{reason}”, and route {m}: “{another}”", |_, s| {
        send(&[(s[0], s[1]), (s[2], s[3])])
    }),
    ("{who} sends route {n}: “{reason}”", |_, s| send(&each(s[0], s[1]))),
    ("{who} sends route {n}", |_, s| send(&each(s[0], ""))),
    ("{who} recalls route {n}: “{why}”", |_, s| {
        one(route::Command::Recall { route: RouteNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} writes that the team took route {n}: “{whom}”", |_, s| {
        one(route::Command::Accept { route: RouteNo(number(s[0])?), who: text(s[1]) })
    }),
    ("{who} writes that the team returned route {n}: “{reason}”", |_, s| {
        one(route::Command::Return { route: RouteNo(number(s[0])?), reason: text(s[1]) })
    }),
    ("{who} takes off route {n}: “{why}”", |_, s| {
        one(route::Command::TakeOff { route: RouteNo(number(s[0])?), why: text(s[1]) })
    }),
];

fn shared(run: &Run<'_>, s: &[&str], direction: Direction) -> Made {
    one(share::Command::Record(Sharing {
        agency: agency(s[0]),
        children: run.people(s[1])?,
        purpose: purpose(s[2]),
        what: text(s[3]),
        direction,
    }))
}

/// Says the same of each.
fn each<'s>(no: &'s str, reason: &'s str) -> Vec<(&'s str, &'s str)> {
    list(no).map(|no| (no, reason)).collect()
}

fn send(each: &[(&str, &str)]) -> Made {
    let goes = |(no, reason): &(&str, &str)| {
        Ok::<_, String>(Goes { route: RouteNo(number(no)?), without: text(reason) })
    };
    one(route::Command::Send { routes: each.iter().map(goes).collect::<Result<_, _>>()? })
}

fn dealt_with(children: Vec<PersonNo>, new: &str) -> route::Command {
    let how = "the same school rings about the same bruise".to_owned();
    route::Command::DealtWith { children, new: new.to_owned(), how }
}
