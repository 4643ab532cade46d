//! Time as a parameter: only `main` reads the system clock.

use domain::timestamp::Timestamp;
use std::sync::Arc;

/// Tells the current time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A clock that always returns the same time, for tests.
pub fn fixed(at: Timestamp) -> Clock {
    Arc::new(move || at)
}
