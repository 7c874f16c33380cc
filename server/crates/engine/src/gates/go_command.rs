//! Calls of the `go` command: the same flags everywhere, confined, within the gate's time.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use specwave_plan::Config;
use tokio::sync::watch;

use super::build_token::BuildToken;
use super::go_list::Packages;
use super::toolchain::Toolchain;
use crate::failure::{Failure, FailureKind};
use crate::process::{Cause, Ended, Launch, Limits, Line, Reach, Stream, environment, reach};
use crate::verdict::{Ending, Verdict};
use crate::workspace::Workspace;

/// More of a tool's text is not kept.
pub(super) const LONGEST_TEXT: usize = 16 << 10;

/// Where modules come from is the user's to say.
const SETTINGS_OF_GO: [&str; 7] = ["GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB", "GOINSECURE", "GOVCS"];

/// What Go says when it cannot ask for a module.
const UNREACHABLE: [&str; 5] =
    ["dial tcp", "no such host", "module lookup disabled by GOPROXY=off", "i/o timeout", "network is unreachable"];

/// Makes calls of `go` in one Workspace.
pub(super) struct GoCommands<'a> {
    toolchain: &'a Toolchain,
    workspace: &'a Workspace,
    config: &'a Config,
    cancelled: watch::Receiver<bool>,
    env: BTreeMap<String, String>,
    reach: Reach,
}

/// One tool to call.
pub(super) struct Call {
    program: PathBuf,
    args: Vec<String>,
    env: BTreeMap<String, String>,
    readable: Vec<PathBuf>,
    writable: Vec<PathBuf>,
}

/// How a call ended.
pub(super) struct GoEnded {
    pub(super) command: String,
    pub(super) millis: u64,
    waited_millis: u64,
    pub(super) stdout: Vec<String>,
    pub(super) stderr: Vec<String>,
    pub(super) ended: Ended,
}

impl Call {
    pub(super) fn new<S: Into<String>>(program: impl Into<PathBuf>, args: impl IntoIterator<Item = S>) -> Self {
        let args = args.into_iter().map(Into::into).collect();
        Self { program: program.into(), args, env: BTreeMap::new(), readable: Vec::new(), writable: Vec::new() }
    }

    pub(super) fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.insert(name.to_owned(), value.into());
        self
    }

    /// With a place that it may read, although it is the user's own.
    pub(super) fn reads(mut self, place: impl Into<PathBuf>) -> Self {
        self.readable.push(place.into());
        self
    }

    /// With a place that it may write in, besides the tree and Go's caches.
    pub(super) fn writes(mut self, place: impl Into<PathBuf>) -> Self {
        self.writable.push(place.into());
        self
    }
}

impl<'a> GoCommands<'a> {
    pub(super) fn new(
        toolchain: &'a Toolchain,
        workspace: &'a Workspace,
        config: &'a Config,
        hidden: Vec<PathBuf>,
        cancelled: watch::Receiver<bool>,
    ) -> Result<Self, Failure> {
        let mut env = environment::inherited(&SETTINGS_OF_GO.map(str::to_owned));
        let mut set = |name: &str, value: String| drop(env.insert(name.to_owned(), value));
        set("GOFLAGS", "-mod=mod -trimpath -buildvcs=false".to_owned());
        set("PATH", toolchain.path.to_string_lossy().into_owned());
        set("GOWORK", "off".to_owned());
        set("GOTOOLCHAIN", "local".to_owned());
        set("GOCACHE", toolchain.build_cache.to_string_lossy().into_owned());
        set("GOMODCACHE", toolchain.module_cache.to_string_lossy().into_owned());
        set("TMPDIR", workspace.temporary().to_string_lossy().into_owned());
        let mut readable = reach::programs(&hidden);
        readable.extend(toolchain.readable());
        readable.extend(reach::beside(&toolchain.go, &hidden));
        let mut writable = vec![workspace.files(), workspace.temporary(), toolchain.build_cache.clone()];
        std::fs::create_dir_all(&toolchain.build_cache)?;
        if needs_other_modules(workspace) {
            std::fs::create_dir_all(&toolchain.module_cache)?;
            writable.push(toolchain.module_cache.clone());
            // Modules may come from places that only the user's settings open.
            readable.extend(at_home(&[".config/go", ".config/git", ".gitconfig", ".netrc"]));
        } else {
            // The standard library is enough: nothing has to be asked of any network.
            set("GOPROXY", "off".to_owned());
        }
        let reach = Reach { writable, hidden, readable, network: true };
        Ok(Self { toolchain, workspace, config, cancelled, env, reach })
    }

