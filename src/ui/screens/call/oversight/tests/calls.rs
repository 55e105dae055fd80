//! A manager who is rung: each try, and what is read out to them.

use super::*;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::{
    contact::oversight::How,
    desk::Event,
    device::{DeviceEnrolled, DeviceProposed, Kind},
    ids::DeviceId,
};
use crate::ui::screens::call::{
    fixture::staff,
    oversight::{of_two, shows},
};

#[test]
fn a_manager_is_rung_on_the_rotas_number_and_each_try_is_written_down() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    assert!(stage.picture(&pane, 78, 30).contains("☎ ring       R. Shah, 07700 900103, CRS manager"));
    stage.alt(&mut pane, 'p');
    let text = stage.picture(&pane, 46, 16);
    assert!(text.contains("READ THIS OUT") && text.contains("what came of it"), "{text}");
    stage.fill(&mut pane, &["Shah", "", "they would not"]);
    assert_eq!(pane.sheet().text("rung"), "14:02", "written down when whom was chosen");
    // Nothing is sent while something needed is missing, and the field says so.
    assert!(stage.ctrl(&mut pane, 's').iter().all(|say| matches!(say, Say::Changed)));
    stage.fill(&mut pane, &["she wants the on-call manager to"]);
    let half = pane.half_typed().unwrap();
    let mut again = OversightPane::default();
    stage.with(|view| again.restore(&half.body, view));
    stage.sync(&mut again);
    assert_eq!(again.writing, Writing::Calling(OverrideNo(1)));
    assert_eq!(again.half_typed().unwrap().body, half.body);
    let say = stage.ctrl(&mut again, 's');
    stage.carry_out(&mut again, say);
    let o = stage.contact.oversight.get(OverrideNo(1)).unwrap();
    assert_eq!(o.attempts[0].reached.said(), Some("she wants the on-call manager to"));
    assert!(stage.picture(&again, 78, 30).contains("Everybody on the rota was tried"));
    // Whoever is rung again may answer: while they do, nobody is said to have been tried in vain.
    for (came, tried) in [("", false), ("they auth", false), ("they decline", false), ("engaged", true)] {
        let mut rung = OversightPane::default();
        stage.sync(&mut rung);
        stage.alt(&mut rung, 'p');
        stage.fill(&mut rung, &["Shah", "", came]);
        for width in [46, 110] {
            let text = stage.picture(&rung, width, 40);
            assert_eq!(text.contains("Everybody on the rota was tried"), tried, "{came}: {text}");
            assert_eq!(text.contains("☎ this call  R. Shah, 07700 900103"), !tried, "{came}: {text}");
        }
        // Nor beside the request itself, while the call is half written down.
        stage.with(|view| rung.select(Item::Override(OverrideNo(1)), view));
        let text = stage.picture(&rung, 110, 50);
        assert_eq!(text.contains("Everybody on the rota was tried"), tried, "{came}: {text}");
    }
    let mut short = OversightPane::default();
    stage.sync(&mut short);
    stage.alt(&mut short, 'p');
    stage.fill(&mut short, &["Shah", "", "they auth", "She must be safe.", "he would know", "nothing less"]);
    stage.fill(&mut short, &["they hold it", "", "", "", "", "weakest", "it is at the office"]);
    assert!(stage.ctrl(&mut short, 's').iter().all(|say| !matches!(say, Say::Confirm { .. })));
    let text = stage.picture(&short, 110, 50);
    assert!(text.contains("What they believe wants at least 8 words: ask them for more"), "{text}");
    // What is weaker says so, and asks first.
    stage.fill(&mut again, &["Shah", "", "they auth", MANAGER, "he would know", "nothing less"]);
    stage.fill(
        &mut again,
        &["they hold it", "+Ellis", "+Police", "", "in 1 h", "weakest", "it is at the office"],
    );
    let say = stage.ctrl(&mut again, 's');
    let Some(Say::Confirm { lines, then, .. }) = say.into_iter().last() else { panic!() };
    assert!(lines[0].starts_with("Weakest: nothing but the voice"), "{lines:?}");
    let reaches = lines[1..6].join("\n");
    assert_eq!(
        reaches,
        "For less than was asked:\nChildren: Ellis Brook\nWith: Police\nWhat: where they are, and the danger\nUntil Tue 24 Nov 2026 15:02 GMT"
    );
    assert!(matches!(*then, Say::Telephone { no: OverrideNo(1), .. }));
    // Whoever may decide it here is not rung.
    stage.sign_in(1);
    stage.sync(&mut again);
    assert!(!stage.picture(&OversightPane::default(), 78, 30).contains("Alt+p"));
}

#[test]
fn what_is_read_out_says_how_much_more_follows_and_is_whole_on_a_tall_screen() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    stage.alt(&mut pane, 'p');
    let last = "The family is told";
    for (width, height) in [(46, 16), (62, 18)] {
        let mut seen = Vec::new();
        let mut left = usize::MAX;
        loop {
            let text = stage.picture(&pane, width, height);
            seen.extend(text.lines().map(str::trim).map(str::to_owned));
            let Some((_, more)) =
                text.split_once("▼ ").filter(|(_, more)| more.contains("to read out: PgDn"))
            else {
                assert!(text.contains(last), "{text}");
                break;
            };
            let more: usize = more.split_whitespace().next().unwrap().parse().unwrap();
            assert!(more < left, "{width}: {more} of {left}");
            left = more;
            stage.press(&mut pane, KeyCode::PageDown, KeyModifiers::NONE);
        }
        assert!(left < usize::MAX, "{width}: all of it was in view");
        // Page by page every line of it was there.
        let whole = stage.with(|view| pane.document(view, Rect::new(0, 0, width, height)));
        for line in whole.plain() {
            let line = line.trim();
            assert!(seen.iter().any(|seen| seen.starts_with(line)), "{line:?} in {seen:#?}");
        }
        pane.window.reset();
    }
    // The fields have their room, and nothing is cut.
    for (width, height) in [(78, 30), (73, 37), (110, 34), (150, 50)] {
        let text = stage.picture(&pane, width, height);
        assert!(!text.contains("to read out: PgDn") && text.contains(last), "{text}");
        assert!(text.contains("what came of it") && text.contains("R. Shah, 07700 900103"), "{text}");
    }
}

