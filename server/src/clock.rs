//! Time as a parameter: only `main` reads the system clock.

use std::sync::Arc;

/// Milliseconds since 1970-01-01T00:00Z.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// A clock that always returns the same time, for tests.
pub fn fixed(millis: i64) -> Clock {
    Arc::new(move || millis)
}
