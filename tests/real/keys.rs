//! Which key opens a real desk where somebody meddles with what lies beside it, or where a change of it was cut short.

use dutydesk::{
    desk::{Clock as _, Desk, DeskError, Opening, Random, clock::SystemClock},
    store::{keys::Keys, secret::practice},
};

use super::{LEE, LIND, Real, SHAH, clock};

#[test]
fn a_real_desk_does_not_open_by_a_key_that_lies_beside_it() {
    let real = Real::found();
    let opens = || Desk::open(&real.folder, Opening::default(), clock(), Random::System).err().unwrap();
    assert!(matches!(opens(), DeskError::NotPractice));
    // Not even where somebody who had it in their memory put it there.
    let unlocked = Keys::of(&real.folder).sign_in("s.lee", LEE, SystemClock.now()).unwrap();
    practice::write(&real.folder, &unlocked.access).unwrap();
    assert!(matches!(opens(), DeskError::NotPractice));
}

#[test]
fn while_it_is_not_known_which_key_counts_nothing_is_kept_under_either() {
    let real = Real::found();
    let keys = Keys::of(&real.folder);
    drop(real.enter("r.shah", SHAH).unwrap());
    let unlocked = keys.sign_in("r.shah", SHAH, SystemClock.now()).unwrap();
    keys.rekeying()
        .unwrap()
        .leave(real.person("s.lee"), &unlocked.access, &mut Random::System.entropy())
        .unwrap();
    let whole = std::fs::read(real.folder.database()).unwrap();
    std::fs::write(real.folder.database(), vec![0x41; whole.len()]).unwrap();
    let error = real.enter("p.lindqvist", LIND).err().unwrap();
    assert!(error.to_string().contains("damaged"), "{error}");
    std::fs::write(real.folder.database(), whole).unwrap();
    drop(real.enter("p.lindqvist", LIND).unwrap());
    assert!(!keys.is_unsettled().unwrap());
}
