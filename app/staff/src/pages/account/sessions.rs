//! Where the person is signed in, and ending a session that is forgotten elsewhere.

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::accounts::SessionInfo;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn OwnSessions() -> impl IntoView {
    view! {
        <section aria-labelledby="sessions">
            <h2 id="sessions">{t("使っている端末")}</h2>
            <p class="hint">
                {t(
                    "心当たりのないものや、閉じ忘れたものは、ここで終わらせることができます。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(
                    api::accounts::own_sessions(),
                    |it: Vec<SessionInfo>| view! { <SessionList sessions=it /> }.into_any(),
                )
            }) />
        </section>
    }
}

#[component]
fn SessionList(sessions: Vec<SessionInfo>) -> impl IntoView {
    let all = RwSignal::new(sessions);
    let said = RwSignal::new(None::<Outcome>);
    let end = move |id: String| {
        said.set(None);
        spawn_local(async move {
            match api::accounts::end_session(id).await {
                Ok(left) => {
                    all.try_set(left);
                    let done = t("セッションを終わらせました。").to_owned();
                    said.try_set(Some(Outcome::Done(done)));
                }
                Err(error) => drop(said.try_set(Some(Outcome::Failed(error.sentence(locale()))))),
            }
        });
    };
    let row = move |it: SessionInfo| {
        let name = browser_name(&it.browser);
        let begun = fill!(
            "{0} にサインイン、最後の操作は {1}",
            it.created_at.display(locale()),
            it.last_seen_at.display(locale())
        );
        let (id, of) = (it.id.clone(), name.clone());
        let end_it = move || {
            let (id, of) = (id.clone(), of.clone());
            view! {
                <button class="button small" on:click=move |_| end(id.clone())>
                    {t("終わらせる")}
                    <span class="visually-hidden">{fill!("（{0}）", of)}</span>
                </button>
            }
        };
        let action = if it.is_current {
            view! { <span class="tag done">{t("この端末")}</span> }.into_any()
        } else {
            end_it().into_any()
        };
        view! {
            <li class="card sheet-card">
                <div>
                    <h3>{name}</h3>
                    <p class="sheet-status">{begun}</p>
                </div>
                <div class="sheet-actions">{action}</div>
            </li>
        }
    };
    view! {
        <p
            role="status"
            class="status-message"
            class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
        >
            {move || said.get().map(Outcome::sentence)}
        </p>
        <ul class="cards">{move || all.get().into_iter().map(row).collect_view()}</ul>
    }
}

/// A browser and its system by name, from what it calls itself.
fn browser_name(agent: &str) -> String {
    let one_of = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|it| agent.contains(it.0));
        found.map(|it| it.1)
    };
    // The order matters: Edge also calls itself Chrome, and Chrome Safari.
    let browser = one_of(&[
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = one_of(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => fill!("{0}（{1}）", browser, system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => t("不明なブラウザー").to_owned(),
    }
}
