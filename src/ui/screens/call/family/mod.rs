//! The family: who there is, how they belong together, and where they live.
//!
//! The list is above, the sheet of the row under the cursor beneath it. The sheet's first field says what the row is, or is
//! to be; the other fields follow from it, and so does taking out what was entered by mistake.

mod act;
#[cfg(test)]
pub(super) mod fixture;
mod plan;
mod rows;
mod subject;
#[cfg(test)]
mod tests;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

pub(super) use self::plan::label;
use self::{
    plan::{WHAT, plan},
    subject::{Subject, What},
};
use super::{
    entry::Sheets,
    pane::{HalfTyped, Outcome, Pane, Say, View},
    parts::{self, COVERED, Moment, Places},
};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::family::{Command, Family},
        ids::FieldKey,
        policy::script::StageNo,
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Form, FormEvent, List},
    },
};

/// The stage of the script that asks for the family.
const STAGE: StageNo = StageNo(3);

/// The pane's state.
pub struct FamilyPane {
    list: List<Subject>,
    rows: Vec<Subject>,
    sheets: Sheets,
    moment: Moment,
}

impl Default for FamilyPane {
    fn default() -> Self {
        let moment = Moment::default();
        let first = plan(Subject::New, None, &Family::default(), &moment);
        Self {
            list: List::default(),
            rows: vec![Subject::New],
            sheets: Sheets::new(Subject::New.to_string(), first),
            moment,
        }
    }
}

impl FamilyPane {
    fn subject(&self) -> Subject {
        Subject::read(self.sheets.slot()).unwrap_or(Subject::New)
    }

    /// Gives what the open sheet makes of its subject.
    fn what(&self, family: &Family) -> Option<What> {
        let chosen = self.sheets.open().choice(WHAT).and_then(|key| What::from_key(&key));
        chosen.or_else(|| self.subject().what(family))
    }

    /// Tells whether the open sheet would show an address that is covered.
    fn is_covered(&self, view: &View<'_>) -> bool {
        let protected =
            |no| view.contact.family.households.iter().any(|home| home.no == no && home.protected);
        view.covered && matches!(self.subject(), Subject::Household(no) if protected(no))
    }

    /// Takes up the open sheet's fields as they are wanted now; what is no longer in the contact stays as it was written.
    fn fit(&mut self, view: &View<'_>) {
        let family = &view.contact.family;
        let (subject, what) = (self.subject(), self.what(family));
        if !subject.is_in(family) {
            return;
        }
        let sheet = self.sheets.open_mut();
        for (key, choices) in plan::choices(subject, family) {
            sheet.form.set_choices(&key, choices);
        }
        sheet.fit(plan(subject, what, family, &self.moment));
    }

    fn count(&mut self, view: &View<'_>) {
        self.rows = Subject::rows(&view.contact.family, self.sheets.half_typed());
        self.list.sync(&self.rows);
    }

    fn turn(&mut self, subject: Subject, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.sheets.open_mut().form.leave();
        self.take(events, view, say);
        let family = &view.contact.family;
        self.sheets.turn(&subject.to_string(), plan(subject, subject.what(family), family, &self.moment));
        self.fit(view);
        // What somebody is, is rarely what is to be changed: an arrow pressed by habit should not change it.
        let sheet = self.sheets.open_mut();
        if subject != Subject::New && !sheet.is_half_typed() {
            focus_second(&mut sheet.form);
        }
        self.list.select(subject);
        self.count(view);
    }

    fn walk(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) {
        self.list.act(action, &self.rows);
        if let Some(subject) = self.list.cursor().copied() {
            self.turn(subject, view, say);
        }
    }

    fn take(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) {
        for event in events {
            match event {
                FormEvent::Changed => self.sheets.open_mut().touch(view.fresh),
                FormEvent::Left { key, .. } if key == FieldKey::from(WHAT) => {
                    self.fit(view);
                    focus_second(&mut self.sheets.open_mut().form);
                }
                FormEvent::Left { .. } => {}
                FormEvent::Submit => {
                    self.submit(view, say);
                    continue;
                }
            }
            if !matches!(say.last(), Some(Say::Changed)) {
                say.push(Say::Changed);
            }
        }
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let subject = self.subject();
        let what = self.what(&view.contact.family);
        let sheet = self.sheets.open_mut();
        // An answer is on its way: asking twice would name somebody twice.
        if sheet.is_sent() || !sheet.is_sound() {
            return;
        }
        let slot = subject.to_string();
        match act::command(subject, what, sheet, local_day(view.now)) {
            Err((key, words)) => sheet.want(&FieldKey::from(key), &words),
            Ok(command @ Command::Unlink { .. }) => say.push(Say::Confirm {
                title: "Take the link away".to_owned(),
                lines: vec![format!(
                    "{}. The journal keeps that it was once written.",
                    rows::title(subject, view)
                )],
                then: Box::new(Say::act(slot, command)),
            }),
            Ok(command) => {
                let event = sheet.send();
                say.push(Say::Act { slot, command: command.into(), event });
            }
        }
    }

    fn wanted(view: &View<'_>, width: u16) -> Vec<String> {
        let wanted = view.contact.people_wanted(STAGE);
        if wanted.is_empty() {
            return Vec::new();
        }
        let words = format!("★ still wanted: {}", wanted.join("; "));
        draw::wrapped(&words, usize::from(width.saturating_sub(2).max(1)))
    }
}

