//! The kiosk without its browser: outbox of encrypted answers, batch numbers, idle detection, staff PIN. Pure: no
//! clock, no randomness, no storage.

mod idle;
mod outbox;
mod pin;
mod protocol;
mod state;

pub use idle::{IdleTimer, Presence};
pub use outbox::{
    ENCRYPTED_LEN, MIN_BATCH, Outbox, OutboxWrite, StoredBatch, decrypt_visit, encrypt_visit,
    missing_batches,
};
pub use pin::{PinAttempts, pin_weakness};
pub use protocol::{
    Batch, EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, KioskReport, Tablet,
};
pub use state::KioskState;
