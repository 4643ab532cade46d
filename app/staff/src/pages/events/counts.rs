//! Counts of an event: bars with numbers, tables, a workbook, and a comparison with other events.

use super::answered::Answered;
use super::display_names::DisplayNames;
use super::error_lines;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, t};
use browser::files;
use domain::fair::{Event, EventCounts, OptionCount, QuestionCounts};
use domain::ids::EventId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// With more options than this, those with zero counts are folded into one line.
const MAX_UNFOLDED: usize = 8;

/// Message of a closed event whose counts are too small to be released.
const NO_COUNTS: &str = "答えた人が5人未満だったので、件数は出しません。";

/// Message while no counts are released yet.
const NO_COUNTS_YET: &str =
    "10人分の答えが集まるか、閉場すると、ここに件数が出ます。5人未満のままなら出ません。";

/// Most earlier events in the comparison.
const MAX_COMPARED: usize = 4;

/// A count, or the label of a suppressed one.
fn count_text(n: Option<u32>) -> String {
    n.map_or_else(|| t("非表示").to_owned(), |it| it.to_string())
}

/// Loads an event with the display names of its counts, and shows it.
pub(super) fn with_event(event: EventId, show: fn((Event, DisplayNames)) -> AnyView) -> AnyView {
    let asking = Box::new(move || {
        let event = event.clone();
        let call = async move {
            let names = DisplayNames::new(api::fair::event_labels(event.clone()).await?);
            Ok((api::fair::event_details(event).await?.event, names))
        };
        ask(call, show)
    });
    view! { <Loading asking=asking /> }.into_any()
}

#[component]
pub(super) fn CountsCard(event: EventId, is_closed: bool) -> impl IntoView {
    let asking = Box::new(move || {
        let event = event.clone();
        let call = async move {
            let counts = api::fair::event_counts(event.clone()).await?;
            let names = DisplayNames::new(api::fair::event_labels(event.clone()).await?);
            Ok((event, counts, names, is_closed))
        };
        ask(call, |(event, counts, names, is_closed)| {
            view! { <ReleasedCounts event counts names is_closed /> }.into_any()
        })
    });
    view! { <Loading asking=asking /> }
}

/// Bar of a count relative to the largest one, `most`, which must not be 0.
pub(super) fn bar(n: u32, most: u32) -> AnyView {
    let width = 100 * n / most;
    view! {
        <svg class="bar-line" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-ground" x="0" y="3" height="10" width="100"></rect>
            <rect class="bar-fill" x="0" y="3" height="10" width=width></rect>
        </svg>
    }
    .into_any()
}

/// Bars with their numbers as a table, largest first; the largest fills the width.
pub(super) fn bars(
    title: String,
    group: &str,
    counts: &[OptionCount],
    names: &DisplayNames,
) -> AnyView {
    let most = counts
        .iter()
        .filter_map(|it| it.n)
        .max()
        .unwrap_or(1)
        .max(1);
    let is_short = counts.len() <= MAX_UNFOLDED;
    let mut sorted: Vec<&OptionCount> = counts.iter().collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.n.unwrap_or_default()));
    let row = |it: &&OptionCount| {
        view! {
            <tr>
                <th scope="row">{names.of(&format!("{group}/{}", it.id))}</th>
                <td class="bar-cell">{bar(it.n.unwrap_or_default(), most)}</td>
                <td class:suppressed=it.n.is_none()>{count_text(it.n)}</td>
            </tr>
        }
    };
    let (some, none): (Vec<&OptionCount>, Vec<&OptionCount>) = sorted
        .into_iter()
        .partition(|it| it.n != Some(0) || is_short);
    let rows = some.iter().map(row).collect_view();
    let caption = title.clone();
    let none = none
        .iter()
        .map(|it| names.of(&format!("{group}/{}", it.id)));
    let none: Vec<String> = none.collect();
    let none = (!none.is_empty()).then(|| {
        view! {
            <details>
                <summary>{fill!("0件の選択肢（{0}）", none.len())}</summary>
                <p class="hint">{none.join("、")}</p>
            </details>
        }
    });
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            <table class="count-bars">
                <caption class="visually-hidden">{caption}</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{t("項目")}</th>
                        <td></td>
                        <th scope="col">{t("件数")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {none}
        </section>
    }
    .into_any()
}

