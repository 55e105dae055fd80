//! The sentences of a night: who has each child, where it is filed, what waits for the day, who goes there alone.

use chrono::TimeDelta;
use dutydesk::domain::{
    contact::night::{
        Alert, Analysed, Answer, Care, Command, Elsewhere, FiledIn, LeftUnfiled, LoneAllowed, MorningDone,
        NoLoneVisits, Placement, PlacementNeeded, Protection, SecondSays, TonightEnded, Under, Unobtainable,
    },
    ids::{AnalysisNo, PersonNo},
    value::YesNo,
};

use super::{Made, Make, number, one, text};
use crate::scenarios::{
    cast,
    run::{Run, agency},
    sentence::list,
};

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} files {children} in the record “{record}”", |run, s| {
        one(Command::File { children: run.people(s[0])?, to: FiledIn::Record(text(s[1])) })
    }),
    ("{who} files {children} as not known here", |run, s| {
        one(Command::File { children: run.people(s[0])?, to: FiledIn::NotKnown })
    }),
    ("{who} files it as about no child: “{why}”", |_, s| {
        one(Command::File { children: vec![], to: FiledIn::NoChild(text(s[0])) })
    }),
    ("{who}'s shift ends with it on no child's file: “{why}”", |_, s| {
        one(Command::LeaveUnfiled(LeftUnfiled { why: text(s[0]) }))
    }),
    ("{who} cannot reach {agency} at night: “{what}”", |_, s| {
        let (agency, what) = (agency(s[0]), text(s[1]));
        one(Command::NotObtained(Unobtainable { agency, what, tried: "the night line".to_owned() }))
    }),
    ("{who} writes what came of {n} for the day: “{words}”", |_, s| {
        one(Command::MorningDone(MorningDone { no: number(s[0])?, words: text(s[1]) }))
    }),
    (
        "{who} advises “{advice}”, and leaves for the morning “{morning}”, answered by {time}",
        |run, s| {
            let answer = Answer::By(run.time(s[2])?);
            one(Command::Advise { advice: text(s[0]), morning: text(s[1]), answer })
        },
    ),
    ("{who} advises “{advice}”, and leaves for the morning “{morning}”", |_, s| {
        one(Command::Advise { advice: text(s[0]), morning: text(s[1]), answer: Answer::NotWanted })
    }),
    (
        "{who} says {child} is with “{with}” until {time} by family arrangement, agreed by one {fit}",
        |run, s| care(run, s, Under::Family),
    ),
    (
        "{who} says {child} is with “{with}” until {time} under section 20, agreed by one {fit}, and police protection runs on",
        |run, s| over(run, s, Protection::RunsOn),
    ),
    (
        "{who} says {child} is with “{with}” until {time} under section 20, agreed by one {fit}, and police protection ended at {at}",
        |run, s| over(run, s, Protection::Ended(run.time(s[4])?)),
    ),
    (
        "{who} says {child} is with “{with}” until {time} under section 20, agreed by one {fit}",
        |run, s| care(run, s, Under::Section20),
    ),
    ("{who} says the police took {child} at {time}, to “{with}”, until {until}", |run, s| {
        let taken = Some(run.time(s[1])?);
        // Nobody agrees to police protection, and nobody is asked whether they were fit to.
        let (agreed_by, fit_words) = (String::new(), String::new());
        let of = Care { taken, fit: None, agreed_by, fit_words, ..made(run.person(s[0])?, s[2]) };
        let until = run.time(s[3])?;
        one(Command::Care(Box::new(Care { until, under: Under::PoliceProtection, ..of })))
    }),
    ("{who} says where {child} is tonight, leaving out {part}", |run, s| {
        let mut of = Care { until: run.now + TimeDelta::hours(8), ..made(run.person(s[0])?, "Rose Lane") };
        match s[1] {
            "the place" => of.place.clear(),
            "who proposed it" => of.proposed_by.clear(),
            "what the child says" => of.childs_view.clear(),
            "who agreed" => of.agreed_by.clear(),
            "the checks" => of.checks.clear(),
            "what shows that they were fit" => of.fit_words.clear(),
            "when the police took him" => of.under = Under::PoliceProtection,
            other => return Err(format!("an arrangement has no part “{other}”")),
        }
        one(Command::Care(Box::new(of)))
    }),
    ("{who} says it is over for {child}, and police protection runs on: “{then}”", |run, s| {
        let protection = Some(Protection::RunsOn);
        one(Command::EndCare(TonightEnded { child: run.person(s[0])?, then: text(s[1]), protection }))
    }),
    ("{who} says it is over for {child}, and police protection ended at {time}: “{then}”", |run, s| {
        let protection = Some(Protection::Ended(run.time(s[1])?));
        one(Command::EndCare(TonightEnded { child: run.person(s[0])?, then: text(s[2]), protection }))
    }),
    ("{who} says it is over for {child}: “{then}”", |run, s| {
        one(Command::EndCare(TonightEnded { child: run.person(s[0])?, then: text(s[1]), protection: None }))
    }),
    (
        "{who} writes that {child} is here, “{here}”, and open to “{authority}”; told: “{told}”",
        |run, s| {
            let (child, here) = (run.person(s[0])?, text(s[1]));
            one(Command::Elsewhere(Elsewhere { child, here, authority: text(s[2]), told: text(s[3]) }))
        },
    ),
    ("{who} makes of it with {manager} “{words}”, in proportion as “{why}”", |_, s| {
        let (manager, words) = (cast::person(s[0])?, text(s[1]));
        let proportionate = text(s[2]);
        one(Command::Analyse(Analysed { manager, words, proportionate, word_due: None }))
    }),
    ("{who} confirms analysis {n}", |_, s| sign(s[0], SecondSays::Mine)),
    ("{who} corrects analysis {n} to “{words}”: “{why}”", |_, s| {
        sign(s[0], SecondSays::Otherwise { words: text(s[1]), why: text(s[2]) })
    }),
    ("{who} disowns analysis {n}: “{why}”", |_, s| sign(s[0], SecondSays::NotMine { why: text(s[1]) })),
    ("{who} needs a placement for {children}, “{kinds}”: “{words}”", |run, s| {
        let kinds = list(s[1]).filter(|kind| *kind != "nothing").map(kind).collect::<Result<_, _>>()?;
        one(Command::Placement(PlacementNeeded { children: run.people(s[0])?, kinds, words: text(s[2]) }))
    }),
    ("{who} needs no placement any more", |_, _| {
        let none = PlacementNeeded { children: vec![], kinds: vec![], words: String::new() };
        one(Command::Placement(none))
    }),
    ("{who} marks the family: no lone visits, “{why}”", |_, s| {
        one(Command::NoLone(NoLoneVisits { why: Some(text(s[0])), lifted: None }))
    }),
    ("{who} takes the mark off the family: “{why}”", |_, s| {
        one(Command::NoLone(NoLoneVisits { why: None, lifted: Some(text(s[0])) }))
    }),
    ("{who} lets {worker} go there alone until {time}: “{why}”", |run, s| {
        let (visitor, until) = (cast::person(s[0])?, run.time(s[1])?);
        one(Command::AllowLone(LoneAllowed { visitor, why: text(s[2]), until }))
    }),
    ("{who} expects “{what}”, and then “{contingency}”, until {time}", |run, s| {
        let (expect, contingency) = (text(s[0]), text(s[1]));
        one(Command::Alert(Alert { expect, contingency, until: run.time(s[2])? }))
    }),
];

