//! The list of what oversight is about, one line for each thing.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    analysis,
    item::{Item, standing},
    of_two, spoken,
};
use crate::{
    domain::{
        calling::Call,
        contact::{
            oversight::{EmergencyState, GroundState, Must, Override, ToDo},
            route,
        },
        duty::Due,
        ids::{PersonNo, StaffId},
    },
    ui::{screens::call::pane::View, theme::Role},
};

/// How long before its time an override that is to be looked at again stands in the list by itself.
const LOOK_BEFORE: TimeDelta = TimeDelta::minutes(30);

/// One line of the list.
pub(super) struct Brief {
    pub(super) item: Item,
    pub(super) sign: &'static str,
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) state: String,
    pub(super) by: StaffId,
    pub(super) at: DateTime<Utc>,
    /// Its clock, and whether that may call for somebody now.
    pub(super) due: Option<(DateTime<Utc>, Call)>,
    pub(super) children: Vec<PersonNo>,
}

/// Gives the lines: first what waits, by its clock, then the rest, the newest first.
pub(super) fn briefs(view: &View<'_>) -> Vec<Brief> {
    let oversight = &view.contact.oversight;
    let runs = |due: &Due| (due.at, view.desk.calling.of(&due.clock, due.at));
    let mut all: Vec<Brief> = Vec::new();
    for o in &oversight.overrides {
        let (sign, role, state) = standing(o, view);
        all.push(Brief {
            item: Item::Override(o.no),
            sign,
            role,
            name: format!("override {}", o.no.0),
            state,
            by: o.by,
            at: o.asked_at,
            due: o.waits().then_some(&o.due).or(o.unconfirmed().map(|(_, due)| due)).map(runs),
            children: o.request.children.clone(),
        });
    }
    for e in &oversight.emergencies {
        let (sign, role, state) = of_two::emergency_standing(e, view);
        all.push(Brief {
            item: Item::Emergency(e.no),
            sign,
            role,
            name: format!("emergency {}", e.no.0),
            state,
            by: e.by,
            at: e.at,
            due: (e.state == EmergencyState::Waits).then_some(runs(&e.due)),
            children: e.acted.children.clone(),
        });
    }
    for g in &oversight.grounds {
        let (sign, role, state) = of_two::ground_standing(g, view);
        all.push(Brief {
            item: Item::Ground(g.no),
            sign,
            role,
            name: g.proposed.kind.words().to_owned(),
            state,
            by: g.by,
            at: g.at,
            due: (g.state == GroundState::Waits).then_some(runs(&g.due)),
            children: g.proposed.children.clone(),
        });
    }
    for route in &view.contact.routes.list {
        let Some((sign, role, state)) = of_two::route_standing(route, view) else { continue };
        let Some(decided) = &route.decided else { continue };
        let due = match &route.state {
            route::State::WaitsForSecond { due } => Some(runs(due)),
            _ => None,
        };
        let name =
            view.policy().outcomes.get(route.letter).map_or("a route", |outcome| outcome.name.as_str());
        all.push(Brief {
            item: Item::Route(route.no),
            sign,
            role,
            name: format!("route {} {name}", route.letter),
            state,
            by: decided.by,
            at: decided.at,
            due,
            children: route.children.clone(),
        });
    }
    for going in view.contact.agreements.going_on.iter().filter(|going| going.mistake.is_none()) {
        let unseen = going.seen.is_none();
        all.push(Brief {
            item: Item::GoingOn(going.no),
            sign: if unseen { "◷" } else { "✓" },
            role: if unseen { Role::DueSoon } else { Role::Met },
            name: "goes on against a refusal".to_owned(),
            state: if unseen { "no manager has seen it" } else { "seen" }.to_owned(),
            by: going.by,
            at: going.at,
            due: None,
            children: going.reason.children.clone(),
        });
    }
    for analysis in &view.contact.night.analyses {
        let (sign, role) = analysis::standing(&analysis.second);
        all.push(Brief {
            item: Item::Analysis(analysis.no),
            sign,
            role,
            name: format!("analysis {}", analysis.no.0),
            state: format!("{}: {}", view.name_of(analysis.said.manager), analysis.second.words()),
            by: analysis.by,
            at: analysis.at,
            due: analysis.said.word_due.as_ref().filter(|_| analysis.is_only_named()).map(runs),
            children: Vec::new(),
        });
    }
    for word in &oversight.spoken {
        let (sign, role, state) = spoken::standing(word);
        all.push(Brief {
            item: Item::Word(word.no),
            sign,
            role,
            name: format!("word on {}", of_two::name(word.of, view)),
            state,
            by: word.written_by,
            at: word.at,
            due: word.unsigned().map(runs),
            children: Vec::new(),
        });
    }
    for open in view.contact.to_do() {
        let at = open.at();
        let call = view.desk.calling.of(&open.clock(), at);
        all.push(Brief {
            item: Item::Must(open.must),
            sign: "‼",
            role: Role::Overdue,
            name: "to do".to_owned(),
            state: open.said(view.contact, &view.policy().sharing),
            by: must_by(open.must, view),
            at: open.since,
            due: Some((at, call)),
            children: Vec::new(),
        });
    }
    // Before its time the override's own row says when; from then on it stands here until somebody has looked.
    let reached = |open: &ToDo| open.at() - LOOK_BEFORE <= view.now;
    for open in view.contact.to_look_again().into_iter().filter(reached) {
        let at = open.at();
        all.push(Brief {
            item: Item::Must(open.must),
            sign: "◷",
            role: Role::DueSoon,
            name: "look again".to_owned(),
            state: open.words.clone(),
            by: must_by(open.must, view),
            at: open.since,
            due: Some((at, view.desk.calling.of(&open.clock(), at))),
            children: Vec::new(),
        });
    }
    let due = |brief: &Brief| brief.due.map(|(at, _)| at);
    all.sort_by_key(|brief| (brief.due.is_none(), due(brief), std::cmp::Reverse(brief.at)));
    all
}

/// Gives whose word made it necessary.
fn must_by(must: Must, view: &View<'_>) -> StaffId {
    let oversight = &view.contact.oversight;
    let by = match must {
        Must::Stop(no) | Must::Tell(no) => oversight.emergency(no).and_then(|e| match e.state {
            EmergencyState::NotUpheld { by, .. } => Some(by),
            _ => None,
        }),
        Must::TellHead(no) | Must::LookAgain(no) => {
            oversight.get(no).and_then(Override::given).map(|given| given.by)
        }
        Must::TellHeadOfWord(no) => oversight.spoken_word(no).map(|word| word.said.manager),
        Must::TellHeadOfAnalysis(no) => view.contact.analysis(no).map(|analysis| analysis.said.manager),
        Must::SeeEnd(no) => oversight.ground(no).and_then(|ground| match ground.state {
            GroundState::Ended { by, .. } => Some(by),
            _ => None,
        }),
        Must::RecallShare(_) | Must::RecallRoute(_) => None,
    };
    by.or(view.contact.holder).unwrap_or(view.actor.person)
}
