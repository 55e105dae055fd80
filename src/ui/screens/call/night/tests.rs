use super::{
    row::{Row, line},
    whole::{arrangement, whole},
    *,
};
use crate::{
    domain::{
        contact::{
            call::Caller,
            night::{Care, Command, FiledIn, NoLoneVisits, Protection, TonightEnded, Under},
        },
        ids::PersonNo,
        policy::{CallerKind, Mode},
        value::YesNo,
    },
    exchange::story::begin,
    ui::screens::call::{
        caller::fixture::Bench,
        fixture::{ELLIS, Stage, TOM},
    },
};

const MIA: PersonNo = PersonNo(2);

fn file(stage: &mut Stage, child: PersonNo, to: FiledIn) {
    stage.act(Command::File { children: vec![child], to });
}

#[test]
fn where_a_child_is_tonight_is_covered_while_somebody_could_look() {
    let mut story = begin(Caller { kind: Some(CallerKind::Public), ..Caller::default() });
    story.names_the_family();
    let mut bench = Bench::<NightPane>::new(story);
    bench.does(Command::Care(Box::new(Care {
        child: PersonNo(1),
        under: Under::Family,
        with: "an aunt".to_owned(),
        place: "4 Mill Lane".to_owned(),
        proposed_by: "Kelly".to_owned(),
        agreed_by: "Kelly".to_owned(),
        fit: Some(YesNo::Yes),
        fit_words: "told back what she agrees to".to_owned(),
        checks: "nothing known".to_owned(),
        childs_view: "she has a dog".to_owned(),
        until: bench.story.now + chrono::TimeDelta::hours(9),
        taken: None,
        protection: None,
    })));
    let told = |bench: &mut Bench<NightPane>| {
        bench.with(|_, view| {
            let tonight = view.contact.tonight_of(PersonNo(1)).unwrap();
            arrangement(tonight, view).join("\n")
        })
    };
    assert!(told(&mut bench).contains("4 Mill Lane"));
    bench.covered = true;
    let covered = told(&mut bench);
    assert!(!covered.contains("Mill") && covered.contains("an aunt"), "{covered}");
}

#[test]
fn each_child_has_its_own_file_and_who_has_none_yet_is_named() {
    let mut stage = Stage::new();
    stage.contact.call.mode = Mode::Edt;
    let said = |stage: &Stage| stage.with(|view| line(Row::File, view).0);
    file(&mut stage, ELLIS, FiledIn::Record("4711".into()));
    stage.contact.family.people[1].details.name = None;
    let words = said(&stage);
    assert!(
        words.ends_with("Ellis Brook 4711 · not yet the unborn baby, Tom Brook: before the shift ends"),
        "{words}"
    );
    file(&mut stage, MIA, FiledIn::NotKnown);
    file(&mut stage, TOM, FiledIn::Record("4712".into()));
    let words = said(&stage);
    let all = "Ellis Brook 4711 · the unborn baby not known here: passed to the day · Tom Brook 4712";
    assert!(words.starts_with('●') && words.ends_with(all), "{words}");
}

#[test]
fn what_is_about_no_child_is_said_to_be_on_no_file_and_why() {
    let mut stage = Stage::new();
    stage.contact.call.mode = Mode::Edt;
    stage.contact.family.people.clear();
    stage.act(Command::File {
        children: vec![],
        to: FiledIn::NoChild("he asked for the day's number".into()),
    });
    let words = stage.with(|view| line(Row::File, view).0);
    let said = "on no file, it is about no child: he asked for the day's number";
    assert!(words.starts_with('●') && words.ends_with(said), "{words}");
}

#[test]
fn a_child_in_hospital_is_somewhere_and_nobody_takes_a_parents_place() {
    let mut stage = Stage::new();
    stage.act(Command::Care(Box::new(Care {
        child: ELLIS,
        under: Under::Hospital,
        with: "the ward sister".into(),
        place: "St Brannoc's, ward 4".into(),
        proposed_by: String::new(),
        agreed_by: String::new(),
        fit: None,
        fit_words: String::new(),
        checks: String::new(),
        childs_view: "asleep".into(),
        until: stage.now + chrono::Duration::hours(12),
        taken: None,
        protection: None,
    })));
    let (words, _) = stage.with(|view| line(Row::Tonight(ELLIS), view));
    assert!(
        words.contains("in hospital (parental responsibility unchanged) with the ward sister"),
        "{words}"
    );
}

/// Says that a child is with an aunt, and what came after it.
fn tonight_and_after(stage: &mut Stage) {
    stage.act(Command::Care(Box::new(Care {
        child: ELLIS,
        under: Under::Family,
        with: "an aunt".into(),
        place: "4 Mill Lane".into(),
        proposed_by: "Sara".into(),
        agreed_by: "Sara".into(),
        fit: Some(YesNo::Yes),
        fit_words: "told back what she agrees to".into(),
        checks: "nothing known".into(),
        childs_view: "she has a dog".into(),
        until: stage.now + chrono::TimeDelta::hours(9),
        taken: None,
        protection: None,
    })));
    stage.now += chrono::TimeDelta::hours(8);
    stage.act(Command::EndCare(TonightEnded {
        child: ELLIS,
        then: "home with Sara, seen by us".into(),
        protection: Some(Protection::RunsOn),
    }));
}

