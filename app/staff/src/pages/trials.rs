//! Trial projects (試行事業): what the 課 try out and what they learnt, for all staff to read.

mod trial_form;

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use domain::person::Role;
use domain::trial_project::{TrialProject, TrialState, TrialText};
use leptos::prelude::*;
use trial_form::TrialForm;

/// Id of the line that says what became of a change.
const STATUS: &str = "trials-status";
/// Id of the button with which a new one begins.
const BEGIN: &str = "begin-trial";

#[derive(Clone, Copy)]
struct TrialsState {
    here: AppState,
    all: RwSignal<Vec<TrialProject>>,
    /// The one that is being written: its number and version, 0 for a new one.
    written: RwSignal<Option<(i64, i64, TrialText)>>,
    shown: RwSignal<Option<TrialState>>,
    said: RwSignal<Option<Outcome>>,
}

#[component]
pub(crate) fn TrialsPage() -> impl IntoView {
    let here = expect_context::<AppState>();
    view! {
        <div class="page wide">
            <h1>{t("試行事業")}</h1>
            <p class="lead">
                {t(
                    "各課が試していることと、そこから分かったことです。まねできるものは、まねしてください。書くのは、ＤＸ推進サポーターと情報政策課です。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                let call = here.fetch_or_cached("trials".to_owned(), api::trials::trial_projects());
                ask(call, |it: Vec<TrialProject>| view! { <Board all=it /> }.into_any())
            }) />
        </div>
    }
}

#[component]
fn Board(all: Vec<TrialProject>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let state = TrialsState {
        here,
        all: RwSignal::new(all),
        written: RwSignal::new(None),
        shown: RwSignal::new(None),
        said: RwSignal::new(None),
    };
    let may_begin = move || {
        here.me.with(|me| {
            let has = |role| me.as_ref().is_some_and(|it| it.has_role(role));
            has(Role::Supporter) || has(Role::Digital)
        })
    };
    let begin = move |_| {
        let text = TrialText::default();
        state.written.set(Some((0, 0, text)));
    };
    let has_failed = move || {
        state
            .said
            .with(|it| it.as_ref().is_some_and(Outcome::has_failed))
    };
    let written = Memo::new(move |_| state.written.with(|it| it.as_ref().map(|it| it.0)));
    let is_writing = move || written.get().is_some();
    let form = move || written.get().map(|_| view! { <TrialForm state /> });
    let rows = move || {
        let shown = state.shown.get();
        let all = state.all.get().into_iter();
        let wanted = all.filter(|it| shown.is_none_or(|state| it.text.state == state));
        let cards: Vec<AnyView> = wanted.map(|it| card(state, it)).collect();
        if cards.is_empty() {
            return view! { <p class="hint">{t("ここに、各課の試行事業が並びます。")}</p> }
                .into_any();
        }
        view! { <ul class="cards trials">{cards}</ul> }.into_any()
    };
    view! {
        <p id=STATUS tabindex="-1" role="status" class="status-message" class:failed=has_failed>
            {move || state.said.get().map(Outcome::sentence)}
        </p>
        <div class="list-head">
            {filters(state)}
            <button
                type="button"
                class="button primary"
                id=BEGIN
                hidden=move || !may_begin() || is_writing()
                on:click=begin
            >
                {t("試行事業を書く")}
            </button>
        </div>
        {form}
        {rows}
    }
}

/// How many there are in each state; one of them can be looked at alone.
fn filters(state: TrialsState) -> AnyView {
    let count = move |of: Option<TrialState>| {
        let is_of = |it: &&TrialProject| of.is_none_or(|of| it.text.state == of);
        state.all.with(|all| all.iter().filter(is_of).count())
    };
    let chip = move |of: Option<TrialState>| {
        let name = of.map_or_else(|| t("すべて"), |it| t(it.label()));
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (state.shown.get() == of).to_string()
                on:click=move |_| state.shown.set(of)
            >
                {move || fill!("{0} {1}", name, count(of))}
            </button>
        }
        .into_any()
    };
    let states = TrialState::ALL.map(Some);
    let chips: Vec<AnyView> = [None].into_iter().chain(states).map(chip).collect();
    view! {
        <div class="chips" role="group" aria-label=t("試行事業の段階")>
            {chips}
        </div>
    }
    .into_any()
}

fn card(state: TrialsState, it: TrialProject) -> AnyView {
    let TrialProject {
        seq,
        version,
        text,
        department,
        section,
        author,
        changed_at,
        is_mine,
    } = it;
    let own = text.clone();
    let change = move |_| state.written.set(Some((seq, version, own.clone())));
    let name = fill!("（{0}）", text.title);
    let foot = fill!("{0}　{1}", author.name, changed_at.display(locale()));
    let part = |heading: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <dt>{heading}</dt>
                <dd>{text}</dd>
            }
        })
    };
    view! {
        <li class="card trial">
            <p class="trial-head">
                <span class="tag" class:done=text.state == TrialState::Adopted>
                    {t(text.state.label())}
                </span>
                <small>{fill!("{0} {1}", department, section)}</small>
            </p>
            <h2>{text.title}</h2>
            <dl>{part(t("試していること"), text.summary)} {part(t("分かったこと"), text.learnt)}</dl>
            <p class="hint">{foot}</p>
            {is_mine
                .then(|| {
                    view! {
                        <p>
                            <button type="button" class="link" on:click=change>
                                {t("変える")}
                                <span class="visually-hidden">{name}</span>
                            </button>
                        </p>
                    }
                })}
        </li>
    }
    .into_any()
}
