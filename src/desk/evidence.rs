//! Exporting evidence: the record, its slice of the journal, and what proves it, as [`exchange::evidence`] describes.
//!
//! [`exchange::evidence`]: crate::exchange::evidence

use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Desk, DeskError, anchors::Held, work};
use crate::{
    domain::{
        answer::HeadCode,
        contact::{Contact, Context, Event, Stamp, call::Naming},
        desk,
        evidence::{EvidenceExported, Named},
        ids::{ContactId, Reference},
        permission::Action,
        refusal::Refusal,
        staff::Actor,
    },
    exchange::{
        anchors::{self, Anchor},
        contact_json::ContactJson,
        contact_text,
        evidence::{self as bundle, Cover, Entry, Line, Veil},
    },
    store::{
        Recorded, StoreError, folder,
        slice::{Slice, Whole},
    },
};

/// The kinds of the desk's own stream that every bundle shows: whose keys count, which profile was in force.
const OF_THE_DESK: [&str; 6] = [
    "desk.founded.v1",
    "desk.keys_made.v1",
    "desk.key_enrolled.v1",
    "desk.sealed_unsigned.v1",
    "desk.profile_adopted.v1",
    "desk.staff_named.v1",
];

/// What to export.
#[derive(Clone, Debug)]
pub struct Order {
    /// Which contact.
    pub reference: Reference,
    /// Why who reported is included; nothing where they are withheld.
    pub reporter: Option<String>,
    /// Heads that were written down elsewhere; those that hold go with the bundle.
    pub anchors: Vec<Anchor>,
}

/// What was exported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// The last entry of the chain: the export's own.
    pub seq: u64,
    /// Its code, which should reach the reader by another way too.
    pub code: HeadCode,
    /// How many entries are shown.
    pub shown: usize,
    /// How many of them without their bodies.
    pub withheld: usize,
    /// How many of the others hold what somebody wrote.
    pub written: usize,
    /// Whether whoever rang wishes to stay unnamed.
    pub unnamed: bool,
    /// How many anchors hold.
    pub anchors: usize,
}

