//! Visits: who is out, since when they were last heard, and what is done about it; and going oneself.

mod fields;
mod told;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};

use self::{
    fields::{fields_of, new_fields, not_theirs},
    told::{about, row, who_sees},
};
use super::{
    beside::{Say, Screen, Seen, View},
    call::pane::{HalfTyped, Outcome},
    desk_form::DeskForm,
};
use crate::{
    desk::protocol::Deed,
    domain::{
        board::{Entry, Kind},
        calendar::words,
        ids::{ContactId, VisitId},
        visit::{Command, Going, Named, Standing, Visit},
    },
    ui::{
        draw,
        kept::Kept,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        waits,
        widgets::List,
    },
};

/// The name of the form by which somebody goes.
const NEW: &str = "new";

/// The screen's state.
#[derive(Default)]
pub struct VisitsScreen {
    /// The cursor: on a visit, or on the row by which one begins.
    list: List<Option<VisitId>>,
    /// Whether somebody put it there, or writes there; until then it is on their own visit, or on whoever is most pressing.
    chosen: bool,
    /// The contact that the visit under the cursor is about.
    about: Option<ContactId>,
    /// Whether there are rows to walk.
    several: bool,
    form: DeskForm,
    /// Who was said here to be back last, and when.
    back: Option<(String, DateTime<Utc>)>,
    read: Kept<Seen, Vec<Visit>>,
}

impl VisitsScreen {
    /// Gives who is out, whoever is most pressing first.
    fn visits(&self, view: &View<'_>) -> Rc<Vec<Visit>> {
        self.read.of(view.seen(), || Self::read(view))
    }

    fn read(view: &View<'_>) -> Vec<Visit> {
        let mut visits: Vec<Visit> =
            view.board.iter().filter(|e| e.kind == Kind::Visit).filter_map(Entry::read).collect();
        // Who needs help or is overdue first; who is back, and waits to be looked at, last.
        let order = |visit: &Visit| match visit.standing(view.now) {
            Standing::Help => 0,
            Standing::Overdue => 1,
            Standing::Late => 2,
            Standing::Out => 3,
            Standing::Back => 4,
        };
        visits.sort_by_key(|visit| (order(visit), visit.due(), visit.id));
        visits
    }

    fn ids(visits: &[Visit]) -> Vec<Option<VisitId>> {
        visits.iter().map(|visit| Some(visit.id)).chain([None]).collect()
    }

    fn at(&self) -> Option<VisitId> {
        self.list.cursor().copied().flatten()
    }

    /// Turns to the form of the row under the cursor.
    fn turn(&mut self, view: &View<'_>) {
        let visits = self.visits(view);
        let at = self.at();
        let visit = visits.iter().find(|visit| Some(visit.id) == at);
        self.several = !visits.is_empty();
        self.about = visit.and_then(|visit| visit.started.going.contact);
        match visit {
            Some(visit) => {
                self.form.turn(&visit.id.to_string(), |form| fields_of(form, visit, view));
            }
            None => self.form.turn(NEW, |_| new_fields(view)),
        }
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let deed = match self.at() {
            None => self.going(view).map(|going| Deed::Visit(None, Command::Start(Box::new(going)))),
            Some(id) => self.command(view).map(|command| Deed::Visit(Some(id), command)),
        };
        match deed {
            Ok(deed) => say.push(Say::Do { slot: self.form.slot().to_owned(), deed }),
            Err(words) => self.form.refuse(words),
        }
    }

