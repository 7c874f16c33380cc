//! The process of a Task that is done by a program with habits of its own: how it takes its prompt, and what it writes.

mod claude;
mod codex;

use std::io::Write;
use std::path::Path;

use futures::StreamExt;
use serde_json::Value;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::{Dialogue, ask_to_end};
use specwave_engine::protocol::Brief;
use specwave_plan::{CommandOutput, CommandPrompt};
use tokio::io::AsyncWriteExt;
use tokio::process::{ChildStdin, ChildStdout};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::codec::{FramedRead, LinesCodec, LinesCodecError};

use crate::narrator::Narrator;
use crate::{program, prompt};

/// Of a longer line nothing is understood.
const LONGEST_LINE: usize = 32 << 20;

/// Has the program of these settings do the Task of the brief in `workspace`, and says what it does on `events`, as JSON lines.
///
/// # Errors
/// Environment, where the program cannot be started; findings, where it did not do the Task.
pub fn work(settings: &str, brief_file: &Path, workspace: &Path, events: impl Write) -> Result<(), Failure> {
    let agent = program::from_settings(settings)?;
    let brief = Brief::read(brief_file)?;
    let text = prompt::with_texts(&brief, workspace);
    let mut args = agent.command.clone();
    match agent.prompt {
        CommandPrompt::Brief => args.push(brief_file.to_string_lossy().into_owned()),
        CommandPrompt::File => args.push(prompt_file(&text)?),
        CommandPrompt::Stdin => {}
    }
    let input = if agent.prompt == CommandPrompt::Stdin { text } else { String::new() };
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut asked_to_end = signal(SignalKind::terminate())?;
        let Dialogue { mut child, input: stdin, output } = program::start(&args, workspace)?;
        let listener = Listener { output: agent.output, narrator: Narrator::new(events), complaint: None };
        let process = child.id();
        let mut talk = std::pin::pin!(async {
            // A program that reads no more is noticed by how it ends.
            let ((), listener) = tokio::join!(give(stdin, input), listener.listen(output));
            (child.wait().await, listener)
        });
        let (status, mut listener) = tokio::select! {
            ended = &mut talk => ended,
            _ = asked_to_end.recv() => {
                process.into_iter().for_each(ask_to_end);
                talk.await
            }
        };
        if agent.output != CommandOutput::Specwave {
            listener.narrator.summary();
        }
        let complaint = match (status?.code(), listener.complaint) {
            (_, Some(complaint)) => complaint,
            (Some(0), None) => return Ok(()),
            (Some(code), None) => format!("it ended with exit code {code}"),
            (None, None) => "it was ended by a signal".to_owned(),
        };
        listener.narrator.complains(&complaint);
        let command = agent.command.join(" ");
        Err(Failure::new(FailureKind::Findings, format!("the agent `{command}` did not do the Task: {complaint}")))
    })
}

async fn give(mut input: ChildStdin, text: String) {
    input.write_all(text.as_bytes()).await.ok();
}

/// Writes the prompt where only this Attempt's files are; its path.
fn prompt_file(text: &str) -> Result<String, Failure> {
    let path = std::env::temp_dir().join("prompt.md");
    std::fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Understands what the program writes.
struct Listener<W> {
    output: CommandOutput,
    narrator: Narrator<W>,
    /// What it says went wrong.
    complaint: Option<String>,
}

impl<W: Write> Listener<W> {
    /// Listens to the end.
    async fn listen(mut self, output: ChildStdout) -> Self {
        let mut lines = FramedRead::new(output, LinesCodec::new_with_max_length(LONGEST_LINE));
        while let Some(line) = lines.next().await {
            match line {
                Ok(line) => self.hear(&line),
                Err(LinesCodecError::MaxLineLengthExceeded) => self.narrator.progress("wrote a line that is too long"),
                Err(LinesCodecError::Io(_)) => break,
            }
        }
        self
    }

    /// Takes a line in. Formats grow: what is not known is no more than a sign of life, and what is no JSON is for the log.
    fn hear(&mut self, line: &str) {
        let Ok(event) = serde_json::from_str::<Value>(line) else {
            let _ = writeln!(std::io::stderr(), "{line}");
            return;
        };
        let narrator = &mut self.narrator;
        let complaint = match self.output {
            CommandOutput::ClaudeStreamJson => claude::tell(&event, narrator),
            CommandOutput::CodexJson => codex::tell(&event, narrator),
            CommandOutput::Specwave => {
                narrator.pass_on(line);
                None
            }
        };
        self.complaint = complaint.or(self.complaint.take());
    }
}

/// A text of an event, empty where there is none.
fn text<'a>(event: &'a Value, pointer: &str) -> &'a str {
    event.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A count in an event, 0 where there is none.
