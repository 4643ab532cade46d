//! Storage health: quota, the browser's promise to persist, and what to do.

use crate::components::loading::{Loading, ask};
use crate::sync::Here;
use browser::quota;
use domain::i18n::t;
use domain::journal::Journal;
use domain::storage_health::{Care, Storage, in_words};
use leptos::prelude::*;

#[component]
pub(super) fn Health() -> impl IntoView {
    view! {
        <section aria-labelledby="health">
            <h2 id="health">{t("この端末の保存場所")}</h2>
            <Loading asking=Box::new(|| {
                ask(async { Ok(quota::look().await) }, |it: Storage| view! { <Told storage=it/> }.into_any())
            })/>
        </section>
    }
}

#[component]
fn Told(storage: Storage) -> impl IntoView {
    let here = expect_context::<Here>();
    let care = move || {
        let only_here = here
            .journal
            .with(|it| it.as_ref().map_or(0, Journal::only_here));
        storage.care(only_here)
    };
    let class = move || match care().0 {
        Care::None => "notice done",
        Care::Soon => "notice",
        Care::Now => "notice notice-trouble",
    };
    let bytes =
        |it: Option<f64>| it.map_or_else(|| t("ブラウザーは教えません").to_owned(), in_words);
    let promise = match storage.is_promised {
        Some(true) => t("残すと約束しています"),
        Some(false) => t("約束していません"),
        None => t("ブラウザーは教えません"),
    };
    view! {
        <p class=class>{move || t(care().1)}</p>
        <dl class="pairs">
            <dt>{t("使っている大きさ")}</dt><dd>{bytes(storage.used)}</dd>
            <dt>{t("空き")}</dt><dd>{bytes(storage.free())}</dd>
            <dt>{t("ブラウザーの約束")}</dt><dd>{promise}</dd>
        </dl>
    }
}
