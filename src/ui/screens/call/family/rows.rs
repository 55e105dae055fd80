//! What a row of the family's list says.

use super::{
    plan::{due, label},
    subject::Subject,
};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::{
            family::{Family, Household, Kind, Person},
            marked::Elsewhere,
            place::Place,
        },
        input::born::{Born, age_at},
        value::YesNo,
    },
    ui::{
        draw,
        screens::call::{
            page::{Piece, column, cover},
            pane::View,
        },
        theme::Role,
    },
};

/// The width of the column that names the kind.
const KIND: usize = 8;

/// Gives the pieces of a row; `half` says whether something is half-typed about it.
pub(super) fn pieces(subject: Subject, half: bool, view: &View<'_>, width: u16) -> Vec<Piece> {
    let family = &view.contact.family;
    let names = name_width(family, width);
    let mut pieces = Vec::new();
    let sign = |wants: bool| match (half, wants) {
        (true, _) => ("● ".to_owned(), Role::Notice),
        (false, true) => ("★ ".to_owned(), Role::Needed),
        (false, false) => ("  ".to_owned(), Role::Text),
    };
    let mut head = |wants: bool, kind: &str| {
        pieces.push((" ".to_owned(), Role::Text));
        pieces.push(sign(wants));
        pieces.push((column(kind, KIND), Role::TextDim));
    };
    let person = |no| family.get(no);
    let aside = |place: Place| (view.waits(&place).to_owned(), Role::Error);
    match subject {
        Subject::New => {
            head(false, "+ add");
            pieces.push(("somebody, a household, or a link between two".to_owned(), Role::TextDim));
        }
        Subject::Person(no) => {
            let Some(person) = person(no) else {
                head(false, "gone");
                return gone(pieces);
            };
            let wants = person.is_child() && !view.contact.child_wants(no).is_empty();
            head(wants, short(person.details.kind));
            pieces.push(aside(Place::Person(no)));
            pieces.push((column(&label(person, family), names), Role::TextStrong));
            join(&mut pieces, said_of(person, view));
        }
        Subject::Household(no) => {
            let Some(home) = family.households.iter().find(|home| home.no == no) else {
                head(false, "gone");
                return gone(pieces);
            };
            head(false, "home");
            pieces.push(aside(Place::Household(no)));
            if home.protected {
                pieces.push(("protected  ".to_owned(), Role::Notice));
            }
            pieces.push(place(home, view));
            let who = if home.members.is_empty() {
                ("who lives there is not said".to_owned(), Role::NotKnown)
            } else {
                (family.names(&home.members), Role::Text)
            };
            join(&mut pieces, vec![who]);
        }
        Subject::Link(from, to) => {
            let known = family.links.iter().find(|link| (link.from, link.to) == (from, to));
            let (Some(link), Some(from), Some(to)) = (known, person(from), person(to)) else {
                head(false, "gone");
                return gone(pieces);
            };
            head(false, "link");
            let words = format!("{} – {} – {}", label(from, family), link.words, label(to, family));
            pieces.push((words, Role::Text));
        }
    }
    pieces
}

/// Gives the title of a subject's sheet.
pub(super) fn title(subject: Subject, view: &View<'_>) -> String {
    let family = &view.contact.family;
    match subject {
        Subject::New => "new".to_owned(),
        Subject::Person(no) => {
            family.get(no).map_or_else(|| "no longer here".to_owned(), |person| label(person, family))
        }
        Subject::Household(no) => match family.households.iter().find(|home| home.no == no) {
            Some(home) => place(home, view).0,
            None => "no longer here".to_owned(),
        },
        Subject::Link(from, to) => format!("{} to {}", family.names(&[from]), family.names(&[to])),
    }
}

/// Gives where a household is, or that this is covered.
fn place(home: &Household, view: &View<'_>) -> Piece {
    if home.protected && view.cover.is_on() {
        (cover(), Role::Covered)
    } else {
        (home.place.clone(), Role::Text)
    }
}

