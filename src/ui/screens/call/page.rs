//! A pane's area, filled from the top and from the foot; the pieces of its lines; and what is covered on it.

use std::{borrow::Cow, cell::Cell, rc::Rc};

use chrono::{DateTime, Utc};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

pub(super) use crate::domain::refusal::in_a_sentence as sentence;

use super::{
    pane::{Cover, View},
    sheet::Sheet,
};
use crate::{
    domain::{
        contact::{call::Caller, marked::Elsewhere, others::Other, said},
        input::phone,
        policy::CallerKind,
    },
    ui::{
        draw,
        keymap::{self, Action, stacks},
        theme::{Role, Theme},
    },
};

/// A piece of a line, raw, and what it is.
pub(super) type Piece = (String, Role);

/// What is left of the area.
pub(super) struct Page<'a> {
    /// What is left.
    pub(super) area: Rect,
    theme: &'a Theme,
}

/// Gives so many lines as a height.
fn high(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}

impl<'a> Page<'a> {
    /// The lines with which a sheet can be filled in, one field after the other.
    const FIELDS: u16 = 12;

    /// Begins with the whole.
    pub(super) fn new(area: Rect, theme: &'a Theme) -> Self {
        Self { area, theme }
    }

    /// Takes lines from the top.
    pub(super) fn take(&mut self, height: u16) -> Rect {
        let height = height.min(self.area.height);
        let top = Rect { height, ..self.area };
        self.area.y += height;
        self.area.height -= height;
        top
    }

    /// Takes lines for a list of so many rows: what they need, at most a share of what is left.
    pub(super) fn list(&mut self, rows: usize, share: u16, least: u16) -> Rect {
        let rows = u16::try_from(rows).unwrap_or(u16::MAX);
        self.take(rows.min(self.area.height / share).max(least))
    }

    /// Takes the lines above a sheet: as many as a document of so many lines needs, but no more than the sheet, with what is
    /// printed beside it, leaves over. A sheet in use gets the greater part.
    pub(super) fn above_sheet(&mut self, lines: usize, sheet: &Sheet, beside: Option<&str>) -> Rect {
        let rest = self.area.height;
        let wants = sheet.wants();
        if sheet.fields().is_empty() {
            return self.take(rest);
        }
        let beside = beside.map_or(0, |text| draw::wrapped(text, usize::from(self.area.width.max(1))).len());
        let share = if sheet.is_written() { 64 } else { 45 };
        let most = u16::try_from(u32::from(rest) * share / 100).unwrap_or(rest);
        let free = rest.saturating_sub(high(lines).saturating_add(1));
        self.take(rest - high(wants + beside).min(most.max(free)).min(rest))
    }

    /// Takes the lines above a sheet for what is read out to somebody: all of it, where enough is left for the fields. Where
    /// it is not, the fields give way until an answer is written down.
    pub(super) fn read_above_sheet(&mut self, lines: usize, sheet: &Sheet, answers: bool) -> Rect {
        let rest = self.area.height;
        // Before there is an answer its fields are short, but for the list that is open.
        let wants = if answers { sheet.wants() } else { sheet.fields().len() + (sheet.opens() + 2).max(4) };
        let wants = high(wants);
        let free = rest.saturating_sub(high(lines).saturating_add(1));
        let share = if answers { 64 } else { 45 };
        let most = u16::try_from(u32::from(rest) * share / 100).unwrap_or(rest);
        let room = if free >= wants.min(Self::FIELDS) { free } else { most };
        self.take(rest - wants.min(room).min(rest))
    }

    /// Writes a text, broken into as many lines as it needs.
    pub(super) fn say(&mut self, buf: &mut Buffer, text: &str, role: Role) {
        self.say_most(buf, text, role, usize::MAX);
    }

    /// Writes a text in so many lines at the most, with `…` where that is not all.
    pub(super) fn say_most(&mut self, buf: &mut Buffer, text: &str, role: Role, most: usize) {
        let lines = draw::wrapped(text, usize::from(self.area.width.max(1)));
        for (at, line) in lines.iter().take(most).enumerate() {
            let cut = if at + 1 == most && lines.len() > most { "…" } else { "" };
            let place = self.take(1);
            let room = usize::from(place.width).saturating_sub(cut.len().min(1));
            let line = format!("{}{cut}", draw::clip(line, room).trim_end_matches('…'));
            draw::put(buf, place, place.x, place.y, &line, self.theme.style(role));
        }
    }

