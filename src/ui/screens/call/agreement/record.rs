//! What is on record about agreement, and what was shared, as one page.

use std::fmt;

use crate::{
    domain::{
        calendar::words,
        contact::{
            Contact,
            agreement::{Capacity, GoingOn, Row, Said},
            family::Person,
            mistake::Mistake,
            oversight::Must,
            place::Place as Waits,
            share::{Basis, Share},
        },
        ids::{AgreementNo, ShareNo},
        value::YesNo,
    },
    ui::{
        screens::call::{
            document::Document,
            page::{cover, shown, source},
            pane::{Cover, View},
            words::{
                Split, about, agency, agency_names, answer, came, lawful_basis, mistaken, purpose,
                purpose_words, sign, splits, when_who, who,
            },
        },
        theme::Role,
    },
};

/// What the cursor can stand on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum On {
    /// An answer, or why the worker goes on.
    Said(Said),
    /// A share.
    Share(ShareNo),
}

/// The name of the sheet that says that it was entered by mistake.
impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(Said::Row(no)) => write!(f, "mistake/row/{}", no.0),
            Self::Said(Said::GoingOn(no)) => write!(f, "mistake/going_on/{no}"),
            Self::Share(no) => write!(f, "mistake/share/{}", no.0),
        }
    }
}

impl On {
    /// Reads the name of its sheet.
    pub(super) fn read(slot: &str) -> Option<Self> {
        let (noun, no) = slot.strip_prefix("mistake/")?.split_once('/')?;
        let no = no.parse().ok()?;
        match noun {
            "row" => Some(Self::Said(Said::Row(AgreementNo(no)))),
            "going_on" => Some(Self::Said(Said::GoingOn(no))),
            "share" => Some(Self::Share(ShareNo(no))),
            _ => None,
        }
    }

    /// Gives all there is, in the order of the page: what was said as it was said, then what was shared.
    pub(super) fn all(contact: &Contact) -> Vec<Self> {
        let rows = contact.agreements.rows.iter().map(|row| (row.at, Self::Said(Said::Row(row.no))));
        let going = contact.agreements.going_on.iter();
        let going = going.map(|going| (going.at, Self::Said(Said::GoingOn(going.no))));
        let mut said: Vec<_> = rows.chain(going).collect();
        said.sort_by_key(|(at, _)| *at);
        let shares = contact.shares.iter().map(|share| Self::Share(share.no));
        said.into_iter().map(|(_, on)| on).chain(shares).collect()
    }

    /// Tells whether it is known to be a mistake; nothing where it is not there.
    pub(super) fn is_mistake(self, contact: &Contact) -> Option<bool> {
        let mistake = match self {
            Self::Said(Said::Row(no)) => contact.agreements.get(no).map(|row| &row.mistake),
            Self::Said(Said::GoingOn(no)) => {
                contact.agreements.going_on.iter().find(|going| going.no == no).map(|going| &going.mistake)
            }
            Self::Share(no) => contact.shares.iter().find(|share| share.no == no).map(|share| &share.mistake),
        };
        mistake.map(Option::is_some)
    }
}

/// Where something stands on the page: its first line, and the line after its last.
pub(super) type Place = (On, usize, usize);

/// What is on record, laid out.
pub(super) struct Recorded {
    /// The page.
    pub(super) page: Document,
    /// Where each row stands on it.
    pub(super) places: Vec<Place>,
    /// That somebody agrees and somebody else is against: said over the page, which can be read from its end.
    pub(super) split: Option<(Role, String)>,
}

/// Lays the page out.
pub(super) fn page(view: &View<'_>, (width, height): (u16, u16), cursor: Option<On>) -> Recorded {
    let mut page = Document::new(width.saturating_sub(2));
    responsibility(&mut page, view);
    caller_asked(&mut page, view);
    let splits = splits(view);
    for split in &splits {
        let role = if split.explained.is_some() { Role::TextStrong } else { Role::NotMet };
        page.flow(0, 2, &[(role, &split.words(view))]);
    }
    page.gap();
    page.heading("WHAT WAS ANSWERED");
    let agreements = &view.contact.agreements;
    let mut places = Vec::new();
    if agreements.rows.is_empty() {
        page.text(2, Role::TextDim, "Nothing yet. The newest will stand last.");
    }
    let mut shared = false;
    for on in On::all(view.contact) {
        if matches!(on, On::Share(_)) && !shared {
            shared = true;
            page.gap();
            page.heading("WHAT WAS SHARED AND ASKED");
        }
        let (from, here) = (page.height(), cursor == Some(on));
        match on {
            On::Said(Said::Row(no)) => {
                if let Some(answered) = agreements.get(no) {
                    row(&mut page, view, answered, here);
                }
            }
            On::Said(Said::GoingOn(no)) => {
                let going = agreements.going_on.iter().find(|going| going.no == no);
                if let Some(going) = going {
                    went_on(&mut page, view, going, here);
                }
            }
            On::Share(no) => {
                let share = view.contact.shares.iter().find(|share| share.no == no);
                if let Some(share) = share {
                    was_shared(&mut page, view, share, here);
                }
            }
        }
        places.push((on, from, page.height()));
    }
    let rules = &view.policy().sharing.golden_rules;
    // Only where they push nothing out of sight.
    if page.height() + rules.len() + 16 < usize::from(height) {
        page.gap();
        page.heading("GOLDEN RULES OF SHARING");
        for (nth, rule) in (1..).zip(rules) {
            page.flow(2, 5, &[(Role::TextDim, &format!("{nth}  {rule}"))]);
        }
    }
    let split = Split::head(&splits, view);
    Recorded { page, places, split }
}

