//! The sentences of a word given from away: calls, challenges, devices, the signed word, and what has to follow.

use dutydesk::domain::{
    contact::{
        family,
        oversight::{
            self, Acted, Came, Dictated, EmergencyCount, Given, How, Must, Proof, Reached, Scope, SignedWord,
            ToRing,
        },
        route,
        telling::LetterState,
    },
    desk, device,
    ids::{
        AnalysisNo, ChallengeNo, DeviceId, EmergencyNo, LetterNo, OverrideNo, PromiseNo, RouteNo, ShareNo,
        StaffId, WordNo,
    },
};
use uuid::Uuid;

use super::{
    cast,
    run::{Run, agencies},
    sentence::slots,
    statements::{Check, Seen, holds, minute, same},
    steps::{
        Made, Make, Step, number, one,
        oversight::{leave_unsaid, manager_words, scope},
        text,
    },
};

pub(super) const STEPS: &[(&str, Make)] = &[
    // The call.
    ("{who} rings {manager} about override {n}: declined “{reason}”, instead “{next}”", |run, s| {
        attempt(run, s[1], s[0], Reached::Declined { reason: text(s[2]), next: text(s[3]) })
    }),
    ("{who} rings {manager} about override {n}: would not decide “{why}”", |run, s| {
        attempt(run, s[1], s[0], Reached::WouldNotDecide { why: text(s[2]) })
    }),
    ("{who} rings {manager} about override {n}: {outcome}", |run, s| {
        let plain = [Reached::NoAnswer, Reached::Engaged, Reached::Voicemail, Reached::SomebodyElse];
        let reached = plain.into_iter().find(|reached| reached.words() == s[2]);
        attempt(run, s[1], s[0], reached.ok_or_else(|| format!("a call does not end with {}", s[2]))?)
    }),
    ("{who} challenges {manager} on override {n}, with the nonce {nonce}: “{belief}”", |run, s| {
        challenge(run, s[1], s[0], s[3], s[2].to_owned())
    }),
    ("{who} challenges {manager} on override {n}: “{belief}”", |run, s| {
        // Fresh each time: the moment itself.
        let nonce = format!("{:032x}", run.now.timestamp_micros());
        challenge(run, s[1], s[0], s[2], nonce)
    }),
    (
        "{who} takes down {manager}'s answer to challenge {c} for override {n} with device {d}, for {children} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let narrowed = scope(run, s[2], &s[4..7])?;
            bound(run, &[s[0], s[1], s[2], s[3], s[7]], true, Some(narrowed))
        },
    ),
    (
        "{who} takes down {manager}'s answer to challenge {c} for override {n} with device {d}: “{belief}”",
        |run, s| bound(run, s, true, None),
    ),
    (
        "{who} takes down {manager}'s wrong answer to challenge {c} for override {n} with device {d}: “{belief}”",
        |run, s| bound(run, s, false, None),
    ),
    (
        "{who} takes down {manager}'s code {step} for override {n} with device {d}: “{belief}”",
        |run, s| code(run, s, true),
    ),
    (
        "{who} takes down {manager}'s wrong code {step} for override {n} with device {d}: “{belief}”",
        |run, s| code(run, s, false),
    ),
    ("{who} takes down {manager}'s word on override {n}, without looking back: “{belief}”", |run, s| {
        let mut spoke = dictated(run, s[1], s[0], s[2], None)?;
        spoke.seen_refusals.clear();
        by_telephone(s[1], spoke, Proof::Nothing, "the telephone is at the office")
    }),
    ("{who} takes down {manager}'s word on override {n}, leaving out {part}: “{belief}”", |run, s| {
        let mut spoke = dictated(run, s[1], s[0], s[3], None)?;
        leave_unsaid(&mut spoke.words, s[2])?;
        by_telephone(s[1], spoke, Proof::Nothing, "the telephone is at the office")
    }),
    (
        "{who} takes down {manager}'s word on override {n}, no device as “{why}”: “{belief}”",
        |run, s| by_telephone(s[1], dictated(run, s[1], s[0], s[3], None)?, Proof::Nothing, s[2]),
    ),
    ("{who} authorises override {n} without looking back: “{belief}”", |_, s| {
        let (no, words) = (OverrideNo(number(s[0])?), manager_words(s[1]));
        one(oversight::Command::Authorise { no, words, narrowed: None, seen_refusals: vec![] })
    }),
    // The signed word.
    ("{who} confirms override {n}", |_, s| {
        one(oversight::Command::Confirm { no: OverrideNo(number(s[0])?) })
    }),
    (
        "{who} corrects override {n} for {children} with {agencies} until {time} to “{belief}”: “{why}”",
        |run, s| {
            let narrowed = Some(scope(run, s[0], &s[1..4])?);
            let (no, words) = (OverrideNo(number(s[0])?), manager_words(s[4]));
            one(oversight::Command::Correct { no, words, narrowed, why: text(s[5]) })
        },
    ),
    ("{who} corrects override {n} to “{belief}”: “{why}”", |_, s| {
        let (no, words) = (OverrideNo(number(s[0])?), manager_words(s[1]));
        one(oversight::Command::Correct { no, words, narrowed: None, why: text(s[2]) })
    }),
    ("{who} disowns override {n}: “{why}”", |_, s| {
        one(oversight::Command::Disown { no: OverrideNo(number(s[0])?), why: text(s[1]) })
    }),
    // Emergencies.
    ("{who} acts at once", |_, _| one(oversight::Command::Act(Acted::default()))),
    (
        "{who} describes emergency {n} for {children} with {agencies}: “{danger}”, and did “{done}”",
        |run, s| {
            let acted = Acted {
                children: run.people(s[1])?,
                agencies: agencies(s[2]),
                danger: text(s[3]),
                done: text(s[4]),
            };
            one(oversight::Command::Describe { no: EmergencyNo(number(s[0])?), acted })
        },
    ),
    ("{who} has done it, {must}: “{how}”", |_, s| settle(s[0], Came::Done { how: text(s[1]) })),
    ("{who} could not do it, {must}: “{why}”", |_, s| settle(s[0], Came::CouldNot { why: text(s[1]) })),
    // Drafts of several hands.
    ("{who} drafts override {n} anew: “{belief}”", |run, s| {
        let no = OverrideNo(number(s[0])?);
        let old = run.contact()?.oversight.get(no).ok_or("there is no such override")?;
        let request = oversight::Request { belief: text(s[1]), ..old.request.clone() };
        one(oversight::Command::Draft { no: Some(no), request })
    }),
    ("{who} writes that {person} holds no parental responsibility", |run, s| {
        let person = run.person(s[0])?;
        let old = run.contact()?.family.get(person).ok_or("nobody has that number")?;
        let mut details = old.details.clone();
        details.responsibility = Some(dutydesk::domain::value::YesNo::No);
        details.responsible_for.clear();
        one(family::Command::Change { person, details })
    }),
    ("{who} writes that {person} holds none for {children}", |run, s| {
        let (person, of) = (run.person(s[0])?, run.people(s[1])?);
        let old = run.contact()?.family.get(person).ok_or("nobody has that number")?;
        let no = Some(dutydesk::domain::value::YesNo::No);
        let details = family::Details { responsibility: no, responsible_for: of, ..old.details.clone() };
        one(family::Command::Change { person, details })
    }),
    ("{who} writes that {person} is called {name}", |run, s| {
        let person = run.person(s[0])?;
        let old = run.contact()?.family.get(person).ok_or("nobody has that number")?;
        let details = family::Details { name: Some(text(s[1])), ..old.details.clone() };
        one(family::Command::Change { person, details })
    }),
    // The desk.
    ("{who} sets the number of {manager} to {number}", |_, s| {
        Ok(Step::Desk(desk::Command::SetNumber { person: staff(s[0])?, number: s[1].to_owned() }))
    }),
    ("{who} proposes the answering device {d} for {manager}, in place of device {old}", |_, s| {
        propose(device::Kind::Bound, s[0], s[1], Some(device(s[2])?))
    }),
    ("{who} proposes the answering device {d} for {manager}", |_, s| {
        propose(device::Kind::Bound, s[0], s[1], None)
    }),
    ("{who} proposes the code device {d} for {manager}", |_, s| {
        propose(device::Kind::Totp, s[0], s[1], None)
    }),
    ("{who} enrols device {d}, which shows {secret}", |_, s| {
        let (device, secret) = (device(s[0])?, s[1].to_owned());
        Ok(Step::Desk(desk::Command::Device(device::Command::Enrol { device, secret })))
    }),
    ("{who} enrols device {d}", |_, s| {
        let (device, secret) = (device(s[0])?, format!("mark {}", s[0]));
        Ok(Step::Desk(desk::Command::Device(device::Command::Enrol { device, secret })))
    }),
    ("{who} reports device {d} lost: “{why}”", |_, s| {
        let (device, why) = (device(s[0])?, text(s[1]));
        Ok(Step::Desk(desk::Command::Device(device::Command::End { device, lost: true, why })))
    }),
    ("{who} takes device {d} away: “{why}”", |_, s| {
        let (device, why) = (device(s[0])?, text(s[1]));
        Ok(Step::Desk(desk::Command::Device(device::Command::End { device, lost: false, why })))
    }),
];

