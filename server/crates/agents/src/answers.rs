//! Whether an agent is there, before anything is asked of it.

use std::path::Path;

use agent_client_protocol::schema::ProtocolVersion;
use agent_client_protocol::v1::ConnectionTo;
use agent_client_protocol::v1::schema::{Implementation, InitializeRequest};
use agent_client_protocol::{Agent, Client, Error, Lines};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::{ask_to_end, tool};
use specwave_plan::{AgentConfig, AgentKind};

use crate::acp::{LAST_MOMENTS, lines};
use crate::program;

/// What an agent says of itself; one that does not speak a protocol is not asked, and need only be there.
///
/// # Errors
/// Environment, where its program is missing or does not answer.
pub fn answer(agent: &AgentConfig, folder: &Path) -> Result<String, Failure> {
    let program = agent.command.first().map(String::as_str).unwrap_or_default();
    let is_there = tool::find(program).is_some() || folder.join(program).is_file();
    match agent.kind {
        _ if !is_there => Err(Failure::new(FailureKind::Environment, format!("`{program}` is not there"))
            .hint("install it, or mend its `command` in specwave.toml")),
        AgentKind::Command => Ok(format!("`{program}` is there")),
        AgentKind::Acp => greet(agent, folder),
    }
}

fn greet(agent: &AgentConfig, folder: &Path) -> Result<String, Failure> {
    let silent = |what: String| {
        Failure::new(FailureKind::Environment, format!("`{}` does not answer: {what}", agent.command.join(" ")))
            .hint("try the command in a terminal; it must speak version 1 of the Agent Client Protocol")
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut dialogue = program::start(&agent.command, folder)?;
        let (output, _) = lines::from_agent(dialogue.output);
        let greeted =
            Client.v1().connect_with(Lines::new(lines::to_agent(dialogue.input), output), async |agent: ConnectionTo<Agent>| {
                let hello = InitializeRequest::new(ProtocolVersion::V1)
                    .client_info(Implementation::new("specwave", env!("CARGO_PKG_VERSION")));
                Ok(agent.send_request(hello).block_task().await?.agent_info)
            });
        let greeted: Result<Result<Option<Implementation>, Error>, _> = tokio::time::timeout(agent.start(), greeted).await;
        if let Some(process) = dialogue.child.id() {
            ask_to_end(process);
            tokio::time::timeout(LAST_MOMENTS, dialogue.child.wait()).await.ok();
        }
        match greeted {
            Ok(Ok(Some(info))) => Ok(format!("answers: {} {}", info.name, info.version)),
            Ok(Ok(None)) => Ok("answers".to_owned()),
            Ok(Err(error)) => Err(silent(error.message)),
            Err(_) => Err(silent(format!("nothing in {} s", agent.start().as_secs()))),
        }
    })
}
