//! The sections of a sheet as a path of stones, once its chunk is loaded.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use crate::components::form::SheetForm;
use crate::components::loading::{LazyView, later};
use crate::components::step_nav::{NavStep, StepNav};
use crate::i18n::{locale, t};
use api::ApiError;
use browser::page;
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
        view! {
            <StepNav stones here go />
            <KeyMap />
        }
        .into_any()
    }))
}

/// The keys of a form. The question mark opens and closes it, except where text is written.
#[component]
fn KeyMap() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "?" && !event.is_composing() && !page::is_in_text_field() {
            is_open.update(|it| *it = !*it);
        }
    });
    on_cleanup(move || listening.remove());
    let keys = [
        ("1–5", t("その番号で答えて、次の質問へ進む")),
        ("0", t("該当なしと答えて、次の質問へ進む")),
        ("←　→", t("同じ質問のなかで選び直す")),
        ("Tab", t("次の質問へ移る")),
        ("Delete", t("選んだ答えを消す")),
        ("Ctrl Z", t("答えを一つ戻す")),
        ("?", t("この一覧を開く、閉じる")),
    ];
    let rows = keys.map(|(key, words)| {
        view! {
            <dt>
                <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
        }
    });
    view! {
        <details class="key-map" prop:open=move || is_open.get()>
            <summary>{t("キーで答える")}</summary>
            <dl>{rows.into_iter().collect_view()}</dl>
        </details>
    }
}
