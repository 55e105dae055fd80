use super::{
    row::{Row, line},
    *,
};
use crate::{
    domain::{
        contact::{
            call::Caller,
            night::{Care, Command, FiledIn, Under},
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
    })));
    let (words, _) = stage.with(|view| line(Row::Tonight(ELLIS), view));
    assert!(
        words.contains("in hospital (parental responsibility unchanged) with the ward sister"),
        "{words}"
    );
}
