//! The rows of a night: one for each thing it asks, with what is known of it.

use super::{
    super::{
        page::{cover, shown},
        pane::View,
    },
    whole::which_night,
};
use crate::{
    domain::{
        calendar::words,
        contact::{
            night::{Advised, After, FiledIn, Found, SecondName, Tonight},
            place::Place,
        },
        handover::NO_LONE,
        ids::PersonNo,
    },
    ui::theme::Role,
};

/// One thing that a night asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Row {
    /// Who has this child.
    Tonight(PersonNo),
    /// Something that waits for the day.
    Morning(u32),
    /// Where it is filed.
    File,
    /// A general enquiry.
    Advise,
    /// The analysis of two.
    Analyse,
    /// An agency that cannot be reached.
    NotObtained,
    /// A child who is open to another authority.
    Elsewhere,
    /// A placement.
    Placement,
    /// Whether anybody goes there alone.
    NoLone,
    /// Who may go there alone although, on this manager's word.
    AllowLone,
    /// What to expect.
    Alert,
}

impl Row {
    /// The rows that every contact has.
    pub(super) const ALWAYS: [Self; 8] = [
        Self::File,
        Self::Advise,
        Self::Analyse,
        Self::NotObtained,
        Self::Elsewhere,
        Self::Placement,
        Self::NoLone,
        Self::Alert,
    ];

    /// Gives the name of its sheet.
    pub(super) fn slot(self) -> String {
        match self {
            Self::Tonight(child) => format!("tonight/{}", child.0),
            Self::Morning(no) => format!("morning/{no}"),
            Self::File => "file".to_owned(),
            Self::Advise => "advise".to_owned(),
            Self::Analyse => "analyse".to_owned(),
            Self::NotObtained => "not_obtained".to_owned(),
            Self::Elsewhere => "elsewhere".to_owned(),
            Self::Placement => "placement".to_owned(),
            Self::NoLone => "no_lone".to_owned(),
            Self::AllowLone => "allow_lone".to_owned(),
            Self::Alert => "alert".to_owned(),
        }
    }

    pub(super) fn of_slot(slot: &str) -> Option<Self> {
        if let Some(child) = slot.strip_prefix("tonight/") {
            return child.parse().ok().map(|no| Self::Tonight(PersonNo(no)));
        }
        if let Some(no) = slot.strip_prefix("morning/") {
            return no.parse().ok().map(Self::Morning);
        }
        Self::ALWAYS.into_iter().chain([Self::AllowLone]).find(|row| row.slot() == slot)
    }

    /// Gives the mark of what of it is not in the record yet.
    pub(super) fn waits(self, view: &View<'_>) -> &'static str {
        let night = &view.contact.night;
        let any = |mut of: Box<dyn Iterator<Item = Place> + '_>| {
            of.find(|place| !view.waits(place).is_empty()).map_or("", |place| view.waits(&place))
        };
        match self {
            Self::Tonight(child) => view.waits(&Place::Tonight(child)),
            Self::Morning(no) => view.waits(&Place::Morning(no)),
            Self::File => view.waits(&Place::File),
            Self::Advise => any(Box::new(night.advised.iter().map(|said| Place::Morning(said.morning.no)))),
            Self::Analyse => view.waits(&Place::Analysis),
            Self::Elsewhere => any(Box::new(night.elsewhere.iter().map(|e| Place::Elsewhere(e.child)))),
            Self::Placement => view.waits(&Place::Placement),
            Self::NoLone => view.waits(&Place::NoLone),
            Self::Alert => view.waits(&Place::Alert),
            // What was not obtained waits as a line for the day; a manager's word never waits.
            Self::NotObtained | Self::AllowLone => "",
        }
    }

    /// Gives what stands over its fields.
    pub(super) fn title(self, view: &View<'_>) -> String {
        match self {
            Row::Tonight(child) => {
                let night = view.contact.last_night_of(child);
                let night = night.map_or("Tonight", |tonight| which_night(tonight, view));
                format!("{night}: {}", view.contact.family.names(&[child]))
            }
            Row::Morning(_) => "What came of it".to_owned(),
            Row::File => "On a child's file".to_owned(),
            Row::Advise => "A general enquiry".to_owned(),
            Row::Analyse => "The analysis of two".to_owned(),
            Row::NotObtained => "Not obtainable at night".to_owned(),
            Row::Elsewhere => "Open to another authority".to_owned(),
            Row::Placement => "Placement".to_owned(),
            Row::NoLone => "Lone visits".to_owned(),
            Row::AllowLone => "A manager's word: who may go alone".to_owned(),
            Row::Alert => "To expect, and what to do then".to_owned(),
        }
    }
}

