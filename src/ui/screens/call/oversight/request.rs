//! A request to share without agreement, as a document: what the worker believes beside what the manager believes, and what
//! came of it.

use chrono::{DateTime, Utc};

use super::{
    call,
    document::{clock, two},
    item::{self, Item, scope_words, standing},
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            oversight::{ByWord, Came, Given, ManagerWords, Must, Override, SignedWord, State, TellFamily},
            share::Basis,
        },
        ids::StaffId,
    },
    ui::{
        due::left,
        keymap::{self, Action, stacks},
        screens::call::{
            document::Document,
            page::shown,
            pane::View,
            words::{agency, came, lawful_basis, mistaken, purpose, purpose_words, when_who},
        },
        theme::Role,
    },
};

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
    if let SignedWord::Disowned { why, .. } = &given.word {
        page.flow(0, 2, &[(Role::NotMet, &format!("✗ {who} says: {why}"))]);
        came_of(page, Must::TellHead(o.no), "tell the head of service", view);
    }
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
    } else {
        call::head_code(page, ByWord::Override(o.no), given.how, view);
    }
}

pub(super) fn write(
    page: &mut Document,
    o: &Override,
    spoken_to: Option<StaffId>,
    view: &View<'_>,
    width: u16,
) {
    let asked = &o.request;
    let (sign, role, state) = standing(o, view);
    let head = format!("OVERRIDE {}", o.no.0);
    let who = format!("{} ({})", when_who(view, o.asked_at, o.by), o.mode.words());
    let (stands, who) = match decider(o, view) {
        Some(by) => (format!("{sign} {state}{by}"), format!("· asked {who}")),
        None => (format!("{sign} {state}"), who),
    };
    page.flow(0, 2, &[(Role::Title, &head), (role, &stands), (Role::Text, &who)]);
    came_back(page, o, view);
    if o.waits() {
        clock(page, &o.due, Item::Override(o.no), view);
        if item::may_ring(o, view) {
            call::attempts(page, o, spoken_to, view);
        }
    }
    if let Some(given) = o.given().filter(|given| given.telephone.is_some()) {
        from_away(page, o, given, view);
    }
    if !o.threshold.is_empty() {
        page.flow(0, 2, &[(Role::TextStrong, &format!("“{}”", o.threshold))]);
    }
    if o.waits() {
        for words in view.contact.answered_otherwise(asked) {
            page.flow(0, 2, &[(Role::NotMet, &format!("‼ {words}"))]);
        }
    }
    for (earlier, why) in view.contact.oversight.refusals().filter(|(earlier, _)| earlier.no != o.no) {
        let by = match &earlier.state {
            State::Declined { by, at, .. } => when_who(view, *at, *by),
            _ => String::new(),
        };
        let words = format!("✗ declined before: override {}, {by}: {why}", earlier.no.0);
        page.flow(0, 2, &[(Role::NotMet, &words)]);
    }
    for earlier in &o.elsewhere {
        let at = words::near(view.now, earlier.at);
        let words = format!("✗ refused before, in {}, {at}: {}", earlier.reference, earlier.words);
        page.flow(0, 2, &[(Role::NotMet, &words)]);
    }
    page.gap();
    let (manager, theirs) =
        o.given().map_or(("the manager", None), |given| (view.name_of(given.by), Some(&given.words)));
    let believes = |name: &str| format!("{name} BELIEVES");
    let disowned = o.given().is_some_and(|given| matches!(given.word, SignedWord::Disowned { .. }));
    let theirs_is =
        if disowned { format!("{manager} IS SAID TO BELIEVE, AND DISOWNS IT") } else { believes(manager) };
    let (left, right) = (believes(view.name_of(o.by)), theirs_is);
    let belief = theirs.map(|words| shown(view, &words.belief));
    two(page, width, (&left, &shown(view, &asked.belief)), (&right, belief.as_deref()));
    let less = ("what less would do, says the worker", "what less would do, says the manager");
    two(page, width, (less.0, &asked.less), (less.1, theirs.map(|words| words.less.as_str())));
    if let Some(ManagerWords { if_asked, why_agencies, .. }) = theirs {
        page.labelled("if asked", Role::Text, if_asked);
        page.labelled("why these", Role::Text, why_agencies);
    }
    page.gap();
    let policy = view.policy();
    let given = o.given().and_then(Given::in_force);
    let family = &view.contact.family;
    let children = given.map_or(&asked.children, |scope| &scope.children);
    let mut names = family.names(children);
    if asked.children.iter().any(|child| !children.contains(child)) {
        names = format!("{names} (asked: {})", family.names(&asked.children));
    }
    page.labelled("children", Role::TextStrong, &names);
    page.labelled(
        "not agreed",
        Role::Text,
        &format!("{}: {}", asked.case.words(), shown(view, &asked.not_agreed)),
    );
    page.labelled("purpose", Role::Text, purpose_words(policy, &asked.purpose));
    page.labelled("what", Role::Text, &shown(view, &asked.what));
    for each in &asked.agencies {
        let words = format!("{} – {}", agency(policy, &each.agency), each.why);
        if given.is_none_or(|scope| scope.agencies.contains(&each.agency)) {
            page.labelled("with", Role::Text, &words);
        } else {
            page.labelled("not with", Role::TextDim, &format!("(asked: {words})"));
        }
    }
    let end = given.map_or(asked.until, |scope| scope.until);
    let wanted = if end == asked.until {
        String::new()
    } else {
        format!(" (asked: {})", words::near(view.now, asked.until))
    };
    let review = words::near(view.now, asked.review.min(end));
    let until = format!("{}{wanted}; looked at again {review}", words::stamp(end));
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
        came_of(page, Must::RecallShare(share.no), "call it back", view);
        if let Some(mistake) = &share.mistake {
            page.labelled("", Role::TextDim, &mistaken(mistake, view));
        }
    }
}

