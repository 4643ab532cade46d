//! The words of the domain: plain data, no I/O, no view.

pub mod appointment;
pub mod bank;
pub mod calendar;
pub mod career;
pub mod cycles;
pub mod fair;
pub mod ids;
pub mod instrument;
pub mod overview;
pub mod person;
pub mod quiz;
pub mod read;
pub mod receipt;
pub mod sheet;
pub mod sorted;
pub mod storage;
pub mod training;
