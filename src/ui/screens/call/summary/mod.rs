//! What is known so far, always in view at the right: the children, danger, agreement, oversight, routes, promises, clocks.

use std::collections::BTreeSet;

use self::fit::WANTED;
pub(super) use self::fit::{Section, draw};
pub(super) use self::grave::Grave;
use super::{
    naming::asks_of_reporter,
    night::is_past,
    page::{cover, shown},
    pane::{Cover, View},
    words,
};
use crate::{
    domain::{
        calendar::{
            local,
            words::{left, near},
        },
        contact::{
            call::COMPLAINS,
            oversight::{EmergencyState, GroundState, OfTwo, State},
            place::Place,
            route::{DECIDED, Discussion, Route},
            telling::{Owner, Promise},
        },
        ids::{FieldKey, PersonNo},
        input::born,
        policy::{Mode, hours::Coverage, script::StageNo},
        value::{Value, YesNo},
    },
    ui::theme::Role,
};

mod agreed;
mod attached;
mod fit;
mod grave;
mod told;

/// The stage that asks after danger now.
const SAFETY: StageNo = StageNo(2);

/// Writes it all.
pub(super) fn sections(view: &View<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    let contact = view.contact;
    let today = local::local_day(view.now);
    let mut section = |title, rank, rows: Vec<(Role, String)>| {
        if !rows.is_empty() {
            sections.push(Section { title, rank, rows });
        }
    };
    section("SAFETY", 0, safety(view));
    section("NOT TO BE TOLD", 1, told::rows(view));
    let children = contact.family.children().map(|child| {
        let age = child
            .details
            .born
            .as_ref()
            .map_or_else(|| "age?".to_owned(), |born| born::age_at(born, today).to_string());
        let routes: Vec<String> = contact
            .routes
            .of(child.no)
            .map(|route| format!("{} {}", route.letter, route.state.words()))
            .collect();
        let route = if routes.is_empty() { String::new() } else { format!(" → {}", routes.join(", ")) };
        let waits = view.waits(&Place::Person(child.no));
        (Role::Text, format!("{waits}{}  {age}{route}", child.name()))
    });
    let mut named: Vec<(Role, String)> = children.collect();
    if named.is_empty() {
        named.push((Role::Needed, "no child named yet (F3)".to_owned()));
    }
    section("CHILDREN", 4, named);
    section("KNOWN ALREADY", 4, attached::rows(view));
    section(if of_that_night(view) { "FROM THE NIGHT" } else { "TONIGHT" }, 2, tonight(view));
    section("AGREEMENT", 5, agreed::rows(view));
    section("OVERSIGHT", 1, oversight(view));
    section("DISCUSSION", 2, discussions(view));
    let complains =
        contact.call.complains().then(|| (Role::Notice, format!("{COMPLAINS} (Alt+h: its card)")));
    section("COMPLAINT", 3, complains.into_iter().collect());
    // The call in writing is not the worker's to do, and is only named once it is late.
    let late = |promise: &Promise| view.call_of(promise).is_late(view.now, promise.promised.by);
    let owed = |promise: &&Promise| {
        let written = contact.telling.written == Some(promise.no);
        promise.is_open() && (!written || late(promise))
    };
    let mut owed: Vec<&Promise> = contact.telling.promises.iter().filter(owed).collect();
    owed.sort_by_key(|promise| promise.promised.by);
    let promises = owed.into_iter().map(|promise| {
        let who = match &promise.promised.owner {
            Owner::Staff(id) => view.desk.book.state.initials_of(*id).to_owned(),
            Owner::Named(who) => who.clone(),
        };
        let role = if late(promise) { Role::Overdue } else { Role::Text };
        // Covered part by part: by when something is owed is read also where it is covered to whom.
        let (what, who) = (shown(view, &promise.promised.what), shown(view, &who));
        let waits = view.waits(&Place::Promise(promise.no));
        (role, format!("{waits}{what} by {} ({who})", near(view.now, promise.promised.by)))
    });
    section("PROMISES", 3, promises.collect());
    let mut wanted = contact.wanted(&view.context());
    if contact.call.attached.to.is_some() && contact.family.children().next().is_none() {
        // The rest of the conversation is had in the contact that it belongs to.
        wanted.retain(|(stage, _)| *stage == SAFETY);
    }
    // Where a child is in danger now, what is wanted about that comes before how the conversation began.
    if contact.standing_danger().is_some() {
        wanted.sort_by_key(|(stage, _)| *stage != SAFETY);
    }
    // A question that is asked of whoever reported alone says that somebody did.
    let of_reporter = |stage: StageNo, words: &str| {
        let mut stages = view.policy().script.stages.iter().filter(|known| known.number == stage);
        stages.any(|of| of.capture.iter().any(|asks| asks.words == words && asks_of_reporter(view, asks)))
    };
    let missing = wanted.iter().map(|(stage, words)| {
        let words = if of_reporter(*stage, words) { cover() } else { words.clone() };
        (Role::TextDim, format!("{words} ({})", stage.0))
    });
    section(WANTED, 6, missing.collect());
    sections
}

