//! The rules of duty work, pure: no I/O, no SQL, no runtime, no clock, no randomness.
//!
//! Time, ids and the acting person are handed in; nothing here can tell what o'clock it is or invent a number.
//! That is why every rule can be read as a scenario, and why the whole of a desk's history can be judged again.
//!
//! A contact is a plain struct with two functions: [`contact::Contact::decide`] judges and never changes anything,
//! [`contact::Contact::evolve`] changes and never judges. The policy that is judged by is data, in [`policy`].

pub mod alarm;
pub mod answer;
pub mod audit;
pub mod board;
pub mod calendar;
pub mod calling;
pub mod contact;
pub(crate) mod counted;
pub mod desk;
pub mod device;
pub mod directory;
pub mod duty;
pub mod evidence;
pub mod handover;
pub mod ids;
pub mod input;
pub mod late;
pub mod ledger;
pub mod looked;
pub mod nature;
pub mod permission;
pub mod policy;
pub mod queue;
pub mod recorded;
pub mod refusal;
pub mod ring;
pub mod rota;
pub mod shift;
pub mod shown;
pub mod staff;
pub mod stream;
pub mod value;
pub mod visit;
