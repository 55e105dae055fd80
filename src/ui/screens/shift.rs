//! The shift: the brief with which it begins, what is still on no child's file, and its end.

use std::{cell::Cell, rc::Rc};

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use super::{
    beside::{Say, Screen, Seen, View},
    call::pane::{HalfTyped, Outcome},
    desk_form::{DeskForm, choice},
};
use crate::{
    desk::protocol::Deed,
    domain::{
        board::{Entry, Kind},
        calendar::words,
        contact::night::Line,
        policy::Mode,
        shift::{self, Beginning, Brief, Command, Shift},
    },
    ui::{
        cover::COVERED,
        draw,
        kept::Kept,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        waits,
        widgets::Field,
    },
};

/// The screen's state.
#[derive(Default)]
pub struct ShiftScreen {
    form: DeskForm,
    /// How far the brief was turned, in lines.
    top: usize,
    /// How far it can be turned, in lines. A cache of how it was drawn last.
    most: Cell<usize>,
    /// When the shift that was on ended, where it was ended here.
    ended: Option<DateTime<Utc>>,
    read: Kept<Seen, Night>,
}

/// A shift as it was read.
struct Night {
    mine: Option<Shift>,
    brief: Vec<(String, Role)>,
}

impl ShiftScreen {
    fn read(&self, view: &View<'_>) -> Rc<Night> {
        self.read.of(view.seen(), || Night { mine: Self::mine(view), brief: brief(view) })
    }

    fn mine(view: &View<'_>) -> Option<Shift> {
        let mine = |shift: &Shift| shift.worker == view.actor.person;
        view.board.iter().filter(|e| e.kind == Kind::Shift).filter_map(Entry::read).find(mine)
    }

    /// Lists what of this shift is on no child's file.
    fn unfiled(view: &View<'_>) -> Vec<Line> {
        let Some(shift) = Self::mine(view) else { return Vec::new() };
        let of = view.board.iter().filter(|e| e.kind == Kind::Unfiled);
        let read = of.filter_map(|entry| Some((entry.person, entry.read::<Line>()?)));
        let of = read.filter(|(by, line)| shift.is_of(line.taken, *by)).map(|(_, line)| line);
        let mut lines: Vec<Line> = of.collect();
        lines.sort_by_key(|line| line.taken);
        lines
    }

    fn turn(&mut self, view: &View<'_>) {
        let on = self.read(view).mine.is_some();
        self.form.turn(if on { "end" } else { "start" }, |_| {
            if on { end_fields(view) } else { start_fields(view) }
        });
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = self.form.slot().to_owned();
        let deed = match Self::mine(view) {
            None => {
                let alone = match self.form.chosen("alone").as_str() {
                    "yes" => true,
                    "no" => false,
                    _ => return self.form.refuse("Say whether you are alone tonight."),
                };
                let nobody = self.form.text("nobody");
                let nobody_on_call = Some(nobody).filter(|words| !words.trim().is_empty());
                Deed::Shift(None, Command::Start(Beginning { alone, nobody_on_call }))
            }
            Some(shift) => {
                if self.form.chosen("end") != "yes" {
                    return self.form.refuse("Say that your shift ends.");
                }
                let reason = |line: Line| {
                    let why = self.form.text(&format!("why/{}", line.reference));
                    (line.reference, why)
                };
                let reasons = Self::unfiled(view).into_iter().map(reason);
                let reasons = reasons.filter(|(_, why)| !why.trim().is_empty()).collect();
                Deed::Shift(Some(shift.id), Command::End { reasons, nobody: self.form.text("nobody") })
            }
        };
        say.push(Say::Do { slot, deed });
    }
}

