//! Forms that an employee and their 所属長 work on, over HTTP.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod change;
mod goals;
mod hearing;
mod random;
mod readers;
#[path = "../support/mod.rs"]
mod support;
mod two;
mod view;
