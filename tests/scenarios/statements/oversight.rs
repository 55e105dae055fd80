//! Of agreement, grounds and oversight.

use dutydesk::domain::{
    contact::oversight::{EmergencyState, Given, Must, Override},
    contact::share::Basis,
    ids::{AgreementNo, EmergencyNo, GroundNo, HouseholdNo, OverrideNo},
};

use super::{
    super::{
        cast,
        run::{agencies, agency, purpose},
        steps::number,
    },
    Check, Seen, holds, minute, same,
};

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("agreement for {child} to {purpose} with {agency} is {word}", |s, of| {
        let child = s.run.person(of[0])?;
        let position = s.contact.position(child, &purpose(of[1]), Some(&agency(of[2])));
        same(
            of[3],
            if position.is_split() && !position.is_agreed() {
                "split"
            } else if position.is_split() {
                "split and explained"
            } else if position.is_agreed() {
                "there"
            } else if position.against.is_empty() {
                "open"
            } else {
                "refused"
            },
        )
    }),
    ("sharing about {child} with {agency} to {purpose} rests on {basis}", |s, of| {
        let found = s.contact.basis(s.run.person(of[0])?, &purpose(of[2]), &agency(of[1]), s.cx);
        same(of[3], &basis(found))
    }),
    ("the last share rests on {basis} for {child}", |s, of| {
        let share = s.contact.shares.last().ok_or("nothing was shared")?;
        let child = s.run.person(of[1])?;
        same(of[0], &basis(share.basis.iter().find(|(no, _)| *no == child).map(|(_, basis)| *basis)))
    }),
    ("row {n} of agreement is a mistake", |s, of| {
        let row = s.contact.agreements.get(AgreementNo(number(of[0])?)).ok_or("there is no such row")?;
        holds(row.mistake.is_some(), || "it counts".to_owned())
    }),
    ("nothing has to be called back", |s, _| {
        let recalls = |must: &Must| matches!(must, Must::RecallShare(_) | Must::RecallRoute(_));
        let open: Vec<_> = s.contact.to_do().into_iter().filter(|open| recalls(&open.must)).collect();
        holds(open.is_empty(), || format!("{open:?}"))
    }),
    ("there is {n} household", |s, of| same(of[0], &s.contact.family.households.len().to_string())),
    ("household {n} is “{place}”", |s, of| {
        let home = s.contact.family.household(HouseholdNo(number(of[0])?)).ok_or("it is not there")?;
        same(of[1], &home.place)
    }),
    ("the caller is nobody of the family", |s, _| {
        let person = s.contact.call.caller.is_person;
        holds(person.is_none(), || format!("they are {person:?}"))
    }),
    ("{person} can be told", |s, of| {
        let person = s.contact.family.get(s.run.person(of[0])?).ok_or("nobody has that number")?;
        holds(!person.telling.bars(s.run.now), || person.telling.why.clone())
    }),
    ("note {n} happened at {time}", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(&minute(s.run.time(of[1])?), &note.happened.map_or("no time".to_owned(), minute))
    }),
    ("there are {n} rows of agreement", |s, of| same(of[0], &s.contact.agreements.rows.len().to_string())),
    ("override {n} is {state}", |s, of| {
        let o = asked(s, of[0])?;
        same(of[1], o.state.words())
    }),
    ("override {n} reaches {children} with {agencies} until {time}", |s, of| {
        let o = asked(s, of[0])?;
        let Some(scope) = o.given().and_then(Given::in_force) else {
            return Err(o.state.words().to_owned());
        };
        let wanted = (s.run.people(of[1])?, agencies(of[2]), s.run.time(of[3])?);
        holds(wanted == (scope.children.clone(), scope.agencies.clone(), scope.until), || {
            format!("{scope:?}")
        })
    }),
    ("override {n} was asked by {worker} and authorised by {manager}, each in their own words", |s, of| {
        let o = asked(s, of[0])?;
        let Some(given) = o.given() else { return Err(o.state.words().to_owned()) };
        same(of[1], cast::name(o.by))?;
        same(of[2], cast::name(given.by))?;
        holds(given.words.belief != o.request.belief && given.at > o.asked_at, || {
            "the words are the same".to_owned()
        })
    }),
    ("override {n} states “{words}”", |s, of| {
        let o = asked(s, of[0])?;
        holds(o.threshold.contains(of[1]), || format!("it states: {}", o.threshold))
    }),
    ("the record says otherwise than override {n}: “{words}”", |s, of| {
        let said = s.contact.answered_otherwise(&asked(s, of[0])?.request).join(" ");
        holds(said.contains(of[1]), || format!("it says `{said}`"))
    }),
    ("the record says nothing against override {n}", |s, of| {
        same("", &s.contact.answered_otherwise(&asked(s, of[0])?.request).join(" "))
    }),
    ("override {n} does not state “{words}”", |s, of| {
        let o = asked(s, of[0])?;
        holds(!o.threshold.is_empty() && !o.threshold.contains(of[1]), || {
            format!("it states: {}", o.threshold)
        })
    }),
    ("the manager is shown {n} earlier refusals", |s, of| {
        same(of[0], &s.contact.oversight.refusals().count().to_string())
    }),
    ("there are {n} overrides", |s, of| same(of[0], &s.contact.oversight.overrides.len().to_string())),
    ("emergency {n} is “{words}”", |s, of| {
        let e =
            s.contact.oversight.emergency(EmergencyNo(number(of[0])?)).ok_or("there is no such record")?;
        same(of[1], e.state.words())
    }),
    ("emergency {n} was answered by {manager}", |s, of| {
        let e =
            s.contact.oversight.emergency(EmergencyNo(number(of[0])?)).ok_or("there is no such record")?;
        match &e.state {
            EmergencyState::Upheld { by, .. } | EmergencyState::NotUpheld { by, .. } => {
                same(of[1], cast::name(*by))
            }
            EmergencyState::Waits => Err(e.state.words().to_owned()),
        }
    }),
    ("ground {n} is {state}", |s, of| {
        let ground = s.contact.oversight.ground(GroundNo(number(of[0])?)).ok_or("there is no such ground")?;
        same(of[1], ground.state.words())
    }),
    ("ground {n} names {worker} and {manager}", |s, of| {
        let ground = s.contact.oversight.ground(GroundNo(number(of[0])?)).ok_or("there is no such ground")?;
        same(of[1], cast::name(ground.by))?;
        let said = ground.decision().ok_or_else(|| ground.state.words().to_owned())?;
        same(of[2], cast::name(said.by))
    }),
    ("ground {n} keeps the manager's words “{words}”", |s, of| {
        let ground = s.contact.oversight.ground(GroundNo(number(of[0])?)).ok_or("there is no such ground")?;
        same(of[1], ground.decision().map_or("", |said| said.words.as_str()))
    }),
    ("ground {n} says “{words}” by now", |s, of| {
        let ground = s.contact.oversight.ground(GroundNo(number(of[0])?)).ok_or("there is no such ground")?;
        same(of[1], ground.stands(s.run.now))
    }),
    ("override {n} still reaches somebody", |s, of| {
        let o = asked(s, of[0])?;
        holds(s.contact.in_force(o, s.run.now).is_some(), || "it is not".to_owned())
    }),
    ("override {n} reaches nobody any more", |s, of| {
        let o = asked(s, of[0])?;
        holds(s.contact.in_force(o, s.run.now).is_none(), || "it is".to_owned())
    }),
    ("somebody has to “{words}”", |s, of| {
        let open = s.contact.to_do();
        holds(open.iter().any(|open| open.words.contains(of[0])), || format!("{open:?}"))
    }),
    ("nobody has to do anything", |s, _| {
        let open = s.contact.to_do();
        holds(open.is_empty(), || format!("{open:?}"))
    }),
];

fn asked<'a>(s: &Seen<'a>, no: &str) -> Result<&'a Override, String> {
    s.contact.oversight.get(OverrideNo(number(no)?)).ok_or_else(|| "there is no such override".to_owned())
}

fn basis(found: Option<Basis>) -> String {
    match found {
        None => "nothing".to_owned(),
        Some(Basis::OwnTeam) => "our own team".to_owned(),
        Some(Basis::Agreement) => "agreement".to_owned(),
        Some(Basis::Override(no)) => format!("override {}", no.0),
        Some(Basis::Ground(no)) => format!("ground {}", no.0),
        Some(Basis::Emergency(no)) => format!("emergency {}", no.0),
    }
}
