//! The handover, drawn: the list of them, or one with its items, what each is about, and the fields beneath.

use ratatui::{Frame, buffer::Buffer, layout::Rect, text::Line};

use super::{HandoverScreen, Row, Use, View, other};
use crate::{
    domain::{
        board::Kind as Board,
        calendar::words,
        handover::{Brief, Cause, Item, NO_LONE, Waiting, What, next_words, service, title},
        shown::capital,
    },
    ui::{
        cover::{self, COVERED},
        draw, due,
        screens::call::document::Document,
        theme::Role,
    },
};

/// How many rows of other items stay in view beside an item that has much to read.
const LEAST: u16 = 4;

impl HandoverScreen {
    pub(super) fn paint_rows(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let area = inner(area);
        let read = self.read(view);
        let known = &read.briefs;
        let rows = self.rows(view);
        let waits = known.iter().filter(|brief| brief.stands == Waiting::Waits).count();
        let head = match waits {
            0 => "Handover – nothing waits to be acknowledged".to_owned(),
            1 => "Handover – one waits to be acknowledged".to_owned(),
            waits => format!("Handover – {waits} wait to be acknowledged"),
        };
        let buf = frame.buffer_mut();
        draw::put(buf, area, area.x, area.y, &head, view.theme.style(Role::Title));
        // The lane of that name counts something else.
        let lane = "Single contacts that were left with a line stand in the queue's lane Handover.";
        draw::put(buf, area, area.x, area.y + 1, lane, view.theme.style(Role::TextDim));
        let foot = self.foot(area);
        let fields = if self.of == Use::Leave { 3 } else { 0 };
        let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2 + foot + fields), ..area };
        self.rows.draw(buf, list, view.theme, rows.len(), |at, _| match rows[at] {
            Row::Known(id) => match known.iter().find(|brief| brief.id == id) {
                Some(brief) => line(brief, view),
                None => Line::default(),
            },
            Row::Shift => {
                let from = read.from;
                let words = format!("+ hand over the shift: {} to {}", service(from), service(other(from)));
                Line::from(draw::span(&words, view.theme.style(Role::Row)))
            }
            Row::Leave => {
                let words = "+ write the brief for your leave: who covers each family";
                Line::from(draw::span(words, view.theme.style(Role::Row)))
            }
        });
        let form = Rect { y: list.bottom(), height: fields, ..area };
        self.form.draw(frame, form, view.theme, fields > 0);
        self.paint_wrong(frame.buffer_mut(), area, view);
    }

    pub(super) fn paint_one(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let area = inner(area);
        let Some(brief) = self.brief(view) else { return };
        let buf = frame.buffer_mut();
        let name = |id| view.desk.book.state.name_of(id);
        let stands = match brief.stands {
            Waiting::Open if brief.open > 0 => format!("{} of {} have nobody next", brief.open, brief.items),
            Waiting::Open => format!("{} items, each with somebody who has it next", brief.items),
            Waiting::Waits => format!("{} of {} not acknowledged", brief.open, brief.items),
            Waiting::Done | Waiting::Dropped => brief.stands.words().to_owned(),
        };
        let head = format!("{} – by {}, {stands}", title(brief.kind, name), name(brief.by));
        draw::put(buf, area, area.x, area.y, &capital(&head), view.theme.style(Role::Title));
        let Some(at) = self.at else { return };
        let read = self.read(view);
        let all = read.items(at);
        let fields = match self.of {
            Use::Give(_) => 5,
            Use::Take(_) | Use::Sheet | Use::Leave => 3,
            Use::Nothing => 1,
        };
        let foot = self.foot(area);
        let rest = area.height.saturating_sub(2 + fields + foot + 1);
        let item = self.item(view);
        let document = item.as_ref().map(|item| document(area.width, item, view));
        // What is said of the item under the cursor goes before the rows of the others.
        let wants = document.as_ref().map_or(0, |document| document.height() + 1);
        let list_high = u16::try_from(all.len()).unwrap_or(u16::MAX).clamp(1, (rest / 2).max(1));
        let spare = rest.saturating_sub(u16::try_from(wants).unwrap_or(u16::MAX));
        let list_high = list_high.min(spare.max(LEAST.min(rest / 3)).max(1));
        let list = Rect { y: area.y + 2, height: list_high, ..area };
        if all.is_empty() {
            let words = match brief.stands {
                Waiting::Open => "Nothing stands that has to be handed over. Ctrl+S says so and hands over.",
                Waiting::Waits => "Every item belongs to a record that is closed to you.",
                Waiting::Done | Waiting::Dropped => {
                    "It is all acknowledged. `dutydesk handover show` prints the sheet."
                }
            };
            draw::put(buf, list, list.x, list.y, words, view.theme.style(Role::TextDim));
        }
        let width = usize::from(list.width);
        self.items.draw(buf, list, view.theme, all.len(), |at, _| item_line(&all[at], &brief, view, width));
        let about = Rect { y: list.bottom(), height: rest.saturating_sub(list_high), ..area };
        if let (Some(item), Some(document)) = (&item, &document) {
            paint_head(buf, about, item, view);
            let below = Rect { y: about.y + 1, height: about.height.saturating_sub(1), ..about };
            document.draw(buf, below, view.theme, &self.window);
            if self.window.is_at_end()
                && !is_covered(item, view)
                && self.shown.borrow().as_ref() != Some(item)
            {
                *self.shown.borrow_mut() = Some(item.clone());
            }
        }
        let form = Rect { y: about.bottom(), height: fields, ..area };
        self.form.draw(frame, form, view.theme, true);
        let opens = if self.about.is_some() { " · Ctrl+O opens the contact" } else { "" };
        let keys = match (brief.stands, self.of) {
            (_, Use::Sheet) => "Ctrl+S saves the sheet · Esc back".to_owned(),
            (Waiting::Open, _) if all.is_empty() => "Ctrl+S hands over · Esc back".to_owned(),
            (Waiting::Open, _) => format!("Alt+↑↓ item · Tab next · Ctrl+S hands over{opens}"),
            (Waiting::Waits, Use::Take(_)) => {
                format!("Ctrl+S acknowledges this item · Alt+↑↓ item · Ctrl+T sheet{opens}")
            }
            (Waiting::Waits | Waiting::Done, _) if all.is_empty() => {
                "Ctrl+T saves the sheet · Esc back".to_owned()
            }
            (Waiting::Waits | Waiting::Done, _) => format!("Alt+↑↓ item · Ctrl+T saves the sheet{opens}"),
            (Waiting::Dropped, _) => String::new(),
        };
        let y = area.bottom().saturating_sub(1 + foot);
        draw::put(frame.buffer_mut(), area, area.x, y, &keys, view.theme.style(Role::TextDim));
        self.paint_wrong(frame.buffer_mut(), area, view);
    }

    /// Counts the rows at the foot in which stands why something was not done.
    fn foot(&self, area: Rect) -> u16 {
        let rows = self.wrong.as_ref().map_or(0, |wrong| refused(wrong, area).len());
        u16::try_from(rows).unwrap_or(u16::MAX).min(area.height / 4)
    }

    /// Says at the foot why something was not done.
    fn paint_wrong(&self, buf: &mut Buffer, area: Rect, view: &View<'_>) {
        let Some(wrong) = &self.wrong else { return };
        let top = area.bottom().saturating_sub(self.foot(area));
        for (y, line) in (top..area.bottom()).zip(refused(wrong, area)) {
            draw::put(buf, area, area.x, y, &line, view.theme.style(Role::Error));
        }
    }
}

