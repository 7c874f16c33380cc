//! The arguments of every command.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use specwave_plan::{Mode, Quality};

/// Turn a feature specification into working Go code.
#[derive(Debug, Parser)]
#[command(name = "specwave", version, about, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a new specification from a template
    Init(InitArguments),
    /// Print what was understood of a specification
    Parse(ParseArguments),
    /// Report what is missing, vague or contradictory in specifications
    Check(CheckArguments),
    /// Report where Go code breaks its layout, or has drifted from specifications
    Verify(VerifyArguments),
    /// Explain a rule: what it reports, why that matters, how to mend it
    Explain(ExplainArguments),
    /// List the rules
    Rules(RulesArguments),
    /// Show what a run would do: Tasks, needs, write sets, expected time
    Plan(PlanArguments),
    /// Turn a specification into Go code
    Run(RunArguments),
    /// Go on with a run that was interrupted, cancelled or failed
    Resume(ResumeArguments),
    /// Do Tasks of a run again, whatever became of them, and go on with it
    Retry(RetryArguments),
    /// List the runs of a folder
    Runs(OfFolderArguments),
    /// Show how a run stands
    Status(OfRunArguments),
    /// Make one page about a run: who worked when, what was found, what it cost
    Report(ReportArguments),
    /// Follow a run that is going on; Ctrl-C leaves it alone
    Attach(OfRunArguments),
    /// Show what happened in a run, or what the agent of one Task wrote
    Logs(LogsArguments),
    /// Show what a Task changed, also what was not taken
    Diff(DiffArguments),
    /// End a run that is going on
    Cancel(OfRunArguments),
    /// Take back what a run brought into the folder
    Undo(OfRunArguments),
    /// Remove what runs have left that nobody needs any more
    Gc(GcArguments),
    /// Does one Task; started by a run
    #[command(hide = true, subcommand)]
    Agent(AgentArguments),
    /// Supervises one process; started by a run
    #[command(hide = true)]
    Launch,
    /// Drives a run; started by `run` and `resume`
    #[command(hide = true)]
    Drive(DriveArguments),
    /// Say what this machine has of what a run needs: tools, agents, gates, confinement
    Doctor(OfFolderArguments),
    /// Print the JSON schema of the settings, or of the front matter of specifications
    Schema(SchemaArguments),
    /// Print the script by which a shell completes the arguments of specwave
    Completions(CompletionsArguments),
    /// Serve an editor over standard input and output
    Lsp,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// What the feature is called
    #[arg(default_value = "New Feature")]
    pub(crate) name: String,
    /// The file, or the folder of the file [default: specs/NAME.md]
    #[arg(long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `parse`.
#[derive(Debug, Args)]
pub(crate) struct ParseArguments {
    /// The specification, a Markdown file
    pub(crate) spec: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DataFormat,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("fixing").multiple(true))]