/// Says what the discussions came to that were asked for, and of which it is not written yet.
fn discussions(view: &View<'_>) -> Vec<(Role, String)> {
    let meets = |route: &&Route| {
        let outcome = view.policy().outcomes.get(route.letter);
        route.state.is_sent() && outcome.is_some_and(|outcome| !outcome.meets.is_empty())
    };
    let decided = |route: &Route| {
        let outcome = view.policy().outcomes.get(route.letter)?;
        let field = outcome.fields.iter().find(|field| field.key.as_str() == DECIDED)?;
        Some(words::value(Some(&field.kind), route.decided_on_card()?))
    };
    let asked = |route: &Route, how: &str| {
        (
            Role::Needed,
            format!("{} was asked for{how}: what it came to is not written yet (F7)", route.letter),
        )
    };
    let told = |route: &Route| match (route.held.last(), decided(route)) {
        (None, None) => vec![asked(route, "")],
        (None, Some(decided)) => {
            vec![(Role::Text, format!("{} decided: {}", route.letter, shown(view, &decided)))]
        }
        (Some(held), _) => {
            let Discussion { at, who, decided, doing } = &held.discussion;
            let said = format!("{decided} · {doing}");
            let words = format!(
                "{} held {}, with {}: {}",
                route.letter,
                near(view.now, *at),
                shown(view, who),
                shown(view, &said)
            );
            let outcome = view.policy().outcomes.get(route.letter);
            let anew = outcome.is_some_and(|outcome| route.is_called_anew(&outcome.meets));
            let anew = anew.then(|| asked(route, " once more"));
            [(Role::Text, words)].into_iter().chain(anew).collect()
        }
    };
    view.contact.routes.list.iter().filter(meets).flat_map(told).collect()
}

