//! The kiosk without its browser: outbox of encrypted visits, batch numbers, idle detection, staff PIN. Pure: no
//! clock, no randomness, no storage.

mod encrypted_visit;
mod idle;
mod outbox;
mod pin;
mod protocol;
mod sleep;
mod state;

pub use encrypted_visit::{ENCRYPTED_LEN, EncryptedVisit, decrypt_visit, encrypt_visit};
pub use idle::{IdleTimer, Presence};
pub use outbox::{MIN_BATCH, Outbox, OutboxWrite, StoredBatch, missing_batches};
pub use pin::{PinAttempts, PinHash, PinSalt, PinWeakness, pin_weakness};
pub use protocol::{
    Batch, EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, KioskReport, Tablet,
    TabletKey, TabletSignature,
};
pub use sleep::SleepWatch;
pub use state::KioskState;
