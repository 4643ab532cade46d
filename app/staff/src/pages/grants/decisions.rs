//! What was decided in the year, and taking a decision back.

use super::grants_state::{GrantsState, amount};
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::i18n::{fill, locale, t};
use domain::grant::GrantDecision;
use leptos::prelude::*;

/// Nothing where nothing was decided.
pub(super) fn decisions(state: GrantsState) -> Option<AnyView> {
    let all = state.all.with(|it| it.decisions.clone());
    let rows: Vec<AnyView> = all.into_iter().map(|it| row(state, it)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="grants-decided">
                <h2 id="grants-decided">{t("決めた申請")}</h2>
                <div class="table-frame" tabindex="0" role="region" aria-label=t("決めた申請の表")>
                    <table class="people grants-table">
                        <caption class="visually-hidden">{t("決めた申請")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t("氏名")}</th>
                                <th scope="col">{t("助成の種類")}</th>
                                <th scope="col">{t("内容")}</th>
                                <th scope="col">{t("認めた額")}</th>
                                <th scope="col">{t("決めた人")}</th>
                                <th scope="col">{t("すること")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}

fn row(state: GrantsState, it: GrantDecision) -> AnyView {
    let seq = it.seq;
    let is_asking = RwSignal::new(false);
    let undo = move |()| {
        let call = api::grants::undo_grant(state.year, seq);
        state.change(
            call,
            t("決定を取り消しました。申請は、また待っています。"),
            || (),
        );
    };
    let asking = move || {
        is_asking.get().then(|| {
            let consequence =
                t("決定を取り消します。本人に知らせたあとなら、事情を本人にも伝えてください。");
            let (consequence, action) = (consequence.to_owned(), t("取り消す"));
            let cancel = move |()| is_asking.set(false);
            view! { <ConfirmPrompt consequence action on_confirm=undo on_cancel=cancel /> }
        })
    };
    let granted = if it.granted > 0 {
        amount(it.granted.into())
    } else {
        t("見送り").to_owned()
    };
    let hidden = fill!("（{0}）", it.name);
    view! {
        <tr>
            <th scope="row">{it.name.clone()}</th>
            <td>{state.kind(&it.subject.kind)}</td>
            <td>{it.subject.what} <small>{it.note}</small></td>
            <td>{granted}</td>
            <td>{it.decided_by} <small>{it.decided_at.display(locale())}</small></td>
            <td>
                <button type="button" class="link" on:click=move |_| is_asking.set(true)>
                    {t("取り消す")}
                    <span class="visually-hidden">{hidden}</span>
                </button>
                {asking}
            </td>
        </tr>
    }
    .into_any()
}
