//! Digital skills: demand for training, supporters, and the map as a workbook.

pub(crate) mod calls;
pub(crate) mod training;
pub(crate) mod workbook;
