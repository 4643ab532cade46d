//! The kiosk without its browser: outbox of encrypted answers, batch numbers, idle detection, staff PIN. Pure: no
//! clock, no randomness, no storage.

mod idle;
mod outbox;
mod pin;
mod protocol;
mod state;

pub use idle::{Idle, Presence};
pub use outbox::{BOXED, Change, Held, Queue, SMALLEST_BATCH, boxed, missing, unboxed};
pub use pin::{Tries, weakness};
pub use protocol::{Batch, BoothAnswer, BoothPush, BoothReport, Enrolled, NewTablet, Tablet};
pub use state::Kept;
