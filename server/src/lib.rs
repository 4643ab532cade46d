//! The server: the API over SQLite, sign-in, the roster, and the site it serves.

pub mod access;
pub mod backup;
pub mod bank;
pub mod clock;
pub mod config;
pub mod content;
pub mod database;
pub mod desk;
pub mod fair;
pub mod handover;
mod pace;
pub mod password;
pub mod receipt;
pub mod retention;
pub mod roster;
pub mod router;
pub mod rules;
pub mod sample;
pub mod serve;
pub mod session;
pub mod site;
mod table;
pub mod throttle;
mod visitors;
mod workbook;
pub mod writer;

mod guard;