pub(super) fn staff(name: &str) -> Result<StaffId, String> {
    cast::actor(name).map(|actor| actor.person).ok_or_else(|| format!("nobody here is called {name}"))
}

pub(super) fn device(no: &str) -> Result<DeviceId, String> {
    Ok(DeviceId(Uuid::from_u128(9_000 + u128::from(number(no)?))))
}

fn propose(kind: device::Kind, no: &str, whose: &str, replaces: Option<DeviceId>) -> Made {
    let (device, person, secret) = (device(no)?, staff(whose)?, format!("mark {no}"));
    Ok(Step::Desk(desk::Command::Device(device::Command::Propose { device, person, kind, secret, replaces })))
}

/// Takes down what a manager says; the call began when the override was asked for.
fn dictated(
    run: &Run<'_>,
    no: &str,
    manager: &str,
    belief: &str,
    narrowed: Option<Scope>,
) -> Result<Dictated, String> {
    let contact = run.contact()?;
    let no = OverrideNo(number(no)?);
    let o = contact.oversight.get(no).ok_or("there is no such override")?;
    Ok(Dictated {
        manager: staff(manager)?,
        began: o.asked_at,
        words: manager_words(belief),
        narrowed,
        seen_refusals: contact.oversight.refusals().map(|(o, _)| o.no).collect(),
    })
}

