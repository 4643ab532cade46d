//! Change log of a form: changes of its calendar with author and time, and sheets deleted by retention.

use crate::i18n::{fill, locale, t};
use domain::cycle_settings::{CalendarChange, FormCalendar, RetentionEntry, SettingChange};
use domain::instrument::cycle_label;
use leptos::prelude::*;

#[component]
pub(super) fn CalendarHistory(calendar: FormCalendar) -> impl IntoView {
    let changes = calendar
        .changes
        .iter()
        .map(|it| change_line(calendar.yearly, it))
        .collect();
    let deletions = calendar
        .deletions
        .iter()
        .map(|it| deletion_line(calendar.yearly, it))
        .collect();
    view! {
        <section class="card stack" aria-labelledby="record">
            <h3 id="record">{t("変更と消去の記録")}</h3>
            <HistoryList title=t("変更") lines=changes none=t("まだ変更はありません。") />
            <HistoryList
                title=t("消去")
                lines=deletions
                none=t("まだ消去されたシートはありません。")
            />
        </section>
    }
}

fn change_line(yearly: bool, change: &CalendarChange) -> String {
    let what = match change.what {
        SettingChange::Retention { years } => fill!("保存期間を{0}年に", years),
        SettingChange::Closed(cycle) => {
            fill!("{0}を閉じた", cycle_label(yearly, cycle, locale()))
        }
        SettingChange::Opened(cycle) => {
            fill!("{0}を開いた", cycle_label(yearly, cycle, locale()))
        }
    };
    format!("{}　{}　{what}", change.at.display(locale()), change.author)
}

fn deletion_line(yearly: bool, deletion: &RetentionEntry) -> String {
    let cycle = cycle_label(yearly, deletion.cycle, locale());
    let what = fill!("{0}のシート {1} 枚", cycle, deletion.sheets);
    format!("{}　{what}", deletion.at.display(locale()))
}

#[component]
fn HistoryList(title: &'static str, lines: Vec<String>, none: &'static str) -> impl IntoView {
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
