//! The rota: its holes and overlaps, its file, its screen, and the alarm of an empty slot.

use dutydesk::{
    desk::{Clock as _, Desk, Opening, Random, Request},
    domain::{alarm::Of, desk::Command, duty::Hold, policy::Role},
    exchange::rota_csv,
};

use crate::common::console::Practice;

fn desk(practice: &Practice) -> Desk {
    let clock = std::sync::Arc::clone(&practice.clock) as std::sync::Arc<dyn dutydesk::desk::Clock>;
    let mut desk = Desk::open(&practice.folder, Opening::default(), clock, Random::Seeded(3)).unwrap();
    desk.sign_in_for_practice("S. Adler").unwrap();
    desk
}

#[test]
fn snapshots_of_the_rota() {
    let practice = Practice::new(40);
    for (width, height) in [(80, 24), (120, 40)] {
        let mut console = practice.console("A. Okoro", width, height);
        console.press("r");
        insta::assert_snapshot!(format!("rota_{width}x{height}"), console.text());
    }
}