    fn going(&self, view: &View<'_>) -> Result<Going, &'static str> {
        let form = &self.form;
        let back_by = form.time("back_by", view.now).ok_or("Say by when you are back: 22:30, in 90 min.")?;
        let reference = match form.text("contact").trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| "That is no contact's reference: write it as C-1841.")?),
        };
        let named = match (form.text("named"), form.text("named_number")) {
            (name, number) if name.trim().is_empty() && number.trim().is_empty() => None,
            (name, number) => {
                let ring_at = form.time("ring_at", view.now);
                let ring_at = ring_at.ok_or("Say when they ring if they have not heard from you.")?;
                Some(Named { name, number, ring_at })
            }
        };
        Ok(Going {
            place: form.text("place"),
            purpose: form.text("purpose"),
            contact: None,
            reference,
            number: form.text("number"),
            back_by,
            every: form.text("every").trim().parse().unwrap_or(0),
            named,
            allowed: None,
            danger: Some(form.text("danger")).filter(|danger| !danger.trim().is_empty()),
            not_theirs: not_theirs(&form.text("not_theirs"))?,
        })
    }

    fn command(&self, view: &View<'_>) -> Result<Command, &'static str> {
        let words = self.form.text("words");
        Ok(match self.form.chosen("what").as_str() {
            "check_in" => Command::CheckIn,
            "longer" => {
                let back_by = self.form.time("back_by", view.now);
                let back_by = back_by.ok_or("Say by when they are back now: 23:15, in 45 min.")?;
                Command::Extend { back_by, why: words }
            }
            "tried" => Command::Try { words },
            "help" => Command::Help { words },
            "back" => Command::BackSafe { how: words },
            "look" => Command::Look { words },
            _ => return Err("Say what happened."),
        })
    }
}

