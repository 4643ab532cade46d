//! Change log of a form: changes of its calendar with author and time, and sheets deleted by retention.

use super::CalendarEditor;
use crate::i18n::{fill, locale, t};
use domain::cycle_settings::{
    CalendarChange, DeletionNotice, FormCalendar, RetentionEntry, SettingChange,
};
use domain::instrument::cycle_label;
use leptos::prelude::*;

/// The sheets that are due to be deleted, with the approval that cuts the notice short.
#[component]
pub(super) fn DeletionNotices(desk: CalendarEditor, calendar: FormCalendar) -> impl IntoView {
    if calendar.notices.is_empty() {
        return ().into_any();
    }
    let instrument = StoredValue::new(calendar.instrument.clone());
    let row = move |it: DeletionNotice| {
        let label = cycle_label(calendar.yearly, it.cycle, locale());
        let when = if it.days_left == 0 {
            t("次の点検で消去されます").to_owned()
        } else {
            fill!("あと {0} 日で消去されます", it.days_left)
        };
        let done = fill!("{0}の消去を承認しました。", label);
        let approve = move |_| {
            let call = api::personnel::approve_deletion(instrument.get_value(), it.cycle);
            desk.change(call, done.clone(), "deletion-notices".to_owned());
        };
        let action = (it.days_left > 0).then(|| {
            view! {
                <button class="button small" on:click=approve>
                    {t("待たずに消去することを承認する")}
                    <span class="visually-hidden">{fill!("（{0}）", label)}</span>
                </button>
            }
        });
        view! {
            <li class="notice-row">
                <span>{fill!("{0}: 保存期間が過ぎました。{1}", label, when)}</span>
                {action}
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="deletion-notices">
            <h3 id="deletion-notices" tabindex="-1">
                {t("まもなく消去されるシート")}
            </h3>
            <p class="hint">
                {t(
                    "消去の前に、データベースの控えが作られます。保存期間を延ばすと、消去は取りやめになります。承認は、保存期間を変えた人とは別の人が行います。",
                )}
            </p>
            <ul class="plain">{calendar.notices.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

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
        SettingChange::Days(cycle) => {
            fill!("{0}の日を変えた", cycle_label(yearly, cycle, locale()))
        }
    };
    format!("{}　{}　{what}", change.at.display(locale()), change.author)
}

fn deletion_line(yearly: bool, deletion: &RetentionEntry) -> String {
    let cycle = cycle_label(yearly, deletion.cycle, locale());
    let what = fill!("{0}のシート {1} 枚", cycle, deletion.sheets);
    format!("{}　{what}", deletion.at.display(locale()))
}

/// Lines of a list that are in view; earlier ones are folded away.
const LINES_IN_VIEW: usize = 20;

#[component]
fn HistoryList(title: &'static str, lines: Vec<String>, none: &'static str) -> impl IntoView {
    let is_empty = lines.is_empty();
    let mut lines = lines.into_iter().map(|it| view! { <li>{it}</li> });
    let latest = lines.by_ref().take(LINES_IN_VIEW).collect_view();
    let earlier: Vec<_> = lines.collect();
    let earlier = (!earlier.is_empty()).then(|| {
        view! {
            <details>
                <summary>{fill!("それより前の {0} 件", earlier.len())}</summary>
                <ul class="plain">{earlier}</ul>
            </details>
        }
    });
    view! {
        <div>
            <h4>{title}</h4>
            {is_empty.then(|| view! { <p class="hint">{none}</p> })}
            <ul class="plain">{latest}</ul>
            {earlier}
        </div>
    }
}
