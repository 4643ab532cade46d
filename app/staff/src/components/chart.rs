//! Charts. The same numbers are always next to the chart, as text or as a table.

pub(crate) mod backcast;
mod dots;
pub(crate) mod timeline;

pub(crate) use dots::Dots;

/// One value to draw, on the scale of 1 to 5.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) name: String,
    /// `None`: nothing to draw (not answered, or suppressed).
    pub(crate) value: Option<f64>,
    /// Value of the previous cycle or year, drawn as a second mark.
    pub(crate) before: Option<f64>,
}