fn responsibility(page: &mut Document, view: &View<'_>) {
    let family = &view.contact.family;
    page.heading("WHO HOLDS PARENTAL RESPONSIBILITY");
    if family.children().next().is_none() {
        page.text(2, Role::NotKnown, "? no child is named yet (F3)");
    }
    for child in family.children() {
        let name = format!("{}:", who(child, view.now));
        if child.is_unborn() {
            let words = "not born yet, so nobody; the mother answers for her own information";
            page.flow(2, 4, &[(Role::Label, &name), (Role::TextDim, words)]);
            continue;
        }
        let holders: Vec<String> = family
            .responsible_for(child.no)
            .map(|holder| match holder.details.responsibility_how.trim() {
                "" => format!("{} (how we know is not written)", holder.name()),
                how => format!("{} ({})", holder.name(), source(view, how)),
            })
            .collect();
        if holders.is_empty() {
            page.flow(2, 4, &[(Role::Label, &name), (Role::NotKnown, "? nobody is recorded (F3)")]);
        } else {
            page.flow(2, 4, &[(Role::Label, &name), (Role::Text, &holders.join(", "))]);
        }
    }
    let unknown: Vec<String> = family
        .people
        .iter()
        .filter(|person| !person.is_child() && person.details.responsibility == Some(YesNo::Unknown))
        .map(|person| match &person.details.responsible_for[..] {
            [] => person.name().to_owned(),
            of => format!("{} (for {})", person.name(), family.names(of)),
        })
        .collect();
    if !unknown.is_empty() {
        page.text(2, Role::NotKnown, &format!("? not known whether they hold it: {}", unknown.join(", ")));
    }
}

fn caller_asked(page: &mut Document, view: &View<'_>) {
    let key = "contract.consent_asked".into();
    let asked =
        view.policy().script.capture(&key).is_some_and(|(_, of)| view.contact.is_asked(of, &view.context()));
    if !asked && !view.contact.call.answers.contains_key(&key) {
        return;
    }
    // Whether whoever rang asked before says that somebody did, and who they are to the family.
    if view.cover == Cover::All {
        return page.text(2, Role::Covered, &cover());
    }
    let said = answer(view, "contract.consent_asked");
    let (sign, role) = match view.contact.call.answers.get(&"contract.consent_asked".into()) {
        None => ("?", Role::NotKnown),
        Some(answered) if answered.value.has("yes") => ("✓", Role::Met),
        Some(_) => ("○", Role::NotKnown),
    };
    let said = said.as_deref().map(|said| source(view, said));
    let words = format!("{sign} {}", said.as_deref().unwrap_or("not answered yet (stage 1)"));
    page.flow(0, 2, &[(Role::Label, "Did the caller ask before ringing?"), (role, &words)]);
    if let Some(why) = answer(view, "contract.consent_why") {
        page.text(2, Role::Text, &source(view, &why));
    }
}

