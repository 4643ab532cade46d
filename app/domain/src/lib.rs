//! Facts, sheets, forms, the journal, scoring and the kiosk core: pure, the same in the browser and on the server.
//!
//! Nothing here does I/O or asks for the time, for randomness or for the page's language: these are parameters.

pub mod aggregate;
pub mod bell;
pub mod calendar;
pub mod career;
pub mod content_page;
pub mod crypto;
pub mod cycle_days;
pub mod cycle_part;
pub mod cycle_settings;
pub mod fact;
pub mod fact_run;
pub mod fair;
pub mod folding;
pub mod form_source;
pub mod grant;
pub mod ical;
pub mod ids;
pub mod instrument;
pub mod joining;
pub mod journal;
pub mod kiosk;
pub mod locale;
pub mod next_step;
pub mod organisation;
pub mod panic_message;
pub mod people_filter;
pub mod people_progress;
pub mod person;
pub mod person_record;
pub mod qr;
pub mod question_bank;
pub mod quiz;
pub mod receipt;
pub mod reorganisation;
pub mod result_card;
pub mod role_model;
pub mod roster_difference;
pub mod route;
pub mod scoring;
pub mod sheet;
pub mod sorted_vec;
pub mod spreadsheet;
pub mod storage_health;
pub mod suppression;
mod text_newtype;
pub mod timestamp;
pub mod training;
pub mod trial_project;

/// Whether a member is what it is when it is left out of the JSON, so that it can be.
fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}
