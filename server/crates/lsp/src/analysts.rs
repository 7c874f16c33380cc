//! The threads that look at documents.
//!
//! What a thread frees the allocator keeps for it. An analysis frees nearly all that it asks for, so each thread that ever made one
//! holds a megabyte: these threads do nothing else, and there are no more of them than can work at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

type Work = Box<dyn FnOnce() + Send>;

/// Begins what it is given in that order.
pub(crate) struct Analysts {
    work: Sender<Work>,
    waiting: Arc<Waiting>,
    threads: usize,
}

struct Waiting {
    work: Mutex<Receiver<Work>>,
    /// Threads that have nothing to do.
    idle: AtomicUsize,
}

impl Analysts {
    pub(crate) fn new() -> Self {
        let (work, queue) = channel();
        Self { work, waiting: Arc::new(Waiting { work: Mutex::new(queue), idle: AtomicUsize::new(0) }), threads: 0 }
    }

    pub(crate) fn give(&mut self, work: impl FnOnce() + Send + 'static) {
        // There is always a receiver: `waiting`.
        let _ = self.work.send(Box::new(work));
        let most = thread::available_parallelism().map_or(1, usize::from);
        if self.waiting.idle.load(Ordering::Acquire) == 0 && self.threads < most {
            let waiting = self.waiting.clone();
            thread::spawn(move || waiting.carry_out());
            self.threads += 1;
        }
    }
}

impl Waiting {
    /// Carries out what comes, until nothing more can come.
    fn carry_out(&self) {
        loop {
            self.idle.fetch_add(1, Ordering::AcqRel);
            let work = self.work.lock().unwrap_or_else(PoisonError::into_inner).recv();
            self.idle.fetch_sub(1, Ordering::AcqRel);
            let Ok(work) = work else { return };
            // A fault of ours must not cost the thread; it has been logged where it happened.
            drop(catch_unwind(AssertUnwindSafe(work)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::Analysts;

    #[test]
    fn a_fault_costs_nothing_but_its_own_work() {
        let (done, results) = channel();
        let mut analysts = Analysts::new();
        for number in 0..100 {
            let done = done.clone();
            analysts.give(move || {
                assert!(number % 10 != 0, "a fault");
                done.send(number).unwrap();
            });
        }
        drop(done);
        let mut carried_out: Vec<usize> = results.iter().collect();
        carried_out.sort_unstable();
        assert_eq!(carried_out, (0..100).filter(|number| number % 10 != 0).collect::<Vec<_>>());
    }
}
