//! Who may be told what, why, until when, and by which ways they can be reached safely.
//!
//! One table of everybody, and beneath it the sheet of the person under the cursor.

#[cfg(test)]
mod tests;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    family::label,
    page::{self, Moment, Page, Piece, chord, column, sentence, walk},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{Sheet, Sheets},
    words::choice,
};
use crate::{
    domain::{
        calendar::words,
        contact::family::{Command, Kind, Telling},
        ids::PersonNo,
        input::clock_time,
        value::{Value, YesNo},
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Field, List},
    },
};

const BAR: &str = "bar";
const MAY: &str = "may";
const MUST_NOT: &str = "must_not";
const WHY: &str = "why";
const UNTIL: &str = "until";
const RING: &str = "ring";
const TEXT: &str = "text";
const MESSAGE: &str = "message";
const WRITE: &str = "write";
const HOW: &str = "how";

/// The width of the column that says in a word what somebody may be told.
const TOLD: usize = 11;

/// What stands in it of whoever is told nothing.
const NOTHING: (&str, Role) = ("✗ nothing", Role::NotMet);

/// What stands in it of whoever may be somebody who is told nothing, as another contact says.
const PERHAPS: (&str, Role) = ("▲ perhaps", Role::Notice);

/// The widths of the columns that depend on the room.
#[derive(Clone, Copy)]
struct Widths {
    names: usize,
    way: usize,
}

impl Widths {
    fn of(view: &View<'_>, width: u16) -> Self {
        let family = &view.contact.family;
        let longest = family.people.iter().map(|person| draw::width(&label(person, family))).max();
        let way = if width < 60 { 5 } else { 7 };
        let room = usize::from(width).saturating_sub(3 + TOLD + 4 * way + 1);
        Self { names: longest.unwrap_or(0).min(28).min(room).max(4), way }
    }
}

/// The pane's state.
#[derive(Default)]
pub struct TellingPane {
    list: List<PersonNo>,
    rows: Vec<PersonNo>,
    sheets: Sheets,
    moment: Moment,
}

fn slot(no: PersonNo) -> String {
    format!("person {}", no.0)
}

fn person_of(slot: &str) -> Option<PersonNo> {
    slot.strip_prefix("person ")?.parse().ok().map(PersonNo)
}

impl TellingPane {
    fn open(&self) -> PersonNo {
        person_of(self.sheets.slot()).unwrap_or_default()
    }

    /// Takes up what is recorded now; about somebody who is gone, what was written stays.
    fn fit(&mut self, view: &View<'_>) {
        let (open, moment) = (self.open(), self.moment.clone());
        self.sheets.open_mut().fit(|_| fields(open, view, &moment));
    }

    fn count(&mut self, view: &View<'_>) {
        let people = &view.contact.family.people;
        let of = |kind| people.iter().filter(move |person| person.details.kind == kind);
        self.rows = Kind::ALL.into_iter().flat_map(of).map(|person| person.no).collect();
        // Somebody may have been taken out while something was written about them.
        for no in self.sheets.half_typed().filter_map(person_of) {
            if !self.rows.contains(&no) {
                self.rows.push(no);
            }
        }
        self.list.sync(&self.rows);
    }

    fn turn(&mut self, no: PersonNo, view: &View<'_>) {
        self.sheets.turn(&slot(no));
        self.fit(view);
        self.list.select(no);
        self.count(view);
    }

    fn walk(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave(view, say);
        self.list.act(action, &self.rows);
        if let Some(no) = self.list.cursor().copied() {
            self.turn(no, view);
        }
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let person = self.open();
        let sheet = self.sheets.open_mut();
        if sheet.is_given() || !sheet.is_sound() {
            return;
        }
        match telling(sheet, view) {
            Err(why) => sheet.wrong(UNTIL, &why),
            Ok(telling) => {
                sheet.hand_in(slot(person), Command::SetTelling { person, telling }, view, say);
            }
        }
    }
}

