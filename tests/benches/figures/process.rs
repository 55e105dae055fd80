//! What a process costs, as the kernel counts it; nothing where there is no `/proc`.

use std::{fs, time::Duration};

/// What a process has used up so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Used {
    /// Time on a processor, in the program and in the kernel for it.
    pub(crate) cpu: Duration,
    /// How often one of its threads went to sleep of its own accord, and so was woken.
    pub(crate) woken: u64,
}

/// Asks what a process has used up.
pub(crate) fn used(pid: u32) -> Option<Used> {
    let mut sum = Used { cpu: Duration::ZERO, woken: 0 };
    for task in fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten() {
        // A thread may end between the listing and the reading.
        let Ok(spent) = fs::read_to_string(task.path().join("schedstat")) else { continue };
        let nanos = spent.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0);
        sum.cpu += Duration::from_nanos(nanos);
        let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
        sum.woken += field(&status, "voluntary_ctxt_switches:").unwrap_or(0);
    }
    Some(sum)
}

/// Asks how much memory a process has in use, in MB.
pub(crate) fn memory(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let kib = u32::try_from(field(&status, "VmRSS:")?).ok()?;
    Some(f64::from(kib) / 1024.0)
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