    /// Half of the gate's time: `go test` itself names the test that hangs.
    pub(super) fn test_timeout(&self) -> String {
        format!("-timeout={}s", self.config.timeouts.gate_seconds.div_ceil(2))
    }

    pub(super) async fn run<S: Into<String>>(&self, args: impl IntoIterator<Item = S>) -> Result<GoEnded, Failure> {
        self.call(Call::new(&self.toolchain.go, args)).await
    }

    /// Runs a tool in the Workspace, when no other gate on this machine builds.
    pub(super) async fn call(&self, call: Call) -> Result<GoEnded, Failure> {
        let token = BuildToken::take(self.cancelled.clone()).await?;
        let mut reach = self.reach.clone();
        reach.readable.extend(reach::beside(&call.program, &reach.hidden));
        reach.readable.extend(call.readable);
        reach.writable.extend(call.writable);
        let timeouts = &self.config.timeouts;
        let limits = Limits { time: Some(timeouts.gate()), ..Limits::of(&self.config.limits, timeouts) };
        let launch = Launch::new(&call.program, self.workspace.files())
            .args(call.args)
            .envs(self.env.clone())
            .envs(call.env)
            .reach(reach)
            .limits(limits);
        let command = launch.command_line();
        let mut running = launch.start()?;
        let stopper = running.stopper();
        let mut cancelled = self.cancelled.clone();
        let mut is_stopped = false;
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        loop {
            tokio::select! {
                line = running.next_line() => match line {
                    Some(Line { stream: Stream::Out, text }) => stdout.push(text),
                    Some(Line { stream: Stream::Err, text }) => stderr.push(text),
                    None => break,
                },
                Ok(_) = cancelled.wait_for(|cancelled| *cancelled), if !is_stopped => {
                    is_stopped = true;
                    stopper.cancel();
                }
            }
        }
        let ended = running.wait().await;
        if is_stopped {
            return Err(Failure::new(FailureKind::Cancelled, format!("`{command}` was cancelled")));
        }
        Ok(GoEnded { command, millis: millis(ended.duration), waited_millis: millis(token.waited), stdout, stderr, ended })
    }

    /// The packages that a pattern names.
    pub(super) async fn list(&self, pattern: &str) -> Result<Packages, Failure> {
        let fields = "-json=ImportPath,Dir,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports";
        let ended = self.run(["list", "-e", fields, pattern]).await?;
        if let Some(Ending::Environment { message, hint }) = ended.toolchain_fault() {
            return Err(Failure::new(FailureKind::Environment, message).hint(hint));
        }
        Packages::parse(&ended.stdout.join("\n"), &self.workspace.files()).map_err(|error| {
            Failure::new(FailureKind::Internal, format!("`{}` {}: {error}", ended.command, ended.ended.describe()))
        })
    }
}

impl GoEnded {
    /// The verdict on what ran.
    pub(super) fn verdict(&self, check: &str, ending: Ending) -> Verdict {
        let (command, millis, waited_millis) = (self.command.clone(), self.millis, self.waited_millis);
        Verdict { command, millis, waited_millis, ..Verdict::new(check, ending) }
    }

    pub(super) fn succeeded(&self) -> bool {
        self.ended.succeeded()
    }

