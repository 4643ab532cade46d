//! The recruitment fair: events, tablets, what visitors submit, and the counts of it.

pub(crate) mod calls;
pub(crate) mod closing;
pub mod counts;
pub mod counts_transfer;
pub(crate) mod events;
pub(crate) mod expiry;
pub(crate) mod public_routes;
pub mod quizzes;
pub(crate) mod tablets;
pub mod tally;
pub(crate) mod workbook;