#[test]
fn what_is_read_out_says_how_old_what_danger_and_who_was_asked() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    stage.alt(&mut pane, 'p');
    let whole = stage.with(|view| pane.document(view, Rect::new(0, 0, 150, 50))).plain().join(" ");
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = whole.split_once("READ THIS OUT").unwrap().1;
    assert!(read.contains("Ellis") && read.contains("; danger "), "{read}");
    assert!(read.contains("age not known)") || read.contains("(6)"), "{read}");
    assert!(read.contains(": not asked (he listens in)"), "{read}");
}

/// Enrols devices for the manager, by people who have no part in the contact.
fn enrolled(stage: &mut Stage, kinds: &[Kind]) {
    let (shah, moss) = (staff(2), staff(3));
    let mut duty = (*stage.desk.book.duty).clone();
    for (n, kind) in (1..).zip(kinds) {
        let device = DeviceId(Uuid::from_u128(n));
        let (kind, secret, replaces) = (*kind, format!("mark {n}"), None);
        let proposed = DeviceProposed { device, person: shah, kind, secret, by: moss, replaces };
        duty.directory.devices.evolve(&Event::DeviceProposed(proposed));
        duty.directory.devices.evolve(&Event::DeviceEnrolled(DeviceEnrolled { device, by: staff(4) }));
    }
    stage.desk.book.duty = Arc::new(duty);
}

#[test]
fn no_way_is_offered_for_which_the_manager_has_no_device_and_it_is_said_why() {
    for (kinds, offered, none) in [
        (&[][..], &[How::Dictated][..], "No challenge and no one-time code: R. Shah has no device"),
        (
            &[Kind::Totp],
            &[How::TelephoneCode, How::Dictated],
            "No challenge: R. Shah has no device enrolled for it.",
        ),
        (
            &[Kind::Bound],
            &[How::TelephoneBound, How::Dictated],
            "No one-time code: R. Shah has no device enrolled for it.",
        ),
        (&[Kind::Bound, Kind::Totp], &shows::HOW.map(|(_, how)| how), ""),
    ] {
        let mut stage = stage();
        enrolled(&mut stage, kinds);
        let mut pane = pane(&stage);
        asked(&mut stage, &mut pane);
        stage.alt(&mut pane, 'p');
        stage.fill(&mut pane, &["Shah", "", "they auth", MANAGER, "he would hear", "nothing less"]);
        stage.fill(&mut pane, &["they hold it", "", "", "", ""]);
        let text = stage.picture(&pane, 110, 60);
        for how in [How::TelephoneBound, How::TelephoneCode, How::Dictated] {
            assert_eq!(text.contains(how.strength()), offered.contains(&how), "{how:?}: {text}");
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(none) && text.contains("has no device enrolled") != none.is_empty(), "{text}");
    }
}

#[test]
fn what_is_read_out_stays_readable_while_their_answers_are_written_down() {
    let mut stage = stage();
    let mut pane = pane(&stage);
    asked(&mut stage, &mut pane);
    stage.alt(&mut pane, 'p');
    stage.fill(&mut pane, &["Shah", "", "they auth"]);
    // The pane at 80×24.
    let (width, height) = (64, 20);
    let text = stage.picture(&pane, width, height);
    assert!(text.contains("READ THIS OUT") && text.contains("Children  "), "{text}");
    // Page by page all of it is there, and then whom one speaks to.
    let mut seen = text;
    for _ in 0..12 {
        stage.press(&mut pane, KeyCode::PageDown, KeyModifiers::NONE);
        seen.push_str(&stage.picture(&pane, width, height));
    }
    assert!(seen.contains("The family is told") && seen.contains("☎ this call"), "{seen}");
    // Every choice of what shows that it is them is whole, and the weaker say that they are.
    enrolled(&mut stage, &[Kind::Bound, Kind::Totp]);
    stage
        .fill(&mut pane, &["I believe her", "he would hear", "nothing less", "they hold it", "", "", "", ""]);
    let text = stage.picture(&pane, width, height);
    for how in [How::TelephoneBound, How::TelephoneCode, How::Dictated] {
        assert!(text.contains(how.strength()), "{}: {text}", how.strength());
    }
}

#[test]
fn how_strong_a_way_is_reads_the_same_wherever_it_is_chosen_or_confirmed() {
    assert!(How::TelephoneCode.strength().starts_with("weaker: "));
    assert!(How::Dictated.strength().starts_with("weakest: "));
    assert!(How::TelephoneCode.shows("R. Shah").starts_with("Weaker: "));
    assert!(How::Dictated.shows("R. Shah").starts_with("Weakest: "));
    let of = |ways: Vec<crate::domain::policy::script::Choice>| {
        ways.into_iter().map(|way| way.words).collect::<Vec<_>>()
    };
    // On what takes two the same ways bear the same words as on an override.
    assert_eq!(of(shows::ways(&of_two::HOW)), of(shows::ways(&shows::HOW))[1..]);
}
