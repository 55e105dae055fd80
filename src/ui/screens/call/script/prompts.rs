//! What can be said at a stage, what is listened for, and how many questions there are: the upper part of the pane.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{FIRST, ScriptPane, foot::leads_to};
use crate::{
    domain::{
        contact::place::Place,
        policy::script::{Chip, Prompt, Stage, Tag, is_for},
    },
    ui::{
        draw,
        screens::call::pane::{Cover, View},
        theme::Role,
        widgets::Field,
    },
};

impl ScriptPane {
    /// Draws title, prompts, chips and how many questions there are; gives the lines used.
    pub(super) fn head(&self, buf: &mut Buffer, area: Rect, stage: &Stage, view: &View<'_>) -> u16 {
        let theme = view.theme;
        let title = format!("{} {}", stage.number.0, stage.title);
        let used = draw::put(buf, area, area.x, area.y, &title, theme.style(Role::Title));
        let rest = Rect { x: area.x + used + 2, width: area.width.saturating_sub(used + 2), ..area };
        draw::put(buf, rest, rest.x, rest.y, &stage.purpose, theme.style(Role::TextDim));
        let mut y = area.y + 1;
        let chips = chips(stage, view);
        let questions = self.questions_line(stage, view);
        let below = chips.len().min(2) + usize::from(!questions.is_empty());
        let prompts_end = area.bottom().saturating_sub(u16::try_from(below).unwrap_or(2));
        let prompts = said(stage, view);
        let width = usize::from(area.width.saturating_sub(3));
        let wrapped: Vec<(&Prompt, Vec<String>)> = prompts
            .iter()
            .skip(self.top)
            .map(|prompt| (*prompt, draw::wrapped(&prompt.words, width)))
            .collect();
        let (fits, shown) = fitting(&wrapped, usize::from(prompts_end.saturating_sub(y)));
        for ((prompt, lines), _) in wrapped.iter().zip(fits).filter(|(_, fits)| *fits) {
            draw::put(buf, area, area.x, y, tag(prompt.tag), theme.style(Role::PromptTag));
            for text in lines {
                draw::put(buf, area, area.x + 2, y, text, theme.style(Role::Prompt));
                y += 1;
            }
        }
        self.shown.set(shown);
        if self.top + shown < prompts.len() || self.top > 0 {
            let more = " PgDn more ";
            let x = area.right().saturating_sub(u16::try_from(more.len()).unwrap_or(0));
            draw::put(buf, area, x, area.y, more, theme.style(Role::HintKey));
        }
        let mut x = area.x;
        for (at, (words, heard, waits)) in chips.iter().enumerate() {
            let role = if *heard { Role::ChipHeard } else { Role::Chip };
            let digit = if at < 10 { format!("{}", (at + 1) % 10) } else { String::new() };
            let words = format!("{digit}{}{waits}{words}", if *heard { "✓" } else { " " });
            let width = u16::try_from(draw::width(&words)).unwrap_or(0);
            if x > area.x && x + width > area.right() {
                x = area.x;
                y += 1;
            }
            if y >= area.bottom() {
                break;
            }
            x += draw::put(buf, area, x, y, &words, theme.style(role)) + 2;
        }
        y += u16::from(!chips.is_empty());
        if !questions.is_empty() && y < area.bottom() {
            draw::put(buf, area, area.x, y, &questions, theme.style(Role::Label));
            y += 1;
        }
        y - area.y
    }

    /// Says what Tab leads to: who rings and what is not known of them yet, and how many questions there are.
    fn questions_line(&self, stage: &Stage, view: &View<'_>) -> String {
        let mut parts = Vec::new();
        if stage.number == FIRST {
            let caller = &view.contact.call.caller;
            let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
            let mut wanted = String::new();
            if blank(&caller.name) && !caller.declined {
                wanted.push_str(" ★ name");
            }
            if blank(&caller.number) {
                wanted.push_str(" ★ number");
            }
            parts.push(if wanted.is_empty() {
                "who rings ✓".to_owned()
            } else {
                format!("who rings{wanted}")
            });
        }
        let fields = self.questions.fields();
        // What cannot be read yet is no answer.
        let answered = |field: &&Field| matches!(field.value(), Ok(Some(value)) if !value.is_empty());
        let open = fields.iter().filter(|field| field.needed && !answered(field)).count();
        if !fields.is_empty() {
            let wanted = if open == 0 { String::new() } else { format!(", {open} ★ still wanted") };
            let questions = if fields.len() == 1 { "question" } else { "questions" };
            parts.push(format!("{} {questions}{wanted}", fields.len()));
        }
        if let Some(first) = parts.first_mut() {
            first.insert_str(0, "Tab ");
        }
        parts.extend(leads_to(stage.number).map(|(_, words)| words.to_owned()));
        parts.join(" · ")
    }
}

/// Tells which prompts are shown in so many lines, and how many of them in a row: in their order, but for what is said to protect
/// somebody, which is in view first.
fn fitting(wrapped: &[(&Prompt, Vec<String>)], mut lines: usize) -> (Vec<bool>, usize) {
    let protects = |prompt: &Prompt| prompt.tag == Tag::P && !prompt.callers.is_empty();
    let mut held: usize =
        wrapped.iter().filter(|(prompt, _)| protects(prompt)).map(|(_, lines)| lines.len()).sum();
    let mut full = false;
    let fits = wrapped.iter().map(|(prompt, words)| {
        let first = protects(prompt);
        held -= if first { words.len() } else { 0 };
        let room = if first { lines } else { lines.saturating_sub(held) };
        let fits = words.len() <= room && (first || !full);
        full |= !fits;
        lines -= if fits { words.len() } else { 0 };
        fits
    });
    let fits: Vec<bool> = fits.collect();
    let shown = fits.iter().take_while(|fits| **fits).count();
    (fits, shown)
}

/// Lists what can be said to this caller now; what only this service asks comes first.
pub(super) fn said<'v>(stage: &'v Stage, view: &View<'_>) -> Vec<&'v Prompt> {
    let said = stage.prompts.iter().filter(|prompt| is_said(prompt, view));
    let (own, both): (Vec<&Prompt>, Vec<&Prompt>) = said.partition(|prompt| prompt.mode.is_some());
    [own, both].concat()
}

fn is_said(prompt: &Prompt, view: &View<'_>) -> bool {
    // What is said to police alone tells that they rang.
    let kind = view.contact.call.caller.kind.filter(|_| view.cover != Cover::All);
    is_for(&prompt.callers, &prompt.not_callers, kind)
        && prompt.mode.is_none_or(|mode| mode == view.desk.calling.mode())
}

const fn tag(tag: Tag) -> &'static str {
    match tag {
        Tag::O => "O",
        Tag::A => "A",
        Tag::R => "R",
        Tag::S => "S",
        Tag::C => "C",
        Tag::H => "H",
        Tag::K => "K",
        Tag::P => "P",
        Tag::I => "·",
    }
}

/// Lists what is listened for: its words, whether it was heard, and the mark of what is not in the record yet.
fn chips<'v>(stage: &'v Stage, view: &View<'_>) -> Vec<(&'v str, bool, &'static str)> {
    let chip = |chip: &'v Chip| {
        let heard = view.contact.call.heard.contains(&chip.id);
        (chip.words.as_str(), heard, view.waits(&Place::Heard(chip.id.clone())))
    };
    stage.listen.iter().map(chip).collect()
}
