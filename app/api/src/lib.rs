//! Every call between a browser and the server: its types, its errors, and who may make it.
//!
//! A call is `POST /api/v1/{name}` with a JSON body each way, or `GET` for a file; see [`calls`].

#[cfg(feature = "server")]
pub mod access;
pub mod accounts;
pub mod audit;
mod calls;
pub mod content_pages;
pub mod cycle_parts;
mod error;
pub mod fair;
pub mod fair_public;
pub mod forms;
pub mod grants;
pub mod interviews;
pub mod joining;
pub mod joining_public;
mod json_rpc;
pub mod organisation;
pub mod people;
pub mod personnel;
pub mod progress;
pub mod questions;
pub mod retry;
pub mod role_models;
pub mod roster;
#[cfg(feature = "server")]
pub mod server;
pub mod sheets;
pub mod skills;
pub mod steering;
pub mod system;
pub mod trials;

pub use error::{ApiError, Code};
#[cfg(feature = "client")]
pub use json_rpc::settle;
