use super::*;
use crate::{
    domain::{
        contact::{
            call::Caller,
            night::{Care, Command, Under},
        },
        ids::PersonNo,
        policy::CallerKind,
        value::YesNo,
    },
    exchange::story::begin,
    ui::screens::call::caller::fixture::Bench,
};

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
