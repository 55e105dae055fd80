//! What is selected, as a document: what the worker believes beside what the manager believes, each in their own words.

use chrono::{DateTime, Utc};

use super::{
    analysis, call,
    item::{self, Item, ended, route_of, scope_words, standing},
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            oversight::{
                Emergency, EmergencyState, Given, Ground, GroundState, How, ManagerWords, Override,
                SignedWord, State, TellFamily,
            },
            route::State as RouteState,
            share::Basis,
        },
        duty::Due,
        ids::RouteNo,
        policy::{outcomes::Part, sharing::GroundKind},
    },
    ui::{
        due::left,
        screens::call::{
            document::Document,
            pane::View,
            words::{agency, agency_names, lawful_basis, mistaken, purpose, purpose_words, value, when_who},
        },
        theme::Role,
    },
};

/// The width from which two people's words stand side by side: that of the pane on a screen of 100 columns.
const BESIDE: u16 = 66;

/// Writes the item.
pub(super) fn write(page: &mut Document, item: Item, view: &View<'_>, width: u16) {
    let oversight = &view.contact.oversight;
    match item {
        Item::Override(no) => {
            if let Some(o) = oversight.get(no) {
                request(page, o, view, width);
            }
        }
        Item::Emergency(no) => {
            if let Some(e) = oversight.emergency(no) {
                emergency(page, e, view, width);
            }
        }
        Item::Ground(no) => {
            if let Some(g) = oversight.ground(no) {
                ground(page, g, view, width);
            }
        }
        Item::Route(no) => route(page, no, view),
        Item::GoingOn(no) => going_on(page, no, view),
        Item::Analysis(no) => {
            if let Some(found) = view.contact.analysis(no) {
                analysis::write(page, found, view);
            }
        }
        Item::Must(must) => {
            if let Some(open) = view.contact.to_do().into_iter().find(|open| open.must == must) {
                page.heading("THIS HAS TO FOLLOW");
                let since = words::near(view.now, open.since);
                let by = open.due.as_ref().map(|due| format!(", by {}", words::near(view.now, due.at)));
                let words = format!("‼ {}, since {since}{}", open.words, by.unwrap_or_default());
                page.flow(0, 2, &[(Role::Overdue, &words)]);
                page.text(0, Role::Text, "Say what came of it; it stands here until somebody has.");
            }
        }
    }
}

fn clock(page: &mut Document, due: &Due, item: Item, view: &View<'_>) {
    let call = view.desk.calling.of(&due.clock, due.at);
    let late = call.is_late(view.now, due.at);
    let (sign, role) = if late { ("‼", Role::Overdue) } else { ("◷", Role::DueSoon) };
    let words = format!("{sign} {}, due {}", left(view.now, due.at, call), words::near(view.now, due.at));
    page.flow(0, 2, &[(Role::Label, "a manager's word:"), (role, &words)]);
    match item.may_decide(view) {
        Ok(()) => page.text(0, Role::TextStrong, "▸ It is yours to decide."),
        Err(why) => page.flow(0, 2, &[(Role::NotKnown, &format!("○ {why}"))]),
    }
}

