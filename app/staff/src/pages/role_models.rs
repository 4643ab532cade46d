//! Role models (ロールモデル): how others came where they are, a talk with one of them, one's own page; for 職員課 the
//! pages of all and who asks for a talk.

mod answer;
mod card;
mod office;
mod own;
mod page_form;
mod role_models_state;
mod talk;

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, t};
use crate::sync::AppState;
use api::role_models::RoleModels;
use browser::{clock, page};
use card::card;
use domain::person::Role;
use domain::role_model::RoleModelKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use office::Office;
use own::OwnPage;
use role_models_state::{RoleModelsState, STATUS};
use talk::own_talks;

#[component]
pub(crate) fn RoleModelsPage(
    /// The rest of the URL: a slash and a kind, or nothing.
    rest: String,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let kind = StoredValue::new(rest.trim_matches('/').parse::<RoleModelKind>().ok());
    view! {
        <div class="page wide">
            <h1>{t("ロールモデル")}</h1>
            <p class="lead">
                {t(
                    "先に歩いた職員の話です。同じ道を歩む必要はありません。載っているのは、本人が同意した人だけで、いつでも取り下げられます。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                let call = here.fetch_or_cached("role-models".to_owned(), api::role_models::role_models());
                let kind = kind.get_value();
                ask(
                    async move { Ok((call.await?, kind)) },
                    |(seen, kind): (RoleModels, _)| view! { <Board seen kind /> }.into_any(),
                )
            }) />
        </div>
    }
}

#[component]
fn Board(seen: RoleModels, kind: Option<RoleModelKind>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let state = RoleModelsState::new(here, seen, kind);
    // An address that names one leads to it.
    spawn_local(async {
        page::microtask().await;
        page::focus(&page::fragment());
    });
    let is_office = Memo::new(move |_| {
        let has = |it: &domain::person::CurrentUser| it.has_role(Role::Personnel);
        here.me.with(|me| me.as_ref().is_some_and(has))
    });
    let office = move || is_office.get().then(|| view! { <Office state /> });
    let has_failed = move || {
        state
            .said
            .with(|it| it.as_ref().is_some_and(Outcome::has_failed))
    };
    view! {
        <p id=STATUS tabindex="-1" role="status" class="status-message" class:failed=has_failed>
            {move || state.said.get().map(Outcome::sentence)}
        </p>
        <OwnPage state />
        {move || own_talks(state)}
        {filters(state)}
        {move || cards(state)}
        {office}
    }
}

fn cards(state: RoleModelsState) -> AnyView {
    let today = clock::now().day();
    let kind = state.kind.get();
    let all = state.seen.with(|it| it.shown.clone()).into_iter();
    // What this device keeps without network may be past its day.
    let wanted = all.filter(|it| it.is_shown(&today));
    let wanted = wanted.filter(|it| kind.is_none_or(|kind| it.text.kinds.contains(&kind)));
    let cards: Vec<AnyView> = wanted.map(|it| card(state, it)).collect();
    if cards.is_empty() {
        return view! {
            <p class="hint">
                {t("ここに、同意した人の話が並びます。いまは、まだありません。")}
            </p>
        }
        .into_any();
    }
    view! { <ul class="cards trials">{cards}</ul> }.into_any()
}

/// The kinds that there are, each to be looked at alone.
fn filters(state: RoleModelsState) -> AnyView {
    let count = move |of: Option<RoleModelKind>| {
        let is_of =
            |it: &&domain::role_model::RoleModel| of.is_none_or(|of| it.text.kinds.contains(&of));
        state.seen.with(|it| it.shown.iter().filter(is_of).count())
    };
    let chip = move |of: Option<RoleModelKind>| {
        let name = of.map_or_else(|| t("すべて"), |it| t(it.label()));
        view! {
            <button
                type="button"
                class="button small"
                hidden=move || count(of) == 0 && state.kind.get() != of
                aria-pressed=move || (state.kind.get() == of).to_string()
                on:click=move |_| state.kind.set(of)
            >
                {move || fill!("{0} {1}", name, count(of))}
            </button>
        }
        .into_any()
    };
    let kinds = RoleModelKind::ALL.map(Some);
    let chips: Vec<AnyView> = [None].into_iter().chain(kinds).map(chip).collect();
    view! {
        <div class="chips" role="group" aria-label=t("歩みの種類")>
            {chips}
        </div>
    }
    .into_any()
}
