//! Sheets that were not handed in in time: what was written is safe, and more time is asked for with one tap.

use crate::components::ask_extension::AskExtension;
use crate::components::own_sheets::full_title;
use crate::i18n::t;
use browser::clock;
use domain::next_step::{OwnSheet, Standing};
use leptos::prelude::*;
use std::time::Duration;

/// Nobody asks for more time longer after the due day.
const WORTH_ASKING: Duration = Duration::from_hours(24 * 120);

/// Nothing where nothing is late.
#[component]
pub(super) fn LateSheets(sheets: Memo<Vec<OwnSheet>>) -> impl IntoView {
    let late = Memo::new(move |_| {
        let now = clock::now();
        let (today, since) = (now.day(), (now - WORTH_ASKING).day());
        let is_late = |it: &&OwnSheet| {
            let is_recent = match &it.of.due {
                Some(due) => *due >= since,
                None => it.of.cycle.year >= now.fiscal_year(),
            };
            let is_past = it.of.due.as_ref().is_some_and(|due| *due < today);
            let is_closed = !it.of.open && it.is_begun;
            let is_open = it.standing() != Standing::Done && it.state.is_open();
            is_open && is_recent && (is_past || is_closed)
        };
        sheets.with(|all| all.iter().filter(is_late).cloned().collect::<Vec<_>>())
    });
    let rows = move || late.get().into_iter().map(row).collect_view();
    view! {
        <section aria-labelledby="late" hidden=move || late.with(Vec::is_empty)>
            <h2 id="late" class="quiet-heading">
                {t("期限を過ぎたもの")}
            </h2>
            <ul class="more-steps">{rows}</ul>
        </section>
    }
}

fn row(it: OwnSheet) -> AnyView {
    let name = full_title(&it);
    let word = if it.of.open {
        t("まだ提出できます。")
    } else {
        t("受付は終わりました。書いたものは、このまま残っています。")
    };
    view! {
        <li>
            <span>{name.clone()}</span>
            <small>{word}</small>
            <AskExtension instrument=it.of.instrument cycle=it.of.cycle name />
        </li>
    }
    .into_any()
}
