use super::*;
use crate::domain::contact::call::{DropEnd, DropSettled};

#[test]
fn a_dropped_line_is_settled_and_taken_up_again() {
    let mut bench = neighbour();
    bench.does(Command::DropLine);
    let screen = bench.screen(78, 30);
    assert!(screen.contains("▲ dropped") && screen.contains("Safe to ring"), "{screen}");
    bench.fill("no");
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    bench.fill("yes");
    // That it was tried ends nothing by itself.
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    assert!(bench.screen(78, 30).contains("Say what came of it."));
    bench.fill("somebody");
    bench.write("asked the police to look in");
    let say = bench.ctrl('s');
    bench.apply(say);
    let settled = DropSettled {
        how: String::new(),
        end: Some(DropEnd::Sent),
        safe_to_ring: YesNo::No,
        welfare_check: YesNo::Yes,
        why: "asked the police to look in".to_owned(),
        later: None,
    };
    let line = &bench.story.contact.call.line;
    assert!(matches!(line, Line::Dropped { settled: Some(s), .. } if *s == settled), "{line:?}");
    bench.write("back");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.call.line.is_live());
    assert!(bench.pane.half_typed().is_none());
    assert!(!bench.screen(78, 30).contains("dropped"));
}

#[test]
fn a_line_on_which_nobody_was_reached_is_tried_again_by_a_time() {
    let mut bench = neighbour();
    bench.does(Command::DropLine);
    for text in ["yes", "", "no", "nobody", "in 25 min"] {
        bench.fill(text);
    }
    bench.write("rang, no answer");
    let say = bench.ctrl('s');
    bench.apply(say);
    let line = &bench.story.contact.call.line;
    assert!(matches!(line, Line::Dropped { tried: Some(_), settled: None, .. }), "{line:?}");
    assert!(bench.story.contact.row().stands.starts_with("line dropped, to be tried again by "));
    let screen = bench.screen(78, 30);
    assert!(screen.contains("nobody reached (rang, no answer) · try"), "{screen}");
    assert!(screen.contains("What came of it"), "it is still to be settled: {screen}");
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn when_it_is_safe_to_ring_back_has_a_place_where_it_is_safe() {
    let mut bench = neighbour();
    bench.does(Command::DropLine);
    for text in ["yes", "only before 3", "no", "caller"] {
        bench.fill(text);
    }
    bench.write("she will ring from her sister's");
    let say = bench.ctrl('s');
    bench.apply(say);
    let line = &bench.story.contact.call.line;
    assert!(matches!(line, Line::Dropped { settled: Some(s), .. } if s.how == "only before 3"), "{line:?}");
    let screen = bench.screen(78, 30);
    assert!(screen.contains("safe to ring: yes, only\nbefore 3"), "{screen}");
}

#[test]
fn whoever_comes_back_to_a_settled_drop_finds_where_the_caller_is_back() {
    let mut bench = neighbour();
    bench.does(Command::DropLine);
    for text in ["no", "no", "caller", "rung back"] {
        bench.fill(text);
    }
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.alt(KeyCode::Down);
    assert!(bench.pane.at == Part::Caller);
    bench.with(|pane, view| pane.leave(view, &mut Vec::new()));
    bench.sync();
    assert!(bench.screen(46, 16).contains("Back on line"), "{}", bench.screen(46, 16));
}