impl Screen for ShiftScreen {
    fn stack(&self) -> &'static [Context] {
        if self.most.get() > 0 { stacks::BESIDE } else { stacks::FORM }
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Shift, Kind::Unfiled, Kind::Morning, Kind::Placement, Kind::Visit]
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => {
                self.top = self.top.saturating_sub(1);
                return true;
            }
            Some(Action::RowDown) => {
                self.top = (self.top + 1).min(self.most.get());
                return true;
            }
            _ => {}
        }
        let Some(submit) = self.form.key(key, say) else { return false };
        self.turn(view);
        if submit {
            self.submit(view, say);
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.form.paste(text, say);
        self.turn(view);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.turn(view);
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if let Outcome::Saved(at) = outcome {
            self.ended = (slot == "end").then_some(*at);
        }
        let stands = self.form.answered(slot, outcome);
        self.turn(view);
        stands
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let width = usize::from(area.width);
        let read = self.read(view);
        let ended = self.ended.filter(|_| read.mine.is_none()).map(|at| {
            let words = format!("✓ Your shift ended {}. Below begins the next one.", words::stamp(at));
            (words, Role::Ok)
        });
        let lines: Vec<(String, Role)> = ended
            .iter()
            .chain(&read.brief)
            .flat_map(|(text, role)| draw::wrapped(text, width).into_iter().map(move |line| (line, *role)))
            .collect();
        // The form needs its fields, a line each, and room for a refusal.
        let fields = if read.mine.is_some() { end_fields(view).len() } else { 2 };
        let form = u16::try_from(fields * 2 + 3).unwrap_or(u16::MAX).min(area.height / 2);
        let room = Rect { height: area.height - form, ..area };
        // What says that there is more has a line of its own: it lies over nothing.
        let above = draw::above_more(room, lines.len());
        self.most.set(lines.len().saturating_sub(usize::from(above.height)));
        let top = self.top.min(self.most.get());
        for (y, (line, role)) in (above.y..above.bottom()).zip(lines.into_iter().skip(top)) {
            draw::put(frame.buffer_mut(), above, above.x, y, &line, view.theme.style(role));
        }
        if top < self.most.get() {
            let words = "more: Alt+↓ ";
            let x = room.right().saturating_sub(u16::try_from(words.chars().count()).unwrap_or(0));
            let y = room.bottom().saturating_sub(1);
            draw::put(frame.buffer_mut(), room, x, y, words, view.theme.style(Role::HintKey));
        }
        self.form.draw(frame, Rect { y: room.bottom(), height: form, ..area }, view.theme);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.form.half_typed()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.form.restore(body);
        self.sync(view);
    }
}

/// Writes the brief: who is on call, what to expect, who is where tonight, what waits for the day.
fn brief(view: &View<'_>) -> Vec<(String, Role)> {
    let (book, now) = (&view.desk.book, view.now);
    let mine = ShiftScreen::mine(view);
    let mut lines = vec![match &mine {
        Some(shift) => {
            let waits = view.waits(Kind::Shift, shift.id.0, None);
            (format!("{waits}Your shift, since {}", words::near(now, shift.since)), Role::Title)
        }
        None => ("Before your shift".to_owned(), Role::Title),
    }];
    // By day it is not the night's senior manager who is asked.
    let mode = book.duty.mode_at(now);
    let called = book.duty.authority(mode).map_or("manager", |role| book.duty.called(role));
    let (nobody, there) = match mode {
        Mode::Edt => ("‼ NOBODY is on call as senior manager".to_owned(), "On call"),
        Mode::FrontDoor => (format!("‼ NOBODY authorises: no {called} on duty"), "Authorises now"),
    };
    let on_call: Vec<String> = book
        .duty
        .authorities(mode)
        .flat_map(|authority| book.duty.on_duty(authority.role, now))
        .map(|person| {
            let number = book.duty.directory.number(person).map_or("no number", |set| set.number.as_str());
            format!("{}, {number}", book.state.name_of(person))
        })
        .collect();
    if on_call.is_empty() {
        lines.push((nobody, Role::Alarm));
    } else {
        lines.push((format!("{there}: {}", on_call.join("; ")), Role::TextStrong));
    }
    let empty = Brief::default();
    let brief = view.brief.map_or(&empty, |brief| brief);
    let open = match brief.open {
        1 => "1 contact is open.".to_owned(),
        open => format!("{open} contacts are open."),
    };
    lines.push((open, Role::Text));
    // Lines of other contacts can say who told us, or where somebody is safe.
    let covered = |of: Vec<String>| if view.heard.is_empty() { of } else { vec![COVERED.to_owned()] };
    let mut part = |title: &str, of: Vec<String>, role: Role| {
        if !of.is_empty() {
            lines.push((String::new(), Role::Text));
            lines.push((title.to_owned(), Role::Title));
            lines.extend(of.into_iter().map(|line| (line, role)));
        }
    };
    part("What the day asks you to expect", covered(brief.left.clone()), Role::Text);
    part("What may come, and what to do then", covered(brief.alerts.clone()), Role::DueSoon);
    part("Who has whom tonight", covered(brief.tonight.clone()), Role::Text);
    let of = |kind: Kind| -> Vec<String> {
        let of = view.board.iter().filter(|e| e.kind == kind);
        let lines = of.filter_map(|entry| Some((waits::mark(entry.waits), entry.read::<Line>()?)));
        lines.map(|(waits, line)| format!("{waits}{} {}", line.reference, line.words)).collect()
    };
    part("Placements looked for", covered(of(Kind::Placement)), Role::Text);
    part("Waits for the day", covered(of(Kind::Morning)), Role::Text);
    if mine.is_some() {
        let unfiled = ShiftScreen::unfiled(view);
        let lines = unfiled.iter().map(|line| format!("{} {}", line.reference, line.words)).collect();
        part("On no child's file yet", lines, Role::NotMet);
        let older = view.board.iter().filter(|e| e.kind == Kind::Unfiled).count() - unfiled.len();
        if older > 0 {
            let words = format!(
                "{older} of earlier nights are on no child's file either. A handover of the night names those of them that nobody of the day has taken up."
            );
            part("From before", vec![words], Role::TextDim);
        }
    }
    lines
}

