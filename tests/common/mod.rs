//! What the tests share: a console driven without a terminal, and the real one in a terminal of its own.
#![expect(dead_code, reason = "each part is for whichever tests need it")]

pub(crate) mod console;
pub(crate) mod keys;
pub(crate) mod program;
pub(crate) mod pty;
pub(crate) mod stage;

/// Names that belong to Southampton and to no other desk.
pub(crate) const SOUTHAMPTONS: [&str; 13] = [
    "Southampton",
    "Jigsaw",
    "Family Help",
    "Family Safeguarding",
    "Young People's Service",
    "Pathways Through Care",
    "Building Bridges",
    "MASH",
    "CRS",
    "Children's Resource Service",
    "family hub",
    "Young carers project",
    "Adult social care",
];