/// Goes on from the field that says what the row is, where the form stands there.
fn focus_second(form: &mut Form) {
    let what = FieldKey::from(WHAT);
    let next = form.fields().get(1).map(|field| field.key.clone());
    if let Some(next) = next.filter(|_| form.focused() == Some(&what)) {
        form.focus(&next);
    }
}

impl Pane for FamilyPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        self.moment.set(view.now);
        match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => self.walk(Action::Up, view, say),
            Some(Action::RowDown) => self.walk(Action::Down, view, say),
            Some(Action::Add) => {
                self.turn(Subject::New, view, say);
                self.sheets.open_mut().form.focus(&FieldKey::from(WHAT));
            }
            _ if self.is_covered(view) => return false,
            _ => {
                let Some(events) = self.sheets.open_mut().form.key(key) else { return false };
                self.take(events, view, say);
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.moment.set(view.now);
        if !self.is_covered(view) {
            let events = self.sheets.open_mut().form.paste(text);
            self.take(events, view, say);
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        self.moment.set(view.now);
        self.fit(view);
        let open = self.subject();
        self.rows = Subject::rows(&view.contact.family, self.sheets.half_typed());
        if self.rows.contains(&open) {
            self.list.select(open);
        }
        self.list.sync(&self.rows);
        // What the open sheet was about was taken out, and nothing is written in it.
        if let Some(near) = self.list.cursor().copied().filter(|near| *near != open) {
            self.turn(near, view, &mut Vec::new());
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.sheets.open_mut().form.leave();
        self.take(events, view, say);
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) {
        let family = &view.contact.family;
        let subject = Subject::read(slot).unwrap_or(Subject::New);
        let moment = &self.moment;
        if let Some(sheet) = self.sheets.get_mut(slot) {
            match outcome {
                Outcome::Refused(why) => sheet.refuse(why.clone()),
                Outcome::Saved(_) => {
                    let what = sheet.choice(WHAT).and_then(|key| What::from_key(&key));
                    sheet.saved(what.or_else(|| subject.what(family)).map_or("", What::noun));
                    if subject == Subject::New {
                        sheet.begin_anew(plan(Subject::New, None, family, moment));
                    }
                }
            }
        }
        self.count(view);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let theme = view.theme;
        let sheet = self.sheets.open();
        let subject = self.subject();
        // What of a row was cut stands beneath the list; what is still wanted, where nothing was.
        let whole = match subject {
            Subject::New => Vec::new(),
            _ => parts::unfolded(&rows::pieces(subject, false, view, area.width), area.width),
        };
        let (role, lines) = if whole.is_empty() {
            (Role::Needed, Self::wanted(view, area.width))
        } else {
            (Role::Text, whole)
        };
        let hint = sheet.form.focused().map_or("", plan::hint);
        let notice = parts::notice_of(sheet);
        let beneath = notice.as_ref().map_or(u16::from(!hint.is_empty()), |n| n.height(area.width));
        let places = Places::of(area, self.rows.len(), lines.len(), beneath);
        let buf = frame.buffer_mut();
        let family = &view.contact.family;
        let (children, all) = (family.children().count(), family.people.len());
        let count = match (children, all) {
            (_, 0) => String::new(),
            (1, 1) => "1 child".to_owned(),
            (1, _) => format!("1 child, {all} people in all"),
            _ => format!("{children} children, {all} people in all"),
        };
        parts::title(buf, places.title, theme, "Family", &count);
        let half: Vec<&str> = self.sheets.half_typed().collect();
        self.list.draw(buf, places.list, theme, self.rows.len(), |at, _| {
            let Some(subject) = self.rows.get(at).copied() else { return ratatui::text::Line::default() };
            let half = half.contains(&subject.to_string().as_str());
            parts::line(&rows::pieces(subject, half, view, area.width), area.width, theme)
        });
        parts::lines(buf, places.lines, theme, role, &lines);
        parts::rule(buf, places.rule, theme, &rows::title(subject, view));
        let save = if subject == Subject::New { "add it" } else { "save" };
        let hints: [(&[Action], &str); 4] = [
            (&[Action::Add], "new"),
            (&[Action::RowUp, Action::RowDown], "rows"),
            (&[Action::Save], save),
            (&[Action::NextField], "next field"),
        ];
        parts::foot(buf, places.foot, theme, &hints);
        if self.is_covered(view) {
            let at = places.sheet;
            draw::put(buf, at, at.x + 2, at.y, COVERED, theme.style(Role::Covered));
            draw::put(
                buf,
                at,
                at.x + 2,
                at.y + 1,
                "It can be changed once it is shown.",
                theme.style(Role::TextDim),
            );
            return;
        }
        if notice.is_none() {
            let style = theme.style(Role::TextDim);
            draw::put(buf, places.notice, area.x + 2, places.notice.y, hint, style);
        }
        parts::sheet(frame, &places, theme, sheet, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.moment.set(view.now);
        let (family, moment) = (&view.contact.family, self.moment.clone());
        self.sheets.restore(body, |slot, half| {
            let subject = Subject::read(slot).unwrap_or(Subject::New);
            let written = half.fields.get(&FieldKey::from(WHAT)).and_then(|what| what.picked.first());
            let written = written.and_then(|key| What::from_key(key)).or_else(|| subject.what(family));
            let what = written.or_else(|| half.fields.keys().find_map(What::of_field));
            plan(subject, what, family, &moment)
        });
        self.sync(view);
    }
}