    /// Writes a text at the foot of what is left, in as many lines as it needs and half of them at the most.
    pub(super) fn under(&mut self, buf: &mut Buffer, text: &str, role: Role) {
        let lines = draw::wrapped(text, usize::from(self.area.width.max(1))).len();
        let most = (self.area.height / 2).max(1).min(self.area.height);
        let height = u16::try_from(lines).unwrap_or(u16::MAX).min(most);
        self.area.height -= height;
        let foot = Rect { y: self.area.bottom(), height, ..self.area };
        Self { area: foot, theme: self.theme }.say_most(buf, text, role, usize::from(height));
    }

    /// Draws a line across, with a title in it.
    pub(super) fn head(&mut self, buf: &mut Buffer, title: &str, role: Role) {
        let place = self.take(1);
        let border = self.theme.style(Role::Border);
        draw::put(buf, place, place.x, place.y, &"─".repeat(usize::from(place.width)), border);
        if !title.is_empty() {
            let inner = Rect { x: place.x + 2, width: place.width.saturating_sub(3), ..place };
            draw::put(buf, inner, inner.x, inner.y, &format!(" {title} "), self.theme.style(role));
        }
    }

    /// Writes the pane's title, and what there is to count.
    pub(super) fn title(&mut self, buf: &mut Buffer, words: &str, more: &str) {
        let place = self.take(1);
        let used = draw::put(buf, place, place.x + 1, place.y, words, self.theme.style(Role::Title));
        draw::put(buf, place, place.x + used + 3, place.y, more, self.theme.style(Role::TextDim));
    }

    /// Says at the foot what the keys do here, as far as there is room.
    pub(super) fn foot(&mut self, buf: &mut Buffer, keys: &[(String, &str)]) {
        if self.area.height < 5 {
            return;
        }
        self.area.height -= 1;
        let foot = Rect { y: self.area.bottom(), height: 1, ..self.area };
        let mut x = foot.x;
        for (keys, words) in keys {
            let wide = draw::width(keys) + draw::width(words) + 1;
            if usize::from(x) + wide > usize::from(foot.right()) {
                break;
            }
            x += draw::put(buf, foot, x, foot.y, keys, self.theme.style(Role::HintKey));
            x += u16::from(!keys.is_empty());
            x += draw::put(buf, foot, x, foot.y, words, self.theme.style(Role::HintWords)) + 2;
        }
    }
}

/// Gives the key of an action as words.
pub(super) fn chord(action: Action) -> String {
    keymap::keys_of(stacks::CALL_FORM, action)
}

/// Gives the keys that walk the rows, as words.
pub(super) fn walk() -> String {
    format!("{} {}", chord(Action::RowUp), chord(Action::RowDown))
}

/// Gives a row's pieces as one text, where they do not fit into a line.
pub(super) fn unfolded(pieces: &[Piece], width: u16) -> Option<String> {
    let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let words: Vec<&str> = whole.split_whitespace().collect();
    (draw::width(&whole) > usize::from(width)).then(|| words.join(" "))
}

/// Makes a line of the pieces, cut with `…` at the width.
pub(super) fn line(pieces: &[Piece], width: u16, theme: &Theme) -> Line<'static> {
    let mut room = usize::from(width);
    let mut spans: Vec<Span<'static>> = Vec::with_capacity(pieces.len());
    for (text, role) in pieces {
        if room == 0 {
            break;
        }
        let text = draw::safe(text);
        let cut = draw::clip(&text, room).into_owned();
        room -= draw::width(&cut).min(room);
        spans.push(Span::styled(cut, theme.style(*role)));
    }
    Line::from(spans)
}

/// Makes a text exactly so wide: cut with `…`, or filled with spaces.
pub(super) fn column(text: &str, width: usize) -> String {
    let text = draw::safe(text);
    let cut = draw::clip(&text, width);
    let gap = width.saturating_sub(draw::width(&cut));
    format!("{cut}{}", " ".repeat(gap))
}

/// A moment that parsers of fields look at while the pane moves it on: "in 30 min" is from now.
#[derive(Clone, Default)]
pub(super) struct Moment(Rc<Cell<DateTime<Utc>>>);

impl Moment {
    /// Moves it on.
    pub(super) fn set(&self, now: DateTime<Utc>) {
        self.0.set(now);
    }

    /// Gives it.
    pub(super) fn get(&self) -> DateTime<Utc> {
        self.0.get()
    }
}

/// Gives what stands where something is covered.
pub(super) fn cover() -> String {
    format!("▒▒▒ covered, {} shows", chord(Action::Reveal))
}

