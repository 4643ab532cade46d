//! The next step as one card with one button, and at most three more as lines.

use crate::components::own_sheets::{full_title, target};
use crate::i18n::{fill, locale, t};
use browser::clock;
use domain::calendar::{display_day, display_moment};
use domain::ids::Day;
use domain::next_step::{OwnSheet, Task, days_until, next_steps};
use leptos::prelude::*;

/// Lines below the card: more are no help to decide.
const MORE: usize = 3;

type Step = (Task, OwnSheet);

#[component]
pub(super) fn NextSteps(sheets: Memo<Vec<OwnSheet>>) -> impl IntoView {
    let steps = Memo::new(move |_| {
        sheets.with(|all| {
            let steps = next_steps(all, clock::now()).into_iter();
            steps
                .take(MORE + 1)
                .map(|(task, it)| (task, it.clone()))
                .collect::<Vec<Step>>()
        })
    });
    let first = move || {
        let first = steps.with(|it| it.first().cloned());
        let is_done = sheets.with(|it| !it.is_empty());
        match first {
            Some(step) => main_card(&step),
            None if is_done => nothing_to_do(),
            None => ().into_any(),
        }
    };
    let more = move || {
        let rest: Vec<Step> = steps.with(|it| it.iter().skip(1).cloned().collect());
        (!rest.is_empty()).then(|| {
            view! {
                <section aria-labelledby="also">
                    <h2 id="also" class="quiet-heading">
                        {t("そのほか")}
                    </h2>
                    <ul class="more-steps">{rest.iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        {first}
        {more}
    }
}

fn main_card((task, it): &Step) -> AnyView {
    let is_back = *task == Task::Rework;
    let name = full_title(it);
    let heading = match task {
        Task::Rework => fill!("{0}が戻ってきました", name),
        _ if !it.planned_at.is_empty() => {
            fill!("{0} の面談", display_moment(&it.planned_at, locale()))
        }
        _ if it.is_begun => fill!("{0}の続きを書く", name),
        _ => fill!("{0}を書く", name),
    };
    let progress = (it.is_begun && it.asked > 0).then(|| {
        view! {
            <p class="next-progress">
                <progress
                    max=it.asked.to_string()
                    value=it.answered.to_string()
                    aria-label=t("回答した項目")
                ></progress>
                <span>{fill!("{0} / {1} 項目に回答", it.answered, it.asked)}</span>
            </p>
        }
    });
    view! {
        <section class="card next-step" class:back=is_back aria-labelledby="next-step">
            {is_back
                .then(|| {
                    view! {
                        <p>
                            <span class="tag returned">{t("差戻し")}</span>
                        </p>
                    }
                })}
            <h2 id="next-step">{heading}</h2>
            {is_back
                .then(|| {
                    view! {
                        <p class="hint">{t("所属長からのことば")}</p>
                        <blockquote>{it.reason.clone()}</blockquote>
                    }
                })}
            {progress}
            <p class="next-foot">
                <a class="button primary" href=target(it)>
                    {action(*task, it)}
                    <span class="visually-hidden">{fill!("（{0}）", name)}</span>
                </a>
                <span class="due">{due(it)}</span>
            </p>
        </section>
    }
    .into_any()
}

fn nothing_to_do() -> AnyView {
    view! {
        <section class="card next-step">
            <h2>{t("いま、あなたが書くものはありません")}</h2>
            <p>
                {t(
                    "次の時期が開くと、ここに出ます。提出したものは、下からいつでも見返せます。",
                )}
            </p>
        </section>
    }
    .into_any()
}

fn line((task, it): &Step) -> AnyView {
    let name = full_title(it);
    let planned = (!it.planned_at.is_empty())
        .then(|| fill!("面談の予定 {0}", display_moment(&it.planned_at, locale())));
    let counted = (it.is_begun && it.asked > 0).then(|| format!("{}/{}", it.answered, it.asked));
    view! {
        <li>
            <a href=target(it)>
                <span class="visually-hidden">{fill!("{0}: ", action(*task, it))}</span>
                {name}
            </a>
            <span class="tag returned" hidden=*task != Task::Rework>
                {t("差戻し")}
            </span>
            <small>{counted} " " {planned} " " {due(it)}</small>
        </li>
    }
    .into_any()
}

fn action(task: Task, it: &OwnSheet) -> &'static str {
    match task {
        Task::Rework => t("直して出し直す"),
        _ if !it.planned_at.is_empty() => t("記録を開く"),
        _ if it.is_begun => t("続きを書く"),
        _ => t("書き始める"),
    }
}

/// By when, and how many days are left.
fn due(it: &OwnSheet) -> Option<String> {
    let day: &Day = it.of.due.as_ref().filter(|_| it.planned_at.is_empty())?;
    let until = display_day(day.as_str(), locale());
    Some(match days_until(day, clock::now())? {
        0 => fill!("{0} まで・今日", until),
        left if left > 0 => fill!("{0} まで・あと{1}日", until, left),
        _ => fill!("{0} まででした", until),
    })
}
