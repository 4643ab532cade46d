//! HTTP: the router, what every request passes, rate limits, and the built site.

pub(crate) mod body_limit;
pub(crate) mod connections;
pub(crate) mod health;
pub mod rate_limit;
pub mod router;
pub mod security;
pub mod static_site;
