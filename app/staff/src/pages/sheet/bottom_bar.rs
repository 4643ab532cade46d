//! Bar at the bottom of a sheet: back, progress, next. A phone goes from question to question, a wide page from section
//! to section.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::clear::ClearButton;
use super::undo::UndoButton;
use crate::components::form::SheetForm;
use crate::components::loading::{LazyView, later};
use crate::components::show_if::show_if;
use crate::i18n::{fill, t};
use api::ApiError;
use browser::page;
use domain::instrument::{Workflow, sections_around};
use domain::route::Route;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The bar, once its chunk is loaded, while the sheet can be filled in. `firsts` has each section's first item.
pub(super) fn bottom_bar(form: SheetForm, firsts: Vec<usize>) -> AnyView {
    later(Box::new(move || Box::pin(bar(form, firsts.clone()))))
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn bar(form: SheetForm, firsts: Vec<usize>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        let bar = move || view! { <BottomBar form firsts=firsts.clone() /> }.into_any();
        show_if(move || form.is_open(), bar)
    }))
}

fn review_url(form: SheetForm) -> String {
    form.with_id(|it| Route::Review(it.instrument.clone(), it.cycle).to_string())
}

/// Whether the owner of such a sheet submits it.
fn is_submittable(form: SheetForm) -> bool {
    let course = form.edition.with_value(|it| it.course);
    matches!(course, Workflow::Submission | Workflow::Agreement)
}

#[component]
fn BottomBar(form: SheetForm, firsts: Vec<usize>) -> impl IntoView {
    let counted = form.progress(None);
    let n = move || counted.get().asked;
    // Where back and next lead.
    let around = Memo::new(move |_| {
        let at = form.at.get();
        form.asked.with(|asked| {
            if page::is_narrow() {
                let before = asked.iter().rfind(|it| **it < at).copied();
                (before, asked.iter().find(|it| **it > at).copied())
            } else {
                sections_around(&firsts, asked, at)
            }
        })
    });
    let go = move |to: Option<usize>| {
        if let Some(at) = to {
            form.go(at);
        }
    };
    let is_last = move || around.get().1.is_none();
    // The remaining questions may belong to a further goal, which is optional.
    let may_check = move || is_last() || counted.get().missing == 0;
    view! {
        <div class="bottom-bar" role="group" aria-label=t("質問の移動")>
            <button
                class="button"
                prop:disabled=move || around.get().0.is_none()
                on:click=move |_| go(around.get_untracked().0)
            >
                {t("前へ")}
            </button>
            <span class="bottom-bar-progress">
                <progress
                    max=move || n().to_string()
                    value=move || counted.get().answered.to_string()
                    aria-label=t("回答した項目")
                ></progress>
                <span>{move || fill!("{0} / {1} 回答", counted.get().answered, n())}</span>
                <button
                    class="link"
                    on:click=move |_| go(form.next_unanswered(form.at.get_untracked()))
                    hidden=move || { counted.get().answered >= n() }
                >
                    {t("次の未回答へ")}
                </button>
                <ClearButton form />
                <UndoButton form />
            </span>
            <button
                class="button"
                class:primary=move || !may_check()
                hidden=is_last
                on:click=move |_| go(around.get_untracked().1)
            >
                {t("次へ")}
            </button>
            <a
                class="button"
                class:primary=may_check
                class:only-wide=move || !may_check()
                hidden=!is_submittable(form)
                href=review_url(form)
            >
                {t("確認へ進む")}
            </a>
        </div>
    }
}
