//! The stages at the left, each with how complete it is; safety says so in words when a child is in danger.

use ratatui::{Frame, layout::Rect};

use super::pane::View;
use crate::{
    domain::{contact::progress::Completeness, policy::script::StageNo},
    ui::{draw, theme::Role},
};

/// Tells how complete each stage is.
pub(super) fn complete(view: &View<'_>) -> Vec<Completeness> {
    let cx = view.context();
    view.policy().script.stages.iter().map(|stage| view.contact.completeness(stage, &cx)).collect()
}

pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    view: &View<'_>,
    complete: &[Completeness],
    current: Option<StageNo>,
) {
    let buf = frame.buffer_mut();
    let step = if area.height >= 30 { 2 } else { 1 };
    let stages = view.policy().script.stages.iter().zip(complete.iter().copied());
    for (y, (stage, complete)) in (area.y..area.bottom()).step_by(step).zip(stages) {
        let here = current == Some(stage.number);
        let role = match (here, complete) {
            (_, Completeness::Alarm) => Role::Urgent,
            (true, _) => Role::LaneActive,
            (false, Completeness::Complete) => Role::Ok,
            (false, Completeness::Partly) => Role::Text,
            (false, Completeness::Empty) => Role::TextDim,
        };
        let symbol = if here && complete == Completeness::Empty { "●" } else { complete.symbol() };
        let name = format!("{:>2} {}", stage.number.0, stage.short);
        let line = Rect { y, height: 1, ..area };
        if here {
            buf.set_style(line, view.theme.style(role));
        }
        let words = Rect { width: line.width.saturating_sub(2), ..line };
        draw::put(buf, words, area.x, y, &name, view.theme.style(role));
        draw::put(buf, line, area.right().saturating_sub(2), y, symbol, view.theme.style(role));
    }
}
