//! Sheets: the exchange with devices, receipts, and sheets shared with others.

pub mod authorization;
pub mod backfill;
pub(crate) mod calls;
pub(crate) mod checkouts;
pub(crate) mod exchange;
pub(crate) mod handing_on;
pub(crate) mod log;
pub(crate) mod page;
pub(crate) mod pull;
pub mod push_rules;
pub mod receipt;
pub(crate) mod sharing;
pub(crate) mod submitted;
pub(crate) mod views;
pub(crate) mod withheld;
