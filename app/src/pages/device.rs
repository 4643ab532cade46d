//! What is only on this device, what the server refused, who opened the person's sheets, and signing out.

mod health;

use super::Place;
use crate::api::{self, Opening};
use crate::components::form::in_words;
use crate::components::loading::{Loading, ask};
use crate::components::notice::save_only_here;
use crate::journal::{Body, Journal, Refusal, Step};
use crate::model::calendar::moment;
use crate::route::Route;
use crate::sync::{Here, Leaving, edition_of};
use health::Health;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub(crate) fn Device() -> impl IntoView {
    let here = expect_context::<Here>();
    let only_here = Memo::new(move |_| {
        here.journal
            .with(|it| it.as_ref().map_or(0, Journal::only_here))
    });
    let tray = Memo::new(move |_| {
        here.journal.with(|it| {
            it.as_ref()
                .map(|it| it.tray().cloned().collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let heard_at = move || {
        let at = here.heard_at.get().map(moment);
        at.map_or_else(
            || "この画面を開いてからは、まだつながっていません".to_owned(),
            |it| format!("最後につながった時刻: {it}"),
        )
    };
    view! {
        <div class="page narrow">
            <h1>"この端末の入力"</h1>
            <div class="card stack">
                <p class="big-number">
                    <strong>{only_here}</strong>
                    {move || if only_here.get() == 0 { "件 — すべてサーバーに保存されています" } else { "件が、この端末だけにあります" }}
                </p>
                <p class="hint">{heard_at}</p>
                <p class="page-actions">
                    <button class="button" on:click=move |_| here.exchange_soon(0)>"いま送る"</button>
                    <button class="button" on:click=move |_| save_only_here(here)>"ファイルに保存する"</button>
                </p>
            </div>
            <Show when=move || tray.with(|it| !it.is_empty())>
                <section aria-labelledby="tray">
                    <h2 id="tray">"サーバーが受け取らなかった入力"</h2>
                    <p class="hint">"消えていません。もう一度送るか、内容を確かめてから片付けてください。"</p>
                    <ul class="cards">
                        <For each=move || tray.get() key=|it| it.fact.id.clone() let:refusal>
                            <RefusedCard refusal=refusal/>
                        </For>
                    </ul>
                </section>
            </Show>
            <Health/>
            <section aria-labelledby="openings">
                <h2 id="openings">"あなたのシートを開いた人"</h2>
                <Loading asking=Box::new(move || {
                ask(api::list_openings(), |it: Vec<Opening>| view! { <Openings openings=it/> }.into_any())
            })/>
            </section>
            <SignOut/>
        </div>
    }
}

#[component]
fn Openings(openings: Vec<Opening>) -> impl IntoView {
    if openings.is_empty() {
        return view! { <p class="hint">"まだだれも開いていません。"</p> }.into_any();
    }
    let rows = openings.into_iter().map(|it| {
        view! { <li>{format!("{}　{}（{}）", moment(it.at), it.reader, it.sheet.cycle.label())}</li> }
    });
    view! { <ul class="plain">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn RefusedCard(refusal: Refusal) -> impl IntoView {
    let here = expect_context::<Here>();
    let fact = refusal.fact;
    let (what, text) = here.editions.with_untracked(|editions| match &fact.body {
        Body::Answer { item, value, .. } => {
            let edition = edition_of(editions, &fact.sheet.instrument).map(|it| &it.1);
            let known = edition.and_then(|edition| Some((edition, edition.item(item)?)));
            match known {
                Some((edition, known)) => (known.words.ja.clone(), in_words(edition, known, value)),
                None => (item.to_string(), value.to_string()),
            }
        }
        Body::Step {
            step: Step::Submit, ..
        } => ("提出".to_owned(), String::new()),
        Body::Step {
            step: Step::Withdraw,
            ..
        } => ("取り下げ".to_owned(), String::new()),
        _ => ("入力".to_owned(), String::new()),
    });
    let (again, gone) = (fact.id.clone(), fact.id.clone());
    view! {
        <li class="card stack">
            <p class="eyebrow">{format!("{}　{}", fact.sheet.cycle.label(), moment(fact.noted_at))}</p>
            <h3>{what}</h3>
            {(!text.is_empty()).then(|| view! { <blockquote>{text}</blockquote> })}
            <p>{refusal.reason.sentence()} {refusal.detail}</p>
            <p class="page-actions">
                <button class="button" on:click=move |_| spawn_local(here.try_again(again.clone()))>"もう一度送る"</button>
                <button class="button" on:click=move |_| spawn_local(here.discard(gone.clone()))>"片付ける"</button>
            </p>
        </li>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let (here, place) = (expect_context::<Here>(), expect_context::<Place>());
    let would_leave = RwSignal::new(0_usize);
    let is_busy = RwSignal::new(false);
    let sign_out = move |leave: bool| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let leaving = here.sign_out(leave).await;
            is_busy.try_set(false);
            match leaving {
                Leaving::Clean => place.replace(&Route::SignIn),
                Leaving::WouldLeave(n) => drop(would_leave.try_set(n)),
            }
        });
    };
    view! {
        <section aria-labelledby="sign-out">
            <h2 id="sign-out">"サインアウト"</h2>
            <p class="hint">"送り終えた入力は、この端末から消えます。サーバーには残ります。"</p>
            <Show when=move || { would_leave.get() > 0 }>
                <div class="notice" role="alert">
                    <p>{move || format!(
                        "{} 件をまだ送れていません。このままサインアウトすると、この端末に残り、次にあなたがここでサインインしたときに送られます。",
                        would_leave.get()
                    )}</p>
                    <button class="button small" on:click=move |_| sign_out(true)>"残してサインアウトする"</button>
                </div>
            </Show>
            <p class="page-actions">
                <button class="button" on:click=move |_| sign_out(false) aria-disabled=move || is_busy.get().to_string()>
                    {move || if is_busy.get() { "送っています" } else { "サインアウトする" }}
                </button>
                <a class="button" href="/password">"パスワードを変更する"</a>
            </p>
        </section>
    }
}
