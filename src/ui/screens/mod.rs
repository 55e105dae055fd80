//! The screens: the queue and the contact, with a box for signing in.

pub mod call;
