//! Reorganisations that were decided on; one that still waits, or is the last, can be undone.

use super::organisation_state::OrganisationState;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, locale, t};
use api::organisation::PastReorganisation;
use domain::calendar::display_day;
use leptos::prelude::*;

/// Nothing where there was none.
#[component]
pub(super) fn PastReorganisations(state: OrganisationState) -> impl IntoView {
    // Which one is asked about.
    let asked = RwSignal::new(None::<i64>);
    let rows = move || {
        state.with_shown(|it| {
            let rows = it.past.iter();
            rows.map(|it| row(state, it, asked)).collect_view()
        })
    };
    let is_empty = move || state.with_shown(|it| !it.past.is_empty());
    view! {
        <section class="card" aria-labelledby="past" hidden=move || !is_empty()>
            <h2 id="past">{t("これまでの改編")}</h2>
            <ul class="entries">{rows}</ul>
        </section>
    }
}

fn row(state: OrganisationState, it: &PastReorganisation, asked: RwSignal<Option<i64>>) -> AnyView {
    let seq = it.import.seq;
    let told = fill!(
        "{0}から　{1}人　{2} {3}さん",
        display_day(it.first_day.as_str(), locale()),
        it.import.n_changed,
        it.import.created_at.display(locale()),
        it.import.author
    );
    let can_be_undone = it.can_be_undone;
    let undo = move || {
        if !can_be_undone {
            return ().into_any();
        }
        if asked.get() != Some(seq) {
            return view! {
                <button type="button" class="button small" on:click=move |_| asked.set(Some(seq))>
                    {t("元に戻す")}
                </button>
            }
            .into_any();
        }
        view! {
            <ConfirmPrompt
                consequence=t(
                        "移った人の所属を、この改編の前に戻します。そのあとに変わった人がいれば、何もしません。",
                    )
                    .to_owned()
                action=t("元に戻す")
                on_confirm=move |()| {
                    asked.set(None);
                    state.undo(seq);
                }
                on_cancel=move |()| asked.set(None)
            />
        }
        .into_any()
    };
    view! {
        <li>
            <p>
                <b>{it.import.file_name.clone()}</b>
                " "
                {it.import.is_undone.then(|| view! { <span class="tag">{t("元に戻しました")}</span> })}
            </p>
            <p class="hint">{told}</p>
            {undo}
        </li>
    }
    .into_any()
}
