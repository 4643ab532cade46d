//! The structure that carries digital work (推進体制): ＣＩＯ, 職員課 and 情報政策課 see the same four pictures, and write
//! down what they agreed on and when they meet next.

mod notes;

use super::skills::SupporterSection;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::ApiError;
use api::steering::{ProfileCounts, Steering};
use domain::calendar::Cycle;
use domain::instrument::FormRole;
use domain::route::Route;
use domain::suppression::MIN_GROUP_SIZE;
use domain::training::TrainingDemand;
use domain::trial_project::{TrialProject, TrialState};
use leptos::prelude::*;
use notes::Notes;

/// Measures shown of those that would help most people.
const MEASURES: usize = 5;

/// Everything the page tells.
struct SteeringPicture {
    steering: Steering,
    training: TrainingDemand,
    trials: Vec<TrialProject>,
}

#[component]
pub(crate) fn SteeringPage() -> impl IntoView {
    let here = expect_context::<AppState>();
    let form = StoredValue::new(here.form_with_role(FormRole::DxSelfCheck));
    let asking = move || {
        let form = form.get_value();
        let year = here.me.with_untracked(|me| {
            let cycles = me.iter().flat_map(|it| &it.cycles);
            cycles.map(|it| it.cycle.year).max().unwrap_or_default()
        });
        let [at, ..] = Cycle::in_year(year);
        async move {
            Ok::<_, ApiError>(SteeringPicture {
                steering: api::steering::steering().await?,
                training: api::skills::training(form, at).await?,
                trials: api::trials::trial_projects().await?,
            })
        }
    };
    view! {
        <div class="page wide">
            <h1>{t("推進体制")}</h1>
            <p class="lead">
                {t(
                    "ＣＩＯ、職員課、情報政策課が、同じ絵を見て話すための画面です。人数と平均だけで、だれの答えかは分かりません。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(asking(), |it: SteeringPicture| view! { <Pictures all=it /> }.into_any())
            }) />
        </div>
    }
}

#[component]
fn Pictures(all: SteeringPicture) -> impl IntoView {
    let SteeringPicture {
        steering,
        training,
        trials,
    } = all;
    view! {
        {profiles(steering.profiles)}
        <div class="two-columns">{demand(&training)} {trial_counts(&trials)}</div>
        <SupporterSection all=steering.supporters />
        <Notes notes=steering.notes />
    }
}

/// People by profile: each as its number, and as a part of everybody.
fn profiles(it: ProfileCounts) -> AnyView {
    let all = f64::from(it.staff.max(1));
    let row = |name: &'static str, entry: &str, n: u32| {
        let width = format!("{:.1}", f64::from(n) / all * 100.0);
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/policy/{entry}")>{name}</a>
                    <svg class="stack-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar-ground" x="0" y="0" width="100" height="12"></rect>
                        <rect class="bar-submitted" x="0" y="0" width=width height="12"></rect>
                    </svg>
                </th>
                <td>{n}</td>
            </tr>
        }
    };
    view! {
        <section class="card" aria-labelledby="profiles">
            <h2 id="profiles">{t("役割の型ごとの人数")}</h2>
            <p class="hint">{t("名簿の級と役割から数えています。")}</p>
            <table class="numbers">
                <caption class="visually-hidden">{t("役割の型ごとの人数")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("役割の型")}</th>
                        <th scope="col">{t("人")}</th>
                    </tr>
                </thead>
                <tbody>
                    {row(t("デジタルスペシャリスト"), "digital_specialist", it.specialists)}
                    {row(t("ＤＸ推進マネージャー"), "dx_manager", it.managers)}
                    {row(t("ＤＸ推進サポーター"), "dx_supporter", it.supporters)}
                    {row(t("ＤＸ推進人材"), "dx_all_staff", it.staff)}
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

/// What training would help most people; nothing of a few.
fn demand(training: &TrainingDemand) -> AnyView {
    let rows: Vec<_> = training
        .wanted
        .iter()
        .filter_map(|it| Some((it.measure.shown(locale()).to_owned(), it.suggested?)))
        .take(MEASURES)
        .map(|(name, n)| {
            view! {
                <li>
                    <span>{name}</span>
                    " "
                    <b>{fill!("{0}人", n)}</b>
                </li>
            }
        })
        .collect();
    let body = if rows.is_empty() {
        let why = fill!(
            "まだ出せません。{0}人以上が提出して公開すると、出ます。",
            MIN_GROUP_SIZE
        );
        view! { <p class="hint">{why}</p> }.into_any()
    } else {
        view! { <ol class="entries">{rows}</ol> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="steering-training">
            <h2 id="steering-training">{t("役立つ研修")}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn trial_counts(all: &[TrialProject]) -> AnyView {
    let count = |state: TrialState| all.iter().filter(|it| it.text.state == state).count();
    let rows = TrialState::ALL.map(|it| {
        view! {
            <tr>
                <th scope="row">{t(it.label())}</th>
                <td>{count(it)}</td>
            </tr>
        }
    });
    view! {
        <section class="card" aria-labelledby="steering-trials">
            <h2 id="steering-trials">{t("試行事業")}</h2>
            <table class="numbers">
                <caption class="visually-hidden">{t("段階ごとの試行事業の数")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("段階")}</th>
                        <th scope="col">{t("件")}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().collect_view()}</tbody>
            </table>
            <p>
                <a href=Route::Trials.to_string()>{t("試行事業を読む")}</a>
            </p>
        </section>
    }
    .into_any()
}
