//! House rules that the compiler does not check: names, imports, purity, SQL, lengths, and what the documents say.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod documents;
mod imports;
mod lengths;
mod locales;
mod names;
mod purity;
mod source;
mod sql;
mod style;
