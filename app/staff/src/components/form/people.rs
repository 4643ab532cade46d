//! Chooses some of a supervisor's own staff: for a goal that is assigned to several people.

use super::SheetForm;
use super::choice::chosen_ids;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, t};
use api::interviews::TeamMember;
use domain::instrument::Item;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Check boxes for the staff of the sheet's fiscal year. The list comes from the server or the cache.
#[component]
pub(super) fn People(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
) -> impl IntoView {
    let year = form.with_id(|it| it.cycle.year);
    // [`ask`] takes a plain `fn`, which captures nothing: the field's state goes through the context.
    let context = (form, item, label, open);
    provide_context(StoredValue::new(context));
    let asking = Box::new(move || {
        let staff = form
            .here
            .fetch_or_cached(format!("staff:{year}"), api::interviews::team(year));
        ask(staff, |staff: Vec<TeamMember>| {
            view! { <Staff staff /> }.into_any()
        })
    });
    view! { <Loading asking=asking /> }
}

type Field = (SheetForm, Arc<Item>, String, Memo<bool>);

#[component]
fn Staff(staff: Vec<TeamMember>) -> impl IntoView {
    let (form, item, label, open) = expect_context::<StoredValue<Field>>().get_value();
    let [value, _] = form.value(&item);
    let chosen = Memo::new(move |_| value.with(|it| chosen_ids(it.as_ref())));
    let item = StoredValue::new(item);
    let answer = move |ids: Vec<String>| {
        let value = if ids.is_empty() {
            Value::Null
        } else {
            ids.into()
        };
        item.with_value(|it| form.answer(it, value));
    };
    let everyone: Vec<String> = staff.iter().map(|it| it.person.id.0.clone()).collect();
    let n = everyone.len();
    let choices = staff.into_iter().map(|it| {
        let (id, own) = (it.person.id.0.clone(), it.person.id.0);
        let is_chosen = move || chosen.with(|it| it.contains(&own));
        let on_change = move |event| {
            let mut ids = chosen.get_untracked();
            ids.retain(|it| *it != id);
            if event_target_checked(&event) {
                ids.push(id.clone());
            }
            answer(ids);
        };
        view! {
            <label class="choice chip">
                <input
                    type="checkbox"
                    prop:checked=move || is_chosen()
                    prop:disabled=move || !open.get()
                    on:change=on_change
                />
                <span>{it.person.name}</span>
            </label>
        }
    });
    view! {
        <div class="choices chips" role="group" aria-labelledby=label>
            {choices.collect_view()}
        </div>
        <p class="text-count">
            {move || fill!("{0} / {1}人", chosen.with(Vec::len), n)}
            <button type="button" class="link" hidden=move || !open.get() on:click=move |_| answer(everyone.clone())>
                {t("全員を選ぶ")}
            </button>
        </p>
    }
}