fn attempt(run: &Run<'_>, no: &str, manager: &str, reached: Reached) -> Made {
    let (no, manager) = (OverrideNo(number(no)?), staff(manager)?);
    one(oversight::Command::RecordAttempt { no, manager, rung: run.now, reached })
}

fn challenge(run: &Run<'_>, no: &str, manager: &str, belief: &str, nonce: String) -> Made {
    let dictated = dictated(run, no, manager, belief, None)?;
    one(oversight::Command::Challenge { no: OverrideNo(number(no)?), dictated, nonce })
}

/// Slots: manager, challenge, override, device, belief.
fn bound(run: &Run<'_>, s: &[&str], fits: bool, narrowed: Option<Scope>) -> Made {
    let proof = Proof::Bound { challenge: ChallengeNo(number(s[1])?), device: device(s[3])?, fits };
    by_telephone(s[2], dictated(run, s[2], s[0], s[4], narrowed)?, proof, "nothing")
}

/// Slots: manager, step, override, device, belief.
fn code(run: &Run<'_>, s: &[&str], fits: bool) -> Made {
    let proof = Proof::Code { device: device(s[3])?, step: u64::from(number(s[1])?), fits };
    by_telephone(s[2], dictated(run, s[2], s[0], s[4], None)?, proof, "nothing")
}

