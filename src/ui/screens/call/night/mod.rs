//! The night of a contact: who has each child until morning, where it is filed, and what waits for the day.
//!
//! One row for each thing a night asks; nothing of it is filled in before somebody says it.

mod fields;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};

use self::fields::fields;
use super::{
    page::{self, Moment, Page, chord, walk},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{Sheet, Sheets},
};
use crate::{
    domain::{
        calendar::words,
        contact::night::{
            Advised, Alert, Analysed, Care, Command, Elsewhere, FiledIn, MorningDone, NoLoneVisits,
            Placement, PlacementNeeded, TonightEnded, Under, Unobtainable,
        },
        ids::{AgencyId, PersonNo, StaffId},
        input::clock_time,
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{List, Notice},
    },
};

/// One thing that a night asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
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
    /// What to expect.
    Alert,
}

impl Row {
    /// The rows that every contact has.
    const ALWAYS: [Self; 8] = [
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
    fn slot(self) -> String {
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
            Self::Alert => "alert".to_owned(),
        }
    }

    fn of_slot(slot: &str) -> Option<Self> {
        if let Some(child) = slot.strip_prefix("tonight/") {
            return child.parse().ok().map(|no| Self::Tonight(PersonNo(no)));
        }
        if let Some(no) = slot.strip_prefix("morning/") {
            return no.parse().ok().map(Self::Morning);
        }
        Self::ALWAYS.into_iter().find(|row| row.slot() == slot)
    }
}

/// The pane's state.
#[derive(Default)]
pub struct NightPane {
    list: List<Row>,
    sheets: Sheets,
    now: Moment,
}

impl NightPane {
    fn rows(view: &View<'_>) -> Vec<Row> {
        let children = view.contact.family.children().map(|child| Row::Tonight(child.no));
        let waiting = view.contact.night.morning.iter().filter(|morning| morning.done.is_none());
        children.chain(waiting.map(|morning| Row::Morning(morning.no))).chain(Row::ALWAYS).collect()
    }

    fn turn(&mut self, view: &View<'_>) {
        let row = self.list.cursor().copied().unwrap_or(Row::File);
        self.sheets.turn(&row.slot());
        let now = self.now.clone();
        self.sheets.open_mut().fit(|sheet| fields(row, sheet, view, &now));
    }

    fn row(&self) -> Row {
        Row::of_slot(self.sheets.slot()).unwrap_or(Row::File)
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let row = self.row();
        let sheet = self.sheets.open_mut();
        if !sheet.is_full() {
            return;
        }
        match command(row, sheet, view) {
            Ok(command) => sheet.hand_in(row.slot(), command, view, say),
            Err(words) => sheet.refuse(words),
        }
    }

    /// Gives the line that says how times were read.
    fn reading(&self, view: &View<'_>) -> Option<String> {
        let sheet = self.sheets.open();
        let until = clock_time::future(&sheet.text("until"), view.now).ok()?;
        Some(format!("Until {}", words::stamp(until)))
    }
}