/// Says how a word came by telephone, whether its manager has signed for it, and what is read out to them.
fn from_away(page: &mut Document, o: &Override, given: &Given, view: &View<'_>) {
    let near = |at: DateTime<Utc>| words::near(view.now, at).to_string();
    let (who, how) = (view.name_of(given.by), given.how.words());
    let (role, sign, stands) = match &given.word {
        SignedWord::NotNeeded => return,
        SignedWord::Unconfirmed { .. } => (Role::NotKnown, "◐", "unconfirmed:".to_owned()),
        SignedWord::Confirmed { at, .. } => (Role::Met, "✓", format!("confirmed {}", near(*at))),
        SignedWord::Corrected { at, .. } => (Role::NotKnown, "◐", format!("corrected {}", near(*at))),
        SignedWord::Disowned { at, .. } => (Role::NotMet, "✗", format!("disowned {}", near(*at))),
    };
    page.flow(0, 2, &[(role, &format!("{sign} authorised {how}, {stands}"))]);
    let SignedWord::Unconfirmed { due } = &given.word else { return };
    let call = view.desk.calling.of(&due.clock, due.at);
    let late = call.is_late(view.now, due.at);
    let (sign, role) = if late { ("‼ late:", Role::Overdue) } else { ("◷", Role::DueSoon) };
    let words = format!("{sign} {who} signs by {}, {}", near(due.at), left(view.now, due.at, call));
    page.flow(2, 4, &[(role, &words)]);
    if given.by == view.actor.person {
        page.flow(
            0,
            2,
            &[(Role::TextStrong, "▸ This is said to be your word: confirm, correct or disown it.")],
        );
    } else if let Some((_, head)) = view.heads.iter().find(|(no, _)| *no == o.no) {
        page.labelled("head code", Role::TextStrong, &head.to_string());
        let bound = given.how == How::TelephoneBound;
        let kept = if bound { "their device keeps it" } else { "they write it down" };
        page.labelled("", Role::TextDim, &format!("Read it out: {kept}, and it proves this entry later."));
    }
}

/// Sets the worker's words beside the manager's, or one after the other where there is no room.
fn two(page: &mut Document, width: u16, left: (&str, &str), right: (&str, Option<&str>)) {
    let column = |width: u16, head: &str, text: Option<&str>| {
        let mut page = Document::new(width);
        page.text(0, Role::Label, head);
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => page.text(0, Role::Text, text),
            None => page.text(0, Role::TextDim, "nothing written yet"),
        }
        page
    };
    if width >= BESIDE {
        let half = (width - 5) / 2;
        page.beside(column(half, left.0, Some(left.1)), column(half, right.0, right.1));
        return;
    }
    for (head, text) in [(left.0, Some(left.1)), right] {
        page.text(0, Role::Label, head);
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => page.text(2, Role::Text, text),
            None => page.text(2, Role::TextDim, "nothing written yet"),
        }
    }
}

fn request(page: &mut Document, o: &Override, view: &View<'_>, width: u16) {
    let asked = &o.request;
    let (sign, role, state) = standing(o, view);
    let head = format!("OVERRIDE {}", o.no.0);
    let who = format!("{} ({})", when_who(view, o.asked_at, o.by), o.mode.words());
    page.flow(0, 2, &[(Role::Title, &head), (role, &format!("{sign} {state}")), (Role::Text, &who)]);
    if o.waits() {
        clock(page, &o.due, Item::Override(o.no), view);
        if item::may_ring(o, view) {
            call::attempts(page, o, view);
        }
    }
    if let Some(given) = o.given().filter(|given| given.telephone.is_some()) {
        from_away(page, o, given, view);
    }
    if !o.threshold.is_empty() {
        page.flow(0, 2, &[(Role::TextStrong, &format!("“{}”", o.threshold))]);
    }
    for (earlier, why) in view.contact.oversight.refusals().filter(|(earlier, _)| earlier.no != o.no) {
        let by = match &earlier.state {
            State::Declined { by, at, .. } => when_who(view, *at, *by),
            _ => String::new(),
        };
        let words = format!("✗ declined before: override {}, {by}: {why}", earlier.no.0);
        page.flow(0, 2, &[(Role::NotMet, &words)]);
    }
    page.gap();
    let (manager, theirs) =
        o.given().map_or(("the manager", None), |given| (view.name_of(given.by), Some(&given.words)));
    let believes = |name: &str| format!("{name} BELIEVES");
    let (left, right) = (believes(view.name_of(o.by)), believes(manager));
    two(page, width, (&left, &asked.belief), (&right, theirs.map(|words| words.belief.as_str())));
    let less = ("what less would do, says the worker", "what less would do, says the manager");
    two(page, width, (less.0, &asked.less), (less.1, theirs.map(|words| words.less.as_str())));
    if let Some(ManagerWords { if_asked, why_agencies, .. }) = theirs {
        page.labelled("if asked", Role::Text, if_asked);
        page.labelled("why these", Role::Text, why_agencies);
    }
    page.gap();
    let policy = view.policy();
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&asked.children));
    page.labelled("not agreed", Role::Text, &format!("{}: {}", asked.case.words(), asked.not_agreed));
    page.labelled("purpose", Role::Text, purpose_words(policy, &asked.purpose));
    page.labelled("what", Role::Text, &asked.what);
    for each in &asked.agencies {
        page.labelled("with", Role::Text, &format!("{} – {}", agency(policy, &each.agency), each.why));
    }
    let until =
        format!("{}; looked at again {}", words::stamp(asked.until), words::near(view.now, asked.review));
    page.labelled("until", Role::Text, &until);
    let family = match &asked.tell_family {
        TellFamily::Yes { when_and_who } => format!("yes: {when_and_who}"),
        TellFamily::NotNow { why } => format!("not now: {why}"),
    };
    page.labelled("family told", Role::Text, &family);
    if let Some(purpose) = purpose(policy, asked.purpose.as_str()) {
        page.text(0, Role::TextDim, &lawful_basis(purpose));
    }
    decided(page, o, view);
    let under = |basis: &Basis| *basis == Basis::Override(o.no);
    for share in view.contact.shares.iter().filter(|share| share.basis.iter().any(|(_, b)| under(b))) {
        let sharing = &share.sharing;
        let words = format!(
            "{} {} {}: {} ({})",
            when_who(view, share.at, share.by),
            sharing.direction.words(),
            agency(policy, &sharing.agency),
            sharing.what,
            view.contact.family.names(&sharing.children)
        );
        page.labelled("under it", Role::Text, &words);
        if let Some(mistake) = &share.mistake {
            page.labelled("", Role::TextDim, &mistaken(mistake, view));
        }
    }
}

