//! What the personnel office does: roster, cycles, retention, deputies, aggregates, declarations, exports.

pub(crate) mod calls;
pub(crate) mod careers;
pub(crate) mod cycle_days;
pub(crate) mod cycle_part_calls;
pub(crate) mod cycle_part_people;
mod cycle_part_rows;
pub(crate) mod cycle_parts;
pub(crate) mod cycles;
pub(crate) mod deletion_approval;
pub(crate) mod deletion_notices;
pub(crate) mod deputies;
pub(crate) mod desk;
pub(crate) mod export;
pub(crate) mod extensions;
pub(crate) mod guidance;
pub(crate) mod people_progress;
pub(crate) mod progress;
pub(crate) mod progress_calls;
pub(crate) mod reminders;
pub mod retention;
pub mod roster;
