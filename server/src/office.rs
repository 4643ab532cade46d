//! Files that offices exchange: CSV in, XLSX out.

pub mod csv;
pub mod xlsx;
