//! The test suite, low to high: layers, rules, walks, the loop, the real binary.

#[cfg(test)]
mod again;
#[cfg(test)]
mod analysis;
#[cfg(test)]
mod aside;
#[cfg(test)]
mod attached;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod blind;
#[cfg(test)]
mod broken;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod common;
#[cfg(test)]
mod console;
#[cfg(test)]
mod controls;
#[cfg(test)]
mod damaged;
#[cfg(test)]
mod damaged_given;
#[cfg(test)]
mod damaged_pages;
#[cfg(test)]
mod device;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod family_marked;
#[cfg(test)]
mod full;
#[cfg(test)]
mod handover;
#[cfg(test)]
mod history;
#[cfg(test)]
mod late;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod locked;
#[cfg(test)]
mod lone;
#[cfg(test)]
mod looked;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod lost;
#[cfg(test)]
mod misplaced;
#[cfg(test)]
mod nasty;
#[cfg(test)]
mod night;
#[cfg(test)]
mod order;
#[cfg(test)]
mod out;
#[cfg(test)]
mod pressed;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod real;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod resumed;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod rota;
#[cfg(test)]
mod runtime;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod seen;
#[cfg(test)]
mod self_authorising;
#[cfg(test)]
mod smoke;
#[cfg(test)]
mod spooled;
#[cfg(test)]
mod stepped;
#[cfg(test)]
mod story;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod talking;
#[cfg(test)]
mod telephone;
#[cfg(test)]
mod times;
#[cfg(test)]
mod told_now;
#[cfg(test)]
mod unread;
#[cfg(test)]
mod unread_given;
#[cfg(test)]
mod unread_night;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod walks;
