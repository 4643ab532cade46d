//! What the personnel office does: roster, cycles, retention, deputies, aggregates, declarations, exports.

pub(crate) mod calls;
pub(crate) mod careers;
pub(crate) mod cycles;
pub(crate) mod deletion_approval;
pub(crate) mod deletion_notices;
pub(crate) mod deputies;
pub(crate) mod export;
pub(crate) mod guidance;
pub(crate) mod progress;
pub mod retention;
pub mod roster;
