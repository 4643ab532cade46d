//! Which figures about many people may be shown: the one place that decides it, for every table of counts or means.
//!
//! Two questions, two rules:
//!
//! * *Tables that add up to shown totals*, such as the answers at a fair: [`hidden_cells`] hides small cells, and
//!   others with them until no hidden one can be computed ([`counts`]).
//! * *Figures that change with time*, such as a cycle's means: [`Picture`] lets values in and out in cohorts, so that
//!   no table, no two tables that share margins and no two looks at them give anybody's answer away ([`picture`]).

pub mod counts;
mod cut;
pub mod figure;
pub mod groups;
pub mod picture;

pub use counts::hidden_cells;
pub use figure::{Contribution, Figure, Place};
pub use groups::{Groups, Headcounts};
pub use picture::Picture;

/// Figures about fewer people than this are suppressed.
pub const MIN_GROUP_SIZE: u32 = 5;

/// The same for figures made of answers that only 職員課 reads, such as life stage (ライフステージ).
pub const MIN_LIFE_STAGE_GROUP_SIZE: u32 = 10;

#[cfg(test)]
mod tests;