fn gone(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.push(("no longer in this contact: what you wrote is kept here".to_owned(), Role::Notice));
    pieces
}

/// Gives what is known of a person, piece by piece.
fn said_of(person: &Person, view: &View<'_>) -> Vec<Piece> {
    let family = &view.contact.family;
    let details = &person.details;
    let mut said: Vec<Piece> = barred(person, view).map(|words| (words, Role::NotMet)).into_iter().collect();
    let child = person.is_child();
    if !child && !details.relation.trim().is_empty() {
        said.push((details.relation.clone(), Role::Text));
    }
    match &details.born {
        Some(born @ Born::Expected(_)) => said.push((format!("unborn, {}", due(born)), Role::Text)),
        Some(born) => said.push((age_at(born, local_day(view.now)).to_string(), Role::Text)),
        None if child => said.push(("age not known yet".to_owned(), Role::NotKnown)),
        None => {}
    }
    if child && !details.relation.trim().is_empty() {
        said.push((details.relation.clone(), Role::Text));
    }
    // Who may agree is never pushed off the line by where they live.
    if child {
        if !person.is_unborn() {
            let holders: Vec<_> = family.responsible_for(person.no).map(|holder| holder.no).collect();
            said.push(if holders.is_empty() {
                ("PR ? nobody named".to_owned(), Role::NotKnown)
            } else {
                (format!("PR {}", family.names(&holders)), Role::Text)
            });
        }
    } else {
        said.extend(responsibility(person, family));
    }
    let homes = family.households.iter().filter(|home| home.members.contains(&person.no));
    said.extend(homes.map(|home| place(home, view)));
    said
}

/// Says that somebody must not be told: before all else, for the line may be cut. What is said of the whole family stands with
/// the adults, and pushes nobody's responsibility for a child off the line.
fn barred(person: &Person, view: &View<'_>) -> Option<String> {
    if person.telling.bars(view.now) {
        return Some("✗ not to be told".to_owned());
    }
    if person.is_child() {
        return None;
    }
    if view.contact.not_now_for(person, view.now).is_some() {
        return Some("✗ not told now".to_owned());
    }
    let mark = view.elsewhere.iter().find(|mark| mark.person == person.no && mark.bars(view.now));
    mark.map(Elsewhere::brief)
}

fn responsibility(person: &Person, family: &Family) -> Option<Piece> {
    let details = &person.details;
    let for_whom = || {
        if details.responsible_for.is_empty() {
            "PR ✓ yes, for whom is not said".to_owned()
        } else {
            format!("PR ✓ yes for {}", family.names(&details.responsible_for))
        }
    };
    match details.responsibility {
        Some(YesNo::Yes) => Some((for_whom(), Role::Text)),
        Some(YesNo::No) => Some(("PR ✗ no".to_owned(), Role::Text)),
        Some(YesNo::Unknown) if !details.responsible_for.is_empty() => {
            let of = family.names(&details.responsible_for);
            Some((format!("PR ? not known for {of}"), Role::NotKnown))
        }
        Some(YesNo::Unknown) => Some(("PR ? not known".to_owned(), Role::NotKnown)),
        None if details.kind == Kind::Parent => Some(("PR ? not asked".to_owned(), Role::NotKnown)),
        None => None,
    }
}

fn join(pieces: &mut Vec<Piece>, said: Vec<Piece>) {
    for (at, piece) in said.into_iter().enumerate() {
        let gap = if at == 0 { "  " } else { " · " };
        pieces.push((gap.to_owned(), Role::TextDim));
        pieces.push(piece);
    }
}

const fn short(kind: Kind) -> &'static str {
    match kind {
        Kind::Child => "child",
        Kind::Parent => "parent",
        Kind::Adult => "adult",
        Kind::Visitor => "visits",
    }
}

fn name_width(family: &Family, width: u16) -> usize {
    let longest = family.people.iter().map(|person| draw::width(&label(person, family))).max().unwrap_or(0);
    longest.clamp(6, usize::from(width / 3).clamp(6, 28))
}
