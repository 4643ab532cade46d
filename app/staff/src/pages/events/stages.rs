//! The four screens of an event's day. Each has one primary button: what leads to the next.

use super::counts::CountsCard;
use super::day::EventDay;
use super::event_url;
use super::tablets::{EnrolCode, FileImport, TabletTable, has_gap};
use crate::i18n::{fill, t};
use domain::fair::{EventStage, EventState};
use domain::kiosk::Tablet;
use domain::route::Route;
use leptos::prelude::*;

fn n_enrolled(day: EventDay) -> usize {
    day.tablets
        .with(|it| it.iter().filter(|it| !it.revoked).count())
}

/// 準備: poster, tablets, a try; then the event opens.
#[component]
pub(super) fn Preparing(day: EventDay) -> impl IntoView {
    let id = day.id();
    let poster = event_url(&id, "poster");
    let guide = Route::Events("/guide".to_owned()).to_string();
    let tablets_only = day.event.with_untracked(|it| it.tablets_only);
    let open = move |_| day.change(api::fair::open_event(day.id()));
    let may_open = move || day.stage() == EventStage::Preparation;
    view! {
        <section class="card stack" aria-labelledby="prepare-poster">
            <h2 id="prepare-poster">{t("ポスターを刷る")}</h2>
            <p>
                {if tablets_only {
                    t("来場者のスマートフォンからは受け取りません。")
                } else {
                    t("来場者は、ポスターのQRコードから自分のスマートフォンで答えます。")
                }}
            </p>
            <p class="page-actions">
                <a class="button" href=poster>
                    {t("来場者用のポスター")}
                </a>
            </p>
        </section>
        <section class="card stack" aria-labelledby="prepare-tablets">
            <h2 id="prepare-tablets">
                {move || fill!("タブレットを登録する（いま {0} 台）", n_enrolled(day))}
            </h2>
            <p class="page-actions">
                <a href=guide>{t("タブレットの設営の手引き")}</a>
            </p>
            <EnrolCode event=id />
            <TabletTable day />
        </section>
        <section class="card stack" aria-labelledby="prepare-open">
            <h2 id="prepare-open">{t("一度とおして試し、開場する")}</h2>
            <p>
                {t(
                    "どのタブレットでも、終わりまで一度やってみます（練習は「送らないでおわる」）。開場すると、すべてのタブレットの版を固定します。",
                )}
            </p>
            <p class="page-actions">
                <button
                    type="button"
                    class="button primary"
                    hidden=move || !may_open()
                    disabled=move || day.is_busy.get()
                    on:click=open
                >
                    {t("開場する")}
                </button>
                <span class="hint" hidden=may_open>
                    {t("もう開場しています。")}
                </span>
            </p>
        </section>
    }
}

/// 開場: how many tablets, what arrived; the board; then packing up.
#[component]
pub(super) fn Running(day: EventDay) -> impl IntoView {
    let board = event_url(&day.id(), "board");
    let is_open = move || matches!(day.stage(), EventStage::Running | EventStage::PackingUp);
    let figure = |name: &'static str, value: Memo<String>| {
        view! {
            <div class="figure submitted">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let sum = move |of: fn(&Tablet) -> u32| {
        Memo::new(move |_| {
            day.tablets
                .with(|it| it.iter().map(of).sum::<u32>().to_string())
        })
    };
    let id = day.id();
    let state = Memo::new(move |_| day.event.with(|it| it.state));
    view! {
        <p class="notice" hidden=is_open>
            {t("まだ開場していません。準備が済んだら「開場する」を押します。")}
        </p>
        <section class="card stack" aria-labelledby="running">
            <h2 id="running">{t("いまの様子")}</h2>
            <dl class="figures">
                {figure(t("タブレット"), Memo::new(move |_| n_enrolled(day).to_string()))}
                {figure(t("受けた回答"), sum(|it| it.took))} {figure(t("届いた回答"), sum(|it| it.arrived))}
            </dl>
            <TabletTable day />
            <p class="page-actions">
                <a class="button primary" href=board>
                    {t("大きな画面に映す")}
                </a>
                <button type="button" class="button" on:click=move |_| day.shown.set(EventStage::PackingUp)>
                    {t("片付けへ進む")}
                </button>
            </p>
        </section>
        {move || {
            let is_closed = state.get() == EventState::Closed;
            view! { <CountsCard event=id.clone() is_closed /> }
        }}
    }
}

/// What is to be done at a tablet before the event can be closed; `None` if nothing is.
fn task(it: &Tablet) -> Option<&'static str> {
    match it {
        it if it.done && !has_gap(it) || it.revoked && !has_gap(it) => None,
        it if it.done || it.revoked => Some(t(
            "届いていない回答があります。タブレットをつなぐか、下でファイルを読み込みます。",
        )),
        _ => Some(t(
            "画面の右上の角を5回タップし、「閉場: 残りもすべて送る」を押します。",
        )),
    }
}