fn row(page: &mut Document, view: &View<'_>, row: &Row, here: bool) {
    let asked = &row.asked;
    let (sign, role) = sign(&asked.answer);
    let time = format!("{} {}", if here { "▸" } else { " " }, words::near(view.now, row.at));
    let person = format!(
        "{}, {} ({})",
        view.contact.family.names(&[asked.person]),
        asked.capacity.words(),
        view.desk.book.state.initials_of(row.by)
    );
    let answer = format!("{sign} {}", asked.answer.words());
    let (role, strong) = match (&row.mistake, here) {
        (Some(_), _) => (Role::TextDim, Role::TextDim),
        (None, true) => (role, Role::TextStrong),
        (None, false) => (role, Role::Text),
    };
    let mut head = vec![(strong, time.as_str())];
    head.extend(waits(view, &Waits::Agreement(row.no)));
    head.extend([(role, answer.as_str()), (strong, person.as_str())]);
    page.flow(0, 4, &head);
    mistake(page, view, row.mistake.as_ref());
    page.text(4, if row.mistake.is_some() { Role::TextDim } else { Role::Text }, &about(row, view));
    if let Some(why) = asked.answer.why() {
        page.flow(4, 6, &[(Role::Label, "why:"), (Role::Text, &shown(view, why))]);
    }
    if !asked.words.trim().is_empty() {
        let child = view.contact.family.get(asked.person).is_some_and(Person::is_child);
        let role = if child { Role::ChildWords } else { Role::Text };
        page.text(4, role, &format!("“{}”", shown(view, asked.words.trim())));
    }
    if !here {
        return;
    }
    match &asked.capacity {
        Capacity::OwnInformation => {}
        Capacity::Responsibility { how_known } => {
            page.flow(4, 6, &[(Role::Label, "how we know:"), (Role::Text, &source(view, how_known))]);
        }
        Capacity::YoungPerson { understanding } => {
            page.flow(4, 6, &[(Role::Label, "understanding:"), (Role::Text, understanding)]);
        }
    }
    if let Some(purpose) = purpose(view.policy(), asked.purpose.as_str()) {
        page.text(4, Role::TextDim, &lawful_basis(purpose));
    }
}

/// Gives the mark of what is not in the record yet.
fn waits<'v>(view: &View<'v>, place: &Waits) -> Option<(Role, &'v str)> {
    Some(view.waits(place).trim_end()).filter(|mark| !mark.is_empty()).map(|mark| (Role::Error, mark))
}

fn mistake(page: &mut Document, view: &View<'_>, mistake: Option<&Mistake>) {
    if let Some(mistake) = mistake {
        page.flow(4, 6, &[(Role::Notice, &mistaken(mistake, view))]);
    }
}

fn was_shared(page: &mut Document, view: &View<'_>, share: &Share, here: bool) {
    let sharing = &share.sharing;
    let sign = if here { "▸" } else { " " };
    let head = format!("{sign} {} {}", when_who(view, share.at, share.by), sharing.direction.words());
    let with = agency(view.policy(), &sharing.agency);
    let role = if share.mistake.is_some() { Role::TextDim } else { Role::Text };
    let mut line = vec![(if here { Role::TextStrong } else { role }, head.as_str()), (role, with)];
    line.extend(waits(view, &Waits::Share(share.no)));
    page.flow(0, 4, &line);
    mistake(page, view, share.mistake.as_ref());
    let about = format!(
        "{} · {}",
        view.contact.family.names(&sharing.children),
        purpose_words(view.policy(), &sharing.purpose)
    );
    page.text(4, role, &about);
    page.flow(4, 6, &[(Role::Label, "what:"), (role, &sharing.what)]);
    let since = |basis: Basis| {
        let since = view.contact.since(basis).filter(|(_, at)| *at >= share.at);
        since.map(|(what, at)| format!(", {what} {}", words::near(view.now, at))).unwrap_or_default()
    };
    let of = share.basis.iter().map(|(_, basis)| format!("{}{}", basis.words(), since(*basis)));
    let mut grounds: Vec<String> = of.collect();
    grounds.dedup();
    page.flow(4, 6, &[(Role::Label, "on what ground:"), (role, &grounds.join(", "))]);
    if let Some(settled) = view.contact.settled(Must::RecallShare(share.no)) {
        page.flow(4, 6, &[(Role::Notice, &came(settled, "call it back", view))]);
    }
}

fn went_on(page: &mut Document, view: &View<'_>, going: &GoingOn, here: bool) {
    let reason = &going.reason;
    let with = if reason.agencies.is_empty() {
        String::new()
    } else {
        let names = agency_names(view.policy(), &reason.agencies);
        format!(" · with {names}")
    };
    let sign = if here { "▸" } else { " " };
    let head = format!("{sign} {} goes on against a refusal", when_who(view, going.at, going.by));
    let dim = going.mistake.is_some();
    page.flow(0, 4, &[(if dim { Role::TextDim } else { Role::TextStrong }, &head)]);
    mistake(page, view, going.mistake.as_ref());
    let about = format!(
        "{} · {}{with}",
        view.contact.family.names(&reason.children),
        purpose_words(view.policy(), &reason.purpose)
    );
    page.text(4, Role::Text, &about);
    page.flow(4, 6, &[(Role::Label, "why:"), (Role::Text, &reason.why)]);
    match &going.seen {
        Some(seen) => {
            let who = format!("{} has seen it:", when_who(view, seen.at, seen.by));
            page.flow(4, 6, &[(Role::Label, &who), (Role::Text, &seen.words)]);
        }
        None if !dim => page.text(4, Role::NotKnown, "? no manager has seen it yet; it stands in their lane"),
        None => {}
    }
}
