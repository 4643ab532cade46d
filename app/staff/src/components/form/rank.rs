//! Ranking: some of several options, in order of preference.

use super::SheetForm;
use super::choice::{chosen_ids, is_unoffered, option_words};
use super::reorder::{ReorderControls, hint};
use crate::i18n::{fill, t};
use domain::instrument::{Choice, Item, move_entry};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Chosen options as an ordered list; the others are offered below.
#[component]
pub(super) fn Rank(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    options: Vec<Choice>,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let chosen = Memo::new(move |_| value.with(|it| chosen_ids(it.as_ref())));
    let say = StoredValue::new(item);
    let answer = move |ids: Vec<String>| {
        let value = if ids.is_empty() {
            Value::Null
        } else {
            ids.into()
        };
        say.with_value(|it| form.answer(it, value));
    };
    let on_move = Callback::new(move |to| answer(move_entry(chosen.get_untracked(), to)));
    let over = RwSignal::new(None);
    let list = format!("{label}-list");
    let all_options = options.clone();
    let own_list = list.clone();
    let n = Signal::derive(move || chosen.with(Vec::len));
    let rows = move || {
        let all = chosen.get();
        let row = |(at, id): (usize, String)| {
            let (name, list) = (option_name(&all_options, &id), own_list.clone());
            let away = move |_| {
                let mut ids = chosen.get_untracked();
                ids.retain(|it| *it != id);
                answer(ids);
            };
            view! {
                <li class="ranked" class:drop-here=move || over.get() == Some(at)>
                    <span class="ranked-place">{at + 1}</span>
                    <span>{name.clone()}</span>
                    {move || {
                        open.get()
                            .then(|| {
                                view! {
                                    <ReorderControls list=list.clone() at n name=name.clone() over on_move />
                                    <button type="button" class="link" on:click=away.clone()>
                                        {t("外す")}
                                        <span class="visually-hidden">{fill!("（{0}）", name)}</span>
                                    </button>
                                }
                            })
                    }}
                </li>
            }
        };
        all.into_iter().enumerate().map(row).collect_view()
    };
    let add = Callback::new(move |id: String| {
        let mut ids = chosen.get_untracked();
        ids.push(id);
        answer(ids);
    });
    let rest = options
        .into_iter()
        .map(|option| view! { <OptionButton option chosen open add /> });
    view! {
        <ol class="ranks" id=list aria-labelledby=label>
            {rows}
        </ol>
        <div class="chips">{rest.collect_view()}</div>
        <p class="hint" hidden=move || { n.get() < 2 }>
            {hint()}
        </p>
    }
}

/// Button that appends an option; hidden while the option is ranked or the field is read-only.
#[component]
fn OptionButton(
    option: Choice,
    chosen: Memo<Vec<String>>,
    open: Memo<bool>,
    add: Callback<String>,
) -> impl IntoView {
    let own = option.id.clone();
    let is_ranked = Memo::new(move |_| chosen.with(|it| it.contains(&own)));
    let is_left_out = is_unoffered(option.retired, is_ranked);
    let is_out = move || open.get() && !is_ranked.get() && !is_left_out.get();
    view! {
        <button
            type="button"
            class="button small"
            hidden=move || !is_out()
            on:click=move |_| add.run(option.id.clone())
        >
            {fill!("＋ {0}", option_words(&option))}
        </button>
    }
}

/// Words of the option with this id; the id if no edition has it.
fn option_name(options: &[Choice], id: &str) -> String {
    let option = options.iter().find(|it| it.id == id);
    option.map_or_else(|| id.to_owned(), option_words)
}
