//! Earlier imports; the last one can be undone while nothing depends on it.

use super::roster_state::RosterState;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, locale, t};
use domain::roster_difference::PastImport;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing where there was none.
#[component]
pub(super) fn PastImports(state: RosterState) -> impl IntoView {
    let all = RwSignal::new(Vec::<PastImport>::new());
    Effect::new(move |_| {
        state.n_done.track();
        spawn_local(async move {
            if let Ok(fresh) = api::roster::roster_imports().await {
                all.try_set(fresh);
            }
        });
    });
    let is_asked = RwSignal::new(false);
    let rows = move || {
        let imports = all.get();
        let last = imports.iter().find(|it| !it.is_undone).map(|it| it.seq);
        let rows = imports.into_iter();
        rows.map(|it| row(state, &it, is_asked, last == Some(it.seq)))
            .collect_view()
    };
    view! {
        <section class="card" aria-labelledby="past" hidden=move || all.with(Vec::is_empty)>
            <h2 id="past">{t("これまでの取り込み")}</h2>
            <ul class="entries">{rows}</ul>
        </section>
    }
}

fn row(state: RosterState, it: &PastImport, is_asked: RwSignal<bool>, is_last: bool) -> AnyView {
    let seq = it.seq;
    let told = fill!(
        "{0}　{1}さん　新しい職員 {2}人、変更 {3}人",
        it.created_at.display(locale()),
        it.author,
        it.n_joined,
        it.n_changed
    );
    let undo = move || {
        if !is_last {
            return ().into_any();
        }
        if !is_asked.get() {
            return view! {
                <button type="button" class="button small" on:click=move |_| is_asked.set(true)>
                    {t("元に戻す")}
                </button>
            }
            .into_any();
        }
        view! {
            <ConfirmPrompt
                consequence=t(
                        "この取り込みで加わった人を消し、変わった人を前に戻します。そのあとに変わった人がいれば、何もしません。",
                    )
                    .to_owned()
                action=t("元に戻す")
                on_confirm=move |()| {
                    is_asked.set(false);
                    state.undo(seq);
                }
                on_cancel=move |()| is_asked.set(false)
            />
        }
        .into_any()
    };
    view! {
        <li>
            <p>
                <b>{it.file_name.clone()}</b>
                " "
                {it.is_undone.then(|| view! { <span class="tag">{t("元に戻しました")}</span> })}
            </p>
            <p class="hint">{told}</p>
            {undo}
        </li>
    }
    .into_any()
}