#[component]
fn ReleasedCounts(
    event: EventId,
    counts: EventCounts,
    names: DisplayNames,
    is_closed: bool,
) -> impl IntoView {
    let Some(visitors) = counts.visitors else {
        return view! {
            <section class="card">
                <h2>{t("来場者の答え")}</h2>
                <p>{t(if is_closed { NO_COUNTS } else { NO_COUNTS_YET })}</p>
            </section>
        }
        .into_any();
    };
    let wishes = counts
        .wishes
        .iter()
        .map(|it| bars(names.of(&it.id), &it.id, &it.options, &names))
        .collect_view();
    let wanted = counts.wishes.iter().flat_map(|question| {
        let asked = question.options.iter().filter(|it| it.n != Some(0));
        asked.map(|it| format!("{}/{}", question.id, it.id))
    });
    let wanted: Vec<String> = wanted.collect();
    let answered = view! { <Answered wanted names=names.clone() /> };
    let said = RwSignal::new(String::new());
    let id = event.clone();
    let save = move |_| {
        let id = id.clone();
        said.set(t("作業しています").to_owned());
        spawn_local(async move {
            let sentence = match api::fair::event_workbook(id.clone()).await {
                Ok(bytes) => {
                    let name = format!("fair-{id}.xlsx");
                    let saved = files::save_bytes(&name, &bytes).await;
                    if saved.is_ok() && !bytes.is_empty() {
                        fill!("{0} に書き出しました。", name)
                    } else {
                        t("ファイルを保存できませんでした。").to_owned()
                    }
                }
                Err(error) => error_lines(&error),
            };
            said.try_set(sentence);
        });
    };
    view! {
        <section class="card stack">
            <h2>{t("来場者の答え")}</h2>
            <dl class="figures">
                <div class="figure submitted">
                    <dt>{t("答えた人")}</dt>
                    <dd>{visitors}</dd>
                </div>
            </dl>
            <p class="hint">
                {t(
                    "5人未満の数と、そこから分かってしまう数は出しません。1人の答えが前後の差から分からないように、\
                     5人以上ずつまとめて数に入れます。残りは閉場したときに、そのあとに届いたものは5人分そろったときに入ります。",
                )}
            </p>
            <p class="page-actions">
                <button type="button" class="button" on:click=save>
                    {t("全部の表をExcelで保存する")}
                </button>
            </p>
            <p class="status-message" role="status">
                {move || said.get()}
            </p>
        </section>
        <div class="two-columns">{bars(t("タイプ").to_owned(), "type", &counts.types, &names)} {wishes}</div>
        {answered}
        {job_table(&counts.info_by_job, &names)}
        <EventComparison event counts names />
    }
    .into_any()
}

/// Information that visitors want, by job.
fn job_table(all: &[QuestionCounts], names: &DisplayNames) -> AnyView {
    let shown: Vec<&QuestionCounts> = all
        .iter()
        .filter(|it| it.options.iter().any(|it| it.n.is_some_and(|it| it > 0)))
        .collect();
    let Some(first) = shown.first() else {
        return ().into_any();
    };
    let head = first
        .options
        .iter()
        .map(|it| view! { <th scope="col">{names.of(&format!("info/{}", it.id))}</th> })
        .collect_view();
    let rows = shown.iter().map(|it| {
        let cells = it
            .options
            .iter()
            .map(|it| view! { <td class:suppressed=it.n.is_none()>{count_text(it.n)}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{names.of(&format!("jobs/{}", it.id))}</th>
                {cells}
            </tr>
        }
    });
    view! {
        <section class="card">
            <h2>{t("職種ごとの知りたい情報")}</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("職種ごとの知りたい情報")>
                <table class="numbers grid">
                    <thead>
                        <tr>
                            <th scope="col">{t("職種")}</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Distribution of the types compared with earlier events, in percent of their visitors.
#[component]
fn EventComparison(event: EventId, counts: EventCounts, names: DisplayNames) -> impl IntoView {
    let others: RwSignal<Vec<(Event, EventCounts)>> = RwSignal::new(Vec::new());
    spawn_local(async move {
        let all = api::fair::events().await.unwrap_or_default();
        let mut found = Vec::new();
        let own = all.iter().find(|it| it.id == event);
        let day = own.map(|it| it.first_day.clone()).unwrap_or_default();
        // The server lists the latest event first.
        for it in all {
            if found.len() == MAX_COMPARED {
                break;
            }
            if it.id != event
                && it.first_day <= day
                && let Ok(counts) = api::fair::event_counts(it.id.clone()).await
                && counts.visitors.is_some()
            {
                found.push((it, counts));
            }
        }
        others.try_set(found);
    });
    let percent = |counts: &EventCounts, id: &str| {
        let n = counts
            .types
            .iter()
            .find(|it| it.id == id)
            .and_then(|it| it.n);
        n.zip(counts.visitors).map_or_else(
            || t("非表示").to_owned(),
            |(n, all)| format!("{}%", 100 * n / all.max(1)),
        )
    };
    move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            let head = others
                .iter()
                .map(|it| view! { <th scope="col">{it.0.name.clone()}</th> })
                .collect_view();
            let rows = counts.types.iter().map(|it| {
                let cells = others
                    .iter()
                    .map(|(_, other)| view! { <td>{percent(other, &it.id)}</td> })
                    .collect_view();
                view! {
                    <tr>
                        <th scope="row">{names.of(&format!("type/{}", it.id))}</th>
                        <td>{percent(&counts, &it.id)}</td>
                        {cells}
                    </tr>
                }
            });
            view! {
                <section class="card">
                    <h2>{t("これまでのイベントと比べる")}</h2>
                    <div
                        class="table-frame"
                        tabindex="0"
                        role="region"
                        aria-label=t("これまでのイベントと比べる")
                    >
                        <table class="numbers">
                            <thead>
                                <tr>
                                    <th scope="col">{t("タイプ")}</th>
                                    <th scope="col">{t("このイベント")}</th>
                                    {head}
                                </tr>
                            </thead>
                            <tbody>{rows.collect_view()}</tbody>
                        </table>
                    </div>
                </section>
            }
        })
    }
}
