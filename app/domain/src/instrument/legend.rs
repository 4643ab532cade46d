//! What the questions of a section have in common, so that it is said once, at the head of the section.

use super::{Edition, Item, ItemKind, LikertPoint, Localized, Readers, ScalePoint, Section};

/// A number of a scale and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegendPoint<'a> {
    pub value: u8,
    pub words: &'a Localized,
}

/// Questions from which on a legend spares more reading than it costs.
const LEGEND_FROM: usize = 3;

impl Edition {
    /// The numbered points, from low to high, that every question of a section is answered on; empty if they differ or
    /// the questions are few.
    pub fn legend<'a>(&'a self, section: &'a Section) -> Vec<LegendPoint<'a>> {
        let asked = || section.items.iter().filter(|it| !it.retired);
        let (Some(first), true) = (asked().next(), asked().count() >= LEGEND_FROM) else {
            return Vec::new();
        };
        let is_shared = |other: &Item| match (&first.kind, &other.kind) {
            (ItemKind::Scale, ItemKind::Scale) => true,
            (ItemKind::Likert { points }, ItemKind::Likert { points: others }) => points == others,
            _ => false,
        };
        if !asked().all(is_shared) {
            return Vec::new();
        }
        let word = |digit: u8| match &first.kind {
            ItemKind::Scale => {
                let point = |it: &&ScalePoint| !it.retired && it.value == Some(digit);
                self.scale.iter().find(point).map(|it| &it.words)
            }
            ItemKind::Likert { points } => {
                let point = |it: &&LikertPoint| !it.retired && it.value == digit;
                points.iter().find(point).map(|it| &it.words)
            }
            _ => None,
        };
        // A point is chosen by its digit key.
        let digits = 1..=9;
        let point = |value| word(value).map(|words| LegendPoint { value, words });
        digits.filter_map(point).collect()
    }
}

impl Section {
    /// Who reads most of its answers.
    pub fn usual_readers(&self) -> Readers {
        let n = |readers: Readers| self.items.iter().filter(|it| it.readers == readers).count();
        let kinds = self.items.iter().map(|it| it.readers);
        // The first of equals: `max_by_key` takes the last.
        kinds.rev().max_by_key(|it| n(*it)).unwrap_or_default()
    }
}
