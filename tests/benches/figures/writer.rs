//! Another worker on the same desk, who writes: so many notes a second, each committed, until nobody wants them any more.

use std::{
    error::Error,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use dutydesk::{
    desk::{Answer, Desk, Opening, Random, Request, found, protocol::Act},
    domain::{
        contact::call::{self, Take},
        ids::ContactId,
    },
    store::Folder,
};

use crate::{decision::note, sample::Tail};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The word that makes the bench be the writer; the desk's folder follows.
pub(crate) const WORD: &str = "writer";

/// How many notes are written a second: more than a whole team does.
pub(crate) const RATE: u32 = 20;

/// A writer at work.
pub(crate) struct Writer {
    child: Child,
}

impl Writer {
    /// Sets one to work, and waits for its first note.
    pub(crate) fn start(folder: &Path) -> Done<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(WORD)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.as_mut().ok_or("the writer says nothing")?;
        let mut first = [0];
        output.read_exact(&mut first)?;
        Ok(Self { child })
    }

    /// Lets it end; gives what its notes took until they were committed.
    pub(crate) fn finish(mut self) -> Done<Tail> {
        drop(self.child.stdin.take());
        let mut line = String::new();
        BufReader::new(self.child.stdout.take().ok_or("the writer says nothing")?).read_line(&mut line)?;
        self.child.wait()?;
        let mut words = line.split_whitespace().map(|word| word.parse().map(Duration::from_nanos));
        let mut next = || words.next().ok_or("the writer did not tell what its notes took");
        Ok(Tail { p50: next()??, p99: next()?? })
    }
}

/// Writes until the standard input ends.
pub(crate) fn main(folder: &Path) -> Done {
    let folder = Folder::open(folder)?;
    let clock = Arc::new(found::practice_clock(&folder));
    let mut desk = Desk::open(&folder, Opening::default(), clock, Random::System)?;
    desk.sign_in_for_practice("L. Marsh")?;
    let wanted = thread::spawn(|| std::io::stdin().read_to_end(&mut Vec::new()));
    let pause = Duration::from_secs(1) / RATE;
    let mut took = Vec::new();
    let mut contact = None;
    while !wanted.is_finished() {
        let open = match contact {
            // A contact grows no longer than a long call.
            Some(open) if took.len() % 60 != 0 => open,
            _ => take(&mut desk, Take::default())?,
        };
        contact = Some(open);
        let began = Instant::now();
        act(&mut desk, open, call::Command::Write(note()))?;
        took.push(began.elapsed());
        if took.len() == 1 {
            write!(std::io::stdout(), ".")?;
            std::io::stdout().flush()?;
        }
        thread::sleep(pause.saturating_sub(began.elapsed()));
    }
    let tail = Tail::of(took);
    Ok(writeln!(std::io::stdout(), "{} {}", tail.p50.as_nanos(), tail.p99.as_nanos())?)
}

/// Takes a call, and gives its contact.
pub(crate) fn take(desk: &mut Desk, take: Take) -> Done<ContactId> {
    let taken = desk.answer(Request::Take(Box::new(take)))?.into_iter().find_map(|answer| match answer {
        Answer::Taken(id) => Some(id),
        _ => None,
    });
    Ok(taken.ok_or("no contact was taken")?)
}

/// Does one thing to a contact.
pub(crate) fn act(
    desk: &mut Desk,
    contact: ContactId,
    command: impl Into<dutydesk::domain::contact::Command>,
) -> Done {
    let command = command.into();
    let act = Act { tag: 0, contact, command, seen: u64::MAX, event: None, step_up: None };
    desk.answer(Request::Act(Box::new(act)))?;
    Ok(())
}
