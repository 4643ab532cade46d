//! What exists only on this device, what the server rejected, the browser's storage, and the way to another device.

mod health;
mod transfer;

use crate::components::ask_extension::AskExtension;
use crate::components::notice::save_local_only;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t, t_format};
use crate::sync::{AppState, edition_of};
use domain::fact::{FactBody, Reason, RejectedFact, Step};
use domain::journal::Journal;
use domain::sheet::SheetId;
use health::StorageHealthCard;
use leptos::prelude::*;
use leptos::task::spawn_local;
use transfer::Transfer;

#[component]
pub(crate) fn DevicePage() -> impl IntoView {
    let here = expect_context::<AppState>();
    let tray = Memo::new(move |_| {
        here.journal.with(|it| {
            it.as_ref()
                .map(|it| it.tray().cloned().collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    view! {
        <div class="page narrow">
            <h1>{t("この端末の入力")}</h1>
            <SyncCard />
            <Show when=move || tray.with(|it| !it.is_empty())>
                <section aria-labelledby="tray">
                    <h2 id="tray">{t("サーバーが受け取らなかった入力")}</h2>
                    <p class="hint">
                        {t(
                            "消えていません。もう一度送るか、内容を確かめてから片付けてください。",
                        )}
                    </p>
                    <ul class="cards">
                        <For each=move || tray.get() key=|it| it.fact.id.clone() let:refusal>
                            <RejectedCard refusal=refusal />
                        </For>
                    </ul>
                </section>
            </Show>
            <StorageHealthCard />
            <Transfer />
        </div>
    }
}

/// Where the entries are, when the server was last reached, and what to do about it.
#[component]
fn SyncCard() -> impl IntoView {
    let here = expect_context::<AppState>();
    let only_here = Memo::new(move |_| {
        here.journal
            .with(|it| it.as_ref().map_or(0, Journal::n_local_only))
    });
    let heard_at = move || {
        let at = here.last_response_at.get().map(|it| it.display(locale()));
        at.map_or_else(
            || t("この画面を開いてからは、まだつながっていません").to_owned(),
            |it| fill!("最後につながった時刻: {0}", it),
        )
    };
    let mark = move || {
        here.journal.with(|it| {
            let mark = it.as_ref().map(|it| it.meta.device.short_label());
            fill!(
                "この端末の印: {0}（別の端末での入力を見分けるためのもの）",
                mark.unwrap_or_default()
            )
        })
    };
    let compared = RwSignal::new(None);
    view! {
        <div class="card stack">
            <p class="big-number">
                <strong>{only_here}</strong>
                {move || {
                    if only_here.get() == 0 {
                        t("件 — すべてサーバーに保存されています")
                    } else {
                        t("件が、この端末だけにあります")
                    }
                }}
            </p>
            <p class="hint">{heard_at}</p>
            <p class="hint">{mark}</p>
            <p class="page-actions">
                <button class="button" on:click=move |_| here.schedule_exchange(0)>
                    {t("いま送る")}
                </button>
                <button class="button" on:click=move |_| save_local_only(here)>
                    {t("ファイルに保存する")}
                </button>
                <button class="button" on:click=move |_| spawn_local(compare(here, compared))>
                    {t("サーバーと照らし合わせる")}
                </button>
            </p>
            <p
                role="status"
                class=move || match compared.get() {
                    None => "",
                    Some(Outcome::Done(_)) => "notice done",
                    Some(Outcome::Failed(_)) => "notice",
                }
            >
                {move || compared.get().map(Outcome::sentence)}
            </p>
        </div>
    }
}

/// Compares this device's facts with the server's and reports the result in `said`.
async fn compare(here: AppState, said: RwSignal<Option<Outcome>>) {
    said.set(None);
    let sentence = match here.compare_with_server().await {
        Ok((n, true)) => Outcome::Done(fill!(
            "サーバーの記録 {0} 件と、この端末の記録は同じです。",
            n
        )),
        Ok((n, false)) => {
            let sentence = "この端末の記録がサーバーの記録と違っていたため、{0} 件を受け取り直しました。この端末だけの入力は、そのままです。";
            Outcome::Failed(t_format(sentence, &[&n]))
        }
        Err(error) => Outcome::Failed(error.sentence(locale())),
    };
    said.try_set(Some(sentence));
}

#[component]
fn RejectedCard(refusal: RejectedFact) -> impl IntoView {
    let here = expect_context::<AppState>();
    let fact = refusal.fact;
    let (what, text, detail) = here.editions.with_untracked(|editions| match &fact.body {
        FactBody::Answer { item, value, .. } => {
            let edition = edition_of(editions, &fact.sheet.instrument).map(|it| &it.edition);
            let known = edition.and_then(|edition| Some((edition, edition.item(item)?)));
            match known {
                Some((edition, known)) => {
                    // The form's own message is preferred: it is in the page's language.
                    let why = known
                        .validate(value)
                        .map_or_else(|it| it.sentence(locale()), |()| refusal.detail);
                    (
                        known.words.shown(locale()).to_owned(),
                        edition.display_answer(known, value, locale()),
                        why,
                    )
                }
                None => (item.to_string(), value.to_string(), refusal.detail),
            }
        }
        FactBody::Step { step, .. } => {
            (step_label(*step).to_owned(), String::new(), refusal.detail)
        }
        FactBody::Unknown => (t("入力").to_owned(), String::new(), refusal.detail),
    });
    let form = here.editions.with_untracked(|all| {
        edition_of(all, &fact.sheet.instrument)
            .map(|it| it.edition.words.shown(locale()).to_owned())
    });
    let form = form.unwrap_or_default();
    let is_own = here.person().as_ref() == Some(&fact.sheet.person);
    let whose = if is_own {
        String::new()
    } else {
        fill!("（{0}）", fact.sheet.person)
    };
    let (again, gone) = (fact.id.clone(), fact.id.clone());
    // The cycle may have closed meanwhile: more time is asked for here, too.
    let is_late = is_own && refusal.reason == Reason::Locked && is_closed(here, &fact.sheet);
    let (instrument, cycle) = (fact.sheet.instrument.clone(), fact.sheet.cycle);
    let name = fill!("{0}の{1}", cycle.label(locale()), form.clone());
    let more_time = is_late.then(|| view! { <AskExtension instrument cycle name /> }.into_any());
    view! {
        <li class="card stack">
            <p class="eyebrow">
                {format!("{}　{form}{whose}　{}", fact.sheet.cycle.label(locale()), fact.noted_at.display(locale()))}
            </p>
            <h3>{what}</h3>
            {(!text.is_empty()).then(|| view! { <blockquote>{text}</blockquote> })}
            <p>{t(refusal.reason.sentence())} {t(&detail).to_owned()}</p>
            <p class="page-actions">
                <button class="button" on:click=move |_| spawn_local(here.retry_rejected(again.clone()))>
                    {t("もう一度送る")}
                </button>
                <button class="button" on:click=move |_| spawn_local(here.discard_rejected(gone.clone()))>
                    {t("片付ける")}
                </button>
                {more_time}
            </p>
        </li>
    }
}

/// Whether a sheet of the person's own takes nothing any more.
fn is_closed(here: AppState, sheet: &SheetId) -> bool {
    here.me.with_untracked(|me| {
        let mut own = me.iter().flat_map(|it| &it.cycles);
        let own = own.find(|it| it.instrument == sheet.instrument && it.cycle == sheet.cycle);
        own.is_some_and(|it| !it.open)
    })
}

/// Label of a rejected step.
fn step_label(step: Step) -> &'static str {
    match step {
        Step::Submit => t("提出"),
        Step::Withdraw => t("取り下げ"),
        Step::Return => t("差戻し"),
        Step::Agree => t("確認"),
        Step::Reopen => t("改めて直す"),
        Step::Close => t("完了"),
        Step::Unknown => t("入力"),
    }
}