/// Makes the command that a sheet says.
fn command(row: Row, sheet: &mut Sheet, view: &View<'_>) -> Result<Command, &'static str> {
    let text = |key: &str| sheet.text(key);
    let until = |key: &str| {
        clock_time::future(&sheet.text(key), view.now).map_err(|_| "Say until when: 08:00, Fri 12:00.")
    };
    let children = || -> Vec<PersonNo> {
        sheet.several("children").into_iter().filter_map(|no| no.parse().ok()).map(PersonNo).collect()
    };
    Ok(match row {
        Row::Tonight(child) if sheet.chosen("what") == Some("over") => {
            Command::EndCare(TonightEnded { child, then: text("then") })
        }
        Row::Tonight(child) => {
            let under = Under::ALL.into_iter().find(|under| Some(under.key()) == sheet.chosen("under"));
            Command::Care(Box::new(Care {
                child,
                under: under.ok_or("Say under what the child is there.")?,
                with: text("with"),
                place: text("place"),
                proposed_by: text("proposed"),
                agreed_by: text("agreed"),
                fit: sheet.answer("fit"),
                fit_words: text("fit_words"),
                checks: text("checks"),
                childs_view: text("view"),
                until: until("until")?,
                taken: clock_time::past(&sheet.text("taken"), view.now).ok(),
            }))
        }
        Row::Morning(no) => Command::MorningDone(MorningDone { no, words: text("words") }),
        Row::File => Command::File {
            to: match sheet.chosen("to") {
                Some("record") => FiledIn::Record(text("record")),
                Some("not_known") => FiledIn::NotKnown,
                Some(_) => FiledIn::NoChild(text("why")),
                None => return Err("Say where it is filed."),
            },
            children: children(),
        },
        Row::Advise => Command::Advise { advice: text("advice"), morning: text("morning") },
        Row::Analyse => Command::Analyse(Analysed {
            manager: sheet
                .chosen("manager")
                .and_then(|id| id.parse().ok())
                .map(StaffId)
                .ok_or("Say which manager analysed it with you.")?,
            words: text("words"),
            proportionate: text("proportionate"),
        }),
        Row::NotObtained => Command::NotObtained(Unobtainable {
            agency: AgencyId::new(sheet.chosen("agency").unwrap_or_default()),
            what: text("what"),
            tried: text("tried"),
        }),
        Row::Elsewhere => Command::Elsewhere(Elsewhere {
            child: children().first().copied().ok_or("Say which child.")?,
            authority: text("authority"),
            told: text("told"),
        }),
        Row::Placement => {
            let kinds = sheet.several("kinds");
            let kinds = Placement::ALL.into_iter().filter(|kind| kinds.contains(&kind.key())).collect();
            Command::Placement(PlacementNeeded { children: children(), kinds, words: text("words") })
        }
        Row::NoLone => {
            let why = (sheet.chosen("marked") == Some("yes")).then(|| text("why"));
            Command::NoLone(NoLoneVisits { why })
        }
        Row::Alert => Command::Alert(Alert {
            expect: text("expect"),
            contingency: text("contingency"),
            until: until("until")?,
        }),
    })
}

/// Writes a row's line: what is asked, and what is known.
fn line(row: Row, view: &View<'_>) -> (String, Role) {
    let contact = view.contact;
    let night = &contact.night;
    let open = |title: &str, hint: &str| (format!("○ {title:<26} {hint}"), Role::Text);
    let done = |title: &str, said: &str| (format!("● {title:<26} {said}"), Role::Met);
    match row {
        Row::Tonight(child) => {
            let name = format!("Tonight: {}", contact.family.names(&[child]));
            match contact.tonight_of(child) {
                Some(tonight) => {
                    let care = &tonight.set.care;
                    let ends = tonight.set.ends.as_ref();
                    let ends =
                        ends.map(|due| format!(", police protection to {}", words::near(view.now, due.at)));
                    let said = format!(
                        "{} with {}, until {}{}",
                        care.under.words(),
                        care.with,
                        words::near(view.now, care.until),
                        ends.unwrap_or_default()
                    );
                    done(&name, &said)
                }
                None => open(&name, "who has them, where, who agreed"),
            }
        }
        Row::Morning(no) => {
            let morning = night.morning.iter().find(|morning| morning.no == no);
            let said = morning.map(|m| format!("{} ({})", m.what, words::near(view.now, m.due)));
            (format!("▲ {:<26} {}", "For the day", said.unwrap_or_default()), Role::DueSoon)
        }
        Row::File if contact.is_unfiled() => {
            (format!("✕ {:<26} {}", "On a child's file", "not yet: before the shift ends"), Role::NotMet)
        }
        Row::File => match night.filed.last() {
            Some(filed) => match &filed.to {
                FiledIn::Record(record) => done("On a child's file", record),
                FiledIn::NotKnown => done("On a child's file", "not known here: passed to the day"),
                FiledIn::NoChild(why) => done("On a child's file", why),
            },
            None => open("On a child's file", "the record's number"),
        },
        Row::Advise => match &night.advised {
            Some(Advised { advice, .. }) => done("General enquiry", advice),
            None => open("General enquiry", "advice now, the rest for the day"),
        },
        Row::Analyse => match &night.analysed {
            Some((by, analysed)) => {
                let names = format!("{} and {}", view.name_of(*by), view.name_of(analysed.manager));
                done("Analysis of two", &names)
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
            Some(why) => (format!("‼ {:<26} {why}", "NO LONE VISITS"), Role::NotMet),
            None => open("Lone visits", "not marked"),
        },
        Row::Alert => match &night.alert {
            Some(alert) => (format!("▲ {:<26} {}", "To expect", alert.expect), Role::DueSoon),
            None => open("To expect", "what may come, and what to do then"),
        },
    }
}

impl Pane for NightPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        self.now.set(view.now);
        let step = match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => Some(Action::Up),
            Some(Action::RowDown) => Some(Action::Down),
            _ => None,
        };
        if let Some(step) = step {
            self.leave(view, say);
            self.list.act(step, &Self::rows(view));
            self.turn(view);
            return true;
        }
        let (row, now) = (self.row(), self.now.clone());
        let sheet = self.sheets.open_mut();
        let Some(typed) = sheet.key(key, view, say, |sheet| fields(row, sheet, view, &now)) else {
            return false;
        };
        if typed.submit {
            self.submit(view, say);
        } else if typed.out == Some(true) {
            let next = format!("{} records it.", chord(Action::Save));
            say.push(Say::Tell(Notice::know("That is all that is asked here.", next)));
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.now.set(view.now);
        self.sheets.open_mut().paste(text, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.now.set(view.now);
        self.list.sync(&Self::rows(view));
        self.turn(view);
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let (row, now) = (self.row(), self.now.clone());
        self.sheets.open_mut().leave(view, say, |sheet| fields(row, sheet, view, &now));
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if let Some(sheet) = self.sheets.get_mut(slot)
            && sheet.answered(outcome, "")
        {
            sheet.renew();
            self.turn(view);
        }
        self.sheets.slot() == slot
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        page.foot(frame.buffer_mut(), &[(chord(Action::Save), "records it"), (walk(), "row")]);
        let rows = Self::rows(view);
        let place = page.list(rows.len(), 2, 3);
        let width = usize::from(place.width);
        self.list.draw(frame.buffer_mut(), place, view.theme, rows.len(), |at, _| {
            let (text, role) = line(rows[at], view);
            Line::from(draw::span(&page::column(&text, width), view.theme.style(role)))
        });
        let title = match self.row() {
            Row::Tonight(child) => format!("Tonight: {}", view.contact.family.names(&[child])),
            Row::Morning(_) => "What came of it".to_owned(),
            Row::File => "On a child's file".to_owned(),
            Row::Advise => "A general enquiry".to_owned(),
            Row::Analyse => "The analysis of two".to_owned(),
            Row::NotObtained => "Not obtainable at night".to_owned(),
            Row::Elsewhere => "Open to another authority".to_owned(),
            Row::Placement => "Placement".to_owned(),
            Row::NoLone => "Lone visits".to_owned(),
            Row::Alert => "To expect, and what to do then".to_owned(),
        };
        page.head(frame.buffer_mut(), &title, if active { Role::Focus } else { Role::Title });
        if let Some(reading) = self.reading(view).filter(|_| page.area.height > 3) {
            let foot = Rect { y: page.area.bottom() - 1, height: 1, ..page.area };
            page.area.height -= 1;
            draw::put(frame.buffer_mut(), foot, foot.x, foot.y, &reading, view.theme.style(Role::TextDim));
        }
        self.sheets.open().draw(frame, page.area, view.theme, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.now.set(view.now);
        let now = &self.now;
        self.sheets.restore(body, |name, sheet, kept| {
            let row = Row::of_slot(name).unwrap_or(Row::File);
            sheet.restore(kept, |sheet| fields(row, sheet, view, now));
        });
        if let Some(row) = Row::of_slot(self.sheets.slot()) {
            self.list.select(row);
        }
        self.sync(view);
    }
}