fn safety(view: &View<'_>) -> Vec<(Role, String)> {
    let answers = &view.contact.call.answers;
    let answer = |key: &str| answers.get(&FieldKey::from(key)).map(|answered| &answered.value);
    let waits = |key: &str| view.waits(&Place::Answer(FieldKey::from(key)));
    let mut rows = Vec::new();
    let stood_down = view.contact.danger_stood_down();
    // That somebody rang is what must not be read.
    let by_caller = view.cover != Cover::All;
    let missing = view.contact.stands_missing();
    if missing {
        rows.push((Role::Urgent, "a child is MISSING ‼".to_owned()));
    }
    let danger = match answer("safety.danger") {
        Some(Value::YesNo(YesNo::Yes)) if stood_down.is_some() => {
            let said = if by_caller {
                "danger now: yes, as the caller said"
            } else {
                "danger now: yes, as was said"
            };
            Some((Role::Text, said))
        }
        Some(Value::YesNo(YesNo::Yes)) => Some((Role::Urgent, "danger now: YES ‼")),
        Some(Value::YesNo(YesNo::No)) => Some((Role::Ok, "danger now: no")),
        Some(_) => Some((Role::NotKnown, "danger now: not known ?")),
        // Whoever is missing is in danger: that nobody asked says less than what is known.
        None => (!missing).then_some((Role::Needed, "danger now: not asked yet (Alt+s)")),
    };
    rows.extend(danger.map(|(role, danger)| (role, format!("{}{danger}", waits("safety.danger")))));
    rows.extend(stood_down.map(|down| {
        let who = view.name_of(down.by);
        (Role::Text, format!("stood down {}, {who}: {}", near(view.now, down.at), shown(view, &down.why)))
    }));
    if let Some(Value::Text(place)) = answer("safety.where") {
        // Once it is settled where they all are tonight, where they were is only what was said then.
        let contact = view.contact;
        let mut children = contact.family.children().peekable();
        let settled =
            children.peek().is_some() && children.all(|child| contact.last_night_of(child.no).is_some());
        let said = if settled { "child was, by the call" } else { "child is" };
        rows.push((Role::Text, format!("{}{said}: {}", waits("safety.where"), shown(view, place))));
    }
    if let Some(Value::Number(scale)) = answer("worries.scale") {
        let whose = if by_caller { "caller's scale" } else { "scale" };
        rows.push((Role::Text, format!("{}{whose} {scale}/10", waits("worries.scale"))));
    }
    rows
}

/// Gives who has each child and until when, the seventy-two hours of police protection, and what a night leaves open.
/// Tells whether it is day, and what is known of a night is of one that is over.
fn of_that_night(view: &View<'_>) -> bool {
    let by_day = view.desk.calling.mode() == Mode::FrontDoor;
    let mut open = view.contact.family.children().filter_map(|child| view.contact.tonight_of(child.no));
    by_day && (view.contact.call.mode == Mode::Edt || open.any(|tonight| is_past(tonight, view)))
}

fn tonight(view: &View<'_>) -> Vec<(Role, String)> {
    let (contact, night) = (view.contact, &view.contact.night);
    let mut rows = Vec::new();
    if contact.call.coverage == Coverage::Gap {
        rows.push((Role::DueSoon, "taken in a gap of the hours: it is EDT's".to_owned()));
    }
    if night.no_lone.is_some() {
        rows.push((Role::NotMet, format!("{}‼ NO LONE VISITS", view.waits(&Place::NoLone))));
    } else if let Some(found) = view.marks.first() {
        let (sure, may_be) = ("‼ NO LONE VISITS", "‼ NO LONE VISITS, if the same family");
        let said = if found.may_be_anothers() { may_be } else { sure };
        let place =
            if found.closed { "a closed record".to_owned() } else { found.mark.reference.to_string() };
        rows.push((Role::NotMet, format!("{said}: {place}")));
    }
    for child in contact.family.children() {
        let over = |at| if view.now >= at { Role::Overdue } else { Role::Text };
        if let Some(ends) = contact.protected_on(child.no) {
            let (left, end) = (left(view.now, ends.at), near(view.now, ends.at));
            rows.push((over(ends.at), format!("{}: 72 hours: {left}, {end}", child.name())));
        }
        let Some(tonight) = contact.tonight_of(child.no) else { continue };
        let care = &tonight.set.care;
        let until = near(view.now, care.until);
        let (waits, name) = (view.waits(&Place::Tonight(child.no)), child.name());
        let with = shown(view, &care.with);
        let words = if care.until <= view.now {
            format!(
                "{waits}{name}: over {until}, nobody says where they are (was {}, with {with})",
                care.under.words()
            )
        } else {
            let fit = if tonight.set.care.is_agreed_by_nobody() { ", ▲ nobody who may agreed" } else { "" };
            format!("{waits}{name}: {}, with {with}, until {until}{fit}", care.under.words())
        };
        rows.push((over(care.until), words));
        if let Some(ends) = &tonight.set.ends {
            let (left, end) = (left(view.now, ends.at), near(view.now, ends.at));
            rows.push((over(ends.at), format!("72 hours: {left}, {end}")));
        }
    }
    for elsewhere in &night.elsewhere {
        let untold = elsewhere.told.trim().is_empty();
        let told = if untold { ", NOT TOLD YET" } else { "" };
        let child = contact.family.names(&[elsewhere.child]);
        let role = if untold { Role::NotMet } else { Role::Text };
        let waits = view.waits(&Place::Elsewhere(elsewhere.child));
        rows.push((role, format!("{waits}{child}: here, open to {}{told}", elsewhere.authority)));
    }
    if let Some(needed) = &night.placement {
        let children = contact.family.names(&needed.children);
        rows.push((Role::DueSoon, format!("{}placement needed: {children}", view.waits(&Place::Placement))));
    }
    if let Some(alert) = &night.alert {
        let waits = view.waits(&Place::Alert);
        let (expect, then) = (shown(view, &alert.expect), shown(view, &alert.contingency));
        rows.push((Role::DueSoon, format!("{waits}expect: {expect} → {then}")));
    }
    let waiting = night.morning.iter().filter(|morning| morning.done.is_none()).count();
    if waiting > 0 {
        rows.push((Role::Text, format!("{waiting} left for the day (F12)")));
    }
    if contact.is_unfiled() && contact.closed.is_none() {
        let why = contact.why_unfiled().map_or_else(String::new, |why| format!(": {}", shown(view, why)));
        rows.push((Role::Needed, format!("on no child's file yet (F12){why}")));
    }
    rows
}

