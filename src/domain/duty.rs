//! Which mode, who may authorise, when is this due.
