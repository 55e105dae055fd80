//! `dutydesk authorise`: the manager's own device, at home, with no network and no desk.
//!
//! What is asked comes in the order in which a worker reads it aloud, and each answer is short: at 03:00 it is some thirty
//! seconds of typing. Nothing here opens a desk.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{Failure, out, place::Place, prompt};
use crate::{
    desk::Random,
    domain::{
        answer::{self, Eight, Facts, HeadCode, enrol, facts},
        calendar::words::stamp,
    },
    exchange::{
        anchors::{self, Anchor},
        json,
    },
    store::{
        Entropy,
        device::{Device, Given},
    },
};

/// The least a device's passphrase has.
const LEAST: (usize, usize) = (15, 4);

/// Answers a request by telephone with this device; needs no network and no desk.
#[derive(Debug, clap::Args)]
pub(super) struct Authorise {
    /// The device's file, in the place of the platform's own.
    #[arg(long, value_name = "FILE")]
    device: Option<PathBuf>,
    /// Enrols this device: asks for the code that the desk shows once.
    #[arg(long, conflicts_with = "log")]
    enrol: bool,
    /// Lists what was authorised, as anchors for `dutydesk verify --anchors`.
    #[arg(long)]
    log: bool,
    /// Writes the list as a JSON array: `at`, `facts`, `challenge`, `summary`, `head`.
    #[arg(long, requires = "log")]
    json: bool,
}

impl Authorise {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let platform =
            || directories::BaseDirs::new().map(|dirs| dirs.data_dir().join("dutydesk-device/device.json"));
        let path = self.device.clone().or_else(platform).ok_or_else(|| {
            Failure::Usage(
                "this user has no home folder to keep a device in: name a file with --device".to_owned(),
            )
        })?;
        let mut entropy: Entropy = Box::new(|buffer| Random::System.fill(buffer));
        if self.enrol {
            return enrol_device(&path, place, &mut entropy);
        }
        if !path.exists() {
            return Err(crate::store::device::DeviceError::NotEnrolled(path).into());
        }
        let passphrase = prompt::passphrase("This device's passphrase: ")?;
        let device = Device::open(&path, &passphrase)?;
        if self.log { log(&device, self.json) } else { authorise(device, place, &mut entropy) }
    }
}

fn enrol_device(path: &Path, place: &Place, entropy: &mut Entropy) -> Result<(), Failure> {
    if path.exists() {
        return Err(crate::store::StoreError::Exists(path.to_owned()).into());
    }
    out::note("the desk shows this device's code once, in nine groups; type it as it stands, in any case");
    let secret = prompt::ask("Code from the desk: ", enrol::read)?;
    let owner = prompt::ask("Whose device is this (\"R. Shah\"): ", |text| match text.chars().count() {
        1..=100 => Ok(text.to_owned()),
        _ => Err("write a name of one to a hundred characters"),
    })?;
    out::note("choose a passphrase for this device alone: 15 characters, or four words");
    let passphrase = prompt::passphrase("Passphrase: ")?;
    if passphrase.chars().count() < LEAST.0 && passphrase.split_whitespace().count() < LEAST.1 {
        return Err(Failure::Usage(
            "a passphrase has at least 15 characters, or four words; this device is not enrolled: start again"
                .to_owned(),
        ));
    }
    if *prompt::passphrase("The same again: ")? != *passphrase {
        return Err(Failure::Usage(
            "those are two different passphrases; this device is not enrolled: start again".to_owned(),
        ));
    }
    let proof = enrol::proof(&secret);
    Device::enrol(path, &passphrase, &owner, secret, place.clock().now(), entropy)?;
    out::text(&format!(
        "This device is enrolled for {owner}. Read these digits to the desk, which wants to see them:\n\n    {proof}\n\n\
         It answers with `dutydesk authorise`. Without its passphrase it cannot be opened by anybody."
    ))
}

fn authorise(mut device: Device, place: &Place, entropy: &mut Entropy) -> Result<(), Failure> {
    out::note(&format!("{}'s device; type what is read to you", device.owner()));
    let challenge: Eight = prompt::ask("Challenge (8 digits): ", str::parse)?;
    let reference =
        prompt::ask("Contact (1841): ", |text| facts::read_reference(text).map(|_| text.to_owned()))?;
    let agencies =
        prompt::ask("Agencies (POL HEA HV): ", |text| facts::read_agencies(text).map(|_| text.to_owned()))?;
    let until =
        prompt::ask("Until (24/11 09:00): ", |text| facts::read_until(text).map(|_| text.to_owned()))?;
    let heard =
        Facts::read(&reference, &agencies, &until).map_err(|error| Failure::Usage(error.to_string()))?;
    let summary = answer::summary(challenge, &heard);
    out::text(&format!("\n    You authorise: {heard}\n    Summary code:  {summary}\n"))?;
    let same = prompt::line("Does the worker's screen show the same summary code? (y/n): ")?;
    if !same.is_some_and(|said| matches!(said.to_lowercase().as_str(), "y" | "yes")) {
        return out::text(
            "No answer was made and nothing was authorised. Something was read or typed wrongly: have it read again.",
        );
    }
    let given = Given { at: place.clock().now(), facts: heard.to_string(), challenge, summary, head: None };
    device.keep(given, entropy)?;
    let answer = answer::answer(device.secret(), challenge, &heard);
    out::text(&format!(
        "\n    Answer:  {answer}\n\n    It holds once, for ten minutes, for this request and no other.\n"
    ))?;
    let read = |text: &str| match text {
        "" => Ok(None),
        code => code.parse::<HeadCode>().map(Some).map_err(|error| error.to_string()),
    };
    // The answer stands; a head that is not read out, or ends half-way, takes nothing from it.
    let Ok(Some(code)) = prompt::ask("Head code the worker reads (20 characters; Enter for none): ", read)
    else {
        return out::text(
            "No head code was kept. By the end of the next working day, confirm this at a console.",
        );
    };
    device.keep_head(code, entropy)?;
    out::text("The head code is kept. By the end of the next working day, confirm this at a console.")
}

#[derive(Serialize)]
struct GivenJson<'a> {
    at: chrono::DateTime<chrono::Utc>,
    facts: &'a str,
    challenge: String,
    summary: String,
    head: Option<String>,
}

fn log(device: &Device, as_json: bool) -> Result<(), Failure> {
    if as_json {
        let log: Vec<_> = device
            .log()
            .iter()
            .map(|given| GivenJson {
                at: given.at,
                facts: &given.facts,
                challenge: given.challenge.digits(),
                summary: given.summary.to_string(),
                head: given.head.map(|head| head.to_string()),
            })
            .collect();
        return out::json(&json::write(&log)?);
    }
    let place =
        |given: &Given| format!("read to {}, {}; summary {}", device.owner(), given.facts, given.summary);
    let kept: Vec<Anchor> = device
        .log()
        .iter()
        .filter_map(|given| Some(Anchor { at: given.at, seq: None, code: given.head?, place: place(given) }))
        .collect();
    let mut text = anchors::write(&kept);
    for given in device.log().iter().filter(|given| given.head.is_none()) {
        let _ = writeln!(text, "# {}: no head code was read out; {}", stamp(given.at), place(given));
    }
    out::text(&text)
}
