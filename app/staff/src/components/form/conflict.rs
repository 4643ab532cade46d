//! Conflict chooser: concurrent answers to one item from several devices are all kept, and the person is asked
//! once (S6).

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::SheetForm;
use crate::components::loading::{LazyView, Loading, ask};
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use api::ApiError;
use domain::ids::FactId;
use domain::instrument::{Item, NOT_APPLICABLE};
use domain::journal::AnswerEdit;
use domain::sheet::Answer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use serde_json::Value;
use std::sync::Arc;

/// Shown while the item has a conflict. Conflicts are rare, so the code is in a lazy chunk.
#[component]
pub(super) fn Conflict(form: SheetForm, item: Arc<Item>) -> impl IntoView {
    let (id, own) = (item.id.clone(), item.clone());
    let is_apart = move || {
        let apart = form.sheet.with(|it| {
            it.heads(&id)
                .is_some_and(|it| it.conflicts().next().is_some())
        });
        apart && form.accepts(&own)
    };
    show_if(is_apart, move || {
        let item = item.clone();
        let asking = Box::new(move || ask(chooser_chunk(form, item.clone()), |it: LazyView| it()));
        view! { <Loading asking=asking /> }.into_any()
    })
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn chooser_chunk(form: SheetForm, item: Arc<Item>) -> Result<LazyView, ApiError> {
    Ok(Box::new(move || {
        view! { <ConflictChooser form=form item=item /> }.into_any()
    }))
}

#[component]
fn ConflictChooser(form: SheetForm, item: Arc<Item>) -> impl IntoView {
    let id = item.id.clone();
    let apart: Memo<Vec<Answer>> = Memo::new(move |_| {
        form.sheet.with(|it| {
            it.heads(&id)
                .map(|it| it.conflicts().cloned().collect())
                .unwrap_or_default()
        })
    });
    move || {
        let others = apart.get();
        (!others.is_empty() && form.accepts(&item)).then(|| {
            let settle_all: Vec<FactId> = others.iter().map(|it| it.fact.clone()).collect();
            let shown = form.sheet.with_untracked(|it| it.value(&item.id).cloned());
            let keep = choice_button(
                form,
                &item,
                shown.clone(),
                settle_all.clone(),
                t("いまの表示のままにする"),
            );
            let choices = others.iter().map(|other| {
                let use_other = choice_button(
                    form,
                    &item,
                    Some(other.value.clone()),
                    settle_all.clone(),
                    t("こちらを使う"),
                );
                let both = both_texts(shown.as_ref(), &other.value)
                    .map(|it| choice_button(form, &item, Some(it), settle_all.clone(), t("両方をつなげる")));
                let text = form
                    .edition
                    .with_value(|it| it.display_answer(&item, &other.value, locale()));
                view! {
                    <blockquote>{text}</blockquote>
                    <p class="conflict-source">
                        {fill!(
                            "{0}、{1} の入力", device_label(form, &other.fact), other.noted_at.display(locale())
                        )}
                    </p>
                    <p class="conflict-buttons">{use_other}{both}</p>
                }
            });
            view! {
                <div class="conflict" role="group" aria-label=t("別の端末での入力")>
                    <p class="conflict-title">
                        {t("別の端末での入力があります。どちらも残っています。")}
                    </p>
                    {choices.collect_view()}
                    <p class="conflict-buttons">{keep}</p>
                </div>
            }
        })
    }
}

/// Label of the device an answer was made on. This device includes its other tabs, and itself before its store was
/// rolled back.
fn device_label(form: SheetForm, fact: &FactId) -> String {
    form.here.journal.with_untracked(|it| {
        let made_on = it.as_ref().and_then(|it| it.origin(fact));
        match made_on {
            Some((_, true)) => t("この端末").to_owned(),
            Some((device, false)) => fill!("端末 {0}", device.short_label()),
            None => t("別の端末").to_owned(),
        }
    })
}

fn choice_button(
    form: SheetForm,
    item: &Arc<Item>,
    value: Option<Value>,
    settles: Vec<FactId>,
    word: &'static str,
) -> impl IntoView + use<> {
    let item = item.clone();
    let settle = move |_| {
        // Nothing is shown: keeping that means an empty answer.
        let value = value.clone().unwrap_or_default();
        let input = AnswerEdit {
            value,
            seen: form.base(&item),
            settles: settles.clone(),
            ..AnswerEdit::default()
        };
        let (sheet, item) = (form.id(), item.clone());
        spawn_local(async move {
            let _ = form.here.record_input(form.by(), sheet, item, input).await;
        });
    };
    view! {
        <button class="button small" on:click=settle>
            {word}
        </button>
    }
}

/// Both texts, one below the other; `None` unless both are texts and neither is 該当なし.
fn both_texts(shown: Option<&Value>, other: &Value) -> Option<Value> {
    let (shown, other) = (shown?.as_str()?, other.as_str()?);
    (shown != NOT_APPLICABLE && other != NOT_APPLICABLE)
        .then(|| Value::from(format!("{shown}\n{other}")))
}
