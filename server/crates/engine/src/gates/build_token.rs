//! One build at a time on this machine: gates of several runs, in whatever folders, share the processors and the build cache.

use std::fs::File;
use std::io;
use std::time::{Duration, Instant};

use nix::fcntl::{Flock, FlockArg};
use specwave_plan::cache;
use tokio::sync::watch;

use crate::failure::{Failure, FailureKind};

/// How often a gate asks whether another one has ended.
const ASK_AGAIN: Duration = Duration::from_millis(20);

/// The right to build. The system takes it back when its process ends, however that ends.
#[derive(Debug)]
pub(super) struct BuildToken {
    _lock: Option<Flock<File>>,
    /// How long it was waited for.
    pub(super) waited: Duration,
}

impl BuildToken {
    /// Waits for the token. Where there is no cache folder to keep it in, nothing is shared, either.
    pub(super) async fn take(mut cancelled: watch::Receiver<bool>) -> Result<Self, Failure> {
        let start = Instant::now();
        let Some(mut file) = open()? else { return Ok(Self { _lock: None, waited: Duration::ZERO }) };
        loop {
            match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
                Ok(lock) => return Ok(Self { _lock: Some(lock), waited: start.elapsed() }),
                Err((taken, nix::errno::Errno::EWOULDBLOCK)) => file = taken,
                Err((_, error)) => return Err(io::Error::from(error).into()),
            }
            tokio::select! {
                () = tokio::time::sleep(ASK_AGAIN) => {}
                Ok(_) = cancelled.wait_for(|cancelled| *cancelled) => {
                    return Err(Failure::new(FailureKind::Cancelled, "the gate was cancelled while another run was building"));
                }
            }
        }
    }
}

fn open() -> io::Result<Option<File>> {
    let Some(path) = cache::path(&["build.lock"]) else { return Ok(None) };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    File::options().create(true).truncate(false).write(true).open(path).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_second_waits_and_can_be_called_away() {
        let never = || watch::channel(false).1;
        let first = BuildToken::take(never()).await.unwrap();
        let (cancel, cancelled) = watch::channel(false);
        let second = tokio::spawn(BuildToken::take(cancelled));
        cancel.send(true).unwrap();
        assert_eq!(second.await.unwrap().unwrap_err().kind, FailureKind::Cancelled);

        let third = tokio::spawn(BuildToken::take(never()));
        tokio::task::yield_now().await;
        assert!(!third.is_finished());
        drop(first);
        third.await.unwrap().unwrap();
    }
}
