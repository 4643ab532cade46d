//! Columns that the file calls otherwise: the person says which is which, once.

use super::roster_state::RosterState;
use crate::i18n::t;
use domain::roster_difference::RosterColumn;
use leptos::prelude::*;

/// A heading with the column that stands for it.
type NamedColumn = (String, RwSignal<String>);

/// The headings that were not found, and those whose column somebody has named: that may have been wrong.
#[component]
pub(super) fn NamedColumns(state: RosterState) -> impl IntoView {
    let (missing, named, columns) = untrack(|| {
        state.with_preview(|it| (it.missing.clone(), it.named.clone(), it.columns.clone()))
    });
    let is_needed = !missing.is_empty();
    let named = named.into_iter().map(|it| (it.heading, it.column));
    let missing = missing.into_iter().map(|it| (it, String::new()));
    let chosen: Vec<NamedColumn> = missing
        .chain(named)
        .map(|(heading, column)| (heading, RwSignal::new(column)))
        .collect();
    if chosen.is_empty() || columns.is_empty() {
        return ().into_any();
    }
    let fields: Vec<_> = chosen.iter().map(|it| field(it, &columns)).collect();
    let read = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let named = chosen.iter().map(|(heading, column)| RosterColumn {
            heading: heading.clone(),
            column: column.get_untracked(),
        });
        state.name_columns(named.collect());
    };
    view! {
        <details class="card" open=is_needed>
            <summary>{t("どの列が、どの見出しですか")}</summary>
            <form class="stack" on:submit=read>
                <p>
                    {t(
                        "見つからない見出しは、ここで選びます。一度選ぶと、次の取り込みでも使います。",
                    )}
                </p>
                <div class="two-columns">{fields}</div>
                <p class="page-actions">
                    <button class="button" class:primary=is_needed>
                        {t("読み直す")}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

fn field((heading, column): &NamedColumn, columns: &[String]) -> AnyView {
    let column = *column;
    let options: Vec<_> = columns
        .iter()
        .map(|it| view! { <option value=it.clone()>{it.clone()}</option> })
        .collect();
    view! {
        <label class="field">
            <span>{heading.clone()}</span>
            <select class="select" prop:value=column on:change=move |event| column.set(event_target_value(&event))>
                <option value="">{t("選んでください")}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}
