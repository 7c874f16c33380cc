//! What the kernel holds a process to: the size of its files, and what it may reach.

use serde::{Deserialize, Serialize};

use super::reach::Reach;

/// What was asked for and is not enforced here; nothing where all of it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// What is open.
    pub gaps: Vec<Gap>,
}

/// Something that this system cannot keep a process from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Reading and writing anywhere.
    Files,
    /// Emptying files anywhere.
    Truncation,
    /// Using the network.
    Network,
    /// Sending signals to other processes.
    Signals,
    /// Using more processes and memory than it may.
    Usage,
}

impl Confinement {
    /// What a person has to know about it, if anything.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let gaps: Vec<&str> = self.gaps.iter().map(|gap| gap.words()).collect();
        (!gaps.is_empty()).then(|| {
            format!("this system does not keep Tasks from {}; of what they do only their write sets are taken", gaps.join(", "))
        })
    }
}

impl Gap {
    fn words(self) -> &'static str {
        match self {
            Self::Files => "reading and writing files anywhere (it has no Landlock)",
            Self::Truncation => "emptying files anywhere (Linux 6.2 does)",
            Self::Network => "using the network (Linux 6.7 does)",
            Self::Signals => "sending signals to other processes (Linux 6.12 does)",
            Self::Usage => "using more processes and memory than they may (Linux does)",
        }
    }
}

/// What this system does not enforce, tried on a thread that then ends.
///
/// # Errors
/// Where the kernel refuses to confine at all.
pub fn confinement_here() -> std::io::Result<Confinement> {
    let nothing = Reach { writable: Vec::new(), hidden: Vec::new(), readable: Vec::new(), network: false };
    let tried = std::thread::spawn(move || confine_thread(&nothing)).join();
    tried.unwrap_or_else(|_| Err(std::io::Error::other("the trial panicked")))
}

/// Limits the files that this process and its children write; no core is ever dumped.
pub(super) fn limit_files(bytes: u64) -> std::io::Result<()> {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (_, ceiling) = getrlimit(Resource::RLIMIT_FSIZE)?;
    let bytes = bytes.min(ceiling);
    setrlimit(Resource::RLIMIT_FSIZE, bytes, bytes)?;
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    Ok(())
}

/// Confines the calling thread, and what it starts. Signals and abstract sockets reach only processes that are confined in
/// the same way, so the supervisor itself is out of reach.
#[cfg(target_os = "linux")]
pub(super) fn confine_thread(reach: &Reach) -> std::io::Result<Confinement> {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreated,
        RulesetCreatedAttr, RulesetError, Scope,
    };
    use nix::sys::stat::{SFlag, fstat};

    // Device ioctls stay allowed: terminals and random devices need them, and they change no file.
    let (reads, writes, of_files) = (AccessFs::from_read(ABI::V3), AccessFs::from_write(ABI::V3), AccessFs::from_file(ABI::V3));
    let handled = if reach.hidden.is_empty() { writes } else { reads | writes };
    let allow = |ruleset: RulesetCreated, place: &std::path::Path, access: BitFlags<AccessFs>| {
        // What is not there need not be allowed.
        let Ok(handle) = PathFd::new(place) else { return Ok(ruleset) };
        // The handle is asked, and not the path, behind which there may be something else by now.
        let is_folder =
            fstat(&handle).is_ok_and(|stat| SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT == SFlag::S_IFDIR);
        let access = access & handled & if is_folder { BitFlags::all() } else { of_files };
        if access.is_empty() { Ok(ruleset) } else { ruleset.add_rule(PathBeneath::new(handle, access)) }
    };
    let restrict = || -> Result<ABI, RulesetError> {
        let mut ruleset = Ruleset::default().handle_access(handled)?.scope(Scope::Signal | Scope::AbstractUnixSocket)?;
        if !reach.network {
            ruleset = ruleset.handle_access(AccessNet::from_all(ABI::V4))?;
        }
        let mut ruleset = ruleset.create()?;
        for place in &reach.writable {
            ruleset = allow(ruleset, place, handled)?;
        }
        for place in reach.read_roots() {
            ruleset = allow(ruleset, &place, reads)?;
        }
        for device in ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty"] {
            ruleset = allow(ruleset, device.as_ref(), AccessFs::WriteFile | AccessFs::Truncate)?;
        }
        // Our own executable starts as much as any program, also after its file was replaced.
        ruleset = allow(ruleset, "/proc/self/exe".as_ref(), reads)?;
        Ok(ruleset.restrict_self()?.landlock.into())
    };
    drop_capabilities();
    let abi = restrict().map_err(std::io::Error::other)?;
    let closed = [
        (Gap::Files, abi >= ABI::V1, true),
        (Gap::Truncation, abi == ABI::Unsupported || abi >= ABI::V3, true),
        (Gap::Network, abi >= ABI::V4, !reach.network),
        (Gap::Signals, abi >= ABI::V6, true),
    ];
    Ok(Confinement { gaps: closed.into_iter().filter(|(_, closed, asked)| *asked && !closed).map(|(gap, ..)| gap).collect() })
}

/// What is left of root's capabilities: those over files, and to become another user. Others reach past the kernel's rules:
/// into the memory of any process, or into the kernel itself. Whoever is not root has none that could be dropped.
#[cfg(target_os = "linux")]
fn drop_capabilities() {
    use caps::{CapSet, Capability};
    let kept = [
        Capability::CAP_CHOWN,
        Capability::CAP_DAC_OVERRIDE,
        Capability::CAP_FOWNER,
        Capability::CAP_FSETID,
        Capability::CAP_SETGID,
        Capability::CAP_SETUID,
    ];
    for capability in caps::all().into_iter().filter(|capability| !kept.contains(capability)) {
        caps::drop(None, CapSet::Bounding, capability).ok();
    }
}

/// Elsewhere there is nobody to ask.
#[cfg(not(target_os = "linux"))]
pub(super) fn confine_thread(reach: &Reach) -> std::io::Result<Confinement> {
    let mut gaps = vec![Gap::Files, Gap::Signals, Gap::Usage];
    if !reach.network {
        gaps.push(Gap::Network);
    }
    Ok(Confinement { gaps })
}
