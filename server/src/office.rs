//! Files that offices exchange: CSV in, XLSX out.

pub mod csv;
pub(crate) mod table_file;
pub mod xlsx;
