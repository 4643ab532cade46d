//! Choice fields: a tick box, one of several, some of several.

use super::SheetForm;
use crate::components::second_readers_note::SecondReadersNote;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::instrument::{Choice, Item, ItemRole};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;

/// Tick box that stores 1 or nothing. Not scored.
#[component]
pub(super) fn ConfirmBox(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let on_change = move |event| {
        let answer = if event_target_checked(&event) {
            Value::from(1)
        } else {
            Value::Null
        };
        form.answer(&item, answer);
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                aria-labelledby=label
                prop:checked=move || value.with(Option::is_some)
                prop:disabled=move || !open.get()
                on:change=on_change
            />
            <span>{t("確かめました")}</span>
        </label>
    }
}

/// One of several, as radio buttons.
#[component]
pub(super) fn Single(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    options: Vec<Choice>,
    /// Id of the option shown as chosen while there is no answer.
    default: Option<String>,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let is_scope = item.role() == ItemRole::ShareScope;
    let choices = options.into_iter().map(|option| {
        let own = option.id.clone();
        let by_default = default.as_ref() == Some(&own);
        let is_chosen = move || {
            value.with(|it| {
                it.as_ref()
                    .map_or(by_default, |it| it.as_str() == Some(&own))
            })
        };
        let is_chosen = Memo::new(move |_| is_chosen());
        let (item, name) = (item.clone(), item.id.to_string());
        let words = option_words(&option);
        view! {
            <label class="choice" hidden=is_unoffered(option.retired, is_chosen)>
                <input
                    type="radio"
                    name=name
                    prop:checked=move || is_chosen.get()
                    prop:disabled=move || !open.get()
                    on:change=move |_| form.answer(&item, option.id.clone().into())
                />
                <span>{words}</span>
            </label>
        }
    });
    view! {
        <div class="choices" role="radiogroup" aria-labelledby=label>
            {choices.collect_view()}
        </div>
        {is_scope.then(|| view! { <SecondReadersNote /> })}
    }
}

/// Some of several, as check boxes.
#[component]
pub(super) fn Multi(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    options: Vec<Choice>,
    /// Most options that can be chosen.
    max: usize,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    record_preset(form, &item);
    let n_chosen = Memo::new(move |_| value.with(|it| chosen_ids(it.as_ref()).len()));
    let hint = format!("{label}-hint");
    let n_options = options.iter().filter(|it| !it.retired).count();
    let choices = options.into_iter().map(|option| {
        let own = option.id.clone();
        let is_chosen = Memo::new(move |_| value.with(|it| chosen_ids(it.as_ref()).contains(&own)));
        let (item, id) = (item.clone(), option.id.clone());
        let is_disabled = move || !open.get() || n_chosen.get() >= max && !is_chosen.get();
        let on_change = move |event| {
            let mut ids = value.with_untracked(|it| chosen_ids(it.as_ref()));
            ids.retain(|it| *it != id);
            if event_target_checked(&event) {
                ids.push(id.clone());
            }
            let answer = if ids.is_empty() {
                Value::Null
            } else {
                Value::from(ids)
            };
            form.answer(&item, answer);
        };
        view! {
            <label class="choice chip" hidden=is_unoffered(option.retired, is_chosen)>
                <input
                    type="checkbox"
                    prop:checked=move || is_chosen.get()
                    on:change=on_change
                    prop:disabled=move || is_disabled()
                />
                <span>{option_words(&option)}</span>
            </label>
        }
    });
    view! {
        <div class="choices chips" role="group" aria-labelledby=label aria-describedby=hint.clone()>
            {choices.collect_view()}
        </div>
        <p class="text-count" id=hint>
            {move || {
                let n = n_chosen.get();
                if max < n_options { fill!("{0} / {1}つ", n, max) } else { fill!("{0}件を選択", n) }
            }}
        </p>
    }
}

/// Pause before it is looked again whether the server has answered, in milliseconds.
const HEARD_AGAIN_MS: i32 = 100;

/// Records the item's preset as the person's own answer, once, if they have not answered yet. Later changes of the
/// preset do not alter it.
fn record_preset(form: SheetForm, item: &Arc<Item>) {
    let preset = chosen_ids(Some(&item.preset));
    if preset.is_empty() {
        return;
    }
    let item = Arc::clone(item);
    spawn_local(async move {
        // Before the first pull this device does not know what the person answered on another one; it may come later.
        let has_heard = move || {
            let journal = form.here.journal;
            journal.try_with_untracked(|it| it.as_ref().is_some_and(|it| it.meta.epoch.is_some()))
        };
        while has_heard() == Some(false) {
            page::pause(HEARD_AGAIN_MS).await;
        }
        let is_untouched = form
            .sheet
            .try_with_untracked(|it| it.heads(&item.id).is_none());
        if is_untouched == Some(true) && form.is_own() && form.accepts(&item) {
            form.answer(&item, preset.into());
        }
    });
}

/// An option's words; of one that only an earlier edition offered, with a word about that.
pub(crate) fn option_words(option: &Choice) -> String {
    let words = option.words.shown(locale());
    if option.retired {
        fill!("{0}（以前の様式）", words)
    } else {
        words.to_owned()
    }
}

/// Whether a choice is left out: no longer offered, and not chosen since the page was opened. One that was chosen stays
/// in view when it is taken back, so that it can be chosen again.
pub(super) fn is_unoffered(retired: bool, is_chosen: Memo<bool>) -> Memo<bool> {
    Memo::new(move |before: Option<&bool>| {
        let is_chosen = is_chosen.get();
        retired && before != Some(&false) && !is_chosen
    })
}

pub(super) fn chosen_ids(value: Option<&Value>) -> Vec<String> {
    let ids = value.and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}