/// Says what came of something that had to be done, where somebody has.
pub(super) fn came_of(page: &mut Document, must: Must, what: &str, view: &View<'_>) {
    if let Some(settled) = view.contact.settled(must) {
        let role = if matches!(settled.came, Came::Done { .. }) { Role::Met } else { Role::NotMet };
        page.labelled("", role, &came(settled, what, view));
    }
}

/// Says when and by whom a request was decided, where it was.
fn decider(o: &Override, view: &View<'_>) -> Option<String> {
    let (at, by) = match &o.state {
        State::Authorised(given) => {
            let said =
                if matches!(given.word, SignedWord::Disowned { .. }) { "said to be given" } else { "given" };
            let (at, by) = (words::near(view.now, given.at), view.name_of(given.by));
            return Some(format!(", {said} {at} by {by}"));
        }
        State::Declined { at, by, .. }
        | State::Returned { at, by, .. }
        | State::Cancelled { at, by, .. }
        | State::Withdrawn { at, by, .. } => (*at, *by),
        State::Draft | State::Requested => return None,
    };
    Some(format!(" {} by {}", words::near(view.now, at), view.name_of(by)))
}

/// Writes what a manager asks back, and how whoever asked takes it up again.
fn came_back(page: &mut Document, o: &Override, view: &View<'_>) {
    let State::Returned { by, reason, next, .. } = &o.state else { return };
    page.flow(0, 2, &[(Role::NotKnown, &format!("{} asks: {reason}", view.name_of(*by)))]);
    page.labelled("to do", Role::TextStrong, next);
    if o.by == view.actor.person {
        let key = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::Add);
        page.text(0, Role::TextStrong, &format!("▸ {key} brings the whole request back, filled in."));
    }
}

/// Says what came of a request.
fn decided(page: &mut Document, o: &Override, view: &View<'_>) {
    page.gap();
    match &o.state {
        // What a manager asks back stands right below the heading.
        State::Draft | State::Requested | State::Returned { .. } => {}
        State::Authorised(given) => {
            authorised(page, given, view);
            o.attempts.iter().for_each(|each| call::attempt(page, each, view));
            let Some(scope) = given.in_force() else { return };
            page.labelled("for", Role::TextStrong, &scope_words(scope, view));
            came_of(page, Must::LookAgain(o.no), "look at it again", view);
            let ended = view.contact.reach(o, given.at).map(|reach| reach.ended).unwrap_or_default();
            for (child, agency_id, since) in ended {
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
