//! The test suite, low to high: layers, rules, walks, the loop, the real binary.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod common;
#[cfg(test)]
mod console;
#[cfg(test)]
mod device;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod history;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod lost;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod runtime;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod smoke;
#[cfg(test)]
mod walks;
