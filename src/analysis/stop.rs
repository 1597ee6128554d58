//! How a long analysis is told that nobody waits for it any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Handed to an analysis, which looks at it now and then. Its clones are one: whoever holds one can stop the work.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    told: Arc<AtomicBool>,
}

impl Stop {
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells the work to stop as soon as it looks.
    pub fn stop(&self) {
        self.told.store(true, Ordering::Relaxed);
    }

    /// Whether it was told to.
    pub fn is_told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }
}
