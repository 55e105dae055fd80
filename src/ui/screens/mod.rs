//! The screens: the queue and the contact, with a box for signing in.

pub mod beside;
pub mod call;
mod desk_form;
pub mod handover;
pub mod promises;
pub mod queue;
pub mod rota;
pub mod shift;
pub mod sign_in;
pub mod visits;