pub(crate) struct CheckArguments {
    /// Specifications, or folders to look for them in [default: those that specwave.toml names]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: FindingsFormat,
    /// Count the findings per rule instead of listing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Mend what can be mended without changing the meaning, then report what is left
    #[arg(long, group = "fixing")]
    pub(crate) fix: bool,
    /// Show what would be mended, and write nothing, also with --fix
    #[arg(long, group = "fixing")]
    pub(crate) diff: bool,
    /// Mend also what a person should look at afterwards
    #[arg(long, requires = "fixing")]
    pub(crate) unsafe_fixes: bool,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The folder of the Go code, a module or a part of one
    #[arg(default_value = ".", hide_default_value = true, value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// A specification, or a folder of some, that the code is held against
    #[arg(long, value_name = "SPEC")]
    pub(crate) spec: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: FindingsFormat,
    /// Leave out the findings that this file accepts
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Accept the findings of today: write them to this file
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Say which folder belongs to which role, and how that is known
    #[arg(long)]
    pub(crate) explain_layout: bool,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// Code or name of the rule, such as `SW801` or `vague-words`
    pub(crate) rule: String,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    /// The specification, a Markdown file
    pub(crate) spec: PathBuf,
    /// The folder the code would arrive in [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// When Tasks start: parallel, sequential or adaptive
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<Mode>,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The specification, a Markdown file
    pub(crate) spec: PathBuf,
    /// The folder the code arrives in [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// When Tasks start: adaptive, parallel or sequential [default: adaptive]
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<Mode>,
    /// Which gates must pass: draft, production or bulletproof [default: production]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) quality: Option<Quality>,
    /// Who does the Tasks, or those of one role or wave [default: builtin]
    #[arg(long, value_name = "[ROLE|WAVE=]NAME")]
    pub(crate) agent: Vec<String>,
    /// The model that the agent of one role or wave uses
    #[arg(long, value_name = "ROLE|WAVE=MODEL", value_parser = assigned)]
    pub(crate) model: Vec<(String, String)>,
    /// The mode that the agent of one role or wave works in
    #[arg(long, value_name = "ROLE|WAVE=MODE", value_parser = assigned)]
    pub(crate) agent_mode: Vec<(String, String)>,
    /// How many Tasks may be at work at the same time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
    /// Leave the folder alone, and make this branch of its repository with a commit for each Task
    #[arg(long, value_name = "NAME")]
    pub(crate) branch: Option<String>,
    /// How to report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// What is said of one role or wave.
fn assigned(text: &str) -> Result<(String, String), String> {
    let (whose, what) = text.split_once('=').ok_or("whose? As in `value_designer=…`, or `1=…` for a wave")?;
    Ok((whose.to_owned(), what.to_owned()))
}

/// Which run a command is about.
#[derive(Debug, Args)]
pub(crate) struct OfRunArguments {
    /// The run [default: the latest]
    pub(crate) run: Option<String>,
    /// The folder the run belongs to [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// The run [default: the latest]
    pub(crate) run: Option<String>,
    /// The folder the run belongs to [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to write the page
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PageFormat,
}

/// Formats of the page about a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// One file for a browser, which loads nothing
    #[default]
    Html,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

/// Which folder a command is about.
#[derive(Debug, Args)]
pub(crate) struct OfFolderArguments {
    /// The folder the runs belong to [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// Arguments of `resume`.
#[derive(Debug, Args)]
pub(crate) struct ResumeArguments {
    #[command(flatten)]
    pub(crate) of: OfRunArguments,
    /// Do the Tasks of this wave and of all later ones again
    #[arg(long, value_name = "N")]
    pub(crate) from_wave: Option<u8>,
}

/// Arguments of `retry`.
#[derive(Debug, Args)]
pub(crate) struct RetryArguments {
    #[command(flatten)]
    pub(crate) of: OfRunArguments,
    /// All Tasks of this wave
    #[arg(long, value_name = "N", required_unless_present = "task", conflicts_with = "task")]
    pub(crate) wave: Option<u8>,
    /// One Task, by its key, such as `domain_expert`
    #[arg(long, value_name = "TASK")]
    pub(crate) task: Option<String>,
    /// What the agents are told besides, for example what they overlooked
    #[arg(long, value_name = "TEXT")]
    pub(crate) with_context: Option<String>,
    /// Begin without what the Tasks have made so far
    #[arg(long)]
    pub(crate) clean: bool,
}

/// Arguments of `logs`.
#[derive(Debug, Args)]
pub(crate) struct LogsArguments {
    /// What the agent of this Task wrote, such as `domain_expert` [default: what happened in the run]
    pub(crate) task: Option<String>,
    /// The run [default: the latest]
    #[arg(long)]
    pub(crate) run: Option<String>,
    /// Go on until the run ends
    #[arg(long, short)]
    pub(crate) follow: bool,
    /// The folder the run belongs to [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to print it; JSON is an object per line
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The run, by its id or its number
    pub(crate) run: String,
    /// The Task, by its key, such as `domain_expert`
    pub(crate) task: String,
    /// The folder the run belongs to [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// Arguments of `gc`.
#[derive(Debug, Args)]
pub(crate) struct GcArguments {
    #[command(flatten)]
    pub(crate) of: OfFolderArguments,
    /// Also runs that could still be resumed or undone; those that files in the folder are from stay
    #[arg(long)]
    pub(crate) all: bool,
    /// Only say which runs would be removed
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// What it is about
    #[arg(value_enum)]
    pub(crate) subject: SchemaSubject,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaSubject {
    /// The settings, specwave.toml
    Config,
    /// The front matter of a specification
    FrontMatter,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of the hidden `drive`.
#[derive(Debug, Args)]
pub(crate) struct DriveArguments {
    /// The run's directory
    pub(crate) run: PathBuf,
    /// Tasks to do again, and how
    pub(crate) again: Option<String>,
}

/// Arguments of the hidden `agent`.
#[derive(Debug, Subcommand)]
pub(crate) enum AgentArguments {
    /// With the built-in agent
    Builtin {
        /// What to do, as the engine wrote it down
        brief: PathBuf,
    },
    /// With a program that has its own way to take a prompt, or to say what it does
    Command {
        /// The agent, as JSON
        settings: String,
        /// What to do, as the engine wrote it down
        brief: PathBuf,
    },
    /// With an agent that speaks the Agent Client Protocol
    Acp {
        /// The agent, as JSON
        settings: String,
        /// What to do, as the engine wrote it down
        brief: PathBuf,
    },
}

/// Formats for plans.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum PlanFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// A graph for Mermaid
    Mermaid,
}

/// Formats for findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for what collects findings of many tools
    Sarif,
    /// Annotations of a workflow on GitHub
    Github,
}

/// Formats for data.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum DataFormat {
    /// JSON
    #[default]
    Json,
    /// YAML
    Yaml,
}

/// Formats for reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}
