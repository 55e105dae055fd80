//! The one door by which text leaves.
