//! Charts as SVG, always beside the same numbers in a table.

pub(crate) mod backcast;
mod bars;
mod radar;
pub(crate) mod timeline;

pub(crate) use bars::Bars;
pub(crate) use radar::Radar;

/// One value to draw, on the scale of 1 to 5.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    /// Its name.
    pub(crate) name: String,
    /// The value, none where there is none to show.
    pub(crate) value: Option<f64>,
    /// The same at an earlier time, or for another group.
    pub(crate) before: Option<f64>,
}
