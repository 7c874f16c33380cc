//! Questions to whoever follows the run, and the answers that come back on our standard input.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use specwave_engine::protocol::Answered;
use tokio::sync::oneshot;

/// The questions that wait for an answer.
#[derive(Debug, Default)]
pub(super) struct Questions {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    open: HashMap<u32, oneshot::Sender<bool>>,
    asked: u32,
    is_over: bool,
}

impl Questions {
    /// Listens for answers as long as there may be any.
    pub(super) fn listening() -> Arc<Self> {
        let questions = Arc::<Self>::default();
        let listener = questions.clone();
        // A thread of its own, since a runtime would wait for this read when it ends.
        std::thread::spawn(move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                if let Ok(answer) = serde_json::from_str::<Answered>(&line)
                    && let Some(asker) = listener.lock().open.remove(&answer.question)
                {
                    asker.send(answer.allowed).ok();
                }
            }
            listener.withdraw();
        });
        questions
    }

    /// A new question: its number, and where its answer comes; nothing comes where the question is withdrawn.
    pub(super) fn ask(&self) -> (u32, oneshot::Receiver<bool>) {
        let (asker, answer) = oneshot::channel();
        let mut state = self.lock();
        state.asked += 1;
        let number = state.asked;
        if !state.is_over {
            state.open.insert(number, asker);
        }
        (number, answer)
    }

    /// Takes all questions back, now and from now on.
    pub(super) fn withdraw(&self) {
        let mut state = self.lock();
        state.is_over = true;
        state.open.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