/// Says what came of a request.
fn decided(page: &mut Document, o: &Override, view: &View<'_>) {
    page.gap();
    match &o.state {
        State::Draft | State::Requested => {}
        State::Authorised(given) => {
            authorised(page, given, view);
            let Some(scope) = given.in_force() else { return };
            page.labelled("for", Role::TextStrong, &scope_words(scope, view));
            for (child, agency_id, since) in ended(scope, given.at, view) {
                let words = format!(
                    "{} with {}: agreed to {}, so this ended then",
                    view.contact.family.names(&[child]),
                    agency(view.policy(), &agency_id),
                    words::near(view.now, since)
                );
                page.labelled("ended", Role::NotKnown, &words);
            }
        }
        State::Declined { at, by, reason, next } => {
            page.labelled("declined", Role::NotMet, &format!("{}: {reason}", when_who(view, *at, *by)));
            page.labelled("instead", Role::TextStrong, next);
        }
        State::Returned { at, by, reason, next } => {
            page.labelled("returned", Role::NotKnown, &format!("{}: {reason}", when_who(view, *at, *by)));
            page.labelled("to do", Role::TextStrong, next);
        }
        State::Cancelled { at, by, why } => {
            page.labelled("taken back", Role::Text, &format!("{}: {why}", when_who(view, *at, *by)));
        }
        State::Withdrawn { at, by, why, given } => {
            authorised(page, given, view);
            page.labelled("for", Role::TextStrong, &scope_words(&given.scope, view));
            page.labelled("withdrawn", Role::Text, &format!("{}: {why}", when_who(view, *at, *by)));
        }
    }
}