impl Pane for TellingPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        self.moment.set(view.now);
        match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => self.walk(Action::Up, view, say),
            Some(Action::RowDown) => self.walk(Action::Down, view, say),
            _ => {
                let (open, moment) = (self.open(), self.moment.clone());
                let sheet = self.sheets.open_mut();
                let Some(typed) = sheet.key(key, view, say, |_| fields(open, view, &moment)) else {
                    return false;
                };
                if typed.submit {
                    self.submit(view, say);
                }
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.moment.set(view.now);
        self.sheets.open_mut().paste(text, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.moment.set(view.now);
        let open = self.open();
        self.fit(view);
        self.count(view);
        let near = if self.rows.contains(&open) { Some(open) } else { self.list.cursor().copied() };
        if let Some(near) = near {
            self.turn(near, view);
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let (open, moment) = (self.open(), self.moment.clone());
        self.sheets.open_mut().leave(view, say, |_| fields(open, view, &moment));
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if let Some(sheet) = self.sheets.get_mut(slot) {
            sheet.answered(outcome, "");
        }
        self.count(view);
        self.sheets.slot() == slot
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let theme = view.theme;
        let family = &view.contact.family;
        let buf = frame.buffer_mut();
        let mut page = Page::new(area, theme);
        if self.rows.is_empty() {
            page.title(buf, "Who may be told what", "");
            page.say(buf, "  Nobody is named yet. Name them first: F3.", Role::TextDim);
            return;
        }
        let keys = [(Action::Save, "save"), (Action::NextField, "next field")];
        let keys = keys.map(|(action, words)| (chord(action), words));
        page.foot(buf, &[&[(walk(), "person")], &keys[..]].concat());
        // The head of the table takes the title's line.
        let widths = Widths::of(view, area.width);
        let place = page.take(1);
        buf.set_line(place.x, place.y, &page::line(&head(widths), area.width, theme), place.width);
        let place = page.list(self.rows.len(), 2, 1);
        let half: Vec<PersonNo> = self.sheets.half_typed().filter_map(person_of).collect();
        self.list.draw(buf, place, theme, self.rows.len(), |at, _| {
            let Some(no) = self.rows.get(at).copied() else { return Line::default() };
            page::line(&row(no, half.contains(&no), widths, view), area.width, theme)
        });
        let who = family.get(self.open()).map_or_else(
            || "no longer in this contact: what you wrote is kept here".to_owned(),
            |person| format!("{}, {}", label(person, family), person.details.kind.words()),
        );
        page.head(buf, &who, Role::Label);
        // What another contact of the family says stands above what this one says.
        for mark in view.elsewhere.iter().filter(|mark| mark.person == self.open()) {
            if let Some(words) = page::marked_there(view, mark) {
                page.say_most(buf, &words, Role::NotMet, 2);
            }
        }
        let person = family.get(self.open());
        if let Some(held) = person.and_then(|person| view.contact.not_now_for(person, view.now)) {
            let words = format!(
                "✗ the family is not told now: {}. “May be told”, once it is filled in here, ends that for them.",
                held.place(None)
            );
            page.say_most(buf, &words, Role::NotMet, 2);
        }
        self.sheets.open().draw(frame, page.area, theme, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.moment.set(view.now);
        let moment = &self.moment;
        self.sheets.restore(body, |slot, sheet, kept| {
            let no = person_of(slot).unwrap_or_default();
            sheet.restore(kept, |_| fields(no, view, moment));
        });
        self.sync(view);
    }
}

/// Gives the fields for somebody; also for nobody, so that what was half-typed has a place.
fn fields(no: PersonNo, view: &View<'_>, moment: &Moment) -> Vec<Field> {
    let person = view.contact.family.get(no);
    let known = person.map(|person| person.telling.clone()).unwrap_or_default();
    let said = known != Telling::default();
    let of = vec![
        choice("yes", "yes: every letter and call back is barred"),
        choice("no", "no, within what stands below"),
    ];
    let moment = moment.clone();
    let until = Field::moment(UNTIL, "Until", clock_time::future, move || moment.get());
    let line = |key, label, text: String| {
        Field::line(key, label).holding((!text.is_empty()).then_some(Value::Text(text)))
    };
    let way = |key, label, safe: Option<YesNo>| {
        let hint = "Not known is an answer too: it says that you asked";
        Field::yes_no(key, label).hint(hint).holding(safe.map(Value::YesNo))
    };
    let barred = Value::Choice(if known.not_to_be_told { "yes" } else { "no" }.to_owned());
    vec![
        Field::choice(BAR, "Not to be told", of)
            .hint("Whether they are barred, whatever stands below")
            .holding(said.then_some(barred)),
        line(MAY, "May be told", known.may),
        line(MUST_NOT, "Must not be told", known.must_not),
        line(WHY, "Why", known.why).hint("Wanted wherever something must not be told"),
        until
            .hint("Fri 12:00 · tomorrow 14:30 · in 2 h · empty: until it is changed")
            .holding(known.until.map(|until| Value::Text(words::stamp(until).to_string()))),
        way(RING, "Safe to ring", known.ring),
        way(TEXT, "Safe to text", known.text),
        way(MESSAGE, "Safe to leave a message", known.message),
        way(WRITE, "Safe to write", known.write),
        line(HOW, "When and how", known.how)
            .hint("Only before 3 · on Tuesdays · ring twice: read before somebody rings"),
    ]
}

/// Reads the sheet, or says what is wrong with its end.
fn telling(sheet: &Sheet, view: &View<'_>) -> Result<Telling, String> {
    let way = |key| sheet.answer(key);
    let until = Some(sheet.text(UNTIL)).filter(|text| !text.trim().is_empty());
    let until = until.map(|text| clock_time::future(&text, view.now)).transpose();
    Ok(Telling {
        not_to_be_told: sheet.chosen(BAR) == Some("yes"),
        may: sheet.text(MAY),
        must_not: sheet.text(MUST_NOT),
        why: sheet.text(WHY),
        until: until.map_err(|error| sentence(&error))?,
        ring: way(RING),
        text: way(TEXT),
        message: way(MESSAGE),
        write: way(WRITE),
        how: sheet.text(HOW),
    })
}

fn head(widths: Widths) -> Vec<Piece> {
    let dim = |text: String| (text, Role::TextDim);
    let mut head =
        vec![dim("   ".to_owned()), dim(column("who", widths.names + 1)), dim(column("told", TOLD))];
    head.extend(["ring", "text", "msg", "write"].map(|way| dim(column(way, widths.way))));
    if widths.way > 5 {
        head.push(dim("until, when, why".to_owned()));
    }
    head
}

fn row(no: PersonNo, half: bool, widths: Widths, view: &View<'_>) -> Vec<Piece> {
    let sign = if half { (" ● ".to_owned(), Role::Notice) } else { ("   ".to_owned(), Role::Text) };
    let Some(person) = view.contact.family.get(no) else {
        return vec![sign, ("no longer in this contact".to_owned(), Role::Notice)];
    };
    let telling = &person.telling;
    let bars = |counts: bool| {
        let mut marks = view.elsewhere.iter();
        marks.find(|mark| mark.person == no && mark.counts == counts && mark.bars(view.now))
    };
    let elsewhere = bars(true).or_else(|| bars(false));
    let not_now = view.contact.not_now_for(person, view.now);
    let (word, role) = match elsewhere {
        _ if not_now.is_some() => NOTHING,
        Some(mark) if mark.counts => NOTHING,
        Some(_) if !telling.bars(view.now) => PERHAPS,
        _ => told(telling, view),
    };
    let who = format!("{} ", column(&label(person, &view.contact.family), widths.names));
    let mut pieces = vec![sign, (who, Role::TextStrong), (column(word, TOLD), role)];
    let ways = |telling: &Telling| [telling.ring, telling.text, telling.message, telling.write];
    let theirs = || view.elsewhere.iter().filter(|mark| mark.person == no && mark.counts);
    for (at, safe) in ways(telling).into_iter().enumerate() {
        let unsafe_there = theirs().any(|mark| ways(&mark.telling)[at] == Some(YesNo::No));
        let safe = if unsafe_there { Some(YesNo::No) } else { safe };
        let (sign, word, role) = match safe {
            Some(YesNo::Yes) => ("✓ ", "yes", Role::Met),
            Some(YesNo::No) => ("✗ ", "no", Role::NotMet),
            Some(YesNo::Unknown) => ("? ", "n/k", Role::NotKnown),
            None => ("", "–", Role::TextDim),
        };
        let word = if widths.way > 5 { format!("{sign}{word}") } else { word.to_owned() };
        // The mark is underlined where nobody knows, the gap is not.
        let gap = widths.way.saturating_sub(draw::width(&word));
        pieces.push((word, role));
        pieces.push((" ".repeat(gap), Role::Text));
    }
    if let Some(until) = telling.until {
        pieces.push((format!("{}  ", words::near(view.now, until)), Role::Text));
    }
    if !telling.how.trim().is_empty() {
        pieces.push((format!("☎ {}  ", page::shown(view, telling.how.trim())), Role::Notice));
    }
    if let Some(held) = not_now {
        pieces.push((format!("✗ not told now: {}  ", held.place(None)), Role::NotMet));
    }
    if let Some(mark) = elsewhere {
        let role = if mark.counts { Role::NotMet } else { Role::Notice };
        pieces.push((format!("{}  ", mark.brief()), role));
    }
    pieces.push((page::shown(view, &telling.why).into_owned(), Role::TextDim));
    pieces
}

/// Says in a word what somebody may be told now.
fn told(telling: &Telling, view: &View<'_>) -> (&'static str, Role) {
    let said = |text: &str| !text.trim().is_empty();
    if telling.bars(view.now) {
        NOTHING
    } else if telling.not_to_be_told {
        ("▲ bar over", Role::Notice)
    } else if said(&telling.must_not) {
        ("▲ not all", Role::Notice)
    } else if said(&telling.may) {
        ("✓ as said", Role::Met)
    } else {
        ("– not said", Role::TextDim)
    }
}
