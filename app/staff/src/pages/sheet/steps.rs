//! The sections of a sheet as a path of stones, once its chunk is loaded.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use crate::components::form::SheetForm;
use crate::components::loading::{LazyView, later};
use crate::components::step_nav::{NavStep, StepNav};
use crate::i18n::locale;
use api::ApiError;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// `here` is the index of the section that is filled in, `firsts` has each section's first item.
pub(super) fn section_steps(form: SheetForm, here: Memo<usize>, firsts: Vec<usize>) -> AnyView {
    later(Box::new(move || {
        Box::pin(steps(form, here, firsts.clone()))
    }))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn steps(form: SheetForm, here: Memo<usize>, firsts: Vec<usize>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        let go = Callback::new(move |at: usize| {
            if let Some(first) = firsts.get(at) {
                form.go(*first);
            }
        });
        let edition = form.edition.get_value();
        let stones = edition.sections.iter().enumerate();
        let stones = stones.map(|(index, section)| NavStep {
            name: section.words.shown(locale()).to_owned(),
            progress: form.progress(Some(index)),
        });
        let stones = stones.collect();
        view! { <StepNav stones here go /> }.into_any()
    }))
}
