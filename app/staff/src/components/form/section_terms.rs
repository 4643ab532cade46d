//! The way from a section of a form to what its terms mean, in a tab of its own: nothing that is being written is left.

use super::SheetForm;
use crate::components::content::Terms;
use crate::i18n::locale;
use leptos::prelude::*;

/// Nothing where the section has no terms, or the ward explains none of them.
#[component]
pub(super) fn SectionTerms(form: SheetForm, index: usize) -> impl IntoView {
    let (subjects, name) = form.edition.with_value(|edition| {
        let section = edition.sections.get(index)?;
        let subjects = section.items.iter().filter_map(|it| it.subject.as_ref());
        let subjects: Vec<String> = subjects.map(|it| it.0.clone()).collect();
        Some((subjects, section.words.shown(locale()).to_owned()))
    })?;
    (!subjects.is_empty()).then(|| Terms::load(form.here).meaning(subjects, name))
}
