//! 職員課: grants for learning (助成) of a fiscal year: how far the budgets go, who asks, and what was decided.

mod budgets;
mod decisions;
mod grants_state;
mod waiting;

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, t};
use budgets::Budgets;
use decisions::decisions;
use domain::grant::GrantYear;
use domain::route::Route;
use grants_state::{GrantsState, STATUS};
use leptos::prelude::*;
use waiting::Waiting;

#[component]
pub(crate) fn GrantsPage(year: u16) -> impl IntoView {
    let (before, after) = (Route::Grants(year - 1), Route::Grants(year + 1));
    view! {
        <div class="page wide">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("助成")}</h1>
            <p class="lead">
                {t(
                    "職員が出した申請と、予算の使い方です。ここで開いたシートは、本人の「シートを開いた人」に残ります。",
                )}
            </p>
            <p class="page-actions">
                <a href=before.to_string()>{fill!("{0}年度", year - 1)}</a>
                <a href=after.to_string()>{fill!("{0}年度", year + 1)}</a>
            </p>
            <Loading asking=Box::new(move || {
                ask(
                    async move { Ok((year, api::grants::grants(year).await?)) },
                    |(year, all): (u16, GrantYear)| view! { <GrantBoard year all /> }.into_any(),
                )
            }) />
        </div>
    }
}

#[component]
fn GrantBoard(year: u16, all: GrantYear) -> impl IntoView {
    if all.kinds.is_empty() {
        return view! {
            <div class="card">
                <p>
                    {t(
                        "助成の申請の様式がありません。様式のファイルに加えると、ここで使えます。",
                    )}
                </p>
            </div>
        }
        .into_any();
    }
    let state = GrantsState::new(year, all);
    let has_failed = move || {
        state
            .said
            .with(|it| it.as_ref().is_some_and(Outcome::has_failed))
    };
    view! {
        <p id=STATUS tabindex="-1" role="status" class="status-message" class:failed=has_failed>
            {move || state.said.get().map(Outcome::sentence)}
        </p>
        <Budgets state />
        <Waiting state />
        {move || decisions(state)}
    }
    .into_any()
}
