//! The command line: one subcommand a file, one plain sentence for what went wrong, one exit code for its kind.
//!
//! | code | name | when |
//! |---|---|---|
//! | 0 | | done |
//! | 64 | usage | the command line itself is wrong: an option, a time, a lane |
//! | 65 | data | what was given or stored cannot be what it should: no ringing call, a damaged file, a refused entry |
//! | 66 | no input | no desk in the folder, no contact of that reference |
//! | 69 | unavailable | something this needs is not there: no console in this build, no randomness |
//! | 70 | software | a fault of this program |
//! | 73 | cannot create | a file or folder cannot be made, or stands there already |
//! | 74 | input/output | a file could not be read or written; the disk is full |
//! | 75 | try again | another program holds the desk |
//! | 77 | not permitted | a rule, a role or the file system does not let you |
//! | 78 | configuration | a desk that is not encrypted yet, a newer desk, a profile that cannot be used |

mod access;
mod audit;
mod authorise;
mod backup;
mod clock;
mod console;
mod contact;
mod day;
mod demo;
mod device;
mod duty;
mod evidence;
mod failure;
mod founding;
mod handover;
mod holidays;
mod keys;
mod log;
mod migrate;
mod out;
mod place;
mod prompt;
mod rebuild;
mod recover;
mod ring;
mod roles;
mod rota;
mod service;
mod staff;
mod times;
mod verify;

use std::{ffi::OsString, path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand, error::ErrorKind};

pub use self::failure::Failure;
use self::place::Place;
use crate::desk::Clock;

/// The front door of children's social care, on a telephone and a terminal.
#[derive(Debug, Parser)]
#[command(name = "dutydesk", version, args_override_self = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Globals {
    /// Uses this data directory instead of the platform's own.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Works on the practice desk, which `dutydesk demo` makes.
    #[arg(long, global = true)]
    practice: bool,
    /// Keeps the desk's receipt in this directory; a practice desk keeps none unless this is said.
    #[arg(long, global = true, value_name = "DIR")]
    receipts: Option<PathBuf>,
    /// Signs in by this name; a practice desk takes any name of a person, without a passphrase [default there: A. Okoro].
    #[arg(long = "as", global = true, value_name = "NAME")]
    as_name: Option<String>,
    /// Opens the desk by a service's key file, which lies off the desk's disk.
    #[arg(long, global = true, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Reads passphrases from standard input, a line each, in the order in which they are asked for.
    #[arg(long, global = true)]
    passphrase_stdin: bool,
}

/// What to do; the console, when nothing is said.
#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a practice desk of invented people, or finds it again, and opens the console on it.
    Demo(demo::Demo),
    /// Shows contacts.
    #[command(subcommand)]
    Contact(contact::Contact),
    /// Shows and adds staff.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// Shows and sets who is on duty, and on which number they are rung.
    #[command(subcommand)]
    Duty(duty::Duty),
    /// Shows, enrols and takes away managers' devices.
    #[command(subcommand)]
    Device(device::Device),
    Handover(handover::Handover),
    Day(day::Day),
    /// Shows the rota, and brings one from a file.
    #[command(subcommand)]
    Rota(rota::Rota),
    Clock(clock::Clock),
    /// Shows the bank holidays, and brings a newer list.
    #[command(subcommand)]
    Holidays(holidays::Holidays),
    /// Announces a ringing call, read as one JSON line from standard input: {"number":"01632 960123","name":"…"}.
    Ring,
    /// Opens the desk by both halves of the recovery key, and gives somebody who works here another passphrase.
    Recover(recover::Recover),
    /// Lets programs read the desk.
    #[command(subcommand)]
    Service(service::Service),
    /// Proves that the journal is whole and that the queue says what it says.
    Verify(verify::Verify),
    /// Makes the queue and its indexes again from the journal.
    Rebuild,
    /// Encrypts a desk that an earlier version left in clear, and keeps an encrypted copy of it as it was.
    Migrate,
    /// Copies the desk to a new file, and proves the copy.
    Backup(backup::Backup),
    /// Writes a contact's record with its slice of the journal, so that others can prove it.
    Evidence(evidence::Evidence),
    /// Answers a request by telephone with this device; needs no network and no desk.
    Authorise(authorise::Authorise),
    Keys(keys::Keys),
    /// Prints who may do what: role × action × state.
    Roles(roles::Roles),
    /// Answers who looked and who decided.
    #[command(subcommand)]
    Audit(audit::Audit),
}

/// Does what the command line says, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, clock: Arc<dyn Clock>) -> ExitCode {
    match parse(arguments).and_then(|arguments| act(arguments, clock)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::complain(&failure);
            ExitCode::from(failure.code())
        }
    }
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Failure> {
    Arguments::try_parse_from(arguments).map_err(|error| {
        let rendered = error.render().to_string();
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            return Failure::Usage(
                "that command needs another one after it; `dutydesk --help` says more".to_owned(),
            );
        }
        if error.use_stderr() { Failure::Usage(one_sentence(&rendered)) } else { Failure::Asked(rendered) }
    })
}

/// Makes one sentence of what clap says in a paragraph, and leaves its advice out.
fn one_sentence(rendered: &str) -> String {
    let first = rendered.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.trim_start_matches("error:").split_whitespace().collect();
    format!("{}; `dutydesk --help` says more", words.join(" ").trim_end_matches(':'))
}

fn act(arguments: Arguments, clock: Arc<dyn Clock>) -> Result<(), Failure> {
    let Arguments { globals, command } = arguments;
    match &command {
        Some(Command::Keys(keys)) => return keys.run(),
        Some(Command::Roles(roles)) => return roles.run(),
        _ => {}
    }
    if let Some(Command::Clock(asked)) = command {
        return asked.run(globals, clock);
    }
    let place = Place::of(globals, clock)?;
    match command {
        None => place.console(),
        Some(Command::Demo(demo)) => demo.run(&place),
        Some(Command::Contact(contact)) => contact.run(&place),
        Some(Command::Staff(staff)) => staff.run(&place),
        Some(Command::Duty(duty)) => duty.run(&place),
        Some(Command::Device(device)) => device.run(&place),
        Some(Command::Ring) => ring::run(&place),
        Some(Command::Recover(recover)) => recover.run(&place),
        Some(Command::Service(service)) => service.run(&place),
        Some(Command::Verify(verify)) => verify.run(&place),
        Some(Command::Rebuild) => rebuild::run(&place),
        Some(Command::Migrate) => migrate::run(&place),
        Some(Command::Backup(backup)) => backup.run(&place),
        Some(Command::Audit(audit)) => audit.run(&place),
        Some(Command::Rota(rota)) => rota.run(&place),
        Some(Command::Handover(handover)) => handover.run(&place),
        Some(Command::Day(day)) => day.run(&place),
        Some(Command::Holidays(holidays)) => holidays.run(&place),
        // Neither needs a place.
        Some(Command::Keys(_) | Command::Clock(_) | Command::Roles(_)) => Ok(()),
        Some(Command::Evidence(evidence)) => evidence.run(&place),
        Some(Command::Authorise(authorise)) => authorise.run(&place),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
