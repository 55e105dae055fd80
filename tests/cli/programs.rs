//! What programs read of the desk, and what they are told where there is nothing.

use super::{demo, fails, json, prints};

#[test]
fn programs_read_danger_duties_and_keys_and_nothing_is_an_answer() {
    let home = demo("40", "1");
    let home = home.path();
    let read = |arguments: &[&str]| json(&prints(home, &[&["--practice"], arguments].concat()));
    let list = read(&["contact", "list", "--json"]);
    let of = |reference: &str| list.as_array().unwrap().iter().find(|line| line["reference"] == reference);
    let urgent = of("C-1841").unwrap();
    assert_eq!((&urgent["danger"], &urgent["danger_unanswered"]), (&"yes".into(), &false.into()));
    assert!(list.as_array().unwrap().iter().any(|line| line["danger"].is_null()), "{list}");
    let duty = read(&["duty", "list", "--json"]);
    assert_eq!((&duty["mode"], &duty["may_authorise"][0]["name"]), (&"front_door".into(), &"R. Shah".into()));
    assert!(duty["duties"].as_array().unwrap().iter().all(|hold| hold["person"]["name"].is_string()));
    let keys = json(&prints(home, &["keys", "--json"]));
    assert_eq!((&keys[0]["where"], &keys[0]["keys"][0]["keys"]), (&"Everywhere".into(), &"F1".into()));
    let missing = home.join("nowhere").join("copy.db");
    let said = fails(home, &["--practice", "backup", missing.to_str().unwrap()], 73);
    assert!(said.contains("there is no folder"), "{said}");
    for option in ["--contacts", "--seed"] {
        let said = fails(home, &["demo", option, "x"], 64);
        assert!(said.contains("write a whole number from 0 to"), "{said}");
    }
    let empty = demo("0", "1");
    assert!(json(&prints(empty.path(), &["--practice", "handover", "--json"])).is_null());
    fails(empty.path(), &["--practice", "handover"], 65);
}
