//! What the ids of an event's counts are called.

use crate::i18n::pick_language;
use api::fair::Label;

/// Display names by id, such as `quiz` or `jobs/…`.
#[derive(Clone)]
pub(super) struct DisplayNames(Vec<Label>);

impl DisplayNames {
    pub(super) fn new(all: Vec<Label>) -> Self {
        Self(all)
    }

    pub(super) fn of(&self, id: &str) -> String {
        let found = self.0.iter().find(|it| it.id == id);
        found.map_or_else(
            || id.to_owned(),
            |it| pick_language(&it.ja, &it.en).to_owned(),
        )
    }
}
