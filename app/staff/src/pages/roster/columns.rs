//! Columns that the file calls otherwise: the person says which is which, once.

use super::roster_state::RosterState;
use crate::i18n::t;
use domain::roster_difference::RosterColumn;
use leptos::prelude::*;

/// Nothing where every heading was found.
#[component]
pub(super) fn MissingColumns(state: RosterState) -> impl IntoView {
    let missing = state.with_preview(|it| it.missing.clone());
    let columns = state.with_preview(|it| it.columns.clone());
    let said = state.columns.get_untracked();
    let chosen: Vec<(String, RwSignal<String>)> = missing
        .into_iter()
        .map(|it| {
            let before = said.iter().find(|said| said.heading == it);
            let column = before.map_or_else(String::new, |it| it.column.clone());
            (it, RwSignal::new(column))
        })
        .collect();
    if chosen.is_empty() || columns.is_empty() {
        return ().into_any();
    }
    let fields: Vec<_> = chosen
        .iter()
        .map(|(heading, column)| {
            let column = *column;
            let options: Vec<_> = columns
                .iter()
                .map(|it| view! { <option value=it.clone()>{it.clone()}</option> })
                .collect();
            view! {
                <label class="field">
                    <span>{heading.clone()}</span>
                    <select
                        class="select"
                        prop:value=column
                        on:change=move |event| column.set(event_target_value(&event))
                    >
                        <option value="">{t("選んでください")}</option>
                        {options}
                    </select>
                </label>
            }
        })
        .collect();
    let read = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let named = chosen.iter().map(|(heading, column)| RosterColumn {
            heading: heading.clone(),
            column: column.get_untracked(),
        });
        let mut all = state.columns.get_untracked();
        for it in named.filter(|it| !it.column.is_empty()) {
            all.retain(|own| own.heading != it.heading);
            all.push(it);
        }
        state.name_columns(all);
    };
    view! {
        <form class="card stack" on:submit=read aria-labelledby="columns">
            <h2 id="columns">{t("どの列が、どの見出しですか")}</h2>
            <p>
                {t(
                    "見つからない見出しがあります。一度選ぶと、次の取り込みでも使います。",
                )}
            </p>
            <div class="two-columns">{fields}</div>
            <p class="page-actions">
                <button class="button primary">{t("読み直す")}</button>
            </p>
        </form>
    }
    .into_any()
}
