//! The sentences of a word by telephone on what takes two: a ground of its own, the second word on a route, an emergency.

use dutydesk::domain::{
    contact::{
        Context,
        oversight::{
            self, Answered, Follows, OfTwo, Proof, Reached, SignedWord, SpokenWord, read_out_of_two,
        },
    },
    ids::{EmergencyNo, GroundNo, RouteNo, WordNo},
};

use super::{
    away::{device, staff},
    cast,
    run::Run,
    sentence::slots,
    statements::{Check, Seen, holds, minute, same},
    steps::{Made, Make, number, one, text},
};

pub(super) const STEPS: &[(&str, Make)] = &[
    (
        "{who} takes down {manager}'s wrong code {step} on {what} with device {d}, who {agrees}: “{words}”",
        |run, s| of_two_by_code(run, s, false),
    ),
    (
        "{who} takes down {manager}'s code {step} on {what} with device {d}, who {agrees}: “{words}”",
        |run, s| of_two_by_code(run, s, true),
    ),
    (
        "{who} takes down {manager}'s word on {what}, no device as “{why}”, who {agrees}: “{words}”",
        |run, s| of_two(run, &[s[0], s[1], s[3], s[4]], Proof::Nothing, s[2]),
    ),
    (
        "{who} takes down {manager}'s word on {what}, no device as “{why}”, who does not uphold it: “{words}”, stops “{stop}”, tells “{told}”",
        |run, s| {
            let follows = Follows { stop: text(s[4]), told: text(s[5]) };
            let answered = Answered { follows, ..answered(run, &[s[0], s[1], "does not uphold it", s[3]])? };
            one(oversight::Command::TakeDown {
                of: what(s[1])?,
                answered,
                proof: Proof::Nothing,
                no_device: text(s[2]),
            })
        },
    ),
    (
        "{who} takes down {manager}'s word on {what}, read out as “{read}”, who {agrees}: “{words}”",
        |run, s| {
            let answered = Answered { read_out: text(s[2]), ..answered(run, &[s[0], s[1], s[3], s[4]])? };
            let (proof, no_device) = (Proof::Nothing, "it lies at the office".to_owned());
            one(oversight::Command::TakeDown { of: what(s[1])?, answered, proof, no_device })
        },
    ),
    ("{who} rings {manager} about {what}: would not decide, “{why}”", |run, s| {
        in_vain(run, &[s[0], s[1]], Reached::WouldNotDecide { why: text(s[2]) })
    }),
    ("{who} rings {manager} about {what}: declined, “{why}”", |run, s| {
        in_vain(run, &[s[0], s[1]], Reached::Declined { reason: text(s[2]), next: text(s[2]) })
    }),
    ("{who} rings {manager} about {what} in vain: {came}", |run, s| {
        let all = [Reached::NoAnswer, Reached::Engaged, Reached::Voicemail, Reached::SomebodyElse];
        let reached = all.into_iter().find(|reached| reached.words() == s[2]);
        in_vain(run, &[s[0], s[1]], reached.ok_or_else(|| format!("a call does not end with {}", s[2]))?)
    }),
    ("{who} confirms word {n}", |_, s| one(oversight::Command::ConfirmWord { no: WordNo(number(s[0])?) })),
    ("{who} disowns word {n}: “{why}”", |_, s| {
        one(oversight::Command::DisownWord { no: WordNo(number(s[0])?), why: text(s[1]) })
    }),
];

/// Slots: manager, what, whether they agree, words; the call began now.
fn answered(run: &Run<'_>, s: &[&str]) -> Result<Answered, String> {
    let of = what(s[1])?;
    let says = [true, false].into_iter().find(|yes| of.says(*yes) == s[2]);
    let agree =
        says.ok_or_else(|| format!("a manager {} or {}, not {}", of.says(true), of.says(false), s[2]))?;
    let actor = &cast::everyone()[0];
    let cx = Context { now: run.now, actor, policy: run.policy, duty: &run.duty };
    let read_out = read_out_of_two(run.contact()?, of, &cx);
    let follows = Follows::default();
    Ok(Answered { manager: staff(s[0])?, began: run.now, read_out, agree, words: text(s[3]), follows })
}

fn of_two(run: &Run<'_>, s: &[&str], proof: Proof, no_device: &str) -> Made {
    let answered = answered(run, s)?;
    one(oversight::Command::TakeDown { of: what(s[1])?, answered, proof, no_device: text(no_device) })
}

/// Slots: manager, what; rung now.
fn in_vain(run: &Run<'_>, s: &[&str], reached: Reached) -> Made {
    let (of, manager) = (what(s[1])?, staff(s[0])?);
    one(oversight::Command::CallInVain { of, manager, rung: run.now, reached })
}

/// Slots: manager, step, what, device, whether they agree, words.
fn of_two_by_code(run: &Run<'_>, s: &[&str], fits: bool) -> Made {
    let proof = Proof::Code { device: device(s[3])?, step: u64::from(number(s[1])?), fits };
    of_two(run, &[s[0], s[2], s[4], s[5]], proof, "nothing")
}

fn what(words: &str) -> Result<OfTwo, String> {
    type Makes = fn(u32) -> OfTwo;
    let kinds: [(&str, Makes); 3] = [
        ("ground {n}", |no| OfTwo::Ground(GroundNo(no))),
        ("route {n}", |no| OfTwo::Route(RouteNo(no))),
        ("emergency {n}", |no| OfTwo::Emergency(EmergencyNo(no))),
    ];
    let found = kinds.into_iter().find_map(|(pattern, of)| Some((slots(pattern, words)?, of)));
    let (no, of) = found.ok_or_else(|| format!("{words} does not take two"))?;
    Ok(of(number(no[0])?))
}

fn spoken<'a>(s: &Seen<'a>, no: &str) -> Result<&'a SpokenWord, String> {
    s.contact.oversight.spoken_word(WordNo(number(no)?)).ok_or_else(|| "there is no such word".to_owned())
}

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("word {n} was given {how}", |s, of| same(of[1], &spoken(s, of[0])?.mark())),
    ("word {n} keeps the number {number} and what was read out: “{text}”", |s, of| {
        let said = &spoken(s, of[0])?.said;
        same(of[1], &said.number)?;
        holds(said.read_out.contains(of[2]), || format!("read out was:\n{}", said.read_out))
    }),
    ("nothing that was read out for word {n} says “{text}”", |s, of| {
        let read = &spoken(s, of[0])?.said.read_out;
        holds(!read.contains(of[1]), || format!("read out was:\n{read}"))
    }),
    ("{manager} signs for word {n} by {time}", |s, of| {
        let word = spoken(s, of[1])?;
        same(of[0], cast::name(word.said.manager))?;
        let due = word.unsigned().ok_or_else(|| word.mark())?;
        same(&minute(s.run.time(of[2])?), &minute(due.at))
    }),
    ("word {n} came {when}", |s, of| match &spoken(s, of[0])?.word {
        SignedWord::Confirmed { late, .. } | SignedWord::Disowned { late, .. } => {
            same(of[1], if *late { "late" } else { "in time" })
        }
        other => Err(format!("it is {}", other.key())),
    }),
    ("{manager} was rung about {what} on {number}: {came}", |s, of| {
        let last = s.contact.oversight.called_in_vain(what(of[1])?).last().ok_or("nobody was rung")?;
        same(of[0], cast::name(last.manager))?;
        same(of[2], &last.number)?;
        same(of[3], last.reached.words())
    }),
    ("{n} codes for {what} were not taken", |s, of| {
        same(of[0], &s.contact.oversight.not_taken_for(what(of[1])?).count().to_string())
    }),
];
