//! Drawing the letters.

use ratatui::{Frame, layout::Rect};

use super::{
    super::{
        naming::on_namings,
        page::{Page, chord, cover, shown, walk},
        pane::View,
        words::when_who,
    },
    LetterPane, Paper, Row, Stands,
    fields::PUT_AWAY,
    row, steps,
};
use crate::{
    domain::{
        calendar::words,
        calling::Call,
        contact::telling::{Letter, LetterState, Recipient},
        ids::LetterNo,
    },
    ui::{
        draw, due,
        keymap::{self, Action, Context},
        theme::Role,
        widgets::Look,
    },
};

/// So many lines of a letter that has the keys are seen, whatever stands above it.
const LEAST: u16 = 4;

/// So many lines at the most say why something was refused: the text beneath wants the room.
const SAID: usize = 3;

/// Tells whether whoever reads a letter is whoever rang.
pub(super) fn rang(to: Recipient, view: &View<'_>) -> bool {
    match to {
        Recipient::Caller => true,
        Recipient::Person(no) => view.contact.call.caller.is_person == Some(no),
    }
}

/// Tells whether a letter is still to go.
fn goes(letter: Option<&Letter>) -> bool {
    letter.is_none_or(|letter| letter.state.is_to_go())
}

impl LetterPane {
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        let mut keys: Vec<_> = self.does(view).into_iter().collect();
        keys.push((walk(), "row"));
        if matches!(self.at(), Row::Letter(_)) {
            keys.push((keymap::keys_of(&[Context::Edit], Action::PageDown), "reads on"));
        }
        page.foot(frame.buffer_mut(), &keys);

        let ids = Self::rows(view);
        let place = page.list(ids.len(), 3, 3);
        let width = usize::from(place.width);
        self.list.draw(frame.buffer_mut(), place, view.theme, ids.len(), |at, _| {
            row::line(ids[at], (self.before.len(), self.stands()), view, width)
        });

