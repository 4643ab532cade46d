//! 職員課: the organisation on any day, and what becomes of a 部, 課 or 係.

mod movers;
mod organisation_state;
mod past;
mod plan_form;
mod second_readers;
mod tree;

use crate::components::day_input::DayInput;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use domain::calendar::display_day;
use domain::ids::Day;
use domain::organisation::OrgLevel;
use domain::route::Route;
use leptos::prelude::*;
use organisation_state::{OrganisationState, STATUS, next_april, today};
use past::PastReorganisations;
use plan_form::PlanForm;
use second_readers::SecondReaders;
use tree::OrgTable;

#[component]
pub(crate) fn OrganisationPage() -> impl IntoView {
    let state = OrganisationState::new();
    state.show(today());
    let has_failed = move || {
        state
            .said
            .with(|it| it.as_ref().is_some_and(Outcome::has_failed))
    };
    view! {
        <div class="page wide">
            <p>
                <a href=Route::People.to_string()>{t("職員の一覧へ戻る")}</a>
            </p>
            <h1>{t("組織")}</h1>
            <p class="lead">
                {t(
                    "職員の所属から描いた、部・課・係の一覧です。日を選ぶと、その日の姿になります。改編は、移る人を確かめてから決めます。",
                )}
            </p>
            <ChooseDay state />
            <p id=STATUS tabindex="-1" role="status" class="status-message" class:failed=has_failed>
                {move || state.said.get().map(Outcome::sentence)}
            </p>
            {move || {
                let is_on_its_way = state.shown.with(Option::is_none);
                is_on_its_way
                    .then(|| {
                        view! {
                            <p class="loading" role="status">
                                {t("読み込んでいます")}
                            </p>
                        }
                    })
            }}
            {move || state.chosen.get().map(|unit| view! { <PlanForm state unit /> })}
            <Summary state />
            <OrgTable state />
            <PastReorganisations state />
            <SecondReaders state />
        </div>
    }
}

/// The day that is looked at.
#[component]
fn ChooseDay(state: OrganisationState) -> impl IntoView {
    let value = Signal::derive(move || state.day.with(|it| it.0.clone()));
    let go = move |day: Day| {
        let is_it = move |day: &Day| state.day.with(|it| it == day).to_string();
        let (label, own) = (display_day(day.as_str(), locale()), day.clone());
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || is_it(&own)
                on:click=move |_| state.show(day.clone())
            >
                {label}
            </button>
        }
    };
    let others = [today(), next_april()].map(go);
    view! {
        <div class="card list-head">
            <label class="field form-choice">
                <span>{t("いつの組織か")}</span>
                <DayInput
                    value
                    on_day=move |it: String| {
                        if !it.is_empty() {
                            state.show(Day(it));
                        }
                    }
                />
            </label>
            <div class="chips" role="group" aria-label=t("よく見る日")>
                {others}
            </div>
        </div>
    }
}

/// How many of everything there are, and how far the history goes back.
#[component]
fn Summary(state: OrganisationState) -> impl IntoView {
    let counts = move || {
        state.with_shown(|it| {
            let all = &it.organisation;
            let n = |level| all.n_units(level);
            fill!(
                "{0}部　{1}課　{2}係　{3}人",
                n(OrgLevel::Department),
                n(OrgLevel::Section),
                n(OrgLevel::Unit),
                all.n_people()
            )
        })
    };
    let is_before_history = move || {
        state.with_shown(|it| {
            let begins = it.history_begins.as_ref();
            it.day < today() && begins.is_none_or(|begins| it.day < *begins)
        })
    };
    view! {
        <p class="org-counts" role="status">
            {counts}
        </p>
        <p class="notice" hidden=move || !is_before_history()>
            {t(
                "この日より前の異動の記録がありません。記録のあるいちばん古い日の姿を出しています。",
            )}
        </p>
    }
}
