//! What a worker asks a manager, records of an emergency, or proposes as a ground: the fields, and what is made of them.

use super::{after, document::ground_words, item::on_duty};
use crate::{
    domain::{
        calendar::words,
        contact::{
            Command, oversight,
            oversight::{AgencyWhy, Proposed, Request, TellFamily},
        },
        ids::{AgencyId, PurposeId},
        policy::sharing::{Case, GroundKind},
        value::Value,
    },
    ui::{
        screens::call::{
            pane::View,
            sheet::Sheet,
            words::{
                agencies, agency, agency_ids, agency_names, children, choice, future, lawful_basis,
                person_nos, purpose, purposes,
            },
        },
        theme::Role,
        widgets::Field,
    },
};

/// What can be asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ask {
    Override,
    Emergency,
    Ground(GroundKind),
}

impl Ask {
    const ALL: [Self; 6] = [
        Self::Override,
        Self::Emergency,
        Self::Ground(GroundKind::Section47),
        Self::Ground(GroundKind::PoliceProtection),
        Self::Ground(GroundKind::CourtOrder),
        Self::Ground(GroundKind::PreventCrime),
    ];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Emergency => "emergency",
            Self::Ground(GroundKind::Section47) => "section47",
            Self::Ground(GroundKind::PoliceProtection) => "police_protection",
            Self::Ground(GroundKind::CourtOrder) => "court_order",
            Self::Ground(GroundKind::PreventCrime) => "prevent_crime",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Override => "override: share without agreement, on a manager's word".to_owned(),
            Self::Emergency => "emergency: act now, oversight follows".to_owned(),
            Self::Ground(kind) => kind.words().to_owned(),
        }
    }

    /// Gives how the keys of its fields begin.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Override => "override.",
            Self::Emergency => "emergency.",
            Self::Ground(_) => "ground.",
        }
    }

    /// Reads what is chosen.
    pub(super) fn of(sheet: &Sheet) -> Option<Self> {
        let key = sheet.chosen("ask")?;
        Self::ALL.into_iter().find(|ask| ask.key() == key)
    }
}

fn case_key(case: Case) -> &'static str {
    match case {
        Case::AskingPlacesAtRisk => "asking_places_at_risk",
        Case::Refused => "refused",
        Case::CannotDecide => "cannot_decide",
    }
}

fn case_of(sheet: &Sheet) -> Option<Case> {
    let key = sheet.chosen("override.case")?;
    Case::ALL.into_iter().find(|case| case_key(*case) == key)
}

/// Gives the fields.
pub(super) fn fields(sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    let of = Ask::ALL.map(|ask| choice(ask.key(), ask.words())).to_vec();
    let mut fields =
        vec![Field::choice("ask", "ask for", of).needed(true).hint("What you need a manager for.")];
    let some = |key| {
        let hint = "Which children.";
        Field::choices(key, "children", children(view, None)).needed(true).hint(hint)
    };
    let with = |key| {
        let hint = "Which agencies, and no other.";
        Field::choices(key, "with", agencies(view.policy(), true)).hint(hint)
    };
    match Ask::of(sheet) {
        None => {}
        Some(Ask::Override) => {
            let with = with("override.with").needed(true);
            override_fields(&mut fields, sheet, view, [some("override.children"), with]);
        }
        Some(Ask::Emergency) => fields.extend(emergency_fields(view)),
        Some(Ask::Ground(kind)) => {
            fields.extend([
                some("ground.children"),
                text("ground.evidence", "evidence", "What shows it; printed above is what it needs."),
                with("ground.with"),
            ]);
            let hint = match kind {
                GroundKind::Section47 => None,
                GroundKind::PoliceProtection => Some("When it ends: 72 hours after the powers were used."),
                GroundKind::CourtOrder => Some("Until when the order holds; empty where it says no day."),
                GroundKind::PreventCrime => Some("Until when this is needed; empty where nobody knows."),
            };
            fields.extend(hint.map(|hint| future("ground.until", "until", view.now).hint(hint)));
        }
    }
    fields
}

/// Gives the fields of an emergency; none of them holds up what is done.
pub(super) fn emergency_fields(view: &View<'_>) -> [Field; 4] {
    [
        Field::choices("emergency.children", "children", children(view, None)).hint("Which children."),
        Field::text("emergency.danger", "the danger").hint("What the immediate danger is."),
        Field::text("emergency.done", "what you did")
            .hint("What you did, or shared, and with whom you spoke."),
        Field::choices("emergency.with", "with", agencies(view.policy(), true)).hint("With which agencies."),
    ]
}

fn text(key: &str, label: &str, hint: &str) -> Field {
    Field::text(key, label).needed(true).hint(hint)
}

