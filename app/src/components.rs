//! The parts that pages are made of. A part shows; what it shows is decided in `model`, `journal` and `scoring`.

pub(crate) mod answer;
pub(crate) mod chart;
pub(crate) mod form;
pub(crate) mod language;
pub(crate) mod layout;
pub(crate) mod loading;
pub(crate) mod notice;
pub(crate) mod pairs;
pub(crate) mod path;
pub(crate) mod save_ladder;
pub(crate) mod sign_in;
pub(crate) mod when;
