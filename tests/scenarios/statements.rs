//! What can be said of a contact after a step: each sentence, and how it is looked up. An error says what is so instead.

use dutydesk::domain::{
    board::Kind,
    calendar::local,
    calling::Call,
    contact::{
        Contact, Context,
        oversight::{Given, GroundState, Must},
        progress::Completeness,
        route::Route,
        share::Basis,
        telling::{LetterState, Owner},
        why::{Known, Why},
    },
    ids::{
        AgreementNo, AnalysisNo, EmergencyNo, FieldKey, GroundNo, HouseholdNo, LetterNo, OverrideNo,
        PromiseNo, RouteNo,
    },
    policy::{
        outcomes::Outcome,
        script::{StageNo, Tag, is_for},
    },
    queue::Lane,
};
use dutydesk::exchange::{contact_json::ContactJson, contact_text};

use super::{
    cast,
    run::{Run, agencies, agency, purpose},
    sentence::slots,
    steps::{call::caller_kind, number, value},
};

pub(super) struct Seen<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) contact: &'a Contact,
    pub(super) cx: &'a Context<'a>,
}

pub(super) type Check = fn(&Seen<'_>, &[&str]) -> Result<(), String>;

/// Says which clock a line of the queue goes by at this hour, and whether it may call.
fn called(s: &Seen<'_>) -> String {
    let row = s.contact.row();
    let Some((next, call)) =
        s.run.duty.calling_at(s.run.now).first(&row).map(|(next, call)| (next.clone(), call))
    else {
        return "nothing".to_owned();
    };
    let how = match call {
        Call::Calls if s.run.now > next.at => "late".to_owned(),
        Call::Calls => "to come".to_owned(),
        Call::Rests(opens) => format!("resting until {}", opens.map_or("never".to_owned(), minute)),
    };
    format!("“{}”, {how}", next.words)
}

/// Writes the record as text and as JSON.
fn record(s: &Seen<'_>) -> String {
    let state = cast::desk();
    let text = contact_text::text(s.contact, &state, s.cx);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text + &ContactJson::of(s.contact, &state, s.cx).write().unwrap_or_default()
}

/// Says why every time of the contact is the one it is.
fn times(s: &Seen<'_>) -> Vec<String> {
    let calling = s.run.duty.calling_at(s.run.now);
    let state = cast::desk();
    let known =
        Known { policy: s.cx.policy, duty: &s.run.duty, calling: &calling, now: s.run.now, state: &state };
    let told = |why: Why| [format!("{}: {}", why.words, minute(why.at))].into_iter().chain(why.lines);
    s.contact.whys(&known).into_iter().flat_map(told).collect()
}

/// Checks a statement.
pub(super) fn check(
    run: &Run<'_>,
    contact: &Contact,
    cx: &Context<'_>,
    statement: &str,
) -> Result<(), String> {
    let seen = Seen { run, contact, cx };
    for (pattern, check) in super::away::STATEMENTS.iter().chain(STATEMENTS) {
        if let Some(found) = slots(pattern, statement) {
            return check(&seen, &found);
        }
    }
    Err("no statement reads like this: see tests/scenarios/README.md".to_owned())
}

pub(super) fn same(wanted: &str, found: &str) -> Result<(), String> {
    if wanted == found { Ok(()) } else { Err(format!("it is: {found}")) }
}

pub(super) fn holds(yes: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if yes { Ok(()) } else { Err(otherwise()) }
}

const STATEMENTS: &[(&str, Check)] = &[
    // The queue.
    ("the queue says “{words}”", |s, of| same(of[0], &s.contact.row().stands)),
    ("the queue names the caller “{words}”", |s, of| same(of[0], &s.contact.row().who)),
    ("it stands in no lane", |s, _| {
        let lanes = s.contact.row().lanes;
        holds(lanes.is_empty(), || format!("it stands in {lanes:?}"))
    }),
    ("it does not stand in {lane}", |s, of| {
        let lanes = s.contact.row().lanes;
        holds(!lanes.contains(&lane(of[0])?), || format!("it stands in {lanes:?}"))
    }),
    ("it stands in {lane}", |s, of| {
        let lanes = s.contact.row().lanes;
        holds(lanes.contains(&lane(of[0])?), || format!("it stands in {lanes:?}"))
    }),
    ("it is urgent", |s, _| holds(s.contact.row().urgent, || "it is not urgent".to_owned())),
    ("it is not urgent", |s, _| holds(!s.contact.row().urgent, || "it is urgent".to_owned())),
    ("urgency was stood down {n} times", |s, of| same(of[0], &s.contact.call.stood_down.len().to_string())),
    ("due first is “{words}” by {time}", |s, of| {
        let next = s.contact.row().next;
        let found =
            next.map_or("nothing".to_owned(), |next| format!("“{}” by {}", next.words, minute(next.at)));
        same(&format!("“{}” by {}", of[0], minute(s.run.time(of[1])?)), &found)
    }),
    ("the queue calls “{words}”, {how}", |s, of| same(&format!("“{}”, {}", of[0], of[1]), &called(s))),
    ("the times never say “{words}”", |s, of| {
        let lines = times(s).join(" ");
        holds(!lines.contains(of[0]), || format!("they say: {lines}"))
    }),
    ("the times say “{words}”", |s, of| {
        let lines = times(s).join(" | ");
        holds(lines.contains(of[0]), || format!("they say: {lines}"))
    }),
    ("the record says “{words}”", |s, of| {
        let record = record(s);
        holds(record.contains(of[0]), || format!("it says: {record}"))
    }),
    ("the record never says “{words}”", |s, of| {
        let record = record(s);
        holds(!record.contains(of[0]), || format!("it says: {record}"))
    }),
    ("the record names nothing of Southampton's", |s, _| {
        let record = record(s);
        let found = crate::common::SOUTHAMPTONS.iter().find(|name| record.contains(*name));
        holds(found.is_none(), || format!("it names {}: {record}", found.unwrap_or(&"")))
    }),
    ("nothing is due", |s, _| {
        holds(s.contact.row().next.is_none(), || format!("{:?}", s.contact.row().next))
    }),
    ("a decision is due by {time}", |s, of| {
        same(&minute(s.run.time(of[0])?), &minute(s.contact.decision.at))
    }),
    ("the preview says “{words}”", |s, of| {
        let lines = s.contact.row().preview.join(" | ");
        holds(lines.contains(of[0]), || format!("it says: {lines}"))
    }),
    ("the preview does not say “{words}”", |s, of| {
        let lines = s.contact.row().preview.join(" | ");
        holds(!lines.contains(of[0]), || format!("it says: {lines}"))
    }),
    ("{who} holds it", |s, of| same(of[0], s.contact.holder.map_or("nobody", cast::name))),
    // Who may open it.
    ("{worker} may not open it", |s, of| holds(!opens(s, of[0])?, || "they may".to_owned())),
    ("{worker} may open it", |s, of| holds(opens(s, of[0])?, || "they may not".to_owned())),
    ("the queue shows {worker} “{words}”", |s, of| {
        let actor = cast::actor(of[0]).ok_or("nobody of that name works here")?;
        let row = s.contact.row().seen_by(&actor, s.run.now);
        let children = row.children.iter().filter_map(|child| child.name.clone());
        let shown: Vec<_> = [row.who, row.stands].into_iter().chain(children).chain(row.preview).collect();
        same(of[1], &shown.join(" | "))
    }),
    ("{worker} has {n} minutes left", |s, of| {
        let left = s.contact.access.time_left(cast::person(of[0])?, s.run.now);
        same(of[1], &left.map_or(0, |left| left.num_minutes()).to_string())
    }),
    // The call.
    ("note {n} reads “{text}”", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], note.current())
    }),
    ("note {n} was first “{text}”", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], &note.text)
    }),
    ("note {n} was written {when}", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], if note.later { "after the call" } else { "during the call" })
    }),
    ("note {n} is marked {mark}", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], note.mark.map_or("nothing", |mark| mark.words()))
    }),
    ("note {n} keeps {child}'s words, heard by “{whom}”", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        let child = note.child.as_ref().ok_or("it keeps nobody's words")?;
        holds(child.child == Some(s.run.person(of[1])?) && child.heard_by == of[2], || format!("{child:?}"))
    }),
    ("the identity is “{words}”", |s, of| same(of[0], &s.contact.call.identity.words())),
    ("it belongs to {reference}", |s, of| {
        same(of[0], &s.contact.call.attached.to.map_or("nothing".to_owned(), |(_, to)| to.to_string()))
    }),
    ("it has {n} later calls", |s, of| same(of[0], &s.contact.call.attached.later.len().to_string())),
    // The script.
    ("the script asks {question}", |s, of| asks(s, of[0], true)),
    ("the script does not ask {question}", |s, of| asks(s, of[0], false)),
    ("the answer to {question} is {value}", |s, of| {
        let field = FieldKey::from(of[0]);
        let (_, capture) = s.run.policy.script.capture(&field).ok_or("the script does not ask it")?;
        let found = s.contact.call.answers.get(&field).map(|answered| &answered.value);
        holds(found == Some(&value(&capture.kind, of[1])?), || format!("it is {found:?}"))
    }),
    ("there is no answer to {question}", |s, of| {
        let found = s.contact.call.answers.get(&FieldKey::from(of[0]));
        holds(found.is_none(), || format!("it is {found:?}"))
    }),
    ("stage {n} is {completeness}", |s, of| {
        let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
        let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
        same(
            of[1],
            match s.contact.completeness(stage.ok_or("there is no such stage")?, s.cx) {
                Completeness::Empty => "empty",
                Completeness::Partly => "partly done",
                Completeness::Complete => "complete",
                Completeness::Alarm => "an alarm",
            },
        )
    }),
    ("the conversation still wants “{words}”", |s, of| {
        let wanted = s.contact.wanted(s.cx).into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        holds(wanted.iter().any(|words| words.contains(of[0])), || format!("it wants {wanted:?}"))
    }),
    ("the conversation no longer wants “{words}”", |s, of| {
        let wanted = s.contact.wanted(s.cx).into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        holds(!wanted.iter().any(|words| words.contains(of[0])), || format!("it wants {wanted:?}"))
    }),
    ("stage {n} offers {caller} “{words}”", |s, of| {
        holds(offers(s, of)?, || "no prompt of that stage says so to them".to_owned())
    }),
    ("stage {n} begins with an open question for {caller}", |s, of| {
        let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
        let kind = caller_kind(of[1])?;
        let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
        let mode = s.cx.duty.mode_at(s.cx.now);
        let first = stage.ok_or("there is no such stage")?.prompts.iter().find(|prompt| {
            is_for(&prompt.callers, &prompt.not_callers, Some(kind))
                && prompt.mode.is_none_or(|only| only == mode)
        });
        let first = first.ok_or("nothing is offered there")?;
        holds(first.tag == Tag::O, || format!("it begins with: {}", first.words))
    }),
    ("no stage wants more than {n} answers", |s, of| {
        let most = number(of[0])? as usize;
        for stage in &s.run.policy.script.stages {
            let wants = stage.capture.iter().filter(|capture| capture.needed).count();
            holds(wants <= most, || format!("stage {} wants {wants}", stage.number.0))?;
        }
        Ok(())
    }),
    ("stage {n} does not offer {caller} “{words}”", |s, of| {
        holds(!offers(s, of)?, || "a prompt of that stage says so to them".to_owned())
    }),
    ("the card of {chip} says “{words}”", |s, of| {
        let path =
            s.run.policy.script.paths.iter().find(|path| path.chip.as_str() == of[0].replace(' ', "_"));
        let card = path.ok_or("no card opens with that")?.card.join(" | ");
        holds(s.contact.call.heard.iter().any(|chip| chip.as_str() == of[0].replace(' ', "_")), || {
            "nobody heard it".to_owned()
        })?;
        holds(card.contains(of[1]), || format!("it says: {card}"))
    }),
    // The night.
    ("the first prompt of stage {n} for {caller} is “{words}”", |s, of| {
        let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
        let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
        let kind = if of[1] == "anybody" { None } else { Some(caller_kind(of[1])?) };
        let mode = s.cx.duty.mode_at(s.cx.now);
        let is = |prompt: &&dutydesk::domain::policy::script::Prompt| {
            is_for(&prompt.callers, &prompt.not_callers, kind) && prompt.mode.is_none_or(|only| only == mode)
        };
        let first = stage.ok_or("there is no such stage")?.prompts.iter().find(is);
        same(of[2], first.map_or("nothing", |prompt| prompt.words.as_str()))
    }),
    ("{child} is {under} until {time}", |s, of| {
        let child = s.run.person(of[0])?;
        let tonight = s.contact.tonight_of(child).ok_or("nothing is arranged")?;
        same(of[1], tonight.set.care.under.words())?;
        same(&minute(s.run.time(of[2])?), &minute(tonight.set.care.until))
    }),
    ("police protection of {child} ends {time}", |s, of| {
        let tonight = s.contact.tonight_of(s.run.person(of[0])?).ok_or("nothing is arranged")?;
        let ends = tonight.set.ends.as_ref().ok_or("it is no police protection")?;
        same(&minute(s.run.time(of[1])?), &minute(ends.at))
    }),
    ("nothing is arranged for {child}", |s, of| {
        holds(s.contact.tonight_of(s.run.person(of[0])?).is_none(), || "something is".to_owned())
    }),
    ("it is on no child's file", |s, _| holds(s.contact.is_unfiled(), || "it is filed".to_owned())),
    ("it is filed", |s, _| holds(!s.contact.is_unfiled(), || "it is on no file".to_owned())),
    ("{n} things wait for the day, by {time}", |s, of| {
        let waits: Vec<_> = s.contact.night.morning.iter().filter(|m| m.done.is_none()).collect();
        same(of[0], &waits.len().to_string())?;
        let by = minute(s.run.time(of[1])?);
        holds(waits.iter().all(|morning| minute(morning.due) == by), || "by another time".to_owned())
    }),
    ("the advice was “{words}”", |s, of| {
        same(of[0], s.contact.night.advised.as_ref().map_or("nothing", |advised| advised.advice.as_str()))
    }),
    ("the analysis has the names of {worker} and {manager}", |s, of| {
        let analysis = s.contact.night.analyses.last().ok_or("there is none")?;
        same(of[0], cast::name(analysis.by))?;
        same(of[1], cast::name(analysis.said.manager))
    }),
    ("the second name under analysis {n} is {standing}", |s, of| {
        let analysis = s.contact.analysis(AnalysisNo(number(of[0])?)).ok_or("there is none")?;
        same(of[1], analysis.second.words())
    }),
    ("the second signs for analysis {n} by {time}", |s, of| {
        let no = AnalysisNo(number(of[0])?);
        let due = s.contact.unsigned_analyses().find(|(analysis, _)| analysis.no == no);
        let (_, due) = due.ok_or("nobody is asked to")?;
        same(&minute(s.run.time(of[1])?), &minute(due.at))
    }),
    ("a placement is looked for: “{kinds}”", |s, of| {
        let needed = s.contact.night.placement.as_ref().ok_or("none is")?;
        let kinds: Vec<_> = needed.kinds.iter().map(|kind| kind.words()).collect();
        same(of[0], &kinds.join("; "))
    }),
    ("no placement is looked for", |s, _| holds(s.contact.night.placement.is_none(), || "one is".to_owned())),
    ("the board has {n} lines of {kind}", |s, of| {
        let kind = Kind::from_key(of[1]).ok_or("the board has no such kind")?;
        same(of[0], &s.contact.board().iter().filter(|entry| entry.kind == kind).count().to_string())
    }),
    // Agreement and grounds.
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
        let o = s.contact.oversight.get(OverrideNo(number(of[0])?)).ok_or("there is no such override")?;
        same(of[1], o.state.words())
    }),
    ("override {n} reaches {children} with {agencies} until {time}", |s, of| {
        let o = s.contact.oversight.get(OverrideNo(number(of[0])?)).ok_or("there is no such override")?;
        let Some(scope) = o.given().and_then(Given::in_force) else {
            return Err(o.state.words().to_owned());
        };
        let wanted = (s.run.people(of[1])?, agencies(of[2]), s.run.time(of[3])?);
        holds(wanted == (scope.children.clone(), scope.agencies.clone(), scope.until), || {
            format!("{scope:?}")
        })
    }),
    ("override {n} was asked by {worker} and authorised by {manager}, each in their own words", |s, of| {
        let o = s.contact.oversight.get(OverrideNo(number(of[0])?)).ok_or("there is no such override")?;
        let Some(given) = o.given() else { return Err(o.state.words().to_owned()) };
        same(of[1], cast::name(o.by))?;
        same(of[2], cast::name(given.by))?;
        holds(given.words.belief != o.request.belief && given.at > o.asked_at, || {
            "the words are the same".to_owned()
        })
    }),
    ("override {n} states “{words}”", |s, of| {
        let o = s.contact.oversight.get(OverrideNo(number(of[0])?)).ok_or("there is no such override")?;
        holds(o.threshold.contains(of[1]), || format!("it states: {}", o.threshold))
    }),
    ("override {n} does not state “{words}”", |s, of| {
        let o = s.contact.oversight.get(OverrideNo(number(of[0])?)).ok_or("there is no such override")?;
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
    ("ground {n} is {state}", |s, of| {
        let ground = s.contact.oversight.ground(GroundNo(number(of[0])?)).ok_or("there is no such ground")?;
        same(of[1], ground.state.words())
    }),
    ("ground {n} names {worker} and {manager}", |s, of| {
        let ground = s.contact.oversight.ground(GroundNo(number(of[0])?)).ok_or("there is no such ground")?;
        same(of[1], cast::name(ground.by))?;
        match &ground.state {
            GroundState::Decided { by, .. } | GroundState::NotAgreed { by, .. } => {
                same(of[2], cast::name(*by))
            }
            other => Err(other.words().to_owned()),
        }
    }),
    // Routes.
    ("the criteria of route {n} are {met}", |s, of| {
        let (route, outcome) = route(s, of[0])?;
        same(of[1], s.contact.presented(route, outcome, s.cx).shown().1)
    }),
    ("{criterion} of route {n} is {met}", |s, of| {
        let (route, outcome) = route(s, of[1])?;
        let criterion = outcome.criteria.iter().find(|criterion| criterion.id.as_str() == of[0]);
        let criterion = criterion.ok_or_else(|| format!("{} has no such criterion", outcome.name))?;
        same(of[2], s.contact.criterion(route, criterion, s.cx).shown().1)
    }),
    ("route {n} stands as “{words}”", |s, of| same(of[1], route(s, of[0])?.0.state.words())),
    ("route {n} went through “{words}”", |s, of| {
        let hops: Vec<_> = route(s, of[0])?.0.hops.iter().map(|hop| hop.1).collect();
        same(of[1], &hops.join(" › "))
    }),
    ("route {n} must have “{words}”", |s, of| wants(s, of[0], of[1], Some(true))),
    ("route {n} asks for “{words}”", |s, of| wants(s, of[0], of[1], Some(false))),
    ("route {n} does not want “{words}”", |s, of| wants(s, of[0], of[1], None)),
    ("route {n} keeps the reason “{words}”", |s, of| {
        let decided = route(s, of[0])?.0.decided.as_ref().ok_or("it is not decided")?;
        same(of[1], &decided.reason)
    }),
    ("route {n} was sent although, “{words}”", |s, of| {
        same(of[1], route(s, of[0])?.0.unmet_reason.as_deref().unwrap_or("nothing was unmet"))
    }),
    ("{child} has no outcome", |s, of| {
        holds(s.contact.without_outcome().contains(&s.run.person(of[0])?), || "there is one".to_owned())
    }),
    ("{child} has an outcome", |s, of| {
        holds(!s.contact.without_outcome().contains(&s.run.person(of[0])?), || "there is none".to_owned())
    }),
    ("it is a referral since {time}", |s, of| {
        let found = s.contact.referral.map_or("no referral".to_owned(), minute);
        same(&minute(s.run.time(of[0])?), &found)
    }),
    ("it is no referral", |s, _| {
        holds(s.contact.referral.is_none(), || format!("since {}", minute(s.run.now)))
    }),
    // Telling.
    ("letter {n} is {state}", |s, of| {
        let letter = s.contact.telling.letter(LetterNo(number(of[0])?)).ok_or("there is no such letter")?;
        same(
            of[1],
            match letter.state {
                LetterState::Drafted => "written",
                LetterState::Checked { .. } => "checked",
                LetterState::Sent { .. } => "sent",
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

pub(super) fn minute(at: chrono::DateTime<chrono::Utc>) -> String {
    local::to_local(at).format("%a %-d %b %Y %H:%M").to_string()
}

fn lane(words: &str) -> Result<Lane, String> {
    Lane::ALL.into_iter().find(|lane| lane.words() == words).ok_or_else(|| format!("{words} is no lane"))
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

fn opens(s: &Seen<'_>, worker: &str) -> Result<bool, String> {
    let actor = cast::actor(worker).ok_or("nobody of that name works here")?;
    Ok(s.contact.row().opens_to(&actor, s.run.now))
}

fn asks(s: &Seen<'_>, question: &str, wanted: bool) -> Result<(), String> {
    let field = FieldKey::from(question);
    let (_, capture) =
        s.run.policy.script.capture(&field).ok_or_else(|| format!("{field} is not in the script"))?;
    holds(s.contact.is_asked(capture, s.cx) == wanted, || {
        if wanted { "it is not asked here".to_owned() } else { "it is asked here".to_owned() }
    })
}

fn offers(s: &Seen<'_>, of: &[&str]) -> Result<bool, String> {
    let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
    let kind = caller_kind(of[1])?;
    let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
    let mode = s.cx.duty.mode_at(s.cx.now);
    Ok(stage.ok_or("there is no such stage")?.prompts.iter().any(|prompt| {
        is_for(&prompt.callers, &prompt.not_callers, Some(kind))
            && prompt.mode.is_none_or(|only| only == mode)
            && prompt.words.contains(of[2])
    }))
}

fn route<'a>(s: &Seen<'a>, no: &str) -> Result<(&'a Route, &'a Outcome), String> {
    let route = s.contact.routes.get(RouteNo(number(no)?)).ok_or("there is no such route")?;
    Ok((route, s.run.policy.outcomes.get(route.letter).ok_or("there is no such outcome")?))
}

fn wants(s: &Seen<'_>, no: &str, words: &str, must: Option<bool>) -> Result<(), String> {
    let (route, outcome) = route(s, no)?;
    let unmet = s.contact.unmet(route, outcome, s.cx);
    let found = unmet.iter().find(|unmet| unmet.words.contains(words)).map(|unmet| unmet.must);
    let all =
        || format!("it wants {:?}", unmet.iter().map(|unmet| (&unmet.words, unmet.must)).collect::<Vec<_>>());
    holds(found == must, all)
}
