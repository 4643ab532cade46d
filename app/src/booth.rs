//! A booth tablet without its browser: what it holds for the server, how it numbers its batches, when nobody is there any
//! more, and who may leave it. Pure: no clock, no dice, no storage.

mod idle;
mod kept;
mod parts;
mod pin;
mod queue;

pub use idle::{Idle, Presence};
pub use kept::Kept;
pub use parts::{Batch, BoothAnswer, BoothPush, BoothReport, Enrolled, NewTablet, Tablet};
pub use pin::{Tries, weakness};
pub use queue::{BOXED, Change, Held, Queue, SMALLEST_BATCH, boxed, missing, unboxed};