        let title = match (self.at(), self.letter(view)) {
            (Row::Letter(_), Some(letter)) => row::title(&letter.template, view).to_owned(),
            (Row::NotSend, _) => "Why nothing is sent to whoever rang".to_owned(),
            (Row::Close, _) if view.contact.closed.is_some() => "Open it again".to_owned(),
            (Row::Close, _) => format!("Close {}", view.contact.reference),
            _ => "A new letter".to_owned(),
        };
        page.head(frame.buffer_mut(), &title, if active { Role::Focus } else { Role::Title });
        match self.at() {
            Row::New => self.paint_paper(frame, page, &self.new, view, active),
            Row::Letter(no) => {
                if let Some(paper) = self.papers.get(&no) {
                    self.paint_paper(frame, page, paper, view, active);
                }
            }
            Row::NotSend => {
                let telling = &view.contact.telling;
                if let Some(why) = &telling.not_sent {
                    page.say(
                        frame.buffer_mut(),
                        &shown(view, &format!("✓ nothing is sent: {why}")),
                        Role::Ok,
                    );
                }
                for (was, mistake) in &telling.sent_after_all {
                    let when = when_who(view, mistake.at, mistake.by);
                    let words =
                        format!("↶ something is sent after all ({when}): {} · it said: {was}", mistake.why);
                    page.say(frame.buffer_mut(), &shown(view, &words), Role::Later);
                }
                if let Some(due) = telling.due.as_ref().filter(|_| !view.contact.is_told()) {
                    let call = view.desk.calling.of(&due.clock, due.at);
                    let mark = due::mark(view.now, due.at, call);
                    let (sign, role) = match mark.role {
                        // Whoever reads this row is asked for it, however far it is off.
                        Role::Text if call == Call::Calls => ("▲", Role::DueSoon),
                        role => (mark.sign, role),
                    };
                    let left = due::left(view.now, due.at, call);
                    let by = words::near(view.now, due.at);
                    let words = format!("{sign} whoever rang should be told by {by}, {left}");
                    page.say(frame.buffer_mut(), &words, role);
                }
                self.not_send.draw(frame, page.area, view.theme, active);
            }
            Row::Close => self.paint_end(frame, page, view, active),
        }
    }

    /// Says what a chord does on this row, as it stands.
    fn does(&self, view: &View<'_>) -> Option<(String, &'static str)> {
        let dirty = |no| self.papers.get(no).is_some_and(|paper| paper.editor.dirty());
        let beside = |no| self.papers.get(no).is_some_and(|paper| !paper.on_text || paper.sheet.is_written());
        let puts_away =
            |no| self.papers.get(no).is_some_and(|paper| !paper.sheet.text(PUT_AWAY).trim().is_empty());
        let (action, words) = match (self.at(), self.letter(view).map(|letter| &letter.state)) {
            (Row::New, _) if self.new.editor.is_blank() => (Action::Save, "fills it in"),
            (Row::New, _) if self.fills_anew(view) => (Action::Save, "fills it in anew"),
            (Row::Letter(no), _) if self.begins_anew(no, view) => (Action::Save, "begins it anew"),
            (Row::Letter(no), Some(LetterState::Drafted | LetterState::Checked { .. }))
                if !dirty(&no) && puts_away(&no) =>
            {
                (Action::Save, "puts it away")
            }
            (Row::Letter(no), Some(LetterState::Drafted)) if !dirty(&no) => {
                (Action::Send, "marks it as checked")
            }
            (Row::Letter(no), Some(LetterState::Checked { .. })) if dirty(&no) => {
                (Action::Save, "keeps it as a draft, to be checked again")
            }
            (Row::Letter(_), Some(LetterState::Checked { .. })) => (Action::Save, "records that it was sent"),
            (Row::New, _) | (Row::Letter(_), Some(LetterState::Drafted)) => {
                (Action::Save, "keeps it as a draft")
            }
            (Row::Letter(no), Some(LetterState::Sent { .. })) if beside(&no) => {
                (Action::Save, "writes down that it did not go")
            }
            (Row::Letter(no), Some(LetterState::PutAway { .. })) if beside(&no) => {
                (Action::Save, "takes it up again")
            }
            (Row::NotSend, _) => (Action::Save, "records why"),
            (Row::Close, _) if view.contact.closed.is_some() => (Action::Save, "opens it again"),
            (Row::Close, _) if self.before.is_empty() => (Action::Send, "closes it"),
            (Row::Close, _) if self.stands() == Stands::Asks => {
                (Action::Send, "closes it with this last word")
            }
            _ => return None,
        };
        Some((chord(action), words))
    }

    /// Tells whether the chord that saves begins a letter anew that was written for a caller whom nobody had checked.
    fn begins_anew(&self, no: LetterNo, view: &View<'_>) -> bool {
        let known = view.contact.telling.letter(no);
        known.is_some_and(|letter| view.contact.is_for_unchecked(letter))
            && self.papers.get(&no).is_some_and(|paper| paper.on_text && !paper.editor.dirty())
    }

    fn paint_paper(
        &self,
        frame: &mut Frame<'_>,
        mut page: Page<'_>,
        paper: &Paper,
        view: &View<'_>,
        active: bool,
    ) {
        let letter = self.letter(view);
        let to = letter
            .map(|letter| letter.to)
            .or_else(|| super::fields::recipient(paper.sheet.chosen(super::TO)));
        if let Some(letter) = letter {
            let history = format!("{} · to {}", row::history(letter, view), row::to(letter.to, view));
            let covered = Self::is_covered(paper, view);
            let history = if covered { row::state(letter, view).0 } else { history };
            page.say(frame.buffer_mut(), &shown(view, &history), row::state(letter, view).1);
        }
        for mistake in letter.into_iter().flat_map(|letter| &letter.mistakes) {
            let when = when_who(view, mistake.at, mistake.by);
            let words = format!("↶ it did not go ({when}): {}", mistake.why);
            page.say(frame.buffer_mut(), &shown(view, &words), Role::Later);
        }
        for (was, mistake) in letter.into_iter().flat_map(|letter| &letter.taken_up) {
            let when = when_who(view, mistake.at, mistake.by);
            let words = format!("↶ taken up again ({when}): {} · it had been put away: {was}", mistake.why);
            page.say(frame.buffer_mut(), &shown(view, &words), Role::Later);
        }
        let to_family = to.filter(|to| goes(letter) && steps::is_to_family(*to, view));
        let known = self.reporters.known();
        let wishes = to_family.map(|to| on_namings(view, rang(to, view), known));
        for words in wishes.unwrap_or_default() {
            page.say(frame.buffer_mut(), &words, Role::Notice);
        }
        for (words, role) in to.map(|to| row::warnings(to, view)).unwrap_or_default() {
            page.say(frame.buffer_mut(), &words, role);
        }
        for words in to.filter(|_| goes(letter)).map(|to| steps::not_told(to, view)).unwrap_or_default() {
            page.say_most(frame.buffer_mut(), &words, Role::NotMet, 2);
        }
        let fields = u16::try_from(paper.sheet.fields().len()).unwrap_or(u16::MAX);
        let has_text = paper.of.is_some() && (letter.is_some() || !paper.editor.text().is_empty());
        if fields > 0 {
            // Where there is little room, the text waits for the fields.
            let text = if page.area.height < 12 { 0 } else { 4 };
            let height = match (has_text, paper.on_text) {
                (false, _) => page.area.height,
                (true, true) => fields.min(page.area.height.saturating_sub(LEAST)),
                (true, false) => (fields + 5).min(page.area.height.saturating_sub(text)),
            };
            let place = page.take(height);
            paper.sheet.draw(frame, place, view.theme, active && !paper.on_text);
        }
        if !has_text {
            return;
        }
        if let Some(said) = &paper.said {
            let most = usize::from(page.area.height.saturating_sub(LEAST)).clamp(1, SAID);
            page.say_most(frame.buffer_mut(), &told(view, said), Role::Error, most);
        }
        if letter.is_none() && self.reason_changed() && !paper.is_as_filled() {
            let key = chord(Action::Save);
            let words =
                format!("▲ The reason changed, your words did not: {key} in the fields fills it in anew.");
            page.say(frame.buffer_mut(), &words, Role::Notice);
        }
        let old = letter
            .map_or_else(|| paper.is_for_unchecked(view), |letter| view.contact.is_for_unchecked(letter));
        if old {
            let key = chord(Action::Save);
            let how = match letter {
                Some(_) => format!("{key} on the text begins it anew, and this one stays."),
                None if paper.is_as_filled() => format!("{key} fills it in anew."),
                None => format!("{key} in the fields fills it in anew; your words stay until you say so."),
            };
            page.say_most(frame.buffer_mut(), &format!("{} {how}", steps::for_unchecked()), Role::Notice, 3);
        }
        let sent = letter.is_some_and(|letter| !letter.state.is_to_go());
        let room = usize::from(page.area.height / 4).max(1);
        let found: &[String] = if sent { &[] } else { &paper.found };
        let many = format!("✗ {} things to look at: {} lists them", found.len(), chord(Action::Send));
        let one = [many];
        for words in if found.len() > room { &one[..] } else { found } {
            let place = page.take(1);
            let style = view.theme.style(Role::Error);
            draw::put(frame.buffer_mut(), place, place.x, place.y, &shown(view, words), style);
        }
        if fields > 0 || !found.is_empty() {
            page.head(frame.buffer_mut(), "", Role::Border);
        }
        // What it must not say stands under it from the moment at which it does; what was refused just now is not said twice.
        if let Some(words) = paper
            .warned
            .as_ref()
            .map(|refusal| &refusal.words)
            .filter(|words| !sent && !paper.said.as_ref().is_some_and(|said| said.starts_with(&**words)))
        {
            page.under(frame.buffer_mut(), &told(view, words), Role::Error);
        }
        // What it still wants before it goes is said from the first, and not when it is to go.
        for wanted in paper.wants.iter().filter(|_| !sent) {
            page.under(frame.buffer_mut(), &format!("▲ {}", told_bare(view, &wanted.words)), Role::Notice);
        }
        if Self::is_covered(paper, view) {
            page.say(frame.buffer_mut(), &cover(), Role::Covered);
            return;
        }
        // What was sent is read, and not written in.
        let focused = active && paper.on_text && !sent;
        let look = Look { focused, role: Some(Role::Text), ..Look::default() };
        paper.editor.draw(frame.buffer_mut(), page.area, view.theme, look);
        let (_, more) = paper.editor.has_more(page.area);
        paper.read.set(paper.read.get() || !more);
        if more && !page.area.is_empty() {
            let (x, y) = (page.area.right() - 1, page.area.bottom() - 1);
            draw::put(frame.buffer_mut(), page.area, x, y, "▼", view.theme.style(Role::HintKey));
        }
        if let Some(at) = paper.editor.cursor_screen_position(page.area).filter(|_| focused) {
            frame.set_cursor_position(at);
        }
    }

    fn paint_end(&self, frame: &mut Frame<'_>, mut page: Page<'_>, view: &View<'_>, active: bool) {
        let buf = frame.buffer_mut();
        match (view.contact.closed, self.stands()) {
            (Some(at), _) => {
                page.say(buf, &format!("✓ closed {}", words::near(view.now, at)), Role::Ok);
                page.say(buf, &shown(view, &row::last_word(view)), Role::Text);
            }
            (None, Stands::Nothing) => {
                page.say(
                    buf,
                    "✓ Nothing stands in the way. A last word is welcome and not needed.",
                    Role::Ok,
                );
            }
            (None, stands) => {
                let words = match stands {
                    Stands::Bars => "This still stands before it can be closed:",
                    Stands::Asks | Stands::Nothing => {
                        "This is still open: the last word says who has it, and then it can be closed."
                    }
                };
                page.say(buf, words, Role::Text);
                for (at, still) in self.before.iter().enumerate() {
                    let words = format!("▲ {}", still.words);
                    let lines = draw::wrapped(&words, usize::from(page.area.width.max(1))).len();
                    let more = self.before.len() - at;
                    if more > 1 && lines >= usize::from(page.area.height) {
                        page.say(buf, &format!("▲ and {more} more"), Role::NotMet);
                        break;
                    }
                    page.say(buf, &shown(view, &words), Role::NotMet);
                }
            }
        }
        self.end.draw(frame, page.area, view.theme, active);
    }
}

/// Says what is said against a letter; where the words that it quotes are covered, without them.
fn told(view: &View<'_>, said: &str) -> String {
    told_bare(view, &format!("✗ {said}"))
}

fn told_bare(view: &View<'_>, whole: &str) -> String {
    let whole = whole.to_owned();
    if shown(view, &whole) == whole {
        return whole;
    }
    let quoted = whole.split_once('“').and_then(|(before, rest)| Some((before, rest.rsplit_once("”, ")?.1)));
    let bare = quoted.map_or(whole.clone(), |(before, after)| format!("{before}{after}"));
    shown(view, &bare).into_owned()
}
