//! Forms that an employee and their supervisor work on.

mod fixtures;
mod goals;
mod guidance;
mod interview;
mod item_readers;
mod random_order;
mod replaced_wordings;
mod supervisor_assessment;
mod supervisor_change;
mod team;
mod team_suggestions;