/// Says who authorised, how, and whether they have signed for it since.
fn authorised(page: &mut Document, given: &Given, view: &View<'_>) {
    let words = format!(
        "{}, {}, {}",
        when_who(view, given.at, given.by),
        view.desk.book.duty.called(given.role),
        given.how.words()
    );
    page.labelled("authorised", Role::Met, &words);
    if given.written_by != given.by {
        page.labelled(
            "",
            Role::Text,
            &format!("dictated; written down by {}", view.name_of(given.written_by)),
        );
    }
    if let Some(telephone) = &given.telephone {
        let call = &telephone.call;
        let rung =
            format!("on {}, the number of the rota, at {}", call.number, words::near(view.now, call.began));
        page.labelled("rung", Role::Text, &rung);
        if !telephone.no_device.is_empty() {
            page.labelled("no device", Role::NotKnown, &telephone.no_device);
        }
    }
    match &given.word {
        SignedWord::NotNeeded => {}
        SignedWord::Unconfirmed { due } => {
            let who = view.name_of(given.by);
            let words = format!("{who} signs by {}", words::near(view.now, due.at));
            page.labelled("unconfirmed", Role::NotKnown, &words);
        }
        SignedWord::Confirmed { at, .. } => {
            page.labelled("confirmed", Role::Met, &words::near(view.now, *at).to_string());
        }
        SignedWord::Corrected { at, words, why, .. } => {
            let said = format!("{}: {why}. {}", words::near(view.now, *at), words.belief);
            page.labelled("corrected", Role::NotKnown, &said);
        }
        SignedWord::Disowned { at, why, .. } => {
            page.labelled("disowned", Role::NotMet, &format!("{}: {why}", words::near(view.now, *at)));
        }
    }
}

fn emergency(page: &mut Document, e: &Emergency, view: &View<'_>, width: u16) {
    let head = format!("EMERGENCY {}", e.no.0);
    let role = if e.state == EmergencyState::Waits { Role::DueSoon } else { Role::TextStrong };
    let who = format!("of {} ·", when_who(view, e.at, e.by));
    page.flow(0, 2, &[(Role::Title, &head), (Role::Text, &who), (role, e.state.words())]);
    if e.state == EmergencyState::Waits {
        clock(page, &e.due, Item::Emergency(e.no), view);
    }
    page.gap();
    let (manager, theirs) = match &e.state {
        EmergencyState::Waits => ("the manager".to_owned(), None),
        EmergencyState::Upheld { at, by, words } => {
            (format!("{} upholds it", when_who(view, *at, *by)), Some(words.as_str()))
        }
        EmergencyState::NotUpheld { at, by, words, .. } => {
            (format!("{} does not uphold it", when_who(view, *at, *by)), Some(words.as_str()))
        }
    };
    let worker = format!("{}: the danger", view.name_of(e.by));
    two(page, width, (&worker, &e.acted.danger), (&manager, theirs));
    page.gap();
    page.labelled("done", Role::TextStrong, &e.acted.done);
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&e.acted.children));
    page.labelled("with", Role::Text, &agency_names(view.policy(), &e.acted.agencies));
    if let EmergencyState::NotUpheld { stop, told, .. } = &e.state {
        page.labelled("stops", Role::NotMet, stop);
        page.labelled("told", Role::Text, told);
    }
}

fn ground(page: &mut Document, g: &Ground, view: &View<'_>, width: u16) {
    let head = g.proposed.kind.words().to_uppercase();
    let role = if g.state == GroundState::Waits { Role::DueSoon } else { Role::TextStrong };
    let who = format!("proposed {}", when_who(view, g.at, g.by));
    page.flow(0, 2, &[(Role::Title, &head), (role, g.state.words()), (Role::Text, &who)]);
    page.text(0, Role::TextDim, ground_words(g.proposed.kind));
    if g.state == GroundState::Waits {
        clock(page, &g.due, Item::Ground(g.no), view);
    }
    page.gap();
    let (manager, theirs) = match &g.state {
        GroundState::Decided { at, by, words } => {
            (format!("{} agrees", when_who(view, *at, *by)), Some(words.as_str()))
        }
        GroundState::NotAgreed { at, by, words } => {
            (format!("{} does not agree", when_who(view, *at, *by)), Some(words.as_str()))
        }
        GroundState::Waits | GroundState::Ended { .. } => ("the manager".to_owned(), None),
    };
    let worker = format!("{}: the evidence", view.name_of(g.by));
    two(page, width, (&worker, &g.proposed.evidence), (&manager, theirs));
    page.gap();
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&g.proposed.children));
    page.labelled("with", Role::Text, &agency_names(view.policy(), &g.proposed.agencies));
    if let GroundState::Ended { at, why } = &g.state {
        page.labelled("ended", Role::Text, &format!("{}: {why}", words::near(view.now, *at)));
    }
}

