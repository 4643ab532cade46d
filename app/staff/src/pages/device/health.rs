//! Storage health: quota, the browser's promise to persist, and what to do.

use crate::components::loading::{Loading, ask};
use crate::i18n::t;
use crate::sync::AppState;
use browser::quota;
use domain::journal::Journal;
use domain::storage_health::{StorageHealth, Urgency, display_bytes};
use leptos::prelude::*;

#[component]
pub(super) fn StorageHealthCard() -> impl IntoView {
    view! {
        <section aria-labelledby="health">
            <h2 id="health">{t("この端末の保存場所")}</h2>
            <Loading asking=Box::new(|| {
                ask(
                    async { Ok(quota::estimate().await) },
                    |it: StorageHealth| view! { <StorageReport storage=it /> }.into_any(),
                )
            }) />
        </section>
    }
}

#[component]
fn StorageReport(storage: StorageHealth) -> impl IntoView {
    let here = expect_context::<AppState>();
    let care = move || {
        let only_here = here
            .journal
            .with(|it| it.as_ref().map_or(0, Journal::n_local_only));
        storage.advice(only_here)
    };
    let class = move || match care().0 {
        Urgency::None => "notice done",
        Urgency::Soon => "notice",
        Urgency::Now => "notice notice-trouble",
    };
    let bytes =
        |it: Option<f64>| it.map_or_else(|| t("ブラウザーは教えません").to_owned(), display_bytes);
    let promise = match storage.is_persisted {
        Some(true) => t("残すと約束しています"),
        Some(false) => t("約束していません"),
        None => t("ブラウザーは教えません"),
    };
    view! {
        <p class=class>{move || t(care().1)}</p>
        <dl class="pairs">
            <dt>{t("使っている大きさ")}</dt>
            <dd>{bytes(storage.used)}</dd>
            <dt>{t("空き")}</dt>
            <dd>{bytes(storage.free())}</dd>
            <dt>{t("ブラウザーの約束")}</dt>
            <dd>{promise}</dd>
        </dl>
    }
}
