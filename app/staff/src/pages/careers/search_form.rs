//! Search form over the career declarations.

use super::{SearchState, filter_items};
use crate::components::form::option_words;
use crate::i18n::{fill, locale, t};
use domain::career::DeclarationSearch;
use domain::instrument::{Edition, Item, ItemKind};
use leptos::prelude::*;
use std::sync::Arc;

/// Words, grade and section are in view; one choice per question of the form is folded away.
#[component]
pub(super) fn SearchForm(
    edition: Arc<Edition>,
    state: SearchState,
    sections: Vec<String>,
) -> impl IntoView {
    let search = state.criteria;
    let grades =
        (1..=6_u8).map(|it| view! { <option value=it.to_string()>{fill!("{0}級", it)}</option> });
    let sections = sections
        .into_iter()
        .map(|it| view! { <option value=it.clone()>{it.clone()}</option> });
    let grade = move || search.with(|it| it.grade.map(|it| it.to_string()).unwrap_or_default());
    let choices = filter_items(&edition)
        .into_iter()
        .map(|item| view! { <OptionFilter item search /> });
    view! {
        <form
            class="card stack search"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                state.search();
            }
        >
            <div class="search-main">
                <label class="field">
                    <span>{t("言葉（氏名・資格・仕事など）")}</span>
                    <input
                        type="search"
                        autocomplete="off"
                        prop:value=move || search.with(|it| it.words.clone())
                        on:input=move |event| search.update(|it| it.words = event_target_value(&event))
                    />
                </label>
                <label class="field">
                    <span>{t("級")}</span>
                    <select
                        class="select"
                        prop:value=grade
                        on:change=move |event| {
                            search.update(|it| it.grade = event_target_value(&event).parse().ok());
                        }
                    >
                        <option value="">{t("すべて")}</option>
                        {grades.collect_view()}
                    </select>
                </label>
                <label class="field">
                    <span>{t("課")}</span>
                    <select
                        class="select"
                        prop:value=move || search.with(|it| it.section.clone())
                        on:change=move |event| search.update(|it| it.section = event_target_value(&event))
                    >
                        <option value="">{t("すべて")}</option>
                        {sections.collect_view()}
                    </select>
                </label>
            </div>
            <details>
                <summary>
                    {move || match search.with(|it| it.chosen.len()) {
                        0 => t("希望と経験で絞る").to_owned(),
                        n => fill!("希望と経験で絞る（{0}件）", n),
                    }}
                </summary>
                <div class="search-more">{choices.collect_view()}</div>
            </details>
            <SearchButtons state />
        </form>
    }
}

#[component]
fn SearchButtons(state: SearchState) -> impl IntoView {
    view! {
        <p class="page-actions">
            <button class="button primary" prop:disabled=move || state.is_busy.get()>
                {t("探す")}
            </button>
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    state.criteria.set(DeclarationSearch::default());
                    state.search();
                }
            >
                {t("条件をすべて外す")}
            </button>
        </p>
    }
}

#[component]
fn OptionFilter(item: Item, search: RwSignal<DeclarationSearch>) -> impl IntoView {
    let options = match &item.kind {
        ItemKind::Single { options, .. }
        | ItemKind::Multi { options, .. }
        | ItemKind::Rank { options } => options.clone(),
        _ => Vec::new(),
    };
    let options = options
        .into_iter()
        .map(|it| view! { <option value=it.id.clone()>{option_words(&it)}</option> });
    let own = item.id.clone();
    let shown = move || search.with(|it| it.required_option(&own).to_owned());
    view! {
        <label class="field">
            <span>{item.words.shown(locale()).to_owned()}</span>
            <select
                class="select"
                prop:value=shown
                on:change=move |event| { search.update(|it| it.require_option(&item.id, event_target_value(&event))) }
            >
                <option value="">{t("すべて")}</option>
                {options.collect_view()}
            </select>
        </label>
    }
}
