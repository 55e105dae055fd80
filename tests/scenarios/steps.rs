//! What somebody can do in a scenario: each sentence, and the command it stands for.

use chrono::TimeDelta;
use dutydesk::domain::{
    calendar::local::local_day,
    contact::{
        Command,
        access::{self, Kind as Restriction, Restricted},
        agreement,
        call::{self, Caller, ChildWords, Covered, DropSettled, Identity, Mark, NewNote},
        family::{self, Details, Household, Kind, Link, Telling},
        oversight::{self, Acted, AgencyWhy, ManagerWords, Proposed, Request, Scope, TellFamily},
        route,
        share::{self, Direction, Sharing},
        telling::{self, From, Owner, PromiseMoved, Promised, Recipient, Tried, Way},
    },
    desk,
    ids::{
        ChipId, CriterionId, EmergencyNo, FieldKey, GlassNo, GroundNo, HouseholdNo, LetterNo, NoteNo,
        OutcomeLetter, OverrideNo, PersonNo, PromiseNo, Reference, RouteNo, TemplateId,
    },
    input::born,
    policy::{
        CallerKind,
        script::{FieldKind, StageNo},
        sharing::{Case, GroundKind},
        test::Met,
    },
    staff::Actor,
    value::{Value, YesNo},
};

use super::{
    cast,
    run::{Run, agencies, agency, contact_id, purpose},
    sentence::{list, slots},
};

/// What a sentence asks for.
pub(super) enum Step {
    /// Answers the call.
    Take(Caller),
    /// Does this, one after the other.
    Do(Vec<Command>),
    /// Does this to a handover.
    Handover(super::handover::Deal),
    /// Does this to the desk itself.
    Desk(desk::Command),
}

