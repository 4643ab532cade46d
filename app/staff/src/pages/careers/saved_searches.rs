//! Saved searches. They hold the criteria, not the people found, and stay in the author's store on this device.

use super::SearchState;
use crate::i18n::{fill, t};
use crate::sync::AppState;
use domain::career::{DeclarationSearch, SavedSearch};
use leptos::prelude::*;
use leptos::task::spawn_local;

const KEY: &str = "career-searches";

/// Saved searches, and a form that saves the current one.
#[component]
pub(super) fn SavedSearches(state: SearchState) -> impl IntoView {
    let search = state.criteria;
    let here = expect_context::<AppState>();
    let all: RwSignal<Vec<SavedSearch>> = RwSignal::new(Vec::new());
    let name = RwSignal::new(String::new());
    spawn_local(async move {
        if let Some(kept) = here.cache_get(KEY).await {
            all.try_set(kept);
        }
    });
    let keep = move || {
        let kept = all.get_untracked();
        spawn_local(async move { here.cache_put(KEY, &kept).await });
    };
    let save = move |_| {
        let name_of = name.get_untracked().trim().to_owned();
        all.update(|it| {
            it.retain(|it| it.name != name_of);
            it.push(SavedSearch {
                name: name_of,
                search: search.get_untracked(),
            });
        });
        name.set(String::new());
        keep();
    };
    let one = move |it: SavedSearch| {
        let own = it.name.clone();
        let forget = move |_| {
            all.update(|all| all.retain(|it| it.name != own));
            keep();
        };
        view! {
            <li>
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| {
                        search.set(it.search.clone());
                        state.search();
                    }
                >
                    {it.name.clone()}
                </button>
                <button type="button" class="link" on:click=forget>
                    {t("消す")}
                    <span class="visually-hidden">{fill!("（{0}）", it.name)}</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="saved">
            <ul class="chips">{move || all.get().into_iter().map(one).collect_view()}</ul>
            <p class="page-actions" hidden=move || search.with(|it| *it == DeclarationSearch::default())>
                <label class="field inline">
                    <span>{t("この条件の名前")}</span>
                    <input
                        type="text"
                        maxlength="40"
                        prop:value=move || name.get()
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
                <button
                    type="button"
                    class="button small"
                    prop:disabled=move || name.with(|it| it.trim().is_empty())
                    on:click=save
                >
                    {t("条件を保存する")}
                </button>
            </p>
        </div>
    }
}