#[test]
fn what_came_after_tonight_stays_to_be_seen() {
    let mut stage = Stage::new();
    tonight_and_after(&mut stage);
    let mut pane = NightPane::default();
    stage.sync(&mut pane);
    let (words, role) = stage.with(|view| line(Row::Tonight(ELLIS), view));
    assert!(words.contains("over 22:02: home with Sara, seen by us"), "{words}");
    assert_eq!(role, Role::Met);
    for (width, height) in [(46, 16), (78, 30), (110, 50)] {
        let text = stage.picture(&pane, width, height);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("● over 22:02: home with Sara, seen by us, written Tue 24 Nov 2026"), "{text}");
        assert!(flat.contains("by A. Okoro"), "{text}");
        assert!(!text.contains('★') && text.contains("another arrangement"), "asked again: {text}");
    }
    // Saved as it is it changes nothing.
    let say = stage.ctrl(&mut pane, 's');
    assert!(say.iter().all(|say| !matches!(say, Say::Act { .. })));
    assert!(stage.picture(&pane, 78, 30).contains("It is over, and stands so."));
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("before that: ") && text.contains("an aunt, 4 Mill Lane"), "{text}");
    // Another night is another arrangement.
    stage.fill(
        &mut pane,
        &["another", "the ward sister", "St Brannoc's, ward 4", "hospital", "", "asleep", "in 12 h"],
    );
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    let (words, _) = stage.with(|view| line(Row::Tonight(ELLIS), view));
    assert!(words.contains("the ward sister") && !words.contains("over"), "{words}");
}

#[test]
fn where_a_child_went_is_covered_like_the_place_of_the_night() {
    let mut stage = Stage::new();
    tonight_and_after(&mut stage);
    stage.with(|view| {
        let covered = View { cover: crate::ui::screens::call::pane::Cover::Others, ..*view };
        let tonight = view.contact.last_night_of(ELLIS).unwrap();
        for said in [line(Row::Tonight(ELLIS), &covered).0, arrangement(tonight, &covered).join("\n")] {
            assert!(said.contains("covered") && !said.contains("home") && !said.contains("Mill"), "{said}");
        }
    });
}

#[test]
fn an_arrangement_that_nobody_who_may_agreed_to_is_marked_on_its_row() {
    let mut stage = Stage::new();
    let mut care = Care {
        child: ELLIS,
        under: Under::Family,
        with: "an aunt".into(),
        place: "4 Mill Lane".into(),
        proposed_by: "Sara".into(),
        agreed_by: "nobody".into(),
        fit: Some(YesNo::No),
        fit_words: "Sara had drunk".into(),
        checks: "nothing known".into(),
        childs_view: "she has a dog".into(),
        until: stage.now + chrono::TimeDelta::hours(9),
        taken: None,
        protection: None,
    };
    stage.act(Command::Care(Box::new(care.clone())));
    let (words, role) = stage.with(|view| line(Row::Tonight(ELLIS), view));
    assert!(words.starts_with('▲') && words.contains("nobody who may agreed"), "{words}");
    assert_eq!(role, Role::DueSoon);
    care.fit = Some(YesNo::Yes);
    stage.act(Command::Care(Box::new(care)));
    let words = stage.with(|view| line(Row::Tonight(ELLIS), view).0);
    assert!(words.starts_with('●'), "{words}");
}

#[test]
fn that_nobody_goes_there_alone_is_seen_whoever_listens_and_only_why_is_covered() {
    use crate::ui::screens::call::pane::Cover;
    let mut stage = Stage::new();
    let why = Some("Jo Marsh saw the dog go for her".to_owned());
    stage.act(Command::NoLone(NoLoneVisits { why, lifted: None }));
    stage.with(|view| {
        let told = |cover| {
            let view = View { cover, ..*view };
            let whole = whole(Row::NoLone, &view).into_iter().map(|(_, line)| line);
            [line(Row::NoLone, &view).0].into_iter().chain(whole).collect::<Vec<_>>()
        };
        assert!(told(Cover::None).iter().all(|said| said.contains("Jo Marsh")));
        let covered = told(Cover::All);
        assert!(covered[0].starts_with("‼ NO LONE VISITS") && covered[0].contains("▒▒▒"), "{covered:?}");
        assert!(covered[1].starts_with("‼ nobody goes there alone: ▒▒▒"), "{covered:?}");
        assert!(!covered.concat().contains("Marsh"), "{covered:?}");
    });
}