/// The files that are made of the record, before the journal says that they left.
struct Written {
    contact: ContactId,
    ring: Option<Uuid>,
    files: [(&'static str, String); 4],
    withheld: BTreeSet<u64>,
    free: usize,
    unnamed: bool,
}

impl Desk {
    /// Exports a contact into a folder that is not there yet, and journals it.
    ///
    /// The journal's entry comes first: should a file then fail, the desk says that something left, and not the reverse.
    pub fn evidence(&mut self, order: &Order, to: &Path) -> Result<Made, DeskError> {
        let (actor, now) = (self.may_export(order.reference)?, self.clock.now());
        if order.reporter.as_deref().is_some_and(|why| why.trim().is_empty()) {
            return Err(Refusal::new(
                "WhyNeeded",
                "Say with --why \"…\" why who reported is included. Nothing was written.",
            )
            .into());
        }
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()).into());
        }
        let row =
            self.store.by_reference(order.reference)?.ok_or(DeskError::NoSuchContact(order.reference))?;
        self.look_exported(ContactId(row.id), order.reference, order.reporter.as_deref())?;
        let held = self.check_anchors(&order.anchors)?;
        let anchors: Vec<Anchor> = order
            .anchors
            .iter()
            .zip(held)
            .filter_map(|(anchor, held)| match held {
                Held::Proven { seq } => Some(Anchor { seq: Some(seq), ..anchor.clone() }),
                _ => None,
            })
            .collect();
        let stream = self.store.meta().desk.0;
        let practice = self.store.meta().practice;
        let (written, exported, state) = self.work(|work| {
            let entries = work.unit.stream(row.id)?;
            let book = work.book;
            let cx = Context { now, actor: &actor, policy: &book.policy, duty: &book.duty };
            let state = work::fold_desk(&work.unit.stream(stream)?)?;
            let mut written = write(ContactId(row.id), &entries, order, work, &cx)?;
            let cover = Cover {
                reference: order.reference.to_string(),
                desk: &state.name,
                practice,
                by: &actor.name,
                at: now,
                program: env!("CARGO_PKG_VERSION"),
                profile: (&state.profile, &state.profile_digest),
                included: order.reporter.as_deref(),
                unnamed: written.unnamed,
                withheld: written.withheld.len(),
                written: written.free,
                anchors: anchors.len(),
            };
            written.files[0] = (bundle::README, bundle::readme(&cover));
            written.files[2] = (bundle::ANCHORS, anchors::write(&anchors));
            let exported = EvidenceExported {
                reference: order.reference,
                contact: written.contact,
                version: entries.len() as u64,
                reporter_included: order.reporter.is_some(),
                why: order.reporter.clone().unwrap_or_default(),
                withheld: written.withheld.iter().copied().collect(),
                program: cover.program.to_owned(),
                profile: state.profile.clone(),
                profile_digest: state.profile_digest.clone(),
                files: written
                    .files
                    .iter()
                    .map(|(name, text)| Named {
                        name: (*name).to_owned(),
                        sha256: bundle::hex(&Sha256::digest(text)),
                    })
                    .collect(),
            };
            let event = desk::Event::EvidenceExported(exported.clone());
            let state = work.desk(stream, &state, &[event], Some(&actor), now)?;
            Ok((written, exported, state))
        })?;
        // The export is its own last entry, whatever another console appended since.
        let entries = self.store.stream(stream)?;
        let own = entries.iter().find(|entry| entry.version == state.version);
        let seq = own.map(|entry| entry.seq).ok_or(StoreError::Corrupt)?;
        let hash = self.store.hash_at(seq)?.ok_or(StoreError::Corrupt)?;
        self.renew(state);
        let shown = self.lay_out(&written, stream, seq, to)?;
        Ok(Made {
            seq,
            code: HeadCode::of(&hash),
            shown,
            withheld: exported.withheld.len(),
            written: written.free,
            unnamed: written.unnamed,
            anchors: anchors.len(),
        })
    }

    /// Wants somebody signed in who may export this record.
    fn may_export(&mut self, reference: Reference) -> Result<Actor, DeskError> {
        let actor = self.signed_in()?;
        self.permits(&self.contact(reference)?, Action::Export)?;
        Ok(actor)
    }

    /// Writes the folder; gives how many entries are shown.
    fn lay_out(&self, written: &Written, desk: Uuid, until: u64, to: &Path) -> Result<usize, DeskError> {
        folder::make_private_dir(to)?;
        let mut files = Vec::new();
        for (name, text) in &written.files {
            let mut out = Out::begin(to, name)?;
            out.put(text)?;
            files.push(out.done()?);
        }
        let (mut journal, mut chain) = (Out::begin(to, bundle::JOURNAL)?, Out::begin(to, bundle::CHAIN)?);
        let mut shown = 0;
        let mut hash = [0; 32];
        let whole = |seq: u64, stream: Uuid, kind: &str| {
            stream == written.contact.0
                || Some(stream) == written.ring
                || stream == desk && (seq == until || OF_THE_DESK.contains(&kind))
        };
        self.store.slices(until, &whole, &mut |slice| -> Result<(), DeskError> {
            match slice {
                Slice::Blind(blind) => chain.put(&bundle::blind_line(
                    blind.seq,
                    blind.length,
                    &blind.state,
                    &blind.tail,
                    &blind.signature,
                )),
                Slice::Whole(entry) => {
                    shown += 1;
                    hash = entry.hash;
                    journal.put(&line(&entry, desk, !written.withheld.contains(&entry.seq))?)
                }
            }
        })?;
        files.extend([journal.done()?, chain.done()?]);
        let mut manifest = Out::begin(to, bundle::MANIFEST)?;
        manifest.put(&bundle::manifest(until, &hash, &files))?;
        manifest.done()?;
        Ok(shown)
    }
}

/// Writes what is made of the record alone: account and JSON; the two others are put beside them.
fn write(
    id: ContactId,
    entries: &[Recorded],
    order: &Order,
    work: &mut super::Work<'_, '_>,
    cx: &Context<'_>,
) -> Result<Written, DeskError> {
    let ring = entries.first().and_then(|entry| match event(entry)? {
        Event::Taken(taken) => taken.ring.map(|ring| ring.0),
        _ => None,
    });
    let calls = ring.map_or_else(|| Ok(Vec::new()), |ring| work.unit.stream(ring))?;
    let others = if order.reporter.is_none() { attached(id, entries, work)? } else { Vec::new() };
    let veil = order.reporter.is_none().then(|| {
        let known = entries.iter().chain(&calls).chain(&others);
        Veil::of(known.map(|entry| (entry.kind.as_str(), entry.body.as_str())))
    });
    let hidden = |entry: &&Recorded| veil.as_ref().is_some_and(|veil| veil.hides(&entry.kind, &entry.body));
    let withheld: BTreeSet<u64> =
        entries.iter().chain(&calls).filter(hidden).map(|entry| entry.seq).collect();
    let open = |entry: &&Recorded| !withheld.contains(&entry.seq) && bundle::is_free_text(&entry.body);
    let free = entries.iter().chain(&calls).filter(open).count();
    let state = &work.book.state;
    let contact = fold(id, entries, veil.as_ref())?;
    let record = contact_text::text(&contact, state, cx);
    let lines: Vec<Line<'_>> = entries
        .iter()
        .map(|entry| Line {
            seq: entry.seq,
            at: entry.at,
            who: entry.person.map_or("the desk", |person| state.name_of(person)),
            kind: &entry.kind,
            withheld: withheld.contains(&entry.seq),
        })
        .collect();
    let account = bundle::account(&record, &lines, veil.is_some().then_some(free));
    let json = ContactJson::of(&contact, state, cx).write()?;
    let none = (bundle::README, String::new());
    let files =
        [none, (bundle::ACCOUNT, account), (bundle::ANCHORS, String::new()), (bundle::RECORD, json + "\n")];
    let unnamed = contact.call.caller.wish.as_ref().is_some_and(|wish| wish.naming == Naming::Unnamed);
    Ok(Written { contact: id, ring, files, withheld, free, unnamed })
}

