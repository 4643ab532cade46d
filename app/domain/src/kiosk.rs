//! A booth tablet without its browser: what it holds for the server, how it numbers its batches, when nobody is there any
//! more, and who may leave it. Pure: no clock, no dice, no storage.

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