/// Wraps why something was not done.
fn refused(wrong: &str, area: Rect) -> Vec<String> {
    draw::wrapped(&format!("✗ {wrong}"), usize::from(area.width))
}

fn inner(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

/// Tells whether what is said of an item is covered: while family or public are on the line in another contact. That somebody
/// is out and missed never is.
pub(super) fn is_covered(item: &Item, view: &View<'_>) -> bool {
    let about = item.drawn.contact.filter(|_| item.drawn.visit.is_none());
    about.is_some_and(|contact| cover::covers(view.heard, contact.0))
}

fn line(brief: &Brief, view: &View<'_>) -> Line<'static> {
    let name = |id| view.desk.book.state.name_of(id);
    let (sign, role) = match brief.stands {
        Waiting::Waits => ("▲", Role::DueSoon),
        Waiting::Open => ("○", Role::TextStrong),
        Waiting::Done => ("✓", Role::Ok),
        Waiting::Dropped => ("·", Role::TextDim),
    };
    let count = match brief.stands {
        Waiting::Open => format!("{} of {} have nobody next", brief.open, brief.items),
        Waiting::Waits => format!("{} of {} not acknowledged", brief.open, brief.items),
        Waiting::Done => format!("{} items, acknowledged", brief.items),
        Waiting::Dropped => "put away".to_owned(),
    };
    let when = words::near(view.now, brief.finished.unwrap_or(brief.at)).to_string();
    let words = format!("{:<16} {:<24} by {:<14} {count}", when, title(brief.kind, name), name(brief.by));
    Line::from(vec![
        draw::span(&format!("{sign} "), view.theme.style(role)),
        draw::span(view.waits(Board::Handover, brief.id.0, None), view.theme.style(Role::Error)),
        draw::span(&words, view.theme.style(Role::Row)),
    ])
}

fn item_line(item: &Item, brief: &Brief, view: &View<'_>, width: usize) -> Line<'static> {
    let name = |id| view.desk.book.state.name_of(id);
    let style = |role| view.theme.style(role);
    let (sign, role) = match (brief.stands, item.next, &item.acknowledged) {
        (Waiting::Open, None, _) => ("○", Role::NotMet),
        (Waiting::Open, Some(_), _) => ("●", Role::Ok),
        (_, _, Some(_)) => ("✓", Role::Ok),
        (_, _, None) => ("▲", Role::DueSoon),
    };
    // What was acknowledged runs in the contact, and no longer here.
    let first = item.first(&view.desk.calling).filter(|_| item.acknowledged.is_none());
    let mark = first.map(|(due, call)| due::mark(view.now, due, call));
    let (due, due_role) = mark.map_or_else(|| ("–".to_owned(), Role::Text), |mark| (mark.words, mark.role));
    let covered = is_covered(item, view);
    let who = match item.drawn.children.as_slice() {
        [] if covered => COVERED.to_owned(),
        [] => item.drawn.who.clone(),
        children => children.join(", "),
    };
    let side = match &item.acknowledged {
        Some(by) => format!("✓ {} {}", name(by.by), words::near(view.now, by.at)),
        None => {
            item.next.map_or_else(|| "NOBODY YET".to_owned(), |next| format!("→ {}", next_words(next, name)))
        }
    };
    let side = draw::safe(&side);
    let side_wide = if width >= 90 { 28 } else { 20 };
    let line = if item.line.is_empty() || covered { String::new() } else { format!(" “{}”", item.line) };
    let what = draw::safe(&format!("{who}{line}"));
    let waits = view.waits(Board::HandoverItem, brief.id.0, Some(item.no.0));
    let room = width.saturating_sub(2 + 13 + 9 + side_wide + 1 + draw::width(waits));
    let what = draw::clip(&what, room);
    let gap = " ".repeat(room.saturating_sub(draw::width(&what)) + 1);
    let side_role = if item.next.is_none() { Role::NotMet } else { Role::TextDim };
    Line::from(vec![
        draw::span(&format!("{sign} "), style(role)),
        draw::span(&format!("{:<12} ", draw::clip(&due, 12)), style(due_role)),
        draw::span(&format!("{:<8} ", item.drawn.label()), style(Role::TextStrong)),
        draw::span(waits, style(Role::Error)),
        draw::span(&format!("{what}{gap}"), style(Role::Row)),
        draw::span(&draw::clip(&side, side_wide), style(side_role)),
    ])
}

/// Gives what is said of a reason; covered, where it is in somebody's own words, says where a child is tonight, or could say who
/// rang.
fn said(cause: &Cause, covered: bool, who: &str) -> String {
    let free = matches!(
        cause.what,
        What::Left
            | What::Follow
            | What::Promise
            | What::Morning
            | What::Tonight
            | What::Placement
            | What::Alert
    );
    match covered {
        // That nobody goes there alone is for whoever goes, however many listen; why can say who rang.
        true if cause.what == What::NoLone => format!("{NO_LONE}: {COVERED}"),
        true if free => COVERED.to_owned(),
        true => cover::about_another(&cause.words, who),
        false => cause.words.clone(),
    }
}

/// Writes the line above an item: which contact, and who rang.
fn paint_head(buf: &mut Buffer, area: Rect, item: &Item, view: &View<'_>) {
    let line = "─".repeat(usize::from(area.width));
    draw::put(buf, area, area.x, area.y, &line, view.theme.style(Role::Border));
    let covered = is_covered(item, view);
    let who = if covered { COVERED } else { item.drawn.who.as_str() };
    let name = format!(" {} – {who} ", item.drawn.label());
    draw::put(buf, area, area.x + 1, area.y, &name, view.theme.style(Role::TextStrong));
}

/// Writes all of an item: the line that was added, and every reason why it is handed over.
fn document(width: u16, item: &Item, view: &View<'_>) -> Document {
    let covered = is_covered(item, view);
    let mut lines: Vec<(String, Role)> = Vec::new();
    for cause in item.since().filter(|cause| !covered || cause.what == What::NoLone) {
        let due = cause.due.map(|due| format!(" ({})", words::near(view.now, due))).unwrap_or_default();
        let words = said(cause, covered, &item.drawn.who);
        lines.push((format!("▲ since it was handed over: {words}{due}"), Role::DueSoon));
    }
    if covered {
        lines.push((COVERED.to_owned(), Role::Covered));
    } else if !item.line.is_empty() {
        lines.push((format!("“{}”", item.line), Role::TextStrong));
    }
    if item.acknowledged.is_some() {
        let words = "As it was handed over; what became of it stands in the contact (Ctrl+O):";
        lines.push((words.to_owned(), Role::Label));
    }
    for given in &item.drawn.causes {
        let cause = item.as_now(given);
        let mark = cause.call(&view.desk.calling).map(|(due, call)| due::mark(view.now, due, call));
        let plain = match cause.what {
            What::NoLone => ("‼", Role::NotMet),
            What::Urgent if item.drawn.visit.is_some() => ("‼", Role::Alarm),
            _ => ("·", Role::Text),
        };
        let (sign, role) = mark.map_or(plain, |mark| (mark.sign, mark.role));
        let due = cause.due.map(|due| format!(" ({})", words::near(view.now, due))).unwrap_or_default();
        let words = said(cause, covered, &item.drawn.who);
        if item.acknowledged.is_some() {
            lines.push((format!("· {words}{due}"), Role::TextDim));
        } else if item.is_over(cause) {
            lines.push((format!("– was: {words}{due} – holds no more, see the contact"), Role::TextDim));
        } else {
            lines.push((format!("{sign} {words}{due}"), role));
        }
    }
    let early = item.early(&view.desk.book.duty, view.now).filter(|_| item.calls.is_none());
    if let Some(early) = early {
        let (due, there) = (words::near(view.now, early.due), words::near(view.now, early.there));
        let until = if item.line.is_empty() { ": who has it until then? Say it in the line." } else { "." };
        lines.push((
            format!("▲ due {due}, before they are there: they are from {there}{until}"),
            Role::DueSoon,
        ));
    }
    if let Some(by) = &item.acknowledged {
        let said = if by.words.is_empty() { String::new() } else { format!(": {}", by.words) };
        let who = view.desk.book.state.name_of(by.by);
        let words = format!("✓ acknowledged by {who} {}{said}", words::near(view.now, by.at));
        lines.push((words, Role::Ok));
    }
    let mut document = Document::new(width);
    document.counts();
    for (text, role) in lines {
        document.text(0, role, &text);
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_child_is_tonight_is_covered_as_it_is_in_its_contact() {
        let cause = |what, words: &str| Cause { what, words: words.to_owned(), due: None, clock: None };
        let tonight = cause(What::Tonight, "Ellis: family arrangement with an aunt, 4 Mill Lane");
        assert_eq!(said(&tonight, true, "Police, sergeant"), COVERED);
        assert!(said(&tonight, false, "Police, sergeant").contains("4 Mill Lane"));
        // That nobody goes there alone is seen whoever listens.
        let no_lone = cause(What::NoLone, "NO LONE VISITS: Mrs Hatch saw the dog");
        assert_eq!(said(&no_lone, true, "Mrs Hatch"), format!("NO LONE VISITS: {COVERED}"));
        let open = cause(What::Decision, "not decided yet where Ellis goes");
        assert_eq!(said(&open, true, "Police, sergeant"), open.words);
    }
}
