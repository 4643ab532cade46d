//! Visibility: which items a sheet asks now, by condition, workflow state and preceding section.
//!
//! An item that is not visible is neither shown nor counted nor sent to readers, even if it has an earlier answer.

use super::{Edition, Item, ItemKind, Section};
use crate::sheet::{Sheet, SheetState};
use serde_json::Value;

/// An item that a sheet is asked.
#[derive(Clone, Copy, Debug)]
pub struct VisibleItem<'a> {
    /// Its place among all items of the edition.
    pub index: usize,
    pub section: &'a Section,
    pub item: &'a Item,
}

impl Edition {
    /// Whether an item of this section is visible.
    pub fn is_visible(&self, section: &Section, item: &Item, sheet: &Sheet) -> bool {
        let has_turn =
            !item.late || !matches!(sheet.state, SheetState::Draft | SheetState::Returned);
        let is_asked = !item.retired || sheet.value(&item.id).is_some();
        is_asked && has_turn && self.is_unlocked(section, sheet) && condition_holds(item, sheet)
    }

    /// Whether the section it follows, if any, has an answer.
    fn is_unlocked(&self, section: &Section, sheet: &Sheet) -> bool {
        section.follows.is_empty() || {
            let before = self.sections.iter().find(|it| it.id == section.follows);
            // A reference to a section this edition does not have hides nothing.
            before.is_none_or(|it| it.has_answer(sheet))
        }
    }

    /// All visible items in the form's order.
    pub fn visible_items(&self, sheet: &Sheet) -> Vec<VisibleItem<'_>> {
        let all = self.sections.iter();
        let all = all.flat_map(|section| section.items.iter().map(move |it| (section, it)));
        // Numbered before filtering: an item keeps its index when others are hidden.
        let asked = all
            .enumerate()
            .filter(|(_, (section, item))| self.is_visible(section, item, sheet));
        asked
            .map(|(index, (section, item))| VisibleItem {
                index,
                section,
                item,
            })
            .collect()
    }
}

/// The first visible items of the sections around item `at`: of the one before its own, and of the one after it.
/// `firsts` has each section's first item, `visible` the visible items; both rise.
pub fn sections_around(
    firsts: &[usize],
    visible: &[usize],
    at: usize,
) -> (Option<usize>, Option<usize>) {
    let section = |item: usize| firsts.partition_point(|first| *first <= item);
    let own = section(at);
    let before = visible.iter().rfind(|it| section(**it) < own);
    let before = before.and_then(|last| visible.iter().find(|it| section(**it) == section(*last)));
    let after = visible.iter().find(|it| section(**it) > own);
    (before.copied(), after.copied())
}

impl Section {
    fn has_answer(&self, sheet: &Sheet) -> bool {
        self.items.iter().any(|it| sheet.value(&it.id).is_some())
    }

    /// Whether the section counts towards progress: an optional follow-up section only once it has an answer.
    pub fn is_counted(&self, sheet: &Sheet) -> bool {
        self.follows.is_empty() || self.has_answer(sheet)
    }
}

/// Whether the item's `only_if` condition is met; true without one.
fn condition_holds(item: &Item, sheet: &Sheet) -> bool {
    item.only_if.as_ref().is_none_or(|it| {
        let says = |id: &String, value: &Value| value.as_str() == Some(id.as_str());
        let opens = |value: &Value| it.any_of.iter().any(|id| says(id, value));
        // One matching option of a multiple choice is enough.
        match sheet.value(&it.item) {
            Some(Value::Array(all)) => all.iter().any(opens),
            answer => answer.is_some_and(opens),
        }
    })
}

impl Item {
    /// Whether it is a confirmation, which is recorded as a step and not as an answer.
    pub fn is_sign(&self) -> bool {
        matches!(self.kind, ItemKind::Sign { .. })
    }
}
