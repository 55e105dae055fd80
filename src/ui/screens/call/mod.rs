//! Everything for one contact on one screen: stages at the left, the pane in the middle, what is known at the right.

pub mod agreement;
pub mod caller;
pub mod family;
pub mod known;
pub mod letter;
pub mod oversight;
pub mod pane;
pub mod promises;
pub mod route;
pub mod sheet;
pub mod telling;
