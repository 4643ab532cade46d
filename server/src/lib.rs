//! Everything a browser may not see: the calls over the database, sign-in, the roster, the forms, and the site.

pub mod accounts;
pub(crate) mod aggregates;
pub mod app_state;
pub mod audit;
pub(crate) mod call_error;
pub mod cli;
pub mod clock;
pub mod db;
pub mod doctor;
pub mod fair;
pub mod forms;
pub mod http;
pub mod instance;
pub mod interviews;
pub mod keys;
mod mail;
pub mod moving;
pub(crate) mod office;
pub mod people;
pub mod personnel;
pub(crate) mod questions;
pub mod sample;
pub mod serve;
pub mod sheets;
pub(crate) mod skills;
pub(crate) mod system;
pub mod tenants;
