//! What was changed of a person, by whom and why, and what waits for its day.

use super::difference::difference;
use super::is_personnel;
use super::person_state::PersonState;
use crate::i18n::{fill, locale, t};
use domain::person_record::{ChangeState, PersonChange};
use leptos::prelude::*;

#[component]
pub(super) fn History(state: PersonState) -> impl IntoView {
    let rows = move || {
        let all = state.details.with(|it| it.changes.clone());
        all.into_iter().map(|it| entry(state, it)).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">{t("履歴")}</h2>
            <ol class="history" reversed>
                {rows}
            </ol>
            <p class="hint" hidden=move || state.details.with(|it| !it.changes.is_empty())>
                {t("記録が始まってから、変わったことはまだありません。")}
            </p>
        </section>
    }
}

fn entry(state: PersonState, it: PersonChange) -> AnyView {
    let is_waiting = it.state == ChangeState::Waiting;
    let is_planned =
        is_waiting || matches!(it.state, ChangeState::Planned | ChangeState::Failed(_));
    let tag = match &it.state {
        ChangeState::Made => None,
        ChangeState::Planned => Some(t("予定")),
        ChangeState::Waiting => Some(t("もう一人の承認待ち")),
        ChangeState::Cancelled => Some(t("取消し")),
        ChangeState::Failed(_) => Some(t("できませんでした")),
    };
    let has_failed = matches!(it.state, ChangeState::Failed(_));
    let failed = match &it.state {
        ChangeState::Failed(why) => why.clone(),
        _ => String::new(),
    };
    let seq = it.seq;
    let cancel = move |_| {
        let call = api::people::cancel_person_change(seq);
        state.change(call, t("予定を取り消しました。").to_owned(), || ());
    };
    let approve = move |_| {
        let call = api::people::approve_person_change(seq);
        state.change(call, t("承認しました。").to_owned(), || ());
    };
    let lines: Vec<_> = it.fields.iter().map(difference).collect();
    let by = if it.author.is_empty() {
        t("サーバーのコマンド").to_owned()
    } else {
        it.author.clone()
    };
    let who = match it.reason.as_str() {
        "" => by,
        why => fill!("{0}（{1}）", by, why),
    };
    let of = fill!("（{0}からの変更）", it.day_label(locale()));
    let approved = (!it.approved_by.is_empty()).then(|| fill!("承認: {0}", it.approved_by));
    let approve_of = of.clone();
    view! {
        <li class:planned=is_planned class:cancelled=it.state == ChangeState::Cancelled>
            <p class="history-day">
                {it.day_label(locale())} " "
                {tag
                    .map(|it| {
                        view! {
                            <span class="tag" class:warn=has_failed>
                                {it}
                            </span>
                        }
                    })}
            </p>
            <ul class="differences">
                {it.is_joining.then(|| view! { <li>{t("名簿に加わりました")}</li> })} {lines}
            </ul>
            <p class="form-error">{failed}</p>
            <p class="hint">{who} " " {approved}</p>
            {(is_waiting && is_personnel())
                .then(|| {
                    view! {
                        <button type="button" class="button small primary" on:click=approve>
                            {t("承認する")}
                            <span class="visually-hidden">{approve_of}</span>
                        </button>
                    }
                })}
            {(is_planned && is_personnel())
                .then(|| {
                    view! {
                        <button type="button" class="button small" on:click=cancel>
                            {t("予定を取り消す")}
                            <span class="visually-hidden">{of}</span>
                        </button>
                    }
                })}
        </li>
    }
    .into_any()
}