impl Screen for VisitsScreen {
    fn stack(&self) -> &'static [Context] {
        match (self.at(), self.about) {
            (None, _) if self.several => stacks::BESIDE,
            (None, _) => stacks::FORM,
            (Some(_), None) => stacks::VISITS,
            (Some(_), Some(_)) => stacks::VISITS_ABOUT,
        }
    }

    fn contact(&self, _: &View<'_>) -> Option<ContactId> {
        self.about
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Visit]
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let step = match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => Some(Action::Up),
            Some(Action::RowDown) => Some(Action::Down),
            Some(Action::Add) => Some(Action::Last),
            Some(Action::OpenContact) => {
                say.extend(self.about.map(Say::Open));
                return true;
            }
            _ => None,
        };
        if let Some(step) = step {
            self.chosen = true;
            let ids = Self::ids(&self.visits(view));
            self.list.act(step, &ids);
            self.turn(view);
            return true;
        }
        let Some(submit) = self.form.key(key, say) else { return false };
        self.chosen = true;
        self.turn(view);
        if submit {
            self.submit(view, say);
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.form.paste(text, say);
        self.chosen = true;
        self.turn(view);
    }

    fn shown(&mut self) {
        self.chosen = false;
    }

    fn sync(&mut self, view: &View<'_>) {
        let visits = self.visits(view);
        let mut own = visits.iter().filter(|visit| visit.back.is_none() && visit.worker == view.actor.person);
        let first = || visits.first().filter(|_| self.half_typed().is_none());
        if let Some(visit) = own.next().or_else(first).filter(|_| !self.chosen) {
            self.list.select(Some(visit.id));
        }
        self.list.sync(&Self::ids(&visits));
        self.turn(view);
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let mut over = slot == NEW;
        if let Outcome::Saved(at) = outcome
            && self.form.slot() == slot
            && self.form.chosen("what") == "back"
        {
            over = true;
            let back = slot.parse().ok().map(VisitId);
            let visits = self.visits(view);
            let back = visits.iter().find(|visit| Some(visit.id) == back);
            self.back = back.map(|visit| (view.desk.book.state.name_of(visit.worker).to_owned(), *at));
        }
        let stands = self.form.answered(slot, outcome);
        if over && matches!(outcome, Outcome::Saved(_)) {
            // Whoever went is out now; whoever came back is off the list.
            self.chosen = false;
            self.sync(view);
        } else {
            self.turn(view);
        }
        stands
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let visits = self.visits(view);
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let theme = view.theme;
        let buf = frame.buffer_mut();
        let out = visits.iter().any(|visit| visit.back.is_none());
        // Seen to end here, it ended by the word that they are safe.
        let title = match (&self.back, out) {
            (_, true) => "Who is out".to_owned(),
            (Some((name, at)), false) => {
                format!("Nobody is out: {name} came back safe {}", words::near(view.now, *at))
            }
            (None, false) => "Nobody is out".to_owned(),
        };
        draw::put(buf, area, area.x, area.y, &title, theme.style(Role::Title));
        let rows = u16::try_from(visits.len() + 1).unwrap_or(u16::MAX).min(area.height / 3);
        let list = Rect { y: area.y + 1, height: rows, ..area };
        self.list.draw(buf, list, theme, visits.len() + 1, |at, _| match visits.get(at) {
            Some(visit) => {
                let (text, role) = row(visit, view);
                let mark = view.waits(Kind::Visit, visit.id.0, None);
                waits::line(mark, &text, role, usize::from(list.width), theme)
            }
            None => Line::from(draw::span("+ go out on a visit", theme.style(Role::Row))),
        });
        let mut rest =
            Rect { y: list.bottom() + 1, height: area.bottom().saturating_sub(list.bottom() + 1), ..area };
        let at = self.at();
        let lines = match visits.iter().find(|visit| Some(visit.id) == at) {
            Some(visit) => about(visit, view),
            None => who_sees(view),
        };
        let most = usize::from(rest.height / 2);
        let lines: Vec<(String, Role)> = lines
            .into_iter()
            .flat_map(|(text, role)| {
                draw::wrapped(&text, usize::from(rest.width)).into_iter().map(move |line| (line, role))
            })
            .take(most)
            .collect();
        for (text, role) in lines {
            draw::put(buf, rest, rest.x, rest.y, &text, theme.style(role));
            rest.y += 1;
            rest.height -= 1;
        }
        if rest.height > 6 {
            rest.y += 1;
            rest.height -= 1;
        }
        self.form.draw(frame, rest, theme);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.form.half_typed()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        if let Some(open) = self.form.restore(body) {
            self.chosen = true;
            self.list.select(open.parse().ok().map(VisitId));
        }
        self.sync(view);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crossterm::event::{KeyCode, KeyModifiers};
    use uuid::Uuid;

    use super::{told::tests::out, *};
    use crate::{
        domain::{contact::call::Caller, ids::StaffId},
        exchange::story::begin,
        ui::screens::call::caller::{CallerPane, fixture::Bench},
    };

    #[test]
    fn the_cursor_is_on_ones_own_visit_whenever_one_is_out() {
        let mut bench = Bench::<CallerPane>::new(begin(Caller::default()));
        bench.with(|_, view| {
            let now = view.now;
            let own = out(1, view.actor.person, now);
            // Overdue, it stands first.
            let mut other = out(2, StaffId(Uuid::from_u128(77)), now);
            other.started.going.every = 5;
            let board =
                |of: &[&Visit]| -> Arc<[Entry]> { of.iter().flat_map(|visit| visit.board()).collect() };
            let (alone, both) = (board(&[&other]), board(&[&own, &other]));
            let (before, after) = (View::of_pane(view, &alone), View::of_pane(view, &both));
            let add = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::ALT);
            let mut screen = VisitsScreen::default();
            screen.sync(&before);
            assert_eq!(screen.at(), Some(other.id));
            screen.key(add, &before, &mut vec![]);
            screen.paste("12 Harbour Lane", &before, &mut vec![]);
            // The board may tell of it before the answer does: nothing moves from under whoever writes.
            screen.sync(&after);
            assert_eq!((screen.at(), screen.form.text("place").as_str()), (None, "12 Harbour Lane"));
            screen.answered(NEW, &Outcome::Saved(now), &after);
            assert_eq!(screen.at(), Some(own.id));
            // What is half-written of another going stays, and is not in the way.
            screen.key(add, &after, &mut vec![]);
            screen.paste("4 Mill Lane", &after, &mut vec![]);
            screen.shown();
            screen.sync(&after);
            assert_eq!(screen.at(), Some(own.id));
            screen.key(add, &after, &mut vec![]);
            assert_eq!(screen.form.text("place"), "4 Mill Lane");
        });
    }
}