/// Writes a row's line: what is asked, and what is known.
pub(super) fn line(row: Row, view: &View<'_>) -> (String, Role) {
    let contact = view.contact;
    let night = &contact.night;
    let open = |title: &str, hint: &str| (format!("○ {title:<26} {hint}"), Role::Text);
    // What stands before it is to be seen whoever listens: words that name somebody are covered, and no more than they.
    let shown = |said: &str| shown(view, said).into_owned();
    let done = |title: &str, said: &str| (format!("● {title:<26} {}", shown(said)), Role::Met);
    match row {
        Row::Tonight(child) => {
            let last = contact.last_night_of(child);
            let night = last.map_or("Tonight", |tonight| which_night(tonight, view));
            let name = format!("{night}: {}", contact.family.names(&[child]));
            match last {
                Some(tonight @ Tonight { then: Some(after), .. }) => match tonight.protection() {
                    Some(ends) => {
                        let ends = words::near(view.now, ends.at);
                        let said = format!("police protection to {ends}, {}", over(tonight, after, view));
                        (format!("▲ {name:<26} {}", shown(&said)), Role::DueSoon)
                    }
                    None => done(&name, &over(tonight, after, view)),
                },
                Some(tonight) if tonight.set.care.until <= view.now => {
                    let care = &tonight.set.care;
                    let until = words::near(view.now, care.until);
                    let ends = contact.protection_of(child).filter(|due| due.at > view.now);
                    let ends =
                        ends.map(|due| format!("police protection to {}, ", words::near(view.now, due.at)));
                    let ends = ends.unwrap_or_default();
                    let said = format!("{ends}over {until}, with {}: say what came after", shown(&care.with));
                    (format!("▲ {name:<26} {said}"), Role::DueSoon)
                }
                Some(tonight) => {
                    let care = &tonight.set.care;
                    let ends = contact.protection_of(child);
                    let ends =
                        ends.map(|due| format!(", police protection to {}", words::near(view.now, due.at)));
                    let said = format!(
                        "{} with {}, until {}{}",
                        care.under.words(),
                        shown(&care.with),
                        words::near(view.now, care.until),
                        ends.unwrap_or_default()
                    );
                    if care.is_agreed_by_nobody() {
                        let words = format!("▲ {name:<26} nobody who may agreed: {said}");
                        return (words, Role::DueSoon);
                    }
                    done(&name, &said)
                }
                None => open(&name, "who has them, where, who agreed"),
            }
        }
        Row::Morning(no) => {
            let morning = night.morning.iter().find(|morning| morning.no == no);
            let said = morning.map(|m| format!("{} ({})", m.what, words::near(view.now, m.due)));
            (format!("▲ {:<26} {}", "For the day", shown(&said.unwrap_or_default())), Role::DueSoon)
        }
        Row::File => {
            let mut said = filed(view);
            if contact.is_unfiled() {
                let missing = contact.unfiled();
                let whom = if said.is_empty() {
                    String::new()
                } else {
                    format!(" {}", contact.family.names(&missing))
                };
                let why = contact.why_unfiled().unwrap_or("before the shift ends");
                said.push(format!("not yet{whom}: {why}"));
                (format!("✕ {:<26} {}", "On a child's file", shown(&said.join(" · "))), Role::NotMet)
            } else if said.is_empty() {
                open("On a child's file", "the record's number")
            } else {
                done("On a child's file", &said.join(" · "))
            }
        }
        Row::Advise => match &night.advised {
            Some(Advised { advice, .. }) => done("General enquiry", advice),
            None => open("General enquiry", "advice now, the rest for the day"),
        },
        Row::Analyse => match night.analyses.last() {
            Some(analysis) => {
                let (by, second) = (view.name_of(analysis.by), view.name_of(analysis.said.manager));
                match &analysis.second {
                    SecondName::Confirmed { .. } => done("Analysis of two", &format!("{by} and {second}")),
                    other => {
                        let names = format!("{}: {second}; by {by}", other.words());
                        (format!("◐ {:<26} {names}", "Analysis of two"), Role::NotKnown)
                    }
                }
            }
            None => open("Analysis of two", "practitioner and manager on call"),
        },
        Row::NotObtained => open("Not obtainable at night", "an agency: the day asks them"),
        Row::Elsewhere => match night.elsewhere.as_slice() {
            [] => open("Open to another authority", "here tonight, and theirs by day"),
            all => {
                let said: Vec<String> = all
                    .iter()
                    .map(|e| format!("{}: {}", contact.family.names(&[e.child]), e.authority))
                    .collect();
                let untold = all.iter().filter(|elsewhere| elsewhere.told.trim().is_empty()).count();
                if untold > 0 {
                    let words =
                        format!("▲ {:<26} {}: NOT TOLD YET", "Open elsewhere", shown(&said.join("; ")));
                    return (words, Role::DueSoon);
                }
                done("Open to another authority", &said.join("; "))
            }
        },
        Row::Placement => match &night.placement {
            Some(needed) => {
                let kinds: Vec<&str> = needed.kinds.iter().map(|kind| kind.words()).collect();
                let words = format!("{}: {}", contact.family.names(&needed.children), kinds.join(", "));
                (format!("▲ {:<26} {words}", "Placement needed"), Role::DueSoon)
            }
            None => open("Placement", "is one looked for?"),
        },
        Row::NoLone => match &night.no_lone {
            Some(marked) => {
                let why = &marked.why;
                let may = night.allowed.iter().rfind(|word| view.now < word.allowed.until);
                let may = may.map(|word| {
                    let who = view.name_of(word.allowed.visitor);
                    format!(" – but {who}, on the word of {}", view.name_of(word.by))
                });
                let words = format!("‼ {NO_LONE:<26} {}{}", shown(why), may.unwrap_or_default());
                (words, Role::NotMet)
            }
            None => match view.marks {
                [] => match night.earlier_marks.last() {
                    Some(lifted) => {
                        let (at, by) = (words::near(view.now, lifted.at), view.name_of(lifted.by));
                        let why = lifted.why.as_deref().map_or_else(String::new, |why| format!(": {why}"));
                        let said = format!("{why} (was: {})", lifted.marked.why);
                        open("Lone visits", &format!("mark lifted {at} by {by}{}", shown(&said)))
                    }
                    None => open("Lone visits", "not marked"),
                },
                found => {
                    let words = format!("‼ {NO_LONE:<26} not marked here; {}", elsewhere(found));
                    (words, Role::NotMet)
                }
            },
        },
        Row::AllowLone => match night.allowed.last() {
            Some(word) => {
                let (who, by) = (view.name_of(word.allowed.visitor), view.name_of(word.by));
                let until = words::near(view.now, word.allowed.until);
                done("May go alone", &format!("{who}, on the word of {by}, until {until}"))
            }
            None => open("May go alone", "your word, as a manager, for one person"),
        },
        Row::Alert => match &night.alert {
            Some(alert) if alert.until <= view.now => {
                let until = words::near(view.now, alert.until);
                done("To expect", &format!("over {until}: {}", shown(&alert.expect)))
            }
            Some(alert) => (format!("▲ {:<26} {}", "To expect", shown(&alert.expect)), Role::DueSoon),
            None => open("To expect", "what may come, and what to do then"),
        },
    }
}