fn by_telephone(no: &str, dictated: Dictated, proof: Proof, no_device: &str) -> Made {
    let no = OverrideNo(number(no)?);
    one(oversight::Command::AuthoriseByTelephone { no, dictated, proof, no_device: text(no_device) })
}

fn settle(what: &str, came: Came) -> Made {
    type Makes = fn(u32) -> Must;
    let kinds: [(&str, Makes); 8] = [
        ("stopping what emergency {n} began", |no| Must::Stop(EmergencyNo(no))),
        ("telling of emergency {n}", |no| Must::Tell(EmergencyNo(no))),
        ("telling the head of service of override {n}", |no| Must::TellHead(OverrideNo(no))),
        ("telling the head of service of analysis {n}", |no| Must::TellHeadOfAnalysis(AnalysisNo(no))),
        ("telling the head of service of word {n}", |no| Must::TellHeadOfWord(WordNo(no))),
        ("looking at override {n} again", |no| Must::LookAgain(OverrideNo(no))),
        ("calling back share {n}", |no| Must::RecallShare(ShareNo(no))),
        ("calling back route {n}", |no| Must::RecallRoute(RouteNo(no))),
    ];
    for (pattern, must) in kinds {
        if let Some(found) = slots(pattern, what) {
            return one(oversight::Command::Settle { must: must(number(found[0])?), came });
        }
    }
    Err(format!("nothing like “{what}” has to be done"))
}