/// Gives a text, or the cover where it would show who reported, who rang about the family before, or a protected address. A parent
/// whose call is attached is named in every second note for what they did, and not for having rung.
pub(super) fn shown<'t>(view: &View<'_>, text: &'t str) -> Cow<'t, str> {
    let here = &view.contact.call.caller;
    let rang_before = |other: &&Other| {
        let of_family = other.caller.is_person.is_some() || other.caller.kind == Some(CallerKind::Parent);
        !of_family && (view.cover == Cover::All || other.caller.name != here.name)
    };
    let names_earlier = || {
        let mut before = view.beside.iter().filter(rang_before);
        before.any(|other| names_caller(view, (&other.caller, other.known_how.as_deref()), text, false))
    };
    let gives_away = || view.contact.gives_protected(text, view.beside) || names_earlier();
    if view.cover == Cover::All && names_reporter(view, text) || view.cover.is_on() && gives_away() {
        Cow::Owned(cover())
    } else {
        Cow::Borrowed(text)
    }
}

/// Gives what tells how something is known or who heard it, or the cover: that says who reported, whether or not a name stands in
/// it. To whoever reported here on the line it is covered where it speaks of somebody who rang before.
pub(super) fn source<'t>(view: &View<'_>, text: &'t str) -> Cow<'t, str> {
    let before = || {
        let mut before = view.beside.iter();
        before.any(|other| names_caller(view, (&other.caller, other.known_how.as_deref()), text, true))
    };
    let covered = match view.cover {
        Cover::All => !text.trim().is_empty(),
        Cover::Others => before(),
        Cover::None => false,
    };
    if covered { Cow::Owned(cover()) } else { shown(view, text) }
}

/// Says what another contact marks of somebody: why can be covered, that they are barred never is; nothing, where nothing holds.
pub(super) fn marked_there(view: &View<'_>, mark: &Elsewhere) -> Option<String> {
    let words = mark.words(view.now)?;
    Some(match shown(view, &words) {
        Cow::Borrowed(words) => words.to_owned(),
        Cow::Owned(cover) if mark.bars(view.now) => format!("{}: {cover}", mark.brief()),
        Cow::Owned(cover) => format!("▲ in {}: {cover}", mark.called),
    })
}

/// Tells whether a text says who reported: their number, a name or initials of theirs that are nobody else's here, or what
/// they are to the family.
pub(super) fn names_reporter(view: &View<'_>, text: &str) -> bool {
    let call = &view.contact.call;
    names_caller(view, (&call.caller, call.known_how()), text, true)
}

/// Tells whether a text says who rang, here or in another contact of the family; to speak at all of somebody who is the same to
/// it is enough where `at_all` is wanted.
pub(super) fn names_caller(
    view: &View<'_>,
    (caller, known_how): (&Caller, Option<&str>),
    text: &str,
    at_all: bool,
) -> bool {
    let said = said::words(text);
    let named = caller.names().any(|name| {
        let name = name.to_lowercase();
        let parts = names(&name);
        let (own, family) = parts.split_at(parts.len().saturating_sub(1).max(1).min(parts.len()));
        let long = |part: &&&str| part.chars().count() > 2 && !TITLES.contains(*part);
        let is_name = |at: usize, part: &str| said[at].low() == part && said::is_name_at(&said, at, &parts);
        own.iter().filter(long).any(|part| (0..said.len()).any(|at| is_name(at, part)))
            || family.iter().filter(long).any(|part| {
                // A family name that they share is theirs where no other first name stands before it.
                let shared = shares(view, &name, part);
                let before = |at: usize| at.checked_sub(1).and_then(|at| said.get(at));
                (0..said.len()).any(|at| {
                    is_name(at, part)
                        && (!shared || before(at).is_some_and(|word| TITLES.contains(&word.low())))
                })
            })
    });
    named || view.contact.describes(caller, known_how, (text, &said), at_all) || {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let numbers = [&caller.number, &caller.shown_number].into_iter().flatten();
        let mut numbers = numbers.filter_map(|number| phone::read(number).ok()?.digits);
        numbers.any(|number| digits(text).contains(&digits(&number)))
    }
}

/// What can stand before a name, in small letters.
const TITLES: [&str; 6] = ["mr", "mrs", "ms", "miss", "dr", "rev"];

/// Gives the words of a text in small letters, without what makes a name a possessive.
fn names(low: &str) -> Vec<&str> {
    let words = low.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    words
        .map(|word| word.trim_end_matches("'s").trim_end_matches("’s"))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Tells whether somebody else of the family has a family name too.
fn shares(view: &View<'_>, name: &str, family: &str) -> bool {
    let others = view.contact.family.people.iter().filter_map(|person| person.details.name.as_deref());
    others
        .map(str::to_lowercase)
        .any(|other| other.trim() != name.trim() && names(&other).last() == Some(&family))
}