    /// What the machine did to it, if the code is not to blame for the end.
    pub(super) fn environment_fault(&self) -> Option<Ending> {
        let fault = |message: String, hint: &str| Some(Ending::Environment { message, hint: hint.to_owned() });
        match &self.ended.cause {
            Cause::Exited(0) => return None,
            Cause::NotStarted(_) | Cause::Lost | Cause::Signalled(_) => {
                return fault(format!("`{}` {}", self.command, self.ended.describe()), "try `specwave resume`");
            }
            _ => {}
        }
        let killed = self.stderr.iter().find(is_about_a_killed_tool).or_else(|| self.stdout.iter().find(is_about_a_killed_test));
        if let Some(line) = killed {
            let message = format!("`{}` was not finished, because the machine ended a process of it: {line}", self.command);
            return fault(message, "see that there is memory enough (fewer `jobs` need less), then `specwave resume`");
        }
        let line = |text: &str| self.stderr.iter().chain(&self.stdout).find(|line| line.contains(text));
        if let Some(line) = line("no space left on device") {
            return fault(line.clone(), "make room on the disk, then `specwave resume`");
        }
        if let Some(line) = line("go.mod file not found").or_else(|| line("does not contain main module")) {
            return fault(line.clone(), "the module root has no go.mod: `go mod init` makes one, then `specwave resume`");
        }
        if let Some(line) = UNREACHABLE.iter().find_map(|text| line(text)) {
            let hint = "Go cannot fetch a module: let it reach its proxy (`go env GOPROXY`), or fetch the modules with `go mod \
                        download`, then `specwave resume`";
            return fault(line.clone(), hint);
        }
        if let Some(line) = line("requires go >= ") {
            return fault(line.clone(), "install the Go that the module's go.mod asks for, then `specwave resume`");
        }
        if let Some(line) = line("requires cgo").or_else(|| line("C compiler \"")) {
            let hint =
                "the race detector needs a C compiler: install one (for example `apt-get install gcc`), then `specwave resume`";
            return fault(line.clone(), hint);
        }
        None
    }

    /// The same where only tools of the toolchain have run: what they use up is not the code's doing.
    pub(super) fn toolchain_fault(&self) -> Option<Ending> {
        let Some(bound) = self.bound() else { return self.environment_fault() };
        let message = format!("`{}` {}", self.command, self.ended.describe());
        Some(Ending::Environment { message, hint: format!("allow more by {bound} in specwave.toml, then `specwave resume`") })
    }

    /// Whether it was stopped because it used more than it may.
    pub(super) fn met_a_bound(&self) -> bool {
        self.bound().is_some()
    }

    /// The setting that bounds what it used too much of.
    fn bound(&self) -> Option<&'static str> {
        match &self.ended.cause {
            Cause::Over(_) => Some("`[limits]`"),
            Cause::TimedOut => Some("`gate_seconds` of `[timeouts]`"),
            Cause::Silent => Some("`silence_seconds` of `[timeouts]`"),
            _ => None,
        }
    }

    /// Everything that it wrote, or how it ended where it wrote nothing.
    pub(super) fn text(&self) -> String {
        let lines: Vec<&str> = self.stderr.iter().chain(&self.stdout).map(String::as_str).collect();
        let mut text = bounded(&lines.join("\n"));
        if !matches!(self.ended.cause, Cause::Exited(_)) || text.is_empty() {
            text = format!("`{}` {}\n{text}", self.command, self.ended.describe());
        }
        text
    }
}

/// Whether `go` says on standard error that a tool was killed; mostly the system does that, for want of memory.
fn is_about_a_killed_tool(line: &&String) -> bool {
    line.ends_with("signal: killed") || line.contains("/pkg/tool/") && line.contains(": signal: ")
}

/// Whether `go test` says that of a tool or of a test as a whole. What tests print themselves does not count.
fn is_about_a_killed_test(line: &&String) -> bool {
    line.contains(r#""Output":"signal: killed\n""#) || line.contains("/pkg/tool/") && line.contains(": signal: ")
}

/// The beginning of a text, at a line's end.
pub(super) fn bounded(text: &str) -> String {
    if text.len() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(LONGEST_TEXT);
    let end = text[..end].rfind('\n').unwrap_or(end);
    format!("{}\n…", &text[..end])
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn at_home(names: &[&str]) -> Vec<PathBuf> {
    std::env::home_dir().map(|home| names.iter().map(|name| home.join(name)).collect()).unwrap_or_default()
}

/// Whether the module asks for more than the standard library.
fn needs_other_modules(workspace: &Workspace) -> bool {
    let text = std::fs::read_to_string(workspace.files().join("go.mod")).unwrap_or_default();
    text.lines().any(|line| line.trim_start().starts_with("require"))
}
