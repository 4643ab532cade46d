//! Who acts for the person's 所属長, and who is to act for the person as 所属長.

use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::accounts::DeputyNotice;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing where there is no deputy.
#[component]
pub(crate) fn DeputyNotices() -> impl IntoView {
    let notices = RwSignal::new(Vec::new());
    load(expect_context::<AppState>(), notices);
    move || {
        let line = |it: DeputyNotice| view! { <Notice it notices /> }.into_any();
        notices.get().into_iter().map(line).collect_view()
    }
}

/// Asks the server; where there is no network, what it last said is shown.
fn load(here: AppState, notices: RwSignal<Vec<DeputyNotice>>) {
    spawn_local(async move {
        let told = here
            .fetch_or_cached("notices".to_owned(), api::accounts::notices())
            .await;
        if let Ok(told) = told {
            notices.try_set(told.deputies);
        }
    });
}

#[component]
fn Notice(it: DeputyNotice, notices: RwSignal<Vec<DeputyNotice>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let problem = RwSignal::new(String::new());
    let seq = it.seq;
    let approve = move |_| {
        spawn_local(async move {
            match api::personnel::approve_deputy(seq).await {
                Ok(()) => load(here, notices),
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
        });
    };
    let told = match (it.is_own, it.waits) {
        (true, true) => fill!(
            "{0}さんを、{1} から {2} まで、あなたの代理にする届け出があります。あなたか、職員課のほかの人が承認すると始まります。",
            it.deputy,
            it.first_day,
            it.last_day
        ),
        (true, false) => fill!(
            "{1} から {2} まで、{0}さんがあなたの代理です。",
            it.deputy,
            it.first_day,
            it.last_day
        ),
        (false, _) => fill!(
            "{1} から {2} まで、{0}さんが所属長の代理です。所属長に見せたシートを見ることができ、見たことはあなたに知らされます。",
            it.deputy,
            it.first_day,
            it.last_day
        ),
    };
    view! {
        <div class="notice">
            <p>{told}</p>
            {it
                .waits
                .then(|| {
                    view! {
                        <button class="button small" on:click=approve>
                            {t("承認する")}
                        </button>
                    }
                })}
            <p class="form-error" role="alert">
                {move || problem.get()}
            </p>
        </div>
    }
}