fn given<'a>(s: &Seen<'a>, no: &str) -> Result<&'a Given, String> {
    let o = s.contact.oversight.get(OverrideNo(number(no)?)).ok_or("there is no such override")?;
    o.given().ok_or_else(|| format!("it is {}", o.state.words()))
}

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("override {n} was given {how}, and written down by {worker}", |s, of| {
        let given = given(s, of[0])?;
        same(of[1], given.how.words())?;
        same(of[2], cast::name(given.written_by))
    }),
    ("{n} overrides were given {how}", |s, of| {
        let counted = How::count(&s.contact.oversight.overrides);
        let found = counted.iter().find(|(how, _)| how.words() == of[1]);
        same(of[0], &found.ok_or("no word is given like this")?.1.to_string())
    }),
    ("the manager signs for override {n} by {time}", |s, of| match &given(s, of[0])?.word {
        SignedWord::Unconfirmed { due } => same(&minute(s.run.time(of[1])?), &minute(due.at)),
        other => Err(format!("it is {}", other.key())),
    }),
    ("the word on override {n} came {when}", |s, of| match &given(s, of[0])?.word {
        SignedWord::Confirmed { late, .. }
        | SignedWord::Corrected { late, .. }
        | SignedWord::Disowned { late, .. } => same(of[1], if *late { "late" } else { "in time" }),
        other => Err(format!("it is {}", other.key())),
    }),
    ("override {n} keeps “{dictated}” and “{corrected}”", |s, of| {
        let given = given(s, of[0])?;
        same(of[1], &given.words.belief)?;
        match &given.word {
            SignedWord::Corrected { words, .. } => same(of[2], &words.belief),
            other => Err(format!("it is {}", other.key())),
        }
    }),
    ("override {n} keeps the number {number} and what was read out: “{text}”", |s, of| {
        let call = given(s, of[0])?.telephone.as_ref().ok_or("it was not given by telephone")?;
        same(of[1], &call.call.number)?;
        holds(call.call.read_out.contains(of[2]), || format!("read out was:\n{}", call.call.read_out))
    }),
    ("override {n} keeps the manager's words, “{belief}”", |s, of| {
        same(of[1], &given(s, of[0])?.words.belief)
    }),
    ("{n} answers to override {m} were not taken", |s, of| {
        let o = s.contact.oversight.get(OverrideNo(number(of[1])?)).ok_or("there is no such override")?;
        same(of[0], &o.refused.len().to_string())
    }),
    ("{n} managers were rung in vain for override {m}", |s, of| {
        let o = s.contact.oversight.get(OverrideNo(number(of[1])?)).ok_or("there is no such override")?;
        same(of[0], &o.attempts.len().to_string())
    }),
    ("to be rung now about override {n} is {manager}, on {number}", |s, of| {
        match s.contact.to_ring(OverrideNo(number(of[0])?), s.cx) {
            ToRing::Next { manager, number, .. } => {
                same(of[1], cast::name(manager))?;
                same(of[2], number.as_deref().unwrap_or("no number"))
            }
            other => Err(other.words().to_owned()),
        }
    }),
    ("whom to ring about override {n} says “{words}”", |s, of| {
        let words = s.contact.to_ring(OverrideNo(number(of[0])?), s.cx).words();
        holds(words.contains(of[1]), || words.to_owned())
    }),
    ("it has to “{words}”", |s, of| {
        let all: Vec<_> = s.contact.to_do().into_iter().map(|open| open.words).collect();
        holds(all.iter().any(|words| words.contains(of[0])), || format!("it has to {all:?}"))
    }),
    ("{n} things have to follow", |s, of| same(of[0], &s.contact.to_do().len().to_string())),
    ("emergency {n} covers until {time}", |s, of| {
        let e = s.contact.oversight.emergency(EmergencyNo(number(of[0])?)).ok_or("no such record")?;
        same(&minute(s.run.time(of[1])?), &minute(e.covers_until))
    }),
    ("emergency {n} has {m} wordings", |s, of| {
        let e = s.contact.oversight.emergency(EmergencyNo(number(of[0])?)).ok_or("no such record")?;
        same(of[1], &e.wordings.len().to_string())
    }),
    ("of emergencies {waits} wait, {upheld} were upheld and {not} were not", |s, of| {
        let count = EmergencyCount::of(&s.contact.oversight.emergencies);
        same(
            &format!("{} {} {}", of[0], of[1], of[2]),
            &format!("{} {} {}", count.waits, count.upheld, count.not_upheld),
        )
    }),
    ("device {d} is {standing}", |s, of| {
        let device = s.run.desk.devices.get(device(of[0])?).ok_or("there is no such device")?;
        same(of[1], device.standing.words())
    }),
    ("route {n} was seconded by {who} on {time}", |s, of| {
        let route = s.contact.routes.get(RouteNo(number(of[0])?)).ok_or("there is no such route")?;
        let (at, by) = match (&route.second, &route.state) {
            (Some(second), _) => (second.at, second.by),
            (None, route::State::NotSeconded { at, by, .. }) => (*at, *by),
            (None, state) => return Err(state.words().to_owned()),
        };
        same(of[1], cast::name(by))?;
        same(&minute(s.run.time(of[2])?), &minute(at))
    }),
    ("letter {n} was checked by {who} and sent by {sender}", |s, of| {
        let letter = s.contact.telling.letter(LetterNo(number(of[0])?)).ok_or("there is no such letter")?;
        let LetterState::Sent { by, checked, .. } = letter.state else { return Err("not sent".to_owned()) };
        same(of[1], checked.map_or("nobody", |(_, by)| cast::name(by)))?;
        same(of[2], cast::name(by))
    }),
    ("promise {n} was made by {who}", |s, of| {
        let promise = s.contact.telling.promise(PromiseNo(number(of[0])?)).ok_or("no such promise")?;
        same(of[1], cast::name(promise.by))
    }),
    ("urgency was last stood down by {who}", |s, of| {
        same(of[0], s.contact.call.stood_down.last().map_or("nobody", |calmed| cast::name(calmed.by)))
    }),
];
