//! The arguments of every command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
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
    /// Explain a rule: what it reports, why that matters, how to mend it
    Explain(ExplainArguments),
    /// List the rules
    Rules(RulesArguments),
    /// Show what a run would do: Tasks, needs, write sets, expected time
    Plan(PlanArguments),
    /// Turn a specification into Go code
    Run(RunArguments),
    /// Go on with a run that was interrupted, cancelled or failed
    Resume(OfRunArguments),
    /// Show how a run stands
    Status(OfRunArguments),
    /// End a run that is going on
    Cancel(OfRunArguments),
    /// Take back what a run brought into the folder
    Undo(OfRunArguments),
    /// Does one Task; started by a run
    #[command(hide = true, subcommand)]
    Agent(AgentArguments),
    /// Supervises one process; started by a run
    #[command(hide = true)]
    Launch,
    /// Drives a run; started by `run` and `resume`
    #[command(hide = true)]
    Drive(DriveArguments),
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
pub(crate) struct CheckArguments {
    /// Specifications, or folders to look for them in [default: those that specwave.toml names]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
    /// Count the findings per rule instead of listing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Mend what can be mended without changing the meaning, then report what is left
    #[arg(long, group = "fixing")]
    pub(crate) fix: bool,
    /// Show what would be mended, and write nothing
    #[arg(long, group = "fixing")]
    pub(crate) diff: bool,
    /// Mend also what a person should look at afterwards
    #[arg(long, requires = "fixing")]
    pub(crate) unsafe_fixes: bool,
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
    /// Who does the Tasks, or those of one role [default: builtin]
    #[arg(long, value_name = "[ROLE=]NAME")]
    pub(crate) agent: Vec<String>,
    /// How many Tasks may be at work at the same time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
    /// How to report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
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

/// Arguments of the hidden `drive`.
#[derive(Debug, Args)]
pub(crate) struct DriveArguments {
    /// The run's directory
    pub(crate) run: PathBuf,
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
