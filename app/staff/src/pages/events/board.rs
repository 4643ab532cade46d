//! Board for a large screen: three numbers, two charts, and no controls.

use super::counts::{bar, bars, with_event};
use super::display_names::DisplayNames;
use super::tablets::{arrival_text, has_gap, qr_svg};
use crate::i18n::{fill, t};
use browser::{event_source, page};
use domain::fair::{Event, EventCounts, EventState, OptionCount};
use domain::ids::EventId;
use domain::kiosk::Tablet;
use domain::result_card::flower_svg;
use leptos::prelude::*;

/// Most jobs shown, so that the board need not scroll.
const MAX_JOBS: usize = 6;

#[component]
pub(super) fn Board(event: EventId) -> impl IntoView {
    view! {
        <div class="page wide board">
            {with_event(event, |(event, names)| view! { <LiveBoard event names /> }.into_any())}
        </div>
    }
}

#[component]
fn LiveBoard(event: Event, names: DisplayNames) -> impl IntoView {
    let told = RwSignal::new((EventCounts::default(), Vec::<Tablet>::new()));
    let is_cut = RwSignal::new(false);
    let stream =
        event_source::open(
            &format!("/api/v1/fair_board/{}", event.id),
            move |text| match text {
                Some(text) => {
                    is_cut.set(false);
                    if let Ok(fresh) = serde_json::from_str(&text) {
                        told.set(fresh);
                    }
                }
                None => is_cut.set(true),
            },
        );
    on_cleanup(move || drop(stream));
    // While the event is open a group of five waits before it is counted: no count means less than two groups.
    let few = match event.state {
        EventState::Open => t("10人未満"),
        EventState::Closed => t("5人未満"),
    };
    let visitors = Memo::new(move |_| {
        let n = told.with(|it| it.0.visitors);
        n.map_or_else(|| few.to_owned(), |it| it.to_string())
    });
    let tablets = Memo::new(move |_| {
        told.with(|it| it.1.iter().filter(|it| !it.revoked).count().to_string())
    });
    let sums = Memo::new(move |_| {
        let sum = |of: fn(&Tablet) -> u32| told.with(|it| it.1.iter().map(of).sum::<u32>());
        format!("{} / {}", sum(|it| it.arrived), sum(|it| it.took))
    });
    let each = move || {
        let one = |it: &Tablet| {
            view! {
                <li class:gap=has_gap(it)>
                    <b>{it.name.clone()}</b>
                    {arrival_text(it)}
                </li>
            }
        };
        told.with(|it| it.1.iter().map(one).collect_view())
    };
    let tablets_only = event.tablets_only;
    let id = event.id.clone();
    let charts = move || {
        if told.with(|it| it.0.visitors.is_none()) {
            return invitation(&id, tablets_only);
        }
        told.with(|(counts, _)| {
            let one = bars(t("タイプ").to_owned(), "type", &counts.types, &names);
            let other = jobs_chart(counts, &names);
            view! { <div class="two-columns">{one}{other}</div> }.into_any()
        })
    };
    view! {
        <h1>{event.name}</h1>
        <dl class="figures">
            {figure(t("答えた人"), visitors)} {figure(t("タブレット"), tablets)}
            {figure(t("タブレットから届いた"), sums)}
        </dl>
        <ul class="each-tablet" aria-label=t("タブレット")>
            {each}
        </ul>
        {charts}
        <p class="hint" role="status">
            {move || {
                is_cut
                    .get()
                    .then(|| t("いまはつながっていません。つながると、続きが出ます。"))
            }}
        </p>
    }
}

fn figure(name: &'static str, value: Memo<String>) -> impl IntoView {
    view! {
        <div class="figure submitted">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// What fills the board while there are too few answers to count: the flower that will be, and the way to the quiz.
fn invitation(event: &EventId, tablets_only: bool) -> AnyView {
    let url = format!("{}/fair/?e={event}", page::origin());
    let code = (!tablets_only).then(|| qr_svg(&url, t("クイズを開くQRコード")));
    view! {
        <section class="card board-invitation">
            <div aria-hidden="true" inner_html=flower_svg(&[5; 7])></div>
            <div>
                <h2>{t("もうすぐ、みんなのタイプがここに咲きます")}</h2>
                <p>{t("強みを見つけるクイズは、2分ほど。名前は聞きません。")}</p>
            </div>
            {code}
        </section>
    }
    .into_any()
}

/// Jobs with the most interest, each with the information wanted most by those interested in it.
fn jobs_chart(counts: &EventCounts, names: &DisplayNames) -> AnyView {
    let jobs = counts.wishes.iter().find(|it| it.id == "jobs");
    let mut jobs: Vec<&OptionCount> = jobs
        .map(|it| it.options.iter().collect())
        .unwrap_or_default();
    jobs.retain(|it| it.n.is_some_and(|it| it > 0));
    jobs.sort_by_key(|it| std::cmp::Reverse(it.n));
    jobs.truncate(MAX_JOBS);
    let most = jobs.first().and_then(|it| it.n).unwrap_or(1).max(1);
    let row = |job: &&OptionCount| {
        let own = counts.info_by_job.iter().find(|it| it.id == job.id);
        let wanted = own.and_then(|it| it.options.iter().max_by_key(|it| it.n));
        let wanted = wanted.filter(|it| it.n.is_some_and(|it| it > 0));
        let wanted = wanted.map(|it| {
            (
                names.of(&format!("info/{}", it.id)),
                it.n.unwrap_or_default(),
            )
        });
        let wanted =
            wanted.map(|(name, n)| view! { <small>{fill!("{0}（{1}）", name, n)}</small> });
        let n = job.n.unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{names.of(&format!("jobs/{}", job.id))}{wanted}</th>
                <td class="bar-cell">{bar(n, most)}</td>
                <td>{n}</td>
            </tr>
        }
    };
    let rows: Vec<_> = jobs.iter().map(row).collect();
    let is_empty = rows.is_empty();
    view! {
        <section class="card stack">
            <h2>{t("職種ごとの知りたい情報")}</h2>
            <p class="hint" hidden=!is_empty>
                {t("職種ごとに5人分の答えが集まると、ここに件数が出ます。")}
            </p>
            <table class="count-bars numbers" hidden=is_empty>
                <caption class="visually-hidden">{t("職種ごとの知りたい情報")}</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{t("職種")}</th>
                        <td></td>
                        <th scope="col">{t("件数")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
