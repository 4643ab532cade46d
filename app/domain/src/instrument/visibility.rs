//! Which items a sheet asks now: those whose condition holds, whose turn has come, and whose part of the form has begun.
//!
//! What is not asked is not shown, not counted and not given to readers, whatever was answered before.

use super::{Edition, Item, ItemKind, Section};
use crate::sheet::{Sheet, SheetState};
use serde_json::Value;

impl Edition {
    /// Whether an item of a section is asked.
    pub fn asks(&self, section: &Section, item: &Item, sheet: &Sheet) -> bool {
        let has_turn =
            !item.late || !matches!(sheet.state, SheetState::Draft | SheetState::Returned);
        has_turn && self.has_begun(section, sheet) && holds(item, sheet)
    }

    /// Whether the section before it, if it follows one, has an answer.
    fn has_begun(&self, section: &Section, sheet: &Sheet) -> bool {
        section.follows.is_empty() || {
            let before = self.sections.iter().find(|it| it.id == section.follows);
            before.is_none_or(|it| it.is_begun(sheet))
        }
    }

    /// Every item that is asked, in order, with its place among all and its section.
    pub fn asked(&self, sheet: &Sheet) -> Vec<(usize, &Section, &Item)> {
        let all = self.sections.iter();
        let all = all.flat_map(|section| section.items.iter().map(move |it| (section, it)));
        let asked = all
            .enumerate()
            .filter(|(_, (section, item))| self.asks(section, item, sheet));
        asked
            .map(|(at, (section, item))| (at, section, item))
            .collect()
    }
}

impl Section {
    fn is_begun(&self, sheet: &Sheet) -> bool {
        self.items.iter().any(|it| sheet.value(&it.id).is_some())
    }

    /// Whether it counts: a further goal does once something is in it.
    pub fn counts(&self, sheet: &Sheet) -> bool {
        self.follows.is_empty() || self.is_begun(sheet)
    }
}

/// Whether the answer that an item waits for was given.
fn holds(item: &Item, sheet: &Sheet) -> bool {
    item.only_if.as_ref().is_none_or(|it| {
        let says = |id: &String, value: &Value| value.as_str() == Some(id.as_str());
        let opens = |value: &Value| it.any_of.iter().any(|id| says(id, value));
        // Of several, one is enough.
        match sheet.value(&it.item) {
            Some(Value::Array(all)) => all.iter().any(opens),
            answer => answer.is_some_and(opens),
        }
    })
}

impl Item {
    /// Whether it is a confirmation that one of two makes with a step.
    pub fn is_sign(&self) -> bool {
        matches!(self.kind, ItemKind::Sign { .. })
    }
}
