//! Threads that answer requests while the main loop goes on with edits.

use crossbeam_channel::{Receiver, Sender, unbounded};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// The same as that of the main thread: sources may be nested deeply within the limit that the grammar sets.
const STACK: usize = 64 * 1024 * 1024;
const MOST_THREADS: usize = 4;

/// Whether somebody still waits for an answer. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Token(Arc<AtomicBool>);

impl Token {
    /// Nobody waits any more.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

type Job = Box<dyn FnOnce() + Send>;

/// A few threads that take jobs in their order.
#[derive(Debug)]
pub struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    /// Threads for short jobs.
    pub fn new(name: &str) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self::with(name, cores.clamp(1, MOST_THREADS))
    }

    /// So many threads. They end when the pool is dropped and their jobs are done.
    pub fn with(name: &str, threads: usize) -> Self {
        let (jobs, todo) = unbounded();
        for n in 0..threads {
            let todo = todo.clone();
            // Without this one the others do the work; without any, jobs are done where they are given.
            let _ = spawn(&format!("{name} {n}"), move || work(&todo));
        }
        Pool { jobs }
    }

    /// Does a job on one of the threads.
    pub fn run(&self, job: impl FnOnce() + Send + 'static) {
        if let Err(refused) = self.jobs.send(Box::new(job)) {
            refused.into_inner()();
        }
    }
}

fn work(todo: &Receiver<Job>) {
    for job in todo {
        // Jobs hold what they work on for themselves; a broken one leaves nothing behind.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

/// Starts a thread with a stack for the deepest source.
///
/// # Errors
/// The system has no thread left.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let builder = thread::Builder::new()
        .name(name.to_string())
        .stack_size(STACK);
    builder.spawn(work).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_job_does_not_stop_the_others() {
        let pool = Pool::with("test", 1);
        let (tell, told) = unbounded();
        pool.run(|| panic!("on purpose"));
        let tell_later = tell.clone();
        pool.run(move || tell_later.send(1).unwrap());
        drop(tell);
        assert_eq!(told.iter().collect::<Vec<i32>>(), [1]);
    }
}