fn override_fields(fields: &mut Vec<Field>, sheet: &Sheet, view: &View<'_>, [some, with]: [Field; 2]) {
    let cases = Case::ALL.map(|case| choice(case_key(case), case.words())).to_vec();
    fields.extend([
        some,
        text(
            "override.not_agreed",
            "not agreed",
            "What was not sought, refused or could not be decided, and by whom.",
        ),
        Field::choice("override.case", "why not", cases)
            .needed(true)
            .hint("Why there is no agreement; it chooses the sentence."),
        text("override.belief", "your belief", "What you believe would happen, in your own words."),
        Field::choice("override.purpose", "purpose", purposes(view.policy(), true))
            .needed(true)
            .hint("For what."),
        text("override.what", "what", "What will be shared, or asked."),
        with,
    ]);
    // In the order in which they were chosen: whoever chose police and then health is asked of police first.
    for id in sheet.in_turn("override.with") {
        let name = agency(view.policy(), &AgencyId::new(id)).to_owned();
        let hint = format!("Why {name} and no other.");
        fields.push(text(&format!("override.why.{id}"), &format!("why {name}"), &hint));
    }
    let told = vec![choice("yes", "yes"), choice("not_now", "not now")];
    fields.extend([
        text("override.less", "less", "What less would do, and why it is not enough."),
        future("override.until", "until", view.now)
            .needed(true)
            .hint("Until when: 17:00, tomorrow 09:00, in 4 h."),
        future("override.review", "look again", view.now)
            .needed(true)
            .hint("When it is looked at again, before it ends."),
        Field::choice("override.told", "family told?", told)
            .needed(true)
            .hint("Whether the family will be told."),
    ]);
    match sheet.chosen("override.told") {
        Some("yes") => {
            fields.push(text("override.told_how", "when, by whom", "When the family is told, and by whom."));
        }
        Some(_) => fields.push(text("override.told_why", "why not now", "Why they are not told now.")),
        None => {}
    }
}

/// Gives the title, and what is printed over the fields: the sentence, the lawful basis, what a ground needs.
pub(super) fn head(sheet: &Sheet, view: &View<'_>) -> (String, Vec<(Role, String)>) {
    let mut beside = Vec::new();
    let title = match Ask::of(sheet) {
        None => "ASK A MANAGER",
        Some(Ask::Override) => {
            beside.extend(agreed(sheet, view).map(|words| (Role::NotMet, words)));
            if let Some(words) = threshold(sheet, view) {
                beside.push((Role::TextStrong, format!("“{words}”")));
            }
            let id = sheet.chosen("override.purpose");
            if let Some(purpose) = id.and_then(|id| purpose(view.policy(), id)) {
                beside.push((Role::TextDim, lawful_basis(purpose)));
            }
            "ASK FOR AN OVERRIDE"
        }
        Some(Ask::Emergency) => {
            let before = after::not_upheld(None, &after::named(sheet), view);
            beside.extend(before.into_iter().map(|words| (Role::NotMet, words)));
            let words = "Protecting a child never waits for this. Ctrl+S records that you act; the words can follow. A manager upholds it afterwards, or does not.";
            beside.push((Role::TextDim, words.to_owned()));
            "ACT NOW: AN EMERGENCY"
        }
        Some(Ask::Ground(kind)) => {
            let known = view.policy().sharing.grounds.iter().find(|ground| ground.kind == kind);
            let evidence = known.map_or("", |ground| ground.evidence.as_str());
            beside.push((Role::TextStrong, evidence.to_owned()));
            beside.push((Role::TextDim, ground_words(kind).to_owned()));
            return (kind.words().to_uppercase(), beside);
        }
    };
    (title.to_owned(), beside)
}

/// Says what is agreed already, so that nobody writes a whole request in vain: of what is chosen, or, as long as that is not known,
/// of whatever could be.
fn agreed(sheet: &Sheet, view: &View<'_>) -> Option<String> {
    let chosen = person_nos(&sheet.several("override.children"));
    let children = match &chosen[..] {
        [] => view.contact.family.children().map(|child| child.no).collect(),
        _ => chosen,
    };
    let with = agency_ids(&sheet.several("override.with"));
    let purpose = sheet.chosen("override.purpose").map(PurposeId::from);
    if let Some(purpose) = purpose.as_ref().filter(|_| !with.is_empty()) {
        let words = view.contact.needs_no_override(&children, purpose, &with.iter().collect::<Vec<_>>());
        return words.map(|words| format!("✗ {words}"));
    }
    let sharing = &view.policy().sharing;
    let asked = sharing.purposes.iter().filter(|known| !known.voluntary);
    let asked = asked.filter(|known| purpose.as_ref().is_none_or(|purpose| known.id == *purpose));
    let outside = sharing.agencies.iter().filter(|agency| agency.outside).map(|agency| &agency.id);
    let outside = outside.filter(|agency| with.is_empty() || with.contains(agency));
    let said = asked.flat_map(|known| children.iter().map(move |child| (known, *child)));
    let said = said.filter_map(|(known, child)| {
        let agreed = |agency: &&AgencyId| view.contact.position(child, &known.id, Some(agency)).is_agreed();
        let agreed = agency_names(view.policy(), outside.clone().filter(agreed));
        let named = view.contact.family.names(&[child]);
        (!agreed.is_empty()).then(|| format!("{named}: {} with {agreed}", known.words))
    });
    let said: Vec<String> = said.collect();
    let words = || format!("Agreed already, and no override is needed for it: {}.", said.join("; "));
    (!said.is_empty()).then(words)
}