/// 片付け: what is left to do at each tablet, and what to do if an answer does not arrive; then the event is closed.
pub(super) fn packing_up(day: EventDay) -> AnyView {
    let note = RwSignal::new(String::new());
    let close = move |_| day.change(api::fair::close_event(day.id(), note.get_untracked()));
    let is_open = move || matches!(day.stage(), EventStage::Running | EventStage::PackingUp);
    let tasks = move || {
        let one = |it: &Tablet| {
            let task = task(it);
            view! {
                <li class:open=task.is_some()>
                    <b>{it.name.clone()}</b>
                    " "
                    {task.unwrap_or_else(|| t("✓ すべて届きました"))}
                </li>
            }
        };
        day.tablets.with(|it| it.iter().map(one).collect_view())
    };
    let was_refused = move || !day.problem.with(String::is_empty);
    view! {
        <section class="card stack" aria-labelledby="packing">
            <h2 id="packing">{t("タブレットごとの片付け")}</h2>
            <p class="hint" hidden=move || n_enrolled(day)>
                0>
                {t("登録されたタブレットはありません。そのまま閉場できます。")}
            </p>
            <ul class="tablet-tasks">{tasks}</ul>
            <TabletTable day />
            <details prop:open=was_refused>
                <summary>{t("回答が届かないとき")}</summary>
                <div class="stack">
                    <FileImport day />
                    <label class="field">
                        <span>{t("失われた回答があれば、その記録（10文字以上）")}</span>
                        <textarea
                            class="text"
                            rows="2"
                            prop:value=move || note.get()
                            on:input=move |event| note.set(event_target_value(&event))
                        ></textarea>
                    </label>
                </div>
            </details>
            <p>
                {t("閉場は、受けた回答がすべて届いているかを確かめてからになります。")}
            </p>
            <p class="page-actions">
                <button
                    type="button"
                    class="button primary"
                    hidden=move || !is_open()
                    disabled=move || day.is_busy.get()
                    on:click=close
                >
                    {t("閉場する")}
                </button>
            </p>
        </section>
    }
    .into_any()
}

/// まとめ: the counts, what was lost, and when the answers go. `end` says the last.
pub(super) fn summary(day: EventDay, end: Option<String>) -> AnyView {
    let again = move |_| day.change(api::fair::open_event(day.id()));
    let is_closed = move || day.stage() == EventStage::Summary;
    let event = day.id();
    let board = event_url(&event, "board");
    view! {
        <p class="notice" hidden=is_closed>
            {t("まだ閉場していません。件数は、閉場するとすべて出ます。")}
        </p>
        <section class="card" hidden=move || day.noted.with(String::is_empty)>
            <h2>{t("失われた回答の記録")}</h2>
            <blockquote>{move || day.noted.get()}</blockquote>
        </section>
        <CountsCard event is_closed=untrack(is_closed) />
        <p class="hint">{end}</p>
        <p class="page-actions">
            <a class="button" href=board>
                {t("大きな画面に映す")}
            </a>
            <button
                type="button"
                class="button"
                hidden=move || !is_closed()
                disabled=move || day.is_busy.get()
                on:click=again
            >
                {t("もう一度開場する")}
            </button>
        </p>
    }
    .into_any()
}
