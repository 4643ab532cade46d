//! Lazy chunk of the less common field kinds: choices, numbers, rows, ranks, dates, confirmations. Scale and text are
//! in the main chunk.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::SheetForm;
use super::choice::{ConfirmBox, Multi, Single};
use super::confirmation::Confirmation;
use super::date::DateField;
use super::frame::QuestionFrame;
use super::likert::Likert;
use super::number::NumberField;
use super::people::People;
use super::print_record::PrintRecord;
use super::rank::Rank;
use super::readers::SectionReaders;
use super::rows::RowsField;
use super::section_terms::SectionTerms;
use super::text_help::TextHelp;
use crate::components::loading::{LazyView, Loading, ask, later};
use crate::i18n::{locale, t};
use api::ApiError;
use domain::instrument::{Item, ItemKind};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use std::sync::Arc;

/// Field of an item; a waiting line until the chunk is loaded.
pub(super) fn lazy_field(
    form: SheetForm,
    item: Arc<Item>,
    label: String,
    open: Memo<bool>,
    is_typing: RwSignal<bool>,
) -> AnyView {
    let asking = Box::new(move || {
        let field = field(form, Arc::clone(&item), label.clone(), open, is_typing);
        ask(field, |it: LazyView| it())
    });
    view! { <Loading asking=asking /> }.into_any()
}

/// Help panel next to an item's field, if the item has one.
pub(super) fn help_panel(
    form: SheetForm,
    item: &Arc<Item>,
    label: &str,
    open: Memo<bool>,
) -> Option<AnyView> {
    let (item, label) = (Arc::clone(item), label.to_owned());
    (!item.beside.is_null() || !item.example.is_null())
        .then(|| lazy_field(form, item, label, open, RwSignal::new(false)))
}

/// The sheet as it is printed: there once its chunk is loaded, and made when printing begins.
pub(crate) fn printed_sheet(form: SheetForm) -> AnyView {
    later(Box::new(move || Box::pin(record(form))))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn record(form: SheetForm) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || view! { <PrintRecord form /> }.into_any()))
}

/// Whether section `index` may be left out, who reads it, and what its terms mean: there once its chunk is loaded.
pub(super) fn section_facts(form: SheetForm, frame: QuestionFrame, index: usize) -> AnyView {
    later(Box::new(move || Box::pin(facts(form, frame, index))))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn facts(form: SheetForm, frame: QuestionFrame, index: usize) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        view! {
            {frame.is_optional.then(|| view! { <span class="tag">{t("任意")}</span> })}
            <SectionReaders form readers=frame.readers />
            <SectionTerms form index />
        }
        .into_any()
    }))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn field(
    form: SheetForm,
    item: Arc<Item>,
    label: String,
    open: Memo<bool>,
    is_typing: RwSignal<bool>,
) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || match item.kind.clone() {
        ItemKind::Confirm => view! { <ConfirmBox form item label open /> }.into_any(),
        ItemKind::Number { min, max, .. } => {
            let unit = item.kind.unit(locale()).to_owned();
            view! { <NumberField form item label open min max unit /> }.into_any()
        }
        ItemKind::Single { options, default } => {
            view! { <Single form item label open options default /> }.into_any()
        }
        ItemKind::Multi { options, max } => {
            view! { <Multi form item label open options max /> }.into_any()
        }
        // The text field itself is in the main chunk: a text item comes here for its help panel only.
        ItemKind::Text { .. } => view! { <TextHelp form item /> }.into_any(),
        ItemKind::Rank { options } => view! { <Rank form item label open options /> }.into_any(),
        ItemKind::Likert { points } => view! { <Likert form item label open points /> }.into_any(),
        ItemKind::Date { time } => view! { <DateField form item label open time /> }.into_any(),
        ItemKind::Rows {
            max,
            columns,
            shows,
        } => view! { <RowsField form item label open is_typing max columns shows /> }.into_any(),
        ItemKind::People => view! { <People form item label open /> }.into_any(),
        ItemKind::Sign { by } => view! { <Confirmation form item label by /> }.into_any(),
        // Scales are in the main chunk.
        ItemKind::Scale => ().into_any(),
    }))
}
