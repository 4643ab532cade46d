//! What was doubtful at an import and not taken: it waits here until somebody has looked after it.

use super::roster_state::RosterState;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::roster::RosterDoubt;
use browser::page;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the heading, where the focus goes when a row has gone.
const TITLE: &str = "doubts";

/// Nothing where nothing waits.
#[component]
pub(super) fn Doubts(state: RosterState) -> impl IntoView {
    let all = RwSignal::new(Vec::<RosterDoubt>::new());
    let said = RwSignal::new(None::<Outcome>);
    Effect::new(move |_| {
        state.n_done.track();
        spawn_local(async move {
            if let Ok(fresh) = api::roster::roster_doubts().await {
                all.try_set(fresh);
            }
        });
    });
    let settle = move |seq: i64| {
        spawn_local(async move {
            let outcome = match api::roster::settle_roster_doubt(seq).await {
                Ok(fresh) => {
                    all.try_set(fresh);
                    Outcome::Done(t("確かめたものとして、消しました。").to_owned())
                }
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            said.try_set(Some(outcome));
            page::microtask().await;
            page::focus(TITLE);
        });
    };
    let rows = move || {
        let rows = all.get().into_iter();
        rows.map(|it| row(&it, settle)).collect_view()
    };
    let is_shown = move || all.with(|it| !it.is_empty()) || said.with(Option::is_some);
    view! {
        <section class="card" aria-labelledby=TITLE hidden=move || !is_shown()>
            <h2 id=TITLE tabindex="-1">
                {t("取り込まなかった、気になる行")}
            </h2>
            <p class="hint">
                {t(
                    "取り込んだときに選ばなかった行のうち、間違いかもしれないものです。確かめたら消してください。次の名簿で取り込んだ人は、自然に消えます。",
                )}
            </p>
            <p
                role="status"
                class="status-message"
                class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            >
                {move || said.get().map(Outcome::sentence)}
            </p>
            <ul class="entries">{rows}</ul>
        </section>
    }
}

fn row(it: &RosterDoubt, settle: impl Fn(i64) + 'static) -> AnyView {
    let seq = it.seq;
    let name = fill!("{0}（{1}）", it.person.name, it.person.id);
    let named = if it.is_known {
        let to = Route::Person(it.person.id.clone()).to_string();
        view! { <a href=to>{name.clone()}</a> }.into_any()
    } else {
        name.clone().into_any()
    };
    let file = match it.line {
        Some(line) => fill!("{0}の{1}行目", it.file_name, line),
        None => it.file_name.clone(),
    };
    let when = it.created_at.display(locale());
    let doubts = it.doubts.iter();
    let doubts = doubts.map(|it| view! { <li>{it.clone()}</li> });
    view! {
        <li>
            <p>
                <b>{named}</b>
            </p>
            <ul>{doubts.collect_view()}</ul>
            <p class="hint">{file} "　" {when}</p>
            <button type="button" class="button small" on:click=move |_| settle(seq)>
                {t("確かめた")}
                <span class="visually-hidden">{fill!("（{0}）", name)}</span>
            </button>
        </li>
    }
    .into_any()
}