pub(super) type Made = Result<Step, String>;
pub(super) type Make = fn(&Run<'_>, &[&str]) -> Made;

/// Reads a step: who acts, and what they do.
pub(super) fn read(run: &Run<'_>, sentence: &str) -> Result<(Actor, Step), String> {
    for (pattern, make) in super::handover::STEPS.iter().chain(super::away::STEPS).chain(STEPS) {
        if let Some(found) = slots(pattern, sentence) {
            let Some(actor) = cast::actor(found[0]) else { continue };
            return make(run, &found[1..]).map(|step| (actor, step));
        }
    }
    Err("no sentence reads like this, or nobody of that name works here: see tests/scenarios/README.md"
        .to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "every sentence of the table gives the same type")]
pub(super) fn one(command: impl Into<Command>) -> Made {
    Ok(Step::Do(vec![command.into()]))
}

const STEPS: &[(&str, Make)] = &[
    // The call.
    ("{who} takes a call", |_, _| Ok(Step::Take(Caller::default()))),
    ("{who} takes a call from {kind}", |_, s| {
        Ok(Step::Take(Caller { kind: Some(caller_kind(s[0])?), ..Caller::default() }))
    }),
    ("{who} writes down the caller: {kind}, “{name}”, on {number}", |_, s| {
        let caller = Caller {
            kind: Some(caller_kind(s[0])?),
            name: Some(s[1].to_owned()),
            number: Some(s[2].to_owned()),
            ..Caller::default()
        };
        one(call::Command::SetCaller(caller))
    }),
    ("{who} writes down the caller: {kind}, who gives no name", |_, s| {
        let caller = Caller { kind: Some(caller_kind(s[0])?), declined: true, ..Caller::default() };
        one(call::Command::SetCaller(caller))
    }),
    ("{who} writes down that the source is {code}", |run, s| {
        let caller = run.contact()?.call.caller.clone();
        one(call::Command::SetCaller(Caller { source_code: Some(s[0].into()), ..caller }))
    }),
    ("{who} writes down that the caller is {person} of the family", |run, s| {
        let is_person = Some(run.person(s[0])?);
        let caller =
            Caller { is_person, kind: Some(CallerKind::Parent), ..run.contact()?.call.caller.clone() };
        one(call::Command::SetCaller(caller))
    }),
    ("{who} rings back on {number} from “{directory}”", |_, s| {
        one(call::Command::Identify(Identity::RungBack { number: text(s[0]), directory: text(s[1]) }))
    }),
    ("{who} knows the officer by collar “{collar}” and incident “{incident}”", |_, s| {
        one(call::Command::Identify(Identity::Police { collar: text(s[0]), incident: text(s[1]) }))
    }),
    ("{who} knows the caller: “{how}”", |_, s| {
        one(call::Command::Identify(Identity::Known { how: text(s[0]) }))
    }),
    ("{who} marks it urgent", |_, _| one(call::Command::MarkUrgent)),
    ("{who} stands urgency down: “{why}”", |_, s| one(call::Command::StandDown { why: text(s[0]) })),
    ("{who} loses the line", |_, _| one(call::Command::DropLine)),
    ("{who} settles the dropped line: “{why}”", |_, s| {
        let why = text(s[0]);
        one(call::Command::SettleDrop(DropSettled {
            safe_to_ring: YesNo::No,
            welfare_check: YesNo::Yes,
            why,
        }))
    }),
    ("{who} has the caller back", |_, _| one(call::Command::Resume)),
    ("{who} ends the call", |_, _| one(call::Command::End)),
    ("{who} writes the note “{text}”, of {time}", |run, s| {
        one(call::Command::Write(NewNote { happened: Some(run.time(s[1])?), ..note(s[0]) }))
    }),
    ("{who} writes the note “{text}”", |_, s| one(call::Command::Write(note(s[0])))),
    ("{who} writes what {child} said: “{text}”, heard by “{whom}”", |run, s| {
        let child = ChildWords {
            child: Some(run.person(s[0])?),
            heard_by: text(s[2]),
            heard_at: None,
            in_answer_to: "what is bedtime like?".to_owned(),
        };
        one(call::Command::Write(NewNote { child: Some(child), ..note(s[1]) }))
    }),
    ("{who} marks the note {n} as {mark}", |_, s| {
        let mark = match s[1] {
            "fact" => Mark::Fact,
            "reported" => Mark::Reported,
            "opinion" => Mark::Opinion,
            other => return Err(format!("a note is fact, reported or opinion, not {other}")),
        };
        one(call::Command::MarkNote { note: NoteNo(number(s[0])?), mark: Some(mark) })
    }),
    ("{who} corrects note {n} to “{text}”: “{why}”", |_, s| {
        one(call::Command::CorrectNote { note: NoteNo(number(s[0])?), text: text(s[1]), why: text(s[2]) })
    }),
    ("{who} answers {question}: {value}", |run, s| {
        let field = FieldKey::from(s[0]);
        let (_, capture) =
            run.policy.script.capture(&field).ok_or_else(|| format!("the script does not ask {field}"))?;
        let value = value(&capture.kind, s[1])?;
        one(call::Command::Answer { field, value })
    }),
    ("{who} no longer hears {chip}", |_, s| {
        one(call::Command::Hear { chip: ChipId::new(s[0].replace(' ', "_")), heard: false })
    }),
    ("{who} hears {chip}", |_, s| {
        one(call::Command::Hear { chip: ChipId::new(s[0].replace(' ', "_")), heard: true })
    }),
    ("{who} uncovers the reporter: “{why}”", |_, s| {
        one(call::Command::Reveal { what: Covered::Reporter, why: text(s[0]) })
    }),
    ("{who} takes it over: “{why}”", |_, s| one(call::Command::TakeOver { why: text(s[0]) })),
    ("{who} takes it over", |_, _| one(call::Command::TakeOver { why: String::new() })),
    ("{who} leaves it for handover: “{line}”", |_, s| {
        one(call::Command::LeaveForHandover { line: text(s[0]) })
    }),
    ("{who} attaches it to {reference}", |_, s| {
        let reference = reference(s[0])?;
        one(call::Command::AttachTo { to: contact_id(reference.0), reference })
    }),
    ("{who} takes in {reference}", |_, s| {
        let reference = reference(s[0])?;
        one(call::Command::TakeIn { from: contact_id(reference.0), reference })
    }),
    ("{who} detaches {reference}: “{why}”", |_, s| {
        one(call::Command::Detach { other: contact_id(reference(s[0])?.0), why: text(s[1]) })
    }),
    // The family.
    ("{who} names the family", |run, _| the_family(run)),
    ("{who} names a child not known by name: “{why}”", |_, s| {
        one(family::Command::Add(Details { name_why: text(s[0]), ..Details::of(Kind::Child) }))
    }),
    ("{who} names a child", |_, _| one(family::Command::Add(Details::of(Kind::Child)))),
    ("{who} names the child {name}, {born}", |run, s| {
        let born = born::read(s[1], local_day(run.now)).map_err(|error| error.to_string())?;
        let details = Details { name: Some(text(s[0])), born: Some(born), ..Details::of(Kind::Child) };
        one(family::Command::Add(details))
    }),
    ("{who} names the child {name}", |_, s| {
        one(family::Command::Add(Details { name: Some(text(s[0])), ..Details::of(Kind::Child) }))
    }),
    ("{who} names the {kind} {name}, “{relation}”", |_, s| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.key() == s[0]);
        let kind = kind.ok_or_else(|| format!("{} is not parent, adult or visitor", s[0]))?;
        one(family::Command::Add(Details {
            name: Some(text(s[1])),
            relation: text(s[2]),
            ..Details::of(kind)
        }))
    }),
    ("{who} writes that {person} was born {born}", |run, s| {
        let born = born::read(s[1], local_day(run.now)).map_err(|error| error.to_string())?;
        change(run, s[0], |details| details.born = Some(born))
    }),
    ("{who} writes that {person} is no child but an adult", |run, s| {
        change(run, s[0], |details| details.kind = Kind::Adult)
    }),
    ("{who} writes why the name of person {n} is not known: “{why}”", |run, s| {
        let why = text(s[1]);
        change(run, &format!("person {}", s[0]), |details| details.name_why = why)
    }),
    ("{who} writes that {person} holds parental responsibility for {children}", |run, s| {
        let children = run.people(s[1])?;
        change(run, s[0], |details| {
            details.responsibility = Some(YesNo::Yes);
            details.responsible_for = children;
            details.responsibility_how = "named on the birth certificates".to_owned();
        })
    }),
    ("{who} takes {person} out: “{why}”", |run, s| {
        one(family::Command::Remove { person: run.person(s[0])?, why: text(s[1]) })
    }),
    ("{who} marks {person} not to be told: “{why}”, until {time}", |run, s| {
        let telling = Telling {
            not_to_be_told: true,
            why: text(s[1]),
            until: Some(run.time(s[2])?),
            ..Telling::default()
        };
        one(family::Command::SetTelling { person: run.person(s[0])?, telling })
    }),
    ("{who} marks {person} not to be told: “{why}”", |run, s| {
        let telling = Telling { not_to_be_told: true, why: text(s[1]), ..Telling::default() };
        one(family::Command::SetTelling { person: run.person(s[0])?, telling })
    }),
    ("{who} marks that it is not safe to {reach}: {person}", |run, s| {
        let mut telling = Telling::default();
        match s[0] {
            "ring" => telling.ring = Some(YesNo::No),
            "write" => telling.write = Some(YesNo::No),
            "text" => telling.text = Some(YesNo::No),
            other => return Err(format!("{other} is no way of reaching somebody")),
        }
        one(family::Command::SetTelling { person: run.person(s[1])?, telling })
    }),
    ("{who} protects the address “{place}” of {people}", |run, s| {
        one(family::Command::SetHousehold(Household {
            no: HouseholdNo(0),
            place: text(s[0]),
            protected: true,
            members: run.people(s[1])?,
        }))
    }),
    ("{who} adds the household “{place}” of {people}", |run, s| {
        one(family::Command::SetHousehold(Household {
            no: HouseholdNo(0),
            place: text(s[0]),
            protected: false,
            members: run.people(s[1])?,
        }))
    }),
    ("{who} links {person} to {other} as “{words}”", |run, s| {
        let (from, to) = (run.person(s[0])?, run.person(s[1])?);
        one(family::Command::Link(Link { from, to, words: text(s[2]) }))
    }),
    // Who may open it.
    ("{who} restricts it to {named} as {kind} of {family}: “{why}”", |_, s| {
        restrict(s[0], s[1], Some(s[2]), s[3])
    }),
    ("{who} restricts it to {named} as {kind}: “{why}”", |_, s| restrict(s[0], s[1], None, s[2])),
    ("{who} lifts the restriction: “{why}”", |_, s| one(access::Command::Lift { why: text(s[0]) })),
    ("{who} lets {worker} open it: “{why}”", |_, s| {
        one(access::Command::Grant { person: cast::person(s[0])?, why: text(s[1]) })
    }),
    ("{who} opens it by break-glass: “{why}”", |_, s| {
        one(access::Command::BreakGlass { why: text(s[0]) })
    }),
    ("{who} looks at break-glass {n}: “{words}”", |_, s| {
        one(access::Command::SeeGlass { no: GlassNo(number(s[0])?), words: text(s[1]) })
    }),
    // Agreement.
    (
        "{who} records: {person}, {capacity}, {answer} for {children} to {purpose} with {agencies}: “{why}”",
        |run, s| asked(run, s[0], s[1], s[2], s[3], s[4], s[5], s[6]),
    ),
    (
        "{who} records: {person}, {capacity}, {answer} for {children} to {purpose} with {agencies}",
        |run, s| asked(run, s[0], s[1], s[2], s[3], s[4], s[5], ""),
    ),
    ("{who} records: {person}, {capacity}, {answer} for {children} to {purpose}", |run, s| {
        asked(run, s[0], s[1], s[2], s[3], s[4], "nobody", "")
    }),
    ("{who} goes on for {children} to {purpose} with {agencies}: “{why}”", |run, s| {
        one(agreement::Command::GoOn(agreement::WentOn {
            children: run.people(s[0])?,
            purpose: purpose(s[1]),
            agencies: agencies(s[2]),
            why: text(s[3]),
        }))
    }),
    // Oversight.
    (
        "{who} asks for an override {case} for {children} to {purpose} with {agencies} until {time}, leaving out {part}: “{belief}”",
        |run, s| {
            let mut request = request(run, s)?;
            leave_out(&mut request, s[5])?;
            one(oversight::Command::Ask { no: None, request: Request { belief: text(s[6]), ..request } })
        },
    ),
    (
        "{who} asks for an override {case} for {children} to {purpose} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let request = Request { belief: text(s[5]), ..request(run, s)? };
            one(oversight::Command::Ask { no: None, request })
        },
    ),
    (
        "{who} drafts an override {case} for {children} to {purpose} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let request = Request { belief: text(s[5]), ..request(run, s)? };
            one(oversight::Command::Draft { no: None, request })
        },
    ),
    ("{who} asks anew under override {n}: “{belief}”", |run, s| {
        let no = OverrideNo(number(s[0])?);
        let old = run.contact()?.oversight.get(no).ok_or("there is no such override")?;
        let request = Request { belief: text(s[1]), ..old.request.clone() };
        one(oversight::Command::Ask { no: Some(no), request })
    }),
    (
        "{who} authorises override {n} for {children} with {agencies} until {time}: “{belief}”",
        |run, s| {
            let narrowed = scope(run, s[0], &s[1..4])?;
            authorise(run, s[0], s[4], Some(narrowed))
        },
    ),
    ("{who} authorises override {n}, leaving out {part}: “{belief}”", |run, s| {
        let mut words = manager_words(s[2]);
        match s[1] {
            "what would happen if we asked" => words.if_asked.clear(),
            "what less would do" => words.less.clear(),
            "why these agencies" => words.why_agencies.clear(),
            other => return Err(format!("a manager's words have no part “{other}”")),
        }
        authorised(run, s[0], words, None)
    }),
    ("{who} authorises override {n}: “{belief}”", |run, s| authorise(run, s[0], s[1], None)),
    ("{who} declines override {n}: “{reason}”, instead “{next}”", |_, s| {
        let no = OverrideNo(number(s[0])?);
        one(oversight::Command::Decline { no, reason: text(s[1]), next: text(s[2]) })
    }),
    ("{who} returns override {n}: “{reason}”, to do “{next}”", |_, s| {
        let no = OverrideNo(number(s[0])?);
        one(oversight::Command::Return { no, reason: text(s[1]), next: text(s[2]) })
    }),
    ("{who} takes back override {n}: “{why}”", |_, s| {
        one(oversight::Command::Cancel { no: OverrideNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} withdraws override {n}: “{why}”", |_, s| {
        one(oversight::Command::Withdraw { no: OverrideNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} acts at once for {children} with {agencies}: “{danger}”, and did “{done}”", |run, s| {
        one(oversight::Command::Act(Acted {
            children: run.people(s[0])?,
            agencies: agencies(s[1]),
            danger: text(s[2]),
            done: text(s[3]),
        }))
    }),
    ("{who} upholds emergency {n}: “{words}”", |_, s| {
        one(oversight::Command::Uphold { no: EmergencyNo(number(s[0])?), words: text(s[1]) })
    }),
    ("{who} does not uphold emergency {n}: “{words}”, stops “{stop}”, tells “{told}”", |_, s| {
        one(oversight::Command::NotUphold {
            no: EmergencyNo(number(s[0])?),
            words: text(s[1]),
            stop: text(s[2]),
            told: text(s[3]),
        })
    }),
    ("{who} proposes {ground} for {children} with {agencies}: “{evidence}”", |run, s| {
        let kind = GroundKind::ALL.into_iter().find(|kind| kind.words() == s[0]);
        one(oversight::Command::Propose(Proposed {
            kind: kind.ok_or_else(|| format!("{} is no ground", s[0]))?,
            children: run.people(s[1])?,
            agencies: agencies(s[2]),
            evidence: text(s[3]),
        }))
    }),
    ("{who} agrees to ground {n}: “{words}”", |_, s| {
        one(oversight::Command::DecideGround { no: GroundNo(number(s[0])?), agree: true, words: text(s[1]) })
    }),
    ("{who} does not agree to ground {n}: “{words}”", |_, s| {
        one(oversight::Command::DecideGround { no: GroundNo(number(s[0])?), agree: false, words: text(s[1]) })
    }),
    ("{who} ends ground {n}: “{why}”", |_, s| {
        one(oversight::Command::EndGround { no: GroundNo(number(s[0])?), why: text(s[1]) })
    }),
    // Shares.
    ("{who} tells {agency} about {children} to {purpose}: “{what}”", |run, s| {
        shared(run, s, Direction::Told)
    }),
    ("{who} asks {agency} about {children} to {purpose}: “{what}”", |run, s| {
        shared(run, s, Direction::Asked)
    }),
    // Routes.
    ("{who} opens card {letter} for {children}", |run, s| {
        let letter = OutcomeLetter(s[0].chars().next().unwrap_or('?'));
        one(route::Command::Open { letter, children: run.people(s[1])? })
    }),
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
    ("{who} decides route {n}: “{reason}”", |_, s| {
        one(route::Command::Decide { route: RouteNo(number(s[0])?), reason: text(s[1]) })
    }),
    ("{who} decides route {n}", |_, s| {
        one(route::Command::Decide { route: RouteNo(number(s[0])?), reason: String::new() })
    }),
    ("{who} agrees to route {n}: “{words}”", |_, s| {
        one(route::Command::Second { route: RouteNo(number(s[0])?), agree: true, words: text(s[1]) })
    }),
    ("{who} does not agree to route {n}: “{words}”", |_, s| {
        one(route::Command::Second { route: RouteNo(number(s[0])?), agree: false, words: text(s[1]) })
    }),
    ("{who} sends route {n}: “{reason}”", |_, s| send(s[0], s[1])),
    ("{who} sends route {n}", |_, s| send(s[0], "")),
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
    // Telling.
    ("{who} writes letter {template} to {whom}: “{text}”", |run, s| {
        one(telling::Command::Draft {
            no: None,
            template: TemplateId::from(s[0]),
            to: recipient(run, s[1])?,
            text: text(s[2]),
        })
    }),
    ("{who} writes letter {n} anew: “{text}”", |run, s| {
        let no = LetterNo(number(s[0])?);
        let old = run.contact()?.telling.letter(no).ok_or("there is no such letter")?;
        let (template, to) = (old.template.clone(), old.to);
        one(telling::Command::Draft { no: Some(no), template, to, text: text(s[1]) })
    }),
    ("{who} checks letter {n}", |_, s| one(telling::Command::Check { no: LetterNo(number(s[0])?) })),
    ("{who} sends letter {n} by {way} to “{address}”", |_, s| {
        let way = Way::ALL.into_iter().find(|way| way.words().trim_start_matches("by ") == s[1]);
        one(telling::Command::Sent {
            no: LetterNo(number(s[0])?),
            way: way.ok_or_else(|| format!("{} is no way for a letter", s[1]))?,
            address: text(s[2]),
        })
    }),
    ("{who} sends nothing: “{why}”", |_, s| one(telling::Command::NotSend { why: text(s[0]) })),
    ("{who} promises to ring {person} by {time}, agreed with “{whom}”", |run, s| {
        promise(run, "ring them", s[0], s[1], s[2], None, true)
    }),
    ("{who} promises {person} “{what}” by {time}, agreed with “{whom}”", |run, s| {
        promise(run, s[1], s[0], s[2], s[3], None, false)
    }),
    ("{who} writes that “{owner}” will “{what}” by {time}, agreed with “{whom}”", |run, s| {
        promise(run, s[1], "the caller", s[2], s[3], Some(s[0]), false)
    }),
    ("{who} keeps promise {n}", |_, s| one(telling::Command::Keep { no: PromiseNo(number(s[0])?) })),
    ("{who} does not keep promise {n}: “{why}”", |_, s| {
        one(telling::Command::Break { no: PromiseNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} answers for the question “{what}” that {person} asked, by {time}", |run, s| {
        let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
        let promised = Promised {
            what: text(s[0]),
            to: s[1].to_owned(),
            person: Some(run.person(s[1])?),
            ring_back: false,
            owner: Owner::Staff(holder),
            by: run.time(s[2])?,
            agreed_with: s[1].to_owned(),
        };
        one(telling::Command::PromiseFrom { from: From::Question, promised })
    }),
    ("{who} takes up note {n} as a promise by {time}", |run, s| {
        let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
        let no = NoteNo(number(s[0])?);
        let promised = Promised {
            what: "let her know".to_owned(),
            to: "Kate".to_owned(),
            person: None,
            ring_back: false,
            owner: Owner::Staff(holder),
            by: run.time(s[1])?,
            agreed_with: "Kate".to_owned(),
        };
        one(telling::Command::PromiseFrom { from: From::Note(no), promised })
    }),
    ("{who} tries promise {n} in vain, next at {time}", |run, s| {
        let tried =
            Tried { voicemail: YesNo::No, left: false, next: Some(run.time(s[1])?), words: String::new() };
        one(telling::Command::Try { no: PromiseNo(number(s[0])?), tried })
    }),
    ("{who} tries promise {n} in vain, voicemail safe: {answer}, and leaves one", |_, s| {
        let voicemail = YesNo::ALL.into_iter().find(|answer| answer.words() == s[1]);
        let voicemail = voicemail.ok_or("yes, no or not known")?;
        let tried = Tried { voicemail, left: true, next: None, words: String::new() };
        one(telling::Command::Try { no: PromiseNo(number(s[0])?), tried })
    }),
    ("{who} tries promise {n} in vain", |_, s| {
        let tried = Tried { voicemail: YesNo::Unknown, left: false, next: None, words: String::new() };
        one(telling::Command::Try { no: PromiseNo(number(s[0])?), tried })
    }),
    ("{who} hands promise {n} to {worker}: “{why}”", |_, s| {
        let (no, to) = (PromiseNo(number(s[0])?), cast::person(s[1])?);
        one(telling::Command::HandOver { no, to, why: text(s[2]) })
    }),
    ("{who} moves promise {n} to {time}, agreed at {agreed} with “{whom}”: “{why}”", |run, s| {
        one(telling::Command::Renegotiate(PromiseMoved {
            no: PromiseNo(number(s[0])?),
            by: run.time(s[1])?,
            with: text(s[3]),
            agreed: run.time(s[2])?,
            why: text(s[4]),
        }))
    }),
    ("{who} moves promise {n} to {time}: “{why}”", |run, s| {
        let no = PromiseNo(number(s[0])?);
        one(telling::Command::Renegotiate(PromiseMoved {
            no,
            by: run.time(s[1])?,
            with: text(s[2]),
            agreed: run.now,
            why: "agreed".to_owned(),
        }))
    }),
    ("{who} closes it", |_, _| one(telling::Command::Close { words: String::new() })),
    ("{who} opens it again: “{why}”", |_, s| one(telling::Command::Reopen { why: text(s[0]) })),
];

/// Reads free text; “nothing” stands for a field left empty.
pub(super) fn text(text: &str) -> String {
    if text == "nothing" { String::new() } else { text.to_owned() }
}

pub(super) fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn reference(text: &str) -> Result<Reference, String> {
    text.parse().map_err(|_| format!("`{text}` is no reference as C-1841"))
}

pub(super) fn caller_kind(words: &str) -> Result<CallerKind, String> {
    let words = words.trim_start_matches("a ").trim_start_matches("the ");
    CallerKind::ALL
        .into_iter()
        .find(|kind| kind.words() == words)
        .ok_or_else(|| format!("{words} is no kind of caller"))
}

fn note(written: &str) -> NewNote {
    NewNote { text: text(written), mark: None, happened: None, child: None, stage: StageNo(4) }
}

pub(super) fn value(kind: &FieldKind, written: &str) -> Result<Value, String> {
    let bare = written.trim_start_matches('“').trim_end_matches('”');
    let key = |text: &str| text.trim().to_owned();
    Ok(match kind {
        FieldKind::Line | FieldKind::Text => Value::Text(text(bare)),
        FieldKind::YesNo => Value::YesNo(
            YesNo::ALL
                .into_iter()
                .find(|answer| answer.words() == written)
                .ok_or_else(|| format!("the answer is yes, no or not known, not `{written}`"))?,
        ),
        FieldKind::Choice { .. } => Value::Choice(text(bare)),
        FieldKind::Choices { .. } => Value::Choices(list(bare).map(key).collect()),
        FieldKind::Number { .. } => {
            Value::Number(written.parse().map_err(|_| format!("`{written}` is no number"))?)
        }
        FieldKind::Date => Value::Date(
            chrono::NaiveDate::parse_from_str(written, "%d %b %Y")
                .map_err(|_| format!("`{written}` is no day"))?,
        ),
        FieldKind::List { .. } => Value::List(bare.split(" / ").map(key).collect()),
    })
}

/// Names the family of the scenarios: Ellis, Mia (not born yet), Tom; Kate and Dean, who both hold responsibility.
fn the_family(run: &Run<'_>) -> Made {
    if !run.contact()?.family.people.is_empty() {
        return Err("somebody is named already; the whole family comes first".to_owned());
    }
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let child = |name: &str, born| Details {
        name: Some(name.to_owned()),
        born: Some(born),
        ..Details::of(Kind::Child)
    };
    let parent = |name: &str, relation: &str| Details {
        name: Some(name.to_owned()),
        relation: relation.to_owned(),
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![PersonNo(1), PersonNo(3)],
        responsibility_how: "named on both birth certificates".to_owned(),
        ..Details::of(Kind::Parent)
    };
    let all = [
        child("Ellis Brook", born::Born::Date(day(2020, 3, 2))),
        child("Mia Brook", born::Born::Expected(day(2027, 1, 14))),
        child("Tom Brook", born::Born::Date(day(2017, 5, 9))),
        parent("Kate Brook", "mother"),
        parent("Dean Hollis", "father"),
    ];
    Ok(Step::Do(all.into_iter().map(|details| family::Command::Add(details).into()).collect()))
}

fn change(run: &Run<'_>, name: &str, to: impl FnOnce(&mut Details)) -> Made {
    let person = run.person(name)?;
    let mut details = run.contact()?.family.get(person).ok_or("nobody has that number")?.details.clone();
    to(&mut details);
    one(family::Command::Change { person, details })
}

#[expect(clippy::too_many_arguments, reason = "one for each slot of the sentence")]
fn asked(
    run: &Run<'_>,
    who: &str,
    capacity: &str,
    answer: &str,
    of: &str,
    what: &str,
    with: &str,
    why: &str,
) -> Made {
    let why = text(why);
    let capacity = match capacity {
        "for her own information" | "for his own information" => agreement::Capacity::OwnInformation,
        "as holder of parental responsibility" => {
            agreement::Capacity::Responsibility { how_known: "the birth certificate was seen".to_owned() }
        }
        "as holder of parental responsibility nobody checked" => {
            agreement::Capacity::Responsibility { how_known: String::new() }
        }
        "as a young person nobody judged" => {
            agreement::Capacity::YoungPerson { understanding: String::new() }
        }
        "as a young person" => agreement::Capacity::YoungPerson {
            understanding: "told back in their own words what would be shared".to_owned(),
        },
        other => return Err(format!("nobody answers “{other}”")),
    };
    let answer = match answer {
        "agrees" => agreement::Answer::Agreed,
        "refuses" => agreement::Answer::Refused,
        "withdraws" => agreement::Answer::Withdrawn,
        "was not asked" => agreement::Answer::NotAsked { why },
        "cannot decide now" => agreement::Answer::CannotDecide { why },
        "was not reached" => agreement::Answer::NotReached { why },
        other => return Err(format!("`{other}` is no answer about agreement")),
    };
    one(agreement::Command::Record(agreement::Asked {
        person: run.person(who)?,
        capacity,
        children: run.people(of)?,
        purpose: purpose(what),
        agencies: agencies(with),
        answer,
        words: String::new(),
    }))
}

fn request(run: &Run<'_>, s: &[&str]) -> Result<Request, String> {
    let case = match s[0] {
        "as asking is dangerous" => Case::AskingPlacesAtRisk,
        "as it was refused" => Case::Refused,
        "as nobody can decide" => Case::CannotDecide,
        other => return Err(format!("`{other}` is no case for an override")),
    };
    let until = run.time(s[4])?;
    let why = |agency| AgencyWhy { agency, why: "it holds what nobody else knows".to_owned() };
    Ok(Request {
        children: run.people(s[1])?,
        not_agreed: "neither parent was asked, see the rows".to_owned(),
        case,
        belief: String::new(),
        purpose: purpose(s[2]),
        what: "names, dates of birth, the address and what was seen today".to_owned(),
        agencies: agencies(s[3]).into_iter().map(why).collect(),
        less: "asking without names would tell us nothing about them".to_owned(),
        until,
        review: until - TimeDelta::minutes(30),
        tell_family: TellFamily::NotNow { why: "he reads her post and her telephone".to_owned() },
    })
}

fn leave_out(request: &mut Request, part: &str) -> Result<(), String> {
    match part {
        "what less would do" => request.less.clear(),
        "why each agency" => request.agencies.iter_mut().for_each(|why| why.why.clear()),
        "what was not agreed" => request.not_agreed.clear(),
        "what is shared" => request.what.clear(),
        "why the family is not told" => request.tell_family = TellFamily::NotNow { why: String::new() },
        "when the family is told" => request.tell_family = TellFamily::Yes { when_and_who: String::new() },
        "an earlier review" => request.review = request.until + TimeDelta::minutes(1),
        other => return Err(format!("a request has no part “{other}”")),
    }
    Ok(())
}

/// Reads how far a word reaches: children, agencies, until when.
pub(super) fn scope(run: &Run<'_>, no: &str, s: &[&str]) -> Result<Scope, String> {
    let o = run.contact()?.oversight.get(OverrideNo(number(no)?)).ok_or("there is no such override")?;
    let (children, agencies, until) = (run.people(s[0])?, agencies(s[1]), run.time(s[2])?);
    Ok(Scope { children, agencies, purpose: o.request.purpose.clone(), until })
}

/// Gives a manager's words around what they believe.
pub(super) fn manager_words(belief: &str) -> ManagerWords {
    ManagerWords {
        belief: text(belief),
        if_asked: "he would be warned before anybody could reach them".to_owned(),
        less: "a call without details would not get us an answer".to_owned(),
        why_agencies: "these know his history and where he is".to_owned(),
    }
}

fn authorise(run: &Run<'_>, no: &str, belief: &str, narrowed: Option<Scope>) -> Made {
    authorised(run, no, manager_words(belief), narrowed)
}

fn authorised(run: &Run<'_>, no: &str, words: ManagerWords, narrowed: Option<Scope>) -> Made {
    let seen_refusals = run.contact()?.oversight.refusals().map(|(o, _)| o.no).collect();
    let no = OverrideNo(number(no)?);
    one(oversight::Command::Authorise { no, words, narrowed, seen_refusals })
}

fn restrict(named: &str, kind: &str, family: Option<&str>, why: &str) -> Made {
    let people = |names: &str| list(names).map(cast::person).collect::<Result<Vec<_>, _>>();
    let kind =
        Restriction::ALL.into_iter().find(|known| known.words().trim_start_matches("a worker's ") == kind);
    one(access::Command::Restrict(Restricted {
        kind: kind.ok_or(
            "a record is restricted as allegation against a colleague, own family or another reason",
        )?,
        why: text(why),
        named: people(named)?,
        family_of: family.map(people).transpose()?.unwrap_or_default(),
    }))
}

fn shared(run: &Run<'_>, s: &[&str], direction: Direction) -> Made {
    one(share::Command::Record(Sharing {
        agency: agency(s[0]),
        children: run.people(s[1])?,
        purpose: purpose(s[2]),
        what: text(s[3]),
        direction,
    }))
}

fn send(no: &str, reason: &str) -> Made {
    let routes = list(no).map(|no| number(no).map(RouteNo)).collect::<Result<_, _>>()?;
    one(route::Command::Send { routes, unmet_reason: text(reason) })
}

fn recipient(run: &Run<'_>, whom: &str) -> Result<Recipient, String> {
    if whom == "the caller" { Ok(Recipient::Caller) } else { run.person(whom).map(Recipient::Person) }
}

fn promise(
    run: &Run<'_>,
    what: &str,
    whom: &str,
    by: &str,
    agreed_with: &str,
    owner: Option<&str>,
    ring_back: bool,
) -> Made {
    let person = if whom == "the caller" { None } else { Some(run.person(whom)?) };
    // A promise of our own is the holder's.
    let holder = run.contact()?.holder.ok_or("nobody holds the contact")?;
    one(telling::Command::Promise(Promised {
        what: text(what),
        to: whom.to_owned(),
        person,
        ring_back,
        owner: owner.map_or(Owner::Staff(holder), |owner| Owner::Named(text(owner))),
        by: run.time(by)?,
        agreed_with: text(agreed_with),
    }))
}