fn sign(no: &str, says: SecondSays) -> Made {
    one(Command::SignAnalysis { no: AnalysisNo(number(no)?), says })
}

fn kind(words: &str) -> Result<Placement, String> {
    let found = Placement::ALL.into_iter().find(|kind| kind.words().starts_with(words));
    found.ok_or_else(|| format!("{words} is no kind of placement"))
}

fn made(child: PersonNo, with: &str) -> Care {
    Care {
        child,
        under: Under::Family,
        with: text(with),
        place: "4 Mill Lane".to_owned(),
        proposed_by: "Kate".to_owned(),
        agreed_by: "Kate".to_owned(),
        fit: Some(YesNo::Yes),
        fit_words: "told back what she agrees to".to_owned(),
        checks: "police check at 22:40: nothing known".to_owned(),
        childs_view: "“Rose has a dog.”".to_owned(),
        until: chrono::DateTime::UNIX_EPOCH + TimeDelta::days(40_000),
        taken: None,
        protection: None,
    }
}

fn care(run: &Run<'_>, s: &[&str], under: Under) -> Made {
    one(Command::Care(Box::new(cared(run, s, under)?)))
}

/// Says of police protection that ran what became of it.
fn over(run: &Run<'_>, s: &[&str], protection: Protection) -> Made {
    let protection = Some(protection);
    one(Command::Care(Box::new(Care { protection, ..cared(run, s, Under::Section20)? })))
}

fn cared(run: &Run<'_>, s: &[&str], under: Under) -> Result<Care, String> {
    let fit = match s[3] {
        "fit to" => Some(YesNo::Yes),
        "not fit to" => Some(YesNo::No),
        "of whom nobody said" => None,
        other => return Err(format!("somebody is fit to, or not fit to, not {other}")),
    };
    Ok(Care { under, fit, until: run.time(s[2])?, ..made(run.person(s[0])?, s[1]) })
}
