//! HTTP: the router, what every request passes, rate limits, and the built site.

pub mod rate_limit;
pub mod router;
pub mod security;
pub mod static_site;
