//! Change log of a form: changes of its calendar with author and time, and sheets deleted by retention.

use domain::calendar::moment;
use domain::cycle_settings::{Change, Deletion, FormCalendar};
use domain::fill;
use domain::i18n::t;
use domain::instrument::when;
use leptos::prelude::*;

#[component]
pub(super) fn Record(calendar: FormCalendar) -> impl IntoView {
    let changes = calendar
        .changes
        .iter()
        .map(|it| changed(calendar.yearly, it))
        .collect();
    let deletions = calendar
        .deletions
        .iter()
        .map(|it| deleted(calendar.yearly, it))
        .collect();
    view! {
        <section class="card stack" aria-labelledby="record">
            <h3 id="record">{t("変更と消去の記録")}</h3>
            <List title=t("変更") lines=changes none=t("まだ変更はありません。")/>
            <List title=t("消去") lines=deletions none=t("まだ消去されたシートはありません。")/>
        </section>
    }
}

fn changed(yearly: bool, change: &Change) -> String {
    // `value` is 1 (opened) or 0 (closed) for a cycle, and the years for the retention.
    let what = match (change.cycle, change.value) {
        (None, years) => fill!("保存期間を{0}年に", years),
        (Some(cycle), 0) => fill!("{0}を閉じた", when(yearly, cycle)),
        (Some(cycle), _) => fill!("{0}を開いた", when(yearly, cycle)),
    };
    format!("{}　{}　{what}", moment(change.at), change.author)
}

fn deleted(yearly: bool, deletion: &Deletion) -> String {
    let cycle = when(yearly, deletion.cycle);
    let what = fill!("{0}のシート {1} 枚", cycle, deletion.sheets);
    format!("{}　{what}", moment(deletion.at))
}

#[component]
fn List(title: &'static str, lines: Vec<String>, none: &'static str) -> impl IntoView {
    let is_empty = lines.is_empty();
    let rows = lines.into_iter().map(|it| view! { <li>{it}</li> });
    view! {
        <div>
            <h4>{title}</h4>
            {is_empty.then(|| view! { <p class="hint">{none}</p> })}
            <ul class="plain">{rows.collect_view()}</ul>
        </div>
    }
}
