//! Questions of agents, and the answers of whoever sits at the terminal.

use std::io::{BufRead, IsTerminal};

use specwave_engine::run::{self, RunDirectory};
use specwave_engine::scheduler::Question;
use specwave_engine::state::Progress;
use tokio::sync::mpsc;

use crate::render::live::Live;

/// Asks at the terminal, one question after the other.
pub(crate) struct Answers {
    lines: Option<mpsc::UnboundedReceiver<String>>,
    asked: Option<Question>,
}

impl Answers {
    /// Nobody is there who could answer.
    pub(crate) fn of_nobody() -> Self {
        Self { lines: None, asked: None }
    }

    /// Whoever types at the terminal answers, where standard input is one.
    pub(crate) fn of_terminal() -> Self {
        if !std::io::stdin().is_terminal() {
            return Self::of_nobody();
        }
        let (sender, lines) = mpsc::unbounded_channel();
        // A thread of its own: nothing waits for it, and it ends with the program.
        std::thread::spawn(move || {
            let typed = std::io::stdin().lock().lines().map_while(Result::ok);
            for line in typed {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { lines: Some(lines), asked: None }
    }

    /// Asks the next question, unless one waits for its answer already.
    pub(crate) fn ask(&mut self, progress: &Progress, live: &Live) {
        let mut open = progress.state().questions();
        let is_open = |asked: &Question| progress.state().questions().any(|(question, _)| question == asked);
        if self.lines.is_none() || self.asked.as_ref().is_some_and(is_open) {
            return;
        }
        self.asked = open.next().map(|(question, what)| {
            let node = progress.tasks().map(|(node, ..)| node).find(|node| node.id == question.task);
            let who = node.map_or(question.task.0.as_str(), |node| node.title.as_str());
            live.note(&format!("{who} asks: {what}. Allow it? [y/N]"));
            question.clone()
        });
    }

    /// The next line that is typed.
    pub(crate) async fn line(&mut self) -> String {
        let typed = match &mut self.lines {
            Some(lines) => lines.recv().await,
            None => None,
        };
        match typed {
            Some(line) => line,
            None => {
                self.lines = None;
                std::future::pending().await
            }
        }
    }

    /// Takes a line for the answer to what was asked last. A run that has ended meanwhile does not need it.
    pub(crate) fn give(&mut self, line: &str, directory: &RunDirectory) {
        if let Some(question) = self.asked.take() {
            let is_allowed = matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes");
            run::answer(directory, question, is_allowed).ok();
        }
    }
}
