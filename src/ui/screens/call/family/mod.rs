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
use ratatui::{Frame, layout::Rect, text::Line};

pub(super) use self::plan::label;
use self::{
    plan::{WHAT, fields},
    subject::{Subject, What},
};
use super::{
    page::{self, Moment, Page, chord, cover, walk},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{Sheet, Sheets, Typed},
};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::family::{Command, Family, is_no_name},
        policy::script::StageNo,
        value::YesNo,
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Field, List, Notice},
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
        let mut sheets = Sheets::default();
        sheets.turn(&Subject::New.to_string());
        Self { list: List::default(), rows: vec![Subject::New], sheets, moment: Moment::default() }
    }
}

/// Gives what a sheet makes of its subject.
fn what(subject: Subject, sheet: &Sheet, family: &Family) -> Option<What> {
    sheet.chosen(WHAT).and_then(What::from_key).or_else(|| subject.what(family))
}

/// Gives of the fields of somebody's sheet those that are covered, each with what it is: they say how something is known, and so
/// who reported. What is being written never is.
fn covered(subject: Subject, sheet: &Sheet, view: &View<'_>) -> Vec<(&'static str, &'static str)> {
    let person = match subject {
        Subject::Person(no) => view.contact.family.get(no),
        _ => None,
    };
    let Some(details) = person.map(|person| &person.details) else { return Vec::new() };
    let told = [
        (plan::HOLDS_HOW, "how we know", &details.responsibility_how),
        (plan::NAME_WHY, "why no name", &details.name_why),
    ];
    let hidden = |text: &str| page::source(view, text) != text;
    let covered = told.into_iter().filter(|(key, _, text)| !sheet.writes(key) && hidden(text));
    covered.map(|(key, words, _)| (key, words)).collect()
}

/// Gives the fields that a sheet wants as it stands; what is no longer in the contact keeps all that it could have.
fn wanted(subject: Subject, sheet: &Sheet, view: &View<'_>, moment: &Moment) -> Vec<Field> {
    let family = &view.contact.family;
    let mut fields = fields(subject, what(subject, sheet, family).or(subject.guess()), family, moment);
    // Who holds none holds it for nobody.
    if sheet.answer(plan::HOLDS) == Some(YesNo::No) {
        fields.retain(|field| field.key.as_str() != plan::HOLDS_FOR);
    }
    let covered = covered(subject, sheet, view);
    fields.retain(|field| !covered.iter().any(|(key, _)| *key == field.key.as_str()));
    fields
}

impl FamilyPane {
    fn subject(&self) -> Subject {
        Subject::read(self.sheets.slot()).unwrap_or(Subject::New)
    }

    /// Tells whether the open sheet would show an address that is covered.
    fn is_covered(&self, view: &View<'_>) -> bool {
        let protected =
            |no| view.contact.family.households.iter().any(|home| home.no == no && home.protected);
        view.cover.is_on() && matches!(self.subject(), Subject::Household(no) if protected(no))
    }

    /// Takes up the open sheet's fields as they are wanted now.
    fn fit(&mut self, view: &View<'_>) {
        let (subject, moment) = (self.subject(), self.moment.clone());
        self.sheets.open_mut().fit(|sheet| wanted(subject, sheet, view, &moment));
    }

    fn count(&mut self, view: &View<'_>) {
        self.rows = Subject::rows(&view.contact.family, self.sheets.half_typed());
        self.list.sync(&self.rows);
    }