fn oversight(view: &View<'_>) -> Vec<(Role, String)> {
    let oversight = &view.contact.oversight;
    // What a manager said of one child is no word on the others.
    let many = view.contact.family.children().count() > 1;
    let of = |children: &[PersonNo]| {
        let of: BTreeSet<PersonNo> = children.iter().copied().collect();
        let names = view.contact.family.first_names(of);
        if many && !names.is_empty() { format!(" ({names})") } else { String::new() }
    };
    let overrides = oversight.overrides.iter().map(|o| match &o.state {
        State::Requested => {
            let children = of(&o.request.children);
            (Role::DueSoon, format!("override asked {} ◷{children}", near(view.now, o.asked_at)))
        }
        State::Authorised(given) => match view.contact.reach(o, view.now) {
            Some(reach) if reach.is_ended() => {
                (Role::TextDim, format!("override, ended by later agreement{}", of(&reach.scope.children)))
            }
            Some(reach) => {
                let (until, by) = (near(view.now, reach.scope.until), view.name_of(given.by));
                let by = format!("{by}{}", of(&reach.scope.children));
                if o.unconfirmed().is_some() {
                    (Role::NotKnown, format!("override unconfirmed, in force to {until}, {by}"))
                } else {
                    (Role::Ok, format!("override in force to {until}, {by}"))
                }
            }
            None if given.in_force().is_none() => (Role::NotMet, format!("override {}", o.state.words())),
            None => (Role::TextDim, "override, its time is over".to_owned()),
        },
        state => (Role::Text, format!("override {}", state.words())),
    });
    let how = |of: OfTwo, role: Role| match view.contact.word_on(of) {
        Some(word) if word.unsigned().is_some() => (Role::NotKnown, ", by telephone, unconfirmed"),
        Some(_) => (role, ", by telephone"),
        None => (role, ""),
    };
    let emergencies = oversight.emergencies.iter().map(|e| {
        let role = if e.state == EmergencyState::Waits { Role::DueSoon } else { Role::Text };
        let waits = view.waits(&Place::Emergency(e.no));
        let (role, how) = how(OfTwo::Emergency(e.no), role);
        (role, format!("{waits}emergency: {}{how}", e.state.words()))
    });
    let grounds = oversight.grounds.iter().map(|g| {
        let role = if g.state == GroundState::Waits { Role::DueSoon } else { Role::Text };
        let (role, how) = how(OfTwo::Ground(g.no), role);
        let (kind, children) = (g.proposed.kind.words(), of(&g.proposed.children));
        (role, format!("{kind}{children}: {}{how}", g.stands(view.now)))
    });
    overrides.chain(emergencies).chain(grounds).collect()
}

#[cfg(test)]
mod tests;