/// Reads what an entry says, what came in late as what it holds.
fn event(entry: &Recorded) -> Option<Event> {
    match Event::read(&entry.kind, &entry.body).ok()? {
        Event::MergedLate(late) => Event::read(&late.kind, &late.body).ok(),
        event => Some(event),
    }
}

/// Gives the entries of every contact that was ever attached, however far round, and of the calls that rang for those: whoever
/// rang there reported about the same family, and an address that is protected there is protected here.
fn attached(
    id: ContactId,
    entries: &[Recorded],
    work: &mut super::Work<'_, '_>,
) -> Result<Vec<Recorded>, DeskError> {
    let named = |entry: &Recorded| match event(entry)? {
        Event::Taken(taken) => taken.ring.map(|ring| ring.0),
        Event::AttachedTo(to) => Some(to.to.0),
        Event::TookIn(from) => Some(from.from.0),
        _ => None,
    };
    let mut next: Vec<Uuid> = entries.iter().skip(1).filter_map(named).collect();
    let mut known = BTreeSet::from([id.0]);
    let mut all = Vec::new();
    while let Some(stream) = next.pop() {
        if known.insert(stream) {
            let entries = work.unit.stream(stream)?;
            next.extend(entries.iter().filter_map(named));
            all.extend(entries);
        }
    }
    Ok(all)
}

/// Folds a contact from entries in which what must not be told is replaced.
fn fold(id: ContactId, entries: &[Recorded], veil: Option<&Veil>) -> Result<Contact, DeskError> {
    let Some(veil) = veil else { return work::fold(id, entries) };
    let mut contact: Option<Contact> = None;
    for entry in entries {
        let fits = |body: &str| Event::read(&entry.kind, body).is_ok();
        let body = veil
            .redacted(&entry.kind, &entry.body, fits)
            .map_err(|error| Refusal::new("CannotWithhold", error.to_string()))?;
        let event = Event::read(&entry.kind, &body)?;
        let Some(by) = entry.person else { return Err(DeskError::ContactMissing) };
        let stamp = Stamp { at: entry.at, by };
        match &mut contact {
            Some(contact) => contact.evolve(&event, stamp),
            None => contact = Contact::begin(id, &event, stamp),
        }
    }
    contact.ok_or(DeskError::ContactMissing)
}

fn line(entry: &Whole, desk: Uuid, shown: bool) -> Result<String, DeskError> {
    let (salt, body) = &entry.body;
    let entry = Entry {
        seq: entry.seq,
        desk,
        event: entry.event,
        stream: entry.stream,
        version: entry.version,
        kind: &entry.kind,
        person: entry.person,
        account: entry.account,
        at: entry.at,
        digest: &entry.digest,
        hash: &entry.hash,
        signature: &entry.signature,
        body: shown.then_some((salt.as_slice(), body.as_str())),
    };
    Ok(entry.line()?)
}

/// A file of the bundle on its way to the disk.
struct Out {
    path: std::path::PathBuf,
    file: BufWriter<File>,
    made: bundle::File,
    digest: Sha256,
}

impl Out {
    fn begin(folder: &Path, name: &str) -> Result<Self, DeskError> {
        let path = folder.join(name);
        let file = folder::private()
            .create_new(true)
            .open(&path)
            .map_err(|error| StoreError::file(&path, "made", error))?;
        let made = bundle::File { name: name.to_owned(), sha256: [0; 32], bytes: 0 };
        Ok(Self { path, file: BufWriter::new(file), made, digest: Sha256::new() })
    }

    fn put(&mut self, text: &str) -> Result<(), DeskError> {
        self.digest.update(text);
        self.made.bytes += text.len() as u64;
        Ok(self
            .file
            .write_all(text.as_bytes())
            .map_err(|error| StoreError::file(&self.path, "written", error))?)
    }

    fn done(self) -> Result<bundle::File, DeskError> {
        let Self { path, file, mut made, digest } = self;
        let synced =
            file.into_inner().map_err(std::io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.map_err(|error| StoreError::file(&path, "written", error))?;
        made.sha256 = digest.finalize().into();
        Ok(made)
    }
}