fn threshold<'a>(sheet: &Sheet, view: &View<'a>) -> Option<&'a str> {
    let case = case_of(sheet)?;
    let mode = view.desk.calling.mode();
    let thresholds = &view.desk.book.policy.sharing.thresholds;
    let found = thresholds.iter().find(|threshold| (threshold.mode, threshold.case) == (mode, case));
    found.map(|threshold| threshold.words.as_str())
}

/// Makes the command, if everything it needs is there; what is not is marked in its field.
pub(super) fn command(sheet: &mut Sheet, view: &View<'_>) -> Option<Command> {
    let command = match Ask::of(sheet)? {
        Ask::Override => oversight::Command::Ask { no: None, request: request(sheet, view)? },
        Ask::Emergency => oversight::Command::Act(after::acted(sheet)),
        Ask::Ground(kind) => {
            let until = if sheet.text("ground.until").trim().is_empty() {
                None
            } else {
                Some(sheet.time("ground.until", view.now)?)
            };
            oversight::Command::Propose(Proposed {
                until,
                kind,
                children: person_nos(&sheet.several("ground.children")),
                evidence: sheet.text("ground.evidence"),
                agencies: agency_ids(&sheet.several("ground.with")),
            })
        }
    };
    Some(command.into())
}

fn request(sheet: &mut Sheet, view: &View<'_>) -> Option<Request> {
    let until = sheet.time("override.until", view.now)?;
    let review = sheet.time("override.review", view.now)?;
    let why =
        |id: &&str| AgencyWhy { agency: AgencyId::new(*id), why: sheet.text(&format!("override.why.{id}")) };
    Some(Request {
        children: person_nos(&sheet.several("override.children")),
        not_agreed: sheet.text("override.not_agreed"),
        case: case_of(sheet)?,
        belief: sheet.text("override.belief"),
        purpose: PurposeId::from(sheet.chosen("override.purpose")?),
        what: sheet.text("override.what"),
        agencies: sheet.several("override.with").iter().map(why).collect(),
        less: sheet.text("override.less"),
        until,
        review,
        tell_family: match sheet.chosen("override.told")? {
            "yes" => TellFamily::Yes { when_and_who: sheet.text("override.told_how") },
            _ => TellFamily::NotNow { why: sheet.text("override.told_why") },
        },
    })
}

/// Says what asking means, before it is done.
pub(super) fn before_asking(request: &Request, sheet: &Sheet, view: &View<'_>) -> Vec<String> {
    let mut lines = vec![format!("Children: {}", view.contact.family.names(&request.children))];
    for each in &request.agencies {
        lines.push(format!("With: {} – {}", agency(view.policy(), &each.agency), each.why));
    }
    lines.push(format!("What: {}", request.what));
    lines.push(format!("Until {}", words::stamp(request.until)));
    if let Some(words) = threshold(sheet, view) {
        lines.push(format!("You put your name to: “{words}”"));
    }
    lines.extend(view.contact.answered_otherwise(request).into_iter().map(|words| format!("‼ {words}")));
    lines.push(on_duty(view));
    lines.push("Nothing is shared until a manager has authorised it.".to_owned());
    if matches!(request.tell_family, TellFamily::NotNow { .. }) {
        lines.push(
            "The family is not told now: no letter goes to it and nobody of it is promised a call, until it ends or Alt+w says what one of them may be told."
                .to_owned(),
        );
    }
    lines
}

/// Takes up the words of a request that came back, for a new one.
pub(super) fn again(sheet: &mut Sheet, request: &Request) {
    let text = |text: &str| Value::Text(text.to_owned());
    let key = |key: &str| Value::Choice(key.to_owned());
    let keys = |keys: Vec<String>| Value::Choices(keys);
    sheet.put("ask", key(Ask::Override.key()));
    let children = request.children.iter().map(|no| no.0.to_string()).collect();
    sheet.put("override.children", keys(children));
    sheet.put("override.not_agreed", text(&request.not_agreed));
    sheet.put("override.case", key(case_key(request.case)));
    sheet.put("override.belief", text(&request.belief));
    sheet.put("override.purpose", key(request.purpose.as_str()));
    sheet.put("override.what", text(&request.what));
    let with = request.agencies.iter().map(|each| each.agency.0.clone()).collect();
    sheet.put("override.with", keys(with));
    for each in &request.agencies {
        sheet.put(&format!("override.why.{}", each.agency), text(&each.why));
    }
    sheet.put("override.less", text(&request.less));
    match &request.tell_family {
        TellFamily::Yes { when_and_who } => {
            sheet.put("override.told", key("yes"));
            sheet.put("override.told_how", text(when_and_who));
        }
        TellFamily::NotNow { why } => {
            sheet.put("override.told", key("not_now"));
            sheet.put("override.told_why", text(why));
        }
    }
}
