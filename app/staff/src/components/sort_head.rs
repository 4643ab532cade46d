//! Head of a table column that sorts by it: once upwards, again downwards.

use crate::i18n::t;
use leptos::prelude::*;

/// What a table is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sorting {
    /// Index of the column.
    pub(crate) column: usize,
    pub(crate) is_down: bool,
}

impl Sorting {
    /// Sorts rows by the key that stands in a column. Rows with equal keys keep their order.
    pub(crate) fn sort<T, K: Ord>(self, rows: &mut [T], key: impl Fn(&T, usize) -> K) {
        rows.sort_by(|a, b| {
            let order = key(a, self.column).cmp(&key(b, self.column));
            if self.is_down { order.reverse() } else { order }
        });
    }
}

#[component]
pub(crate) fn SortHead(
    column: usize,
    name: &'static str,
    sorting: RwSignal<Option<Sorting>>,
) -> impl IntoView {
    let own = move || sorting.get().filter(|it| it.column == column);
    let order = move || match own() {
        None => "none",
        Some(it) if it.is_down => "descending",
        Some(_) => "ascending",
    };
    let press = move |_| {
        let is_down = own().is_some_and(|it| !it.is_down);
        sorting.set(Some(Sorting { column, is_down }));
    };
    let mark = move || match order() {
        "none" => "↕",
        "ascending" => "↑",
        _ => "↓",
    };
    view! {
        <th scope="col" aria-sort=order>
            <button type="button" class="sort-button" title=t("並べ替える") on:click=press>
                {name}
                <span aria-hidden="true">{mark}</span>
            </button>
        </th>
    }
}
