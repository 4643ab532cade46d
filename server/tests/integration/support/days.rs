//! A clock that a test moves.

use super::NOW;
use domain::timestamp::Timestamp;
use server::clock::Clock;
use std::sync::Arc;

/// A clock that a test moves by days from [`NOW`].
#[derive(Clone, Default)]
pub struct Days(Arc<std::sync::atomic::AtomicI64>);

impl Days {
    pub fn set(&self, days: i64) {
        self.0.store(days, std::sync::atomic::Ordering::Relaxed);
    }

    pub fn clock(&self) -> Clock {
        let days = Arc::clone(&self.0);
        let day = 24 * 3_600_000;
        Arc::new(move || {
            let days = days.load(std::sync::atomic::Ordering::Relaxed);
            Timestamp(NOW.0 + days * day)
        })
    }
}