fn count(event: &Value, pointer: &str) -> u64 {
    event.pointer(pointer).and_then(Value::as_u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use specwave_engine::protocol::AgentEvent;

    use super::*;

    /// What is told of these lines, and the complaint about them.
    fn told(output: CommandOutput, lines: &[&str]) -> (Vec<AgentEvent>, Option<String>) {
        let mut events = Vec::new();
        let mut listener = Listener { output, narrator: Narrator::new(&mut events), complaint: None };
        lines.iter().for_each(|line| listener.hear(line));
        listener.narrator.summary();
        let complaint = listener.complaint;
        let text = String::from_utf8(events).unwrap();
        (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), complaint)
    }

    fn progress(message: &str) -> AgentEvent {
        AgentEvent::Progress { message: message.to_owned() }
    }

    #[test]
    fn a_rate_limit_is_told_apart_from_other_complaints() {
        for (complaint, expected) in [
            (
                "429 rate_limit_error, retry after 20s",
                vec![AgentEvent::RateLimited {
                    message: "429 rate_limit_error, retry after 20s".to_owned(),
                    retry_after_seconds: Some(20),
                }],
            ),
            ("error_max_turns", vec![]),
        ] {
            let mut events = Vec::new();
            Narrator::new(&mut events).complains(complaint);
            let text = String::from_utf8(events).unwrap();
            let told: Vec<AgentEvent> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(told, expected, "{complaint}");
        }
    }

    fn summary(message: &str) -> AgentEvent {
        AgentEvent::Summary { message: message.to_owned() }
    }

    fn used(json: &str) -> AgentEvent {
        AgentEvent::Usage(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn what_claude_code_streams_is_understood() {
        let lines = [
            r#"{"type":"system","subtype":"init","session_id":"6d1","model":"some-model","tools":["Bash","Write"]}"#,
            "a warning that is no JSON",
            r#"{"type":"assistant","message":{"id":"m1","content":[{"type":"thinking","thinking":"hm"}],"usage":{"input_tokens":3}}}"#,
            r#"{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"I write it."},{"type":"tool_use","id":"t1","name":"Write","input":{"file_path":"/w/money.go","content":"package values"}}]}}"#,
            r#"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"ok"}]}}"#,
            r#"{"type":"assistant","message":{"id":"m2","content":[{"type":"tool_use","id":"t2","name":"Bash","input":{"command":"go build ./..."}}]}}"#,
            r#"{"type":"something_new","payload":[1,2,3]}"#,
            r#"{"type":"assistant","message":{"id":"m3","content":[{"type":"text","text":"Two value objects.\n\nAll of it builds."}]}}"#,
            r#"{"type":"result","subtype":"success","is_error":false,"num_turns":4,"result":"Two value objects.","total_cost_usd":0.0421,"usage":{"input_tokens":30,"cache_creation_input_tokens":400,"cache_read_input_tokens":2000,"output_tokens":120}}"#,
        ];
        let expected = [
            progress("thinking"),
            progress("thinking"),
            progress("I write it."),
            progress("Write /w/money.go"),
            progress("thinking"),
            progress("Bash go build ./..."),
            progress("thinking"),
            progress("All of it builds."),
            used(r#"{"input_tokens":2430,"output_tokens":120}"#),
            used(r#"{"cost":{"USD":0.0421}}"#),
            summary("Two value objects."),
        ];
        let (events, complaint) = told(CommandOutput::ClaudeStreamJson, &lines);
        assert_eq!((events.as_slice(), complaint), (expected.as_slice(), None));
        let failed =
            r#"{"type":"result","subtype":"error_max_turns","is_error":true,"total_cost_usd":1.5,"usage":{"output_tokens":7}}"#;
        let (events, complaint) = told(CommandOutput::ClaudeStreamJson, &[failed]);
        assert!(events.contains(&used(r#"{"cost":{"USD":1.5}}"#)), "what failed is paid for, too");
        assert_eq!(complaint.as_deref(), Some("error_max_turns"));
    }

    #[test]
    fn what_codex_writes_is_understood() {
        let lines = [
            r#"{"type":"thread.started","thread_id":"0199"}"#,
            r#"{"type":"turn.started"}"#,
            r#"{"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"**Planning**"}}"#,
            r#"{"type":"item.started","item":{"id":"item_1","type":"command_execution","command":"bash -lc 'go vet'","status":"in_progress"}}"#,
            r#"{"type":"item.completed","item":{"id":"item_1","type":"command_execution","command":"bash -lc 'go vet'","exit_code":0}}"#,
            r#"{"type":"item.completed","item":{"id":"item_2","type":"file_change","changes":[{"path":"money.go","kind":"add"},{"path":"a.go","kind":"update"}]}}"#,
            r#"{"type":"item.started","item":{"id":"item_3","type":"mcp_tool_call","server":"docs","tool":"lookup"}}"#,
            r#"{"type":"item.updated","item":{"id":"item_4","type":"todo_list","items":[{"text":"types","completed":true},{"text":"tests","completed":false}]}}"#,
            r#"{"type":"thread.compacted"}"#,
            r#"{"type":"item.completed","item":{"id":"item_5","item_type":"assistant_message","text":"Done: two value objects."}}"#,
            r#"{"type":"turn.completed","usage":{"input_tokens":24000,"cached_input_tokens":20000,"output_tokens":300}}"#,
        ];
        let expected = [
            progress("thinking"),
            progress("thinking"),
            progress("thinking"),
            progress("bash -lc 'go vet'"),
            progress("changed money.go, a.go"),
            progress("docs lookup"),
            progress("tests"),
            progress("thinking"),
            progress("Done: two value objects."),
            used(r#"{"input_tokens":24000,"output_tokens":300}"#),
            summary("Done: two value objects."),
        ];
        let (events, complaint) = told(CommandOutput::CodexJson, &lines);
        assert_eq!((events.as_slice(), complaint), (expected.as_slice(), None));
        let failed = r#"{"type":"turn.failed","error":{"message":"stream disconnected"}}"#;
        assert_eq!(told(CommandOutput::CodexJson, &[failed]).1.as_deref(), Some("stream disconnected"));
    }
}