/// Says what a ground is, so that nobody takes it for an override.
pub(super) const fn ground_words(kind: GroundKind) -> &'static str {
    match kind {
        GroundKind::Section47 => {
            "A ground of its own, not an override of agreement: worker and manager decide it."
        }
        GroundKind::PoliceProtection => {
            "A ground of its own, not an override of agreement: a constable's powers."
        }
        GroundKind::CourtOrder => "A ground of its own, not an override of agreement: a court has spoken.",
        GroundKind::PreventCrime => "A ground of its own, not an override of agreement: to prevent a crime.",
    }
}

fn going_on(page: &mut Document, no: u32, view: &View<'_>) {
    let Some(going) = view.contact.agreements.going_on.iter().find(|going| going.no == no) else { return };
    let (reason, policy) = (&going.reason, view.policy());
    let who = when_who(view, going.at, going.by);
    page.flow(0, 2, &[(Role::Title, "GOES ON AGAINST A REFUSAL"), (Role::Text, &who)]);
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&reason.children));
    page.labelled("purpose", Role::Text, purpose_words(policy, &reason.purpose));
    page.labelled("with", Role::Text, &agency_names(policy, &reason.agencies));
    page.labelled("because", Role::Text, &reason.why);
    match &going.seen {
        Some(seen) => {
            let words = format!("{}: {}", when_who(view, seen.at, seen.by), seen.words);
            page.labelled("seen", Role::Met, &words);
        }
        None => match Item::GoingOn(no).may_decide(view) {
            Ok(()) => page.text(0, Role::DueSoon, "◷ No manager has seen it yet: it is yours to see."),
            Err(why) => page.text(0, Role::Text, &format!("◷ No manager has seen it yet. {why}")),
        },
    }
}

fn route(page: &mut Document, no: RouteNo, view: &View<'_>) {
    let Some((route, outcome)) = route_of(view, no) else { return };
    let head = format!("ROUTE {} {}", route.letter, outcome.name);
    page.flow(0, 2, &[(Role::Title, &head), (Role::DueSoon, route.state.words())]);
    if let RouteState::WaitsForSecond { due } = &route.state {
        clock(page, due, Item::Route(no), view);
    }
    page.gap();
    page.labelled("children", Role::TextStrong, &view.contact.family.names(&route.children));
    if let Some(decided) = &route.decided {
        let words = format!(
            "{}; the criteria were {}",
            when_who(view, decided.at, decided.by),
            decided.presented.shown().1
        );
        page.labelled("decided", Role::Text, &words);
        if !decided.reason.trim().is_empty() {
            page.labelled("because", Role::Text, &decided.reason);
        }
    }
    let cx = view.context();
    for criterion in outcome.criteria.iter().filter(|criterion| criterion.part != Part::Care) {
        let (sign, word) = view.contact.criterion(route, criterion, &cx).shown();
        let against = if criterion.part == Part::Against { "against: " } else { "" };
        page.flow(
            0,
            4,
            &[(Role::Label, sign), (Role::Text, &format!("{against}{} ({word})", criterion.words))],
        );
    }
    for field in &outcome.fields {
        if let Some(filled) = route.fields.get(&field.key) {
            page.flow(
                0,
                4,
                &[
                    (Role::Label, &format!("{}:", field.words)),
                    (Role::Text, &value(Some(&field.kind), filled)),
                ],
            );
        }
    }
    for unmet in view.contact.unmet(route, outcome, &cx) {
        page.flow(0, 4, &[(Role::NotMet, &format!("✗ still wanted: {}", unmet.words))]);
    }
}