/// Says of each child on which file the contact stands, the last word of each.
pub(super) fn filed(view: &View<'_>) -> Vec<String> {
    let (family, filed) = (&view.contact.family, &view.contact.night.filed);
    let mut said = Vec::new();
    for child in family.children() {
        let last = filed.iter().rfind(|filed| filed.children.contains(&child.no));
        match last.map(|filed| &filed.to) {
            Some(FiledIn::Record(record)) => said.push(format!("{} {record}", child.name())),
            Some(FiledIn::NotKnown) => {
                said.push(format!("{} not known here: passed to the day", child.name()));
            }
            Some(FiledIn::NoChild(_)) | None => {}
        }
    }
    if said.is_empty() {
        said.extend(filed.iter().rev().find_map(|filed| match &filed.to {
            FiledIn::NoChild(why) => Some(format!("on no file, it is about no child: {why}")),
            FiledIn::Record(_) | FiledIn::NotKnown => None,
        }));
    }
    said
}

/// Says that an arrangement is over, since when, and what came after it.
pub(super) fn over(tonight: &Tonight, after: &After, view: &View<'_>) -> String {
    // It says where the child is now.
    let words = if view.cover.is_on() { cover() } else { after.words.trim().to_owned() };
    let at = tonight.over_at().unwrap_or(after.at);
    format!("over {}: {words}", words::near(view.now, at))
}

/// Says on which other contacts the family is marked.
fn elsewhere(found: &[Found]) -> String {
    let mut places: Vec<String> =
        found.iter().filter(|found| !found.closed).map(|found| found.mark.reference.to_string()).collect();
    if found.iter().any(|found| found.closed) {
        places.push("a record closed to you".to_owned());
    }
    format!("marked on {}", places.join(", "))
}