    fn turn(&mut self, subject: Subject, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave(view, say);
        self.sheets.turn(&subject.to_string());
        self.fit(view);
        // What somebody is, is rarely what is to be changed: an arrow pressed by habit should not change it.
        let sheet = self.sheets.open_mut();
        if subject != Subject::New && !sheet.is_written() {
            focus_second(sheet);
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

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let subject = self.subject();
        let sheet = self.sheets.open_mut();
        // An answer is on its way: asking twice would name somebody twice.
        if sheet.is_given() || !sheet.is_sound() {
            return;
        }
        let what = what(subject, sheet, &view.contact.family);
        let slot = subject.to_string();
        let covered = covered(subject, sheet, view);
        let mut command = act::command(subject, what, sheet, local_day(view.now));
        if let Ok(Command::Change { person, details }) = &mut command
            && let Some(known) = view.contact.family.get(*person)
        {
            // What is covered stays as it is.
            for (key, _) in covered {
                let (to, of) = match key {
                    plan::HOLDS_HOW => (&mut details.responsibility_how, &known.details.responsibility_how),
                    _ => (&mut details.name_why, &known.details.name_why),
                };
                to.clone_from(of);
            }
        }
        let typed = sheet.text(plan::NAME);
        if command.is_ok() && is_no_name(&typed) {
            let words =
                format!("“{}” is taken as no name; whoever asked can say why none is known.", typed.trim());
            say.push(Say::Tell(Notice::know(words, "")));
        }
        match command {
            Err((key, words)) => sheet.wrong(key, &words),
            Ok(command @ Command::Unlink { .. }) => say.push(Say::Confirm {
                title: "Take the link away".to_owned(),
                lines: vec![format!(
                    "{}. The journal keeps that it was once written.",
                    rows::title(subject, view)
                )],
                then: Box::new(Say::act(slot, command)),
            }),
            Ok(command) => sheet.hand_in(slot, command, view, say),
        }
    }

    fn still_wanted(view: &View<'_>) -> Option<String> {
        let wanted = view.contact.people_wanted(STAGE);
        (!wanted.is_empty()).then(|| format!("★ still wanted: {}", wanted.join("; ")))
    }
}

/// Goes on from the field that says what the row is, where the sheet stands there.
fn focus_second(sheet: &mut Sheet) {
    let next = sheet.fields().get(1).map(|field| field.key.clone());
    if let Some(next) = next.filter(|_| sheet.focused() == Some(WHAT)) {
        sheet.focus(next.as_str());
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
                self.sheets.open_mut().focus(WHAT);
            }
            _ if self.is_covered(view) => return false,
            _ => {
                let (subject, moment) = (self.subject(), self.moment.clone());
                let sheet = self.sheets.open_mut();
                let typed = sheet.key(key, view, say, |sheet| wanted(subject, sheet, view, &moment));
                let Some(Typed { submit, .. }) = typed else { return false };
                if submit {
                    self.submit(view, say);
                }
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.moment.set(view.now);
        if !self.is_covered(view) {
            self.sheets.open_mut().paste(text, view, say);
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
        let (subject, moment) = (self.subject(), self.moment.clone());
        self.sheets.open_mut().leave(view, say, |sheet| wanted(subject, sheet, view, &moment));
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let subject = Subject::read(slot).unwrap_or(Subject::New);
        if let Some(sheet) = self.sheets.get_mut(slot) {
            let noun = what(subject, sheet, &view.contact.family).map_or("", What::noun);
            if sheet.answered(outcome, noun) && subject == Subject::New {
                sheet.renew();
                let moment = &self.moment;
                sheet.fit(|sheet| wanted(subject, sheet, view, moment));
            }
        }
        self.count(view);
        self.sheets.slot() == slot
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let theme = view.theme;
        let subject = self.subject();
        let buf = frame.buffer_mut();
        let mut page = Page::new(area, theme);
        let save = if subject == Subject::New { "add it" } else { "save" };
        let keys = [(Action::Add, "new"), (Action::Save, save), (Action::NextField, "next field")];
        let keys = keys.map(|(action, words)| (chord(action), words));
        page.foot(buf, &[&[(walk(), "rows")], &keys[..]].concat());
        let (children, all) = (view.contact.family.children().count(), view.contact.family.people.len());
        let count = match (children, all) {
            (_, 0) => String::new(),
            (1, 1) => "1 child".to_owned(),
            (1, _) => format!("1 child, {all} people in all"),
            _ => format!("{children} children, {all} people in all"),
        };
        page.title(buf, "Family", &count);
        let place = page.list(self.rows.len(), 2, 1);
        let half: Vec<Subject> = self.sheets.half_typed().filter_map(Subject::read).collect();
        self.list.draw(buf, place, theme, self.rows.len(), |at, _| {
            let Some(subject) = self.rows.get(at).copied() else { return Line::default() };
            let half = half.contains(&subject);
            page::line(&rows::pieces(subject, half, view, area.width), area.width, theme)
        });
        // What of a row was cut stands beneath the list; what is still wanted, where nothing was.
        let whole = match subject {
            Subject::New => None,
            _ => page::unfolded(&rows::pieces(subject, false, view, area.width), area.width),
        };
        let most = usize::from((area.height / 8).max(1));
        match (whole, Self::still_wanted(view)) {
            (Some(whole), _) => page.say_most(buf, &whole, Role::Text, most),
            (None, Some(wanted)) => page.say_most(buf, &wanted, Role::Needed, most),
            (None, None) => {}
        }
        page.head(buf, &rows::title(subject, view), Role::Label);
        if self.is_covered(view) {
            page.say(buf, &cover(), Role::Covered);
            page.say(buf, "It can be changed once it is shown.", Role::TextDim);
            return;
        }
        let sheet = self.sheets.open();
        let covered = covered(subject, sheet, view);
        if !covered.is_empty() {
            let what = covered.iter().map(|(_, words)| *words).collect::<Vec<_>>().join(", ");
            page.say(buf, &format!("  {what}  {}", cover()), Role::Covered);
        }
        // Between two keys somebody may have come on the line: what is to be covered is not drawn even once.
        let over =
            covered.iter().any(|(key, _)| sheet.fields().iter().any(|field| field.key.as_str() == *key));
        if !over {
            sheet.draw(frame, page.area, theme, active);
        }
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.moment.set(view.now);
        let moment = &self.moment;
        self.sheets.restore(body, |slot, sheet, kept| {
            let subject = Subject::read(slot).unwrap_or(Subject::New);
            sheet.restore(kept, |sheet| wanted(subject, sheet, view, moment));
        });
        self.sync(view);
    }
}