fn start_fields(view: &View<'_>) -> Vec<Field> {
    let (duty, now) = (&view.desk.book.duty, view.now);
    let mode = duty.mode_at(now);
    let nobody = duty.authorities(mode).all(|authority| duty.on_duty(authority.role, now).is_empty());
    // By day nobody is asked of a night.
    let when = if view.desk.calling.mode() == Mode::Edt { "tonight" } else { "on this shift" };
    let alone = format!("Are you alone {when}?");
    let mut fields =
        vec![Field::choice("alone", alone, vec![choice("yes", "yes"), choice("no", "no")]).needed(true)];
    if nobody {
        let (words, hint) = match mode {
            Mode::Edt => ("Nobody on call", "nobody is on call: what was done about it, and who knows"),
            Mode::FrontDoor => {
                ("Nobody authorises", "nobody authorises now: what was done about it, and who knows")
            }
        };
        fields.push(Field::line("nobody", words).needed(true).hint(hint));
    }
    fields
}

fn end_fields(view: &View<'_>) -> Vec<Field> {
    let why = |line: Line| {
        Field::line(format!("why/{}", line.reference).as_str(), format!("{} not filed", line.reference))
            .hint("why not, and who does it; or file it in the contact (F12)")
    };
    let mut fields = vec![Field::choice("end", "End the shift", vec![choice("yes", "ends now")])];
    if let Some(until) = nobody_until(view) {
        let label = format!("Nobody on until {}", words::near(view.now, until));
        let hint = "who takes calls until then, and who knows";
        fields.push(Field::line("nobody", label).hint(hint));
    }
    fields.extend(ShiftScreen::unfiled(view).into_iter().map(why));
    fields
}

/// Tells until when nobody is on after a shift that ends now.
fn nobody_until(view: &View<'_>) -> Option<DateTime<Utc>> {
    let shifts = view.board.iter().filter(|entry| entry.kind == Kind::Shift);
    let others = shifts.into_iter().any(|entry| entry.person != Some(view.actor.person));
    shift::nobody_until(&view.desk.book.duty, others, view.now)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::contact::call::Caller,
        exchange::story::begin,
        ui::screens::call::caller::{CallerPane, fixture::Bench},
    };

    #[test]
    fn nobody_on_call_is_said_in_the_brief() {
        let said = || {
            let mut story = begin(Caller::default());
            story.duty.roster = crate::domain::duty::Roster::default();
            let mut bench = Bench::<CallerPane>::new(story);
            bench.with(|_, view| {
                let board = Arc::from([]);
                let view = View::of_pane(view, &board);
                brief(&view).into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("\n")
            })
        };
        assert!(said().contains("‼ NOBODY is on call"), "{}", said());
    }
}
